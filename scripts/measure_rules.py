"""How often each rule of posts, relations and events is right: ``python scripts/measure_rules.py [--sample FILE ...]``.

On gold (``../shared/eval/gold`` beside the checkout, where present) a claim is right if gold has it, wrong if gold
knows both names and does not. The readings of kg/data/rule_readings.tsv are added; the table shows what is judged,
the smoothed precision, and the confidence that the rules' data state, ``*`` where the two differ by more than 0.02.
``--sample`` prints claims of articles (one JSON object a line: id, date, title, text) to read by eye instead:
rule, claim, sentence, one a line, at most ``--most`` for each rule, drawn with ``--seed``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from kg.articles import cut_articles
from kg.facts.compounds import NAME_CONFIDENCE
from kg.facts.nouns import NOUN_CONFIDENCE
from kg.facts.posts import POST_CONFIDENCE
from kg.facts.relations import FIXED_CONFIDENCE, default_relation_rules
from kg.facts.rules import Judged, read_judgements, smooth_precision
from kg.facts.triggers import default_event_words
from kg.model import Article, Page, Reading
from kg.pages import read_page
from kg.pipeline import load_tools, read_articles

SHARED = Path(__file__).resolve().parents[2] / "shared"
ENOUGH = 10  # judgements
NEAR = 0.02
FREE = "locatedIn"  # of two areas: gazetteer knowledge, not judged


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim as the text has it: names, not entities."""

    rule: str
    subject: str
    predicate: str
    object: str  # the body of a post, "" where none is said
    title: str
    sentence: str
    areas: bool


def claims_of(reading: Reading) -> Iterator[Claim]:
    """The posts, relations and events of one article; an event as its name, its kind, its modality and its day."""
    text = reading.article.text
    for t in reading.claims.tenures:
        body = t.body.name if t.body else ""
        yield Claim(
            t.evidence.extractor, t.person.name, "holdsPost", body, t.title, t.evidence.span.of(text), areas=False
        )
    for r in reading.claims.relations:
        areas = r.subject.type == r.object.type == "AdministrativeArea"
        sentence = r.evidence.span.of(text)
        yield Claim(r.evidence.extractor, r.subject.name, r.predicate, r.object.name, "", sentence, areas)
    for e in reading.claims.events:
        told = e.evidence[0]
        when = f"{e.modality.value} {e.time.text if e.time else '-'} {e.stage}".strip()
        yield Claim(told.extractor, e.name, e.type, when, "", told.span.of(text), areas=False)


def judge_gold() -> dict[str, list[int]]:
    """rule -> [right, judged] on the gold texts; {} where there are none."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    files = sorted((SHARED / "eval" / "gold").glob("*.yaml"))
    if not files:
        return found
    index = {row["id"]: row for row in yaml.safe_load((SHARED / "pages" / "index.yaml").read_text("utf-8"))}
    lexicon, tagger = load_tools()
    for path in files:
        gold = yaml.safe_load(path.read_text("utf-8"))
        row = index[gold["id"]]
        page = read_page(
            SHARED / "pages" / f"{gold['id']}.txt",
            newspaper=row["newspaper"] or "",
            published=date.fromisoformat(row["published"]),
            home=row["home"] or "",
        )
        names = {name: i for i, entity in enumerate(gold["entities"]) for name in entity["names"]}
        for reading in read_articles(cut_articles(page), lexicon=lexicon, tagger=tagger):
            for claim in claims_of(reading):
                verdict = _verdict(claim, gold["relations"], names)
                if verdict is not None:
                    found[claim.rule][0] += verdict
                    found[claim.rule][1] += 1
    return found


def _verdict(claim: Claim, rows: Iterable[dict[str, Any]], names: dict[str, int]) -> bool | None:
    """None where gold does not know the names, or leaves the matter open."""
    if claim.subject not in names or (claim.areas and claim.predicate == FREE):
        return None
    known = [row for row in rows if row["p"] == claim.predicate and names.get(row["s"]) == names[claim.subject]]
    if claim.predicate == "holdsPost":
        return any(_title_fits(claim.title, row["title"]) for row in known)
    if claim.object not in names:
        return None
    ends = {names.get(other) for row in known for other in (row["o"], *row.get("also_o", []))}
    return names[claim.object] in ends


def _title_fits(title: str, accepted: str | list[str]) -> bool:
    return any(title.endswith(a) or a.endswith(title) for a in ([accepted] if isinstance(accepted, str) else accepted))


def stated_confidence() -> dict[str, float]:
    """rule -> the confidence that the data state."""
    stated = {f"relation/{rule.id}": rule.confidence for rule in default_relation_rules()}
    stated |= {f"name/{predicate}": value for predicate, value in NAME_CONFIDENCE.items()} | FIXED_CONFIDENCE
    stated |= {f"event/{rule.id}": rule.confidence for rule in default_event_words().rules}
    stated |= {f"event_noun/{how}": value for how, value in NOUN_CONFIDENCE.items()}
    return stated | {f"post/{how}": value for how, value in POST_CONFIDENCE.items()}


def show_table(gold: dict[str, list[int]]) -> None:
    readings = read_judgements()
    print(f"{'rule':36} {'gold':>9} {'news':>9} {'labelled':>9} {'smoothed':>9} {'stated':>7}")
    for rule, stated in sorted(stated_confidence().items()):
        judged = readings.get(rule, Judged(0, 0, 0, 0))
        smoothed, enough = smooth_precision(judged), judged.judged >= ENOUGH
        mark = "*" if enough and abs(smoothed - stated) > NEAR else "" if enough else "estimate"
        right, all_gold = gold.get(rule, (0, 0))
        cells = (
            f"{right}/{all_gold}",
            f"{judged.news_right}/{judged.news}",
            f"{judged.labelled_right}/{judged.labelled}",
        )
        print(f"{rule:36} {cells[0]:>9} {cells[1]:>9} {cells[2]:>9} {smoothed:9.2f} {stated:7.2f} {mark}")


def show_sample(paths: list[Path], most: int, seed: int, articles: int) -> None:
    lexicon, tagger = load_tools()
    chance = random.Random(seed)
    by_rule: dict[str, list[Claim]] = defaultdict(list)
    for path in paths:
        read = gzip.open if path.suffix == ".gz" else open
        with read(path, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        drawn = [_make_article(row, path.name) for row in chance.sample(rows, min(articles, len(rows)))]
        for reading in read_articles(drawn, lexicon=lexicon, tagger=tagger):
            for claim in claims_of(reading):
                by_rule[claim.rule].append(claim)
    for rule in sorted(by_rule):
        for claim in chance.sample(by_rule[rule], min(most, len(by_rule[rule]))):
            said = f"{claim.subject} {claim.predicate} {claim.title}{' in ' if claim.title else ''}{claim.object}"
            print(rule, said, re.sub(r"\s+", " ", claim.sentence), sep="\t")


def _make_article(row: dict[str, Any], source: str) -> Article:
    text = row["text"].strip()
    page = Page(source, text, date.fromisoformat(row["date"]))
    return Article(f"article:{row['id']}", page, 1, row["title"], text, ())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--sample", nargs="+", type=Path, default=[], metavar="FILE", help="print claims to read by eye"
    )
    parser.add_argument("--articles", type=int, default=200, help="articles drawn from each file")
    parser.add_argument("--most", type=int, default=20, help="claims of each rule")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.sample:
        show_sample(options.sample, options.most, options.seed, options.articles)
    else:
        show_table(judge_gold())
    return 0


if __name__ == "__main__":
    sys.exit(main())
