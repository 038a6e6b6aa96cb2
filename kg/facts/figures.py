"""An article with its mentions, times and events -> figures: a value, its unit, what it measures and of whom.

    项目总占地面积约27公顷，估算总投资25.22亿元
    -> 27 公顷 (about) 总占地面积 of the project · 2522000000 元 估算总投资 of the project

Numbers with units come from ``kg.facts.quantities``, what they measure and whose they are from the network of
``kg.facts.figure_model``. Numbers inside names, titles, short quotations and times are none. A range is two figures, at
least its lower and at most its upper end. A figure whose owner the text leaves open is returned without one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.facts.figure_model import FigureReading, load_figure_model
from kg.facts.figure_tokens import EVENT, FigureReader, Token
from kg.facts.figure_words import FigureWords, load_figure_words
from kg.facts.measures import name_measure, quote_words, rate_name
from kg.facts.owners import choose_owner
from kg.facts.passage import Passage, clauses_of, open_passage
from kg.facts.pointing import Pointers
from kg.facts.quantities import Quantity, find_quantities, load_units
from kg.facts.subjects import Subjects
from kg.facts.times import nearest_time
from kg.mentions import TaggedText
from kg.model import Article, EventMention, Evidence, FigureMention, Mention, Part, Span, Time

_EACH = re.compile(
    r"每(?P<unit>小时|分钟|秒|吨|公斤|千克|斤|克|平方米|平方公里|立方米|亩|公顷|升|桶|度|千瓦时|盎司|公里)$"
)
# 2小时53分, 两年零九个月: one measure in two units
_COMPOUND = re.compile(
    r"[0-9一二两三四五六七八九十]+(?:年|个月|天|个?小时|分钟?|米)[零又]?[0-9一二两三四五六七八九十]+(?:个月|天|个?小时|分钟?|秒)[0-9]*"
)
_TITLE = re.compile(r"《[^《》\n]{1,80}》")
_QUOTE = re.compile(r"“[^“”，。！？\n]{1,20}”|\"[^\"，。！？\n]{1,20}\"|‘[^‘’，。！？\n]{1,20}’")
_WORDS = (
    "(?P<预计>预计|预测|预期|有望|可望|或将|届时)|(?P<目标>力争|争取|目标[是为]?)|"
    "(?P<计划>计划(?!单列|生育)|拟(?!定|人)|将(?=达|突破|超|建|投|新增|完成|实现|占|形成|提[高升供]|为|有|带动|创造|拉动|开|改造))"
)
_OUTLOOK = re.compile(_WORDS)
_OPENS = re.compile(f"(?:{_WORDS})(?:到?[^，。；]{{0,12}}(?:年|月|末|底|后|时))?，(?=[^。；]*$)")
_SAID = re.compile("预计|预测|预期|计划|规划|目标|设计|估算|概算|拟|将|力争|争取|有望|可望|料")
LEAST_FIGURE = 0.2  # that a reader would note the number; one too many costs less than one too few
LEAST_ONE = 0.5  # ... where it is 一名, 一条, or a duration
LEAST_TRUST = 0.88  # of an owner; below it the figure is told of nobody
LEAST_SURE = 0.79  # of a name; below it the paper's own words are given
# 50亿元以上项目, 百万吨级企业: which ones, not how much
_CLASS = re.compile(
    "(?:级|规模|及以上|以上|以下|以内)?的?(?:重大|重点|产业|工业|签约|在建|新)*(?:项目|企业|工程|园区|单位|订单|城市|人口)"
)
# what follows in the sentence is no fact
_IF = re.compile(r"如果(?!说)|假如|倘若|假设|(?:^|(?<=[，。；：、\n]))若(?![干尔羌])")
_PAST = re.compile("已|[^为除不]了|曾|去年|上年|此前")
_LEVELS = "省市县区镇乡村州"
# what lasts takes a time only from its own clause
_LASTING = frozenset({"area", "length", "power", "volume"})


def find_figures(
    article: Article,
    mentions: Sequence[Mention],
    times: Sequence[Time],
    sentences: Sequence[Span],
    tagged: Mapping[Part, TaggedText],
    *,
    events: Sequence[EventMention] = (),
) -> list[FigureMention]:
    """Figures of the body in order of place; one that is told again is left out.

    ``mentions`` may be of any part of the article, only those of the body and the headline count; ``tagged`` are the
    article's words.
    """
    passage = open_passage(article, mentions, times)
    found: list[FigureMention] = []
    told: dict[tuple[object, ...], list[str]] = {}
    for figure in _read(passage, read_numbers(passage, mentions, sentences, tagged, events), events):
        names = told.setdefault((figure.value, figure.unit, figure.qualifier), [])
        if not any(_is_again(figure.indicator, name) for name in names):
            names.append(figure.indicator)
            found.append(figure)
    return found


@dataclass(frozen=True, slots=True)
class NumbersTold:
    """A sentence with numbers: ``before`` is the sentence before, ``tokens`` are those of both and of the headline."""

    sentence: Span
    before: Span
    quantities: tuple[Quantity, ...]
    tokens: tuple[Token, ...]


def read_numbers(
    passage: Passage,
    mentions: Sequence[Mention],
    sentences: Sequence[Span],
    tagged: Mapping[Part, TaggedText],
    events: Sequence[EventMention],
) -> list[NumbersTold]:
    """The sentences with numbers, as the network sees them."""
    words = load_figure_words()
    headed = [mention for mention in mentions if mention.part is Part.HEADLINE]
    reader = FigureReader(passage, tagged[Part.BODY].words, (tagged[Part.HEADLINE].words, headed), events)
    pointers = Pointers(passage, words, Subjects(passage, words))
    quantities = find_numbers_told(passage, words)
    starts = [q.core.start for q in quantities]
    found = []
    before = Span(0, 1)
    for sentence in sentences:
        inside = quantities[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        if inside:
            pointed = list(pointers.find(sentence, sentence.end, before))
            tokens = reader.read(sentence, before, inside, pointed)
            found.append(NumbersTold(sentence, before, tuple(inside), tuple(tokens)))
        before = sentence
    return found


def _is_again(name: str, other: str) -> bool:
    """Whether two names of the same value are one name, told more or less fully."""
    short, long = sorted((name, other), key=len)
    pairs = {short[i : i + 2] for i in range(len(short) - 1)} or {short}
    return 2 * sum(pair in long for pair in pairs) >= len(pairs)


def _read(passage: Passage, asked: Sequence[NumbersTold], events: Sequence[EventMention]) -> Iterator[FigureMention]:
    readings = load_figure_model().read([(told.tokens, told.quantities) for told in asked])
    words = load_figure_words()
    by_name = {event.name: event for event in events}
    for told, read in zip(asked, readings, strict=True):
        sentence = told.sentence
        clauses = clauses_of(passage.text, sentence)
        for quantity, reading in zip(told.quantities, read, strict=True):
            least = (
                LEAST_ONE
                if quantity.kind == "duration" or (quantity.value == 1 and not quantity.arabic)
                else LEAST_FIGURE
            )
            if reading.figure < least or _IF.search(passage.text, sentence.start, quantity.core.start):
                continue
            owner, event, trust = _owner(reading, by_name)
            name = name_measure(told.tokens, reading)
            owned = owner is not None or event is not None
            sure = rate_name(told.tokens, reading, quantity, words.naming, owned=owned) if name else 0.0
            if sure < LEAST_SURE or _is_one_of_each(passage, clauses, quantity):
                name = quote_words(passage.text, sentence, clauses, quantity)
                sure = words.quoted * trust
            else:
                if not _SAID.search(name):
                    name = _tell_outlook(passage, sentence, clauses, quantity) + name
                name = _without_owner(name, owner)
            evidence = Evidence(passage.article, sentence, f"figures/{quantity.kind}", round(sure, 3))
            time = _time_of(quantity, sentence, clauses, passage)
            yield from _figures(quantity, name, owner, event, evidence, time, passage)


def _is_one_of_each(passage: Passage, clauses: Sequence[Span], quantity: Quantity) -> bool:
    """水产、蔬菜产量分别增长5.5%、8.9%: a name would be that of all of them."""
    start = next((c.start for c in reversed(clauses) if c.start <= quantity.core.start), quantity.span.start)
    return "分别" in passage.text[start : quantity.span.start]


def _without_owner(name: str, owner: Mention | None) -> str:
    """云溪市面积 of 云溪 -> 面积: whose it is need not be said twice."""
    if owner is None or not name.startswith(owner.text):
        return name
    rest = name[len(owner.text) :]
    if owner.type == "AdministrativeArea" and not owner.text.endswith(tuple(_LEVELS)):
        rest = rest.lstrip(_LEVELS)
    rest = rest.lstrip("的")
    return rest if len(rest) > 1 else name


def _owner(
    reading: FigureReading, events: Mapping[str, EventMention]
) -> tuple[Mention | None, EventMention | None, float]:
    """Whose the figure is, where that is likely enough, and how likely."""
    mention, trust = choose_owner(reading.owners)
    if mention is None or trust < LEAST_TRUST:
        return None, None, 1.0
    if mention.type == EVENT:
        return None, events[mention.name], trust
    return mention, None, trust


def _tell_outlook(passage: Passage, sentence: Span, clauses: Sequence[Span], quantity: Quantity) -> str:
    """预计, 计划 or 目标 where the number is of what is to come: 明年产能有望达3亿吨 is no capacity of today."""
    start = next((c.start for c in reversed(clauses) if c.start <= quantity.core.start), sentence.start)
    clause = passage.text[start : quantity.core.start]
    found = [*_OUTLOOK.finditer(clause), *_OPENS.finditer(passage.text, sentence.start, start)]
    if not found or _PAST.search(clause, found[0].end() if found[0].string == clause else 0):
        return ""
    return next(word for word in ("预计", "计划", "目标") if found[-1][word])


def _figures(
    quantity: Quantity,
    indicator: str,
    owner: Mention | None,
    event: EventMention | None,
    evidence: Evidence,
    time: Time | None,
    passage: Passage,
) -> Iterator[FigureMention]:
    figure = FigureMention(
        article=evidence.article,
        span=quantity.span,
        text=quantity.span.of(passage.text),
        value=quantity.value,
        unit=quantity.unit,
        indicator=indicator,
        evidence=evidence,
        of=owner,
        of_event=event.trigger if event is not None else None,
        qualifier=quantity.qualifier,
        time=time,
    )
    if quantity.high is None:
        yield figure
        return
    yield replace(figure, qualifier="at_least")
    yield replace(figure, value=quantity.high, qualifier="at_most")


def _time_of(quantity: Quantity, sentence: Span, clauses: Sequence[Span], passage: Passage) -> Time | None:
    time = passage.last_time(quantity.span.start)
    if time is None or passage.text[time.span.end : quantity.span.start].strip() not in ("", "的"):  # 比2000年的3万辆
        time = nearest_time(passage.times, sentence, quantity.core, clauses, refine=False)
    if time is None or time.start is None:
        return None
    if quantity.kind in _LASTING and not any(c.covers(time.span) and c.covers(quantity.core) for c in clauses):
        return None
    return time


def find_numbers_told(passage: Passage, words: FigureWords) -> list[Quantity]:
    """Those outside names and times, 每人每月 in front of money taken into the span."""
    blocked = _blocked(passage)
    starts = [start for start, _ in blocked]
    found = []
    for quantity in find_quantities(passage.folded, load_units()):
        i = bisect_right(starts, quantity.core.end - 1) - 1
        if i >= 0 and blocked[i][1] > quantity.core.start:
            continue
        if quantity.kind not in ("count", "percent") and _CLASS.match(passage.folded, quantity.core.end):
            continue
        start = quantity.span.start
        per = words.per.search(passage.folded, max(0, start - 14), start) if quantity.kind == "money" else None
        each = _EACH.search(passage.folded, max(0, start - 6), start)
        if (
            each
            and "/" not in quantity.unit
            and quantity.kind not in ("percent", "point", "times", "count", "duration")
        ):
            quantity = replace(quantity, unit=f"{quantity.unit}/{each['unit']}")
            per = per or each
        found.append(replace(quantity, span=Span(per.start(), quantity.span.end)) if per else quantity)
    return found


def _blocked(passage: Passage) -> list[tuple[int, int]]:
    """Names, titles, short quotations, times and measures in two units, merged."""
    spans = [(m.span.start, m.span.end) for m in passage.mentions]
    spans += [(t.span.start, t.span.end) for t in passage.times]
    spans += [m.span() for pattern in (_TITLE, _QUOTE, _COMPOUND) for m in pattern.finditer(passage.folded)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
