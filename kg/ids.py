"""Every key and IRI, in one place.

An id is ``kind:key``; its IRI is ``BASE + kind + "/" + key``. Ids depend on what a thing *is*, never
on the order of input, and are a promise: a changed id is a breaking change.

============  ==========================================  ==========================================
kind          key                                         example
============  ==========================================  ==========================================
place         GB/T 2260 code; the name of a country or    place:320211 · place:滨湖区-太湖国际博览中心
              region; else area and name (a site whose
              name tells it all needs no area)
organization  full canonical name; behind the city where  organization:无锡市滨湖区人民政府
              every city has one; article-local: + hash
person        name + 6 hex of (name, anchor)              person:陈望远-c70b1a
post          body + title; without a body its own name   post:锡湖市人民政府-副市长 · post:某国总统
role          title                                       role:副市长
project       as a site                                   project:锡湖市-城北污水处理厂项目
document      name; behind the city if it is 实施意见      document:某某条例
product       name                                        product:远航一号
event         type, first day, 6 hex of (name, city,      event:signing-2024-03-01-e2acbc
              stage) where the name is telling, else of
              (text of the article, place in it)
figure        12 hex of (of, indicator, value, unit, article)
article       paper, date, page, 6 hex of the text        article:锡湖日报-2024-03-02-A02-1f00c2
stmt          12 hex of (s, p, o[, start])                stmt:857999eb2912
ev            12 hex of (claim, article, start, end, extractor)
============  ==========================================  ==========================================

What a further page does to ids. The id of an entity or event is made from one page alone. A further page can show
that two of them are one thing: the node then keeps the least of the ids by a fixed rank (for persons: of a country,
an area, a body, a paper, an article), and is ``owl:sameAs`` the others, so that every old id leads to it. Nothing else
ever changes an id, with two exceptions, both of names that turn out to be ambiguous: a short name known from another
page stands alone again when a second full name claims it, and so does a bare personal name when a second bearer fits
as well as the first. Ids of statements, figures and evidence are made from the ids of their ends and move with them.
An article that goes on on a further page (下转第三版) keeps the id of its beginning.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

ONTOLOGY = "https://w3id.org/newskg/ontology#"
BASE = "https://w3id.org/newskg/id/"

# Percent-encoded in an IRI: what no IRI may hold (rdflib's list), what would change its meaning, and what RFC 3987
# keeps out of a path: brackets, private use, the tags of plane 14, and the non-characters, two at the end of each plane
_ENDS = "".join(chr(plane << 16 | end) for plane in range(1, 15) for end in (0xFFFE, 0xFFFF))
_UNSAFE = re.compile(
    r"[\x00-\x20\"<>\\^`{|}%/#?\[\]\x7f-\x9f\ud800-\udfff"
    rf"\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff{_ENDS}]"
)


def digest(*parts: object, length: int = 12) -> str:
    """``length`` hex digits of SHA-1 over the parts, kept apart by U+001F."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.sha1(joined.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def make_id(kind: str, *parts: str) -> str:
    """``make_id("post", "锡湖市人民政府", "副市长") -> "post:锡湖市人民政府-副市长"``."""
    return f"{kind}:" + "-".join(unicodedata.normalize("NFC", part) for part in parts if part)


def key_of(identifier: str) -> str:
    """The part after ``kind:``."""
    return identifier.split(":", 1)[1]


def iri(identifier: str) -> str:
    """The IRI of an id; unsafe characters are percent-encoded."""
    kind, key = identifier.split(":", 1)
    return f"{BASE}{kind}/{_UNSAFE.sub(_percent, key)}"


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))


def article_id(newspaper: str, published: str, number: str, text: str) -> str:
    return make_id("article", newspaper, published, number, digest(text, length=6))


def person_id(name: str, anchor: str) -> str:
    """``anchor``: the country or area of the office, else the body, else the city of the article (for names of three
    characters and more), the paper somebody writes for, or the article; "" for persons of history."""
    return make_id("person", name, digest(name, anchor, length=6))


def event_id(type_: str, day: str, *identity: object) -> str:
    """``identity``: what tells the event from others of its kind and day, see the table above."""
    return make_id("event", type_.lower(), day, digest(*identity, length=6))


def statement_id(subject: str, predicate: str, object_: str, *extra: str) -> str:
    return make_id("stmt", digest(subject, predicate, object_, *extra))


def evidence_id(claim: str, article: str, start: int, end: int, extractor: str) -> str:
    return make_id("ev", digest(claim, article, start, end, extractor))


def figure_id(of: str, indicator: str, value: object, unit: str, article: str, start: int) -> str:
    return make_id("figure", digest(of, indicator, value, unit, article, start))
