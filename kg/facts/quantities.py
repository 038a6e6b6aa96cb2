"""Text -> numbers with their units: 约27公顷, 500多亿元, 3至5万吨, 每月1500元, 百分之二十.

Units are the rows of ``data/units.tsv``, the words around (约, 以上 …) those of ``data/figures.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from functools import cache

from kg.errors import LexiconError
from kg.facts.grammar import parse_toml, read_data
from kg.facts.numbers import Number, find_numbers, match_number
from kg.lexicon.tables import read_table
from kg.model import Span

_KINDS = frozenset(
    "money area length weight volume energy power rate data count percent point times duration temperature".split()
)
_RANGE = re.compile(r"[ ]?(?:至|到|—{1,2}|-|–|―{1,2}|~|或)[ ]?")
_PER = re.compile(
    r"(?:[/／]|每)(?P<per>年|月|日|天|小时|平方米|立方米|吨|人|户|亩|公里|台|辆|千瓦时|公斤|斤|股|次|桶|度|套|秒|平方公里|公顷|学期|米|克|升|盎司|件|只|头|张|份|个|名|位|班|趟|千瓦|瓦|磅|箱|罐|瓶|袋|盒|包|支)(?!均)"
)
_ORDINAL = re.compile(r"(?:第|排名前|位居前|位列前|前|No\.?|编号|电话|热线|邮编|QQ|车牌)[：: ]?$", re.IGNORECASE)
_LISTED_NUMBERS = 4  # so many may share one unit
_FRACTION = "分之"
_BELOW_ZERO = "零下"
_CHANGE = re.compile(r"(?:增加|增长|减少|下降|上涨|下跌|回落|提高|降低|减|增|降|涨|跌|升)(?:了|约|近)?$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of ``units.tsv``."""

    name: str
    factor: Decimal
    kind: str
    not_before: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit, normalised. ``span`` takes in the words that qualify it; ``core`` does not.

    ``number`` is where the digits begin; ``high`` the upper end of a range, whose lower end is ``value``.
    """

    span: Span
    core: Span
    value: Decimal
    unit: str
    kind: str
    qualifier: str = ""
    high: Decimal | None = None
    arabic: bool = True
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Units:
    """The loaded tables."""

    units: Mapping[str, Unit] = field(repr=False)
    longest: int
    before: re.Pattern[str] = field(repr=False)
    after: re.Pattern[str] = field(repr=False)
    meaning: Mapping[str, str] = field(repr=False)

    def match(self, text: str, at: int) -> tuple[Unit, int] | None:
        """The longest unit written at ``at`` and where it ends."""
        for length in range(min(self.longest, len(text) - at), 0, -1):
            unit = self.units.get(text[at : at + length])
            if unit is None:
                continue
            end = at + length
            following = text[end : end + 1]
            if following and (
                following in unit.not_before
                or (text[end - 1].isascii() and following.isalnum() and following.isascii())
            ):
                continue
            return unit, end
        return None


@cache
def load_units() -> Units:
    """The units and qualifiers that ship with the package."""
    units: dict[str, Unit] = {}
    for spelling, name, factor, kind, not_before in read_table("units.tsv", 5):
        try:
            number = Decimal(factor)
        except InvalidOperation as error:
            raise LexiconError(f"units.tsv: {spelling}: {factor} is no number") from error
        if kind not in _KINDS or number <= 0 or spelling in units:
            raise LexiconError(f"units.tsv: {spelling}: unknown kind, bad factor or a second row for it")
        units[spelling] = Unit(name, number, kind, "" if not_before == "-" else not_before)
    data = parse_toml(read_data("figures.toml"), "figures.toml")
    before, after = data["qualifiers_before"], data["qualifiers_after"]
    return Units(
        units,
        max(map(len, units)),
        re.compile(f"(?<![签合契条公节制违履特])(?:{alternatives(before)})[ ]?$"),
        re.compile(alternatives(after)),
        {**before, **after},
    )


def alternatives(words: Sequence[str] | Mapping[str, str]) -> str:
    """Words as one alternation, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))) + ")"


def find_quantities(folded: str, units: Units) -> Iterator[Quantity]:
    """Every number with a unit of a text folded with ``kg.facts.numbers.FOLD``, in order, none overlapping."""
    done = 0
    for number in find_numbers(folded):
        if number.span.start < done or _ORDINAL.search(folded, max(0, number.span.start - 5), number.span.start):
            continue
        quantity = _percent(folded, number) or _tenths(folded, number) or _measure(folded, number, units)
        if quantity is not None:
            quantity = _qualify(folded, quantity, units)
            done = quantity.span.end
            yield quantity


