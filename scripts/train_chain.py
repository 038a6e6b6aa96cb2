"""Fits the network that tells of each line of a dump which label it gets, and writes kg/data/pages/chain.npz.

    python -m scripts.train_chain --raw DIR --keep DIR [--pages 400] [--seeds 101 102 … 109]

The directories are those of ``scripts.train_articles``; the pages are set from articles that no test page is set from,
as far as there are any, since what a line says is looked at here. It comes behind scripts/train_texts.py, whose
continuity.npz it reads. How headlines are worded is fitted before, on titles and stretches of prose. Needs torch.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from kg.articles import chain
from kg.articles import labels as labelling
from kg.articles.chain import AROUND, BEGIN, CONTINUE, HEADLINE, RESUME, hash_pairs, line_features
from kg.articles.labels import Label
from kg.articles.marks import load_marks
from scripts.article_truth import Dump, read_dumps
from scripts.train_articles import DATA, read_paragraphs
from tests.typeset.generate import SOURCES, read_raw_stories

_UNITS, _EPOCHS, _PACE, _DROPPED = 128, 12, 3e-3, 0.25  # of the shipped file
_PAGES = 16  # that are looked at together
_STATES, _IMPOSSIBLE = 4, -1e4
_OF = {Label.BEGIN: BEGIN, Label.CONTINUE: CONTINUE, Label.RESUME: RESUME}
_ABOUT = (
    "weights of a small network over what is seen of printed lines, and of pairs of characters (hashed) that tell "
    "headlines from prose; fitted by scripts/train_chain.py on pages typeset from three news corpora of 2011-2026 and "
    "on titles of news that no test page is set from; no text can be got back; 2026-11; Apache-2.0"
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
    size = chain.SLOTS
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
    return np.clip(np.rint(weights * chain.STYLE_STEP), -127, 127).astype(np.int8)


# ------------------------------------------------------------------------------------------ the network


@dataclass
class Example:
    """A page: features by line, whether a blank line stands above it, and the right labels."""

    rows: np.ndarray
    apart: np.ndarray
    path: np.ndarray


def read_example(dump: Dump, style: np.ndarray) -> Example | None:
    beside = labelling._label_beside(dump.lines, load_marks(), scattered=True)
    chosen = [index for index, label in enumerate(beside) if label is None]
    if len(chosen) < 2:
        return None
    lines, setting = labelling.find_setting(dump.lines, chosen, beside)
    told = dump.label()
    apart = np.array(setting.gaps) > 0
    apart[0] = True
    path = np.array([_OF.get(told[index], HEADLINE) for index in chosen])
    above = np.concatenate([[HEADLINE], path[:-1]])
    path[(path == CONTINUE) & (apart | (above == HEADLINE))] = RESUME  # what stood between was taken out
    return Example(line_features(lines, setting, style), apart, path)


class Network(nn.Module):
    """As kg.articles.chain reads it, but for features as far from their mean as they usually are."""

    def __init__(self, everything: np.ndarray) -> None:
        super().__init__()
        self.mean = torch.from_numpy(everything.mean(0))
        self.spread = torch.from_numpy(np.maximum(everything.std(0), 0.05))
        size = everything.shape[1] * (2 * AROUND + 1)
        self.hidden, self.direct = nn.Linear(size, _UNITS), nn.Linear(size, _STATES * _STATES, bias=False)
        self.output, self.drop = nn.Linear(_UNITS, _STATES * _STATES), nn.Dropout(_DROPPED)
        nn.init.zeros_(self.direct.weight)
        nn.init.normal_(self.output.weight, 0, 0.05)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        """``(pages, lines, features)`` -> weights ``(pages, lines, label above, label)``."""
        padded = (nn.functional.pad(rows, (0, 0, AROUND, AROUND)) - self.mean) / self.spread
        around = torch.cat([padded[:, at : at + rows.shape[1]] for at in range(2 * AROUND + 1)], -1)
        said: torch.Tensor = self.output(self.drop(torch.tanh(self.hidden(around)))) + self.direct(around)
        return said.unflatten(-1, (_STATES, _STATES))

    def weigh_up(self) -> torch.Tensor:
        """What large weights cost."""
        cost: torch.Tensor = (self.hidden.weight**2).sum() + 3 * (self.direct.weight**2).sum()
        return cost


def measure_loss(said: torch.Tensor, apart: torch.Tensor, path: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
    """Negative log-likelihood of the right paths of some pages."""
    weights = said - said.amax((2, 3), keepdim=True).detach()  # sums stay small, and exact
    never = torch.zeros_like(weights)
    never[..., HEADLINE, CONTINUE] = _IMPOSSIBLE
    never[..., CONTINUE] += torch.where(apart, _IMPOSSIBLE, 0.0)[..., None]
    weights = weights + never
    every = torch.arange(len(path))
    ahead = weights[:, 0, BEGIN]
    right = ahead[every, path[:, 0]]
    for at in range(1, path.shape[1]):
        onward = torch.logsumexp(ahead[:, :, None] + weights[:, at], 1)
        ahead = torch.where(there[:, at, None], onward, ahead)
    steps = weights[every[:, None], torch.arange(1, path.shape[1])[None], path[:, :-1], path[:, 1:]]
    right = right + (steps * there[:, 1:]).sum(1)
    return (torch.logsumexp(ahead, 1) - right).sum()


def fit_network(examples: Sequence[Example], seed: int) -> dict[str, np.ndarray]:
    """By Adam; the layers as kg.articles.chain reads them."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    everything = np.concatenate([example.rows for example in examples])
    sizes = np.array([len(example.path) for example in examples])
    network = Network(everything)
    best = torch.optim.Adam(network.parameters(), lr=_PACE, eps=1e-4)
    count, done = _EPOCHS * -(-len(examples) // _PAGES), 0
    for epoch in range(_EPOCHS):
        order = rng.permutation(len(examples))
        parts = np.array_split(order, max(1, len(order) // (_PAGES * 12)))
        order = np.concatenate([part[np.argsort(sizes[part], kind="stable")] for part in parts])  # of like length
        batches = [order[at : at + _PAGES] for at in range(0, len(order), _PAGES)]
        rng.shuffle(batches)
        total = 0.0
        for batch in batches:
            longest = int(sizes[batch].max())
            rows = torch.zeros(len(batch), longest, everything.shape[1])
            apart, there = torch.ones(len(batch), longest, dtype=torch.bool), torch.zeros(len(batch), longest) > 0
            path = torch.zeros(len(batch), longest, dtype=torch.long)
            for place, own in enumerate(batch.tolist()):
                end = int(sizes[own])
                rows[place, :end], there[place, :end] = torch.from_numpy(examples[own].rows), True
                apart[place, :end] = torch.from_numpy(examples[own].apart)
                path[place, :end] = torch.from_numpy(examples[own].path)
            for group in best.param_groups:
                group["lr"] = _PACE * 0.5 * (1 + math.cos(math.pi * done / count)) + 1e-5
            loss = measure_loss(network(rows), apart, path, there) / there.sum()
            best.zero_grad()
            (40 * loss + 1e-4 * network.weigh_up()).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            best.step()
            done += 1
            total += float(loss.detach())
        print(f"epoch {epoch}: {total / len(batches):.5f}", flush=True)
    layers = {name: values.detach().numpy() for name, values in network.named_parameters()}
    mean, spread = (np.tile(values.numpy(), 2 * AROUND + 1) for values in (network.mean, network.spread))
    hidden, direct = layers["hidden.weight"].T / spread[:, None], layers["direct.weight"].T / spread[:, None]
    return {
        "hidden": hidden,
        "hidden_bias": layers["hidden.bias"] - mean @ hidden,
        "output": layers["output.weight"].T,
        "output_bias": layers["output.bias"] - mean @ direct,
        "direct": direct,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--seeds", type=int, nargs="+", default=[*range(101, 110)])
    args = parser.parse_args()
    torch.set_num_threads(1)
    args.keep.mkdir(parents=True, exist_ok=True)
    style = fit_style(args.raw)
    weights = style.astype(float) / chain.STYLE_STEP
    dumps = [dump for seed in args.seeds for dump in read_dumps(args.raw, args.pages, seed, args.keep, unseen=True)]
    examples = [example for dump in dumps if (example := read_example(dump, weights)) is not None]
    layers = {name: values.astype(np.float32) for name, values in fit_network(examples, 0).items()}
    np.savez_compressed(DATA / "chain.npz", style=style, about=np.array(_ABOUT), **layers)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
