"""Page -> its articles: lines labelled, joined to paragraphs, cut into bodies, headlines handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.articles.assign import Claim, assign_headlines, find_units
from kg.articles.blocks import Block, Caption, HeadLine, Paragraph, build_blocks, join_lines
from kg.articles.breaks import BreakModel, load_breaks
from kg.articles.fronts import read_back, read_front
from kg.articles.headlines import join_phrases, split_headline
from kg.articles.hidden import part_segments
from kg.articles.labels import Label, label_lines, load_weights
from kg.articles.lines import read_lines
from kg.articles.marked import cut_marked, with_own_ids
from kg.articles.marks import Marks, load_marks
from kg.articles.overlap import Overlap
from kg.articles.segments import (
    Layout,
    build_layout,
    find_boundaries,
    find_sentence_captions,
    load_boundary_weights,
)
from kg.articles.traced import join_traced
from kg.model import Article, Page


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
    labels = label_lines(lines, breaks, marks, load_weights())
    if not any(label in (Label.BEGIN, Label.CONTINUE) for label in labels):  # a picture with its caption, a notice
        text = Label.CAPTION if Label.CAPTION in labels else Label.HEADLINE
        labels = [Label.BEGIN if label is text else label for label in labels]
    layout = build_layout(build_blocks(page.text, lines, labels, marks), marks)
    if not layout.segments:
        rest = [line for line in lines if not line.furniture]
        layout = build_layout([Paragraph(join_lines(page.text, [line]), line.gap, line.width) for line in rest], marks)
    drafts, gaps = _make_drafts(layout)
    if not drafts:
        return []
    units = [find_units(gap) for gap in gaps]
    claims = assign_headlines(units, [draft.paragraphs[0].gap for draft in drafts], [draft.text for draft in drafts])
    articles: list[Article] = []
    for draft, claim in zip(drafts, claims, strict=True):
        article = _make_article(page, len(articles) + 1, draft, claim, marks, breaks)
        if article is not None:
            articles.append(article)
    return with_own_ids(page, articles)


def _make_drafts(layout: Layout) -> tuple[list[Draft], list[list[Block]]]:
    """Segments put together to drafts, and the gaps around these; captions go to the draft they share words with."""
    weights = load_boundary_weights()
    layout = part_segments(layout, weights["hidden"])
    begins = find_boundaries(layout, weights["below_headline"])
    as_caption = set(find_sentence_captions(layout))
    drafts: list[Draft] = []
    gaps: list[list[Block]] = [[]]
    for index, segment in enumerate(layout.segments):
        gap = layout.gaps[index]
        if index in as_caption:
            gaps[-1] += [*gap, Caption(segment.text, segment.paragraphs[0].gap)]
            continue
        if not drafts or begins[index] or index - 1 in as_caption:
            gaps[-1] += gap
            drafts.append(Draft())
            gaps.append([])
            gap = []
        draft = drafts[-1]
        inner = [item for item in gap if isinstance(item, HeadLine)]
        if inner:
            draft.inner.append(inner)
        draft.captions += [item.text for item in (*gap, *segment.beside) if isinstance(item, Caption)]
        draft.inside += [item for item in segment.beside if isinstance(item, HeadLine)]
        draft.paragraphs += segment.paragraphs
    gaps[-1] += layout.gaps[-1] if layout.gaps else []
    if drafts:
        _hand_out_captions(drafts, gaps)
    return drafts, gaps


def _hand_out_captions(drafts: Sequence[Draft], gaps: Sequence[Sequence[Block]]) -> None:
    captions = [(index, item.text) for index, gap in enumerate(gaps) for item in gap if isinstance(item, Caption)]
    overlap = Overlap([text for _, text in captions], [draft.text for draft in drafts])
    for number, (index, text) in enumerate(captions):
        near = [body for body in (index - 1, index) if 0 <= body < len(drafts)]
        best = max(near, key=lambda body: (overlap.cover(number, body), -body))
        drafts[best].captions.append(text)


def _make_article(
    page: Page, order: int, draft: Draft, claim: Claim, marks: Marks, breaks: BreakModel
) -> Article | None:
    paragraphs = [paragraph.text for paragraph in draft.paragraphs]
    dateline, authors, paragraphs[0] = read_front(paragraphs[0], marks)
    back = read_back(paragraphs[-1], marks, last=True)
    paragraphs[-1] = back.rest
    body = join_traced((paragraph for paragraph in paragraphs if paragraph.text.strip()), "\n")
    if not body.text:
        return None
    lines = [unit.line for unit in claim.units if unit.line is not None] or draft.inside
    headline, subheads = split_headline(lines, body.text, breaks)
    for inner in [*draft.inner, draft.inside if lines is not draft.inside else []]:
        if not inner:
            continue
        subheads += tuple(join_phrases(inner, body.text, breaks))
    beside = [author for unit in claim.units for author in unit.authors]
    return Article(
        id="",
        page=page,
        order=order,
        headline=headline,
        text=body.text,
        trace=body.runs,
        subheads=subheads,
        authors=tuple(dict.fromkeys([*authors, *beside, *back.authors])),
        dateline=dateline or back.dateline,
        captions=tuple(draft.captions),
        headline_certain=claim.certain,
    )
