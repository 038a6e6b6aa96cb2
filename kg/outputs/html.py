"""A graph in, one HTML file out that opens offline: pyvis's page with our panel, search, legend and names.

pyvis makes the network; of its page we keep vis-network and the script that draws, and set them into our own.
That leaves out what it links from the network (bootstrap, used by nothing here), its heading (which is not
escaped) and its tooltips (which run markup once a title holds "href"). A Content-Security-Policy forbids
every connection and every script but the three whose hashes it names.

Text from the newspaper stands in two JSON blocks, in which ``<`` is written ``\\u003c``, and nowhere else but in title
and heading; the page's script puts it into the document as text, never as markup. The first block is what the picture
needs; the second, facts and sentences, is read once that is drawn, and compressed where it is large.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
from pathlib import Path
from typing import Any

from kg.graph.lookup import Lookup
from kg.model import Graph
from kg.ontology import Ontology
from kg.outputs.page_data import PageData, make_page_data

_FOLDER = Path(__file__).with_name("page")
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL)
_UNSAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
_EDGE = "rgba(141,135,121,{})"  # on paper of either theme
_FAINT_ABOVE = 1500  # edges; so many would be a carpet
_OPTIONS: dict[str, dict[str, Any]] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"chosen": False, "labelHighlightBold": False},
    "edges": {
        "smooth": False,
        "chosen": False,
        "selectionWidth": 0,
        "hoverWidth": 0,
        "width": 1,
    },
}
_INTERACTION = {"hover": True, "selectConnectedEdges": False, "zoomSpeed": 0.6, "tooltipDelay": 100000}
_CALM_ABOVE = 600  # edges; with more of them they are left out while the picture is dragged
_CALMER_ABOVE = 2500  # and while it is zoomed
_FLAT_ABOVE = 500  # nodes; with more of them they have no rim, which does not shrink with the zoom
_SQUEEZE_ABOVE = 300_000  # characters of facts and sentences; with more of them they are compressed


def write_html(graph: Graph, ontology: Ontology) -> bytes:
    """The page. Its layout and its bytes depend on the graph alone."""
    page = make_page_data(Lookup(graph, ontology))
    style = (_FOLDER / "page.css").read_text(encoding="utf-8")
    parts = [path.read_text(encoding="utf-8") for path in sorted(_FOLDER.glob("*.js"))]
    script = '(function () {\n"use strict";\n' + "\n".join(parts) + "})();\n"
    scripts = [*_make_network(page, _read_tones(style)), script]
    form, more = _pack(_write_json(page.more))
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
            style=style,
            library=scripts[0],
            data=_write_json(page.data),
            form=form,
            more=more,
            start=scripts[1],
            script=scripts[2],
        )
    )
    return written.encode()


def _make_network(page: PageData, tones: dict[str, str]) -> tuple[str, str]:
    """pyvis's two scripts that matter: vis-network, and the one that draws our nodes and edges."""
    from pyvis.network import Network  # brings IPython along: only where a page is written

    network = Network(directed=True, cdn_resources="in_line")
    # its add_node and add_edge search the whole list each time
    network.nodes, network.edges = page.nodes, page.edges
    edges = len(page.edges)
    interaction = _INTERACTION | {"hideEdgesOnDrag": edges > _CALM_ABOVE, "hideEdgesOnZoom": edges > _CALMER_ABOVE}
    rim = 0.0 if len(page.nodes) > _FLAT_ABOVE else 1.2
    groups = _make_groups(tones, {node["group"] for node in page.nodes}, rim)
    tone = {"color": _EDGE.format(0.3 if edges > _FAINT_ABOVE else 0.72), "inherit": False}
    lines = {**_OPTIONS["edges"], "color": tone}
    network.set_options(json.dumps(_OPTIONS | {"interaction": interaction, "groups": groups, "edges": lines}))
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


def _read_tones(style: str) -> dict[str, str]:
    """The colours of the light theme by name, from the style sheet: they are written down in one place only."""
    light = style[style.index(":root {") : style.index("}", style.index(":root {"))]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", light))


def _make_groups(tones: dict[str, str], used: set[str], rim: float) -> dict[str, Any]:
    paper = tones["paper"]
    groups = {}
    for name in sorted(used):
        tone = tones[name.removesuffix("-plan")]
        if name.endswith("-plan"):
            groups[name] = {"color": {"background": paper, "border": tone}, "borderWidth": 2}
        else:
            groups[name] = {"color": {"background": tone, "border": paper}, "borderWidth": rim}
    return groups


def _pack(text: str) -> tuple[str, str]:
    """(form, text): as it is, or in gzip and base 64."""
    if len(text) <= _SQUEEZE_ABOVE:
        return "json", text
    return "gzip", base64.b64encode(gzip.compress(text.encode(), 6, mtime=0)).decode("ascii")


def _write_json(value: object) -> str:
    """JSON fit for a script element; half a surrogate pair, which no file can hold, becomes U+FFFD."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _clean(text).translate(_UNSAFE)


def _clean(text: str) -> str:
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _hash(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
