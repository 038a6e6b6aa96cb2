"""Labelled lines of a dump -> the same lines, each column behind the one that it goes on from.

A dump gives the columns of a page in the order that a program guessed; between two columns of an article stand others'
columns and headlines. What stands without a blank line between is taken for one stretch; a stretch that breaks off is
put together with the one that goes on. Which one that is, is a choice by words, quotation marks, width and place:
a small network over these, followers.npz; of several that want the same the likeliest gets it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.articles.continuity import load_continuity
from kg.articles.labels import BEGIN, CAPTION, CONTINUE, FURNITURE, HEADLINE, RESUME, Label
from kg.articles.lines import FULL, HALF, Line
from kg.articles.network import load_network
from kg.articles.seams import load_seams
from kg.articles.topics import load_topics, unify
from kg.pages.breaks import BreakModel

Place = tuple[int, int]  # (before, after): two stretches of which the second may go on from the first
Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
_PROSE = frozenset({BEGIN, CONTINUE, RESUME})
_LOOSE = frozenset({HEADLINE, CAPTION, FURNITURE})
_FAR_SHARE, _TORN_SHARE = 0.06, 0.06
_WORTHLESS = -3.0
_WANTED = 1.0
_ROUNDS, _CHOICES = 4, 4
_WIDEST = 32  # characters of a column
_FEW_LINES = 16
_MOST_LINES = 2500  # of a page
_UNBROKEN = 60  # characters of a line that no column was as wide as
_FEW_ENDS, _SHARE_INNER = 4, 0.62  # ends of paragraphs without a blank line below; for each that has one
_LINES_APART = 30  # of that many lines no more than one ends a paragraph above a blank line
_ALIKE = 1.6  # difference of width of lines of the same column
_FIT_MOST = 8.0  # log-odds that are told apart
_NEAR = 250  # characters of either end of a stretch that tell what it is about
_OPENERS = "“《（(「『"
_MARKS = re.compile("[“《（(「『”》）)」』]")


@dataclass(slots=True)
class Stretch:
    """Lines that stand together: ``[start, end)`` of the page's lines."""

    start: int
    end: int
    resumes: bool  # begins within a paragraph
    breaks_off: bool  # ends within a paragraph
    may_resume: bool = False  # so it does, or seems to begin a paragraph but may be mistaken for that
    ends_short: bool = False  # its last line ends a paragraph and does not fill the column
    first: str = ""  # what its first prose line begins with
    last: str = ""
    width: float = 0.0  # of the prose lines; 0 where there are too few
    lines: int = 0
    glued: bool = False  # no blank line above
    first_off: float = 0.0  # how much wider than the column its first line is, and its last one
    last_off: float = 0.0
    wanting: int = 0  # quotation marks and brackets that it opens last and leaves open
    closing: int = 0  # … that it closes first without having opened them
    text: str = ""


def join_columns(
    lines: Sequence[Line], labels: Sequence[Label], breaks: BreakModel, *, scattered: bool = False
) -> tuple[list[Line], list[Label], bool]:
    """The lines in their new order, and whether columns lay about; where a line goes on with the one now above it
    it is labelled CONTINUE. On a page that is in order, and not known to be ``scattered``, nothing is moved but what
    stands inside a paragraph.
    """
    stretches = find_stretches(lines, labels)
    follows = choose_followers(stretches, breaks, scattered=scattered)
    near = {after: before for after, before in follows.items() if _is_next(stretches, before, after)}
    scattered = scattered or len(follows) - len(near) > _FAR_SHARE * len(follows) or is_torn(stretches)
    if not scattered:
        follows = near
    moved: list[Line] = []
    named: list[Label] = []
    follower = {before: after for after, before in follows.items()}
    for index in range(len(stretches)):
        at: int | None = None if index in follows else index
        while at is not None:
            start, end = stretches[at].start, stretches[at].end
            first = len(moved)
            moved += lines[start:end]
            named += labels[start:end]
            if at in follows:
                named[first], moved[first] = CONTINUE, replace(moved[first], gap=0)
            else:
                if named[first] is RESUME:  # no other line of a stretch does
                    named[first] = BEGIN
                if not lines[start].gap and start and labels[start - 1] in _PROSE:  # what is above it breaks off
                    moved[first] = replace(moved[first], gap=1)
            at = follower.get(at)
    return moved, named, scattered


