"""Segments of a page whose columns lie about -> which of them are one article.

Agglomerative: of all pairs of groups the surest is put together, as long as more speaks for than against it. What
speaks is a network of one hidden layer (merge.npz) over rare strings of characters that both have, over the headlines
whose words they share, over width, depth and place of their columns. It has learned along right mergers of pages
typeset from raw news (scripts/train_articles.py); the file holds weights and no text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from kg.articles.blocks import BylineLine, HeadLine
from kg.articles.chars import find_shared
from kg.articles.network import Network
from kg.articles.openings import measure_openings
from kg.articles.pairs import load_pairs
from kg.articles.segments import LEAD, Layout, is_compiled
from kg.articles.topics import load_topics, unify
from kg.pages.overlap import Overlap

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

_SIGNED = re.compile(r"[（(][\u4e00-\u9fff·、\s]{2,12}[）)]$")  # （林若水）
_CROSS = 8  # characters of a headline of one line that may be a cross-head
_LEAD = 220  # characters that tell what an article is about
_READ = 1600  # characters of a segment that are compared
_MOST_SURPRISE = 4.0  # beyond that, that counts: a character may be one that the corpora do not have
_COMMON, _COMMON_PAIR = 9.0, 8.5  # surprise, in natural log-odds, that any three characters have, any two
_MOST = 100  # segments that are looked at together; no page has as many
_SURE = 0.7  # log-odds from which two groups are put together: of many pairs, the best one is taken
_LONE = -3.0  # log-odds from which a group without a headline is put to another one
_DOUBTLESS = 2.0  # log-odds from which several pairs are put together at once
_HALF = 4  # characters of each half of two headlines side by side
_CLEAR = 0.25


@dataclass(slots=True)
class Heads:
    """The headlines of a page, those side by side taken apart: lines without a blank one between."""

    texts: list[str]
    places: list[int]  # the gap that each stands in
    main: list[bool]  # it may head an article; no cross-head by its look


@dataclass(slots=True)
class Sight:
    """What is compared of the segments: a row for each."""

    length: Floats
    width: Floats
    first: Floats  # lines of the column that it begins in
    last: Floats
    lead: Floats  # it begins as articles do
    opening: Floats  # how likely it is what an article begins with
    closed: Floats
    broken: Floats
    sure: Floats  # it begins an article
    headed: Floats  # a headline stands right above it
    below: Floats  # anything of a headline does
    rare: Floats  # presence of strings of three characters that more than one segment has
    surprise: Floats  # of each of these strings
    pairs: Floats  # presence of such strings of two
    pair_surprise: Floats
    present: Floats  # presence of the n-grams of headlines
    grams: Floats  # weight of these n-grams in each headline that may head an article
    leads: Floats  # cover of these headlines by the first words
    places: npt.NDArray[np.int64]  # of these headlines
    topics: Floats  # vectors of what each segment is about


def weigh_pairs(merger: Network, features: Mapping[str, Floats]) -> Floats:
    """A square of log-odds from the squares of the features."""
    table = stack_features(features, merger.names)
    return merger.weigh(table.reshape(len(merger.names), -1).T).reshape(table.shape[1:])


def stack_features(features: Mapping[str, Floats], names: Sequence[str]) -> npt.NDArray[np.float32]:
    """The squares one upon another; a row or a column by itself stands for a square of such ones."""
    count = len(features["common"])
    table = np.empty((len(names), count, count), dtype=np.float32)
    for at, name in enumerate(names):
        table[at] = features[name]
    return table


def group_segments(layout: Layout, merger: Network) -> list[list[int]]:
    """The segments of each article as they stand on the page; articles by their first segments."""
    count = len(layout.segments)
    groups: list[list[int]] = []
    for start in range(0, count, _MOST):
        end = min(start + _MOST, count)
        part = layout if count <= _MOST else Layout(layout.segments[start:end], layout.gaps[start : end + 1])
        groups += [[start + index for index in group] for group in _group_part(part, merger)]
    return groups


def _group_part(layout: Layout, merger: Network) -> list[list[int]]:
    sight = read_sight(layout)
    compiled = is_compiled(layout)
    begins = np.array([begins_for_sure(layout, at, compiled=compiled) for at in range(len(layout.segments))])
    groups = [[index] for index in range(len(layout.segments))]
    while len(groups) > 1:
        worth = weigh_pairs(merger, merge_features(sight, groups))
        worth[_find_corner(len(groups), upper=False)] = -np.inf
        begun = begins[[group[0] for group in groups]]  # two datelines are two articles
        worth[begun[:, None] & begun[None]] = -np.inf
        chosen = _choose_pairs(worth)
        if not chosen:
            break
        for left, right in chosen:
            groups[left] = sorted([*groups[left], *groups[right]])
        merged = {right for _, right in chosen}
        groups = sorted(group for at, group in enumerate(groups) if at not in merged)
    return [_put_signed_last(group, sight) for group in groups]


def take_in(
    layout: Layout, groups: Sequence[Sequence[int]], lone: Sequence[Sequence[int]], merger: Network
) -> list[list[int]]:
    """The groups, those ``lone`` that got no headline put to the likeliest other one, if it is likely enough.

    An article without a headline is seldom; a piece that lost its article is what it mostly is.
    """
    if not 1 < len(groups) <= _MOST or len(layout.segments) > _MOST:
        return [list(group) for group in groups]
    worth = weigh_pairs(merger, merge_features(read_sight(layout), groups))
    worth[_find_corner(len(groups), upper=False)] = -np.inf
    worth = np.maximum(worth, worth.T)
    compiled = is_compiled(layout)
    home = list(range(len(groups)))
    for at, group in enumerate(groups):
        if group in lone and not begins_for_sure(layout, group[0], compiled=compiled):
            best = int(worth[at].argmax())
            if worth[at, best] > _LONE and groups[best] not in lone:
                home[at] = best
    taken: dict[int, list[Sequence[int]]] = {}
    for at, group in enumerate(groups):
        taken.setdefault(home[at], []).append(group)
    return sorted(sorted(chain(*own)) if len(own) > 1 else list(own[0]) for own in taken.values())


def _choose_pairs(worth: Floats) -> list[tuple[int, int]]:
    """The best pair, if it is good enough, and with it all others that are beyond doubt."""
    best = float(worth.max())
    if best <= _SURE:
        return []
    rows, columns = np.nonzero(worth >= min(best, _DOUBTLESS))
    chosen: list[tuple[int, int]] = []
    taken: set[int] = set()
    for place in np.argsort(-worth[rows, columns], kind="stable").tolist():
        pair = int(rows[place]), int(columns[place])
        if taken.isdisjoint(pair):
            chosen.append(pair)
            taken.update(pair)
    return chosen if best >= _DOUBTLESS else chosen[:1]


def _put_signed_last(group: list[int], sight: Sight) -> list[int]:
    """What a signature closes ends the article, wherever the dump has it."""
    signed = [at for at in group if sight.closed[at]]
    return [at for at in group if at not in signed] + signed if len(signed) == 1 else group


@cache
def _find_corner(count: int, *, upper: bool) -> tuple[Places, Places]:
    """Where in a square of so many rows the pairs are that mean something, or all others."""
    rows, columns = np.triu_indices(count, 1) if upper else np.tril_indices(count)
    return rows, columns


def merge_groups(groups: Sequence[Sequence[int]], left: int, right: int) -> list[list[int]]:
    merged = [list(group) for at, group in enumerate(groups) if at not in (left, right)]
    return sorted([*merged, sorted([*groups[left], *groups[right]])])


def begins_for_sure(layout: Layout, index: int, *, compiled: bool) -> bool:
    segment = layout.segments[index]
    return (segment.forced and not (compiled and segment.dateline)) or any(
        isinstance(item, BylineLine) for item in layout.gaps[index]
    )


def read_heads(layout: Layout, texts: Sequence[str]) -> Heads:
    groups: list[str] = []
    places: list[int] = []
    main: list[bool] = []
    for index, gap in enumerate(layout.gaps):
        below = layout.segments[index].paragraphs[0].gap if index < len(layout.segments) else 1
        lines = [item for item in gap if isinstance(item, HeadLine)]
        for at, line in enumerate(lines):
            if at and not line.gap:
                groups[-1] += line.text
                main[-1] = True
            else:
                groups.append(line.text)
                places.append(index)
                main.append(len(line.text) > _CROSS)
        if lines and not below and not any(line.gap for line in lines) and index:  # glued in: cross-heads
            main[-1] = False
    return _part_halves(Heads(groups, places, main), texts)


def _part_halves(heads: Heads, texts: Sequence[str]) -> Heads:
    """Two headlines on one line, each with its words in another segment."""
    halves = [text.partition(" ") for text in heads.texts]
    halves = [half if min(len(half[0]), len(half[2])) >= _HALF else ("", "", "") for half in halves]
    if len(texts) < 2 or not any(left for left, _, _ in halves):
        return heads
    overlap = Overlap([half for left, _, right in halves for half in (left, right)], texts)
    parted = Heads([], [], [])
    ranked = range(len(texts))
    for number, (left, _, right) in enumerate(halves):
        pieces = [heads.texts[number]]
        if left:
            first, second = 2 * number, 2 * number + 1
            best = [max((overlap.cover(half, body), -body, body) for body in ranked)[2] for half in (first, second)]
            clear = min(
                overlap.cover(first, best[0]) - overlap.cover(first, best[1]),
                overlap.cover(second, best[1]) - overlap.cover(second, best[0]),
            )
            if clear > _CLEAR:
                pieces = [left, right]
        parted.texts += pieces
        parted.places += [heads.places[number]] * len(pieces)
        parted.main += [heads.main[number]] * len(pieces)
    return parted


@lru_cache(1)
def read_sight(layout: Layout) -> Sight:
    """What is compared of a layout's segments; it is looked at again by ``take_in``."""
    segments = layout.segments
    whole = [segment.text for segment in segments]
    texts = [text[:_READ] for text in whole]
    heads = read_heads(layout, texts)
    compiled = is_compiled(layout)
    depths = [[depth for paragraph in segment.paragraphs for depth in paragraph.depths] or [0] for segment in segments]
    rare, surprise = _read_triples(texts)
    pairs, pair_surprise = _read_pairs(texts)
    mains = [number for number, main in enumerate(heads.main) if main]
    overlap = Overlap([heads.texts[number] for number in mains], texts)
    places = np.array([heads.places[number] for number in mains], dtype=np.int64)
    above = {heads.places[number] for number in mains}
    anything = set(heads.places)

    def row(values: Sequence[float]) -> Floats:
        return np.array(values, dtype=np.float64)

    count = range(len(segments))
    return Sight(
        length=row([float(len(text)) for text in whole]),
        width=row([segment.width for segment in segments]),
        first=row([float(own[0]) for own in depths]),
        last=row([float(own[-1]) for own in depths]),
        lead=row([float(bool(LEAD.search(segment.paragraphs[0].text.text[:45]))) for segment in segments]),
        opening=measure_openings(whole) / 2,
        closed=row(
            [float(segment.closed or bool(_SIGNED.search(whole[at][-20:]))) for at, segment in enumerate(segments)]
        ),
        broken=row([float(segment.broken) for segment in segments]),
        sure=row([float(at > 0 and begins_for_sure(layout, at, compiled=compiled)) for at in count]),
        headed=row([float(at in above) for at in count]),
        below=row([float(at in anything) for at in count]),
        rare=rare,
        surprise=surprise,
        pairs=pairs,
        pair_surprise=pair_surprise,
        present=overlap.present,
        grams=overlap.weights,
        leads=overlap.turn_to([text[:_LEAD] for text in texts]).covers.T,
        places=places,
        topics=load_topics().read(texts),
    )


