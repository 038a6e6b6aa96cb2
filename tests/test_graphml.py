"""Files for other programs: GraphML and GEXF, CSV, and that each file is written whole or not at all."""

from __future__ import annotations

import csv
import io
import stat
from pathlib import Path

import networkx as nx
import pytest

from kg.errors import InputError
from kg.model import Graph
from kg.ontology import load_ontology
from kg.outputs.files import FORMATS, STREAMS, write_files
from kg.outputs.graphml import write_gexf, write_graphml
from kg.outputs.tables import write_tables
from tests.graph_by_hand import DEAL, GOVERNMENT, GROUP, MAYOR, PLANT, make_graph

ontology = load_ontology()
EMPTY = Graph((), (), (), (), (), ())


def read_graphml(content: bytes) -> nx.MultiDiGraph:
    return nx.read_graphml(io.BytesIO(content), force_multigraph=True)


def test_graphml_opens_in_networkx() -> None:
    graph = make_graph()
    view = read_graphml(write_graphml(graph, ontology))
    assert set(view) == {node.id for node in (*graph.entities, *graph.events)}
    assert view.nodes[MAYOR]["label"] == "陈望远"
    assert view.nodes[MAYOR]["aliases"] == "陈市长"
    assert view.nodes[PLANT]["figures"] == "投资 200,000,000 元 | 占地 约27 公顷"
    statement = next(s for s in graph.statements if s.predicate == "cooperatesWith")
    edge = view.edges[GOVERNMENT, GROUP, statement.id]  # the statement's id is the edge's key
    assert edge["label"] == "合作"
    assert edge["weight"] == edge["confidence"] == 0.85
    assert edge["evidence"].splitlines()[0].endswith("——锡湖与远航集团签约共建污水处理厂（锡湖日报 2024-03-02 A02）")
    assert len(view[DEAL][MAYOR]) == 2  # parallel edges: attendee and speaker


def test_gexf_opens_in_networkx_and_has_no_clock() -> None:
    content = write_gexf(make_graph(), ontology)
    view = nx.read_gexf(io.BytesIO(content))
    assert view.nodes[MAYOR]["label"] == "陈望远"
    assert view.number_of_edges() == 19
    assert b"lastmodified" not in content


@pytest.mark.parametrize("name", ["a\x00b\x0bc", "\ud800", "\ufffe", "<b>&amp;\"'", "\u2028", "𠮷"])
def test_what_xml_cannot_hold_is_replaced(name: str) -> None:
    graph = make_graph(mayor=name, headline=name)
    for view in (
        read_graphml(write_graphml(graph, ontology)),
        nx.read_gexf(io.BytesIO(write_gexf(graph, ontology))),
    ):
        kept = "".join("\ufffd" if c in "\x00\x0b\ud800\ufffe" else c for c in name)
        assert view.nodes[MAYOR]["label"] == kept


def test_tables_join_by_id() -> None:
    tables = {
        name: list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        for name, content in write_tables(make_graph(mayor="=cmd|' /C calc'!A0"), ontology).items()
    }
    assert [len(tables[f"{name}.csv"]) for name in ("articles", "entities", "events", "figures")] == [2, 17, 4, 3]
    ids = {row["id"] for name in ("entities", "events") for row in tables[f"{name}.csv"]}
    assert {row["subject"] for row in tables["statements.csv"]} <= ids
    claims = {row["id"] for name in ("statements", "events", "figures") for row in tables[f"{name}.csv"]}
    assert {row["claim"] for row in tables["evidence.csv"]} == claims
    assert next(row for row in tables["entities.csv"] if row["id"] == MAYOR)["name"].startswith("'=")  # no formula
    assert next(row for row in tables["figures.csv"] if row["unit"] == "元")["value"] == "200000000"


def test_an_empty_graph_can_be_written(tmp_path: Path) -> None:
    for path in write_files(EMPTY, ontology, tmp_path, list(FORMATS)):
        assert path.exists()
    assert nx.read_graphml(tmp_path / "graph.graphml").number_of_nodes() == 0
    assert (tmp_path / "tables" / "events.csv").read_text(encoding="utf-8-sig").startswith("id,type,")


def test_files_are_put_in_place_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "new" / "out"
    files = write_files(make_graph(), ontology, folder, ["ttl", "graphml"])
    assert [path.name for path in files] == ["graph.ttl", "graph.graphml"]
    assert sorted(path.name for path in folder.iterdir()) == ["graph.graphml", "graph.ttl"]  # no leftovers
    assert stat.S_IMODE(files[0].stat().st_mode) & 0o444
    before = files[0].read_bytes()
    # a writer that fails leaves what was there
    monkeypatch.setitem(STREAMS, "graphml", lambda graph, ontology, out: (_ for _ in ()).throw(MemoryError()))
    with pytest.raises(MemoryError):
        write_files(make_graph(mayor="另一个人"), ontology, folder, ["ttl", "graphml"])
    assert files[0].read_bytes() == before
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("kind", ["file", "inside a file", "directory in the way"])
def test_what_cannot_be_written_is_one_clear_error(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "out"
    if kind == "directory in the way":
        (target / "graph.ttl" / "x").mkdir(parents=True)
    else:
        target.write_text("x")
    folder = target / "deeper" if kind == "inside a file" else target
    with pytest.raises(InputError, match="cannot be written") as caught:
        write_files(make_graph(), ontology, folder, ["ttl"])
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.rglob("*.tmp"))


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no format 'xlsx'"):
        write_files(make_graph(), ontology, tmp_path, ["ttl", "xlsx"])
    assert not list(tmp_path.iterdir())
