"""Fits what the article cutter knows of dumped pages, and writes it into kg/data/pages.

    python -m scripts.train_articles --raw DIR --keep DIR [--pages 300] [--seeds 101 102] STEP...

DIR of --raw holds the raw corpora of ``benchmarks.pages``; pages are typeset from them and dumped into --keep, and
what each line of a dump is follows from the story that it stands in. Steps, in this order, since each reads the files
of those before it: pairs (pairs.tsv), seams (seams.npz), side (sides.npz), open (followers.npz), turn (turns.npz),
merge (merge.npz), order (order.npz), head (heads.npz), main (mains.npz); ``all`` for every one. What the scripts
train_texts.py, train_wording.py and train_chain.py make comes before side.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.pages import plain
from kg.articles import columns, cut, cut_articles, grouping, handing, headlines, ordering, sides, turns
from kg.articles.labels import Label, label_lines
from kg.articles.marks import load_marks
from kg.articles.network import Network, load_network
from kg.articles.seams import STEPS, fold
from kg.articles.segments import Layout
from kg.articles.topics import load_topics, unify
from kg.pages.breaks import load_breaks
from kg.pages.overlap import Overlap
from scripts.article_fits import (
    average_networks,
    fit_choice_network,
    fit_logistic,
    fit_network,
    make_table,
    name_features,
)
from scripts.article_truth import Dump, Truth, read_dumps
from scripts.article_wraps import watch_wraps
from tests.typeset.generate import SOURCES, read_raw_stories

DATA = Path(__file__).parents[1] / "kg" / "data" / "pages"
_PROSE = (Label.BEGIN, Label.CONTINUE, Label.RESUME)
_LEAST = {1: 3, 2: 2, 3: 4}  # times that a string of so many characters was seen
_UNITS, _CHOICE_UNITS, _NETWORKS = 32, 24, 4
_ABOUT = (
    "weights of a small network over features of dumped pages; fitted by scripts/train_articles.py on pages typeset "
    "from three news corpora of 2011-2026; no text can be got back; 2026-11; Apache-2.0"
)
_WRAPS = 2200  # pages of wrapped news, of which one in five is taken for a dump of columns
_SHUFFLED = 0.5  # share of the articles of which a shuffled copy is taken, too
_SHORTENED = 0.1  # share of the pages of which a shortened copy is taken, too


# ------------------------------------------------------------------------------------------------ counts of characters


def read_paragraphs(raw: Path, *, unseen: bool) -> Iterator[str]:
    """Paragraphs with one digit and letter for all; ``unseen``: of articles that no test page is set from."""
    for name in SOURCES:
        pool = {story.headline for story in read_raw_stories(raw, name)} if unseen else set()
        with gzip.open(raw / name, "rt", encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                lines = row["text"].split("\n")
                if pool & {" ".join(words.split()) for words in (row.get("title", ""), *lines[:5])}:
                    continue
                for part in lines:
                    text = re.sub(r"[A-Za-z]", "a", re.sub(r"[0-9０-９]", "0", plain(part)))
                    if len(text) >= 30:
                        yield text


def count_pairs(raw: Path) -> None:
    """pairs.tsv: character, how often in a million, followers, information of each."""
    single: Counter[str] = Counter()
    double: Counter[str] = Counter()
    for text in read_paragraphs(raw, unseen=False):
        single.update(text)
        double.update(map("".join, pairwise(text)))
    total = sum(single.values())
    followers: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for pair, count in double.items():
        information = math.log(count * total / (single[pair[0]] * single[pair[1]]))
        if count >= 6 and information >= 0.5:
            followers[pair[0]].append((pair[1], min(9, int(information + 0.5))))
    path = DATA / "pairs.tsv"
    rows = [line for line in path.read_text("utf-8").split("\n") if line.startswith("#") and "\t" not in line[:3]][:5]
    for char, count in sorted(single.items()):
        if count >= 20 and char not in '\t#\n"\\':
            row = sorted(followers.get(char, ()))
            chars, digits = "".join(c for c, _ in row) or "-", "".join(str(d) for _, d in row) or "-"
            rows.append(f"{char}\t{count * 1e6 / total:.0f}\t{chars}\t{digits}")
    path.write_text("\n".join(rows) + "\n", "utf-8")


def count_seams(raw: Path) -> None:
    """seams.npz: strings of one to three characters and the logarithms of their counts."""
    text = "\n".join(read_paragraphs(raw, unseen=True))
    often = Counter(text)
    chars = sorted(char for char, count in often.items() if count >= _LEAST[1] and char != "\n" and fold(char) == char)
    place = {char: number for number, char in enumerate(chars)}
    size = len(chars) + 1
    codes = np.fromiter((place.get(char, -1) for char in text), np.int64, len(text))
    table: dict[str, Any] = {
        "chars": np.array([ord(char) for char in chars], np.uint32),
        "total": np.array(len(text)),
        "about": np.load(DATA / "seams.npz")["about"],
    }
    for order, least in _LEAST.items():
        count = len(codes) - order + 1
        strings, known = np.zeros(count, np.int64), np.ones(count, bool)
        for at in range(order):
            strings = strings * size + codes[at : at + count]
            known &= codes[at : at + count] >= 0
        unique, counts = np.unique(strings[known], return_counts=True)
        unique, counts = unique[counts >= least], counts[counts >= least]
        table[f"steps_{order}"] = np.diff(unique, prepend=0).astype(np.uint32)
        table[f"counts_{order}"] = np.rint(np.log(counts) * STEPS).astype(np.uint8)
    np.savez_compressed(DATA / "seams.npz", **table)


# --------------------------------------------------------------------------------------------- what belongs together


def train_open(dumps: Sequence[Dump]) -> None:
    examples = [example for dump in dumps for example in _find_open(dump)]
    _fit_choices("followers", examples)


def _find_open(dump: Dump) -> Iterator[tuple[list[dict[str, float]], int]]:
    breaks, truth = load_breaks(), dump.truth
    labels = label_lines(dump.lines, breaks, load_marks(), scattered=True)
    stretches = columns.find_stretches(dump.lines, labels)
    prose = [[i for i in range(own.start, own.end) if labels[i] in _PROSE] for own in stretches]
    ends = [index for index, own in enumerate(stretches) if own.breaks_off]
    for after, own in enumerate(stretches):
        if not (own.resumes or own.may_resume) or not prose[after] or truth[prose[after][0]].kind != "body":
            continue
        told = truth[prose[after][0]]
        choices = [before for before in ends if before != after]
        places = [(before, after) for before in choices]
        rows = [columns.none_features(stretches, after, breaks)]
        if places:
            features = columns.pair_features(stretches, places)
            rows += [{name: float(own[at]) for name, own in features.items()} for at in range(len(places))]
        above = [truth[prose[before][-1]] for before in choices]
        place = ("body", told.story, told.start)
        right = [at for at, other in enumerate(above, 1) if (other.kind, other.story, other.end) == place]
        yield rows, right[0] if right else 0


def train_merge(dumps: Sequence[Dump], raw: Path | None = None) -> None:
    """The network, along right mergers in the order of a logistic regression that was fitted along others."""
    pages = [page for dump in dumps if (page := _watch_groups(dump)) is not None]
    rng = random.Random(7)
    pages += [_shorten(*page, rng) for page in pages if rng.random() < _SHORTENED]
    if raw is not None:
        pages += watch_wraps(raw, _WRAPS, random.Random(11))
    sights = [(grouping.read_sight(layout), own) for layout, own in pages]
    names: list[str] = []
    weights: np.ndarray | None = None
    rows, told = np.zeros((0, 0)), np.zeros(0)
    for _ in range(2):
        found = [pair for sight, own in sights for pair in _merge_rightly(sight, own, weights, names)]
        rows, told = np.concatenate([rows for rows, _ in found]), np.concatenate([told for _, told in found])
        weights = fit_logistic(rows, told, 2.0)
    layers = average_networks([fit_network(rows, told, _UNITS, seed) for seed in range(_NETWORKS)])
    _write_network("merge", names, layers)


def train_turn(dumps: Sequence[Dump]) -> None:
    """Where another article begins without a blank line above."""
    rows: list[dict[str, float]] = []
    told: list[float] = []
    for dump in dumps:
        seen: list[Layout] = []

        def part(layout: Layout, seen: list[Layout] = seen) -> Layout:
            seen.append(layout)
            return layout

        _watch(dump, "part_turns", part)
        find = _Finder(dump)
        for layout in seen:
            for index, at, features in turns.read_turns(layout):
                paragraphs = layout.segments[index].paragraphs
                _, origin, length = paragraphs[at - 1].text.runs[-1]
                above, below = find(origin + length - 1), find(paragraphs[at].text.runs[0][1])
                if above.kind == below.kind == "body":
                    rows.append(features)
                    told.append(float(above.story != below.story))
    names = name_features([rows])
    table, right = make_table(rows, names), np.array(told)
    layers = average_networks([fit_network(table, right, 8, seed, 30) for seed in range(_NETWORKS)])
    _write_network("turns", names, layers)


class _Finder:
    """What stands at a place of a page."""

    def __init__(self, dump: Dump) -> None:
        rows = sorted(zip([line.start for line in dump.lines], dump.truth, strict=True), key=lambda row: row[0])
        self._starts, self._truth = [start for start, _ in rows], [told for _, told in rows]

    def __call__(self, place: int) -> Truth:
        return self._truth[max(0, bisect_right(self._starts, place) - 1)]


def train_order(dumps: Sequence[Dump]) -> None:
    """What stands before what, on pages as they are and on some with segments shuffled: there the text alone tells."""
    examples: list[tuple[list[dict[str, float]], int]] = []
    rng = random.Random(3)
    for dump in dumps:
        for layout, group, starts in _read_orders(dump):
            cases = [(layout, group, starts)]
            if rng.random() < _SHUFFLED:
                own = rng.sample(range(len(group)), len(group))
                mixed = Layout([layout.segments[group[at]] for at in own], [layout.gaps[group[at]] for at in own])
                cases.append((mixed, list(range(len(own))), [starts[at] for at in own]))
            for page, members, places in cases:
                texts = ordering.read_texts([page.segments[at].text for at in members])
                names, table = ordering.order_features(page, members, texts, load_breaks())
                ranked = sorted(range(len(members)), key=lambda at, places=places: (places[at], at))
                before = dict(zip(ranked[1:], ranked[:-1], strict=True))
                for below in range(len(members)):
                    choices = [above for above in range(len(members) + 1) if above != below]
                    rows = [dict(zip(names, table[below, above].tolist(), strict=True)) for above in choices]
                    examples.append((rows, choices.index(before.get(below, len(members)))))
    _fit_choices("order", examples)


def _read_orders(dump: Dump) -> Iterator[tuple[Layout, list[int], list[int]]]:
    """The segments of each story that has several, and where in the story each begins."""
    watched = _watch_groups(dump)
    if watched is None:
        return
    layout, stories = watched
    find = _Finder(dump)
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for index, story in enumerate(stories):
        told = [find(own.text.runs[0][1]) for own in layout.segments[index].paragraphs if own.text.runs]
        starts = [own.start for own in told if own.kind == "body" and own.story == story >= 0]
        if starts:
            found[story].append((index, min(starts)))
    for rows in found.values():
        if len(rows) > 1:
            yield layout, [index for index, _ in rows], [start for _, start in rows]


def _watch_groups(dump: Dump) -> tuple[Layout, list[int]] | None:
    """The segments of a page as the cutter comes to them, and the story of each: -1 none, -2 more than one."""
    seen: list[Layout] = []

    def group(layout: Layout, merger: Network) -> list[list[int]]:
        seen.append(layout)
        return grouping.group_segments(layout, merger)

    _watch(dump, "group_segments", group)
    if not seen:
        return None
    lines = sorted((line.start, line.end, told) for line, told in zip(dump.lines, dump.truth, strict=True))
    starts = [start for start, _, _ in lines]
    stories = []
    for segment in seen[0].segments:
        share: Counter[int] = Counter()
        for paragraph in segment.paragraphs:
            for _, origin, length in paragraph.text.runs:
                at = max(0, bisect_right(starts, origin) - 1)
                while at < len(lines) and lines[at][0] < origin + length:
                    start, end, told = lines[at]
                    share[told.story if told.kind == "body" else -1] += end - start
                    at += 1
        story, length = share.most_common(1)[0] if share else (-1, 0)
        stories.append(story if length >= 0.8 * sum(share.values()) else -2)
    return seen[0], stories


def _shorten(layout: Layout, stories: Sequence[int], rng: random.Random) -> tuple[Layout, list[int]]:
    """The page with half its stories cut to their first sentences: raw news have few as short as papers' briefs are."""
    short = {story for story in sorted(set(stories)) if story >= 0 and rng.random() < 0.5}
    shortened, told, gap, seen = Layout(), [], [], set()
    for index, segment in enumerate(layout.segments):
        gap += layout.gaps[index]
        story = stories[index]
        if story in short:
            if story in seen:
                continue
            seen.add(story)
            paragraph = segment.paragraphs[0]
            end = re.compile("[。！？”]").search(paragraph.text.text, rng.randint(25, 90))
            text = paragraph.text.cut(0, end.end()) if end else paragraph.text
            segment = replace(segment, paragraphs=[replace(paragraph, text=text)], closed=False, broken=False)
        shortened.segments.append(segment)
        shortened.gaps.append(gap)
        told.append(story)
        gap = []
    shortened.gaps.append([*gap, *layout.gaps[-1]])
    return shortened, told


