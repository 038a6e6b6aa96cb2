"""Names of companies -> their parts, and whether a shorter name can be a longer one's.

湖北恒某汽车系统集团有限公司 has the place 湖北, the brand 恒某, the lines 汽车系统; 湖北恒某 and 恒某集团 keep
the brand.
A name is never another's short form when the part it leaves out would tell two firms apart: a place in brackets
(某某电器（重庆）有限公司 ≠ 某某电器), a second brand (a joint venture is neither of its parents), another line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.entities.bodies import bare_name
from kg.entities.tables import EntityTables
from kg.lexicon.words import Lexicon

_BRACKET = re.compile(r"（([^（）]*)）")
_BRANCH = re.compile(r"(?:分公司|分行|支行|分店|子公司|分部|分局|办事处)$")
# 汽车零部件供应商|某尼公司: what stands in front describes the firm
_DESCRIBED = re.compile(
    r"(?:供应商|制造商|生产商|运营商|开发商|经销商|服务商|承包商|巨头|龙头企业|企业|伙伴|机构|厂商|公司)$"
)
_HERE = "中国"
_ORDINAL = re.compile(r"第[一二三四五六七八九十\d]+")


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A company's name taken apart. ``branch`` is a place that must not be lost: it names another firm."""

    name: str
    place: str  # 湖北, as a gazetteer name without its level
    brand: str
    trade: str
    branch: str
    suffix: str
    legal: bool

    @property
    def core(self) -> str:
        return self.name.removesuffix(self.suffix) if self.suffix else self.name

    @property
    def middle(self) -> str:
        return self.brand + self.trade


def read_company(name: str, lexicon: Lexicon, tables: EntityTables) -> CompanyName:
    gazetteer = lexicon.gazetteer
    text = bare_name(name)
    places = [match[1] for match in _BRACKET.finditer(text) if gazetteer.is_place(match[1])]
    branch = _brief(places[0], lexicon) if places else ""
    text = _BRACKET.sub("", text)
    whole = text
    suffix, legal = "", False
    found = _BRANCH.search(text)
    if found and found.start() > 2:
        suffix, text = found[0], text[: found.start()]
        tail = _tail_place(text, lexicon)
        branch, text = branch or _brief(tail, lexicon), text.removesuffix(tail)
    text, suffix, legal = _strip_forms(text, suffix, legal, tables)
    chain, end = gazetteer.read_chain(text)
    place = ""
    if chain and end < len(text):
        place, text = chain[-1][0].brief, text[end:]
    elif not chain and (length := gazetteer.starts_with_place(text)) and length < len(text):
        place, text = text[:length], text[length:]
    tail = _tail_place(text, lexicon) if place in ("", _HERE) and not branch else ""
    if tail and len(text) - len(tail) >= 2:
        branch, text = _brief(tail, lexicon), text.removesuffix(tail)
        text, suffix, legal = _strip_forms(text, suffix, legal, tables)
    brand, trade = _split_trade(text, tables)
    return CompanyName(whole, place, brand, trade, branch, suffix, legal)


def _strip_forms(text: str, suffix: str, legal: bool, tables: EntityTables) -> tuple[str, str, bool]:
    """…|集团|有限公司: the legal forms at the end taken off."""
    changed = True
    while changed:
        changed = False
        for form, registered in tables.suffixes:
            if text.endswith(form) and len(text) > len(form):
                text, suffix, legal, changed = text.removesuffix(form), form + suffix, legal or registered, True
                break
    return text, suffix, legal


def _brief(place: str, lexicon: Lexicon) -> str:
    found = lexicon.gazetteer.lookup(place)
    return found[0].brief if found else place


def _tail_place(text: str, lexicon: Lexicon) -> str:
    """某力|重庆: a place behind the brand; the short name of a district may as well be the brand (北汽|福田)."""
    for length in range(min(6, len(text) - 2), 1, -1):
        if lexicon.gazetteer.is_place(text[-length:]) and not _names_district(text[-length:], lexicon):
            return text[-length:]
    return ""


def _names_district(place: str, lexicon: Lexicon) -> bool:
    """Whether a name is nothing but a district's short one: 福田 of 福田区."""
    found = lexicon.gazetteer.lookup(place)
    return bool(found) and all("d" in area.flags and area.name != place for area in found)


def _split_trade(text: str, tables: EntityTables) -> tuple[str, str]:
    """睿某新能源科技 -> 睿某, 新能源科技; the brand has at least two characters or is missing (石油天然气)."""
    if tables.trade.fullmatch(text):
        return "", text
    for at in range(2, len(text) - 1):
        if tables.trade.fullmatch(text, at):
            return text[:at], text[at:]
    return text, ""


