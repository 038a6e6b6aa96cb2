"""Sentences that people read for every name in them -> examples for ``train_tagger.py`` and ``calibrate_mentions.py``.

    python scripts/tagger_labels.py DATA OUT.jsonl.gz

Two sources. benchmarks/name_labels.tsv.gz: sentences of raw news, by corpus, article and the sentence's hash, with the
spans and types of their names; no text is kept, so that DATA must hold the corpora. benchmarks/name_sentences.txt.gz:
sentences in the manner of local papers, written for newskg with invented names, each marked as [[澄川市委|PublicBody]].
The result holds news text and stays outside the project.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kg.model import Article, Page
from kg.text import split_sentences

ROOT = Path(__file__).resolve().parents[1]
LABELS = ROOT / "benchmarks" / "name_labels.tsv.gz"
WRITTEN = ROOT / "benchmarks" / "name_sentences.txt.gz"
_MARKED = re.compile(r"\[\[([^\[\]|]+)\|([A-Za-z]+)\]\]")
_MOST = 2500  # characters of an article that sentences were drawn from
_HELD = 12  # one in so many of the written sentences is not learned from


@dataclass(frozen=True)
class Told:
    """One sentence: ``spans`` are its names, ``doubtful`` may be; offsets are its own. ``held``: out of training."""

    spans: tuple[tuple[int, int, str], ...]
    doubtful: tuple[tuple[int, int, str], ...]
    held: bool


def hash_of(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8"), digest_size=6).hexdigest()


def read_labels() -> dict[tuple[str, str], dict[str, Told]]:
    """By corpus and article, then by the sentence's hash."""
    found: dict[tuple[str, str], dict[str, Told]] = defaultdict(dict)
    for line in gzip.decompress(LABELS.read_bytes()).decode("utf-8").splitlines():
        if not line.startswith("#"):
            sample, corpus, article, sentence, spans = line.split("\t")
            every = [re.fullmatch(r"(\d+)-(\d+) (\w+)(\??)", span) for span in spans.split("; ") if span]
            own = [(int(m[1]), int(m[2]), m[3], m[4]) for m in every if m]
            sure, doubtful = ([row[:3] for row in own if bool(row[3]) is doubt] for doubt in (False, True))
            found[corpus, article][sentence] = Told(tuple(sure), tuple(doubtful), sample == "test")
    return found


def read_articles(data: Path) -> Iterator[tuple[str, Article, list[tuple[int, int, Told]]]]:
    """``(corpus, article, [(start, end, told)])`` of the articles that have labelled sentences."""
    labels = read_labels()
    for corpus in sorted({corpus for corpus, _ in labels}):
        with gzip.open(data / f"raw_{corpus}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                told = labels.get((corpus, row["id"]))
                if told is None:
                    continue
                text = row["text"].removeprefix(row["title"]).strip().replace("\u3000", "")[:_MOST]
                page = Page("benchmark", text, date.fromisoformat(str(row["date"])[:10]))
                spans = [(span.start, span.end, told.get(hash_of(span.of(text)))) for span in split_sentences(text)]
                own = [(start, end, one) for start, end, one in spans if one is not None]
                yield corpus, Article(row["id"], page, 1, row["title"], text, ()), own


def read_written() -> Iterator[tuple[str, Told]]:
    """The sentences that were written for this."""
    lines = gzip.decompress(WRITTEN.read_bytes()).decode("utf-8").splitlines()
    for number, line in enumerate(line for line in lines if not line.startswith("#")):
        text, spans, at = "", [], 0
        for match in _MARKED.finditer(line):
            text += line[at : match.start()]
            spans.append((len(text), len(text) + len(match[1]), match[2]))
            text += match[1]
            at = match.end()
        yield text + line[at:], Told(tuple(spans), (), number % _HELD == 0)


def main(data: Path, out: Path) -> None:
    rows = [
        (article.text[start:end], told)
        for _, article, sentences in read_articles(data)
        for start, end, told in sentences
        if not told.doubtful
    ]
    rows += read_written()
    with gzip.open(out, "wt", encoding="utf-8") as lines:
        for text, told in rows:
            lines.write(json.dumps([text, told.spans, told.held], ensure_ascii=False) + "\n")
    print(f"{len(rows)} sentences, {sum(len(told.spans) for _, told in rows)} names")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:3]))
