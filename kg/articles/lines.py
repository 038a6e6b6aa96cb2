"""Page text -> its printed lines with what can be seen of each: indent, gap above, width, how it begins and ends."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

import numpy as np

from kg.articles.bylines import is_byline
from kg.articles.chars import CharCounts
from kg.articles.hyphens import find_lost_hyphens
from kg.articles.marks import Marks
from kg.articles.repair import is_spread, kept_parts
from kg.pages.furniture import Furniture, load_furniture

_TERMINAL = re.compile(r"[。！？!?…][”’」』）)》】\"']*$|[.][”\"]?$(?<=[\u4e00-\u9fff].)")
_MAY_END = frozenset("。！？!?….”’」』）)》】\"'")
_NO_START = frozenset("，。、；：？！”’」』》〉）】〕…·,.;:?!)%％")
_NO_END = frozenset("“‘「『《〈（(【〔")

LONG = 120  # half of a column's characters many times over: more than one printed line
_SHORT = 8  # characters; a shorter line says nothing of the column's width
_WINDOW = 6  # lines to each side that tell the width of the column
_SECTION = 5  # characters
_ASIDE = 4  # lines of furniture that may stand together
_OUTSIDE, _PAGE, _ALIKE = 0.2, 0.35, 0.8  # what lines of other columns count, and those of the page; in width
_DEEP = 3  # lines of a column that need no others to tell its width
_BLOCK = 4  # lines without a blank one that tell their width by themselves
_HEAD_MAX = 80  # characters between a sentence's end and a dateline that may be a headline run into the text
_HEAD_PIECE = re.compile(r"[□■◆●◎]?[^□■◆●◎]+")  # a byline below a headline has such a mark before it
_JUMPING = re.compile(r"(?:[（(][下紧]?|。下)转第?$")  # （下转 | 第3版）; …。下转 | 第四版
_JUMP_ENDS = frozenset("第转")
_WITHIN = frozenset({"date", "paper", "address"})  # furniture that sentences name, too
_SENTENCE_END = re.compile(r"[。！？!?…][”’」』）)】]*")

Span = tuple[int, int, int, int, bool]  # of a line: start, end, blank lines above, indent, cut out of a longer one


class End(IntEnum):
    """How a line ends."""

    OPEN = 0  # in mid-phrase, or as a headline ends
    PAUSE = 1  # ，、；
    HALF = 2  # ：）, which may close a paragraph
    FULL = 3  # 。！？


OPEN, PAUSE, HALF, FULL = End  # a member asked of its class takes ten times as long
_ENDINGS = {**dict.fromkeys("，、；,;·", PAUSE), **dict.fromkeys("：:）)】", HALF)}


@dataclass(slots=True)  # a page has hundreds; frozen ones take three times as long to make
class Line:
    """One printed line; ``start``/``end`` in Page.text without white space at either end."""

    start: int
    end: int
    text: str
    plain: str  # with spaced-out type closed up
    gap: int  # blank lines above
    indent: int  # 0 none, 1 some white space, 2 a paragraph's indent
    width: float  # in Chinese characters
    ending: End
    dateline: bool = False  # a dateline begins here
    byline: bool = False  # the line is a byline and nothing else
    furniture: bool = False
    note: bool = False
    virtual: bool = False  # cut out of a longer line
    spread: bool = False  # its type is spaced out
    depth: int = 0  # lines that stand together with it, without a blank one: a column or a paragraph
    block: int = 0  # which of these stretches it stands in
    quiet: bool = False  # a few lines without a sentence's end or comma in any of them
    unclosed: int = 0  # brackets and quotation marks that open here less those that close
    hyphen: bool = False  # a hyphen stood at its end that the dump has lost
    starts_inside: bool = False  # it begins with a character that no paragraph and no headline begins with
    ends_inside: bool = False


def read_lines(text: str, marks: Marks) -> list[Line]:
    """Every line that is not blank, long lines cut where an article begins inside them."""
    furniture = load_furniture()
    spans = list(_find_spans(text, marks))
    contents, blocks, chars = _read_spans(text, spans)
    ascii_counts, spaces = chars.count("ascii"), chars.count("space")
    sizes = zip(contents, ascii_counts, spaces, strict=True)
    lost = find_lost_hyphens(contents, [len(content) - (own + space) / 2 for content, own, space in sizes], blocks)
    hyphens = {spans[index][0] + place for index, place in lost}  # where the lines end that lost one
    if lost:
        spans = [
            part
            for index, span in enumerate(spans)
            for part in _cut_span(span, [place for own, place in lost if own == index])
        ]
        contents, blocks, chars = _read_spans(text, spans)
        ascii_counts, spaces = chars.count("ascii"), chars.count("space")
    prose, opening, closing = chars.count("prose"), chars.count("opening"), chars.count("closing")
    depths = Counter(blocks)
    aside, quiet = _find_aside(contents, blocks, depths, furniture), _find_quiet(blocks, depths, prose)
    less = 1 - _find_ascii_width(contents, ascii_counts)
    lines: list[Line] = []
    jumping = False
    below_section = 0  # blank lines above a section's name that stands on top of what is below it
    for index, (start, end, gap, indent, virtual) in enumerate(spans):
        content, block = contents[index], blocks[index]
        gap, below_section = max(gap, below_section), 0
        section = (gap > 0 or not index) and is_section(content, furniture)
        if section:
            below_section = max(gap, 1)
        length = end - start
        beginning = content
        if length < LONG and index + 1 < len(spans):  # a dateline may be wrapped: 新华社北京4月 | 22日电
            beginning += contents[index + 1][:20]
        dateline = marks.dateline.match(beginning)
        plain, spread = content, False
        if length < LONG and spaces[index]:
            plain = "".join([content[left:right] for left, right in kept_parts(content, headline=True)])
            spread = is_spread(content)
        lines.append(
            Line(
                start,
                end,
                content,
                plain,
                gap,
                indent,
                length - ascii_counts[index] * less,
                _find_ending(content),
                dateline is not None and dateline.end() > 0,
                not dateline
                and not (index and not gap and opening[index - 1] > closing[index - 1])
                and is_byline(content),
                section or (not jumping and (block in aside or _is_furniture(lines, spans, index, content, furniture))),
                length < LONG and marks.note.match(content) is not None,
                virtual,
                spread,
                depths[block],
                block,
                block in quiet,
                opening[index] - closing[index],
                end in hyphens,
                plain[0] in _NO_START,
                plain[-1] in _NO_END,
            )
        )
        jumping = content[-1] in _JUMP_ENDS and _JUMPING.search(content) is not None
    return lines


def _read_spans(text: str, spans: Sequence[Span]) -> tuple[list[str], list[int], CharCounts]:
    """Of each line its content and the stretch it stands in; and what can be counted of all."""
    starts, ends = [span[0] for span in spans], [span[1] for span in spans]
    blocks: list[int] = []
    for _, _, gap, *_ in spans:
        blocks.append(blocks[-1] + (gap > 0) if blocks else 0)
    contents = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return contents, blocks, CharCounts(text, starts, ends)


def _cut_span(span: Span, places: Sequence[int]) -> Iterator[Span]:
    start, end, gap, indent, virtual = span
    edges = [start, *(start + place for place in places), end]
    for number, (left, right) in enumerate(pairwise(edges)):
        yield (left, right, 0, 0, False) if number else (left, right, gap, indent, virtual)


def is_section(content: str, furniture: Furniture) -> bool:
    """The name of the page's section by itself: 要闻, 国内 国际."""
    return len(content) <= _SECTION and furniture.sections.fullmatch(content.replace(" ", "")) is not None


