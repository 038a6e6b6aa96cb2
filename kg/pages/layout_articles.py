"""Blocks of a sheet -> stories: stretches in the order in which they are read, with their headline and pictures.

Three kinds of evidence are added up: where the blocks stand to each other, whether the text of one stretch goes on in
another (an open end, a line without indent), and which words a headline shares with a text. What is surest is done
first, so that what is doubtful is decided last and with most known (agglomeration, as in Kruskal 1956).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce

from kg.pages.layout_kinds import Blocks, Body, Head, Picture
from kg.pages.layout_links import Link, Linking
from kg.pages.layout_matching import match_best
from kg.pages.layout_sheet import Rect
from kg.pages.overlap import Overlap, cohesion

_COHESION = 4.0
_LEAST = 0.0  # for putting stretches together that nothing else tells
_DOUBTFUL = 1.0
_FEW_WORDS = 0.15  # share of a headline's words
_WORDS = 5.0  # what it counts that a text has all the words of a headline


@dataclass(eq=False, slots=True)
class Story:
    """``bodies`` in reading order; ``heads`` from the first to the last."""

    bodies: list[Body]
    heads: list[Head] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    certain: bool = True

    @property
    def rect(self) -> Rect:
        rects = [head.rect for head in self.heads] + [body.rect for body in self.bodies]
        return reduce(Rect.join, rects + [picture.rect for picture in self.pictures])

    @property
    def text(self) -> str:
        return "".join(body.text for body in self.bodies)


def find_stories(blocks: Blocks) -> list[Story]:
    """The stories of a sheet from its top left to its bottom right."""
    finder = _Finder(blocks)
    finder.link_sure()
    finder.assign_heads()
    finder.link_rest()
    finder.assign_heads()  # those that are left
    finder.place_loose_heads()
    finder.place_pictures()
    return finder.collect()


class _Finder(Linking):
    """Groups of stretches that become stories, each a chain: ``after`` and ``before`` are its links."""

    def __init__(self, blocks: Blocks) -> None:
        super().__init__(blocks)
        count = len(self.bodies)
        self.after: list[int | None] = [None] * count
        self.before: list[int | None] = [None] * count
        self.group = list(range(count))
        self.headed: dict[int, list[int]] = {}  # group -> heads
        self.doubtful: set[int] = set()
        self.pictures: dict[int, list[Picture]] = {}
        self.links = self.score_links()

    def link_sure(self) -> None:
        self._link(2.5)

    def link_rest(self) -> None:
        """Groups without a headline to those that they go before or after, the likeliest first."""
        while True:
            texts = {group: "".join(self.bodies[at].text for at in self._chain(group)) for group in self.groups()}
            best: Link | None = None
            for link in self.links:
                if self.after[link.first] is not None or self.before[link.second] is not None:
                    continue
                left, right = self.group[link.first], self.group[link.second]
                if left == right or (left in self.headed and right in self.headed):
                    continue
                score = self._score_rest(link, texts[left], texts[right])
                if score >= _LEAST and (best is None or score > best.score):
                    best = Link(score, link.first, link.second)
            if best is None or not self._try(best):
                return
            if best.score < _DOUBTFUL:
                self.doubtful.add(self.group[best.first])

    def _score_rest(self, link: Link, upper: str, lower: str) -> float:
        score = link.score - self.score_claims(link.first, link.second)
        score += _COHESION * cohesion(upper, lower)
        if self._stands_between(link):
            score += 1.5
        for group, text in ((self.group[link.first], lower), (self.group[link.second], upper)):
            heads = [self.heads[number].text for number in self.headed.get(group, ())]
            if heads:
                score += 3.0 * Overlap(["".join(heads)], [text, ""]).cover(0, 0)
        return score

    def _link(self, least: float) -> None:
        for link in self.links:
            if link.score < least:
                break
            self._try(link)

    def _try(self, link: Link) -> bool:
        first, second = link.first, link.second
        if self.after[first] is not None or self.before[second] is not None:
            return False
        left, right = self.group[first], self.group[second]
        if left == right:
            return False
        mine, theirs = self.headed.get(left, []), self.headed.get(right, [])
        if mine and theirs:
            return False
        self.after[first], self.before[second] = second, first
        self.group = [left if group == right else group for group in self.group]
        self.doubtful = {left if group == right else group for group in self.doubtful}
        heads = [*mine, *theirs]
        self.headed.pop(right, None)
        if heads:
            self.headed[left] = heads
        return True

    def _stands_between(self, link: Link) -> bool:
        """Whether the headline of one of the two, and only that, parts the lower stretch from the upper one."""
        upper, lower = self.bodies[link.first], self.bodies[link.second]
        if lower.rect.top < upper.rect.bottom:
            return False
        left, right = min(upper.left, lower.left), max(upper.right, lower.right)
        between = Rect(left, upper.rect.bottom, right, lower.rect.top)
        inside = [number for number, head in enumerate(self.heads) if self.is_between(head.rect, between)]
        return bool(inside) and inside in (self.headed.get(self.group[at]) for at in (link.first, link.second))

    def _chain(self, group: int) -> list[int]:
        """The stretches of a group in reading order."""
        members = [at for at in range(len(self.bodies)) if self.group[at] == group]
        firsts = [at for at in members if self.before[at] is None]
        order: list[int] = []
        for at in sorted(firsts, key=lambda at: (self.bodies[at].rect.top, self.bodies[at].rect.left)):
            step: int | None = at
            while step is not None and step not in order:
                order.append(step)
                step = self.after[step]
        return order

    def groups(self) -> list[int]:
        return list(dict.fromkeys(self.group))

    def assign_heads(self) -> None:
        """Each headline to the group of stretches it stands at and shares its words with."""
        taken = {number for numbers in self.headed.values() for number in numbers}
        free = [number for number in range(len(self.heads)) if number not in taken]
        groups = [group for group in self.groups() if group not in self.headed]
        texts = ["".join(self.bodies[at].text for at in self._chain(group)) for group in groups]
        overlap = Overlap([self.heads[number].text for number in free], texts)
        table = [
            [self._score_head(number, group, overlap.cover(row, place)) for place, group in enumerate(groups)]
            for row, number in enumerate(free)
        ]
        for row, place in enumerate(match_best(table)):
            if place is not None:
                self.headed[groups[place]] = [free[row]]

    def _score_head(self, number: int, group: int, cover: float) -> float:
        """How well a headline stands to a group, and how many of its words are there; 0 where it cannot be its own."""
        head, members = self.heads[number], [at for at in range(len(self.bodies)) if self.group[at] == group]
        if all(self.frame[at] != self.head_frame[number] for at in members):
            return 0.0
        size = self.size
        rect = reduce(Rect.join, (self.bodies[at].rect for at in members))
        claimed = [at for at in members if self.claims[at] == number]
        words = _WORDS * cover
        if claimed:
            gap = min((self.gaps[at] for at in claimed if at in self.gaps), default=size)
            return max(0.1, (3.5 if self._chain(group)[0] in claimed else 2.0) - 0.4 * max(0.0, gap / size - 1)) + words
        if rect.holds(head.rect, 0.5 * size):
            return 2.0 + words
        share = head.rect.shared_width(rect) / head.rect.width
        if share > 0.5:
            above = rect.top - head.rect.bottom
            below = head.rect.top - rect.bottom
            gap = max(above, below)
            if gap < -size:  # partly within
                return 1.5 + words
            if gap > 8 * size:
                return 0.0
            return max(0.1, (1.0 if above >= below else 1.5) - 0.3 * max(0.0, gap / size - 1)) + words
        across = max(rect.left - head.rect.right, head.rect.left - rect.right, 0.0)
        down = max(rect.top - head.rect.bottom, head.rect.top - rect.bottom, 0.0)
        if across < 20 * size and down < 6 * size:
            return max(0.1, 1.5 - 0.1 * max(0.0, across / size - 1) - 0.2 * down / size) + words
        return 0.0

    def place_loose_heads(self) -> None:
        """A headline line by itself above or below another headline is one with it: kicker, subhead."""
        owner = {number: group for group, numbers in self.headed.items() for number in numbers}
        for number, head in enumerate(self.heads):
            if number in owner:
                continue
            near = []
            for other, group in owner.items():
                rect = self.heads[other].rect
                if (
                    self.head_frame[other] != self.head_frame[number]
                    or head.rect.shared_width(rect) < 0.5 * head.rect.width
                ):
                    continue
                gap = max(rect.top - head.rect.bottom, head.rect.top - rect.bottom)
                if gap < 3 * self.size + 0.5 * max(head.size, self.heads[other].size):
                    near.append((gap, other, group))
            if near:
                self.headed[min(near)[2]].append(number)

    def place_pictures(self) -> None:
        for picture in self.blocks.pictures:
            rect = self.find_whole(picture)
            best: tuple[float, int] | None = None
            for at, body in enumerate(self.bodies):
                gap = self._distance(rect, body.rect)
                if self.frame[at] == self.find_frame(picture.rect) and (best is None or gap < best[0]):
                    best = gap, self.group[at]
            for group, numbers in self.headed.items():
                for number in numbers:
                    gap = self._distance(rect, self.heads[number].rect)
                    if best is None or gap < best[0]:
                        best = gap, group
            if best is not None:
                self.pictures.setdefault(best[1], []).append(picture)

    @staticmethod
    def _distance(one: Rect, other: Rect) -> float:
        across = max(0.0, one.left - other.right, other.left - one.right)
        down = max(0.0, one.top - other.bottom, other.top - one.bottom)
        return across * 2 + down

    def collect(self) -> list[Story]:
        stories = []
        for group in self.groups():
            numbers = sorted(
                self.headed.get(group, []), key=lambda n: (self.heads[n].rect.top, self.heads[n].rect.left)
            )
            bodies = [self.bodies[at] for at in self._chain(group)]
            heads = [self.heads[n] for n in numbers]
            stories.append(Story(bodies, heads, self.pictures.get(group, []), self._is_certain(group)))
        told = {head for story in stories for head in story.heads}
        stories += [Story([], [head]) for head in self.heads if head not in told]
        shown = {picture for story in stories for picture in story.pictures}
        stories += [Story([], [], [picture]) for picture in self.blocks.pictures if picture not in shown]
        return sorted(stories, key=lambda story: (round(story.rect.top / (3 * self.size)), story.rect.left))

    def _is_certain(self, group: int) -> bool:
        """Whether place or words say whose headline it is, and no stretch was added for want of better."""
        if group in self.doubtful:
            return False
        for number in self.headed.get(group, [])[:1]:
            chain = self._chain(group)
            text = "".join(self.bodies[at].text for at in chain)
            if (
                self.claims[chain[0]] != number
                and Overlap([self.heads[number].text], [text, ""]).cover(0, 0) < _FEW_WORDS
            ):
                return False
        return True
