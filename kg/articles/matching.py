"""Worth of each pairing -> who goes with whom, one to one, so that the sum of the worths is best."""

from __future__ import annotations

from collections.abc import Sequence

from kg.pages import layout_matching

_MANY = 2500  # pairings; for more the best one is taken first, which is quicker


def match_best(worth: Sequence[Sequence[float]]) -> dict[int, int]:
    """Row -> column; a pairing worth nothing is left out.

    >>> match_best([[3.0, 2.0], [2.5, -1.0]])
    {0: 1, 1: 0}
    """
    if not worth or not worth[0]:
        return {}
    if len(worth) * len(worth[0]) > _MANY:
        return _match_greedily(worth)
    best = layout_matching.match_best([[max(0.0, value) for value in row] for row in worth])
    return {row: column for row, column in enumerate(best) if column is not None}


def _match_greedily(worth: Sequence[Sequence[float]]) -> dict[int, int]:
    pairs = sorted(
        (-value, row, column) for row, values in enumerate(worth) for column, value in enumerate(values) if value > 0
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, row, column in pairs:
        if row not in found and column not in taken:
            found[row] = column
            taken.add(column)
    return dict(sorted(found.items()))
