"""A sentence's quantities -> the name of what each measures (55个展区 -> 展区, 净利润22.08亿元 -> 净利润).

No word segmentation: a name ends where the linking verb before the number begins (达 为 约 …) and starts behind
the last function word, name, time or other number; of counted things it is the noun behind the classifier.
A growth rate is named by what grows: 净利润22.08亿元，同比增长40.37% -> 净利润同比增长.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.facts.figure_words import FigureWords
from kg.facts.passage import Passage
from kg.facts.quantities import Quantity
from kg.facts.times import is_compared
from kg.model import Mention, Span

_MAX_NAME = 20
_NOUN = re.compile(r"[A-Za-z0-9.\-+]*[\u4e00-\u9fff·“”（）()A-Za-z]*")
# 每生产12辆汽车就有1辆: a rate, not a count; 每人每月 before money is part of the figure
_RATE = re.compile(r"每(?!年|月|日|天|人|户|亩|吨|股|平方米|个|名|位|家|辆|台|套|度|千瓦时|桶|斤|公斤|小时|立方米)[^，。；：]{0,5}$")
_EACH = re.compile(r"每$|平均每$|每[年月日天周]?约?$")
_AMONG = re.compile(r"等(?:共)?$")  # A、B等8家医院: it only counts the list
_CONVERTED = re.compile(r"(?:约合|折合|[（(]合|约折合|[（(]约|=|＝)(?:人民币)?约?$")
_SHARE = re.compile(r"占(?![比股用地有领据])(?P<of>[^，。；、]{0,24})$")
_FROM_TO = re.compile(
    r"[^，。；：、0-9]{0,4}?(?P<verb>提高|提升|增加|增长|发展|扩大|上升|上调|下降|降低|减少|缩减|缩短|压缩|下调|调整|增|升|降|减|扩)"
    r"(?:了)?(?:到|至|为)"
)
_CHANGING = re.compile(r"(?:提高|提升|增加|增长|发展|扩大|上升|上调|下降|降低|减少|缩减|压缩|下调|调整)(?:了)?(?:到|至|为|$)")
_BEYOND = re.compile(r"(?:快于|高于|低于|慢于|好于|优于|超出)[^，。；0-9]{1,14}$")
_PRICE = ("价", "价格", "费", "费用", "成本", "补贴", "标准", "工资", "均价", "收入", "租金", "单价")


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured. ``base`` is what a 同比增长 in the next clause is of; ``noun`` a mention that is counted itself."""

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
        self.shared: list[str] = []  # bases still to be handed out to a list of numbers
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
        if not self._is_telling(quantity) or self._is_aside(quantity, clause, following):
            return None
        if before is not None and self.last.name:
            if is_list(before, quantity, self.folded) and quantity.kind != "count":
                return self._next_shared()
            if self.folded[before.span.end : quantity.span.start] in ("至", "到", "为", "升至", "降至", "，达", "，达到"):
                return Measure(self.last.base or self.last.name, self.last.base)
            time = self.passage.last_time(quantity.span.start)
            if time is not None and is_compared(time) and self.folded[time.span.end : quantity.span.start] == "的":
                return Measure(self.last.base, self.last.base)  # 产量100万辆，比2000年的3万辆
        edge = max(clause.start, before.span.end if before is not None else 0)
        self.shared = []
        if quantity.kind == "count":
            return self._count(quantity, clause, edge, earlier, following)
        change = self._change(edge, quantity)
        if change is not None:
            return self._changed(number, change, edge, earlier)
        if quantity.kind == "percent":
            share = _SHARE.search(self._unlinked(edge, quantity.span.start))
            if share:
                of = re.sub(r"的?(?:比重|比例|份额)?$", "", share["of"])
                return Measure(f"占{of}" if of else "占比", self.last.base)
        if quantity.kind == "duration":
            near = self.folded[max(clause.start, quantity.span.start - 12) : quantity.span.start]
            if not self.words.time_heads.search(near):
                return None
        return self._measured(number, clause, edge, earlier, following)

    # ---- the forms

    def _measured(
        self, number: int, clause: Span, edge: int, earlier: Sequence[Span], following: Quantity | None
    ) -> Measure | None:
        """总投资25.22亿元, 9.6%的市场占有率, 年产45万吨合成氨."""
        quantity = self.quantities[number]
        phrase, link, verb = self._left(edge, quantity.span.start)
        name = _shorten(phrase)
        beyond = _BEYOND.search(self.folded, edge, quantity.span.start) if quantity.kind == "point" else None
        if beyond:
            return Measure(self.last.base + beyond[0], self.last.base)
        right, with_de = self._right(quantity, clause.end, following)
        if right and self.is_head(right) and (not self.is_head(name) or (with_de and link in ("有", "会有", "将会有", "以"))):
            prefix = self.words.counting.search(name)
            name = (prefix[0] if prefix else "") + right
        elif name and right and not self.is_head(name) and not with_de and self.words.counting.search(name):
            name += right
        elif not name:
            name = right
        if not name:
            name = self._clause_before(earlier) or verb or (self.last.base if number else "")
        if quantity.kind == "times":
            of = re.search(r"(?:是|为|相当于)(?P<of>[^，。；]{1,12})的$", self.folded[edge : quantity.span.start])
            base = _shorten(self._left(edge, edge + of.start())[0]) if of else ""
            name = f"{base or self.last.base}为{of['of']}的倍数" if of else name
        if quantity.kind == "money" and "/" in quantity.unit and name and not name.endswith(_PRICE):
            name += "价格"
        bases = self._share_out(number, phrase) if "分别" in self.folded[edge : quantity.span.start] else []
        if bases:
            self.shared = [f"{base}\x00{base}" for base in bases[1:]]
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
                self.shared = [f"{other}{how}\x00{other}" for other in bases[1:]]
                return Measure(bases[0] + how, bases[0])
        if not base and len(how) < 3:
            return None
        return Measure(base + how, base)

    def _count(
        self, quantity: Quantity, clause: Span, edge: int, earlier: Sequence[Span], following: Quantity | None
    ) -> Measure | None:
        """55个展区, 新增300个就业岗位, 公园70个, 减少2100个, 3人死亡."""
        right, _ = self._right(quantity, clause.end, following)
        change = self._change(edge, quantity)
        start = change.start() if change else quantity.span.start
        phrase, _, verb = self._left(edge, start)
        name = _shorten(phrase)
        if right:
            if right in self.words.vague:
                return None
            if following is not None and following.kind == "percent" and right.endswith(("率", "占比", "比例")):
                return None  # 147个断面优良率达98%: where the noun ends cannot be told
            prefix = self.words.counting.search(name)
            return self._from(clause, quantity, following, (prefix[0] if prefix else "") + right)
        fate = next((w for w in sorted(self.words.fates) if self.folded.startswith(w, quantity.span.end)), "")
        if fate:
            return Measure(fate + ("人数" if quantity.unit in ("人", "名", "位") else "数"), fate)
        noun = None
        found = self._from(clause, quantity, following, name or verb)
        if not name and found.name == verb:
            mention = self.passage.last_edge(start)
            if mention is not None and mention.span.start >= edge and not self._unlinked(mention.span.end, start).strip():
                if mention.type == "Person" or mention.type == "Official":
                    return None
                noun, name = mention, mention.text  # 建成湿地公园70个
        if change is not None:
            base = name or self.last.base
            return Measure(base if change["to"] else f"{base}{change['than'] or ''}{change['verb']}", base)
        if noun is not None:
            return Measure(name, name, noun)
        return None if found.name in self.words.vague or len(found.name) < 2 else found

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
        if start != self._clause_start(start) and "、" in chunk and "分别" not in self.text[start:end]:
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
            if reference and len(phrase) - reference.end() >= 2 and not self.is_head(phrase[: reference.end()]):
                phrase = phrase[reference.end() :]
        return phrase, link, (verb if verb in self.words.said else "")

    def _unlink(self, start: int, end: int) -> tuple[str, str]:
        """The chunk without the links at its end, and the first of those."""
        chunk = self.text[start:end].strip(" 　、")
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
        at = quantity.span.end
        stop = min(end, following.span.start) if following is not None else end
        with_de = self.folded.startswith("的", at)
        if not with_de and quantity.kind == "percent":
            return "", False
        match = _NOUN.match(self.text, at + with_de, max(stop, at + with_de))
        phrase = match[0] if match else ""
        for begin, close in self.words.right_bounds(phrase):
            # 就业岗位, 参展企业: a verb in front is part of the name where a noun follows
            if begin == 0 and close > 1 and len(phrase) >= close + 2:
                continue
            phrase = phrase[:begin]
            break
        phrase = _CHANGING.split(phrase)[0]  # 6个成员国发展到9个
        joint = re.search("[和与及]", phrase)
        if joint and len(phrase) - joint.end() > 3 and len(phrase) - joint.end() != joint.start():
            phrase = phrase[: joint.start()]
        name = _tidy(phrase.rstrip("和与及约近超中里内"))
        if name in self.words.verbs or name in self.words.after:
            return "", with_de
        return (name if 1 < len(name) <= 16 or name in ("户", "人") else ""), with_de

    def _clause_before(self, earlier: Sequence[Span]) -> str:
        """The clause before, if it is the name of a measure: …扣除标准，由每月1000元提高到2000元."""
        if not earlier:
            return ""
        start = self.passage.edge(earlier[-1].start, earlier[-1].end)
        phrase = _tidy(self.text[start : earlier[-1].end])
        at = 0
        if any(start <= q.core.start < earlier[-1].end for q in self.quantities):
            return ""
        for _, at in self.words.left_bounds(phrase):
            pass
        phrase = phrase[at:] if at and len(phrase) - at > 3 else phrase
        return phrase if self.is_head(phrase) and len(phrase) <= 24 else ""

    def _share_out(self, number: int, phrase: str) -> list[str]:
        """A、B和C分别增长1%、2%和3% -> A, B, C; without names of its own, the last three measures of the sentence."""
        count = 1
        for before, quantity in zip(self.quantities[number:], self.quantities[number + 1 :], strict=False):
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

    def _next_shared(self) -> Measure:
        if self.shared:
            name, base = self.shared.pop(0).split("\x00")
            return Measure(name, base)
        return self.last

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

    def _is_aside(self, quantity: Quantity, clause: Span, following: Quantity | None) -> bool:
        start = quantity.span.start
        before = self.folded[max(clause.start, start - 12) : start]
        if quantity.kind == "money" and _CONVERTED.search(before):
            return True
        if _RATE.search(before) or _EACH.search(before):
            return True
        return quantity.kind == "count" and _AMONG.search(before) is not None

    def _change(self, edge: int, quantity: Quantity) -> re.Match[str] | None:
        """同比增长 right before the number."""
        end = quantity.span.start
        return self.words.change.search(self.folded, max(edge, end - 40), end) if end > edge else None

    def _clause(self, quantity: Quantity) -> tuple[Span, Sequence[Span]]:
        for index in range(len(self.clauses) - 1, -1, -1):
            if self.clauses[index].start <= quantity.core.start:
                return self.clauses[index], self.clauses[:index]
        return quantity.core, ()

    def _clause_start(self, offset: int) -> int:
        return max((c.start for c in self.clauses if c.start <= offset), default=offset)


def is_list(before: Quantity, quantity: Quantity, folded: str) -> bool:
    """5%、6%和8%: nothing but a pause between two quantities of one kind."""
    between = folded[before.span.end : quantity.span.start].strip()
    return between in ("、", "和", "及", "与") and before.kind == quantity.kind


def _shorten(phrase: str) -> str:
    """A name of no more than twenty characters; of a longer list, its last item."""
    if len(phrase) > _MAX_NAME and "、" in phrase:
        phrase = phrase.rsplit("、", 1)[1]
    return phrase if 1 < len(phrase) <= _MAX_NAME else ""


def _tidy(phrase: str) -> str:
    """Without brackets that do not pair, quotation marks at the ends and small words in front."""
    phrase = re.sub(r"^[的了和与及、“”（）()\s·.．%]+|[“（(《的、\s·]+$", "", phrase)
    for left, right in ("（）", "()", "“”"):
        if phrase.count(left) != phrase.count(right):
            phrase = re.split(f"[{re.escape(left + right)}]", phrase)[-1 if right in phrase else 0]
    return phrase
