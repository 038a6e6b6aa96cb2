"""Files of every kind -> Page: encodings, metadata, bad input."""

import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kg.cli import cli
from kg.errors import InputError
from kg.pages import find_pages, read_page, read_page_text
from kg.pages.clues import find_home, name_paper, read_file_name, read_folder, read_masthead, read_text_date
from kg.pages.dates import find_full_dates, make_day
from kg.pages.furniture import load_furniture
from kg.pages.plain import clean_text, read_plain

TEXT = "市委召开会议\n　　本报讯（记者陈望远）3月2日，锡湖市召开会议。\n"
DAY = date(2024, 3, 2)


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


# ------------------------------------------------------------------------------------ encodings


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("gb18030"),
        TEXT.encode("gbk"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("\n", "\u2028").encode(),
        TEXT.replace("会议", "会\x07议\u200b\x00").encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-be", "gb18030", "gbk", "crlf", "cr", "line-separator", "controls"],
)
def test_every_encoding_reads_the_same(data: bytes) -> None:
    assert read_plain(data, "p.txt") == TEXT


def test_gb18030_only_characters() -> None:
    assert read_plain("䶮镕喆𠮷村召开会议".encode("gb18030"), "p.txt") == "䶮镕喆𠮷村召开会议"


def test_two_encodings_in_one_file() -> None:
    data = "新城开工，总投资二十亿元\n".encode() * 3 + "会议在市政府召开，研究了工作\n".encode("gb18030") * 3
    assert read_plain(data, "p.txt").count("会议在市政府召开") == 3


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    data = TEXT.encode() * 30
    assert read_plain(data[:400] + b"\xff" + data[400:], "p.txt").count("本报讯") == 30


def test_lone_surrogates_are_replaced_and_pairs_joined() -> None:
    assert clean_text("甲\ud800乙\ud842\udfb7") == "甲\ufffd乙𠮷"
    assert "\ufffd" in read_plain("甲\ud800乙".encode("utf-8", "surrogatepass"), "p.txt")


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "empty"),
        (b" \n\r\n\t ", "no text"),
        (b"\xef\xbb\xbf", "no text"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"PK\x03\x04rest", "a ZIP archive"),
        (bytes(range(256)) * 8, "binary"),
        (b"\xff\xff\xfe\xf8" * 200, "neither UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(data: bytes, cause: str) -> None:
    with pytest.raises(InputError, match=cause) as caught:
        read_plain(data, "some/p.txt")
    assert str(caught.value).startswith("some/p.txt: ")
    assert "\n" not in str(caught.value)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        text = read_plain(data, "p.txt")
    except InputError:
        return
    text.encode("utf-8")
    assert not set(text) & {"\r", "\x00", "\ufeff"}


@given(st.text(alphabet=st.characters(), max_size=80))
def test_clean_text_is_stable_and_encodable(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    cleaned.encode("utf-8")


# ------------------------------------------------------------------------------------ dates, mastheads


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2025年4月23日", [date(2025, 4, 23)]),
        ("2025 年 4 月 23 日", [date(2025, 4, 23)]),
        ("2025-04-23 2025/4/3 2025.04.05", [date(2025, 4, 23), date(2025, 4, 3), date(2025, 4, 5)]),
        ("二〇二五年四月二十三日", [date(2025, 4, 23)]),
        ("二○二四年十二月十日", [date(2024, 12, 10)]),
        ("2025年2月30日", [None]),
        ("4月23日 2025年 12025年4月2日", []),
    ],
)
def test_full_dates(text: str, days: list[date | None]) -> None:
    assert [found.day for found in find_full_dates(text)] == days


def test_make_day_knows_the_calendar() -> None:
    assert make_day(2023, 2, 29) is None
    assert make_day(2024, 2, 29) == date(2024, 2, 29)
    assert make_day(1799, 1, 1) is None