def _percent(folded: str, number: Number) -> Quantity | None:
    """百分之二十."""
    if number.value not in (100, 1000) or not folded.startswith(_FRACTION, number.span.end):
        return None
    of = match_number(folded, number.span.end + len(_FRACTION))
    if of is None:
        return None
    value = of.value * 100 / number.value
    span = Span(number.span.start, of.span.end)
    return Quantity(span, span, plain(value), "%", "percent", "over" if of.over else "", arabic=of.arabic)


def _tenths(folded: str, number: Number) -> Quantity | None:
    """二成四: 24%."""
    if not 1 <= number.value <= 9 or not folded.startswith("成", number.span.end):
        return None
    more = match_number(folded, number.span.end + 1)
    if more is None or not 1 <= more.value <= 9:
        return None
    span = Span(number.span.start, more.span.end)
    return Quantity(span, span, plain(number.value * 10 + more.value), "%", "percent", arabic=number.arabic)


def _measure(folded: str, number: Number, units: Units) -> Quantity | None:
    end = number.span.end
    end += folded.startswith((" ", "　"), end)
    high: Number | None = None
    unit = units.match(folded, end)
    link = _RANGE.match(folded, unit[1] if unit else end)
    if link:  # 3至5万吨, 3万吨至5万吨, 30%-40%
        second = match_number(folded, link.end())
        second_unit = units.match(folded, second.span.end) if second else None
        if second and second_unit and unit is not None and _moves(folded, number, second_unit, link[0]):
            second = None  # 减545吨至11700吨
        if second and second_unit and (unit is None or unit[0].name == second_unit[0].name):
            high, unit = second, second_unit
    if unit is None:
        unit = _shared_unit(folded, number, units)
    if unit is None:
        return None
    what, end = unit
    name = what.name
    per = _PER.match(folded, end)
    if per and what.kind not in ("percent", "duration", "times") and "/" not in name:
        name, end = f"{name}/{per['per']}", per.end()
    elif what.kind == "money" and folded.startswith("人民币", end):
        end += 3
    value = number.value
    if high is not None and number.scale == 1 and high.scale > 1 and value < high.value / high.scale:
        value *= high.scale  # 3至5万: the 万 is of both
    if high is not None and high.value <= value:
        return None
    span = Span(number.span.start, end)
    return Quantity(
        span,
        span,
        plain(value * what.factor),
        name,
        what.kind,
        "over" if number.over else "",
        plain(high.value * what.factor) if high else None,
        number.arabic,
        number.bare,
    )


def _shared_unit(folded: str, number: Number, units: Units) -> tuple[Unit, int] | None:
    """2.2万亿、2.8万亿、3.28万亿元: the unit stands behind the last."""
    at = number.span.end
    for _ in range(_LISTED_NUMBERS if number.scale >= 10**4 else 0):
        if not folded.startswith(("、", "和", "与"), at):
            return None
        following = match_number(folded, at + 1)
        if following is None:
            return None
        unit = units.match(folded, following.span.end)
        if unit is not None:
            return unit[0], number.span.end
        at = following.span.end
    return None


def _moves(folded: str, number: Number, unit: tuple[Unit, int], link: str) -> bool:
    """Whether 至 gives where a change led to, and not the upper end of a range."""
    if link.strip() not in ("至", "到") or unit[0].kind in ("percent", "times"):
        return False
    return _CHANGE.search(folded, max(0, number.span.start - 4), number.span.start) is not None


def _qualify(folded: str, quantity: Quantity, units: Units) -> Quantity:
    """Take 约 超过 不低于 … 左右 以上 into the span."""
    start, end = quantity.span.start, quantity.span.end
    if quantity.kind == "temperature" and folded.endswith(_BELOW_ZERO, 0, start) and quantity.high is None:
        start -= len(_BELOW_ZERO)
        quantity = replace(quantity, value=-quantity.value)
    qualifier = quantity.qualifier
    before = units.before.search(folded, max(0, start - 6), start)
    if before:
        start = before.start()
        qualifier = units.meaning[before[0].strip()]
    after = units.after.match(folded, end)
    if after:
        end = after.end()
        qualifier = qualifier or units.meaning[after[0]]
    return Quantity(
        Span(start, end),
        quantity.core,
        quantity.value,
        quantity.unit,
        quantity.kind,
        qualifier,
        quantity.high,
        quantity.arabic,
        quantity.bare,
    )


def plain(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent: 12280000, 25.22."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
