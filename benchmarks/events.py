"""Event detection on DuEE 1.0, for the types that ``benchmarks/duee.toml`` maps to the vocabulary.

    python benchmarks/events.py [duee_dev.json[.gz]] [--show TYPE ...]

The data set is research data and no part of the project; without the file the benchmark says so and ends. Each text is
read as an article of one paragraph. A DuEE event is found where an event of an accepted kind has its trigger in the
same sentence; each of ours counts once. Kinds that a mapping names are judged, others are not: DuEE marks no signings.
DuEE's texts are headlines and chat of web news without a day, which the rules for newspapers mostly ask for.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kg.model import Article, EventMention, Page, Run, Span
from kg.text import sentence_at, split_sentences

MAPPING = Path(__file__).with_name("duee.toml")
DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "relations" / "duee_dev.json.gz"
PUBLISHED = date(2020, 1, 31)  # about when the texts were gathered


@dataclass
class Tally:
    """What was found, missed and spurious; rules by what came of them."""

    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)  # by rule
    wrong: Counter[str] = field(default_factory=Counter)


def load_rows(path: Path) -> list[dict[str, Any]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def load_types(path: Path = MAPPING) -> dict[str, tuple[str, ...]]:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: tuple(kinds) for name, kinds in data["types"].items()}


def make_article(row: Mapping[str, Any]) -> Article:
    text = row["text"].replace("\n", " ")
    return Article(f"article:{row['id']}", Page("duee", text, PUBLISHED), 1, "", text, (Run(0, 0, len(text)),))


def match_events(
    row: Mapping[str, Any], events: Sequence[EventMention], types: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str, EventMention | None]]:
    """(DuEE type, trigger, event of ours or None) for each mapped event, then ("", "", event) for what is left."""
    sentences = split_sentences(row["text"].replace("\n", " "))
    free = list(events)
    for gold in row["event_list"]:
        if gold["event_type"] not in types:
            continue
        kinds = types[gold["event_type"]]
        sentence = sentence_at(sentences, gold["trigger_start_index"])
        fit = [e for e in free if e.type in kinds and _is_told_in(e, sentence)]
        event = min(fit, key=lambda e: abs(e.trigger.start - gold["trigger_start_index"]), default=None)
        if event is not None:
            free.remove(event)
        yield gold["event_type"], gold["trigger"], event
    judged = {kind for kinds in types.values() for kind in kinds}
    for event in free:
        if event.type in judged:
            yield "", "", event


def _is_told_in(event: EventMention, sentence: Span) -> bool:
    return sentence.overlaps(event.trigger) or any(item.span == sentence for item in event.evidence)


def measure(rows: Sequence[Mapping[str, Any]], types: Mapping[str, tuple[str, ...]], show: Iterable[str] = ()) -> Tally:
    from kg.pipeline import load_tools, read_articles

    lexicon, tagger = load_tools()
    tally, shown = Tally(), tuple(show)
    for row, reading in zip(
        rows, read_articles([make_article(r) for r in rows], lexicon=lexicon, tagger=tagger), strict=True
    ):
        for type_, trigger, event in match_events(row, reading.claims.events, types):
            rule = event.evidence[0].extractor if event is not None else ""
            if not type_:
                tally.wrong[rule] += 1
            elif event is None:
                tally.missed[type_] += 1
            else:
                tally.found[type_] += 1
                tally.right[rule] += 1
            what = type_ or "wrong"
            if (event is None or not type_) and any(word in what for word in shown):
                print(f"{what} {trigger or (event and event.name)} {rule} | {row['text']}")
    return tally


def report(tally: Tally, types: Mapping[str, tuple[str, ...]]) -> str:
    found, missed, wrong = (sum(c.values()) for c in (tally.found, tally.missed, tally.wrong))
    precision = found / (found + wrong) if found + wrong else 0.0
    recall = found / (found + missed) if found + missed else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    rates = f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"
    lines = [f"event detection  {rates}  ({found} found, {missed} missed, {wrong} spurious)"]
    lines += ["", f"{'DuEE type':22}{'found':>7}{'of':>6}"]
    for type_ in types:
        total = tally.found[type_] + tally.missed[type_]
        if total:
            lines.append(f"{type_:22}{tally.found[type_]:>7}{total:>6}")
    lines += ["", f"{'rule':32}{'right':>7}{'wrong':>7}"]
    for rule in sorted({*tally.right, *tally.wrong}, key=lambda r: (-tally.right[r] - tally.wrong[r], r)):
        lines.append(f"{rule:32}{tally.right[rule]:>7}{tally.wrong[rule]:>7}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--show", nargs="*", default=(), help="types (or: wrong) whose errors are listed")
    args = parser.parse_args()
    if not args.path.is_file():
        print(f"{args.path}: not there; DuEE 1.0 is to be had from its publisher. Nothing was measured.")
        return
    types = load_types()
    print(report(measure(load_rows(args.path), types, args.show), types))


if __name__ == "__main__":
    main()
