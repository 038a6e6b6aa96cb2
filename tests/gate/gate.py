"""Score the gold pages and compare with the floors: ``python -m tests.gate.gate [--update] [--allow-regression WHY]``.

The gold and its scorer lie beside the checkout (``../shared/eval``) and are no part of the project. Floors are F1 by
row, for all pages together and for the full newspaper page alone; ``--update`` raises them to what is measured and
refuses to lower one unless a reason is given, which is kept in the file.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
from collections import defaultdict
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
FLOORS = Path(__file__).with_name("floors.json")
FULL_PAGE = "J1"
EPSILON = 0.0005  # scores are printed with three digits; a floor is met up to rounding


def gold_files() -> list[Path]:
    return sorted((SHARED / "eval" / "gold").glob("*.yaml"))


def load_scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_scorer", SHARED / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure() -> dict[str, dict[str, float]]:
    """``{"all": {row: F1}, "J1": {row: F1}}``; the row "grounded" is the share of claims whose quotes stand."""
    from kg.articles import cut_articles  # noqa: F401  (a broken import must fail here, not look like a skip)
    from kg.ontology import load_ontology
    from kg.outputs.turtle import write_turtle
    from kg.pages import read_page
    from kg.pipeline import build_graph, load_tools

    scorer = load_scorer()
    index = {row["id"]: row for row in yaml.safe_load((SHARED / "pages" / "index.yaml").read_text("utf-8"))}
    lexicon, tagger = load_tools()
    ontology = load_ontology()
    tallies: dict[str, dict[str, Any]] = {"all": defaultdict(scorer.Tally), "J1": defaultdict(scorer.Tally)}
    grounded = {"all": [0, 0], "J1": [0, 0]}
    with tempfile.TemporaryDirectory() as folder:
        for path in gold_files():
            gold = yaml.safe_load(path.read_text("utf-8"))
            row = index[gold["id"]]
            page = read_page(
                SHARED / "pages" / f"{gold['id']}.txt",
                newspaper=row["newspaper"] or "",
                published=date.fromisoformat(row["published"]),
                home=row["home"] or "",
            )
            turtle = Path(folder) / f"{gold['id']}.ttl"
            turtle.write_bytes(write_turtle(build_graph([page], lexicon=lexicon, tagger=tagger), ontology))
            system = scorer.System(str(turtle))
            sets = ["all", "J1"] if gold["id"].startswith(FULL_PAGE) else ["all"]
            for name, tally in scorer.score(gold, system).items():
                for which in sets:
                    tallies[which][name].add(tally)
            good, total = system.grounded()
            for which in sets:
                grounded[which][0] += good
                grounded[which][1] += total
    return {
        which: {name: tally.row()["f1"] for name, tally in rows.items()}
        | {"grounded": round(grounded[which][0] / max(1, grounded[which][1]), 4)}
        for which, rows in tallies.items()
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="raise the floors to what is measured")
    parser.add_argument("--allow-regression", metavar="WHY", default="", help="lower floors too, and keep the reason")
    args = parser.parse_args()
    if not gold_files():
        print("no gold beside the checkout (../shared/eval/gold)")
        return 2
    measured = measure()
    kept = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {"floors": {}, "regressions": []}
    lower = []
    for which, rows in measured.items():
        for name, value in rows.items():
            floor = kept["floors"].get(which, {}).get(name, 0.0)
            mark = "" if value >= floor - EPSILON else "  BELOW"
            lower += [f"{which} {name}: {floor:.3f} -> {value:.3f}"] if mark else []
            print(f"{which:4} {name:20} {value:6.3f}  floor {floor:6.3f}{mark}")
    if args.update:
        if lower and not args.allow_regression:
            print("refused to lower: " + "; ".join(lower) + " (give --allow-regression WHY)")
            return 1
        if lower:
            kept["regressions"].append({"why": args.allow_regression, "lowered": lower})
        kept["floors"] = {
            which: {
                name: value if args.allow_regression else max(value, kept["floors"].get(which, {}).get(name, 0.0))
                for name, value in rows.items()
            }
            for which, rows in measured.items()
        }
        FLOORS.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 1 if lower and not args.update else 0


if __name__ == "__main__":
    sys.exit(main())
