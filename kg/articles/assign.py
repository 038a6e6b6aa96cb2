"""Which headline lines between two bodies belong to the one above, which to the one below.

The words decide first (``Overlap``), then nearness and what the rest of the page does; the best split of all gaps
together is found by dynamic programming, since an article wants one headline, not two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.articles.blocks import Block, BylineLine, Caption, HeadLine
from kg.model import Author
from kg.pages.overlap import Overlap

_WORDS = 3.0  # score of a line all of whose words the body has
_FIRST = 0.5  # an article gets a headline
_SECOND = -0.9  # and another one from its other side
_TORN = -1.0  # lines parted that stand together
_AFTER_BYLINE = 0.4  # parted where a byline closes the upper headline
_NEAR = 0.25  # no blank line between headline and body, but one on the other side
_HABIT = 0.5  # at most: what the page does elsewhere
_CLEAR = 0.15  # difference in cover from which words alone decide
_LITTLE = 0.12  # cover below which the words say nothing
_FAR = 12  # bodies away: no page has many more
_MUCH = 0.4  # cover from which a headline may go to a body that is not next to it


@dataclass(slots=True)
class Unit:
    """A headline line with the bylines right below it; or bylines by themselves (``line`` None)."""

    line: HeadLine | None
    authors: list[Author] = field(default_factory=list)
    gap: int = 0
    head: int = -1  # its number in the Overlap
    place: int = 0  # the gap it stands in


@dataclass(slots=True)
class Claim:
    """What one body gets."""

    units: list[Unit] = field(default_factory=list)
    certain: bool = True
    main: tuple[int, int] | None = None  # which of its lines stand together with the main headline, where that is known


def find_units(gap: Sequence[Block]) -> list[Unit]:
    """The headline lines of a gap, each with its bylines; captions are left aside."""
    units: list[Unit] = []
    for item in gap:
        if isinstance(item, HeadLine):
            units.append(Unit(item, gap=item.gap))
        elif isinstance(item, BylineLine):
            if units and item.gap <= 1:
                units[-1].authors += item.authors
            else:
                units.append(Unit(None, list(item.authors), item.gap))
        elif isinstance(item, Caption):
            continue
    return units


def assign_headlines(gaps: Sequence[Sequence[Unit]], gaps_below: Sequence[int], bodies: Sequence[str]) -> list[Claim]:
    """One claim for each body: ``gaps[i]`` stands above ``bodies[i]``, ``gaps_below[i]`` is its blank lines above."""
    heads: list[str] = []
    for place, units in enumerate(gaps):
        for unit in units:
            unit.place = place
            if unit.line is not None:
                unit.head = len(heads)
                heads.append(unit.line.text)
    overlap = Overlap(heads, bodies)
    scorer = _Splits(gaps, gaps_below, overlap, len(bodies))
    splits = scorer.find_best(habit=0.0)
    splits = scorer.find_best(habit=scorer.find_habit(splits))
    claims = [Claim() for _ in bodies]
    for index, units in enumerate(gaps):
        for place, unit in enumerate(units):
            claims[index - 1 if place < splits[index] else index].units.append(unit)
    _move_far(claims, overlap)
    for index, claim in enumerate(claims):
        claim.certain = _is_certain(index, claims, overlap)
    return claims


class _Splits:
    """Scores of handing the first ``k`` units of a gap to the body above and the rest to the one below."""

    def __init__(
        self, gaps: Sequence[Sequence[Unit]], gaps_below: Sequence[int], overlap: Overlap, bodies: int
    ) -> None:
        self._gaps = gaps
        self._gaps_below = gaps_below
        self._overlap = overlap
        self._bodies = bodies

    def find_best(self, habit: float) -> list[int]:
        """The split of each gap; state is whether the body above has a headline from its upper side."""
        back: list[dict[bool, tuple[bool, int]]] = []
        scores = {False: 0.0}
        for index, units in enumerate(self._gaps):
            low = len(units) if index == self._bodies else 0
            high = 0 if index == 0 else len(units)
            after: dict[bool, float] = {}
            choice: dict[bool, tuple[bool, int]] = {}
            own = [self._score(index, split, habit) for split in range(low, high + 1)] if low <= high else []
            for had, score in scores.items():
                for split, value in zip(range(low, high + 1), own, strict=True):
                    total = score + value
                    if self._heads(units[:split]):
                        total += _SECOND if had else _FIRST
                    has = bool(self._heads(units[split:]))
                    if has:
                        total += _FIRST
                    if has not in after or total > after[has] + 1e-9:
                        after[has] = total
                        choice[has] = (had, split)
            scores = after
            back.append(choice)
        state = max(sorted(scores), key=lambda has: scores[has])
        splits = []
        for choice in reversed(back):
            state, split = choice[state]
            splits.append(split)
        return splits[::-1]

    @staticmethod
    def _heads(units: Sequence[Unit]) -> int:
        return sum(unit.line is not None for unit in units)

    def _score(self, index: int, split: int, habit: float) -> float:
        units = self._gaps[index]
        score = 0.0
        for place, unit in enumerate(units):
            body = index - 1 if place < split else index
            if unit.line is not None:
                score += _WORDS * self._overlap.cover(unit.head, body)
        if 0 < split < len(units):
            if units[split - 1].authors:
                score += _AFTER_BYLINE
            elif not units[split].gap:
                score += _TORN
        if units:
            above, below = units[0].gap, self._gaps_below[index] if index < self._bodies else 1
            near = _NEAR * ((not above and below > 0) - (above > 0 and not below))
            up = split / len(units)
            score += (near + habit) * (2 * up - 1)
        return score

    def find_habit(self, splits: Sequence[int]) -> float:
        """Positive where the words show that this page sets headlines below their bodies."""
        after = before = 0
        for index in range(1, self._bodies):
            for place, unit in enumerate(self._gaps[index]):
                if unit.line is None:
                    continue
                up, down = self._overlap.cover(unit.head, index - 1), self._overlap.cover(unit.head, index)
                if abs(up - down) > _CLEAR:
                    after += up > down and place < splits[index]
                    before += down > up and place >= splits[index]
        after += bool(self._heads(self._gaps[-1])) and not self._heads(self._gaps[0])
        before += bool(self._heads(self._gaps[0])) and not self._heads(self._gaps[-1])
        return _HABIT * (after - before) / (after + before + 1)


def _cover(units: Sequence[Unit], body: int, overlap: Overlap) -> float:
    """The best cover of any of the lines: a kicker may share nothing."""
    return max((overlap.cover(unit.head, body) for unit in units if unit.line is not None), default=0.0)


def _move_far(claims: list[Claim], overlap: Overlap) -> None:
    """The headline of a gap that shares nothing with its neighbours but much with a body that has none goes there."""
    for index, claim in enumerate(claims):
        for place in sorted({unit.place for unit in claim.units}):
            group = [unit for unit in claim.units if unit.place == place]
            if not any(unit.line for unit in group) or _cover(group, index, overlap) >= _LITTLE:
                continue
            near = range(max(0, index - _FAR), min(len(claims), index + _FAR + 1))
            free = [body for body in near if body != index and not any(unit.line for unit in claims[body].units)]
            cover, best = max(((_cover(group, body, overlap), -body) for body in free), default=(0.0, 0))
            if cover >= _MUCH:
                claims[-best].units += group
                claim.units = [unit for unit in claim.units if unit.place != place]


def _is_certain(index: int, claims: Sequence[Claim], overlap: Overlap) -> bool:
    """Whether the words bear out the headline, or nothing else could have it (or it could have nothing else)."""
    if len(claims) == 1:
        return True
    lines = [unit for unit in claims[index].units if unit.line is not None]
    around = [body for body in (index - 1, index + 1) if 0 <= body < len(claims)]
    if not lines:  # none near: certain unless a neighbour holds one that its own words do not bear out
        return not any(
            any(unit.line for unit in claims[body].units) and _cover(claims[body].units, body, overlap) < _LITTLE
            for body in around
        )
    own = _cover(lines, index, overlap)
    if own < _LITTLE:
        return all(any(unit.line for unit in claims[body].units) for body in around)
    return all(own + _LITTLE > _cover(lines, body, overlap) for body in around)
