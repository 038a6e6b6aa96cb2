"""The tokens that name a quantity -> its name, how surely a reader would call that right, and the paper's own words.

    恒锐科技 … 净利润 … 同比 … 增长 -> 恒锐科技净利润同比增长
    26个乡镇恢复供电               -> 恢复供电的乡镇
    unsure                         -> “恒锐科技去年扩产，有3条产线已达产”

A name is what stands before the number, then what is counted, then what is said of it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from kg.facts.figure_model import FigureReading
from kg.facts.figure_tokens import HERE, TOPIC, Token
from kg.facts.quantities import Quantity
from kg.model import Span

_EDGE = re.compile(r"^[的了地得着而且并与和及、，,：:；;\s·]+|(?:[、，,：:；;\s·]|的(?!$))+$")
_PAIRS = (("“", "”"), ("（", "）"), ("(", ")"), ("《", "》"), ("‘", "’"))
_LATIN = re.compile(r"[A-Za-z0-9]")
_LEAST_SURE = -8.0  # logarithm; what is less sure is the same
_RATES = ("percent", "point")
_DOUBTED = 0.4
_QUOTED, _BEHIND = 80, 40  # characters of the paper's own words at most, up to the number and behind it


def name_measure(tokens: Sequence[Token], reading: FigureReading) -> str:
    """The name, or "" where no word was picked."""
    if not reading.before and reading.noun and reading.behind and max(reading.noun) < min(reading.behind):
        return f"{_tidy(_join(tokens, reading.behind))}的{_tidy(_join(tokens, reading.noun))}"
    return _tidy(_join(tokens, (*reading.before, *reading.noun, *reading.behind)))


def rate_name(
    tokens: Sequence[Token], reading: FigureReading, quantity: Quantity, weights: Mapping[str, float], *, owned: bool
) -> float:
    """How probable it is that a strict reader calls the name right, in (0, 1).

    A logistic over how sure the network is, whether an owner is given or a name stands in it, how many pieces and
    clauses it is made of; ``weights`` were fitted on figures of raw news that were judged by reading.
    """
    picked = (*reading.before, *reading.noun, *reading.behind)
    here = [i for i in sorted(reading.before) if tokens[i].segment == HERE]
    named = any(tokens[i].mention is not None for i in picked)
    evidence = {
        "always": 1.0,
        "sure": max(_LEAST_SURE, math.log(max(reading.sure, 1e-9))),
        "owned": float(owned),
        "nameless": float(not named and not owned),
        "gaps": float(min(4, sum(right - left > 1 for left, right in pairwise(here)))),
        "clauses": float(min(3, len({tokens[i].clause for i in picked if tokens[i].segment == HERE}))),
        "behind": float(bool(reading.behind)),
        "rate": float(quantity.kind in _RATES),
        "doubted": float(reading.figure < _DOUBTED),
        "nobody": 0.0 if owned else reading.owners[""][0],
    }
    return 1 / (1 + math.exp(-sum(weights[word] * value for word, value in evidence.items())))


def quote_words(text: str, sentence: Span, clauses: Sequence[Span], quantity: Quantity) -> str:
    """The paper's own words around a number, from the beginning of the sentence or of a clause, in quotation marks."""
    index = max((i for i, clause in enumerate(clauses) if clause.start <= quantity.core.start), default=0)
    starts = [clause.start for clause in clauses[: index + 1]] or [sentence.start]
    start = next((at for at in starts if quantity.span.end - at <= _QUOTED), starts[-1])
    stop = clauses[index].end if clauses else sentence.end
    end = max(quantity.span.end, quantity.core.end, min(stop, quantity.core.end + _BEHIND))
    words = "".join(text[start:end].split()).replace("“", "‘").replace("”", "’")
    return f"“{words.strip('，、；：,;:')}”"


def _join(tokens: Sequence[Token], picked: Iterable[int]) -> str:
    """The topic of the article comes first, the rest in the order of the text; no name is told by half."""
    names = {(tokens[i].segment, tokens[i].mention) for i in picked if tokens[i].mention is not None}
    whole = {i for i, token in enumerate(tokens) if (token.segment, token.mention) in names} | set(picked)
    order = sorted(whole, key=lambda i: (tokens[i].segment != TOPIC, i))
    text = ""
    for i in order:
        gap = text and _LATIN.match(text[-1]) and _LATIN.match(tokens[i].text)
        text += (" " if gap else "") + tokens[i].text
    return text


def _tidy(text: str) -> str:
    """Without particles and marks at its ends and without half a pair of brackets."""
    for left, right in _PAIRS:
        if text.count(left) != text.count(right):
            text = text.replace(left, "").replace(right, "")
    return _EDGE.sub("", " ".join(text.split()))
