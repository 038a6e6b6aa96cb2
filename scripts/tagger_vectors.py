"""Raw news -> start values for the tagger's vectors of character pairs and words (skip-gram, Mikolov et al. 2013).

Pairs are all frequent neighbours of two characters; words are jieba's words of two to six characters as its dictionary
(MIT) cuts the corpora. ``python scripts/tagger_vectors.py DATA WHEEL OUT.npz``; one thread, seeded, minutes.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import jieba
import numpy as np
from gensim.models import Word2Vec

sys.path.insert(0, str(Path(__file__).parent))
from tagger_data import read_boson, read_cluener, read_msra, read_raw, read_resume, split_cluener

PAIRS, PAIR_WIDTH = 60_000, 32
WORDS, WORD_WIDTH = 60_000, 48
_PIECE = re.compile(r"[^\s。！？；，：、“”《》（）()]+")


def read_pieces(data: Path, wheel: Path) -> list[str]:
    train, _ = split_cluener(read_cluener(data / "ner/cluener_train.jsonl.gz"))
    texts = [e.text for e in train * 2]
    texts += [e.text for e in read_boson(data / "ner/boson.txt.gz")]
    texts += [e.text for e in read_resume(data / "ner/resume_train.char.bmes.gz")]
    texts += [e.text for e in read_msra(wheel)]
    for name, every in (("raw_news2011", 1), ("raw_rmrb2023", 2), ("raw_cctv", 2)):
        for title, text in read_raw(data / f"{name}.jsonl.gz", every):
            texts += [title, text]
    return texts


def main(data: Path, wheel: Path, out: Path) -> None:
    begun = time.time()
    jieba.setLogLevel(60)
    jieba.initialize()
    pieces = [m[0] for text in read_pieces(data, wheel) for m in _PIECE.finditer(text)]
    print(f"{sum(map(len, pieces))} characters, {time.time() - begun:.0f} s", flush=True)

    class Pairs:
        def __iter__(self) -> Iterator[list[str]]:
            for piece in pieces:
                if len(piece) > 1:
                    yield [piece[i : i + 2] for i in range(len(piece) - 1)]

    class Words:
        def __iter__(self) -> Iterator[list[str]]:
            for piece in pieces:
                yield list(jieba.cut(piece, HMM=False))

    shared = {"sg": 1, "negative": 5, "workers": 1, "seed": 1, "sample": 1e-4}
    words = Word2Vec(Words(), vector_size=WORD_WIDTH, window=5, min_count=6, epochs=2, **shared)
    kept_words = [w for w in words.wv.index_to_key if 2 <= len(w) <= 6 and re.fullmatch(r"[一-龥]+", w)][:WORDS]
    print(f"{len(kept_words)} words, {time.time() - begun:.0f} s", flush=True)
    pairs = Word2Vec(Pairs(), vector_size=PAIR_WIDTH, window=3, min_count=25, max_final_vocab=PAIRS, epochs=1, **shared)
    kept_pairs = pairs.wv.index_to_key[:PAIRS]
    print(f"{len(kept_pairs)} pairs, {time.time() - begun:.0f} s", flush=True)
    np.savez_compressed(
        out,
        words=np.array(kept_words),
        word_vectors=words.wv[kept_words].astype(np.float32),
        pairs=np.array(kept_pairs),
        pair_vectors=pairs.wv[kept_pairs].astype(np.float32),
    )


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
