"""Headlines of a page whose columns lie about -> the bodies that they belong to, wherever these stand.

Each body wants one headline (lines without a blank one between): which one is a choice by words and place (heads.npz),
and all choices of the page are made together, so that their sum is best. What is left over stands by a headline that
has found its body, or is a cross-head.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from kg.articles.assign import Claim, Unit
from kg.articles.blocks import HeadLine
from kg.articles.headlines import load_head_words
from kg.articles.matching import match_best
from kg.articles.network import load_network
from kg.articles.sides import Pieces, Share, find_sides
from kg.articles.topics import Floats, load_topics, unify
from kg.articles.wording import load_wording
from kg.pages.overlap import Overlap

_SURE = 0.12  # difference in cover from which the words alone decide
_LEAD = 220  # characters that tell what an article is about
_SHORT = 8


@dataclass(slots=True)
class Head:
    """A headline: its lines, and the segment right above which it stands (the last place is below all of them)."""

    units: list[Unit]
    place: int
    last: bool = False  # nothing stands between it and that segment
    glued: bool = False  # … not even a blank line
    about: Floats = field(default_factory=lambda: np.zeros(0))

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
    about = unify(load_topics().read(bodies))
    heads = find_heads(gaps, bodies, below, about)
    for place, units in enumerate(gaps):  # bylines below no headline
        for unit in units:
            if unit.line is None:
                claims[owner.get(place, len(bodies) - 1)].units.append(unit)
            else:
                break
    overlap = Overlap([head.text for head in heads], bodies)
    table = head_features(heads, groups, bodies, overlap, about)
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


def _rate(features: Mapping[str, Floats], bodies: int) -> list[list[float]]:
    """For each headline what it is worth to each body, more than none at all."""
    if not features:
        return []
    network = load_network("heads")
    none = network.rate([{"none": 1.0}])[0]
    nothing = np.zeros_like(next(iter(features.values())))
    rows = np.stack([features.get(name, nothing).ravel() for name in network.names], axis=1)
    worth: list[list[float]] = (network.weigh(rows) - none).reshape(-1, bodies).tolist()
    return worth


def find_heads(
    gaps: Sequence[Sequence[Unit]], bodies: Sequence[str], below: Sequence[int], about: Floats
) -> list[Head]:
    """The headlines of a page, each with the bylines right below it; ``about``: what the bodies are about."""
    heads: list[Head] = []
    runs = [[unit.line.text for unit in run if unit.line] for units in gaps for run in find_runs(units)]
    pieces = Pieces(runs, bodies, about)
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
    for head in heads:
        head.about = pieces.topics[[pieces.find(unit.line.text) for unit in head.units if unit.line]].sum(0)
    return heads


def head_features(
    heads: Sequence[Head],
    groups: Sequence[Sequence[int]],
    bodies: Sequence[str],
    overlap: Overlap,
    about: Floats,
) -> dict[str, Floats]:
    """What speaks for each headline (row) and each body (column); ``overlap`` is that of both."""
    if not heads:
        return {}
    shape = (len(heads), len(bodies))
    near = unify(np.array([head.about for head in heads])) @ about.T
    cover, lead = overlap.covers, overlap.turn_to([body[:_LEAD] for body in bodies]).covers
    margin = cover - _find_rests(cover)
    first = np.array([group[0] for group in groups])
    last = np.array([max(group) for group in groups])
    place = np.array([[head.place] for head in heads])
    off = first - place
    glued, right = np.array([[head.glued] for head in heads]), np.array([[head.last] for head in heads])
    members = np.zeros((int(max(last.max(), place.max())) + 1, shape[1]), np.bool_)
    for body, group in enumerate(groups):
        members[list(group), body] = True
    inside = members[place[:, 0]] & (off != 0)
    above = off == 0
    own = {name: np.array([row[name] for row in map(_describe_head, heads)]) for name in _describe_head(heads[0])}
    worded = load_wording().rate([head.text for head in heads]) / 5
    features = {
        "cover": cover,
        "margin": margin,
        "best": margin > 0,
        "lead": lead,
        "lead_margin": lead - _find_rests(lead),
        "topic": near,
        "topic_margin": near - _find_rests(near),
        # among the headlines that the body may have
        "cover_most": cover - _find_rests(cover.T).T,
        "lead_most": lead - _find_rests(lead.T).T,
        "topic_most": near - _find_rests(near.T).T,
        "right_above": above & right,
        "glued": above & glued,
        "above": above,
        "inside": inside,
        "inside_glued": inside & glued,
        "inside_many": inside * np.minimum(inside.sum(0) - 1, 3) / 3,
        "inside_only": inside & ~above.any(0),
        "far_others": ~(inside | above) & (above | inside).any(0),
        "right_below": place == last + 1,
        "steps": np.minimum(np.abs(off), 8) / 4,
        "later": (off < 0) & ~inside,
        **{name: values[:, None] for name, values in own.items()},
        "worded": worded[:, None],
        **_describe_rivals(heads, cover, near, worded),
    }
    return {name: np.broadcast_to(values, shape).astype(np.float64) for name, values in features.items()}


def _describe_head(head: Head) -> dict[str, float]:
    text = head.text
    leads_in = text.endswith(load_head_words().kicker) or text[-1:] == "—"
    return {
        "lines": float(len(head.units) > 1),
        "short": float(len(text) <= _SHORT),
        "length": math.log(len(text) + 1),
        "byline": float(any(unit.authors for unit in head.units)),
        "explains": float(text[:1] == "—"),  # ——记…: a subhead
        "leads_in": float(leads_in),  # 某某县——: a kicker, by itself or below its headline
        "leads_in_one": float(leads_in and len(head.units) == 1),
    }


def _describe_rivals(heads: Sequence[Head], cover: Floats, near: Floats, worded: Floats) -> dict[str, Floats]:
    """How each compares with those right above and below it, over the same segment, that are likeliest this body's."""
    likeliest = (cover + near / 2).argmax(1).tolist()
    sizes = np.log([len(head.text) + 1.0 for head in heads])
    features: dict[str, Floats] = {}
    for name, order in (("upper", range(len(heads))), ("lower", range(len(heads) - 1, -1, -1))):
        there, words, lengths, covers = (np.zeros(cover.shape) for _ in range(4))
        seen: dict[int, int] = {}
        place = -1
        for at in order:
            if heads[at].place != place:
                place, seen = heads[at].place, {}
            for body, other in seen.items():
                there[at, body] = 1.0
                words[at, body] = worded[at] - worded[other]
                lengths[at, body] = sizes[at] - sizes[other]
                covers[at, body] = cover[at, body] - cover[other, body]
            seen[likeliest[at]] = at
        features |= {name: there, f"{name}_worded": words, f"{name}_length": lengths, f"{name}_cover": covers}
    return features


