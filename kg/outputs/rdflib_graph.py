"""A graph in, an rdflib graph out, for those who work in rdflib.

Where ``oxrdflib`` is installed (``pip install newskg[rdflib]``) it lies in an oxigraph store: built some ten times
quicker and in less memory, with rdflib's own methods. ``graph.query`` then runs in oxigraph. (Oxigraph keeps numbers
as numbers: ``27.0`` comes back as ``27``, an ``xsd:nonNegativeInteger`` as ``xsd:integer``.)
"""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from kg.graph.names import QUERY_PREFIXES
from kg.model import Graph
from kg.ontology import Ontology
from kg.outputs.triples import make_blocks
from kg.outputs.turtle import make_quads, make_terms, write_turtle

if TYPE_CHECKING:
    import rdflib


def to_rdflib(graph: Graph, ontology: Ontology) -> rdflib.Graph:
    """The triples of the Turtle (without the ontology), prefixes bound."""
    import rdflib

    if importlib.util.find_spec("oxrdflib") is None:
        made = rdflib.Graph(bind_namespaces="none").parse(data=write_turtle(graph, ontology), format="turtle")
    else:
        import oxrdflib
        import pyoxigraph as ox

        identifier = rdflib.URIRef("https://w3id.org/newskg/graph")
        name = ox.NamedNode(identifier)
        inner = ox.Store()
        inner.bulk_extend(make_quads(make_terms(make_blocks(graph, ontology)), name))
        made = rdflib.Graph(oxrdflib.OxigraphStore(store=inner), identifier, bind_namespaces="none")
    for prefix, namespace in QUERY_PREFIXES.items():
        made.bind(prefix, namespace)
    return made
