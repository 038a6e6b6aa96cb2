"""Lines of a dump whose columns lie about -> what each is: it begins a paragraph, goes on, is a headline's, or resumes.

A linear-chain conditional random field (Lafferty et al. 2001) whose weights at each line come from a network of one
hidden layer over what is seen of it and of three lines on either side (Do & Artières 2010): chain.npz, fitted by
scripts/train_chain.py. How much a line is worded like a headline is told by its pairs of characters: hashed into a
table (Weinberger et al. 2009) of weights that were fitted on titles and prose of news that no test page is set from.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kg.articles.arrays import Array, check_shapes, read_arrays
from kg.articles.chars import read_codes
from kg.articles.continuity import load_continuity
from kg.articles.lines import End, Line

Rows = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

BEGIN, CONTINUE, HEADLINE, RESUME = range(4)
AROUND = 3  # lines on either side
_LAYERS = ("hidden", "hidden_bias", "output", "output_bias", "direct")
_STATES = 4
_IMPOSSIBLE = -1e4
SLOTS = 1 << 16
STYLE_STEP = 16.0  # of the weights in the table
_LOOSE = -2.0  # log-odds below which a line may not go on from the one above it
_NEVER, _FIT_MOST = -9.0, 6.0
_MOST_LINES = 1000  # among which the others are looked for
_WIDEST = 40  # characters of a line that may be a headline's
_OTHERS = "；：“”（）()《》"
_OFF = (1.2, -1.2, -2.9, -6.0)  # wider than the column, as wide, narrower by an indent, by more


class Setting(NamedTuple):
    """What the other lines of a page say of each, and what stands between them."""

    columns: Sequence[float]  # width of its column
    gaps: Sequence[int]  # blank lines above it
    after_byline: Sequence[bool]
    before_byline: Sequence[bool]


class Chain:
    """The network and the table of pairs of characters."""

    def __init__(self, layers: dict[str, Rows], style: Floats) -> None:
        self._layers = layers
        self.style = style  # weight of each pair of characters

    def label(self, lines: Sequence[Line], setting: Setting) -> list[int]:
        """BEGIN, CONTINUE, HEADLINE or RESUME for each line: the best path."""
        if not lines:
            return []
        weights = self.weigh(look_around(line_features(lines, setting, self.style)))
        weights[[_is_told(line) for line in lines], HEADLINE::_STATES] = _IMPOSSIBLE
        return find_best(weights, [gap > 0 for gap in setting.gaps])

    def weigh(self, rows: Rows) -> Rows:
        """``(lines, 16)``: for each label of the line above, each of its own."""
        layers = self._layers
        inner = np.tanh(rows @ layers["hidden"] + layers["hidden_bias"])
        return np.asarray(inner @ layers["output"] + (rows @ layers["direct"] + layers["output_bias"]))


def _is_told(line: Line) -> bool:
    """No headline line has a sentence's end within, or is as wide as a text without columns."""
    return line.width > _WIDEST or 0 <= line.plain.find("。") < len(line.plain) - 1


def find_best(weights: Rows, apart: Sequence[bool]) -> list[int]:
    """The labels of the highest sum. None goes on below a blank line (``apart``), a headline, or at the beginning."""
    rows: list[list[float]] = weights.tolist()
    begin, _, head, resume = rows[0][:_STATES]
    go_on = _IMPOSSIBLE
    back: list[tuple[int, int, int, int]] = []
    for row, gap in zip(rows[1:], apart[1:], strict=True):
        to_begin = (begin + row[0], go_on + row[4], head + row[8], resume + row[12])
        to_head = (begin + row[2], go_on + row[6], head + row[10], resume + row[14])
        to_resume = (begin + row[3], go_on + row[7], head + row[11], resume + row[15])
        to_go_on = (_IMPOSSIBLE,) if gap else (begin + row[1], go_on + row[5], _IMPOSSIBLE, resume + row[13])
        begin, go_on, head, resume = max(to_begin), max(to_go_on), max(to_head), max(to_resume)
        back.append((to_begin.index(begin), to_go_on.index(go_on), to_head.index(head), to_resume.index(resume)))
    last = (begin, go_on, head, resume)
    state = last.index(max(last))
    path = [state]
    for choices in reversed(back):
        state = choices[state]
        path.append(state)
    return path[::-1]


