"""Tagged text -> firms without a head word: by the manager named behind them, by a list of firms, by a trade word.

上海某药 in 某药营销副总裁李某; 甲、乙通信、丙等厂商; 天某通信.
"""

from __future__ import annotations

import re

from kg.lexicon.words import Lexicon
from kg.mentions.tagged import Candidate, TaggedText

_BODY_TAGS = frozenset({"LOC", "ORG", "nz", "n", "j", "nw"})
# what a manager is in charge of: part of the title, not of the firm
_FIELDS = frozenset(
    (
        "营销 销售 市场 财务 技术 行政 人事 人力资源 运营 生产 业务 品牌 公关 战略 投资 项目 产品 研发 法务 采购 质量 "
        "安全 物流 信息 区域 地区 大区 总部 部门 集团 公司 企业 厂 店"
    ).split()
)
_FIRMS = re.compile(
    r"等(?:\d+|[一二三四五六七八九十数多]+)?[家个]?(?:知名|大型|国际|国内|著名|主要)?"
    r"(?:厂商|企业|公司|品牌|车企|药企|银行|券商|运营商)"
)
_ITEM = re.compile(r"[^、，。；：（）()“”《》\s]{2,12}")
_TITLED = frozenset({"company"})


def find_brands(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    return [*_managed(tagged, lexicon), *_listed(tagged, lexicon), *_traded(tagged, lexicon)]


def _managed(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """The words before a manager's title that a person follows: from the first name among them."""
    text, words = tagged.text, tagged.words
    found = []
    for index in range(1, len(words) - 1):
        form = text[words[index].start : words[index].end]
        title = lexicon.title_at(form)
        if not title or lexicon.titles[title] not in _TITLED or words[index + 1].tag != "PER":
            continue
        last = index - 1
        while last >= 0 and text[words[last].start : words[last].end] in _FIELDS:
            last -= 1
        first = last
        while first >= 0 and last - first < 4 and words[first].tag in _BODY_TAGS:
            if text[words[first].start : words[first].end] in lexicon.uses["border"]:
                break
            first -= 1
        names = [
            i
            for i in range(first + 1, last + 1)
            if words[i].tag in ("LOC", "ORG", "nz") or lexicon.is_unknown(text[words[i].start : words[i].end])
        ]
        if not names:
            continue
        start, end = words[names[0]].start, words[last].end
        if end - start >= 3 and not lexicon.gazetteer.is_place(text[start:end]):
            found.append(Candidate(start, end, "Company", 0.8, "brand/managed"))
    return found


def _listed(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """甲、乙、丙等厂商: every item of the list that is one or two words, none of them common."""
    text = tagged.text
    found = []
    for match in _FIRMS.finditer(text):
        end = match.start()
        while True:
            start = end
            while start > 0 and end - start <= 12 and text[start - 1] not in "、，。；：（）()“”《》\n ":
                start -= 1
            item = text[start:end]
            if not _ITEM.fullmatch(item) or end - start > 12:
                break
            if start in tagged.borders and end in tagged.borders and _is_name(tagged, start, end, lexicon):
                found.append(Candidate(start, end, "Company", 0.75, "brand/listed"))
            if start == 0 or text[start - 1] != "、":
                break
            end = start - 1
    return found


def _is_name(tagged: TaggedText, start: int, end: int, lexicon: Lexicon) -> bool:
    index = tagged.starts.get(start)
    if index is None or lexicon.gazetteer.is_place(tagged.text[start:end]):
        return False
    named = False
    while index < len(tagged.words) and tagged.words[index].end <= end:
        word = tagged.words[index]
        if word.tag not in _BODY_TAGS and word.tag != "PER":
            return False
        named = named or word.tag in ("ORG", "nz", "PER") or (word.tag == "LOC" and word.end < end)
        named = named or lexicon.is_unknown(tagged.text[word.start : word.end])
        index += 1
    return named


def _traded(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """One unknown word that ends in a trade: 天某通信."""
    text = tagged.text
    found = []
    for word in tagged.words:
        form = text[word.start : word.end]
        if word.tag not in ("nz", "n") or len(form) < 4 or form[-2:] not in lexicon.trades:
            continue
        if lexicon.is_unknown(form) and (word.tag == "nz" or not lexicon.is_common_word(form[:-2])):
            found.append(Candidate(word.start, word.end, "Company", 0.65, "brand/trade"))
    return found
