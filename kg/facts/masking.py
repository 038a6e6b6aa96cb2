"""An article's text with its mentions masked.

In: ``text``, typed mentions, times. Out: a :class:`View`, in which every (maximal) mention is one
private-use character that stands for its class, and every time expression one more; each position
knows the stretch of text it stands for.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from kg.facts.grammar import TIME, Grammar
from kg.model import Mention, Part, Span, Time

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_ASIDE = re.compile(r"[（(](?:以下|下文|下|简|又)?(?:简|统|合)?称[^（）()\n]{1,40}[）)]")
# what brackets behind a name may add to it without saying anything: another name of it, a foreign spelling, a code
_BRACKETS = re.compile(r"[（(](?P<inner>[^（）()\n]{1,60})[）)]")
_SHORT = re.compile(r"[^，。；：！？、]{1,10}")
_FOREIGN = re.compile(r"[A-Za-z0-9 .,:&'’·\-]{1,60}|[0-9A-Z]{1,6}[.:：][0-9A-Z]{1,8}")
# what they say where they name another thing too: 澄江锂业（华岳集团子公司）
_TELLS = re.compile(
    r"子公司|分公司|子企业|母公司|旗下|麾下|下属|所属|隶属|直属|附属|控股|参股|持股|投资|股东|全资|位于|地处|坐落|总部|出资|由"
)
_PERSON_BRACKETS = re.compile(
    r"[（(](?:[男女](?:[，、][^（）()\n]{1,12})?|[0-9]{1,3}岁|[左右前后中][^（）()\n]{0,4}|[A-Za-z .·\-]{2,40})[）)]"
)
_QUOTED = re.compile(r"(?<![：:])“[^“”。！？\n]{1,40}”|《[^《》\n]{1,80}》|（[^（）。！？\n]{1,30}）")
_INNER = str.maketrans("，；：、。！？", "·······")


@dataclass(frozen=True, slots=True)
class View:
    """The masked text; ``starts[i]:ends[i]`` is what its character ``i`` stands for."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    fillers: Mapping[int, tuple[Mention, ...]] = field(repr=False)
    times: Mapping[int, Time] = field(repr=False)
    source: str = field(repr=False)

    def words(self, start: int, end: int) -> str:
        """What masked ``[start, end)`` stands for, without white space; quotation marks are kept in pairs."""
        first, last = self.starts[start], self.ends[end - 1]
        text = self.source[first:last]
        if text.count("“") < text.count("”") and self.source[first - 1 : first] == "“":
            text = "“" + text
        if text.count("“") > text.count("”") and self.source[last : last + 1] == "”":
            text += "”"
        return "".join(text.split())

    def span(self, start: int, end: int) -> Span:
        """Masked ``[start, end)`` as a span of the article's text."""
        return Span(self.starts[start], self.ends[end - 1])

    def bounds(self, span: Span) -> tuple[int, int]:
        """A span of the article's text as masked ``[start, end)``."""
        return bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)

    def at(self, offset: int) -> int:
        """The masked position that holds the article's character ``offset``."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def within(self, start: int, end: int, charset: re.Pattern[str] | None = None) -> list[Mention]:
        """The mentions at masked ``[start, end)``, in order, those of ``charset`` if one is given."""
        return [
            mention
            for at in range(start, end)
            if at in self.fillers and (charset is None or charset.match(self.text[at]))
            for mention in self.fillers[at]
        ]

    def without(self, ranges: Iterable[tuple[int, int]]) -> View:
        """The same view with some stretches left out: titles before a name, brackets ..."""
        keep = bytearray(b"\x01") * len(self.text)
        for start, end in ranges:
            keep[start:end] = bytes(end - start)
        at = [i for i, flag in enumerate(keep) if flag]
        return View(
            "".join(self.text[i] for i in at),
            [self.starts[i] for i in at],
            [self.ends[i] for i in at],
            {new: self.fillers[old] for new, old in enumerate(at) if old in self.fillers},
            {new: self.times[old] for new, old in enumerate(at) if old in self.times},
            self.source,
        )


@dataclass(frozen=True, slots=True)
class _Unit:
    """A stretch of the text that becomes one character; ``char`` is "" for what is left out."""

    start: int
    end: int
    char: str
    mentions: tuple[Mention, ...] = ()
    time: Time | None = None


def mask_text(text: str, mentions: Iterable[Mention], times: Iterable[Time], grammar: Grammar) -> View:
    """Put one character for each maximal body mention and each time outside mentions.

    Words in brackets that only give a short name are left out, and so are quotation marks around a
    single name; commas inside a short quotation become ``·``, so that they part no clause.
    """
    plain = _PRIVATE.sub("\ufffd", text)
    plain = _QUOTED.sub(lambda m: m[0][0] + m[0][1:-1].translate(_INNER) + m[0][-1], plain)
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    fillers: dict[int, tuple[Mention, ...]] = {}
    found: dict[int, Time] = {}
    at = 0
    for unit in _find_units(plain, mentions, times, grammar):
        parts.append(plain[at : unit.start])
        starts.extend(range(at, unit.start))
        ends.extend(range(at + 1, unit.start + 1))
        at = unit.end
        if not unit.char:
            continue
        if unit.time is not None:
            found[len(starts)] = unit.time
        else:
            fillers[len(starts)] = unit.mentions
        parts.append(unit.char)
        starts.append(unit.start)
        ends.append(unit.end)
    parts.append(plain[at:])
    starts.extend(range(at, len(plain)))
    ends.extend(range(at + 1, len(plain) + 1))
    view = View("".join(parts), starts, ends, fillers, found, text)
    names = "".join(char for name, char in grammar.chars.items() if name != TIME)
    marks = [m.span() for m in _quotes_round(names).finditer(view.text)]
    return view.without(edge for a, b in marks for edge in ((a, a + 1), (b - 1, b)))


def _find_units(plain: str, mentions: Iterable[Mention], times: Iterable[Time], grammar: Grammar) -> list[_Unit]:
    """What is masked or left out, in order, nothing overlapping: asides first, then mentions, then times."""
    units = [_Unit(*m.span(), "") for m in _ASIDE.finditer(plain)]
    body = [m for m in mentions if m.part is Part.BODY and m.type in grammar.chars and m.span.end <= len(plain)]
    body.sort(key=lambda m: (m.span.start, -m.span.end, -m.confidence, m.type, m.name))
    names: list[_Unit] = []
    for mention in body:
        last = names[-1] if names else None
        if last is None or mention.span.start >= last.end:
            names.append(_Unit(mention.span.start, mention.span.end, grammar.chars[mention.type], (mention,)))
        elif (last.start, last.end) == (mention.span.start, mention.span.end) and (
            last.char == grammar.chars[mention.type] or mention.extractor == "reference/both"
        ):  # 双方: two at one place
            names[-1] = _Unit(last.start, last.end, last.char, (*last.mentions, mention))
    behind = (_bracket_behind(plain, name, names[i + 1 : i + 4]) for i, name in enumerate(names))
    units = _add_units(units, [each for each in behind if each is not None])
    units = _add_units(units, names)
    return _add_units(units, [_Unit(t.span.start, t.span.end, grammar.chars[TIME], (), t) for t in times])


def _bracket_behind(plain: str, name: _Unit, after: Sequence[_Unit]) -> _Unit | None:
    """The brackets that only give the thing another name: 某某集团有限公司(某某); ``after`` are the next names."""
    if plain[name.end : name.end + 1] not in ("（", "("):
        return None
    if name.mentions[0].type in ("Person", "Official"):
        match = _PERSON_BRACKETS.match(plain, name.end)
    else:
        match = _BRACKETS.match(plain, name.end)
        if match is not None and not _adds_a_name(match, name, after):
            match = None
    return None if match is None else _Unit(*match.span(), "")


def _adds_a_name(match: re.Match[str], name: _Unit, after: Sequence[_Unit]) -> bool:
    """Whether brackets hold a foreign spelling, another name of the same class, or a few words that say nothing."""
    inner = match["inner"]
    if _FOREIGN.fullmatch(inner):
        return True
    inside = [unit for unit in after if match.start("inner") <= unit.start and unit.end <= match.end("inner")]
    if len(inside) == 1 and inside[0].char == name.char and len(inner) == inside[0].end - inside[0].start:
        return True
    return _SHORT.fullmatch(inner) is not None and not (inside and _TELLS.search(inner))


def _add_units(units: list[_Unit], more: list[_Unit]) -> list[_Unit]:
    """``units`` and those of ``more`` that overlap none of them."""
    begins = [unit.start for unit in units]
    free = []
    for unit in more:
        i = bisect_left(begins, unit.end)
        if i == 0 or units[i - 1].end <= unit.start:
            free.append(unit)
    return sorted([*units, *free], key=lambda unit: unit.start)


@cache
def _quotes_round(chars: str) -> re.Pattern[str]:
    return re.compile(f"“[{chars}]”|‘[{chars}]’|《[{chars}]》")
