"""Candidates -> the names that stand: none inside another, slogans and event names left out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from kg.mentions.tagged import Candidate

_LENGTH_POWER = 1.1
_SLOGAN = re.compile(r"“([^“”，。；！？：]{2,24})”")


def choose_names(text: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Weighted interval choice: the set of non-overlapping candidates with the largest total.

    A candidate weighs its score times its length (to a power just over one): a whole name beats its parts unless
    its finder is much less sure of it.
    """
    slogans = _slogan_spans(text)
    best: dict[tuple[int, int], Candidate] = {}
    for candidate in candidates:
        span = (candidate.start, candidate.end)
        if candidate.extractor != "lexicon/user" and _in_slogan(candidate, slogans):
            continue
        known = best.get(span)
        if known is None or (candidate.score, candidate.extractor) > (known.score, known.extractor):
            best[span] = candidate
    ordered = sorted(best.values(), key=lambda c: (c.end, c.start))
    ends = [c.end for c in ordered]
    totals = [0.0]
    picks: list[bool] = []
    before: list[int] = []
    for index, candidate in enumerate(ordered):
        earlier = bisect_right(ends, candidate.start, 0, index)
        weight = (
            100.0
            if candidate.extractor == "lexicon/user"
            else candidate.score * (candidate.end - candidate.start) ** _LENGTH_POWER
        )
        take = totals[earlier] + weight
        picks.append(take > totals[index])
        before.append(earlier)
        totals.append(max(take, totals[index]))
    chosen = []
    index = len(ordered)
    while index:
        if picks[index - 1]:
            chosen.append(ordered[index - 1])
            index = before[index - 1]
        else:
            index -= 1
    return chosen[::-1]


def _slogan_spans(text: str) -> list[tuple[int, int]]:
    return [match.span(1) for match in _SLOGAN.finditer(text)]


def _in_slogan(candidate: Candidate, slogans: list[tuple[int, int]]) -> bool:
    """A name inside a short quotation that is not the whole of it: “大庆精神”, “中国创造”."""
    for start, end in slogans:
        if start <= candidate.start and candidate.end <= end:
            return (start, end) != (candidate.start, candidate.end)
    return False
