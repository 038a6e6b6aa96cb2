"""Fits the network that tells of each line of a dump which label it gets, and writes kg/data/pages/hints.npz.

    python -m scripts.train_hints --raw DIR --keep DIR [--pages 300] [--seeds 101 102]

The directories and pages are those of ``scripts.train_articles``, whose steps running and labels come first: the
network adds to the sums of labels_columns.toml. It is trained with them as one chain: what it gets back is, line by
line, how far the labels that are expected are from those that are right. How headlines are worded is fitted before, on
titles and stretches of prose of news that no page is set from.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kg.articles import hints
from kg.articles import labels as labelling
from kg.articles.hints import hash_pairs, look_around
from scripts.article_fits import Adam, average_networks, find_marginals
from scripts.article_truth import Dump, read_dumps
from scripts.train_articles import DATA, read_paragraphs, read_states
from tests.typeset.generate import SOURCES, read_raw_stories

Chain = tuple[np.ndarray, np.ndarray, list[int]]  # sums by line, state above, state; features by line; the right path
_UNITS, _NETWORKS, _EPOCHS = 48, 2, 24  # of the shipped file
_ABOUT = (
    "weights of a small network over what is seen of printed lines, and of pairs of characters (hashed) that tell "
    "headlines from prose; fitted by scripts/train_hints.py on pages typeset from three news corpora of 2011-2026 and "
    "on titles of news that no page is set from; no text can be got back; 2026-11; Apache-2.0"
)


# ------------------------------------------------------------------------------------------ how headlines are worded


def read_titles(raw: Path, rng: random.Random) -> Iterator[str]:
    """Titles that no page is set from, some of them in several lines."""
    for name in SOURCES:
        known = {story.headline for story in read_raw_stories(raw, name)}
        with gzip.open(raw / name, "rt", encoding="utf-8") as file:
            for line in file:
                title = " ".join((json.loads(line).get("title") or "").split())
                if len(title) < 5 or title in known:
                    continue
                known.add(title)
                text = fold(title.replace(" ", ""))
                size = -(-len(text) // rng.choice((1, 1, 2, 3)))
                yield from (text[at : at + size] for at in range(0, len(text), size) if len(text[at : at + size]) > 3)


def read_stretches(raw: Path, rng: random.Random) -> Iterator[str]:
    """Stretches of prose as long as a line, without the punctuation that tells them anyway."""
    for paragraph in read_paragraphs(raw, unseen=True):
        if rng.random() < 0.8:
            size, start = rng.randint(9, 24), rng.choice((0, 0, rng.randrange(len(paragraph))))
            text = paragraph[start : start + size]
            if len(text) > 3 and not re.search("[，。；]", text):
                yield text


def fold(text: str) -> str:
    return re.sub(r"[A-Za-z]", "a", re.sub(r"[0-9０-９]", "0", text))


def fit_style(raw: Path) -> np.ndarray:
    """Logistic regression over hashed pairs of characters, by AdaGrad."""
    rng = random.Random(3)
    titles = list(read_titles(raw, rng))
    prose = list(read_stretches(raw, rng))
    rng.shuffle(prose)
    texts = titles + prose[: 2 * len(titles)]
    told = np.array([1.0] * len(titles) + [0.0] * (len(texts) - len(titles)))
    slots = []
    for text in texts:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
        slots.append(hash_pairs(codes[:-1], codes[1:]))
    size = hints.SLOTS
    weights, pace, bias = np.zeros(size), np.full(size, 1e-2), 0.0
    order = list(range(len(texts)))
    for _ in range(6):
        rng.shuffle(order)
        for at in range(0, len(order), 64):
            chosen = order[at : at + 64]
            pairs = np.concatenate([slots[one] for one in chosen])
            owner = np.repeat(np.arange(len(chosen)), [len(slots[one]) for one in chosen])
            odds = bias + np.bincount(owner, weights[pairs], len(chosen))
            off = told[chosen] - 1 / (1 + np.exp(-odds))
            seen = np.unique(pairs)
            slope = np.bincount(pairs, off[owner], size)[seen] - 0.05 * weights[seen]
            pace[seen] += slope**2
            weights[seen] += 0.15 * slope / np.sqrt(pace[seen])
            bias += 0.01 * float(off.mean())
    return np.clip(np.rint(weights * hints.STYLE_STEP), -127, 127).astype(np.int8)


# ------------------------------------------------------------------------------------------ the network


def read_chain(dump: Dump, style: np.ndarray) -> Chain | None:
    """The sums of a page's lines without the network, what the network sees, and the right labels."""
    read = read_states(dump, labelling.load_weights(scattered=True))
    if read is None:
        return None
    scorer, states = read
    sums = np.full((len(states), 4, 4), -1e9, np.float32)
    sums[0, 0, 0], sums[0, 0, 2], sums[0, 0, 3] = 0.0, scorer._headline(0), scorer._resume(0, after_headline=False)
    for i in range(1, len(states)):
        head, gap = scorer._headline(i), scorer._gaps[i] > 0
        for above in (0, 1, 3):
            sums[i, above, 0] = scorer._paragraph(i - 1, i)
            sums[i, above, 2] = head + scorer._enter_headline(i - 1, i)
            if gap:
                sums[i, above, 3] = scorer._resume(i, after_headline=False) + scorer._break_off(i - 1, i)
            else:
                sums[i, above, 1] = scorer._continue(i - 1, i, first=above == 0)
        sums[i, 2, 0] = scorer._after_headline(i - 1, i)
        sums[i, 2, 2] = head + scorer._headline_headline(i - 1, i)
        if gap:
            sums[i, 2, 3] = scorer._resume(i, after_headline=True)
    return sums, look_around(scorer.read_features(style)).astype(np.float32), states


