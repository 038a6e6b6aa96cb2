"""Drafts that stand up to a closer look: with a date, a place and a modality, or dropped.

In: a draft and the :class:`~kg.facts.telling.Telling` it stands in. Out: "" where it reports something, else why
it is dropped, in a few words (``kg read --why`` shows them). What is asked for (要组织召开…), said to be done every
year, denied, only supposed, planned without a day or quoted from somebody's talk is no event; neither is a bare word
without any anchor in time or place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.facts.clauses import (
    clause_end,
    clause_start,
    find_subjects,
    has_future,
    is_condition,
    is_decided,
    is_exhortation,
    is_finished,
    is_habit,
    is_negated,
    modality_before,
)
from kg.facts.coreference import evidence_of
from kg.facts.dating import is_due, set_time
from kg.facts.deeds import is_deed, is_named_deed
from kg.facts.drafts import ON_A_DAY, Draft, fold_event_name
from kg.facts.grammar import default_grammar
from kg.facts.masking import View
from kg.facts.phrases import Phrase
from kg.facts.telling import LEAD, Telling
from kg.model import Argument, Mention, Modality

PLACES = frozenset({"Place", "AdministrativeArea", "Site"})
_ORGANIZATIONS = frozenset({"Organization", "PublicBody", "Company", "Institution", "Association", "Media"})
_AGAIN = frozenset({"Campaign", "Meeting", "Exhibition", "Ceremony"})
_ABOUT = frozenset({"Project", "Document", "Product"})
_OCCASIONS = frozenset({"Ceremony", "Signing"})
_AFTER = re.compile(r"(?:[结闭]束)?(?:后(?!方|续)|之初|以后|之后|以来|之际|期间|前夕|之前|前(?!往|来|行)|时(?!代|间))")
_ONCE = re.compile("之初|之际|之时|初期")  # 收购之初已有业务
_SAYING = re.compile(r"(?:了解[^，。]{0,20})?时(?:，[^，。]{0,6})?(?:强调|指出|要求|表示|说|提出)")
# 针对近期发生的事故: spoken of, not reported
_AGAINST = re.compile(r"谴责|抗议|策划|企图|图谋|扬言|威胁|可能|容易|针对|防范|防止|预防|避免|严防|应对|吸取")
# what somebody says on the record is told as well as by the paper, if he says when
_TOLD = frozenset({"Milestone", "Founding", "Signing", "Transaction"})
# done in a moment: at the beginning of a text that names no day they are its news
_AT_ONCE = frozenset({"Accident", "LegalCase", "Departure", "Award", "Transaction", "Visit", "Announcement", "Meeting"})
# 甲会见乙, 甲印发某办法: both sides are named
_MUTUAL = frozenset({"Visit", "Investment", "Announcement", "Appointment", "Departure"})
_MADE_THERE = re.compile(
    "[^，。；的]{0,2}(?:落成|揭牌|成立|启用|奠基|开工|挂牌|投产|开业|开馆|竣工)"
)  # 某中心落成仪式: it is not who holds it
_OF_A_TERM = re.compile("第?[0-9一二三四五六七八九十]+(?:届|大)")
_PARTY = re.compile(r".{0,4}(?:调研组|考察组|考察团|代表团|督导组|检查组|参观团|访问团|慰问团)(?:一行)?|一行")
# 超过70场音乐节
_COUNTED = re.compile(
    r"^(?:超过|近|约|逾|共)?[0-9一二三四五六七八九十百]+(?:余|多)?(?:次|个|项|期(?!间))|(?<![第0-9])[2-9二三四五六七八九十百][0-9一二三四五六七八九十百]*(?:余|多)?场次?(?!会议)"
)
# 每年元旦前后，某市举办…
_EVERY = re.compile(r"(?:^|[，。；：])[^，。；：]{0,4}每(?:年|月|周|逢|季度|天|日|隔)")
# 开展某某教育，是…的部署: speaks of it, does not report it
_IN_GENERAL = re.compile(r"[^，。；：！？\n]{0,12}，(?:既|就|也|不仅|不只|正|都)?是(?!日)")
# 就甲访问某国答记者问: what is spoken of
_TOPIC = re.compile(r"(?<![成造])就(?!读|业|任|职|近|地|医|餐|座|诊)[^，。；：！？\n]*$")
_ANSWERED = re.compile(
    r"[^，。；：！？\n]{0,60}?(?:答记者问|(?:发表|发布|作出)[^，。；]{0,6}(?:谈话|声明|评论|表态)|接受[^，。；]{0,10}采访|回应)"
)
# 捐赠物资，支持志愿服务活动: what the rest of the sentence is for
_AIDS = re.compile("支持|助力|推动|促进|保障|参与|助推|丰富|配合|响应|积极参加")
_HONOURS = re.compile("周年|诞辰|逝世|纪念|庆祝")
_NUMBERED = re.compile(r"第[0-9一二三四五六七八九十百]+次")
_WHERE = re.compile("[在于赴到]")
_SERIAL = re.compile("第[0-9一二三四五六七八九十百]+[届次季]|[12][0-9]{3}")
# 访问某国的具体日期还未确定
_ITS_DATE = re.compile("的(?:具体|有关|相关)?(?:日期|时间|日程|行程|安排|计划|可能性|消息|邀请)")
_QUOTED = re.compile("“[^“”]*”")
_GOES_ON = re.compile("并(?!非|不|未)|且|同时|(?P<later>(?:当天|当日)?(?:下午|晚上|晚间|当晚))")
_CONVENES = re.compile("召开|举行|举办")
_WISHES = re.compile("支持|祝贺|欢迎|同意|呼吁|提议|愿|期待|感谢|赞赏|商定|允许|以便")
_TOLD_OF = 3  # characters that tell what a general word is about: 火炬传递|活动
_LONG_NAME = 6  # characters of a name that says enough by itself
_SPECIFIC = 4  # characters of a head word that tells what is celebrated
_MADE = 120  # masked characters before an event's name in which who makes it may stand
_MAKING = re.compile(
    r"(?:主办|承办|协办|举办|发起|组织|召集|指导|召开|举行)(?:，[^，。；\n]{2,30}(?:支持|承办|协办|指导|参与|协助))?的(?:[，]?以[^。；！？\n]{1,50}?为(?:主题|题)的)?[^，。；：！？、\n]{0,6}$"
)
_PLAIN = (
    "{ETC}?(?:并|还|随后|同时)?{ADV}(?:（{:Time}）)?{ADV}(?:决定|宣布)?(?:[从自]{:Time})?(?:在全[市县省区国]|在(?:{:Place}+{IN}{0,6}?|{IN}{2,12}?))?{ADV}"
    "(?:[为就]{IN}{1,24}?)?(?:(?:组织|动员|会同){IN}{2,24}?|组织|联合|主持|隆重)?"
)
_NEAR = 12  # characters of an earlier clause that only says where


@dataclass(frozen=True, slots=True)
class _Patterns:
    holder: re.Pattern[str]  # who may hold an event
    convener: re.Pattern[str]  # who may call a meeting
    person: re.Pattern[str]
    place: re.Pattern[str]
    work: re.Pattern[str]
    body: re.Pattern[str]
    made: re.Pattern[str]  # who makes an event, and how
    where: re.Pattern[str]  # a clause that only says where
    dated: re.Pattern[str]  # a clause that only says when
    scene: re.Pattern[str]  # where something happens: 某地当天发生…
    plain: re.Pattern[str]  # small words between a holder and 召开
    part: re.Pattern[str]  # the same between a work and 举行: 某工程青石段昨日举行


@cache
def _patterns() -> _Patterns:
    grammar = default_grammar()
    return _Patterns(
        holder=re.compile(grammar.charset("Organization|AdministrativeArea")),
        convener=re.compile(grammar.charset("Organization|Person")),
        person=re.compile(grammar.charset("Person")),
        work=re.compile(grammar.charset("Project|Site")),
        body=re.compile(grammar.charset("Organization")),
        made=re.compile(
            grammar.expand(
                "(?:由(?P<list>{:Organization}(?:(?:、|以及|和|及|与)[^，。；：！？、\n由]{1,40}?){1,20})|"
                "(?<![在于]){who:Organization+}|在{at:PublicBody|Company|Association+})"
                "{ETC}?(?:{ADVW}|联合|共同|牵头|具体|携手|在{:Place>}){0,3}"
                "(?P<verb>主办|承办|协办|举办|发起|组织|召集|指导|召开|举行)(?=[、，的并])"
            )
        ),
        place=re.compile(
            grammar.expand(
                "(?:在|(?<![位建始等对关由])于|赴|来到|走进|抵达)(?:[^，。；：！？、的]{0,4}?(?:首都|省会|总部)|[\u4e00-\u9fff]{1,3}(?:城|之都|之乡|宝岛))?(?P<place>(?>{:Place}+))(?!的|{:Organization|Person}|(?:[、和及]{:Place}){1,6}(?:等地?)?的)"
            )
        ),
        where=re.compile(grammar.expand("(?P<place>{:Place}+)")),
        dated=re.compile(grammar.expand("(?:当地时间)?{:Time}{1,3}")),
        scene=re.compile(grammar.expand("(?:{:Time}，?)?(?P<place>{:Place}+)[^\ue000-\uf8ff]{0,4}{:Time}")),
        plain=re.compile(grammar.expand(_PLAIN)),
        part=re.compile(grammar.expand("(?:{IN}{0,6}段)?" + _PLAIN)),
    )


def settle_noun(draft: Draft, phrase: Phrase, how: str, telling: Telling) -> str:
    """The same for an event that a noun names; ``needs`` becomes "merge" where it only points back."""
    named_at = how == "at" and len(draft.core) >= _LONG_NAME and not draft.definite
    # 5日，某局长在全省某某工作会议上表示
    if named_at and telling.view.text[phrase.end : phrase.end + 2] == "上的":
        return "only named: whose speech it was"  # 学习在某某大会上的讲话
    if named_at and not settle(draft, telling) and draft.time is not None:
        return ""
    if how in ("subject", "at"):  # 本次峰会…: only where an event is known
        draft.needs = "merge"
        draft.evidence = [evidence_of(draft, telling.article)]
        return "" if phrase.definite else "only named, not said to be held"
    text = telling.view.text
    quoted = text[phrase.start - 1 : phrase.start] == "“" and text[phrase.end : phrase.end + 1] == "”"  # “春风行动”
    named = quoted or "“" in phrase.modifier or any(i in telling.view.fillers for i in range(phrase.start, phrase.noun))
    serial = how in ("held", "attends") and _SERIAL.search(phrase.modifier)
    telling_name = serial or (how == "held" and len(phrase.modifier) > _LONG_NAME)
    general = telling.words.nouns[phrase.head].plain and not named and not telling_name
    if general and (how != "holds" or len(phrase.modifier) < _TOLD_OF):
        return "a general noun without a name"
    if _COUNTED.search(_QUOTED.sub("", draft.name)):
        return "counts events"
    holder = _read_holder(draft, phrase, how, telling)
    refusal = settle(draft, telling)
    if refusal:
        return refusal
    low, _ = telling.view.bounds(draft.sentence)
    clause = clause_start(telling.view, draft.start, low)
    if how == "holds" and not draft.own_time and _WISHES.search(telling.view.text, clause, draft.start):
        return "wished for, not reported"
    if draft.place is None and holder is not None and holder.type in PLACES:
        draft.place = Argument("place", holder, draft.evidence[0])
    dated = draft.own_time or telling.in_lead(draft.sentence)
    if general and (holder is None or not dated):
        return "a general noun without a name"
    anchored = dated or (draft.place is not None and draft.type != "Campaign") or draft.needs == "parent"
    long = len(draft.core) >= _LONG_NAME
    told = False
    if how == "held":
        fine = anchored or (long and not draft.definite)
    elif how == "holds":
        fine = anchored and (holder is not None or draft.own_time or long)
        fine = fine or (not phrase.bare and _is_convened(draft, phrase, telling))
        fine = fine or (holder is not None and long and telling.opens(draft.sentence))
        fine = fine or (holder is not None and is_named_deed(draft, phrase, telling))
    else:
        specific = not phrase.bare or len(phrase.head) >= _SPECIFIC  # 签字仪式, not 仪式
        told = how == "attends" and specific and bool(draft.fillers("attendee") or draft.fillers("host"))
        if told and draft.type in _OCCASIONS and draft.time is None and draft.modality is Modality.ASSERTED:
            draft.time = telling.lead  # 市领导出席开工仪式, further down: on the day that the article reports
        fine = (dated and (long or told or (how == "held_the" and draft.own_time and not phrase.bare))) or (
            told and (draft.place is not None or (draft.type in _OCCASIONS and draft.time is not None))
        )
    if not fine and not draft.definite:
        return "neither day, place nor name enough"
    if not fine or (phrase.bare and how == "attends" and not told):
        draft.needs = "merge"
    _name_whole(draft, phrase, holder, telling)
    return ""


def settle(draft: Draft, telling: Telling) -> str:
    """Date, place and modality of a draft; why not, where it reports nothing."""
    view = telling.view
    low, high = view.bounds(draft.sentence)
    at = view.at(draft.trigger.start)
    start = clause_start(view, min(at, draft.start), low)
    end = clause_end(view, max(draft.end, at + 1), high)
    quoted = any(a < at < b for a, b in telling.speech)
    if quoted and draft.type not in _TOLD:
        return "quoted"
    refusal = _find_refusal(draft, telling, low, start, at, end)
    if refusal:
        return refusal
    end_of_cues = draft.start if draft.hands else at if draft.decides else draft.end
    draft.modality = modality_before(view, start, end_of_cues, draft.phrase if draft.phrase[1] else draft.named)
    goes_on = _GOES_ON.match(view.text, start) if start - 1 > low else None
    if draft.modality is Modality.ASSERTED and goes_on is not None:
        # 将出席论坛，并举行宴会; 将举行仪式，…，下午举行洽谈会
        earlier = low if goes_on["later"] else clause_start(view, start - 1, low)
        if has_future(view, earlier, start):
            draft.modality = Modality.PLANNED
    set_time(draft, telling, low, start, end)
    time = draft.time
    if quoted and not (draft.own_time and time and time.precision != "vague"):
        return "quoted, without a day"
    if time is not None and time.start is not None and time.start > telling.published:
        draft.modality = Modality.PLANNED
    at_other = bool(telling.phrases_at(draft.sentence, draft.start))
    if draft.modality is Modality.PLANNED and not (draft.own_time and time and is_due(time, telling)):
        # 日前宣布，将任命某人: the day is that of the decision
        bare = time is None or (draft.type == "Appointment" and not is_due(time, telling))
        firm = (draft.firm or draft.type == "Appointment") and bare and is_decided(view, start, draft.end)
        if not at_other and not firm:
            return "planned without a day"
        draft.time, draft.own_time = None, False
    if draft.place is None:
        draft.place = _find_place(draft, telling, low, start, at)
    if draft.type == "Visit":
        _settle_visit(draft)
    # 事故造成3人死亡: goes on with the one that was told; not 16日，某船在某海域倾覆 at the beginning
    opening = draft.own_time and telling.in_lead(draft.sentence) and draft.place is not None
    if draft.type == "Accident" and draft.name == draft.head and not opening:
        draft.needs = "merge"
    draft.deed = is_deed(draft, view, low, start, end)
    if draft.needs == "date" and not (draft.own_time or draft.said or draft.deed):
        return "no day in its sentence"
    if at_other and draft.time is None:
        draft.needs = "parent"
    told = (
        draft.said
        or draft.deed
        or (draft.firm and _is_done(draft, view, start, end))
        or (draft.type in _AT_ONCE and telling.opens(draft.sentence) and not is_habit(view, low, start))
        or _is_reported(draft, telling, low, start, end)
    )
    if draft.needs == "time" and draft.time is None and not told:
        if not telling.at_scene(draft.sentence, draft.start):
            return "no day"
        draft.needs = "parent"
    if _is_stretch(draft, telling, low):
        return "over a stretch of time"  # 十八大以来，…主持召开座谈会: more than one
    draft.evidence = [evidence_of(draft, telling.article)]
    return ""


def _find_refusal(draft: Draft, telling: Telling, low: int, start: int, at: int, end: int) -> str:
    view = telling.view
    first, last = draft.phrase  # what an event's name says (深入学习…研讨会, 百场万企) is neither asked for nor a habit
    if is_exhortation(view, low, first or at):
        return "asked for, not reported"
    if draft.type == "Accident" and _AGAINST.search(view.text, start, at):
        return "spoken of, not reported"
    if is_condition(view, start, first or at):
        return "a condition or an aim"
    if is_negated(view, start, first or at):
        return "denied"
    if _EVERY.search(view.text, low, at):
        return "a habit"
    if draft.type == "Campaign" and first == start and _AIDS.match(view.text, first, last):
        return "a condition or an aim"
    if draft.type == "Campaign" and _IN_GENERAL.match(view.text, draft.end):
        return "spoken of, not reported"
    if is_habit(view, start, first or end) or is_habit(view, max(last, start), end):
        return "a habit"
    asked = draft.type != "Accident" and _TOPIC.search(view.text, start, view.at(draft.trigger.start))
    if asked and _ANSWERED.match(view.text, view.at(draft.trigger.end - 1) + 1):
        return "spoken of, not reported"
    if draft.type == "Visit" and _ITS_DATE.match(view.text, draft.end):
        return "spoken of, not reported"
    attends = draft.extractor == "event_noun/attends"
    if (draft.type == "Visit" or attends) and _SAYING.match(view.text, draft.end):
        return ""  # 在某地调研时强调
    dated = any((draft.start if draft.phrase[1] else start) <= i < draft.end for i, _ in telling.times)
    after = view.at(draft.trigger.end - 1) + 1
    if not first and _ONCE.match(view.text, after):
        return "only dates something else"
    return "" if dated or _AFTER.match(view.text, draft.end) is None else "only dates something else"


def _is_done(draft: Draft, view: View, start: int, end: int) -> bool:
    """已成立, 签署了: it happened, though no day is given; who or what took part must be."""
    if draft.modality is Modality.PLANNED:
        return True
    at = view.at(draft.trigger.end - 1) + 1
    if view.text[at : at + 1] == "的":
        return False  # 某社推出的《某书》: says which, reports nothing
    if draft.type == "Signing" and len(draft.fillers("signatory")) > 1:
        return True  # one signs once
    told = bool(draft.arguments) or (draft.type == "Accident" and draft.place is not None)
    return told and is_finished(view, start, end)


def _is_stretch(draft: Draft, telling: Telling, low: int) -> bool:
    """十八大以来 for what takes a day, 近年来 for anything."""
    if draft.time is None:
        return any(low <= i < draft.start and t.text.endswith("年来") for i, t in telling.times)
    words = draft.time.text
    if words.endswith("起") and draft.time.precision == "year" and draft.type in _AGAIN:
        return True  # 2012年起，某赛在这里举办
    return words.endswith("年来") or (words.endswith("来") and draft.type in ON_A_DAY)


def _is_reported(draft: Draft, telling: Telling, low: int, start: int, end: int) -> bool:
    """Somebody's deed, told as done or as the article's news, though no day is given."""
    view = telling.view
    if draft.modality is not Modality.ASSERTED or not draft.arguments or is_habit(view, low, start):
        return False
    at = view.at(draft.trigger.end - 1) + 1
    if view.text[at : at + 1] == "的":
        return False
    if draft.type in _MUTUAL and len({argument.role for argument in draft.arguments}) > 1:
        return True
    return telling.starts.index(draft.sentence.start) <= LEAD or is_finished(view, start, end)


def _find_place(draft: Draft, telling: Telling, low: int, start: int, at: int) -> Argument | None:
    """在某地 in the clause, or a short clause before it (在某地，昨日，市长主持召开会议; 某省某市，大会开幕)."""
    view, patterns = telling.view, _patterns()
    place = patterns.place
    found = [m for m in place.finditer(view.text, start, max(draft.end, at)) if m.start("place") not in telling.inner]
    if not found and draft.type == "Accident":
        found = [m for m in [patterns.scene.match(view.text, start, draft.start)] if m]
    while not found and start > low:
        earlier = clause_start(view, start - 1, low)
        if patterns.dated.fullmatch(view.text, earlier, start - 1):
            start = earlier
            continue
        if start - 1 - earlier <= _NEAR:
            found = [m for m in place.finditer(view.text, earlier, start) if m.end() >= start - 1]
            bare = patterns.where.fullmatch(view.text, earlier, start - 1)
            found += [bare] if bare else []
        break
    if not found:
        return None
    mention = view.fillers[found[-1].end("place") - 1][-1]
    if mention.name in draft.fillers("concerns"):
        return None
    return Argument("place", mention, evidence_of(draft, telling.article))


def _settle_visit(draft: Draft) -> None:
    """调研组一行走访了某厂 goes on with the visit that was told; a place that is visited is where it is."""
    visitors = [a for a in draft.arguments if a.role == "visitor"]
    if visitors and all(_PARTY.fullmatch(a.filler.text) for a in visitors):
        draft.arguments = [a for a in draft.arguments if a.role != "visitor"]
        draft.needs = "merge"
    visited = [a for a in draft.arguments if a.role == "visited" and a.filler.type in PLACES]
    if draft.place is None and visited:
        draft.place = Argument("place", visited[0].filler, visited[0].evidence)


def _read_holder(draft: Draft, phrase: Phrase, how: str, telling: Telling) -> Mention | None:
    """The body that holds the event: before 召开, or the first word of the event's name."""
    view, patterns = telling.view, _patterns()
    evidence = evidence_of(draft, telling.article)
    low, _ = view.bounds(draft.sentence)
    quotes = [m.span() for m in _QUOTED.finditer(view.text, phrase.start, phrase.noun)]
    for i in range(phrase.start, phrase.noun):
        for mention in () if any(a < i < b for a, b in quotes) else view.fillers.get(i, ()):
            if mention.type in _ABOUT and draft.type in ("Ceremony", "Meeting", "Signing"):
                draft.add(Argument("concerns", mention, evidence))
            elif draft.type == "Signing" and mention.type in _ORGANIZATIONS:
                draft.add(Argument("signatory", mention, evidence))
            elif _HONOURS.search(view.text, i, phrase.end):
                continue  # 某队派遣60周年纪念大会: the team is honoured
            elif mention.type in _ORGANIZATIONS and i == phrase.start and _holds(view, i, phrase):
                made = _MADE_THERE.match(view.text, i + 1, phrase.end)
                draft.add(Argument("concerns" if made else "organizer", mention, evidence))
    for role, mention in _find_makers(view, low, phrase):
        draft.add(Argument(role, mention, evidence))
    if how == "attends":
        role = "host" if view.text.startswith(("主持", "共同主持"), draft.start) else "attendee"
        for person in find_subjects(view, low, draft.start, patterns.person):
            draft.add(Argument(role, person, evidence))
    if how != "holds":
        return None
    if draft.type == "Ceremony":  # 某大桥昨日举行通车仪式
        works = find_subjects(view, low, draft.start, patterns.work)
        if works and patterns.part.fullmatch(view.text, view.at(works[-1].span.start) + 1, draft.start):
            draft.add(Argument("concerns", works[-1], evidence))
    subjects = find_subjects(view, low, draft.start, patterns.holder)
    if not subjects:
        return None
    last = view.at(subjects[-1].span.start)
    while (
        len(subjects) == 1 and subjects[0].type == "AdministrativeArea" and patterns.holder.match(view.text, last + 1)
    ):
        last += 1  # 某省某市召开会议
        subjects = list(view.fillers[last])
    # 临溪召开会议, not 临溪的企业家召开会议; over a comma nothing but small words may lead up to the verb
    start = max(view.at(subjects[-1].span.start) + 1, clause_start(view, draft.start, low))
    if not patterns.plain.fullmatch(view.text, start, draft.start):
        return None
    # who holds it is said: the body in the event's name (国务院吹风会) need not be
    draft.arguments = [a for a in draft.arguments if a.role != "organizer"]
    role = "signatory" if draft.type == "Signing" and len(subjects) > 1 else "organizer"
    for subject in subjects:
        if subject.type in _ORGANIZATIONS or _acts(view, low, subject):
            draft.add(Argument(role, subject, evidence))
    return subjects[0]


