"""Tagged text -> places (divisions, countries, regions, other places) and organisations the tagger names.

What the gazetteer knows gets its type there; a place that it does not know keeps the tagger's word, typed
by the last characters. Organisations without a head word (东风日产) are companies unless a list says better.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.lexicon.words import Lexicon
from kg.mentions.calibration import calibrate
from kg.mentions.compounds import DEPARTMENTS, is_department
from kg.mentions.documents import NO_MODEL
from kg.mentions.tagged import FOREIGN, Candidate, TaggedText

_REGION = re.compile(r"(?:地区|流域|沿线|沿岸|平原|高原|盆地|走廊|经济带|城市群|都市圈|大湾区)$")
_TRADE = re.compile(
    r"(?:价格|指数|航线|直航|期货|行业|产业|企业|市场|领域|板块|概念|业绩|销量|报价"
    r"|(?:汽车|制造|服务|金融|保险|零售|餐饮|旅游|航运|航空|电子|家电|纺织|服装|地产|建筑|物流|通信|半导体|光伏|银行|证券|钢铁|软件)业)$"
)
_EXTENSION = re.compile(r"[路街道线]([东西南北]延|延长线|延伸段|延长段)(?:伸|长线)?$")  # 望江路西延
_PART = re.compile(r"[源器机板灯件膜管泵阀卡屏漆剂料床]$")
_MARKET = re.compile(r"(?<=..)[汇股楼车期债油金]市$")
# of a firm's, in one word with it
_TAIL = re.compile(r"(?<=..)(?:研报|财报|年报|季报|中报|公告|股价|方面|旗下|板块|(?<=..)讯)$")
_LEVEL = re.compile(r"[省市县区镇乡旗盟州]")
_SURE_PLACE = 0.8
_TWO_AREAS = 4  # characters
_RUNS_ON = 0.3  # P(a word begins behind the longer name)
_SURE_SITE = 0.96  # a site whose modifier is a common word
_SURE_UNKNOWN = 0.6  # a place that no list and no head word knows
_LEAST_ORGANISATION = 0.35
_SURE_COMPOUND = 0.8  # an organisation without a head word that is made of common words
_SURE_PLAIN = 0.93  # such a one of four characters or more: 新能源汽车, but 东方证券
_SURE_BRAND = 0.75  # an organisation without a head word, whose name is also a division's
_ZONES = frozenset("经开区 高新区 经济开发区 经济技术开发区 高新技术开发区".split())
_FIRMS = frozenset("公司 集团 企业 机构 中心 银行 基金".split())
_VILLAGE = re.compile(r"([一-龥]{1,4}[镇乡]|[一-龥]{2,5}街道)[一-龥]{2,6}村")
_VERBAL = frozenset("会将则也已称说在与")
# 宁川三中, 中原农机院
_SCHOOL = re.compile(r"[一-龥]{2,6}(?:第?[一二三四五六七八九十]{1,2}|附)[中小]|[一-龥]{3,8}院")
_SIGHT = re.compile(r"(?<=..)(?:之窗|巷子|胡同|弄堂|之家|乐园|梯田|淖尔|素海|茶城|商城)$")
_UNIT = re.compile(r"(?:大学|学院|医院|卫生院).*(?:系|所|科|室)$")  # 某大学经济系, 某卫生院中医科
_COURT = re.compile(r"(?:中|高|法|检察|国务|议|参|众|上|下)院$")
_BEFORE_TOWN = re.compile(r"(?:在|抵|抵达|飞抵|前往|赴|访问)$")
_BEHIND_TOWN = re.compile(r"同|与|会见|会谈|举行|出席|国际机场|机场|开幕|闭幕|召开")
_DIRECTED = re.compile(r"[东西南北中]部$")
_RELATION = re.compile(r"(?:中.|.中)关系")
_OPENERS = frozenset("从在对向把将与和为被让由给比按以于到")
_AFFIXES = frozenset("新大小老非超多无可高低双全总副类式化性力型级版者员业机车品界网店券股")
_PLACE_LIST = re.compile(r"[一-龥]{2,8}(?:、[一-龥]{2,8}){2,}")
_ITEM = re.compile(r"[一-龥]+?(?=等|、|$)|(?<=、)[一-龥]+")
_BUILT = frozenset("阁楼亭榭宫殿庙观坊陵苑轩祠淀坝堆矶淖礁瀑潭泊崖")
_LEAST_SIBLINGS = 2
_NAMING = frozenset({"LOC", "ORG", "nz", "PER"})
_OWN_AREA = re.compile(r"(?<![一-龥])?(我[省市区县州镇乡村]|(?<!（)自治[区州县](?![党委人政府域、））]))")


def find_places(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    found: list[Candidate] = []
    text = tagged.text
    located = {
        text[word.start : word.end] for word in tagged.words if word.tag == "LOC" and word.posterior >= _SURE_PLACE
    }
    persons = {
        text[word.start : word.end] for word in tagged.words if word.tag == "PER" and word.posterior >= _SURE_PLACE
    }
    for word in tagged.words:
        form = text[word.start : word.end]
        if lexicon.is_country_pair(form.removesuffix("关系")) or _RELATION.fullmatch(form):
            continue
        if word.tag == "LOC" and form not in lexicon.stops:
            if (
                word.posterior < _SURE_PLACE
                and len(form) == 2
                and not (tagged.jieba_border(word.start) and tagged.jieba_border(word.end))
                and lexicon.is_common_word(form)
            ):
                continue  # 海口 in 入海口
            longer = lexicon.gazetteer.starts_with_place(text, word.start)
            over = word.start + longer
            run_in = (
                bool(tagged.opens) and over < len(text) and tagged.opens[over] < _RUNS_ON and over not in tagged.starts
            )
            if longer > len(form) and (longer > 4 or over in tagged.borders) and not run_in:  # 宁波|市场
                kind = lexicon.gazetteer.kind(text[word.start : word.start + longer])
                found.append(Candidate(word.start, word.start + longer, kind, 0.9, "gazetteer/full"))
            if form in persons and not lexicon.gazetteer.kind(form) and form not in lexicon.cities:
                found.append(Candidate(word.start, word.end, "Person", 0.75, "tagger/LOC+person"))
                continue
            found += _typed_place(form, word.start, word.end, word.posterior, lexicon)
        elif word.tag == "ORG" and len(form) >= 2 and not any(form.startswith(stop) for stop in lexicon.stops):
            if form[-1] in _VERBAL and text.count(form[:-1]) > text.count(form):
                continue  # 广汽本田|会
            if form in located:
                found += _typed_place(form, word.start, word.end, word.posterior, lexicon)
            else:
                found += _typed_organisation(form, word.start, word.end, word.posterior, lexicon)
        elif word.tag == "PER" and len(form) > 2 and lexicon.gazetteer.is_country(form[1:]):
            found.append(Candidate(word.start + 1, word.end, "AdministrativeArea", 0.9, "gazetteer"))  # 主席国|巴西
        elif word.tag == "nz" and _is_place_and_brand(form, lexicon) and not lexicon.products.search(form):
            found.append(Candidate(word.start, word.end, "Company", 0.55, "tagger/nz"))
        elif word.tag in ("n", "nz", "nw", "s") and len(form) >= 2:
            kind = lexicon.gazetteer.kind(form)
            if kind and not lexicon.is_common_word(form):
                found.append(Candidate(word.start, word.end, kind, 0.75, "gazetteer"))
            elif (kind or form in lexicon.cities) and _is_where(text, word.start, word.end):
                found.append(Candidate(word.start, word.end, kind or "AdministrativeArea", 0.8, "gazetteer/where"))
            elif word.tag == "nz" and _is_branded(form, lexicon) and not _noun_follows(tagged, word.end):
                found.append(Candidate(word.start, word.end, "Product", 0.7, "tagger/nz+product"))
    for end, start in tagged.jieba_ends.items():
        if end - start > 4 and lexicon.gazetteer.is_country(text[start:end]):  # 圣多美和普林西比
            found.append(Candidate(start, end, "AdministrativeArea", 0.95, "gazetteer/full"))
    found += _listed_places(tagged, lexicon)
    for match in _OWN_AREA.finditer(text):
        behind_name = (index := tagged.ends.get(match.start())) is not None and tagged.words[index].tag in _NAMING
        if match.start() in tagged.borders and match.end() in tagged.borders and not behind_name:
            found.append(Candidate(*match.span(), "AdministrativeArea", 0.8, "own_area"))
    return found


def part_areas(candidates: list[Candidate], tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """浙江省|衢州市, 陕西|洋县: two areas that the gazetteer knows, where it knows none of the whole name."""
    gazetteer, found = lexicon.gazetteer, []
    for candidate in candidates:
        found.append(candidate)
        name = tagged.text[candidate.start : candidate.end]
        if candidate.type != "AdministrativeArea" or len(name) < _TWO_AREAS or gazetteer.is_place(name):
            continue
        cuts = range(len(name) - 2, 1, -1)
        cut = next((at for at in cuts if gazetteer.is_place(name[:at]) and gazetteer.is_place(name[at:])), 0)
        if cut:
            found[-1:] = [
                replace(candidate, end=candidate.start + cut, fixed=True),
                replace(candidate, start=candidate.start + cut, fixed=True),
            ]
    return found


def _is_where(text: str, start: int, end: int) -> bool:
    """在万象|同某国总理: a common word in the place where only a town can stand."""
    return bool(_BEFORE_TOWN.search(text, max(0, start - 3), start) and _BEHIND_TOWN.match(text, end))


def _listed_places(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """河间、献县、吴桥: beside two places of a list, what the gazetteer has is a place too."""
    text = tagged.text
    found = []
    for match in _PLACE_LIST.finditer(text):
        items = [(match.start() + i.start(), match.start() + i.end()) for i in _ITEM.finditer(match[0])]
        first, last = tagged.ends.get(items[0][1]), tagged.starts.get(items[-1][0])
        if first is not None:  # 沧州地区的|河间
            items[0] = (max(items[0][0], tagged.words[first].start), items[0][1])
        if last is not None:  # 东光|几个重点产棉县
            items[-1] = (items[-1][0], min(items[-1][1], tagged.words[last].end))
        kinds = [lexicon.gazetteer.kind(text[start:end]) for start, end in items]
        sure = sum(
            1
            for (start, _), kind in zip(items, kinds, strict=True)
            if kind and start in tagged.starts and tagged.words[tagged.starts[start]].tag == "LOC"
        )
        if sure < _LEAST_SIBLINGS or 2 * sure < len(items):
            continue
        for (start, end), kind in zip(items, kinds, strict=True):
            if kind:
                found.append(Candidate(start, end, kind, 0.85, "list/place"))
    return found


def _is_plain_compound(form: str, posterior: float, lexicon: Lexicon) -> bool:
    """Common words side by side (新能源汽车, 核心竞争力), affixes of one character among them."""
    if lexicon.is_common_word(form):
        return posterior < (_SURE_COMPOUND if len(form) < 4 else _SURE_PLAIN)
    if len(form) < 4 or not form.isalpha() or form.isascii():
        return posterior < _SURE_COMPOUND and not lexicon.is_unknown(form)
    if posterior >= _SURE_PLAIN:
        return False
    words = [form[start:end] for start, end in lexicon.words(form)]
    if any(lexicon.gazetteer.is_place(word) or word in lexicon.names for word in words):
        return False
    return all(word in _AFFIXES if len(word) == 1 else _is_frequent(word, lexicon) for word in words)


def _is_frequent(word: str, lexicon: Lexicon) -> bool:
    return word in NO_MODEL or not lexicon.is_rare_word(word)


def _noun_follows(tagged: TaggedText, end: int) -> bool:
    index = tagged.starts.get(end)
    return index is not None and tagged.words[index].tag in ("n", "vn", "nz")


def _is_branded(form: str, lexicon: Lexicon) -> bool:
    """鲁花花生油, 安吉白茶: a firm, a place or a word that no dictionary has, and a noun of goods."""
    match = lexicon.products.search(form)
    if match is None or match.start() < 2 or lexicon.is_common_word(form):
        return False
    brand = form[: match.start()]
    return brand in lexicon.firms or lexicon.gazetteer.is_place(brand) or lexicon.is_unknown(brand)


def _is_place_and_brand(form: str, lexicon: Lexicon) -> bool:
    """江州云雀, one unknown word: a division's name and two characters that name no goods."""
    place = lexicon.gazetteer.starts_with_place(form)
    if len(form) - place != 2 or place < 2 or lexicon.is_common_word(form) or form[:place] in lexicon.make_kinds:
        return False
    rest = form[place:]
    return (not lexicon.is_common_word(rest) or lexicon.is_rare_word(rest)) and not _PART.search(rest)


