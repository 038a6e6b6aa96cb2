"""Candidates of a text -> the same, mended at their ends or retyped by the words that stand right beside them.

北|小营镇 has its first character back, 美|洛杉矶机场 and 万里|长江 lose what is no part of the name, 卢巴国|卫生部 gets
the country in front; 石油重镇|阿萨卢 is a place, 安踏、李宁、特步 are firms, the typhoon “珊珊” is nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kg.lexicon.words import Lexicon
from kg.mentions.framed import with_mission
from kg.mentions.tagged import Candidate, TaggedText

_SURE_FIRM = 0.86
_SIDES = frozenset("东西南北中上下大小新老前后")
_WEATHER = re.compile(r"(?:台风|热带风暴|飓风|热带低压|强热带风暴|气旋)$")
_TOWN_BEFORE = re.compile(r"(?:重镇|小镇|城镇|城市|首都|首府|州府|省会|港口|口岸|村庄|要塞|据点|飞地|地区|岛屿)$")
_BATTLE_BEHIND = re.compile(
    r"战役|会战|保卫战|(?:(?:[、和][一-龥]{2,8}){0,4}等?|[和、][一-龥]{2,8}?)方向(?![感他她])|郊区|市区|市中心|[东南西北]部地区"
)
_PRAISE = frozenset("万里 千里 八百里 滔滔 滚滚 滚滚的 大美 美丽 辽阔 巍巍 茫茫 浩瀚 莽莽 巍峨 壮美".split())
_OWN_BODY = re.compile(r"中|党|全国[^人]|国务院[^委]|国资委|国新办|纪委|解放军|武警")  # of China alone
_LEADER_BEHIND = re.compile(r"(?:副?总统|副?总理|首相|国王|外长|议长|殿下|陛下|先生|女士|教授|博士)(?![府夫])")
_OURS = re.compile(r"(?:我[省市区县州]|新时代|新形势下|会同(?=[一-龥]{2,3}[部委局厅])|该[市省县])(?=.{3,})")
_PART_OF = re.compile(r"[一-龥]{2,8}?(?:[东西南北中]{1,2}部|以[东西南北]|[东南西北]{1,2}郊|市中心)(?=[一-龥]{3,}$)")
_AUTONOMOUS = re.compile(r"[一-龥]{0,6}族?自治[州县旗]")  # 巴音|蒙古|自治州
_LISTING = re.compile(r"(?:包括|例如|比如|以及|其中|尤其是|特别是|除了|根据|按照|来自|前往|位于)(?=.{3,})")
_CENTRE = re.compile("中心(?!城?区)")
_VISITING = frozenset("访商抵赴晤致告据对向和与同在应经")
_JOINT = frozenset({"PublicBody", "Institution", "Organization", "Association"})
_HAN = re.compile(r"[\u4e00-\u9fff]{2}")
_LISTED = re.compile(r"[、和及与]")
_OFFICE = re.compile(r"(?<=[、和及与])[一-龥]{2,6}?[局委厅](?=[、和及与等，。；：]|联合|相关|有关|负责)")
_AREA_FRONT = re.compile(r"[一-龥]{2,8}?(?:自治[州区县]|[省市县区州旗])(?=..)")
_SPECIES = re.compile(r"江豚|白?鲟|刀[鱼鲚]|鲥鱼|鲤鱼?|鲫鱼|胭脂鱼|水獭")
_QUOTED_FRONT = re.compile(r"“[一-龥A-Za-z0-9+—-]{2,10}”$")
_LEVELLED = re.compile(r"[省市区县州镇乡]|自治|中国|中共|全国")


def mend_candidates(candidates: Iterable[Candidate], tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    found = list(candidates)
    ends = {c.end for c in found if c.type == "AdministrativeArea"}
    firms = {
        (c.start, c.end)
        for c in found
        if c.type == "Company" and (c.extractor.startswith(("lexicon/", "brand/")) or c.score >= _SURE_FIRM)
    }
    persons = {at for c in found if c.type == "Person" for at in (c.start, -c.end)}
    mended = []
    local: dict[str, str] = {}  # an office that the text also has with a level in front
    for candidate in found:
        if candidate.extractor == "lexicon/user":
            mended.append(candidate)
            continue
        opened = _OURS.match(tagged.text, candidate.start, candidate.end)
        opened = opened or _LISTING.match(tagged.text, candidate.start, candidate.end)
        if opened and candidate.type not in ("Person", "Document") and not candidate.name:
            candidate = replace(candidate, start=opened.end())  # 我市|极光科技, 新时代|中国共产党
        if candidate.type == "Person":
            kept = _mend_person(candidate, tagged, lexicon, firms)
        elif candidate.type == "AdministrativeArea":
            kept = _mend_area(candidate, tagged.text, lexicon, ends, persons)
            kept = kept and _without_front(kept, tagged.text, lexicon)
        elif candidate.type in ("Site", "Place") and _SPECIES.match(tagged.text, candidate.end):
            continue  # 长江|鲟
        elif candidate.type in ("Site", "Institution"):
            kept = _without_front(candidate, tagged.text, lexicon)
        elif candidate.type == "Company" and candidate.extractor.startswith(("tagger/", "lexicon/firms")):
            led = _LEADER_BEHIND.match(tagged.text, candidate.end)
            if tagged.text[candidate.end - 1] in "系院部所校学会团司局组":  # 某大哲学系|教授, 国务院|副总理
                led = None
            kept = replace(candidate, type="Person", extractor="tagger/ORG+person") if led else candidate
        else:
            kept = candidate
        if kept is not None:
            kept = with_mission(kept, tagged.text, lexicon)
            mended.append(kept)
        if (
            candidate.type in ("PublicBody", "Institution", "Organization")
            and candidate.extractor.startswith(("head/", "tagger/ORG+head"))
            and tagged.text.endswith("中共", 0, candidate.start)
        ):
            mended[-1] = replace(mended[-1], start=candidate.start - 2)  # 中共|某省委党校
        if kept is not None and kept.type not in ("Person", "Document", "Product") and not kept.name:
            mended[-1] = _without_verb(kept, tagged.text, lexicon)
        joint = candidate.type in _JOINT and candidate.extractor.startswith(("head/", "tagger/ORG+head"))
        if joint and kept is not None and kept.start > 2 and tagged.text[kept.start - 1] in "—－–":
            mended += _of_two(kept, tagged.text, lexicon)
        if candidate.type == "Site" and candidate.extractor == "lexicon/names":
            mended += _as_brand(candidate, tagged, lexicon)
        if joint and kept is not None:
            mended += _with_quotation(kept, tagged.text, lexicon)
        if candidate.type == "PublicBody" and candidate.extractor == "lexicon/names":
            mended += _with_country(candidate, tagged, lexicon)
            mended += _of_this_area(candidate, tagged.text, lexicon, local)
    return mended + _listed_offices(mended, tagged, lexicon)


def _of_this_area(candidate: Candidate, text: str, lexicon: Lexicon, local: dict[str, str]) -> list[Candidate]:
    """发改委 beside 市发改委: without 国家 anywhere in the text, the bare office is the area's."""
    office = text[candidate.start : candidate.end]
    if office not in lexicon.heads:
        return []
    if office not in local:
        match = None if f"国家{office}" in text else re.search(f"[省市县区州旗]{office}", text)
        local[office] = match[0] if match else ""
    name = local[office]
    return [replace(candidate, score=0.99, extractor="body/listed", name=name, fixed=True)] if name else []


