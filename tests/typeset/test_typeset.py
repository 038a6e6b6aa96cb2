"""The typesetter itself, and what comes of the dumps of the pages designed by hand."""

from __future__ import annotations

import random
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.articles import cut_articles
from kg.pages import read_page_text
from tests.typeset import (
    CHROMIUM,
    PAGES,
    PDFTOTEXT,
    Cell,
    Sheet,
    Story,
    dump_text,
    generate_sheet,
    list_layouts,
    load_layout,
    load_stories,
    print_sheets,
)
from tests.typeset.lines import NO_END, NO_START, break_lines, measure
from tests.typeset.setting import fit_headline, set_sheet

# articles that come out right of each dump, headline and body to the letter
RIGHT = {
    "front": 4,
    "inner": 4,
    "inset": 1,
    "beside": 2,
    "middle": 1,
    "bottom": 3,
    "tabloid": 6,
    "bare": 4,
    "weasy": 2,
    "profile": 2,
    "expo": 2,
    "nine": 9,
    "columns": 5,
}


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_there_are_enough_layouts() -> None:
    assert len(list_layouts()) >= 12
    assert sorted(RIGHT) == sorted(list_layouts())
    for name in list_layouts():
        assert 3 <= len(load_layout(name).stories) <= 9


@pytest.mark.parametrize("name", list_layouts())
def test_dump(name: str) -> None:
    sheet = load_layout(name)
    text = (PAGES / f"{name}.txt").read_text("utf-8")
    found = {
        (plain(article.headline), plain(article.text))
        for article in cut_articles(read_page_text(text, published=sheet.published, newspaper=sheet.newspaper))
    }
    right = sum((plain(story.headline), plain(story.body)) in found for story in sheet.stories)
    assert right >= RIGHT[name]


@pytest.mark.parametrize("name", list_layouts())
def test_every_story_is_in_the_dump(name: str) -> None:
    text = plain((PAGES / f"{name}.txt").read_text("utf-8"))
    for story in load_layout(name).stories:
        for paragraph in story.paragraphs:
            pieces = [plain(paragraph)[at : at + 4] for at in range(0, len(plain(paragraph)) - 4, 4)]
            assert sum(piece in text for piece in pieces) >= 0.7 * len(pieces)


@given(st.text("市委会议强调，。“”（）《》2025AaB%、", min_size=1, max_size=120), st.integers(8, 24))
def test_lines(text: str, room: int) -> None:
    text = text.strip()
    lines = list(break_lines(text, iter(lambda: float(room), 0.0), 2.0))
    assert "".join(lines) == text
    assert all(sum(map(measure, line)) <= room for line in lines)


def test_lines_begin_and_end_well() -> None:
    text = "会议强调，要“立足防大汛、抢大险”（一）逐一排查《责任清单》，落实责任人。" * 3
    lines = list(break_lines(text, iter(lambda: 9.0, 0.0), 2.0))
    assert not any(line[0] in NO_START for line in lines)
    assert not any(line[-1] in NO_END for line in lines)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 9))
def test_a_seed_is_a_page(seed: int, count: int) -> None:
    stories = random.Random(seed).sample([story for story in load_stories().values() if story.headline], count)
    first = generate_sheet(stories, random.Random(seed))
    assert first == generate_sheet(stories, random.Random(seed))
    assert sorted(cell.story for cell in first.cells) == list(range(count))
    for row in first.rows:
        assert sum(place.width for place in row) == first.look.columns
    assert set_sheet(first) == set_sheet(first)


def test_hostile_text_is_escaped() -> None:
    story = Story("<script>alert(1)</script>", ('"><img src=x onerror=alert(1)>。',), byline="<b>")
    sheet = Sheet("x", "<i>", date(2025, 4, 23), "1", (story,), ((Cell(0, 5),),), staff="<u>")
    html = set_sheet(sheet)
    assert not re.search(r"<(?:script|img|b|i|u)[ >]", html.split("</head>")[1])


@pytest.mark.parametrize("width", [40, 120, 300])
def test_headlines_fit(width: float) -> None:
    size, lines = fit_headline("把民生实事办到群众心坎上", width, 9.5)
    assert size * 12 <= lines * width * 72 / 25.4
    assert 1 <= lines <= 4


@pytest.mark.skipif(not CHROMIUM or not PDFTOTEXT, reason="no Chromium or no pdftotext here")
def test_print() -> None:
    pytest.importorskip("playwright.sync_api")
    pytest.importorskip("pypdfium2")
    ((_, pdf),) = print_sheets([load_layout("bottom")])
    assert pdf.startswith(b"%PDF")
    assert "樱桃" in dump_text(pdf)
