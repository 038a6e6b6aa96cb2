"""Headlines of a page whose columns lie about -> the bodies that they belong to, wherever these stand.

Each body wants one headline (lines without a blank one between): which one is a choice by words and place (heads.npz),
and all choices of the page are made together, so that their sum is best. What is left over stands by a headline that
has found its body, or is a cross-head.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, permutations

from kg.articles.assign import Claim, Unit
from kg.articles.blocks import HeadLine
from kg.articles.headlines import load_head_words
from kg.articles.matching import match_best
from kg.articles.network import load_network
from kg.articles.pairs import load_pairs
from kg.articles.topics import load_topics, unify
from kg.pages.overlap import Overlap

_SURE = 0.12  # difference in cover from which the words alone decide
_SEAM = 0.3  # characters of cover that a bond of two characters at a seam is worth
_LIKELY = 5  # bodies that either of them may belong to
_LEAD = 220  # characters that tell what an article is about
_SHORT = 8
_APART = 1.0  # characters of a line that one body shares and the other does not, from which lines may be two headlines'


@dataclass(slots=True)
class Head:
    """A headline: its lines, and the segment right above which it stands (the last place is below all of them)."""

    units: list[Unit]
    place: int
    last: bool = False  # nothing stands between it and that segment
    glued: bool = False  # … not even a blank line

    @property
    def text(self) -> str:
        return "".join(unit.line.text for unit in self.units if unit.line)


def hand_out(
    gaps: Sequence[Sequence[Unit]],
    groups: Sequence[Sequence[int]],
    bodies: Sequence[str],
    below: Sequence[int],
) -> tuple[list[Claim], dict[int, list[HeadLine]]]:
    """One claim for each body, and the cross-heads by the segment that they stand above.

    ``gaps[i]`` stands above segment ``i``, which has ``below[i]`` blank lines right above it; ``groups``: the segments
    of each body.
    """
    owner = {segment: body for body, group in enumerate(groups) for segment in group}
    claims = [Claim() for _ in bodies]
    heads = find_heads(gaps, bodies, below)
    for place, units in enumerate(gaps):  # bylines below no headline
        for unit in units:
            if unit.line is None:
                claims[owner.get(place, len(bodies) - 1)].units.append(unit)
            else:
                break
    overlap = Overlap([head.text for head in heads], bodies)
    table = head_features(heads, groups, bodies, overlap)
    taken = match_best(_rate(table, len(bodies)))  # head -> body
    mains = {body: head for head, body in taken.items()}
    inner: dict[int, list[HeadLine]] = {}
    own: list[list[int]] = [[mains[body]] if body in mains else [] for body in range(len(bodies))]
    for at, head in enumerate(heads):
        if at in taken:
            continue
        under = owner.get(head.place)
        if under is not None and groups[under][0] != head.place and _is_inner(at, head, under, mains, overlap, bodies):
            inner.setdefault(head.place, []).extend(unit.line for unit in head.units if unit.line)
            continue
        beside = [taken[near] for near in (at - 1, at + 1) if near in taken and heads[near].place == head.place]
        choice = beside or [under if under is not None else len(bodies) - 1]
        own[max((overlap.cover(at, body), -body, body) for body in choice)[2]].append(at)
    for body, numbers in enumerate(own):
        main = mains.get(body)
        if main is not None:  # what is far from the main headline comes after it
            here = heads[main].place
            numbers = [
                *(number for number in sorted(numbers) if heads[number].place == here),
                *(number for number in sorted(numbers) if heads[number].place != here),
            ]
        for number in numbers:
            if number == main:
                start = sum(unit.line is not None for unit in claims[body].units)
                claims[body].main = (start, start + sum(unit.line is not None for unit in heads[number].units))
            claims[body].units += heads[number].units
        if main is not None:
            rest = [overlap.cover(main, other) for other in range(len(bodies)) if other != body]
            claims[body].certain = overlap.cover(main, body) > max(rest, default=0.0) + _SURE or len(bodies) == 1
        else:
            claims[body].certain = not numbers
    return claims, inner


def _is_inner(
    at: int, head: Head, under: int, mains: Mapping[int, int], overlap: Overlap, bodies: Sequence[str]
) -> bool:
    """Whether a headline that is nobody's stands within the article of the segment below it."""
    return head.glued or (
        under in mains and overlap.cover(at, under) >= max(overlap.cover(at, body) for body in range(len(bodies)))
    )


