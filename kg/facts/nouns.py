"""Events that a noun names: 全市安全生产工作会议, 某某项目奠基仪式, 第12届某某博览会.

In: the masked view with titles folded, sentence bounds, :class:`~kg.facts.triggers.EventWords`.
Out: drafts, for a noun phrase that ends in an event noun and stands with a verb of holding (召开,
在…举行), of attending (出席), or at which somebody speaks (在…上).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.facts.drafts import Draft, fold_event_name
from kg.facts.grammar import View, default_grammar
from kg.facts.triggers import EventWords
from kg.model import Span

_HARD = set("，。；：！？、\n　 ")
_CLOSE = {"”": "“", "》": "《", "）": "（", "’": "‘"}
# the last of these in front of the noun ends what is no part of the name
_CUT = re.compile(
    r"(?:召开|举行|举办|承办|主办|出席|参加|列席|主持|启动|开展|组织|发起|参与|见证|来到|走进|赴|作为|随着|通过|根据|期间|获悉|"
    r"了|的|为期[一二两三四五六七八九十0-9]+天|在(?!线|职|校|编|建)|(?<![自理])由|(?<!关)于|(?<![大小])将(?!军)|(?<![目针绝应])对(?!接|口|外|话|标|台|华)|"
    r"(?<![所])以(?!及|色)|从(?!业)|继|与会|开启|迎来|这是|是|(?<![第十百0-9])一场|(?<![第十百0-9])一次|多场|系列(?=座谈|研讨|推介)|表示|指出|称|宣布|介绍|据悉)"
)
_DEFINITE = re.compile(r"(?:本次|此次|这次|该次?|本届|这届|此届|本场|这场|这一|上述|前述|当天|当日|今天的?|此)")
_LEADING = re.compile(
    r"^(?:首场|一场|一次|首次|为期.{1,3}天的?|正式|隆重|成功|和|及|并|又|还|也|其|有关|相关|一系列|系列|各类|各种|多个|一个|一项|此外|同时|其中|而|但|当前)+"
)
_YEAR = re.compile(r"(?:19|20)\d\d年?(?:度)?$")
_SPEECH_AT = re.compile(r"(?:[开闭]幕式)?(?:上|期间|中)")
_END = re.compile(r"[，。；、！？”’）\n和及与]|并|以及|上|期间|在|于|以(?!来)|等|$|时，|现场")
_ORDINALS = re.compile(r"第[0-9一二三四五六七八九十百]+$")
_LONGEST = 60
# 会议室, 活动中心, 行动计划, 工程师: the noun goes on as another word
_GOES_ON = re.compile(
    r"[室堂馆厅场办处组报员者中心师生费权基量区局网站片]|方案|计划|精神|纪要|决议|公报|代表|主席|主题(?!教育|活动)|指数|作用|能力|经费|资金|策划|要求|部署|议程"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that names an event, at masked ``[start, end)``; ``head`` begins at ``noun``."""

    start: int
    noun: int
    end: int
    head: str
    modifier: str  # masked text between determiner and head
    definite: bool

    @property
    def bare(self) -> bool:
        return not self.modifier


@dataclass(frozen=True, slots=True)
class _Patterns:
    held: re.Pattern[str]
    holds: re.Pattern[str]
    attends: re.Pattern[str]
    held_the: re.Pattern[str]
    dated_the: re.Pattern[str]
    clause_of: re.Pattern[str]


def find_phrases(view: View, start: int, end: int, words: EventWords) -> list[Phrase]:
    """Every noun phrase of one sentence whose last word is an event noun."""
    text = view.text
    titles = [m.span() for m in re.finditer("《[^《》]*》", text[start:end])]
    found: list[Phrase] = []
    lowest = start
    for m in words.head.finditer(text, start, end):
        if any(a <= m.start() - start < b for a, b in titles) or _GOES_ON.match(text, m.end()):
            continue
        if found and text[found[-1].end] in "和及与暨":  # 发布仪式和启动仪式 are two
            lowest = found[-1].end + 1
        left = _left_edge(view, lowest, m.start())
        phrase = _trim(text, left, m.start(), m.end())
        if phrase is not None:
            found.append(phrase)
    return found


def _left_edge(view: View, lowest: int, at: int) -> int:
    """Back from the noun to the nearest comma, person or date, over whole quotations."""
    text = view.text
    person = _person_chars()
    i = at
    while i > lowest and at - i < _LONGEST:
        char = text[i - 1]
        if char in _CLOSE:
            opening = text.rfind(_CLOSE[char], max(lowest, i - 50), i - 1)
            if opening >= 0:
                i = opening
                continue
        if char == "、" and _ORDINALS.search(text, max(lowest, i - 8), i - 1):
            i -= 1  # 第三十二、三十三届某奖
            continue
        if char in _HARD or char in "“《（‘" or char in person:
            break
        if i - 1 in view.times and not _YEAR.fullmatch(view.times[i - 1].text):
            break
        i -= 1
    return i


def _trim(text: str, left: int, noun: int, end: int) -> Phrase | None:
    shown = re.sub(r"“[^“”]*”|《[^《》]*》", lambda m: "□" * len(m[0]), text[left:noun])
    cut = 0
    for m in _CUT.finditer(shown):
        cut = m.end()
    start = left + cut
    leading = _LEADING.match(text, start, noun)
    start = leading.end() if leading else start
    definite = _DEFINITE.match(text, start, noun)
    modifier = text[definite.end() if definite else start : noun]
    if text[start:noun].count("“") != text[start:noun].count("”"):
        return None
    return Phrase(start, noun, end, text[noun:end], modifier, definite is not None)


