"""Raw news wrapped as plain dumps are -> their segments with the story of each, to learn from beside typeset pages.

Such a dump has its articles one after another; what makes the cutter take it for one of columns are its blank lines.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kg.articles import cut, cut_articles, grouping
from kg.articles.segments import Layout
from kg.pages import read_page_text
from tests.typeset.generate import SOURCES, read_raw_stories

_WIDTHS = (12, 14, 16, 18, 20, 22, 25)


def watch_wraps(raw: Path, count: int, rng: random.Random) -> Iterator[tuple[Layout, list[int]]]:
    """The segments of ``count`` wrapped pages, as far as these are taken for dumps of columns."""
    pool = [story for name in SOURCES if (raw / name).exists() for story in read_raw_stories(raw, name)]
    for _ in range(count):
        width, indent = rng.choice(_WIDTHS), "　　" if rng.random() < 0.3 else ""
        between = rng.choice(("\n", "\n\n", "\n\n"))
        text, starts = "", []
        for story in rng.sample(pool, rng.choice((1, 1, 1, 2, 3))):
            starts.append(len(text))
            heads = [wrap(head, width) for head in (story.headline, *story.subheads) if head]
            if rng.random() < 0.3 and heads:
                heads = [heads[0], *heads]  # raw news often repeat their title
            body = [wrap(indent + paragraph, width) for paragraph in story.paragraphs]
            text += "\n".join(heads) + "\n\n" + between.join(body) + "\n\n"
        seen: list[Layout] = []
        kept = vars(cut)["group_segments"]

        def group(layout: Layout, merger: grouping.Merger, seen: list[Layout] = seen) -> list[list[int]]:
            seen.append(layout)
            return grouping.group_segments(layout, merger)

        vars(cut)["group_segments"] = group
        try:
            cut_articles(read_page_text(text, published=date(2025, 5, 1), newspaper="锡湖日报"))
        finally:
            vars(cut)["group_segments"] = kept
        for layout in seen:
            if len(layout.segments) > 1:
                yield (
                    layout,
                    [bisect_right(starts, segment.paragraphs[0].text.runs[0][1]) - 1 for segment in layout.segments],
                )


def wrap(text: str, width: int) -> str:
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))
