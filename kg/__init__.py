"""newskg: from a Chinese newspaper page to a knowledge graph that can be trusted.

``kg.build(pages)`` makes a graph, ``kg.load(path)`` reads one back; both return a ``KnowledgeGraph``.
"""

from kg.api import KnowledgeGraph, build, load, sample_page
from kg.errors import InputError, KgError
from kg.outputs.inline import use_chinese_font

__all__ = ["InputError", "KgError", "KnowledgeGraph", "build", "load", "sample_page", "use_chinese_font"]
__version__ = "0.1.0"
