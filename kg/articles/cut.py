"""Page -> its articles: lines labelled, joined to paragraphs, cut into bodies, headlines handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.articles.assign import Claim, assign_headlines, find_units
from kg.articles.blocks import Block, Caption, HeadLine, Paragraph, build_blocks, join_lines
from kg.articles.columns import join_columns, lies_about
from kg.articles.fronts import read_body
from kg.articles.grouping import group_segments, take_in
from kg.articles.handing import hand_out
from kg.articles.headlines import choose_headline, join_phrases, split_headline
from kg.articles.hidden import part_segments
from kg.articles.labels import Label, label_lines
from kg.articles.lines import Line, read_lines
from kg.articles.marked import cut_marked, with_own_ids
from kg.articles.marks import Marks, load_marks
from kg.articles.network import load_network
from kg.articles.ordering import order_segments
from kg.articles.segments import (
    Layout,
    Segment,
    build_layout,
    find_boundaries,
    find_sentence_captions,
    load_boundary_weights,
)
from kg.articles.turns import part_turns
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

    def take(self, segment: Segment) -> None:
        self.captions += [item.text for item in segment.beside if isinstance(item, Caption)]
        self.inside += [item for item in segment.beside if isinstance(item, HeadLine)]
        self.paragraphs += segment.paragraphs


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
    blocks = build_blocks(page.text, lines, labels, marks, scattered=scattered)
    layout = build_layout(blocks, marks, scattered=scattered)
    if not layout.segments:
        rest = [line for line in lines if not line.furniture]
        layout = build_layout([Paragraph(join_lines(page.text, [line]), line.gap, line.width) for line in rest], marks)
    if scattered:
        drafts, claims = _make_scattered_drafts(part_turns(layout))
    else:
        parted = part_segments(layout, load_boundary_weights()["hidden"])
        drafts, claims = _make_drafts(_take_out_captions(parted))
    articles: list[Article] = []
    for draft, claim in zip(drafts, claims, strict=True):
        article = _make_article(page, len(articles) + 1, draft, claim, marks, breaks, scattered=scattered)
        if article is not None:
            articles.append(article)
    return with_own_ids(page, articles)


def _order_lines(lines: list[Line], marks: Marks, breaks: BreakModel) -> tuple[list[Line], list[Label], bool]:
    """The lines with their labels, each column behind the one it goes on from; whether columns lay about."""
    scattered = lies_about(lines)
    if not scattered:
        labels = label_lines(lines, breaks, marks)
        joined, named, scattered = join_columns(lines, labels, breaks)
    if scattered:
        labels = label_lines(lines, breaks, marks, scattered=True)
        joined, named, _ = join_columns(lines, labels, breaks, scattered=True)
    return joined, named, scattered


def _make_drafts(layout: Layout) -> tuple[list[Draft], list[Claim]]:
    """Segments put together to drafts where they stand in order, with what each gets of the headlines around it."""
    groups = _find_runs(layout)
    if not groups:
        return [], []
    drafts = [Draft() for _ in groups]
    gaps: list[list[Block]] = [[] for _ in range(len(groups) + 1)]
    for number, (draft, group) in enumerate(zip(drafts, groups, strict=True)):
        for index in group:
            gap = layout.gaps[index]
            if index != group[0]:
                heads = [item for item in gap if isinstance(item, HeadLine)]
                if heads:
                    draft.inner.append(heads)
                draft.captions += [item.text for item in gap if isinstance(item, Caption)]
                gap = [item for item in gap if not isinstance(item, HeadLine | Caption)]
            gaps[number + (index != group[0])] += gap
            draft.take(layout.segments[index])
    gaps[-1] += layout.gaps[-1]
    _hand_out_captions(drafts, gaps)
    units = [find_units(gap) for gap in gaps]
    return drafts, assign_headlines(units, [draft.paragraphs[0].gap for draft in drafts], [d.text for d in drafts])


def _make_scattered_drafts(layout: Layout) -> tuple[list[Draft], list[Claim]]:
    """The same where they lie about."""
    if not layout.segments:
        return [], []
    merger = load_network("merge")
    groups = group_segments(layout, merger)
    drafts, claims = _draft_groups(layout, groups)
    lone = [groups[at] for at, claim in enumerate(claims) if claim.main is None]
    taken = take_in(layout, groups, lone, merger) if lone else groups
    return (drafts, claims) if taken == groups else _draft_groups(layout, taken)


def _draft_groups(layout: Layout, groups: list[list[int]]) -> tuple[list[Draft], list[Claim]]:
    """A draft for each group, and what each gets of the headlines."""
    groups = order_segments(layout, groups, load_breaks())
    drafts = [Draft() for _ in groups]
    gaps: list[list[Block]] = [[] for _ in range(len(groups) + 1)]
    for draft, group in zip(drafts, groups, strict=True):
        for index in group:
            draft.take(layout.segments[index])
        draft.inside.clear()  # of these, too, is chosen
    owner = {index: number for number, group in enumerate(groups) for index in group}
    for index, gap in enumerate(layout.gaps):
        for item in gap:
            if isinstance(item, Caption):
                number = owner.get(index)
                if number is not None and index != groups[number][0] and owner.get(index - 1) == number:
                    drafts[number].captions.append(item.text)
                else:
                    gaps[number if number is not None else -1].append(item)
    _hand_out_captions(drafts, gaps)
    units = [find_units([*_find_inside(layout, index - 1), *gap]) for index, gap in enumerate(layout.gaps)]
    below = [segment.paragraphs[0].gap for segment in layout.segments]
    bodies = [draft.text for draft in drafts]
    claims, inner = hand_out(units, groups, bodies, below)
    for index, heads in inner.items():
        drafts[owner[index]].inner.append(heads)
    return drafts, claims


def _find_inside(layout: Layout, index: int) -> list[HeadLine]:
    """Headline lines that a segment flows around."""
    beside = layout.segments[index].beside if index >= 0 else []
    return [item for item in beside if isinstance(item, HeadLine)]


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
    if not captions:
        return
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
    if claim.main:
        headline, subheads = choose_headline(lines, claim.main, body.text, breaks)
    else:
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
        trace=body.trace,
        subheads=subheads,
        authors=tuple(dict.fromkeys([*front, *beside, *back])),
        dateline=dateline,
        captions=tuple(draft.captions),
        headline_certain=claim.certain,
    )
