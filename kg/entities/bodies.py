"""The name of a party, state or mass-organisation body -> the area it belongs to and its official name.

市委 · 荆州市委 · 中共荆州市委 -> (荆州市, 中共荆州市委员会); 区发改局 -> (…区, 发展和改革局). What the area's
bodies are called is data: entities/bodies.tsv and entities/abbreviations.tsv.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.entities.setting import Setting
from kg.entities.tables import BodyKind, EntityTables
from kg.lexicon.gazetteer import Division, Gazetteer
from kg.model import Article

# a level that opens a name, and not a word that begins with the same character (市场 区域 县域 乡村 省会)
_LEVEL = re.compile(
    r"(?P<which>全|我|本|该)?(?P<level>自治区|自治州|自治县|自治旗|街道|"
    r"省(?![会级力心])|市(?!场|民|容|值|面|区|政(?!府|协|法))|区(?![域块间位])|县(?![域城级])|州|旗|盟|镇|乡(?![村镇愁土]))"
)
_OFFICE = re.compile(
    r"(?:局|厅|委|办|委员会|办公室|法院|检察院|政府|分局|总队|支队|大队|中队|派出所|办事处|指挥部|领导小组|联社)$"
)
_LEAGUE = re.compile(r"(?:共青团|团)(?P<area>[一-龥]*[省市区县州旗盟])委(?:员会)?$")
_ZONE = re.compile(r"开发区|高新区|经开区|新区|园区|示范区|保税区|自贸|度假区|管理区|产业园|工业园|试验区|合作区")
# behind a city's bare name they make the name of something else
_OTHERS = re.compile(
    r"[路街桥山湖河湾岭源](?![东西南北中])|大学|学院|师范|海关|机场|铁路|港|银行|证券|地铁|航空|亚运|奥运|大运|世博|军分区|军区|警备区|代表处|国际|商会|日报|晚报|广播"
)
_TERM = re.compile(r"^第?[一二三四五六七八九十]+届")  # 某市|第六届|人民代表大会常务委员会
_QUOTES = re.compile(r"[“”‘’\"'《》〈〉「」]")


@dataclass(frozen=True, slots=True)
class BodyName:
    """A body's name taken apart. ``area`` None: the text leaves it to the context, and the context is silent."""

    area: Division | None
    rest: str  # the official name without the area
    official: str  # the full name
    forms: tuple[str, ...]  # other standing names
    elided: bool  # named by level only
    reason: str
    kind: str = ""  # as in bodies.tsv; "" for offices of other kinds


def bare_name(name: str) -> str:
    """A name without quotation marks and white space: what two spellings of it share."""
    bare = re.sub(r"\s+", "", _QUOTES.sub("", name)).replace("(", "（").replace(")", "）")
    if bare.count("（") == bare.count("）") + 1:
        bare += "）"
    return bare.removesuffix("一行") if len(bare) > 3 else bare


def read_body(
    name: str, at: int, setting: Setting, article: Article, gazetteer: Gazetteer, tables: EntityTables
) -> BodyName | None:
    """The area and the official name of a body named at ``at``; None if the name has neither area nor level."""
    league = _LEAGUE.match(bare_name(name))
    if league is not None:  # 团市委, 共青团荆州市委员会 -> 市|团委, 荆州市|团委
        found = read_body(league["area"] + "团委", at, setting, article, gazetteer, tables)
        if found is not None and found.kind == "league":
            return found
    date = article.published
    text = bare_name(name).removeprefix("中国共产党")
    party = text.startswith("中共")
    if party:
        text = text.removeprefix("中共")
    known = [area.code for area in (*setting.own, *setting.home, *(one.area for one in setting.named)) if area.code]
    own = setting.own or setting.home
    chain, end = gazetteer.read_chain(text, context=known, home=own[0].code if own else "", date=date)
    local = _local_head(text, setting)
    if local is not None and local[1] > end:
        area, end = local
        return _named(area, text[end:], gazetteer, tables, reason="local area") if end < len(text) else None
    if chain and end < len(text):
        area = chain[-1][0]
        rest = text[end:]
        if not area.code[:1].isdigit():
            return None
        if _keeps_brief(text[:end], rest, area, tables):
            full = gazetteer.official_name(area)
            return BodyName(area, rest, text, (area.name + rest, full + rest), False, "named")
        return _named(area, rest, gazetteer, tables, reason="named")
    level = _LEVEL.match(text)
    if level is None or level.end() >= len(text):
        return None
    rest = text[level.end() :]
    if re.match(r"[、省市区县州乡镇]*[省市区县州乡镇](?:[两三四五]级)?(?:党|委|政|人民|人大|纪|监)", rest):
        return None  # 省区市人民政府, 市县两级党委: nobody's in particular
    area_at, reason = setting.area_at(level["level"], at, pointing=level["which"] == "该")
    if area_at is None:
        return BodyName(None, tables.expand(rest), text, (), True, "no area")
    return _named(area_at, rest, gazetteer, tables, elided=True, reason=f"level/{reason}")