def _is_furniture(lines: Sequence[Line], spans: Sequence[Span], index: int, content: str, furniture: Furniture) -> bool:
    """Whether a line is nothing but pieces of furniture; a sentence's end is none, nor an address below prose, nor a
    day or a paper's name between lines of prose."""
    pieces = furniture.find_pieces(content)
    if pieces is None or content[-1] == "。":
        return False
    if len(pieces) > 1 or not index or spans[index][2] or lines[-1].furniture:
        return True
    kind = next(iter(pieces))
    inside = index + 1 < len(spans) and not spans[index + 1][2]
    told = kind == "address" and content.startswith("http")
    return not (told or (inside and kind in _WITHIN))


def _find_aside(
    contents: Sequence[str], blocks: Sequence[int], depths: Mapping[int, int], furniture: Furniture
) -> set[int]:
    """Stretches in which every line is a piece of furniture: a weekday, the name of a section by itself."""
    aside = {block for block, depth in depths.items() if depth <= _ASIDE}
    for content, block in zip(contents, blocks, strict=True):
        if block in aside and furniture.find_pieces(content, alone=True) is None:
            aside.discard(block)
    return aside


def _find_quiet(blocks: Sequence[int], depths: Mapping[int, int], prose: Sequence[int]) -> set[int]:
    """Stretches of a few lines that have none of the punctuation of prose."""
    loud = {block for block, marks in zip(blocks, prose, strict=True) if marks}
    return {block for block, depth in depths.items() if depth <= _ASIDE} - loud


def _find_spans(text: str, marks: Marks) -> Iterator[Span]:
    """Of each line start, end, blank lines above, indent, and whether it was cut out of a longer one."""
    at = gap = 0
    begun = False
    for raw in text.split("\n"):
        line = raw.lstrip()
        lead = len(raw) - len(line)
        start = at + lead
        line = line.rstrip()
        at += len(raw) + 1
        if not line:
            gap += begun
            continue
        indent = _measure_indent(raw[:lead]) if lead else 0
        end = start + len(line)
        if len(line) <= LONG:
            yield start, end, gap, indent, False
        else:
            for index, (left, right) in enumerate(_cut_long(text, start, end, marks)):
                yield left, right, 0 if index else gap, 0 if index else indent, bool(index)
        begun, gap = True, 0


def _measure_indent(lead: str) -> int:
    """Two characters' width is a paragraph's indent; more sets a line in the middle, less means little."""
    columns = sum(2 if char == "\u3000" else 4 if char == "\t" else 1 for char in lead)
    return 0 if not columns else 2 if 2 < columns <= 4 or lead == "\u3000" else 1