def _find_rests(values: Floats) -> Floats:
    """For each value the highest of all others in its row, nothing where there is none."""
    if values.shape[1] < 2:
        return np.zeros_like(values)
    order = np.sort(values, axis=1)
    return np.asarray(np.where(values == order[:, -1:], order[:, -2:-1], order[:, -1:]))


def part_halves(units: Sequence[Unit], pieces: Pieces) -> list[Unit]:
    """The headlines of a gap; two that stand side by side, or on lines without a blank one between, are taken apart."""
    parted: list[Unit] = []
    for run in find_runs(units):
        sides = find_sides([unit.line.text for unit in run if unit.line], pieces)
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


def _take_apart(run: Sequence[Unit], sides: Sequence[Share]) -> list[Unit]:
    heads: list[list[Unit]] = [[] for _ in sides[0]]
    for unit, share in zip(run, sides, strict=True):
        assert unit.line is not None
        last = max(at for at, part in enumerate(share) if part)
        for at, part in enumerate(share):
            if part:
                first = not heads[at]
                gap = 0 if not first else unit.line.gap if at == 0 else 1
                authors = unit.authors if at == last else []
                heads[at].append(Unit(replace(unit.line, text=part, gap=gap), authors, unit.gap if at == 0 else 0))
    return [unit for head in heads for unit in head]