def _typed_place(form: str, start: int, end: int, posterior: float, lexicon: Lexicon) -> list[Candidate]:
    sure = calibrate(posterior)
    kind = lexicon.gazetteer.kind(form)
    if (len(form) == 1 and not kind) or form.isascii():
        return []
    if kind:
        return [Candidate(start, end, kind, max(sure, 0.8), "tagger/LOC+gazetteer")]
    above = lexicon.gazetteer.starts_with_place(form)
    if _DIRECTED.search(form) or _MARKET.search(form):  # 河南|西部, 中北部, 纽约|汇市
        return _typed_place(form[:above], start, start + above, posterior, lexicon) if 1 < above < len(form) else []
    rest = form[above:]
    if (
        2 <= above < len(form) - 1
        and lexicon.gazetteer.is_country(form[:above])
        and (rest in lexicon.cities or rest[-1] in "省州市县邦区" or all(char in FOREIGN for char in rest))
    ):  # 叙利亚|哈马省, 南非|约翰内斯堡
        first = _typed_place(form[:above], start, start + above, posterior, lexicon)
        return first + _typed_place(rest, start + above, end, max(posterior, _SURE_PLACE), lexicon)
    if form in lexicon.cities:
        return [Candidate(start, end, "AdministrativeArea", max(sure, 0.8), "tagger/LOC+city")]
    chain = lexicon.gazetteer.split_chain(form)
    if chain:
        return [
            Candidate(
                start + b,
                start + e,
                lexicon.gazetteer.kind(form[b:e]) or "AdministrativeArea",
                max(sure, 0.8),
                "tagger/LOC+gazetteer",
            )
            for b, e in chain
        ]
    if 2 < above < len(form) - 1 and _LEVEL.match(form, above - 1):
        # 某市某乡某村 in one word: the level that the gazetteer knows, then the rest
        first = _typed_place(form[:above], start, start + above, posterior, lexicon)
        return first + _typed_place(form[above:], start + above, end, posterior, lexicon)
    if form[-1] == "段" and len(form) > 2:  # 格尔木段 of a railway
        known = lexicon.gazetteer.kind(form[:-1])
        return [Candidate(start, end - 1, known, sure, "tagger/LOC+gazetteer")] if known else []
    inner = _VILLAGE.fullmatch(form)
    if inner:  # 和平镇|滩龙桥村
        cut = start + inner.end(1)
        return [Candidate(a, b, "AdministrativeArea", sure, "tagger/LOC+head") for a, b in ((start, cut), (cut, end))]
    for length in range(min(8, len(form)), 0, -1):
        heads = lexicon.heads.get(form[-length:])
        if heads:
            if heads[0].type == "AdministrativeArea" and len(form) < 3:
                return []
            if length == len(form) and form in _ZONES:
                return [Candidate(start, end, "Site", sure, "own_area")]  # the zone of the paper's city
            if length == len(form) or _is_hollow(form[:-length], heads[0].type, posterior, lexicon):
                return []
            return [Candidate(start, end, heads[0].type, sure, "tagger/LOC+head")]
    if len(form) > 2 and lexicon.gazetteer.kind(form[:1]) and lexicon.is_common_word(form[1:]):
        return []  # 港|投资
    if posterior < (_SURE_PLACE if len(form) == 2 else _SURE_UNKNOWN) or any(char.isdigit() for char in form):
        return []
    if _EXTENSION.search(form):
        return [Candidate(start, end, "Site", sure * 0.9, "tagger/LOC+head")]
    # mostly towns abroad and townships; regions have a head word
    foreign = form[-1] in "省州市县邦" or all(char in FOREIGN for char in form)
    sure_area = (posterior >= _SURE_PLACE or foreign) and not _REGION.search(form)
    kind = "AdministrativeArea" if sure_area else "Place"
    if (form[-1] in _BUILT or _SIGHT.search(form)) and not foreign:
        kind = "Site"  # 滕王阁
    if len(form) > 3 and not foreign and form[:2] in lexicon.firms:
        return [Candidate(start, end, "Company", sure * 0.9, "tagger/ORG")]  # a firm and its brand
    return [Candidate(start, end, kind, sure * 0.9, "tagger/LOC")]


