"""PDF -> pages: characters, rules, pictures; what cannot be read; the layouts set by hand."""

from __future__ import annotations

import json
import re
import zlib
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from kg.articles import cut_articles
from kg.cli import cli
from kg.errors import InputError
from kg.graph.boxes import read_box
from kg.model import Article, Page
from kg.pages import read_pages
from kg.pages.pdf import read_pdf
from kg.pages.pdf_glyphs import load_radicals
from kg.pages.raw import Raw
from tests.typeset import Sheet, load_layouts
from tests.typeset.layouts import PAGES

FONT = b"""<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<<
 /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1)
 /Supplement 2 >> /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6
 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 90 >> >>] >>"""

BODY = ("　　城区供水管网近日开始检修，", "部分路段水压会降低，请市民提", "前储水，由此带来不便请谅解。")


def put(text: str, left: float, top: float, size: float = 10.0) -> bytes:
    """One line of type; ``top`` in points from the top of a page of 600 by 800."""
    return f"BT /F1 {size} Tf {left} {800 - top - 0.88 * size} Td <{text.encode('utf-16-be').hex()}> Tj ET\n".encode()


def make_pdf(*pages: bytes, extra: str = "", trailer: str = "", packed: bool = False) -> bytes:
    """A PDF of pages with these contents; ``extra`` goes into each page's dictionary."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", FONT]
    numbers = []
    for content in pages:
        coding = "/Filter /FlateDecode " if packed else ""
        objects.append(f"<< {coding}/Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] {extra} "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>".encode()
        )
        numbers.append(len(objects))
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(numbers)} >>".encode()
    out = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return out


def set_article(head: str = "供水管网检修") -> bytes:
    lines = [put(head, 60, 100, 22), *(put(line, 60, 140 + at * 14) for at, line in enumerate(BODY))]
    return b"".join(lines)


def read(data: bytes) -> list[Raw]:
    return list(read_pdf(data, "page.pdf"))


def test_lines_sizes_and_boxes() -> None:
    (raw,) = read(make_pdf(set_article()))
    assert raw.text.split() == ["供水管网检修", *(line.strip() for line in BODY)]
    head, first, second = raw.printed[:3]
    assert (head.size, head.box.sheet) == (22.0, 1)
    assert (round(head.box.left), round(head.box.top), round(head.box.right)) == (60, 100, 60 + 6 * 22)
    assert (round(first.box.left), round(second.box.left)) == (80, 60)
    assert [marked.headline for marked in raw.marked] == ["供水管网检修"]


def test_sheets_come_one_at_a_time() -> None:
    pages = read_pdf(make_pdf(*(set_article(f"第{n}次检修") for n in "一二三四五六七八九十")), "page.pdf")
    first = next(pages)
    assert first.marked[0].headline == "第一次检修"
    rest = list(pages)
    assert [raw.marked[0].headline for raw in rest][-1] == "第十次检修"
    assert [{line.box.sheet for line in raw.printed} for raw in rest] == [{n} for n in range(2, 11)]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_sheet_is_read_as_it_is_shown(turn: int) -> None:
    matrix = {90: "0 1 -1 0 600 0", 180: "-1 0 0 -1 600 800", 270: "0 -1 1 0 0 800"}[turn]
    content = f"q {matrix} cm\n".encode() + set_article() + b"Q\n"
    if turn != 180:  # the sheet is 800 wide and 600 high when it is shown: the type stands 200 points higher
        content = content.replace(b"Td", b"Td 0 -200 Td")
    (raw,) = read(make_pdf(content, extra=f"/Rotate {turn}"))
    assert raw.text.split()[:2] == ["供水管网检修", BODY[0].strip()]
    assert round(raw.printed[0].box.left) == 60


def test_type_printed_twice_to_look_bold_is_read_once() -> None:
    content = set_article() + put("供水管网检修", 60.4, 100.2, 22)
    (raw,) = read(make_pdf(content))
    assert raw.text.count("供水管网检修") == 1


def test_a_dash_of_two_characters_stays() -> None:
    (raw,) = read(make_pdf(set_article("检修——哈哈")))
    assert raw.marked[0].headline == "检修——哈哈"


def test_spaced_out_type_is_one_line() -> None:
    content = b"".join(put(char, 60 + 40 * at, 100, 22) for at, char in enumerate("通告"))
    content += b"".join(put(line, 60, 140 + at * 14) for at, line in enumerate(BODY))
    (raw,) = read(make_pdf(content))
    assert raw.marked[0].headline == "通告"


def test_characters_one_below_the_other_are_a_vertical_line() -> None:
    content = b"".join(put(char, 300, 100 + 26 * at, 22) for at, char in enumerate("供水管网检修"))
    content += b"".join(put(line, 60, 120 + at * 14) for at, line in enumerate(BODY))
    (raw,) = read(make_pdf(content))
    assert raw.marked[0].headline == "供水管网检修"


def test_radicals_become_characters() -> None:
    (raw,) = read(make_pdf(set_article("⻓江⼈家")))
    assert raw.marked[0].headline == "长江人家"
    assert all(len(radical) == len(character) == 1 for radical, character in load_radicals().items())


def test_drawn_lines_and_boxes_part_articles() -> None:
    """Without the frame, the second text would go on from the first: neither has a headline of its own above it."""
    second = [put(line, 230, 140 + at * 14) for at, line in enumerate(BODY)]
    frame = b"0.8 w 222 620 170 90 re S\n"
    (raw,) = read(make_pdf(set_article() + b"".join(second) + put("停水通知", 240, 112, 14) + frame))
    assert [marked.headline for marked in raw.marked] == ["供水管网检修", "停水通知"]


CUT = make_pdf(set_article())[:-400]
LOCKED = make_pdf(
    set_article(), trailer=f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'ab' * 32}> /U <{'cd' * 32}> /P -4 >>"
)


def swell(size: int) -> bytes:
    """A page description of 240 kB that unpacks to this many bytes."""
    packer = zlib.compressobj()
    piece = b"0 0 m " * 200_000
    return b"".join(packer.compress(piece) for _ in range(size // len(piece) + 1)) + packer.flush()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not a PDF"),
        (b"<html>", "not a PDF"),
        (CUT, "cut off"),
        (LOCKED, "encrypted"),
        (make_pdf(), "no pages"),
        (b"%PDF-1.7\n" + b"junk " * 100 + b"\n%%EOF\n", "damaged"),
        (make_pdf(swell(210_000_000), packed=True), "too large when unpacked"),
        (make_pdf(b""), "no text layer"),
        (make_pdf(set_article()).replace(b"[0 0 600 800]", b"[0 0 90000 8]"), "no usable size"),
    ],
    ids=["empty", "html", "cut", "locked", "none", "junk", "swollen", "image", "huge"],
)
def test_what_cannot_be_read_says_why_in_one_line(data: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why) as caught:
        read(data)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("page.pdf: ")


def test_a_sheet_without_text_goes_to_the_scan_reader() -> None:
    content = b"q 600 0 0 800 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q\n"
    seen: list[tuple[tuple[int, int], str, int]] = []

    def scan(picture: object, source: str, number: int) -> Raw:
        seen.append((picture.size, source, number))  # type: ignore[attr-defined]
        return Raw("读出的字")

    found = list(read_pdf(make_pdf(set_article(), content), "page.pdf", scan=scan))
    assert [raw.text for raw in found][1] == "读出的字"
    assert seen == [((1667, 2222), "page.pdf", 2)]


def without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


def read_layout(name: str, published: date) -> tuple[Page, list[Article]]:
    (page,) = read_pages(PAGES / f"{name}.pdf", published=published)
    return page, cut_articles(page)


@pytest.mark.parametrize("sheet", load_layouts(), ids=lambda sheet: sheet.name)
def test_layouts_set_by_hand(sheet: Sheet) -> None:
    page, articles = read_layout(sheet.name, sheet.published)
    found = {without_space(article.text): article for article in articles}
    assert sorted(found) == sorted(without_space(story.body) for story in sheet.stories)
    for story in sheet.stories:
        article = found[without_space(story.body)]
        assert without_space(article.headline) == without_space(story.headline)
        assert [*map(without_space, article.subheads)] == [*map(without_space, story.heads)]
        assert [*map(without_space, article.captions)] == [*map(without_space, story.captions)]
        assert {*article.authors} == {*story.authors}
    assert all(line.span.of(page.text).strip() for line in page.printed)


def test_a_pdf_among_other_files(tmp_path: Path) -> None:
    path = tmp_path / "澄川日报-2025-04-23-A02.pdf"
    path.write_bytes(make_pdf(set_article()))
    (page,) = read_pages(path)
    assert (page.newspaper, page.number, page.published.isoformat()) == ("澄川日报", "A02", "2025-04-23")
    (article,) = cut_articles(page)
    assert (article.headline, article.text) == ("供水管网检修", "".join(BODY).strip())


def test_bad_files_among_good_ones(tmp_path: Path) -> None:
    """PDFs and images that cannot be read are told in one line each; the rest is built, with its places on the page."""
    folder = tmp_path / "in"
    folder.mkdir()
    picture = BytesIO()
    Image.new("1", (20_000, 20_000)).save(picture, "PNG")
    bad = {
        "cut.pdf": (CUT, "cut off"),
        "huge.png": (picture.getvalue(), "too large"),
        "locked.pdf": (LOCKED, "encrypted"),
        "none.pdf": (make_pdf(), "no pages"),
        "torn.jpg": (b"\xff\xd8\xff\xe0rest", "not an image|damaged"),
    }
    good = {"澄川日报-2025-04-23-A02.pdf": make_pdf(set_article())}
    for name, data in (*good.items(), *((name, data) for name, (data, _) in bad.items())):
        (folder / name).write_bytes(data)
    arguments = ["build", str(folder), "-o", str(tmp_path / "out"), "--formats", "ttl"]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 1
    complaints = [line for line in result.stderr.splitlines() if line.startswith("kg: ")]
    for line, (name, (_, cause)) in zip(complaints, sorted(bad.items()), strict=True):
        assert re.match(rf"kg: {re.escape(str(folder / name))}: .*({cause})", line)
    assert result.stdout.startswith("articles        1")
    assert 'kg:box "page=1&xywh=60,' in (tmp_path / "out" / "graph.ttl").read_text("utf-8")


def test_read_tells_where_an_article_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "澄川日报-2025-04-23-A02.pdf"
    path.write_bytes(make_pdf(set_article()))
    (line,) = CliRunner().invoke(cli, ["read", str(path)]).stdout.splitlines()
    (box,) = json.loads(line)["boxes"]
    assert read_box(box).left == pytest.approx(60, abs=12)
    assert read_box(box).bottom == pytest.approx(140 + 2 * 14 + 10, abs=4)