def _holds(view: View, at: int, phrase: Phrase) -> bool:
    """国务院吹风会, but not 中共二十届三中全会精神宣介会."""
    return phrase.noun - at > 1 and not (_OF_A_TERM.match(view.text, at + 1) is not None and "精神" in phrase.modifier)


def _is_convened(draft: Draft, phrase: Phrase, telling: Telling) -> bool:
    """会后，市长主持召开防汛现场会: somebody who is named has held it, though no day is given."""
    view = telling.view
    low, _ = view.bounds(draft.sentence)
    if draft.modality is not Modality.ASSERTED or not _CONVENES.search(view.text, draft.start, phrase.start):
        return False
    if has_future(view, low, draft.start):
        return False
    return bool(find_subjects(view, low, draft.start, _patterns().convener))


def _acts(view: View, low: int, subject: Mention) -> bool:
    """Whether a city is who holds the event, not where: 某市召开, but 在某市，举行."""
    at = view.at(subject.span.start)
    where = _WHERE.search(view.text, clause_start(view, at, low), at)
    return subject.type == "AdministrativeArea" and where is None


def _find_makers(view: View, low: int, phrase: Phrase) -> Iterator[tuple[str, Mention]]:
    """由A主办、B承办的某某会: who makes it, said before its name."""
    made = _patterns().made
    left = max(low, phrase.start - _MADE)
    if not _MAKING.search(view.text, left, phrase.start):
        return
    for match in made.finditer(view.text, left, phrase.start):
        role = "guide" if match["verb"] == "指导" else "organizer"
        said = next(group for group in ("list", "who", "at") if match[group])
        for mention in view.within(*match.span(said), _patterns().body):
            yield role, mention


def _name_whole(draft: Draft, phrase: Phrase, holder: Mention | None, telling: Telling) -> None:
    """市委常委会召开会议 -> 市委常委会会议."""
    if draft.definite and phrase.start < phrase.noun:
        draft.name = telling.view.words(phrase.noun - len(phrase.modifier), phrase.end)
    if holder is not None and (not draft.core or _NUMBERED.match(draft.name)):
        draft.name = holder.name + draft.name
        draft.core = fold_event_name(draft.name)
        draft.definite = False
