"""What many tests need: the word lists and the tagger, loaded once, and articles built by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kg.lexicon.words import Lexicon, load_lexicon
from kg.mentions import Tagger
from kg.model import Article, Page


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return Tagger()


@pytest.fixture(scope="session")
def make_article() -> Callable[..., Article]:
    def build(text: str, headline: str = "", *, published: date = date(2024, 5, 16), home: str = "") -> Article:
        page = Page(source="test", text=text, published=published, newspaper="测试日报", home=home)
        return Article(id="article:test", page=page, order=1, headline=headline, text=text, trace=())

    return build