def _merge_rightly(
    sight: grouping.Sight, own: Sequence[int], weights: np.ndarray | None, names: list[str]
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    groups = [[index] for index in range(len(own))]
    while len(groups) > 1:
        features = grouping.merge_features(sight, groups)
        names += [name for name in sorted(features) if name not in names] if not names else []
        upper, lower = np.triu_indices(len(groups), 1)
        rows = grouping.stack_features(features, names)[:, upper, lower].T
        story = np.array([own[group[0]] if own[group[0]] != -1 else -100 - group[0] for group in groups])
        told = (story[upper] == story[lower]) & (story[upper] >= 0)
        kept = (story[upper] != -2) & (story[lower] != -2)
        yield rows[kept], told[kept].astype(float)
        if not told.any():
            return
        worth = rows @ weights if weights is not None else rows[:, names.index("common_root")]
        best = int(np.where(told, worth, -np.inf).argmax())
        groups = grouping.merge_groups(groups, int(upper[best]), int(lower[best]))


# ------------------------------------------------------------------------------------------------------------ headlines


def _watch(dump: Dump, name: str, stand_in: Callable[..., Any], module: Any = cut) -> None:
    """The page is cut with another function in the place of the module's."""
    kept = getattr(module, name)
    setattr(module, name, stand_in)
    try:
        cut_articles(dump.page)
    finally:
        setattr(module, name, kept)


def _find_body(expected: Mapping[int, tuple[str, str]], text: str) -> int | None:
    """The story whose text it is, mostly."""
    body = plain(text)
    story = max(expected, key=lambda number: _share(expected[number][1], body))
    return story if _share(expected[story][1], body) > 0.65 and len(body) < 1.4 * len(expected[story][1]) else None


def _share(body: str, other: str) -> float:
    pieces = {body[at : at + 6] for at in range(0, len(body), 6)}
    return sum(piece in other for piece in pieces) / (len(pieces) or 1)


def train_side(dumps: Sequence[Dump]) -> None:
    examples: list[tuple[list[dict[str, float]], int]] = []
    for dump in dumps:
        heads = [
            (number, plain(words))
            for number in dump.expected
            for words in (*dump.sheet.stories[number].heads, dump.sheet.stories[number].headline)
            if words
        ]

        def find(lines: Sequence[str], pieces: Any, heads: Any = heads) -> list[sides.Share]:
            if not lines or not pieces.may_be_more(lines):
                return []
            choices = sides.list_sides(lines, pieces)
            right = [at for at, (shares, _) in enumerate(choices) if _are_apart(lines, shares, heads)]
            if not right:
                return []
            examples.append(([features for _, features in choices], right[0]))
            return choices[right[0]][0]

        _watch(dump, "find_sides", find, handing)
    _fit_choices("sides", examples)


def _are_apart(lines: Sequence[str], shares: Sequence[sides.Share], heads: Sequence[tuple[int, str]]) -> bool:
    """Whether each headline's parts are of one story, and each is another's."""
    chosen: list[set[int]] = []
    for head in zip(*(shares or [(line,) for line in lines]), strict=True):
        parts = [plain(part) for part in head if part]
        chosen.append(set.intersection(*({number for number, words in heads if part in words} for part in parts)))
    return any(len(set(stories)) == len(stories) for stories in product(*chosen))


def train_head(dumps: Sequence[Dump]) -> None:
    examples: list[tuple[list[dict[str, float]], int]] = []
    for dump in dumps:
        expected = dump.expected

        def hand_out(gaps: Any, groups: Any, bodies: Any, below: Any, expected: Any = expected) -> Any:
            about = unify(load_topics().read(bodies))
            heads = handing.find_heads(gaps, bodies, below, about)
            texts = [plain(head.text) for head in heads]
            overlap = Overlap([head.text for head in heads], bodies)
            table = handing.head_features(heads, groups, bodies, overlap, about)
            for body, text in enumerate(bodies):
                story = _find_body(expected, text)
                if story is None:
                    continue
                want = expected[story][0]
                right = [
                    at for at, own in enumerate(texts) if want in own or (own in want and 2 * len(own) >= len(want))
                ]
                best = max(right, key=lambda at: (want in texts[at], len(texts[at]))) + 1 if right else 0
                rows = [{name: float(values[at, body]) for name, values in table.items()} for at in range(len(heads))]
                examples.append(([{"none": 1.0}, *rows], best))
            return handing.hand_out(gaps, groups, bodies, below)

        _watch(dump, "hand_out", hand_out)
    _fit_choices("heads", examples)


def train_main(dumps: Sequence[Dump]) -> None:
    examples: list[tuple[list[dict[str, float]], int]] = []
    for dump in dumps:
        expected = dump.expected

        def choose(lines: Any, main: Any, body: str, breaks: Any, expected: Any = expected) -> Any:
            story = _find_body(expected, body)
            own = lines[slice(*main)]
            spans = headlines.find_spans(len(own))
            texts = [plain(line.text) for line in own]
            want = expected[story][0] if story is not None else ""
            right = [at for at, (start, end) in enumerate(spans) if "".join(texts[start:end]) == want]
            if right:
                words = re.sub(r"[\s\n]+", "", body[:20_000])
                examples.append((headlines.describe_spans(own, spans, words, breaks), right[0]))
            return headlines.choose_headline(lines, main, body, breaks)

        _watch(dump, "choose_headline", choose)
    _fit_choices("mains", examples)


def _fit_choices(section: str, examples: Sequence[tuple[list[dict[str, float]], int]]) -> None:
    names = name_features([rows for rows, _ in examples])
    tables = [(make_table(rows, names), right) for rows, right in examples]
    layers = average_networks([fit_choice_network(tables, _CHOICE_UNITS, seed) for seed in range(_NETWORKS)])
    _write_network(section, names, layers)
    right = sum(int(np.argmax(load_network(section).weigh(rows))) == at for rows, at in tables)
    print(f"{section}: {len(tables)} choices, {right / len(tables):.1%} right")


def _write_network(name: str, names: Sequence[str], layers: Mapping[str, Any]) -> None:
    table: dict[str, Any] = {key: np.asarray(value, np.float32) for key, value in layers.items()}
    np.savez_compressed(DATA / f"{name}.npz", names=np.array(names), about=np.array(_ABOUT), **table)
    load_network.cache_clear()


_STEPS: Mapping[str, Callable[[Sequence[Dump]], None]] = {
    "side": train_side,
    "open": train_open,
    "turn": train_turn,
    "merge": train_merge,
    "order": train_order,
    "head": train_head,
    "main": train_main,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="+", choices=("all", "pairs", "seams", *_STEPS))
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--seeds", type=int, nargs="+", default=[101, 102])
    args = parser.parse_args()
    wanted = {"pairs", "seams", *_STEPS} if "all" in args.steps else set(args.steps)
    if "pairs" in wanted:
        count_pairs(args.raw)
    if "seams" in wanted:
        count_seams(args.raw)
    if not wanted & _STEPS.keys():
        return
    args.keep.mkdir(parents=True, exist_ok=True)
    dumps = [dump for seed in args.seeds for dump in read_dumps(args.raw, args.pages, seed, args.keep)]
    for step, train in _STEPS.items():
        if step in wanted:
            if step == "merge":
                train_merge(dumps, args.raw)
            else:
                train(dumps)


if __name__ == "__main__":
    main()
