"""The articles of real pages, where these lie beside the checkout: gold, a wrapped page, raw news set anew."""

import gzip
import json
import random
import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
import yaml

from kg.articles import cut_articles
from kg.model import Article
from kg.pages import read_page, read_page_text

SHARED = Path(__file__).parents[2] / "shared"
PAGES, GOLD, LAYOUT, DATA = SHARED / "pages", SHARED / "eval" / "gold", SHARED / "pages" / "layout", SHARED / "data"

pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason="no real pages beside this checkout")

GOLD_FILES = sorted(GOLD.glob("*.yaml")) if GOLD.is_dir() else []
LAYOUT_FILES = sorted(LAYOUT.glob("*.gold.json")) if LAYOUT.is_dir() else []
# the front of a body that we take off: dateline and byline
FRONT = re.compile(r"^(?:本报|新华社|据)[^，。]{0,16}?(?:电|讯)(?:（[^）]{2,80}）)?")
END = re.compile(r"[。！？…][”’）]*$")


def plain(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


@pytest.mark.parametrize("path", GOLD_FILES, ids=lambda path: path.stem)
def test_gold_pages(path: Path) -> None:
    gold = yaml.safe_load(path.read_text("utf-8"))
    articles = cut_articles(read_page(PAGES / f"{path.stem}.txt"))
    assert len(articles) == len(gold["articles"])
    for article, expected in zip(articles, gold["articles"], strict=True):
        assert plain(article.headline) == plain(expected["headline"])
        assert plain(article.text).startswith(plain(expected["starts"])[:12])
        assert plain(article.text).endswith(plain(expected["ends"])[-12:])
        assert [author.name for author in article.authors] == expected["authors"]
        assert list(article.captions) == expected.get("captions", [])
        if "subheads" in expected:
            assert list(article.subheads) == expected["subheads"]


@pytest.mark.parametrize("path", LAYOUT_FILES, ids=lambda path: path.stem)
def test_wrapped_pages(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))["articles"]
    source = path.with_name(path.name.replace(".gold.json", ".txt"))
    articles = cut_articles(read_page(source, published=date(2023, 8, 30)))
    assert [plain(article.headline) for article in articles] == [plain(row["title"]) for row in gold]
    for article, row in zip(articles, gold, strict=True):
        body = plain(row["body"])
        for subhead in article.subheads:  # cross-heads are no part of our body
            body = body.replace(plain(subhead), "", 1)
        assert plain(article.text) == FRONT.sub("", body)


def set_lines(text: str, width: int) -> Iterator[str]:
    """The text in lines of ``width`` characters, none beginning with a comma or a stop."""
    at = 0
    while at < len(text):
        end = min(at + width, len(text))
        while end < len(text) and text[end] in "，。、；：？！”）》":
            end += 1
        yield text[at:end].strip()
        at = end


def raw_articles(name: str) -> list[tuple[str, list[str]]]:
    """Headline and paragraphs of short articles with neither cross-heads nor other oddities."""
    found = []
    with gzip.open(DATA / name, "rt", encoding="utf-8") as file:
        for row in map(json.loads, islice(file, 600)):
            text = re.sub(r"央视网消息（新闻联播）：|\(更新时间.*\)", "", row["text"].replace("\xa0", " "))
            lines = [line for line in text.split("\n") if line.strip()]
            if len(lines) < 2 or lines[0].startswith("\u3000") or not lines[1].startswith("\u3000"):
                continue
            paragraphs = [" ".join(line.split()) for line in lines[1:] if line.strip()]
            whole = all(END.search(paragraph) and len(paragraph) > 12 for paragraph in paragraphs)
            if whole and 150 <= sum(map(len, paragraphs)) <= 1500:
                found.append((" ".join(lines[0].split()), paragraphs))
    return found


def set_page(chosen: list[tuple[str, list[str]]], rng: random.Random) -> str:
    below = rng.random() < 0.5
    out: list[str] = []
    for headline, paragraphs in chosen:
        width = rng.randint(14, 24)
        body = []
        for paragraph in paragraphs:
            lines = list(set_lines(paragraph, width))
            if len(lines) > 6 and rng.random() < 0.4:  # the foot of a column
                lines.insert(rng.randrange(2, len(lines) - 1), "")
            body += [*lines, ""]
        out += [*body, headline, ""] if below else [headline, "", *body]
    return "\n".join(out)


def is_right(headline: str, paragraphs: list[str], articles: list[Article]) -> bool:
    body = FRONT.sub("", plain("".join(paragraphs)))
    return any(
        plain(article.headline + "".join(article.subheads)).startswith(plain(headline)[:12])
        and plain(article.text)[:20] in body[:60]
        and body.endswith(plain(article.text)[-8:])
        and abs(len(plain(article.text)) - len(body)) < 60
        for article in articles
    )


@pytest.mark.skipif(not DATA.is_dir(), reason="no raw news beside this checkout")
@pytest.mark.parametrize(
    ("name", "floor"), [("raw_news2011.jsonl.gz", 0.9), ("raw_rmrb2023.jsonl.gz", 0.92), ("raw_cctv.jsonl.gz", 0.88)]
)
def test_raw_news_set_in_columns(name: str, floor: float) -> None:
    rng = random.Random(7)
    pool = raw_articles(name)
    right = total = 0
    for _ in range(20):
        chosen = rng.sample(pool, 4)
        articles = cut_articles(read_page_text(set_page(chosen, rng), published=date(2023, 8, 30)))
        right += sum(is_right(headline, paragraphs, articles) for headline, paragraphs in chosen)
        total += len(chosen)
    assert right / total >= floor, f"{right} of {total}"
