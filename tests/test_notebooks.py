"""What notebooks use: frames, neighbourhood, path, inline page, measures; and the notebooks themselves, run whole."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg.api import KnowledgeGraph
from kg.errors import InputError
from kg.graph.measures import group_by_ties, join
from kg.ontology import load_ontology
from tests.graph_by_hand import DEAL, GOVERNMENT, GROUP, MAYOR, make_graph

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = sorted((ROOT / "notebooks").glob("*.py"))
needs_pandas = pytest.mark.skipif(importlib.util.find_spec("pandas") is None, reason="pandas is not installed")
STACK = [
    name
    for name in ("jupytext", "nbclient", "ipykernel", "matplotlib", "pandas")
    if importlib.util.find_spec(name) is None
]
needs_jupyter = pytest.mark.skipif(bool(STACK), reason=f"the extra newskg[notebook] is not installed: {STACK}")


@pytest.fixture(scope="module")
def g() -> KnowledgeGraph:
    return KnowledgeGraph(make_graph(), load_ontology())


@needs_pandas
def test_frames_have_a_row_for_each(g: KnowledgeGraph) -> None:
    assert len(g.entities) == len(g.graph.entities)
    assert len(g.events) == len(g.graph.events)
    assert len(g.posts) == 4
    assert len(g.figures) == len(g.graph.figures)
    mayor = g.entities.set_index("id").loc[MAYOR]
    assert mayor["type_label"] == "官员"
    assert mayor["aliases"] == "陈市长"


@needs_pandas
def test_frames_hold_days_numbers_and_sentences(g: KnowledgeGraph) -> None:
    posts = g.posts.set_index("person")
    assert posts.loc["陈望远", "start"].isoformat().startswith("2022-01-10")
    assert str(posts.loc["李青禾", "start"]) == "NaT"
    assert posts.loc["何其山", "body"] == ""
    assert "陈望远出席签约仪式" in posts.loc["陈望远", "sentence"]
    figures = g.figures.set_index("indicator")
    assert figures.loc["投资", "value"] == 2e8
    deal = g.events.set_index("id").loc[DEAL]
    assert deal["place"] == "锡湖国际会展中心"
    assert "陈望远" in deal["participants"]


@needs_pandas
def test_frames_of_nothing_have_their_columns(g: KnowledgeGraph) -> None:
    empty = KnowledgeGraph(type(g.graph)((), (), (), (), (), ()), g.ontology)
    assert list(empty.entities.columns) == list(g.entities.columns)
    assert list(empty.events.columns) == list(g.events.columns)


def test_a_neighbourhood_is_a_graph(g: KnowledgeGraph) -> None:
    near = g.neighbourhood("陈望远")
    names = {node.id for node in (*near.graph.entities, *near.graph.events)}
    assert names == {MAYOR, GOVERNMENT, DEAL}
    assert len(g.neighbourhood("陈望远", steps=2).graph.entities) > 2
    with pytest.raises(InputError, match="诸葛"):
        g.neighbourhood("诸葛先生")


def test_a_path_says_why(g: KnowledgeGraph) -> None:
    path = g.path("李青禾", "陈望远")
    assert path is not None
    assert path.names[0] == "李青禾"
    assert path.names[-1] == "陈望远"
    assert len(path) == 3
    assert "董事长李青禾" in str(path)
    assert g.path("李青禾", "何其山") is None
    assert g.path("李青禾", "南岭泵业股份有限公司") is None  # denied


class Frames(HTMLParser):
    """Collects the attributes of each element."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_page_is_shown_in_a_frame_that_it_cannot_leave() -> None:
    hostile = KnowledgeGraph(make_graph(headline='"></iframe><script>alert(1)</script>'), load_ontology())
    parser = Frames()
    parser.feed(hostile._repr_html_())
    assert [tag for tag, _ in parser.found] == ["iframe"]
    about = parser.found[0][1]
    assert about["sandbox"] == "allow-scripts allow-downloads"
    assert (about["srcdoc"] or "").startswith("<!DOCTYPE html>")


@needs_pandas
def test_measures_rank_and_group(g: KnowledgeGraph) -> None:
    from kg.graph.measures import count_appearances, measure_centrality

    ranks = measure_centrality(g.lookup)
    assert ranks["pagerank"].sum() == pytest.approx(1.0)
    assert set(ranks["id"].head(3)) & {GOVERNMENT, GROUP, DEAL}
    assert ranks.set_index("id").loc[GOVERNMENT, "degree"] == join(g.lookup).degree(GOVERNMENT)
    groups = group_by_ties(g.lookup)
    assert all(len(group) > 1 for group in groups)
    together = count_appearances(g.lookup)
    assert {"one", "other", "articles"} == set(together.columns)
    assert together["articles"].max() == 1


def test_chinese_font_is_found_or_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed")
    from matplotlib import font_manager

    from kg.outputs.inline import use_chinese_font

    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])
    with pytest.raises(InputError, match="fonts-noto-cjk"):
        use_chinese_font()


@needs_jupyter
def test_notebooks_are_what_their_scripts_say() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "notebooks.py", "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_there_are_seven_with_both_languages() -> None:
    assert [path.name[:2] for path in SCRIPTS] == ["01", "02", "03", "04", "05", "06", "07"]
    for path in SCRIPTS:
        title = next(line for line in path.read_text("utf-8").split("\n") if line.startswith("# # "))
        assert " · " in title


@needs_jupyter
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_notebook_runs(script: Path, tmp_path: Path) -> None:
    """In a process of its own, so that its kernel's warnings and sockets are not this one's."""
    code = f"""
import sys; sys.path.insert(0, {str(ROOT / "scripts")!r})
import notebooks
from pathlib import Path
made = notebooks.execute(notebooks.make_notebook(Path({str(script)!r})))
print(sum(bool(cell.get("outputs")) for cell in made.cells))
print("TOFU" if "missing from" in str(made) else "")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=170)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout.split()[0]) > 3
    assert "TOFU" not in done.stdout
