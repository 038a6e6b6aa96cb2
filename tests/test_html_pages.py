"""E-paper pages, saved web pages and web archives -> articles as the markup tells them."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.articles import cut_articles
from kg.errors import InputError
from kg.graph.boxes import find_boxes, write_box
from kg.model import Article, Author, Span
from kg.pages import find_pages, read_page, read_pages
from kg.pages.html import read_archive_file, read_html_file
from kg.pages.html_map import read_area
from kg.pages.html_marks import load_markup

EPAPER = Path(__file__).parent / "data" / "epaper"
ISSUE = EPAPER / "html" / "2024-05" / "16"
DAY = date(2024, 5, 16)

BODY = (
    "<p>　　5月15日，澜陵市召开会议，研究部署防汛工作，市长宋既明主持会议。</p>"
    "<p>　　会议指出，要落实责任，确保安全。</p>"
)


def read_one(path: Path) -> Article:
    (article,) = cut_articles(read_page(path))
    return article


def read_html(html: str | bytes, name: str = "page.html") -> Article:
    """The article of an HTML text, as of the day above."""
    data = html.encode() if isinstance(html, str) else html
    from kg.pages.clues import Clues
    from kg.pages.read import _make_page

    (raw,) = read_html_file(data, name)
    (article,) = cut_articles(_make_page(raw, name, (Clues("", "", DAY), raw.clues), None))
    return article


# ------------------------------------------------------------------------------------ e-paper systems


def test_founder_article() -> None:
    page = read_page(ISSUE / "content_301.htm")
    assert (page.newspaper, page.published, page.number) == ("澜陵日报", DAY, "01")
    assert "issue date 2024-05-16 from the file's markup" in page.assumed
    (article,) = cut_articles(page)
    assert article.headline == "今年前四个月进出口增长一成"
    assert article.subheads == ("开放型经济", "民营企业占比首次过半", "民营企业唱主角")
    assert article.authors == (Author("周若川", "记者"), Author("沈知遥", "通讯员"))
    assert article.dateline == "本报讯"
    assert article.captions == ("工人在澜陵综合保税区装运货物。　本报记者　周若川　摄",)
    assert article.text == (
        "5月15日，记者从澜陵海关获悉，今年前四个月，全市外贸进出口总值达32.6亿元，同比增长10.4%。\n"
        "澜陵远航机电有限公司总经理许知微说：“一季度订单排到了八月。”该公司出口额达1.2亿元。\n"
        "市商务局副局长陆鸣介绍，下一步将支持企业开拓市场。"
    )
    assert article.headline_certain


def test_every_character_traces_back_to_the_page() -> None:
    for path in (ISSUE / "content_301.htm", EPAPER / "saved.html"):
        article = read_one(path)
        for offset, character in enumerate(article.text):
            if character != "\n":
                assert article.page.text[article.origin(offset)] == character


def test_paragraphs_parted_by_br_in_a_page_that_lies_about_its_encoding() -> None:
    article = read_one(ISSUE / "content_302.htm")
    assert article.headline == "城北污水处理厂通水"
    assert article.text == "澜陵城北污水处理厂日前通水试运行。\n该厂日处理污水五万吨，服务人口二十万。"
    assert article.authors == (Author("顾清和", "记者"),)


def test_headings_and_citation() -> None:
    path = EPAPER / "nw.D110000lanling_20240516_1-02.htm"
    page = read_page(path)
    assert (page.newspaper, page.published, page.number) == ("澜陵日报", DAY, "02")
    article = read_one(path)
    assert article.headline == "古堰新渠润良田"
    assert article.subheads == ("水利建设一线见闻", "——来自临江县的调查", "一渠水")
    assert [author.name for author in article.authors] == ["温以宁", "江照野"]
    assert article.captions == ("图为修缮后的古堰。　　温以宁摄",)
    assert article.text.startswith(
        "五月的临江县，渠水流进稻田。\n县水利局局长韩越介绍，灌区续建工程总投资3.4亿元，改善"
    )


def test_a_saved_page_of_no_e_paper() -> None:
    page = read_page(EPAPER / "saved.html")
    assert (page.newspaper, page.published) == ("澜陵晚报", date(2024, 5, 17))
    article = read_one(EPAPER / "saved.html")
    assert article.headline == "澜陵新区首批企业集中开工"
    assert article.captions == ("开工仪式现场。简书白 摄",)
    assert article.authors == (Author("简书白", "记者"),)
    assert article.text.split("\n") == [
        "5月16日，澜陵新区首批12家企业集中开工，总投资45亿元。市委副书记、市长宋既明出席开工仪式。",
        "宋既明强调，要优化营商环境，服务好企业。",
        "澜陵新区成立于2021年。",
    ]


def test_an_overview_is_passed_over_where_its_articles_lie_beside_it(tmp_path: Path) -> None:
    assert list(read_pages(ISSUE / "node_2.htm")) == []
    alone = tmp_path / "node_2.htm"
    alone.write_bytes((ISSUE / "node_2.htm").read_bytes())
    with pytest.raises(InputError, match=r"node_2\.htm: an overview without text.*content_301\.htm"):
        list(read_pages(alone))


def test_date_folders_are_entered() -> None:
    names = [path.name for path in find_pages(EPAPER / "html")]
    assert names == ["content_301.htm", "content_302.htm", "node_2.htm"]


def test_several_articles_in_one_file() -> None:
    html = "".join(
        f"<founder-title>{head}</founder-title><founder-content>{BODY.replace('宋既明', name)}</founder-content>"
        for head, name in (("防汛会议召开", "宋既明"), ("民生会议召开", "陆鸣"))
    )
    (raw,) = read_html_file(f"<body>{html}</body>".encode(), "p.html")
    assert [marked.headline for marked in raw.marked] == ["防汛会议召开", "民生会议召开"]


def test_a_body_that_is_there_twice_is_read_once() -> None:
    html = f"<founder-title>防汛会议召开</founder-title><founder-content>{BODY}</founder-content>"
    article = read_html(f"<body>{html}<div style='display:none'><founder-content>{BODY}</founder-content></div></body>")
    assert article.text.count("研究部署") == 1


# ------------------------------------------------------------------------------------ where articles are printed

AREAS = (
    '<area shape="polygon" coords="10,20,110,20,110,60,60,60,60,80,10,80" href="content_7.htm?div=-1">'
    "<area shape=rect coords=120,20,200,90 href=./content_8.htm>"
)
OVERVIEW = (
    "<title>澜陵日报-2024年05月16日</title><p>第A03版：民生</p><p><a href=node_2.htm>第A02版：要闻</a></p>"
    "<map name=PagePicMap>{areas}</map><img src=brief.jpg usemap=#PagePicMap{size}>"
    "<ul><li><a href=content_7.htm>防汛会议召开</a></ul>"
)
ARTICLE = "<founder-title>{head}</founder-title><founder-content>{body}</founder-content>"


def lay_out(folder: Path, areas: str = AREAS, size: str = "", overview: str = OVERVIEW) -> None:
    """An overview and two articles in a folder."""
    for number, head in ((7, "防汛会议召开"), (8, "民生会议召开")):
        html = ARTICLE.format(head=head, body=BODY.replace("宋既明", f"宋{head[0]}明"))
        (folder / f"content_{number}.htm").write_text(html, "utf-8")
    if overview:
        (folder / "node_3.htm").write_text(overview.format(areas=areas, size=size), "utf-8")


def find_printed(article: Article, span: Span | None = None) -> list[str]:
    return [write_box(box) for box in find_boxes(article, span or Span(0, len(article.text)))]


def read_placed(folder: Path, number: int = 7) -> Article:
    (article,) = cut_articles(read_page(folder / f"content_{number}.htm", published=DAY))
    return article


def test_an_overview_tells_where_its_articles_are_printed(tmp_path: Path) -> None:
    lay_out(tmp_path)
    first, second = read_placed(tmp_path), read_placed(tmp_path, 8)
    assert find_printed(first) == ["page=1&xywh=7.5,15,75,45"]  # three points to four pixels
    assert find_printed(second) == ["page=1&xywh=90,15,60,52.5"]
    assert find_printed(first, Span(3, 9)) == find_printed(first)
    assert first.page.number == second.page.number == "A03"
    assert first.headline == "防汛会议召开"


def test_without_an_overview_nothing_is_said_of_the_place(tmp_path: Path) -> None:
    lay_out(tmp_path, overview="")
    article = read_placed(tmp_path)
    assert (find_printed(article), article.page.number, article.page.printed) == ([], "", ())
    assert article.text == read_html(ARTICLE.format(head="防汛会议召开", body=BODY.replace("宋既明", "宋防明"))).text


def test_an_overview_that_comes_later_is_seen(tmp_path: Path) -> None:
    lay_out(tmp_path, overview="")
    assert not find_printed(read_placed(tmp_path))
    lay_out(tmp_path)
    assert find_printed(read_placed(tmp_path))


def test_the_map_in_the_article_itself(tmp_path: Path) -> None:
    html = f"<map name=m>{AREAS}</map><img usemap=#m>" + ARTICLE.format(head="防汛会议召开", body=BODY)
    (tmp_path / "content_7.htm").write_text(html, "utf-8")
    assert find_printed(read_placed(tmp_path)) == ["page=1&xywh=7.5,15,75,45"]
    assert find_printed(read_one(ISSUE / "content_302.htm")) == ["page=1&xywh=174,54.75,84,161.25"]


def test_an_article_with_two_areas_lies_in_the_rectangle_around_them(tmp_path: Path) -> None:
    lay_out(tmp_path, AREAS + "<area shape=rect coords=10,100,60,140 href=content_7.htm>")
    assert find_printed(read_placed(tmp_path)) == ["page=1&xywh=7.5,15,75,90"]


@pytest.mark.parametrize("size", [" width=400 height=600", " style='width:400px; height: 600px'"])
def test_shares_of_a_picture_whose_size_is_told(tmp_path: Path, size: str) -> None:
    lay_out(tmp_path, "<area shape=rect coords='2.5%,10%,50%,40%' href=content_7.htm>", size)
    assert find_printed(read_placed(tmp_path)) == ["page=1&xywh=7.5,45,142.5,135"]


@pytest.mark.parametrize(
    "coords",
    ["", "10,20,110", "10,20,abc,60", "10%,20%,30%,40%", "10,20,10,60", "1e400,20,30,40", "9999999,1,2,3", "NaN,1,2,3"],
)
def test_coordinates_that_make_no_place_are_told_in_one_line_and_nothing_is_lost(tmp_path: Path, coords: str) -> None:
    lay_out(tmp_path, f"<area shape=poly coords='{coords}' href=content_7.htm>" + AREAS.split(">", 1)[1])
    article = read_placed(tmp_path)
    assert article.headline == "防汛会议召开"
    assert (find_printed(article), article.page.number) == ([], "A03")
    (note,) = [line for line in article.page.assumed if "coords" in line]
    assert note.startswith("no place on the page: node_3.htm gives content_7.htm coords ")
    assert "\n" not in note
    assert find_printed(read_placed(tmp_path, 8))


@pytest.mark.parametrize(
    ("shape", "coords", "rectangle"),
    [
        ("rect", "1,2,3,4", (1, 2, 3, 4)),
        ("RECT", " 3 , 4 , 1 , 2 ", (1, 2, 3, 4)),
        ("poly", "1,2;5,2;5,9;1,9", (1, 2, 5, 9)),
        ("polygon", "1,2,5,2,5,9,1,9,", (1, 2, 5, 9)),
        ("circle", "50,60,10", (40, 50, 60, 70)),
        ("rect", "-4,0,20px,20px", (0, 0, 20, 20)),
        ("poly", "1,2,5", None),
        ("rect", "1,2", None),
    ],
)
def test_areas(shape: str, coords: str, rectangle: tuple[float, ...] | None) -> None:
    assert read_area(shape, coords) == rectangle


# ------------------------------------------------------------------------------------ details of the markup


@pytest.mark.parametrize(
    ("body", "text", "subheads", "captions"),
    [
        ("<p>一、会议召开。</p><p>二、会议闭幕。</p>", "一、会议召开。\n二、会议闭幕。", (), ()),
        ("<p>会议研究了防汛工作，<br>强调安全。</p>", "会议研究了防汛工作，强调安全。", (), ()),
        ("<p>加快\n建设 新城。</p>", "加快建设 新城。", (), ()),
        ("会议召开。\n　　会议闭幕。", "会议召开。\n会议闭幕。", (), ()),
        ("<p>会议召开。</p><h4>一渠水</h4><p>会议闭幕。</p>", "会议召开。\n会议闭幕。", ("一渠水",), ()),
        ("<p>会议召开。</p><p><b>会议要求：</b>抓落实。</p>", "会议召开。\n会议要求：抓落实。", (), ()),
        ("<p>会议召开。</p><p><b>一定要抓落实。</b></p>", "会议召开。\n一定要抓落实。", (), ()),
        (
            "<p>会议召开。</p><p><img src=a></p><p>会议现场。陆鸣 摄</p><p>会议闭幕。</p>",
            "会议召开。\n会议闭幕。",
            (),
            ("会议现场。陆鸣 摄",),
        ),
        ("<p>会议召开。</p><p>图为会议现场。</p>", "会议召开。", (), ("图为会议现场。",)),
        ("<script>var a='<p>假</p>'</script><p>会议召开。</p><style>p{}</style>", "会议召开。", (), ()),
        ("<table><tr><td>会议召开。</td><td>会议闭幕。</td></tr></table>", "会议召开。\n会议闭幕。", (), ()),
        ("<p>“好”&mdash;&mdash;A&amp;B&#x4E2D;国。</p>", "“好”——A&B中国。", (), ()),
        ("<p>会议召开。</p><p>责任编辑：郑一帆</p>", "会议召开。", (), ()),
    ],
)
def test_bodies(body: str, text: str, subheads: tuple[str, ...], captions: tuple[str, ...]) -> None:
    article = read_html(f"<founder-title>标题在此</founder-title><founder-content>{body}</founder-content>")
    assert (article.text, article.subheads, article.captions) == (text, subheads, captions)


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("本报记者 陆鸣 通讯员 沈知遥", [("陆鸣", "记者"), ("沈知遥", "通讯员")]),
        ("作者：陆鸣", [("陆鸣", "记者")]),
        ("", []),
        ("澜陵市融媒体中心供稿请勿转载", []),
    ],
)
def test_bylines(byline: str, authors: list[tuple[str, str]]) -> None:
    article = read_html(
        f"<founder-title>标题在此</founder-title><founder-author>{byline}</founder-author>"
        f"<founder-content>{BODY}</founder-content>"
    )
    assert [(author.name, author.role) for author in article.authors] == authors


def test_bylines_that_are_paragraphs() -> None:
    body = f"<p>□ 本报记者 陆鸣</p>{BODY}<p>【通讯员】沈知遥</p>"
    article = read_html(f"<founder-title>标题在此</founder-title><founder-content>{body}</founder-content>")
    assert article.authors == (Author("陆鸣", "记者"), Author("沈知遥", "通讯员"))
    assert "陆鸣" not in article.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb2312", "gbk", "gb18030"])
@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "iso-8859-1", "x-unknown", ""])
def test_encodings_whatever_is_declared(encoding: str, declared: str) -> None:
    html = f"<meta charset={declared}><title>防汛会议召开_澜陵网</title><h1>防汛会议召开</h1><div>{BODY}</div>"
    article = read_html(html.encode(encoding))
    assert article.headline == "防汛会议召开"
    assert article.text.startswith("5月15日，澜陵市召开会议")


def test_big5_where_it_is_declared() -> None:
    html = "<meta charset=big5><title>防汛會議召開</title><h1>防汛會議召開</h1><p>會議指出，要落實責任，確保安全。</p>"
    assert read_html(html.encode("big5")).text == "會議指出，要落實責任，確保安全。"


@pytest.mark.parametrize(
    ("head", "paper", "number", "day"),
    [
        ("<!--enpproperty <founder-papername>澜陵日报</founder-papername> /enpproperty-->", "澜陵日报", "", None),
        (
            "<meta name=source content=澜陵晚报><meta name=pubdate content=2024-05-18>",
            "澜陵晚报",
            "",
            date(2024, 5, 18),
        ),
        ("<title>会议召开-澜陵日报数字报</title>", "澜陵日报", "", None),
        ("<input type=hidden name=pagenum value=A03>", "", "A03", None),
        ("<p>《澜陵日报》（2024年5月18日 第 04 版）</p>", "澜陵日报", "04", date(2024, 5, 18)),
        ("<p>当前版：A02版 要闻</p><p>A01版 头版</p>", "", "A02", None),
        ("<p>第01版：头版</p><p>第02版：要闻</p>", "", "", None),
        ("<div>澜陵日报 2024年5月18日 星期六</div>", "澜陵日报", "", date(2024, 5, 18)),
        ("<div>2024-05-18 08:00 来源：澜陵日报</div>", "澜陵日报", "", date(2024, 5, 18)),
        (
            '<script type="application/ld+json">{"@graph": [{"headline": "防汛会议召开", "publisher": {"name": '
            '"澜陵日报"}, "datePublished": "2024-05-18T08:00:00+08:00"}]}</script>',
            "澜陵日报",
            "",
            date(2024, 5, 18),
        ),
        (f'<script type="application/ld+json">{"[" * 20_000}</script>', "", "", None),
    ],
)
def test_newspaper_date_and_page(head: str, paper: str, number: str, day: date | None) -> None:
    html = f"<body>{head}<h1>防汛会议召开</h1><div id=ozoom>{BODY}</div></body>"
    (raw,) = read_html_file(html.encode(), "p.html")
    assert (raw.clues.newspaper, raw.clues.number, raw.clues.published) == (paper, number, day)


# ------------------------------------------------------------------------------------ pages of no e-paper system

LINES = ("　　本报讯（记者陆鸣）5月15日，澜陵市召开会议，研究部署防汛工作。", "　　会议指出，要落实责任，确保安全。")
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in LINES)
HEAD = "澜陵市防汛会议召开"
ABSTRACTS = (
    "<li><h4><a href=1.htm>各地新闻</a></h4><p>近日，邻市开展了专项行动，取得了成效，受到好评，影响很大。</p></li>" * 9
)
SAID = "<div class=item><p>说得好，支持，希望早日落实，为民办实事，点赞！</p></div>" * 8


@pytest.mark.parametrize(
    "html",
    [
        f"<h1>{HEAD}</h1><div>{PARAGRAPHS}</div><div class=side><ul>{ABSTRACTS}</ul></div>",
        f"<table><tr><td><a href=/>首页</a></td></tr><tr><td align=center><b>{HEAD}</b></td></tr>"
        f"<tr><td>{'<br>'.join(LINES)}</td></tr><tr><td>【打印】【关闭】</td></tr></table>",
        f"<div><h2>{HEAD}</h2><div>{'<br/><br/>'.join(LINES)}<br/></div><p>上一篇：<a href=1>其他，新闻</a></p></div>",
        f"<div>{''.join(f'<div><b></b><i>{line}</i></div>' for line in LINES)}</div><p>声明：未经授权，不得转载。</p>",
        f"<article><header><h1>{HEAD}</h1></header><section>{PARAGRAPHS}</section></article><p>版权所有，违者必究。</p>",
        f"<div><h1>{HEAD}</h1>{PARAGRAPHS}</div><div id=comments>{SAID}</div>",
        f"<h1>{HEAD}</h1>{PARAGRAPHS}<p style='display:none'>防汛，会议，召开，研究，部署。</p>",
        f"<div class=nav><a href=/>首页</a><h1>{HEAD}</h1>{PARAGRAPHS}",
        f"<h1>{HEAD}</h1><pre>{chr(10).join(LINES)}</pre>",
        f"<h1>{HEAD}</h1>" + chr(10).join(LINES),
    ],
)
def test_the_article_among_everything_else(html: str) -> None:
    article = read_html(f"<head><title>{HEAD}_澜陵网</title></head><body>{html}</body>")
    assert article.headline == HEAD
    assert article.text == "5月15日，澜陵市召开会议，研究部署防汛工作。\n会议指出，要落实责任，确保安全。"
    assert article.authors == (Author("陆鸣", "记者"),)


@pytest.mark.parametrize(
    ("head", "headline"),
    [
        ("<title>澜陵日报数字报-防汛会议召开</title>", "防汛会议召开"),
        ("<title>防汛会议召开 | 澜陵新闻网</title>", "防汛会议召开"),
        ("<title>澜陵日报数字报</title>", ""),
        ("<title>澜陵日报</title><meta property=og:title content=防汛会议召开>", "防汛会议召开"),
        ("<title>澜陵日报数字报-防汛会议</title></head><p>澜陵市防汛会议召开</p>", "澜陵市防汛会议召开"),
        ("", ""),
    ],
)
def test_a_headline_out_of_the_title(head: str, headline: str) -> None:
    assert read_html(f"{head}<div id=ozoom>{BODY}</div>").headline == headline


# ------------------------------------------------------------------------------------ web archives


def make_archive(html: bytes, encoding: str = "base64") -> bytes:
    import base64
    import quopri

    content = base64.encodebytes(html) if encoding == "base64" else quopri.encodestring(html)
    return (
        b"From: <Saved by Browser>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="--x"\r\n\r\n----x\r\n'
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: " + encoding.encode() + b"\r\n\r\n" + content + b"\r\n"
        b"----x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n----x--\r\n"
    )


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_web_archive(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "content_301.mht"
    path.write_bytes(make_archive((ISSUE / "content_301.htm").read_bytes(), encoding))
    assert read_one(path).text == read_one(ISSUE / "content_301.htm").text


@pytest.mark.parametrize("data", [b"", b"no archive at all", b"Content-Type: text/plain\r\n\r\nhello"])
def test_what_is_no_web_archive(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^a\.mht: "):
        list(read_archive_file(data, "a.mht"))


# ------------------------------------------------------------------------------------ hostile files


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "empty"),
        (b"<html><body></body></html>", "no article"),
        (b"<div>" * 200_000 + "会议召开，".encode(), "nested too deeply"),
        (b"<p>" + b"a" * 17_000_000, "too large"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a PNG image"),
        (b"<ul>" + "<li><a href=a.htm>会议召开，新城开工</a></li>".encode() * 500, "no article"),
        (b"<p></p>" * 100_000, "no article"),
    ],
)
def test_bad_html_gets_one_line(data: bytes, cause: str) -> None:
    with pytest.raises(InputError, match=cause) as caught:
        list(read_html_file(data, "some/p.html"))
    assert str(caught.value).startswith("some/p.html: ")
    assert "\n" not in str(caught.value)


def test_floods_are_read_in_time() -> None:
    entities = "<!DOCTYPE html [<!ENTITY a 'x'><!ENTITY b '&a;&a;&a;&a;'>]>" + BODY + "<p>&b;&amp;" * 50_000
    comments = f"<!--enpproperty {'<aa>' * 50_000} /enpproperty-->" + BODY
    marks = BODY + "<!--enpcontent-->" * 20_000
    for html in (entities, comments, marks):
        assert "宋既明" in read_html(html).text


def test_deep_but_sane_nesting_is_read() -> None:
    assert "宋既明" in read_html("<div><span>" * 500 + BODY).text


@given(st.text(alphabet="<>/pbr!-enpcontfoudi 会议。，\n　&;=\"'", max_size=300))
def test_any_tag_soup_is_read_or_refused(soup: str) -> None:
    try:
        raws = list(read_html_file(f"<body>{soup}{BODY}".encode(), "p.html"))
    except InputError:
        return
    for raw in raws:
        for marked in raw.marked:
            for paragraph in marked.paragraphs:
                assert all(span.of(raw.text) for span in paragraph)


def test_the_list_of_places_loads() -> None:
    assert {place.part for place in load_markup().places} >= {"headline", "byline", "caption", "body"}