def _rate(table: Sequence[Sequence[Mapping[str, float]]], bodies: int) -> list[list[float]]:
    """For each headline what it is worth to each body, more than none at all."""
    none, *worth = load_network("heads").rate([{"none": 1.0}, *(row for rows in table for row in rows)])
    return [[value - none for value in worth[at : at + bodies]] for at in range(0, len(worth), max(bodies, 1))]


def find_heads(gaps: Sequence[Sequence[Unit]], bodies: Sequence[str], below: Sequence[int]) -> list[Head]:
    """The headlines of a page, each with the bylines right below it."""
    heads: list[Head] = []
    runs = [[unit.line.text for unit in run if unit.line] for units in gaps for run in find_runs(units)]
    pieces = Pieces([line for run in runs if len(run) > 1 or " " in "".join(run) for line in run], bodies)
    for place, units in enumerate(gaps):
        begun = len(heads)
        for unit in part_halves(units, pieces):
            if unit.line is None:
                if len(heads) > begun:
                    heads[-1].units[-1].authors += unit.authors
            elif len(heads) > begun and not unit.line.gap:
                heads[-1].units.append(unit)
            else:
                heads.append(Head([unit], place))
        if len(heads) > begun:
            heads[-1].last = True
            heads[-1].glued = place < len(below) and not below[place]
    return heads


def head_features(
    heads: Sequence[Head], groups: Sequence[Sequence[int]], bodies: Sequence[str], overlap: Overlap
) -> list[list[dict[str, float]]]:
    """For each headline and each body what speaks for it; ``overlap`` is that of both."""
    texts = [head.text for head in heads]
    leading = overlap.turn_to([body[:_LEAD] for body in bodies])
    topics = load_topics()
    near = unify(topics.read(texts)) @ unify(topics.read(bodies)).T
    count = range(len(bodies))
    edges = [(group[0], max(group), frozenset(group)) for group in groups]
    table = []
    for at, head in enumerate(heads):
        covers = [overlap.cover(at, body) for body in count]
        leads = [leading.cover(at, body) for body in count]
        rests, lead_rests = _find_rests(covers), _find_rests(leads)
        about: list[float] = near[at].tolist()
        about_rests = _find_rests(about)
        size = len(texts[at])
        length, short, lines = math.log(size + 1), float(size <= _SHORT), float(len(head.units) > 1)
        byline = float(any(unit.authors for unit in head.units))
        leads_in = texts[at].endswith(load_head_words().kicker) or texts[at][-1:] == "—"
        own = {
            "lines": lines,
            "short": short,
            "length": length,
            "byline": byline,
            "explains": float(texts[at][:1] == "—"),  # ——记…: a subhead
            "leads_in": float(leads_in),  # 某某县——: a kicker, by itself or below its headline
            "leads_in_one": float(leads_in and len(head.units) == 1),
        }
        rows = []
        for body, (first, last, members) in enumerate(edges):
            off = first - head.place
            inside = off != 0 and head.place in members
            rows.append(
                {
                    "cover": covers[body],
                    "margin": covers[body] - rests[body],
                    "best": float(covers[body] > rests[body]),
                    "lead": leads[body],
                    "lead_margin": leads[body] - lead_rests[body],
                    "topic": about[body],
                    "topic_margin": about[body] - about_rests[body],
                    "right_above": float(off == 0 and head.last),
                    "glued": float(off == 0 and head.glued),
                    "above": float(off == 0),
                    "inside": float(inside),
                    "inside_glued": float(inside and head.glued),
                    "right_below": float(head.place == last + 1),
                    "steps": min(abs(off), 8) / 4,
                    "later": float(off < 0 and not inside),
                    **own,
                }
            )
        table.append(rows)
    return table


