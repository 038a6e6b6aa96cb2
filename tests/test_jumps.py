"""Articles that go on on another page (下转第三版, 上接第一版)."""

from datetime import date
from itertools import permutations

import pytest

from kg.articles import cut_articles
from kg.articles.jumps import join_jumps
from kg.model import Article, Page
from kg.pages import read_page_text

DAY = date(2024, 7, 23)
HEAD = "市委召开全会部署下半年工作"
FIRST = "7月22日，锡湖市委召开全会。会议强调，要坚持稳中求进，推动制造业高质量发展，着力保障和改善"
REST = "民生。会议指出，上半年全市生产总值增长6.1%。\n市委委员出席会议。"
PARK = "城北公园开园迎客\n　　本报讯（记者林若水）昨日，城北公园正式开园，占地12公顷，公园设有健身步道。\n"
MARKET = (
    "农贸市场改造完成\n　　本报讯（记者顾清和）记者昨日从市商务局获悉，全市20家农贸市场完成改造，市场环境明显改善。\n"
)


def first_page(marker: str = "（下转第三版）", number: str = "01", paper: str = "锡湖日报", day: date = DAY) -> Page:
    text = f"{HEAD}\n\n　　本报讯（记者陈望远）{FIRST}{marker}\n\n{PARK}"
    return read_page_text(text, newspaper=paper, published=day, number=number)


def third_page(marker: str = "（上接第一版）", number: str = "03", paper: str = "锡湖日报", head: str = "") -> Page:
    rest = REST.replace("\n", "\n　　")
    text = f"{head}\n{marker}{rest}\n\n{MARKET}" if head else f"{marker}{rest}\n\n{MARKET}"
    return read_page_text(text, newspaper=paper, published=DAY, number=number)


def join(*pages: Page) -> list[Article]:
    return join_jumps([article for page in pages for article in cut_articles(page)])


def test_both_pages_make_one_article() -> None:
    first, third = first_page(), third_page()
    alone = cut_articles(first)[0]
    whole, park, market = join(first, third)
    assert whole.text == FIRST + REST
    assert (whole.headline, whole.page, whole.more) == (HEAD, first, (third,))
    assert whole.id == alone.id  # a further page does not change it
    assert whole.authors == alone.authors
    assert (park.headline, market.headline) == ("城北公园开园迎客", "农贸市场改造完成")


def test_every_character_traces_back_to_its_own_page() -> None:
    whole = join(first_page(), third_page())[0]
    assert [whole.page_at(at).number for at in (0, len(FIRST) - 1, len(FIRST), len(whole.text) - 1)] == [
        "01",
        "01",
        "03",
        "03",
    ]
    for offset, character in enumerate(whole.text):
        if character != "\n":
            assert whole.page_at(offset).text[whole.origin(offset)] == character


@pytest.mark.parametrize(
    "marker", ["（下转第三版）", "下转第3版", "（转03版）", "（紧转第三版）", "\n　　（下转第三版）"]
)
def test_one_page_alone_has_no_marker_in_its_text(marker: str) -> None:
    article = join(first_page(marker))[0]
    assert article.text == FIRST
    assert article.more == ()
    continuation = join(third_page())[0]
    assert continuation.text == REST


def test_a_byline_before_the_marker() -> None:
    first = first_page("（记者顾清和）（下转第三版）")
    (alone, *_), (whole, *_) = join(first), join(first, third_page())
    assert alone.text == FIRST
    assert whole.text == FIRST + REST
    assert [author.name for author in whole.authors] == ["陈望远", "顾清和"]


def test_pages_of_an_e_paper() -> None:
    from kg.pages.html import read_html_file
    from kg.pages.read import _make_page

    def read(number: str, body: str) -> Page:
        told = f"<founder-date>2024-07-23</founder-date><founder-pagenum>{number}</founder-pagenum>"
        html = (
            f"<founder-title>{HEAD}</founder-title><founder-content>{body}</founder-content><!--enpproperty {told}-->"
        )
        (raw,) = read_html_file(html.encode(), "p.htm")
        return _make_page(raw, "p.htm", (raw.clues,), None)

    pages = (read("03", f"<p>（上接第1版）{REST}</p>"), read("01", f"<p>{FIRST}</p><p>（下转第3版）</p>"))
    (whole,) = join(*pages)
    assert whole.text == FIRST + REST.replace("\n", "")
    assert (whole.page.number, whole.more[0].number) == ("01", "03")


