"""Headline lines without a blank one between -> one, two or three headlines that stand side by side.

A dump writes lines that stand at one height as one line, and the lines of neighbours in turn. What is whose is a choice
among the likeliest ways to share the lines out (sides.npz): by the bodies that the words stand in, by what these are
about, and by how each headline runs on from line to line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise, permutations

import numpy as np
import numpy.typing as npt

from kg.articles.network import load_network
from kg.articles.seams import load_seams
from kg.articles.topics import load_topics
from kg.pages.overlap import Overlap

Floats = npt.NDArray[np.float64]
Share = tuple[str, ...]  # what of a line is each headline's

_HEADS = 3  # at most side by side
_SPACES = 4  # at most in a line that is cut
_LINES = 9
_LIKELY = 5  # bodies that they may belong to
_KEPT = 48  # ways to share the lines out that are looked at on
_RATED = {2: 3, 3: 2}  # … and of which one is chosen
_WORSE = 0.25  # in that sum than one headline: too little to be looked at
_SEAM = 0.35  # characters of cover that log-odds of a seam are worth
_LIMIT = 6.0  # of these log-odds
_ABOUT = 0.3
_APART = 1.0  # characters of a line that one body shares and the other does not, from which lines may be two headlines'
_OPEN, _CLOSE = "“‘《〈「『（(【", "”’》〉」』）)】"


class Pieces:
    """The lines of headlines and what spaces part them into: what they share with each body.

    ``runs``: lines without a blank one between; ``about``: what the bodies are about.
    """

    def __init__(self, runs: Sequence[Sequence[str]], bodies: Sequence[str], about: Floats) -> None:
        self.bodies = len(bodies)
        parted = [line for run in runs if len(run) > 1 or " " in "".join(run) for line in run]
        pieces = list(dict.fromkeys(piece for line in parted for piece in _find_pieces(line)))
        if len(bodies) < 2:
            pieces = []
        texts = list(dict.fromkeys([*pieces, *(line for run in runs for line in run)]))
        self._places = {piece: at for at, piece in enumerate(texts)}
        self.topics = load_topics().read(texts)
        self.about = about
        size = np.array([len(piece) for piece in pieces]).reshape(-1, 1)
        self.cover: Floats = size * Overlap(pieces, bodies).covers
        self.value = self.cover + _ABOUT * (self.topics[: len(pieces)] @ (about - about.mean(0)).T)

    def find(self, piece: str) -> int:
        return self._places[piece]

    def may_be_more(self, lines: Sequence[str]) -> bool:
        """Whether a space may part two headlines, or two lines have their words in two bodies."""
        if self.bodies < 2 or len(lines) > _LINES:
            return False
        if any(" " in line for line in lines):
            return True
        if len(lines) < 2:
            return False
        rows = self.cover[[self._places[line] for line in lines]]
        best = rows.argmax(1)
        own = rows[range(len(lines)), best]
        apart = own[:, None] - rows[:, best] > _APART
        return bool((apart & apart.T).any())


def _find_pieces(line: str) -> Iterator[str]:
    yield line
    words = line.split(" ")
    if 1 < len(words) <= _SPACES + 1:
        for start, end in combinations(range(len(words) + 1), 2):
            yield " ".join(words[start:end])


def _find_shares(line: str, heads: int) -> list[Share]:
    """The ways in which a line may be shared between so many headlines: cut at spaces, from left to right."""
    words = line.split(" ")
    shares: list[Share] = [tuple(line if at == own else "" for at in range(heads)) for own in range(heads)]
    if not 1 < len(words) <= _SPACES + 1:
        return shares
    for parts in range(2, min(heads, len(words)) + 1):
        for cuts in combinations(range(1, len(words)), parts - 1):
            edges = (0, *cuts, len(words))
            cut = [" ".join(words[start:end]) for start, end in pairwise(edges)]
            if min(map(len, cut)) < 2:
                continue
            for owners in combinations(range(heads), parts):
                own = dict(zip(owners, cut, strict=True))
                shares.append(tuple(own.get(at, "") for at in range(heads)))
    return shares


def find_sides(lines: Sequence[str], pieces: Pieces) -> list[Share]:
    """What of each line is each headline's, if these are more than one; else nothing."""
    if not lines or not pieces.may_be_more(lines):
        return []
    choices = list_sides(lines, pieces)
    if len(choices) == 1:
        return []
    worth = load_network("sides").rate([features for _, features in choices])
    return choices[worth.index(max(worth))][0]


