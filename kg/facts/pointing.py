"""公司, 该项目, 全市, 全国 in a clause -> the entity that the word stands for, or that it stands for nobody named.

据云溪市统计局局长介绍，全市生产总值… -> 云溪市
全球产量…                            -> nobody
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.facts.figure_words import FigureWords
from kg.facts.passage import Passage, clauses_of
from kg.facts.subjects import AREAS, Subjects
from kg.model import Mention, Span

_WORKS = frozenset("大桥 隧道 高铁 铁路 水库 电站 机场 机组 平台".split())
_PROVINCES = frozenset(
    "河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 "
    "湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾".split()
)
_OTHER_NAME = re.compile(r"[（(](?:简称|以下简称|又称|下称|即)[“\"]?$")


@dataclass(frozen=True, slots=True)
class Pointer:
    """A word that points: where it stands and at whom; ``mention`` is None where it is at nobody named."""

    span: Span
    mention: Mention | None


class Pointers:
    """Follows the pointing words of one article."""

    def __init__(self, passage: Passage, words: FigureWords, subjects: Subjects) -> None:
        self.passage = passage
        self.text = passage.text
        self.words = words
        self.subjects = subjects
        self.named: dict[str, Mention] = {}
        self.firsts: dict[str, tuple[Mention, Mention | None]] = {}  # by type: the first name, and the first other one
        for mention in passage.mentions:
            self.named.setdefault(mention.name, mention)
            first, second = self.firsts.setdefault(mention.type, (mention, None))
            if second is None and mention.name != first.name:
                self.firsts[mention.type] = (first, mention)

    def find(self, sentence: Span, end: int, before: Span) -> Iterator[Pointer]:
        """Those of a sentence before ``end``; ``before`` is the sentence before."""
        for match in self.words.general_at.finditer(self.text, sentence.start, end):
            span = Span(*match.span())
            if not self._is_in_name(span) and not (
                match[0].endswith("方") and "的" in self.text[match.end() : end]
            ):  # 中方参与建设的项目
                yield Pointer(span, self._country(match[0], span))
        yield from self._shortened(sentence, end)
        for match in self.words.reference.finditer(self.text, sentence.start, end):
            span = Span(*match.span())
            if self._points(sentence, span):
                yield Pointer(span, self._followed(match[0], span, sentence, before))

    def _shortened(self, sentence: Span, end: int) -> Iterator[Pointer]:
        """俄粮食收成: a country named in the article, by its first character."""
        for clause in clauses_of(self.text, Span(sentence.start, end)) if end > sentence.start else ():
            at = self.subjects.skip_opening(clause.start, clause.end)
            country = self.named.get(self.words.countries.get(self.text[at : at + 1], ""))
            if country is not None and at + 1 < clause.end and not self.passage.inside(at, at + 2):
                yield Pointer(Span(at, at + 1), country)

    def _points(self, sentence: Span, span: Span) -> bool:
        edge = self.passage.last_edge(span.start)
        if edge is not None and edge.span.end == span.start:
            return False  # 某市公路段工程科: a longer name
        start = max(self.text.rfind(mark, sentence.start, span.start) + 1 for mark in "，；：。")
        words = self.text[self.passage.edge(max(start, sentence.start), span.start) : span.start]
        if self.words.opening.fullmatch(words) is None and self.words.causing.search(words) is None:
            return False  # 相关企业, 配套项目
        if span.of(self.text) in _WORKS and self.passage.folded[span.end : span.end + 1].isdigit():
            return False  # 隧道5座: counted
        return not any(m.span.overlaps(span) for m in self.passage.inside(max(0, span.start - 60), span.end))

    def _followed(self, word: str, span: Span, sentence: Span, before: Span) -> Mention | None:
        types = self.words.references[word]
        here = max(sentence.start, span.start - 200)
        for mention in reversed(self.passage.inside(here, span.start)):
            fits = mention.type in types and is_kind(mention, word)
            if fits and (word == "当地" or not self.subjects.is_oblique(here, mention)):
                return mention
        for type_ in types:
            first, second = self.firsts.get(type_, (None, None))
            alone = second is None or second.span.start >= span.start
            if first is not None and first.span.start < span.start and alone:
                return first
        if word[0] in "该这此本":  # the one of that type that the sentence before names
            found = [
                m for m in self.passage.inside(before.start, sentence.start) if m.type in types and is_kind(m, word)
            ]
            found = [m for m in found if not self.is_other_name(m)]
            if len({m.name for m in found}) == 1:
                return found[0]
        return self.area_of_body(word, span.start)

    def area_of_body(self, word: str, end: int) -> Mention | None:
        """全市 behind 某市统计局: the city in the body's name."""
        if word[0] not in "全我" or word[-1] not in "省市县区":
            return None
        for mention in reversed(self.passage.inside(max(0, end - 200), end)):
            at = mention.name.find(word[-1], 1, 6) if mention.type == "PublicBody" else -1
            if at > 0 and mention.text.startswith(mention.name[: at + 1]):
                span = Span(mention.span.start, mention.span.start + at + 1)
                name = span.of(self.text)
                return Mention(self.passage.article, span, name, "AdministrativeArea", 0.8, "figures/body", name=name)
        return None

    def _country(self, word: str, span: Span) -> Mention | None:
        """全国: the country whose name stands before it, or the home country; 全球: nobody."""
        edge = self.passage.last_edge(span.start)
        if edge is not None and edge.span.end == span.start and edge.type in AREAS:
            return edge  # 东岭国全国
        names = self.words.general[word]
        if not names:
            return None
        found = next((self.named[name] for name in names if name in self.named), None)
        return found or Mention(
            self.passage.article, span, span.of(self.text), "AdministrativeArea", 0.9, "figures/country", name=names[0]
        )

    def _is_in_name(self, span: Span) -> bool:
        """全国 in 全国人大常委会."""
        near = self.passage.inside(max(0, span.start - 20), span.start + 1)
        return any(m.span.covers(span) and len(m.span) > len(span) for m in near)

    def is_other_name(self, mention: Mention) -> bool:
        """某工程（简称某某工程）."""
        return _OTHER_NAME.search(self.text, max(0, mention.span.start - 6), mention.span.start) is not None


def is_kind(area: Mention, word: str) -> bool:
    """Whether 全市 may speak of the area: of a city, not of a village."""
    if word in _WORKS:
        return area.name.endswith(word)
    if word[-1] == "省" and area.type == "AdministrativeArea":
        return area.name.removesuffix("省") in _PROVINCES or area.name.endswith("省")
    if area.type != "AdministrativeArea" or word[-1] not in "省市县区镇村":
        return True
    return area.name.endswith(word[-1]) or not area.name.endswith(tuple("省市县区镇乡村旗盟州"))