@pytest.mark.parametrize(
    ("name", "paper", "day", "number"),
    [
        ("锡湖日报-2024-03-02-A01.txt", "锡湖日报", DAY, "A01"),
        ("锡湖晚报_20240302_03版.txt", "锡湖晚报", DAY, "03"),
        ("2024-03-02.txt", "", DAY, ""),
        ("scan_20240302_page.txt", "", DAY, ""),
        ("锡湖日报.txt", "锡湖日报", None, ""),
        ("领导讲话-20241399.txt", "", None, ""),
        ("锡湖日报2024年3月2日A01版.txt", "锡湖日报", DAY, "A01"),
        ("锡湖日报-2024年03月02日 第2版.txt", "锡湖日报", DAY, "2"),
        ("xhrb2024030204.pdf", "", DAY, "04"),
        ("电话13812345678.txt", "", None, ""),
        ("nw.D110000xihu_20240302_5-01.htm", "", None, ""),
    ],
)
def test_file_names(name: str, paper: str, day: date | None, number: str) -> None:
    clues = read_file_name(Path(name))
    assert (clues.newspaper, clues.published, clues.number) == (paper, day, number)


def test_a_day_that_does_not_exist_in_a_file_name() -> None:
    with pytest.raises(InputError, match="2024-02-30"):
        read_file_name(Path("锡湖日报-2024-02-30-A01.txt"))


@pytest.mark.parametrize(
    ("path", "day", "number"),
    [
        ("html/2024-03/02/content_81.htm", DAY, ""),
        ("http/paper/html/202403/02/node_2.htm", DAY, ""),
        ("2024-03-02/A01.pdf", DAY, "A01"),
        ("20240302/03版.txt", DAY, "03"),
        ("2024/03/02/txt/page.txt", DAY, ""),
        ("nw.D110000xihu_20240302_5-01.htm", DAY, "01"),
        ("nbs.D110000xihu_B02.htm", None, "B02"),
        ("html_2024-03_02_content_81.htm", DAY, ""),
        ("2024-13/02/content_81.htm", None, ""),
        ("archive/A01.pdf", None, ""),
        ("2024-03/02/a/b/c/content_81.htm", None, ""),
    ],
)
def test_folders_of_e_papers(path: str, day: date | None, number: str) -> None:
    clues = read_folder(Path(path))
    assert (clues.published, clues.number) == (day, number)


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("锡湖日报数字报", "锡湖日报"),
        ("《锡湖晚报》电子版", ""),
        ("《锡湖晚报》", "锡湖晚报"),
        ("锡湖新闻网", "锡湖新闻网"),
        ("会议召开", ""),
        ("市委机关报道", ""),
        ("天气预报", ""),
        ("会议通报", ""),
        ("互联网", ""),
    ],
)
def test_names_of_newspapers(text: str, paper: str) -> None:
    assert name_paper(text) == paper


def test_masthead() -> None:
    clues = read_masthead("锡湖日报  2024年3月2日  星期六  农历甲辰年正月廿二  第2版\n\n市委召开会议\n")
    assert (clues.newspaper, clues.published, clues.number) == ("锡湖日报", DAY, "2")
    assert read_masthead("2024年3月2日，锡湖日报社召开会议\n").published is None


@pytest.mark.parametrize(
    ("masthead", "paper", "number"),
    [
        ("锡湖日报 2024年3月2日 星期六 甲辰年正月廿二 第12345期 今日八版", "锡湖日报", ""),
        ("A01 要闻\n2024年3月2日 星期六 农历甲辰年正月廿二", "", "A01"),
        ("2024 年 3 月 2 日　星期六　　第 01 版", "", "01"),
        ("锡湖日报\n二〇二四年三月二日 星期六 国内统一连续出版物号 CN 32-0099", "锡湖日报", ""),
        ("第3版 综合新闻 责任编辑：许诺 2024-03-02", "", "3"),
    ],
)
def test_mastheads_at_the_head_and_at_the_foot(masthead: str, paper: str, number: str) -> None:
    for text in (f"{masthead}\n\n{TEXT}", f"{TEXT}\n\n{masthead}\n"):
        clues = read_masthead(text)
        assert (clues.newspaper, clues.published, clues.number) == (paper, DAY, number)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019年1月5日开工，2024年3月2日竣工。", DAY),
        ("2024年3月2日开工，计划于2026年5月1日投产。", DAY),
        ("去年开工。", None),
    ],
)
def test_date_from_the_text(text: str, day: date | None) -> None:
    assert read_text_date(text) == day


