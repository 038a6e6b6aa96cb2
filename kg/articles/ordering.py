"""Segments of one article on a page whose columns lie about -> the order in which they are read.

A dump has columns in the order that a program guessed. Which segment stands before which is a choice for each of them,
by a small network (order.npz) over how the text goes on, place, width and what an article begins with; the best order
of all together is looked for from the page's own, by moving one stretch of segments after another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt

from kg.articles.blocks import HeadLine
from kg.articles.continuity import load_continuity
from kg.articles.network import load_network
from kg.articles.openings import measure_openings
from kg.articles.seams import load_seams
from kg.articles.segments import LEAD, Layout
from kg.articles.topics import load_topics, unify
from kg.pages.breaks import BreakModel

Floats = npt.NDArray[np.float64]
_READ = 160  # characters of either end that tell what it is about
_FIRST = 30  # characters that tell whether an article begins
_FIT_MOST = 8.0
_FAR = 10
_NEVER = 1e3
_MOST = 16  # segments that are put in order; those of more stay as they stand
_LITTLE = 1e-6


@dataclass(frozen=True, slots=True)
class Texts:
    """What is compared of segments: a row for each."""

    ends: npt.NDArray[np.float32]  # as kg.articles.continuity has them
    starts: npt.NDArray[np.float32]
    tails: Floats  # what their last and first characters are about
    heads: Floats
    openings: Floats  # log-odds that an article begins with it

    def take(self, rows: Sequence[int]) -> Texts:
        at = list(rows)
        return Texts(self.ends[at], self.starts[at], self.tails[at], self.heads[at], self.openings[at])


def read_texts(texts: Sequence[str]) -> Texts:
    network, topics = load_continuity(), load_topics()
    edges = unify(topics.read([*(text[-_READ:] for text in texts), *(text[:_READ] for text in texts)]))
    ends, starts = network.read_ends(texts), network.read_beginnings(texts)
    return Texts(ends, starts, edges[: len(texts)], edges[len(texts) :], measure_openings(texts))


def order_segments(layout: Layout, groups: Sequence[Sequence[int]], breaks: BreakModel) -> list[list[int]]:
    """Each group in the order in which its text goes on; ``groups`` as ``group_segments`` has them."""
    network = load_network("order")
    open_ones = [1 < len(group) <= _MOST and _may_be_torn(layout, group) for group in groups]
    several = [index for group, torn in zip(groups, open_ones, strict=True) if torn for index in group]
    rows = {index: row for row, index in enumerate(several)}
    texts = read_texts([layout.segments[index].text for index in several]) if several else None
    ordered = []
    for group, torn in zip(groups, open_ones, strict=True):
        if texts is None or not torn:
            ordered.append(list(group))
            continue
        names, table = order_features(layout, group, texts.take([rows[index] for index in group]), breaks)
        columns = np.array([names.index(name) for name in network.names])
        worth = network.weigh(table[:, :, columns].reshape(-1, len(columns))).reshape(table.shape[:2])
        np.fill_diagonal(worth, -_NEVER)
        worth -= np.logaddexp.reduce(worth, axis=1)[:, None]
        ordered.append([group[at] for at in find_best_order(worth)])
    return ordered


def _may_be_torn(layout: Layout, group: Sequence[int]) -> bool:
    """Whether anything says that the page's own order is not the right one: most articles stand in theirs."""
    segments = [layout.segments[index] for index in group]
    begins = [segment.forced or bool(LEAD.search(segment.paragraphs[0].text.text[:_FIRST])) for segment in segments]
    return any(segment.broken for segment in segments) or any(begins[1:])


def find_best_order(worth: Floats) -> list[int]:
    """``worth[b, a]``: log-probability that a stands right before b, the last column that nothing does."""
    count = len(worth)

    def add(order: Sequence[int]) -> float:
        return float(worth[order[0], count] + sum([worth[below, above] for above, below in pairwise(order)]))

    best: list[int] | None = list(range(count))
    while best is not None:
        order, total = best, add(best)
        best = next((moved for moved in _move_stretches(order) if add(moved) > total + _LITTLE), None)
    return order