def _find_rests(values: Sequence[float]) -> list[float]:
    """For each value the highest of all others."""
    first, second = [*sorted(values, reverse=True), 0.0, 0.0][:2]
    return [second if value == first else first for value in values]


def part_halves(units: Sequence[Unit], pieces: Pieces) -> list[Unit]:
    """The headlines of a gap; two that stand side by side, or on lines without a blank one between, are taken apart."""
    parted: list[Unit] = []
    for run in find_runs(units):
        sides = find_sides(run, pieces)
        parted += _take_apart(run, sides) if sides else run
    return parted


def find_runs(units: Sequence[Unit]) -> list[list[Unit]]:
    """Lines without a blank one between."""
    runs: list[list[Unit]] = []
    for unit in units:
        if runs and unit.line is not None and not unit.line.gap and runs[-1][-1].line is not None:
            runs[-1].append(unit)
        else:
            runs.append([unit])
    return runs


class Pieces:
    """The lines of headlines and what spaces part them into: how many of its characters each shares with each body."""

    def __init__(self, lines: Sequence[str], bodies: Sequence[str]) -> None:
        self.bodies = len(bodies)
        pieces = list(dict.fromkeys(piece for line in lines for cut in _find_cuts(line) for piece in cut if piece))
        overlap = Overlap(pieces if len(bodies) > 1 else [], bodies)
        self._worth = {
            piece: [len(piece) * overlap.cover(at, body) for body in range(len(bodies))]
            for at, piece in enumerate(pieces)
            if len(bodies) > 1
        }
        self._worth[""] = [0.0] * len(bodies)

    def measure(self, piece: str) -> list[float]:
        return self._worth[piece]

    def may_be_two(self, lines: Sequence[str]) -> bool:
        """Whether a space may part two headlines, or two lines have their words in two bodies."""
        if self.bodies < 2 or any(" " in line for line in lines):
            return self.bodies > 1
        if len(lines) < 2:
            return False
        rows = [self._worth[line] for line in lines]
        best = [row.index(max(row)) for row in rows]
        return any(
            row[own] - row[other] > _APART and second[other] - second[own] > _APART
            for row, own in zip(rows, best, strict=True)
            for second, other in zip(rows, best, strict=True)
        )


def find_sides(run: Sequence[Unit], pieces: Pieces) -> list[tuple[str, str]]:
    """What of each line is one headline's and what is another's, if these are two; else nothing."""
    lines = [unit.line.text for unit in run if unit.line]
    if not lines or not pieces.may_be_two(lines):
        return []
    sides, features = weigh_sides(lines, pieces)
    return sides if sides and load_network("sides").rate([features])[0] > 0 else []


