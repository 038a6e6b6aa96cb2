"""Two pieces of text -> log-odds that the second goes on with the first.

A feed-forward network over the last characters of the one and the first of the other (after Bengio et al. 2003, taught
to tell right continuations from others): continuity.npz, made by scripts/train_texts.py of raw news that no test
page is set from. The first layer is a sum of what each side gives, so that many pairs cost little more than their
sides. Beside the counts of seams.npz, which know what was often seen, it knows what fits. What a side gives also tells,
by itself, how a line begins or ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from string import ascii_letters

import numpy as np
import numpy.typing as npt

from kg.articles.arrays import Array, check_shapes, read_arrays
from kg.articles.chars import read_codes
from kg.errors import LexiconError

Floats = npt.NDArray[np.float32]
_BEYOND = 0xFFFF
_FEW = 512  # pairs that are weighed at once
_NOTHING, _OTHER = 0, 1  # rows of the characters: where there is none, one that is not known
_LAYERS = (
    *("chars", "vectors", "scale", "ending", "beginning", "bias", "middle", "middle_bias", "output", "output_bias"),
    *("start_kinds", "start_bias", "end_kinds", "end_bias"),
)
_STARTS, _ENDS = 4, 3  # kinds
_DIGITS = "0123456789０１２３４５６７８９"


class Continuity:
    """The network; ``chars``: those it knows, each with one of ``vectors`` from the third on."""

    def __init__(self, chars: str, layers: Mapping[str, Floats]) -> None:
        self._places = np.full(_BEYOND + 1, _OTHER, dtype=np.int64)
        for number, char in enumerate(chars, _OTHER + 1):
            self._places[ord(char)] = number
        for alike in (_DIGITS, ascii_letters):
            for char in alike:
                self._places[ord(char)] = self._places[ord(alike[0] if alike is _DIGITS else "a")]
        self._places[0] = _NOTHING
        self._vectors = layers["vectors"]
        self._layers = layers
        size = self._vectors.shape[1]
        self.before, self.after = len(layers["ending"]) // size, len(layers["beginning"]) // size

    def read_ends(self, texts: Sequence[str]) -> Floats:
        """``(texts, units)``: what the last ``before`` characters of each give."""
        count = self.before
        codes = self._number([text[-count:].rjust(count, "\0") for text in texts], count)
        return codes @ self._layers["ending"] + self._layers["bias"]

    def read_beginnings(self, texts: Sequence[str]) -> Floats:
        """The same of the first ``after`` characters."""
        count = self.after
        return self._number([text[:count].ljust(count, "\0") for text in texts], count) @ self._layers["beginning"]

    def tell_ends(self, ends: Floats) -> Floats:
        """``(texts, 3)`` log-odds from what ``read_ends`` has: it ends within a phrase, a headline, with a headline."""
        return self._tell(ends, "end")

    def tell_beginnings(self, beginnings: Floats) -> Floats:
        """``(texts, 4)``: it begins within prose, a paragraph, a headline, within a headline."""
        return self._tell(beginnings + self._layers["bias"], "start")

    def _tell(self, outer: Floats, side: str) -> Floats:
        return np.asarray(np.maximum(outer, 0) @ self._layers[side + "_kinds"] + self._layers[side + "_bias"])

    def weigh(self, ends: Floats, beginnings: Floats) -> Floats:
        """``(…)`` log-odds from ``(…, units)`` of both.

        >>> network = load_continuity()
        >>> ends = network.read_ends(["全市要聚焦重点项目建", "代表们认真审议了工作报"])
        >>> starts = network.read_beginnings(["设，持续优化营商环境", "告，并提出了意见建议"])
        >>> worth = network.weigh(ends[:, None], starts[None])
        >>> bool(worth[0, 0] > worth[0, 1] and worth[1, 1] > worth[1, 0])
        True
        """
        shape = np.broadcast_shapes(ends.shape, beginnings.shape)
        if len(shape) < 3 or shape[0] * shape[1] < _FEW:
            return self._weigh_few(ends, beginnings)
        said = np.empty(shape[:-1], dtype=np.float32)
        step = max(1, _FEW // shape[1])
        for at in range(0, shape[0], step):  # a part at a time: small arrays are the quick ones
            part = slice(at, at + step)
            own = ends[part] if len(ends) > 1 else ends, beginnings[part] if len(beginnings) > 1 else beginnings
            said[part] = self._weigh_few(*own)
        return said

    def _weigh_few(self, ends: Floats, beginnings: Floats) -> Floats:
        layers = self._layers
        outer = ends + beginnings
        np.maximum(outer, 0, out=outer)
        inner = outer.reshape(-1, outer.shape[-1]) @ layers["middle"]  # one product is quicker than one for each row
        inner += layers["middle_bias"]
        np.maximum(inner, 0, out=inner)
        said = inner @ layers["output"] + layers["output_bias"]
        return np.asarray(said, dtype=np.float32).reshape(outer.shape[:-1])

    def _number(self, parts: Sequence[str], count: int) -> Floats:
        text = "".join(parts)
        codes = read_codes(text)
        rows = self._vectors.take(self._places.take(np.minimum(codes, _BEYOND)), axis=0)
        return rows.reshape(len(parts), count * self._vectors.shape[1])


@cache
def load_continuity() -> Continuity:
    """kg/data/pages/continuity.npz."""
    name = "pages/continuity.npz"
    return make_continuity(read_arrays(name, _LAYERS), name)


def make_continuity(arrays: Mapping[str, Array], name: str) -> Continuity:
    """The network of a file's arrays; LexiconError names what does not fit."""
    vectors, units, inner = arrays["vectors"], len(arrays["bias"]), len(arrays["middle_bias"])
    size = vectors.shape[1] if vectors.ndim == 2 else 0
    shapes = {
        "vectors": (len(arrays["chars"]) + _OTHER + 1, size),
        "scale": (size,),
        "middle": (units, inner),
        "output": (inner,),
        "output_bias": (),
        "start_kinds": (units, _STARTS),
        "start_bias": (_STARTS,),
        "end_kinds": (units, _ENDS),
        "end_bias": (_ENDS,),
    }
    check_shapes(arrays, shapes, name)
    for key in ("ending", "beginning"):
        if not size or arrays[key].ndim != 2 or arrays[key].shape[1] != units or len(arrays[key]) % size:
            raise LexiconError(f"{name}: {key}: {units} units for each of some vectors expected")
    layers = {key: arrays[key].astype(np.float32) for key in _LAYERS if key not in ("chars", "scale")}
    layers["vectors"] = layers["vectors"] * arrays["scale"].astype(np.float32)
    return Continuity("".join(map(chr, arrays["chars"])), layers)
