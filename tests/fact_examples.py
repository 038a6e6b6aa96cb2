"""Articles from marked-up sentences: ``[何知远|Person]`` is a mention, times are found by the times stage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from kg.facts.grammar import parse_markup
from kg.facts.reference import find_references
from kg.facts.times import find_times
from kg.mentions import TaggedText, tag_articles
from kg.model import Article, Mention, Page, Part, Run, Span, Time
from kg.pipeline import load_tools
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


def tag_example(article: Article) -> Mapping[Part, TaggedText]:
    """The words of an article, as the pipeline has them."""
    lexicon, tagger = _tools()
    return tag_articles([article], lexicon, tagger)[0]


_tools = cache(load_tools)