def list_sides(lines: Sequence[str], pieces: Pieces) -> list[tuple[list[Share], dict[str, float]]]:
    """The likeliest ways to share the lines out, and what speaks for each; the first one is that they are one's."""
    seams = _Seams(lines)
    places = [pieces.find(line) for line in lines]
    odds = [seams.measure(above, below) for above, below in pairwise(lines)]
    one = float(pieces.value[places].sum(0).max()) + _SEAM * sum(odds)
    whole = float(pieces.cover[places].sum(0).max())
    choices: list[tuple[list[Share], dict[str, float]]] = [([], _describe_one(lines, whole, odds))]
    spaces = sum(line.count(" ") for line in lines)
    for heads in range(2, _HEADS + 1):
        if heads > 2 and (spaces + (len(lines) > 2) < 2 or pieces.bodies < heads):
            break
        best, ways = _share_out(lines, heads, pieces, seams)
        if best < one - _WORSE:
            break
        for shares, owners in ways:
            choices.append((shares, _describe(lines, shares, owners, pieces, seams, whole)))
    return choices


class _Seams:
    """How likely the end of each piece of a line runs on in the beginning of a piece of a later one."""

    def __init__(self, lines: Sequence[str]) -> None:
        ends: dict[str, int] = {}
        starts: dict[str, int] = {}
        for line in lines:
            for piece in _find_pieces(line) if line.count(" ") <= _SPACES else (line,):
                ends.setdefault(piece[-2:], len(ends))
                starts.setdefault(piece[:2], len(starts))
        odds = load_seams().measure([(end, start) for end in ends for start in starts])
        self.odds = np.clip(odds.sum(1), -_LIMIT, _LIMIT).reshape(len(ends), len(starts))
        self._ends, self._starts = ends, starts

    def find(self, piece: str) -> tuple[int, int]:
        """Where its end and its beginning are found; -1 for nothing."""
        return (self._ends[piece[-2:]], self._starts[piece[:2]]) if piece else (-1, -1)

    def measure(self, above: str, below: str) -> float:
        return float(self.odds[self._ends[above[-2:]], self._starts[below[:2]]])


def _share_out(
    lines: Sequence[str], heads: int, pieces: Pieces, seams: _Seams
) -> tuple[float, list[tuple[list[Share], tuple[int, ...]]]]:
    """The best ways by a sum of all that speaks for them, each with the bodies of its headlines; and the best sum."""
    options = [_find_shares(line, heads) for line in lines]
    numbers = [[[pieces.find(part) if part else -1 for part in share] for share in shares] for shares in options]
    used = np.array(sorted({at for shares in numbers for share in shares for at in share if at >= 0}))
    value = pieces.value
    likely = np.argsort(-value[used].max(0), kind="stable")[: max(_LIKELY, heads)]
    value = np.vstack([value[:, likely], np.zeros(len(likely))])  # the last for nothing
    owners = np.array(list(permutations(range(len(likely)), heads)))
    paths = np.zeros((1, 0), np.int64)
    sums = np.zeros((1, heads, len(likely)))
    odds = np.zeros(1)
    last = np.full((1, heads), -1)
    for shares, rows in zip(options, numbers, strict=True):
        found = np.array([[seams.find(part) for part in share] for share in shares])  # option, head, (end, start)
        count = len(shares)
        own = value[np.array(rows)]  # option, head, body
        sums = (sums[:, None] + own[None]).reshape(-1, heads, len(likely))
        before, start = np.repeat(last, count, 0), np.tile(found[:, :, 1], (len(last), 1))
        runs = (before >= 0) & (start >= 0)
        odds = np.repeat(odds, count) + (seams.odds[before, start] * runs).sum(1)
        end = np.tile(found[:, :, 0], (len(last), 1))
        last = np.where(end >= 0, end, before)
        paths = np.concatenate([np.repeat(paths, count, 0), np.tile(np.arange(count), len(paths))[:, None]], 1)
        total = sums[:, range(heads), owners].sum(2).max(1) + _SEAM * odds
        if len(total) > _KEPT:
            kept = np.argsort(-total, kind="stable")[:_KEPT]
            paths, sums, odds, last = paths[kept], sums[kept], odds[kept], last[kept]
    full = (last >= 0).all(1)
    paths, sums, odds = paths[full], sums[full], odds[full]
    by_owners = sums[:, range(heads), owners].sum(2)
    total = by_owners.max(1, initial=-1e9) + _SEAM * odds
    best = np.argsort(-total, kind="stable")
    found_ways: dict[tuple[Share, ...], tuple[int, ...]] = {}
    for at in best.tolist():
        way = [options[line][option] for line, option in enumerate(paths[at].tolist())]
        named = _sort_heads(way)
        if named in found_ways:
            continue
        order = [list(zip(*way, strict=True)).index(head) for head in zip(*named, strict=True)]
        bodies = likely[owners[int(by_owners[at].argmax())]].tolist()
        found_ways[named] = tuple(bodies[number] for number in order)
        if len(found_ways) == _RATED[heads]:
            break
    ways = [(list(named), bodies) for named, bodies in found_ways.items()]
    return float(total[best[0]]) if ways else -1e9, ways


