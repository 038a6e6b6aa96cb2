"""The ontology in, its reference page out: ontology/index.html, and ontology/questions.md with the built-in questions.

    python scripts/ontology_docs.py [--check]

``--check`` writes nothing and fails where a file is out of date. The questions are answered over ``graphs/``, the graph
of the shipped sample page (invented names), so the page shows what each command returns there.
"""

from __future__ import annotations

import argparse
import sys
from html import escape
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kg.graph.names import QUERY_PREFIXES  # noqa: E402
from kg.graph.query import BEFORE, list_questions, open_store, run_query, set_options  # noqa: E402
from kg.ids import ONTOLOGY  # noqa: E402
from kg.ontology import Term, load_ontology, ontology_folder  # noqa: E402

_SHOWN = 5  # rows of an answer
_OUTSIDE = {
    "http://xmlns.com/foaf/0.1/": "foaf",
    "http://www.w3.org/ns/opengov#": "opengov",
    "http://www.w3.org/ns/prov#": "prov",
    "http://semanticweb.cs.vu.nl/2009/11/sem/": "sem",
    "http://data.europa.eu/m8g/": "cv",
} | {iri: prefix for prefix, iri in QUERY_PREFIXES.items()}
_STYLE = """
body { font: 16px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; max-width: 64rem;
  margin: 1.5rem auto; padding: 0 1rem; }
h2 { margin-top: 2.5rem; border-bottom: 2px solid #333; }
h3 { margin: 1.6rem 0 .2rem; } h3 code { font-weight: normal; }
dl { display: grid; grid-template-columns: 9rem 1fr; gap: .15rem .8rem; margin: .3rem 0; }
dt { color: #555; } dd { margin: 0; } nav a { margin-right: .7rem; white-space: nowrap; }
"""


def make_reference() -> str:
    """One HTML page of every class, property and controlled value; no script, nothing from elsewhere."""
    ontology = load_ontology()
    definitions = read_definitions()
    properties = [ontology.term(name) for name in ontology.names("property")]
    groups = {
        "类 Classes": [ontology.term(name) for name in ontology.names("class")],
        "关系 Object properties": [term for term in properties if not term.literal],
        "数值属性 Datatype properties": [term for term in properties if term.literal],
        "取值 Controlled values": [ontology.term(name) for name in ontology.names("concept")],
    }
    parts = [
        '<!DOCTYPE html>\n<html lang="zh">\n<head>\n<meta charset="utf-8">',
        f"<title>newskg 本体 · ontology</title>\n<style>{_STYLE}</style>\n</head>\n<body>",
        "<h1>中文报纸知识图谱本体<br><small>Chinese newspaper knowledge graph ontology</small></h1>",
        f"<p>Namespace <code>kg:</code> = <code>{ONTOLOGY}</code>. Files: "
        '<a href="newskg.ttl">newskg.ttl</a> · <a href="shapes.ttl">shapes.ttl (SHACL)</a> · '
        '<a href="questions.md">questions</a></p>',
    ]
    for title, terms in groups.items():
        links = "".join(f'<a href="#{term.name}">{escape(term.zh)} {term.name}</a> ' for term in terms)
        parts.append(f"<h2>{title} ({len(terms)})</h2>\n<nav>{links}</nav>")
        parts += [_write_term(term, definitions, groups) for term in terms]
    return "\n".join([*parts, "</body>\n</html>\n"])


def _write_term(term: Term, definitions: dict[str, dict[str, str]], groups: dict[str, list[Term]]) -> str:
    told = definitions.get(term.name, {})
    every = [each for terms in groups.values() for each in terms]
    below = [each.name for each in every if term.name in each.parents]
    rows = [
        ("定义", escape(told.get("zh", "")) + "<br>" + escape(told.get("en", ""))),
        ("上位 under", " · ".join(_link(name) for name in term.parents)),
        ("下位 above", " · ".join(_link(name) for name in below)),
        ("定义域 domain", _link(term.domain)),
        ("值域 range", _link(term.range)),
        ("对齐 aligned to", " · ".join(f"<code>{escape(_shorten(iri))}</code>" for iri in term.aligned)),
        ("对称 symmetric", "是 yes" if term.symmetric else ""),
    ]
    cells = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows if value)
    return (
        f'<h3 id="{term.name}">{escape(term.zh)} · {escape(term.en)} <code>kg:{term.name}</code></h3>\n<dl>{cells}</dl>'
    )


def _link(name: str) -> str:
    if not name or "/" in name:
        return f"<code>{escape(_shorten(name))}</code>" if name else ""
    return f'<a href="#{name}">kg:{name}</a>'


def _shorten(iri: str) -> str:
    for namespace, prefix in _OUTSIDE.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def read_definitions() -> dict[str, dict[str, str]]:
    """Local name -> language -> definition."""
    found: dict[str, dict[str, str]] = {}
    for quad in ox.parse(path=str(ontology_folder() / "newskg.ttl"), format=ox.RdfFormat.TURTLE):
        if quad.predicate.value.endswith("#definition"):
            found.setdefault(quad.subject.value.removeprefix(ONTOLOGY), {})[quad.object.language] = quad.object.value
    return found


def make_questions() -> str:
    """Every built-in question with its parameters and what it returns."""
    store = open_store(ROOT / "graphs" / "graph.ttl")
    parts = [
        "# 内置问题 · Built-in questions",
        "",
        "`kg query GRAPH NAME --PARAMETER VALUE`; a parameter that is left out asks of everything (* must be given).",
        "The rows are of `graphs/`, the graph of the sample page; run the commands to see them all.",
    ]
    for question in list_questions():
        against = BEFORE in question.text  # it compares two graphs
        table = run_query(store, set_options(question, question.example))
        parts += ["", f"## {question.title} · `{question.name}`", "", f"{question.zh}。  ", f"{question.en}.", ""]
        for option in question.options:
            star = "*" if option.required else ""
            parts.append(f"- `--{option.name}`{star} {option.zh} · {option.en}")
        options = "".join(f" --{name} {value}" for name, value in question.example.items())
        options += " --against OLDER" * against
        parts += [""] * bool(question.options) + [f"    kg query graphs {question.title}{options}", ""]
        parts += ["| " + " | ".join(table.columns) + " |", "|" + "---|" * len(table.columns)]
        if against or not table.rows:
            told = (
                "the rows depend on the older graph" if against else "0 rows: the sample page tells nothing of the kind"
            )
            parts.append(f"\n{told}")
            continue
        for row in table.rows[:_SHOWN]:
            cells = ["" if cell is None else str(cell).replace("|", "\\|") for cell in row]
            parts.append("| " + " | ".join(cells) + " |")
        more = len(table) - _SHOWN
        count = f"{len(table)} row{'s' * (len(table) > 1)}"
        parts.append(f"\n{count}" + (f", {more} of them not shown" if more > 0 else ""))
    return "\n".join(parts) + "\n"


def main() -> int:
    """Write the two files, or with ``--check`` tell whether they are up to date."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = []
    for name, make in (("index.html", make_reference), ("questions.md", make_questions)):
        path = ROOT / "ontology" / name
        text = make()
        if check and (not path.is_file() or path.read_text(encoding="utf-8") != text):
            stale.append(name)
        elif not check:
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"out of date: {', '.join(stale)}; run python scripts/ontology_docs.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
