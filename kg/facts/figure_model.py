"""A sentence's tokens with one of its numbers -> which tokens name what it measures, whose it is, whether it is one.

A small network (kg/data/figures/MODEL_CARD.md): word and letter vectors, two layers of gated recurrent units in both
directions (Cho et al. 2014) over headline, sentence before and sentence, run once for a sentence; then for each of
its numbers three dilated convolutions (Yu and Koltun 2016) over the same words seen from the number. The owner is
pointed at among the names (Vinyals et al. 2015). The arithmetic is numpy's alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt

from kg.errors import LexiconError
from kg.facts.figure_tokens import BEFORE, HEADLINE, HERE, TOPIC, Token
from kg.facts.quantities import Quantity
from kg.model import Mention

Floats = npt.NDArray[np.float32]

LETTERS = 4  # of a word that are looked at
DISTANCES, CLAUSES = 20, 12
_JOINTS, _BREAKS = frozenset("、和与及"), frozenset("，；：。,;:")
_PEOPLE = frozenset({"Person", "Official"})
AMOUNT = re.compile(r"[\d.,，]+")
_UNSEEN = 1
_LEFT_OUT = 0.65  # a word less sure to be left out is kept: one too many misleads less than one too few
# ... but not times, function words and other numbers
_LEAST_LEFT_OUT = {**dict.fromkeys("TM w u p d c xc r".split(), 0.5), "Q": 0.25}


@dataclass(frozen=True, slots=True)
class FigureReading:
    """What is read of one number.

    ``before``, ``noun`` and ``behind`` are indexes of the tokens that name the quantity: those before the number, the
    noun that is counted, and what is said of it further behind. ``sure``: how probable it is
    that all words are judged right, each by itself.
    ``owners``: each name with its probability, "" for nobody. ``figure``: how probable it is that a reader would note
    the number at all.
    """

    before: tuple[int, ...]
    noun: tuple[int, ...]
    behind: tuple[int, ...]
    sure: float
    owners: Mapping[str, tuple[float, Mention | None]]
    figure: float


class FigureModel:
    """The weights and the tables; ``read`` has no side effect."""

    def __init__(self, content: bytes) -> None:
        with np.load(BytesIO(content), allow_pickle=False) as saved:
            self._w: dict[str, Floats] = {
                name: saved[name].astype(np.float32) for name in saved.files if name not in ("tables", "steps")
            }
            tables = json.loads(bytes(saved["tables"]).decode("utf-8"))
            self._steps = [int(step) for step in saved["steps"]]
        self._words = {word: i + 2 for i, word in enumerate(tables["words"])}
        self._letters = {letter: i + 2 for i, letter in enumerate(tables["letters"])}
        self._tags = {tag: i for i, tag in enumerate(tables["tags"])}
        self._types = {type_: i for i, type_ in enumerate(tables["types"])}
        self._kinds = {kind: i for i, kind in enumerate(tables["kinds"])}
        self._units = {unit: i + 1 for i, unit in enumerate(tables["units"])}
        self._gates = [  # of both directions
            [
                np.stack([self._w[f"rnn.{name}_l{layer}"], self._w[f"rnn.{name}_l{layer}_reverse"]])
                for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
            ]
            for layer in range(int(tables["layers"]))
        ]
        self._rows: dict[tuple[str, str, str, int, bool, bool], Floats] = {}

    def read(self, sentences: Sequence[tuple[Sequence[Token], Sequence[Quantity]]]) -> list[list[FigureReading]]:
        """One list a sentence, one reading a quantity."""
        if not sentences:
            return []
        states = self._encode([tokens for tokens, _ in sentences])
        return [
            [self._judge(tokens, number, quantity, state) for number, quantity in enumerate(quantities)]
            for (tokens, quantities), state in zip(sentences, states, strict=True)
        ]

    # ---- once for a sentence

    def _embed(self, token: Token) -> Floats:
        number = token.number >= 0
        text = "" if number else token.text
        type_ = token.mention.type if token.mention is not None else ""
        key = (text, token.tag, type_, token.segment, token.first, number)
        row = self._rows.get(key)
        if row is None:
            w = self._w
            word = self._words.get(text, _UNSEEN)
            letters = [self._letters.get(letter, _UNSEEN) for letter in text[:LETTERS]]
            shape = w["c.weight"][letters].mean(axis=0) if letters else np.zeros_like(w["c.weight"][0])
            known = np.concatenate([w["w.weight"][word], shape])
            meaning = np.maximum(known @ w["pw.weight"].T + w["pw.bias"], 0)
            tag = w["tg.weight"][self._tags.get(token.tag, self._tags["?"])]
            kind = w["ty.weight"][self._types.get(type_, self._types["?"])]
            place = w["sg.weight"][{HERE: 0, HEADLINE: 1, BEFORE: 2, TOPIC: 3}[token.segment]]
            flags = np.array([token.first, number, token.segment == HERE], dtype=np.float32)
            row = np.concatenate([meaning, tag, kind, place, flags]).astype(np.float32)
            if len(self._rows) < 50_000:
                self._rows[key] = row
        return row

    def _encode(self, texts: Sequence[Sequence[Token]]) -> list[Floats]:
        lengths = np.array([len(text) for text in texts])
        longest, count = int(lengths.max()), len(texts)
        first = self._embed(texts[0][0])
        states: Floats = np.zeros((longest, count, len(first)), dtype=np.float32)
        for i, text in enumerate(texts):
            for t, token in enumerate(text):
                states[t, i] = self._embed(token)
        steps = np.arange(longest)[:, None]
        back = np.where(steps < lengths, lengths - 1 - steps, steps)  # each text turned round within its length
        columns = np.arange(count)[None, :]
        for layer in range(len(self._gates)):
            both = self._run(np.stack([states, states[back, columns]], axis=1), layer)
            states = np.concatenate([both[:, 0], both[:, 1][back, columns]], axis=2)
        return [states[: len(text), i] for i, text in enumerate(texts)]

    def _run(self, inputs: Floats, layer: int) -> Floats:
        """A layer of gated recurrent units, both directions at once; gates reset, update, new.

        ``(steps, 2, texts, in) -> (steps, 2, texts, out)``.
        """
        w_in, w_on, b_in, b_on = self._gates[layer]
        w_on = w_on.transpose(0, 2, 1)
        size = w_on.shape[1]
        given = inputs @ w_in.transpose(0, 2, 1) + b_in[:, None]
        given[..., : 2 * size] += b_on[:, None, : 2 * size]
        rest = b_on[:, None, 2 * size :]
        state: Floats = np.zeros((2, inputs.shape[2], size), dtype=np.float32)
        found: Floats = np.empty((len(inputs), 2, inputs.shape[2], size), dtype=np.float32)
        for t in range(len(inputs)):
            own = state @ w_on
            gates = 1 / (1 + np.exp(-(given[t, ..., : 2 * size] + own[..., : 2 * size])))
            reset, update = gates[..., :size], gates[..., size:]
            new = np.tanh(given[t, ..., 2 * size :] + reset * (own[..., 2 * size :] + rest))
            state = new + update * (state - new)
            found[t] = state
        return found

    # ---- once for a number

    def _judge(self, tokens: Sequence[Token], number: int, quantity: Quantity, states: Floats) -> FigureReading:
        w = self._w
        at = next(i for i, token in enumerate(tokens) if token.number == number)
        kind = self._kinds.get(quantity.kind, 0)
        unit = self._units.get(AMOUNT.sub("", quantity.unit), 0)
        far = np.array([distance(i - at) for i in range(len(tokens))])
        apart = np.array([apart_from(token, tokens[at]) for token in tokens])
        seen = states @ w["a.weight"].T + w["a.bias"] + w["dist.weight"][far] + w["cl.weight"][apart]
        seen += w["kp.weight"][kind * DISTANCES + far] + w["kind.weight"][kind] + w["unit.weight"][unit]
        seen += states[at] @ w["b.weight"].T + w["b.bias"] + w["isq.weight"][0]
        seen[at] += w["isq.weight"][1] - w["isq.weight"][0]
        seen = np.maximum(seen, 0)
        for i, step in enumerate(self._steps):
            padded = np.pad(seen, ((step, step), (0, 0)))
            kernel = w[f"conv.{i}.weight"]
            size = len(seen)
            out = sum(padded[k * step : k * step + size] @ kernel[:, :, k].T for k in range(3))
            seen = seen + np.maximum(out + w[f"conv.{i}.bias"], 0)
        shares = _softmax(seen @ w["out.weight"].T + w["out.bias"])
        behind = np.array([token.segment == HERE and i > at for i, token in enumerate(tokens)])
        shares[behind, 1] = 0
        shares[~behind, 2:] = 0
        for i in counted_by_others(tokens, at):
            shares[i] = (1, 0, 0, 0)
        least = np.array([_LEAST_LEFT_OUT.get(token.tag, _LEFT_OUT) for token in tokens])
        best = np.where(shares[:, 0] < least, shares[:, 1:].argmax(axis=1) + 1, 0)
        picked = [tuple(int(i) for i in np.flatnonzero(best == role)) for role in (1, 2, 3)]
        sure = float(np.exp(np.log(shares.max(axis=1)).sum()))
        figure = 1 / (1 + float(np.exp((seen[at] @ w["x.weight"].T + w["x.bias"])[0])))
        return FigureReading(picked[0], picked[1], picked[2], sure, self._point(tokens, seen, at), figure)

    def _point(self, tokens: Sequence[Token], seen: Floats, at: int) -> dict[str, tuple[float, Mention | None]]:
        w = self._w
        named = [i for i, t in enumerate(tokens) if t.first and t.mention is not None and t.mention.type not in _PEOPLE]
        nobody = (seen[at] @ w["none.weight"].T + w["none.bias"])[0]
        points = (seen[named] @ w["own.weight"].T + w["own.bias"])[:, 0]
        shares = _softmax(np.concatenate([[nobody], points])[None, :])[0]
        found: dict[str, tuple[float, Mention | None]] = {"": (float(shares[0]), None)}
        for i, share in zip(named, shares[1:], strict=True):
            mention = tokens[i].mention
            if mention is not None:
                before, first = found.get(mention.name, (0.0, mention))
                found[mention.name] = (before + float(share), first)
        return found


def counted_by_others(tokens: Sequence[Token], at: int) -> list[int]:
    """Tokens that another number of the list counts: 136家工厂、13个园区 -> 园区 for the first, 工厂 for the second."""
    found: list[int] = []
    for i, token in enumerate(tokens):
        if token.number < 0 or i == at:
            continue
        between = tokens[min(i, at) + 1 : max(i, at)]
        if any(t.text in _BREAKS for t in between) or not any(t.text in _JOINTS for t in between):
            continue
        if i < at:
            joint = next(k for k in range(i + 1, at) if tokens[k].text in _JOINTS)
            found += range(i + 1, joint + 1)
        else:
            joint = next(k for k in range(i - 1, at, -1) if tokens[k].text in _JOINTS)
            found += range(joint, len(tokens))
    return found


def distance(steps: int) -> int:
    """How far a word is from the number, in halves of powers of two; those behind from 10 on."""
    bucket = min(9, int(np.log2(abs(steps)) * 2) + 1) if steps else 0
    return bucket if steps <= 0 else 10 + bucket


def apart_from(token: Token, number: Token) -> int:
    """How many clauses before or behind, or in which other text."""
    if token.segment == HERE:
        return max(-4, min(4, token.clause - number.clause)) + 4
    return {HEADLINE: 9, BEFORE: 10, TOPIC: 11}[token.segment]


def _softmax(rows: Floats) -> Floats:
    shares = np.exp(rows - rows.max(axis=-1, keepdims=True))
    result: Floats = shares / shares.sum(axis=-1, keepdims=True)
    return result


@cache
def load_figure_model() -> FigureModel:
    """The shipped network. Raises LexiconError when its file is missing."""
    path = files("kg").joinpath("data", "figures", "network.npz")
    if not path.is_file():
        raise LexiconError(f"{path}: the network that reads figures is missing; reinstall newskg")
    return FigureModel(path.read_bytes())
