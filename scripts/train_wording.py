"""Fits how headlines are worded, for kg.articles.wording, on raw news that no test page is set from.

    python -m scripts.train_wording --raw DIR

Writes wording.npz into kg/data/pages; needs scikit-learn. DIR holds the raw corpora of ``benchmarks.pages``.

The e-paper of one corpus opens each text with kicker, main headline and subhead, a line for each. Main headlines are
broken into lines at their spaces or anywhere, as columns break them; what stands between such lines is told from what
stands between the last of them and another head.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.pages import plain
from kg.articles.headlines import load_head_words
from kg.articles.wording import BITS, hash_lines
from tests.typeset.generate import SOURCES, read_raw_stories

_END = re.compile(r"[。！？!?…：:；）)][”’」』）)》】]*$")
DATA = Path(__file__).parents[1] / "kg" / "data" / "pages"
_ABOUT = (
    "weights of hashed n-grams of headlines; fitted by scripts/train_wording.py on three news corpora of 2011-2026, "
    "none of them on a test page; no text can be got back; 2026-11; Apache-2.0"
)
_OPENS_WITH_FIELDS = re.compile("[^\u3000\n]*\n[^\u3000\n]+\n[^\u3000\n]*\n\u3000")
_NO_HEADS = ("本版责编", "责编")  # of the corpus, not of the paper
_LONGEST, _CROSS_LONGEST = 60, 32  # characters
_ONE_LINE = 16  # characters of a headline that is seldom broken
_OTHERS = 0.3  # weight of a corpus that has main headlines only
_PRIOR = 0.1  # strength of the weights' prior, the same for all (C of scikit-learn)

Example = tuple[tuple[str, ...], bool, float]  # lines, right, weight


@dataclass(frozen=True)
class Heads:
    main: str
    others: tuple[str, ...]  # kicker and subhead
    cross: tuple[str, ...]
    mixed: bool  # its corpus tells kickers and subheads from main headlines


def read_heads(raw: Path) -> Iterator[Heads]:
    """The heads of articles of which no test page has one."""
    for name in SOURCES:
        known = {plain(words) for story in read_raw_stories(raw, name) for words in (story.headline, *story.heads)}
        with gzip.open(raw / name, "rt", encoding="utf-8") as file:
            rows = [_read_row(json.loads(line)) for line in file]
        mixed = any(heads.others for heads in rows)
        for heads in rows:
            words = {plain(head) for head in (heads.main, *heads.others, *heads.cross)}
            if not heads.main or known & words or len(heads.main) > _LONGEST or heads.main.startswith(_NO_HEADS):
                continue
            known.add(plain(heads.main))
            yield Heads(heads.main, heads.others, heads.cross, mixed)


def _read_row(row: dict[str, str]) -> Heads:
    text = row["text"].replace("\xa0", " ")
    lines = [_space(line) for line in text.split("\n") if line.startswith("\u3000")]
    cross = [line for line in lines[1:-1] if 4 <= len(line) <= _CROSS_LONGEST and not _END.search(line)]
    kicker, main, subhead = "", _space(row.get("title") or ""), ""
    if _OPENS_WITH_FIELDS.match(text):
        kicker, main, subhead = (_space(words) for words in text.split("\n", 3)[:3])
    return Heads(main, tuple(words for words in (kicker, subhead) if words), tuple(cross[:2]), False)


def _space(words: str) -> str:
    return " ".join(words.split())


def make_examples(raw: Path, seed: int = 3) -> tuple[list[Example], list[Example]]:
    """One line: is it a main headline? Two: are they of one headline?"""
    rng = random.Random(seed)
    single: list[Example] = []
    double: list[Example] = []
    for heads in read_heads(raw):
        weight = 1.0 if heads.mixed else _OTHERS
        single.append(((heads.main,), True, weight))
        single += [((words,), False, 1.0) for words in heads.others]
        single += [((words,), False, 0.5) for words in heads.cross]
        for _ in range(2 if heads.mixed else 1):
            lines = _break(heads.main, rng)
            double += [((above, below), True, weight) for above, below in pairwise(lines)]
            for words in heads.others:
                if words.startswith("—") or words.endswith(("—", *load_head_words().kicker)):
                    continue  # told by these
                other = _break(words, rng)
                double.append(((lines[-1], other[0]), False, 1.0))
                double += [((above, below), True, 1.0) for above, below in pairwise(other)]
    return single, double


def _break(words: str, rng: random.Random) -> list[str]:
    """Into lines, at its spaces or about even."""
    chance = rng.random()
    if " " in words and chance < 0.6:
        return words.split(" ")
    if len(words) < 7 or (len(words) < _ONE_LINE and chance < 0.8):
        return [words]
    count = 2 if len(words) < 22 or rng.random() < 0.6 else 3
    cuts = [round(len(words) * at / count + rng.uniform(-1, 1)) for at in range(1, count)]
    edges = [0, *cuts, len(words)]
    return [part for start, end in pairwise(edges) if (part := words[start:end].strip())]


def fit_wording(examples: Sequence[Example], kinds: Sequence[int]) -> np.ndarray:
    """A logistic regression over the places of the n-grams; ``kinds`` of the lines of an example."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    lines = [line for own, _, _ in examples for line in own]
    places, owner = hash_lines(lines, list(kinds) * len(examples))
    shape = (len(examples), 1 << BITS)
    table = csr_matrix((np.ones(len(places)), (owner // len(kinds), places)), shape=shape)
    told = np.array([right for _, right, _ in examples])
    weights = np.array([weight for _, _, weight in examples])
    fitted = LogisticRegression(C=_PRIOR, max_iter=300).fit(table, told, weights)
    return np.asarray(fitted.coef_[0])


def write_wording(raw: Path) -> None:
    single, double = make_examples(raw)
    table: dict[str, Any] = {}
    for name, weights in (("main", fit_wording(single, [0])), ("one", fit_wording(double, [1, 2]))):
        scale = np.abs(weights).max() / 127
        table |= {name: np.rint(weights / scale).astype(np.int8), f"{name}_scale": np.float32(scale)}
    np.savez_compressed(DATA / "wording.npz", **table, about=np.array(_ABOUT))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, required=True)
    write_wording(parser.parse_args().raw)


if __name__ == "__main__":
    main()
