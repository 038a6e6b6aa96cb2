"""Blocks of a sheet -> what is seen of each stretch of text: how it begins and ends, and what stands around it."""

from __future__ import annotations

from enum import IntEnum
from functools import reduce

from kg.pages.layout_kinds import Blocks, Body, Head, Picture
from kg.pages.layout_sheet import Rect

_NO_START = frozenset("，。、；：？！”’」』》〉）】〕…·,.;:?!)%％")
_STOPS = "。！？!?…”’」』）)："
ADJACENT = 5.0  # type sizes between two columns that are read one after the other


class Edge(IntEnum):
    """How a stretch begins or ends."""

    OPEN = 0  # in mid-paragraph
    UNSURE = 1
    CLOSED = 2  # with a paragraph


class Sight:
    """A sheet as it is seen; stretches and headlines go by their numbers in ``bodies`` and ``heads``.

    ``claims``: the headline that a stretch stands under; ``below``: the one under it; ``tops``: where its column
    begins, with a picture on top; ``parted``: for stretches below a picture or a headline in the text, the one above.
    """

    def __init__(self, blocks: Blocks) -> None:
        self.blocks = blocks
        self.size = blocks.size
        self.bodies = sorted(blocks.bodies, key=lambda b: (b.rect.left, b.rect.top))
        self.heads = sorted(blocks.heads, key=lambda h: (h.rect.top, h.rect.left))
        count = len(self.bodies)
        self.frame = [self.find_frame(body.rect) for body in self.bodies]
        self.head_frame = [self.find_frame(head.rect) for head in self.heads]
        self.indented = self._is_indented()
        self.starts = [self._find_start(body) for body in self.bodies]
        self.ends = [self._find_end(body) for body in self.bodies]
        self.within: dict[int, bool] = {}  # by id of a headline: the text stands around it
        self.gaps: dict[int, float] = {}  # between stretch and claimed headline, pictures apart
        self.claims = [self._find_claim(at) for at in range(count)]
        self._extend_claims()
        self.tops = [self._find_top(body) for body in self.bodies]
        self.below = [self._find_below(at) for at in range(count)]
        self.parted = self._find_parted()

    def find_frame(self, rect: Rect) -> int:
        holding = [
            (frame.width * frame.height, number)
            for number, frame in enumerate(self.blocks.frames)
            if frame.holds(rect, 0.5 * self.size)
        ]
        if not holding:
            return -1
        # a border and its tint are one frame
        smallest = self.blocks.frames[min(holding)[1]]
        return next(n for n, f in enumerate(self.blocks.frames) if f.holds(smallest, 3) and smallest.holds(f, 3))

    def _is_indented(self) -> bool:
        begun = [
            (line.rect.left - body.left) / body.size
            for body in self.bodies
            if len(body.lines) >= 3
            for line in body.lines
        ]
        return sum(1.4 < indent < 2.6 for indent in begun) >= max(1, 0.02 * len(begun))

    def _find_start(self, body: Body) -> Edge:
        first = body.lines[0]
        if 0 in body.crossheads:
            return Edge.CLOSED
        if first.text[0] in _NO_START:
            return Edge.OPEN
        indent = (first.rect.left - body.left) / body.size
        if not self.indented:
            return Edge.UNSURE
        if indent > 1.3:
            told = any(line.rect.left < body.left + 0.6 * body.size for line in body.lines)
            return Edge.CLOSED if told or len(body.lines) == 1 else Edge.UNSURE
        return Edge.OPEN if indent < 0.6 else Edge.UNSURE

    def _find_end(self, body: Body) -> Edge:
        last = body.lines[-1]
        if len(body.lines) - 1 in body.crossheads:
            return Edge.CLOSED
        full = last.rect.right > body.right - 1.1 * body.size
        stopped = last.text[-1] in _STOPS or last.text.endswith("……")
        if stopped:
            return Edge.UNSURE if full else Edge.CLOSED
        return Edge.OPEN if last.rect.right > body.right - 5 * body.size else Edge.UNSURE

    def _find_claim(self, at: int) -> int | None:
        """The headline that a stretch stands under, with nothing but pictures between."""
        body = self.bodies[at]
        best: tuple[float, int] | None = None
        for number, head in enumerate(self.heads):
            if self.head_frame[number] != self.frame[at]:
                continue
            gap = body.rect.top - head.rect.bottom
            shared = head.rect.shared_width(Rect(body.left, 0, body.right, 0))
            if gap < -0.5 * self.size or shared < min(0.5 * (body.right - body.left), 0.25 * head.rect.width):
                continue
            if best is None or gap < best[0]:
                best = gap, number
        if best is None:
            return None
        gap, number = best
        head = self.heads[number]
        if self._is_inset(head, body):
            return None
        between = Rect(body.left, head.rect.bottom, body.right, body.rect.top)
        free = gap
        for other in self.bodies:
            if other is not body and self.is_between(other.rect, between):
                return None
        for picture in self.blocks.pictures:
            rect = self.find_whole(picture)
            if self.is_between(rect, between):
                free -= rect.height
        if self.is_ruled(between):
            return None
        if free > 2.6 * self.size + 0.3 * head.size:
            return None
        self.gaps[at] = free
        return number

    def _find_top(self, body: Body) -> float:
        """Where a column begins: with the picture on top of it, if there is one."""
        tops = [
            picture.rect.top
            for picture in self.blocks.pictures
            if self.find_whole(picture).shared_width(body.rect) > 0.7 * self.find_whole(picture).width
            and -0.5 * self.size < body.rect.top - self.find_whole(picture).bottom < 1.8 * self.size
        ]
        return min(tops, default=body.rect.top)

    def _find_below(self, at: int) -> int | None:
        """The headline right below a stretch."""
        body = self.bodies[at]
        near = [
            (head.rect.top - body.rect.bottom, number)
            for number, head in enumerate(self.heads)
            if self.head_frame[number] == self.frame[at]
            and -0.5 * self.size < head.rect.top - body.rect.bottom < 6 * self.size + 0.3 * head.size
            and self._shared(body, head.rect) > 0.2
        ]
        if not near:
            return None
        gap, number = min(near)
        between = Rect(body.left, body.rect.bottom, body.right, body.rect.bottom + gap)
        taken = any(other is not body and self.is_between(other.rect, between) for other in self.bodies)
        return None if taken else number

    def _extend_claims(self) -> None:
        """A headline may be narrower than the columns under it: those on a level with claimed ones, free above, too."""
        changed = True
        while changed:
            changed = False
            for at, body in enumerate(self.bodies):
                if self.claims[at] is not None:
                    continue
                above = self._find_broken_above(at)
                if above is not None and self.claims[above] is not None:
                    self.claims[at] = self.claims[above]
                    changed = True
                    continue
                for other, claim in enumerate(self.claims):
                    if claim is None or self.frame[other] != self.frame[at]:
                        continue
                    beside = self.bodies[other]
                    apart = max(beside.left - body.right, body.left - beside.right)
                    level = abs(beside.rect.top - body.rect.top) < 0.5 * body.leading
                    if not level or not -self.size < apart < ADJACENT * self.size:
                        continue
                    head = self.heads[claim].rect
                    over = Rect(body.left, head.top, body.right, body.rect.top)
                    taken = (
                        *(b.rect for b in self.bodies if b is not body),
                        *(h.rect for h in self.heads if h.rect != head),
                    )
                    if not any(r.shared_width(over) > self.size and r.shared_height(over) > self.size for r in taken):
                        self.claims[at] = claim
                        changed = True
                        break

    def _find_broken_above(self, at: int) -> int | None:
        """The stretch of the same column that a picture parts from this one."""
        return next((up for up, upper in enumerate(self.bodies) if self.is_broken(upper, self.bodies[at])), None)

    def is_broken(self, upper: Body, lower: Body) -> bool:
        """Whether two stretches of one column have a picture and nothing else between them."""
        size = self.size
        if lower.rect.top < upper.rect.bottom or not self.is_same_column(upper, lower):
            return False
        between = Rect(upper.left, upper.rect.bottom, upper.right, lower.rect.top)
        others = (*(h.rect for h in self.heads), *(b.rect for b in self.bodies if b is not upper and b is not lower))
        if any(self.is_between(rect, between) for rect in others):
            return False
        pictures = [self.find_whole(p) for p in self.blocks.pictures if self.is_between(self.find_whole(p), between)]
        return bool(pictures) and between.height - sum(rect.height for rect in pictures) < 1.8 * size

    def is_same_column(self, upper: Body, lower: Body) -> bool:
        return abs(upper.left - lower.left) < self.size and abs(upper.right - lower.right) < 1.5 * self.size

    def _shared(self, body: Body, rect: Rect) -> float:
        """Share of a column's width that lies within a rectangle's."""
        return max(0.0, min(body.right, rect.right) - max(body.left, rect.left)) / max(1.0, body.right - body.left)

    def is_between(self, rect: Rect, between: Rect) -> bool:
        return (
            rect.shared_width(between) > 0.3 * min(rect.width, between.width)
            and rect.top > between.top - 0.5 * self.size
            and rect.bottom < between.bottom + 0.5 * self.size
        )

    def find_whole(self, picture: Picture) -> Rect:
        return reduce(Rect.join, (line.rect for line in picture.caption), picture.rect)

    def is_ruled(self, between: Rect) -> bool:
        return any(
            rule.width > rule.height
            and rule.shared_width(between) > 0.7 * between.width
            and between.top - 1 <= rule.top <= between.bottom + 1
            for rule in self.blocks.rules
        )

    def is_flanked(self, head: Head, upper: Body, lower: Body) -> bool:
        """Whether the text stands around a headline: a column beside it is as high as the text above and below it."""
        return bool(self._find_sides(head, upper, lower)) and self._is_within(head)

    def _find_sides(self, head: Head, upper: Body, lower: Body) -> list[Body]:
        slack = 2.5 * upper.leading
        room = 3 * self.size + 0.3 * head.rect.width
        if head.rect.left < upper.left - self.size or head.rect.right > upper.right + self.size:  # over two columns
            room = max(room, 1.2 * (upper.right - upper.left))
        return [
            side
            for side in self.bodies
            if side is not upper
            and side is not lower
            and abs(side.rect.top - upper.rect.top) < slack
            and abs(side.rect.bottom - lower.rect.bottom) < slack
            and side.rect.top < head.rect.top
            and side.rect.bottom > head.rect.bottom
            and max(side.left - head.rect.right, head.rect.left - side.right) < room
        ]

    def _is_within(self, head: Head) -> bool:
        """Whether text runs on across a headline, or from the columns beside it to those above or below it."""
        if id(head) not in self.within:
            self.within[id(head)] = any(
                self._joins(side, upper, lower)
                for upper in self.bodies
                for lower in self.bodies
                if self.is_same_column(upper, lower)
                and self._shared(upper, head.rect) > 0.2
                and upper.rect.bottom <= head.rect.top + 0.5 * self.size
                and lower.rect.top >= head.rect.bottom - 0.5 * self.size
                for side in self._find_sides(head, upper, lower)
            )
        return self.within[id(head)]

    def _joins(self, side: Body, upper: Body, lower: Body) -> bool:
        """Whether text runs on between a column and what stands beside it, or across what parts the latter."""
        number = {id(body): at for at, body in enumerate(self.bodies)}
        at, above, under = number[id(side)], number[id(upper)], number[id(lower)]
        if self.ends[above] is Edge.OPEN and self.starts[under] is not Edge.CLOSED:
            return True
        first, second = (at, above) if side.left < upper.left else (under, at)
        return Edge.CLOSED not in (self.ends[first], self.starts[second])

    def _find_parted(self) -> dict[Body, Body]:
        """For stretches that begin below a picture in their column, or a headline within the text: the one above."""
        parted: dict[Body, Body] = {}
        for upper in self.bodies:
            for lower in self.bodies:
                if lower is upper or abs(lower.left - upper.left) > self.size or lower.rect.top < upper.rect.bottom:
                    continue
                between = Rect(upper.left, upper.rect.bottom, upper.right, lower.rect.top)
                heads = [head for head in self.heads if self.is_between(head.rect, between)]
                flanked = len(heads) == 1 and self.is_flanked(heads[0], upper, lower)
                if flanked or self.is_broken(upper, lower):
                    parted[lower] = upper
        return parted

    def _is_inset(self, head: Head, lower: Body) -> bool:
        return any(
            abs(upper.left - lower.left) < self.size
            and upper.rect.bottom <= head.rect.top + 0.5 * self.size
            and self.is_flanked(head, upper, lower)
            for upper in self.bodies
            if upper is not lower
        )
