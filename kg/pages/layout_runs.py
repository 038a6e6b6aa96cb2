"""The lines of a sheet -> runs: lines of one size, one below the other at even steps, in one column."""

from __future__ import annotations

from collections.abc import Sequence

from kg.pages.layout_kinds import ALIKE, FULL_COLUMN, INDENT, RAGGED, STEP
from kg.pages.layout_sheet import Rect, TypeLine

_LEADING_SLACK = 1.5  # steps within a stretch, against its smallest


def build_runs(lines: Sequence[TypeLine], rules: Sequence[Rect]) -> list[Run]:
    """Lines of one size, one below the other at even steps, in one column."""
    across = [rule for rule in rules if rule.width > rule.height]
    runs: list[Run] = []
    open_runs: list[Run] = []
    for line in sorted(lines, key=lambda li: (li.rect.top, li.rect.left)):
        open_runs = [run for run in open_runs if line.rect.top - run.lines[-1].rect.top < STEP[1] * 1.3 * run.size]
        fitting = [run for run in open_runs if run.takes(line, across)]
        if fitting:
            run = min(fitting, key=lambda run: (abs(run.left - line.rect.left), line.rect.top - run.lines[-1].rect.top))
            run.add(line)
        else:
            run = Run(line)
            runs.append(run)
            open_runs.append(run)
    columns = [(run.left, run.right) for run in runs if run.tells_edges()]
    for run in runs:
        run.full = len(run.lines) > 1 or any(_fills(run.lines[0], column) for column in columns)
    return _merge_runs(runs, across)


def _fills(line: TypeLine, column: tuple[float, float]) -> bool:
    """Whether a line goes from one edge of the column, or a paragraph's indent, to the other."""
    left, right = column
    indent = (line.rect.left - left) / line.size
    return abs(right - line.rect.right) < 0.3 * line.size and (abs(indent) < 0.25 or 1.7 < indent < 2.3)


def _merge_runs(runs: list[Run], across: Sequence[Rect]) -> list[Run]:
    """Runs one below the other put together where the column of the longer one holds the shorter, centred or ragged."""
    runs = sorted(runs, key=lambda run: (run.lines[0].rect.top, run.left))
    changed = True
    while changed:
        changed = False
        at = 0
        while at < len(runs):
            upper = runs[at]
            lower = next((run for run in runs if run is not upper and _goes_on(upper, run, across)), None)
            if lower is None:
                at += 1
                continue
            upper.step = min(step for step in (upper.step, lower.step, 1e9) if step)
            upper.lines += lower.lines
            upper.full = upper.full or lower.full
            upper.left, upper.right = min(upper.left, lower.left), max(upper.right, lower.right)
            runs.remove(lower)
            at = runs.index(upper)
            changed = True
    return runs


def _goes_on(upper: Run, lower: Run, across: Sequence[Rect]) -> bool:
    size = upper.size
    step = lower.lines[0].rect.top - upper.lines[-1].rect.top
    if not STEP[0] * size < step < STEP[1] * size or abs(lower.size - size) > ALIKE * size:
        return False
    usual = upper.step or lower.step
    if usual and step > _LEADING_SLACK * usual:
        return False
    broad, narrow = (upper, lower) if upper.right - upper.left >= lower.right - lower.left else (lower, upper)
    if not broad.full or narrow.left < broad.left - RAGGED * size or narrow.right > broad.right + RAGGED * size:
        return False
    return not is_ruled_off(upper.lines[-1].rect, lower.lines[0].rect, across, size)


def is_ruled_off(upper: Rect, lower: Rect, across: Sequence[Rect], size: float) -> bool:
    return any(
        upper.bottom - 0.3 * size < rule.top < lower.top + 0.3 * size and rule.shared_width(lower) > 0.5 * lower.width
        for rule in across
    )


class Run:
    def __init__(self, line: TypeLine) -> None:
        self.lines = [line]
        self.left, self.right = line.rect.left, line.rect.right
        self.size = line.size
        self.step = 0.0
        self.full = False  # wide enough to tell the edges of its column

    def takes(self, line: TypeLine, across: Sequence[Rect]) -> bool:
        size, last = self.size, self.lines[-1]
        if abs(line.size - size) > ALIKE * size:
            return False
        step = line.rect.top - last.rect.top
        if not STEP[0] * size < step < STEP[1] * size or (self.step and step > _LEADING_SLACK * self.step):
            return False
        left, right = line.rect.left, line.rect.right
        if not -INDENT * size < left - self.left < max(INDENT * size, self.right - self.left - size):
            return False
        if len(self.lines) > 3 and (left < self.left - RAGGED * size or right > self.right + 1.2 * size):
            return False
        return not is_ruled_off(last.rect, line.rect, across, size)

    def tells_edges(self) -> bool:
        """Enough lines, or two that end at the same place."""
        full = sum(abs(line.rect.right - self.right) < 0.15 * self.size for line in self.lines)
        return len(self.lines) >= FULL_COLUMN or full >= 2

    def add(self, line: TypeLine) -> None:
        step = line.rect.top - self.lines[-1].rect.top
        self.step = min(self.step, step) if self.step else step
        self.lines.append(line)
        self.left, self.right = min(self.left, line.rect.left), max(self.right, line.rect.right)
