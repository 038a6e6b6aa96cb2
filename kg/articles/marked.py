"""A page whose file tells its articles, by markup or by layout -> these articles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg import ids
from kg.articles.bylines import is_byline, parse_byline
from kg.articles.fronts import read_body
from kg.articles.marks import load_marks
from kg.articles.repair import kept_parts, parts_of_latin
from kg.articles.traced import TraceBuilder, Traced
from kg.model import Article, Author, Marked, Page, Span

_BRACKETED = re.compile(r"[（(【]([^（()）【】]{2,160})[)）】]。?")
_ROLE = re.compile(r"【([^【】]{2,8})】")


def cut_marked(page: Page) -> list[Article]:
    """The articles that ``page.marked`` tells, in its order; one without any text is left out."""
    articles = [_make_article(page, marked) for marked in page.marked]
    found = [article for article in articles if article is not None]
    return with_own_ids(page, [replace(article, order=place) for place, article in enumerate(found, start=1)])


def _make_article(page: Page, marked: Marked) -> Article | None:
    marks = load_marks()
    paragraphs = [joined for lines in marked.paragraphs if (joined := _join(page.text, lines)).text.strip()]
    if not paragraphs:
        return None
    told = list(parse_byline(marked.byline, bare=True) or ())
    bylines = {head: found for head in marked.subheads if (found := _read_beside(head))}
    told += [author for authors in bylines.values() for author in authors]
    while len(paragraphs) > 1 and (found := _read_credit(paragraphs[0].text)):
        told += found
        del paragraphs[0]
    while len(paragraphs) > 1 and marks.find_end(marks.jump_to, paragraphs[-1].text) == 0:  # （下转第三版） by itself
        del paragraphs[-1]
    closing: list[Author] = []
    while len(paragraphs) > 1 and (found := _read_credit(paragraphs[-1].text)):
        closing = [*found, *closing]
        del paragraphs[-1]
    body, dateline, front, back = read_body(paragraphs, marks)
    if not body.text:
        return None
    return Article(
        id="",
        page=page,
        order=1,
        headline=marked.headline,
        text=body.text,
        trace=body.trace,
        subheads=tuple(head for head in marked.subheads if head not in bylines),
        authors=tuple(dict.fromkeys([*marked.authors, *told, *front, *back, *closing])),
        dateline=dateline,
        captions=marked.captions,
        headline_certain=marked.headline_certain,
    )


def _read_beside(head: str) -> tuple[Author, ...]:
    """The authors of a line that is printed among the heads: 记者 陈望远, □ 陈望远."""
    return (parse_byline(head) or parse_byline(head, bare=True, strict=True) or ()) if is_byline(head) else ()


def _read_credit(text: str) -> tuple[Author, ...]:
    """The authors of a paragraph that is nothing but a byline: 记者 陈望远, （陈望远 林若水）, 【记者】陈望远."""
    if bracket := _BRACKETED.fullmatch(text):
        return parse_byline(bracket[1], bare=True) or ()
    if role := _ROLE.match(text):
        text = f"{role[1]} {text[role.end() :]}"
    return (parse_byline(text) or ()) if is_byline(text) else ()


def _join(text: str, lines: Sequence[Span]) -> Traced:
    """Lines of a paragraph as one text; a space where a break parts two Latin words."""
    builder = TraceBuilder()
    last = ""
    for span in lines:
        piece = span.of(text)
        if last and parts_of_latin(last, piece[0]):
            builder.put(" ")
        for start, end in kept_parts(piece):
            builder.take(text, span.start + start, span.start + end)
        last = piece[-1]
    return builder.build().strip()


def with_own_ids(page: Page, articles: Sequence[Article]) -> list[Article]:
    """Ids from the text; the same text twice on a page gets two."""
    seen: dict[str, int] = {}
    out = []
    for article in articles:
        count = seen[article.text] = seen.get(article.text, 0) + 1
        text = article.text if count == 1 else f"{article.text}\n{count}"
        identifier = ids.article_id(page.newspaper, page.published.isoformat(), page.number, text)
        out.append(replace(article, id=identifier))
    return out
