"""What 公司, 该项目, 该市, 通知, 双方, 他 stand for, where the text leaves no doubt.

In: an article, its mentions, its sentences. Out: further mentions, at the words of reference, with the
antecedent's name and type; extractor ``reference/…``. Callers add them to the article's mentions.

The antecedent is a mention of the right class (and, after 该, of a fitting last word) that stands alone
in this and the previous sentence before the reference, else the one that dominates the article so far.
Where two are left, nothing is said. Compare the centring of Grosz, Joshi and Weinstein (1995).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.model import Article, Mention, Part, Span

_ORGANIZATIONS = frozenset({"Organization", "PublicBody", "Company", "Institution", "Association", "Media"})
_BEFORE = (
    r"(?:(?<=[，。；：！？、\n“”（—　 在对由给向让使为与和是将从到于据被])|(?<![\s\S])|(?<=助力)|(?<=成为)|(?<=该))"
)
_COMPANY = re.compile(
    rf"(?:[该本]|这家)(?:合资|新|上市)?(?:公司|集团|企业|银行|厂)(?!们|股)|{_BEFORE}(?:公司|集团公司)(?![债法们治章名制化]|上市公司|总部经济|和个人|注册)"
)
_PROJECT = re.compile(
    rf"(?:[该本此]|这一|整个)(?:项目|工程)(?!部|组|们)|{_BEFORE}(?:项目|工程)(?=[一二三]期|总投资|投资|占地|总占地|总建筑|建成|投产|全面|全部|建设(?!单位)|位于|开工|竣工|估算|预计|计划|由|于|已|将|正|的(?:开工|建成|建设|奠基))"
)
_SUFFIXED = re.compile(
    r"(?:该|[此本](?![省市县区镇乡村校院局委部厅馆所厂站]))(?P<noun>产业园区?|工业园区?|园区|片区|基地|景区|大桥|隧道|中心|广场|公园|开发区|高新区|经开区|新区|协会|联合会|商会|学会|基金会|研究院|研究所|学院|大学|学校|中学|小学|医院|博物馆|图书馆|体育馆|剧院|电站|水库|机场|车站|码头|工厂|[桥路线楼河湖港塔寺矿]|[省市县区镇乡村校院局委部厅馆所厂站])(?![长民委政内域级办党员分派类件])"
)
_TITLED = re.compile(
    rf"(?:{_BEFORE}|(?<=据))(?P<noun>协会|联合会|商会|学会|促进会|基金会|研究会|医院|学校|学院|大学|研究院|研究所|银行|集团|俱乐部|报社|出版社|合作社|"
    r"博物馆|图书馆|中学|小学|幼儿园|景区|园区|管委会|居委会|村委会)"
    r"(?=(?:党委|常务|名誉|执行)?副?(?:会长|秘书长|理事长|院长|校长|园长|馆长|所长|行长|总裁|董事长|总经理|社长|书记|主任|经理|负责人))"
)
_LOCAL = re.compile(r"(?<![\u4e00-\u9fff])当地(?!时间)|(?<=[在为给使让对向与和了])当地(?!时间)")
_DOCUMENT = re.compile(
    r"(?:《(?P<quoted>通知|意见|办法|条例|规定|规划|方案|报告|白皮书|指南|决定|细则|纲要|标准)》|"
    r"(?:该|(?<=[，。；：\n“])|(?<![\s\S]))(?P<bare>通知|意见|办法|条例|规定|规划|方案|报告|白皮书|指南|决定|细则|纲要)(?=指出|提出|明确|要求|强调|规定|显示|称|加强|还|从|共|自|对|聚焦|围绕|发布|印发))"
)
_BOTH = re.compile(r"(?<=[，。；：\n])双方(?=[^，。；]{0,12}(?:签|合作|达成|共同|将|就|联合))")
_PAIR = re.compile(r"^(?:等)?(?:与|和|同|跟)$")
_PRONOUN = re.compile(
    r"(?<=[，。；：！？”\n])[他她](?=[^，。；：]{0,6}(?:说|表示|指出|强调|介绍|认为|告诉|坦言|回忆|透露|称))"
)
_TAILED = frozenset({"Site", "Project", "Company", "Institution"})
_AREA = re.compile(r"(?:[省市区县旗镇乡村州盟]|新城|新区|园区|开发区)$")
_AREA_FRONT = re.compile(r"[省市区县镇乡村]")  # 临溪|市人民医院
_LEAST_TAIL = 5  # characters of a name without its place
_LEAST = 3  # mentions of the one name that dominates
_SCHOOL = re.compile(r"(?:大学|学院|学校|中学|小学|校)$")
_NOUN_OF = {
    "园区": re.compile(r"园区?$"),
    "校": _SCHOOL,
    "学校": _SCHOOL,
    "院": re.compile(r"院$"),
    "厂": re.compile(r"(?:厂|公司)$"),
}


def find_references(article: Article, mentions: Sequence[Mention], sentences: Sequence[Span]) -> list[Mention]:
    """去年5月起，公司开始试生产 -> 公司, type Company, name 澄江锂业; sorted by place."""
    finder = _Finder(article, mentions, sentences)
    found = [
        *finder.find(_COMPANY, "company", _same_kind_of_company),
        *finder.find(_PROJECT, "project", lambda m, _: m.type == "Project"),
        *finder.find(_SUFFIXED, "noun", _ends_alike),
        *finder.find(_TITLED, "titled", _ends_alike),
        *finder.find(_LOCAL, "local", lambda m, _: m.type == "AdministrativeArea"),
        *finder.find(_DOCUMENT, "document", _same_kind_of_document),
        *finder.find(_PRONOUN, "person", lambda m, _: m.type in ("Person", "Official")),
        *finder.find_pairs(),
        *finder.find_tails(),
    ]
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.span, m.name)):
        if not kept or kept[-1].span == mention.span or not kept[-1].span.overlaps(mention.span):
            kept.append(mention)
    return kept


def resolve_reference(
    sentences: Sequence[Span], at: int, before: Sequence[Mention], *, close: bool = False
) -> Mention | None:
    """The one of the mentions before ``at``; None where there is none, or more than one without a favourite."""
    i = bisect_right(sentences, at, key=lambda s: s.start) - 1
    edge = sentences[max(0, i - 1)].start if sentences else 0
    near = group_names([m for m in before if m.span.start >= edge])
    if len(near) == 1:
        return near[0][-1]
    if close or not before:
        return None
    groups = sorted(group_names(before), key=lambda g: -len(g))
    if len(groups) == 1:
        return groups[0][-1]
    first, second = groups[0], groups[1]
    names = {m.name for m in first}
    stands_near = not near or any(m.name in names for group in near for m in group)
    return first[-1] if len(first) >= max(_LEAST, 2 * len(second)) and stands_near else None


def _ends_alike(mention: Mention, words: re.Match[str]) -> bool:
    noun = words["noun"]
    if noun in "省市县区镇乡村":
        return mention.type == "AdministrativeArea" and (
            mention.name.endswith(noun) or (noun == "市" and len(mention.name) == 2)
        )
    if mention.type in ("Person", "Official", "Document", "Product"):
        return False
    pattern = _NOUN_OF.get(noun)
    return pattern.search(mention.name) is not None if pattern else mention.name.rstrip("）)”").endswith(noun)


def _same_kind_of_company(mention: Mention, words: re.Match[str]) -> bool:
    return mention.type == "Company" and ("合资" not in words[0] or "合资" in mention.name)


def _same_kind_of_document(mention: Mention, words: re.Match[str]) -> bool:
    noun = words["quoted"] or words["bare"]
    name = re.sub(r"(?:（[^（）]*）|\([^()]*\))$", "", mention.name.strip("《》"))
    return mention.type == "Document" and name != noun and name.endswith(noun)


class _Finder:
    def __init__(self, article: Article, mentions: Sequence[Mention], sentences: Sequence[Span]) -> None:
        self.article = article
        self.everything = mentions
        self.body = sorted((m for m in mentions if m.part is Part.BODY), key=lambda m: m.span)
        self.names = {m.text for m in self.body}
        self.areas = {m.text for m in mentions if m.type == "AdministrativeArea"}
        self.begins = [m.span.start for m in self.body]
        self.sentences = sentences
        self.starts = [s.start for s in sentences]

    def find(
        self, pattern: re.Pattern[str], kind: str, fits: Callable[[Mention, re.Match[str]], bool]
    ) -> Iterator[Mention]:
        for words in pattern.finditer(self.article.text):
            span = Span(*words.span())
            if self._taken(span):
                continue
            before = [m for m in self.body[: bisect_right(self.begins, span.start - 1)] if fits(m, words)]
            antecedent = resolve_reference(self.sentences, span.start, before, close=kind == "person")
            if antecedent is not None:
                yield self._refer(span, antecedent, kind)

    def find_pairs(self) -> Iterator[Mention]:
        """双方 after A与B: a mention for each of the two."""
        for words in _BOTH.finditer(self.article.text):
            pair = self._last_pair(words.start())
            for antecedent in pair:
                yield self._refer(Span(*words.span()), antecedent, "both")

    def find_tails(self) -> Iterator[Mention]:
        """产业孵化中心 where a caption has 临溪新城产业孵化中心: the name without the place it begins with."""
        tails: dict[str, set[str]] = {}
        whole: dict[str, Mention] = {}
        for mention in self.everything:
            if mention.type not in _TAILED:
                continue
            for cut in range(2, len(mention.text) - _LEAST_TAIL + 1):
                front, tail = mention.text[:cut], mention.text[cut:]
                if (front in self.areas or _AREA.search(front)) and not _AREA_FRONT.match(tail):
                    tails.setdefault(tail, set()).add(mention.name)
                    whole.setdefault(tail, mention)
        for tail in sorted(tails, key=lambda t: (-len(t), t)):
            if len(tails[tail]) > 1 or tail in self.names:
                continue
            for words in re.finditer(re.escape(tail), self.article.text):
                span = Span(*words.span())
                if not self._inside_a_name(span):
                    yield replace(self._refer(span, whole[tail], "tail"), name=tail)

    def _inside_a_name(self, span: Span) -> bool:
        """Whether a name reaches into the span from outside, or another name stands right before it."""
        i = bisect_right(self.begins, span.end - 1)
        near = self.body[max(0, i - 4) : i]
        return any(m.span.end == span.start or (m.span.overlaps(span) and not span.covers(m.span)) for m in near)

    def _last_pair(self, at: int) -> list[Mention]:
        i = bisect_right(self.starts, at) - 1
        edge = self.starts[max(0, i - 1)]
        near = [
            m
            for m in self.body
            if edge <= m.span.start < at and (m.type in _ORGANIZATIONS or m.type == "AdministrativeArea")
        ]
        pairs = [
            [one, two] for one, two in pairwise(near) if _PAIR.match(self.article.text[one.span.end : two.span.start])
        ]
        return pairs[-1] if pairs else []

    def _taken(self, span: Span) -> bool:
        i = bisect_right(self.begins, span.end - 1)
        return any(m.span.overlaps(span) for m in self.body[max(0, i - 2) : i])

    def _refer(self, span: Span, antecedent: Mention, kind: str) -> Mention:
        return Mention(
            article=self.article.id,
            span=span,
            text=span.of(self.article.text),
            type=antecedent.type,
            confidence=round(0.9 * antecedent.confidence, 2),
            extractor=f"reference/{kind}",
            name=antecedent.name,
        )


def group_names(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions of one name, or of a short form that its letters spell, together; in order of first mention."""
    groups: list[list[Mention]] = []
    counted = Counter(m.name for m in mentions)
    keys: list[str] = []
    for name in counted:
        for key in keys:
            if _alike(key, name):
                groups[keys.index(key)].extend(m for m in mentions if m.name == name)
                break
        else:
            keys.append(name)
            groups.append([m for m in mentions if m.name == name])
    return [sorted(g, key=lambda m: m.span) for g in groups]


def _alike(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    if short in long and not long.endswith("分公司"):
        return True
    letters = iter(long)
    return len(short) >= 4 and short[:2] == long[:2] and all(char in letters for char in short)