def _read_triples(texts: Sequence[str]) -> tuple[Floats, Floats]:
    triples, present = find_shared(texts, 3)
    return present.astype(np.float64), np.maximum(load_pairs().find_surprise(triples) - _COMMON, 0.0)


def _read_pairs(texts: Sequence[str]) -> tuple[Floats, Floats]:
    """The same of two characters, those alone that are seldom."""
    pairs, present = find_shared(texts, 2)
    values = load_pairs().find_surprise(pairs) - _COMMON_PAIR
    return present[:, values > 0].astype(np.float64), np.minimum(values[values > 0], _MOST_SURPRISE)


def merge_features(sight: Sight, groups: Sequence[Sequence[int]]) -> dict[str, Floats]:
    """What speaks for each two groups being one article: for each feature what can be spread to a square of values.

    Rows are the groups that begin first; only what lies above the diagonal means something.
    """
    count = len(groups)
    member = np.zeros((count, len(sight.length)))
    for at, group in enumerate(groups):
        member[at, group] = 1.0
    length = member @ sight.length
    begin = np.array([group[0] for group in groups])
    lengths = sight.length.tolist()
    biggest = [max(group, key=lambda at: (lengths[at], -at)) for group in groups]
    width = sight.width[biggest]
    # the last segment of a group that stands above where the other one begins
    stands = np.where(member > 0, np.arange(member.shape[1]), -1)
    before = np.maximum.accumulate(stands, axis=1)[:, np.maximum(begin - 1, 0)]
    above = np.where(before >= 0, before, begin[:, None])
    shorter = np.minimum(length[:, None], length[None])
    rare = np.minimum(member @ sight.rare, 1.0)
    often = rare.sum(0)
    idf = np.where(often > 1, np.log((count + 1) / np.maximum(often, 1.0)), 0.0)
    common = (rare * idf) @ rare.T
    unusual = (rare * sight.surprise) @ rare.T
    unique = (rare * (sight.surprise * (often <= 2))) @ rare.T
    pairs = np.minimum(member @ sight.pairs, 1.0)
    pair_often = pairs.sum(0)
    # the paper's own town is seldom in any text, and in all articles of its page
    own = 1.0 - np.log(np.maximum(pair_often, 1.0)) / np.log(max(count, 2))
    pair_unusual = (pairs * (sight.pair_surprise * own)) @ pairs.T
    pair_unique = (pairs * (sight.pair_surprise * (pair_often <= 2))) @ pairs.T
    scale = np.minimum(shorter, 800.0) + 60
    off = np.abs(width[:, None] - width[None])
    between = begin[None] - above - 1
    following = (between == 0).astype(float)
    bare = following * (1 - _lower(sight.below[begin]))
    depth = np.abs(sight.last[above] - _lower(sight.first[begin]))
    level = ((depth <= 1) & (_lower(sight.first[begin]) > 3)).astype(float)
    product = length[:, None] * length[None]
    corner = _find_corner(count, upper=True)
    typical = common[corner].sum() / max(product[corner].sum(), 1.0)
    ratio = np.log((common + 1.0) / (typical * product + 1.0))
    features = {
        "bias": np.ones((1, 1)),
        "common": np.minimum(common * 20 / scale, 4.0),
        "common_root": np.minimum(np.sqrt(common) / 6, 2.0),
        "common_none": (common == 0).astype(float),
        "common_none_long": ((common < 1.0) & (shorter > 250)).astype(float),
        "common_ratio": np.minimum(np.maximum(ratio, -3.0), 3.0),
        "unusual": np.minimum(unusual * 3 / scale, 3.0),
        "unique": np.minimum(unique * 3 / scale, 3.0),
        "pair_unusual": np.minimum(pair_unusual * 3 / scale, 3.0),
        "pair_unique": np.minimum(pair_unique * 3 / scale, 3.0),
        "width_same": (off <= 0.6).astype(float),
        "width_near": (off <= 1.6).astype(float),
        "width_far": (off > 3.0).astype(float),
        "short_upper": _upper((length < 120).astype(float)),
        "short_lower": _lower((length < 120).astype(float)),
        "both_long": (shorter > 400).astype(float),
        "level": level,
        "depth": np.minimum(depth, 12.0) / 6,
        "next": following,
        "next_headed": following * _lower(sight.headed[begin]),
        "next_below": following * _lower(sight.below[begin]),
        "next_bare_near": bare * (off <= 2.1),
        "next_bare_level": bare * (off <= 2.1) * level,
        "next_bare_far": bare * (off > 3.0),
        "next_bare_lead": bare * _lower(sight.lead[begin]),
        "next_bare_closed": bare * sight.closed[above],
        "headed": _lower(sight.headed[begin]),
        "between": np.minimum(between, 8.0) / 4,
        "lead": _lower(sight.lead[begin]),
        "opening_lower": _lower(sight.opening[begin]),
        "opening_upper": _upper(sight.opening[begin]),
        "next_bare_opening": bare * _lower(sight.opening[begin]),
        "sure": _lower(sight.sure[begin]),
        "sure_both": _lower(sight.sure[begin]) * _upper(np.maximum(sight.sure, sight.lead)[begin]),
        "closed": sight.closed[above],
        "broken": sight.broken[above],
        "enlaced": (np.array([group[-1] for group in groups])[:, None] > begin[None]).astype(float),
    }
    features.update(_head_features(sight, groups, member, begin))
    features.update(_topic_features(unify(member @ sight.topics)))
    return features


