"""Tagged text -> documents in 《》, products by model number."""

from __future__ import annotations

import re

from kg.lexicon.words import Lexicon
from kg.mentions.tagged import Candidate, TaggedText

_TITLE = re.compile(r"《([^《》\n]{2,80}(?:〈[^〉]*〉[^《》\n]{0,20})?)》")
_PAPER = re.compile(r"(?:日报|晚报|早报|晨报|都市报|时报|商报|周报|周刊|杂志|月刊|报)$")
_MODEL = re.compile(
    r"[歼运轰直教]-?\d+[A-Z]?|(?<![A-Za-z0-9])(?=[A-Z0-9-]*[A-Z])[A-Z][A-Z0-9]*(?:-?[A-Z0-9]+)*(?![A-Za-z0-9%])"
)
# HPS、REPS、MSG等多种型号的…: a list of models
_KINDS = re.compile(r"(?:、[A-Z][A-Z0-9-]{1,8}){0,6}等?(?:多种|系列|各种|几种)?(?:型号|系列|机型|车型)")
_SIZES = frozenset("大型 小型 中型 微型 新型 重型 轻型 智能".split())
# abbreviations of the trade, no models
NO_MODEL = frozenset(
    (
        "APP GDP LED ECFA CAFTA CDMA GSM CKD SKD CPI PPI AI IT VR AR XR LCD GPS CEO CFO CTO COO CIO PM SOS TV "
        "DNA RNA CT MRI KTV ATM POS IC ID QQ VIP NBA CBA WTO APEC RCEP BRT MBA EMBA PPP BOT EPC IPO ETF PC USB "
        "WIFI OTC ICU PVC ABS ESG SUV MPV CNG LNG LPG PCT ISO GMP UPS ERP CRM OEM ODM KPI COVID HIV A B C D E "
        "F G H I J K L M N O P Q R S T U V W X Y Z AA AAA AAAA AAAAA "
    ).split()
)


def find_documents(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """《…》 is a document, or a paper or magazine by its last word."""
    found = []
    for match in _TITLE.finditer(tagged.text):
        inner = match[1]
        known = lexicon.names.get(inner)
        if known or _PAPER.search(inner):
            type_ = known.type if known else "Media"
            found.append(Candidate(match.start(1), match.end(1), type_, 0.9, "brackets/paper"))
        else:
            found.append(Candidate(match.start(1), match.end(1), "Document", 0.95, "brackets/document"))
    return found


def find_products(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """A model number with the nouns behind it: E120大型压缩机."""
    text, words = tagged.text, tagged.words
    found = []
    for match in _MODEL.finditer(text):
        if match[0] in NO_MODEL or len(match[0]) < 3:
            continue
        if not any(char.isdigit() for char in match[0]) and not _KINDS.match(text, match.end()):
            continue  # PMI, SOA, HSBC: letters alone say little
        end = match.end()
        index = tagged.starts.get(end)
        if index is not None and any(char.isdigit() for char in match[0]):
            if index < len(words) and text[words[index].start : words[index].end] in _SIZES:
                index += 1
            while index < len(words) and words[index].tag in ("n", "nz") and words[index].end - match.end() <= 8:
                end = words[index].end
                index += 1
        found.append(Candidate(match.start(), end, "Product", 0.6, "model_number"))
    return found