@pytest.mark.parametrize(
    ("paper", "home"),
    [("锡湖日报", "锡湖市"), ("江左日报", "江左省"), ("南岭都市报", "南岭自治州"), ("人民日报", ""), ("", "")],
)
def test_home_from_the_newspaper(paper: str, home: str) -> None:
    assert find_home(paper, {"锡湖市", "锡湖县", "江左省", "江左市", "南岭自治州"}.__contains__) == home


def furniture_lines() -> list[tuple[str, bool]]:
    table = tomllib.loads(files("kg").joinpath("data", "pages", "furniture.toml").read_text("utf-8"))
    return [(line, True) for line in table["lines"]["yes"]] + [(line, False) for line in table["lines"]["no"]]


@pytest.mark.parametrize(("line", "is_furniture"), furniture_lines())
def test_furniture(line: str, is_furniture: bool) -> None:
    assert (load_furniture().find_pieces(line) is not None) == is_furniture


# ------------------------------------------------------------------------------------ pages


def test_arguments_win(tmp_path: Path) -> None:
    path = write(tmp_path, "锡湖日报-2024-03-02-A01.txt", TEXT)
    page = read_page(path, newspaper="江左日报", published=date(2024, 3, 3), home="江左省", number="B02")
    assert (page.newspaper, page.published, page.home, page.number) == ("江左日报", date(2024, 3, 3), "江左省", "B02")
    assert page.assumed == ()


def test_what_is_concluded_is_said(tmp_path: Path) -> None:
    path = write(tmp_path, "锡湖日报-2024-03-02-A01.txt", TEXT)
    page = read_page(path, known_places={"锡湖市"}.__contains__)
    assert (page.newspaper, page.published, page.home, page.number) == ("锡湖日报", DAY, "锡湖市", "A01")
    assert page.assumed == (
        "newspaper 锡湖日报 from the file name",
        "issue date 2024-03-02 from the file name",
        "page A01 from the file name",
        "home 锡湖市 from the newspaper's name",
    )


def test_sidecar(tmp_path: Path) -> None:
    path = write(tmp_path, "p1.txt", TEXT)
    write(tmp_path, "p1.yaml", "newspaper: 锡湖日报\npublished: 2024-03-02\nhome: 锡湖市\npage: A01\n")
    page = read_page(path)
    assert (page.newspaper, page.published, page.home, page.number) == ("锡湖日报", DAY, "锡湖市", "A01")
    assert page.assumed == ()


def test_the_order_of_clues(tmp_path: Path) -> None:
    """File name, sidecar, masthead, folder, text: each gives way to the one before."""
    folder = tmp_path / "2024-03" / "06"
    folder.mkdir(parents=True)
    text = f"江左日报 2024年3月4日 星期一\n\n{TEXT}2024年3月1日开工。\n"
    path = write(folder, "锡湖日报-2024-03-02-A01.txt", text)
    sidecar = write(folder, "锡湖日报-2024-03-02-A01.yaml", "newspaper: 云阳日报\npublished: 2024-03-03\npage: B02\n")
    assert (read_page(path).newspaper, read_page(path).published, read_page(path).number) == ("锡湖日报", DAY, "A01")
    path = path.rename(folder / "p.txt")
    sidecar = sidecar.rename(folder / "p.yaml")
    page = read_page(path)
    assert (page.newspaper, page.published, page.number) == ("云阳日报", date(2024, 3, 3), "B02")
    sidecar.unlink()
    assert (read_page(path).newspaper, read_page(path).published) == ("江左日报", date(2024, 3, 4))
    path.write_text(text.split("\n", 2)[2], "utf-8")
    assert read_page(path).published == date(2024, 3, 6)
    assert "issue date 2024-03-06 from the file's folder" in read_page(path).assumed
    path = path.rename(tmp_path / "p.txt")
    assert read_page(path).published == date(2024, 3, 1)


