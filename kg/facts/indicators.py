"""A sentence's quantities -> the name of what each measures (55个展区 -> 展区, 净利润22.08亿元 -> 净利润).

No word segmentation: a name ends where the linking verb before the number begins (达 为 约 …) and starts behind
the last function word, name, time or other number; of counted things it is the noun behind the classifier.
A growth rate is named by what grows: 净利润22.08亿元，同比增长40.37% -> 净利润同比增长.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kg.facts.figure_words import FigureWords
from kg.facts.passage import Passage
from kg.facts.quantities import Quantity
from kg.facts.times import is_compared
from kg.model import Mention, Span

_MAX_NAME = 20
_WINDOW = 60  # characters looked at on either side of a number
_ONWARD = ("至", "到", "为", "升至", "降至", "，达", "，达到")  # 减少1个百分点至72.07%
_WITH = ("有", "会有", "将会有", "以")
# with the number of 世界500强企业
_NOUN = re.compile(r"[A-Za-z0-9.\-+]*[\u4e00-\u9fff·“”（）()A-Za-z]*(?:(?<=[界国球洲])[0-9]{2,4}强[\u4e00-\u9fff]*)?")
_PEOPLE = ("人", "名", "位")
_ROLES = ("者", "家", "员", "人", "生", "师", "代表", "嘉宾", "人士", "儿童", "领导", "选手")
_WHERE = frozenset("境外 境内 国内 国外 海外 省外 省内 市内 市外 线上 线下 国际 国家 跨境 本地 外地 当地".split())
_ASPECTS = ("方面", "层面", "环节", "阶段", "维度")
_SIDES = tuple("长宽高深厚重")
_LINKS = "和与及约近超中里内"
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
_IN_A_ROW = re.compile(rf"{_ROW}[0-9一二两三四五六七八九十多]+(?:年|个月|个季度|届|天|周)(?:均|都|保持|稳定|在)*$")
_SIZES = frozenset({"length", "area"})
_LEVEL = re.compile(r"级|装(?![机置备运修])|口径|高空|深处|量级|开外")
_SHARE = re.compile(r"占(?![比股用地有领据])(?P<of>[^，。；、]{0,24})$")
_BACK = re.compile(
    r"(?:这一?|该|此|这些|上述|个|这个|一)(?:数字|数值|数据|总数|总量|比例|占比|比重|价格|金额)|数字"
)  # 这个数字已达到200万吨
_FROM_TO = re.compile(
    r"[^，。；：、0-9]{0,8}?(?P<verb>扩展|拓展|提高|提升|增加|增长|发展|扩大|上升|上调|下降|降低|减少|缩减|缩短|压缩|下调|调整|增|升|降|减|扩|涨|跌)"
    r"(?:了)?(?:到|至|为)了?"
)
_DEED = re.compile(r"[\u4e00-\u9fff“”]{2,14}(?=[，。；、！\n]|$)")
_DESCRIBED = re.compile(r"(?P<how>[^，。；、0-9]{2,20}?)的(?P<what>[\u4e00-\u9fff“”]{2,})")
_COUNTED = re.compile(r"[0-9][个名家人户位项]")  # another number that was passed over
_BEYOND = re.compile(r"(?:快于|高于|低于|慢于|好于|优于|超出)[^，。；0-9]{1,14}$")


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured; ``base``: what a 同比增长 in the next clause is of; ``noun``: a mention that is counted."""

    name: str
    base: str = ""
    noun: Mention | None = None


def name_measures(
    quantities: Sequence[Quantity], clauses: Sequence[Span], passage: Passage, words: FigureWords
) -> list[Measure | None]:
    """One for each quantity of a sentence; None where a reader would not note the number."""
    return _Namer(quantities, clauses, passage, words).name_all()