def _keeps_brief(said: str, rest: str, area: Division, tables: EntityTables) -> bool:
    """清州大学总队, 清州海关党委: no office of the city, whose official name would begin with the city's."""
    if said.endswith(area.name) or body_kind(_TERM.sub("", rest), area, tables) is not None:
        return False
    firm = rest.endswith(("董事局", "集团党委", "公司党委"))
    return firm or _OFFICE.search(rest) is None or _OTHERS.match(rest) is not None


def _local_head(text: str, setting: Setting) -> tuple[Division, int] | None:
    """An area that no list has (an invented city) at the head of a name."""
    best: tuple[Division, int] | None = None
    for area in (*setting.own, *setting.home, *(one.area for one in setting.named)):
        if area.code:
            continue
        for form in (area.name, area.short):
            if form and text.startswith(form) and (best is None or len(form) > best[1]):
                best = (area, len(form))
    return best


def _named(
    area: Division, rest: str, gazetteer: Gazetteer, tables: EntityTables, *, reason: str, elided: bool = False
) -> BodyName:
    body = body_kind(_TERM.sub("", rest), area, tables)
    full = gazetteer.official_name(area)
    if body is not None:
        official = body.full.format(full)
        return BodyName(area, rest, official, body_forms(body, area, full), elided, reason, body.kind)
    expanded = tables.expand(rest)
    if _ZONE.search(rest) and not elided:
        # 荆州经济技术开发区管理委员会: a zone bears the city's bare name
        return BodyName(area, expanded, area.brief + expanded, (), elided, reason)
    forms = (area.name + rest, full + rest, area.name + expanded)
    return BodyName(
        area,
        expanded,
        full + expanded,
        tuple(form for form in dict.fromkeys(forms) if form != full + expanded),
        elided,
        reason,
        "office" if _OFFICE.search(rest) else "",
    )


def body_kind(rest: str, area: Division, tables: EntityTables) -> BodyKind | None:
    """委 of a city -> 中共{}委员会; 法院 depends on the level of the area."""
    kinds = tables.bodies.get(rest) or tables.bodies.get(rest.replace("委员会", "委", 1), ())  # 委员会组织部
    for body in kinds:
        if body.level in ("all", area.level) or (
            body.level == "prefecture" and area.level == "province" and area.code in _CITIES
        ):
            return body
    return None


_CITIES = frozenset({"110000", "120000", "310000", "500000"})


def body_forms(body: BodyKind, area: Division, full: str) -> tuple[str, ...]:
    """荆州市委, 中共荆州市委; autonomous regions, towns and streets say 党委."""
    forms = []
    for template in body.forms:
        small = area.name.endswith("自治区") or not area.name.endswith(("省", "市", "县", "州", "旗", "盟", "区"))
        form = template.replace("{}委", "{}党委") if small else template
        forms += [form.format(area.name), form.format(full)]
        if area.level == "township":
            forms.append(form.format(area.brief))
    return tuple(dict.fromkeys(form for form in forms if form))


def body_of(area: Division, kind: str, gazetteer: Gazetteer, tables: EntityTables) -> BodyName | None:
    """The body of an area by its branch: (广州市, government) -> 广州市人民政府."""
    for rest in _REST_OF_KIND.get(kind, ()):
        body = body_kind(rest, area, tables)
        if body is not None:
            full = gazetteer.official_name(area)
            return BodyName(
                area, rest, body.full.format(full), body_forms(body, area, full), True, f"office/{kind}", kind
            )
    return None


_REST_OF_KIND = {
    "party": ("委",), "government": ("政府",), "congress": ("人大常委会",), "cppcc": ("政协",), "discipline": ("纪委",),
    "supervision": ("监委",), "court": ("法院",), "procuratorate": ("检察院",), "league": ("团委",), "area": ("政府",),
}  # fmt: skip
