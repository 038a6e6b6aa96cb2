"""Relations on DuIE 2.0, for the predicates that ``benchmarks/duie.toml`` maps to the vocabulary.

    python benchmarks/relations.py [duie2_dev.json[.gz]] [--most 3000] [--show PREDICATE ...]

The data set is research data and no part of the project; without the file the benchmark says so and ends. Each text is
read as an article of one paragraph, twice: as it is, and with DuIE's own names given, which tells what the rules miss
from what the names miss. A triple of DuIE is found where a relation of ours has the same property and both its names
(one of the two may hold the other: 某某县 for 某县); those that relate alike, as 丈夫 and 妻子, count once. DuIE marks
by far not every relation that its texts say, so precision is no number here: ``other`` counts what it does not know.
Its texts are from an encyclopedia and the web: lives of people mostly, few firms, no local government.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kg.facts.relations import find_relations
from kg.facts.times import find_times
from kg.model import Article, Mention, Page, RelationMention, Run, Span
from kg.text import split_sentences

MAPPING = Path(__file__).with_name("duie.toml")
DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "relations" / "duie2_dev.json.gz"
PUBLISHED = date(2019, 1, 31)  # about when the texts were gathered
SYMMETRIC = frozenset({"relativeOf", "cooperatesWith"})

Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Mapped:
    """What one predicate of DuIE is called here."""

    relation: str
    subject: str  # classes of DuIE's two ends
    object: str
    turned: bool  # our subject is DuIE's object


@dataclass
class Tally:
    """By predicate of DuIE what was found; by rule what was right, and what DuIE does not know."""

    total: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    other: Counter[str] = field(default_factory=Counter)


def load_mapping(path: Path = MAPPING) -> dict[str, Mapped]:
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["predicate"]
    return {
        name: Mapped(row["relation"], row["subject"], row["object"], row["from"] == "object")
        for name, row in rows.items()
    }


def load_rows(path: Path, mapping: Mapping[str, Mapped], most: int, seed: int = 1) -> list[dict[str, Any]]:
    """Rows with a mapped predicate, at most ``most``, drawn by ``seed``."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    rows = [json.loads(line) for line in text.split("\n") if line.strip()]
    rows = [row for row in rows if any(spo["predicate"] in mapping for spo in row["spo_list"])]
    return rows if len(rows) <= most else random.Random(seed).sample(rows, most)


def make_article(row: Mapping[str, Any], number: int) -> Article:
    text = row["text"].replace("\n", " ")
    return Article(f"article:{number}", Page("duie", text, PUBLISHED), 1, "", text, (Run(0, 0, len(text)),))


def triples_of(row: Mapping[str, Any], mapping: Mapping[str, Mapped]) -> dict[Triple, str]:
    """(subject, property, object) in our direction -> DuIE's predicate."""
    found: dict[Triple, str] = {}
    for spo in row["spo_list"]:
        if spo["predicate"] not in mapping:
            continue
        mapped = mapping[spo["predicate"]]
        one, two = spo["subject"], spo["object"]["@value"]
        if mapped.turned:
            one, two = two, one
        if mapped.relation in SYMMETRIC and (two, mapped.relation, one) in found:
            continue
        found.setdefault((one, mapped.relation, two), spo["predicate"])
    return found


def give_names(article: Article, row: Mapping[str, Any], mapping: Mapping[str, Mapped]) -> list[Mention]:
    """DuIE's names of mapped predicates as mentions, wherever the text has them; the longer first."""
    types: dict[str, str] = {}
    for spo in row["spo_list"]:
        if spo["predicate"] in mapping:
            mapped = mapping[spo["predicate"]]
            types.setdefault(spo["subject"], mapped.subject)
            types.setdefault(spo["object"]["@value"], mapped.object)
    taken: list[Mention] = []
    for name in sorted(types, key=lambda n: (-len(n), n)):
        for match in re.finditer(re.escape(name), article.text) if name else ():
            mention = Mention(article.id, Span(*match.span()), name, types[name], 1.0, "given")
            if not any(mention.span.overlaps(other.span) for other in taken):
                taken.append(mention)
    return sorted(taken, key=lambda m: m.span)


