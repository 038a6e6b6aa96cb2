"""Two stretches of text -> how likely it is that the second one is read after the first."""

from __future__ import annotations

from dataclasses import dataclass

from kg.pages.breaks import load_breaks
from kg.pages.layout_kinds import Body
from kg.pages.layout_sheet import Rect
from kg.pages.layout_sight import ADJACENT, Edge, Sight


@dataclass(slots=True)
class Link:
    """``second`` after ``first``."""

    score: float
    first: int
    second: int


class Linking(Sight):
    """What speaks for reading one stretch after another: place, text, headlines."""

    def score_links(self) -> list[Link]:
        links = []
        for first in range(len(self.bodies)):
            for second in range(len(self.bodies)):
                if first == second or self.frame[first] != self.frame[second]:
                    continue
                place = self._score_place(first, second)
                if place is None:
                    continue
                score = place + self._score_text(first, second) + self.score_claims(first, second)
                links.append(Link(score, first, second))
        links.sort(key=lambda link: (-link.score, link.first, link.second))
        return links

    def _score_place(self, first: int, second: int) -> float | None:
        """How well a stretch stands where the other one goes on; None where it cannot."""
        upper, lower = self.bodies[first], self.bodies[second]
        size = self.size
        if abs(upper.size - lower.size) > 0.12 * size:
            return None
        same = self.is_same_column(upper, lower)
        score = -1.0 if abs(upper.size - lower.size) > 0.04 * size else 0.0
        if same:
            if lower.rect.top < upper.rect.bottom - 0.5 * size:
                return None
            between = Rect(upper.left, upper.rect.bottom, upper.right, lower.rect.top)
            if self.is_ruled(between):
                return None
            if any(self.is_between(b.rect, between) for b in self.bodies if b is not upper and b is not lower):
                return None
            heads = [h for h in self.heads if self.is_between(h.rect, between)]
            if heads:
                return score + (2.5 if any(self.is_flanked(head, upper, lower) for head in heads) else -1.0)
            if self.is_broken(upper, lower):
                return score + 4.0
            return score + (1.0 if between.height < 2.5 * size else 0.0)
        apart = lower.left - upper.right
        if apart > -0.5 * size:  # to the right
            if apart > ADJACENT * size + 0.0:
                crossed = any(
                    b.left > upper.right - size
                    and b.right < lower.left + size
                    and b.rect.shared_height(upper.rect.join(lower.rect)) > 0
                    for b in self.bodies
                )
                if crossed or apart > (upper.right - upper.left) + 2 * ADJACENT * size:
                    return None
                score -= 1.5
            if self.tops[second] > upper.rect.bottom + 0.5 * size:
                return None  # lower right: the column between would come first
            if self._is_beside_other(upper, lower):
                return None
            wide = abs((upper.right - upper.left) - (lower.right - lower.left)) > size
            score -= 1.5 if wide else 0.0
            if upper in self.parted.values() or lower in self.parted:
                score -= 2.0  # the text goes on below, or comes from above
            level = abs(self.tops[first] - self.tops[second]) < 1.3 * upper.leading
            if level or self._rises(upper, lower) or self._is_beside_head(first, second):
                return score + 2.0
            return None if lower.rect.bottom < upper.rect.top else score + 0.5
        # back to the left: the next row of columns
        if lower.rect.top < upper.rect.bottom - 2.5 * size or lower.left > upper.left:
            return None
        between = Rect(lower.left, min(upper.rect.bottom, lower.rect.top), upper.right, lower.rect.top)
        if self.is_ruled(between):
            return None
        free = between.height
        for rect in (
            *(head.rect for head in self.heads),
            *(self.find_whole(picture) for picture in self.blocks.pictures),
        ):
            if self.is_between(rect, between):
                free -= rect.height
        return score + (0.5 if free < 7 * size else -1.0)

    def _is_beside_head(self, first: int, second: int) -> bool:
        """Whether the first stretch begins on a level with the headline of the second, to the left of both."""
        number = self.claims[second]
        if number is None or self.claims[first] is not None:
            return False
        left, right, head = self.bodies[first], self.bodies[second], self.heads[number].rect
        return (
            -0.5 * self.size < right.left - left.right < ADJACENT * self.size
            and head.left > left.right - self.size
            and abs(left.rect.top - head.top) < 2.5 * left.leading
        )

    def _rises(self, upper: Body, lower: Body) -> bool:
        """Whether a column that a picture breaks has a part that begins on a level with the next column."""
        part = self.parted.get(upper)
        return part is not None and abs(part.rect.top - lower.rect.top) < 1.3 * part.leading

    def _is_beside_other(self, left: Body, right: Body) -> bool:
        """Whether a third stretch stands between the two, on a level with both."""
        return any(
            b is not left
            and b is not right
            and b.left > left.left
            and b.right < right.right
            and b.left > left.right - self.size
            and b.right < right.left + self.size
            and b.rect.shared_height(left.rect) > 0
            for b in self.bodies
        )

    def _score_text(self, first: int, second: int) -> float:
        end, start = self.ends[first], self.starts[second]
        upper, lower = self.bodies[first], self.bodies[second]
        runs = load_breaks().running(upper.lines[-1].text[-3:], lower.lines[0].text[:3])
        runs = max(-1.5, min(1.5, 0.4 * runs))
        match end, start:
            case Edge.OPEN, Edge.OPEN:
                return 4.0 + runs
            case (Edge.OPEN, Edge.CLOSED) | (Edge.CLOSED, Edge.OPEN):
                return -6.0
            case Edge.UNSURE, Edge.OPEN:
                return 2.0 + runs
            case Edge.OPEN, Edge.UNSURE:
                return 3.0 + runs
            case Edge.UNSURE, Edge.CLOSED:
                return 0.3
            case Edge.UNSURE, Edge.UNSURE:
                return 0.5 + runs
        return 0.2 if start is Edge.CLOSED else 0.0

    def score_claims(self, first: int, second: int) -> float:
        upper, lower = self.claims[first], self.claims[second]
        if upper is not None and upper == lower:
            return 2.5
        if self._is_beside_head(first, second):
            return 0.0
        if lower is None and self.bodies[first] in self.parted.values():
            return 0.0
        if lower is None:
            beneath = self.below[first], self.below[second]
            if upper is None and None not in beneath:
                return 1.5 if beneath[0] == beneath[1] else -1.0
            return 0.0
        return -5.0 if upper is not None else -2.5