def _cut_long(text: str, start: int, end: int, marks: Marks) -> Iterator[tuple[int, int]]:
    """A long line cut before each dateline inside it, and before the headline that stands there."""
    at = start
    opening = marks.dateline.match(text, start, end)
    for match in marks.dateline.finditer(text, opening.end() if opening else start + 1, end):
        if match.start() <= at:
            continue
        left = max(at, match.start() - _HEAD_MAX)
        sentence_end = left if left == at else -1
        for stop in _SENTENCE_END.finditer(text, left, match.start()):
            sentence_end = stop.end()
        head = text[max(sentence_end, at) : match.start()].strip() if sentence_end >= 0 else ""
        if sentence_end < 0 or (head and _is_prose(head)):
            continue  # in the middle of a sentence: …，据新华社电…
        yield from _trim(text, at, sentence_end)
        for piece in _HEAD_PIECE.finditer(text, sentence_end, match.start()):
            yield from _trim(text, *piece.span())
        at = match.start()
    yield from _trim(text, at, end)


def _is_prose(head: str) -> bool:
    return head[-1] in "，、；：,（(“" or head.count("，") > 2


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _find_ascii_width(contents: Sequence[str], ascii_counts: Sequence[int]) -> float:
    """Half a Chinese character, or a whole one where figures are set full: whichever makes the lines more even."""
    sizes, ascii_sizes = np.array([len(content) for content in contents]), np.array(ascii_counts)
    own = sizes <= LONG
    sizes, ascii_sizes = sizes[own], ascii_sizes[own]
    ends = np.array([content[-1] in "。！？" for content in contents], dtype=np.bool_)[own]
    known = (sizes[:-1] >= _SHORT) & (sizes[1:] >= _SHORT) & ~ends[:-1]
    whole, half = (np.minimum(np.abs(np.diff(widths)), 2.0)[known].sum() for widths in (sizes, sizes - ascii_sizes / 2))
    return 1.0 if whole < half else 0.5


def _find_ending(content: str) -> End:
    last = content[-1]
    if last in _MAY_END and _TERMINAL.search(content, max(0, len(content) - 8)):
        return FULL
    return _ENDINGS.get(last, OPEN)


def measure_columns(lines: list[Line]) -> list[float]:
    """For each line the width of the column around it.

    That is the median of its neighbours, but for lines that stand together with a few others, where only these count.
    """
    widths: list[float] = []
    window: list[float] = []
    count = len(lines)
    for index in range(min(_WINDOW, count)):
        insort(window, lines[index].width)
    for index in range(count):
        if index + _WINDOW < count:
            insort(window, lines[index + _WINDOW].width)
        if index > _WINDOW:
            del window[bisect_left(window, lines[index - _WINDOW - 1].width)]
        widths.append(window[(len(window) * 3) // 5])
    start = 0
    for index in range(1, count + 1):
        if index < count and not lines[index].gap:
            continue
        if _BLOCK <= index - start <= 2 * _WINDOW:
            block = sorted(line.width for line in lines[start:index])
            widths[start:index] = [block[(len(block) * 3) // 5]] * len(block)
        elif index - start > 2 * _WINDOW:
            first = sorted(line.width for line in lines[start : start + _WINDOW])
            last = sorted(line.width for line in lines[index - _WINDOW : index])
            for at in range(_WINDOW):
                widths[start + at] = first[(_WINDOW * 3) // 5]
                widths[index - 1 - at] = last[(_WINDOW * 3) // 5]
        start = index
    return widths


def measure_dump_columns(lines: Sequence[Line]) -> list[float]:
    """The same for the dump of a page whose columns lie about: the width that most lines around have, a full line's.

    Lines of the same column count most, and so does a width that many lines of the page have.
    """
    count = len(lines)
    if not count:
        return []
    widths = np.array([0.0 if line.spread else line.width for line in lines])
    blocks = np.array([line.block for line in lines])
    places = np.arange(count)[:, None] + np.arange(-_WINDOW, _WINDOW + 1)[None]
    inside = (places >= 0) & (places < count)
    places = np.clip(places, 0, count - 1)
    around = np.where(inside, widths[places], 0.0)
    same = blocks[places] == blocks[:, None]
    voice = np.where(same, 1.0, _OUTSIDE) * inside * (around > _SHORT / 2)
    rounded = np.minimum(np.rint(widths * 2), 2 * LONG).astype(int)
    often = np.convolve(np.bincount(rounded, minlength=2 * LONG + 1), np.ones(3), "same")
    across, heard = around.T.copy(), voice.T.copy()  # a row for each place: sums over these are the quicker ones
    alike = np.abs(across[:, None] - across[None]) <= _ALIKE
    votes = (alike * heard[None]).sum(1).T + (_PAGE * np.log1p(often))[rounded][places]
    deep = np.array([line.depth for line in lines])[:, None] >= _DEEP
    votes = np.where((voice > 0) & (same | ~deep), votes + around * 1e-3, -1.0)
    best = around[np.arange(count), votes.argmax(1)]
    widest: list[float] = np.where(best > 0, best, widths).tolist()
    return widest
