"""An article's headline with its names and events -> what the article is about.

headline 柳河新区建设提速 -> 柳河新区; without a name in it, the one with half of all the mentions
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.facts.figure_words import FigureWords
from kg.facts.passage import Passage
from kg.facts.subjects import AREAS
from kg.model import EventMention, Mention

_QUOTED = re.compile(r"“[^“”]+”|《[^《》]+》")
_COLUMN = re.compile(r"【[^【】]*】|（[^（）]*）")  # the name of a column is no part of what the headline tells
_ONCE = re.compile(r"^(?:第[^届次]{1,5}[届次]|[0-9〇零一二三四五六七八九]{4}年?)+")
_LEAST = 3  # mentions


def find_main(passage: Passage, events: Sequence[EventMention], words: FigureWords) -> Mention | EventMention | None:
    """The event or entity that the headline names; else the entity with half of all the mentions."""
    headline = _COLUMN.sub("", "".join(passage.headline.split()))
    for event in events:
        names = [event.name, _ONCE.sub("", event.name), *_QUOTED.findall(event.name)]
        if any(len(name) > 3 and name in headline for name in names):
            return event
    plain = _QUOTED.sub("", headline)
    counts: dict[str, int] = {}
    first: dict[str, Mention] = {}
    headed: set[str] = set()
    for mention in passage.mentions:
        if mention.type not in words.types or mention.type == "Media":
            continue
        name = mention.name.rstrip("省市县区") if mention.type in AREAS else mention.name
        counts[name] = counts.get(name, 0) + 1
        first.setdefault(name, mention)
        at = headline.find(name)
        if at >= 0 and words.sources.match(headline, at + len(name)) is not None:
            continue  # 某部认为…: the headline only quotes it
        if name in plain or f"“{name}”" in headline or f"《{name}》" in headline:
            headed.add(name)
    headed = {n for n in headed if not any(n != other and n in other for other in headed)}
    total = sum(counts.values())
    pool = [n for n in counts if n in headed] or [n for n in counts if counts[n] >= _LEAST and 2 * counts[n] > total]
    if len({n for n in headed if first[n].type == "Company"}) > 1:
        return None  # 甲公司收购乙公司: of which of the two the text goes on is open
    best = min(pool, key=lambda name: (-counts[name], first[name].span.start), default=None)
    return first[best] if best is not None else None
