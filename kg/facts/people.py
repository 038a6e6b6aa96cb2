"""People as a sentence pattern sees them: the titles before and after their names folded away.

In: a :class:`~kg.facts.grammar.View`. Out: the same view, in which 广州市副市长陈某，花都区委书记杨某、区长林某等
is only three names in a list, so that patterns need not know about offices, and the bodies that
those titles name (花都区委) are no participants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.facts.grammar import View, default_grammar
from kg.lexicon.tables import read_table
from kg.model import TenureMention

# words that no title begins with: verbs and particles between a body and a person
_VERBS = (
    "会见|接见|出席|陪同|主持|参加|会谈|访问|任命|选举|看望|慰问|欢迎|邀请|采访|感谢|祝贺|宣布|带领|率领|免去|召开|举行|"
    "表示|指出|强调|介绍|告诉|记者[从在]|获悉|来到|走进|前往|抵达|听取|参观|考察|调研|联合|携手|包括|围绕|授予"
)
_AFTER = "同志|先生|女士|小姐|阁下|一行|夫妇|教授|博士|院士|老师|医生|秘书长|主席|总统|总理|书记|市长|县长|区长|部长|局长|主任|校长|院长|董事长|总经理|会长"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    grammar = default_grammar()
    titles = sorted({title for title, _ in read_table("titles.tsv", 2)}, key=lambda t: (-len(t), t))
    title = "(?:" + "|".join(re.escape(t) for t in titles) + ")"
    person = grammar.charset("Person")
    body = grammar.charset("Organization|Place|Project")
    word = rf"(?:(?!{_VERBS})[^，。；：！？、“”（）《》\n\s\ue000-\uf8ff由在对向与和同为被将把是了的请率说称及等])"
    start = r"(?:(?<=[，。；：！？、\n“”…—和与及])|(?<![\s\S])|(?<=[\ue000-\uf8ff]))"
    unit = (
        rf"(?:{start}{word}{{0,12}}{body}{{1,3}}{word}{{0,8}}|{body}{{1,3}}{word}{{0,8}}|{start}{word}{{0,10}})?{title}"
    )
    before = re.compile(rf"(?:{unit}(?:[、，兼]|，?兼任?)?(?:、)?)+(?:同志)?(?={person})")
    # 某某协会陈某秘书长: the body before a name whose title stands behind it
    before = re.compile(rf"{before.pattern}|{body}(?={person}(?:{_AFTER}))")
    after = re.compile(
        rf"(?<={person})(?:{_AFTER})(?:（[^（）]{{1,12}}）)?|(?<={person})（[^（）\ue000-\uf8ff]{{1,14}}）"
    )
    return before, after


def fold_titles(view: View, tenures: Sequence[TenureMention] = ()) -> View:
    """The view without the words that only say who somebody is."""
    before, after = _patterns()
    view = view.without(_known_titles(view, tenures))
    ranges = [m.span() for pattern in (before, after) for m in pattern.finditer(view.text) if m.end() > m.start()]
    return view.without(ranges)


def _known_titles(view: View, tenures: Sequence[TenureMention]) -> Iterator[tuple[int, int]]:
    """Titles that the posts stage has read right before a name, with their body."""
    for tenure in tenures:
        at = view.at(tenure.person.span.start)
        start = at - len(tenure.title)
        if start >= 0 and tenure.title and view.text[start:at] == tenure.title:
            if tenure.body and start > 0 and start - 1 in view.fillers:
                start -= tenure.body in view.fillers[start - 1]
            yield start, at