def _is_hollow(modifier: str, type_: str, posterior: float, lexicon: Lexicon) -> bool:
    """湿地公园, 光伏电站, 新工厂: the modifier is a common word, and the tagger not quite sure of a name."""
    if type_ == "Site" and len(modifier) == 1 and modifier in _AFFIXES:
        return True  # 老街区
    if type_ != "Site" or posterior >= _SURE_SITE or lexicon.gazetteer.is_place(modifier):
        return False
    return not lexicon.is_rare_word(modifier) and lexicon.is_common_word(modifier)


def _typed_organisation(form: str, start: int, end: int, posterior: float, lexicon: Lexicon) -> list[Candidate]:
    sure = calibrate(posterior)
    kind = lexicon.gazetteer.kind(form)
    if kind and (posterior < _SURE_BRAND or lexicon.gazetteer.is_country(form)):
        return [Candidate(start, end, kind, max(sure * 0.9, 0.7), "tagger/ORG+gazetteer")]
    if posterior < _LEAST_ORGANISATION or form in lexicon.heads or form in NO_MODEL or _TRADE.search(form):
        return []
    if _SCHOOL.fullmatch(form) and form not in lexicon.names:
        kind = "PublicBody" if _COURT.search(form) else "Institution"
        return [Candidate(start, end, kind, sure, "tagger/ORG+head")]
    if _DIRECTED.search(form):
        return []  # 北京南部
    if _MARKET.search(form):
        return _typed_place(form[:-2], start, end - 2, _SURE_PLACE, lexicon)
    tail = _TAIL.search(form)
    if tail:
        return _typed_organisation(form[: tail.start()], start, start + tail.start(), posterior, lexicon)
    if form[-1] == "协" and len(form) > 3 and lexicon.gazetteer.starts_with_place(form):
        return [Candidate(start, end, "Association", sure, "tagger/ORG+head")]  # 江州乳协
    if _UNIT.search(form):
        return [Candidate(start, end, "Institution", sure, "tagger/ORG+head")]
    for length in range(min(8, len(form) - 1), 0, -1):
        heads = lexicon.heads.get(form[-length:])
        if heads and heads[0].type != "AdministrativeArea":
            if heads[0].text in _FIRMS and _is_plain_compound(form, posterior, lexicon):
                return []  # 金融控股公司
            type_ = "Company" if lexicon.is_state_builder(form) else heads[0].type
            if heads[0].text in DEPARTMENTS and is_department(form[:-length], lexicon):
                type_ = "Organization"
            return [Candidate(start, end, type_, sure, "tagger/ORG+head")]
    above = lexicon.gazetteer.starts_with_place(form)
    if above > 1 and form not in lexicon.firms and form[above:] in lexicon.firms:  # 北京市|奥迪
        return _typed_place(form[:above], start, start + above, _SURE_PLACE, lexicon)
    if any(form[:cut] in lexicon.firms and lexicon.gazetteer.is_place(form[cut:]) for cut in range(2, len(form) - 1)):
        return []  # 红星美凯龙|浦东
    if form[1:] in lexicon.names:
        return []  # 报|党中央
    if form[:-1] in lexicon.firms and len(form) > 2:
        return []  # 奇瑞|拓
    if lexicon.title_at(form):
        return []  # 某某区委书记 in one word: the grammar of compounds reads the body
    if lexicon.make_kinds.get(form) == "car" and posterior >= _SURE_COMPOUND:
        return [
            Candidate(start, end, "Company", sure * 0.9, "lexicon/firms")
        ]  # for the tagger and for the list of makes
    if _is_plain_compound(form, posterior, lexicon) or "." in form or "/" in form:
        return []  # 金融科技, 新能源汽车; an address of the web
    if lexicon.products.search(form):
        return [Candidate(start, end, "Product", sure * 0.9, "tagger/ORG+product")]
    if (
        len(form) > 5
        and posterior < _SURE_COMPOUND
        and _PART.search(form)
        and not lexicon.gazetteer.starts_with_place(form)
    ):
        return []  # 发光二极体背光源
    if form[0] in _OPENERS and len(form) == 2:
        return []  # 从|一家合资工厂
    if any(form.startswith(name) for name in lexicon.first_chars.get(form[0], ())):
        return []  # 商务部会同
    return [Candidate(start, end, "Company", sure * 0.9, "tagger/ORG")]
