"""Tagged text -> organisations, sites, projects and named documents, by the head word they end in.

A head (有限公司, 融媒体中心, 产业园) says the type; the walk to its left says where the name begins. The walk
goes over nouns, names, bracketed places and quotations, and ends at verbs, particles, titles and words that
only stand between phrases. Which modifiers a head asks for is in heads.tsv; which words end the walk, in
name_words.tsv.
"""

from __future__ import annotations

import re

from kg.lexicon.words import Head, Lexicon
from kg.mentions.tagged import Candidate, TaggedText
from kg.mentions.tagger import Word

_LONGEST_HEAD = 12
_STATES = frozenset("共和国 王国 合众国 联邦".split())
_AREA_BEHIND = frozenset("区城站")
_SURE_RUN = 0.1
_RUNS_ON = 0.3  # P(a word begins behind a head)
_MOST_WORDS = 12
_LEVELS = frozenset("省 市 区 县 州 镇 乡 村 街道 旗 盟 自治区 自治州 自治县 全省 全市 全区 全县 全州".split())
_LEVEL_START = re.compile(r"(?:全?[省市区县州镇乡旗盟]|街道|自治[区州县])")
_NOUNS = frozenset({"n", "nz", "nw", "vn", "an", "s", "j", "LOC", "ORG", "PER"})
_ORDINAL = re.compile(r"第?[一二三四五六七八九十百零〇\d]+(?:号|期|中|小|届|院|厂|局|处|部)?|[A-Za-z0-9]+")
_QUANTITY = re.compile(r"[\d.]+[万亿千百]*(?:吨|千瓦|兆瓦|立方米|平方米|米|公里|台|套|辆|头|只|亩|箱|件|个)?")
_DIRECTIONS = re.compile(r"[东西南北中]部?|[华东西南北中]{2}|[上下]游|[内外]环")
# 和 与 及 inside the name of an office of party or state: 发展和改革委员会
_JOINING_HEADS = re.compile(r"(?<![省市区县州旗盟镇乡党工纪监])(?:局|委员会|委|部|厅|办公室)$")
_TO = frozenset("至 — - － –".split())
_ROUTE_WORD = re.compile(r"公路|高速|铁路|高铁|管道")
_NATURE = frozenset("峰岭山岛江湖溪港村镇乡县市区线")
_ROUTE = re.compile(r"(?:公路|高速|铁路|高铁|线|通道|航线|管道)$")
_OFFICE_TAIL = frozenset("科师院部处组队司")
_ORGANISING = frozenset("主办 承办 协办 举办 督办 开办 创办 兴办 合办 联办 申办".split())
_LIST = "、和及与以"
_LIST_ONLY = re.compile(r"^(?:、|以及|及|和|与)[^，。；：！？\n]{1,38}$")
_CORE_BODY = re.compile(r"(?:委|政府|人大|人大常委会|政协)$")
_AFTER_HEAD = re.compile(r"[（(][^（()）]{1,6}(?:塔|楼|座|区|期|段|侧|馆|园|库|栋|层)[)）]")
# heads of one character that only a place right before them makes a name of: 中国队, 江州湾
_CLOSE = frozenset("队 党 湾 站 舰 国家队 女足 男足 女排 男排 女篮 男篮".split())
_QUANTIFIED = re.compile(r"年产|日处理|[\d.]+[万亿]?(?:吨|千瓦|兆瓦|公里|亩|台|套|平方米)")
_AREA = re.compile(r"[东西南北中部沿海亚太欧美非拉]{1,5}")
_APPOSED = re.compile(
    r"^.{2,}?(?<!有限)(?<!股份)公司(?=[一-龥]{4,}有限(?:责任)?公司$)|^.*(?:执政党|反对党|在野党)(?=[一-龥]{2,}党$)"
)
_ABROAD_FIRM = re.compile(r"[一-龥]{2,}?(?:公司|企业|机构|银行)(?=[一-龥]{3,}(?:集团|公司|银行)$)(?!.*[分子支]公司$)")
_OWNED = re.compile(r"[^“”（）]{3,}?(?<!名)(?:旗下|下属|下辖)的?(?=[一-龥]{4,}$)")  # 某控股旗下|某某公司
_ROLE_IN_FRONT = re.compile(  # 母公司|某某集团, 全资子公司|某某公司
    r"(?:其|的)?(?:全资|控股|参股|旗下|合资|第[一二三]大)*(?:母公司|子公司|孙公司|附属公司|关联公司|合资公司|控股股东|大股东|股东|上市公司"
    r"|央企|国企|民企|车企|药企|龙头企业|运营商|承建单位|施工单位|建设单位|主办单位|业主单位)(?=[一-龥]{4,})"
)
_UNDER = re.compile(r"集团|公司|大学|学院|医院|研究院|银行|报社|电视台|医疗|促进中心|博物[院馆]|图书馆|美术馆|科技馆")
_STATE = re.compile(r"[委府局厅省市县区州国]|中央|全国|外交|解放军|军区|人大|政协|法院")
_SERIES_TYPE = dict.fromkeys("线路桥街河渠巷", "Site") | dict.fromkeys("村镇乡", "AdministrativeArea")
_SERIES = re.compile(
    r"[一-龥—－-]{1,7}?(?P<head>[线路桥街河渠巷村镇乡])(?:（[^（）]{1,8}）)?"
    r"(?:(?:、|以及|和|及)[一-龥—－-]{1,8}?(?P=head)(?:（[^（）]{1,8}）)?){2,}(?![一-龥]{1,2}[、和])"
)
_ITEM = re.compile(r"[^、和及以（）]+(?=[、和及以（）]|$)")
_ANY = re.compile(r"[一二三四五六七八九十两几\d]大$|[一几两某这首][家处座个所条](?!口)")
_OF_ALL = re.compile(r"(?:世界|国际|历史|地球|全球|市场|国内|社会)上|国内(?!外)")
_RESEARCH = ("研究院", "研究中心", "研究所", "学院", "实验室")
DEPARTMENTS = ("部", "处", "办", "办公室", "宣传部", "组织部")
_OFFICE_FRONT = re.compile(r"局.{2,4}$")
_FIRM_UNIT = re.compile(
    r"(?:事业|公关|企划|市场|销售|采购|财务|人力资源|消费品|客服|研究生|品牌|营销|技术|生产|质检|渠道)部$"
)
_SOCIETY = re.compile(r"协会|学会|联合会|商会|研究会")
_LEVELS_ABOVE = re.compile(r".*(?:省|市|县|镇|乡|州|街道)(?=..[^区村])")
_ABROAD = ("使馆", "领事馆", "代表处", "办事处", "代表团")
_PARTY_AFFAIRS = frozenset("的委员组章史建政支内外风纪校费课报派")
_GENERIC = re.compile(r"(?:公司|企业|工厂|厂|铁路|高铁|公路|地铁|工程|项目|机构|银行|港口|机场|园区|基地|中心|市场)")
_DIRECTED = re.compile(r"[东西南北中内外]部$")
# what any road, any body, any county may be: 双向四车道|高速公路, 区县|政府, 水利强|县
_ANY_ROAD = re.compile(r"(?:双向|单向)?[二三四六八十\d]车道|.*[省市县区]?主")
_ROADS = re.compile(r"(?:公路|铁路|高铁|高速|国道|省道|快速路|通道|隧道|桥梁|航线|航道)$")
_ANY_LEVEL = re.compile(r"[省市区县州镇乡村]{2,3}|(?:.*[各两三四五]|[省市区县州镇乡村])级")
_OF_A_KIND = re.compile(r"(?:全国|区域|地方|国际|综合|专业|政策|公益|功能|示范)性|合营|联营|独资|合资")
_COUNTED = re.compile(r"[\d一二三四五六七八九十百多几]+[个项家座条](?![一-龥]?[区行])")
_EXTENDED = re.compile(r"[东西南北]?(?:延|延伸|延长线|延伸段|延长段)")
_SPOT = re.compile(r"[桥路口街门村河山线站墙湖湾段岸]$")  # 梁桥|处 is a spot, no office
_YARDS = frozenset("基地 生产基地 产业基地 工厂 厂区 车间 枢纽 通道 走廊 码头 口岸 厂 合作社 专业合作社".split())
_CARRIED = re.compile(r"水资源配置|[引调供输][水电气]|生态|防洪|综合治理")  # of two places at once
# no name without more: 某市重点工程
_ANY_WORK = frozenset(
    ["", *"重点 重大 重要 民生 惠民 精品 样板 标志性 龙头 基础设施 基础设施建设 建设 交通 水利 政府采购".split()]
)
_ALONE = frozenset("集团 公司 企业 厂 合作社 专业合作社".split())
_KINDS_OF_WORKS = frozenset("厂 合作社 专业合作社".split())
_SURE_FIRM = 0.8
_JUNCTION = re.compile(r"[一-龥]{1,8}[路街道线速].{0,3}?(?:互通|立交|连接|交叉|交汇|衔接|节点|枢纽)")
_QUARTER = re.compile(r"[城江河][东西南北中]|[东南西北][郊城关湖]")
_STREETS = re.compile(
    r"(?:路|街|道|巷|弄|桥|河|江|湖|渠|溪|山|港|村|社区|小区|公园|水库|岛|安置点|海峡|湾|草原|沙漠|峡谷|瀑布)$"
)


