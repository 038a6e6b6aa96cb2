"""Lines -> what each is: the beginning of a paragraph, its continuation, a line of a headline, or beside the text.

The best labelling of the whole page by dynamic programming (Viterbi 1967) over the weights of labels.toml; where the
columns of a dump lie about, over those of the network of chain.npz.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import cache
from importlib.resources import files

from kg.articles.chain import Setting, load_chain
from kg.articles.lines import FULL, HALF, LONG, OPEN, PAUSE, Line, measure_columns, measure_dump_columns
from kg.articles.marks import Marks
from kg.errors import LexiconError
from kg.pages.breaks import BreakModel
from kg.pages.furniture import load_furniture

_FEW_INDENTS = 3
_LINES_A_PARAGRAPH = 20  # of a page with long paragraphs
Weights = Mapping[str, Mapping[str, float]]
SeamKey = tuple[object, ...]
Seam = tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]

_LISTING = frozenset("，；、")
_SPACES = frozenset(" \t\xa0\u3000\u2002\u2003")
_HALVES = re.compile(r"[\u4e00-\u9fff”》）]\s+[\u4e00-\u9fff“《\d]")
_SENTENCE_INSIDE = re.compile(r"。(?=.)")
_NEEDED = ("continue", "paragraph", "headline", "after_headline", "headline_headline", "resume")
# quotations and titles in a row stand without 、 between them (GB/T 15834-2011, 4.5.3.5)
_COORDINATED = frozenset({"”“", "》《", "’‘"})
_LETTER = re.compile(r"\w")
_SECTION = 4  # characters of a section's name by itself
_HEADS_MOST = 8  # lines in a row
_HEAD_LONGEST = 100  # characters of a headline with its subheads
_SENTENCES = 3  # more than captions have
_WORST = float("-inf")


class Label(IntEnum):
    BEGIN = 0
    CONTINUE = 1
    HEADLINE = 2
    RESUME = 3  # goes on with a paragraph that broke off elsewhere on the page
    BYLINE = 4
    FURNITURE = 5
    CAPTION = 6
    NOTE = 7


_LABELS = tuple(Label)
BEGIN, CONTINUE, HEADLINE, RESUME, BYLINE, FURNITURE, CAPTION, NOTE = _LABELS


@cache
def load_weights() -> Weights:
    """kg/data/pages/labels.toml."""
    name = "pages/labels.toml"
    table: dict[str, dict[str, float]] = tomllib.loads(
        files("kg").joinpath("data", *name.split("/")).read_text("utf-8")
    )
    for section in _NEEDED:
        if section not in table or not all(isinstance(value, float) for value in table[section].values()):
            raise LexiconError(f"{name}: section [{section}] of decimal numbers expected")
    return table


@cache
def _known_seams() -> dict[SeamKey, Seam]:
    """Weights of seams, found once for all pages: there are some hundred kinds."""
    return {}


def label_lines(lines: Sequence[Line], breaks: BreakModel, marks: Marks, *, scattered: bool = False) -> list[Label]:
    """One label for each line; ``scattered``: of a dump whose columns lie about."""
    labels = [CONTINUE] * len(lines)
    beside = _label_beside(lines, marks, scattered=scattered)
    text_lines = []
    for index, label in enumerate(beside):
        if label is None:
            text_lines.append(index)
        else:
            labels[index] = label
    if scattered:
        own, setting = find_setting(lines, text_lines, beside)
        found = [_LABELS[state] for state in load_chain().label(own, setting)]
    else:
        found = _Scorer(lines, text_lines, beside, breaks, marks, load_weights()).find_best(_known_seams())
    for index, label in zip(text_lines, found, strict=True):
        labels[index] = label
    _relabel_lists(lines, labels, scattered=scattered)
    return labels


def find_setting(
    lines: Sequence[Line], text_lines: Sequence[int], beside: Sequence[Label | None]
) -> tuple[list[Line], Setting]:
    """The lines of text, and what stands around each; ``beside``: labels of the others."""
    own = [lines[index] for index in text_lines]
    gaps, after_byline, before_byline = _look_between(lines, text_lines, beside)
    return own, Setting(measure_dump_columns(own), gaps, after_byline, before_byline)


def _look_between(
    lines: Sequence[Line], text_lines: Sequence[int], beside: Sequence[Label | None]
) -> tuple[list[int], list[bool], list[bool]]:
    """Of each line of text the blank lines between it and the one above it, whether a byline or note stands there, and
    whether a byline stands below it."""
    gaps: list[int] = []
    after: list[bool] = []
    last = -1
    for index in text_lines:
        if index == last + 1:
            gaps.append(lines[index].gap)
            after.append(False)
        else:
            gaps.append(max([line.gap for line in lines[last + 1 : index + 1]]))
            after.append(any(label in (BYLINE, NOTE) for label in beside[last + 1 : index]))
        last = index
    below = [*(label is BYLINE for label in beside[1:]), False]
    return gaps, after, [below[index] for index in text_lines]


def _relabel_lists(lines: Sequence[Line], labels: list[Label], *, scattered: bool) -> None:
    """A long row of headline lines has no headline in it: tables, lists of names, verse are text.

    Where columns lie about, several headlines may stand one below another, and one may be set in a very narrow column.
    """
    start = 0
    for index in range(len(labels) + 1):
        goes_on = index < len(labels) and labels[index] is HEADLINE
        if goes_on and not (scattered and lines[index].gap):
            continue
        long = not scattered or sum(len(line.plain) for line in lines[start:index]) > _HEAD_LONGEST
        if index - start > _HEADS_MOST and long:
            labels[start:index] = [BEGIN] * (index - start)
        start = index if goes_on else index + 1


def _label_beside(lines: Sequence[Line], marks: Marks, *, scattered: bool = False) -> list[Label | None]:
    """Furniture, bylines and notes by themselves; captions that stand as a block of their own.

    Between columns that lie about stand the names of sections, and lines in brackets that end a headline or a text.
    """
    labels: list[Label | None] = []
    sections = load_furniture().sections
    for index, line in enumerate(lines):
        last = index + 1 == len(lines) or lines[index + 1].gap > 0 or lines[index + 1].dateline
        note = NOTE if line.note and last and not scattered else None  # one of several lines is left to the text
        section = scattered and len(line.text) <= _SECTION and sections.fullmatch(line.text) is not None
        labels.append(FURNITURE if line.furniture or section else BYLINE if line.byline else note)
    start = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and not lines[index].gap:
            continue
        block = lines[start:index]
        if len(block) <= 6 and all(labels[at] is None for at in range(start, index)):
            first = None if scattered and _is_story(block) else _find_caption(block, marks)
            goes_on = scattered and first and block[first - 1].ending is FULL  # a picture's story, with its credit
            if first is not None and not goes_on:
                labels[start + first : index] = [CAPTION] * (len(block) - first)
        start = index
    return labels


def _is_story(block: Sequence[Line]) -> bool:
    """A picture's story rather than its caption: several sentences."""
    return sum(line.plain.count("。") for line in block) >= _SENTENCES