def match_companies(
    full: CompanyName, short: CompanyName, lexicon: Lexicon, tables: EntityTables
) -> tuple[float, str] | None:
    """How sure it is that ``short`` is said for ``full`` (score, rule); None if something speaks against it.

    >>> # 中国石油天然气集团公司 - 中石油集团公司, 甘肃炼化公司 - 甘肃炼化: yes; 某某电器（重庆）有限公司 - 某某电器: no
    """
    if full.legal and short.legal and _legal_form(full.suffix) != _legal_form(short.suffix):
        return None
    if full.branch == _HERE and full.brand and full.brand == short.name:
        return 0.8, "company/in China"  # 英某尔（中国）有限公司 is called 英某尔 where no other is named
    if full.branch:
        if full.branch not in (short.branch, short.place):
            return None
        if not full.brand and not short.brand and short.middle and full.middle.startswith(short.middle):
            return 0.85, "company/branch of a state firm"  # 湖北移动 of 中国移动通信集团湖北有限公司
    elif short.branch:
        return None
    if full.brand and full.brand == short.brand:
        return _match_brands(full, short)
    if not full.brand and not short.brand and full.middle == short.middle and full.place == short.place:
        return 0.97, "company/suffix"
    if full.branch or (full.place != short.place and short.place):
        return None
    front = full.name.removesuffix(short.name)
    if front != full.name and _DESCRIBED.search(front):
        return 0.85, "company/description in front"
    if _abbreviates(short.core, full, lexicon, tables):
        return 0.85, "company/abbreviation"
    if full.place and full.place == short.place and short.middle and not short.trade:
        # 湖北睿某, of a firm whose line is not in the list: place and at least two characters of brand
        rest = full.middle.removeprefix(short.middle)
        if rest != full.middle and 2 <= len(short.middle) <= 4 and full.legal and not short.suffix:
            return 0.75, "company/place+brand"
    return None


def _legal_form(suffix: str) -> str:
    """集团有限公司 and 集团公司 are one form, 股份有限公司 is another."""
    return suffix.replace("有限", "").replace("责任", "").replace("总", "")


def _match_brands(full: CompanyName, short: CompanyName) -> tuple[float, str] | None:
    if full.place and short.place and full.place != short.place and full.branch != short.place:
        return None
    if short.place and not full.place and full.branch != short.place:
        return None
    if short.suffix.startswith("集团") and "集团" not in full.name and not full.legal:
        return None  # 远某科技 is a firm of 远某集团, not the group itself
    if full.place and not short.place and not full.legal:
        return None  # 重庆某某 is not the 某某 of elsewhere unless it is known to be registered so
    if short.trade and not (full.trade.startswith(short.trade) or _is_within(short.trade, full.trade)):
        return None
    if short.core == full.core:
        return 0.97, "company/suffix"
    return (0.95 if short.place == full.place else 0.88), "company/brand"


def _is_within(short: str, full: str) -> bool:
    at = -1
    for char in short:
        at = full.find(char, at + 1)
        if at < 0:
            return False
    return bool(short)


def _abbreviates(short: str, full: CompanyName, lexicon: Lexicon, tables: EntityTables) -> bool:
    """中石油 of 中国|石油|天然气, 中某三建局 of 中某|第三|建筑|工程局: every word gives its first characters, in order.

    Lines of business at the end may be left out, and general words inside; 中国银行 is not 中国|工商|银行.
    """
    core = full.core
    if not 2 <= len(short) < len(core) or short[0] != core[0] or (core.startswith(short) and len(short) < 4):
        return False
    words = []
    for start, end in lexicon.words(core):
        word = core[start:end]  # a long word gives the first characters of its halves: 石油化工 -> 石化
        words += [word[:2], word[2:]] if len(word) == 4 else [word]
    return _spell(short, words, 0, 0, tables.trade)


_GENERAL_WORDS = frozenset(
    {"工程", "建设", "发展", "实业", "工业", "技术", "科技", "集团", "控股", "投资", "开发", "股份", "产业"}
)


def _spell(short: str, words: list[str], at: int, index: int, trade: re.Pattern[str]) -> bool:
    if at == len(short):
        rest = "".join(words[index:])
        return index >= 2 and (not rest or bool(trade.fullmatch(rest)))
    if index == len(words):
        return False
    word = words[index]
    for length in range(len(word), 0, -1):
        if short.startswith(word[:length], at) and _spell(short, words, at + length, index + 1, trade):
            return True
    if len(word) > 1 and short[at] == word[-1] and at + 1 == len(short) and index == len(words) - 1:
        return True  # 建行: the last character of the last word
    if _ORDINAL.fullmatch(word) and short[at] == word[1] and _spell(short, words, at + 1, index + 1, trade):
        return True
    return word in _GENERAL_WORDS and _spell(short, words, at, index + 1, trade)


def match_behind_parent(
    full: CompanyName, short: CompanyName, parents: list[str], lexicon: Lexicon
) -> tuple[float, str] | None:
    """中某油甘肃炼化公司 is 甘肃炼化 where 中某油 is a company of the article: the rest begins with a place."""
    for parent in parents:
        rest = full.name.removeprefix(parent)
        if (
            rest != full.name
            and lexicon.gazetteer.starts_with_place(rest)
            and short.core in (rest, _without(rest, full))
        ):
            return 0.85, f"company/behind parent {rest}"
    return None


def _without(rest: str, full: CompanyName) -> str:
    return rest.removesuffix(full.suffix) if full.suffix else rest
