"""The lines of one headline -> the main headline and what stands above and below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from kg.articles.blocks import HeadLine
from kg.articles.columns import load_joins, score
from kg.articles.pairs import load_pairs
from kg.errors import LexiconError
from kg.lexicon.tables import read_table
from kg.pages.breaks import BreakModel

_SURELY_RUNNING = 1.5  # log-odds of the break model from which two lines are one phrase
_USES = frozenset({"object", "kicker"})
_NO_WORD = re.compile(r"[\s\n]+")
_OPEN, _CLOSE = "“‘《〈「『（(【", "”’》〉」』）)】"


@dataclass(frozen=True, slots=True)
class HeadWords:
    object: tuple[str, ...]
    kicker: tuple[str, ...]


@cache
def load_head_words() -> HeadWords:
    """kg/data/pages/head_words.tsv."""
    by_use: dict[str, list[str]] = {use: [] for use in sorted(_USES)}
    for ending, use in read_table("pages/head_words.tsv", 2):
        if use not in _USES:
            raise LexiconError(f"pages/head_words.tsv: {ending}: the use is object or kicker, not {use!r}")
        by_use[use].append(ending)
    return HeadWords(tuple(by_use["object"]), tuple(by_use["kicker"]))


def split_headline(
    lines: Sequence[HeadLine], body: str, breaks: BreakModel, *, scattered: bool = False
) -> tuple[str, tuple[str, ...]]:
    """(main headline, the other heads in their order).

    The first complete line is the main headline unless it only leads in to the next (某某在调研时强调) or
    explains it (——记…). Lines of one phrase are joined first.
    """
    if not lines:
        return "", ()
    heads = join_phrases(lines, body, breaks, scattered=scattered)
    words = load_head_words()
    main = 0
    while main + 1 < len(heads) and (heads[main].endswith(words.kicker) or heads[main].startswith("—")):
        main += 1
    if heads[main].startswith("—"):
        main = 0
    return heads[main], tuple(head for index, head in enumerate(heads) if index != main)


def join_phrases(lines: Sequence[HeadLine], body: str, breaks: BreakModel, *, scattered: bool = False) -> list[str]:
    """Headline lines with those put together that are one phrase broken over two lines.

    In the dump of a page whose columns are ``scattered`` most headlines were broken by their column's width.
    """
    plain = _NO_WORD.sub("", body[:20_000])
    weights = load_joins()["headline"]
    heads = [lines[0].text]
    for above, line in pairwise(lines):
        if scattered:
            one = score(weights, phrase_features(heads[-1], above.text, line.text, plain, breaks)) > 0
        else:
            one = _is_one_phrase(heads[-1], line.text, plain, breaks)
        if one and not line.gap:
            heads[-1] += line.text
        else:
            heads.append(line.text)
    return heads


def _is_one_phrase(above: str, below: str, body: str, breaks: BreakModel) -> bool:
    if below.startswith("—"):
        return False
    if above.endswith(("—", "─")) or above[-1] in "，、" or _is_unclosed(above):
        return True
    if below[0] in "《“" and above.endswith(load_head_words().object):
        return True
    # the two ends stand together in the body as well
    seam = _NO_WORD.sub("", above)[-3:] + _NO_WORD.sub("", below)[:2]
    if len(seam) == 5 and seam in body:
        return True
    return " " not in above + below and breaks.running(above[-3:], below[:3]) > _SURELY_RUNNING


def phrase_features(head: str, above: str, below: str, body: str, breaks: BreakModel) -> dict[str, float]:
    """What speaks for two lines being one headline; ``head`` is what is already put together with the upper line."""
    seam = _NO_WORD.sub("", above)[-3:] + _NO_WORD.sub("", below)[:2]
    longer = _measure(below) - _measure(above)
    bond = load_pairs().bond(above[-1], below[0])
    return {
        "bias": 1.0,
        "running": max(-4.0, min(4.0, breaks.running(above[-3:], below[:3]))),
        "bond": bond / 3,
        "bond_strong": float(bond >= 5),
        "in_body": float(len(seam) == 5 and seam in body),
        "even": float(abs(longer) <= 1.0),
        "near_even": float(abs(longer) <= 2.5),
        "longer": max(0.0, min(longer, 12.0)) / 4,
        "shorter": max(0.0, min(-longer, 12.0)) / 4,
        "short": float(_measure(above) <= 10),
        "halves_above": float(" " in above),
        "halves_below": float(" " in below),
        "halves_both": float(" " in above and " " in below),
        "dash_below": float(below.startswith("—")),
        "dash_above": float(above.endswith(("—", "─"))),
        "pause": float(above[-1] in "，、"),
        "colon": float(above[-1] in "：:"),
        "unclosed": float(_is_unclosed(head)),
        "kicker": float(above.endswith(load_head_words().kicker)),
        "object": float(below[0] in "《“" and above.endswith(load_head_words().object)),
        "third": float(len(head) > len(above)),
    }


def _measure(text: str) -> float:
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _is_unclosed(text: str) -> bool:
    return sum(map(text.count, _OPEN)) > sum(map(text.count, _CLOSE))
