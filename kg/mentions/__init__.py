"""Article -> [Mention]."""

from kg.mentions.finder import find_mentions, part_text
from kg.mentions.tagger import Tagger

__all__ = ["Tagger", "find_mentions", "part_text"]
