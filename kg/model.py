"""The values that flow down the pipeline.

Text layer:  Page -> Article -> Mention -> TenureMention, RelationMention, EventMention, FigureMention.
Graph layer: Entity, Post, Statement, Event, Figure. Evidence ties the second to the first.

All are frozen: a stage returns new values, it never edits those it was given. Class and property
names are the local names of ``ontology/newskg.ttl`` (``"Meeting"``, ``"holdsPost"``).
Offsets are Python ``str`` indices (Unicode code points), half-open.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Modality(StrEnum):
    """How the article presents a claim."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    ALLEGED = "alleged"
    DENIED = "denied"


class Part(StrEnum):
    """Which text of an article a mention stands in."""

    BODY = "body"
    HEADLINE = "headline"
    SUBHEAD = "subhead"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of characters in one text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


# ------------------------------------------------------------------------------------ pages, articles


@dataclass(frozen=True, slots=True)
class Author:
    """A name in a byline with its role: 记者 特约记者 通讯员 评论员 摄影."""

    name: str
    role: str


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle on a printed page, in points (1/72 inch) from the top left corner.

    ``sheet`` counts the pages of the file from 1.
    """

    sheet: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """Where a stretch of ``Page.text`` is printed, and how large its type is, in points (0: unknown)."""

    span: Span
    box: Box
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Marked:
    """An article whose parts the file itself tells, by its markup or by its layout.

    ``paragraphs`` are spans in ``Page.text``: the lines of one paragraph, which are joined.
    """

    paragraphs: tuple[tuple[Span, ...], ...]
    headline: str = ""
    subheads: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()
    captions: tuple[str, ...] = ()
    headline_certain: bool = True
    byline: str = ""  # as the file gives it: 记者 陈望远 通讯员 林若水


@dataclass(frozen=True, slots=True)
class Page:
    """One printed page (版面) or one article file as plain text.

    ``text`` has ``\\n`` line ends and nothing else changed; ``assumed`` lists, in plain words, what
    was concluded rather than given (issue date from the file name, home from the masthead ...).
    """

    source: str  # the file it came from, for messages
    text: str = field(repr=False)
    published: date
    newspaper: str = ""
    number: str = ""  # "A01"
    home: str = ""  # the home jurisdiction, "荆州市"
    assumed: tuple[str, ...] = ()
    marked: tuple[Marked, ...] = field(default=(), repr=False)  # () where the articles have to be found in the text
    printed: tuple[PrintedLine, ...] = field(default=(), repr=False)  # by span; () where there is no layout


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` characters of an article's text that stand together in the page's text."""

    start: int  # in the article
    origin: int  # in the page
    length: int
    page: int = 0  # which of the pages that the article stands on, see ``Article.pages``


@dataclass(frozen=True, slots=True)
class Article:
    """One news item cut out of a page.

    ``text`` is the body proper: joined lines, repaired type, byline and dateline brackets taken off,
    paragraphs parted by ``\\n``. It never changes after this point; every offset below refers to it.
    """

    id: str
    page: Page = field(repr=False)
    order: int  # 1-based place on the page
    headline: str
    text: str = field(repr=False)
    trace: tuple[Run, ...] = field(repr=False)
    subheads: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()
    dateline: str = ""  # 本报讯 · 新华社北京4月22日电
    captions: tuple[str, ...] = ()
    headline_certain: bool = True
    more: tuple[Page, ...] = field(default=(), repr=False)  # the pages that it goes on on (下转第三版)

    @property
    def published(self) -> date:
        return self.page.published

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages that it stands on; ``Run.page`` counts them."""
        return (self.page, *self.more)

    def origin(self, offset: int) -> int:
        """Where the character at ``offset`` stands in the raw page, see ``page_at``."""
        run = self._run_at(offset)
        return run.origin + min(offset - run.start, run.length)

    def page_at(self, offset: int) -> Page:
        """The page on which the character at ``offset`` stands."""
        return self.pages[self._run_at(offset).page]

    def _run_at(self, offset: int) -> Run:
        return self.trace[bisect_right(self.trace, offset, key=lambda run: run.start) - 1]


# ------------------------------------------------------------------------------------ mentions, claims


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of an article that names an entity of ``type``.

    ``name`` is the name it stands for where the text elides or coordinates
    (省 in 省市县三级党委 -> 省党委); it equals ``text`` otherwise.
    """

    article: str  # Article.id
    span: Span
    text: str
    type: str
    confidence: float
    extractor: str  # the rule, list or model that found it: "tagger/PER", "org_suffix/1"
    part: Part = Part.BODY
    name: str = ""

    def __post_init__(self) -> None:
        if not self.name:
            object.__setattr__(self, "name", self.text)


@dataclass(frozen=True, slots=True)
class Time:
    """When something is: first and last *possible* day, how exact, and the words used.

    ``start``/``end`` are both None for words that name no day (届时). ``precision`` is one of
    day, days, month, quarter, half, year, years, vague.
    """

    start: date | None
    end: date | None
    precision: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a claim is in the graph: one sentence of one article, read by one rule."""

    article: str  # Article.id
    span: Span  # the sentence, in Article.text
    extractor: str
    confidence: float


@dataclass(frozen=True, slots=True)
class TenureMention:
    """A person in an office: 市委书记汪某 -> (汪某, 书记, 市委).

    ``change`` is "start" for 任命/当选, "end" for 免去/辞去/原, "" for a plain mention.
    """

    person: Mention
    title: str
    body: Mention | None
    evidence: Evidence
    modality: Modality = Modality.ASSERTED
    change: str = ""
    time: Time | None = None


@dataclass(frozen=True, slots=True)
class RelationMention:
    """``subject predicate object``, with the ontology's property name."""

    predicate: str
    subject: Mention
    object: Mention
    evidence: Evidence
    modality: Modality = Modality.ASSERTED
    time: Time | None = None


