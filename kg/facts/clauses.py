"""A light clause analysis on masked text: who the subject of a clause is, and what colours its verb.

In: a :class:`~kg.facts.grammar.View` and masked positions. Out: mentions and modalities.
"""

from __future__ import annotations

import re

from kg.facts.masking import View
from kg.model import Mention, Modality

_STOP = re.compile(r"[，。；：！？\n]")
# words after which a name is no subject, and words that may lead up to one
_NOT_SUBJECT = re.compile(
    r"(?:[在从对向为由把将据与于给到被经按和同以跟至]|根据|关于|通过|按照|围绕|包括|以及|来自|位于|作为|由于|针对|加上)$"
)
_LISTED = re.compile(r"[、和与及]|以及")
_REACH = 12  # words before a subject
_PLANNED = re.compile(
    r"(?:将于|将在|将要|即将|计划|预计|拟于?|力争|有望|争取|准备|筹备|筹划|打算|预期|届时|将(?![军士领])|确保(?:在)?|可望|待(?!遇))"
)
_ALLEGED = re.compile(r"(?:涉嫌|据传|传闻|疑似|据称|被指|疑为|网传|称有)")
_DENIED = re.compile(r"(?:否认|辟谣|不属实|不实)")
_NEGATED = re.compile(
    r"(?:并未|从未|没有|未曾|不存在|尚未|并非|不会|不予|未能|无法|未获|拒绝|取消|叫停|推迟|搁置|未(?![来央成必])|不(?!断|仅|但|久|少|同|忘|懈|止|只|光|管|论))"
)


# 要深入开展…, 应推动…: what ought to be done has not happened
_EXHORTS = re.compile(
    r"(?:(?:^|[，。；：！？“、\n])[^，。；：！？“”]{0,10}?|[就还都也更既又])"
    r"(?:(?<![重主首必需只不紧摘纲简])要(?![求闻素点员件案塞害道])|必须|务必|应当|应该|(?<![响反效适相供对回])应(?![邀约用对急]|[^，。；]{0,60}邀)|需要|亟需|须|切实|坚持|着力|努力|深入学习|认真落实|呼吁|建议|希望)"
)
_HABIT = re.compile(
    r"持续(?:开展|推进|深化)|每年|每季度|每月|每周|每天|每逢|定期|经常|多次|不定期|历届|连续[0-9一二三四五六七八九十多]+[年届]|先后(?:举办|召开|开展|组织)|"
    r"累计(?:举办|召开|开展|组织)|共(?:举办|召开|开展|组织)|常态化|往年|近年来|多年来|一直以来|日常|轮流|(?<![第0-9一二三四五六七八九十百])[0-9一二三四五六七八九十百千余多]+(?:余|多)?(?:场次?|次|批次)(?!会议|全会|活动)"
)
_CONDITION = re.compile(r"(?:如果|若|一旦|假如|倘若|只要|除非|即使|无论|能否|是否|为了|为推动|以便|旨在)")


def is_exhortation(view: View, low: int, at: int) -> bool:
    """Whether the words of the sentence up to ``at`` only ask for something."""
    return _EXHORTS.search(view.text[low:at]) is not None


def is_negated(view: View, start: int, end: int) -> bool:
    return _NEGATED.search(view.text[start:end]) is not None


def is_habit(view: View, start: int, end: int) -> bool:
    return _HABIT.search(view.text[start:end]) is not None


def is_condition(view: View, start: int, end: int) -> bool:
    return _CONDITION.search(view.text[start:end]) is not None


def clause_start(view: View, at: int, lowest: int) -> int:
    """Where the clause that holds masked position ``at`` begins."""
    i = at
    while i > lowest and not _STOP.match(view.text[i - 1]):
        i -= 1
    return i


def clause_end(view: View, at: int, highest: int) -> int:
    match = _STOP.search(view.text, at, highest)
    return match.start() if match else highest


def find_subject(view: View, lowest: int, at: int, charset: re.Pattern[str]) -> Mention | None:
    """The mention of ``charset`` that is the subject at ``at``, carried over commas from ``lowest`` on.

    华岳集团着眼长远，近日印发《办法》: the subject of 印发 is 华岳集团.
    """
    subjects = find_subjects(view, lowest, at, charset)
    return subjects[0] if subjects else None


def find_subjects(view: View, lowest: int, at: int, charset: re.Pattern[str]) -> list[Mention]:
    """The same with all that are named together: 教育局、财政局联合组织."""
    end = at
    while end > lowest:
        start = clause_start(view, end, lowest)
        first = _subject_between(view, start, end, charset)
        if first >= 0:
            last = first
            while True:
                m = _LISTED.match(view.text, last + 1)
                if m is None or m.end() >= at or not charset.match(view.text[m.end()]):
                    return view.within(first, last + 1, charset)
                last = m.end()
        end = start - 1
    return []


def _subject_between(view: View, start: int, end: int, charset: re.Pattern[str]) -> int:
    refused = -2  # where the last name that is no subject stands: nor are those that it is listed with
    for i in range(start, end):
        if i not in view.fillers or not charset.match(view.text[i]):
            continue
        before = view.text[start:i]
        if _NOT_SUBJECT.search(before) or (refused == i - 2 and view.text[i - 1] in "、和及与"):
            refused = i
            continue
        if len(before) > _REACH and not any(j in view.fillers for j in range(start, i)):
            return -1
        return i
    return -1


def modality_before(view: View, start: int, end: int) -> Modality:
    """What the words at masked ``[start, end)``, from the clause's begin to the verb, make of it."""
    words = view.text[start:end]
    if _DENIED.search(words):
        return Modality.DENIED
    if _ALLEGED.search(words):
        return Modality.ALLEGED
    if _PLANNED.search(words):
        return Modality.PLANNED
    return Modality.ASSERTED