def test_a_bare_date_in_a_name_counts_less_than_a_sidecar(tmp_path: Path) -> None:
    path = write(tmp_path, "item_20240301.txt", TEXT)
    write(tmp_path, "item_20240301.yaml", "published: 2024-03-02\n")
    assert read_page(path).published == DAY


def test_index_beside_the_pages(tmp_path: Path) -> None:
    path = write(tmp_path, "p1.txt", TEXT)
    write(
        tmp_path, "index.yaml", "- {id: p0, published: 2020-01-01}\n- {id: p1, published: '2024-03-02', home: null}\n"
    )
    page = read_page(path, newspaper="锡湖日报", known_places={"锡湖市"}.__contains__)
    assert (page.published, page.home) == (DAY, "")  # null says that there is no home


@pytest.mark.parametrize(
    ("sidecar", "cause"),
    [
        ("published: 2024-02-30\n", "calendar"),
        ("published: '2024-02-30'\n", "not a date"),
        ("published: yesterday\n", "not a date"),
        ("newspaper: [a, b]\npublished: 2024-03-02\n", "newspaper"),
        ("- a\n- b\n", "sidecar holds"),
        ("newspaper: 'open\n", "not valid YAML"),
    ],
)
def test_bad_sidecars(tmp_path: Path, sidecar: str, cause: str) -> None:
    path = write(tmp_path, "p1.txt", TEXT)
    write(tmp_path, "p1.yaml", sidecar)
    with pytest.raises(InputError, match=cause) as caught:
        read_page(path)
    assert "p1.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_date_from_the_masthead_then_from_the_text() -> None:
    page = read_page_text("锡湖日报 2024年3月2日 星期六\n\n" + TEXT)
    assert page.published == DAY
    assert "issue date 2024-03-02 from the masthead" in page.assumed
    page = read_page_text("2024年3月2日，锡湖市召开会议。")
    assert page.assumed == ("issue date 2024-03-02 from the latest full date in the text",)


def test_no_date_anywhere() -> None:
    with pytest.raises(InputError, match="--date"):
        read_page_text("会议召开。", "p.txt")


@pytest.mark.parametrize(
    ("published", "text"),
    [
        (date(1700, 1, 1), "会议召开。"),
        (date(2500, 1, 1), "会议召开。"),
        (date(2124, 1, 1), "锡湖日报 2024年3月2日 星期六\n\n会议召开。"),
    ],
)
def test_absurd_dates(published: date, text: str) -> None:
    with pytest.raises(InputError, match="issue date"):
        read_page_text(text, "p.txt", published=published)


def test_looking_back_is_no_error() -> None:
    assert read_page_text("这座书院建于1840年。", published=DAY).published == DAY


def test_find_pages(tmp_path: Path) -> None:
    names = ["b.txt", "a.TXT", "c.md", "README.md", ".hidden.txt", "d.pdfx", "e.yaml", "graph.html", "graph.ttl"]
    for name in names:
        write(tmp_path, name, TEXT)
    assert [path.name for path in find_pages(tmp_path)] == ["a.TXT", "b.txt", "c.md"]
    assert find_pages(tmp_path / "d.pdfx") == [tmp_path / "d.pdfx"]


