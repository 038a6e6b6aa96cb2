"""Articles of several pages -> the same with those put together that go on on another page (下转第三版, 上接第一版).

A jump is joined where both ends are there and fit: newspaper, date and page numbers, and where these leave a choice,
the words. The joined article keeps the id and the place of its beginning. A jump whose other end is missing changes
nothing: the marker is no part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import chain

from kg.articles.marks import Marks, load_marks
from kg.model import Article, Page, Run
from kg.pages.overlap import cohesion, find_grams, find_present

_LOOK = 80  # characters of the page behind and before an article in which its marker stands
_NUMBER = re.compile(r"第?\s*(?P<letter>[A-Z]?)(?P<digits>\d{1,3}|[一二三四五六七八九十]{1,3}|头)\s*版?", re.IGNORECASE)
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九")}
_BYLINE = re.compile(r"\s*[（(【][^（()）】\n]{2,60}[)）】]")  # may stand before the marker
_POINTER = re.compile(r"见|相关")  # 相关报道见第三版 points to another article
_SPACE = re.compile(r"\s+")
_FULL_STOP = re.compile(r"[。！？!?…；;][”’」』）)》]*$")
_SAME_HEAD = 0.5  # share of a headline that the other end's headline or text must hold where one marker is missing
_CLEAR = 0.02  # of the words' score by which one way to join must lead over another

Number = tuple[str, int]


@dataclass(frozen=True, slots=True)
class End:
    """An article with the pages that its markers name: None without a marker, ("", 0) without a number."""

    article: Article
    number: Number
    onward: Number | None
    backward: Number | None


def join_jumps(articles: Sequence[Article]) -> list[Article]:
    """The articles in their order, each that goes on on another page made whole, its later parts left out."""
    marks = load_marks()
    ends = [_read_ends(article, marks) for article in articles]
    follows = _match(ends)
    later = set(follows.values())
    joined: list[Article] = []
    for index, article in enumerate(articles):
        if index in later:
            continue
        whole = article
        at = index
        while at in follows:
            at = follows[at]
            whole = _append(whole, articles[at])
        joined.append(whole)
    return joined


# ------------------------------------------------------------------------------------ markers


def _read_ends(article: Article, marks: Marks) -> End:
    text = article.page.text
    onward = backward = None
    if article.trace:
        last = article.trace[-1]
        behind = text[last.origin + last.length :][:_LOOK]
        pattern = _compile_onward(marks.jump_to.pattern)
        bracket = _BYLINE.match(behind)
        found = pattern.match(behind) or (pattern.match(behind, bracket.end()) if bracket else None)
        if found and not _POINTER.search(found[0]):
            onward = _read_number(found[0])
        begin = article.trace[0].origin
        before = text[max(0, begin - _LOOK) : begin]
        heads = ("", *(_SPACE.sub("", head) for head in (article.headline, *article.subheads)))
        for at in range(len(before)):
            match = marks.jump_from.match(before, at)
            if match and _SPACE.sub("", before[match.end() :]) in heads:
                backward = _read_number(match[0])
                break
    return End(article, _read_number(article.page.number) or ("", 0), onward, backward)


@cache
def _compile_onward(pattern: str) -> re.Pattern[str]:
    """The pattern for a marker that need not be the end of the text."""
    return re.compile(pattern.removesuffix("$"))


def _read_number(text: str) -> Number | None:
    """（下转A02版） -> ("A", 2); 第三版 -> ("", 3); ("", 0) where there is text but no number."""
    if not text:
        return None
    match = _NUMBER.search(text)
    if match is None:
        return "", 0
    digits = match["digits"]
    if digits.isdigit():
        return match["letter"].upper(), int(digits)
    if digits == "头":
        return "", 1
    tens, ten, ones = digits.rpartition("十")
    value = (_NUMERALS.get(tens, 1) if ten else 0) * 10 + _NUMERALS.get(ones, 0)
    return "", value if ten or len(digits) == 1 else 0


# ------------------------------------------------------------------------------------ which goes with which


def _match(ends: Sequence[End]) -> dict[int, int]:
    """Beginning -> continuation, by number in the list; each at most once, and what the words leave open not at all."""
    starts = [index for index, end in enumerate(ends) if end.onward is not None]
    goals = [index for index, end in enumerate(ends) if end.backward is not None]
    by_day: dict[date, list[int]] = {}
    for index, end in enumerate(ends):
        by_day.setdefault(end.article.published, []).append(index)
    pairs = {(start, goal) for start in starts for goal in by_day[ends[start].article.published] if goal != start}
    pairs |= {(start, goal) for goal in goals for start in by_day[ends[goal].article.published] if goal != start}
    scored = []
    for start, goal in pairs:
        marked = _count_markers(ends[start], ends[goal])
        if marked:
            words = _compare(ends[start].article, ends[goal].article)
            scored.append((marked, words, start, goal))
    follows: dict[int, int] = {}
    taken: set[int] = set()
    keys = [_key(end.article) for end in ends]
    scored.sort(key=lambda row: (-row[0], -row[1], keys[row[2]], keys[row[3]]))
    for place, (marked, words, start, goal) in enumerate(scored):
        if start in follows or goal in taken or _leads_to(goal, start, follows):
            continue
        rivals = [
            row
            for row in scored[place + 1 :]
            if row[0] == marked
            and (row[2] == start) != (row[3] == goal)
            and row[2] not in follows
            and row[3] not in taken
        ]
        if any(
            words - row[1] < _CLEAR and keys[row[2]] != keys[start] and keys[row[3]] != keys[goal] for row in rivals
        ):
            continue
        follows[start] = goal
        taken.add(goal)
    return follows


def _count_markers(start: End, goal: End) -> int:
    """How many of the two markers say that ``goal`` goes on with ``start``; 0 where anything speaks against it."""
    above, below = start.article.page, goal.article.page
    if above is below or above.published != below.published:
        return 0
    if above.newspaper != below.newspaper and above.newspaper and below.newspaper:
        return 0
    count = 0
    for named, real, page in ((start.onward, goal.number, start.number), (goal.backward, start.number, goal.number)):
        if named is None:
            continue
        if not _fits(named, real, page):
            return 0
        count += named[1] > 0 and real[1] > 0
    if start.number[1] and start.number == goal.number:
        return 0
    one_sided = start.onward is None or goal.backward is None
    if count and one_sided:
        count = 1 if _share_head(start.article, goal.article) >= _SAME_HEAD else 0
    return count


def _fits(named: Number, real: Number, own: Number) -> bool:
    """转第2版 on page A01 means page 2 or A02."""
    if not named[1] or not real[1]:
        return True
    return named[1] == real[1] and (named[0] == real[0] or (not named[0] and real[0] == own[0]) or real[0] == "")


def _compare(start: Article, goal: Article) -> float:
    return _share_head(start, goal) + cohesion(start.text[-2500:], goal.text[:2500])


def _share_head(start: Article, goal: Article) -> float:
    """How much of the headline over the continuation the beginning holds."""
    head = find_grams(goal.headline)
    if not head or not start.headline:
        return 0.0
    return len(find_present(f"{start.headline}\n{start.text}", head)) / len(head)


def _leads_to(start: int, goal: int, follows: dict[int, int]) -> bool:
    while start in follows:
        start = follows[start]
        if start == goal:
            return True
    return start == goal


def _key(article: Article) -> tuple[str, str, str, str, int]:
    """The same whatever the order in which the pages were given."""
    page = article.page
    return page.newspaper, page.published.isoformat(), page.number, article.id, article.order


# ------------------------------------------------------------------------------------ one article


def _append(start: Article, goal: Article) -> Article:
    between = "\n" if _FULL_STOP.search(start.text) else ""
    shift = len(start.text) + len(between)
    pages: tuple[Page, ...] = (start.page, *start.more)
    first = len(pages)
    runs = [Run(run.start + shift, run.origin, run.length, run.page + first) for run in goal.trace]
    heads = (goal.headline, *goal.subheads) if goal.headline and goal.headline != start.headline else goal.subheads
    return replace(
        start,
        text=f"{start.text}{between}{goal.text}",
        trace=(*start.trace, *runs),
        more=(*start.more, goal.page, *goal.more),
        subheads=tuple(dict.fromkeys([*start.subheads, *(head for head in heads if head not in start.headline)])),
        authors=tuple(dict.fromkeys(chain(start.authors, goal.authors))),
        captions=(*start.captions, *goal.captions),
    )
