"""Cutting text without losing offsets: sentences and clauses of an article."""

from __future__ import annotations

import re
from bisect import bisect_right

from kg.model import Span

_SENTENCE = re.compile(r"[^\n]*?(?:[。！？!?…]+[”’」』）)】》]*|(?=\n)|\Z)")
_CLAUSE = re.compile(r"[^，；。！？!?;\n]+")


def split_sentences(text: str) -> list[Span]:
    """Sentences end at 。！？… (with the closing quotes behind them) or at a line break.

    >>> [s.of("他说：“好。”会议结束。") for s in split_sentences("他说：“好。”会议结束。")]
    ['他说：“好。”', '会议结束。']
    """
    spans = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        match = _SENTENCE.match(text, at)
        end = match.end() if match and match.end() > at else at + 1
        spans.append(Span(at, end))
        at = end
    return spans


def split_clauses(text: str, sentence: Span) -> list[Span]:
    """The parts of a sentence between commas and semicolons, punctuation left out."""
    return [Span(*m.span()) for m in _CLAUSE.finditer(text, sentence.start, sentence.end)]


def sentence_at(sentences: list[Span], offset: int) -> Span:
    """The sentence that holds ``offset`` (or the one before it, between two)."""
    return sentences[max(0, bisect_right(sentences, offset, key=lambda s: s.start) - 1)]


_QUOTES = str.maketrans({"〝": "“", "〞": "”", "＂": '"', "(": "（", ")": "）"})


def fold_name(name: str) -> str:
    """What two spellings of one name share: width of brackets and white space do not count.

    >>> fold_name("格力电器(重庆)有限公司") == fold_name("格力电器（重庆）有限公司")
    True
    """
    return re.sub(r"\s+", "", name).translate(_QUOTES)