@dataclass(frozen=True, slots=True)
class Argument:
    """A filler in a role of an event, with the sentence that says so."""

    role: str
    filler: Mention
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class EventMention:
    """Something reported as happening, having happened or firmly planned.

    ``parent`` is the trigger span of the event of the same article that this one is part of.
    ``evidence`` holds every sentence of the article that reports it, the fullest first.
    """

    article: str
    type: str
    trigger: Span
    name: str
    evidence: tuple[Evidence, ...]
    arguments: tuple[Argument, ...] = ()
    place: Argument | None = None  # role "place"
    time: Time | None = None
    modality: Modality = Modality.ASSERTED
    stage: str = ""
    parent: Span | None = None


@dataclass(frozen=True, slots=True)
class FigureMention:
    """A number with its unit and what it measures: 总占地面积约27公顷 -> 27 公顷.

    ``value`` and ``unit`` are normalised (1228万美元 -> 12280000 美元); ``qualifier`` keeps
    约 近 超过 不超过 ... as one of about, nearly, over, at_least, at_most, "" ;
    ``of`` is the entity, or ``of_event`` the trigger span of the event, that it belongs to.
    """

    article: str
    span: Span
    text: str
    value: Decimal
    unit: str
    indicator: str
    evidence: Evidence
    of: Mention | None = None
    of_event: Span | None = None
    qualifier: str = ""
    time: Time | None = None


@dataclass(frozen=True, slots=True)
class Claims:
    """Everything that was read from one article."""

    tenures: tuple[TenureMention, ...] = ()
    relations: tuple[RelationMention, ...] = ()
    events: tuple[EventMention, ...] = ()
    figures: tuple[FigureMention, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with what was found in it: the hand-over from text to graph."""

    article: Article
    mentions: tuple[Mention, ...]
    claims: Claims


# ------------------------------------------------------------------------------------ graph layer


@dataclass(frozen=True, slots=True)
class Entity:
    """What a cluster of mentions refers to. ``id`` is ``kind:key`` (see ``kg.ids``)."""

    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    code: str = ""  # GB/T 2260, administrative areas only
    coordinates: tuple[float, float] | None = None  # latitude, longitude in degrees (WGS 84)
    parent: str = ""  # Entity.id of the next larger area: the gazetteer's knowledge, so no statement stands behind it


@dataclass(frozen=True, slots=True)
class Post:
    """An office: a title in a body, 某某市人民政府-副市长. ``body`` is "" where the text names none."""

    id: str
    title: str
    body: str  # Entity.id
    name: str  # 某某市副市长
    role: str  # role id, "role:副市长"


@dataclass(frozen=True, slots=True)
class Statement:
    """``subject predicate object`` with every piece of evidence for it.

    ``subject``/``object`` are ids of entities, posts or events. first/last_seen: issue dates of the
    articles that say so.
    """

    id: str
    subject: str
    predicate: str
    object: str
    modality: Modality
    confidence: float
    evidence: tuple[Evidence, ...]
    first_seen: date
    last_seen: date


@dataclass(frozen=True, slots=True)
class Tenure(Statement):
    """A person (subject) in a post (object) of a body for one stretch of time.

    ``start``/``end`` only from appointments and departures, never from mere mentions.
    """

    body: str = ""
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An event as reported; its roles, place and parent are Statements about it."""

    id: str
    type: str
    name: str
    modality: Modality
    confidence: float
    evidence: tuple[Evidence, ...]
    time: Time | None = None
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that the text gives of an entity or event."""

    id: str
    of: str
    indicator: str
    value: Decimal
    unit: str
    text: str
    confidence: float
    evidence: tuple[Evidence, ...]
    qualifier: str = ""
    time: Time | None = None


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """Two names taken for one thing, or kept apart: by which rule, how surely, and where.

    ``nodes`` are the ids of the one or two things it is about; ``article`` is the first that it was made in
    ("" where it is between articles), ``articles`` in how many.
    """

    left: str
    right: str
    same: bool
    score: float
    rule: str
    article: str = ""
    note: str = ""
    nodes: tuple[str, ...] = ()
    articles: int = 1


@dataclass(frozen=True, slots=True)
class Graph:
    """Everything the outputs need; every tuple is sorted by id."""

    articles: tuple[Article, ...]
    entities: tuple[Entity, ...]
    posts: tuple[Post, ...]
    statements: tuple[Statement, ...]  # Tenures among them
    events: tuple[Event, ...]
    figures: tuple[Figure, ...]
    mentions: tuple[tuple[str, str], ...] = ()  # (article id, entity id), sorted
    authors: tuple[tuple[str, str], ...] = ()  # (article id, person id), sorted
    newspapers: tuple[tuple[str, str], ...] = ()  # (article id, media entity id), sorted
    same: tuple[tuple[str, str], ...] = ()  # (id, an id that the thing has where fewer pages are known), sorted
    decisions: tuple[Decision, ...] = ()  # why things are one or two; not in the Turtle but in identity.tsv
    stale: tuple[str, ...] = ()  # corrections that no longer apply, one line each