class _Namer:
    """Names the quantities of one sentence from left to right."""

    def __init__(
        self, quantities: Sequence[Quantity], clauses: Sequence[Span], passage: Passage, words: FigureWords
    ) -> None:
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
            if measure is not None and not measure.name:
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
        if quantity.kind == "percent":
            share = _SHARE.search(self._unlinked(edge, end))
            if share:
                of = re.sub(r"的?(?:比重|比例|份额)?$", "", share["of"])
                return Measure(f"占{of}" if of else "占比", self.last.base)
        if quantity.kind == "duration":
            near = self.folded[max(clause.start, quantity.span.start - 12) : quantity.span.start]
            if not self.words.time_heads.search(near):
                return None
        return self._measured(number, clause, edge, earlier, following)

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
        if name in self.words.general or (name in self.words.verbs and not self.is_head(name)):
            name = ""
        if phrase in _SIDES and self.last.base.endswith(_SIDES):  # 叶片长123米、重54吨
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
        if not name and self.is_head(right) and not with_de and self._leads_to(right, quantity, following):
            return None  # 1600克售价395元
        if quantity.high is not None and quantity.kind == "length" and right and not with_de and not self.is_head(name):
            return None  # 2-22米梁桥: of which size the thing is
        deal = _DEAL.match(self.text, quantity.span.end) if quantity.kind == "money" and link == "以" else None
        if deal and not name:
            name = f"{deal['deed']}金额"
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
            name = right
        elif name and right and not self.is_head(name) and not with_de and self.words.counting.search(name):
            name += right
        elif not name:
            name = right
        if _BACK.fullmatch(name) and number:
            name = self.last.base or self.last.name  # 现在这个数字已达到200多万吨
        if not name:
            name = self._clause_before(earlier) or verb or (self.last.base if number else "")
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
        if not base and len(how) < 3:
            return None
        return Measure(base + how, base)

    def _count(self, quantity: Quantity, clause: Span, edge: int, following: Quantity | None) -> Measure | None:
        """55个展区, 新增300个就业岗位, 公园70个, 减少2100个, 3人死亡."""
        right, with_de = self._right(quantity, clause.end, following)
        end = self._end(quantity)
        change = self._change(edge, end)
        start = change.start() if change else end
        phrase, _, verb = self._left(edge, start)
        name = "" if self.text[start - 1 : start] == "、" else _shorten(phrase)
        if right and quantity.unit == "届":
            return None  # 十二届某省政协
        if right and not (with_de and name):
            if right in self.words.vague or right.startswith(_ASPECTS) or right.endswith("之一"):
                return None
            if self.is_head(right) and self._leads_to(right, quantity, following):
                return None  # 十种有色金属产量1984万吨
            if following is not None and following.kind == "percent" and right.endswith(("率", "占比", "比例")):
                return None  # 147个断面优良率达98%: where the noun ends cannot be told
            prefix = self.words.counting.search(name)
            fate = self._fate_behind(quantity, clause, right, following)
            return self._from(clause, quantity, following, (prefix[0] if prefix else fate) + right)
        fate = next((w for w in sorted(self.words.fates) if self.folded.startswith(w, quantity.span.end)), "")
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
        if change is not None:
            base = name or self.last.base
            return Measure(base if change["to"] else f"{base}{change['than'] or ''}{change['verb']}", base)
        if noun is not None:
            return Measure(name, name, noun)
        if not found.name:
            name = self._clause_before(self._clause(quantity)[1])
            found = self._from(clause, quantity, following, name)
        return None if found.name in self.words.vague or len(found.name) < 2 else found

    def _leads_to(self, noun: str, quantity: Quantity, following: Quantity | None) -> bool:
        """Whether the noun behind one number is what the next one measures."""
        if following is None or following.kind == "count":
            return False
        return self.folded[quantity.span.end : following.span.start].strip() == noun

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
            return Measure(name, name)
        name = name or self._right(following, clause.end, None)[0]
        return Measure(f"{name}（{change['verb']}前）" if name else "", name)

    # ---- phrases

    def _left(self, start: int, end: int) -> tuple[str, str, str]:
        """The noun phrase that ends at ``end``, the link taken off behind it, and a verb that may stand for it."""
        chunk, link = self._unlink(self.passage.edge(start, end), end)
        if start != self._clause_start(start) and "、" in chunk and "分别" not in self.text[start:end][-_WINDOW:]:
            chunk = chunk.rsplit("、", 1)[1]  # behind another number of the clause
        at, verb, previous = 0, "", 0
        for begin, stop in self.words.left_bounds(chunk):
            at, verb, previous = stop, chunk[begin:stop], at if begin - at > 1 else previous
        phrase = _tidy(chunk[at:])
        if phrase in self.words.verbs and verb:  # 隧道已贯通43座
            head = _tidy(chunk[previous : at - len(verb)])
            phrase = head + phrase if 1 < len(head) <= 10 else phrase
        if start == self._clause_start(start) or self.text[start - 1 : start] in "，；：":
            reference = self.words.reference.match(phrase)
            rest = len(phrase) - reference.end() if reference else 0
            if reference and (rest > 1 or (rest == 0 and phrase[0] in "全我该本")) and not self.is_head(reference[0]):
                phrase = phrase[reference.end() :]
        if not phrase and verb in self.words.said:  # 汽车产销量分别完成2702万辆和2686万辆
            head = re.sub("(?:分别|共|累计|已|均|合计)+$", "", _tidy(chunk[previous : at - len(verb)]))
            phrase = head if self.is_head(head) and len(head) <= _MAX_NAME else phrase
        return phrase, link, (verb if verb in self.words.said else "")

    def _before_name(self, start: int, end: int) -> str:
        """出资比例为某公司55%: the measure stands before whom it is of."""
        mention = self.passage.last_edge(end)
        if mention is None or mention.span.end != end or mention.span.start <= start:
            return ""
        phrase, link, _ = self._left(start, mention.span.start)
        return phrase if link and self.is_head(phrase) else ""

    def _unlink(self, start: int, end: int) -> tuple[str, str]:
        """The chunk without the links at its end, and the first of those."""
        chunk = self.text[max(start, end - _WINDOW) : end].strip(" 　、")
        first = ""
        while True:
            link = self.words.links.search(chunk)
            if link is None or any(
                chunk[-length:] in self.words.keeps for length in range(len(link[0]) + 1, 5) if length <= len(chunk)
            ):
                return chunk, first
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
        match = _NOUN.match(self.text, at + with_de, max(stop, at + with_de))
        phrase = match[0] if match and match[0][:1] not in ("（", "(") else ""
        described = _DESCRIBED.match(self.text, at, stop)
        if described and self._begins_with_deed(described["how"]):
            phrase = described["what"]  # 2万名来自各地的司机
        for begin, close in self.words.right_bounds(phrase):
            if phrase[begin:close] in ("以上", "以下") and phrase[begin - 1 : begin] == "级":
                continue  # 省级以上开发园区
            # 就业岗位, 参展企业: a verb in front is part of the name where a noun follows
            if begin == 0 and close > 1 and len(phrase) >= close + 2:
                continue
            if phrase[:begin] in _WHERE and len(phrase) >= close + 2:
                continue  # 境外直达站点
            phrase = phrase[:begin]
            break
        phrase = self.words.changing.split(phrase)[0]  # 6个成员国发展到9个
        joint = re.search("[和与及]", phrase)
        people = quantity.unit in _PEOPLE and phrase.endswith(_ROLES)  # 400名教育和人文领域专家学者
        if joint and phrase[: joint.start()] in _WHERE:
            joint = None
        if joint and not people and len(phrase) - joint.end() > 3 and len(phrase) - joint.end() != joint.start():
            phrase = phrase[: joint.start()]
        name = _tidy(self._without_link(phrase))
        if name in self.words.verbs or name in self.words.after:
            return "", with_de
        if quantity.kind == "percent" and not with_de and not (self.is_head(name) and len(name) <= 8):
            return "", with_de  # 80.1%股权, but not 60%返还
        weighed = quantity.kind in ("weight", "volume") and name in self.words.materials
        weighed = weighed or (name in _AREAS and self.text.startswith(_AREAS_TOO, at + with_de + 1))
        return (name if 1 < len(name) <= 16 or weighed else ""), with_de

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
        if len(parts) == count:
            head = max((h for h in self.words.heads if parts[-1].endswith(h) and h != parts[-1]), key=len, default="")
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
    return phrase if 1 < len(phrase) <= _MAX_NAME and not _COUNTED.search(phrase) else ""


def _tidy(phrase: str) -> str:
    """Without brackets that do not pair, quotation marks at the ends and small words in front."""
    phrase = re.sub(r"^(?!与会)[的了和与及、“”（）()\s·.．%]+|[“（(《的、\s·]+$", "", phrase)
    for left, right in ("（）", "()", "“”"):
        if phrase.count(left) != phrase.count(right):
            phrase = re.split(f"[{re.escape(left + right)}]", phrase)[-1 if right in phrase else 0]
    return phrase
