"""The slot grammar's language: classes of mentions, macros, patterns with slots.

In: ``data/grammar.toml``. Out: :class:`Grammar`, which turns a pattern into a plain regular expression
over masked text (``kg.facts.masking``), in which every mention is one character that stands for its class:

``{subject:Company}``       one mention of the class or a subclass, as the slot ``subject``
``{subject:Company|Site}``  one of several classes
``{attendee:Person+}``      a coordinated list: A、B、C和D; of places side by side the last counts
``{attendee:Person~}``      the same, with a few words of description before each item
``{place:Place>}``          mentions side by side, the last one fills the slot: 东岭临溪 -> 临溪
``{:Time}``                 a mention that fills no slot
``{^Person}``               one character of the same sentence that is no such mention
``{ADJ}``                   a macro of ``data/grammar.toml``

Word segmentation plays no part, so a name never rides on a token border. The idea of patterns over
typed chunks is that of cascaded finite-state extraction (Hobbs et al., FASTUS, 1997).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kg.errors import LexiconError
from kg.model import Mention, Span

TIME = "Time"
SLOT = re.compile(r"\{(?P<name>[a-z_0-9]*):(?P<types>[A-Za-z|]+)(?P<many>[+~>]?)\}")
_FIRST = 0xE000  # private use area: the character of the first type
_OTHER = re.compile(r"\{\^(?P<types>[A-Za-z|]+)\}")
_MACRO = re.compile(r"\{(?P<name>[A-Z][A-Z_]*)\}")
_MARKUP = re.compile(r"\[(?P<text>[^\[\]|]+)\|(?P<type>[A-Za-z]+)(?:\|(?P<slot>[a-z_0-9]+))?\]")


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
        return SLOT.sub(self._slot, pattern)

    def _slot(self, match: re.Match[str]) -> str:
        one = self.charset(match["types"])
        many = match["many"]
        if many == ">":
            body = f"{one}+"
        elif many:
            gap = self.macros["ITEM"] if many == "~" else ""
            area = self.chars["AdministrativeArea"]
            first = gap + f"{area}{{0,2}}" if area in one else gap  # 东岭临溪、青石
            seat = f"(?:位于|地处|来自|总部[设位]?[在于]){self.charset('Place')}{{1,3}}的"
            more = f"{gap}(?:(?<!，)(?:{area}{{1,2}}|{seat}))?"  # 华岳集团和南岭澄江锂业; but not 华岳集团，南岭…
            body = f"{first}{one}(?:{self.macros['SEP']}{more}{one})*"
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
