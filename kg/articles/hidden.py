"""Two articles with nothing between their bodies: one has its headline above, the other one below.

The words of the two headlines and those of the paragraphs show where one ends and the other begins (after TextTiling,
Hearst 1997, with the headlines as the two topics).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from kg.articles.blocks import BylineLine, HeadLine
from kg.articles.segments import LEAD, Layout, Segment
from kg.pages.overlap import cohesion, find_grams, find_present

_COMPARED = 2500  # characters on each side
_MOST = 60  # paragraphs of a segment that is looked into
_CLEAR = 0.25  # each headline covers its part by so much more than the other part
_LEAST = 40  # characters of either part


def part_segments(layout: Layout, weights: Mapping[str, float]) -> Layout:
    """The layout with such segments cut in two; the lower part begins an article."""
    parted = Layout(gaps=[layout.gaps[0]])
    for index, segment in enumerate(layout.segments):
        at = _find_place(layout, index, weights)
        if at:
            parted.segments.append(
                Segment(segment.paragraphs[:at], segment.forced, segment.dateline, beside=segment.beside)
            )
            parted.gaps.append([])
            parted.segments.append(Segment(segment.paragraphs[at:], forced=True, closed=segment.closed))
        else:
            parted.segments.append(segment)
        parted.gaps.append(layout.gaps[index + 1])
    return parted


def _find_place(layout: Layout, index: int, weights: Mapping[str, float]) -> int:
    """The paragraph that begins the second article, or 0."""
    best, place = 0.0, 0
    for at, features in place_features(layout, index):
        score = weights["bias"] + sum(weights[name] * value for name, value in features.items())
        if score > best:
            best, place = score, at
    return place


def place_features(layout: Layout, index: int) -> list[tuple[int, dict[str, float]]]:
    """For each paragraph of a segment at which an article may begin, what speaks for it."""
    segment = layout.segments[index]
    count = len(segment.paragraphs)
    if not 2 <= count <= _MOST:
        return []
    above = _own_heads(layout, index, index, index - 1)
    below = _own_heads(layout, index + 1, index, index + 1)
    opened = above or segment.dateline or any(isinstance(item, BylineLine) for item in layout.gaps[index])
    if not below or not opened:  # an article has a headline, a dateline or a byline
        return []
    second_byline = _has_second_byline(layout, index)
    texts = [paragraph.text.text for paragraph in segment.paragraphs]
    wanted = set().union(*above, *below)
    present = [find_present(text, wanted) for text in texts]
    found = []
    for at in range(1, count):
        if segment.paragraphs[at].note:
            continue
        upper, lower = "\n".join(texts[:at]), "\n".join(texts[at:])
        if len(upper) < _LEAST or len(lower) < _LEAST:
            continue
        first, rest = set().union(*present[:at]), set().union(*present[at:])
        upper_head = max((_share(grams, first) - _share(grams, rest) for grams in above), default=0.0)
        lower_head = max(_share(grams, rest) - _share(grams, first) for grams in below)
        if not second_byline and (lower_head < _CLEAR or (above and upper_head < _CLEAR)):
            continue
        shared = cohesion(upper[-_COMPARED:], lower[:_COMPARED])
        paragraph = segment.paragraphs[at]
        found.append(
            (
                at,
                {
                    "second_byline": float(second_byline),
                    "apart": -math.log10(shared + 0.001),
                    "lead": float(bool(LEAD.search(texts[at][:45]))),
                    "upper_head": upper_head,
                    "lower_head": lower_head,
                    "lower_first": max(_share(grams, present[at]) for grams in below),
                    "head_above": float(bool(above)),
                    "gap": float(paragraph.gap > 0),
                    "gaps": float(paragraph.gap > 1),
                    "width": float(abs(paragraph.width - segment.paragraphs[at - 1].width) > 1.6),
                    "upper_short": float(len(upper) < 150),
                    "lower_short": float(len(lower) < 150),
                },
            )
        )
    return found


def _own_heads(layout: Layout, gap: int, index: int, other: int) -> list[set[str]]:
    """The n-grams of the headline lines in a gap whose words stand in segment ``index`` rather than in ``other``."""
    heads = [find_grams(item.text) for item in layout.gaps[gap] if isinstance(item, HeadLine)]
    if not 0 <= other < len(layout.segments) or not heads:
        return heads
    wanted = set().union(*heads)
    own = find_present(layout.segments[index].text, wanted)
    others = find_present(layout.segments[other].text, wanted)
    return [grams for grams in heads if _share(grams, own) > _share(grams, others)]


def _has_second_byline(layout: Layout, index: int) -> bool:
    """A byline below (□ 记者 …) that can be nobody else's, while the segment opens with a dateline of its own."""
    last = index + 1 == len(layout.segments)
    below = layout.gaps[index + 1]
    if not (last or layout.segments[index + 1].forced) or not any(isinstance(item, BylineLine) for item in below):
        return False
    return layout.segments[index].dateline


def _share(grams: set[str], present: set[str]) -> float:
    """How much of a headline stands in a text, longer n-grams counting more."""
    total = sum(len(gram) - 1 for gram in grams)
    return sum(len(gram) - 1 for gram in grams & present) / total if total else 0.0
