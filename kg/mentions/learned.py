"""The names that the grammars chose, reviewed by the trained tagger: what it is sure of comes in, what it denies goes.

The tagger's head ``read`` was taught by people who read news sentence by sentence (kg/data/tagger/DATA_CARD.md); its
probabilities are calibrated. The limits were chosen on such sentences (benchmarks/names.py --raw).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kg.lexicon.words import Lexicon
from kg.mentions.tagged import Candidate, TaggedText

_CERTAIN = 0.9  # a name by itself
_CERTAIN_WORD = 0.96  # … that is a word, too; of firms that are (苹果) the grammars know more
_UNSURE = 0.85  # names of the grammars that are less sure give way to it
_DENIED = 0.15  # the tagger sees hardly a name there
_DENIED_KNOWN = 0.08  # … of those that a list or a set form knows
_KNOWN = ("lexicon/", "model/", "dot/", "list/")
_KEPT = ("lexicon/user", "body/", "brackets/", "declared", "derived", "own_area", "credit/")
_SELDOM = frozenset({"Document", "Product", "Project"})  # the tagger has seen few of them
_PARTED = {"AdministrativeArea": ("AdministrativeArea", "Site"), "PublicBody": ("PublicBody",)}
_LEGAL = re.compile(r"(?:有限|有限责任|股份)公司$")
_RETYPED = 0.85
_RUN = re.compile(r"[A-Za-z0-9]")
_RUN_ON = re.compile(r"[A-Za-z0-9]|[.-][A-Za-z0-9]")

Sure = tuple[Candidate, float]


def review_names(chosen: Iterable[Sure], tagged: TaggedText, lexicon: Lexicon) -> list[Sure]:
    """``(candidate, confidence)`` in the order of the text; no two overlap."""
    read = tagged.read
    kept: list[Sure] = []
    for candidate, sure in chosen:
        if read.probability(candidate.start, candidate.end) <= _find_limit(candidate, tagged):
            continue
        best, typed = read.find_type(candidate.start, candidate.end)
        if best != candidate.type and typed >= _RETYPED and sure < _UNSURE and not candidate.name:
            candidate = replace(candidate, type=best)
        kept.append((candidate, sure))
    known = {(candidate.start, candidate.end) for candidate, _ in kept}
    for start, end in read.spans:
        probability = read.probability(start, end)
        if (start, end) in known or probability < _CERTAIN or _is_torn(tagged.text, start, end):
            continue
        form = tagged.text[start:end]
        if form in lexicon.stops or form in lexicon.heads or lexicon.title_at(form):
            continue
        if lexicon.is_common_word(form) and (probability < _CERTAIN_WORD or form in lexicon.firms):
            continue
        beside = [(c, sure) for c, sure in kept if c.start < end and start < c.end]
        if any(sure >= _UNSURE for _, sure in beside):
            continue
        best, _ = read.find_type(start, end)
        own = Candidate(start, end, best, round(probability, 3), f"neural/{best}")
        kept = [pair for pair in kept if pair not in beside] + [(own, round(min(probability, 0.97), 2))]
    return sorted(kept, key=lambda pair: pair[0].start)


def _find_limit(candidate: Candidate, tagged: TaggedText) -> float:
    """The probability up to which the tagger's word is enough to leave a name of the grammars out."""
    if candidate.fixed or candidate.name or candidate.extractor.startswith(_KEPT) or candidate.type in _SELDOM:
        return -1.0
    if candidate.type == "Company" and _LEGAL.search(tagged.text, candidate.start, candidate.end):
        return -1.0
    parted = _PARTED.get(candidate.type)
    if parted and tagged.read.is_within(candidate.start, candidate.end, parted):
        return -1.0  # 银川|西夏区, 市委|市政府: read as one, they are two
    return _DENIED_KNOWN if candidate.extractor.startswith(_KNOWN) else _DENIED


def _is_torn(text: str, start: int, end: int) -> bool:
    """PM2|.5, “千帆|工程”: within a number or a word of letters, or with half of a pair of marks."""
    form = text[start:end]
    if any(form.count(left) != form.count(right) for left, right in ("“”", "《》", "（）", "()")):
        return True
    left, right = text[max(0, start - 1) : start], text[end : end + 2]
    return bool((_RUN.match(left) and _RUN.match(form)) or (_RUN.match(form[-1]) and _RUN_ON.match(right)))
