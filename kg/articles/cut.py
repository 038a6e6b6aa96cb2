"""Page -> its articles: lines labelled, joined to paragraphs, cut into bodies, headlines handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.articles.assign import Claim, assign_headlines, find_units
from kg.articles.blocks import Block, Caption, HeadLine, Paragraph, build_blocks, join_lines
from kg.articles.columns import join_columns, load_joins
from kg.articles.fronts import read_body
from kg.articles.grouping import group_segments, holds_heads, read_words
from kg.articles.handing import hand_out
from kg.articles.headlines import join_phrases, split_headline
from kg.articles.hidden import part_segments
from kg.articles.labels import Label, label_lines, load_weights
from kg.articles.lines import Line, read_lines
from kg.articles.marked import cut_marked, with_own_ids
from kg.articles.marks import Marks, load_marks
from kg.articles.segments import (
    Layout,
    build_layout,
    find_boundaries,
    find_sentence_captions,
    load_boundary_weights,
)
from kg.model import Article, Page
from kg.pages.breaks import BreakModel, load_breaks
from kg.pages.overlap import Overlap


@dataclass(slots=True)
class Draft:
    """An article on its way: paragraphs and what stood between them."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    inner: list[list[HeadLine]] = field(default_factory=list)  # cross-heads, those that stand together
    inside: list[HeadLine] = field(default_factory=list)  # headline lines that text flows around
    captions: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text.text for paragraph in self.paragraphs)


def cut_articles(page: Page) -> list[Article]:
    """The articles of a page in the order their bodies stand there.

    A headline goes to the body it shares its words with, before or after it; an article near which there is none
    has ``headline`` "". Where words and layout leave it open, ``headline_certain`` is False.
    """
    if page.marked:
        return cut_marked(page)
    marks, breaks = load_marks(), load_breaks()
    lines = read_lines(page.text, marks)
    lines, labels, scattered = _order_lines(lines, marks, breaks)
    if not any(label in (Label.BEGIN, Label.CONTINUE) for label in labels):  # a picture with its caption, a notice
        text = Label.CAPTION if Label.CAPTION in labels else Label.HEADLINE
        labels = [Label.BEGIN if label is text else label for label in labels]
    layout = build_layout(build_blocks(page.text, lines, labels, marks), marks, scattered=scattered)
    if not layout.segments:
        rest = [line for line in lines if not line.furniture]
        layout = build_layout([Paragraph(join_lines(page.text, [line]), line.gap, line.width) for line in rest], marks)
    drafts, gaps = _make_drafts(layout, scattered=scattered)
    if not drafts:
        return []
    units = [find_units(gap) for gap in gaps]
    bodies = [draft.text for draft in drafts]
    if scattered:
        claims = hand_out(units, bodies)
    else:
        claims = assign_headlines(units, [draft.paragraphs[0].gap for draft in drafts], bodies)
    articles: list[Article] = []
    for draft, claim in zip(drafts, claims, strict=True):
        article = _make_article(page, len(articles) + 1, draft, claim, marks, breaks, scattered=scattered)
        if article is not None:
            articles.append(article)
    return with_own_ids(page, articles)


def _order_lines(lines: list[Line], marks: Marks, breaks: BreakModel) -> tuple[list[Line], list[Label], bool]:
    """The lines with their labels, each column behind the one it goes on from; whether columns lay about."""
    labels = label_lines(lines, breaks, marks, load_weights())
    joined, named, scattered = join_columns(lines, labels, breaks)
    if scattered:
        labels = label_lines(lines, breaks, marks, load_weights(scattered=True))
        joined, named, _ = join_columns(lines, labels, breaks, scattered=True)
    return joined, named, scattered


