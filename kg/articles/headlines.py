"""The lines of one headline -> the main headline and what stands above and below it."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from kg.articles.blocks import HeadLine
from kg.articles.network import load_network
from kg.articles.pairs import load_pairs
from kg.articles.wording import load_wording
from kg.errors import LexiconError
from kg.lexicon.tables import read_table
from kg.pages.breaks import BreakModel

_LINES_MOST, _KICKERS_MOST, _MAIN_MOST = 9, 2, 5  # lines of a headline and of its parts
_SURELY_RUNNING = 1.5  # log-odds of the break model from which two lines are one phrase
_MOST = 4.0  # log-odds that are told apart
_USES = frozenset({"object", "kicker"})
_NO_WORD = re.compile(r"[\s\n]+")
_OPEN, _CLOSE = "“‘《〈「『（(【", "”’》〉」』）)】"
_OPENING = frozenset(_OPEN)
_DASHES = ("—", "─")


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


@cache
def load_joins() -> Mapping[str, float]:
    """kg/data/pages/joins.toml, [headline]."""
    name = "pages/joins.toml"
    table = tomllib.loads(files("kg").joinpath("data", *name.split("/")).read_text("utf-8"))
    weights: dict[str, float] = table.get("headline", {})
    if not weights or not all(isinstance(value, float) for value in weights.values()):
        raise LexiconError(f"{name}: section [headline] of decimal numbers expected")
    return weights


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


def choose_headline(
    lines: Sequence[HeadLine], main: tuple[int, int], body: str, breaks: BreakModel
) -> tuple[str, tuple[str, ...]]:
    """The same for a page whose columns lie about.

    Which of the lines ``main`` are the main headline is one choice, by a small network (mains.npz).
    """
    own = lines[slice(*main)]
    spans = find_spans(len(own))
    best = spans[0]
    if len(spans) > 1:
        plain = _NO_WORD.sub("", body[:20_000])
        worth = load_network("mains").rate(describe_spans(own, spans, plain, breaks))
        best = spans[worth.index(max(worth))]
    headline = "".join(line.text for line in own[slice(*best)])
    rest = [lines[: main[0] + best[0]], lines[main[0] + best[1] :]]
    heads = [head for part in rest if part for head in join_phrases(part, body, breaks, scattered=True)]
    return headline, tuple(heads)


def find_spans(count: int) -> list[tuple[int, int]]:
    """Which of so many lines may be the main headline."""
    count = min(count, _LINES_MOST)
    return [
        (start, end)
        for start in range(min(count, _KICKERS_MOST + 1))
        for end in range(start + 1, min(count, start + _MAIN_MOST) + 1)
    ]


def describe_spans(
    lines: Sequence[HeadLine], spans: Sequence[tuple[int, int]], body: str, breaks: BreakModel
) -> list[dict[str, float]]:
    """What speaks for each of the spans of lines being the main headline."""
    seams = read_seams(lines, body, breaks)
    texts = [line.text for line in lines]
    worded = load_wording().rate(["".join(texts[slice(*span)]) for span in spans]).tolist()
    best = max(worded)
    return [
        span_features(lines, *span, seams, breaks) | {"worded": own / 5, "worded_best": (own - best) / 5}
        for span, own in zip(spans, worded, strict=True)
    ]


def read_seams(lines: Sequence[HeadLine], body: str, breaks: BreakModel) -> list[dict[str, float]]:
    """What can be seen between each two lines."""
    pairs = [(above.text, below.text) for above, below in pairwise(lines)]
    return [
        seam_features(above, below, body, breaks) | {"worded": _limit(worded)}
        for (above, below), worded in zip(pairs, load_wording().join(pairs).tolist(), strict=True)
    ]


def span_features(
    lines: Sequence[HeadLine], start: int, end: int, seams: Sequence[Mapping[str, float]], breaks: BreakModel
) -> dict[str, float]:
    """What speaks for the lines ``[start, end)`` being the main headline: the seams within it and at its edges."""
    texts = [line.text for line in lines]
    sizes = [_measure(text) for text in texts]
    own = sizes[start:end]
    total = sum(own)
    features = {
        f"lines_{min(end - start, 4)}": 1.0,
        "start": float(start > 0),
        "total": total / 10,
        "total_small": max(0.0, 10 - total) / 5,
        "total_big": max(0.0, total - 30) / 10,
        "all": float(end == len(lines)),
        "all_bracket": float(end == len(lines) and texts[-1].endswith(("）", ")"))),
        # 某某县——: a kicker; where a dump has it below the headline that it leads in to, nothing follows it
        "first_dash": float(texts[start].startswith(_DASHES)),
        "last_dash": float(texts[end - 1].endswith(_DASHES)),
        "last_kicker": float(texts[end - 1].endswith(load_head_words().kicker)),
        "rest_dash": float(end < len(lines) and texts[-1].endswith(_DASHES)),
        "rest_kicker": float(end < len(lines) and texts[-1].endswith(load_head_words().kicker)),
    }
    for at in range(start, end - 1):
        for name, value in seams[at].items():
            features["in_" + name] = features.get("in_" + name, 0.0) + value
        unclosed = float(_is_unclosed("".join(texts[start : at + 1])))
        features["in_unclosed"] = features.get("in_unclosed", 0.0) + unclosed
        features["in_worded_least"] = min(features.get("in_worded_least", _MOST), seams[at]["worded"])
    if end < len(lines):
        longer = math.log(sizes[end] / max(own))
        for name, value in seams[end - 1].items():
            features["out_" + name] = value
        features |= {
            "out_unclosed": float(_is_unclosed("".join(texts[start:end]))),
            "out_longer": max(0.0, longer),
            "out_shorter": max(0.0, -longer),
            "out_much_longer": float(longer > 0.25),
            "out_much_shorter": float(longer < -0.4),
            "out_one_longer": max(0.0, longer) * (end - start == 1),
            "out_lines": min(len(lines) - end, 4) / 2,
        }
    if start:
        features |= {
            "kicker_word": float(texts[start - 1].endswith(load_head_words().kicker)),
            "kicker_dash": float(texts[start].startswith("—")),
            "kicker_running": _limit(breaks.running(texts[start - 1][-3:], texts[start][:3])) / 2,
            "kicker_longer": math.log(sizes[start - 1] / sizes[start]),
            "kicker_short": float(sizes[start - 1] < 6),
        }
    if end - start > 1:
        features |= {
            "uneven": math.log(max(own) / min(own)),
            "even": float(max(own) - min(own) <= 1.1),
            "near_even": float(max(own) - min(own) <= 2.6),
            "longest": max(own) / 10,
            "first_short": float(own[0] <= 10),
            "last_short": float(own[-1] < own[0] * 0.55),
        }
    else:
        features |= {"one_size": own[0] / 10, "one_short": float(own[0] <= 8)}
    return features


def seam_features(above: str, below: str, body: str, breaks: BreakModel) -> dict[str, float]:
    """What can be seen where one headline line ends and the next begins."""
    end, start = _NO_WORD.sub("", above), _NO_WORD.sub("", below)
    seams = [end[-left:] + start[:right] for left, right in ((3, 2), (2, 1), (1, 2))]
    known = [len(seam) == size and seam in body for seam, size in zip(seams, (5, 3, 3), strict=True)]
    bond = load_pairs().bond(above[-1], below[0])
    words = load_head_words()
    return {
        "running": _limit(breaks.running(above[-3:], below[:3])) / 2,
        "bond": bond / 3,
        "bond_strong": float(bond >= 4),
        "bond_absent": float(bond < -1),
        "in_body": float(known[0]),
        "in_body_partly": float(known[1] or known[2]),
        "dash_below": float(below.startswith("—")),
        "dash_above": float(above.endswith(("—", "─"))),
        "pause": float(above[-1] in "，、"),
        "colon": float(above[-1] in "：:"),
        "closed": float(above[-1] in "）)！？…"),
        "opens": float(below[0] in "（("),
        "kicker": float(above.endswith(words.kicker)),
        "object": float(below[0] in "《“" and above.endswith(words.object)),
        "halves_above": float(" " in above),
        "halves_below": float(" " in below),
    }


def _limit(value: float) -> float:
    return max(-_MOST, min(_MOST, value))


def join_phrases(lines: Sequence[HeadLine], body: str, breaks: BreakModel, *, scattered: bool = False) -> list[str]:
    """Headline lines with those put together that are one phrase broken over two lines.

    In the dump of a page whose columns are ``scattered`` most headlines were broken by their column's width.
    """
    plain = _NO_WORD.sub("", body[:20_000])
    weights = load_joins()
    heads = [lines[0].text]
    for above, line in pairwise(lines):
        if scattered:
            one = _score(weights, phrase_features(heads[-1], above.text, line.text, plain, breaks)) > 0
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
    return not _OPENING.isdisjoint(text) and sum(map(text.count, _OPEN)) > sum(map(text.count, _CLOSE))


def _score(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    return sum([weights[name] * value for name, value in features.items()])
