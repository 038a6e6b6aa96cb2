"""The two sides of a verb: who does it, and what or whom it is done to, wherever they stand.

In: the masked view, a verb's place, its :class:`~kg.facts.frames.Frame`. Out: mentions, and the words of the object.
The subject is carried over commas. The object stands behind the verb, before it (《办法》近日发布), behind 将 (将响应
提升至三级) or behind 向 (向大会致贺信); 被 turns the two round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.facts.clauses import clause_end, clause_start, find_subjects
from kg.facts.frames import Frame, Role
from kg.facts.grammar import default_grammar
from kg.facts.masking import View
from kg.model import Mention

_NAME_LENGTH = 28  # characters of an object that go into the event's name
_WITH = re.compile(r"(?<![\ue000-\uf8ff])[同与和跟]|[同与跟]")
_ABOUT = re.compile("就(?![在以此已是])|围绕|关于")
_TOWARDS = re.compile(r"[向给]")
_DISPOSED = re.compile(r"[将把](?![对在于向从与同会继进全正联共])(?P<np>[^，。；：！？\n]{2,30})$")
_ACTED_UPON = re.compile(r"被(?P<agent>[^，。；：！？\n]*)$")
# 位于某地的学校, 由某部牵头的小组: a name that only describes
_DESCRIBES = re.compile(r"(?:位于|来自|关于|涉及|包括|[在由对与向从为以于])$")
# right behind a name: it ends there, and what it does follows
_EDGE = re.compile(
    default_grammar().expand(
        r"{ETC}?(?:及(?:其)?(?:附近|周边)|多地|多处|[东南西北中]部|境内|一带){0,2}(?:地区)?(?:$|[，（(“]|{ADVW}|[在于以将对为向从与和同率已还又也并就则首共正再先应经曾通把给会上下被遭获]|"
        r"针对|按照?|根据|依据|围绕|"
        r"独家|一行|联合|完成|亲自|专程|集中|举行|紧急|专门|组织|连续|接连|终于|最终|一举|主动|及时|迅速|牵头|出手|方面|政府|"
        r"重磅|隆重|强势|高调|大举|火速|抢先|再度|携手|一次性|批量|立即|连夜|带队|率团)"
    )
)
# 某大学期间, 某国的: of whom something else is told
# 甲在乙、丙陪同下|考察: in whose company
_COMPANY = re.compile("，?在[^。；！？\n]{1,60}?陪同下")
_STUDIED = re.compile(default_grammar().expand("的|期间|毕业|就读|留学|{:Time}电"))
# 总书记甲夫人|乙, 某国首都|某城: the one named last
_NEXT = re.compile(
    default_grammar().expand(
        "(?:的?夫人|特使|特别代表|之[子女])(?={:Person})|(?:首都|省会|的首都)?(?={:AdministrativeArea})"
    )
)
# 甲访问某国期间，双方宣布: another subject of its own
_OTHERS = re.compile(
    "个别|部分企业|双方|两国|[中外各俄美乌以][方国]|会议|大会|论坛|峰会|与会|三方|各界|嘉宾|(?<![^，。；：！？\n])(?:[他她]们?|记者)"
)
# a clause that begins with what is done: (昨日)多项成果(在某地正式)|发布
_BEFORE = re.compile(
    default_grammar().expand(
        r"(?:{:Time}|[昨今当]天|近日|日前|，)*(?P<np>[^，。；：！？\n在由将已于随经但]{1,40}?)(?:等|也|{ADVW}|{:Time}|将|已|对外|[在由]{IN}{0,16}?|于){0,6}"
    )
)


@dataclass(frozen=True, slots=True)
class Object:
    """What a verb is done to: its names, its words in the text; ``fits``: it may be the object of such a verb."""

    names: tuple[Mention, ...] = ()
    words: str = ""
    fits: bool = False
    before: bool = False
    start: int = -1  # where it begins, if it stands before the verb behind 将


def find_actors(role: Role, view: View, low: int, start: int) -> list[Mention]:
    """Who acts: names behind which no noun goes on (伊朗|民航组织发言人), carried over commas."""
    company = _COMPANY.search(view.text, low, start)
    if company is not None:
        start = company.start()
    found = find_subjects(view, low, start, role.charset)
    if not found:
        return []
    last = view.at(found[-1].span.end - 1) + 1
    other = _NEXT.match(view.text, last, start)
    while other is not None and role.charset.match(view.text[other.end()]):
        found = list(view.fillers[other.end()])
        last = other.end() + 1
        other = _NEXT.match(view.text, last, start)
    if last < start and _STUDIED.match(view.text, last):
        return []
    first = clause_start(view, start, low)
    carried = first > last
    if carried and (_OTHERS.search(view.text, first, start) or view.text.startswith("等地", last)):
        return []
    whole = role.name == "place" or _EDGE.match(view.text, last, start) is not None  # 某城一座建筑遭袭击
    if (not carried or found[-1].type == "AdministrativeArea") and not whole:
        return []
    return found


def find_partners(role: Role, view: View, subject: Mention, start: int) -> list[Mention]:
    """甲在某地同某国总统乙会谈: who stands behind 同."""
    partner = _WITH.search(view.text, view.at(subject.span.end - 1) + 1, start)
    if partner is None:
        return []
    about = _ABOUT.search(view.text, view.at(subject.span.end - 1) + 1, start)
    if about is not None and about.start() < partner.start():
        return []  # 就向甲和乙出口进行谈判
    return list(_read_list(view, partner.end(), about.start() if about else start, role.charset))


def turn_round(frame: Frame, view: View, low: int, start: int) -> tuple[list[Mention], Object] | None:
    """甲日前被乙收购: who stands behind 被 acts, on what stands before it."""
    if not frame.passive or frame.object is None:
        return None
    first = clause_start(view, start, low)
    words = _ACTED_UPON.search(view.text, first, start)
    if words is None:
        return None
    acted = find_actors(frame.object, view, low, words.start())
    charset = frame.subject.charset if frame.subject is not None else frame.object.charset
    actors = list(_read_list(view, *words.span("agent"), charset))
    told = "、".join(mention.name for mention in acted)
    return actors, Object(tuple(acted), told, bool(acted))


def find_object(frame: Frame, view: View, after: int, high: int) -> Object:
    """What stands behind the verb in its clause."""
    at = after + 1 if view.text[after : after + 1] == "了" else after
    if frame.behind_comma and view.text[at : at + 1] in ("，", "："):
        at += 1
        if view.text[at] in "到自从" and at + 1 in view.times:
            at += 1
        while at in view.times and view.text[at + 1 : at + 2] == "，":  # 公布，2023年，…; 到2030年，…
            at += 2
    end = clause_end(view, at, high)
    stop = frame.ends.search(view.text, at + 1, end) if frame.ends is not None and at < end else None
    last = stop.start() if stop else end
    if last <= at or (frame.not_object is not None and frame.not_object.match(view.text, at)):
        return Object()
    return _make_object(frame, view, at, last)


def find_object_before(frame: Frame, view: View, first: int, start: int) -> Object:
    """多项成果昨日发布: what begins the clause of a verb that ends it."""
    words = _BEFORE.fullmatch(view.text, first, start)
    if words is None or words.end("np") <= words.start("np"):
        return Object()
    low, high = words.span("np")
    names = tuple(view.within(low, high, frame.object.charset)) if frame.object is not None else ()
    told = view.words(low, high)
    fits = bool(names) or (frame.nouns is not None and frame.nouns.search(told) is not None)
    return Object(names, told[:_NAME_LENGTH], fits, before=True)


def find_disposed(frame: Frame, view: View, first: int, start: int) -> Object:
    """将四级应急响应|提升至三级: what stands behind 将 or 把."""
    words = _DISPOSED.search(view.text, first, start)
    if words is None:
        return Object()
    found = _make_object(frame, view, *words.span("np"))
    return Object(found.names, found.words, found.fits, before=True, start=words.start())


def find_addressed(frame: Frame, view: View, first: int, start: int) -> Object:
    """向大会|致贺信: whom it is for."""
    words = _TOWARDS.search(view.text, first, start)
    if words is None or words.end() == start:
        return Object()
    found = _make_object(frame, view, words.end(), start)
    return Object(found.names, found.words, True, before=True)


def _make_object(frame: Frame, view: View, at: int, last: int) -> Object:
    names = _read_list(view, at, last, frame.object.charset) if frame.object is not None else ()
    words = view.words(at, last)
    fits = bool(names) or (frame.nouns is not None and frame.nouns.search(words) is not None)
    return Object(names, words[:_NAME_LENGTH], fits)


def _read_list(view: View, at: int, last: int, charset: re.Pattern[str]) -> tuple[Mention, ...]:
    """The first name of a stretch and those that are listed with it; not one that only describes (甲的…, 位于甲的…)."""
    for first in range(at, last):
        if first not in view.fillers or not charset.match(view.text[first]):
            continue
        if _DESCRIBES.search(view.text, at, first):
            continue
        if view.text.startswith(("的", "精神"), first + 1):
            return ()
        behind = first + 1
        while behind + 1 < last and view.text[behind] in "、和与及" and charset.match(view.text[behind + 1]):
            behind += 2
        return tuple(view.within(first, behind, charset))
    return ()
