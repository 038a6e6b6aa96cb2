"""Teaches what the article cutter knows of texts by themselves, and writes it into kg/data/pages.

    python -m scripts.train_texts --raw DIR [--fast] STEP...

DIR holds the raw corpora of ``benchmarks.pages``; only articles that no test page is set from are read. Steps: topics
(topics.npz: pieces of one article near each other, pieces of others far), continuity (continuity.npz: which beginning
goes on with which end, and what it is that begins or ends), openings (openings.npz: what an article begins with);
``all`` for every one. They come before scripts/train_chain.py and the steps of scripts/train_articles.py that look at
them. Needs torch and scikit-learn; an hour on one core, minutes with --fast, which is for trying them out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from benchmarks.pages import plain
from kg.articles.openings import SLOTS, hash_openings
from tests.typeset.generate import SOURCES, read_raw_stories

DATA = Path(__file__).parents[1] / "kg" / "data" / "pages"
_ABOUT = (
    "{what}; by scripts/train_texts.py from three news corpora of 2011-2026, of articles that no test page is set "
    "from; no text can be got back; 2026-11; Apache-2.0"
)
_HAN_PAIR = re.compile(r"[\u4e00-\u9fff]{2}")
_PIECE, _PAIRS, _LATENT, _TOPICS = 1500, 48_000, 64, 128  # characters; pairs of characters; dimensions
_SHORTEST, _LONGEST = 30, 700  # characters of a piece that is compared
_BEFORE, _AFTER, _VECTOR = 14, 12, 32  # characters on either side; numbers that stand for each
_TEACHER, _UNITS = (256, 64), (192, 32)  # of the network that is taught, and of the smaller one that learns from it
_NO_START, _NO_END = "，。、；：！？”’）》】…·", "“‘（《【"
_NEVER_SEEN, _OTHER = 0, 1
_SOURCE_MARK = re.compile(r"^(央视网消息（新闻联播）：|[（(]记者[^）)]*[）)])")
_DATELINE = re.compile(
    r"^(?:本报|新华社|据新华社|人民网)[^，。]{0,24}电?[（(][^）)]*[）)]|^(?:本报|新华社)[^，。]{2,14}电"
)


@dataclass(frozen=True)
class News:
    """An article with one digit and one letter for all, its white space gone."""

    title: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(self.paragraphs)


def read_unseen(raw: Path) -> Iterator[News]:
    """Articles that no test page is set from, in the order of the corpora."""
    for name in SOURCES:
        pool = {story.headline for story in read_raw_stories(raw, name)}
        with gzip.open(raw / name, "rt", encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                lines = row["text"].split("\n")
                if not pool & {" ".join(words.split()) for words in (row.get("title") or "", *lines[:5])}:
                    yield News(fold(row.get("title") or ""), tuple(part for own in lines if (part := fold(own))))


def fold(text: str) -> str:
    return re.sub(r"[A-Za-z]", "a", re.sub(r"[0-9０-９]", "0", plain(text)))


def _read_codes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)


# ------------------------------------------------------------------------------------- what a text is about


def find_latent(texts: Sequence[str]) -> tuple[list[str], np.ndarray]:
    """Pairs of characters and their vectors by latent semantic analysis over tf-idf: where the teaching begins."""
    from scipy.sparse import csr_matrix
    from sklearn.decomposition import TruncatedSVD

    pieces: list[Counter[str]] = []
    for text in texts:
        for at in range(0, len(text), _PIECE):
            if len(text) - at > 150:
                piece = text[at : at + _PIECE]
                pieces.append(Counter(pair for pair in map("".join, pairwise(piece)) if _HAN_PAIR.fullmatch(pair)))
    often = Counter(pair for piece in pieces for pair in piece)
    known = [pair for pair, count in often.items() if 15 <= count <= len(pieces) * 0.12]
    known = sorted(sorted(known, key=lambda pair: (-often[pair], pair))[:_PAIRS])
    place = {pair: number for number, pair in enumerate(known)}
    weight = np.log(len(pieces) / np.array([often[pair] for pair in known]))
    rows = [{place[pair]: count for pair, count in piece.items() if pair in place} for piece in pieces]
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.array([column for row in rows for column in row])
    values = np.array([1 + math.log(count) for row in rows for count in row.values()]) * weight[columns]
    table = csr_matrix((values, columns, ends), shape=(len(rows), len(known)))
    table = table.multiply(1 / np.maximum(np.sqrt(table.multiply(table).sum(1)), 1e-9)).tocsr()
    analysis = TruncatedSVD(_LATENT, random_state=1, n_iter=4).fit(table)
    return known, analysis.components_.T * weight[:, None] / np.sqrt(analysis.singular_values_)


class Pieces:
    """Articles as numbers of pairs, and pieces of them at random."""

    def __init__(self, news: Sequence[News], known: Sequence[str], seed: int) -> None:
        numbers = np.array([ord(pair[0]) << 21 | ord(pair[1]) for pair in known])
        self._rng = np.random.default_rng(seed)

        def count(text: str) -> np.ndarray:
            codes = _read_codes(text)
            pairs = codes[:-1] << 21 | codes[1:]
            places = np.minimum(np.searchsorted(numbers, pairs), len(numbers) - 1)
            return np.where(numbers[places] == pairs, places, -1)

        kept = [own for own in news if len(own.text) >= 160]
        self._bodies = [count(own.text) for own in kept]
        self._titles = [np.unique(own[own >= 0]) for own in (count(news.title + "  ") for news in kept)]

    def draw(self, drop: float) -> list[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]:
        """Two pieces each of some articles, half of these neighbours in their corpus: numbers, weights, beginnings."""
        rng, count = self._rng, len(self._bodies)
        near = (rng.integers(0, count) + rng.choice(1200, 96, replace=False)) % count
        chosen = np.unique(np.concatenate([near, rng.choice(count, 160, replace=False)]))
        drawn = [self._draw_two(int(at)) for at in chosen]
        sides = []
        for side in (0, 1):
            numbers, weights, starts = [], [], [0]
            for two in drawn:
                own, often = two[side]
                if len(own) > 12:
                    kept = rng.random(len(own)) >= drop
                    own, often = own[kept], often[kept]
                numbers.append(own if len(own) else np.zeros(1, np.int64))
                weights.append(often if len(own) else np.zeros(1, np.float32))
                starts.append(starts[-1] + len(numbers[-1]))
            sides.append(
                (
                    torch.from_numpy(np.concatenate(numbers).astype(np.int64)),
                    torch.from_numpy(np.concatenate(weights)),
                    torch.tensor(starts[:-1]),
                )
            )
        return sides

    def _draw_two(self, at: int) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
        rng, body, title = self._rng, self._bodies[at], self._titles[at]
        count = len(body)
        if len(title) > 3 and rng.random() < 0.15:
            size = min(self._draw_size(), count)
            start = int(rng.integers(0, count - size + 1))
            return (title, np.ones(len(title), np.float32)), self._count(body[start : start + size])
        first = min(self._draw_size(), count * 2 // 3)
        second = min(self._draw_size(), count - first - 8)
        if rng.random() < 0.5:
            first, second = second, first
        start = int(rng.integers(0, count - first - second - 3))
        other = int(rng.integers(start + first + 3, count - second + 1))
        return self._count(body[start : start + first]), self._count(body[other : other + second])

    def _draw_size(self) -> int:
        return int(np.exp(self._rng.uniform(math.log(_SHORTEST), math.log(_LONGEST))))

    @staticmethod
    def _count(pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        own, counts = np.unique(pairs[pairs >= 0], return_counts=True)
        return own, (1 + np.log(counts)).astype(np.float32)


def teach_topics(news: Sequence[News], steps: int) -> None:
    """Vectors of pairs whose sums tell an article's pieces from all others (InfoNCE: van den Oord et al. 2018)."""
    known, latent = find_latent([own.text for own in news])
    rng = np.random.default_rng(1)
    extra = rng.normal(0, 0.5 * np.abs(latent).mean(), (len(known), _TOPICS - _LATENT))
    start = np.concatenate([latent, extra], 1)
    start /= np.linalg.norm(start, axis=1).mean()
    bag = nn.EmbeddingBag.from_pretrained(torch.tensor(start, dtype=torch.float32), mode="sum", freeze=False)
    sharpness = nn.Parameter(torch.tensor(2.5))
    best = torch.optim.Adam([*bag.parameters(), sharpness], lr=3e-3)
    pieces = Pieces(news, known, 3)
    for step in range(steps):
        _set_pace(best, 3e-3, step, steps)
        first, second = (
            nn.functional.normalize(bag(numbers, starts, per_sample_weights=weights), dim=1)
            for numbers, weights, starts in pieces.draw(0.4)
        )
        near = first @ second.T * torch.exp(sharpness)
        right = torch.arange(len(near))
        loss = (nn.functional.cross_entropy(near, right) + nn.functional.cross_entropy(near.T, right)) / 2
        _step(best, loss, "topics", step)
    vectors = bag.weight.detach().numpy()
    scale = np.quantile(np.abs(vectors), 0.9995, axis=0) / 127
    np.savez_compressed(
        DATA / "topics.npz",
        pairs=np.array([ord(char) for pair in known for char in pair], np.uint32),
        vectors=np.clip(np.rint(vectors / scale), -127, 127).astype(np.int8),
        scale=scale.astype(np.float32),
        about=np.array(_ABOUT.format(what="pairs of characters with vectors of what is told with them")),
    )