def _topic_features(topics: Floats) -> dict[str, Floats]:
    """How near two groups are in what they are about; each for itself and beside all others."""
    near = topics @ topics.T
    count = len(near)
    usual = (near.sum(1) - near.diagonal()) / max(1, count - 1)
    others = np.where(np.eye(count, dtype=bool), -1.0, near)
    best = others.max(1)
    return {
        "topic": near,
        "topic_usual": near - (usual[:, None] + usual[None]) / 2,
        "topic_worse": near - np.minimum(best[:, None], best[None]),
        "topic_best": (near >= np.maximum(best[:, None], best[None]) - 1e-9).astype(float),
    }


def _upper(values: Floats) -> Floats:
    return values[:, None]


def _lower(values: Floats) -> Floats:
    return values[None]


def _head_features(
    sight: Sight, groups: Sequence[Sequence[int]], member: Floats, begin: npt.NDArray[np.int64]
) -> dict[str, Floats]:
    """What the headlines say: whose words the two groups have, and whether each has one of its own."""
    count, heads = len(groups), len(sight.grams)
    own, margin = np.zeros(count), np.zeros(count)
    favourite = np.full(count, -1)
    present = np.minimum(member @ sight.present, 1.0)
    cover = present @ sight.grams.T
    if heads:
        best = cover.argmax(0)
        ranked = np.sort(cover, axis=0)
        lead = ranked[-1] - (ranked[-2] if count > 1 else 0.0)
        for head in np.argsort(-lead, kind="stable"):
            group = best[head]
            if cover[group, head] > max(0.1, own[group]):
                own[group], favourite[group] = cover[group, head], head
            margin[group] = max(margin[group], lead[head])
    of_upper = of_lower = gain = above = np.zeros((count, count))
    if heads:
        of_lower = np.where(favourite >= 0, cover[:, favourite], 0.0)
        of_upper = of_lower.T
        there, grams = present.astype(np.float32), sight.grams.T.astype(np.float32)  # the largest product of all
        joined = np.maximum(there[:, None], there[None]) @ grams
        gain = (joined - np.maximum(cover[:, None], cover[None])).max(2)
        mine = (sight.places[None] == begin[:, None])[None]
        above = np.where(mine, cover[:, None] - cover[None], -np.inf).max(2)
        above = np.where(mine.any(2), above, 0.0)
    spare = max(-3, min(6, count - heads))
    apart = (favourite[:, None] >= 0) & (favourite[None] >= 0)
    strong = np.minimum(np.minimum(own, 0.6)[:, None], np.minimum(own, 0.6)[None])
    lead_cover = sight.leads.max(1)[begin] if heads else np.zeros(count)
    return {
        "spare": np.full((1, 1), float(spare)),
        "spare_none": np.full((1, 1), float(count <= heads)),
        "own_both": strong * apart,
        "own_upper": _upper(own),
        "own_lower": _lower(own),
        "own_none_upper": _upper((own < 0.1).astype(float)),
        "own_none_lower": _lower((own < 0.1).astype(float)),
        "margin_both": np.minimum(margin[:, None], margin[None]),
        "head_of_upper": of_upper,
        "head_of_lower": of_lower,
        "head_gain": gain,
        "head_above": above,
        "head_lead": _lower(lead_cover),
    }
