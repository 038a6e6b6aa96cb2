"""Headlines of a page whose columns lie about -> the bodies that they belong to, wherever these stand.

Each headline (lines without a blank one between) goes to the body that has most of its words, the surest first; place
decides where words do not. What is left over stands above or below a headline that has found its body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.articles.assign import Claim, Unit
from kg.pages.overlap import Overlap

_WORDS = 3.0
_BELOW, _ABOVE, _STEP = 0.45, 0.25, 0.06  # for the body right below, right above; less for each one further off
_SURE = 0.12  # difference in cover from which the words alone decide
_LITTLE = 0.12  # cover below which the words say nothing
_HALF = 0.3  # cover that each half of a line needs to be a headline of its own


def hand_out(gaps: Sequence[Sequence[Unit]], bodies: Sequence[str]) -> list[Claim]:
    """One claim for each body; ``gaps[i]`` stands above ``bodies[i]``."""
    claims = [Claim() for _ in bodies]
    groups: list[tuple[int, list[Unit]]] = []
    for place, units in enumerate(gaps):
        for unit in part_halves(units, bodies):
            if unit.line is None:
                near = groups[-1][1] if groups and groups[-1][0] == place else None
                if near is not None and unit.gap <= 1:
                    near[-1].authors += unit.authors
                else:
                    claims[min(place, len(bodies) - 1)].units.append(unit)
            elif groups and groups[-1][0] == place and not unit.line.gap:
                groups[-1][1].append(unit)
            else:
                groups.append((place, [unit]))
    texts = ["".join(unit.line.text for unit in units if unit.line) for _, units in groups]
    overlap = Overlap(texts, bodies)
    covers = [[overlap.cover(group, body) for body in range(len(bodies))] for group in range(len(groups))]
    taken: dict[int, int] = {}  # group -> body
    owners: dict[int, int] = {}
    rows = sorted(
        (-_value(covers[group][body], place, body), group, body)
        for group, (place, _) in enumerate(groups)
        for body in range(len(bodies))
    )
    for value, group, body in rows:
        if group not in taken and body not in owners and -value > _LITTLE * _WORDS:
            taken[group], owners[body] = body, group
    for group, (place, _) in enumerate(groups):
        if group not in taken:
            beside = [taken[other] for other in (group - 1, group + 1) if other in taken and groups[other][0] == place]
            choice = beside or [min(place, len(bodies) - 1)]
            taken[group] = max(choice, key=lambda body: (covers[group][body], -body))
    for body in range(len(bodies)):
        own = sorted(group for group, owner in taken.items() if owner == body)
        main = owners.get(body)
        if main is not None:  # what is far from the main headline comes after it
            own.sort(key=lambda group: (groups[group][0] != groups[main][0], group))
        for group in own:
            claims[body].units += groups[group][1]
        if main is not None:
            rest = [cover for other, cover in enumerate(covers[main]) if other != body]
            claims[body].certain = covers[main][body] > max(rest, default=0.0) + _SURE or len(bodies) == 1
        else:
            claims[body].certain = not own
    return claims


def _value(cover: float, place: int, body: int) -> float:
    off = body - place
    near = _BELOW if off == 0 else _ABOVE if off == -1 else 0.0
    return _WORDS * cover + near - _STEP * min(abs(off), 6)


def part_halves(units: Sequence[Unit], bodies: Sequence[str]) -> list[Unit]:
    """Lines of two headlines that stand side by side taken apart, where each half has its words in another body."""
    halves: list[tuple[Unit, str, str]] = []
    for unit in units:
        left, _, right = unit.line.text.partition(" ") if unit.line else ("", "", "")
        halves.append((unit, left, right))
    texts = [text for _, left, right in halves for text in (left, right)]
    if len(bodies) < 2 or not any(texts):
        return list(units)
    overlap = Overlap(texts, bodies)
    ranked = range(len(bodies))
    parted: list[Unit] = []
    rights: list[Unit] = []
    sides: tuple[int, int] | None = None
    for number, (unit, left, right) in enumerate(halves):
        line = unit.line
        if line is None or (line.gap and rights):
            parted += rights
            rights, sides = [], None
        if line is None or not right:
            whole = max(ranked, key=lambda body: overlap.cover(2 * number, body)) if line else -1
            (rights if sides and whole == sides[1] else parted).append(unit)
            continue
        best = [max(ranked, key=lambda body: overlap.cover(at, body)) for at in (2 * number, 2 * number + 1)]
        strength = [overlap.cover(2 * number + side, best[side]) for side in (0, 1)]
        clear = best[0] != best[1] and min(strength) >= _HALF and len(left) > 3 and len(right) > 3
        if clear or (sides and _goes_on(overlap, number, sides)):
            sides = sides or (best[0], best[1])
            parted.append(Unit(replace(line, text=left), [], unit.gap))
            rights.append(Unit(replace(line, text=right, gap=0 if rights else 1), unit.authors, 0))
        else:
            parted.append(unit)
    return parted + rights


def _goes_on(overlap: Overlap, number: int, sides: tuple[int, int]) -> bool:
    """Whether the halves of a line below two headlines side by side go on with them, by their words."""
    leaning = [
        overlap.cover(2 * number + side, sides[side]) - overlap.cover(2 * number + side, sides[1 - side])
        for side in (0, 1)
    ]
    return min(leaning) >= 0 and max(leaning) > 0
