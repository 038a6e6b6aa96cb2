"""The mapping of DuIE's predicates, and how its benchmark matches relations."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.relations import (
    Triple,
    give_names,
    is_same,
    load_mapping,
    load_rows,
    make_article,
    measure,
    report,
    triples_of,
)
from kg.facts.relations import PREDICATES

ROOT = Path(__file__).parent.parent
ROW = {
    "text": "何知远毕业于东岭大学，与丈夫苏守拙住在东岭国首都临溪。",
    "spo_list": [
        {"predicate": "毕业院校", "subject": "何知远", "object": {"@value": "东岭大学"}},
        {"predicate": "丈夫", "subject": "何知远", "object": {"@value": "苏守拙"}},
        {"predicate": "妻子", "subject": "苏守拙", "object": {"@value": "何知远"}},
        {"predicate": "首都", "subject": "东岭国", "object": {"@value": "临溪"}},
        {"predicate": "国籍", "subject": "何知远", "object": {"@value": "东岭国"}},
    ],
}


def test_every_predicate_is_mapped_to_a_relation() -> None:
    assert {mapped.relation for mapped in load_mapping().values()} <= PREDICATES


def test_triples_are_turned_and_counted_once() -> None:
    assert set(triples_of(ROW, load_mapping())) == {
        ("何知远", "alumnusOf", "东岭大学"),
        ("何知远", "relativeOf", "苏守拙"),
        ("临溪", "locatedIn", "东岭国"),
    }


def test_its_names_are_given_the_longest_first() -> None:
    names = give_names(make_article(ROW, 1), ROW, load_mapping())
    assert [(m.text, m.type) for m in names] == [
        ("何知远", "Person"),
        ("东岭大学", "Institution"),
        ("苏守拙", "Person"),
        ("东岭国", "AdministrativeArea"),
        ("临溪", "AdministrativeArea"),
    ]


@pytest.mark.parametrize(
    ("ours", "same"),
    [
        (("苏守拙", "relativeOf", "何知远"), True),
        (("何知远", "relativeOf", "苏守拙"), True),
        (("何知远", "founder", "苏守拙"), False),
        (("何知远", "relativeOf", "苏念"), False),
    ],
)
def test_relations_that_say_the_same(ours: Triple, same: bool) -> None:
    assert is_same(ours, ("何知远", "relativeOf", "苏守拙")) is same


def test_it_measures_a_file(tmp_path: Path) -> None:
    file = tmp_path / "rows.json"
    file.write_text(json.dumps(ROW, ensure_ascii=False) + "\n", encoding="utf-8")
    mapping = load_mapping()
    plain, given = measure(load_rows(file, mapping, 10), mapping)
    assert given.found["毕业院校"] == 1
    assert "names given" in report(plain, given, mapping)


def test_without_the_file_it_says_so() -> None:
    command = [sys.executable, "benchmarks/relations.py", "none.json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT)})
    assert "Nothing was measured" in done.stdout
