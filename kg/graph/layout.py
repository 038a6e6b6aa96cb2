"""Nodes and edges in, a place for each node out: the picture is laid out here, not in the browser.

Every connected part is laid out by stress majorization (Gansner, Koren & North 2004, in the localized form: each node
moves to the weighted mean of where its partners want it), from Pivot MDS as a start. A part too large for that is
parted into communities (``kg.graph.communities``), laid out one by one and as a whole. The parts are then packed
around the largest, and nodes without edges stand in rows below. No randomness, no dependence on order of input beyond
ties; the same graph gives the same picture.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.graph.communities import find_communities

Points = NDArray[np.float64]
Edge = tuple[int, int]

_UNIT = 74.0  # the length an edge wants, in pixels at scale 1: two labels side by side
_LARGEST = 400  # nodes a part may have to be laid out in one piece (distances are a dense matrix) ...
_LARGEST_OF_MANY = 130  # ... and where there are more than _MANY in all: its cost grows with the cube
_MANY = 1200
_PIVOTS = 16
_ROUNDS = 50  # of majorization; more no longer moves anything one can see
_WIDE = 1.5  # how much wider than high the room of a node with its name is
_GAP = 56.0  # between packed parts
_CELL = (168.0, 62.0)  # of the rows of single nodes
_ASPECT = 1.5  # width to height of the whole


def lay_out(radii: Sequence[float], edges: Sequence[Edge]) -> list[tuple[int, int]]:
    """A place for each node 0..n-1, of the given radii; the first of the list are the most important.

    Nodes without edges keep their order in the rows below.
    """
    pairs = sorted({(min(pair), max(pair)) for pair in edges if pair[0] != pair[1]})
    places = _lay_out(np.array(radii, dtype=float), pairs, _LARGEST if len(radii) <= _MANY else _LARGEST_OF_MANY)
    return [(round(x), round(y)) for x, y in places.tolist()]


def _lay_out(radii: Points, pairs: Sequence[Edge], largest: int) -> Points:
    places = np.zeros((len(radii), 2))
    parts = _find_parts(len(radii), pairs)
    boxes = [
        (part, _turn_flat(_lay_out_part(radii[part], inside, largest)))
        for part, inside in zip(parts, _deal_out(pairs, parts), strict=True)
    ]
    _pack(boxes, places)
    _stand_in_rows(sorted(set(range(len(radii))) - {node for part in parts for node in part}), places)
    return places


def _deal_out(pairs: Sequence[Edge], groups: Sequence[Sequence[int]]) -> list[list[Edge]]:
    """The edges inside each group, their ends numbered within it."""
    home = {node: (number, place) for number, group in enumerate(groups) for place, node in enumerate(group)}
    dealt: list[list[Edge]] = [[] for _ in groups]
    for a, b in pairs:
        (one, first), (other, second) = home[a], home[b]
        if one == other:
            dealt[one].append((first, second))
    return dealt


def _find_parts(size: int, pairs: Sequence[Edge]) -> list[list[int]]:
    """Connected parts of two nodes and more, largest first."""
    root = list(range(size))

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for a, b in pairs:
        low, high = sorted((find(a), find(b)))
        root[high] = low
    parts = defaultdict(list)
    for node in range(size):
        parts[find(node)].append(node)
    return sorted((part for part in parts.values() if len(part) > 1), key=lambda part: (-len(part), part[0]))


def _lay_out_part(radii: Points, pairs: Sequence[Edge], largest: int) -> Points:
    size = len(radii)
    if size <= largest:
        return _part_boxes(_spread(_measure(radii, pairs)), radii)
    groups = find_communities(size, pairs)
    if len(groups) == 1:  # nothing to divide by: cut evenly rather than fail
        groups = [list(range(at, min(at + largest, size))) for at in range(0, size, largest)]
    of = {node: number for number, group in enumerate(groups) for node in group}
    inner, reach = [], []
    for group, inside in zip(groups, _deal_out(pairs, groups), strict=True):
        points = _lay_out(radii[group], inside, largest)
        points -= (points.min(axis=0) + points.max(axis=0)) / 2
        inner.append(points)
        reach.append(float(np.hypot(*points.T).max()) + _GAP)
    rooms = np.array(reach)
    between = Counter((min(of[a], of[b]), max(of[a], of[b])) for a, b in pairs if of[a] != of[b])
    kept = _keep_strongest(between, len(groups))
    apart = _measure(rooms, kept) if len(groups) <= _LARGEST else None
    centres = _part_boxes(_spread(apart), rooms) if apart is not None else _on_spiral(rooms)
    places = np.zeros((size, 2))
    for number, group in enumerate(groups):
        places[group] = inner[number] + centres[number]
    return places


def _keep_strongest(between: Counter[Edge], size: int) -> list[Edge]:
    """Of the ties between communities the three strongest of each: all of them would pull everything into a ball."""
    ties: dict[int, list[tuple[int, Edge]]] = defaultdict(list)
    for pair, count in between.items():
        for end in pair:
            ties[end].append((-count, pair))
    return sorted({pair for end in range(size) for _, pair in sorted(ties[end])[:3]})


def _on_spiral(rooms: Points) -> Points:
    """So many communities that their distances would not fit in memory: largest in the middle, no order beyond."""
    angle = np.arange(len(rooms)) * 2.399963
    reach = np.sqrt(np.cumsum(rooms**2)) * 1.1
    return np.column_stack((np.cos(angle) * reach * _WIDE, np.sin(angle) * reach))


def _measure(radii: Points, pairs: Sequence[Edge]) -> Points:
    """Shortest ways between all nodes (Floyd-Warshall). An edge is longer at a hub, so that its ring has room."""
    size = len(radii)
    degree = np.bincount(np.array(pairs, dtype=np.int64).ravel(), minlength=size) if pairs else np.zeros(size)
    far = np.full((size, size), np.inf)
    for a, b in pairs:
        crowd = max(degree[a], degree[b])
        far[a, b] = far[b, a] = _UNIT * (0.7 + 0.28 * math.sqrt(crowd)) + radii[a] + radii[b]
    np.fill_diagonal(far, 0.0)
    for middle in range(size):
        np.minimum(far, far[:, middle, None] + far[None, middle, :], out=far)
    known = far[np.isfinite(far)]
    return np.where(np.isfinite(far), far, known.max() * 1.2 + 2 * radii.max())  # communities may be apart


def _spread(far: Points) -> Points:
    size = len(far)
    if size == 1:
        return np.zeros((1, 2))
    points = _scale(far)
    away = far.copy()
    np.fill_diagonal(away, 1.0)
    weight = away**-2.0
    np.fill_diagonal(weight, 0.0)
    total = weight.sum(axis=1)[:, None]
    pull = weight * far
    for _ in range(_ROUNDS):
        x, y = points[:, 0, None] - points[None, :, 0], points[:, 1, None] - points[None, :, 1]
        share = pull / np.sqrt(x * x + y * y + 1e-9)
        moved = np.column_stack(((share * x).sum(axis=1), (share * y).sum(axis=1)))
        points = (np.einsum("ij,jk->ik", weight, points) + moved) / total  # not @: threads would fight over so little
    return points


def _scale(far: Points) -> Points:
    """Pivot MDS (Brandes & Pich 2007): classical scaling of the distances to a few nodes that lie far apart.

    A small spiral is added: nodes that scale to one point would never part.
    """
    size = len(far)
    pivots = [int(far.sum(axis=1).argmin())]
    nearest = far[pivots[0]]
    while len(pivots) < min(size, _PIVOTS):
        pivots.append(int(nearest.argmax()))
        nearest = np.minimum(nearest, far[pivots[-1]])
    square = far[:, pivots] ** 2
    centred = square.mean(axis=1)[:, None] + square.mean(axis=0) - square - square.mean()
    _, vectors = np.linalg.eigh(np.einsum("ij,ik->jk", centred, centred))
    axes = vectors[:, :-3:-1]
    axes = axes * np.sign(
        axes[np.abs(axes).argmax(axis=0), range(axes.shape[1])] + 1e-12
    )  # they have no sign of their own
    points = np.einsum("ij,jk->ik", centred, axes)
    points *= 0.5 * far.max() / max(float(np.abs(points).max()), 1e-9)
    angle = np.arange(size) * 2.399963  # the golden angle
    spiral = np.column_stack((np.cos(angle), np.sin(angle))) * (2.0 + np.arange(size)[:, None] * 0.1)
    start: Points = points + spiral
    return start


def _part_boxes(points: Points, radii: Points) -> Points:
    """Push nodes apart that stand too close, each by half, until none does (or for 40 rounds).

    Names stand below nodes and are wider than high, so nearness counts more sideways.
    """
    need = radii[:, None] + radii[None, :] + 26.0
    np.fill_diagonal(need, 0.0)
    for _ in range(40):
        x, y = points[:, 0, None] - points[None, :, 0], points[:, 1, None] - points[None, :, 1]
        apart = np.sqrt((x / _WIDE) ** 2 + y * y)
        short = np.maximum(need - apart, 0.0)
        if short.max() < 0.5:
            break
        share = 0.5 * short / np.maximum(apart, 1e-6)
        np.fill_diagonal(share, 0.0)
        points = points + np.column_stack(((share * x).sum(axis=1), (share * y).sum(axis=1)))
    return points


def _turn_flat(points: Points) -> Points:
    """Turn a part so that its longer axis lies level: screens are wide, and names are written level."""
    points = points - points.mean(axis=0)
    angle = 0.5 * math.atan2(2 * float((points[:, 0] * points[:, 1]).sum()), float((points**2 * [1, -1]).sum()))
    cosine, sine = math.cos(-angle), math.sin(-angle)
    turned: Points = points @ np.array([[cosine, sine], [-sine, cosine]])
    return turned


def _pack(boxes: list[tuple[list[int], Points]], places: Points) -> None:
    """Put the parts around the first: each at the free corner of a placed one that is nearest the middle."""
    taken: list[tuple[float, float, float, float]] = []
    for part, points in boxes:
        low, high = points.min(axis=0) - _GAP, points.max(axis=0) + _GAP
        width, height = float(high[0] - low[0]), float(high[1] - low[1])
        left, top = _find_room(taken, width, height)
        taken.append((left, top, left + width, top + height))
        places[part] = points - low + (left, top)


def _find_room(taken: list[tuple[float, float, float, float]], width: float, height: float) -> tuple[float, float]:
    if not taken:
        return -width / 2, -height / 2
    rects = np.array(taken)
    corners: list[tuple[float, float]] = []
    for left, top, right, bottom in taken:
        corners += [(x, y) for x in (left, right - width) for y in (top - height, bottom)]
        corners += [(x, y) for x in (left - width, right) for y in (top, bottom - height, (top + bottom - height) / 2)]
        corners += [((left + right - width) / 2, y) for y in (top - height, bottom)]
    spots = np.array(corners)
    free = ~(
        (spots[:, 0, None] < rects[:, 2] - 1)
        & (spots[:, 0, None] + width > rects[:, 0] + 1)
        & (spots[:, 1, None] < rects[:, 3] - 1)
        & (spots[:, 1, None] + height > rects[:, 1] + 1)
    ).any(axis=1)
    middle = spots + np.array((width / 2, height / 2))
    cost = np.where(free, np.hypot(middle[:, 0] / _ASPECT, middle[:, 1]), np.inf)
    best: Any = spots[cost.argmin()]
    return float(best[0]), float(best[1])


def _stand_in_rows(singles: list[int], places: Points) -> None:
    """Nodes without edges, in rows under the picture, as many to a row as lets the whole be seen largest."""
    if not singles:
        return
    others = np.delete(places, singles, axis=0)
    low, high = (others.min(axis=0), others.max(axis=0)) if len(others) else (np.zeros(2), np.zeros(2))
    width, height = float(high[0] - low[0]), float(high[1] - low[1])

    def extent(columns: int) -> float:
        rows = -(-len(singles) // columns)
        return max(max(width, columns * _CELL[0]) / _ASPECT, height + rows * _CELL[1])

    columns = min(range(1, len(singles) + 1), key=extent)
    left = float(low[0] + high[0]) / 2 - (columns - 1) * _CELL[0] / 2
    top = float(high[1]) + 2.2 * _CELL[1] if len(others) else 0.0
    for number, node in enumerate(singles):
        places[node] = (left + number % columns * _CELL[0], top + number // columns * _CELL[1])