def find_compounds(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """Every compound whose head allows it; overlapping candidates are chosen among later."""
    found = []
    text, words = tagged.text, tagged.words
    for end in sorted(tagged.borders):
        for length in range(min(_LONGEST_HEAD, end), 0, -1):
            heads = lexicon.heads.get(text[end - length : end])
            if heads is None:
                continue
            index = _word_at(tagged, end - length)
            if index is None or (
                length == 1 and (words[index].tag in ("v", "vd", "d", "ad") or _ends_common_word(tagged, lexicon, end))
            ):
                continue
            runs_on = text[end - 1 : end + 1]
            known = lexicon.is_common_word(runs_on) or bool(lexicon.gazetteer.kind(runs_on))
            if tagged.opens and tagged.opens[end] < _RUNS_ON and known:
                continue  # 沿海滩|涂, 越南河|内
            if tagged.opens and tagged.opens[end] < _SURE_RUN and text[end : end + 1] in _AREA_BEHIND:
                continue  # 某城商务中心|区
            if _runs_into_title(text, end - length, end, heads, lexicon):
                break  # 某局项目|经理
            for head in heads:
                candidate = _grow(tagged, lexicon, head, end, index)
                if candidate is not None:
                    found.append(candidate)
            break  # the longest head decides
    return found + _find_listed(tagged, lexicon, found) + _find_series(tagged, lexicon)


def _runs_into_title(text: str, start: int, end: int, heads: tuple[Head, ...], lexicon: Lexicon) -> bool:
    """项目|经理 is a title; 某市政协|副主席 a body and its officer, though 政协副主席 is a title too."""
    for more in range(1, 5):
        if text[start : end + more] in lexicon.titles:
            kinds = ("PublicBody", "Association", "Media", "Institution")
            bodies = all(head.type in kinds and not head.text.startswith("党") for head in heads)
            if not (bodies and text[end : end + more] in lexicon.titles):
                return True
    return False


def _find_listed(tagged: TaggedText, lexicon: Lexicon, found: list[Candidate]) -> list[Candidate]:
    """规划展厅、滨河公园、望江路及…: in a list of sites every item that ends in a site's head is a whole name."""
    text, words = tagged.text, tagged.words
    sites = {c.end for c in found if c.type in ("Site", "Project")}
    sites |= {w.end for w in words if w.tag == "LOC" and _is_named_site(text[w.start : w.end], lexicon)}
    listed = []
    for index, word in enumerate(words):
        form = text[word.start : word.end]
        if word.tag not in ("n", "nz", "LOC", "vn") or not _site_head(form, lexicon):
            continue
        first = index
        while first > 0 and words[first - 1].tag in ("n", "nz", "vn", "LOC", "ORG", "a", "f"):
            first -= 1
        start = words[first].start
        after = text[word.end : word.end + 1]
        before = text[max(0, start - 1) : start]
        beside = after in _LIST or before in _LIST
        if not beside or not 4 <= word.end - start <= 16 or start == word.start:
            continue
        # another item of the same list is a site by its own right
        near = [end for end in sites if end != word.end and -40 < end - word.end < 40]
        if any(_LIST_ONLY.search(text[min(e, word.end) : max(e, word.end)]) for e in near):
            listed.append(Candidate(start, word.end, "Site", 0.7, "list/site"))
    return listed


def _find_series(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """双舟线、上芝线、下前线: three or more short items of one head, whatever the tagger makes of them."""
    text = tagged.text
    found = []
    for match in _SERIES.finditer(text):
        type_ = _SERIES_TYPE[match["head"]]
        items = [(match.start() + item.start(), match.start() + item.end()) for item in _ITEM.finditer(match[0])]
        if len(items) < 3 or any(b - a < 3 or text[b - 2] == "之" for a, b in items[1:]):
            continue
        if text[items[0][0]] in "对把将在从向沿由" and 3 <= items[0][1] - items[0][0] - 1 <= 4:
            items[0] = (items[0][0] + 1, items[0][1])  # 对|望杨线
        elif (
            text[items[0][0]] in "对把将在从向沿由"
            or items[0][1] - items[0][0] > 5
            or (items[0][0] and text[items[0][0] - 1] not in "，。；：、（“\n等")
        ):
            items = items[1:]  # words before the list may run into its first item
        for start, end in items:
            if end - start <= 9 and not lexicon.is_common_word(text[start:end]):
                found.append(Candidate(start, end, type_, 0.8, "list/series"))
    return found


def _site_head(form: str, lexicon: Lexicon) -> bool:
    return (
        any(
            head.type == "Site"
            for length in range(min(6, len(form)), 1, -1)
            for head in lexicon.heads.get(form[-length:], ())
        )
        or form[-1:] in "路街渠河湖桥"
    )


def _is_named_site(form: str, lexicon: Lexicon) -> bool:
    """高速公路 and 物流园区 are sites for the tagger, and no names."""
    if form in lexicon.heads or form in lexicon.stops or lexicon.is_common_word(form):
        return False
    return _site_head(form, lexicon)


def _ends_common_word(tagged: TaggedText, lexicon: Lexicon, end: int) -> bool:
    """干部, 部署, 思路, 新格局: the last character looks like a head and is part of a common word of two."""
    pair = tagged.text[end - 2 : end]
    if pair in _ORGANISING:
        return True
    if not lexicon.is_common_word(pair) or pair[0] in "一二三四五六七八九十":
        return False
    index = tagged.ends.get(end)
    if index is not None and tagged.words[index].tag in ("LOC", "ORG"):
        return False
    return end - 1 not in tagged.starts or tagged.jieba_ends.get(end) == end - 2


def _word_at(tagged: TaggedText, offset: int) -> int | None:
    """Index of the tagger's word that holds the character at ``offset``."""
    for start in range(offset, max(-1, offset - 40), -1):
        if start in tagged.starts:
            return tagged.starts[start]
    return None


def _grow(tagged: TaggedText, lexicon: Lexicon, head: Head, end: int, index: int) -> Candidate | None:
    text, words = tagged.text, tagged.words
    head_start = end - len(head.text)
    first = index  # index of the leftmost word taken in
    names: list[int] = []  # indexes of words that name something by themselves
    plain = True  # so far only modifiers that name nothing
    if words[index].tag == "PER" and len(head.text) == 1:
        return None  # 周雪峰 is no mountain
    if words[index].start < head_start:
        inner = text[words[index].start : head_start]
        if words[index].tag in ("LOC", "ORG", "nz") or _names_something(inner, lexicon):
            names.append(index)
        plain = plain and inner in lexicon.uses["plain"]
    elif words[index].tag in ("LOC", "ORG") and words[index].posterior >= 0.5 and head.need == "always":
        names.append(index)
    at = index - 1
    while at >= 0 and index - at <= _MOST_WORDS:
        step = _step(tagged, lexicon, head, at, first, names)
        if step is None:
            break
        at, is_name, is_plain = step
        first = at
        if is_name:
            names.append(first)
        plain = plain and is_plain
        if is_name and _ends_walk(tagged, first, head):
            break
        at -= 1
    walked = words[first].start
    first = _trim(tagged, lexicon, head, first, index, names)
    start = words[first].start
    modifier = text[start:head_start]
    if words[first].end > head_start and first == index:
        modifier = text[words[index].start : head_start]
        start = words[index].start
    start = _known_start(tagged, lexicon, start, head_start)
    modifier = text[start:head_start] if start < head_start else modifier
    quoted = text[max(0, start - 1) : start] == "“" and text[end : end + 1] == "”"
    quoted = quoted and head.type not in ("Site", "Project")  # “超级工厂” is a figure of speech
    if not _satisfies(modifier, head, bool(names) or quoted, plain, lexicon):
        return None
    if (
        head.type == "Project"
        and first > 1
        and text[start - 1] == "、"
        and words[first].tag == words[first - 2].tag == "LOC"
        and lexicon.gazetteer.is_place(text[words[first].start : words[first].end])
    ):
        return None  # 甲县、乙县|高速公路建设项目: each of the two has one
    tail = _AFTER_HEAD.match(text, end) if head.type in ("Site", "Project", "Institution") else None
    if tail:
        end = tail.end()
    name = text[start:end]
    if head.type == "Project" and (
        text[end : end + 1] in _OFFICE_TAIL or (words[index].start == head_start and words[index - 1].tag == "ORG")
    ):
        return None  # 某局工程|科; 某局|项目 says no name
    if head.type == "Document" and text[end : end + 1] in _OFFICE_TAIL:
        return None  # 某局发展规划|处
    if head.type == "PublicBody" and lexicon.title_at(name):
        return None  # 市委常委
    if end - start > 60 or name in lexicon.stops or lexicon.gazetteer.is_place(name):
        return None
    placed = any(words[i].tag in ("LOC", "ORG") for i in (index, *names))
    if not placed and (head.type == "AdministrativeArea" or head.text in _NATURE):
        return None  # 深水区, 碳达峰
    if first == index and words[index].tag not in ("LOC", "ORG") and lexicon.is_common_word(name):
        return None  # 一带一路: one common word that happens to end in 路
    if head.need == "any" and not names and text[max(0, walked - 1) : walked] == "的" and len(head.text) < 3:
        return None  # a description, no name: 拥有自主技术的大型储能装置项目
    if _is_hollow(modifier, head, name, tagged, lexicon, index):
        return None
    if head.type == "AdministrativeArea" and head.text not in _STATES:
        above_all = lexicon.gazetteer.starts_with_place(name)
        level = name[above_all - 1 : above_all]
        if 1 < above_all < len(name) - 1 and (
            lexicon.gazetteer.is_country(name[:above_all]) or (level in "市县区旗镇乡" and above_all > 2)
        ):
            start += above_all  # 叙利亚|哈马省
            name = text[start:end]
    if head.text in ("社区", "小区", "村"):
        above = _LEVELS_ABOVE.match(name)
        if above:  # 某州某市某镇|某社区
            start += above.end()
            name = text[start:end]
    apposed = (
        _APPOSED.match(name) or _OWNED.match(name) or (_ROLE_IN_FRONT.match(name) if head.type == "Company" else None)
    )
    if apposed:  # 某集团下属总承包公司|某某工程有限公司
        start += apposed.end()
        name = text[start:end]
    country = lexicon.gazetteer.starts_with_place(name) if head.type == "Company" else 0
    described = _ABROAD_FIRM.match(name, country) if country and name[:country] != "中国" else None
    if described and lexicon.gazetteer.is_country(name[:country]):
        start += described.end()  # 某国市场研究公司|某某集团
        name = text[start:end]
    if name[0] in "原前" and _is_office(text, end, lexicon) and not lexicon.gazetteer.starts_with_place(name):
        start += 1  # 原|某市委书记
        name = text[start:end]
    type_ = "Company" if lexicon.is_state_builder(name) else head.type
    if head.text in DEPARTMENTS and (
        _FIRM_UNIT.search(name) or (words[first].tag in ("ORG", "nz") and is_department(modifier, lexicon))
    ):
        type_ = "Organization"  # a firm's department
    if head.text == "站" and _OFFICE_FRONT.search(modifier):
        type_ = "Institution"  # 某县农业局土肥站
    if head.text == "委员会" and _SOCIETY.search(modifier):
        type_ = "Association"
    return Candidate(start, end, type_, _score(head, names, tagged, start, end), f"head/{head.text}")


def _is_office(text: str, end: int, lexicon: Lexicon) -> bool:
    """Whether a title stands right behind."""
    return any(text[end : end + length] in lexicon.titles for length in range(2, 6))


def _is_hollow(modifier: str, head: Head, name: str, tagged: TaggedText, lexicon: Lexicon, index: int) -> bool:
    """Whether the modifier names nothing in particular: 中国工厂, 中西部, 云队, a half bracket."""
    if sum(map(name.count, "（(")) != sum(map(name.count, "）)")):
        return True
    if _OF_ALL.match(modifier):
        return True  # 世界上|高速公路
    if _ANY.search(modifier) or (head.text == "商会" and modifier.endswith("协")):
        return True  # 熊本县一家购物中心; 协|商会
    if head.type in ("PublicBody", "Organization") and modifier[-2:-1].isdigit():
        return True  # 360万部
    if head.need == "always" and modifier in lexicon.trades:
        return True  # 食品有限公司
    if head.type == "Site" and lexicon.gazetteer.is_place(name[lexicon.gazetteer.starts_with_place(name) :]):
        return True  # 上海|浦东新区
    if head.text in ("理事会", "委员会") and modifier.endswith("届"):
        return True
    if head.text == "馆" and not any(w.tag in ("LOC", "ORG", "nz", "PER") for w in _words_of(tagged, name, index)):
        return True  # 家居体验馆
    if head.text == "部" and _DIRECTED.search(name):
        return True
    if head.text == "线" and modifier[-1:] in "一二三四":
        return True  # 某国一线
    if head.text == "中心" and modifier.endswith(("市", "县", "区", "镇", "城")):
        return True  # 某市|中心: the middle of it
    if _GENERIC.fullmatch(head.text) and lexicon.gazetteer.is_country(modifier):
        return True
    if _ROADS.search(head.text) and (lexicon.gazetteer.is_place(modifier) or _ANY_ROAD.fullmatch(modifier)):
        return True  # 江西省高速公路, 双向四车道高速公路
    if head.type == "Site" and modifier in lexicon.uses["plain"]:
        return True  # 城市快速路
    if _OF_A_KIND.match(modifier) or (head.type == "Project" and _COUNTED.search(modifier)):
        return True  # 全国性商业银行; 某园区布局36个产业项目
    if head.type == "PublicBody" and (
        _ANY_LEVEL.fullmatch(modifier) or (len(head.text) == 1 and _SPOT.search(modifier))
    ):
        return True
    if head.type == "Project" and modifier[lexicon.gazetteer.starts_with_place(modifier) :] in _ANY_WORK:
        return True
    if (
        head.text in _ALONE
        and len(modifier) == 2
        and tagged.words[index].posterior < _SURE_FIRM
        and lexicon.is_common_word(modifier)
        and not lexicon.is_rare_word(modifier)
        and not lexicon.gazetteer.is_place(modifier)
        and modifier not in lexicon.firms
    ):
        return True  # 将开放|集团
    if (
        head.text in _KINDS_OF_WORKS
        and len(modifier) <= 3
        and tagged.words[index].posterior < _SURE_FIRM
        and not lexicon.gazetteer.starts_with_place(modifier)
        and (tagged.text.endswith("的", 0, tagged.words[index].end - len(name)) or lexicon.products.search(modifier))
    ):
        return True  # 污染大的炭黑厂, 柑橘合作社: of what it makes
    if head.text in _YARDS and not any(
        w.tag in ("LOC", "ORG", "nz", "PER", "w") for w in _words_of(tagged, name, index)
    ):
        return True  # 奶源基地
    if (
        head.type == "Project"
        and (len(head.text) == 2 or len(modifier) < (5 if head.text == "建设项目" else 4))
        and not _is_named_project(modifier, tagged, index, name, lexicon)
    ):
        return True
    if head.text == "地区" and not (_AREA.fullmatch(modifier) or lexicon.gazetteer.is_place(modifier)):
        return True
    if head.type == "AdministrativeArea" and (len(name) < 3 or any(char.isdigit() for char in name)):
        return True
    if head.type == "AdministrativeArea" and _is_common_modifier(modifier, tagged.words[index], lexicon):
        return True  # 军事区
    if head.text == "党" and tagged.text[tagged.words[index].end : tagged.words[index].end + 1] in _PARTY_AFFAIRS:
        return True  # 新时代党的建设
    if head.text in _CLOSE:
        word = tagged.words[index]
        if word.end - word.start <= len(head.text) and index:
            word = tagged.words[index - 1]
        return word.tag not in ("LOC", "ORG", "nz")
    return False


def is_department(modifier: str, lexicon: Lexicon) -> bool:
    """广汽本田|公关部, 某大学某部: of a firm or a school, for nothing in front of it speaks of a state."""
    if _UNDER.search(modifier):
        return True
    if _STATE.search(modifier) or lexicon.gazetteer.starts_with_place(modifier):
        return False
    return not any(
        modifier.startswith(name) and lexicon.names[name].type == "PublicBody"
        for name in lexicon.first_chars.get(modifier[0], ())
    )


def _known_start(tagged: TaggedText, lexicon: Lexicon, start: int, limit: int) -> int:
    """文化和|旅游部数据中心: where the tagger cut a known name, the name begins with that."""
    for end in range(start + 1, min(start + 12, limit + 1)):
        first = tagged.jieba_ends.get(end)
        if first is not None:
            return first if first < start and tagged.text[first:end] in lexicon.names else start
    return start


def _is_named_project(modifier: str, tagged: TaggedText, index: int, name: str, lexicon: Lexicon) -> bool:
    """A place, an organisation, a quotation or a quantity says which project it is; 民间投资项目 is any."""
    if "“" in modifier or _QUANTIFIED.search(modifier):
        return True
    return any(
        word.tag in ("LOC", "ORG", "nz") and not _is_bare_head(tagged, word, lexicon)
        for word in _words_of(tagged, name, index)
    )


def _is_bare_head(tagged: TaggedText, word: Word, lexicon: Lexicon) -> bool:
    """高速公路|规划项目: a road for the tagger, and no name."""
    return tagged.text[word.start : word.end] in lexicon.heads


def _words_of(tagged: TaggedText, name: str, index: int) -> list[Word]:
    """The words of a name that ends in the word at ``index``."""
    start = tagged.words[index].end - len(name)
    return [word for word in tagged.words[max(0, index - _MOST_WORDS) : index + 1] if word.start >= start - 1]


def _is_common_modifier(modifier: str, word: Word, lexicon: Lexicon) -> bool:
    if lexicon.gazetteer.is_place(modifier) or word.posterior >= 0.9:
        return False
    return lexicon.is_common_word(modifier) and not lexicon.is_rare_word(modifier)


def _step(
    tagged: TaggedText, lexicon: Lexicon, head: Head, at: int, first: int, names: list[int]
) -> tuple[int, bool, bool] | None:
    """May the word at ``at`` stand left of ``first``? -> (index reached, names something, says nothing)."""
    text, words = tagged.text, tagged.words
    word = words[at]
    form = text[word.start : word.end]
    if form.isspace() or "\n" in form:
        return None
    if form in ("）", ")"):
        return _bracket(tagged, at)
    if form in ("（", "(") and _has_open_bracket(text[words[first].start : words[first].start + 12]):
        return (at, False, False)  # 某某（中国）有限公司, cut behind the bracket by the tagger
    if form == "”" or form.endswith("”"):
        return _quotation(tagged, at)
    if form == "·":
        return (at, False, False)
    if form == "/" and head.type == "Project":
        return (at, False, False)
    if form in lexicon.uses["border"] or form in lexicon.titles:
        return None
    if form == "驻" and head.text.endswith(_ABROAD):
        return (at, False, False)  # 中国驻泰国使馆
    if word.tag in ("LOC", "ORG"):
        if head.type == "PublicBody" and _CORE_BODY.search(head.text) and _CORE_BODY.search(form):
            return None  # 市委市政府 are two
        return (at, True, False)
    bare = first == at + 1 and words[first].end - words[first].start == len(head.text) == 1
    if word.tag == "v" and bare and head.type == "Site" and word.posterior < 0.7:
        return (at, True, False)  # 望江渠: hardly a verb before a bare 渠
    if word.tag == "PER":
        return (at, True, False) if head.type in ("Institution", "Site") else None
    if _QUARTER.fullmatch(form) and head.type in ("Site", "Project", "Institution"):
        return (at, True, False)  # 城北|污水处理厂, 江东|小学
    if word.tag in _NOUNS:
        common = form in lexicon.uses["plain"] or form in lexicon.uses["inside"]
        return (at, _names_something(form, lexicon) or form in lexicon.names, common)
    if form in _LEVELS and head.type in ("PublicBody", "Institution", "Media", "Association"):
        return (at, False, False)
    if word.tag == "v" and form in lexicon.uses["inside"]:
        if at > 0 and words[at - 1].tag == "LOC" and len(form) == 2 and not form.startswith(("年", "日")):
            return None  # 在某区|建设某中心
        return (at, False, True)
    if word.tag == "a" and (len(form) <= 2 or (form[-1] == "式" and head.type == "Project")):
        return (at, False, True)
    if (
        form in _TO
        and at > 0
        and words[at - 1].tag == "LOC"
        and _is_route(text[words[first].start : words[first].end + 8], head)
    ):
        return (at, False, False)  # 甲至乙高速公路
    if (
        form in ("与", "和")
        and head.type == "Project"
        and at > 0
        and (words[at - 1].tag in ("LOC", "ORG") or _is_extension(tagged, at - 1))
        and _JUNCTION.match(text, words[first].start)
    ):
        return (at, False, False)  # 甲路与乙公路互通式立交工程
    if (
        form in ("及", "和")
        and head.type == "Project"
        and at > 0
        and words[at - 1].tag == words[first].tag == "LOC"
        and _CARRIED.match(text, words[first].end)
    ):
        return (at, False, False)  # 甲及乙水资源配置工程
    if head.type == "Project" and _is_extension(tagged, at):
        return (at, False, False)
    if word.tag == "f" and _DIRECTIONS.fullmatch(form):
        return (at, False, False)
    if word.tag == "m" and (_ORDINAL.fullmatch(form) or (head.type == "Project" and _QUANTITY.fullmatch(form))):
        return (at, False, True)
    if (
        word.tag in ("c", "p")
        and form in ("和", "与", "及", "暨")
        and head.type == "PublicBody"
        and _JOINING_HEADS.search(head.text)
        and at > 0
        and _joins(tagged, lexicon, at)
    ):
        return (at, False, False)
    if (
        form in ("和", "与")
        and head.text in _RESEARCH
        and at > 1
        and any(w.tag == "ORG" for w in words[max(0, at - 3) : at])
        and not any(w.tag in ("v", "u", "w") for w in words[max(0, at - 2) : at])
        and words[at - 1].tag not in ("ORG", "LOC")
    ):
        return (at, False, False)  # 某某大学区域开放与合作研究院
    if (
        word.tag in ("v", "xc", "d", "a", "ad")
        and word.posterior < 0.5
        and len(form) >= 2
        and not lexicon.is_common_word(form)
    ):
        return (at, True, False)  # an unknown word, whatever the tagger takes it for
    return None


def _is_extension(tagged: TaggedText, at: int) -> bool:
    """望江路|东延: the word behind a road says which part of it."""
    words, text = tagged.words, tagged.text
    if at < 1 or words[at - 1].tag not in ("LOC", "ORG"):
        return False
    return _EXTENDED.fullmatch(text, words[at].start, words[at].end) is not None


def _joins(tagged: TaggedText, lexicon: Lexicon, at: int) -> bool:
    """经济和科技促进局: the left part is nouns that go back to a place or a bare level within three words."""
    for index in range(at - 1, max(-1, at - 4), -1):
        word = tagged.words[index]
        form = tagged.text[word.start : word.end]
        if word.tag == "LOC" or form in _LEVELS:
            return True
        if word.tag == "ORG" and lexicon.gazetteer.starts_with_place(form):
            # 广州市科技|和|信息化局, but 外交部|和|国务院国资委 are two
            return not any(form[-length:] in lexicon.heads for length in range(1, 5))
        if word.tag not in ("n", "vn", "nz", "an"):
            return False
    return False


def _has_open_bracket(name: str) -> bool:
    """Whether the first bracket of the name is a closing one."""
    opening = [at for at in (name.find("（"), name.find("(")) if at >= 0]
    closing = [at for at in (name.find("）"), name.find(")")) if at >= 0]
    return bool(closing) and (not opening or min(closing) < min(opening)) and min(closing) <= 6


def _bracket(tagged: TaggedText, at: int) -> tuple[int, bool, bool] | None:
    for index in range(at - 1, max(-1, at - 4), -1):
        form = tagged.text[tagged.words[index].start : tagged.words[index].end]
        if form in ("（", "("):
            return (index, False, False)
    return None


def _quotation(tagged: TaggedText, at: int) -> tuple[int, bool, bool] | None:
    for index in range(at - 1, max(-1, at - 14), -1):
        form = tagged.text[tagged.words[index].start : tagged.words[index].end]
        if form in ("，", "。", "；", "！", "？"):
            return None
        if form == "“" or form.startswith("“"):
            return (index, True, False)
    return None


def _names_something(form: str, lexicon: Lexicon) -> bool:
    """A word that jieba's dictionary lacks, or a known place."""
    if len(form) < 2 or form in lexicon.uses["plain"] or form in lexicon.uses["inside"]:
        return False
    return lexicon.is_unknown(form) or lexicon.gazetteer.is_place(form)


def _ends_walk(tagged: TaggedText, first: int, head: Head) -> bool:
    """Left of a name only a larger place or a bare level may follow."""
    if first == 0:
        return True
    before = tagged.words[first - 1]
    form = tagged.text[before.start : before.end]
    this = tagged.words[first]
    if form == "驻":
        return False
    if form in _TO and _is_route(tagged.text[this.start : this.end + 8], head):
        return False
    if form in ("与", "和", "及") and head.type == "Project":
        return False  # the step to it asks for a junction
    if before.tag == "LOC" and this.tag in ("LOC", "ORG", "n", "nz", "w", "vn"):
        return False
    if before.tag == "ORG" and head.type in ("Project", "Site", "Institution", "PublicBody", "Company", "Media"):
        return False
    if this.tag in ("n", "nz", "vn", "v", "a", "m", "w") and before.tag in ("n", "nz", "vn"):
        return False  # an unknown word may be any part of the name
    return form not in _LEVELS


def _is_route(ahead: str, head: Head) -> bool:
    """甲至乙高速公路, 甲至乙高速公路项目."""
    return bool(_ROUTE.search(head.text)) or (head.type == "Project" and bool(_ROUTE_WORD.search(ahead)))


def _trim(tagged: TaggedText, lexicon: Lexicon, head: Head, first: int, index: int, names: list[int]) -> int:
    """Take from the left what cannot open a name."""
    text, words = tagged.text, tagged.words
    if (
        head.type == "AdministrativeArea" and head.text not in _STATES
    ):  # each level of 某市某乡某村 is a name of its own
        return index
    if head.text == "地区":  # 沿海|地区 is no name, 北美|地区 one
        return index - 1 if words[index].end - words[index].start == 2 and index > first else index
    places = [i for i in names if words[i].tag in ("LOC", "ORG")]
    if places and min(places) > first and not _level_opens(text, words[first]):
        first = min(places)
        while first > 0 and first - 1 in places:
            first -= 1
    if any(text[w.start : w.end] in _TO for w in words[first:index]) or (
        head.type == "Project" and any(text[w.start : w.end] in ("与", "和", "及") for w in words[first:index])
    ):
        return first  # both ends of a route belong to its name
    if head.type == "Site" and not names_all_needed(head.text):
        # 某市某区望江南路: the street is named without its city
        while (
            first < index
            and words[first].tag == "LOC"
            and lexicon.gazetteer.is_place(text[words[first].start : words[first].end])
            and len(text[words[first].end : words[index].end]) > len(head.text) + 1
        ):
            first += 1
    while first < index:
        word = words[first]
        form = text[word.start : word.end]
        if form in ("·", "/", "和", "与", "及", "暨", "（", "(", "驻") or (
            word.tag in ("a", "m", "v", "f", "an")
            and first not in names
            and not (word.tag == "m" and _is_numbered_nature(tagged, head, first, index))
            and not _DIRECTIONS.fullmatch(form)
            and not (head.type == "Project" and form in ("年产", "新建", "日处理"))
        ):
            first += 1
        else:
            break
    return first


def _is_numbered_nature(tagged: TaggedText, head: Head, first: int, index: int) -> bool:
    """清州|三十六|湾|湖: a number right behind a place opens the name of a lake or a mountain."""
    words = tagged.words
    return (
        head.text in "湖山岛峰岭泉溪"
        and first > 0
        and words[first - 1].tag == "LOC"
        and words[index].end - words[first].start >= 4
    )


def names_all_needed(head: str) -> bool:
    """Whether a site of this kind is known by its place: 某市高新区, but not the city of a street."""
    return not _STREETS.search(head)


def _level_opens(text: str, word: Word) -> bool:
    return bool(_LEVEL_START.match(text, word.start))


def _satisfies(modifier: str, head: Head, named: bool, plain: bool, lexicon: Lexicon) -> bool:
    if not modifier:
        return False
    if head.need == "always":
        return len(modifier) >= 2
    if named:
        return True
    if head.need == "level":
        return bool(_LEVEL_START.match(modifier))
    if head.need == "any":
        if modifier in lexicon.uses["plain"] or plain:
            return False
        return len(modifier) >= 4 or (head.type == "Site" and len(modifier) >= 2)
    return False


def _score(head: Head, names: list[int], tagged: TaggedText, start: int, end: int) -> float:
    score = {"always": 0.95, "level": 0.85, "name": 0.75, "any": 0.6}[head.need]
    if len(head.text) >= 3:
        score += 0.1
    index = tagged.starts.get(start)
    if index is not None and tagged.words[index].end == end and tagged.words[index].tag in ("ORG", "LOC"):
        score += 0.05
    if names and head.need == "any":
        score = 0.85
    elif not names:
        score -= 0.1
    return min(score, 0.98)
