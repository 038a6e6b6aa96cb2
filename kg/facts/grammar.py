"""The slot grammar: an article's text with its mentions masked, and patterns over it.

In: ``text``, typed mentions, times. Out: a :class:`View`, in which every (maximal) mention is one
private-use character that stands for its type, and every time expression one more; and, for each
:class:`Rule`, its :class:`Match` es with the mentions that fill its slots.

A pattern is a regular expression over that masked text with two additions:

``{subject:Company}``       one mention of the class or a subclass, as the slot ``subject``
``{subject:Company|Site}``  one of several classes
``{attendee:Person+}``      a coordinated list: A、B、C和D
``{attendee:Person~}``      the same, with a few words of description before each item
``{place:Place>}``          mentions side by side, the last one fills the slot: 浙江嘉兴 -> 嘉兴
``{:Time}``                 a mention that fills no slot
``{^Person}``               one character of the same sentence that is no such mention
``{ADJ}``                   a macro of ``data/grammar.toml``

Word segmentation plays no part, so a name never rides on a token border. The idea of patterns over
typed chunks is that of cascaded finite-state extraction (Hobbs et al., FASTUS, 1997).
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from kg.errors import LexiconError
from kg.model import Mention, Part, Span, Time

_FIRST = 0xE000  # private use area: the character of the first type
_SLOT = re.compile(r"\{(?P<name>[a-z_0-9]*):(?P<types>[A-Za-z|]+)(?P<many>[+~>]?)\}")
_OTHER = re.compile(r"\{\^(?P<types>[A-Za-z|]+)\}")
_MACRO = re.compile(r"\{(?P<name>[A-Z][A-Z_]*)\}")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_ASIDE = re.compile(r"[（(](?:以下|下文|下|简|又)?(?:简|统|合)?称[^（）()\n]{1,40}[）)]")
_QUOTED = re.compile(r"(?<![：:])“[^“”。！？\n]{1,40}”|《[^《》\n]{1,80}》|（[^（）。！？\n]{1,30}）")
_INNER = str.maketrans("，；：、。！？", "·······")
_MARKUP = re.compile(r"\[(?P<text>[^\[\]|]+)\|(?P<type>[A-Za-z]+)(?:\|(?P<slot>[a-z_0-9]+))?\]")
TIME = "Time"
EVERY = "*"  # the cue of a rule that has none


@dataclass(frozen=True, slots=True)
class Grammar:
    """The classes a slot may ask for, their characters, and the macros; see ``data/grammar.toml``."""

    classes: Mapping[str, tuple[str, ...]]  # class -> itself and its subclasses
    macros: Mapping[str, str]
    chars: Mapping[str, str]  # concrete type -> its character

    def charset(self, types: str) -> str:
        """``"Company|Site"`` as a regular-expression character class."""
        found: dict[str, None] = {}
        for name in types.split("|"):
            if name not in self.classes:
                raise KeyError(name)
            found.update((self.chars[sub], None) for sub in self.classes[name])
        return "[" + "".join(found) + "]"

    def expand(self, pattern: str) -> str:
        """The pattern with macros and slots written out as a plain regular expression."""
        for _ in range(4):  # macros may use macros
            pattern = _MACRO.sub(lambda m: f"(?:{self.macros[m['name']]})", pattern)
        pattern = _OTHER.sub(lambda m: "[^。；：！？\n" + self.charset(m["types"])[1:], pattern)
        return _SLOT.sub(self._slot, pattern)

    def _slot(self, match: re.Match[str]) -> str:
        one = self.charset(match["types"])
        many = match["many"]
        if many == ">":
            body = f"{one}+"
        elif many:
            gap = self.macros["GAP"] if many == "~" else ""
            body = f"{gap}{one}(?:{self.macros['SEP']}{gap}{one})*"
        else:
            body = one
        return f"(?P<{match['name']}>{body})" if match["name"] else f"(?:{body})"


def load_grammar(text: str, source: str) -> Grammar:
    """Read ``[classes]`` and ``[macros]``."""
    data = parse_toml(text, source)
    classes = {name: (name, *subs) for name, subs in data["classes"].items()}
    for name, subs in data["classes"].items():
        for sub in subs:
            if sub not in classes:
                raise LexiconError(f"{source}: class {name} has the unknown subclass {sub}")
    chars = {name: chr(_FIRST + i) for i, name in enumerate(classes)}
    macros = dict(data["macros"])
    macros["ANY"] = f"[{chr(_FIRST)}-{chr(_FIRST + len(chars) - 1)}]"
    return Grammar(classes, macros, chars)


@cache
def default_grammar() -> Grammar:
    """The grammar that ships with the package."""
    return load_grammar(read_data("grammar.toml"), "grammar.toml")


def read_data(name: str) -> str:
    """A file of ``kg/data`` as text."""
    return files("kg").joinpath("data", name).read_text(encoding="utf-8")


def parse_toml(text: str, source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{source}: {error}") from error


# ------------------------------------------------------------------------------------------- masking


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


def mask_text(text: str, mentions: Iterable[Mention], times: Iterable[Time], grammar: Grammar) -> View:
    """Put one character for each maximal body mention and each time outside mentions.

    Words in brackets that only give a short name are left out, and so are quotation marks around a
    single name; commas inside a short quotation become ``·``, so that they part no clause.
    """
    units: list[tuple[int, int, str, tuple[Mention, ...], Time | None]] = []
    body = [m for m in mentions if m.part is Part.BODY and m.type in grammar.chars]
    body.sort(key=lambda m: (m.span.start, -m.span.end, -m.confidence, m.type, m.name))
    for mention in body:
        if units and mention.span.start < units[-1][1]:
            start, end, char, same, _ = units[-1]
            if (start, end) == (mention.span.start, mention.span.end) and char == grammar.chars[mention.type]:
                units[-1] = (start, end, char, (*same, mention), None)
            continue
        units.append((mention.span.start, mention.span.end, grammar.chars[mention.type], (mention,), None))
    taken = [unit[0] for unit in units]
    for time in times:
        i = bisect_left(taken, time.span.end)
        if i == 0 or units[i - 1][1] <= time.span.start:
            units.append((time.span.start, time.span.end, grammar.chars[TIME], (), time))
    units.sort(key=lambda unit: unit[0])

    plain = _PRIVATE.sub("\ufffd", text)
    plain = _QUOTED.sub(lambda m: m[0][0] + m[0][1:-1].translate(_INNER) + m[0][-1], plain)
    drop = [m.span() for m in _ASIDE.finditer(plain)]
    units = [unit for unit in units if not any(a <= unit[0] and unit[1] <= b for a, b in drop)]
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    fillers: dict[int, tuple[Mention, ...]] = {}
    found: dict[int, Time] = {}
    at = 0
    cuts = iter([*sorted((a, b, None) for a, b in drop)])
    cut = next(cuts, None)
    for unit in [*units, None]:
        stop = unit[0] if unit else len(plain)
        while at < stop:
            if cut and cut[0] <= at:
                at = max(at, cut[1])
                cut = next(cuts, None)
                continue
            upto = min(stop, cut[0]) if cut else stop
            parts.append(plain[at:upto])
            starts.extend(range(at, upto))
            ends.extend(range(at + 1, upto + 1))
            at = upto
        if unit is None:
            break
        start, end, char, who, when = unit
        if who:
            fillers[len(starts)] = who
        elif when:
            found[len(starts)] = when
        parts.append(char)
        starts.append(start)
        ends.append(end)
        at = end
    view = View("".join(parts), starts, ends, fillers, found, text)
    marks = _quotes_round_names(grammar).finditer(view.text)
    return view.without(edge for m in marks for edge in ((m.start(), m.start() + 1), (m.end() - 1, m.end())))


@cache
def _mark_pattern(chars: str) -> re.Pattern[str]:
    return re.compile(f"“[{chars}]”|‘[{chars}]’|《[{chars}]》")


def _quotes_round_names(grammar: Grammar) -> re.Pattern[str]:
    return _mark_pattern("".join(char for name, char in grammar.chars.items() if name != TIME))


# --------------------------------------------------------------------------------------------- rules


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern with what it says and sentences that it must and must not read."""

    id: str
    regex: re.Pattern[str] = field(repr=False)
    slots: Mapping[str, tuple[re.Pattern[str], str]] = field(repr=False)  # slot -> (its characters, "" + ~ or >)
    cues: tuple[str, ...]  # literals one of which every match holds: a cheap filter
    confidence: float
    data: Mapping[str, Any] = field(repr=False)  # everything else of the row
    yes: tuple[str, ...] = field(repr=False)
    no: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Match:
    """A rule at masked ``[start, end)``, with the mentions in its slots."""

    rule: Rule
    start: int
    end: int
    groups: Mapping[str, tuple[int, int]]  # every named group that took part
    slots: Mapping[str, tuple[Mention, ...]]


