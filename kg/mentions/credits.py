"""Tagged text -> persons in credits (本版责编：…) with wide gaps between and inside names; persons in Latin letters."""

from __future__ import annotations

import re

from kg.lexicon.words import Lexicon
from kg.mentions.tagged import Candidate, TaggedText

_LABEL = re.compile(
    r"(?:责编|责任编辑|责校|编辑|编审|校对|版式设计|版式|制图|绘图|摄影|图片|撰文|文字|统筹|策划|美编|记者|通讯员|供稿)"
    r"[：:／/]?[ \u3000]*"
)
_NAMES = re.compile(r"[一-龥·、 \u3000]{2,80}")
_TOKEN = re.compile(r"[一-龥·]+")
_DONE = re.compile(r"(?<=..)(?:采访整理|摄影报道|综合报道|采写|整理|编译|报道|文[/／]图|[摄文])$")
_LATIN = re.compile(r"(?<![A-Za-z])[A-Z][a-z]+(?:[ ·.][A-Z][a-z]*\.?){0,2}[ ·]?[A-Z][a-z]{2,}(?![A-Za-z])")
_BODY = re.compile(
    r"(?:Council|Group|Association|Bank|Institute|University|Company|Corporation|Network|Research|Agency|Fund"
    r"|Commission|Committee|Center|Centre|Union|Federation|Capital|Securities|Partners|Times|Daily|News)$"
)
_SPEAKS = re.compile(r"[)）]?(?:先生|女士|博士|教授|曾?(?:表示|说|指出|认为|介绍|称|写道|强调|透露|告诉|解释|预计))")


def find_credits(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """责编：李清河  周  远 -> two persons; a name of two characters may be spaced out to the width of three."""
    found = []
    for match in _LABEL.finditer(tagged.text):
        listed = _NAMES.match(tagged.text, match.end())
        spaced = match[0][-1] in " \u3000"  # 本报记者 毕某某 马某某采访整理
        if listed is None or not (spaced or "  " in listed[0] or "\u3000" in listed[0]):
            continue  # running text: the tagger's affair
        base = match.end()
        tokens = [(base + token.start(), base + token.end()) for token in _TOKEN.finditer(listed[0])]
        index = 0
        while index < len(tokens):
            start, end = tokens[index]
            done = _DONE.search(tagged.text[start:end])
            end = start + done.start() if done else end
            name = tagged.text[start:end]
            if end - start == 1 and index + 1 < len(tokens) and tokens[index + 1][1] - tokens[index + 1][0] == 1:
                index += 1
                name += tagged.text[tokens[index][0]]
                end = tokens[index][1]
            index += 1
            if not 2 <= len(name) <= 4 or not _has_surname(name, lexicon) or lexicon.title_at(name):
                break
            spaced = end - start > len(name)
            found.append(Candidate(start, end, "Person", 0.9, "credit/person", name if spaced else ""))
    return found


def _has_surname(name: str, lexicon: Lexicon) -> bool:
    return name[:1] in lexicon.surnames or name[:2] in lexicon.surnames


def find_latin_names(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """John Miller behind a title or before a verb of saying; a name of the list of firms stays one."""
    text = tagged.text
    found = []
    for match in _LATIN.finditer(text):
        before = text[max(0, match.start() - 6) : match.start()]
        if match[0] in lexicon.names or _BODY.search(match[0]):
            continue
        if (
            _SPEAKS.match(text, match.end())
            or lexicon.title_at(before)
            or before.endswith(("作者", "分析师", "设计师"))
        ):
            found.append(Candidate(*match.span(), "Person", 0.7, "latin/person"))
    return found
