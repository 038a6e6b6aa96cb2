"""What a build costs as it grows: who is who, graph and Turtle, by the article, from 1,000 to 10,000 articles.

    python benchmarks/identity.py CORPUS.jsonl.gz [--sizes 1000 2500 5000 10000] [--cache FOLDER]

CORPUS has one article a line (JSON: id, date, text; source is the paper). Articles are read once, in order of days, and
kept in FOLDER (``*.pkl``, made if there are none: throw them away when the program changes). Each size runs in a
process of its own over the same articles, as blocks of that size: ten of 1,000 against one of 10,000. Times are CPU
times; peak memory is the process's, with the readings of one block in it.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import pickle
import re
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

warnings.simplefilter("ignore")
_CHUNK = 500  # articles in one file of the cache
_SHORT = 0.95  # of its size that the last block needs
_PAGE = re.compile(r"-(\d{2})(?:-|$)")  # of the page, in an id: …-01-03


def read_corpus(path: Path) -> Iterator[dict[str, Any]]:
    """The rows in order of days."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = [json.loads(line) for line in data.decode("utf-8").split("\n") if line]
    yield from sorted(rows, key=lambda row: (row["date"], row["id"]))


def fill_cache(corpus: Path, folder: Path, most: int) -> float:
    """Reads the articles into ``folder``; CPU seconds it took."""
    from kg.articles import cut_articles
    from kg.errors import InputError
    from kg.pages.read import read_page_text
    from kg.pipeline import load_tools, read_articles

    folder.mkdir(parents=True, exist_ok=True)
    lexicon, tagger = load_tools()
    articles: list[Any] = []
    for row in read_corpus(corpus):
        number = _PAGE.search(row["id"])
        published = date.fromisoformat(row["date"][:10])
        about = {"newspaper": row.get("source", ""), "number": number[1] if number else ""}
        try:
            articles += cut_articles(read_page_text(row["text"], row["id"], published=published, **about))
        except InputError:
            continue  # a row without text
        if len(articles) >= most:
            break
    begin = time.process_time()
    for first in range(0, min(most, len(articles)), _CHUNK):
        readings = read_articles(articles[first : min(first + _CHUNK, most)], lexicon=lexicon, tagger=tagger)
        (folder / f"{first:06}.pkl").write_bytes(pickle.dumps(readings, protocol=5))
    return time.process_time() - begin


def measure(folder: Path, size: int, most: int) -> dict[str, float]:
    """The blocks of ``size`` articles among the first ``most``: CPU seconds of each stage, and peak memory."""
    from kg.entities import resolve
    from kg.graph.build import build_graph_values
    from kg.lexicon.words import load_lexicon
    from kg.ontology import load_ontology
    from kg.outputs.turtle import stream_turtle

    lexicon, ontology = load_lexicon(), load_ontology()
    found = {"articles": 0.0, "characters": 0.0, "resolve": 0.0, "build": 0.0, "turtle": 0.0, "readings": 0.0}
    block: list[Any] = []
    files = sorted(folder.glob("*.pkl"))
    while files and found["articles"] + size <= most:
        while files and len(block) < size:
            block += pickle.loads(files.pop(0).read_bytes())
        readings, block = block[:size], block[size:]
        if len(readings) < size * _SHORT:
            break
        gc.collect()
        found["readings"] = max(found["readings"], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        times = [time.process_time()]
        resolution = resolve(readings, lexicon)
        times.append(time.process_time())
        graph = build_graph_values(readings, resolution, ontology)
        times.append(time.process_time())
        with tempfile.TemporaryFile() as file:
            stream_turtle(graph, ontology, file)
        times.append(time.process_time())
        for name, begin, end in zip(("resolve", "build", "turtle"), times, times[1:], strict=False):
            found[name] += end - begin
        found["articles"] += len(readings)
        found["characters"] += sum(len(reading.article.text) for reading in readings)
        del readings, resolution, graph
    found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 2500, 5000, 10000])
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--measure", type=int, default=0, help=argparse.SUPPRESS)
    args = parser.parse_args()
    most = max(args.sizes)
    if args.measure:
        print(json.dumps(measure(args.cache, args.measure, most)))
        return
    with tempfile.TemporaryDirectory() as folder:
        cache = args.cache or Path(folder)
        if not list(cache.glob("*.pkl")):
            seconds = fill_cache(args.corpus, cache, most)
            print(f"reading {most} articles: {seconds:.0f} s, {seconds * 1000 / most:.1f} ms each\n")
        head = (
            "articles",
            "blocks",
            "resolve",
            "build",
            "Turtle",
            "together",
            "of the first",
            "us/char",
            "MB",
            "input",
        )
        print("".join(f"{name:>13}" for name in head) + "   (ms an article)")
        first = 0.0
        for size in args.sizes:
            command = [sys.executable, __file__, str(args.corpus), "--cache", str(cache), "--measure", str(size)]
            command += ["--sizes", *map(str, args.sizes)]
            told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            count = told["articles"]
            if not count:
                raise SystemExit(f"the corpus has fewer than {size} articles")
            each = [told[name] * 1000 / count for name in ("resolve", "build", "turtle")]
            first = first or sum(each)
            cells = [f"{size}", f"{count / size:.0f}", *(f"{value:.2f}" for value in (*each, sum(each)))]
            cells += [f"{sum(each) / first:.3f}", f"{sum(each) * count * 1000 / told['characters']:.2f}"]
            cells += [f"{told['peak']:.0f}", f"{told['readings']:.0f}"]
            print("".join(f"{cell:>13}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
