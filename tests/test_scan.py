"""Images of pages -> articles, through RapidOCR."""

import io
import sys
import time
from pathlib import Path

import pytest

from kg.articles import cut_articles
from kg.errors import InputError
from kg.model import Author
from kg.pages import read_page, read_pages
from kg.pages.layout_sheet import Rect, TypeLine

pytest.importorskip("rapidocr")
np = pytest.importorskip("numpy")
Image = pytest.importorskip("PIL.Image")

from kg.pages.scan import read_image_file  # noqa: E402
from kg.pages.scan_drawing import find_drawing, join_dash_rules  # noqa: E402
from kg.pages.scan_lines import put_dashes, put_lookalikes_right, widen  # noqa: E402
from kg.pages.scan_pieces import Piece, find_pieces  # noqa: E402
from kg.pages.scan_upright import find_skew  # noqa: E402

PAGE = Path(__file__).parent / "data" / "scan" / "澜陵日报-2024-05-16-A02.png"
TEXT = (
    "五月的临江县，渠水流进稻田，农户们正忙着插秧。\n"
    "县水利局局长韩越介绍，灌区续建工程总投资3.4亿元，分三期建设，目前一期已经完工，改善灌溉面积12万亩，"
    "惠及六个乡镇的四万多户村民。\n"
    "“以前靠天，现在靠渠。”双河村村民委员会主任方砚说，今年全村种了八百亩早稻，比去年多出一百二十亩。\n"
    "据了解，二期工程将于今年十月开工，计划明年底前建成通水，届时下游三个乡镇的灌溉问题也将得到解决。"
)


def write_image(image: "Image.Image", form: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


# ------------------------------------------------------------------------------------ a whole page


def test_a_page() -> None:
    page = read_page(PAGE)
    first, second = cut_articles(page)
    assert first.headline == "古堰新渠润良田——临江灌区见闻"
    assert first.subheads == ("全县改善灌溉面积十二万亩",)
    assert first.authors == (Author("温以宁", "记者"), Author("江照野", "通讯员"))
    assert first.text == TEXT
    assert second.headline == "城北污水处理厂通水"
    assert second.text.count("\n") == 1
    assert {line.box.sheet for line in page.printed} == {1}
    box = next(line.box for line in page.printed if line.span.of(page.text).startswith("古堰"))
    assert 70 < box.left < 85
    assert 25 < box.bottom - box.top < 30  # points


@pytest.mark.parametrize("name", ["turned by 1.5 degrees", "grey paper and noise", "16 bits", "transparent"])
def test_the_same_page_in_other_guises(name: str) -> None:
    image = Image.open(PAGE).convert("L")
    match name:
        case "turned by 1.5 degrees":
            data = write_image(image.rotate(-1.5, fillcolor=255, resample=Image.Resampling.BICUBIC))
        case "grey paper and noise":
            noise = np.random.default_rng(0).normal(0, 8, (image.height, image.width))
            grey = (np.asarray(image) * 0.75 + 30 + noise).clip(0, 255)
            data = write_image(Image.fromarray(grey.astype(np.uint8)), "JPEG", quality=70)
        case "16 bits":
            data = write_image(Image.fromarray(np.asarray(image).astype(np.uint16) * 257))
        case _:
            clear = Image.new("RGBA", image.size, (0, 0, 0, 0))
            clear.putalpha(image.point(lambda value: 255 - value))
            data = write_image(clear)
    (raw,) = read_image_file(data, "p")
    assert [marked.headline for marked in raw.marked] == ["古堰新渠润良田——临江灌区见闻", "城北污水处理厂通水"]


def test_a_headline_from_top_to_bottom() -> None:
    seen = np.asarray(Image.open(PAGE).convert("L"))
    page = np.full((800, 1250), 255, np.uint8)
    head, width = seen[625:690, 522:975], (975 - 522) / 9
    for number in range(9):
        character = head[:, round(number * width) : round((number + 1) * width)]
        area = page[100 + number * 62 :, 80 : 80 + character.shape[1]][: character.shape[0]]
        np.minimum(area, character, out=area)
    page[110:350, 200:650] = seen[300:540, 50:500]
    page[110:350, 700:1130] = seen[300:540, 530:960]
    (raw,) = read_image_file(write_image(Image.fromarray(page)), "p")
    assert [marked.headline for marked in raw.marked] == ["城北污水处理厂通水"]


def test_the_same_bytes_twice() -> None:
    data = write_image(Image.open(PAGE).convert("P").crop((0, 550, 1497, 880)))
    assert list(read_image_file(data, "p")) == list(read_image_file(data, "p"))


def test_a_tiff_of_several_pages(tmp_path: Path) -> None:
    image = Image.open(PAGE).convert("L")
    pages = [Image.new("L", (400, 400), 255), image.crop((0, 550, 1497, 880))]
    path = tmp_path / "p.tif"
    path.write_bytes(write_image(image.crop((0, 0, 1497, 300)), "TIFF", save_all=True, append_images=pages))
    first, last = read_pages(path)  # the blank one is no page
    assert (first.newspaper, first.published.isoformat(), first.number) == ("澜陵日报", "2024-05-16", "A02")
    assert (last.newspaper, last.published.isoformat(), last.number) == ("澜陵日报", "2024-05-16", "")
    assert "issue date 2024-05-16 from an earlier page of the file" in last.assumed
    assert {line.box.sheet for line in last.printed} == {3}


# ------------------------------------------------------------------------------------ words


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("会议(扩大)召开,强调:要", "会议（扩大）召开，强调：要"),
        ("共1,200人,增长3.5%;其中", "共1,200人，增长3.5%；其中"),
        ("Founder (China) Ltd, 2024", "Founder (China) Ltd, 2024"),
        ("你好!", "你好！"),
        ("他说...", "他说……"),
        ("临江--新城", "临江——新城"),
        ("A-1型", "A-1型"),
        ("2021-2025年", "2021-2025年"),
    ],
)
def test_widths_of_punctuation(text: str, printed: str) -> None:
    assert widen(text) == printed
    assert widen(printed) == printed


