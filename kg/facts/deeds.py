"""Deeds that count without a day: told as done, in a main clause, by somebody who is named.

In: a draft that has its modality, its view. Out: whether 某省出台十七条措施, 某队夺得金牌 or 某市开展“清风”专项行动 is
news by itself, as against what describes a noun, a circumstance, a habit or a vague plural.
"""

from __future__ import annotations

import re

from kg.facts.clauses import clause_start, has_future, is_habit
from kg.facts.drafts import Draft
from kg.facts.frames import default_frames
from kg.facts.masking import View
from kg.facts.phrases import Phrase
from kg.facts.telling import Telling
from kg.model import Modality

# the roles that must be filled
_DEEDS = {
    "Announcement": frozenset({"issuer"}),
    "Award": frozenset({"recipient"}),
    "Founding": frozenset({"organizer"}),
    "Signing": frozenset({"signatory"}),
    "Investment": frozenset({"investor", "concerns"}),
    "LegalCase": frozenset({"suspect"}),
}
_BOTH = 2  # attendees of talks
# 根据某行再次发布的通知计算: a circumstance
_LEANS = re.compile(r"(?:根据|按照?|依据|随着|由于|继|自从?|除了?|针对|面对|通过|结合|因为?|参照|至于|关于|从)(?!而)")
_DIALOGUE = re.compile(r"[^，。；：！？\n]{2,8}：")  # 张某：… in a printed interview
_LISTED = re.compile("(?:包括|如下|分别是|内容)：")  # 改革主要包括：组建某局
_COUNTED = re.compile("[一二两三四五六七八九十0-9]+[支个家所只项类批]")
_SERIAL = re.compile("第[0-9一二三四五六七八九十百]+[届次季]|[12][0-9]{3}")


def is_deed(draft: Draft, view: View, low: int, start: int, end: int) -> bool:
    """Whether a verb at masked ``start`` to ``end``, in a sentence from ``low``, reports a deed of whom it names."""
    if draft.modality is not Modality.ASSERTED or is_habit(view, low, end):
        return False
    if _LEANS.match(view.text, start, draft.start) or _DIALOGUE.match(view.text, low, start):
        return False
    if _LISTED.search(view.text, low, draft.start) or has_future(view, low, start):
        return False
    roles = {argument.role for argument in draft.arguments}
    wanted = _DEEDS.get(draft.type)
    if not (wanted is not None and wanted <= roles) and len(draft.fillers("attendee")) < _BOTH:
        return False
    at, after = view.at(draft.trigger.start), view.at(draft.trigger.end - 1) + 1
    told = "concerns" in roles or view.text[after : after + 1] == "了" or _COUNTED.search(draft.name)
    if draft.type == "Founding" and not told:
        return False  # 组建有特色的服务队: of which none is meant
    if view.text[draft.end : draft.end + 1] == "的" or default_frames().goes_on.match(view.text, after):
        return False
    return _is_main(view, start, at)


def is_named_deed(draft: Draft, phrase: Phrase, telling: Telling) -> bool:
    """某市开展“清风”专项行动: the same for an event with a name of its own."""
    view = telling.view
    if draft.modality is not Modality.ASSERTED or not ("“" in phrase.modifier or _SERIAL.search(phrase.modifier)):
        return False
    low, _ = view.bounds(draft.sentence)
    clause = clause_start(view, draft.start, low)
    if _LEANS.match(view.text, clause, draft.start) or is_habit(view, low, draft.end):
        return False
    if has_future(view, low, clause):
        return False
    return _is_main(view, clause, draft.start)


def _is_main(view: View, clause: int, at: int) -> bool:
    return default_frames().governed.search(view.text, max(clause, at - 4), at) is None