def _make_drafts(layout: Layout, *, scattered: bool) -> tuple[list[Draft], list[list[Block]]]:
    """Segments put together to drafts, and the gaps around these; captions go to the draft they share words with."""
    layout = _take_out_captions(part_segments(layout, load_boundary_weights()["hidden"]))
    words = read_words(layout) if scattered else None
    groups = group_segments(layout, words, load_joins()["article"]) if words else _find_runs(layout)
    drafts = [Draft() for _ in groups]
    gaps: list[list[Block]] = [[] for _ in range(len(groups) + 1)]
    place = {segment: (number, group) for number, group in enumerate(groups) for segment in group}
    begun = 0
    inner: dict[int, list[HeadLine]] = {}
    for index in range(len(layout.segments)):
        number, group = place[index]
        gap = layout.gaps[index]
        heads = [item for item in gap if isinstance(item, HeadLine)]
        if heads and index != group[0] and (words is None or holds_heads(layout, index, group, words)):
            inner[index] = heads
            gap = [item for item in gap if not isinstance(item, HeadLine)]
        if index != group[0] and group[group.index(index) - 1] == index - 1:
            drafts[number].captions += [item.text for item in gap if isinstance(item, Caption)]
            gap = [item for item in gap if not isinstance(item, Caption)]
        gaps[begun] += gap
        begun += index == group[0]
    gaps[-1] += layout.gaps[-1] if layout.gaps else []
    for draft, group in zip(drafts, groups, strict=True):
        for index in group:
            segment = layout.segments[index]
            if index in inner:
                draft.inner.append(inner[index])
            draft.captions += [item.text for item in segment.beside if isinstance(item, Caption)]
            draft.inside += [item for item in segment.beside if isinstance(item, HeadLine)]
            draft.paragraphs += segment.paragraphs
    if drafts:
        _hand_out_captions(drafts, gaps)
    return drafts, gaps


def _find_runs(layout: Layout) -> list[list[int]]:
    """The segments of each article where they stand in order."""
    begins = find_boundaries(layout, load_boundary_weights()["below_headline"])
    runs: list[list[int]] = []
    for index, new in enumerate(begins[: len(layout.segments)]):
        if new:
            runs.append([])
        runs[-1].append(index)
    return runs


def _take_out_captions(layout: Layout) -> Layout:
    """Segments that are a caption by their place, as captions."""
    as_caption = set(find_sentence_captions(layout))
    if not as_caption:
        return layout
    plain = Layout()
    gap: list[Block] = []
    for index, segment in enumerate(layout.segments):
        gap += layout.gaps[index]
        if index in as_caption:
            gap.append(Caption(segment.text, segment.paragraphs[0].gap))
            continue
        plain.segments.append(segment)
        plain.gaps.append(gap)
        gap = []
    plain.gaps.append(gap + layout.gaps[-1])
    return plain


def _hand_out_captions(drafts: Sequence[Draft], gaps: Sequence[Sequence[Block]]) -> None:
    captions = [(index, item.text) for index, gap in enumerate(gaps) for item in gap if isinstance(item, Caption)]
    overlap = Overlap([text for _, text in captions], [draft.text for draft in drafts])
    for number, (index, text) in enumerate(captions):
        near = [body for body in (index - 1, index) if 0 <= body < len(drafts)]
        best = max(near, key=lambda body: (overlap.cover(number, body), -body))
        drafts[best].captions.append(text)


def _make_article(
    page: Page, order: int, draft: Draft, claim: Claim, marks: Marks, breaks: BreakModel, *, scattered: bool
) -> Article | None:
    body, dateline, front, back = read_body([paragraph.text for paragraph in draft.paragraphs], marks)
    if not body.text:
        return None
    lines = [unit.line for unit in claim.units if unit.line is not None] or draft.inside
    headline, subheads = split_headline(lines, body.text, breaks, scattered=scattered)
    for inner in [*draft.inner, draft.inside if lines is not draft.inside else []]:
        if not inner:
            continue
        subheads += tuple(join_phrases(inner, body.text, breaks, scattered=scattered))
    beside = [author for unit in claim.units for author in unit.authors]
    return Article(
        id="",
        page=page,
        order=order,
        headline=headline,
        text=body.text,
        trace=body.runs,
        subheads=subheads,
        authors=tuple(dict.fromkeys([*front, *beside, *back])),
        dateline=dateline,
        captions=tuple(draft.captions),
        headline_certain=claim.certain,
    )
