"""A sentence's quantities -> the name of what each measures (55个展区 -> 展区, 净利润22.08亿元 -> 净利润).

No word segmentation: a name ends where the linking verb before the number begins (达 为 约 …) and starts behind
the last function word, name, time or other number; of counted things it is the noun behind the classifier.
A growth rate is named by what grows: 净利润22.08亿元，同比增长40.37% -> 净利润同比增长.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.facts.figure_words import FigureWords
from kg.facts.passage import Passage
from kg.facts.quantities import Quantity
from kg.facts.times import is_compared
from kg.model import Mention, Span

_MAX_NAME = 24
_WINDOW = 60  # characters looked at on either side of a number
_ONWARD = ("至", "到", "为", "升至", "降至", "，达", "，达到")  # 减少1个百分点至72.07%
_WITH = ("有", "会有", "将会有", "以")
# with the number of 世界500强企业
_NOUN = re.compile(r"[A-Za-z0-9.\-+]*[\u4e00-\u9fff·“”（）()A-Za-z]*(?:(?<=[界国球洲])[0-9]{2,4}强[\u4e00-\u9fff]*)?")
_PEOPLE = ("人", "名", "位")
_ROLES = ("者", "家", "员", "人", "生", "师", "代表", "嘉宾", "人士", "儿童", "领导", "选手")
_WHERE = frozenset(
    "境外 高速 城乡 公办 国有 大型 中型 境内 国内 国外 海外 省外 省内 市内 市外 线上 线下 国际 国家 跨境 "
    "本地 外地 当地".split()
)
_ASPECTS = ("方面", "层面", "环节", "阶段", "维度")
_OWNERS = frozenset({"公司", "集团", "项目", "企业", "当地"})
_TOGETHER = ("共", "合计", "总计", "总共")
_VALUES = ("价值", "总价值", "总值")
_SIDES = tuple("长宽高深厚重")
_LINKS = "和与及约近超中里内"
_NOUN_ENDS = tuple("生者员率量额值物品点")
_HALF, _LONGEST_HEAD = 3, 10
_DIGIT = re.compile("[0-9]")
_NOUNS_OF_ONE = frozenset(
    "人车船房田地山河湖桥路街村镇乡县区市省国校院所馆厂店站港园林场树花草鱼羊牛马猪鸡鸭书画歌曲戏剧课题案件奖牌证币款金银铜铁煤油气电水粮米面茶酒药病会展赛节队班组团社部局户家岁者员师生士工兵民客商星舰机炮弹枪箭塔坝渠井洞窑墓碑像寺庙点棚亭廊塘库箱柜床灯伞鼓琴"
)
_CONVERTED = re.compile(r"(?:约合|折合|[（(]合|约折合|[（(]约|=|＝)(?:人民币)?约?$")
_FATE = re.compile(r"(?:(?:在|因)[^，。；]{0,12}?|已|均|不幸|被|共)*(?P<fate>[\u4e00-\u9fff]{2})(?=[，。；、了！]|$)")
_EQUAL = re.compile(r"(?:相当于|满足|等同于|足够|好比)(?:了|全国|全市|全省|当地)?(?:约|近|大约|超过)?$")
_CLASS = re.compile(
    r"(?:级|规模)?(?:重大|重点|产业|工业|签约|在建)*(?:项目|企业|工程|园区|产业|单位|订单|乡镇|村)(?:共|有|达|约|超|近)*"
)
_SPECIFIED = frozenset({"weight", "power", "length", "data"})
_AREAS = frozenset("省市县区州")
_AREAS_TOO = ("（区", "(区", "（市", "(市", "（州", "(州", "（旗")  # 30个省（区、市）
_DEAL = re.compile("(?:的(?:价格|总价|代价|对价|金额))?(?P<deed>收购|购买|购入|出售|转让|拍得|竞得|中标|成交|入股)")
_ROW = "连续"
_IN_A_ROW = re.compile(rf"{_ROW}第?[0-9一二两三四五六七八九十多]+(?:年|个月|个季度|届|天|周)(?:均|都|保持|稳定|在)*$")
_OF_EACH = re.compile("每(?:名|位|个|户|家|村|班|支|辆|台)[^，。；年月日天]{1,10}$")
_RACE = re.compile("决赛|比赛|项目|跑|接力|栏|自由泳|蛙泳|蝶泳|仰泳|混合泳|个人|团体|短道|金牌|冠军|和[男女]子")
_CLOSED = frozenset("，。；、！）)（(\n” 和与及并以共总计")
_VOLTS = frozenset({"千伏", "伏"})
_SIZES = frozenset({"length", "area"})
_LEVEL = re.compile(r"级|装(?![机置备运修])|口径|高空|深处|量级|开外")
_SHARE = re.compile(r"占(?![比股用地有领据])(?P<of>[^，。；、]{0,24})$")
_BACK = re.compile(
    r"(?:这一?|该|此|这些|上述|个|这个|一个?)?(?:数字|数值|数据|总数|总量|比例|占比|比重|价格|金额)(?:相比起?|较)?"
)  # 这个数字已达到200万吨
_FROM_TO = re.compile(
    r"[^，。；：、0-9]{0,8}?(?P<verb>扩展|拓展|提高|提升|增加|增长|发展|扩大|上升|上调|下降|降低|减少|缩减|缩短|压缩|下调|调整|增|升|降|减|扩|涨|跌)"
    r"(?:了)?(?:到|至|为)了?"
)
_RATES = tuple(
    "率 比例 比重 占比 份额 份 股权 增长 下降 幅 幅度 速 增速 度 满意度 回报 税 关税 折扣 返还 优惠 持股 出资 "
    "覆盖面 指数 系数 空间 差 比率 "
    "目标 补贴 股本 股 浓度 含量 纯度 湿度 优势 值 积 库容 保费 保证金 息 收益 盈利 预期 水平 负荷 概率 "
    "任务 进度 开工 完成 上涨 产能 投资 GDP 经济 前）".split()
)
_BODIES = ("PublicBody", "Company", "AdministrativeArea", "Person", "Official", "Media", "Place")
_GROWTHS = frozenset(
    "增幅 涨幅 降幅 跌幅 增速 增长率 增长 升幅 增长幅度 同比增幅 同比增速 占比 比重 均价 平均增速 年均增速".split()
)
_GROWING = re.compile(
    r"(?:左右|以上)?的?(?:同比|环比|快速|高速|高|负|小幅|大幅|正)?(?P<how>增长|下降|下滑|增幅|涨幅|降幅|跌幅|回落|上涨|提升|增速)(?=[，。；、;！\n]|$)"
)
# 仍将以8%左右的速度递增, 出现58元/吨的回落
_AT_THE_RATE = re.compile(
    r"的(?:年均|平均|年)?(?:速度|速率|幅度)[^，。；、0-9]{0,4}?(?P<how>递增|增长|下降|下滑|上升|上涨|递减|减少|扩大|提升)"
)
_FALL = re.compile(r"的(?:小幅|大幅)?(?P<how>增长|下降|下滑|回落|上涨|涨幅|跌幅|降幅|增幅)(?=[，。；、;！\n]|$)")
_GROWN = re.compile(
    r"(?:以|将|会|可|已|有望|预计|继续|也|均|保持|实现|出现|取得|达到|呈现|录得|获得|完成|了|约|近|超过|仍|再次|全年|同比|环比)+$"
)
_DEED = re.compile(r"[\u4e00-\u9fff“”]{2,14}(?=[，。；、！\n]|$)")
_DESCRIBED = re.compile(r"(?P<how>[^，。；、0-9]{2,20}?)的(?P<what>[\u4e00-\u9fff“”]{2,})")
_ADJECTIVES = tuple(
    "级 型 式 性 籍 类 类型 种类 较大 较高 较强 较好 最大 最高 最好 突出 "
    "优秀 重要 主要 不同 相关 特色 新 大型 小型 中型".split()
)
_RELATIVE = re.compile(r"[^，。；、的0-9]{2,16}的(?P<head>[\u4e00-\u9fff]{2,10})(?=$)")
_HAN = re.compile("[\u4e00-\u9fff]")
_HAN_ONLY = re.compile("[\u4e00-\u9fff]{2,6}")
_COUNTED = re.compile(r"[0-9][个名家人户位项]")  # another number that was passed over
_BEYOND = re.compile(r"(?:快于|高于|低于|慢于|好于|优于|超出)[^，。；0-9]{1,14}$")


_APART = re.compile("距离?[^，。；、]{0,12}$")
# 易地搬迁集中安置区, 乡村振兴重点帮扶县: a verb inside a longer noun
_RATED = ("percent", "point", "times", "money")
_TAILS = 3  # words
# what all items of a list have in common: 城镇和乡村消费品零售额
_TAIL_OF_ALL = re.compile(
    r"(?:商品|产品|消费品)?(?:零售|销售|消费|进口|出口|进出口|生产|采购|交易|成交|营业|投资|贸易|排放|使用)(?:总)?(?:额|量|总额|总量|规模|价格?|收入)$"
)
_TRADES = ("出口", "进口", "采购", "收购", "消费")
_NO_SUBJECT = re.compile(r"[，；、\s（(已仍就还也均都将只仅约其超近则更]*")
_MADE = re.compile(r"(?:年产|日产|月产|生产|出口|进口|销售)(?=[\u4e00-\u9fff]{2,}(?<![量额值]))")
_LISTED = re.compile(r"“(?P<noun>[^“”，。；]{2,16})”(?:等)?名单")
# what is so described stands behind the number: 受地震影响的10个省份
_SUCH = re.compile(r"(?:受|遭|参与|参加|参评|未|涉)[\u4e00-\u9fff]{1,9}的$")
# a subject in the clauses before that says of what trade a bare 规模 is
_TRADE = re.compile(
    r"(?P<trade>[\u4e00-\u9fff]{2,9}(?:产业|行业|工业|制造业|服务业))(?![链园区带界协规化]|集[群团]|集聚区)"
)
_OF_A_TRADE = frozenset({"规模", "产业规模", "产能", "产量", "营收", "总产值", "产值"})
_COUNTED_BODIES = ("企业", "机构", "单位", "部门", "人员", "学校", "项目", "产品", "设备")
_JOINT_ROLE = re.compile("[和与及][\u4e00-\u9fff]{1,5}?[者员师]")
_NEGATIONS = ("不", "未", "非")
_TOWARD = ("对", "向", "给")
_MODIFIERS = ("与", "及", "以及", "合计", "平均")
_VERB_IN_NOUN = re.compile(
    r"(?:输电|振兴|搬迁|安置|帮扶|改造|处理|供水|供电|发电|示范|整治|转移|演出|展示|交流|体验|学习|培训)[\u4e00-\u9fff]{0,6}?"
    r"(?:线路|馆|县|区|村|点|站|厂|所|队|园|场|基地|中心|项目|工程|平台|企业)(?=[，。、；和与及等]|$)"
)
_NOUNS_TOO = ("集体", "代表", "演出", "服务")  # at the end of a phrase
# 铅蓄电池生产、组装企业; 包装及相关企业
_COORDINATED = re.compile(
    r"[\u4e00-\u9fff]{2,8}?(?:[、及和与][\u4e00-\u9fff]{2,6}?){1,2}"
    r"(?P<head>企业|机构|单位|部门|人员|学校|项目|产品|设备|行业|场馆|人才|代表)(?=[，。、；和与及等中]|$)"
)
_POINTS = re.compile(
    r"^(?:-+|即(?![时将期便食])|曾(?!经)|这种|这些|这类|这一|这批|这个|这家|同时|相应|我国)(?=[\u4e00-\u9fff]{2})"
)
# no name of a quantity: 为首次对外, 自6开始月占有率
_HALF_NAME = re.compile(
    r"^(?:为(?!民)|被(?!子)|将(?!军)|把|是|了|着|而|并(?![购网轨])|[自从由][0-9])|(?:[的和被把]|需要|拿出|级)$|[0-9](?:周|个月|天)"
    r"|[\u4e00-\u9fff][ \u3000]+[\u4e00-\u9fff]|^每(?![年月日天周人股户亩次])"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured; ``base``: what a 同比增长 in the next clause is of; ``noun``: a mention that is counted."""

    name: str
    base: str = ""
    noun: Mention | None = None


