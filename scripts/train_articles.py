"""Fits what the article cutter knows of dumped pages: kg/data/pages/pairs.tsv, labels_columns.toml and joins.toml.

    python -m scripts.train_articles --raw DIR --keep DIR [--pages 300] [--seed 101] pairs|labels|open|article

DIR of --raw holds the raw corpora of ``benchmarks.pages``; pages are typeset from them and dumped into --keep, and what
each line of a dump is follows from the story that it stands in. Prints the fitted weights as TOML (pairs: as TSV).
Order: pairs, labels, open, article, since each step reads the files of those before it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.pages import plain, print_pages
from kg.articles import labels as labelling
from kg.articles.blocks import build_blocks
from kg.articles.columns import find_known, find_stretches, join_columns, load_joins, none_features, pair_features
from kg.articles.grouping import begin_features, begins_for_sure, candidates, link_features, read_words
from kg.articles.labels import Label, label_lines, load_weights
from kg.articles.lines import Line, read_lines
from kg.articles.marks import load_marks
from kg.articles.pairs import load_pairs
from kg.articles.segments import build_layout
from kg.pages.breaks import load_breaks
from tests.typeset.generate import SOURCES
from tests.typeset.story import Sheet

_PROSE = (Label.BEGIN, Label.CONTINUE, Label.RESUME)
_KINDS = {"begin": 0, "go on": 1, "headline": 2}
Example = tuple[np.ndarray, int]  # a row of features for each choice, and the right one


@dataclass(frozen=True)
class Truth:
    """What a dumped line is: begin, go on, headline, aside; story and place in its text where it is prose."""

    kind: str
    story: int = -1
    start: int = 0
    end: int = 0


def printed_body(sheet: Sheet, number: int) -> tuple[str, set[int]]:
    """A story's text as printed, without white space, and where its paragraphs begin."""
    story = sheet.stories[number]
    paragraphs = [story.front + story.paragraphs[0], *story.paragraphs[1:]]
    paragraphs[-1] += story.back + story.jump
    text, begins = "", set()
    for paragraph in paragraphs:
        begins.add(len(text))
        text += plain(paragraph)
    return text, begins


def find_truth(sheet: Sheet, lines: Sequence[Line]) -> list[Truth]:
    bodies = {cell.story: printed_body(sheet, cell.story) for cell in sheet.cells}
    heads = [plain(head) for story in sheet.stories for head in (*story.heads, story.headline, story.rubric) if head]
    aside = [plain(words) for story in sheet.stories for words in (*story.captions, story.byline) if words]
    found: list[Truth] = []
    last = Truth("aside")
    for index, line in enumerate(lines):
        text = plain(line.text)
        below = plain(lines[index + 1].text) if index + 1 < len(lines) else ""
        best: tuple[int, int, int] | None = None
        for story, (body, _) in bodies.items():
            for match in re.finditer(re.escape(text), body):
                fits = 3 * ((last.story, last.end) == (story, match.start()))
                fits += 2 * bool(below and body.startswith(below, match.end()))
                if best is None or fits > best[0]:
                    best = (fits, story, match.start())
        is_head = any(text in head for head in heads)
        is_aside = line.furniture or line.byline or any(text in words for words in aside)
        truth = Truth("headline" if is_head else "aside")
        if best is not None and (best[0] or not (is_head or is_aside)):
            kind = "begin" if best[2] in bodies[best[1]][1] else "go on"
            truth = last = Truth(kind, best[1], best[2], best[2] + len(text))
        found.append(truth)
    return found


# ------------------------------------------------------------------------------ labels: a linear-chain CRF


class _Symbols(dict[str, Any]):
    """Weights that are unit vectors, so that the scorer's sums are counts of features."""

    def __getitem__(self, key: str) -> Any:
        value = dict.__getitem__(self, key)
        return value.copy() if isinstance(value, np.ndarray) else value


def fit_labels(pages: Sequence[tuple[Sheet, Path]], epochs: int = 10) -> dict[str, float]:
    start = load_weights(scattered=True)
    fixed = {("continue", "limit"), ("headline", "long_from")}
    keys = [(section, name) for section in start for name in start[section] if (section, name) not in fixed]
    place = {key: number for number, key in enumerate(keys)}
    symbols = {
        section: _Symbols(
            {
                name: np.eye(1, len(keys), place[section, name])[0] if (section, name) in place else value
                for name, value in start[section].items()
            }
        )
        for section in start
    }
    chains = [_read_chain(sheet, path, symbols, len(keys)) for sheet, path in pages]
    first = np.array([start[section][name] for section, name in keys])
    weights, pace = first.copy(), np.full(len(keys), 1e-3)
    rng = random.Random(5)
    for _ in range(epochs):
        rng.shuffle(chains)
        for at in range(0, len(chains), 8):
            slope = np.zeros(len(keys))
            for features, allowed, path in chains[at : at + 8]:
                scores = np.where(allowed, features @ weights, -1e9)
                expected = np.einsum("iab,iabk->k", _marginals(scores), features)
                told = features[0, 0, path[0]] + sum(features[i, path[i - 1], path[i]] for i in range(1, len(path)))
                slope += told - expected
            slope -= (weights - first) * 8 / len(chains)
            pace += slope * slope
            weights = weights + 0.3 * slope / np.sqrt(pace)
    return {f"{section}.{name}": float(weights[place[section, name]]) for section, name in keys}


