"""Tagged text -> firms without a head word: by the manager named behind them, by a list of firms, by a trade word.

上海某药 in 某药营销副总裁李某; 甲、乙通信、丙等厂商; 企业包括甲、乙、丙; 以甲为代表的企业; 制造商Xyz; 天某通信.
"""

from __future__ import annotations

import re

from kg.lexicon.words import Lexicon
from kg.mentions.documents import NO_MODEL
from kg.mentions.tagged import Candidate, TaggedText
from kg.mentions.tagger import Word

_BODY_TAGS = frozenset({"LOC", "ORG", "nz", "n", "j", "nw"})
# what a manager is in charge of: part of the title, not of the firm
_FIELDS = frozenset(
    (
        "营销 销售 市场 财务 技术 行政 人事 人力资源 运营 生产 业务 品牌 公关 战略 投资 项目 产品 研发 法务 采购 质量 "
        "安全 物流 信息 区域 地区 大区 总部 部门 集团 公司 企业 厂 店 设备 对外 董事 新闻 客户 渠道 中国区 亚太区"
    ).split()
)
_FIRMS = re.compile(
    r"(?:等(?:\d+|[一二三四五六七八九十数多]+)?[家个]?|(?:\d+|[两三四五六七八九十]+)家)(?:知名|大型|国际|国内|著名|主要)?"
    r"(?:[一-龥]{2,4}?(?<![的和与类种]))?"
    r"(?:厂商|企业|公司|品牌|车企|药企|银行|券商|运营商|代理商|经销商|供应商|制造商|开发商|零售商|电商|集团)"
    r"(?!家|主[^要]|负责|代表|高管|领导|老总|老板|董事|员工|职工|法人)"
)
_INCLUDING = re.compile(
    r"(?:厂商|企业|公司|品牌|车企|药企|券商|运营商|代理商|供应商|制造商)(?:主要)?(?:包括|有|分别是|分别为|如|是)[：:了]?"
)
_LEADING = re.compile(
    r"以(?P<names>[^，。；：（）()“”《》\s]{2,24}?)(?:等)?为(?:代表|首|龙头)的[^，。；：]{0,16}?(?:企业|公司|厂商|品牌)"
)
# 制造商Landis Gyr: in Latin letters right behind the kind of firm
_LATIN_FIRM = re.compile(
    r"(?:制造商|生产商|运营商|供应商|开发商|零售商|经销商|服务商|厂商|巨头|公司|集团|品牌|机构)(?P<name>"
    r"[A-Z][A-Za-z0-9&]+(?:[ .·-][A-Z][A-Za-z0-9&.]*){0,3})(?![A-Za-z0-9])"
)
_LATIN_ITEM = re.compile(r"[A-Z][A-Za-z&. -]{2,24}")
# (3591), （600519）, (000001.SZ), (NYSE:ABC): a share's number or sign, no year
_SHARE = re.compile(
    r"[（(](?:股票代码|证券代码|代码)?[：:]?(?!(?:19|20)\d\d[)）])"
    r"(?:\d{6}|\d{4,5}(?=[)）.])|(?:NYSE|NASDAQ|HK|SH|SZ)[：: ]?[A-Z0-9]{1,6})"
    r"(?:[.．](?:HK|SH|SZ|SS|TW|[A-Z]{1,2}))?[,，)）]"
)
_SHARE_TAGS = frozenset({"n", "nz", "nw", "ORG", "PER", "LOC", "vn", "v", "an", "xc", "j", "a"})
_SEPARATORS = re.compile(r"、|以及|及|和|与")
_LEAST_SIBLINGS = 2
_NAMED = frozenset({"ORG", "PER", "LOC", "nz", "nw"})
_SMALL = frozenset({"p", "c", "d", "u", "r", "ad"})
_SURE_SIBLING = 0.5
_LATIN_TAIL = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z&]{2,20}$")
_ITEM = re.compile(r"[^、，。；：（）()“”《》\s]{2,12}")
_TITLED = frozenset({"company"})
# what only a firm does or suffers
_DOES = re.compile(
    r"(?:今日|昨日|日前|近日|昨晚|今晨|[0-9]+日|今天|昨天)?(?:晚间|宣布|公告|发布(?:了)?(?:公告|[一二三四半年]+季?报|年报|业绩|财报|新品)"
    r"|股份|[0-9.]+[%％]的?股|第[一二三]大股东|控股股东|董事会|的?股权|的?子公司|旗下|拟出资|拟收购|拟以)"
)
_ROLE = re.compile(r"(?:控股|大)?股东|母公司|子公司|旗下|对手|巨头|厂商|企业|公司")
_DONE_TO = re.compile(r"(?:持有|收购|入股|控股|参股|增持|减持|并购|持股|投资入股)(?:了)?$")


