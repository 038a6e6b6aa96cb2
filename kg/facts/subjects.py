"""A clause with the names in it -> how each name stands in it, and whether the clause is about somebody unnamed.

    在云溪市，澄江锂业与柳河锂业签约 -> 云溪市 oblique, 澄江锂业 opens, 柳河锂业 oblique
    外方需支付费用225万元            -> another subject: 外方

No parse: a name opens its clause where nothing but a time or a small word stands in front, is oblique behind a
preposition, a source where a verb of telling follows, listed where 、 or 和 joins it to others.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from kg.facts.figure_words import FigureWords
from kg.facts.passage import Passage
from kg.model import Mention, Span

AREAS = ("AdministrativeArea", "Place")
PEOPLE = ("Person", "Official")
_LAID_DOWN = frozenset("规定 发布 公布 制定 确定 要求 提出 下达 核定 颁布 设定 提供 统计".split())
_NORMS = ("标准", "规范", "等级", "规格")  # 采用某级高速公路标准
_BEHIND_NAME = re.compile(r"(?:今天|昨天|昨日|今日|日前|近日|当天)?(?:（[^（）\n]{1,8}）)?")
_PRONOUN = re.compile("[他她](?!们)")
_DIGIT = re.compile("[0-9]")
_NAME = "\ue000"  # a letter of a name
_NOUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9\ue000]{2,}")
_POINTING = re.compile(r"(?:这|此|该)(?:[一些种个家项款类座条台套批])*[\u4e00-\u9fff]{2,}")
_NO_SUBJECT = tuple(
    "相当 相比 如果 若 只要 由于 因 随着 为 通过 经过 作为 受 当 除 按 根据 依据 依托 借助 得益".split()
)
# behind an area's name: still the area
_OF_AN_AREA = frozenset(
    ("", *"省 市 县 区 镇 村 全市 全省 全县 全区 各地 地区 境内 当地 市民 居民 人 农民 财政".split())
)
_LONG_SUBJECT = 10  # characters


class Subjects:
    """Looks at one article's clauses."""

    def __init__(self, passage: Passage, words: FigureWords) -> None:
        self.passage = passage
        self.text = passage.text
        self.words = words

    def role(self, clause: Span, mention: Mention, end: int) -> str:
        """``oblique``, ``source``, ``listed``, ``describes``, ``opens`` or ``inner`` of what stands before ``end``."""
        if self.is_oblique(clause.start, mention):
            return "oblique"
        if self.is_source(clause, mention):
            return "source"
        if self.only_describes(mention, end):
            return "describes"
        if self.is_listed(mention, clause.end):
            return "listed"
        return "opens" if self.opens(clause.start, mention.span.start) else "inner"

    def is_oblique(self, start: int, mention: Mention) -> bool:
        """在X, 向X, 与X."""
        before = self.text[max(start, mention.span.start - 4) : mention.span.start]
        return self.words.oblique.search(before) is not None

    def is_source(self, clause: Span, mention: Mention) -> bool:
        """某局介绍，… 某院发布的报告显示，…: who says so is not whom it is about."""
        at = mention.span.end
        i = bisect_left(self.passage.times, at, key=lambda t: t.span.start)
        if i < len(self.passage.times) and self.passage.times[i].span.start == at:
            at = self.passage.times[i].span.end  # 某部8月2日发布…
        at = _BEHIND_NAME.match(self.text, at, clause.end).end()  # type: ignore[union-attr]
        said = self.words.sources.match(self.text, at, clause.end)
        if said:
            own = self.text.startswith("了", said.end()) and _DIGIT.search(self.passage.folded, said.end(), clause.end)
            return not own  # 某部发布了主导品种158个
        last = self.words.sources.finditer(self.text, max(mention.span.end, clause.end - 6), clause.end)
        return any(match.end() >= clause.end - 2 for match in last)

    def opens(self, start: int, end: int) -> bool:
        """Whether nothing but a time or a small word stands in front: 目前，重庆…, 2009年广州…"""
        for mention in reversed(self.passage.inside(start, end)):
            if mention.span.end != end:
                break
            end = mention.span.start  # 浙江嘉兴: the second stands behind the first
        time = self.passage.last_time(end)
        start = max(start, time.span.end if time is not None else 0)
        return self.words.opening.fullmatch(self.text[start:end]) is not None

    def skip_opening(self, start: int, end: int) -> int:
        """Where a clause really begins: behind 目前, 同时, a date."""
        while True:
            at = self.words.opening.match(self.text, start, end).end()  # type: ignore[union-attr]
            i = bisect_left(self.passage.times, at, key=lambda t: t.span.start)
            if i < len(self.passage.times) and self.passage.times[i].span.start == at < end:
                at = min(end, self.passage.times[i].span.end)
            if at == start:
                return at
            start = at

    def is_of_person(self, clause: Span, end: int) -> bool:
        """某球员得到11分, 她身高1米7: persons own no figures."""
        start = self.skip_opening(clause.start, end)
        first = next(iter(self.passage.inside(start, start + 1)), None)
        if first is not None and first.type in PEOPLE and not self.is_source(clause, first):
            return not self.text.startswith(("、", "和", "等"), first.span.end)
        return _PRONOUN.search(self.text, start, end) is not None and not self.words.sources.search(
            self.text, start, end
        )

    def another(self, clause: Span, end: int, names: tuple[str, ...]) -> str:
        """The subject of the clause that is no known name: 法方需在本月底前…; nothing where there is none.

        A noun at the beginning with a verb or a function word behind it that is not the measure's own name.
        """
        if names:
            at = max(self.text.find(name, clause.start, end + len(names[0])) for name in names)
            if at < 0:
                return ""
            end = min(at, end)
        start = self.skip_opening(clause.start, end)
        if end <= start or self.words.sources.search(self.text, start, end):
            return ""
        shown = self.text[start:end]
        for mention in self.passage.inside(start, end):
            at = mention.span.start - start
            shown = (shown[:at] + _NAME * len(mention.span) + shown[at + len(mention.span) :])[: end - start]
        noun = _NOUN.match(shown)
        if noun is None or noun[0].startswith(_NO_SUBJECT):
            return ""
        words = noun[0]
        bounds = (*self.words.left_bounds(words), *self.words.right_bounds(words))
        stop = min((begin for begin, _ in bounds), default=len(words) if names else 0)
        subject = words[:stop]
        if words[0] in "这此该" and len(subject) < 2:  # 这一网络在…
            pointing = _POINTING.match(words)
            return pointing[0] if pointing else ""
        if words[stop : stop + 1] == "的" and not (names and self._is_small(words[stop + 1 :])):
            return ""  # 产出的…; but 新工厂的年产能
        if stop == len(words) and shown[noun.end() : noun.end() + 1] == "、":
            return ""  # 某市水产、蔬菜和粮食产量: a list of what is measured
        if _NAME in subject:  # 临溪船舶重工: a longer name than the one that is known
            first = next(iter(self.passage.inside(start, end)))
            rest = subject.strip(_NAME)
            if first.type in PEOPLE and names and not rest:
                return first.text
            return rest if first.type in (*AREAS, "PublicBody") and rest not in _OF_AN_AREA else ""
        found = stop if stop < len(words) else 0
        return words[:found] if 1 < found < _LONG_SUBJECT and self.words.oblique.search(words[:1]) is None else ""

    def _is_small(self, words: str) -> bool:
        """Nothing but function words: 平均, 年均."""
        at = 0
        for begin, stop in self.words.left_bounds(words):
            if begin != at:
                return False
            at = stop
        return at == len(words)

    def is_listed(self, mention: Mention, end: int) -> bool:
        """A、B和C三家: a figure of all of them is of none alone."""
        behind = self.text[mention.span.end : min(end, mention.span.end + 3)]
        before = self.text[max(0, mention.span.start - 1) : mention.span.start]
        return behind.startswith(("、", ",", "等", "和", "与", "及", "以及")) or (
            before != "" and before in "、,和与及"
        )

    def only_describes(self, mention: Mention, end: int) -> bool:
        """完成某部规定的节电25%的指标: who laid it down is not whom it is of."""
        words = self.text[mention.span.end : min(end, mention.span.end + 5)]
        verb = words.partition("的")[0] if "的" in words else ""
        return verb in _LAID_DOWN or words.startswith(_NORMS)