def _move_stretches(order: list[int]) -> Iterator[list[int]]:
    """The order with each stretch of it moved to each other place."""
    for start, end in combinations(range(len(order) + 1), 2):
        rest = order[:start] + order[end:]
        for place in range(len(rest) + 1):
            if place != start:
                yield rest[:place] + order[start:end] + rest[place:]


def order_features(layout: Layout, group: Sequence[int], read: Texts, breaks: BreakModel) -> tuple[list[str], Floats]:
    """Names of the features, and ``(segments, segments + 1, features)``: for each what speaks for standing behind each
    other one, at last for standing first."""
    segments = [layout.segments[index] for index in group]
    count = len(segments)
    texts = [segment.text for segment in segments]
    said = load_continuity().weigh(read.ends[None], read.starts[:, None])  # [below, above]
    fits: Floats = np.clip(said, -_FIT_MOST, _FIT_MOST).astype(np.float64) / 3
    seams = load_seams().measure([(above[-3:], below[:3]) for below in texts for above in texts])
    seams = np.clip(seams, -3.0, 6.0).reshape(count, count, 2) / 3
    near = read.heads @ read.tails.T
    widths = np.array([segment.width for segment in segments])
    off = np.abs(widths[:, None] - widths[None])
    places = np.array(group)
    steps = places[:, None] - places[None]  # of the one below from the one above
    ranks = np.arange(count)
    rank_steps = ranks[:, None] - ranks[None]
    broken = np.array([float(segment.broken) for segment in segments])
    closed = np.array([float(segment.closed) for segment in segments])
    lead = np.array([float(bool(LEAD.search(text[:45]))) for text in texts])
    dateline = np.array([float(segment.forced) for segment in segments])
    inside = np.array([max(-3.0, min(3.0, breaks.inside(text[:3]))) for text in texts]) / 3
    headed = np.array([float(any(isinstance(item, HeadLine) for item in layout.gaps[index])) for index in group])
    opening = read.openings / 2
    long = np.array([min(len(text), 600) / 300 for text in texts])
    paired: dict[str, Floats] = {
        "fits": fits * broken[None],
        "fits_whole": fits * (1 - broken[None]),
        "first": seams[..., 0] * broken[None],
        "second": seams[..., 1] * broken[None],
        "topic": near,
        "width_same": (off <= 0.6).astype(float),
        "width_near": (off <= 1.6).astype(float),
        "next": (rank_steps == 1).astype(float),
        "next_on_page": (steps == 1).astype(float),
        "back": (steps < 0).astype(float),
        "steps": np.minimum(np.abs(steps), _FAR) / 4,
        "rank_steps": np.minimum(np.abs(rank_steps), _FAR) / 4,
        "broken": np.broadcast_to(broken[None], (count, count)),
        "broken_inside": broken[None] * inside[:, None],
        "whole_inside": (1 - broken[None]) * inside[:, None],
        "broken_headed": broken[None] * headed[:, None],
        "whole_headed": (1 - broken[None]) * headed[:, None],
        "next_headed": (steps == 1) * headed[:, None],
        "closed": np.broadcast_to(closed[None], (count, count)),
        "above_lead": np.broadcast_to(lead[None], (count, count)),
        "broken_opening": broken[None] * opening[:, None],
        "whole_opening": (1 - broken[None]) * opening[:, None],
        "above_opening": np.broadcast_to(opening[None], (count, count)),
        "above_dateline": np.broadcast_to(dateline[None], (count, count)),
    }
    first: dict[str, Floats] = {
        "none": np.ones(count),
        "none_top": (ranks == 0).astype(float),
        "none_rank": np.minimum(ranks, _FAR) / 4,
        "none_lead": lead,
        "none_dateline": dateline,
        "none_headed": headed,
        "none_inside": inside,
        "none_long": long,
        "none_opening": opening,
        "none_opening_best": opening - opening.max(),
        "none_closed": closed,
    }
    names = [*paired, *first]
    table = np.zeros((count, count + 1, len(names)))
    for at, values in enumerate(paired.values()):
        table[:, :count, at] = values
    for at, column in enumerate(first.values(), len(paired)):
        table[:, count, at] = column
    table[ranks, ranks] = 0.0
    return names, table
