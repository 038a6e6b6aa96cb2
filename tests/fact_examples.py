"""Articles from marked-up sentences: ``[何知远|Person]`` is a mention, times are found by the times stage."""

from __future__ import annotations

from datetime import date

from kg.facts.grammar import parse_markup
from kg.facts.reference import find_references
from kg.facts.times import find_times
from kg.model import Article, Mention, Page, Run, Span, Time
from kg.text import split_sentences

PUBLISHED = date(2025, 3, 20)


def make_example(marked: str, headline: str = "") -> tuple[Article, list[Mention], list[Span], list[Time]]:
    """An article of 20 March 2025, with its mentions (references among them), sentences and times."""
    text, mentions, _, _ = parse_markup(marked)
    page = Page("page.txt", text, PUBLISHED, "测试日报", home="临溪市")
    article = Article("article:example", page, 1, headline, text, (Run(0, 0, len(text)),))
    sentences = split_sentences(text)
    known = sorted([*mentions, *find_references(article, mentions, sentences)], key=lambda m: m.span)
    return article, known, sentences, find_times(text, PUBLISHED)
