"""Whole pages, read as a user's are: any order of input gives the same bytes, and a further page takes no id away."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from kg.api import sample_page
from kg.articles import cut_articles
from kg.entities import resolve
from kg.graph.build import build_graph_values
from kg.lexicon.words import Lexicon
from kg.mentions import Tagger
from kg.model import Graph, Page, Reading
from kg.ontology import load_ontology
from kg.outputs.turtle import write_turtle
from kg.pages import read_page
from kg.pages.read import read_page_text
from kg.pipeline import build_graph, read_articles

RAW = Path(__file__).parents[3] / "shared" / "data"  # texts that are no part of the project
PAGES = sorted((Path(__file__).parents[1] / "data" / "pages").glob("*.txt"))


def read_raw(name: str, count: int) -> list[Page]:
    """Articles of a raw corpus, each as a page of its own."""
    path = RAW / f"raw_{name}.jsonl.gz"
    if not path.is_file():
        pytest.skip(f"no {path.name} here")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    pages = []
    for row in random.Random(count).sample([row for row in rows if len(row["text"]) > 100], count):
        day = date.fromisoformat(row["date"][:10])
        pages.append(read_page_text(row["text"], row["id"], newspaper=row["source"], published=day))
    return pages


def read_all(pages: Sequence[Page], lexicon: Lexicon, tagger: Tagger) -> list[Reading]:
    return read_articles([article for page in pages for article in cut_articles(page)], lexicon=lexicon, tagger=tagger)


def build(readings: Sequence[Reading], lexicon: Lexicon) -> Graph:
    return build_graph_values(readings, resolve(readings, lexicon))


def test_shipped_pages_in_any_order(lexicon: Lexicon, tagger: Tagger) -> None:
    pages = [read_page(path) for path in (sample_page(), *PAGES)]
    ontology = load_ontology()
    expected = write_turtle(build_graph(pages, lexicon=lexicon, tagger=tagger), ontology)
    assert write_turtle(build_graph(pages[::-1], lexicon=lexicon, tagger=tagger), ontology) == expected
    readings = read_all(pages, lexicon, tagger)
    for seed in range(3):
        random.Random(seed).shuffle(readings)
        assert write_turtle(build(readings, lexicon), ontology) == expected


@pytest.mark.parametrize("name", ["rmrb2023", "news2011", "cctv"])
def test_raw_texts_in_any_order(name: str, lexicon: Lexicon, tagger: Tagger) -> None:
    """Read in another order too: what is found in an article does not depend on those it is read with."""
    pages = read_raw(name, 12)
    ontology = load_ontology()
    expected = write_turtle(build_graph(pages, lexicon=lexicon, tagger=tagger), ontology)
    random.Random(7).shuffle(pages)
    assert write_turtle(build_graph(pages, lexicon=lexicon, tagger=tagger), ontology) == expected


def follow(graph: Graph) -> dict[str, str]:
    """Every id that leads to a node of the graph: its own, and those that it has where less is known."""
    own = [entity.id for entity in graph.entities] + [event.id for event in graph.events]
    return dict(zip(own, own, strict=True)) | {old: new for new, old in graph.same}


@pytest.fixture(scope="module")
def readings(lexicon: Lexicon, tagger: Tagger) -> list[Reading]:
    pages = [read_page(path) for path in (sample_page(), *PAGES)]
    if RAW.is_dir():
        pages += read_raw("rmrb2023", 20)
    return read_all(pages, lexicon, tagger)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_pages_added_in_random_order_take_no_id_away(seed: int, readings: list[Reading], lexicon: Lexicon) -> None:
    """Ids of statements and figures are made from the ids of their ends and move with them: see ``kg.ids``."""
    shuffled = random.Random(seed).sample(readings, len(readings))
    before: set[str] = set()
    for count in range(5, len(shuffled) + 5, 5):
        leads = follow(build(shuffled[:count], lexicon))
        assert not before - set(leads)
        before = set(leads)