def name_measures(
    quantities: Sequence[Quantity],
    clauses: Sequence[Span],
    passage: Passage,
    words: FigureWords,
    borders: frozenset[int] | None = None,
) -> list[Measure | None]:
    """One for each quantity of a sentence; None where a reader would not note the number.

    ``borders`` are the offsets between words; without them a word may end anywhere.
    """
    return _Namer(quantities, clauses, passage, words, borders).name_all()


class _Namer:
    """Names the quantities of one sentence from left to right."""

    def __init__(
        self,
        quantities: Sequence[Quantity],
        clauses: Sequence[Span],
        passage: Passage,
        words: FigureWords,
        borders: frozenset[int] | None,
    ) -> None:
        self.borders = borders
        self.quantities = quantities
        self.clauses = clauses
        self.passage = passage
        self.text = passage.text
        self.folded = passage.folded
        self.words = words
        self.bases: list[str] = []  # in the order of the sentence, for 分别
        self.shared: list[Measure] = []  # still to be handed out to the numbers of a list, last first
        self.last = Measure("")

    def name_all(self) -> list[Measure | None]:
        found: list[Measure | None] = []
        for number in range(len(self.quantities)):
            measure = self._name(number)
            if measure is not None and not self._says_something(measure):
                measure = None
            found.append(measure)
            if measure is not None:
                self.last = measure
                if measure.base:
                    self.bases.append(measure.base)
        return found

    def _name(self, number: int) -> Measure | None:
        quantity = self.quantities[number]
        before = self.quantities[number - 1] if number else None
        following = self.quantities[number + 1] if number + 1 < len(self.quantities) else None
        clause, earlier = self._clause(quantity)
        if (
            not self._is_telling(quantity)
            or self._is_aside(quantity, clause)
            or self._is_class(before, quantity, following)
        ):
            return None
        if before is not None and before.kind == "count" and before.span.end == quantity.span.start:
            end = self._end(before)  # 长隧道1座1045米
            name = _shorten(self._left(max(clause.start, self._end_of_earlier(number - 1)), end)[0])
            stops = self.text[quantity.span.end : quantity.span.end + 1] in "，。；、）"
            return Measure(name, name) if name and stops and quantity.kind in _SIZES else None
        if before is not None and self.last.name:
            if is_list(before, quantity, self.folded) and quantity.kind != "count":
                return self.shared.pop() if self.shared else self.last
            if self.folded[before.span.end : quantity.span.start] == "或" and before.kind != quantity.kind:
                return self.last  # 减少6.2万吨或36%
            if _FROM_TO.fullmatch(self.folded[before.span.end : quantity.span.start]) and self.last.name.endswith(
                "前）"
            ):
                return Measure(self.last.base, self.last.base)
            if self.folded[before.span.end : quantity.span.start] in _ONWARD:
                return Measure(self.last.base or self.last.name, self.last.base)
            time = self.passage.last_time(quantity.span.start)
            if time is not None and is_compared(time) and self.folded[time.span.end : quantity.span.start] == "的":
                return Measure(self.last.base, self.last.base)  # 产量100万辆，比2000年的3万辆
        if before is not None and self._in_a_row(quantity.span.start) == before.span.start - len(_ROW):
            before = self.quantities[number - 2] if number > 1 else None
        edge = max(clause.start, before.span.end if before is not None else 0)
        if before is not None and self._is_class(None, before, quantity):
            edge = max(clause.start, before.span.start)  # 50亿元以上项目13个
        self.shared = []
        end = self._end(quantity)
        if quantity.kind == "count":
            return self._count(quantity, clause, edge, following)
        change = self._change(edge, end)
        if change is not None:
            return self._changed(number, change, edge, earlier)
        growing = self._growing_behind(quantity, clause)
        if growing:
            grown = _GROWN.search(self.folded, edge, end)
            base = _shorten(self._left(edge, grown.start() if grown else end)[0])
            base = self.last.base if base in self.words.empty or not base else base
            return Measure(base + growing["how"], base) if base else None
        if quantity.kind == "percent":
            if self._opens(quantity, clause):
                return None  # 超过70%天然林覆盖率提升: a claim about some
            share = _SHARE.search(self._unlinked(edge, end))
            if share:
                of = re.sub(r"的?(?:比重|比例)?(?:[已仍就还也均都将只仅]|超过|接近)*$", "", share["of"])
                base = self.last.base
                at = self.text.rfind("占", edge, end)
                subject = "" if at < 0 else self._left(edge, at)[0]
                if (
                    subject in self.words.empty
                    or len(subject) > _LONGEST_HEAD
                    or "作为" in self.text[edge : max(edge, at)]
                ):
                    subject = ""
                alone = at >= 0 and _NO_SUBJECT.fullmatch(self.text, clause.start, at) is not None
                made = _MADE.match(base)  # 年产某物30吨，占…
                whose = subject or (
                    base[made.end() :] if alone and made else base if alone and self.is_head(base) else ""
                )
                whose = "" if whose and of.startswith(whose) else whose
                return Measure(f"{whose}占{of}" if of else f"{base}占比", base) if of or base else None
        if quantity.kind == "duration":
            near = self.folded[max(clause.start, quantity.span.start - 12) : quantity.span.start]
            if not self.words.time_heads.search(near):
                return None
        return self._measured(number, clause, edge, earlier, following)

    def _opens(self, quantity: Quantity, clause: Span) -> bool:
        """Whether the number begins its clause and a word follows at once: it says of how many something holds."""
        before = self.text[clause.start : quantity.span.start].strip(" 　其中有约近仅")
        return (
            not before and _HAN.match(self.text, quantity.span.end) is not None and self._goes_on_without_de(quantity)
        )

    def _goes_on_without_de(self, quantity: Quantity) -> bool:
        return not self.text.startswith(("的", "和", "与", "及", "至", "到"), quantity.span.end)

    def _growing_behind(self, quantity: Quantity, clause: Span) -> re.Match[str] | None:
        """10%以上增长, 以8%的速度递增, 58元/吨的回落."""
        if quantity.kind != "percent":
            return _FALL.match(self.folded, quantity.span.end, clause.end)
        found = _GROWING.match(self.folded, quantity.span.end, clause.end)
        return found or _AT_THE_RATE.match(self.folded, quantity.span.end, clause.end)

    def _end_of_earlier(self, number: int) -> int:
        return self.quantities[number - 1].span.end if number else 0

    # ---- the forms

    def _measured(
        self, number: int, clause: Span, edge: int, earlier: Sequence[Span], following: Quantity | None
    ) -> Measure | None:
        """总投资25.22亿元, 9.6%的市场占有率, 年产45万吨合成氨."""
        quantity = self.quantities[number]
        phrase, link, verb = self._left(edge, self._end(quantity))
        name = _shorten(phrase)
        if len(phrase) > _MAX_NAME and not name:
            return None  # the name is too long to be one
        if quantity.unit in _VOLTS and not name.endswith("电压"):
            return None  # 220千伏变电站
        if name in self.words.empty:
            return None
        if name in self.words.general or (name in self.words.verbs and not self.is_head(name)):
            name = ""
        aside = self.text[self._end_of_earlier(number) : self._end(quantity)].strip(" ，、；约")
        if (
            phrase in _SIDES and self.last.base.endswith(_SIDES) and len(aside) <= len(phrase) + 1
        ):  # 叶片长123米、重54吨
            name = self.last.base[:-1] + phrase
        if edge > clause.start and self.text[self._end(quantity) - 1] == "、":
            name = ""  # 1.8升排量、18万元: the noun is of the number before
        listed = edge > clause.start and self.text[edge] == "、" and phrase not in _SIDES
        if listed and not self.is_head(name) and self.is_head(self.last.base):
            return None  # 夏季最高负荷1350万千瓦、冬季1200万千瓦
        beyond = _BEYOND.search(self.folded, edge, quantity.span.start) if quantity.kind == "point" else None
        if beyond:
            return Measure(self.last.base + beyond[0], self.last.base)
        right, with_de = self._right(quantity, clause.end, following)
        apart = _APART.search(self.folded, edge, quantity.span.start) if quantity.kind == "length" else None
        if with_de and (apart or "“" in right):
            return None  # 距离电站30公里的海水, 32万吨的油轮“远方号”
        if not name and self.is_head(right) and not with_de and self._leads_to(right, quantity, following):
            return None  # 1600克售价395元
        if quantity.high is not None and quantity.kind == "length" and right and not with_de and not self.is_head(name):
            return None  # 2-22米梁桥: of which size the thing is
        deal = _DEAL.match(self.text, quantity.span.end) if quantity.kind == "money" and link == "以" else None
        if deal and not name:
            name = f"{deal['deed']}金额"
        if self._is_threshold(quantity) and not self.is_head(name):
            return None  # 1万元以下项目不纳入
        if quantity.kind not in ("percent", "point", "times") and with_de and not self.is_head(right):
            near = self.passage.inside(quantity.span.end, quantity.span.end + 9)
            classed = quantity.span.end > quantity.core.end and quantity.span.of(self.text).endswith(("上", "下", "内"))
            if not near and self.is_head(name) and classed:
                return None  # 采购预算在20万元以下的项目: of which size they are
        if not name and quantity.kind == "percent":
            name = self._before_name(edge, self._end(quantity))
        if quantity.unit == "英寸" and not self.is_head(name):
            return None  # 60英寸面板
        if not name and not verb and right and not with_de and quantity.kind in _SPECIFIED and not self.is_head(right):
            return None  # 2.4万吨多用途船: which one, not how much
        if right and self.is_head(right) and (not self.is_head(name) or (with_de and link in _WITH)):
            prefix = self.words.counting.search(name)
            name = (prefix[0] if prefix else "") + right
        elif right and with_de and quantity.kind == "percent" and not self.is_head(name):
            return None  # 73%的网民认为…: a claim about some
        elif name and right and not self.is_head(name) and not with_de and self.words.counting.search(name):
            name += right
        elif right and not with_de and name.endswith(_TRADES) and quantity.kind in ("weight", "volume"):
            name = re.sub("^曾", "", name) + right  # 出口1000万吨小麦
        elif not name:
            name = right
        if name in _VALUES and with_de and 1 < len(right) <= _LONGEST_HEAD:
            name = right + name  # 价值4亿美元的武器装备
        share = name in _GROWTHS and quantity.kind == "percent" != self.quantities[number - 1].kind
        other = quantity.kind == "money" != self.quantities[number - 1].kind and name in ("价格", "金额")
        if _BACK.fullmatch(name) and number and not share and not other:
            name = self.last.base or self.last.name  # 现在这个数字已达到200多万吨
        if not name:
            name = self._clause_before(earlier) or (
                "" if verb else self.last.base if self._is_like_before(number) else ""
            )
        if quantity.kind == "percent" and not name.endswith(_RATES) and not self.words.changing.search(name):
            return None  # 对西部地区按80%的比例分担
        if name in _OF_A_TRADE:
            again = edge > clause.start and self.last.base.endswith(name)
            name = self.last.base if again else self._trade(clause) + name
        if name in _GROWTHS and self.last.base and number and not self.last.base.endswith(name):
            name = self.last.base + name  # 产量达到4亿吨，增幅为10%
        if re.search("[0-9][和与及、]?$", name):
            return None  # 增速5.9和5.5个百分点: the first has no unit
        if quantity.kind == "times":
            of = re.search(r"(?:是|为|相当于)(?P<of>[^，。；]{1,12})的$", self.folded[edge : quantity.span.start])
            base = _shorten(self._left(edge, edge + of.start())[0]) if of else ""
            name = f"{base or self.last.base}为{of['of']}的倍数" if of else name
        if quantity.kind == "money" and "/" in quantity.unit and name and not name.endswith(self.words.prices):
            name += "价格"
        bases = self._share_out(number, phrase) if "分别" in self.folded[edge : quantity.span.start] else []
        if bases:
            self.shared = [Measure(base, base) for base in reversed(bases[1:])]
            return Measure(bases[0], bases[0])
        return self._from(clause, quantity, following, name)

    def _trade(self, clause: Span) -> str:
        """某产业 at the beginning of one of the clauses before, unless another thing is the subject since."""
        i = bisect_right(self.clauses, clause.start, key=lambda c: c.start) - 1
        for before in reversed(self.clauses[max(0, i - 2) : i]):
            found = _TRADE.match(self.text, before.start, before.end)
            if found and not self.passage.inside(*found.span()) and not any(self._left_bounds(found[0], found.start())):
                return found["trade"]
        return ""

    def _is_like_before(self, number: int) -> bool:
        """Whether what the number before measures may go on: of the same kind, a rate, or nothing between them."""
        if not number:
            return False
        before, quantity = self.quantities[number - 1], self.quantities[number]
        if quantity.kind in ("percent", "point", "times", before.kind):
            return True
        return not self._unlinked(before.span.end, quantity.span.start).strip(" ，、")  # 隧道5座共3088米

    def _changed(self, number: int, change: re.Match[str], edge: int, earlier: Sequence[Span]) -> Measure | None:
        """同比增长40.37%, 提高到60%, 减少2100个."""
        quantity = self.quantities[number]
        phrase = self._left(edge, change.start())[0]
        base = _shorten(phrase) or (self.last.base if number else "") or self._clause_before(earlier)
        if change["to"] and quantity.kind != "times":
            return Measure(base or self.last.base, base)
        adverbs = "".join(word for word in ("同比", "环比", "年均", "累计") if word in change["adverbs"])
        how = f"{(change['than'] or '').strip()}{adverbs}{change['verb']}{change['tail'] or ''}"
        if "分别" in change["adverbs"]:
            bases = self._share_out(number, phrase)
            if bases:
                self.shared = [Measure(other + how, other) for other in reversed(bases[1:])]
                return Measure(bases[0] + how, bases[0])
        if not base or base in self.words.empty:
            right, with_de = self._right(quantity, self._clause(quantity)[0].end, None)
            base = right if with_de and quantity.kind == "percent" and self.is_head(right) else ""
        if not base:
            return None  # 同比增长10%: of what is open
        return Measure(base + how, base)

    def _count(self, quantity: Quantity, clause: Span, edge: int, following: Quantity | None) -> Measure | None:
        """55个展区, 新增300个就业岗位, 公园70个, 减少2100个, 3人死亡."""
        right, with_de = self._right(quantity, clause.end, following)
        if (not right and self._is_of_noun_before(quantity)) or (with_de and self._is_threshold(quantity)):
            return None
        end = self._end(quantity)
        change = self._change(edge, end)
        start = change.start() if change else end
        phrase, _, verb = self._left(edge, start)
        name = "" if self.text[start - 1 : start] == "、" else _shorten(phrase)
        if right and quantity.unit == "届":
            return None  # 十二届某省政协
        if not right and self._hides_noun(quantity, clause, following):
            return None
        if right and not (with_de and name):
            if right in self.words.vague or right.startswith(_ASPECTS) or right.endswith("之一"):
                return None
            if self.is_head(right) and self._leads_to(right, quantity, following):
                return None  # 十种有色金属产量1984万吨
            if following is not None and following.kind == "percent" and right.endswith(("率", "占比", "比例")):
                return None  # 147个断面优良率达98%: where the noun ends cannot be told
            prefix = self.words.counting.search(name)
            fate = self._fate_behind(quantity, clause, right, following)
            such = _SUCH.search(self.text, edge, quantity.span.start)
            if such and len(right) <= _HALF and not prefix:
                return self._from(clause, quantity, following, such[0] + right)
            return self._from(clause, quantity, following, (prefix[0] if prefix else fate) + right)
        fate = self._fate_at(quantity)
        if fate:
            return Measure(fate + ("人数" if quantity.unit in ("人", "名", "位") else "数"), fate)
        if quantity.unit in ("人", "名", "位") and not name:
            deed = _DEED.match(self.text, quantity.span.end, clause.end)
            if deed and self._begins_with_deed(deed[0]):
                return Measure(deed[0], deed[0])  # 16人获一级运动员证书
        noun = None
        found = self._from(clause, quantity, following, name or verb)
        if not name and found.name == verb:
            mention = self.passage.last_edge(start)
            if (
                mention is not None
                and mention.span.start >= edge
                and not self._unlinked(mention.span.end, start).strip()
            ):
                if mention.type in ("Person", "Official"):
                    return None
                noun, name = mention, mention.text  # 建成湿地公园70个
        if change is not None and quantity.unit == "位":
            return None  # 较上年提升4位: a rank
        if change is not None:
            base = name or self.last.base
            return Measure(base if change["to"] else f"{base}{change['than'] or ''}{change['verb']}", base)
        if noun is not None:
            return Measure(name, name, noun)
        if not found.name:
            name = self._clause_before(self._clause(quantity)[1])
            found = self._from(clause, quantity, following, name)
        if (
            found.name in self.words.vague
            or len(found.name) < 2
            or (quantity.unit in _PEOPLE and self._ends_in_deed(found.name))
        ):
            return None
        return found

    def _is_of_noun_before(self, quantity: Quantity) -> bool:
        """1044个品相102176件: the noun is counted by the number before."""
        i = bisect_right(self.quantities, quantity.core.start, key=lambda q: q.core.start) - 1
        before = self.quantities[i - 1] if i > 0 else None
        if before is None or before.kind != "count" or self.text[before.span.end : before.span.end + 1] in _CLOSED:
            return False
        return _HAN_ONLY.fullmatch(self.text, before.span.end, quantity.span.start) is not None

    def _ends_in_deed(self, name: str) -> bool:
        """联合发布13名: what was done, not what was counted."""
        deed = name[-2:]
        if (
            deed in self.words.fates
            or deed in self.words.said
            or self.words.counting.search(name)
            or self.is_head(name)
        ):
            return False
        return deed in self.words.tails and deed in self.words.ends

    def _hides_noun(self, quantity: Quantity, clause: Span, following: Quantity | None) -> bool:
        """Whether the noun counted stands behind the number and could not be read."""
        end = quantity.span.end
        if end >= clause.end or self.text[end] in _CLOSED or quantity.unit in _PEOPLE or self._fate_at(quantity):
            return False
        if following is not None and (following.span.start == end or _FROM_TO.match(self.folded, end)):
            return False
        behind = self.text[end : min(clause.end, end + 4)]
        if any(begin == 0 for begin, _ in self._right_bounds(behind, end)) and behind[0] != "的":
            return False  # 突破100万辆大关
        return not _FROM_TO.match(self.folded, end)

    def _is_threshold(self, quantity: Quantity) -> bool:
        """6000元以下手机, 5000人以下的社区: of which price or size the things are."""
        if quantity.kind not in ("money", "count") or not quantity.span.of(self.text).endswith(
            ("以上", "以下", "以内")
        ):
            return False
        return self.text[quantity.span.end : quantity.span.end + 1] not in _CLOSED

    def _leads_to(self, noun: str, quantity: Quantity, following: Quantity | None) -> bool:
        """Whether the noun behind one number is what the next one measures."""
        if following is None or following.kind == "count":
            return False
        return self._unlinked(quantity.span.end, following.span.start).strip() == noun

    def _fate_at(self, quantity: Quantity) -> str:
        return next((w for w in sorted(self.words.fates) if self.folded.startswith(w, quantity.span.end)), "")

    def _fate_behind(self, quantity: Quantity, clause: Span, noun: str, following: Quantity | None) -> str:
        """受伤 in 45名警察在冲突中受伤."""
        start = quantity.span.end + len(noun)
        end = min(clause.end, following.span.start if following is not None else clause.end)
        found = _FATE.match(self.text, start, end) if self.text.startswith(noun, quantity.span.end) else None
        return found["fate"] if found and found["fate"] in self.words.fates else ""

    def _from(self, clause: Span, quantity: Quantity, following: Quantity | None, name: str) -> Measure:
        """由48万台提升为100万台: the first value is that before the change; the name may stand behind the second."""
        change = None
        if following is not None and following.span.start <= clause.end:
            change = _FROM_TO.match(self.folded, quantity.span.end, following.span.start)
        if change is None or following is None:
            was = _FROM_TO.match(self.folded, quantity.span.end, clause.end) if following is None else None
            return Measure(f"{name}（{was['verb']}前）" if was and name else name, name)
        name = name or self._right(following, clause.end, None)[0]
        return Measure(f"{name}（{change['verb']}前）" if name else "", name)

    def _says_something(self, measure: Measure) -> bool:
        """A name with a noun in it that is not somebody's name: not ——, 教育部."""
        name = measure.name
        if _HALF_NAME.search(name):
            return False
        if (
            len(_HAN.findall(name)) < 2
            and name not in self.words.materials
            and name not in _SIDES
            and name not in _AREAS
        ):
            return False
        first = self.quantities[0].span.start
        near = self.passage.inside(max(0, first - 200), self.quantities[-1].span.end)
        return measure.noun is not None or not any(m.text == name and m.type in _BODIES for m in near)

    # ---- words

    def _is_border(self, offset: int) -> bool:
        return self.borders is None or offset in self.borders

    def _left_bounds(self, phrase: str, start: int) -> Iterator[tuple[int, int]]:
        """Function words of a phrase that begins at ``start`` of the text, none inside another word (最 in 最快)."""
        for begin, stop in self.words.left_bounds(phrase):
            if self._is_border(start + stop):
                yield begin, stop

    def _right_bounds(self, phrase: str, start: int) -> Iterator[tuple[int, int]]:
        for begin, stop in self.words.right_bounds(phrase):
            of_noun = phrase[stop : stop + 1] in _NOUN_ENDS and not self._is_border(start + stop)
            if self._is_border(start + begin) and not of_noun:
                yield begin, stop  # 毕业, but not in 毕业生

    def _without_rest(self, phrase: str, start: int) -> str:
        """采购商预 before 注册 -> 采购商: a single character between the noun and the verb is of the verb."""
        stop = start + len(phrase)
        single = self.borders is not None and len(phrase) > 2 and self._is_border(stop - 1)
        return phrase[:-1] if single and phrase[-1] not in _NOUNS_OF_ONE else phrase

    # ---- phrases

    def _left(self, start: int, end: int) -> tuple[str, str, str]:
        """The noun phrase that ends at ``end``, the link taken off behind it, and a verb that may stand for it."""
        chunk, link, first = self._unlink(self.passage.edge(start, end), end)
        if start != self._clause_start(start) and "、" in chunk and "分别" not in self.text[start:end][-_WINDOW:]:
            first += chunk.rindex("、") + 1
            chunk = chunk.rsplit("、", 1)[1]  # behind another number of the clause
        at, verb, previous, prior = 0, "", 0, 0
        for begin, stop in self._left_bounds(chunk, first):
            prior, at, verb, previous = at, stop, chunk[begin:stop], at if begin - at > 1 else previous
        phrase = _tidy(chunk[at:])
        if re.match("产[0-9]", phrase):
            phrase = _tidy(phrase[1:])  # 2011年产小麦收购价
        phrase = self._with_prefix(phrase, verb, _tidy(chunk[prior : at - len(verb)]))
        two = "双边" in phrase and chunk.startswith(("和", "与", "同"))
        if two and chunk[1:] == phrase and (other := self.passage.last_edge(first)) and other.span.end == first:
            return other.text + chunk, link, ""  # 甲国和乙国双边贸易额
        if verb in ("与", "和") and at == len(verb) and self.is_head(phrase):
            other = self.passage.last_edge(first)  # 中央与地方累计投入
            if other is not None and other.span.end == first and other.type == "PublicBody":
                phrase = f"{other.text}{verb}{phrase}"
        if phrase and chunk[:at] in ("", "的"):
            phrase = self._toward(first, bool(at)) + phrase
        if phrase in self.words.verbs and verb:  # 隧道已贯通43座
            head = _tidy(chunk[previous : at - len(verb)])
            phrase = head + phrase if 1 < len(head) <= 10 else phrase
        if start == self._clause_start(start) or self.text[start - 1 : start] in "，；：":
            reference = self.words.reference.match(phrase)
            rest = len(phrase) - reference.end() if reference else 0
            of_owner = reference is not None and (reference[0][0] in "全我该本" or reference[0] in _OWNERS)
            bare = reference is not None and phrase[reference.end() :] in self.words.empty
            if (
                reference
                and of_owner
                and not bare
                and (rest > 1 or (rest == 0 and not at))
                and not self.is_head(reference[0])
            ):
                phrase = phrase[reference.end() :]
        if verb == "的" and 1 < len(phrase) <= _HALF and phrase not in self.words.empty:
            head = _tidy(chunk[previous : at - 1])
            if 1 < len(head) <= _LONGEST_HEAD and not _DIGIT.search(head) and "、" not in head:
                phrase = f"{head}的{phrase}"  # 整体橱柜的拥有率, 损失浪费的食物
        if not phrase and verb in self.words.said:  # 汽车产销量分别完成2702万辆和2686万辆
            head = re.sub("(?:分别|共|累计|已|均|合计)+$", "", _tidy(chunk[previous : at - len(verb)]))
            phrase = head if self.is_head(head) and len(head) <= _MAX_NAME else phrase
        whole = _tidy(chunk) if link.startswith(_TOGETHER) else ""
        if whole and verb in ("和", "与", "及", "以及") and len(whole) <= _MAX_NAME and whole.endswith(phrase):
            phrase = whole  # 社保费及滞纳金共计5万元
        return phrase, link, (verb if verb in self.words.said else "")

    def _with_prefix(self, phrase: str, verb: str, head: str) -> str:
        """不完善粒, 向农户预警, 面粉平均出厂价, 省与市累计投入: words in front that the name cannot do without."""
        if not phrase:
            return phrase
        if verb == "涉及" and len(phrase) <= _HALF:
            return verb + phrase
        if verb in _NEGATIONS or (verb in _TOWARD and len(phrase) > _HALF + self.is_head(phrase)):
            return verb + phrase
        plain = 1 < len(head) <= _LONGEST_HEAD and not _DIGIT.search(head) and "、" not in head
        if plain and verb in _MODIFIERS and self.is_head(phrase) and head not in self.words.empty:
            return head + verb + phrase
        joined = verb in ("及", "以及") and phrase.endswith(_COUNTED_BODIES) and not _DIGIT.search(head)
        if joined and len(head) > 1 and len(head) + len(phrase) < _MAX_NAME:
            return head + verb + phrase  # 铅材生产、组装及回收企业
        return phrase

    def _toward(self, start: int, with_de: bool) -> str:
        """从某国 in 从某国进口额, 甲国和 in 甲国和乙国双边贸易额: the name in front is the other side."""
        mention = self.passage.last_edge(start)
        if mention is None or mention.span.end != start or mention.type not in ("AdministrativeArea", "Place"):
            return ""
        at = mention.span.start
        before = self.text[at - 1 : at] if at else ""
        if before in ("对", "从", "向") or (before == "在" and with_de):
            return before + mention.text + ("的" if with_de else "")
        if before in ("和", "与", "同") and self.text.startswith("双边", start):
            other = self.passage.last_edge(at - 1)
            if other is not None and other.span.end == at - 1:
                return f"{other.text}{before}{mention.text}"
        return ""

    def _before_name(self, start: int, end: int) -> str:
        """出资比例为某公司55%: the measure stands before whom it is of."""
        mention = self.passage.last_edge(end)
        if mention is None or mention.span.end != end or mention.span.start <= start:
            return ""
        phrase, link, _ = self._left(start, mention.span.start)
        return phrase if link and self.is_head(phrase) else ""

    def _unlink(self, start: int, end: int) -> tuple[str, str, int]:
        """The chunk without the links at its end, the first of those, and where the chunk begins."""
        low = max(start, end - _WINDOW)
        shown = self.text[low:end].lstrip(" 　、")
        low = end - len(shown)
        chunk = shown.rstrip(" 　、")
        first = ""
        while True:
            link = self.words.links.search(chunk)
            if (
                link is None
                or not self._is_border(low + link.start())
                or any(
                    chunk[-length:] in self.words.keeps for length in range(len(link[0]) + 1, 5) if length <= len(chunk)
                )
            ):
                return chunk, first, low
            first = link[0]
            chunk = chunk[: link.start()].rstrip(" 　、")

    def _unlinked(self, start: int, end: int) -> str:
        return self._unlink(start, end)[0]

    def _right(self, quantity: Quantity, end: int, following: Quantity | None) -> tuple[str, bool]:
        """The noun phrase right behind the unit, and whether 的 leads to it."""
        if following is not None and following.span.start == quantity.span.end:
            return self._right(following, end, None)  # 3个100万辆的生产基地
        at = quantity.span.end
        stop = min(end, at + _WINDOW, following.span.start if following is not None else end)
        area = next((m for m in self.passage.inside(at + 2, stop) if m.type == "AdministrativeArea"), None)
        stop = area.span.start if area is not None else stop  # 4个市县临溪、青石
        with_de = self.folded.startswith("的", at)
        listed = _LISTED.match(self.text, at, stop)
        if listed and quantity.unit in _PEOPLE:
            return listed["noun"], False  # 13名“技术顾问”名单
        match = _NOUN.match(self.text, at + with_de, max(stop, at + with_de))
        phrase = match[0] if match and match[0][:1] not in ("（", "(") else ""
        start = at + with_de
        described = _DESCRIBED.match(self.text, at, stop)
        if described and self._begins_with_deed(described["how"]):
            phrase, start = described["what"], described.start("what")  # 2万名来自各地的司机
        cut = self._cut(phrase, start)
        behind = phrase[len(cut) :]
        if behind.startswith("的") and cut.endswith(_ADJECTIVES):  # 4艘18万吨级的散货船
            start += len(cut) + 1
            cut = self._cut(behind[1:], start)
        elif behind and not behind.startswith("的") and quantity.kind == "count" and not with_de:
            relative = _RELATIVE.match(behind)
            if relative and not self._cut_at(relative["head"], start + len(cut) + relative.start("head")):
                cut = relative["head"]  # 57项地方部门提升效能的典型案例
        joined = _COORDINATED.match(self.text, start, stop)
        if (
            joined
            and joined["head"] not in cut
            and not any(b for b, _ in self._right_bounds(joined[0], start) if self.text[start + b] not in "及和与")
        ):
            return joined[0], with_de
        phrase = self._without_deed(cut, start) if self.text.startswith("的", start + len(cut)) else cut
        phrase = self.words.changing.split(phrase)[0]  # 6个成员国发展到9个
        joint = re.search("[和与及]", phrase)
        people = quantity.unit in _PEOPLE and phrase.endswith(_ROLES)  # 400名教育和人文领域专家学者
        role = _JOINT_ROLE.match(phrase, joint.start()) if joint and quantity.unit in _PEOPLE else None
        if role and not people:
            phrase, joint = phrase[: role.end()], None  # 13万名艺人和手工业者发展…
        if joint and phrase[: joint.start()] in _WHERE:
            joint = None
        if joint and not people and len(phrase) - joint.end() > 3 and len(phrase) - joint.end() != joint.start():
            phrase = phrase[: joint.start()]
        if quantity.kind not in _RATED and not self.is_head(phrase) and self.text.startswith(phrase, start):
            phrase = self._without_tail(phrase, start)
        name = _tidy(self._without_link(phrase))
        if name in self.words.verbs or name in self.words.after:
            return "", with_de
        if quantity.kind == "percent" and not with_de and not (self.is_head(name) and len(name) <= 8):
            return "", with_de  # 80.1%股权, but not 60%返还
        weighed = quantity.kind in ("weight", "volume") and name in self.words.materials
        weighed = weighed or (name in _AREAS and self.text.startswith(_AREAS_TOO, at + with_de + 1))
        return (name if 1 < len(name) <= 16 or weighed else ""), with_de

    def _without_tail(self, phrase: str, start: int) -> str:
        """农场主 in 10名农场主围坐一起, 种植园 in 3000亩的种植园里忙碌着."""
        for _ in range(_TAILS):
            ends = [n for n in range(2, len(phrase)) if self._is_border(start + n)]
            kept = phrase[-3:] in self.words.keeps  # 水位差
            if self.borders is None or kept or not ends or phrase[ends[-1] :] not in self.words.tails:
                return phrase
            phrase = phrase[: ends[-1]]
        return phrase

    def _without_deed(self, phrase: str, start: int) -> str:
        """企业 in 4家企业生产的8种食品."""
        rest, deed = phrase[:-2], phrase[-2:]
        known = deed in self.words.ends or self.words.counting.search(deed) is not None
        return rest if known and len(rest) > 1 and self._is_border(start + len(rest)) else phrase

    def _cut(self, phrase: str, start: int) -> str:
        """The noun phrase that begins the words: up to the first verb or function word that ends one."""
        begin = self._cut_at(phrase, start)
        return self._without_rest(phrase[:begin], start) if begin is not None and begin > 1 else phrase[:begin]

    def _cut_at(self, phrase: str, start: int) -> int | None:
        for begin, close in self._right_bounds(phrase, start):
            if phrase[begin:close] in ("以上", "以下") and phrase[begin - 1 : begin] == "级":
                continue  # 省级以上开发园区
            # 就业岗位, 参展企业: a verb in front is part of the name where a noun follows
            if begin == 0 and close > 1 and len(phrase) >= close + 2:
                continue
            if begin == 0 and phrase[close:] == "点":
                continue  # 6个定居点
            if begin and phrase[begin:close] in _NOUNS_TOO and close == len(phrase):
                continue  # 6000个功臣集体
            if begin and _VERB_IN_NOUN.match(phrase, begin):
                continue
            if phrase[:begin] in _WHERE and len(phrase) >= close + 2 and phrase[begin:close] != "的":
                continue  # 境外直达站点
            return begin
        return None

    def _begins_with_deed(self, words: str) -> bool:
        """参与…, 获…; not 对…, 以…."""
        return self.words.oblique.search(words[:1]) is None and any(
            begin == 0 and (stop > 1 or words[0] in "获被") for begin, stop in self.words.right_bounds(words)
        )

    def _without_link(self, phrase: str) -> str:
        """The noun without a small word at its end, which is no part of a word: 合约 stays."""
        while phrase and phrase[-1] in _LINKS and phrase[-2:] not in self.words.keeps:
            phrase = phrase[:-1]
        return phrase

    def _clause_before(self, earlier: Sequence[Span]) -> str:
        """The clause before, if it is the name of a measure: …扣除标准，由每月1000元提高到2000元."""
        if not earlier:
            return ""
        start = self.passage.edge(earlier[-1].start, earlier[-1].end)
        phrase = _tidy(self.text[start : earlier[-1].end])
        i = bisect_right(self.quantities, earlier[-1].end, key=lambda q: q.core.start)
        if i and self.quantities[i - 1].core.start >= start:
            return ""
        for begin, at in self.words.left_bounds(phrase):
            if phrase[begin:at] != "的":
                return ""
        return phrase if self.is_head(phrase) and len(phrase) <= 24 else ""

    def _share_out(self, number: int, phrase: str) -> list[str]:
        """A、B和C分别增长1%、2%和3% -> A, B, C; without names of its own, the last three measures of the sentence."""
        count = 1
        while number + count < len(self.quantities):
            before, quantity = self.quantities[number + count - 1 : number + count + 1]
            if not is_list(before, quantity, self.folded):
                break
            count += 1
        if count < 2:
            return []
        parts = [_tidy(part) for part in re.split("、|和|与|及|以及", phrase) if _tidy(part)]
        if len(parts) != count:
            parts = [_tidy(part) for part in phrase.split("、") if _tidy(part)]  # 住宿和餐饮业、批发和零售业、…
        if len(parts) == count:
            head = max((h for h in self.words.heads if parts[-1].endswith(h) and h != parts[-1]), key=len, default="")
            tail = _TAIL_OF_ALL.search(parts[-1]) if head else None
            if tail and tail[0].endswith(head) and tail.start() > 0:
                head = tail[0]
            return [part if self.is_head(part) else part + head for part in parts]  # 食品和居住类价格
        return self.bases[-count:] if not phrase and len(self.bases) >= count else []

    # ---- tests

    def is_head(self, name: str) -> bool:
        """Whether the name ends in a word for a measure: 总额 面积 率."""
        return bool(name) and name.endswith(self.words.heads)

    def _is_telling(self, quantity: Quantity) -> bool:
        """Small numbers written in words, bare 百 and 千, and single things are turns of phrase."""
        if quantity.kind in ("percent", "point", "times"):
            return True
        if quantity.kind == "money":
            return quantity.value > 1 and (not quantity.bare or quantity.value >= 10**6)
        if quantity.bare:
            return quantity.value >= 10**6 or (quantity.qualifier == "over" and quantity.value >= 100)
        if not quantity.arabic:
            return quantity.value >= 10
        return quantity.kind != "count" or quantity.value > 1

    def _is_aside(self, quantity: Quantity, clause: Span) -> bool:
        """每生产12辆, （约合35泰铢）: numbers that tell nothing of their own."""
        start = quantity.span.start
        before = self.folded[max(clause.start, start - 12) : start]
        if quantity.kind == "money" and _CONVERTED.search(before):
            return True
        if _EQUAL.search(before) or (quantity.kind in _SPECIFIED and _LEVEL.match(self.text, quantity.span.end)):
            return True
        if quantity.kind == "count" and _OF_EACH.search(self.folded, clause.start, start):
            return True  # 每名代表联系5名妇女
        if quantity.kind == "length" and (
            _RACE.match(self.text, quantity.span.end) or before.endswith(("男子", "女子", "混合"))
        ):
            return True  # 女子5000米决赛
        return self.words.rate.search(before) is not None  # 每生产12辆汽车就有1辆

    def _is_class(self, before: Quantity | None, quantity: Quantity, following: Quantity | None) -> bool:
        """亿元以上项目194个, 5个百亿元项目, 3个100万辆的基地: it only says of which size the counted things are."""
        if before is not None and before.kind == "count" and before.span.end == quantity.span.start:
            return quantity.kind not in _SIZES
        if quantity.kind != "money":
            return False
        if following is None or following.kind != "count":
            return False
        between = self.folded[quantity.span.end : following.span.start]
        return _CLASS.fullmatch(between) is not None

    def _end(self, quantity: Quantity) -> int:
        """Where what stands before the number ends: before a time that leads to it (从2000年的3万辆)."""
        start = self._in_a_row(quantity.span.start)
        time = self.passage.last_time(start)
        if time is not None and self.folded[time.span.end : start] in ("", "的"):
            before = self.folded[max(0, time.span.start - 1) : time.span.start]
            if before and before not in "，。；：、\n ":
                return time.span.start
        return start

    def _in_a_row(self, end: int) -> int:
        """Where 连续三年 begins, if it stands right before ``end``."""
        match = _IN_A_ROW.search(self.folded, max(0, end - 14), end)
        return match.start() if match else end

    def _change(self, edge: int, end: int) -> re.Match[str] | None:
        """同比增长 right before the number."""
        match = self.words.change.search(self.folded, max(edge, end - 40), end) if end > edge else None
        if match and match["verb"] in ("高", "低", "多", "少") and not match["than"]:
            return None  # 高达90%
        return match

    def _clause(self, quantity: Quantity) -> tuple[Span, Sequence[Span]]:
        i = bisect_right(self.clauses, quantity.core.start, key=lambda c: c.start)
        return (self.clauses[i - 1], self.clauses[max(0, i - 2) : i - 1]) if i else (quantity.core, ())

    def _clause_start(self, offset: int) -> int:
        i = bisect_right(self.clauses, offset, key=lambda c: c.start)
        return self.clauses[i - 1].start if i else offset