def weigh_sides(lines: Sequence[str], pieces: Pieces) -> tuple[list[tuple[str, str]], dict[str, float]]:
    """The likeliest left and right, and what speaks for there being two headlines.

    The halves have their words in two bodies, and each runs on from line to line.
    """
    options = [_find_cuts(line) for line in lines]

    def get(piece: str, body: int) -> float:
        return pieces.measure(piece)[body]

    length = sum(map(len, lines))
    bodies = range(pieces.bodies)
    whole = max(sum([get(line, body) for line in lines]) for body in bodies)
    worth = [pieces.measure(piece) for cuts in options for cut in cuts for piece in cut]
    likely = sorted(bodies, key=lambda body: (-max(row[body] for row in worth), body))[:_LIKELY]
    best: tuple[float, list[tuple[str, str]], tuple[int, int]] = (-1e9, [], (0, 0))
    for left, right in permutations(likely, 2):
        chosen: list[tuple[str, str]] = []
        total = 0.0
        for cuts in options:
            values = [
                get(cut[0], left) + get(cut[1], right) + _SEAM * (_bond(chosen, 0, cut[0]) + _bond(chosen, 1, cut[1]))
                for cut in cuts
            ]
            at = max(range(len(cuts)), key=values.__getitem__)
            total += values[at]
            chosen.append(cuts[at])
        if total > best[0] and any(cut[0] for cut in chosen) and any(cut[1] for cut in chosen):
            best = (total, chosen, (left, right))
    _, sides, (left, right) = best
    if not sides:
        return [], {}
    lefts, rights = [cut[0] for cut in sides if cut[0]], [cut[1] for cut in sides if cut[1]]
    of_left, of_right = sum(map(len, lefts)), sum(map(len, rights))
    own_left, own_right = (sum(get(p, left) for p in lefts) / of_left, sum(get(p, right) for p in rights) / of_right)
    other_left, other_right = (
        sum(get(p, right) for p in lefts) / of_left,
        sum(get(p, left) for p in rights) / of_right,
    )
    seams = [_bond_of(a, b) for part in (lefts, rights) for a, b in pairwise(part)]
    running = [_bond_of(a, b) for a, b in pairwise(lines)]
    return sides, {
        "margin": (own_left * of_left + own_right * of_right - whole) / length,
        "left": own_left,
        "right": own_right,
        "left_other": other_left,
        "right_other": other_right,
        "least": min(own_left - other_left, own_right - other_right),
        "seams": sum(seams) / 5,
        "running": sum(running) / 5,
        "seam_best": max(seams, default=0.0) / 5,
        "both": sum(bool(cut[0] and cut[1]) for cut in sides) / len(sides),
        **_describe_whole(sides, (own_left, own_right), (other_left, other_right)),
        "alone": float(len(lines) == 1),
        "short_side": float(min(of_left, of_right) < 6),
        "length": length / 20,
        "lines_left": min(len(lefts), 4) / 2,
        "lines_right": min(len(rights), 4) / 2,
        "uneven": max((max(map(len, part)) - min(map(len, part)) for part in (lefts, rights)), default=0) / 5,
    }


def _describe_whole(
    sides: Sequence[tuple[str, str]], own: tuple[float, float], other: tuple[float, float]
) -> dict[str, float]:
    """The same where no line has two parts."""
    if any(cut[0] and cut[1] for cut in sides):
        return {}
    turns = sum(bool(above[0]) != bool(below[0]) for above, below in pairwise(sides))
    return {
        "whole": 1.0,
        "whole_least": min(own[0] - other[0], own[1] - other[1]),
        "whole_own": min(own),
        "whole_other": max(other),
        "whole_turns": min(turns, 3) - 1.0,
        "whole_first": float(not sides[0][0]),
    }


def _bond(chosen: Sequence[tuple[str, str]], side: int, piece: str) -> float:
    above = next((cut[side] for cut in reversed(chosen) if cut[side]), "")
    return _bond_of(above, piece) if above and piece else 0.0


def _bond_of(above: str, below: str) -> float:
    return _bond_chars(above[-1], below[0])


@lru_cache(maxsize=1024)  # the same cuts are asked for with each two bodies
def _bond_chars(left: str, right: str) -> float:
    return load_pairs().bond(left, right)


def _find_cuts(line: str) -> list[tuple[str, str]]:
    """A line as it may be shared between left and right: at a space, or whole on either side."""
    cuts = [(line, ""), ("", line)]
    at = line.find(" ")
    while at >= 0:
        if at > 1 and len(line) - at > 2:
            cuts.append((line[:at], line[at + 1 :]))
        at = line.find(" ", at + 1)
    return cuts


def _take_apart(run: Sequence[Unit], sides: Sequence[tuple[str, str]]) -> list[Unit]:
    lefts: list[Unit] = []
    rights: list[Unit] = []
    for unit, (left, right) in zip(run, sides, strict=True):
        assert unit.line is not None
        if left:
            authors = [] if right else unit.authors
            lefts.append(Unit(replace(unit.line, text=left, gap=0 if lefts else unit.line.gap), authors, unit.gap))
        if right:
            rights.append(Unit(replace(unit.line, text=right, gap=0 if rights else 1), unit.authors, 0))
    return lefts + rights
