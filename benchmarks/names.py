"""Names on unseen text: held against sentences that people read, how far a confidence can be believed, speed, memory.

    python benchmarks/names.py [--raw DIR] [--text NEWS.jsonl.gz ...] [--bio DEV.bio.gz]

Without files: reliability on the test sample of mention_judgements.tsv.gz, which had no part in the weights, and names
of the held-out sentences of name_sentences.txt.gz. ``--raw`` (the corpora that name_labels.tsv.gz tells of) finds the
names of the held-out sentences of news, in their articles, and compares: every name of 700 sentences, half of them
drawn because an earlier finder was unsure there. ``--text`` (lines with "text") times mention finding on one core;
``--bio`` (character and tag, MSRA's or People's Daily's guide) compares persons, places and organisations: the guides
differ, so read it as a lower bound.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kg.lexicon.words import load_lexicon
from kg.mentions import Tagger, find_mentions
from kg.mentions.scorecard import rate
from kg.model import Article, Page, Part
from scripts.calibrate_mentions import read_judgements
from scripts.tagger_labels import Told, read_articles, read_written

_COARSE = {"Person": "PER", "AdministrativeArea": "LOC", "Site": "LOC", "Place": "LOC"} | dict.fromkeys(
    ("Company", "PublicBody", "Institution", "Association", "Media", "Organization"), "ORG"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path)
    parser.add_argument("--text", nargs="*", type=Path, default=[])
    parser.add_argument("--bio", type=Path)
    args = parser.parse_args()
    print_judged()
    print_found([*make_written(), *(read_articles(args.raw) if args.raw else ())])
    if args.bio:
        print_bio(args.bio)
    if args.text:
        print_speed(args.text)


def print_judged() -> None:
    weights = load_lexicon().scores
    rows = read_judgements(test=True)
    print(f"reliability of the scorecard on the judged test sample ({len(rows)} mentions)")
    print_reliability((rate(evidence, weights), verdict == 1) for _, _, verdict, evidence in rows)


def print_found(found: Iterable[tuple[str, Article, Sequence[tuple[int, int, Told]]]]) -> None:
    """Precision and recall of names, and of types among the right ones, by corpus."""
    rows = [(corpus, article, own) for corpus, article, told in found if (own := [one for one in told if one[2].held])]
    counts: dict[str, Counter[str]] = {}
    mentions = find_mentions([article for _, article, _ in rows], load_lexicon(), Tagger())
    for (corpus, _, sentences), own in zip(rows, mentions, strict=True):
        spans = {(m.span.start, m.span.end): m.type for m in own if m.part is Part.BODY}
        for start, end, told in sentences:
            wanted = {(start + s, start + e): type_ for s, e, type_ in told.spans}
            open_ = [(start + s, start + e) for s, e, _ in told.doubtful]
            said = {
                span: type_
                for span, type_ in spans.items()
                if start <= span[0] and span[1] <= end
                if span in wanted or not any(s < span[1] and span[0] < e for s, e in open_)
            }
            right = said.keys() & wanted.keys()
            for count in (counts.setdefault(corpus, Counter()), counts.setdefault("all", Counter())):
                count.update(said=len(said), wanted=len(wanted), right=len(right))
                count.update(typed=sum(said[span] == wanted[span] for span in right), sentences=1)
    print("corpus       sentences  names  precision  recall     F1  types")
    for corpus, count in sorted(counts.items(), key=lambda item: (item[0] == "all", item[0])):
        p, r = count["right"] / max(1, count["said"]), count["right"] / max(1, count["wanted"])
        print(
            f"{corpus:12s} {count['sentences']:9d} {count['wanted']:6d} {p:10.3f} {r:7.3f} "
            f"{2 * p * r / max(p + r, 1e-9):6.3f} {count['typed'] / max(1, count['right']):6.3f}"
        )


def make_written() -> Iterator[tuple[str, Article, list[tuple[int, int, Told]]]]:
    for number, (text, told) in enumerate(read_written()):
        yield "written", make_article(number, text), [(0, len(text), told)]


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
