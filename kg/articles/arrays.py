"""A file of arrays under kg/data -> the arrays by name; LexiconError names the file and what is wrong with it."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping
from importlib.resources import files
from typing import IO, Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from kg.errors import LexiconError

Array = npt.NDArray[Any]


def read_arrays(name: str, needed: Collection[str]) -> dict[str, Array]:
    """The arrays of ``kg/data/<name>``, an .npz file, among them those ``needed``."""
    with files("kg").joinpath("data", *name.split("/")).open("rb") as file:
        return parse_arrays(file, name, needed)


def parse_arrays(file: IO[bytes], name: str, needed: Collection[str]) -> dict[str, Array]:
    """The same from an open file. No objects are unpickled: a file holds numbers and text only."""
    try:
        table = np.load(file, allow_pickle=False)
        if not isinstance(table, np.lib.npyio.NpzFile):
            raise LexiconError(f"{name}: one array by itself, not several by name")
        with table:
            arrays = {key: table[key] for key in table.files}
    except (OSError, ValueError, EOFError, BadZipFile, zlib.error) as error:
        raise LexiconError(f"{name}: not a file of arrays that can be read ({error.__class__.__name__})") from error
    missing = sorted(set(needed) - arrays.keys())
    if missing:
        raise LexiconError(f"{name}: {', '.join(missing)} missing")
    for key, array in arrays.items():
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise LexiconError(f"{name}: {key}: numbers expected that are finite")
    return arrays


def check_shapes(arrays: Mapping[str, Array], shapes: Mapping[str, tuple[int, ...]], name: str) -> None:
    """LexiconError names the array that has another shape than it should."""
    for key, shape in shapes.items():
        if arrays[key].shape != shape:
            raise LexiconError(f"{name}: {key}: shape {shape} expected, not {arrays[key].shape}")