def _read_chain(sheet: Sheet, path: Path, symbols: Any, size: int) -> tuple[np.ndarray, np.ndarray, list[int]]:
    marks, breaks = load_marks(), load_breaks()
    lines = read_lines(path.with_suffix(".txt").read_text("utf-8"), marks)
    truth = find_truth(sheet, lines)
    beside = labelling._label_beside(lines, marks)
    chosen = [index for index, label in enumerate(beside) if label is None]
    scorer = labelling._Scorer(lines, chosen, beside, breaks, marks, symbols)
    states: list[int] = []
    last: tuple[int, int] | None = None
    for number, index in enumerate(chosen):
        told = truth[index]
        state = _KINDS.get(told.kind, 0)
        gap = scorer._gaps[number] > 0 or number == 0
        if told.kind == "go on" and (gap or last != (told.story, told.start) or states[-1] == 2):
            state = 3 if gap else 0
        if told.story >= 0:
            last = (told.story, told.end)
        states.append(state)
    features = np.zeros((len(chosen), 4, 4, size), np.float32)
    allowed = np.ones((len(chosen), 4, 4), bool)

    def vector(value: Any) -> Any:
        return value if isinstance(value, np.ndarray) else 0.0

    features[0, 0, 2] = vector(scorer._headline(0))
    features[0, 0, 3] = vector(scorer._resume(0, after_headline=False))
    allowed[0, 0, 1], allowed[0, 1:] = False, False
    for i in range(1, len(chosen)):
        head = vector(scorer._headline(i))
        resume = vector(scorer._resume(i, after_headline=False)) + vector(scorer._break_off(i - 1, i))
        for above in (0, 1, 3):
            features[i, above, 0] = vector(scorer._paragraph(i - 1, i))
            features[i, above, 1] = vector(scorer._continue(i - 1, i, first=above == 0))
            features[i, above, 2] = head + vector(scorer._enter_headline(i - 1, i))
            features[i, above, 3] = resume
        features[i, 2, 0] = vector(scorer._after_headline(i - 1, i))
        features[i, 2, 2] = head + vector(scorer._headline_headline(i - 1, i))
        features[i, 2, 3] = vector(scorer._resume(i, after_headline=True))
        gap = scorer._gaps[i] > 0
        allowed[i, :, 3], allowed[i, :, 1], allowed[i, 2, 1] = gap, not gap, False
    return features, allowed, states


def _marginals(scores: np.ndarray) -> np.ndarray:
    """Forward-backward: how likely each pair of states is at each line."""
    count = len(scores)
    ahead, back = np.zeros((count, 4)), np.zeros((count, 4))
    ahead[0] = scores[0, 0]
    for i in range(1, count):
        ahead[i] = np.logaddexp.reduce(ahead[i - 1][:, None] + scores[i], axis=0)
    for i in range(count - 2, -1, -1):
        back[i] = np.logaddexp.reduce(scores[i + 1] + back[i + 1][None], axis=1)
    total = np.logaddexp.reduce(ahead[-1])
    pairs = np.zeros((count, 4, 4))
    pairs[0, 0] = np.exp(ahead[0] + back[0] - total)
    pairs[1:] = np.exp(ahead[:-1, :, None] + scores[1:] + back[1:, None, :] - total)
    return pairs


# ---------------------------------------------------------------------------------------- joins: conditional logit


def find_open_examples(pages: Sequence[tuple[Sheet, Path]], names: Sequence[str]) -> Iterator[Example]:
    marks, breaks, pairs = load_marks(), load_breaks(), load_pairs()
    for sheet, path in pages:
        lines = read_lines(path.with_suffix(".txt").read_text("utf-8"), marks)
        truth = find_truth(sheet, lines)
        labels = label_lines(lines, breaks, marks, load_weights(scattered=True))
        stretches = find_stretches(lines, labels)
        prose = [[i for i in range(s.start, s.end) if labels[i] in _PROSE] for s in stretches]
        known = find_known(stretches)
        ends = [index for index, stretch in enumerate(stretches) if stretch.breaks_off]
        for after, stretch in enumerate(stretches):
            if not (stretch.resumes or stretch.may_resume) or truth[prose[after][0]].story < 0:
                continue
            told = truth[prose[after][0]]
            choices = [before for before in ends if before != after]
            rows = [none_features(stretches, after, breaks)]
            rows += [pair_features(stretches, before, after, breaks, pairs, known) for before in choices]
            right = [n for n, b in enumerate(choices, 1) if _ends_at(truth[prose[b][-1]], told)]
            yield _table(rows, names), right[0] if right else 0


