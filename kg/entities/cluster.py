"""One thing as one article names it, while it is being put together."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.entities.kinds import add_votes, choose_type
from kg.model import Mention


@dataclass(slots=True)
class Cluster:
    """Mentions taken for one thing. ``key`` is the id it will have; ``canonical`` its name if a rule knows it."""

    key: str
    canonical: str = ""
    fixed_type: str = ""
    votes: dict[str, float] = field(default_factory=dict)
    forms: dict[str, int] = field(default_factory=dict)  # name in the text -> how often
    extra: list[str] = field(default_factory=list)  # standing names that the text does not use
    short: set[str] = field(default_factory=set)  # forms that the article shows to be short for a longer one
    mentions: list[Mention] = field(default_factory=list)
    code: str = ""
    coordinates: tuple[float, float] | None = None
    local: bool = False  # of this article only

    @property
    def type(self) -> str:
        return self.fixed_type or choose_type(self.votes)

    @property
    def first(self) -> int:
        return min((mention.span.start for mention in self.mentions), default=0)

    @property
    def name(self) -> str:
        """What a reader would call it: the official name, else the longest in the text."""
        return self.canonical or max(self.forms, key=lambda form: (len(form), form), default=self.key.split(":", 1)[1])

    def add(self, name: str, mentions: list[Mention], *, vote: bool = True) -> None:
        """Takes a further name with its mentions; ``vote``: whether their type counts."""
        self.forms[name] = self.forms.get(name, 0) + len(mentions)
        self.mentions += mentions
        if vote:
            add_votes(self.votes, ((mention.type, mention.confidence) for mention in mentions))

    def absorb(self, other: Cluster) -> None:
        for form, count in other.forms.items():
            self.forms[form] = self.forms.get(form, 0) + count
        self.mentions += other.mentions
        self.extra += other.extra
        self.short |= other.short
        add_votes(self.votes, other.votes.items())


@dataclass(slots=True)
class Node:
    """One spelling of one article with all its mentions."""

    name: str
    type: str
    at: int
    mentions: list[Mention]
    votes: dict[str, float]


@dataclass(slots=True)
class Judgement:
    """A decision of one article, before its things have ids: the cluster judged upon, and the other name."""

    cluster: Cluster | None
    left: str
    right: str
    same: bool
    score: float
    rule: str
    note: str = ""
