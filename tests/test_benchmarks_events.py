"""The mapping of DuEE's event types, and how its benchmark matches events."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.events import load_rows, load_types, make_article, match_events, measure, report
from kg.facts.triggers import EVENTS
from kg.model import EventMention, Evidence, Span
from kg.text import split_sentences

ROOT = Path(__file__).parent.parent
ROW = {
    "id": "1",
    "text": "昨日，周启航辞去董事长职务。临溪一厂房起火。",
    "event_list": [
        {"event_type": "组织关系-辞/离职", "trigger": "辞去", "trigger_start_index": 6},
        {"event_type": "灾害/意外-起火", "trigger": "起火", "trigger_start_index": 19},
        {"event_type": "人生-结婚", "trigger": "结婚", "trigger_start_index": 0},
    ],
}


def make_event(type_: str, start: int) -> EventMention:
    article = make_article(ROW)
    sentence = next(s for s in split_sentences(article.text) if s.start <= start < s.end)
    return EventMention(
        article.id, type_, Span(start, start + 2), "", (Evidence(article.id, sentence, "event/x", 0.9),)
    )


def test_every_type_is_mapped_to_types_of_the_ontology() -> None:
    types = load_types()
    assert types["交往-会见"][0] == "Visit"
    assert {kind for kinds in types.values() for kind in kinds} <= set(EVENTS)


def test_events_match_by_kind_and_sentence() -> None:
    events = [make_event("Departure", 6), make_event("Award", 19), make_event("Signing", 6)]
    matched = [(type_, event and event.type) for type_, _, event in match_events(ROW, events, load_types())]
    assert matched == [
        ("组织关系-辞/离职", "Departure"),
        ("灾害/意外-起火", None),
        ("", "Award"),
    ]  # Signing: not judged


def test_it_measures_a_file(tmp_path: Path) -> None:
    file = tmp_path / "rows.json"
    file.write_text(json.dumps(ROW, ensure_ascii=False) + "\n", encoding="utf-8")
    tally = measure(load_rows(file), load_types())
    assert tally.found["组织关系-辞/离职"] == 1
    assert "event detection" in report(tally, load_types())


def test_without_the_file_it_says_so() -> None:
    command = [sys.executable, "benchmarks/events.py", "none.json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT)})
    assert "none.json: not there" in done.stdout