def _listed_offices(found: list[Candidate], tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """市某某局、监察局、财政局: behind a body of an area the further offices of the list are the same area's."""
    text = tagged.text
    bodies = sorted((c for c in found if c.type == "PublicBody"), key=lambda c: (c.end, -c.start))
    fronts = {c.end: _area_of(c, text) for c in bodies}  # of the longest that ends there
    starts = {c.end: c.start for c in bodies}
    listed = []
    for match in _OFFICE.finditer(text):
        front = fronts.get(match.start() - 1, "")
        office = match[0]
        if not front or office in lexicon.names or _LEVELLED.match(office) or office.startswith("国家"):
            continue
        known = match.end() in starts or any(
            head.type == "PublicBody" for cut in range(len(office) - 1) for head in lexicon.heads.get(office[cut:], ())
        )
        whole = match.end() in tagged.borders and starts.get(match.end(), match.start()) == match.start()
        if known and whole and not lexicon.gazetteer.starts_with_place(office):
            fronts[match.end()] = front
            listed.append(Candidate(*match.span(), "PublicBody", 0.96, "body/listed", front + office, fixed=True))
    return listed


def _area_of(body: Candidate, text: str) -> str:
    name = body.name or text[body.start : body.end]
    if name[:1] in "省市区县州旗" and not body.extractor.startswith("lexicon/"):
        return name[0]
    area = _AREA_FRONT.match(name)
    return area[0] if area else ""


def _without_verb(candidate: Candidate, text: str, lexicon: Lexicon) -> Candidate:
    """访|某国政府, 与商|某国政府: a verb of one character before a country is no part of the name."""
    start = candidate.start
    if text[start] not in _VISITING or lexicon.gazetteer.starts_with_place(text, start):
        return candidate
    length = lexicon.gazetteer.starts_with_place(text, start + 1)
    behind = start + 1 + length
    known = length > 1 and behind <= candidate.end and lexicon.gazetteer.is_country(text[start + 1 : behind])
    return replace(candidate, start=start + 1) if known else candidate


def _mend_person(
    candidate: Candidate, tagged: TaggedText, lexicon: Lexicon, firms: set[tuple[int, int]]
) -> Candidate | None:
    text, start, end = tagged.text, candidate.start, candidate.end
    if text[start:end] in lexicon.japanese:
        end = _given_name_end(tagged, end, lexicon)
        if end > candidate.end:
            return replace(candidate, end=end, score=max(candidate.score, 0.9))
    before = text[max(0, start - 6) : start]
    if before.endswith("“") and text[end : end + 1] == "”" and _WEATHER.search(before[:-1]):
        return None
    if end - start > 3 and text[end - 1] == "通" and text.startswith("电话", end):
        return replace(candidate, end=end - 1)  # 同费萨尔|通电话
    if (start, end) in firms and text[end : end + 1] in ("(", "（"):
        return None  # 达虹(8056)
    if candidate.extractor == "tagger/PER":
        if _TOWN_BEFORE.search(before) or (_BATTLE_BEHIND.match(text, end) and not lexicon.title_at(before)):
            return replace(candidate, type="AdministrativeArea", extractor="tagger/PER+city")
        titled = lexicon.title_at(text[max(0, start - 6) : start])  # 世界银行行长|彭某
        if not titled and _is_among(start, end, text, firms):
            return replace(candidate, type="Company", extractor="tagger/PER+firm")
    return candidate


def _is_among(start: int, end: int, text: str, firms: set[tuple[int, int]]) -> bool:
    """安踏、李宁、特步: a firm that everybody knows on the one side of the comma or on the other."""
    left = _LISTED.match(text, start - 1) is not None and any(b == start - 1 for _, b in firms)
    right = _LISTED.match(text, end) is not None and any(a == end + 1 for a, _ in firms)
    return left or right


def _given_name_end(tagged: TaggedText, at: int, lexicon: Lexicon) -> int:
    """高市|早苗: a rare word of two characters right behind a Japanese family name."""
    text = tagged.text
    index = tagged.starts.get(at)
    given = text[at : at + 2]
    if index is None or not _HAN.fullmatch(given) or not (at + 2 in tagged.borders or at + 2 in tagged.ends):
        return at
    word = tagged.words[index]
    if word.tag in ("w", "u", "p", "c", "v", "d", "m", "r", "TIME") and word.posterior > 0.8:
        return at
    rare = not lexicon.is_common_word(given) or lexicon.is_rare_word(given)
    return at + 2 if rare and given not in lexicon.titles and not lexicon.gazetteer.is_place(given) else at


def _mend_area(
    candidate: Candidate, text: str, lexicon: Lexicon, ends: set[int], persons: set[int]
) -> Candidate | None:
    """某区|北|小营镇: a character left over between two levels belongs to the second; 甲、某某江村、乙 are persons."""
    start, end = candidate.start, candidate.end
    name = text[start:end]
    if (
        name.endswith("市")
        and _CENTRE.match(text, end)
        and (name[:-1] in lexicon.cities or lexicon.gazetteer.is_place(name[:-1]))
    ):
        return replace(candidate, end=end - 1)  # 罗马|市中心
    if name.endswith("之乡") or _AUTONOMOUS.match(text, end):
        return None
    led = _LEADER_BEHIND.match(text, end)
    if led and led.end() not in persons and not lexicon.gazetteer.is_country(name) and len(name) < 5:
        return replace(candidate, type="Person", extractor="tagger/ORG+person")  # 阿里|总统
    last = text.startswith(("出席", "参加", "等", "。"), end)
    between = text[start - 1 : start] == "、" and -(start - 1) in persons and (last or end + 1 in persons)
    if between and candidate.extractor in ("tagger/LOC+head", "tagger/LOC") and 3 <= end - start <= 5:
        return replace(candidate, type="Person", extractor="list/person")
    left_over = start >= 2 and text[start - 1] in _SIDES and start - 1 in ends
    if not left_over or end - start > 5 or text[end - 1] not in "镇乡村":
        return candidate
    return replace(candidate, start=start - 1)


def _without_front(candidate: Candidate, text: str, lexicon: Lexicon) -> Candidate | None:
    start, end = candidate.start, candidate.end
    name = text[start:end]
    part = _PART_OF.match(name) if candidate.type != "AdministrativeArea" else None
    if part and (part[0].rstrip("东西南北中部以郊")[-2:] == "地带" or lexicon.gazetteer.starts_with_place(name) > 0):
        return replace(candidate, start=start + part.end())  # 某地带北部|希法医院
    for length in (2, 3, 4):
        if name[:length] in _PRAISE and len(name) > length:
            rest = name[length:]
            known = rest in lexicon.names or lexicon.gazetteer.kind(rest)
            return replace(candidate, start=start + length) if known else candidate
    if (
        len(name) > 4
        and name[0] in lexicon.country_chars
        and not lexicon.gazetteer.starts_with_place(name)
        and any(name[1:cut] in lexicon.cities for cut in range(3, min(8, len(name))))
    ):
        return replace(candidate, start=start + 1)  # a headline: 美|洛杉矶机场
    return candidate


def _as_brand(candidate: Candidate, tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """长城|润滑油: with goods right behind it the great name is a brand's."""
    goods = lexicon.goods.match(tagged.text, candidate.end)
    if goods is None or goods.end() not in tagged.borders or candidate.end - candidate.start > 2:
        return []
    return [replace(candidate, end=goods.end(), type="Product", score=0.98, extractor="brand/product", fixed=True)]


def _with_quotation(candidate: Candidate, text: str, lexicon: Lexicon) -> list[Candidate]:
    """“一带一路”|国际某某委员会: what stands in quotation marks right before a body without a place opens its name."""
    start = candidate.start
    if text[start - 1 : start] != "”" or _LEVELLED.match(text, start) or text[start : candidate.end] in lexicon.names:
        return []
    quoted = _QUOTED_FRONT.search(text, max(0, start - 12), start)
    if quoted is None or lexicon.gazetteer.starts_with_place(text, start):
        return []
    return [replace(candidate, start=quoted.start(), score=max(candidate.score, 0.95), fixed=True)]


def _of_two(candidate: Candidate, text: str, lexicon: Lexicon) -> list[Candidate]:
    """中国—某国高级别联合委员会: the first of the two countries belongs to the name."""
    dash = candidate.start
    while dash > 0 and text[dash - 1] in "—－–":
        dash -= 1
    for length in range(min(7, dash), 1, -1):
        country = text[dash - length : dash]
        if lexicon.gazetteer.is_country(country) or country in ("东盟", "非洲", "阿拉伯", "中亚", "欧盟", "拉美"):
            return [replace(candidate, start=dash - length, score=max(candidate.score, 0.95), fixed=True)]
    return []


def _with_country(candidate: Candidate, tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """A body that every country has, behind a country's name."""
    text, start = tagged.text, candidate.start
    if _OWN_BODY.match(text, candidate.start, candidate.end):
        return []
    for length in range(min(8, start), 1, -1):
        country = text[start - length : start]
        if country != "中国" and lexicon.gazetteer.is_country(country):
            return [replace(candidate, start=start - length, extractor="head/部")]
    return []
