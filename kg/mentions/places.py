"""Tagged text -> places (divisions, countries, regions, other places) and organisations the tagger names.

What the gazetteer knows gets its type there; a place that it does not know keeps the tagger's word, typed
by the last characters. Organisations without a head word (东风日产) are companies unless a list says better.
"""

from __future__ import annotations

import re

from kg.lexicon.words import Lexicon
from kg.mentions.calibration import calibrate
from kg.mentions.documents import NO_MODEL
from kg.mentions.tagged import Candidate, TaggedText

_REGION = re.compile(r"(?:地区|流域|沿线|沿岸|平原|高原|盆地|走廊|经济带|城市群|都市圈|大湾区)$")
_TRADE = re.compile(r"(?:行业|产业|企业|市场|领域|板块|概念)$")
_LEVEL = re.compile(r"[省市县区镇乡旗盟州]")
_SURE_PLACE = 0.8
_SURE_UNKNOWN = 0.6  # a place that no list and no head word knows
_LEAST_ORGANISATION = 0.35
_SURE_COMPOUND = 0.8  # an organisation without a head word that is made of common words
_SURE_BRAND = 0.75  # an organisation without a head word, whose name is also a division's
_OWN_AREA = re.compile(r"(?<![一-龥])?(我[省市区县州镇乡村]|(?<!（)自治[区州县](?![党委人政府域、））]))")


def find_places(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    found: list[Candidate] = []
    text = tagged.text
    located = {
        text[word.start : word.end] for word in tagged.words if word.tag == "LOC" and word.posterior >= _SURE_PLACE
    }
    for word in tagged.words:
        form = text[word.start : word.end]
        if lexicon.is_country_pair(form.removesuffix("关系")):
            continue
        if word.tag == "LOC" and form not in lexicon.stops:
            if (
                word.posterior < _SURE_PLACE
                and not (tagged.jieba_border(word.start) and tagged.jieba_border(word.end))
                and lexicon.is_common_word(form)
            ):
                continue  # 海口 in 入海口
            found += _typed_place(form, word.start, word.end, word.posterior, lexicon)
        elif word.tag == "ORG" and len(form) >= 2 and not any(form.startswith(stop) for stop in lexicon.stops):
            if form in located:
                found += _typed_place(form, word.start, word.end, word.posterior, lexicon)
            else:
                found += _typed_organisation(form, word.start, word.end, word.posterior, lexicon)
        elif word.tag in ("n", "nz", "nw", "s") and len(form) >= 2:
            kind = lexicon.gazetteer.kind(form)
            if kind and not lexicon.is_common_word(form):
                found.append(Candidate(word.start, word.end, kind, 0.75, "gazetteer"))
            elif word.tag == "nz" and _is_place_and_brand(form, lexicon):
                found.append(Candidate(word.start, word.end, "Company", 0.55, "tagger/nz"))
    for match in _OWN_AREA.finditer(text):
        if match.start() in tagged.borders and match.end() in tagged.borders:
            found.append(Candidate(*match.span(), "AdministrativeArea", 0.8, "own_area"))
    return found


def _is_place_and_brand(form: str, lexicon: Lexicon) -> bool:
    """江州云雀, one unknown word."""
    return len(form) >= 4 and not lexicon.is_common_word(form) and bool(lexicon.gazetteer.starts_with_place(form))


def _typed_place(form: str, start: int, end: int, posterior: float, lexicon: Lexicon) -> list[Candidate]:
    sure = calibrate(posterior)
    kind = lexicon.gazetteer.kind(form)
    if len(form) == 1 and not kind:
        return []
    if kind:
        return [Candidate(start, end, kind, max(sure, 0.8), "tagger/LOC+gazetteer")]
    chain = lexicon.gazetteer.split_chain(form)
    if chain:
        return [
            Candidate(
                start + b,
                start + e,
                lexicon.gazetteer.kind(form[b:e]) or "AdministrativeArea",
                max(sure, 0.8),
                "tagger/LOC+gazetteer",
            )
            for b, e in chain
        ]
    above = lexicon.gazetteer.starts_with_place(form)
    if 2 < above < len(form) - 1 and _LEVEL.match(form, above - 1):
        # 某市某乡某村 in one word: the level that the gazetteer knows, then the rest
        first = _typed_place(form[:above], start, start + above, posterior, lexicon)
        return first + _typed_place(form[above:], start + above, end, posterior, lexicon)
    for length in range(min(8, len(form)), 0, -1):
        heads = lexicon.heads.get(form[-length:])
        if heads:
            if heads[0].type == "AdministrativeArea" and len(form) < 3:
                return []
            if length == len(form) and heads[0].type != "Site":
                return []
            return [Candidate(start, end, heads[0].type, sure, "tagger/LOC+head")]
    if posterior < _SURE_UNKNOWN:
        return []
    # mostly towns abroad and townships; regions have a head word
    kind = "AdministrativeArea" if posterior >= _SURE_PLACE and not _REGION.search(form) else "Place"
    return [Candidate(start, end, kind, sure * 0.9, "tagger/LOC")]


def _typed_organisation(form: str, start: int, end: int, posterior: float, lexicon: Lexicon) -> list[Candidate]:
    sure = calibrate(posterior)
    kind = lexicon.gazetteer.kind(form)
    if kind and posterior < _SURE_BRAND:
        return [Candidate(start, end, kind, max(sure * 0.9, 0.7), "tagger/ORG+gazetteer")]
    if posterior < _LEAST_ORGANISATION or form in lexicon.heads or form in NO_MODEL or _TRADE.search(form):
        return []
    for length in range(min(8, len(form) - 1), 0, -1):
        heads = lexicon.heads.get(form[-length:])
        if heads and heads[0].type != "AdministrativeArea":
            type_ = "Company" if lexicon.is_state_builder(form) else heads[0].type
            return [Candidate(start, end, type_, sure, "tagger/ORG+head")]
    if lexicon.title_at(form):
        return []  # 某某区委书记 in one word: the grammar of compounds reads the body
    if posterior < _SURE_COMPOUND and not lexicon.is_unknown(form):
        return []  # 金融科技
    if any(form.startswith(name) for name in lexicon.first_chars.get(form[0], ())):
        return []  # 商务部会同
    return [Candidate(start, end, "Company", sure * 0.9, "tagger/ORG")]
