"""python -m tests.typeset: prints the pages designed by hand anew, PDF and dump, into tests/typeset/pages."""

from __future__ import annotations

from tests.typeset.layouts import PAGES, load_layouts
from tests.typeset.printing import dump_text, print_sheets


def main() -> None:
    for sheet, pdf in print_sheets(load_layouts()):
        (PAGES / f"{sheet.name}.pdf").write_bytes(pdf)
        (PAGES / f"{sheet.name}.txt").write_text(dump_text(pdf), "utf-8")


if __name__ == "__main__":
    main()
