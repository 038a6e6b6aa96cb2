"""Products that the text names only as what a firm makes: 某公司生产的绿茶粉、液态酥油; 主要生产锂电池; 甲及乙等品牌.

In: an article and its masked view. Out: ``RelationMention`` s with the predicate produces; the products are new
mentions (extractor ``product/made``) at noun phrases that are no names of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.facts.clauses import find_subject
from kg.facts.grammar import default_grammar
from kg.facts.masking import View
from kg.model import Article, Evidence, Mention, RelationMention, Span
from kg.text import sentence_at

MADE_CONFIDENCE = 0.8
BRAND_CONFIDENCE = 0.85
_OWNED = 0.97  # that what a firm owns among its brands is a product: surer than that it looks like a firm
_LIST = r"[一-龥A-Za-z0-9\-+、“”]{2,80}?"
_LONGEST = 14  # characters of one product
_BRAND, _LATIN = 8, 20  # of one brand
_SEPARATOR = r"(?:、|和|以及|及|与|(?<=”)(?=“))"
_GENERIC = re.compile(
    r".{0,3}(?:产品|设备|食品|商品|药品|货物|器材|零件|零部件|部件|材料|原料|机器|车辆|汽车|系列|东西|品种|型号|技术|成果|工艺|"
    r"系统|方案|平台|服务|能力|企业|厂家|公司|项目|过程|环节|问题|情况|成本|规模|时间|地点|标准|批次)"
)
_COUNTED = re.compile(
    r"[0-9一二三四五六七八九十百两几多数]+(?:种|款|个|批|台|辆|件|类|家|项|大|万|亿|吨|余)|第|首[台个款批艘架辆套条]|这|那|该|各|上述|一些|所有|全部|部分|其他"
)
_NOT_A_NOUN = re.compile(
    r"[是在将被有为了已不会能让使给把就都也很更最并而但所可从]|进行|开始|经过|通过|受到|得到|达到|实现|采用|检出|检测|销往|超过|占|达|填补|模仿|打破|左右|出口|热销|畅销|价格|的|^(?:产品|企业|设备|商品|集)"
)


# what is made and has a name of its own in quotation marks: 新款车型“青风”, “青风”轿车
_THING = (
    r"(?:车型|轿车|客车|汽车|卡车|电动车|越野车|手机|机型|新品|软件|操作系统|饮料|白酒|啤酒|电视机?|空调|冰箱|洗衣机|机器人|无人机|"
    r"芯片|平板电脑|笔记本电脑|大模型|卫星|火箭|疫苗|新药|口服液|冲剂|颗粒|挖掘机|起重机|盾构机)"
)
# what a firm says of its line of business: 主要生产, 专业从事…的生产, 以生产…为主, 主导产品有
_MAKES = "(?:生产|制造|加工|酿造|研制|出产|产销|种植|养殖)"
_AND_MORE = r"(?:(?:、|和|及|与|并)?(?:研发|研究|开发|设计|经营|销售|服务|组装|安装|出口))*"
_LINE = (
    rf"(?:主要|专业|专门|主营|重点|长期|目前){{1,2}}(?:从事|负责)?{_AND_MORE}(?:、|和|及|与)?{_MAKES}{_AND_MORE}(?P<list>{_LIST})",
    rf"(?:专业|主要|专门|长期)?(?:从事|专注于?|致力于|主营|经营)(?P<list_2>{_LIST})(?:等产品)?的?{_AND_MORE}(?:、|和|及|与)?(?:生产|制造|加工|研制)",
    rf"以(?:生产|制造|加工)(?P<list_3>{_LIST})等?(?:产品)?为主",
    rf"的?(?:主导|主要|主打|拳头|代表|核心|龙头)产品(?:是|为|有|包括)(?P<list_4>{_LIST})",
    r"(?:自主|独家|成功|全新)*(?:研发|生产|推出|制造|出品|研制|创制|发布)(?:的|了)?(?P<list_5>(?:“[^“”\n]{1,8}”|{ANY})牌[一-龥]{2,8}?)",
    rf"(?:生产|制造|出产|推出)(?P<list_7>{_LIST})等[^，。；、]{{0,8}}?(?:产品|药品|食品|商品|设备|用品|材料|饮品|饮料|家电|器械|制品|品种|系列|部件|装备)",
    r"(?:旗下)?的?(?P<list_6>“[^“”\n]{1,8}”)(?:系列)?品牌",
    rf"(?:推出|发布|研制|研发|生产|制造|打造|开发)(?:的|了|出)?[^，。；：“”\n\ue000-\uf8ff]{{0,10}}?{_THING}(?P<list_8>“[^“”\n]{{2,12}}”)",
    rf"(?:推出|发布|研制|研发|生产|制造|打造|开发|旗下)?(?:的|了|出)(?P<list_9>“[^“”\n]{{2,10}}”)(?:系列)?{_THING}",
)
_ENDS = (
    r"[，。；）（]|等|{:Time}|中(?=[，检含发])|[、和及与]{ANY}|$|(?:已|还|也|均|全部)?(?:畅销|远销|销往|热销|出口|荣获|获得?|被|走俏|深受|受到|填补|"
    r"驶上|驶入|走上|走进|走出|进入|问世|面世|面市|吸引|引起|引来|深得|成功|顺利|已经|经过|打破|突破|入围|入选|中标|开始|率先|登陆|行销|"
    r"广受|备受|倍受|占据|占领|占有|销售|参展|参加|应用|用于|配套|价格|质量|性能|产量|大量|批量|持续|陆续|先后|将于|预计|"
    r"的[^，。；]{0,10}(?:企业|公司|厂家|工厂|厂商|集团)|"
    r"拥有|具有|采用|配备|搭载|堪称|技术先进|下水|交付|首飞|试飞|[起启]航|投入|亮相|上市|下线|发往|供不应求|首次|正式|通过|成为|在|占|销量|年产量|已)"
)
_BRAND_WORD = (
    r"(?:著名|知名|驰名|国际|国内|自主|高端|中高端|自有|名优|老字号|国产|子|民族|本土|核心|系列){0,3}(?:品牌|商标)"
)
_COUNT = r"(?:[0-9一二两三四五六七八九十多数几]+(?:余|多)?(?:个|大|种|款)?)?"
_BUILT = re.compile(
    r"(?:[桥路楼厂园区馆站院校线街城港]|隧道|大厦|小区|项目|工程|公寓|住宅|机场|码头|中心|广场|基地|平台|团队|环境|体系|模式)"
    r"”?(?:[通开]车|开工|落成|启用|竣工|投产|投用|开放|合龙|贯通|开业|建成)?$"
)
_NO_BRAND = re.compile(
    r"(?:自主|自己|自有|著名|知名|国际|国内|高端|多|众多|一批|一系列|各|驰名|良好|核心).*|.*(?:的|个|家|种|名)"
)
_CARRIED = (
    r"(?:(?P<maker>{:Company|Site}){ADVW}{0,2}(?:旗下|公司|[^，。；：、\n\ue000-\uf8ff]{0,4}?)"
    r"|[，；](?:公司|企业|集团|该公司|该企业|该集团|目前|现)?)(?:是|系|为)?(?:一?家)?"
)


def find_made_products(view: View, article: Article, sentences: Sequence[Span]) -> Iterator[RelationMention]:
    """Lists of plain nouns behind 某公司生产的, 主要生产, 主导产品有; of brands behind 拥有 and before 等品牌."""
    spans = list(sentences)
    for match in _pattern().finditer(view.text):
        yield from _read_list(match, "list", 3, view, article, spans)
    for pattern in _line_patterns():
        for match in pattern.finditer(view.text):
            group = next(name for name in match.groupdict() if name.startswith("list") and match[name])
            yield from _read_list(match, group, 2, view, article, spans)
    for match in _brand_pattern().finditer(view.text):
        if re.search(_SEPARATOR, match["list"]) or match["etc"] or "“" in match["list"]:
            yield from _read_list(match, "list", 2, view, article, spans, brand=True)


def _read_list(
    match: re.Match[str],
    group: str,
    least: int,
    view: View,
    article: Article,
    spans: list[Span],
    *,
    brand: bool = False,
) -> Iterator[RelationMention]:
    makers = _makers(match, view, spans)
    confidence = BRAND_CONFIDENCE if brand else MADE_CONFIDENCE
    start = match.start(group)
    for item in _ITEM.finditer(match[group]):
        first, last = item.span()
        words = view.words(start + first, start + last) if _PRIVATE.search(item[0]) else item[0]
        if words.startswith("“") and words.endswith("”") and words.count("“") == 1:
            words = words[1:-1]
            first, last = first + item[0].startswith("“"), last - item[0].endswith("”")
        if words.count("“") != words.count("”") or not least <= len(words) <= (_LATIN if words.isascii() else _LONGEST):
            continue
        if _BUILT.search(words):
            continue
        if _GENERIC.fullmatch(words) or _COUNTED.match(words) or _NOT_A_NOUN.search(words):
            continue
        if brand and (_NO_BRAND.fullmatch(words) or len(words) > (_LATIN if words.isascii() else _BRAND)):
            continue
        span = view.span(start + first, start + last)
        if words.startswith("“") and article.text[span.start - 1 : span.start] == "“":
            span = Span(span.start - 1, span.end)
        text = span.of(article.text)
        name = "".join(text.split())
        sure = _OWNED if brand else confidence
        product = Mention(article.id, span, text, "Product", sure, "product/made", name=name)
        for maker in makers:
            if maker.name == name:
                continue
            sentence = sentence_at(spans, span.start)
            evidence = Evidence(article.id, sentence, "product/brand" if brand else "product/made", confidence)
            yield RelationMention("produces", maker, product, evidence)


_PRIVATE = re.compile("[\ue000-\uf8ff]")
_ITEM = re.compile(r"“[^“”]+”[^、“”和及与\ue000-\uf8ff]*|(?:(?!、|以及|[和及与“]).)+")


def _makers(match: re.Match[str], view: View, spans: list[Span]) -> list[Mention]:
    """The firm that is named with it, or the subject of the sentence."""
    if match["maker"]:
        return [m for m in view.within(*match.span("maker")) if m.type != "Site" or m.text.endswith("厂")]
    lowest, _ = view.bounds(sentence_at(spans, view.starts[match.start()]))
    subject = find_subject(view, lowest, match.start(), re.compile(default_grammar().charset("Company")))
    return [subject] if subject else []


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        default_grammar().expand(
            r"(?P<maker>{:Company|Site}){ADV}(?:自主|独立|专门|自行){0,2}(?:研发|设计)?(?:生产|制造|建造|出品|出产|酿造|研制|打造|研发|开发)的"
            rf"(?P<list>{_LIST})(?={_ENDS})"
        )
    )


@cache
def _line_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(default_grammar().expand(f"{_CARRIED}{line}" + (f"(?={_ENDS})" if at in (0, 3, 4) else "")))
        for at, line in enumerate(_LINE)
    )


@cache
def _brand_pattern() -> re.Pattern[str]:
    return re.compile(
        default_grammar().expand(
            rf"{_CARRIED}(?:{{ADVW}}|旗下){{0,2}}(?:拥有|有|创立|创建|打造|推出|培育|注册|包括|收购|持有)(?:了|出|有)?"
            r"(?P<list>(?:“[^“”\n]{1,12}”|[一-龥A-Za-z0-9·\-、\ue000-\uf8ff]){2,40}?)(?P<etc>等)?"
            rf"{_COUNT}[\ue000-\uf8ff]?{_BRAND_WORD}(?=[，。；、]|在|的|$)"
        )
    )