@pytest.mark.parametrize(
    ("text", "dashes", "printed"),
    [
        ("一来自临江县", [(0, 60)], "——来自临江县"),
        ("新渠一临江灌区", [(60, 120)], "新渠——临江灌区"),
        ("一心一意", [], "一心一意"),
        ("新渠—临江—灌区", [(60, 115), (180, 240)], "新渠——临江——灌区"),
        ("新渠临江", [(60, 120)], "新渠——临江"),
        ("新渠临江", [(120, 180)], "新渠临江——"),
        ("新渠——临江", [(60, 120)], "新渠——临江"),
    ],
)
def test_dashes(text: str, dashes: list[tuple[int, int]], printed: str) -> None:
    assert put_dashes(text, dashes, 30 * (len(text) + len(dashes))) == printed


def test_lookalikes_are_put_right_where_they_are_rare() -> None:
    place = Rect(0, 0, 100, 10)
    text = "会议召开，研究部署防汛工作，强调要落实责任，确保安全，市长主持会议。"
    lines = [TypeLine(text, place, 10)] * 5 + [TypeLine("订单削減", place, 10)]
    assert put_lookalikes_right(lines)[-1].text == "订单削减"
    assert put_lookalikes_right(lines[-1:])[-1].text == "订单削減"


def test_a_rule_that_goes_on_from_a_headline_is_its_dash() -> None:
    line = TypeLine("临江灌区见闻", Rect(100, 100, 340, 140), 40)
    dash, other = Rect(345, 118, 420, 121), Rect(100, 160, 700, 162)
    lines, rules = join_dash_rules([line], [dash, other])
    assert [line.text for line in lines] == ["临江灌区见闻——"]
    assert rules == [other]


# ------------------------------------------------------------------------------------ geometry


def draw(*areas: tuple[int, int, int, int], grey: int = 0, size: tuple[int, int] = (800, 1000)) -> "np.ndarray":
    image = np.full(size, 255, np.uint8)
    for left, top, right, bottom in areas:
        image[top:bottom, left:right] = grey
    return image


def test_rules_frames_and_pictures() -> None:
    image = draw((100, 50, 900, 53), (500, 60, 503, 300))  # one across, one down
    image |= 0
    for area in ((100, 400, 500, 403), (100, 597, 500, 600), (100, 400, 103, 600), (497, 400, 500, 600)):
        left, top, right, bottom = area
        image[top:bottom, left:right] = 0
    image[400:600, 600:900] = 180
    line = TypeLine("会议召开", Rect(150, 450, 290, 485), 35)
    rules, frames, pictures = find_drawing(image, [line])
    assert len(rules) == 6
    assert len(frames) == 1
    assert frames[0].holds(line.rect)
    assert len(pictures) == 1
    assert abs(pictures[0].left - 600) < 6


