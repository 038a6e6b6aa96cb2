"""What the entities stage hands on: who every mention is, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.model import Decision, Entity, Evidence, Mention

__all__ = ["Decision", "Office", "Resolution"]


@dataclass(frozen=True, slots=True)
class Office:
    """The resolved side of a TenureMention: in which body, under which title.

    ``body`` is "" where neither text nor office names one; ``certainty`` lowers the claim's confidence
    where the body was concluded (市领导: the government of the area).
    """

    body: str  # Entity.id
    title: str
    name: str  # 荆州市副市长
    certainty: float = 1.0
    country: str = ""  # of offices of a whole country, where the text names it: 某国总统
    state: bool = False  # a whole office of state by itself: 总统, 国家主席; it needs no body


@dataclass(frozen=True, slots=True)
class Resolution:
    """Entities of one build, sorted by id. Words that point back to nothing (公司, with no owner) are in no entity."""

    entities: tuple[Entity, ...]
    of: Mapping[Mention, str]
    offices: Mapping[tuple[str, int], Office]  # (article id, place in its claims.tenures)
    authors: Mapping[tuple[str, str], str]  # (article id, name in its byline) -> person
    newspapers: Mapping[str, str]  # article id -> its paper, where the article speaks of it
    parents: Mapping[str, str]  # area -> the next larger area that is also an entity here
    implied: tuple[
        tuple[str, str, str, Evidence], ...
    ] = ()  # (subject, predicate, object): what names say by themselves
    decisions: tuple[Decision, ...] = ()
    own: Mapping[str, str] = field(default_factory=dict)  # article id -> the city that it speaks from, by code or name
    same: tuple[tuple[str, str], ...] = ()  # (id, an id that a part of the thing has where the rest is not known)
