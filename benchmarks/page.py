"""How quickly the HTML page opens, moves and answers, in headless Chromium beside pyvis's own page of the same graph.

    python benchmarks/page.py [--sizes 500 2000 10000 50000] [--runs 5] [--pyvis 500]

The graphs are made up: communities of uneven size, hubs, three edges a node, every statement with a sentence of its
own. "Ready" counts from the start of the navigation to the first frame after the page has drawn and takes clicks;
"full" to when search and facts are there too. Frames are counted while the mouse drags the picture, and while the
wheel zooms it. The default pyvis page (physics, 1000 rounds of it before the first picture) is asked for its own
end of stabilization; it is run at the sizes of --pyvis only, for it takes a minute at 500 nodes.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import shutil
import statistics
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import ids
from kg.graph.layout import lay_out
from kg.model import Article, Entity, Event, Evidence, Graph, Modality, Page, Run, Span, Statement, Time
from kg.ontology import load_ontology
from kg.outputs.html import write_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
TYPES = ["Person"] * 7 + ["Official"] * 2 + ["Company"] * 4 + ["PublicBody"] * 2 + ["Site"] * 2 + ["Event"] * 3
SYLLABLES = "陈李王张刘赵林周吴郑远望青禾宁晨晓明安平江南北山海川云龙华兴盛达源通和新锦泰丰"
DAY = date(2024, 1, 1)


def make_pairs(size: int, seed: int = 1) -> list[tuple[int, int]]:
    """Three edges a node, four in five of them within a community; hubs by preferential choice."""
    dice = random.Random(seed)
    group = [min(int(dice.paretovariate(0.8)), max(size // 60, 1)) for _ in range(size)]
    members: dict[int, list[int]] = {}
    for node, number in enumerate(group):
        members.setdefault(number, []).append(node)
    pool = list(range(size))
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < 3 * size:
        a = dice.choice(pool)
        b = dice.choice(members[group[a]]) if dice.random() < 0.8 else dice.choice(pool)
        if a != b:
            pairs.add((min(a, b), max(a, b)))
        if dice.random() < 0.5:
            pool.append(a)
    return sorted(pairs)


def make_graph(size: int, seed: int = 1) -> Graph:
    """A graph of ``size`` entities and events with three statements a node, as the pipeline would hand it over."""
    dice = random.Random(seed)
    pairs = make_pairs(size, seed)
    names = ["".join(dice.choices(SYLLABLES, k=dice.choice((3, 3, 6, 9)))) for _ in range(size)]
    types = [dice.choice(TYPES) for _ in range(size)]
    keys = [
        f"{'event' if kind == 'Event' else 'person'}:{name}-{n}"
        for n, (kind, name) in enumerate(zip(types, names, strict=True))
    ]
    articles, statements, events = [], [], []
    per_article = 12
    evidence_of: dict[int, Evidence] = {}
    for start in range(0, len(pairs), per_article):
        chunk = pairs[start : start + per_article]
        day = DAY + timedelta(days=start * 365 // len(pairs))
        sentences = [
            f"{day.month}月{day.day}日，{names[a]}与{names[b]}在会上就第{start + k}号项目的进展交换了意见。"
            for k, (a, b) in enumerate(chunk)
        ]
        text = "".join(sentences)
        page = Page("made-up.txt", "", day, "锡湖日报", "A01")
        key = ids.article_id("锡湖日报", day.isoformat(), "A01", text)
        articles.append(Article(key, page, 1, f"第{start}号报道：{names[chunk[0][0]]}", text, (Run(0, 0, len(text)),)))
        at = 0
        for (a, b), sentence in zip(chunk, sentences, strict=True):
            evidence = Evidence(key, Span(at, at + len(sentence)), "made/1", dice.choice((0.6, 0.8, 0.95)))
            at += len(sentence)
            evidence_of[a] = evidence_of[b] = evidence
            predicate = "attendee" if types[a] == "Event" else "cooperatesWith"
            statements.append(
                Statement(
                    ids.statement_id(keys[a], predicate, keys[b]),
                    keys[a],
                    predicate,
                    keys[b],
                    Modality.ASSERTED,
                    evidence.confidence,
                    (evidence,),
                    day,
                    day,
                )
            )
    entities = []
    for number, (key, kind, name) in enumerate(zip(keys, types, names, strict=True)):
        if kind == "Event":
            day = DAY + timedelta(days=number % 365)
            quotes = (evidence_of[number],) if number in evidence_of else ()
            events.append(
                Event(key, "Meeting", name, Modality.ASSERTED, 0.9, quotes, Time(day, day, "day", "当日", Span(0, 2)))
            )
        else:
            entities.append(Entity(key, kind, name, (name[:2] + "方",) if number % 5 == 0 else ()))
    return Graph(
        articles=tuple(sorted(articles, key=lambda each: each.id)),
        entities=tuple(sorted(entities, key=lambda each: each.id)),
        posts=(),
        statements=tuple(sorted(statements, key=lambda each: each.id)),
        events=tuple(sorted(events, key=lambda each: each.id)),
        figures=(),
    )


def write_pyvis(graph: Graph, file: Path) -> None:
    """pyvis as its README uses it; its two links to the network are cut, or the page would wait for them."""
    import re

    from pyvis.network import Network

    network = Network(cdn_resources="in_line", directed=True)
    network.nodes = [
        {"id": node.id, "label": node.name, "title": node.name, "shape": "dot"}
        for node in (*graph.entities, *graph.events)
    ]
    network.edges = [
        {"from": each.subject, "to": each.object, "title": each.predicate, "arrows": "to"} for each in graph.statements
    ]
    page = network.generate_html()
    page = re.sub(r"<link[^>]*https?://[^>]*>|<script[^>]*src=\"http[^>]*></script>", "", page)
    file.write_text(page, encoding="utf-8")


def count_frames(tab: Tab, act: Any) -> float:
    """Times a second that vis-network drew while ``act`` moved the picture."""
    tab.evaluate("""() => { window.drawn = []; if (!window.hooked) { window.hooked = true;
        network.on("afterDrawing", () => window.drawn.push(performance.now())); } }""")
    act()
    found: list[float] = tab.evaluate("window.drawn")
    return (len(found) - 1) / (found[-1] - found[0]) * 1000 if len(found) > 2 else 0.0


def drag(tab: Tab) -> None:
    box = tab.eval_on_selector(
        "#mynetwork", "e => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; }"
    )
    x, y = box[0] + box[2] * 0.5, box[1] + 12
    tab.mouse.move(x, y)
    tab.mouse.down()
    until = time.perf_counter() + 1.5
    step = 0
    while time.perf_counter() < until:
        step += 1
        tab.mouse.move(x + 80 * ((step // 20) % 2) + (step % 20) * 4, y + (step % 20) * 3)
    tab.mouse.up()


def wheel(tab: Tab) -> None:
    box = tab.eval_on_selector(
        "#mynetwork", "e => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; }"
    )
    tab.mouse.move(box[0] + box[2] / 2, box[1] + box[3] / 2)
    until = time.perf_counter() + 1.5
    step = 0
    while time.perf_counter() < until:
        step += 1
        tab.mouse.wheel(0, -60 if (step // 12) % 2 else 60)


OURS_READY = """async () => {
    const about = document.documentElement.dataset;
    while (about.ready !== "true" && performance.now() < 60000) await new Promise(r => setTimeout(r, 5));
    await new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)));
    return performance.now();
}"""
OURS_FULL = """async () => {
    const about = document.documentElement.dataset;
    while (about.full !== "true" && performance.now() < 90000) await new Promise(r => setTimeout(r, 5));
    await new Promise(r => requestAnimationFrame(r));
    return performance.now();
}"""
KEYSTROKE = """async (letters) => {
    const box = document.querySelector(".find input");
    const type = (text) => {
        const begun = performance.now();
        box.value = text;
        box.oninput();
        document.querySelector(".hits").getBoundingClientRect();
        return performance.now() - begun;
    };
    const took = [];
    for (let n = 1; n <= letters.length; n += 1) {
        took.push(type(letters.slice(0, n)));
        await new Promise(r => setTimeout(r, 20));
    }
    type("");
    return Math.max(...took);
}"""
PYVIS_READY = """async () => {
    const wait = (ms) => new Promise(r => setTimeout(r, ms));
    while (typeof network === "undefined" || !network) await wait(5);
    let done = false;
    network.once("stabilizationIterationsDone", () => { done = true; });
    while (!done && performance.now() < 180000) await wait(10);
    await new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)));
    return performance.now();
}"""


def measure_ours(browser: Browser, file: Path) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    tab = context.new_page()
    tab.goto(file.as_uri(), wait_until="commit")
    tab.wait_for_selector("#mynetwork", state="attached", timeout=60_000)
    ready = tab.evaluate(OURS_READY)
    full = tab.evaluate(OURS_FULL)
    tab.wait_for_timeout(400)
    found = {
        "ready_s": ready / 1000,
        "full_s": full / 1000,
        "key_ms": max(tab.evaluate(KEYSTROKE, "陈望远"), tab.evaluate(KEYSTROKE, "cwy")),
        "drag_fps": count_frames(tab, lambda: drag(tab)),
        "zoom_fps": count_frames(tab, lambda: wheel(tab)),
    }
    context.close()
    return found


def measure_pyvis(browser: Browser, file: Path) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    tab = context.new_page()
    tab.set_default_timeout(200_000)
    tab.goto(file.as_uri(), wait_until="commit")
    tab.wait_for_selector("#mynetwork", state="attached")
    ready = tab.evaluate(PYVIS_READY)
    found = {
        "ready_s": ready / 1000,
        "drag_fps": count_frames(tab, lambda: drag(tab)),
        "zoom_fps": count_frames(tab, lambda: wheel(tab)),
    }
    context.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 2000, 10000, 50000])
    parser.add_argument("--pyvis", type=int, nargs="*", default=[500])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if CHROMIUM is None:
        raise SystemExit("no Chromium on this machine: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    report: list[dict[str, Any]] = []
    ontology = load_ontology()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        for size in options.sizes:
            graph = make_graph(size)
            file, other = Path(folder, f"ours-{size}.html"), Path(folder, f"pyvis-{size}.html")
            begun = time.perf_counter()
            file.write_bytes(write_html(graph, ontology))
            written = time.perf_counter() - begun
            write_pyvis(graph, other)
            row: dict[str, Any] = {
                "nodes": size,
                "mb": file.stat().st_size / 1e6,
                "pyvis_mb": other.stat().st_size / 1e6,
                "write_s": written,
            }
            if size <= 10000:
                pairs = make_pairs(size)
                begun = time.perf_counter()
                lay_out([12.0] * size, pairs)
                row["layout_all_s"] = time.perf_counter() - begun
            del graph
            gc.collect()
            ours, theirs = [], []
            for _ in range(options.runs):  # in turn, so that a busy machine is busy for both
                ours.append(measure_ours(browser, file))
                if size in options.pyvis:
                    theirs.append(measure_pyvis(browser, other))
            row |= {name: statistics.median(run[name] for run in ours) for name in ours[0]}
            if theirs:
                row |= {f"pyvis_{name}": statistics.median(run[name] for run in theirs) for name in theirs[0]}
            report.append(row)
            print(
                "  ".join(
                    f"{name} {value:.2f}" if isinstance(value, float) else f"{name} {value}"
                    for name, value in row.items()
                ),
                flush=True,
            )
        browser.close()
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