def find_brands(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    return [
        *_managed(tagged, lexicon),
        *_listed(tagged, lexicon),
        *_traded(tagged, lexicon),
        *_beside_firms(tagged, lexicon),
        *_leading(tagged, lexicon),
        *_latin(tagged),
        *_analysed(tagged, lexicon),
        *_quoted_on_exchange(tagged, lexicon),
    ]


def _managed(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """The words before a manager's title that a person follows: from the first name among them."""
    text, words = tagged.text, tagged.words
    found = []
    for index in range(1, len(words) - 1):
        form = text[words[index].start : words[index].end]
        title = lexicon.title_at(form)
        if not title or lexicon.titles[title] not in _TITLED or not _person_follows(tagged, index, lexicon):
            continue
        last = index - 1
        while last >= 0 and text[words[last].start : words[last].end] in _FIELDS:
            last -= 1
        first = last
        while (
            first >= 0
            and last - first < 4
            and (
                words[first].tag in _BODY_TAGS or (words[first].tag == "PER" and first < last)  # 朗斯/PER 卫浴
            )
        ):
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


def _person_follows(tagged: TaggedText, index: int, lexicon: Lexicon) -> bool:
    """Behind the title, or behind 兼 and further titles."""
    text, words = tagged.text, tagged.words
    for word in words[index + 1 : index + 5]:
        if word.tag == "PER":
            return True
        form = text[word.start : word.end]
        if form not in ("兼", "、", "暨") and not lexicon.title_at(form):
            return False
    return False


_ANALYST = re.compile(
    r"(?P<name>[一-龥]{2,8}?)(?=(?:首席|高级|资深|行业|研究|农产品|有色|化工|金属|能源|宏观|钢铁|汽车|电子|石油|投资|市场|策略)*"
    r"(?:分析师|研究员|交易员|策略师|首席经济学家|分析人士))"
)
_HOUSE = re.compile(r"[一-龥]{2,4}(?:期货|证券|基金|咨询|资讯|信托|保险|国际|顾问|投顾|传媒|在线|财经|网)")


def _analysed(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """新某期货|分析师某某: a house of the exchange before the title of its people."""
    found = []
    for match in _ANALYST.finditer(tagged.text):
        for start in range(match.end() - 7, match.end() - 3):
            if start < match.start() or start not in tagged.starts:
                continue
            form = tagged.text[start : match.end()]
            stem = form[:2]
            if form[0] in "和与及据对向由从" or form in lexicon.heads:
                continue
            if _HOUSE.fullmatch(form) and not lexicon.gazetteer.is_country(stem):
                if lexicon.is_common_word(stem) and not lexicon.is_rare_word(stem):
                    continue  # 商品|期货
                found.append(Candidate(start, match.end(), "Company", 0.93, "brand/analyst"))
                break
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
            if lexicon.products.search(item):
                break  # a list of goods: 某某香精等四家企业的产品
            if start in tagged.borders and end in tagged.borders and _is_name(tagged, start, end, lexicon):
                found.append(Candidate(start, end, "Company", 0.79, "brand/listed"))
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
        if len(form) <= 6 and lexicon.is_unknown(form) and lexicon.is_unknown(form[:-2]):
            found.append(Candidate(word.start, word.end, "Company", 0.65, "brand/trade"))
    return found


def find_acting_brands(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """甲电子 in 持有甲电子30%的股份, 甲电子发布公告: a name and a trade word that do what only firms do."""
    text, words = tagged.text, tagged.words
    found = []
    for index, word in enumerate(words):
        form = text[word.start : word.end]
        if form in lexicon.trades and index and words[index - 1].tag in ("LOC", "ORG", "nz", "nw"):
            first = words[index - 1].start
        elif len(form) >= 4 and form[-2:] in lexicon.trades and word.tag in ("nz", "n", "ORG", "nw"):
            first = word.start
        else:
            continue
        if not 4 <= word.end - first <= 8 or text[first : word.start] in lexicon.uses["border"]:
            continue
        if role := _ROLE.match(text, first, word.end):  # 大|股东某某控股
            first = role.end()
        before = text[max(0, first - 6) : first]
        if _DOES.match(text, word.end) or (_DONE_TO.search(before) and not _goes_on(tagged, index)):
            found.append(Candidate(first, word.end, "Company", 0.85, "brand/managed"))
    return found


def _goes_on(tagged: TaggedText, index: int) -> bool:
    """Whether a further noun follows: 收购某地电子|企业."""
    return index + 1 < len(tagged.words) and tagged.words[index + 1].tag in ("n", "nz", "vn", "ORG", "LOC")


def _beside_firms(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """甲、乙、丙等品牌, 企业包括甲、乙、丙: beside known firms every short item of such a list is one, 李宁 too."""
    text = tagged.text
    found = []
    lists = [_list_before(text, match.start()) for match in _FIRMS.finditer(text)]
    lists += [_list_behind(text, match.end()) for match in _INCLUDING.finditer(text)]
    for items in lists:
        if len(items) < _LEAST_SIBLINGS:
            continue
        known = sum(1 for start, end in items if _is_firm(tagged, start, end, lexicon))
        latin = all(_LATIN_ITEM.fullmatch(text, start, end) for start, end in items)
        if not latin and known < max(1, (len(items) + 2) // 3):
            continue
        for start, end in [_without_small_words(tagged, *item, lexicon) for item in items]:
            form = text[start:end]
            if (
                not 2 <= len(form) <= (24 if form.isascii() else 6)
                or start not in tagged.borders
                or end not in tagged.borders
                or form in NO_MODEL
                or lexicon.gazetteer.kind(form)
                or lexicon.products.search(form)
            ):
                continue
            if lexicon.is_common_word(form) and not lexicon.is_rare_word(form) and form not in lexicon.firms:
                continue
            found.append(Candidate(start, end, "Company", 0.96, "brand/beside"))
    return found


def _without_small_words(tagged: TaggedText, start: int, end: int, lexicon: Lexicon) -> tuple[int, int]:
    """随着|京东方, 但|大众, 通用|这, 记者在|科勒: what runs into the first and the last item of a list is no name."""
    text, words = tagged.text, tagged.words
    front = (_SMALL | {"v", "vd"}) - {"r"}
    while (index := tagged.starts.get(start)) is not None and words[index].tag in front and words[index].end + 1 < end:
        start = words[index].end
    while (index := tagged.ends.get(end)) is not None and words[index].tag in _SMALL and words[index].start > start:
        end = words[index].start
    if text[start:end] not in lexicon.firms:
        known = next((at for at in range(start + 2, end - 1) if text[at:end] in lexicon.firms), start)
        before = tagged.starts.get(start)
        plain = before is not None and all(w.tag not in _NAMED for w in _words_between(tagged, before, known))
        start = known if known > start and plain and known in tagged.starts else start
    return start, end


def _is_firm(tagged: TaggedText, start: int, end: int, lexicon: Lexicon) -> bool:
    if tagged.text[start:end] in lexicon.firms:
        return True
    index = tagged.starts.get(start)
    word = None if index is None else tagged.words[index]
    return word is not None and word.end == end and word.tag == "ORG" and word.posterior >= _SURE_SIBLING


def _list_before(text: str, end: int) -> list[tuple[int, int]]:
    start = end
    while start > 0 and end - start < 80 and text[start - 1] not in "，。；：（）()“”《》\n":
        start -= 1
    return _items(text, start, end, first=False)


def _list_behind(text: str, start: int) -> list[tuple[int, int]]:
    end = start
    while end < len(text) and end - start < 80 and text[end] not in "，。；：（）()“”《》\n":
        end += 1
    items = _items(text, start, end, first=True)
    if items:  # 甲、乙、丙等
        last_start, last_end = items[-1]
        etc = text.find("等", last_start, last_end)
        if etc > last_start:
            items[-1] = (last_start, etc)
    return items


def _items(text: str, start: int, end: int, *, first: bool) -> list[tuple[int, int]]:
    """What separators part; the first item only if it begins the list for sure, else from its Latin or last letters."""
    if "、" not in text[start:end] and not any(char.isascii() for char in text[start:end]):
        return []
    cuts = [(match.start(), match.end()) for match in _SEPARATORS.finditer(text, start, end)]
    starts = [start, *(cut[1] for cut in cuts)]
    ends = [*(cut[0] for cut in cuts), end]
    items = [(a, b) for a, b in zip(starts, ends, strict=True) if b > a]
    if not first and items and items[0][0] == start:
        a, b = items[0]
        for mark in ("包括", "拥有", "有", "如", "为", "是"):
            at = text.rfind(mark, a, b - 1)
            if at >= 0:
                items[0] = (at + len(mark), b)
                break
    for index in range(len(items) - 1, -1, -1):  # 来自甲国、乙国的Sixty、Camens
        if not text[items[index][0]].isascii():
            latin = _LATIN_TAIL.search(text, *items[index]) if index < len(items) - 1 else None
            return [latin.span(), *items[index + 1 :]] if latin and not first else items
    return items


def _leading(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """以威扬工具、恒某为代表的骨干企业: each item that no common word is."""
    text = tagged.text
    found = []
    for match in _LEADING.finditer(text):
        for start, end in _items_of(text, *match.span("names")):
            form = text[start:end]
            if start not in tagged.borders or end not in tagged.borders or not 2 <= len(form) <= 8:
                continue
            first = tagged.starts.get(start)
            named = first is not None and tagged.words[first].tag in ("nz", "ORG", "nw", "PER")
            if lexicon.gazetteer.is_place(form) or lexicon.is_common_word(form) or lexicon.products.search(form):
                continue
            if named or lexicon.is_unknown(form):
                found.append(Candidate(start, end, "Company", 0.85, "brand/beside"))
    return found


def _items_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [(match.start(), match.end()) for match in _SEPARATORS.finditer(text, start, end)]
    return list(zip([start, *(cut[1] for cut in cuts)], [*(cut[0] for cut in cuts), end], strict=True))


def _latin(tagged: TaggedText) -> list[Candidate]:
    found = []
    for match in _LATIN_FIRM.finditer(tagged.text):
        name = match["name"]
        if name.split(" ")[0] in NO_MODEL or any(char.isdigit() for char in name) or len(name) < 3:
            continue
        found.append(Candidate(*match.span("name"), "Company", 0.85, "latin/firm"))
    return found


def _quoted_on_exchange(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """恒贝(2499)、佰恒(3031): before the number of a share stands a firm, from the separator or one word."""
    text = tagged.text
    found = []
    for match in _SHARE.finditer(text):
        end = match.start()
        start = end
        while start > 0 and end - start < 9 and text[start - 1] not in "、，。；：（）()“”《》和及与\n 　":
            start -= 1
        index = tagged.starts.get(start)
        whole = 2 <= end - start <= 6 and index is not None and end in tagged.borders
        if whole and index is not None and all(w.tag in _SHARE_TAGS for w in _words_between(tagged, index, end)):
            first = start
        else:
            last = tagged.ends.get(end)
            if last is None or tagged.words[last].tag not in ("nz", "nw", "ORG", "PER"):
                continue
            first = tagged.words[last].start
        form = text[first:end]
        if 2 <= len(form) <= 8 and not lexicon.gazetteer.kind(form) and "一" <= form[0] <= "龥":
            found.append(Candidate(first, end, "Company", 0.96, "brand/share"))
    return found


def _words_between(tagged: TaggedText, index: int, end: int) -> list[Word]:
    found = []
    while index < len(tagged.words) and tagged.words[index].start < end:
        found.append(tagged.words[index])
        index += 1
    return found