def _ends_at(above: Truth, below: Truth) -> bool:
    return (above.story, above.end) == (below.story, below.start)


def find_article_examples(pages: Sequence[tuple[Sheet, Path]], names: Sequence[str]) -> Iterator[Example]:
    marks, breaks = load_marks(), load_breaks()
    for sheet, path in pages:
        text = path.with_suffix(".txt").read_text("utf-8")
        lines = read_lines(text, marks)
        labels = label_lines(lines, breaks, marks, load_weights(scattered=True))
        joined, named, _ = join_columns(lines, labels, breaks, scattered=True)
        layout = build_layout(build_blocks(text, joined, named, marks), marks, scattered=True)
        words = read_words(layout)
        bodies = {cell.story: printed_body(sheet, cell.story)[0] for cell in sheet.cells}
        own = [_locate(segment.text, bodies) for segment in layout.segments]
        for after, told in enumerate(own):
            if told is None or (after and begins_for_sure(layout, after, compiled=False)):
                continue
            choices = candidates(layout, after)
            right = 0
            if told[1] > 0:
                same = [
                    (other[2], n)
                    for n, b in enumerate(choices, 1)
                    if (other := own[b]) is not None and other[0] == told[0] and 0 <= other[2] <= told[1] + 40
                ]
                if not same:
                    continue
                right = max(same)[1]
            rows = [begin_features(layout, after, words)]
            rows += [link_features(layout, before, after, words) for before in choices]
            yield _table(rows, names), right


def _locate(text: str, bodies: dict[int, str]) -> tuple[int, int, int] | None:
    """Story, start and end of a segment, by its first and its last words."""
    text = plain(text)
    for story, body in bodies.items():
        if (start := body.find(text[:16])) >= 0:
            end = body.rfind(text[-14:])
            return story, start, end + len(text[-14:]) if end >= 0 else -1
    return None


def _table(rows: Sequence[dict[str, float]], names: Sequence[str]) -> np.ndarray:
    return np.array([[row.get(name, 0.0) for name in names] for row in rows])


def fit_choices(examples: list[Example], size: int, epochs: int = 20) -> np.ndarray:
    weights, pace = np.zeros(size), np.full(size, 1e-2)
    rng = random.Random(1)
    for _ in range(epochs):
        rng.shuffle(examples)
        for at in range(0, len(examples), 32):
            slope = -0.01 * weights
            for rows, right in examples[at : at + 32]:
                worth = rows @ weights
                share = np.exp(worth - worth.max())
                slope += rows[right] - (share / share.sum()) @ rows
            pace += slope * slope
            weights = weights + 0.3 * slope / np.sqrt(pace)
    return weights


# ---------------------------------------------------------------------------------------------------------- pairs


def count_pairs(raw: Path) -> None:
    """pairs.tsv without its head: character, how often in a million, followers, information of each."""
    single: Counter[str] = Counter()
    double: Counter[str] = Counter()
    for name, share in zip(SOURCES, (100, 60, 60), strict=True):
        with gzip.open(raw / name, "rt", encoding="utf-8") as file:
            for number, row in enumerate(file):
                if number * 7919 % 100 >= share:
                    continue
                for paragraph in json.loads(row)["text"].split("\n"):
                    text = re.sub(r"[A-Za-z]", "a", re.sub(r"[0-9０-９]", "0", plain(paragraph)))
                    if len(text) >= 30:
                        single.update(text)
                        double.update(map("".join, pairwise(text)))
    total = sum(single.values())
    followers: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for pair, count in double.items():
        information = math.log(count * total / (single[pair[0]] * single[pair[1]]))
        if count >= 6 and information >= 0.5:
            followers[pair[0]].append((pair[1], min(9, int(information + 0.5))))
    for char, count in sorted(single.items()):
        if count >= 20 and char not in '\t#\n"\\':
            row = sorted(followers.get(char, ()))
            chars, digits = "".join(c for c, _ in row) or "-", "".join(str(d) for _, d in row) or "-"
            print(f"{char}\t{count * 1e6 / total:.0f}\t{chars}\t{digits}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("pairs", "labels", "open", "article"))
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--seed", type=int, default=101)
    args = parser.parse_args()
    if args.what == "pairs":
        count_pairs(args.raw)
        return
    args.keep.mkdir(parents=True, exist_ok=True)
    pages = print_pages(args.raw, args.pages, args.seed, args.keep)
    if args.what == "labels":
        fitted = fit_labels(pages)
    else:
        names = list(load_joins()[args.what])
        find = find_open_examples if args.what == "open" else find_article_examples
        weights = fit_choices(list(find(pages, names)), len(names))
        fitted = {f"{args.what}.{name}": float(value) for name, value in zip(names, weights, strict=True)}
    for name, value in fitted.items():
        print(f"{name} = {value:.2f}")


if __name__ == "__main__":
    main()