def load_rules(text: str, source: str, grammar: Grammar, *, table: str = "rule") -> list[Rule]:
    """Read the ``[[rule]]`` rows of a TOML file; every row is compiled and checked."""
    rules = []
    seen: set[str] = set()
    for row in parse_toml(text, source).get(table, []):
        where = f"{source}, rule {row.get('id', '?')!r}"
        for key in ("id", "pattern", "confidence", "cues", "yes"):
            if not row.get(key):
                raise LexiconError(f"{where}: {key} is missing")
        if row["id"] in seen:
            raise LexiconError(f"{where}: the id is used twice")
        seen.add(row["id"])
        if not 0 < row["confidence"] <= 1:
            raise LexiconError(f"{where}: confidence {row['confidence']} is not in (0, 1]")
        try:
            regex = re.compile(grammar.expand(row["pattern"]))
        except KeyError as error:
            raise LexiconError(f"{where}: unknown class or macro {error}") from error
        except re.error as error:
            raise LexiconError(f"{where}: {error}") from error
        for example in row["yes"]:
            if not any(cue == EVERY or cue in example for cue in row["cues"]):
                raise LexiconError(f"{where}: no cue in the example {example}")
        slots = {
            m["name"]: (re.compile(grammar.charset(m["types"])), m["many"])
            for m in _SLOT.finditer(row["pattern"])
            if m["name"]
        }
        known = {"id", "pattern", "confidence", "cues", "yes", "no"}
        rules.append(
            Rule(
                row["id"],
                regex,
                slots,
                tuple(row["cues"]),
                row["confidence"],
                {key: value for key, value in row.items() if key not in known},
                tuple(row["yes"]),
                tuple(row.get("no", ())),
            )
        )
    return rules


