"""A thing's known names and the text -> further names that the text gives it and nobody marked as mentions.

重庆某力 of 某力电器（重庆）有限公司, 甘肃炼化 of 中某油甘肃炼化公司, 南日汽车 where 南日 is marked, 中山汇智某街
where 中山 and 汇智某街 are marked one by one. They are names of the thing, so they belong to its labels; the
sentences they stand in are not claims about it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence

from kg.entities.bodies import bare_name
from kg.entities.companies import CompanyName
from kg.entities.sites import match_sites
from kg.lexicon.gazetteer import Gazetteer
from kg.lexicon.words import Lexicon
from kg.model import Mention, Part

_HAN = re.compile(r"[一-龥]")
_TAIL = 4
_EVERYDAY = 100  # how often a word stands in jieba's corpus from which on it is no brand by itself
_ZONES = frozenset(
    {"高新区", "经开区", "开发区", "经济开发区", "高新技术开发区", "保税区", "工业园区", "新区", "度假区"}
)


def company_forms(name: CompanyName, parents: Sequence[str], gazetteer: Gazetteer) -> list[str]:
    """Shorter names that could be said for a company; whether the text says them is asked afterwards."""
    forms = []
    if name.legal or name.branch:
        if name.branch and name.brand:
            forms += [name.branch + name.brand, name.brand + name.branch, name.branch + name.middle]
        elif name.place and name.brand:
            forms += [name.place + name.brand, name.place + name.middle]
    core = name.name.removesuffix(name.suffix) if name.suffix and not name.branch else ""
    forms.append(core)
    for parent in parents:
        rest = name.name.removeprefix(parent)
        if rest != name.name and gazetteer.starts_with_place(rest):
            forms += [rest, rest.removesuffix(name.suffix)]
    return [form for form in dict.fromkeys(forms) if len(form) >= 3 and form != name.name]


def find_company_forms(
    forms: Iterable[str], mentions: Sequence[Mention], text: str, known: Container[str]
) -> list[str]:
    """Those of ``forms`` that stand in the text by themselves or as the owner at the head of a project's name."""
    inside = [mention for mention in mentions if mention.part is Part.BODY]
    found = []
    for form in forms:
        if form in known:
            continue
        at = text.find(form)
        while at >= 0:
            covering = [
                m for m in inside if m.span.start <= at and at + len(form) <= m.span.end and len(m.text) > len(form)
            ]
            # inside a longer name only at its head, as its owner (甘肃炼化公司|年产…项目)
            if all(m.span.start == at and m.type in ("Project", "Site") for m in covering):
                found.append(form)
                break
            at = text.find(form, at + 1)
    return found


def find_extended_forms(name: str, mentions: Sequence[Mention], text: str, firms: Container[str]) -> list[str]:
    """南日汽车, where 南日 is a company and a word for a kind of company follows it."""
    if not 2 <= len(name) <= 4:
        return []
    taken = [(m.span.start, m.span.end) for m in mentions if m.part is Part.BODY and len(m.text) > len(name)]
    found = []
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        free = not any(start < end and at < stop for start, stop in taken)
        if free and text[end : end + 2] in firms:
            found.append(text[at : end + 2])
        at = text.find(name, end)
    return found


def find_brand(name: CompanyName, taken: Sequence[tuple[int, int]], text: str, lexicon: Lexicon) -> list[str]:
    """奇某 of 奇某汽车, where the text says it by itself, twice at least, and it is no everyday word."""
    brand = name.brand
    if not 2 <= len(brand) <= 4 or not name.trade or name.place or name.legal or name.branch:
        return []
    if lexicon.segmenter.FREQ.get(brand, 0) > _EVERYDAY or lexicon.gazetteer.is_place(brand):
        return []
    starts = [match.start() for match in re.finditer(re.escape(brand), text)]
    free = [at for at in starts if not any(start <= at < end for start, end in taken)]
    return [brand] if len(free) >= 2 else []


def find_zone_form(name: str, taken: Sequence[tuple[int, int]], text: str, gazetteer: Gazetteer) -> list[str]:
    """高新区 of 威海高新区, where the text has it by itself."""
    length = gazetteer.starts_with_place(name)
    short = name[length:]
    if not length or short not in _ZONES:
        return []
    starts = [match.start() for match in re.finditer(short, text)]
    free = [at for at in starts if not any(start <= at < end for start, end in taken)]
    return [short] if free else []


def find_fronted_forms(mentions: Sequence[Mention], areas: dict[int, Mention]) -> list[str]:
    """中山|汇智某某街: an area's name directly before the thing's."""
    found = []
    for mention in mentions:
        front = areas.get(mention.span.start) if mention.part is Part.BODY else None
        if front is not None and len(mention.text) > 2 and not mention.text.startswith(front.text):
            found.append(bare_name(front.text + mention.text))
    return found


def find_project_forms(
    names: Sequence[str], taken: Sequence[tuple[int, int]], text: str, known: Container[str], lexicon: Lexicon
) -> list[str]:
    """发动机扩建项目 of 某某发动机产能扩建项目: the same end, something left out, and no mark on it yet."""
    found = []
    for full in names:
        tail = full[-_TAIL:]
        if len(full) < 8 or not _HAN.match(tail):
            continue
        at = text.find(tail)
        while at >= 0:
            end = at + len(tail)
            if not any(start < end and at < stop for start, stop in taken):
                for length in range(min(len(full) - 1, end), _TAIL + 1, -1):
                    short = text[end - length : end]
                    if short in known or "\n" in short or re.search(r"[，。、；：]", short):
                        continue
                    match = match_sites(full, short, known, lexicon.heads, lexicon.gazetteer)
                    if match and match[0] >= 0.7:
                        found.append(short)
                        break
            at = text.find(tail, end)
    return list(dict.fromkeys(found))
