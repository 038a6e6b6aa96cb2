"""Works and devices that a text tells of without a proper name: 我国首套海洋温差能发电装置成功完成海试.

In: an article, its mentions, its times. Out: further mentions, at such noun phrases, where a stage of the work is
told right behind them (并网发电, 通车, 完成海试; ``data/events.toml``); extractor ``work/…``. What the phrase says
of rank and number (首套, 全球最大的) is no part of the name. Later words that only shorten it (机组, 该机组,
16兆瓦风电机组) are mentions of the same name. Callers add them to the article's mentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.facts.grammar import default_grammar
from kg.facts.masking import View, mask_text
from kg.facts.triggers import EventWords, default_event_words
from kg.model import Article, Mention, Part, Span, Time

_CONFIDENCE = 0.8
_LEAST = 6  # characters that make a phrase the name of one work; fewer where it says which (首座)
_SHORT = "(?:该|此|本|这[台套座条个艘颗架列辆项]?)"
_SMALL = "的是了在由将对和与及为该此这台套座架艘条辆款使让把被到从向"
_STOP = "，。；：！？、“”（）《》\n　 "


def find_works(
    article: Article, mentions: Sequence[Mention], times: Sequence[Time], *, words: EventWords | None = None
) -> list[Mention]:
    """19日，全球首台16兆瓦海上风电机组成功并网发电 -> 16兆瓦海上风电机组, type Product; sorted by place."""
    words = words or default_event_words()
    if words.work_likely.search(article.text) is None:
        return []
    view = mask_text(article.text, mentions, times, default_grammar())
    taken = sorted((m.span.start, m.span.end) for m in mentions if m.part is Part.BODY)
    found: dict[str, Mention] = {}
    for match in words.work.finditer(view.text):
        named = _name_work(match, view, words)
        if named is None or _is_taken(named[0], taken):
            continue
        span, head = named
        name = "".join(span.of(article.text).split())
        found.setdefault(
            name,
            Mention(article.id, span, span.of(article.text), words.works[head], _CONFIDENCE, "work/told", name=name),
        )
    kept: list[Mention] = []
    for name, first in found.items():
        head = next(h for h in sorted(words.works, key=lambda w: (-len(w), w)) if h in name)
        others = [other for other in found if other != name and head in other]
        kept += [m for m in _find_again(article, first, head, alone=not others) if not _is_taken(m.span, taken)]
    unique = {m.span: m for m in sorted(kept, key=lambda m: (m.span, m.name))}
    return [m for span, m in sorted(unique.items())]


def _name_work(match: re.Match[str], view: View, words: EventWords) -> tuple[Span, str] | None:
    """The phrase without rank and number, and its head; None where it names no single work."""
    start, end = match.span("np")
    text = view.text
    if start and "\ue000" <= text[start - 1] <= "\uf8ff" and text[start - 1] not in _place_chars():
        return None  # 某公司的..., 某人...: whose it is stands before it
    ranked = words.rank.match(text, start, end)
    first = ranked.end() if ranked else start
    if text[first:end].startswith("的"):
        first += 1
    first = max(first, text.rfind("——", first, end) + 2) if "——" in text[first:end] else first  # …平台——某某平台
    name = text[first:end]
    head_at = match.start("head")
    if words.many.match(name) or first >= head_at:
        return None
    quoted = "“" in name and name.count("“") == name.count("”")
    if not quoted and len(name) < _LEAST - (2 if ranked else 0):
        return None
    if name.count("“") != name.count("”"):
        return None
    return view.span(first, end), match["head"]


@cache
def _place_chars() -> str:
    return default_grammar().charset("AdministrativeArea|Place")[1:-1]


def _find_again(article: Article, first: Mention, head: str, *, alone: bool) -> Iterator[Mention]:
    """The phrase where it is told, and every later one that shortens it."""
    text, name = article.text, first.name
    yield first
    for m in re.finditer(re.escape(head), text):
        end = m.end()
        if first.span.start <= m.start() < first.span.end:
            continue
        start = m.start()
        letters = name[: name.rfind(head)]
        while start > 0 and text[start - 1] not in _STOP:
            at = letters.rfind(text[start - 1])
            if at < 0:
                break
            letters, start = letters[:at], start - 1
        whole = text[start:end]
        if start != m.start() and _goes_on(text, start):
            continue  # 我国海上风电大容量机组
        if len(whole) >= len(head) + 2 or (alone and start == m.start() and _points_back(text, start)):
            yield Mention(article.id, Span(start, end), whole, first.type, 0.75, "work/again", name=name)


def _goes_on(text: str, at: int) -> bool:
    """Whether a longer phrase ends at ``at``."""
    before = text[at - 1 : at]
    return "\u4e00" <= before <= "\u9fff" and before not in _SMALL


def _points_back(text: str, at: int) -> bool:
    """该机组, or 机组 at the beginning of a clause."""
    return re.search(rf"(?:{_SHORT}|[，。；\n“]|^)$", text[max(0, at - 3) : at]) is not None


def _is_taken(span: Span, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < span.end and span.start < end for start, end in taken)