def look_around(features: Rows) -> Rows:
    """Each row with those of its neighbours; beyond the first and the last one is nothing."""
    edge = np.zeros((AROUND, features.shape[1]), dtype=features.dtype)
    padded = np.concatenate([edge, features, edge])
    return np.concatenate([padded[at : at + len(features)] for at in range(2 * AROUND + 1)], axis=1)


def line_features(lines: Sequence[Line], setting: Setting, style: Floats) -> Rows:
    """A row for each line; ``style``: weight of each pair of characters."""
    texts = [line.plain for line in lines]
    width, column = np.array([line.width for line in lines]), np.array(setting.columns)
    ending, indent = _as_bytes([line.ending for line in lines]), _as_bytes([line.indent for line in lines])
    unclosed = np.array([line.unclosed for line in lines])
    spread = _as_bytes([line.spread for line in lines]) > 0
    sizes = np.array([len(text) for text in texts])
    codes = read_codes("".join(texts)).astype(np.int64)
    starts = np.cumsum(sizes) - sizes
    commas, pauses, stops, others = (_count(codes, chars, starts) for chars in ("，", "、", "。", _OTHERS))
    worded = _measure_style(codes, starts, sizes, style)
    off = np.where(spread, 0.0, width - column)
    gap = np.array(setting.gaps) > 0
    gap[0] = True
    below = np.append(gap[1:], True)
    number = np.arange(len(lines))
    top = np.maximum.accumulate(np.where(gap, number, 0))
    foot = np.minimum.accumulate(np.where(below, number, len(lines))[::-1])[::-1]
    wider = np.where(gap, 0.0, np.diff(width, prepend=0.0))
    full = ending == End.FULL
    columns_of_table = [
        width / 20,
        column / 20,
        np.minimum(np.maximum(off, -8.0), 4.0) / 4,
        off > _OFF[0],
        (off <= _OFF[0]) & (off > _OFF[1]),
        (off <= _OFF[1]) & (off > _OFF[2]),
        (off <= _OFF[2]) & (off > _OFF[3]),
        off <= _OFF[3],
        ending == End.OPEN,
        ending == End.PAUSE,
        ending == End.HALF,
        full,
        gap,
        spread,
        indent == 1,
        indent == 2,
        _as_bytes([line.dateline for line in lines]),
        _as_bytes([line.starts_inside for line in lines]),
        _as_bytes([line.ends_inside for line in lines]),
        unclosed > 0,
        unclosed < 0,
        _as_bytes([line.quiet for line in lines]),
        np.log1p([line.depth for line in lines]) / 2,
        np.minimum(number - top, 6) / 4,
        np.minimum(foot - number, 6) / 4,
        np.minimum(commas, 3),
        np.minimum(pauses, 3),
        np.minimum(stops, 2),
        stops - full > 0,
        np.minimum(others, 4) / 2,
        _count(codes, " ", starts) > 0,
        _as_bytes([text[0] in "“《（(「【" for text in texts]),
        _as_bytes([text[-1] in "）)】" for text in texts]),
        _as_bytes([text[-1] in "！？!?" for text in texts]),
        _as_bytes([text[-1] in "：:" for text in texts]),
        _as_bytes(setting.after_byline),
        _as_bytes(setting.before_byline),
        sizes < 3,
        sizes < 8,
        sizes > 40,
        np.minimum(np.maximum(wider, -6.0), 6.0) / 3,
        (np.abs(wider) <= 1.1) & ~gap,
        worded,
        worded * (commas + stops == 0),
        *_measure_neighbours(texts, gap, full),
    ]
    table = np.empty((len(lines), len(columns_of_table)), dtype=np.float32)
    for at, values in enumerate(columns_of_table):
        table[:, at] = values
    return table


