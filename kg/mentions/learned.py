"""Tagged text -> the names that the trained tagger sees; and unsure candidates of the grammars that it does not see.

Three heads speak: ``news`` knows our types but learned them from the grammars; ``cluener`` and ``msra`` were taught
by people but know other types. A name is proposed where they agree and no grammar is sure of another; an unsure
candidate that none of them sees at all is dropped. The figures were chosen on CLUENER's held-out tenth, MSRA's test
part and by reading raw news.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.lexicon.words import Lexicon
from kg.mentions.tagged import Candidate, TaggedText

_LEAST = 0.7  # mean of the head of our types and the surer of the two others
_LEAST_PERSON = 0.62
_ALONE = 0.93  # a person or a firm of CLUENER's head that ``news`` does not see
_FIRM = 0.6  # a firm is one for CLUENER too: brands of the silver are often products
_UNSEEN = 0.05
_SURE = 0.9  # a grammar's candidate that no network overrules
_COARSE = {
    "Person": "PER",
    "AdministrativeArea": "LOC",
    "Site": "LOC",
    "Place": "LOC",
} | dict.fromkeys(
    ("Company", "PublicBody", "Institution", "Association", "Media", "Organization"),
    "ORG",
)
_OTHER = {
    "name": "PER",
    "address": "LOC",
    "scene": "LOC",
    "PER": "PER",
    "LOC": "LOC",
    "ORG": "ORG",
} | dict.fromkeys(("company", "organization", "government"), "ORG")
_OURS = {"name": "Person", "company": "Company"}
_KEPT = ("lexicon/", "body/", "declared")

Evidence = dict[tuple[int, int], dict[tuple[str, str], float]]  # span -> (head, coarse type) -> probability


def add_learned(candidates: Sequence[Candidate], tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """The grammars' candidates without those that nothing supports, and the network's own."""
    seen = _collect_evidence(tagged)
    spans = {(c.start, c.end) for c in candidates}
    sure = [c for c in candidates if c.score >= _SURE or "gazetteer" in c.extractor]
    kept = [c for c in candidates if _is_supported(c, seen)]
    for c in _propose(tagged, lexicon, seen):
        inside = [o for o in sure if o.start < c.end and c.start < o.end]
        # a place the gazetteer knows may open a longer name; nothing else that is sure may be cut or swallowed
        opens = all("gazetteer" in o.extractor and c.start <= o.start and o.end <= c.end for o in inside)
        if (c.start, c.end) not in spans and opens:
            kept.append(c)
    return kept


def _propose(tagged: TaggedText, lexicon: Lexicon, seen: Evidence) -> list[Candidate]:
    text = tagged.text
    firms = {
        (n.start, n.end)
        for n in tagged.names
        if n.type == "company" and n.probability >= _FIRM and not text[n.start : n.end].isascii()
    }
    found = []
    for name in tagged.names:
        start, end, form = name.start, name.end, text[name.start : name.end]
        if len(form) < 2 or form in lexicon.stops or form in lexicon.heads or lexicon.title_at(form):
            continue
        kind, score = name.type, 0.0
        coarse = _COARSE.get(kind)
        if name.head == "news" and coarse is not None:
            if kind == "Company" and (start, end) not in firms:
                continue
            if coarse == "LOC" and (len(form) == 2 or lexicon.gazetteer.kind(form)):
                continue  # 中国 in 中国式, 中欧: the grammars' affair
            here = seen[start, end]
            taught = max(here.get(("cluener", coarse), 0.0), here.get(("msra", coarse), 0.0))
            score = (name.probability + taught) / 2
            if score < (_LEAST_PERSON if coarse == "PER" else _LEAST):
                continue
        elif name.head == "cluener" and kind in _OURS and name.probability >= _ALONE and not form.isascii():
            kind, score = _OURS[kind], name.probability * 0.85
        else:
            continue
        found.append(Candidate(start, end, kind, round(score, 3), f"neural/{kind}"))
    return found


def _is_supported(candidate: Candidate, seen: Evidence) -> bool:
    coarse = _COARSE.get(candidate.type)
    if coarse is None or candidate.score >= _SURE or candidate.name or "gazetteer" in candidate.extractor:
        return True
    if candidate.extractor.startswith(_KEPT):
        return True
    here = seen.get((candidate.start, candidate.end), {})
    return max((p for (_, kind), p in here.items() if kind == coarse), default=0.0) >= _UNSEEN


def _collect_evidence(tagged: TaggedText) -> Evidence:
    seen: Evidence = {}
    for name in tagged.names:
        coarse = _COARSE.get(name.type) or _OTHER.get(name.type)
        if coarse:
            here = seen.setdefault((name.start, name.end), {})
            here[name.head, coarse] = here.get((name.head, coarse), 0.0) + name.probability
    return seen
