"""kg/data/pages/epaper.toml -> where e-paper systems put headline, byline, body ... in their markup."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.errors import LexiconError

_NAME = "pages/epaper.toml"
_PLACE_PARTS = frozenset({"headline", "kicker", "subhead", "byline", "caption", "body"})
_PROPERTY_PARTS = _PLACE_PARTS - {"caption", "body"} | {"title", "date", "page", "paper"}
_WAYS = ("tag", "id", "class", "comment")


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the article and how its place is told: ``way`` is tag, id, class or comment."""

    part: str
    way: str
    name: str


@dataclass(frozen=True, slots=True)
class Property:
    """A part and the name that a comment (``comment``) or a meta tag gives it."""

    part: str
    name: str
    comment: bool


@dataclass(frozen=True, slots=True)
class Markup:
    """The places by (way, name), their order, and the properties in theirs."""

    places: tuple[Place, ...]
    by_name: dict[tuple[str, str], int]
    properties: tuple[Property, ...]


@cache
def load_markup() -> Markup:
    """epaper.toml, checked."""
    table = tomllib.loads(files("kg").joinpath("data", *_NAME.split("/")).read_text("utf-8"))
    places = []
    for row in table["place"]:
        ways = [way for way in _WAYS if way in row]
        if row.get("part") not in _PLACE_PARTS or len(ways) != 1 or len(row) != 2:
            raise LexiconError(f"{_NAME}: place {row}: a part and one of {', '.join(_WAYS)} is expected")
        places.append(Place(row["part"], ways[0], row[ways[0]].lower()))
    properties = []
    for row in table["property"]:
        if row.get("part") not in _PROPERTY_PARTS or not row.get("name"):
            raise LexiconError(f"{_NAME}: property {row}: a part and a name are expected")
        properties.append(Property(row["part"], row["name"].lower(), row.get("comment", False)))
    by_name = {(place.way, place.name): index for index, place in enumerate(places)}
    return Markup(tuple(places), by_name, tuple(properties))
