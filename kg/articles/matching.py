"""Worth of each pairing -> who goes with whom, one to one, so that the sum of the worths is best."""

from __future__ import annotations

from collections.abc import Sequence

_MANY = 2500  # pairings; for more the best one is taken first, which is quicker


def match_best(worth: Sequence[Sequence[float]]) -> dict[int, int]:
    """Row -> column; a pairing worth nothing is left out (Kuhn 1955, as shortest augmenting paths: Jonker 1987).

    >>> match_best([[3.0, 2.0], [2.5, -1.0]])
    {0: 1, 1: 0}
    """
    if not worth or not worth[0]:
        return {}
    if len(worth) * len(worth[0]) > _MANY:
        return _match_greedily(worth)
    rows, columns = len(worth), len(worth[0]) + len(worth)  # a row may go with nothing: a column of its own
    cost = [
        [-max(0.0, value) for value in row] + [0.0 if at == own else 1e6 for own in range(rows)]
        for at, row in enumerate(worth)
    ]
    infinite = float("inf")
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner, way = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        owner[0], at = row, 0
        least, used = [infinite] * (columns + 1), [False] * (columns + 1)
        while True:
            used[at] = True
            current, step, following = owner[at], infinite, 0
            for column in range(1, columns + 1):
                if used[column]:
                    continue
                value = cost[current - 1][column - 1] - row_price[current] - column_price[column]
                if value < least[column]:
                    least[column], way[column] = value, at
                if least[column] < step:
                    step, following = least[column], column
            for column in range(columns + 1):
                if used[column]:
                    row_price[owner[column]] += step
                    column_price[column] -= step
                else:
                    least[column] -= step
            at = following
            if not owner[at]:
                break
        while at:
            owner[at], at = owner[way[at]], way[at]
    found = {owner[column] - 1: column - 1 for column in range(1, len(worth[0]) + 1) if owner[column]}
    return {row: column for row, column in sorted(found.items()) if worth[row][column] > 0}


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
