"""Blocks -> segments of body text with what stands between them, and which gaps part two articles."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from kg.articles.blocks import Block, BylineLine, Caption, HeadLine, Paragraph
from kg.articles.fronts import read_back
from kg.articles.marks import Marks
from kg.errors import LexiconError
from kg.pages.overlap import Overlap, cohesion

_COMPARED = 1500  # characters of each side that cohesion looks at
_CAPTION_MOST = 70  # characters of a sentence by itself that may be a caption
_ENDS = frozenset("。！？!?…”’」』）)》】.：；")
# how a news article opens: when, who says so
LEAD = re.compile(
    r"\d{1,2}月\s?\d{1,2}日|\d{1,2}日[，,上下晚]|近日|日前|昨日|昨天|昨晚|今日|今天|今年|近期|近年来|连日来|\d{4}年|记者|据悉|获悉"
)


@dataclass(slots=True)
class Segment:
    """Paragraphs in a row with no headline line between; ``forced``: a dateline opens it."""

    paragraphs: list[Paragraph]
    forced: bool = False
    dateline: bool = False
    closed: bool = False  # a byline or a jump ends it
    broken: bool = False  # its last paragraph breaks off
    beside: list[Block] = field(default_factory=list)  # captions between its paragraphs, headlines it flows around

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text.text for paragraph in self.paragraphs)

    @property
    def width(self) -> float:
        widths = sorted(paragraph.width for paragraph in self.paragraphs)
        return widths[len(widths) // 2]


@dataclass(slots=True, eq=False)  # one is known by itself
class Layout:
    """``gaps[i]`` stands above ``segments[i]``, the last gap below the last segment."""

    segments: list[Segment] = field(default_factory=list)
    gaps: list[list[Block]] = field(default_factory=list)


def build_layout(blocks: Sequence[Block], marks: Marks, *, scattered: bool = False) -> Layout:
    """Segments and gaps of a page; where its columns lie about every stretch is a segment."""
    layout = Layout()
    gap: list[Block] = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            gap.append(block)
            continue
        last = layout.segments[-1] if layout.segments else None
        only_captions = all(isinstance(item, Caption) or (isinstance(item, HeadLine) and item.inside) for item in gap)
        parted = scattered and block.gap > 0 and not block.note
        if last is None or block.dateline or (last.closed and not block.note) or not only_captions or parted:
            layout.segments.append(Segment([block], forced=block.dateline, dateline=block.dateline))
            layout.gaps.append(gap)
            gap = []
        else:
            last.paragraphs.append(block)
            last.beside += gap
            gap = []
        layout.segments[-1].broken = bool(block.text.text) and block.text.text[-1] not in _ENDS
        layout.segments[-1].closed = read_back(block.text, marks, last=False).closed
    layout.gaps.append(gap)
    return layout


def _first_gap(layout: Layout, index: int) -> int:
    """Blank lines right above what follows gap ``index`` begins."""
    return layout.gaps[index][0].gap if layout.gaps[index] else layout.segments[index].paragraphs[0].gap


def find_boundaries(layout: Layout, weights: Mapping[str, float]) -> list[bool]:
    """For each segment whether an article begins with it; the first one always does."""
    begins = [True]
    start = 0
    compiled = is_compiled(layout)
    for index in range(1, len(layout.segments)):
        segment = layout.segments[index]
        sure = (
            (segment.forced and not (compiled and segment.dateline))
            or layout.segments[index - 1].closed
            or any(isinstance(item, BylineLine) for item in layout.gaps[index])
        )
        new = sure or score_boundary(layout, start, index, weights) > 0
        begins.append(new)
        if new:
            start = index
    return begins


def is_compiled(layout: Layout) -> bool:
    """A file of unwrapped paragraphs with one headline on top is one article, though it quotes two agency reports."""
    unwrapped = sum(segment.width > 45 for segment in layout.segments) * 2 > len(layout.segments)
    return unwrapped and bool(layout.gaps[0]) and not any(layout.gaps[1:])


def score_boundary(layout: Layout, start: int, index: int, weights: Mapping[str, float]) -> float:
    """Log-odds that an article begins at segment ``index``, the one before having begun at ``start``."""
    features = boundary_features(layout, start, index)
    return weights["bias"] + sum(weights[name] * value for name, value in features.items())


def boundary_features(layout: Layout, start: int, index: int) -> dict[str, float]:
    """What speaks for a new article below the headline lines in gap ``index``, and what for a cross-head."""
    above = _text_before(layout, start, index)
    below = layout.segments[index].text
    heads = [item for item in layout.gaps[index] if isinstance(item, HeadLine)]
    first = [item.text for item in layout.gaps[start] if isinstance(item, HeadLine)]
    head = " ".join(item.text for item in heads)
    overlap = Overlap([head, " ".join(first)], [above, below])
    first_below = layout.segments[index].paragraphs[0]
    shared = cohesion(above[-_COMPARED:], below[:_COMPARED])
    return {
        "cohesion": min(shared, 0.4) * 10,
        "cohesion_none": float(shared < 0.004),
        "cohesion_little": float(shared < 0.015),
        "cohesion_much": float(shared > 0.05),
        "head_above": overlap.cover(0, 0),
        "head_below": overlap.cover(0, 1),
        "first_head_below": overlap.cover(1, 1) if first else 0.0,
        "no_first_head": float(not first),
        "head_length": math.log(1 + len(head)),
        "head_lines": float(len(heads) > 1),
        "head_halves": float(any(" " in item.text for item in heads)),
        "head_comma": float("，" in head),
        "head_indented": float(any(item.indent == 2 for item in heads)),
        "gap_above": float(bool(heads) and heads[0].gap > 0),
        "gap_inside": float(any(item.gap for item in heads[1:])),
        "gap_below": float(first_below.gap > 0),
        "lead": float(bool(LEAD.search(below[:45]))),
        "width": float(abs(layout.segments[index - 1].width - layout.segments[index].width) > 1.6),
        "unwrapped": float(first_below.width > 45),
        "above_short": float(len(above) < 250),
        "below_short": float(len(below) < 150),
        "last": float(index + 1 == len(layout.segments)),
    }


def _text_before(layout: Layout, start: int, index: int) -> str:
    """The text of the segments before ``index``, as much of it as is compared."""
    parts: list[str] = []
    length = 0
    for at in range(index - 1, start - 1, -1):
        parts.append(layout.segments[at].text)
        length += len(parts[-1])
        if length > _COMPARED * 2:
            break
    return "\n".join(reversed(parts))


@cache
def load_boundary_weights() -> Mapping[str, Mapping[str, float]]:
    """kg/data/pages/boundaries.toml: below_headline, hidden."""
    name = "pages/boundaries.toml"
    table: dict[str, dict[str, float]] = tomllib.loads(
        files("kg").joinpath("data", *name.split("/")).read_text("utf-8")
    )
    for section in ("below_headline", "hidden"):
        if section not in table or not all(isinstance(value, float) for value in table[section].values()):
            raise LexiconError(f"{name}: section [{section}] of decimal numbers expected")
    return table


def find_sentence_captions(layout: Layout) -> list[int]:
    """Segments that are one short sentence between a headline and another article: captions.

    A picture's caption stands by itself (建设中的滨江步道。); what is left of an article would not.
    """
    found = []
    for index, segment in enumerate(layout.segments):
        text = segment.text
        last = index + 1 == len(layout.segments)
        if (
            len(segment.paragraphs) == 1
            and len(text) <= _CAPTION_MOST
            and not segment.forced
            and not segment.closed
            and len(re.findall(r"[。！？]", text)) <= 1
            and any(isinstance(item, HeadLine) for item in layout.gaps[index])
            and segment.paragraphs[0].gap > 0
            and (last or layout.segments[index + 1].forced or layout.gaps[index + 1])
            and (last or _first_gap(layout, index + 1) > 0)
            and index > 0
        ):
            found.append(index)
    return found
