"""Marked text -> ``kg.model.Reading``: articles with their names, offices and events, as short as a test needs them.

``[企:锡湖远航有限公司]`` marks a company, ``[人:陈望远=副市长@广州市]`` a person with an office in the body that is
marked as 广州市 (nothing behind @ where the text names none). ``<Meeting 2024-03-01 推进会 host=陈望远 place=锡湖市>``
is an event told at that place; its words are no text. Braces (« » for events) instead mark what is asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kg.ids import article_id
from kg.model import (
    Argument,
    Article,
    Author,
    Claims,
    EventMention,
    Evidence,
    Mention,
    Page,
    Reading,
    Run,
    Span,
    TenureMention,
    Time,
)

TYPES = {
    "人": "Official", "者": "Person", "党": "PublicBody", "企": "Company", "院": "Institution", "会": "Association",
    "媒": "Media", "组": "Organization", "区": "AdministrativeArea", "地": "Place", "所": "Site", "项": "Project",
    "文": "Document", "品": "Product",
}  # fmt: skip
_MARK = re.compile(
    r"(?P<open>[\[{])(?P<type>[一-龥]):(?P<name>[^\]}=]+)(?:=(?P<title>[^@\]}]+)@(?P<body>[^\]}]*))?[\]}]"
    r"|(?P<event>[<«])(?P<told>[^>»]+)[>»]"
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A reading and what is asked of it: mentions, and events by their trigger."""

    reading: Reading
    asked: tuple[Mention | Span, ...]


def read_marked(marked: str, context: Mapping[str, str] | None = None) -> Marked:
    """The article; ``context`` has home, paper, day, page, source, dateline, authors (parted by 、), headline."""
    given = {"home": "荆州市", "paper": "", "day": "2024-03-02", "page": "", "source": "p"} | dict(context or {})
    text = ""
    spans: list[tuple[int, re.Match[str]]] = []
    last = 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        spans.append((len(text), match))
        text += match["name"] or ""
        last = match.end()
    text += marked[last:]
    day = date.fromisoformat(given["day"])
    page = Page(given["source"], text, day, given["paper"], given["page"], given["home"])
    article = Article(
        article_id(given["paper"] or given["source"], given["day"], given["page"], text),
        page,
        1,
        given.get("headline", ""),
        text,
        (Run(0, 0, max(1, len(text))),),
        authors=tuple(Author(name, "记者") for name in filter(None, given.get("authors", "").split("、"))),
        dateline=given.get("dateline", ""),
    )
    whole = Span(0, max(1, len(text)))
    evidence = Evidence(article.id, whole, "test/1", 0.9)
    mentions: dict[str, Mention] = {}
    everything: list[Mention] = []
    tenures: list[tuple[Mention, str, str]] = []
    events: list[tuple[int, str]] = []
    asked: list[Mention | Span] = []
    for at, match in spans:
        if match["told"]:
            events.append((at, match["told"]))
            if match["event"] == "«":
                asked.append(Span(at, at + 1))
            continue
        name = match["name"]
        mention = Mention(article.id, Span(at, at + len(name)), name, TYPES[match["type"]], 0.9, "test")
        everything.append(mention)
        mentions.setdefault(name, mention)
        if match["title"]:
            tenures.append((mention, match["title"], match["body"]))
        if match["open"] == "{":
            asked.append(mention)
    claims = Claims(
        tenures=tuple(TenureMention(who, title, mentions.get(body), evidence) for who, title, body in tenures),
        events=tuple(_read_event(at, told, mentions, article.id) for at, told in events),
    )
    return Marked(Reading(article, tuple(everything), claims), tuple(asked))


def _read_event(at: int, told: str, mentions: Mapping[str, Mention], article: str) -> EventMention:
    evidence = Evidence(article, Span(at, at + 1), "test/1", 0.9)  # at the trigger, so that it tells events apart
    type_, day, name, *roles = told.split()
    when = None if day == "-" else date.fromisoformat(day)
    place = None
    arguments = []
    stage = ""
    for each in roles:
        role, _, filler = each.partition("=")
        if role == "stage":
            stage = filler
        elif role == "place":
            place = Argument("place", mentions[filler], evidence)
        else:
            arguments.append(Argument(role, mentions[filler], evidence))
    return EventMention(
        article,
        type_,
        Span(at, at + 1),
        name,
        (evidence,),
        tuple(arguments),
        place,
        Time(when, when, "day", "当日", Span(at, at + 1)) if when else None,
        stage=stage,
    )
