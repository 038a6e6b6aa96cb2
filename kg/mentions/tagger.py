"""Texts -> words with part of speech, and typed name spans with their probability: one pass of one small network.

The words are LAC's (Jiao, Sun and Sun 2018, "Chinese Lexical Analysis with Deep Bi-GRU-CRF Network",
arXiv:1807.01882), whose network is in this one as it is. A third recurrent layer upon it sees beside LAC's states the
pairs of neighbours and the dictionary words that begin, end or run on at each character (Ma et al. 2020, "Simplify the
Usage of Lexicon in Chinese NER", arXiv:1908.05969); its heads give names by type, each a CRF of its own whose exact
span marginals come from forward-backward. Training: ``scripts/train_tagger.py``; data: ``kg/data/tagger/DATA_CARD.md``.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable

import numpy as np
import numpy.typing as npt
import onnxruntime

from kg.errors import LexiconError

_MAX_LENGTH = 500  # longer pieces are cut here, to bound memory on a page without sentence ends
_BATCH = 48
_ALIKE = 0.8  # a batch holds no text shorter than this share of its longest
_FEW = 6
_LENGTHS = (2, 3, 4, 5, 6)  # of dictionary words
_LOWEST = -20.0  # log potential, against the best tag of the place
_FLOOR = 0.05  # spans less probable than this are not reported

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Word:
    """``[start, end)`` of the text with its LAC tag (n v PER LOC ...); ``posterior`` in [0, 1].

    ``opens``: for each of its characters how probable it is that a word begins there; () where that is not known.
    """

    start: int
    end: int
    tag: str
    posterior: float
    opens: tuple[float, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NameSpan:
    """``[start, end)`` of a text is a name of ``type`` with this probability, says head ``head``."""

    start: int
    end: int
    type: str
    probability: float
    head: str


class Features:
    """Texts -> the ids that the network reads: characters, pairs, dictionary words."""

    def __init__(
        self, chars: Sequence[str], widths: dict[str, str], pairs: Sequence[str], words: Sequence[str]
    ) -> None:
        """Id 0 is the unknown character, the unknown pair and no word; ``widths`` maps full to half width."""
        self._table = np.zeros(0x30000, dtype=np.int64)
        for index, char in enumerate(chars):
            self._table[ord(char)] = index + 1
        for full, half in widths.items():
            self._table[ord(full)] = self._table[ord(half)]
        self._base = np.uint64(len(chars) + 1)
        self._pairs = self._index(pairs, 2)
        self._words = {
            length: self._index(words, length, np.array([len(word) for word in words]) == length) for length in _LENGTHS
        }

    def _index(
        self, names: Sequence[str], length: int, where: npt.NDArray[np.bool_] | None = None
    ) -> tuple[npt.NDArray[np.uint64], Ints]:
        numbers = np.arange(1, len(names) + 1) if where is None else np.flatnonzero(where) + 1
        keys = self._keys(self.chars("".join(names[i - 1] for i in numbers.tolist())), length)[::length]
        order = np.argsort(keys, kind="stable")
        return keys[order], numbers[order]

    def chars(self, text: str) -> Ints:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        return self._table[np.minimum(codes, len(self._table) - 1)]

    def _keys(self, chars: Ints, length: int) -> npt.NDArray[np.uint64]:
        """One number for each run of ``length`` characters: exact up to four, a hash of 64 bits beyond."""
        count = max(0, len(chars) - length + 1)
        keys = np.zeros(count, dtype=np.uint64)
        for offset in range(length):
            keys = keys * self._base + chars[offset : offset + count].astype(np.uint64)
        return keys

    @staticmethod
    def _find(index: tuple[npt.NDArray[np.uint64], Ints], keys: npt.NDArray[np.uint64]) -> Ints:
        known, numbers = index
        if not len(known):
            return np.zeros(len(keys), dtype=np.int64)
        at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        return np.where(known[at] == keys, numbers[at], 0)

    def batch(self, texts: Sequence[str]) -> tuple[Ints, Ints, Ints]:
        """Characters and pairs ``(longest, texts)`` and words ``(longest, texts, 5)``; shorter texts end in 0."""
        longest = max(len(text) for text in texts)
        chars = np.zeros((longest, len(texts)), dtype=np.int64)
        pairs = np.zeros((longest, len(texts)), dtype=np.int64)
        words = np.zeros((longest, len(texts), len(_LENGTHS)), dtype=np.int64)
        # all texts in one run, with borders that no pair or word crosses
        flat = self.chars("\0".join(texts))
        found_pairs = self._find(self._pairs, self._keys(flat, 2))
        found_words = [self._find(self._words[length], self._keys(flat, length)) for length in _LENGTHS]
        at = 0
        for column, text in enumerate(texts):
            length = len(text)
            chars[:length, column] = flat[at : at + length]
            pairs[: length - 1, column] = found_pairs[at : at + length - 1]
            for slot, (size, found) in enumerate(zip(_LENGTHS, found_words, strict=True)):
                if length >= size:
                    words[: length - size + 1, column, slot] = found[at : at + length - size + 1]
            at += length + 1
        return chars, pairs, words


@dataclass(frozen=True, slots=True)
class Read:
    """What one pass saw in a text: words without gaps, and names in the order of their starts (they may overlap)."""

    words: tuple[Word, ...]
    names: tuple[NameSpan, ...]


@dataclass(frozen=True, slots=True)
class _Crf:
    """Scores of steps between tags, and which tags may open and end a text."""

    labels: tuple[str, ...]
    steps: Floats  # log scores, [from, to]
    first: Floats  # 0 or 1
    last: Floats


class Tagger:
    """The shipped network on ONNX Runtime, one thread. Holds the session and the tables; reading has no side effect."""

    def __init__(self, folder: Traversable | None = None) -> None:
        folder = folder or files("kg").joinpath("data", "tagger")
        labels = json.loads(folder.joinpath("labels.json").read_text("utf-8"))
        self.features = Features(
            _read_lines(folder, "chars.txt"),
            labels["widths"],
            _read_lines(folder, "pairs.txt"),
            _read_lines(folder, "words.txt"),
        )
        with as_file(folder.joinpath("crf.npz")) as path, np.load(path) as archive:
            steps = {name: archive[name].astype(np.float32) for name in archive.files}
        tags = labels["lac"]
        self._word_labels = [name.rsplit("-", 1)[0] for name in tags]
        self._inside = np.array([name.endswith("-I") for name in tags])
        self._begins = (~self._inside).astype(np.float32)
        ones = np.ones(len(tags), dtype=np.float32)
        self._word_crf = _Crf(tuple(tags), steps["lac"], ones, ones)
        self._name_crfs = {head: _name_crf(tuple(types), steps[head]) for head, types in labels["heads"].items()}
        self._right = {head: tuple(shares) for head, shares in labels["right"].items()}
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        network = folder.joinpath("network.onnx").read_bytes()
        self._session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
        outputs = {output.name: output.shape[-1] for output in self._session.get_outputs()}
        for head, crf in {"lac": self._word_crf, **self._name_crfs}.items():
            if outputs.get(head) != len(crf.steps):
                raise LexiconError(f"kg/data/tagger: network.onnx and labels.json disagree on head {head}")

    def tag(self, texts: Sequence[str]) -> list[list[Word]]:
        """Words of each text, in order, without gaps. Empty texts give empty lists."""
        return [list(read.words) for read in self.read(texts, ())]

    def read(self, texts: Sequence[str], heads: Sequence[str] = ("read",)) -> list[Read]:
        """Words and name spans of each text; ``heads`` as in labels.json."""
        pieces = [
            (len(text[at : at + _MAX_LENGTH]), number, at)
            for number, text in enumerate(texts)
            for at in range(0, len(text), _MAX_LENGTH)
        ]
        pieces.sort(key=lambda piece: (-piece[0], piece[1:]))
        words: list[list[Word]] = [[] for _ in texts]
        names: list[list[NameSpan]] = [[] for _ in texts]
        for batch in _batches(pieces):
            chunk = [texts[number][at : at + length] for length, number, at in batch]
            for (_, number, at), read in zip(batch, self._read_batch(chunk, heads), strict=True):
                words[number] += [Word(w.start + at, w.end + at, w.tag, w.posterior, w.opens) for w in read.words]
                names[number] += [NameSpan(n.start + at, n.end + at, n.type, n.probability, n.head) for n in read.names]
        return [
            Read(tuple(sorted(w, key=_by_offset)), tuple(sorted(n, key=_by_offset)))
            for w, n in zip(words, names, strict=True)
        ]

    def _read_batch(self, chunk: list[str], heads: Sequence[str]) -> list[Read]:
        """Texts come longest first."""
        lengths = [len(text) for text in chunk]
        chars, pairs, known = self.features.batch(chunk)
        feed = {"chars": chars, "pairs": pairs, "words": known, "lengths": np.array(lengths, dtype=np.int32)}
        lac, *emissions = self._session.run(["lac", *heads], feed)
        # how many of the texts (longest first) reach each position
        active = [sum(length > t for length in lengths) for t in range(lengths[0])]
        path = _best_path(lac, self._word_crf, active, lengths)
        chart = _Chart(lac, self._word_crf, active)
        sure = np.take_along_axis(chart.marginals, path[:, :, None], axis=2)[:, :, 0]
        opens = chart.marginals @ self._begins
        words_of = [
            self._words(path[:length, i], sure[:length, i], opens[:length, i]) for i, length in enumerate(lengths)
        ]
        names: list[list[NameSpan]] = [[] for _ in chunk]
        for head, scores in zip(heads, emissions, strict=True):
            crf = self._name_crfs[head]
            for column, start, end, kind, probability in _Chart(scores, crf, active).spans(lengths):
                calibrated = self._right[head][
                    min(int(probability * len(self._right[head])), len(self._right[head]) - 1)
                ]
                names[column].append(NameSpan(start, end, crf.labels[kind], calibrated, head))
        return [Read(tuple(w), tuple(n)) for w, n in zip(words_of, names, strict=True)]

    def _words(self, path: Ints, posterior: Floats, opens: Floats) -> list[Word]:
        tags, sure, opening = path.tolist(), posterior.tolist(), opens.tolist()
        borders = [0, *(np.flatnonzero(~self._inside[path[1:]]) + 1).tolist(), len(tags)]
        return [
            Word(start, end, self._word_labels[tags[start]], min(sure[start:end]), tuple(opening[start:end]))
            for start, end in itertools.pairwise(borders)
        ]


def _batches(pieces: list[tuple[int, int, int]]) -> Iterator[list[tuple[int, int, int]]]:
    """Pieces, longest first, in runs of like length: padding is work for nothing."""
    batch: list[tuple[int, int, int]] = []
    for piece in pieces:
        if batch and (len(batch) == _BATCH or piece[0] < _ALIKE * batch[0][0] - 2):
            yield batch
            batch = []
        batch.append(piece)
    if batch:
        yield batch


class _Chart:
    """Forward and backward sums of one CRF over a batch, in probability space."""

    def __init__(self, emissions: Floats, crf: _Crf, active: list[int]) -> None:
        count = emissions.shape[1]
        step = np.exp(crf.steps)
        back_step = np.ascontiguousarray(step.T)
        # the floor keeps products out of the denormal range, where arithmetic is slow
        potential = np.exp(np.maximum(emissions - emissions.max(axis=2, keepdims=True), _LOWEST))
        forward = np.zeros_like(potential)
        mass = np.ones(potential.shape[:2], dtype=np.float32)
        forward[0] = potential[0] * crf.first
        for t, n in enumerate(active):
            if t:
                forward[t, :n] = (forward[t - 1, :n] @ step) * potential[t, :n]
            mass[t, :n] = forward[t, :n].sum(axis=1)
            forward[t, :n] /= mass[t, :n, None]
        backward = np.empty_like(potential)
        after = np.tile(crf.last, (count, 1))
        for t in range(len(active) - 1, -1, -1):
            n = active[t]
            after[:n] /= (forward[t, :n] * after[:n]).sum(axis=1, keepdims=True)
            backward[t] = after
            after[:n] = (after[:n] * potential[t, :n]) @ back_step
        self.step, self.potential, self.mass = step, potential, mass
        self.forward, self.backward = forward, backward
        self.marginals: Floats = forward * backward

    def spans(self, lengths: list[int]) -> list[tuple[int, int, int, int, float]]:
        """(text, start, end, type, exact probability of the whole span), for a CRF of tags O, B I E S, B I E S ..."""
        found = []
        for t, column, kind in np.argwhere(self.marginals[:, :, 4::4] >= _FLOOR).tolist():
            if t < lengths[column]:
                found.append((column, t, t + 1, kind, float(self.marginals[t, column, 4 + 4 * kind])))
        ends: dict[tuple[int, int], list[int]] = {}
        for t, column, kind in np.argwhere(self.marginals[:, :, 3::4] >= _FLOOR).tolist():
            if t < lengths[column]:
                ends.setdefault((column, kind), []).append(t)
        for t, column, kind in np.argwhere(self.marginals[:, :, 1::4] >= _FLOOR).tolist():
            for end in ends.get((column, kind), ()):
                if end > t:
                    probability = self._probability(t, end, column, kind)
                    if probability >= _FLOOR:
                        found.append((column, t, end + 1, kind, probability))
                    inner = self.marginals[t + 1 : end, column, 2 + 4 * kind]
                    if len(inner) and inner.min() < _FLOOR:
                        break
        return found

    def _probability(self, start: int, last: int, column: int, kind: int) -> float:
        """P(the tags B I ... I E stand at start..last)."""
        begin, inner, end = (index + 4 * kind for index in (1, 2, 3))
        value = self.forward[start, column, begin] * self.backward[last, column, end]
        scaled = self.potential[:, column] / self.mass[:, column, None]
        if last == start + 1:
            return float(value * self.step[begin, end] * scaled[last, end])
        middle = scaled[start + 1 : last, inner] * self.step[inner, inner]
        ends = self.step[begin, inner] * self.step[inner, end] / self.step[inner, inner]
        return float(min(1.0, value * ends * scaled[last, end] * np.prod(middle)))


def _best_path(emissions: Floats, crf: _Crf, active: list[int], lengths: list[int]) -> Ints:
    """Viterbi over ``(length, texts, tags) -> (length, texts)``.

    LAC's steps differ by less than half a point, so hardly a tag but the few best can be the one before; where more
    than those could, all are tried.
    """
    steps, count, tags = emissions.shape
    reach = float(crf.steps.max() - crf.steps.min())
    few = min(_FEW, tags)
    score = emissions[0].copy()
    back = np.zeros((steps, count, tags), dtype=np.int64)
    rows = np.arange(count)
    for t in range(1, steps):
        n = active[t]
        order = np.argpartition(score[:n], tags - few, axis=1)[:, tags - few :]
        kept = np.take_along_axis(score[:n], order, axis=1)
        # the least of the few is the best of the rest's upper bound
        if few < tags and (kept.min(axis=1) > kept.max(axis=1) - reach).any():
            order = np.broadcast_to(np.arange(tags), (n, tags))
            kept = score[:n]
        table = kept[:, :, None] + crf.steps[order]
        best = table.argmax(axis=1)
        back[t, :n] = np.take_along_axis(order, best, axis=1)
        score[:n] = table.max(axis=1) + emissions[t, :n]
    path = np.zeros((steps, count), dtype=np.int64)
    path[[length - 1 for length in lengths], rows] = score.argmax(axis=1)
    for t in range(steps - 1, 0, -1):
        n = active[t]
        path[t - 1, :n] = back[t, rows[:n], path[t, :n]]
    return path


def _name_crf(types: tuple[str, ...], steps: Floats) -> _Crf:
    """Tags are O, then B I E S of each type; steps out of the scheme are forbidden."""
    position = np.array(["O", *("BIES" * len(types))])
    kind = np.array([-1, *(index for index in range(len(types)) for _ in "BIES")])
    unfinished = np.isin(position, ("B", "I"))
    continues = np.isin(position, ("I", "E"))
    allowed = (unfinished[:, None] & continues[None] & (kind[:, None] == kind[None])) | (
        ~unfinished[:, None] & ~continues[None]
    )
    scores = np.where(allowed, steps, -np.inf).astype(np.float32)
    return _Crf(types, scores, (~continues).astype(np.float32), (~unfinished).astype(np.float32))


def _by_offset(item: Word | NameSpan) -> tuple[int, int, str]:
    return (item.start, item.end, item.type if isinstance(item, NameSpan) else "")


def _read_lines(folder: Traversable, name: str) -> list[str]:
    return folder.joinpath(name).read_text("utf-8").split("\n")[:-1]