def _find_caption(block: Sequence[Line], marks: Marks) -> int | None:
    """The line of a block from which on it is a caption; a headline may stand right above it."""
    whole = "".join(line.text for line in block)
    if len(whole) > 200:
        return None
    closed = marks.find_end(marks.caption_end, whole) >= 0
    for place, line in enumerate(block):
        if marks.caption_start.match(line.text) and (closed or block[-1].ending in (FULL, HALF)):
            return place
    if not closed:
        return None
    if len(block) > 1 and block[-2].ending is OPEN and _SENTENCE_INSIDE.search(block[-1].text):
        return len(block) - 1  # a whole sentence and who took the picture, below a line that is none
    return 0


class _Scorer:
    """The sums of weights for the lines of one page, and the best path through them."""

    def __init__(
        self,
        lines: Sequence[Line],
        text_lines: Sequence[int],
        beside: Sequence[Label | None],
        breaks: BreakModel,
        marks: Marks,
        weights: Weights,
    ) -> None:
        self._lines = [lines[index] for index in text_lines]
        self._columns = measure_columns(self._lines)
        self._lost_indent = _first_lines_fall_short(self._lines, self._columns)
        self._indents = _first_lines_are_indented(self._lines)
        self._known: list[float | None] = [None] * len(self._lines)
        self._breaks = breaks
        self._marks = marks
        self._weights = weights
        self._gaps, self._after_byline, self._before_byline = _look_between(lines, text_lines, beside)

    def find_best(self, known: dict[SeamKey, Seam]) -> list[Label]:
        """The best path; ``known``: the weights of seams that were seen before, to be added to."""
        count = len(self._lines)
        if not count:
            return []
        begin, go_on, head, resume = 0.0, _WORST, self._headline(0), self._resume(0, after_headline=False)
        back: list[tuple[int, int, int, int]] = []
        for index in range(1, count):
            # what goes on and what resumes are alike to what stands below them
            within, inner = (go_on, 1) if go_on >= resume else (resume, 3)
            prose, outer = (begin, 0) if begin >= within else (within, inner)
            headline = self._headline(index)
            key = self._make_key(index)
            seam = known.get(key)
            if seam is None:
                seam = known[key] = self._weigh_seam(index)
            running = self._running_at(index)
            base, slope = seam[0], seam[1 if running > 0 else 2]
            new_begin = prose + (base[0] + slope[0] * running)
            under = head + (base[1] + slope[1] * running)
            new_head = prose + headline + (base[2] + slope[2] * running)
            onward = (base[3] + slope[3] * running) + (head + headline)
            to_begin, to_head, to_go_on, to_resume = outer, outer, inner, outer
            if under > new_begin:
                new_begin, to_begin = under, 2
            if onward > new_head:
                new_head, to_head = onward, 2
            new_go_on, new_resume = _WORST, _WORST
            if self._gaps[index]:
                resumes = self._resume(index, after_headline=False)
                new_resume = prose + resumes + (base[6] + slope[6] * running)
                under = head + resumes + self._weights["resume"]["after_headline"]
                if under > new_resume:
                    new_resume, to_resume = under, 2
            else:
                new_go_on = within + (base[5] + slope[5] * running)
                first = begin + (base[4] + slope[4] * running)
                if first > new_go_on:
                    new_go_on, to_go_on = first, 0
            begin, go_on, head, resume = new_begin, new_go_on, new_head, new_resume
            back.append((to_begin, to_go_on, to_head, to_resume))
        last = (begin, go_on, head, resume)
        state = max(range(4), key=last.__getitem__)
        path = [state]
        for choices in reversed(back):
            state = choices[state]
            path.append(state)
        return [_LABELS[state] for state in reversed(path)]

    def _make_key(self, index: int) -> SeamKey:
        """All that the weights of a seam depend on, but for the words that stand there."""
        above, line = self._lines[index - 1], self._lines[index]
        room = self._columns[index - 1] - above.width
        short = self._columns[index] - line.width if self._lost_indent and not line.indent else 9.0
        return (
            above.ending,
            above.spread,
            0 if room < -2 else 1 if room <= 2.0 else 2 if room <= 4.5 else 3,
            above.dateline,
            above.unclosed > 0,
            above.ends_inside,
            line.indent,
            line.dateline,
            line.starts_inside,
            line.virtual,
            self._after_byline[index],
            self._gaps[index] > 0,
            0 if short < 1 else 1 if short < 4 else 2,
        )

    def _weigh_seam(self, index: int) -> Seam:
        """Weights at a seam whose words say nothing, and what their log-odds add where these are positive, negative."""
        kept = self._known[index]
        found = []
        for running in (0.0, 1.0, -1.0):
            self._known[index] = running
            found.append(
                (
                    self._paragraph(index - 1, index),
                    self._after_headline(index - 1, index),
                    self._enter_headline(index - 1, index),
                    self._headline_headline(index - 1, index),
                    self._continue(index - 1, index, first=True),
                    self._continue(index - 1, index, first=False),
                    self._break_off(index - 1, index),
                )
            )
        self._known[index] = kept
        base, more, less = found
        rise = tuple(up - level for up, level in zip(more, base, strict=True))
        fall = tuple(level - down for down, level in zip(less, base, strict=True))
        return base, rise, fall

    def _running_at(self, index: int) -> float:
        """The break model's log-odds between a line and the one above it."""
        value = self._known[index]
        if value is None:
            value = self._known[index] = self._running(index)
        return value

    def _running(self, index: int) -> float:
        above, below = self._lines[index - 1], self._lines[index]
        if above.plain[-1] + below.plain[0] in _COORDINATED:
            return 0.0
        limit = self._weights["continue"]["limit"]
        return max(-limit, min(limit, self._breaks.running(above.plain[-3:], below.plain[:3])))

    def _is_wide(self, index: int, slack: float = 2.0) -> bool:
        line = self._lines[index]
        return line.spread or line.width >= self._columns[index] - slack

    def _weigh_indent(self, weight: Mapping[str, float], index: int) -> float:
        """On a page whose first lines lost their indent these are narrower than the column by that much."""
        line = self._lines[index]
        if not self._lost_indent or line.indent:
            return 0.0
        if line.width > self._columns[index] - 1:
            return weight["not_indented"]
        return weight["indented"] if line.width > self._columns[index] - 4 else 0.0

    def _continue(self, above_at: int, index: int, *, first: bool) -> float:
        weight = self._weights["continue"]
        above, line = self._lines[above_at], self._lines[index]
        wide = self._is_wide(above_at, 4.5 if first else 2.0)  # a dump often loses the indent of a first line
        score = 0.0
        if above.ending is FULL:
            score += weight["after_full_wide" if wide else "after_full"]
        elif above.ending is PAUSE:
            score += weight["after_pause"]
        else:
            score += weight["running"] * self._running_at(index)
            score += weight["wide" if wide else "narrow"]
            if above.ending is HALF:
                score += weight["after_byline" if above.dateline else "after_half"]
            if above.unclosed > 0:
                score += weight["unclosed"]
        score += (0.0, weight["indent_some"], weight["indent"])[line.indent]
        if line.dateline:
            score += weight["dateline"]
        if line.starts_inside:
            score += weight["starts_inside"]
        if above.ends_inside:
            score += weight["ends_inside"]
        if line.virtual or self._after_byline[index]:
            score += weight["virtual"]
        return score

    def _paragraph(self, above_at: int, index: int) -> float:
        weight = self._weights["paragraph"]
        above, line = self._lines[above_at], self._lines[index]
        score = 0.0
        if above.ending is OPEN:
            score += weight["after_open"] + weight["running"] * self._running_at(index)
            if self._gaps[index]:
                score += weight["after_open_gap"]
        elif above.ending is PAUSE:
            score += weight["after_pause"]
            if self._gaps[index]:
                score += weight["after_open_gap"]
        elif above.ending is HALF:
            score += weight["after_byline" if above.dateline else "after_half"]
        if self._gaps[index] or line.virtual:
            score += weight["gap"]
        else:
            score += weight["after_wide" if self._is_wide(above_at) else "after_narrow"]
        score += (0.0, weight["indent_some"], weight["indent"])[line.indent]
        score += self._weigh_indent(weight, index)
        if line.dateline:
            score += weight["dateline"]
        if line.starts_inside:
            score += weight["starts_inside"]
        if above.unclosed > 0 and above.ending is not FULL:
            score += weight["unclosed"]
        return score

    def _headline(self, index: int) -> float:
        weight = self._weights["headline"]
        lines = self._lines
        line = lines[index]
        text, ending = line.plain, line.ending
        score = weight["base"]
        if ending is FULL:
            score += weight["exclaim"] if text[-1] in "！？!?" and "。" not in text else weight["full"]
        elif ending is PAUSE:
            score += weight["pause"]
        elif ending is HALF:
            score += weight["half"] if text[-1] in "：:" else 0.0
        if line.starts_inside:
            score += weight["starts_inside"]
        if line.ends_inside:
            score += weight["ends_inside"]
        if text[0] in "（(":
            score += weight["bracket"]
        if len(text) <= _SECTION and not _LETTER.search(text):  # a dash by itself
            score += weight["full"]
        if line.dateline:
            score += weight["full"]
        if len(text) > LONG or 0 <= text.find("。") < len(text) - 1:
            score += weight["sentence_inside"]
        if not _LISTING.isdisjoint(text):
            score += weight["comma"] * min(text.count("，") + text.count("；"), 4)
            score += weight["list"] * min(text.count("、"), 4)
        if line.unclosed:
            score += weight["unclosed"] * min(abs(line.unclosed), 2)
        spaced = text is not line.text or len(text) >= LONG
        if spaced and not _SPACES.isdisjoint(text) and _HALVES.search(text[:LONG]):
            score += weight["halves"]
        if self._indents and line.indent == 2:
            score += weight["indented"]
        if self._marks.bullet.match(text):
            score += weight["bullet"]
        if text.startswith(("—", "──")):
            score += weight["dash"]
        if line.width > weight["long_from"]:
            score += weight["long"] * (min(line.width, 100.0) - weight["long_from"])
        if len(text) < 4:
            score += weight["short"] if len(text) > 1 else weight["single"]
        above = index == 0 or self._gaps[index] > 0
        last = index + 1 == len(lines)
        below = last or self._gaps[index + 1] > 0
        if line.quiet:
            score += weight["quiet"]
        if below and line.unclosed > 0:
            score += weight["unclosed_end"]
        score += weight["alone"] if above and below else weight["alone_side"] if above or below else 0.0
        off = 0.0 if line.spread else line.width - self._columns[index]
        score += weight["narrow"] if off < -1.5 else weight["wide"] if off > 1.5 else weight["fills"]
        if not last and lines[index + 1].dateline:
            score += weight["before_dateline"]
        if self._before_byline[index]:
            score += weight["before_byline"]
        return score

    def _enter_headline(self, above_at: int, index: int) -> float:
        weight = self._weights["headline"]
        ending = self._lines[above_at].ending
        if ending < HALF:
            score = weight["after_prose_open"] + weight["after_prose_running"] * self._running_at(index)
            if ending is PAUSE:
                score += weight["after_prose_pause"]
            if self._gaps[index]:
                score += weight["after_prose_gap"]
            return score
        score = weight["after_prose_half"] if ending is HALF else 0.0
        if self._gaps[index] or self._lines[index].virtual:
            return score + weight["gap"]
        return score + weight["after_wide" if self._is_wide(above_at) else "after_narrow"]

    def _after_headline(self, above_at: int, index: int) -> float:
        weight = self._weights["after_headline"]
        above, line = self._lines[above_at], self._lines[index]
        score = weight["running"] * self._running_at(index)
        score += weight["gap"] if self._gaps[index] or line.virtual else weight["no_gap"]
        if line.indent == 2:
            score += weight["indent"]
        score += self._weigh_indent(weight, index)
        if line.dateline:
            score += weight["dateline"]
        if line.starts_inside:
            score += weight["starts_inside"]
        if above.ending is PAUSE:
            score += weight["after_pause"]
        if self._after_byline[index]:
            score += weight["after_byline"]
        return score

    def _headline_headline(self, above_at: int, index: int) -> float:
        weight = self._weights["headline_headline"]
        if self._gaps[index]:
            return weight["gap"]
        score = weight["no_gap"]
        if self._is_wide(above_at) and self._lines[above_at].width <= self._columns[above_at] + 2:
            score += weight["running"] * max(0.0, self._running_at(index))
        return score

    def _resume(self, index: int, *, after_headline: bool) -> float:
        """The line goes on with prose that stands elsewhere, below a blank line: the top of a column."""
        weight = self._weights["resume"]
        line = self._lines[index]
        score = weight["base"]
        score += weight["running"] * self._breaks.inside(line.plain[:3])
        score += self._weigh_indent(weight, index)
        if line.width < self._columns[index] - 4:
            score += weight["short_full" if line.ending is FULL else "short"]
        score += (0.0, weight["indent_some"], weight["indent"])[line.indent]
        if line.starts_inside or line.plain[0] in "（(":
            score += weight["starts_inside"]
        if self._indents and not line.indent and abs(line.width - self._columns[index]) < 1:
            score += weight["in_column"]
        if line.dateline:
            score += weight["dateline"]
        if line.virtual:
            score += weight["virtual"]
        if after_headline:
            score += weight["after_headline"]
        if index + 1 == len(self._lines) or self._gaps[index + 1]:
            score += weight["last"]
        return score

    def _break_off(self, above_at: int, index: int) -> float:
        """The prose above breaks off or ends, and other prose resumes."""
        weight = self._weights["resume"]
        above = self._lines[above_at]
        if above.ending is OPEN:
            return weight["after_open"] + weight["after_running"] * self._running_at(index)
        if above.ending is HALF:
            return weight["after_half"]
        return weight["after_pause"] if above.ending is PAUSE else weight["after_full"]


def _first_lines_are_indented(lines: Sequence[Line]) -> bool:
    """Whether the page marks its paragraphs by an indent, as most do."""
    return sum(line.indent == 2 for line in lines) >= max(_FEW_INDENTS, len(lines) / _LINES_A_PARAGRAPH)


def _first_lines_fall_short(lines: Sequence[Line], columns: Sequence[float]) -> bool:
    """Whether the lines that surely begin a paragraph are shorter than the column: the dump lost their indent."""
    short = full = 0
    for index in range(1, len(lines) - 1):
        above, line = lines[index - 1], lines[index]
        if above.ending is FULL and above.width < columns[index - 1] - 4 and line.ending <= PAUSE:
            if lines[index + 1].gap or line.indent:
                continue
            short += columns[index] - 4 <= line.width <= columns[index] - 1
            full += line.width > columns[index] - 1
    return short > 2 * full and short > 2
