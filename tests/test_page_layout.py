"""Printed lines on a sheet -> reading order and articles; sheets set by hand, one kind of layout each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.articles.marked import cut_marked
from kg.model import Article, Page
from kg.pages.layout import Rect, Sheet, TypeLine, read_sheet
from kg.pages.layout_matching import match_best

SIZE, STEP, WIDTH, GUTTER = 10.0, 14.0, 120.0, 16.0  # of the body type, in points; columns of twelve characters

TEA = (
    "四月的南山乡，茶园里一片忙碌景象，村民陈若水背着竹篓采下一片片嫩芽。",
    "近年来，南山乡把茶产业作为富民的支柱产业，成立合作社十二家，带动农户八百多户。",
    "乡党委书记林望远说，下一步要建茶叶加工园区，让茶农的日子越过越红火。",
)
WATER = (
    "城区供水管网近日开始检修，部分路段水压会降低，请市民提前储水。",
    "检修从每天晚上十点到次日凌晨五点，共计二十天，涉及滨河路等十二条道路。",
)
OPERA = (
    "新编采茶戏昨晚在澄川大剧院首演，全场座无虚席，谢幕时掌声经久不息。",
    "这出戏讲述渡口一家三代人的故事，主演秦晚晴说，唱腔保留了老调。",
)


def column_left(column: int) -> float:
    return 40 + column * (WIDTH + GUTTER)


def break_text(paragraphs: Sequence[str], width: float = WIDTH, indent: int = 2) -> list[tuple[str, int]]:
    """Lines with their indents in characters."""
    room = int(width / SIZE)
    lines = []
    for paragraph in paragraphs:
        first = paragraph[: room - indent]
        lines.append((first, indent))
        lines += [(paragraph[at : at + room], 0) for at in range(len(first), len(paragraph), room)]
    return lines


def set_line(text: str, left: float, top: float, size: float = SIZE, **marks: bool) -> TypeLine:
    return TypeLine(text, Rect(left, top, left + len(text) * size, top + size), size, **marks)


def set_body(
    paragraphs: Sequence[str], columns: Sequence[int], top: float, rows: int = 0, indent: int = 2
) -> list[TypeLine]:
    """A text in columns of equal depth, or of ``rows`` lines."""
    lines = break_text(paragraphs, indent=indent)
    deep = rows or -(-len(lines) // len(columns))
    return [
        set_line(text, column_left(columns[at // deep]) + shift * SIZE, top + at % deep * STEP)
        for at, (text, shift) in enumerate(lines)
    ]


def set_head(text: str, columns: Sequence[int], top: float, size: float = 24.0) -> TypeLine:
    left, right = column_left(columns[0]), column_left(columns[-1]) + WIDTH
    return set_line(text, (left + right - len(text) * size) / 2, top, size)


def read(lines: Sequence[TypeLine], **drawn: tuple[Rect, ...]) -> list[Article]:
    raw = read_sheet(Sheet(800, 1100, tuple(lines), **drawn))
    return cut_marked(Page("test", raw.text, date(2025, 4, 23), marked=raw.marked, printed=raw.printed))


def bodies(articles: Sequence[Article]) -> dict[str, str]:
    return {article.headline: article.text for article in articles}


def test_a_headline_spans_the_columns_of_its_text() -> None:
    lines = [set_head("茶园添新绿", (0, 1, 2), 100), *set_body(TEA, (0, 1, 2), 140)]
    lines += [set_head("供水管网检修", (3, 4), 100, 20), *set_body(WATER, (3, 4), 135)]
    assert bodies(read(lines)) == {"茶园添新绿": "\n".join(TEA), "供水管网检修": "\n".join(WATER)}


@pytest.mark.parametrize("indent", [2, 0])
def test_paragraphs_begin_with_an_indent_or_after_a_short_line(indent: int) -> None:
    lines = [set_head("茶园添新绿", (0, 1, 2), 100), *set_body(TEA, (0, 1, 2), 140, indent=indent)]
    assert bodies(read(lines)) == {"茶园添新绿": "\n".join(TEA)}


def test_an_article_under_another_one() -> None:
    tea = set_body(TEA, (0, 1), 140)
    below = max(line.rect.bottom for line in tea) + 24
    lines = [set_head("茶园添新绿", (0, 1), 100), *tea]
    lines += [set_head("供水管网检修", (0, 1), below, 20), *set_body(WATER, (0, 1), below + 34)]
    assert bodies(read(lines)) == {"茶园添新绿": "\n".join(TEA), "供水管网检修": "\n".join(WATER)}


def test_a_headline_below_its_text_is_known_by_its_words() -> None:
    tea = set_body(TEA, (0, 1, 2), 100)
    head = max(line.rect.bottom for line in tea) + 12
    lines = [*tea, set_head("南山乡茶产业富民", (0, 1, 2), head)]
    lines += [*set_body(WATER, (0, 1), head + 60), set_head("供水管网检修", (0, 1), head + 160, 20)]
    found = read(lines)
    assert bodies(found) == {"南山乡茶产业富民": "\n".join(TEA), "供水管网检修": "\n".join(WATER)}


def test_a_headline_across_the_middle_of_its_text() -> None:
    lines = [
        *set_body(TEA[:2], (0, 1), 100),
        set_head("南山乡茶产业富民", (0, 1), 180),
        *set_body(TEA[2:], (0, 1), 220),
    ]
    assert bodies(read(lines)) == {"南山乡茶产业富民": "\n".join(TEA)}


def test_text_around_a_headline_is_read_down_each_column() -> None:
    """The first column is whole; the headline stands in the second and third, text above and below it."""
    long = (*TEA, *TEA, *TEA)
    lines = break_text(long)
    rows = -(-(len(lines) + 8) // 4)
    slots = [(column, row) for column in range(4) for row in range(rows) if not (column in (1, 2) and 3 <= row < 7)]
    body = [
        set_line(text, column_left(c) + shift * SIZE, 100 + r * STEP)
        for (text, shift), (c, r) in zip(lines, slots, strict=False)
    ]
    head = set_head("茶园添新绿", (1, 2), 100 + 3.8 * STEP, 22)
    assert bodies(read([*body, head])) == {"茶园添新绿": "\n".join(long)}


def test_a_picture_in_a_column_and_its_caption() -> None:
    first = set_body(TEA[:1], (0,), 140)
    top = max(line.rect.bottom for line in first) + 5
    picture = Rect(column_left(0), top, column_left(0) + WIDTH, top + 80)
    caption = set_line("图为茶农采茶。（林望远 摄）", column_left(0), top + 84, 8)
    rest = break_text(TEA[1:])
    slots = [(0, top + 100 + row * STEP) for row in range(2)] + [(1, 140 + row * STEP) for row in range(20)]
    body = [
        set_line(text, column_left(c) + shift * SIZE, y) for (text, shift), (c, y) in zip(rest, slots, strict=False)
    ]
    found = read([set_head("茶园添新绿", (0, 1), 100), *first, caption, *body], pictures=(picture,))
    assert bodies(found) == {"茶园添新绿": "\n".join(TEA)}
    assert found[0].captions == ("图为茶农采茶。（林望远 摄）",)


def test_kicker_subhead_byline_and_crosshead() -> None:
    lines = [set_head("南山乡推进产业兴村", (0, 1), 90, 14), set_head("茶园添新绿", (0, 1), 112)]
    lines += [set_head("——一片叶子的故事", (0, 1), 142, 14), set_head("□ 记者 陈望远", (0, 1), 164, SIZE)]
    first, second = break_text(TEA[:1]), break_text(TEA[1:])
    body = [set_line(t, column_left(0) + s * SIZE, 190 + at * STEP) for at, (t, s) in enumerate(first)]
    top = 190 + len(first) * STEP + 6
    cross = replace(set_line("合作社带来订单", column_left(0) + 25, top), bold=True)
    below = [set_line(t, column_left(0) + s * SIZE, top + 20 + at * STEP) for at, (t, s) in enumerate(second[:4])]
    right = [set_line(t, column_left(1) + s * SIZE, 190 + at * STEP) for at, (t, s) in enumerate(second[4:])]
    (article,) = read([*lines, *body, cross, *below, *right])
    assert article.headline == "茶园添新绿"
    assert article.subheads == ("南山乡推进产业兴村", "——一片叶子的故事", "合作社带来订单")
    assert [(author.name, author.role) for author in article.authors] == [("陈望远", "记者")]
    assert article.text == "\n".join(TEA)


def test_a_frame_parts_what_is_in_it() -> None:
    """A box whose text begins on a level with the column beside it, and ends in mid-sentence where that goes on."""
    lines = [set_head("茶园添新绿", (0, 1), 100), *set_body(TEA, (0, 1), 140)]
    lines += [set_head("供水管网检修", (2, 3), 105, 18), *set_body(WATER, (2, 3), 140)]
    frame = Rect(column_left(2) - 6, 95, column_left(3) + WIDTH + 6, 260)
    assert bodies(read(lines, frames=(frame,))) == {"茶园添新绿": "\n".join(TEA), "供水管网检修": "\n".join(WATER)}


def test_a_vertical_headline_beside_its_text() -> None:
    stack = TypeLine("茶园添新绿", Rect(330, 100, 354, 230), 24, vertical=True)
    below = TypeLine("南山乡亲有奔头", Rect(300, 100, 324, 270), 24, vertical=True)
    (article,) = read([*set_body(TEA, (0, 1), 100), below, stack])
    assert (article.headline, article.text) == ("茶园添新绿南山乡亲有奔头", "\n".join(TEA))


def test_masthead_and_imprint_stand_apart() -> None:
    lines = [
        set_line("澄川日报 2025年4月23日 星期三", 40, 20),
        set_line("03", 560, 16, 16),
        set_line("要闻", 600, 16, 16),
    ]
    lines += [set_head("茶园添新绿", (0, 1, 2), 100), *set_body(TEA, (0, 1, 2), 140)]
    lines += [set_line("责任编辑：何晚晴 版式：苏见山", 40, 1070, 8)]
    raw = read_sheet(Sheet(800, 1100, tuple(lines), rules=(Rect(40, 40, 760, 41),)))
    assert raw.text.startswith("澄川日报 2025年4月23日 星期三\n") or raw.text.index("澄川日报") < raw.text.index("茶园")
    assert raw.text.endswith("责任编辑：何晚晴 版式：苏见山\n")
    assert [marked.headline for marked in raw.marked] == ["茶园添新绿"]


def test_each_line_has_its_box() -> None:
    lines = [set_head("茶园添新绿", (0, 1), 100), *set_body(TEA, (0, 1), 140)]
    raw = read_sheet(Sheet(800, 1100, tuple(lines)), 7)
    assert [line.span.of(raw.text) for line in raw.printed] == [line.text for line in lines]
    assert {line.box.sheet for line in raw.printed} == {7}
    first = raw.printed[0]
    assert (first.box.left, first.box.top, first.size) == (lines[0].rect.left, 100.0, 24.0)


def test_an_empty_sheet() -> None:
    raw = read_sheet(Sheet(800, 1100, ()))
    assert (raw.text, raw.marked, raw.printed) == ("", (), ())


@st.composite
def draw_lines(draw: st.DrawFn) -> list[TypeLine]:
    words = st.text("茶园添新绿，。、：（）“”记者图为Ab1 ■—", min_size=1, max_size=20).map(str.strip).filter(bool)
    lines = []
    for _ in range(draw(st.integers(0, 25))):
        text = draw(words)
        size = draw(st.sampled_from((6.0, 9.0, 10.0, 10.5, 14.0, 30.0)))
        left, top = draw(st.integers(0, 600)), draw(st.integers(0, 1000))
        rect = Rect(left, top, left + len(text) * size, top + size)
        lines.append(TypeLine(text, rect, size, draw(st.booleans()), vertical=draw(st.integers(0, 9)) == 0))
    return lines


@given(draw_lines(), st.lists(st.tuples(*[st.integers(0, 900)] * 4), max_size=4))
@settings(deadline=None, max_examples=60)
def test_no_line_is_lost_whatever_the_layout(lines: list[TypeLine], corners: list[tuple[int, ...]]) -> None:
    shapes = tuple(Rect(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in corners)
    raw = read_sheet(Sheet(800, 1100, tuple(lines), rules=shapes[:1], frames=shapes[1:3], pictures=shapes[3:]))
    assert sorted(line.span.of(raw.text) for line in raw.printed) == sorted(line.text for line in lines)
    spans = [line.span for line in raw.printed]
    assert all(left.end < right.start for left, right in pairwise(spans))
    told = {span for marked in raw.marked for paragraph in marked.paragraphs for span in paragraph}
    assert told <= set(spans)
    assert re.sub(r"\n+", "\n", raw.text.strip("\n")).count("\n") == max(0, len(lines) - 1)


def permute(rows: int, columns: int) -> Iterator[tuple[int, ...]]:
    if rows == 0:
        yield ()
        return
    for rest in permute(rows - 1, columns):
        yield from ((*rest, column) for column in range(columns) if column not in rest)


@given(st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=1, max_size=4))
def test_matching_finds_the_largest_sum(scores: list[list[int]]) -> None:
    found = match_best(scores)
    taken = [column for column in found if column is not None]
    assert len(taken) == len(set(taken))
    best = max(sum(scores[row][column] for row, column in enumerate(way)) for way in permute(len(scores), 4))
    assert sum(scores[row][column] for row, column in enumerate(found) if column is not None) == best