def _measure_neighbours(texts: Sequence[str], gap: npt.NDArray[np.bool_], full: npt.NDArray[np.bool_]) -> list[Floats]:
    """What the network of continuity.npz says of each line: log-odds that it goes on with the one above it; where it
    stands at the edge of a stretch, that it goes on with the likeliest of all other ends and the likeliest of all other
    beginnings with it, and by how much each of these prefers it to others; and how it begins and ends.
    """
    network = load_continuity()
    count = len(texts)
    apart = np.append(gap, True)
    closed = apart.tolist()
    ends = network.read_ends([text if closed[at] else texts[at - 1] + text for at, text in enumerate(texts)])
    starts = network.read_beginnings(
        [text if closed[at + 1] else text + texts[at + 1] for at, text in enumerate(texts)]
    )
    above = np.full(count + 1, _NEVER)
    above[0] = 0.0
    above[1:count] = network.weigh(ends[:-1], starts[1:])
    apart[1:-1] |= (above[1:-1] < _LOOSE) & ~full[:-1]  # a line may break off without a blank one below
    upper, lower = np.flatnonzero(apart[1:] & ~full), np.flatnonzero(apart[:-1])
    before, after, wanted_before, wanted_after = np.repeat(
        [[_NEVER], [_NEVER], [-_FIT_MOST], [-_FIT_MOST]], count, axis=1
    )
    for start in range(0, count, _MOST_LINES):  # no page has as many
        own_upper, own_lower = (part[(part >= start) & (part < start + _MOST_LINES)] for part in (upper, lower))
        if len(own_upper) and len(own_lower):
            worth = network.weigh(ends[own_upper][:, None], starts[own_lower][None])
            steps = own_lower[None] - own_upper[:, None]
            worth[(steps == 0) | (steps == 1)] = _NEVER
            before[own_lower], wanted_before[own_lower] = _find_partners(worth.T, above[own_upper + 1])
            after[own_upper], wanted_after[own_upper] = _find_partners(worth, above[own_lower])
    return [
        *(
            np.clip(values, -_FIT_MOST, _FIT_MOST) / 3
            for values in (above[:-1], before, after, wanted_before, wanted_after)
        ),
        *(network.tell_beginnings(starts).T / 3),
        *(network.tell_ends(ends).T / 3),
    ]


def _find_partners(worth: Rows, held: Floats) -> tuple[Rows, Rows]:
    """For each row the best of its columns, and by how much it is better than the best other row of that column, or
    than what the column has beside it (``held``)."""
    rows = np.arange(len(worth))
    chosen = worth.argmax(1)
    best = worth[rows, chosen]
    ranked = np.sort(worth, axis=0)
    second = ranked[-2] if len(ranked) > 1 else np.full(worth.shape[1], _NEVER)
    highest = ranked[-1]
    other = np.where(best == highest[chosen], second[chosen], highest[chosen])
    return best, best - np.maximum(other, held[chosen])


def _as_bytes(values: Sequence[int]) -> npt.NDArray[np.uint8]:
    """Small numbers as an array, in a quarter of the time that numpy takes to look at each."""
    return np.frombuffer(bytes(values), dtype=np.uint8)


def _count(codes: Integers, chars: str, starts: Integers) -> Integers:
    """How many of the characters each line has."""
    found = codes == ord(chars[0])
    for char in chars[1:]:
        found |= codes == ord(char)
    return np.add.reduceat(found, starts, dtype=np.int64)


def _measure_style(codes: Integers, starts: Integers, sizes: Integers, style: Floats) -> Floats:
    """How much each line is worded like a headline, by pair."""
    codes = np.where(((codes >= 48) & (codes < 58)) | ((codes >= 0xFF10) & (codes < 0xFF1A)), 48, codes)
    codes = np.where(((codes >= 65) & (codes < 91)) | ((codes >= 97) & (codes < 123)), 97, codes)
    pairs = style[hash_pairs(codes[:-1], codes[1:])]
    pairs = np.append(pairs, 0.0)
    pairs[starts + sizes - 1] = 0.0  # across the end of a line
    return np.asarray(np.add.reduceat(pairs, starts) / np.maximum(sizes - 1, 1))


def hash_pairs(first: Integers, second: Integers) -> Integers:
    """A slot for each two characters; figures and Latin letters are one each."""
    return (first * 40503 + second * 9973) & (SLOTS - 1)


@cache
def load_chain() -> Chain:
    """kg/data/pages/chain.npz."""
    name = "pages/chain.npz"
    return make_chain(read_arrays(name, ("style", *_LAYERS)), name)


def make_chain(arrays: dict[str, Array], name: str) -> Chain:
    """The network of a file's arrays; LexiconError names what does not fit."""
    size, units, sums = arrays["direct"].shape[0], len(arrays["hidden_bias"]), _STATES * _STATES
    shapes: dict[str, tuple[int, ...]] = {
        "hidden": (size, units),
        "hidden_bias": (units,),
        "output": (units, sums),
        "output_bias": (sums,),
        "direct": (size, sums),
        "style": (SLOTS,),
    }
    check_shapes(arrays, shapes, name)
    layers: dict[str, Any] = {key: arrays[key].astype(np.float32) for key in _LAYERS}
    return Chain(layers, arrays["style"].astype(np.float64) / STYLE_STEP)
