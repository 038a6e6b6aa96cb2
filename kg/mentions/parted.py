"""One word of the tagger -> the words that grammar parts it into: 甲集团|旗下|乙公司, 市政府|协办, 某市|北部.

The tagger takes a name that it never saw together with what stands beside it. Where the two sides are names by their
heads and a word of the words between says so, the border is as sure as a comma.
"""

from __future__ import annotations

import re

from kg.lexicon.words import Lexicon

_ROLE = (
    r"(?:母公司|子公司|孙公司|分公司|附属公司|关联公司|合资公司|控股公司|控股股东|大股东|股东"
    r"|上市公司|企业|公司|央企|国企|民企|平台)"
)
# 旗下|某公司, 其母公司|某集团; the list of what a firm owns
_FRONT = re.compile(
    rf"(?:其|的)?(?:全资|控股|参股|旗下|下属|下辖|所属|合资|第[一二三]大)+(?:的)?{_ROLE}?(?=[一-龥A-Z])"
    r"|(?:其|的)?(?:母公司|子公司|孙公司|附属公司|关联公司|控股股东|大股东)(?=[一-龥A-Z])"
)
# 某国矿企|某某公司: what kind of firm it is
_KIND = re.compile(
    r"[一-龥]{2,8}?(?:巨头|龙头|运营商|制造商|生产商|零售商|开发商|供应商|[矿车药钢油房船]企|[钢车药]厂)(?=[一-龥A-Z]{3,})"
)
_BETWEEN = re.compile(rf"(?:旗下|下属|下辖|参股|入股|收购|并购)(?:的)?{_ROLE}?|(?:母公司|子公司|孙公司|控股股东)")
_ACTS = (
    *"主办 承办 协办 举办 联办 合办 主持 签约 签署 签订 联合 会同 加盟 参股 入股 收购 并购".split(),
    *"表示 宣布 获悉 透露 举行 召开 出席 参加".split(),
)
_JOINS = re.compile("联合|会同|携手|协同")
# 某县委|县政府: two bodies without a comma
_COUNCILS = re.compile(r"(?<=[省市区县州旗镇乡]委)(?=(?:自治[区州县旗]|[省市区县州旗镇乡])(?:人民)?政府$)")
_OFFICES = frozenset("局部委厅会院校站所处办社厂馆司团")  # what a body of any kind ends in
_LEVEL = re.compile(r"自治[区州县]|街道|[省市县区旗州镇乡]$")
_SIDE = re.compile(r"(?:[东西南北]{1,2}|中)部$|境内$")
_HOUSE = re.compile(r"(?<=..[路街道巷])\d{1,5}号?$")
_LONGEST_HEAD = 8

Piece = tuple[int, int, str]  # start, end, tag


def part_word(form: str, tag: str, lexicon: Lexicon) -> list[Piece]:
    """The pieces of one word, offsets in it; none where it is one word.

    ``part_word("旗下宁川港务公司", "n", lexicon) -> [(0, 2, "n"), (2, 8, "ORG")]``
    """
    if len(form) < 4:
        return []
    if tag == "LOC":
        return _part_verb(form, lexicon) or _part_place(form)
    if tag not in ("ORG", "n", "nz", "nw"):
        return []
    front = _FRONT.match(form)
    if front and _is_firm(form[front.end() :], tag, lexicon):
        return [(0, front.end(), "n"), (front.end(), len(form), "ORG")]
    if tag != "ORG":
        return []
    kind = _KIND.match(form)
    if kind and _is_firm(form[kind.end() :], tag, lexicon):
        place = lexicon.gazetteer.starts_with_place(form)
        opening = [(0, place, "LOC"), (place, kind.end(), "n")] if 0 < place < kind.end() else [(0, kind.end(), "n")]
        return [*opening, (kind.end(), len(form), "ORG")]
    for between in _BETWEEN.finditer(form):
        left, right = form[: between.start()], form[between.end() :]
        if len(left) >= 2 and _is_firm(right, tag, lexicon):
            return [(0, len(left), tag), (*between.span(), "v"), (between.end(), len(form), tag)]
    for act in _ACTS:
        left = form.removesuffix(act)
        if left != form and (ends_in_head(left, lexicon) or left in lexicon.names):
            return [(0, len(left), tag), (len(left), len(form), "v")]
    councils = _COUNCILS.search(form)
    if councils:
        return [(0, councils.start(), tag), (councils.start(), len(form), tag)]
    for join in _JOINS.finditer(form):
        left, right = form[: join.start()], form[join.end() :]
        opens = right[:1] in tuple("省市县区州") or lexicon.gazetteer.starts_with_place(right) > 1
        ends = [side[-1:] in _OFFICES or ends_in_head(side, lexicon) for side in (left, right)]
        if len(left) > 2 and opens and all(ends):
            return [(0, len(left), tag), (*join.span(), "v"), (join.end(), len(form), tag)]
    return []


def _is_firm(name: str, tag: str, lexicon: Lexicon) -> bool:
    """A head with something in front that is no head too; 控股|有限公司 is one."""
    if name in lexicon.firms or name in lexicon.names or (len(name) > 3 and name[-2:] in lexicon.trades):
        return True
    for length in range(min(_LONGEST_HEAD, len(name)), 1, -1):
        if name[-length:] in lexicon.heads:
            return len(name) - length >= 2 and not _is_legal_form(name[:-length])
    return False


def _is_legal_form(modifier: str) -> bool:
    return re.fullmatch(r"(?:股份|控股|投资|实业|发展|科技|贸易|管理|有限|责任|集团|企业|国际)+", modifier) is not None


def _part_verb(form: str, lexicon: Lexicon) -> list[Piece]:
    """聚焦|生态河, 走进|云台山: a verb in one word with the site behind it."""
    if len(form) < 5 or form[:2] not in lexicon.uses["verb"] or form in lexicon.names:
        return []
    return [] if lexicon.gazetteer.starts_with_place(form) else [(0, 2, "v"), (2, len(form), "LOC")]


def _part_place(form: str) -> list[Piece]:
    side = _SIDE.search(form)
    if side and side.start() > 2 and _LEVEL.search(form[: side.start()]):
        return [(0, side.start(), "LOC"), (side.start(), len(form), "f")]
    house = _HOUSE.search(form)
    if house:
        return [(0, house.start(), "LOC"), (house.start(), len(form), "m")]
    return []


def ends_in_head(name: str, lexicon: Lexicon) -> bool:
    return any(name[-length:] in lexicon.heads for length in range(min(_LONGEST_HEAD, len(name)), 1, -1))