def test_a_tint_with_type_on_it_is_a_frame() -> None:
    image = draw((100, 100, 500, 300), grey=210)
    lines = [TypeLine("会议召开了" * 3, Rect(120, top, 480, top + 30), 30) for top in (120, 160, 200, 240)]
    _, frames, pictures = find_drawing(image, lines)
    assert (len(frames), len(pictures)) == (1, 0)


def test_skew_is_found_and_its_sign() -> None:
    image = Image.open(PAGE).convert("L")
    for angle in (-2.0, -0.5, 0.0, 1.0):
        turned = image.rotate(angle, fillcolor=255, resample=Image.Resampling.BICUBIC)
        assert abs(find_skew(np.asarray(turned)) + angle) <= 0.3


class Boxes:
    """An engine that tells the same boxes whatever it is shown."""

    def __init__(self, *boxes: tuple[int, int, int, int]) -> None:
        self.boxes = [np.array([(a, b), (c, b), (c, d), (a, d)], np.float32) * 0.6 for a, b, c, d in boxes]

    def __call__(self, *_: object, **__: object) -> "Boxes":
        return self


@pytest.mark.parametrize(
    ("drawn", "boxes", "count"),
    [
        (((100, 100, 300, 130), (305, 100, 330, 130)), ((98, 98, 302, 132), (303, 98, 332, 132)), 1),  # one line
        (((100, 100, 300, 130), (360, 100, 560, 130)), ((98, 98, 562, 132),), 2),  # a box over two columns
        (((100, 100, 300, 130), (100, 140, 300, 170)), ((98, 98, 302, 132), (98, 138, 302, 172)), 2),  # two lines
        (
            ((100, 100, 300, 130), (308, 100, 312, 110)),
            ((98, 98, 302, 132), (305, 97, 315, 112)),
            1,
        ),  # a quotation mark
        (
            ((100, 100, 300, 130), (340, 100, 560, 130), (100, 150, 560, 180)),
            ((98, 98, 302, 132), (338, 98, 562, 132), (98, 148, 562, 182)),
            2,  # a wide space in a justified line: the line below goes across
        ),
    ],
)
def test_boxes_become_lines(drawn: tuple, boxes: tuple, count: int) -> None:  # type: ignore[type-arg]
    found = find_pieces(draw(*drawn), Boxes(*boxes), strip=1600, overlap=400)
    assert len(found) == count
    assert all(isinstance(piece, Piece) for piece in found)


def test_a_line_where_two_strips_meet_is_read_once() -> None:
    """The engine puts the box a little higher in one strip and a little lower in the other."""

    class Strips:
        def __init__(self) -> None:
            self.shown = 0

        def __call__(self, image: "np.ndarray", **_: object) -> Boxes:
            top = (0, 600, 1200)[self.shown]
            shift = 3 if self.shown == 0 else -3
            self.shown += 1
            upper = 800 - top + shift
            return Boxes((98, upper - 20, 302, upper + 20)) if 0 < upper < 1000 else Boxes()

    found = find_pieces(draw((100, 785, 300, 815), size=(1700, 500)), Strips(), strip=1000, overlap=400)
    assert [(piece.top, piece.bottom) for piece in found] == [(785, 815)]


# ------------------------------------------------------------------------------------ what cannot be read


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\nrest", "not an image|damaged"),
        (b"plain text", "not an image"),
        (PAGE.read_bytes()[:20_000], "damaged"),
        (write_image(Image.new("L", (400, 400), 255)), "no text"),
        (write_image(Image.new("1", (12_000, 12_000))), "too large .12000 x 12000"),
        (write_image(Image.new("1", (20_000, 20_000))), "too large .400 million pixels; at most 100"),
        (write_image(Image.new("L", (3, 3))), "no text"),
    ],
)
def test_bad_images_get_one_line(data: bytes, cause: str) -> None:
    begin = time.process_time()
    with pytest.raises(InputError, match=cause) as caught:
        list(read_image_file(data, "some/p.png"))
    assert str(caught.value).startswith("some/p.png: ")
    assert "\n" not in str(caught.value)
    assert time.process_time() - begin < 10


def test_rapidocr_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.pages import scan

    scan._make_engine.cache_clear()
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    with pytest.raises(InputError, match=r"newskg\[scan\]"):
        list(read_pages(PAGE))