# ------------------------------------------------------------------------------------- what goes on with what


class Network(nn.Module):
    """As kg.articles.continuity reads it; ``units``: of its two layers."""

    def __init__(self, known: int, units: tuple[int, int]) -> None:
        super().__init__()
        outer, inner = units
        self.vectors = nn.Embedding(known, _VECTOR)
        nn.init.normal_(self.vectors.weight, 0, 0.3)
        self.ending, self.beginning = nn.Linear(_BEFORE * _VECTOR, outer), nn.Linear(_AFTER * _VECTOR, outer, False)
        self.middle, self.output = nn.Linear(outer, inner), nn.Linear(inner, 1)

    def read(self, ends: torch.Tensor, starts: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return self.ending(self.vectors(ends).flatten(1)), self.beginning(self.vectors(starts).flatten(1))

    def weigh(self, ends: torch.Tensor, starts: torch.Tensor) -> torch.Tensor:
        said: torch.Tensor = self.output(torch.relu(self.middle(torch.relu(ends + starts)))).squeeze(-1)
        return said


class Seams:
    """Texts one after another, and places in them at which a line may break."""

    def __init__(self, texts: Sequence[str], seed: int) -> None:
        often = Counter(char for text in texts for char in text)
        self.chars = sorted(char for char, count in often.items() if count >= 8)
        place = self._place = {char: number for number, char in enumerate(self.chars, _OTHER + 1)}
        self._before = np.zeros(len(self.chars) + 2, bool)
        self._after = self._before.copy()
        self._before[[place[char] for char in _NO_START if char in place]] = True
        self._after[[place[char] for char in _NO_END if char in place]] = True
        self._alike = [place[char] for char in "0a" if char in place]
        edge = np.zeros(max(_BEFORE, _AFTER), np.int64)
        parts, starts, at = [edge], [], len(edge)
        for text in texts:
            parts += [np.array([place.get(char, _OTHER) for char in text]), edge]
            starts.append(at)
            at += len(text) + len(edge)
        self._codes = np.concatenate(parts)
        self._starts, self._lengths = np.array(starts), np.array([len(text) for text in texts])
        self._share = np.cumsum(self._lengths / self._lengths.sum())
        self._rng = np.random.default_rng(seed)

    def draw(self, texts: int, each: int) -> tuple[torch.Tensor, torch.Tensor]:
        """What stands before and after ``each`` seams in each of some texts."""
        rng, codes = self._rng, self._codes
        own = np.minimum(np.searchsorted(self._share, rng.random(texts)), len(self._starts) - 1)
        inside = (rng.random((texts, each)) * (self._lengths[own][:, None] - 8)).astype(int)
        at = self._starts[own][:, None] + 4 + inside
        for _ in range(3):  # no line breaks before a comma, behind a bracket, or within a figure
            within = np.any([(codes[at] == char) & (codes[at - 1] == char) for char in self._alike], 0)
            at = np.where(self._before[codes[at]] | self._after[codes[at - 1]] | within, at + 1, at)
        at = at.reshape(-1)
        ends, starts = codes[at[:, None] + np.arange(-_BEFORE, 0)], codes[at[:, None] + np.arange(_AFTER)]
        short, size = rng.random(len(at)) < 0.1, rng.integers(5, _BEFORE, len(at))
        ends = np.where(short[:, None] & (np.arange(_BEFORE) < _BEFORE - size[:, None]), _NEVER_SEEN, ends)
        short, size = rng.random(len(at)) < 0.08, rng.integers(2, _AFTER, len(at))
        starts = np.where(short[:, None] & (np.arange(_AFTER) >= size[:, None]), _NEVER_SEEN, starts)
        return torch.from_numpy(ends), torch.from_numpy(starts)

    def encode(self, ends: Sequence[str], starts: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor]:
        """The same of given texts."""
        sides = (
            [text[-_BEFORE:].rjust(_BEFORE, "\0") for text in ends],
            [text[:_AFTER].ljust(_AFTER, "\0") for text in starts],
        )
        place = self._place | {"\0": _NEVER_SEEN}
        first, second = ([[place.get(char, _OTHER) for char in text] for text in side] for side in sides)
        return torch.tensor(first), torch.tensor(second)

    def draw_others(self, texts: int, each: int, count: int) -> torch.Tensor:
        """For each seam ``count`` others, half of these of the same text."""
        size, order = texts * each, np.arange(texts * each)
        apart = [(order + step) % size for step in self._rng.integers(1, size, count // 2)]
        steps = self._rng.choice(np.arange(1, each), count - count // 2, replace=False)
        near = [order // each * each + (order % each + step) % each for step in steps]
        return torch.from_numpy(np.concatenate(apart + near))


def draw_edges(news: Sequence[News], count: int, rng: random.Random) -> Iterator[tuple[str, str, float]]:
    """What stands above and below each other on a page without one going on with the other, all phrases complete: a
    title and a paragraph, a line of prose and a title. And titles cut in two, which do go on."""
    while count:
        own, other = rng.choice(news), rng.choice(news)
        opening = rng.choice(own.paragraphs[:6])[:40]
        prose = other.paragraphs[min(1, len(other.paragraphs) - 1)][:40]
        cut = rng.randrange(4, max(5, len(prose) - 4))
        inside = rng.randrange(3, len(own.title) - 2)
        kinds = (
            (own.title, opening, 0.0),
            (own.title, other.title, 0.0),
            (own.title[:inside], own.title[inside:], 1.0),
            (prose[:cut], own.title, 0.0),
            (prose[:cut], opening, 0.0),
            (own.title, prose[cut:], 0.0),
        )
        chosen = rng.randrange(len(kinds))
        if chosen > 2 and len(prose) <= 12:
            continue
        yield kinds[chosen]
        count -= 1


def teach_continuity(news: Sequence[News], steps: int, later: int) -> None:
    """First on seams of running text, ``later`` on those and on the edges of titles and paragraphs; then a smaller
    network learns what the first one says (Hinton et al. 2015), and what it is that begins and ends."""
    seams = Seams([own.text for own in news if len(own.text) >= 120], 2)
    titled = [own for own in news if 6 <= len(own.title) <= 60 and len(own.paragraphs) > 1]
    rng = random.Random(3)
    teacher = Network(len(seams.chars) + 2, _TEACHER)
    for pace, count in ((2e-3, steps), (6e-4, later)):
        best = torch.optim.Adam(teacher.parameters(), lr=pace)
        for step in range(count):
            _set_pace(best, pace, step, count)
            right, wrong = _weigh_seams(teacher, *_draw_seams(seams))
            loss = _measure_seams(right, wrong)
            if pace < 1e-3:
                loss = loss + _measure_edges(teacher, seams, titled, rng)
            _step(best, loss, "continuity", step)
    network = _start_smaller(teacher, seams)
    best = torch.optim.Adam(network.parameters(), lr=1.5e-3)
    for step in range(later):
        _set_pace(best, 1.5e-3, step, later)
        drawn = _draw_seams(seams)
        right, wrong = _weigh_seams(network, *drawn)
        with torch.no_grad():
            told = torch.cat([part.flatten() for part in _weigh_seams(teacher, *drawn)])
        off = (torch.cat([right, wrong.flatten()]) - told) ** 2
        like = off[: len(right)].clamp(max=25).mean() + off[len(right) :].clamp(max=25).mean()
        loss = 0.3 * _measure_seams(right, wrong) + 0.5 * like + _measure_edges(network, seams, titled, rng)
        _step(best, loss, "smaller", step)
    layers = {name: values.detach().numpy() for name, values in network.named_parameters()}
    vectors = layers["vectors.weight"]
    scale = np.abs(vectors).max(0) / 127
    table: dict[str, Any] = {
        "chars": np.array([ord(char) for char in seams.chars], np.uint32),
        "vectors": np.rint(vectors / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "ending": layers["ending.weight"].T.astype(np.float16),
        "beginning": layers["beginning.weight"].T.astype(np.float16),
        "bias": layers["ending.bias"],
        "middle": layers["middle.weight"].T.astype(np.float16),
        "middle_bias": layers["middle.bias"],
        "output": layers["output.weight"][0],
        "output_bias": np.float32(layers["output.bias"][0]),
        "about": np.array(_ABOUT.format(what="weights of a network over the characters on both sides of a line's end")),
    }
    np.savez_compressed(DATA / "continuity.npz", **table, **teach_kinds(network, seams, news))


def _draw_seams(seams: Seams) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ends, the beginnings that go on with them, and for each end the numbers of some beginnings that do not."""
    texts, each, others = 32, 16, 14
    return *seams.draw(texts, each), seams.draw_others(texts, each, others).view(others, -1)


def _weigh_seams(
    network: Network, ends: torch.Tensor, starts: torch.Tensor, others: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Log-odds ``(seams,)`` of the right beginnings and ``(others, seams)`` of wrong ones."""
    above, below = network.read(ends, starts)
    return network.weigh(above, below), network.weigh(above[None], below[others])


def _measure_seams(right: torch.Tensor, wrong: torch.Tensor) -> torch.Tensor:
    loss = nn.functional.softplus(-right).mean() + 0.3 * nn.functional.softplus(wrong).sum(0).mean()
    return loss + 0.5 * (torch.logsumexp(torch.cat([right[None], wrong]), 0) - right).mean()


def _measure_edges(network: Network, seams: Seams, titled: Sequence[News], rng: random.Random) -> torch.Tensor:
    above, below, told = zip(*draw_edges(titled, 192, rng), strict=True)
    said = network.weigh(*network.read(*seams.encode(above, below)))
    return nn.functional.binary_cross_entropy_with_logits(said, torch.tensor(told))


def _start_smaller(teacher: Network, seams: Seams) -> Network:
    """A network of those units of the teacher that matter most."""
    network = Network(len(teacher.vectors.weight), _UNITS)
    with torch.no_grad():
        ends, starts = teacher.read(*seams.draw(32, 16))
        outer = torch.relu(ends + starts)
        inner = torch.relu(teacher.middle(outer))
        first = (outer.std(0) * teacher.middle.weight.abs().mean(0)).argsort(descending=True)[: _UNITS[0]]
        second = (inner.std(0) * teacher.output.weight[0].abs()).argsort(descending=True)[: _UNITS[1]]
        network.vectors.weight.copy_(teacher.vectors.weight)
        network.ending.weight.copy_(teacher.ending.weight[first])
        network.ending.bias.copy_(teacher.ending.bias[first])
        network.beginning.weight.copy_(teacher.beginning.weight[first])
        network.middle.weight.copy_(teacher.middle.weight[second][:, first])
        network.middle.bias.copy_(teacher.middle.bias[second])
        network.output.weight.copy_(teacher.output.weight[:, second])
        network.output.bias.copy_(teacher.output.bias)
    return network


def draw_lines(news: Sequence[News], rng: random.Random) -> Iterator[tuple[str, int, str, int]]:
    """Lines as columns have them, of titles and of prose: what the network reads of each beginning and what it is (0
    within prose, 1 a paragraph's, 2 a headline's, 3 within a headline), and the same of its end (0, 1 within a
    headline, 2 its end); -1 where that is seen anyway."""
    for own in news:
        if 5 <= len(own.title) <= 60:
            size = -(-len(own.title) // rng.choice((1, 1, 2, 3)))
            lines = [own.title[at : at + size] for at in range(0, len(own.title), size)]
            edge = own.paragraphs[0][:12] if rng.random() < 0.3 else ""
            for line, below in pairwise([*lines, edge]):
                if len(line) > 2:
                    yield line + below, 2 if line is lines[0] else 3, line, 2 if line is lines[-1] else 1
        prose = [paragraph for paragraph in own.paragraphs if len(paragraph) > 15]
        for paragraph in rng.sample(prose, min(3, len(prose))):
            size = rng.randint(9, 25)
            lines = [paragraph[at : at + size] for at in range(0, len(paragraph), size)]
            yield "".join(lines[:2]), 1, "", -1
            for _ in range(min(2, len(lines) - 2)):
                at = rng.randrange(1, len(lines) - 1)
                above, line, below = lines[at - 1 : at + 2]
                inside = -1 if line[0] in _NO_START else 0
                yield line + below, inside, above + line, -1 if line[-1] in _NO_START + _NO_END else 0


def teach_kinds(network: Network, seams: Seams, news: Sequence[News]) -> dict[str, np.ndarray]:
    """A layer upon what the network reads of a beginning, and one upon what it reads of an end."""
    drawn = list(draw_lines(news, random.Random(4)))
    table = {}
    for side, kinds, place in (("start", 4, 0), ("end", 3, 2)):
        rows = [(row[place], row[place + 1]) for row in drawn if row[place + 1] >= 0]
        random.Random(5).shuffle(rows)
        layer = nn.Linear(_UNITS[0], kinds)
        best = torch.optim.Adam(layer.parameters(), lr=2e-3)
        count = 3 * (len(rows) // 1024)
        for step in range(count):
            _set_pace(best, 2e-3, step, count)
            at = step * 1024 % (len(rows) - 1023)
            texts, told = zip(*rows[at : at + 1024], strict=True)
            with torch.no_grad():
                ends, starts = network.read(*seams.encode(texts, texts))
                outer = torch.relu(starts + network.ending.bias if side == "start" else ends)
            _step(best, nn.functional.cross_entropy(layer(outer), torch.tensor(told)), f"{side}s", step)
        table |= {f"{side}_kinds": layer.weight.detach().numpy().T, f"{side}_bias": layer.bias.detach().numpy()}
    return table


# ------------------------------------------------------------------------------------- what an article begins with


def teach_openings(news: Sequence[News], rounds: int) -> None:
    """Logistic regression over hashed pairs and triples, by AdaGrad."""
    rng = random.Random(4)
    rows: list[tuple[np.ndarray, float]] = []
    for own in news:
        plain_ones = (_SOURCE_MARK.sub("", paragraph) for paragraph in own.paragraphs)
        body = [paragraph for paragraph in plain_ones if len(paragraph) >= 24 and paragraph[-1] in "。！？”）"]
        if len(body) < 2:
            continue
        first = body[0]
        if (dateline := _DATELINE.match(first)) and rng.random() < 0.7:  # papers have articles without one, too
            first = first[dateline.end() :]
        slots, there = hash_openings([first, *rng.sample(body[1:], min(2, len(body) - 1))])
        rows += [(own[has], float(at == 0)) for at, (own, has) in enumerate(zip(slots, there, strict=True))]
    weights, pace, bias = np.zeros(SLOTS), np.full(SLOTS, 1e-2), 0.0
    for _ in range(rounds):
        rng.shuffle(rows)
        for at in range(0, len(rows), 64):
            batch = rows[at : at + 64]
            slots = np.concatenate([own for own, _ in batch])
            owner = np.repeat(np.arange(len(batch)), [len(own) for own, _ in batch])
            off = np.array([told for _, told in batch])
            off -= 1 / (1 + np.exp(-(bias + np.bincount(owner, weights[slots], len(batch)))))
            seen = np.unique(slots)
            slope = np.bincount(slots, off[owner], SLOTS)[seen] - 0.1 * weights[seen]
            pace[seen] += slope**2
            weights[seen] += 0.15 * slope / np.sqrt(pace[seen])
            bias += 0.01 * float(off.mean())
    step = max(np.abs(weights).max() / 127, 0.02)
    np.savez_compressed(
        DATA / "openings.npz",
        weights=np.clip(np.rint(weights / step), -127, 127).astype(np.int8),
        step=np.float32(step),
        bias=np.float32(bias),
        about=np.array(_ABOUT.format(what="weights of hashed pairs and triples of a paragraph's first characters")),
    )


def _set_pace(best: torch.optim.Optimizer, pace: float, step: int, steps: int) -> None:
    """Down to nothing along a cosine."""
    for group in best.param_groups:
        group["lr"] = pace * 0.5 * (1 + math.cos(math.pi * step / steps)) + 1e-5


def _step(best: torch.optim.Optimizer, loss: Any, name: str, step: int) -> None:
    best.zero_grad()
    loss.backward()
    best.step()
    if step % 1000 == 0:
        print(f"{name} {step}: {float(loss.detach()):.4f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="+", choices=("all", "topics", "continuity", "openings"))
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--fast", action="store_true", help="a hundredth of the steps")
    args = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    wanted = {"topics", "continuity", "openings"} if "all" in args.steps else set(args.steps)
    news = list(read_unseen(args.raw))
    if "topics" in wanted:
        teach_topics(news, 60 if args.fast else 6000)
    if "continuity" in wanted:
        teach_continuity(news, *((650, 140) if args.fast else (65_000, 14_000)))
    if "openings" in wanted:
        teach_openings(news, 1 if args.fast else 4)


if __name__ == "__main__":
    main()
