"""Scores of rows against columns -> the one-to-one matching with the largest sum."""

from __future__ import annotations

from collections.abc import Sequence


def match_best(scores: Sequence[Sequence[float]]) -> list[int | None]:
    """For each row the column it is matched with, so that the sum is largest (Kuhn 1955); None for a score of 0."""
    rows = len(scores)
    columns = max(rows, len(scores[0]) if scores else 0)
    cost = [[0.0] * (columns + 1)] + [[0.0, *(-s for s in row), *[0.0] * (columns - len(row))] for row in scores]
    u, v = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner, way = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        owner[0], at = row, 0
        least = [float("inf")] * (columns + 1)
        used = [False] * (columns + 1)
        while owner[at]:
            used[at] = True
            now, delta, following = owner[at], float("inf"), 0
            for column in range(1, columns + 1):
                if used[column]:
                    continue
                value = cost[now][column] - u[now] - v[column]
                if value < least[column]:
                    least[column], way[column] = value, at
                if least[column] < delta:
                    delta, following = least[column], column
            for column in range(columns + 1):
                if used[column]:
                    u[owner[column]] += delta
                    v[column] -= delta
                else:
                    least[column] -= delta
            at = following
        while at:
            owner[at] = owner[way[at]]
            at = way[at]
    found: list[int | None] = [None] * rows
    for column in range(1, columns + 1):
        row = owner[column]
        if row and column <= len(scores[row - 1]) and scores[row - 1][column - 1] > 0:
            found[row - 1] = column - 1
    return found
