"""Lines of a dump whose columns lie about -> log-odds for each label, by what is seen of a line and around it.

A network of one hidden layer over two lines on either side (hints.npz), to be added to the sums of labels_columns.toml.
How much a line is worded like a headline is told by its pairs of characters: hashed into a table (Weinberger et al.
2009) of weights that were fitted on titles and on stretches of prose of news that no test page is set from.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kg.articles.arrays import Array, read_arrays
from kg.articles.continuity import load_continuity
from kg.articles.lines import End, Line
from kg.errors import LexiconError

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.floating[Any]]
Integers = npt.NDArray[np.int64]

AROUND = 3  # lines on either side
_LAYERS = ("hidden", "hidden_bias", "output", "direct")
_LABELS = 4
SLOTS = 1 << 16
STYLE_STEP = 16.0  # of the weights in the table
_LOOSE = -2.0  # log-odds below which a line may not go on from the one above it
_NEVER, _FIT_MOST = -9.0, 6.0
_MOST_LINES = 1000  # among which the others are looked for
_OTHERS = "；：“”（）()《》"
_OFF = (1.2, -1.2, -2.9, -6.0)  # wider than the column, as wide, narrower by an indent, by more


class Neighbours(NamedTuple):
    """Log-odds that a line goes on with the one above it; and, where it stands at the edge of a stretch, that it goes
    on with the likeliest of all other ends, and the likeliest of all other beginnings with it."""

    above: Floats
    before: Floats
    after: Floats


class Hinter:
    """The network and the table of pairs of characters."""

    def __init__(self, layers: dict[str, Floats], style: Floats) -> None:
        # single precision is enough, and twice as fast
        self._hidden, self._hidden_bias = layers["hidden"].astype(np.float32), layers["hidden_bias"].astype(np.float32)
        self._output, self._direct = layers["output"].astype(np.float32), layers["direct"].astype(np.float32)
        self.style = style  # weight of each pair of characters

    def weigh(self, features: Rows) -> list[list[float]]:
        """For each line BEGIN, CONTINUE, HEADLINE, RESUME."""
        rows = look_around(features)
        hints = np.tanh(rows @ self._hidden + self._hidden_bias) @ self._output + rows @ self._direct
        weights: list[list[float]] = hints.tolist()
        return weights


def look_around(features: Rows) -> Rows:
    """Each row with those of its neighbours; beyond the first and the last one is nothing."""
    edge = np.zeros((AROUND, features.shape[1]), dtype=features.dtype)
    padded = np.concatenate([edge, features, edge])
    return np.concatenate([padded[at : at + len(features)] for at in range(2 * AROUND + 1)], axis=1)


def line_features(
    lines: Sequence[Line],
    columns: Sequence[float],
    gaps: Sequence[int],
    bylines: Sequence[tuple[bool, bool]],
    running: Sequence[float],
    neighbours: Neighbours,
    style: Floats,
) -> Rows:
    """A row for each line.

    ``bylines``: whether one stands above it, below it; ``running``: log-odds that it goes on with the line above it;
    ``neighbours``: as ``measure_neighbours`` has them; ``style``: weight of each pair of characters.
    """
    texts = [line.plain for line in lines]
    width, column = np.array([line.width for line in lines]), np.array(columns)
    ending, indent = _as_bytes([line.ending for line in lines]), _as_bytes([line.indent for line in lines])
    unclosed = np.array([line.unclosed for line in lines])
    spread = _as_bytes([line.spread for line in lines]) > 0
    sizes = np.array([len(text) for text in texts])
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    starts = np.cumsum(sizes) - sizes
    commas, pauses, stops, others = (_count(codes, chars, starts) for chars in ("，", "、", "。", _OTHERS))
    worded = _measure_style(codes, starts, sizes, style)
    off = np.where(spread, 0.0, width - column)
    gap = np.array(gaps) > 0
    gap[0] = True
    below = np.append(gap[1:], True)
    number = np.arange(len(lines))
    top = np.maximum.accumulate(np.where(gap, number, 0))
    foot = np.minimum.accumulate(np.where(below, number, len(lines))[::-1])[::-1]
    wider = np.where(gap, 0.0, np.diff(width, prepend=0.0))
    said = np.array(running)
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
        ending == End.FULL,
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
        stops - (ending == End.FULL) > 0,
        np.minimum(others, 4) / 2,
        _count(codes, " ", starts) > 0,
        _as_bytes([text[0] in "“《（(「【" for text in texts]),
        _as_bytes([text[-1] in "）)】" for text in texts]),
        _as_bytes([above for above, _ in bylines]),
        _as_bytes([below for _, below in bylines]),
        sizes < 3,
        sizes < 8,
        sizes > 40,
        np.minimum(np.maximum(wider, -6.0), 6.0) / 3,
        (np.abs(wider) <= 1.1) & ~gap,
        np.minimum(np.maximum(said, -6.0), 6.0) / 3,
        np.minimum(said, 0.0) / 3,
        worded,
        worded * (commas + stops == 0),
        *(values / 3 for values in (neighbours.above, neighbours.before, neighbours.after)),
        np.ones(len(lines)),
    ]
    table = np.empty((len(lines), len(columns_of_table)), dtype=np.float32)
    for at, values in enumerate(columns_of_table):
        table[:, at] = values
    return table


def measure_neighbours(lines: Sequence[Line], gaps: Sequence[int]) -> Neighbours:
    """What the network of continuity.npz says of each line and its neighbours."""
    network = load_continuity()
    texts = [line.plain for line in lines]
    count = len(texts)
    if not count:
        return Neighbours(*np.zeros((3, 0)))
    apart = np.array([True, *(gap > 0 for gap in gaps[1:]), True])
    closed = apart.tolist()
    ends = network.read_ends([text if closed[at] else texts[at - 1] + text for at, text in enumerate(texts)])
    starts = network.read_beginnings(
        [text if closed[at + 1] else text + texts[at + 1] for at, text in enumerate(texts)]
    )
    above = np.zeros(count)
    above[1:] = network.weigh(ends[:-1], starts[1:])
    full = _as_bytes([line.ending == End.FULL for line in lines]) > 0
    apart[1:-1] |= (above[1:] < _LOOSE) & ~full[:-1]  # a line may break off without a blank one below
    upper, lower = np.flatnonzero(apart[1:] & ~full), np.flatnonzero(apart[:-1])
    before, after = np.full(count, _NEVER), np.full(count, _NEVER)
    for start in range(0, count, _MOST_LINES):  # no page has as many
        own = slice(start, start + _MOST_LINES)
        ranges = upper[(upper >= start) & (upper < own.stop)], lower[(lower >= start) & (lower < own.stop)]
        if len(ranges[0]) and len(ranges[1]):
            worth = network.weigh(ends[ranges[0]][:, None], starts[ranges[1]][None])
            worth[(ranges[0][:, None] == ranges[1][None]) | (ranges[0][:, None] + 1 == ranges[1][None])] = _NEVER
            before[ranges[1]], after[ranges[0]] = worth.max(0), worth.max(1)
    return Neighbours(*(np.clip(values, -_FIT_MOST, _FIT_MOST) for values in (above, before, after)))


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
def load_hinter() -> Hinter:
    """kg/data/pages/hints.npz."""
    name = "pages/hints.npz"
    return make_hinter(read_arrays(name, ("style", *_LAYERS)), name)


def make_hinter(arrays: dict[str, Array], name: str) -> Hinter:
    """The network of a file's arrays; LexiconError names what does not fit."""
    size, units = arrays["direct"].shape[0], len(arrays["hidden_bias"])
    shapes = {"hidden": (size, units), "hidden_bias": (units,), "output": (units, _LABELS), "direct": (size, _LABELS)}
    shapes["style"] = (SLOTS,)
    for key, shape in shapes.items():
        if arrays[key].shape != shape:
            raise LexiconError(f"{name}: {key}: shape {shape} expected, not {arrays[key].shape}")
    layers = {key: arrays[key].astype(np.float64) for key in _LAYERS}
    return Hinter(layers, arrays["style"].astype(np.float64) / STYLE_STEP)