def is_torn(stretches: Sequence[Stretch]) -> bool:
    """Whether the page is a dump of columns.

    More than a few of its stretches break off above one that begins anew, or the other way round; or its paragraphs
    have no blank lines between them, though it has some.
    """
    prose = [stretch for stretch in stretches if stretch.lines]
    torn = sum(above.breaks_off != below.resumes for above, below in pairwise(prose))
    if torn > _TORN_SHARE * len(prose):
        return True
    narrow = [stretch for stretch in prose if 0 < stretch.width <= _WIDEST]
    lines = sum(stretch.lines for stretch in narrow)
    apart = sum(
        above.ends_short and not below.resumes and below.start == above.end for above, below in pairwise(stretches)
    )
    return lines >= _FEW_LINES and len(narrow) > len(prose) // 2 and apart * _LINES_APART < lines


def lies_about(lines: Sequence[Line]) -> bool:
    """Whether a page is a dump of columns by the look of its lines, before anything is known of them.

    Such a dump has neither indents nor unbroken paragraphs; its paragraphs stand together without a blank line, which
    parts columns and articles.
    """
    text = [line for line in lines if not line.furniture]
    if not _FEW_LINES - 4 <= len(text) <= _MOST_LINES or sum(
        line.indent > 0 or line.width > _UNBROKEN for line in text
    ) * 12 > len(text):
        return False
    widths: dict[int, list[float]] = {}
    for line in text:
        widths.setdefault(line.block, []).append(line.width)
    columns = {block: sorted(own)[len(own) * 3 // 4] for block, own in widths.items()}
    inner = apart = 0
    for above, below in pairwise(text):
        if above.ending is FULL and above.width < columns[above.block] - 1.5 and not below.virtual:
            inner += not below.gap
            apart += below.gap > 0
    return inner >= _FEW_ENDS and apart > 1 and inner >= _SHARE_INNER * apart


def _is_next(stretches: Sequence[Stretch], before: int, after: int) -> bool:
    """Whether nothing but headlines and the like stands between."""
    return before < after and not any(stretches[between].lines for between in range(before + 1, after))


def find_stretches(lines: Sequence[Line], labels: Sequence[Label]) -> list[Stretch]:
    """The page cut at its blank lines, where prose resumes, below headlines, and below prose that breaks off."""
    cuts = [0]
    last_prose = -1
    for index, (line, label) in enumerate(zip(lines, labels, strict=True)):
        above = labels[index - 1] if index else None
        hanging = label not in (CONTINUE, RESUME) and above in _PROSE and _is_open(lines[last_prose])
        glued = label in _PROSE and above in _LOOSE  # text that goes on below another article's headline
        cut = line.gap > 0 or label is RESUME or hanging or glued
        if index and (cut or (label is BEGIN and line.dateline)):
            cuts.append(index)
        if label in _PROSE:
            last_prose = index
    cuts.append(len(lines))
    return [_make_stretch(lines, labels, start, end) for start, end in pairwise(cuts) if start < end]


def _is_open(line: Line) -> bool:
    return line.ending < HALF or (line.ending is HALF and line.unclosed >= 0 and line.plain[-1] in "：:")


def _make_stretch(lines: Sequence[Line], labels: Sequence[Label], start: int, end: int) -> Stretch:
    prose = [lines[index] for index in range(start, end) if labels[index] in _PROSE]
    stretch = Stretch(start, end, labels[start] is RESUME, False, lines=len(prose))
    if not prose:
        return stretch
    widths = sorted(line.width for line in prose)
    stretch.may_resume = labels[start] in _PROSE and not lines[start].dateline and not lines[start].indent
    stretch.breaks_off = labels[end - 1] in _PROSE and _is_open(lines[end - 1])
    stretch.glued = not lines[start].gap
    stretch.first, stretch.last = prose[0].plain[:3], prose[-1].plain[-3:]
    stretch.width = widths[(len(widths) * 3) // 5] if len(widths) > 2 or not stretch.breaks_off else widths[-1]
    stretch.first_off, stretch.last_off = prose[0].width - stretch.width, prose[-1].width - stretch.width
    if prose[0].spread:
        stretch.first_off = 0.0
    stretch.ends_short = prose[-1].ending is FULL and prose[-1].width < stretch.width - 1.5
    stretch.wanting = _count_wanting("".join(line.plain for line in prose[-6:]))
    stretch.closing = _count_closing("".join(line.plain for line in prose[:6]))
    stretch.text = "".join([line.plain for line in prose])
    return stretch


def _count_wanting(text: str) -> int:
    """Marks open at the end of a text; those of the paragraph that ends there."""
    depth = 0
    for char in _MARKS.findall(text):
        if char in _OPENERS:
            depth += 1
        elif depth:
            depth -= 1
    return min(depth, 2)


def _count_closing(text: str) -> int:
    depth = 0
    for char in _MARKS.findall(text):
        if char in _OPENERS:
            depth += 1
        elif not depth:
            return 1
        else:
            depth -= 1
    return 0


def choose_followers(
    stretches: Sequence[Stretch],
    breaks: BreakModel,
    *,
    scattered: bool = False,
) -> dict[int, int]:
    """For each stretch that resumes the one it goes on from, as far as there is one.

    Each that breaks off wants one that goes on: right below, and where columns lie about, somewhere.
    """
    ends = [index for index, stretch in enumerate(stretches) if stretch.breaks_off]
    starts = [index for index, stretch in enumerate(stretches) if stretch.resumes or stretch.may_resume]
    network = load_network("followers")
    places = [(before, after) for after in starts for before in ends if before != after]
    if not places:
        return {}
    alone = network.rate([none_features(stretches, after, breaks) for after in starts])
    none = dict(zip(starts, alone, strict=True))
    features = pair_features(stretches, places)
    rest = np.zeros(len(places))
    worth: list[float] = network.weigh(np.array([features.get(name, rest) for name in network.names]).T).tolist()
    return match_pairs(
        [
            (value - none[after] + (_WANTED if scattered or after == before + 1 else 0.0), before, after)
            for value, (before, after) in zip(worth, places, strict=True)
        ]
    )


def measure_seams(stretches: Sequence[Stretch], places: Sequence[Place]) -> Floats:
    """For each (before, after) how well the characters go on from one to the other."""
    return load_seams().measure([(stretches[before].last, stretches[after].first) for before, after in places])


def measure_fits(stretches: Sequence[Stretch], above: Integers, below: Integers) -> Floats:
    """The same as the network of continuity.npz has it, from more characters."""
    network = load_continuity()
    ends, end = np.unique(above, return_inverse=True)
    starts, start = np.unique(below, return_inverse=True)
    before = network.read_ends([stretches[at].text for at in ends.tolist()])
    after = network.read_beginnings([stretches[at].text for at in starts.tolist()])
    worth = network.weigh(before[:, None], after[None])[end, start]
    return np.clip(worth, -_FIT_MOST, _FIT_MOST).astype(np.float64)


def match_pairs(rows: Sequence[tuple[float, int, int]]) -> dict[int, int]:
    """From (worth, before, after) for each ``after`` its ``before``: one to one, without rings, the best sum of worths.

    The best go first; then choices are exchanged as long as that makes the sum better.
    """
    worth = {(before, after): value for value, before, after in rows if value > _WORTHLESS}
    wanted: dict[int, list[int]] = {}
    best: dict[int, int] = {}
    owner: dict[int, int] = {}
    for value, before, after in sorted(rows, key=lambda row: (-row[0], row[2], row[1])):
        if value > _WORTHLESS:
            wanted.setdefault(after, []).append(before)
        if value > 0 and after not in best and before not in owner and not _makes_ring(best, before, after):
            best[after] = before
            owner[before] = after
    for _ in range(_ROUNDS):
        if not _exchange(worth, wanted, best, owner):
            break
    return best


def _exchange(
    worth: Mapping[tuple[int, int], float], wanted: Mapping[int, list[int]], best: dict[int, int], owner: dict[int, int]
) -> bool:
    """One round of giving ``after`` a better ``before`` and its owner what is then best for it; whether any was."""
    changed = False
    for after in sorted(wanted):
        for before in wanted[after][:_CHOICES]:
            held, loser = best.get(after), owner.get(before)
            if loser is None or loser == after:
                continue
            old = worth[before, loser] + (worth[held, after] if held is not None else 0.0)
            for other in [*wanted[loser][:_CHOICES], None]:
                if other is not None and (other == before or (other in owner and other != held)):
                    continue
                if worth[before, after] + (worth[other, loser] if other is not None else 0.0) <= old + 1e-9:
                    continue
                trial = {key: value for key, value in best.items() if key not in (after, loser)}
                if _makes_ring(trial, before, after):
                    continue
                trial[after] = before
                if other is not None and _makes_ring(trial, other, loser):
                    continue
                if other is not None:
                    trial[loser] = other
                best.clear()
                best.update(trial)
                owner.clear()
                owner.update({value: key for key, value in trial.items()})
                changed = True
                break
            else:
                continue
            break
    return changed


def _makes_ring(best: Mapping[int, int], before: int, after: int) -> bool:
    at: int | None = before
    while at is not None and at != after:
        at = best.get(at)
    return at == after


def pair_features(stretches: Sequence[Stretch], places: Sequence[Place]) -> dict[str, npt.NDArray[Any]]:
    """What speaks for the second of each two stretches going on from the first."""
    measured = measure_seams(stretches, places).T
    above, below = np.array(places).T
    widths = np.array([stretch.width for stretch in stretches])
    lines = np.array([stretch.lines for stretch in stretches])
    wanting = np.array([stretch.wanting > 0 for stretch in stretches])[above]
    closing = np.array([stretch.closing > 0 for stretch in stretches])[below]
    off = np.abs(widths[above] - widths[below])
    steps = below - above
    deep = np.abs(lines[above] - lines[below])
    # how many stretches between them that break off are as wide as the second one
    starts, column = np.unique(below, return_inverse=True)
    alike = np.abs(widths[:, None] - widths[starts][None]) <= _ALIKE
    rivals = np.cumsum(alike & np.array([stretch.breaks_off for stretch in stretches])[:, None], axis=0)
    between = rivals[np.maximum(above, below) - 1, column] - rivals[np.minimum(above, below), column]
    limited = np.minimum(np.maximum(measured, -3.0), 6.0) / 3
    fits = measure_fits(stretches, above, below)
    asked, own = np.unique([above, below], return_inverse=True)
    first, second = own.reshape(2, -1)
    texts = [stretches[at].text for at in asked.tolist()]
    texts = [text if len(text) <= 2 * _NEAR else text[:_NEAR] + "\n" + text[-_NEAR:] for text in texts]
    topics = unify(load_topics().read(texts))
    near = topics @ topics.T
    about = near[first, second]
    usual = (near.sum(1) - 1) / max(1, len(near) - 1)
    return {
        "first": limited[0],
        "second": limited[1],
        "unheard": measured[0] < -1.5,
        "fits": fits / 3,
        "width_same": off <= 0.6,
        "width_near": off <= 1.6,
        "width_far": off > 3.0,
        "next": steps == 1,
        "soon": (steps > 1) & (steps <= 3),
        "back": steps < 0,
        "steps": np.minimum(np.abs(steps), 12) / 4,
        "depth_same": (deep <= 1) & (lines[below] > 3),
        "depth_near": deep <= 2,
        "depth_more": lines[below] > lines[above] + 2,
        "rivals": np.minimum(between, 4) / 2,
        "rivals_none": (between == 0) & (steps > 0),
        "topic": about,
        "topic_usual": about - usual[second],
        "marks": wanting & closing,
        "marks_wrong": wanting != closing,
    }


def none_features(stretches: Sequence[Stretch], after: int, breaks: BreakModel) -> dict[str, float]:
    """What speaks for its going on from none of them."""
    below = stretches[after]
    above = stretches[after - 1] if after else None
    return {
        "none": 1.0,
        "none_inside": max(-3.0, min(3.0, breaks.inside(below.first))),
        "none_begins": float(not below.resumes),
        "none_first_full": float(abs(below.first_off) <= 1.2 and below.lines > 2),
        "none_first_indent": float(-2.9 < below.first_off < -1.2 and below.lines > 2),
        "none_short": float(below.lines < 3),
        "none_below_end": float(above is not None and above.lines > 0 and not above.breaks_off),
        "none_below_headline": float(above is not None and not above.lines),
        "none_glued": float(below.glued),
    }
