"""Make notebooks/*.ipynb of notebooks/*.py (jupytext, py:percent), without outputs; the .py are what one edits.

    python scripts/notebooks.py [--check] [--execute DIR]

--check changes nothing and fails where a notebook is not what its script says; --execute also runs each and writes it
with its outputs into DIR.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import jupytext
import nbformat

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"


def make_notebook(script: Path) -> nbformat.NotebookNode:
    """The notebook of a script; its cells are numbered, for jupytext would give them random names."""
    notebook = jupytext.read(script)
    notebook.nbformat_minor = 5
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number}"
    return notebook


def execute(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook with its outputs; an error in a cell is raised."""
    from nbclient import NotebookClient

    NotebookClient(
        notebook, timeout=170, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
    ).execute()
    return notebook


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--execute", type=Path)
    options = parser.parse_args()
    stale = []
    for script in sorted(FOLDER.glob("*.py")):
        notebook = make_notebook(script)
        text = nbformat.writes(notebook) + "\n"
        target = script.with_suffix(".ipynb")
        if options.check and (not target.exists() or target.read_text(encoding="utf-8") != text):
            stale.append(target.name)
        if not options.check:
            target.write_text(text, encoding="utf-8")
        if options.execute:
            options.execute.mkdir(parents=True, exist_ok=True)
            nbformat.write(execute(notebook), options.execute / target.name)
    if stale:
        sys.exit(f"not what their scripts say, run scripts/notebooks.py: {', '.join(stale)}")


if __name__ == "__main__":
    main()