@pytest.mark.parametrize(
    ("first", "third"),
    [
        (first_page("（下转第3版）"), third_page("（上接第1版）")),
        (first_page("下转A03版", "A01"), third_page("上接A01版 ", "A03")),
        (first_page("（下转第3版）", "A01"), third_page("（上接第1版）", "A03")),
        (first_page("（转第三版）", "1"), third_page("（紧接第一版）", "3")),
        (first_page("（紧转第三版）"), third_page()),
        (first_page("\n　　（下转第三版）"), third_page()),
        (first_page(), third_page(head=HEAD)),
        (first_page(), third_page(head="市委召开全会")),
        (first_page(""), third_page(head=HEAD)),
        (first_page(), third_page("", head=HEAD)),
        (first_page(paper=""), third_page(paper="")),
    ],
)
def test_joined(first: Page, third: Page) -> None:
    articles = join(first, third)
    assert articles[0].text == FIRST + REST
    assert len(articles) == 3


@pytest.mark.parametrize(
    ("first", "third"),
    [
        (first_page("（下转第四版）"), third_page()),
        (first_page(), third_page("（上接第二版）")),
        (first_page(paper="江左日报"), third_page()),
        (first_page(day=date(2024, 7, 22)), third_page()),
        (first_page("（相关报道见第三版）"), third_page("")),
        (first_page(), third_page("")),
        (first_page(""), third_page()),
        (first_page("（下转B03版）", "A01"), third_page("（上接A01版）", "A03")),
    ],
)
def test_not_joined(first: Page, third: Page) -> None:
    articles = join(first, third)
    assert articles[0].more == ()
    assert len(articles) == 4


def test_of_two_jumps_to_one_page_the_words_decide() -> None:
    other = "　　本报讯 昨日，锡湖港集装箱码头二期工程正式开工，工程总投资12亿元，港口年吞吐量将（下转第三版）\n"
    page = read_page_text(
        f"{HEAD}\n\n　　本报讯（记者陈望远）{FIRST}（下转第三版）\n\n锡湖港二期码头开工\n{other}",
        newspaper="锡湖日报",
        published=DAY,
        number="01",
    )
    back = read_page_text(
        "锡湖港二期码头开工\n　　（上接第一版）翻一番。港口码头工程明年竣工，集装箱吞吐量居全省前列。\n\n"
        f"{HEAD}\n　　（上接第一版）{REST}\n",
        newspaper="锡湖日报",
        published=DAY,
        number="03",
    )
    articles = join(page, back)
    assert [article.headline for article in articles] == [HEAD, "锡湖港二期码头开工"]
    assert articles[0].text.endswith("保障和改善" + REST.replace("\n", ""))
    assert "将翻一番。" in articles[1].text


def test_over_three_pages() -> None:
    second = read_page_text(
        f"（上接第一版）{REST}（下转第三版）\n".replace("\n市", "\n　　市"),
        newspaper="锡湖日报",
        published=DAY,
        number="02",
    )
    third = read_page_text(
        "（上接第二版）会议号召全市上下团结奋斗，为全面完成全年目标任务而努力。\n",
        newspaper="锡湖日报",
        published=DAY,
        number="03",
    )
    (whole, _park) = join(first_page("（下转第二版）"), second, third)
    assert whole.text == f"{FIRST}{REST}\n会议号召全市上下团结奋斗，为全面完成全年目标任务而努力。"
    assert [run.page for run in whole.trace] == sorted(run.page for run in whole.trace)
    assert whole.page_at(len(whole.text) - 1).number == "03"


def test_the_order_of_pages_does_not_matter() -> None:
    pages = (first_page(), third_page(), first_page(paper="江左日报"), third_page(paper="江左日报"))
    texts = {tuple(sorted((a.id, a.text) for a in join(*order))) for order in permutations(pages)}
    assert len(texts) == 1
    assert len(next(iter(texts))) == 6


def test_pages_that_point_at_each_other_in_a_ring() -> None:
    pages = [
        read_page_text(
            f"（上接第{back}版）会议召开，各项工作有序推进，成效明显（下转第{on}版）\n",
            newspaper="锡湖日报",
            published=DAY,
            number=str(own),
        )
        for own, back, on in ((1, 3, 2), (2, 1, 3), (3, 2, 1))
    ]
    assert len(join(*pages)) == 1


def test_many_pages_take_little_time() -> None:
    pages = [first_page(paper=f"锡湖{number}日报", number="01") for number in range(150)]
    pages += [third_page(paper=f"锡湖{number}日报") for number in range(150)]
    articles = [article for page in pages for article in cut_articles(page)]
    assert len(join_jumps(articles)) == len(articles) - 150