def fit_hints(chains: Sequence[Chain], seed: int) -> dict[str, Any]:
    """A layer of tanh units beside a direct one, by Adam; the slopes are those of the chain's likelihood."""
    rng = np.random.default_rng(seed)
    rows = np.concatenate([features for _, features, _ in chains])
    size = rows.shape[1]
    mean, spread = rows.mean(0), np.maximum(rows.std(0), 0.05)
    scaled = [(features - mean) / spread for _, features, _ in chains]
    layers: dict[str, Any] = {
        "hidden": rng.normal(0, 1 / np.sqrt(size), (size, _UNITS)).astype(np.float32),
        "hidden_bias": np.zeros(_UNITS, np.float32),
        "output": rng.normal(0, 0.05, (_UNITS, 4)).astype(np.float32),
        "direct": np.zeros((size, 4), np.float32),
    }
    adam = Adam(layers, guard=1e-6)
    for epoch in range(_EPOCHS):
        order = rng.permutation(len(chains))
        pace = 0.006 * (1 - epoch / _EPOCHS) + 0.0001
        for at in range(0, len(order), 8):
            chosen = order[at : at + 8]
            batch = np.concatenate([scaled[one] for one in chosen])
            lit = np.tanh(batch @ layers["hidden"] + layers["hidden_bias"])
            said = lit @ layers["output"] + batch @ layers["direct"]
            off = np.empty_like(said)
            begin = 0
            for one in chosen:
                sums, _, path = chains[one]
                end = begin + len(path)
                expected = find_marginals((sums + said[begin:end][:, None, :]).astype(float)).sum(1)
                expected[np.arange(len(path)), path] -= 1
                off[begin:end] = expected
                begin = end
            off /= len(off) / 40
            inner = (off @ layers["output"].T) * (1 - lit * lit)
            slopes = {
                "hidden": batch.T @ inner + 0.003 * layers["hidden"],
                "hidden_bias": inner.sum(0),
                "output": lit.T @ off + 0.003 * layers["output"],
                "direct": batch.T @ off + 0.009 * layers["direct"],
            }
            adam.step(slopes, pace)
    own = (hints.AROUND + 1) * (size // (2 * hints.AROUND + 1)) - 1  # the line's own last feature is 1
    direct = layers["direct"] / spread[:, None]
    direct[own] -= (mean / spread) @ layers["direct"]
    return {
        "hidden": layers["hidden"] / spread[:, None],
        "hidden_bias": layers["hidden_bias"] - (mean / spread) @ layers["hidden"],
        "output": layers["output"],
        "direct": direct,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--seeds", type=int, nargs="+", default=[101, 102])
    args = parser.parse_args()
    args.keep.mkdir(parents=True, exist_ok=True)
    style = fit_style(args.raw)
    weights = style.astype(float) / hints.STYLE_STEP
    dumps = [dump for seed in args.seeds for dump in read_dumps(args.raw, args.pages, seed, args.keep)]
    chains = [chain for dump in dumps if (chain := read_chain(dump, weights)) is not None]
    layers = average_networks([fit_hints(chains, seed) for seed in range(_NETWORKS)])
    table: dict[str, Any] = {name: np.asarray(values, np.float32) for name, values in layers.items()}
    np.savez_compressed(DATA / "hints.npz", style=style, about=np.array(_ABOUT), **table)


if __name__ == "__main__":
    main()