def is_same(ours: Triple, theirs: Triple) -> bool:
    """The same property of the same two names, where one may hold the other; either way round where it is symmetric."""
    if ours[1] != theirs[1]:
        return False
    ends = [(ours[0], ours[2])] + ([(ours[2], ours[0])] if ours[1] in SYMMETRIC else [])
    return any(_alike(one, theirs[0]) and _alike(two, theirs[2]) for one, two in ends)


def _alike(one: str, two: str) -> bool:
    one, two = (re.sub(r"[\s“”《》]", "", name) for name in (one, two))
    return min(len(one), len(two)) > 1 and (one in two or two in one)


def count(relations: Iterable[RelationMention], known: Mapping[Triple, str], tally: Tally) -> list[Triple]:
    """Adds one text to the tally; what of DuIE's was missed."""
    judged = {relation for _, relation, _ in known}
    ours: dict[Triple, str] = {}
    for r in relations:
        if r.predicate in judged:
            ours.setdefault((r.subject.name, r.predicate, r.object.name), r.evidence.extractor)
    missed = []
    for theirs, predicate in known.items():
        tally.total[predicate] += 1
        if any(is_same(mine, theirs) for mine in ours):
            tally.found[predicate] += 1
        else:
            missed.append(theirs)
    for mine, rule in ours.items():
        (tally.right if any(is_same(mine, theirs) for theirs in known) else tally.other)[rule] += 1
    return missed


def measure(
    rows: Sequence[Mapping[str, Any]], mapping: Mapping[str, Mapped], show: Iterable[str] = ()
) -> tuple[Tally, Tally]:
    """As they are, and with names given."""
    from kg.pipeline import load_tools, read_articles

    lexicon, tagger = load_tools()
    plain, given, shown = Tally(), Tally(), frozenset(show)
    articles = [make_article(row, number) for number, row in enumerate(rows)]
    for row, reading in zip(rows, read_articles(articles, lexicon=lexicon, tagger=tagger), strict=True):
        article, known = reading.article, triples_of(row, mapping)
        count(reading.claims.relations, known, plain)
        names = give_names(article, row, mapping)
        sentences = split_sentences(article.text)
        times = find_times(article.text, article.published)
        missed = count(find_relations(article, names, sentences, times), known, given)
        for triple in missed:
            if known[triple] in shown:
                print(known[triple], triple[0], triple[2], "|", article.text)
    return plain, given


def report(plain: Tally, given: Tally, mapping: Mapping[str, Mapped]) -> str:
    lines = [f"{'DuIE predicate':12}{'relation':16}{'of':>6}{'found':>8}{'names given':>13}"]
    for name in (*mapping, ""):
        totals = [(sum(c.values()) if not name else c[name]) for c in (plain.total, plain.found, given.found)]
        if totals[0]:
            relation = mapping[name].relation if name else ""
            shares = f"{totals[1] / totals[0]:>8.3f}{totals[2] / totals[0]:>13.3f}"
            lines.append(f"{name or 'together':12}{relation:16}{totals[0]:>6}{shares}")
    lines += ["", f"{'rule (names given)':32}{'right':>7}{'other':>7}"]
    for rule in sorted({*given.right, *given.other}, key=lambda r: (-given.right[r] - given.other[r], r)):
        lines.append(f"{rule:32}{given.right[rule]:>7}{given.other[rule]:>7}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--most", type=int, default=3000, help="texts read")
    parser.add_argument("--show", nargs="*", default=(), help="predicates of DuIE whose misses are listed")
    args = parser.parse_args()
    if not args.path.is_file():
        print(f"{args.path}: not there; DuIE 2.0 is to be had from its publisher. Nothing was measured.")
        return
    mapping = load_mapping()
    rows = load_rows(args.path, mapping, args.most)
    print(report(*measure(rows, mapping, args.show), mapping))


if __name__ == "__main__":
    main()
