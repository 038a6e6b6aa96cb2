"""A mention's evidence -> how often such mentions are right, by a scorecard learned from judged mentions.

Additive (logistic regression, one weight for each answer of ``describe``), so that every confidence can be taken apart.
The weights are kg/data/mention_scores.tsv, made by scripts/calibrate_mentions.py; the table of reliability on mentions
that had no part in them is printed by benchmarks/names.py.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

# below them every third judged mention was wrong, or, where names of the kind are rare, most
_LEAST = {
    "Company": 0.63, "Site": 0.6, "Institution": 0.7, "Organization": 0.75, "Place": 0.7, "Association": 0.7,
    "Media": 0.6, "AdministrativeArea": 0.66, "Person": 0.55, "Project": 0.58, "PublicBody": 0.55, "Product": 0.5,
    "Document": 0.5,
}  # fmt: skip
# a name with a head, a person's three characters, between borders of the tagger; one in a frame that only names fill
_LEAST_FREE = 0.35
_LEAST_TITLED = 0.15  # a body with an officer's title right behind: 某县委|书记
_LEAST_LISTED = 0.45  # a name of a list, or one that its neighbours make sure of, may stand on weak evidence
_LISTED = (
    "lexicon/", "gazetteer", "brackets/", "declared", "derived", "own_area", "model/", "list/", "number/",
    "brand/beside", "brand/share", "brand/managed", "brand/product", "title/", "credit/", "dot/", "tagger/nz",
)  # fmt: skip
_TITLED = "behind=PublicBodytitle"
_SURE = ("lexicon/user",)


def least(extractor: str, type_: str, evidence: Sequence[str] = ()) -> float:
    """The confidence below which a mention of this extractor and type is left out.

    >>> least("tagger/ORG", "Company") > least("brand/beside", "Company")
    True
    >>> least("tagger/ORG", "Company") > least("tagger/ORG", "Company", ["frame=list"])
    True
    """
    if extractor.startswith("body/"):
        return 0.0  # levels of party and state, by grammar: each as sure as the others of 省市县三级党委
    listed = extractor.startswith(_LISTED) or extractor.endswith(("+gazetteer", "+city"))
    if listed:
        return _LEAST_LISTED
    if _TITLED in evidence:
        return _LEAST_TITLED
    return min(_LEAST_FREE, _LEAST[type_]) if "free=True" in evidence or _is_framed(evidence) else _LEAST[type_]


def _is_framed(evidence: Iterable[str]) -> bool:
    return any(answer.startswith("frame=") and answer != "frame=none" for answer in evidence)


def rate(evidence: Iterable[str], weights: Mapping[str, float]) -> float:
    """In [0.01, 0.99], two decimals; an answer that was never judged counts nothing.

    >>> rate(["post=4"], {"": 1.0, "post=4": 1.5})
    0.92
    """
    total = weights.get("", 0.0) + sum(weights.get(answer, 0.0) for answer in evidence)
    return round(min(0.99, max(0.01, 1.0 / (1.0 + math.exp(-total)))), 2)


def is_given(extractor: str) -> bool:
    """What the user says needs no score."""
    return extractor.startswith(_SURE)
