"""Tagged text -> products by make and model: 某某A6L, 某某卡罗拉, “恒众”网络计算机; 甲、乙、丙等车型.

A make is a firm by itself; with letters, digits or an unknown word right behind it the two name a product. Which firms
have such models says makes.tsv; what is known without a make, product_names.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.lexicon.words import Lexicon
from kg.mentions.documents import NO_MODEL
from kg.mentions.tagged import Candidate, TaggedText

_LATIN = re.compile(
    r" ?(?P<word>(?:[A-Z][A-Za-z]{0,9}|i[A-Z][a-z]{2,6})(?:-?[0-9]{1,4}[A-Za-z]{0,5}|-[A-Z]{1,4})?"
    r"(?: (?:Plus|Pro|Max|Ultra|mini|GT))?"
    r"|[0-9]{1,4}[A-Z][A-Za-z]{0,2}(?:-[A-Z0-9]{1,6})?|[1-9][0-9]{2,3}(?![0-9])|[1-9](?![0-9.]))(?P<more>[-/][A-Z0-9/-]+(?:\([A-Z0-9]+\)[A-Z0-9/-]*)?)?(?:系(?![统列]))?"
)
# what makes a number behind a make a quantity or a time and no model
_MEASURED = re.compile(
    r"[.,，]?[0-9]|[ ]?(?:年|月|日|号[线楼]|亿|万|千|百|元|%|％|款|辆|台|"
    r"部|家|个|名|项|人|倍|季|[sS]店|店|G网|大|天|次|周|强|位|架|种|成|股)"
)
_NETWORK = re.compile(r"[2-6]G|[0-9][DK]|[1-9]S?|Q[1-4]")
_HAN = re.compile(r"[一-龥]{2,3}(?=[、，。；）)（(和及与等的系车轿新两将在上为]|[0-9A-Z])")
_MOTORING = re.compile(r"车型|轿车|新车|车系|SUV|两厢|三厢|车市|上市|售价|排量|优惠|现车|降价|销量|车款|MPV|车主|家轿")
_NO_NAME = re.compile(
    r"汽车|公司|集团|品牌|中国|轿车|车主|车型|销量|方面|电动|混动|新款|全系|总裁|官方|高层|股份|经销|股价|召回|工厂|等|的|和|在|将|与|也|已|为|是|对|从|于"
)
_LIST_END = re.compile(
    r"等(?:[一二两三四五六七八九十0-9多]+)?(?:余)?(?:款|种|个)?(?:主力|热销|热门|主流|畅销|国产|进口|合资|豪华|中级|明星|全新|品牌)?(?:车型|机型|车系|新车|手机(?!厂|品牌|企业)|轿车)"
)
_ITEM = re.compile(r"[^、，。；：！？“”（）()《》\n]+")
_QUOTED = re.compile(r"“(?P<name>[^“”，。；]{2,8})”(?:牌|系列)?(?P<goods>[一-龥]{2,10})")
_MARKED = re.compile(
    r"(?P<mark>[一-龥]{2,4})(?<![名品招金银铜大老杂打挂摘门车号纸王底发白蓝绿黄黑红中])牌(?![照子坊匾号价])(?P<goods>[一-龥]{1,8})"
)
_NO_MARK = frozenset("这个 那个 各个 某个 同一 其他 知名 著名 国产 进口 合资".split())
_NO_MARK_TAGS = frozenset({"v", "p", "d", "u", "c", "m", "r", "vd", "ad"})
_LEAST_LIST = 2


def find_models(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    text = tagged.text
    found = [
        Candidate(*match.span(), "Product", 0.95, "model/known")
        for match in lexicon.product_names.finditer(text)
        if not _goes_on(text, match.start(), match.end())
    ]
    for match in lexicon.makes.finditer(text):
        if match.start() not in tagged.borders:
            continue
        kind = lexicon.make_kinds[match[0]]
        end = _latin_model(text, match.end()) or (_named_model(tagged, match.end(), lexicon) if kind == "car" else 0)
        if end:
            found.append(Candidate(match.start(), end, "Product", 0.95, "model/make"))
    found += _listed_models(tagged, lexicon)
    found += _quoted_goods(tagged, lexicon)
    found += _marked_goods(tagged, lexicon)
    return found


def _goes_on(text: str, start: int, end: int) -> bool:
    return text[end : end + 1].isascii() and text[end : end + 1].isalnum() and text[start].isascii()


def _latin_model(text: str, at: int) -> int:
    match = _LATIN.match(text, at)
    if match is None or match["word"] in NO_MODEL or _MEASURED.match(text, match.end()):
        return 0
    if _NETWORK.fullmatch(match["word"]) and not match[0].endswith("系"):
        return 0
    word = match["word"]
    if word.isdigit() and (match[0].startswith(" ") or (len(word) == 4 and word[:2] in ("19", "20"))):
        return 0  # a year
    if not any(char.isdigit() for char in word) and len(word) > 4 and not word[0].islower():
        return match.end() if match[0].startswith(" ") and word.istitle() else 0
    return match.end()


def _named_model(tagged: TaggedText, at: int, lexicon: Lexicon) -> int:
    """卡罗拉 behind a make: unknown, or one word with the make, in a sentence on cars."""
    text = tagged.text
    match = _HAN.match(text, at)
    if match is None or _NO_NAME.search(match[0]):
        return 0
    start = max(text.rfind("。", 0, at), text.rfind("\n", 0, at), 0)
    stop = min((end for end in (text.find("。", at), text.find("\n", at)) if end >= 0), default=len(text))
    if not _MOTORING.search(text, start, stop):
        return 0
    name = match[0]
    if name in lexicon.heads or lexicon.gazetteer.is_place(name) or lexicon.title_at(name):
        return 0
    rare = not lexicon.is_common_word(name) or lexicon.is_rare_word(name)
    return match.end() if rare and match.end() in tagged.borders else 0


def _listed_models(tagged: TaggedText, lexicon: Lexicon) -> Iterator[Candidate]:
    """甲、乙、丙等车型: every short item, where one of them begins with a make."""
    text = tagged.text
    for closing in _LIST_END.finditer(text):
        items = list(_items_before(text, closing.start()))
        made = [lexicon.makes.match(text, start, end) for start, end in items]
        if len(items) < _LEAST_LIST or not any(made):
            continue
        for (start, end), make in zip(items, made, strict=True):
            form = text[start:end]
            if not 2 <= end - start <= 12 or start not in tagged.borders or (make and make.end() == end):
                continue
            if form in NO_MODEL or lexicon.gazetteer.is_place(form) or form in lexicon.firms:
                continue
            if make or not lexicon.is_common_word(form) or lexicon.is_rare_word(form):
                yield Candidate(start, end, "Product", 0.95, "model/listed")


def _items_before(text: str, end: int) -> Iterator[tuple[int, int]]:
    start = end
    while start > 0 and end - start < 80 and text[start - 1] not in "，。；：！？“”（）()《》\n":
        start -= 1
    if "、" in text[start:end]:
        for match in re.finditer(r"[^、和]+", text[start:end]):
            a, b = start + match.start(), start + match.end()
            yield a, b


def _marked_goods(tagged: TaggedText, lexicon: Lexicon) -> Iterator[Candidate]:
    """云尖牌龙井, 远山牌有机茶: the mark, 牌 and a noun of goods."""
    text = tagged.text
    for match in _MARKED.finditer(text):
        last = max((found.end() for found in lexicon.goods.finditer(match["goods"])), default=0)
        end = match.start("goods") + last
        if not last or "产品" in match["goods"] or end not in tagged.borders:
            continue
        start = next((at for at in range(match.end("mark") - 2, match.start() - 1, -1) if at in tagged.starts), -1)
        if match.start() in tagged.starts and text[match.start() - 1 : match.start()] in ("、", "，", "：", "“"):
            start = match.start()  # an item of a list is the whole mark
        elif start < 0 or tagged.words[tagged.starts[start]].tag in _NO_MARK_TAGS:
            continue
        mark = text[start : match.end("mark")]
        if not lexicon.is_common_word(f"{mark}牌") and mark not in _NO_MARK:
            yield Candidate(start, end, "Product", 0.93, "model/quoted")


def _quoted_goods(tagged: TaggedText, lexicon: Lexicon) -> Iterator[Candidate]:
    """“恒众”网络计算机: a quoted word that no dictionary has, and a noun of goods."""
    for match in _QUOTED.finditer(tagged.text):
        name = match["name"]
        goods = next(
            (
                found
                for found in lexicon.goods.finditer(match["goods"])
                if found.start() <= 6 and match.start("goods") + found.end() in tagged.borders
            ),
            None,
        )
        if (
            goods is None
            or not any("一" <= char <= "龥" or char.isalpha() for char in name)
            or _NO_NAME.search(match["goods"][: goods.end()])
        ):
            continue
        if lexicon.is_unknown(name) or (lexicon.is_rare_word(name) and lexicon.is_common_word(name)):
            yield Candidate(match.start(), match.start("goods") + goods.end(), "Product", 0.95, "model/quoted")