def is_list(before: Quantity, quantity: Quantity, folded: str) -> bool:
    """5%、6%和8%: nothing but a pause between two quantities of one kind."""
    between = folded[before.span.end : quantity.span.start].strip()
    return between in ("、", "和", "及", "与") and before.kind == quantity.kind


def _shorten(phrase: str) -> str:
    """A name of no more than twenty characters; of a longer list, its last item."""
    if len(phrase) > _MAX_NAME and "、" in phrase:
        phrase = phrase.rsplit("、", 1)[1]
    if len(phrase) > _MAX_NAME and "的" in phrase:
        phrase = phrase.rsplit("的", 1)[1]
    return phrase if 1 < len(phrase) <= _MAX_NAME and not _COUNTED.search(phrase) else ""


def _tidy(phrase: str) -> str:
    """Without brackets that do not pair, quotation marks at the ends and small words in front."""
    phrase = _POINTS.sub("", phrase)
    phrase = re.sub(r"^(?!与会)[的了和与及、“”‘’（）()\s·.．%]+|(?:[“‘（(《的、\s·]|(?<=[”’])[和与及])+$", "", phrase)
    for left, right in ("（）", "()", "“”", "‘’"):
        if phrase.count(left) != phrase.count(right):
            phrase = re.split(f"[{re.escape(left + right)}]", phrase)[-1 if right in phrase else 0]
    return phrase