def test_pages_in_date_folders(tmp_path: Path) -> None:
    for name in ("2024-03/02/b.txt", "2024-03/01/a.html", "page_files/menu.html", "out/c.txt", "d.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        write(tmp_path, name, TEXT)
    assert [path.name for path in find_pages(tmp_path)] == ["a.html", "b.txt", "d.pdf"]


def test_no_pages(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no pages in this directory .*\.txt"):
        find_pages(tmp_path)
    with pytest.raises(InputError, match="no such file"):
        find_pages(tmp_path / "absent")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be read \(.*\.txt"):
        read_page(write(tmp_path, "p.docx", TEXT))
    with pytest.raises(InputError, match=r"p\.txt: No such file"):
        read_page(tmp_path / "p.txt")
    (tmp_path / "d.txt").mkdir()
    with pytest.raises(InputError, match=r"d\.txt: "):
        read_page(tmp_path / "d.txt")


def test_a_batch_of_good_and_bad_files(tmp_path: Path) -> None:
    """Each file that cannot be read is told in one line, the rest is built; exit code 1."""
    folder = tmp_path / "in"
    folder.mkdir()
    head = "锡湖日报 2024年3月2日 星期六\n\n"
    other = TEXT.replace("锡湖市", "锡湖新区")
    good = {
        "a.txt": (head + TEXT).encode(),
        "b.txt": (head + TEXT.replace("会议", "全会")).encode("gb18030"),
        "c.htm": f"<title>会议召开</title><h1>会议召开</h1><p>{head}</p><p>{other}</p>".encode("gbk"),
    }
    bad = {
        "binary.txt": (bytes(range(256)) * 100, "binary"),
        "bomb.html": (b"<div>" * 100_000 + "会议，召开。".encode(), "nested too deeply"),
        "empty.htm": (b"", "empty"),
        "empty.txt": (b"", "empty"),
        "large.html": (b"<p>a</p>" * 2_500_000, "too large"),
        "nothing.mht": (b"x" * 1000, "no HTML page"),
        "zip.txt": (b"PK\x03\x04rest", "ZIP archive"),
    }
    for name, data in (*good.items(), *((name, data) for name, (data, _) in bad.items())):
        write(folder, name, data)
    result = CliRunner().invoke(cli, ["build", str(folder), "-o", str(tmp_path / "out"), "--formats", "ttl"])
    assert result.exit_code == 1
    complaints = [line for line in result.stderr.splitlines() if line.startswith("kg: ")]
    assert len(complaints) == len(bad)
    for line, (name, (_, cause)) in zip(complaints, sorted(bad.items()), strict=True):
        assert line.startswith(f"kg: {folder / name}: ")
        assert cause in line
    assert result.stdout.startswith("articles        3")
    assert "Traceback" not in result.output


def test_what_was_assumed_of_many_pages_is_said_once(tmp_path: Path) -> None:
    for number in range(1, 13):
        write(tmp_path, f"锡湖日报-2024-03-02-A{number:02}.txt", TEXT.replace("会议", f"第{number}次会议"))
    result = CliRunner().invoke(cli, ["build", str(tmp_path), "-o", str(tmp_path / "out"), "--formats", "ttl"])
    assert result.exit_code == 0
    assumed = [line for line in result.stdout.splitlines() if line.startswith("assumed")]
    assert assumed == [
        "assumed    issue date from the file name (12 pages)",
        "assumed    newspaper from the file name (12 pages)",
        "assumed    page from the file name (12 pages)",
    ]


def test_only_an_overview(tmp_path: Path) -> None:
    links = "".join(f'<area href="content_{number}.htm">' for number in range(3))
    write(tmp_path, "node_2.htm", f"<body><map>{links}</map></body>")
    write(tmp_path, "content_1.htm", f"<title>会议召开</title><h1>会议召开</h1><p>{TEXT}</p>")
    result = CliRunner().invoke(cli, ["build", str(tmp_path / "node_2.htm"), "-o", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert result.stderr.startswith("kg: there is no article")
