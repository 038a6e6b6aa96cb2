"""Raw news -> sentences with names where the grammars are sure: in-domain examples for ``train_tagger.py``.

A sentence is kept when every name the finder chose in it is sure, and every name LAC sees in it is part of one.
``python scripts/tagger_silver.py DATA OUT.jsonl.gz``; the result holds news text and stays outside the project.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections import Counter
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))
from tagger_data import read_raw

from kg.lexicon.words import load_lexicon
from kg.mentions import find_mentions
from kg.mentions.tagger import Tagger
from kg.model import Article, Page, Part
from kg.text import split_sentences

SOURCES = (("raw_rmrb2023", 9), ("raw_news2011", 2), ("raw_cctv", 12))
SURE = {"Project": 0.6, "Product": 0.6}  # and 0.75 for every other type: these two never score higher
SEED = 11
COMMON = {"Person", "AdministrativeArea", "PublicBody"}
LONGEST = 110


def main(data: Path, out: Path) -> None:
    lexicon, tagger = load_lexicon(), Tagger()
    chooser = random.Random(SEED)
    counts: Counter[str] = Counter()
    kept = []
    for name, every in SOURCES:
        pages = []
        for number, (title, text) in enumerate(read_raw(data / f"{name}.jsonl.gz", every, 1)):
            text = "\n".join(line.strip("　 \t") for line in text.split("\n") if line.strip())
            page = Page(f"{name}-{number}", text, date(2023, 1, 1))
            pages.append(Article(page.source, page, 1, title.strip(), text, ()))
        for first in range(0, len(pages), 20):
            articles = pages[first : first + 20]
            for article, mentions in zip(articles, find_mentions(articles, lexicon, tagger), strict=True):
                spans = split_sentences(article.text)
                words = tagger.tag([s.of(article.text) for s in spans])
                body = [m for m in mentions if m.part is Part.BODY]
                for span, tagged in zip(spans, words, strict=True):
                    if not 6 <= len(span) <= LONGEST:
                        continue
                    inside = [m for m in body if span.overlaps(m.span)]
                    if any(m.confidence < SURE.get(m.type, 0.75) or not span.covers(m.span) for m in inside):
                        continue
                    covered = {i for m in inside for i in range(m.span.start - span.start, m.span.end - span.start)}
                    names = [w for w in tagged if w.tag in ("PER", "LOC", "ORG")]
                    if any(w.start not in covered or w.end - 1 not in covered for w in names):
                        continue
                    rare = any(m.type not in COMMON for m in inside)
                    if chooser.random() > (1.0 if rare else 0.35 if inside else 0.06):
                        continue
                    counts.update(m.type for m in inside)
                    rows = [(m.span.start - span.start, m.span.end - span.start, m.type) for m in inside]
                    kept.append((span.of(article.text), rows))
        print(name, len(kept), sum(len(text) for text, _ in kept), dict(counts), flush=True)
    chooser.shuffle(kept)
    with gzip.open(out, "wt", encoding="utf-8") as lines:
        for text, rows in kept:
            lines.write(json.dumps([text, rows], ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:3]))