def match_rules(rules: Iterable[Rule], view: View, sentences: Sequence[Span]) -> Iterator[Match]:
    """Every match of every rule within one sentence, by rule and then by place."""
    bounds = [view.bounds(sentence) for sentence in sentences]
    edges = [start for start, _ in bounds]
    lines: dict[str, list[int]] = {}
    for rule in rules:
        hit: set[int] = set()
        for cue in rule.cues:
            if cue not in lines:
                lines[cue] = _lines_with(cue, view.text, edges)
            hit.update(lines[cue])
        for i in sorted(hit):
            start, end = bounds[i]
            for match in rule.regex.finditer(view.text, start, end):
                groups = {name: match.span(name) for name, got in match.groupdict().items() if got is not None}
                slots = {name: _fill(view, groups[name], *rule.slots[name]) for name in groups if name in rule.slots}
                yield Match(rule, match.start(), match.end(), groups, slots)


def _lines_with(cue: str, text: str, edges: Sequence[int]) -> list[int]:
    if cue == EVERY:
        return list(range(len(edges)))
    found: list[int] = []
    at = text.find(cue)
    while at >= 0:
        i = bisect_right(edges, at) - 1
        if i >= 0:
            found.append(i)
            at = text.find(cue, max(at + 1, edges[i + 1] if i + 1 < len(edges) else len(text)))
        else:
            at = text.find(cue, at + 1)
    return found


def _fill(view: View, group: tuple[int, int], charset: re.Pattern[str], many: str) -> tuple[Mention, ...]:
    found = view.within(*group, charset)
    return tuple(found[-1:] if many == ">" else found)


# ------------------------------------------------------------------------------------------ examples


def parse_markup(example: str, *, article: str = "article:example") -> tuple[str, list[Mention], list[Span], list[str]]:
    """``[澄江锂业|Company|subject]是…`` -> the text, its mentions, spans of ``|Time]`` and each mention's slot."""
    text = ""
    at = 0
    mentions: list[Mention] = []
    times: list[Span] = []
    slots: list[str] = []
    for m in _MARKUP.finditer(example):
        text += example[at : m.start()]
        span = Span(len(text), len(text) + len(m["text"]))
        text += m["text"]
        at = m.end()
        if m["type"] == TIME:
            times.append(span)
        else:
            mentions.append(Mention(article, span, m["text"], m["type"], 1.0, "markup"))
            slots.append(m["slot"] or "")
    return text + example[at:], mentions, times, slots
