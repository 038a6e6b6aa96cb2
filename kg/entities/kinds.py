"""Which types may be one thing, and which type a thing gets from the types of its mentions.

The tree is the ontology's (design: Entity > Person > Official …); Site and Project are let together because a
building under construction is both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

FAMILY = {
    "Person": "person", "Official": "person",
    "Organization": "organization", "PublicBody": "organization", "Company": "organization",
    "Institution": "organization", "Association": "organization", "Media": "organization",
    "Place": "place", "AdministrativeArea": "place", "Site": "place", "Project": "place",
    "Document": "document", "Product": "product",
}  # fmt: skip
_GENERAL = ("Organization", "Place", "Person")


def family(type_: str) -> str:
    return FAMILY.get(type_, type_)


def compatible(left: str, right: str) -> bool:
    """Whether a short and a long name of these types may be one thing: a company is no ministry, a site no city.

    >>> compatible("Site", "Project"), compatible("Company", "PublicBody")
    (True, False)
    """
    if left == right:
        return True
    if family(left) != family(right):
        return False
    pair = {left, right}
    if pair & set(_GENERAL):
        return True
    return pair in (
        {"Site", "Project"},
        {"Institution", "Media"},
        {"Institution", "Association"},
        {"Person", "Official"},
    )


def choose_type(votes: Mapping[str, float]) -> str:
    """The type with the most confidence behind it; Organization, Place and Person only where nothing finer has any."""
    ranked = sorted(votes, key=lambda type_: (type_ in _GENERAL, -votes[type_], type_))
    return ranked[0]


def add_votes(target: dict[str, float], votes: Iterable[tuple[str, float]]) -> None:
    for type_, weight in votes:
        target[type_] = target.get(type_, 0.0) + weight