def _sort_heads(shares: Sequence[Share]) -> tuple[Share, ...]:
    """The headline that begins first is the first one, of those that begin in one line the left one."""
    heads = list(zip(*shares, strict=True))
    heads.sort(key=lambda head: next(at for at, part in enumerate(head) if part))  # stable
    return tuple(zip(*heads, strict=True))


def _describe_one(lines: Sequence[str], whole: float, odds: Sequence[float]) -> dict[str, float]:
    length = sum(map(len, lines))
    return {
        "one": 1.0,
        "one_cover": whole / length,
        "one_lines": float(len(lines) > 1),
        "one_odds": sum(odds) / 5,
        "one_least": min(odds, default=0.0) / 5,
        "one_unclosed": float(_is_odd("".join(lines))),
        "one_spaces": min(sum(line.count(" ") for line in lines), 4) / 2,
    }


def _describe(
    lines: Sequence[str],
    shares: Sequence[Share],
    owners: Sequence[int],
    pieces: Pieces,
    seams: _Seams,
    whole: float,
) -> dict[str, float]:
    length = sum(map(len, lines))
    heads = [[part for part in head if part] for head in zip(*shares, strict=True)]
    places = [[pieces.find(part) for part in head] for head in heads]
    sizes = [sum(map(len, head)) for head in heads]
    cover = np.array([pieces.cover[own].sum(0) / size for own, size in zip(places, sizes, strict=True)])
    about = np.array([pieces.topics[own].sum(0) for own in places])
    about = (about / np.maximum(np.linalg.norm(about, axis=1, keepdims=True), 1e-9)) @ pieces.about.T
    mine = cover[range(len(heads)), owners]
    near = about[range(len(heads)), owners]
    others = [[other for other in owners if other != own] for own in owners]
    apart = [float(own - cover[at, rest].max()) for at, (own, rest) in enumerate(zip(mine, others, strict=True))]
    topic = [float(own - about[at, rest].max()) for at, (own, rest) in enumerate(zip(near, others, strict=True))]
    best = [float(own >= cover[at].max()) for at, own in enumerate(mine)]
    top = [float(own >= about[at].max()) for at, own in enumerate(near)]
    odds = [seams.measure(above, below) for head in heads for above, below in pairwise(head)]
    # what stands one after the other in the dump and is parted here
    torn = []
    for at, (above, below) in enumerate(pairwise(shares)):
        last = max(number for number, part in enumerate(above) if part)
        first = min(number for number, part in enumerate(below) if part)
        if last != first:
            torn.append(seams.measure(lines[at], lines[at + 1]))
    both = [sum(map(bool, share)) > 1 for share in shares]
    features = {
        "two": float(len(heads) == 2),
        "three": float(len(heads) == 3),
        "margin": (sum(own * size for own, size in zip(mine.tolist(), sizes, strict=True)) - whole) / length,
        "cover": float(mine.min()),
        "cover_mean": float(mine.mean()),
        "least": min(apart),
        "most": max(apart),
        "topic": float(near.min()),
        "topic_least": min(topic),
        "topic_mean": sum(topic) / len(topic),
        "best": min(best),
        "top": min(top),
        "best_or_top": min(max(first, second) for first, second in zip(best, top, strict=True)),
        "odds": sum(odds) / 5,
        "odds_least": min(odds, default=0.0) / 5,
        "odds_most": max(odds, default=0.0) / 5,
        "torn": sum(torn) / 5,
        "torn_most": max(torn, default=0.0) / 5,
        "both": sum(both) / len(both),
        "alone": float(len(lines) == 1),
        "short_side": float(min(sizes) < 6),
        "length": length / 20,
        "parts": min(len(heads[0]), 4) / 2,
        "parts_last": min(len(heads[-1]), 4) / 2,
        "uneven": max(max(map(len, head)) - min(map(len, head)) for head in heads) / 5,
        "uneven_lines": (max(map(len, lines)) - min(map(len, lines))) / 10,
        "unclosed": float(sum(_is_odd("".join(head)) for head in heads)),
        "lines": min(len(lines), 6) / 3,
        "inner_spaces": min(sum(part.count(" ") for head in heads for part in head), 4) / 2,
    }
    if not any(both):
        turns = sum(
            [bool(part) for part in above] != [bool(part) for part in below] for above, below in pairwise(shares)
        )
        features |= {
            "whole": 1.0,
            "whole_least": min(apart),
            "whole_topic": min(topic),
            "whole_own": float(mine.min()),
            "whole_turns": min(turns, 3) - 1.0,
        }
    return features


def _is_odd(text: str) -> bool:
    """Whether a bracket lacks its other half."""
    return any(text.count(left) != text.count(right) for left, right in zip(_OPEN, _CLOSE, strict=True))
