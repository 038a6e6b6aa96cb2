"""A page whose file tells its articles, by markup or by layout -> these articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg import ids
from kg.articles.fronts import read_back, read_front
from kg.articles.marks import load_marks
from kg.articles.traced import TraceBuilder, Traced, join_traced
from kg.model import Article, Marked, Page, Span


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
    dateline, authors, paragraphs[0] = read_front(paragraphs[0], marks)
    back = read_back(paragraphs[-1], marks, last=True)
    paragraphs[-1] = back.rest
    body = join_traced((paragraph for paragraph in paragraphs if paragraph.text.strip()), "\n")
    if not body.text:
        return None
    return Article(
        id="",
        page=page,
        order=1,
        headline=marked.headline,
        text=body.text,
        trace=body.runs,
        subheads=marked.subheads,
        authors=tuple(dict.fromkeys([*marked.authors, *authors, *back.authors])),
        dateline=dateline or back.dateline,
        captions=marked.captions,
        headline_certain=marked.headline_certain,
    )


def _join(text: str, lines: Sequence[Span]) -> Traced:
    """Lines of a paragraph as one text; a space where a break parts two Latin words."""
    builder = TraceBuilder()
    last = ""
    for span in lines:
        piece = span.of(text)
        if last and _is_latin(last) and _is_latin(piece[0]):
            builder.put(" ")
        builder.take(text, span.start, span.end)
        last = piece[-1]
    return builder.build().strip()


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


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
