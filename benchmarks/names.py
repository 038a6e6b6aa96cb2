"""Names on unseen text: the judged sample, how far a confidence can be believed, speed and memory.

    python benchmarks/names.py [--text NEWS.jsonl.gz ...] [--bio DEV.bio.gz]

Without files: precision and reliability on the test sample of mention_judgements.tsv.gz (100 sentences drawn at random
from each of three corpora with a seed used for nothing else, every mention judged by reading; no text is kept), which
had no part in the weights. ``--text`` (lines with "text") times mention finding on one core; ``--bio`` (character and
tag, MSRA's or People's Daily's guide) compares persons, places and organisations: the guides differ, so read it as a
lower bound.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kg.lexicon.words import load_lexicon
from kg.mentions import Tagger, find_mentions
from kg.mentions.scorecard import rate
from kg.model import Article, Page, Part
from scripts.calibrate_mentions import read_judgements

_COARSE = {"Person": "PER", "AdministrativeArea": "LOC", "Site": "LOC", "Place": "LOC"} | dict.fromkeys(
    ("Company", "PublicBody", "Institution", "Association", "Media", "Organization"), "ORG"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", nargs="*", type=Path, default=[])
    parser.add_argument("--bio", type=Path)
    args = parser.parse_args()
    print_judged()
    if args.bio:
        print_bio(args.bio)
    if args.text:
        print_speed(args.text)


def print_judged() -> None:
    weights = load_lexicon().scores
    rows = read_judgements(test=True)
    print("corpus        mentions  names  types  (precision on the judged test sample)")
    for corpus in ("cctv", "news2011", "rmrb2023", ""):
        verdicts = [verdict for _, name, verdict, _ in rows if name == corpus or not corpus]
        names = [verdict for verdict in verdicts if verdict]
        if names:
            right = sum(verdict == 1 for verdict in names)
            print(
                f"{corpus or 'all':12s} {len(verdicts):9d} {len(names) / len(verdicts):6.3f} {right / len(names):6.3f}"
            )
    print_reliability((rate(evidence, weights), verdict == 1) for _, _, verdict, evidence in rows)


def print_reliability(said: Iterable[tuple[float, bool]]) -> None:
    bins: dict[int, list[tuple[float, bool]]] = {}
    for sure, right in said:
        bins.setdefault(min(19, int(sure * 20 + 1e-9)), []).append((sure, right))
    print("said   mentions  mean said  right")
    for at in sorted(bins):
        pairs = bins[at]
        mean = sum(sure for sure, _ in pairs) / len(pairs)
        share = sum(right for _, right in pairs) / len(pairs)
        print(f"{at / 20:4.2f}+ {len(pairs):9d} {mean:10.2f} {share:6.2f}")


def make_article(number: int, text: str) -> Article:
    return Article(f"article:{number}", Page("benchmark", text, date(2024, 1, 1)), 1, "", text, ())


def print_bio(path: Path) -> None:
    sentences: list[list[list[str]]] = [[]]
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            cells = line.split()
            if len(cells) == 2:
                sentences[-1].append(cells)
            elif sentences[-1]:
                sentences.append([])
    texts = ["".join(char for char, _ in rows) for rows in sentences if rows]
    gold = [gold_spans([tag for _, tag in rows]) for rows in sentences if rows]
    articles = [make_article(number, text) for number, text in enumerate(texts)]
    found = find_mentions(articles, load_lexicon(), Tagger())
    said = []
    counts = dict.fromkeys(("PER", "LOC", "ORG"), (0, 0, 0))
    for spans, mentions in zip(gold, found, strict=True):
        mine = {
            (m.span.start, m.span.end, _COARSE[m.type]): m.confidence
            for m in mentions
            if m.part is Part.BODY and m.type in _COARSE
        }
        said += [(sure, span in spans) for span, sure in mine.items()]
        for kind, (right, given, wanted) in counts.items():
            of_kind = {span for span in mine if span[2] == kind}
            asked = {span for span in spans if span[2] == kind}
            counts[kind] = (right + len(of_kind & asked), given + len(of_kind), wanted + len(asked))
    print(f"{path.name}: {len(texts)} sentences")
    for kind, (right, given, wanted) in counts.items():
        p, r = right / max(given, 1), right / max(wanted, 1)
        print(f"{kind}  P {p:.3f}  R {r:.3f}  F1 {2 * p * r / max(p + r, 1e-9):.3f}")
    print_reliability(said)


def gold_spans(tags: list[str]) -> set[tuple[int, int, str]]:
    spans = set()
    start = 0
    for at, tag in enumerate([*tags, "O"]):
        before = tags[at - 1] if at else "O"
        if before != "O" and not tag.startswith("I-"):
            spans.add((start, at, before[2:]))
        if tag.startswith("B-"):
            start = at
    return spans


def print_speed(paths: list[Path]) -> None:
    lexicon, tagger = load_lexicon(), Tagger()
    articles = []
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            texts = [json.loads(line)["text"][:3000] for line in lines]
        articles += [make_article(number, text) for number, text in enumerate(texts[::200][:100]) if text]
    find_mentions(articles[:5], lexicon, tagger)
    started = time.process_time()
    find_mentions(articles, lexicon, tagger)
    seconds = time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    size = sum(len(article.text) for article in articles)
    print(f"{size} characters, {size / seconds:.0f} a second on one core, {memory} MB")


if __name__ == "__main__":
    main()
