"""An article with its mentions, times and events -> figures: a value, its unit, what it measures and of whom.

    项目总占地面积约27公顷，估算总投资25.22亿元
    -> 27 公顷 (about) 总占地面积 of the project · 2522000000 元 估算总投资 of the project

Numbers with units come from ``kg.facts.quantities``, their names from ``kg.facts.indicators``, their owners from
``kg.facts.owners``. Numbers inside names, titles, short quotations and times are none. A range is two figures, at
least its lower and at most its upper end. A figure whose owner the text leaves open is returned without one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.facts.figure_words import FigureWords, load_figure_words
from kg.facts.indicators import name_measures
from kg.facts.owners import Owner, OwnerFinder
from kg.facts.passage import Passage, clauses_of, open_passage
from kg.facts.quantities import Quantity, find_quantities, load_units
from kg.facts.times import nearest_time
from kg.lexicon.words import Lexicon
from kg.model import Article, EventMention, Evidence, FigureMention, Mention, Span, Time

_EACH = re.compile(
    r"每(?P<unit>小时|分钟|秒|吨|公斤|千克|斤|克|平方米|平方公里|立方米|亩|公顷|升|桶|度|千瓦时|盎司|公里)$"
)
_TITLE = re.compile(r"《[^《》\n]{1,80}》")
_QUOTE = re.compile(r"“[^“”，。！？\n]{1,20}”|\"[^\"，。！？\n]{1,20}\"|‘[^‘’，。！？\n]{1,20}’")
_WORDS = (
    "(?P<预计>预计|预测|预期|有望|可望|或将|届时)|(?P<目标>力争|争取|目标[是为]?)|"
    "(?P<计划>计划(?!单列|生育)|拟(?!定|人)|将(?=达|突破|超|建|投|新增|完成|实现|占|形成|提[高升供]|为|有|带动|创造|拉动|开|改造))"
)
_OUTLOOK = re.compile(_WORDS)
_OPENS = re.compile(f"(?:{_WORDS})(?:到?[^，。；]{{0,12}}(?:年|月|末|底|后|时))?，(?=[^。；]*$)")
_SAID = re.compile("预计|预测|预期|计划|规划|目标|设计|估算|概算")
# of nobody, these tell nothing
_BARE = frozenset("企业 单位 机构 省份 国家 城市 高校 学校 岗位 品种 水平 高速 名单 涉及 规模 增速 占比 份额".split())
# what follows in the sentence is no fact
_IF = re.compile(r"如果(?!说)|假如|倘若|假设|(?:^|(?<=[，。；：、\n]))若(?![干尔羌])")
_PAST = re.compile("已|[^为除不]了|曾|去年|上年|此前")
# what lasts takes a time only from its own clause
_LASTING = frozenset({"area", "length", "power", "volume"})


def find_figures(
    article: Article,
    mentions: Sequence[Mention],
    times: Sequence[Time],
    sentences: Sequence[Span],
    *,
    events: Sequence[EventMention] = (),
    lexicon: Lexicon | None = None,
) -> list[FigureMention]:
    """Figures of the body in order of place; one that is told again is left out.

    ``mentions`` may be of any part of the article, only those of the body count. With ``lexicon`` no name of a
    measure begins or ends inside a word.
    """
    passage = open_passage(article, mentions, times)
    found: list[FigureMention] = []
    seen: dict[tuple[object, ...], list[str]] = {}
    for figure in _read(article, passage, sentences, events, lexicon):
        whose = figure.of.name if figure.of is not None else figure.of_event
        told = seen.setdefault((figure.value, figure.unit, figure.qualifier, whose), [])
        if any(figure.indicator.endswith(name) or name.endswith(figure.indicator) for name in told):
            continue
        told.append(figure.indicator)
        found.append(figure)
    return found


def _read(
    article: Article,
    passage: Passage,
    sentences: Sequence[Span],
    events: Sequence[EventMention],
    lexicon: Lexicon | None,
) -> Iterator[FigureMention]:
    words = load_figure_words()
    owners = OwnerFinder(passage, events, words)
    quantities = find_numbers_told(passage, words)
    starts = [q.core.start for q in quantities]
    for sentence in sentences:
        owners.enter(sentence)
        inside = quantities[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        if inside:
            clauses = clauses_of(passage.text, sentence)
            borders = _borders(passage, sentence, inside, lexicon) if lexicon is not None else None
            measures = name_measures(inside, clauses, passage, words, borders)
            for quantity, measure in zip(inside, measures, strict=True):
                if measure is not None and not _IF.search(passage.text, sentence.start, quantity.core.start):
                    owner = owners.owner(quantity, measure, sentence, clauses)
                    confidence = round(words.confidence[quantity.kind] * owner.trust, 3)
                    evidence = Evidence(article.id, sentence, f"figures/{quantity.kind}", confidence)
                    time = _time_of(quantity, sentence, clauses, passage)
                    name = measure.name
                    listed = passage.text.endswith("等", sentence.start, quantity.span.start)  # 甲厂、乙厂等4家企业
                    if name in _BARE and not listed and owner.mention is None and owner.event is None:
                        continue
                    if owner.part not in name and not owner.part.endswith(name):
                        name = owner.part + name
                    if not _SAID.search(name):
                        name = _tell_outlook(passage, sentence, clauses, quantity) + name
                    yield from _figures(quantity, name, owner, evidence, time, passage)
        owners.leave(sentence)


def _tell_outlook(passage: Passage, sentence: Span, clauses: Sequence[Span], quantity: Quantity) -> str:
    """预计, 计划 or 目标 where the number is of what is to come: 明年产能有望达3亿吨 is no capacity of today."""
    start = next((c.start for c in reversed(clauses) if c.start <= quantity.core.start), sentence.start)
    clause = passage.text[start : quantity.core.start]
    found = [*_OUTLOOK.finditer(clause), *_OPENS.finditer(passage.text, sentence.start, start)]
    if not found or _PAST.search(clause, found[0].end() if found[0].string == clause else 0):
        return ""
    return next(word for word in ("预计", "计划", "目标") if found[-1][word])


def _figures(
    quantity: Quantity, indicator: str, owner: Owner, evidence: Evidence, time: Time | None, passage: Passage
) -> Iterator[FigureMention]:
    figure = FigureMention(
        article=evidence.article,
        span=quantity.span,
        text=quantity.span.of(passage.text),
        value=quantity.value,
        unit=quantity.unit,
        indicator=indicator,
        evidence=evidence,
        of=owner.mention,
        of_event=owner.event.trigger if owner.event is not None else None,
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


def _borders(passage: Passage, sentence: Span, quantities: Sequence[Quantity], lexicon: Lexicon) -> frozenset[int]:
    """Between which characters of the sentence a word ends: as segmented, and around names, times and numbers."""
    found = {sentence.start + start for start, _ in lexicon.words(sentence.of(passage.text))} | {sentence.end}
    for mention in passage.inside(sentence.start, sentence.end):
        found |= {mention.span.start, mention.span.end}
    for quantity in quantities:
        found |= {quantity.span.start, quantity.span.end, quantity.core.start, quantity.core.end}
    i = bisect_left(passage.times, sentence.start, key=lambda t: t.span.start)
    while i < len(passage.times) and passage.times[i].span.start < sentence.end:
        found |= {passage.times[i].span.start, passage.times[i].span.end}
        i += 1
    return frozenset(found)


def find_numbers_told(passage: Passage, words: FigureWords) -> list[Quantity]:
    """Those outside names and times, 每人每月 in front of money taken into the span."""
    blocked = _blocked(passage)
    starts = [start for start, _ in blocked]
    found = []
    for quantity in find_quantities(passage.folded, load_units()):
        i = bisect_right(starts, quantity.core.end - 1) - 1
        if i >= 0 and blocked[i][1] > quantity.core.start:
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
    """Names, titles, short quotations and times, merged."""
    spans = [(m.span.start, m.span.end) for m in passage.mentions]
    spans += [(t.span.start, t.span.end) for t in passage.times]
    spans += [m.span() for pattern in (_TITLE, _QUOTE) for m in pattern.finditer(passage.text)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
