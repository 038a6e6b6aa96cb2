"""People as a sentence pattern sees them: the titles before and after their names folded away.

In: a :class:`~kg.facts.grammar.View`. Out: the same view, in which 某市副市长陈某，某区区委书记杨某、区长林某等
is only three names in a list, so that patterns need not know about offices, and the bodies that
those titles name (区委) are no participants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.facts.grammar import default_grammar
from kg.facts.masking import View
from kg.lexicon.tables import read_table
from kg.model import TenureMention

# verbs that stand between a body or nothing and a title: the words up to them are no part of it
_VERBS = re.compile(
    "会见|接见|出席|陪同|主持|参加|会谈|访问|任命|选举|看望|慰问|欢迎|邀请|采访|感谢|祝贺|宣布|带领|率领|免去|召开|举行|"
    "表示|指出|强调|介绍|告诉|记者[从在]|获悉|来到|走进|前往|抵达|听取|参观|考察|调研|联合|携手|包括|围绕|授予|(?<![供适反效相响对])应(?![急用对])"
)
_WORD_END = frozenset("，。；：！？、“”（）《》\n \t　由在对向与和同为被将把是了的请率说称及等")
_START = frozenset("，。；：！？、\n“”…—和与及（")
_AFTER = (
    "同志|先生|女士|小姐|阁下|殿下|陛下|夫妇|教授|博士|院士|老师|医生|秘书长|主席|总统|总理|书记|市长|县长|区长|部长|局长|主任|"
    "校长|院长|董事长|总经理|会长|首相|外长|防长|议长|国王|大使|参赞|议员|将军|元帅|上将|中将|少将|大校|上校|中校|少校"
)
_LONGEST = 8  # characters of a title
_REACH = 12  # characters of other words before a title
_MOST = 4  # titles of one person


@dataclass(frozen=True, slots=True)
class _Titles:
    words: frozenset[str]
    behind: re.Pattern[str]  # what may stand after a name
    bracket: re.Pattern[str]
    person: frozenset[str]
    body: frozenset[str]


@cache
def _load() -> _Titles:
    grammar = default_grammar()
    rows = read_table("titles.tsv", 2)
    office = {title for title, kind in rows if kind not in ("staff", "company")} | set(_AFTER.split("|"))
    behind = "|".join(re.escape(t) for t in sorted(office, key=lambda t: (-len(t), t)))
    return _Titles(
        words=frozenset(title for title, _ in rows),
        behind=re.compile(behind),
        bracket=re.compile(r"（[^（）\ue000-\uf8ff]{1,14}）"),
        person=frozenset(grammar.charset("Person")[1:-1]),
        body=frozenset(grammar.charset("Organization|Place|Project")[1:-1]),
    )


def fold_titles(view: View, tenures: Sequence[TenureMention] = ()) -> View:
    """The view without the words that only say who somebody is."""
    titles = _load()
    text = view.text
    known = dict(_known_titles(view, tenures))
    ranges = []
    for at in sorted(view.fillers):
        if text[at] not in titles.person:
            continue
        start = min(_titles_before(text, at, titles), _titles_before(text, known.get(at, at), titles))
        end = at + 1
        m = titles.behind.match(text, end)
        if m:
            end = m.end()
            while start > 0 and text[start - 1] in titles.body:  # 某某协会陈某秘书长
                start -= 1
        m = titles.bracket.match(text, end)
        if m:
            end = m.end()
        ranges += [(start, at), (at + 1, end)]
    return view.without(ranges)


def _titles_before(text: str, end: int, titles: _Titles) -> int:
    """Where the titles that end at ``end`` begin: 某市委书记、某组组长 before a name."""
    at = end
    for _ in range(_MOST):
        stop = at
        if at < end and text[at - 1] in "、，兼":
            stop -= 1
        title = next((n for n in range(_LONGEST, 1, -1) if stop >= n and text[stop - n : stop] in titles.words), 0)
        if not title:
            break
        at = _body_before(text, stop - title, titles)
    return at


def _body_before(text: str, at: int, titles: _Titles) -> int:
    """From a title back over the words and names that say of which body it is."""
    start = _word_start(text, at, titles)
    if start > 0 and text[start - 1] in titles.body:
        while start > 0 and text[start - 1] in titles.body:
            start -= 1
        more = _word_start(text, start, titles)
        return more if more == 0 or text[more - 1] in _START else start
    return start if start == 0 or text[start - 1] in _START else at


def _word_start(text: str, at: int, titles: _Titles) -> int:
    """Back over a run of words; ``at`` where a verb stands among them or the run is too long."""
    start = at
    while (
        start > 0
        and at - start <= _REACH
        and text[start - 1] not in _WORD_END
        and not "\ue000" <= text[start - 1] <= "\uf8ff"
    ):
        start -= 1
    return at if at - start > _REACH or _VERBS.search(text, start, at) else start


def _known_titles(view: View, tenures: Sequence[TenureMention]) -> Iterator[tuple[int, int]]:
    """Titles that the posts stage has read right before a name, by the name's place."""
    for tenure in tenures:
        at = view.at(tenure.person.span.start)
        start = at - len(tenure.title)
        if start >= 0 and tenure.title and view.text[start:at] == tenure.title:
            if tenure.body and tenure.body in view.fillers.get(start - 1, ()):
                start -= 1
            yield at, start