@cache
def _person_chars() -> str:
    return default_grammar().charset("Person")[1:-1]


@cache
def _patterns(words_id: tuple[str, str, str]) -> _Patterns:
    grammar = default_grammar()
    held, holds, attends = words_id
    small = (
        "(?>(?:{ADVW}|将于|于|[一二三四五六七八九十0-9]+期|分[^，。；]{1,3}期|以[^，。；]{1,24}?(?:形式|方式)|圆满|隆重|"
        "为期[^，。；\n]{1,6}?(?:的[^，。；\n]{0,8}?活动|[天日周月])|顺利|如期|盛大|同步|线上|线下|（[^（）]{1,20}）){0,6})"
    )
    between = grammar.expand(f"{small}(?:在[^，。；：！？\n]{{0,25}}?{small})?")
    after = (
        "(?!以来|后|之际|期间|时(?!间)|前|的|仪式|典礼|式|之后|之时|以后|过程|方|地|权|次数|日期|时间|情况|"
        "了?[0-9一二两三四五六七八九十百多数]+(?:[场次届期]|周?年))"
    )
    return _Patterns(
        held=re.compile(f"(?P<between>{between})(?P<verb>{held}){after}"),
        holds=re.compile(
            rf"(?P<verb>{holds})(?:了|过)?(?:为期[^，。]{{1,4}}的)?"
            r"(?:一场|首场|一次|首次|多场|(?:题|主题)为[^，。]{1,30}的|以[^，。]{1,30}为主题的)?$"
        ),
        attends=re.compile(
            rf"(?P<verb>{attends})(?:了|并|过)?(?:{grammar.charset('Time|Place')}{{0,2}}(?:召开|举行|举办)?的)?$"
        ),
        held_the=re.compile(r"(?P<verb>召开|举行|举办|开幕|闭幕)的$"),
        dated_the=re.compile(grammar.expand("{:Time}(?:在{:Place}+{IN}{0,4}?)?(?P<verb>召开|举行|举办|开幕|闭幕)的$")),
        clause_of=re.compile(grammar.expand("[^，。；：！？\n]{0,40}的{:Person}")),
    )


def find_noun_drafts(view: View, sentences: Sequence[Span], words: EventWords) -> Iterator[tuple[Draft, Phrase, str]]:
    """Drafts with their phrase and how they were said: held, holds, attends, held_the, at, subject."""
    patterns = _patterns((words.held.pattern, words.holds.pattern, words.attends.pattern))
    for sentence in sentences:
        start, end = view.bounds(sentence)
        read = []
        listed, last = "", start
        for phrase in find_phrases(view, start, end, words):
            how, first, stop = _context(view, start, end, phrase, patterns)
            between = view.text[last : phrase.start]
            if how == "subject" and listed and between in ("、", "和", "及", "以及", "与", "暨"):
                how, first, stop = listed, phrase.start, phrase.end
            if how in ("held", "holds", "attends", "held_the"):
                listed, last = how if how in ("holds", "attends") else "", phrase.end
            if how:
                read.append((phrase, how, first, stop))
        for i, (phrase, how, first, stop) in enumerate(read):
            if not any(phrase.end > later.start for later, *_ in read[i + 1 :]):  # 某某行 in “某某行”启动仪式
                yield _make_draft(view, sentence, phrase, how, first, stop, words), phrase, how


def _context(view: View, low: int, high: int, phrase: Phrase, p: _Patterns) -> tuple[str, int, int]:
    text = view.text
    held = p.held.match(text, phrase.end, high)
    if held:
        return "held", phrase.start, held.end()
    left = text[max(low, phrase.start - 50) : phrase.start]
    dated = p.dated_the.search(left)
    if dated:  # 去年举办的第七届某会: whatever follows
        return "held_the", phrase.start - len(left) + dated.start(), phrase.end
    if not _END.match(text, phrase.end, high + 1) and phrase.end < high:
        return "", 0, 0
    if p.clause_of.match(text, phrase.end, high):
        return "", 0, 0  # 来华出席某某峰会的某总统: said of somebody, not reported
    for how, pattern in (("holds", p.holds), ("attends", p.attends), ("held_the", p.held_the)):
        m = pattern.search(left)
        if m:
            return how, phrase.start - len(left) + m.start(), phrase.end
    if left.endswith("在") and _SPEECH_AT.match(text, phrase.end, high):
        return "at", phrase.start, phrase.end
    return "subject", phrase.start, phrase.end


def _make_draft(
    view: View, sentence: Span, phrase: Phrase, how: str, first: int, stop: int, words: EventWords
) -> Draft:
    noun = words.nouns[phrase.head]
    name = view.words(phrase.start, phrase.end)
    determiner = _DEFINITE.match(name)
    bare = name[determiner.end() :] if determiner else name
    return Draft(
        type=noun.type,
        name=name,
        trigger=view.span(phrase.noun, phrase.end),
        sentence=sentence,
        start=first,
        end=stop,
        confidence={"held": 0.93, "holds": 0.92, "attends": 0.85, "held_the": 0.85}.get(how, 0.7),
        extractor=f"event_noun/{how}",
        head=phrase.head,
        phrase=(phrase.start, phrase.end),
        core="" if phrase.bare else fold_event_name(bare),
        definite=phrase.definite or phrase.bare,
    )
