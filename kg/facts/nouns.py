"""Events that a noun names, by how they are spoken of.

In: a :class:`~kg.facts.telling.Telling`. Out: drafts, for an event phrase that stands with a verb of
holding (召开, 在…举行), of attending (出席), at which somebody speaks (在…上), or that is merely named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.facts.drafts import Draft, fold_event_name
from kg.facts.grammar import default_grammar
from kg.facts.masking import View
from kg.facts.phrases import Phrase
from kg.facts.telling import Telling
from kg.model import Span

_SPEECH_AT = re.compile(r"(?:[开闭]幕式)?(?:上|期间|中)")
_END = re.compile(
    r"[，。；、！？”’）\n和及与暨]|并|以及|上|期间|在|于|以(?!来)|等|$|时，|时(?=强调|指出|表示|提出|要求)|现场|"
    r"称|宣布|透露|通报|讨论|商讨|研究|听取|部署|表决|介绍"
)
_OF_A_GUEST = re.compile(r"(?:会见|接见|会晤|拜会|会谈|迎接|欢迎)[^，。；]*$")
_IN_SERIES = re.compile(r"的?(?:第[0-9一二三四五六七八九十]+[场站期季次]|首[场站]|之一|(?:重要|一)?(?:组成)?部分)")
_IS_ONE = re.compile("(?:活动|会|仪式|展|赛|论坛|[这此]次?|场)[^，。；]{0,4}[是为]$")
_SIGNS = re.compile("签约|签字|签署")  # 签约及授牌仪式
_BUILDS = re.compile("奠基|开工|揭牌|启动|投产|竣工|落成|通车")
_LISTED = frozenset({"、", "和", "及", "以及", "与", "暨"})
# by how it is spoken of; precision as measured, see data/rule_readings.tsv; the last only points back
NOUN_CONFIDENCE = {"held": 0.98, "holds": 0.86, "attends": 0.94, "held_the": 0.98, "at": 0.94, "subject": 0.7}


@dataclass(frozen=True, slots=True)
class _Patterns:
    held: re.Pattern[str]
    holds: re.Pattern[str]
    attends: re.Pattern[str]
    held_the: re.Pattern[str]
    dated_the: re.Pattern[str]
    dated_at: re.Pattern[str]
    clause_of: re.Pattern[str]


@cache
def _patterns(held: str, holds: str, attends: str) -> _Patterns:
    grammar = default_grammar()
    small = (
        "(?>(?:{ADVW}|至(?={:Time})|将于|于|第?[一二三四五六七八九十0-9]+期|分[^，。；]{1,3}期|以[^，。；]{1,24}?(?:形式|方式)|圆满|隆重|火热|胜利|"
        "初步|即将(?={:Time}|在)|定于|拟于|计划于|预计于?|原定于?|为期[^，。；\n]{1,6}?(?:的[^，。；\n]{0,8}?活动|[天日周月])|顺利|如期|盛大|同步|线上|线下|（[^（）]{1,20}）){0,6})"
    )
    between = grammar.expand(
        f"(?:（[^（）”]{{1,20}}）)?[”》]?(?:，?由[^。；：！？\n]{{2,60}}?(?:主办|承办|协办|举办|发起|指导)，)?{small}(?:，(?:当地时间)?(?={{:Time}}|于{{:Time}}|在{{:Place}}|将[于在]))?{small}(?:在[^，。；：！？\n]{{0,25}}?{small})?"
    )
    after = (
        "(?!以来|还有|仅剩|不足|倒计时|(?:宝贵|成功)?经验|后|之际|期间|时(?!间)|前|的|仪式|典礼|式|之后|之时|以后|过程|方|地|权|次数|日期|时间|情况|场地|"
        "了?[0-9一二两三四五六七八九十百多数]+(?:[场次届期]|周?年))"
    )
    return _Patterns(
        held=re.compile(f"(?P<between>{between})(?P<verb>{held}){after}"),
        holds=re.compile(
            rf"(?P<verb>{holds})(?:了|过)?(?:新一轮)?(?:为期[^，。]{{1,4}}的|[^，。；：！？\n\ue000-\uf8ff的]{{1,6}}的)?"
            r"(?:一场|首场|一次|首次|多场|(?:题|主题)为[^，。]{1,30}的|以[^，。]{1,30}为主题的)?"
            rf"(?:隆重|盛大|简短|热烈|正式|首次){{0,2}}{grammar.charset('Time')}?$"
        ),
        attends=re.compile(
            rf"(?P<verb>{attends})(?:了|并|过)?"
            rf"(?:[在于]?{grammar.charset('Time|Place')}{{0,3}}(?:在{grammar.charset('Place')}+[^，。；]{{0,4}})?(?:召开|举行|举办)?的)?$"
        ),
        held_the=re.compile(r"(?P<verb>召开|举行|举办|开幕|闭幕|主办|承办|组织)的“?$"),
        dated_the=re.compile(
            grammar.expand("{:Time}(?:在{:Place}+{IN}{0,4}?)?(?P<verb>召开|举行|举办|开幕|闭幕)的“?$")
        ),
        dated_at=re.compile(
            grammar.expand("在{:Time}(?:在{:Place}+{IN}{0,4}?)?(?:召开的?|举行的?|举办的?|进行的|的)“?$")
        ),
        clause_of=re.compile(grammar.expand("[^，。；：！？\n]{0,40}的{:Person}")),
    )


def find_noun_drafts(telling: Telling) -> Iterator[tuple[Draft, Phrase, str]]:
    """Drafts with their phrase and how they were said: held, holds, attends, held_the, at, subject."""
    words, view = telling.words, telling.view
    patterns = _patterns(words.held.pattern, words.holds.pattern, words.attends.pattern)
    for sentence in telling.sentences:
        start, end = view.bounds(sentence)
        read = []
        listed, last = "", start
        for phrase in telling.phrases_in(sentence):
            how, first, stop = _context(view, start, end, phrase, patterns)
            if how == "subject" and listed and view.text[last : phrase.start] in _LISTED:
                how, first, stop = listed, phrase.start, phrase.end
            if how in ("held", "holds", "attends", "held_the"):
                listed, last = how if how in ("holds", "attends") else "", phrase.end
            if how:
                read.append((phrase, how, first, stop))
        read = [one for one in read if not _holds_another(one, read, view)]
        _hold_together(read, view)
        for i, (phrase, how, first, stop) in enumerate(read):
            if not any(phrase.end > later.start for later, *_ in read[i + 1 :]):  # 某某行 in “某某行”启动仪式
                yield _make_draft(telling, sentence, phrase, how, first, stop), phrase, how


def _holds_another(one: tuple[Phrase, str, int, int], read: list[tuple[Phrase, str, int, int]], view: View) -> bool:
    """某某会议今天举行记者会: it is the press conference that is held."""
    _, how, _, stop = one
    return how == "held" and any(
        stop <= later.start <= stop + 1 and view.text[stop : later.start] not in ("，", "、") for later, *_ in read
    )


def _hold_together(read: list[tuple[Phrase, str, int, int]], view: View) -> None:
    """某某展、某某展暨某某会将在某地举行: what is said of the last holds of all."""
    for i in range(len(read) - 2, -1, -1):
        (phrase, how, first, _), (later, said, _, stop) = read[i], read[i + 1]
        if how in ("subject", "") and said == "held" and view.text[phrase.end : later.start] in _LISTED:
            read[i] = (phrase, said, first, stop)


def _context(view: View, low: int, high: int, phrase: Phrase, p: _Patterns) -> tuple[str, int, int]:
    text = view.text
    base = max(low, phrase.start - 50)
    left = text[base : phrase.start]
    if text[phrase.end : phrase.end + 1] == "”":
        left = left.removesuffix("“")  # 举办“某某推介会”
    held = p.held.match(text, phrase.end, high)
    if held and not ("，" in held["between"] and p.holds.search(left)):  # 举办首届某会，今年9月将举办第三届
        return "held", phrase.start, held.end()
    if _IS_ONE.search(left) and _IN_SERIES.match(text, phrase.end, high) and "“" in phrase.modifier:
        return "held", phrase.start, phrase.end  # 本次活动是“某某行”系列活动第四场
    dated = p.dated_the.search(left)
    if dated:  # 去年举办的第七届某会: whatever follows
        return "held_the", base + dated.start(), phrase.end
    if not _END.match(text, phrase.end, high + 1) and phrase.end < high:
        return "", 0, 0
    if p.clause_of.match(text, phrase.end, high):
        return "", 0, 0  # 来华出席某某峰会的某总统: said of somebody, not reported
    for how, pattern in (("holds", p.holds), ("attends", p.attends), ("held_the", p.held_the)):
        m = pattern.search(left)
        if m and how == "attends" and _OF_A_GUEST.search(left, 0, m.start()):
            return "", 0, 0  # 会见来华出席某某峰会的某总统: the guest attends
        if m:
            return how, base + m.start(), phrase.end
    spoken = _SPEECH_AT.match(text, phrase.end, high)
    at = p.dated_at.search(left)
    if at and spoken:  # 在17日的某某会上: that it was held is said
        return "held_the", base + at.start(), phrase.end
    if left.endswith(("在", "从")) and spoken:
        return "at", phrase.start, phrase.end
    return "subject", phrase.start, phrase.end


def _make_draft(telling: Telling, sentence: Span, phrase: Phrase, how: str, first: int, stop: int) -> Draft:
    view, words = telling.view, telling.words
    type_ = words.nouns[phrase.head].type
    name = view.words(phrase.start, phrase.end)
    determiner = words.determiner.match(name)
    bare = name[determiner.end() :] if determiner else name
    if type_ == "Ceremony" and _SIGNS.search(bare) and not _BUILDS.search(bare):
        type_ = "Signing"
    if "暨" in bare and type_ not in ("Ceremony", "Signing"):  # 某大会暨系列活动: what is named first
        heads = [m[0] for m in words.head.finditer(bare) if bare[m.end() : m.end() + 1] == "暨"]
        type_ = words.nouns[heads[0]].type if heads else type_
    return Draft(
        type=type_,
        name=name,
        trigger=view.span(phrase.noun, phrase.end),
        sentence=sentence,
        start=first,
        end=stop,
        confidence=NOUN_CONFIDENCE[how],
        extractor=f"event_noun/{how}",
        head=phrase.head,
        phrase=(phrase.start, phrase.end),
        core="" if phrase.bare else fold_event_name(bare),
        definite=phrase.definite or phrase.bare,
    )
