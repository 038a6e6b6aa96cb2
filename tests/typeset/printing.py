"""HTML -> PDF through Chromium or WeasyPrint; PDF -> dump through pdftotext, and images."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tests.typeset.setting import set_sheet
from tests.typeset.story import Sheet

if TYPE_CHECKING:
    from PIL.Image import Image

_PAGE_SIZE = re.compile(r"@page \{ size: [\d.]+mm ([\d.]+)mm")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PDFTOTEXT = shutil.which("pdftotext")


def print_sheets(sheets: Iterable[Sheet]) -> Iterator[tuple[Sheet, bytes]]:
    """Each sheet with its PDF of one page; one browser for all of them."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--font-render-hinting=none"] if _is_root() else ["--font-render-hinting=none"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        page = browser.new_page()
        for sheet in sheets:
            html = set_sheet(sheet)
            if sheet.printer == "weasyprint":
                yield sheet, print_weasy(html)
                continue
            page.set_content(html)
            page.emulate_media(media="print")
            tall = page.evaluate("document.querySelector('.sheet').getBoundingClientRect().height") / 96 * 25.4
            height = max(sheet.look.height, tall + 4)
            pdf = b""
            while not pdf or count_pages(pdf) > 1:
                page.add_style_tag(content=f"@page {{ size: {sheet.look.width}mm {height:.0f}mm }}")
                pdf = page.pdf(prefer_css_page_size=True, print_background=True)
                height *= 1.1
            yield sheet, pdf
        browser.close()


def print_weasy(html: str) -> bytes:
    """A PDF by WeasyPrint; a page that does not hold everything is made higher."""
    import weasyprint

    while True:
        document = weasyprint.HTML(string=html).render()
        if len(document.pages) == 1:
            return bytes(document.write_pdf())
        match = _PAGE_SIZE.search(html)
        assert match is not None
        html = html[: match.start(1)] + f"{float(match[1]) * 1.15:.0f}" + html[match.end(1) :]


def count_pages(pdf: bytes) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def dump_text(pdf: bytes) -> str:
    """What ``pdftotext`` without ``-layout`` makes of it: columns and blocks in the order it guesses."""
    assert PDFTOTEXT is not None
    run = subprocess.run([PDFTOTEXT, "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    return run.stdout.decode("utf-8").replace("\f", "")


def render_image(pdf: bytes, dpi: int = 200) -> Image:
    """The first page as an image."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        image: Image = document[0].render(scale=dpi / 72).to_pil()
        return image.convert("RGB")
    finally:
        document.close()


def write_image(pdf: bytes, path: Path, dpi: int = 200) -> None:
    render_image(pdf, dpi).save(path)
