"""Segments of a page -> which of them are one article, in which order.

A segment goes on with another one or begins an article: a choice by words, headlines, width and place (conditional
logit, McFadden 1974; weights in joins.toml). What has a dateline or a byline above it begins one for sure.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.articles.blocks import BylineLine, HeadLine
from kg.articles.columns import match_pairs, score
from kg.articles.segments import LEAD, Layout, is_compiled
from kg.pages.overlap import Overlap, find_triples

_SIGNED = re.compile(r"[（(][\u4e00-\u9fff·、\s]{2,12}[）)]$")  # （林若水）
_BEFORE, _AFTER = 16, 6  # segments that may be the one before
_WHOLE = 8  # characters of a headline, fewer may be a cross-head
_LEAD = 220  # characters that tell what an article is about
_READ = 1200  # characters of a segment that are compared


@dataclass(slots=True)
class Words:
    """What is compared of each segment, and its headlines."""

    triples: list[frozenset[str]] = field(default_factory=list)
    rarity: dict[str, float] = field(default_factory=dict)
    weights: list[float] = field(default_factory=list)  # of all the triples of a segment
    lengths: list[int] = field(default_factory=list)
    above: list[list[int]] = field(default_factory=list)  # numbers of the headline lines right above
    overlap: Overlap = field(default_factory=lambda: Overlap((), ()))
    favourite: list[int] = field(default_factory=list)  # for each headline line the segment that has most of its words
    own: list[float] = field(default_factory=list)  # most that a segment has of a headline whose favourite it is
    margin: list[float] = field(default_factory=list)  # … less what the next best has
    leads: list[list[float]] = field(default_factory=list)  # cover of each headline by the first words of each segment
    group_own: list[float] = field(
        default_factory=list
    )  # cover of whole headlines, cross-heads apart, by their favourites
    group_margin: list[float] = field(default_factory=list)
    near: list[list[int]] = field(default_factory=list)  # headline lines whose favourite a segment is
    lead_own: list[float] = field(default_factory=list)
    first: list[int] = field(default_factory=list)  # depth of the column that a segment begins in
    last: list[int] = field(default_factory=list)
    deepest: list[int] = field(default_factory=list)


def group_segments(layout: Layout, words: Words, weights: Mapping[str, float]) -> list[list[int]]:
    """The segments of each article in their order; articles by their first segments."""
    compiled = is_compiled(layout)
    rows: list[tuple[float, int, int]] = []
    for after in range(len(layout.segments)):
        if after and begins_for_sure(layout, after, compiled=compiled):
            continue
        none = score(weights, begin_features(layout, after, words))
        for before in candidates(layout, after):
            rows.append((score(weights, link_features(layout, before, after, words)) - none, before, after))
    previous = match_pairs(rows)
    following = {before: after for after, before in previous.items()}
    groups = []
    for index in range(len(layout.segments)):
        if index in previous:
            continue
        group = [index]
        while group[-1] in following:
            group.append(following[group[-1]])
        groups.append(group)
    return groups


def begins_for_sure(layout: Layout, index: int, *, compiled: bool) -> bool:
    segment = layout.segments[index]
    return (segment.forced and not (compiled and segment.dateline)) or any(
        isinstance(item, BylineLine) for item in layout.gaps[index]
    )


def candidates(layout: Layout, after: int) -> list[int]:
    low, high = max(0, after - _BEFORE), min(len(layout.segments), after + _AFTER + 1)
    return [before for before in range(low, high) if before != after and not layout.segments[before].closed]


def holds_heads(layout: Layout, index: int, group: Sequence[int], words: Words) -> bool:
    """Whether the headline lines right above a segment that goes on with another one are cross-heads of the article."""
    if not layout.segments[index].paragraphs[0].gap:
        return True
    if group[group.index(index) - 1] != index - 1:
        return False
    return all(words.favourite[head] in group for head in words.above[index])


def read_words(layout: Layout) -> Words:
    words = Words()
    heads: list[str] = []
    texts = [segment.text[:_READ] for segment in layout.segments]
    frequency: dict[str, int] = {}
    for index, text in enumerate(texts):
        triples = find_triples(text)
        words.triples.append(triples)
        words.lengths.append(len(text))
        for triple in triples:
            frequency[triple] = frequency.get(triple, 0) + 1
        numbers = []
        for item in layout.gaps[index]:
            if isinstance(item, HeadLine):
                numbers.append(len(heads))
                heads.append(item.text)
        words.above.append(numbers)
    heads += [item.text for item in layout.gaps[-1] if isinstance(item, HeadLine)]
    count = len(texts)
    words.rarity = {
        triple: math.log((count + 1) / often) for triple, often in frequency.items() if 1 < often <= max(3, count // 2)
    }
    words.overlap = Overlap(heads, texts)
    leading = Overlap(heads, [text[:_LEAD] for text in texts])
    words.own, words.margin, words.lead_own = [0.0] * count, [0.0] * count, [0.0] * count
    words.near = [[] for _ in range(count)]
    for head in range(len(heads)):
        covers = [words.overlap.cover(head, body) for body in range(count)]
        leads = [leading.cover(head, body) for body in range(count)]
        words.leads.append(leads)
        order = sorted(range(count), key=lambda body: (-covers[body], body))
        if not order:
            continue
        best = order[0]
        words.favourite.append(best)
        words.near[best].append(head)
        rest = covers[order[1]] if count > 1 else 0.0
        words.own[best] = max(words.own[best], covers[best])
        words.margin[best] = max(words.margin[best], covers[best] - rest)
        first = max(range(count), key=lambda body: (leads[body], -body))
        words.lead_own[first] = max(words.lead_own[first], leads[first])
    _read_groups(layout, texts, words)
    for segment in layout.segments:
        depths = [depth for paragraph in segment.paragraphs for depth in paragraph.depths] or [0]
        words.first.append(depths[0])
        words.last.append(depths[-1])
        words.deepest.append(max(depths))
    return words


def _read_groups(layout: Layout, texts: Sequence[str], words: Words) -> None:
    """Whole headlines: lines without a blank one between, with one above or below."""
    groups: list[str] = []
    for index, gap in enumerate(layout.gaps):
        below = layout.segments[index].paragraphs[0].gap if index < len(layout.segments) else 1
        heads = [item for item in gap if isinstance(item, HeadLine)]
        for place, item in enumerate(heads):
            if place and not item.gap:
                groups[-1] += item.text
            elif item.gap or below or place:
                groups.append(item.text)
            else:
                break  # cross-heads
    overlap = Overlap(groups, texts)
    count = len(texts)
    words.group_own, words.group_margin = [0.0] * count, [0.0] * count
    for head, text in enumerate(groups):
        covers = sorted(((overlap.cover(head, body), -body) for body in range(count)), reverse=True)
        if len(text) < _WHOLE or not covers:
            continue
        best = -covers[0][1]
        words.group_own[best] = max(words.group_own[best], covers[0][0])
        words.group_margin[best] = max(words.group_margin[best], covers[0][0] - (covers[1][0] if count > 1 else 0.0))


def link_features(layout: Layout, before: int, after: int, words: Words) -> dict[str, float]:
    """What speaks for ``after`` going on from ``before``."""
    upper, lower = layout.segments[before], layout.segments[after]
    shared = words.triples[before] & words.triples[after]
    common = sum(words.rarity.get(triple, 0.0) for triple in sorted(shared)) if shared else 0.0
    shorter = min(words.lengths[before], words.lengths[after], 400) + 40
    off = abs(upper.width - lower.width)
    plain = after == before + 1
    heads = words.above[after] if plain else []
    first = next((item for item in layout.gaps[after] if isinstance(item, HeadLine)), None) if plain else None
    glued = first is not None and not first.gap and not lower.paragraphs[0].gap
    half = first is not None and not glued and not (first.gap and lower.paragraphs[0].gap)
    wide = upper.paragraphs[-1].last_wide
    last, begin, deepest = words.last[before], words.first[after], words.deepest[before]
    return {
        "shared": min(common * 20 / shorter, 4.0),
        "shared_none": float(not common and shorter > 150),
        "width_same": float(off <= 0.6),
        "width_near": float(off <= 1.6),
        "width_far": float(off > 3.0),
        "next": float(plain and first is None),
        "next_glued": float(glued),
        "next_half": float(half),
        "next_headed": float(first is not None and not glued and not half),
        "next_gap": float(plain and first is None and lower.paragraphs[0].gap > 0),
        "next_indented": float(first is not None and first.indent == 2),
        "headed": float(not plain and bool(words.above[after])),
        "soon": float(1 < after - before <= 3),
        "back": float(after < before),
        "steps": min(abs(after - before), 12) / 4,
        "cover_upper": max((words.overlap.cover(head, before) for head in heads), default=0.0),
        "broken": float(upper.broken),
        "last_wide": float(wide),
        "upper_signed": float(bool(_SIGNED.search(upper.text[-20:]))),
        "upper_short": float(words.lengths[before] < 120),
        "depth_same": float(abs(last - begin) <= 1 and begin > 3),
        "depth_more": float(begin > last + 2),
        "depth_ended": float(last < deepest - 2),
        "both_own": min(words.group_own[before], words.group_own[after]),
        "both_margin": min(words.group_margin[before], words.group_margin[after]),
        "lead_alike": max(
            (min(words.leads[head][before], words.leads[head][after]) for head in words.near[before]), default=0.0
        ),
    }


def begin_features(layout: Layout, index: int, words: Words) -> dict[str, float]:
    """What speaks for an article that begins here."""
    segment = layout.segments[index]
    heads = words.above[index]
    cover = max((words.overlap.cover(head, index) for head in heads), default=0.0)
    return {
        "begin": 1.0,
        "first": float(index == 0),
        "lead": float(bool(LEAD.search(segment.paragraphs[0].text.text[:45]))),
        "headed_none": float(not heads),
        "head_cover": cover,
        "head_favourite": float(any(words.favourite[head] == index for head in heads)),
        "head_own": words.own[index],
        "head_margin": words.margin[index],
        "group_own": words.group_own[index],
        "group_margin": words.group_margin[index],
        "head_lead": words.lead_own[index],
        "head_lead_above": max((words.leads[head][index] for head in heads), default=0.0),
        "head_lines": float(len(heads) > 1),
        "head_long": float(any(len(item.text) > 12 for item in layout.gaps[index] if isinstance(item, HeadLine))),
        "short": float(words.lengths[index] < 120),
        "after_closed": float(index > 0 and layout.segments[index - 1].closed),
        "unwrapped": float(segment.width > 45),
    }
