"""Articles read right from newspaper pages that are set at random from raw news: from PDF, dump and image.

    python -m benchmarks.pages --raw DIR [--pages 200] [--seed 1] [--images 10] [--keep DIR] [--show 5]

DIR holds the raw corpora (one JSON object a line: title, text). Each page mixes three to nine articles of all of them
in columns, boxes and headlines of its own (``tests.typeset``), printed by Chromium or WeasyPrint; its dump is what
``pdftotext`` makes of the PDF. An article is right when headline and body are, white space aside. ``--keep`` keeps the
printed pages, and uses those that are there. Chromium, WeasyPrint and pdftotext have to be installed.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from kg.articles import cut_articles
from kg.errors import KgError
from kg.model import Article, Marked, Page, Span
from kg.pages import read_page_text, read_pages
from tests.typeset import dump_text, generate_sheet, print_sheets, read_raw_stories, write_image
from tests.typeset.generate import SOURCES
from tests.typeset.story import Sheet, Story

_MOST = 9000  # characters on a page
_WEASY = 10  # every so many pages are printed by WeasyPrint, which takes ten times as long
_SPACE = re.compile(r"\s")


@dataclass(slots=True)
class Tally:
    """What came of one form of the pages."""

    articles: int = 0
    right: int = 0
    heads: int = 0
    bodies: int = 0
    spurious: int = 0
    similarity: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        return 1000 * statistics.mean(self.seconds) if self.seconds else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--images", type=int, default=0, help="pages to be read from an image, too")
    parser.add_argument("--keep", type=Path, help="folder for the printed pages")
    parser.add_argument("--show", type=int, default=0, help="articles that are wrong to be shown of each form")
    parser.add_argument("--only", choices=("pdf", "dump"), help="only this form")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        pages = print_pages(args.raw, args.pages, args.seed, folder)
        articles = sum(len(sheet.cells) for sheet, _ in pages)
        print(f"{len(pages)} pages, {articles} articles, seed {args.seed}")
        if args.only != "dump":
            report("PDF", measure(pages, read_pdf), args.show)
        if args.only != "pdf":
            report("dump", measure(pages, read_dump), args.show)
        if args.images:
            some = pages[:: max(1, len(pages) // args.images)][: args.images]
            report("image", measure(some, read_image, similar=True), args.show)


def print_pages(raw: Path, count: int, seed: int, folder: Path, *, unseen: bool = False) -> list[tuple[Sheet, Path]]:
    """The sheets with the paths of their PDFs; beside each PDF lies its dump."""
    pages = []
    missing = []
    for sheet in make_sheets(raw, count, seed, unseen=unseen):
        path = folder / f"{sheet.name}.pdf"
        pages.append((sheet, path))
        if not path.exists():
            missing.append(sheet)
    for sheet, pdf in print_sheets(missing):
        (folder / f"{sheet.name}.pdf").write_bytes(pdf)
        (folder / f"{sheet.name}.txt").write_text(dump_text(pdf), "utf-8")
    return pages


def make_sheets(raw: Path, count: int, seed: int, *, unseen: bool = False) -> Iterator[Sheet]:
    """Pages of articles at random; ``unseen``: of those that no other page is set from, for fitting."""
    pools = [read_raw_stories(raw, name, unseen=unseen) for name in SOURCES if (raw / name).exists()]
    rng = random.Random(seed)
    for number in range(count):
        wanted = rng.randint(3, 9)
        chosen: list[Story] = []
        for _ in range(100):
            story = rng.choice(rng.choice(pools))
            room = _MOST - sum(other.length for other in chosen)
            if len(chosen) < wanted and story.length <= room and all(story.headline != s.headline for s in chosen):
                chosen.append(story)
        printer = "weasyprint" if number % _WEASY == _WEASY - 1 else "chromium"
        yield generate_sheet(chosen, rng, f"page-{seed}-{number:03}", printer)


def expect(story: Story, published: date) -> Article:
    """The story as an article whose parts the file tells: what dateline and byline are is not measured here."""
    paragraphs = [story.front + story.paragraphs[0], *story.paragraphs[1:]]
    paragraphs[-1] += story.back + story.jump
    text = "\n".join(paragraphs)
    spans, at = [], 0
    for paragraph in paragraphs:
        spans.append((Span(at, at + len(paragraph)),))
        at += len(paragraph) + 1
    page = Page("expected", text, published, marked=(Marked(tuple(spans), story.headline, story.heads),))
    return cut_articles(page)[0]


def read_pdf(sheet: Sheet, path: Path) -> list[Article]:
    pages = read_pages(path, published=sheet.published, newspaper=sheet.newspaper)
    return [article for page in pages for article in cut_articles(page)]


def read_dump(sheet: Sheet, path: Path) -> list[Article]:
    text = path.with_suffix(".txt").read_text("utf-8")
    return cut_articles(read_page_text(text, published=sheet.published, newspaper=sheet.newspaper))


def read_image(sheet: Sheet, path: Path) -> list[Article]:
    image = path.with_suffix(".png")
    if not image.exists():
        write_image(path.read_bytes(), image)
    return read_pdf(sheet, image)


def measure(
    pages: Sequence[tuple[Sheet, Path]], read: Callable[[Sheet, Path], list[Article]], *, similar: bool = False
) -> Tally | str:
    """How many articles come out right; a line where this form cannot be read."""
    tally = Tally()
    for number, (sheet, path) in enumerate([*pages[:1], *pages]):  # the first one twice: loading is not timed
        start = time.process_time()
        try:
            articles = read(sheet, path)
        except (KgError, ImportError) as error:
            return str(error)
        if not number:
            continue
        tally.seconds.append(time.process_time() - start)
        _compare(sheet, articles, tally, similar=similar)
    return tally


def plain(text: str) -> str:
    return _SPACE.sub("", text)


def _compare(sheet: Sheet, articles: list[Article], tally: Tally, *, similar: bool) -> None:
    found = [(plain(article.headline), plain(article.text)) for article in articles]
    used: set[int] = set()
    for cell in sheet.cells:
        story = sheet.stories[cell.story]
        expected = expect(story, sheet.published)
        head, body = plain(expected.headline), plain(expected.text)
        tally.articles += 1
        best = max(range(len(found)), key=lambda at: (found[at][1] == body, _share(body, found[at][1])), default=None)
        got = found[best] if best is not None else ("", "")
        if best is not None:
            used.add(best)
        tally.heads += got[0] == head
        tally.bodies += got[1] == body
        tally.right += got == (head, body)
        if similar:
            tally.similarity.append(SequenceMatcher(None, body, got[1], autojunk=False).ratio())
        elif got != (head, body):
            tally.wrong.append(f"{sheet.name} {cell.head} {_tell(head, body, *got)}")
    tally.spurious += len(found) - len(used)


def _share(body: str, other: str) -> float:
    """How much of the shorter text the other one has, by strings of six characters."""
    pieces = {body[at : at + 6] for at in range(0, len(body), 6)}
    return sum(piece in other for piece in pieces) / (len(pieces) or 1)


def _tell(head: str, body: str, got_head: str, got_body: str) -> str:
    said = "" if head == got_head else f"headline {got_head!r} for {head!r}; "
    if body == got_body:
        return said
    same = next(
        (at for at, (a, b) in enumerate(zip(body, got_body, strict=False)) if a != b), min(len(body), len(got_body))
    )
    back = next(
        (at for at, (a, b) in enumerate(zip(body[::-1], got_body[::-1], strict=False)) if a != b),
        min(len(body), len(got_body)),
    )
    return (
        f"{said}body {len(got_body)} for {len(body)}, differs from {same}: …{got_body[max(0, same - 12) : same]}"
        f"<{got_body[same : same + 16]}> for <{body[same : same + 16]}>, to {back} from the end"
    )


def report(form: str, result: Tally | str, show: int) -> None:
    if isinstance(result, str):
        print(f"{form}: left out ({result})")
        return
    count = result.articles or 1
    shares = f"headline {result.heads / count:.1%}, body {result.bodies / count:.1%}"
    line = f"{form}: {result.right / count:.1%} right ({shares})"
    if result.similarity:
        line += f", body similarity {statistics.mean(result.similarity):.4f}"
    print(f"{line}, {result.spurious} spurious, {result.milliseconds:.1f} ms a page")
    for wrong in result.wrong[:show]:
        print("   ", wrong)


if __name__ == "__main__":
    main()
