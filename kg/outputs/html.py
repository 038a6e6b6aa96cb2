"""A graph in, one HTML file out that opens offline: pyvis's page with our panel, search, legend and names.

pyvis makes the network; of its page we keep vis-network and the script that draws, and set them into our own.
That leaves out what it links from the network (bootstrap, used by nothing here), its heading (which is not
escaped) and its tooltips (which run markup once a title holds "href"). A Content-Security-Policy forbids
every connection and every script but the three whose hashes it names.

Text from the newspaper stands in one JSON block, in which ``<`` is written ``\\u003c``, and nowhere else but in title
and heading; the page's script puts it into the document as text, never as markup.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from pathlib import Path

from kg.graph.lookup import Lookup
from kg.model import Graph
from kg.ontology import Ontology
from kg.outputs.page_data import PageData, make_page_data

_FOLDER = Path(__file__).with_name("page")
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL)
_UNSAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"chosen": False, "labelHighlightBold": False},
    "edges": {"smooth": False, "chosen": False, "selectionWidth": 0, "hoverWidth": 0, "width": 1},
}
_INTERACTION = {"hover": True, "selectConnectedEdges": False, "zoomSpeed": 0.6}
_CALM_ABOVE = 600  # edges; with more of them they are left out while the picture is dragged


def write_html(graph: Graph, ontology: Ontology) -> bytes:
    """The page. Its layout and its bytes depend on the graph alone."""
    page = make_page_data(Lookup(graph, ontology))
    style = (_FOLDER / "page.css").read_text(encoding="utf-8")
    parts = [path.read_text(encoding="utf-8") for path in sorted(_FOLDER.glob("*.js"))]
    script = '(function () {\n"use strict";\n' + "\n".join(parts) + "})();\n"
    scripts = [*_make_network(page), script]
    policy = "; ".join(
        (
            "default-src 'none'",
            "script-src " + " ".join(_hash(each) for each in scripts),
            "style-src " + _hash(style),
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    title, issue = _name_issue(graph)
    written = (
        (_FOLDER / "page.html")
        .read_text(encoding="utf-8")
        .format(
            policy=policy,
            title=html.escape(_clean(f"{title} {issue}".strip())),
            heading=html.escape(_clean(title)),
            issue=html.escape(_clean(issue)),
            counts=_count(graph),
            style=style,
            library=scripts[0],
            data=_write_json(page.data),
            start=scripts[1],
            script=scripts[2],
        )
    )
    return written.encode()


def _make_network(page: PageData) -> tuple[str, str]:
    """pyvis's two scripts that matter: vis-network, and the one that draws our nodes and edges."""
    from pyvis.network import Network  # brings IPython along: only where a page is written

    network = Network(directed=True, cdn_resources="in_line")
    # its add_node and add_edge search the whole list each time
    network.nodes, network.edges = page.nodes, page.edges
    interaction = _INTERACTION | {"hideEdgesOnDrag": len(page.edges) > _CALM_ABOVE}
    network.set_options(json.dumps(_OPTIONS | {"interaction": interaction}))
    made = network.generate_html()
    scripts = _SCRIPT.findall(made)
    # helpers, vis-network, two links without content, the drawing; more would mean that data broke out of its string
    filled = [script for script in scripts if script.strip()]
    if len(scripts) != 5 or len(filled) != 3 or made.count("</script") != 5 or "drawGraph();" not in filled[2]:
        raise AssertionError("pyvis wrote a page of another form; is it version 0.3.2?")
    return filled[1], filled[2]


def _name_issue(graph: Graph) -> tuple[str, str]:
    papers = list(dict.fromkeys(article.page.newspaper for article in graph.articles if article.page.newspaper))
    days = sorted({article.published for article in graph.articles})
    pages = sorted({article.page.number for article in graph.articles if article.page.number})
    title = "、".join(papers[:3]) + ("等" if len(papers) > 3 else "") or "新闻知识图谱"
    span = " 至 ".join(dict.fromkeys(day.isoformat() for day in (days[0], days[-1]))) if days else ""
    return title, " · ".join(part for part in (span, f"{'、'.join(pages)} 版" if 0 < len(pages) < 4 else "") if part)


def _count(graph: Graph) -> str:
    counts = {
        "报道": len(graph.articles),
        "实体": len(graph.entities),
        "事件": len(graph.events),
        "断言": len(graph.statements),
        "数据": len(graph.figures),
    }
    return "".join(f"<span><b>{number:,}</b>{name}</span>" for name, number in counts.items())


def _write_json(value: object) -> str:
    """JSON fit for a script element; half a surrogate pair, which no file can hold, becomes U+FFFD."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _clean(text).translate(_UNSAFE)


def _clean(text: str) -> str:
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _hash(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
