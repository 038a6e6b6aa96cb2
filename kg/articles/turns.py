"""Segments of a page whose columns lie about -> the same, cut where another article begins without a blank line above.

Only paragraphs of another width, or that open like an article, are looked at; what they and those above them are about
tells the rest (turns.npz, a small network). What is cut too much the grouping puts together again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice, pairwise

from kg.articles.network import load_network
from kg.articles.openings import measure_openings
from kg.articles.segments import LEAD, Layout, Segment
from kg.articles.topics import load_topics, unify

_READ = 200  # characters on either side
_WIDER = 1.2  # difference of width
_OPENING = 1.5  # log-odds
_LEAD = 12  # characters
_SURE = -1.6  # log-odds from which a segment is cut
_FULL = frozenset("。！？”’」』）)】…")
Turn = tuple[int, int, dict[str, float]]  # segment, its paragraph, what speaks for an article beginning there


def part_turns(layout: Layout) -> Layout:
    """The layout with such segments cut in two or more."""
    turns = read_turns(layout)
    worth = load_network("turns").rate([features for _, _, features in turns])
    cuts: dict[int, list[int]] = {}
    for (index, place, _), value in zip(turns, worth, strict=True):
        if value > _SURE:
            cuts.setdefault(index, []).append(place)
    if not cuts:
        return layout
    parted = Layout(gaps=[])
    for index, segment in enumerate(layout.segments):
        for number, part in enumerate(_cut(segment, cuts.get(index, []))):
            parted.segments.append(part)
            parted.gaps.append([] if number else layout.gaps[index])
    parted.gaps.append(layout.gaps[-1])
    return parted


def _cut(segment: Segment, places: list[int]) -> Iterator[Segment]:
    if not places:
        yield segment
        return
    edges = [0, *places, len(segment.paragraphs)]
    for start, end in pairwise(edges):
        own = segment.paragraphs[start:end]
        first, last = start == 0, end == len(segment.paragraphs)
        yield Segment(
            own,
            forced=segment.forced and first,
            dateline=segment.dateline and first,
            closed=segment.closed and last,
            broken=segment.broken and last,
            beside=segment.beside if first else [],
        )


def read_turns(layout: Layout) -> list[Turn]:
    """All places that are looked at."""
    places: list[tuple[int, int]] = []
    later = [paragraph.text.text for segment in layout.segments for paragraph in segment.paragraphs[1:]]
    openings = iter(measure_openings(later).tolist())
    for index, segment in enumerate(layout.segments):
        paragraphs = segment.paragraphs
        for at, opening in enumerate(islice(openings, len(paragraphs) - 1), 1):
            off = abs(paragraphs[at].width - paragraphs[at - 1].width)
            ends = paragraphs[at - 1].text.text[-1:] in _FULL
            leads = off > _WIDER or opening > _OPENING or LEAD.search(paragraphs[at].text.text[:_LEAD])
            if ends and leads and not paragraphs[at].note:
                places.append((index, at))
    above, below = [], []
    for index, at in places:
        paragraphs = layout.segments[index].paragraphs
        above.append("\n".join(paragraph.text.text for paragraph in paragraphs[:at])[-_READ:])
        below.append("\n".join(paragraph.text.text for paragraph in paragraphs[at:])[:_READ])
    topics = unify(load_topics().read([*above, *below]))
    near = (topics[: len(places)] * topics[len(places) :]).sum(1).tolist()
    begins = measure_openings(below).tolist()
    return [
        (index, at, _describe(layout.segments[index], at, (upper, lower), topic, opening))
        for (index, at), upper, lower, topic, opening in zip(places, above, below, near, begins, strict=True)
    ]


def _describe(segment: Segment, at: int, texts: tuple[str, str], topic: float, opening: float) -> dict[str, float]:
    upper, lower = texts
    paragraphs = segment.paragraphs
    last = paragraphs[at - 1].text.text
    return {
        "topic": topic,
        "opening": opening / 2,
        "lead": float(bool(LEAD.search(lower[:45]))),
        "above": math.log(len(upper) + 1) / 4,
        "below": math.log(len(lower) + 1) / 4,
        "width": min(abs(paragraphs[at].width - paragraphs[at - 1].width), 4.0) / 2,
        "closed": float(last[-1] in ")）"),
        "bracket": float(last[0] in "(（" and last[-1] in ")）"),
        "begins_bracket": float(lower[0] in "(（"),
        "short": float(len(lower) < 40),
    }
