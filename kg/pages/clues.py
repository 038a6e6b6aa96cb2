"""What a file's name, its sidecar, its masthead and its text say of newspaper, issue date, page and home."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import chain
from pathlib import Path

import yaml

from kg.errors import InputError
from kg.lexicon.tables import read_table
from kg.pages.dates import FIRST_YEAR, LAST_YEAR, find_full_dates, make_day
from kg.pages.furniture import load_furniture

SIDECARS = (".yaml", ".yml")
_INDEX = "index.yaml"
_LARGEST_SIDECAR = 1_000_000  # bytes
_EDGE = 14  # lines at the head and at the foot of a page where a masthead is looked for

_NAME_DATE = re.compile(
    r"(?<!\d)(?P<y>[12]\d{3})(?P<sep>[-_.]?)(?P<m>\d{2})(?P=sep)(?P<d>\d{2})(?:(?<=\d{8})(?P<n>\d{2}))?(?!\d)"
)
_CHINESE_DATE = re.compile(r"(?<!\d)(?P<y>[12]\d{3})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日")
_NAME_NUMBER = re.compile(r"^(?:第)?(?P<n>[A-Z]{0,2}\d{1,3})(?:版)?$", re.IGNORECASE)
# html/2025-04/23/content_1.htm, 202504/23, 2025/04/23, 2025-04-23, 20250423: the folders e-papers keep their issues in
_FOLDER_DATE = re.compile(
    r"(?:^|/)(?P<y>[12]\d{3})(?P<sep>[-_/.]?)(?P<m>\d{2})(?:/|(?P=sep))(?P<d>\d{2})(?=/[^/]*(?:/[^/]*)?$)"
)
_FLAT_DATE = re.compile(r"(?<!\d)(?P<y>[12]\d{3})-(?P<m>\d{2})[_-](?P<d>\d{2})(?=_content|_node|_nw|_nbs)")
# nw.D110000somepaper_20250423_2-01.htm: day, place on the page, page; nbs.D110000somepaper_01.htm: page
_SERVED = re.compile(r"^(?:nw|nbs)\.[A-Za-z0-9]+_(?:(?P<day>[12]\d{7})_\d{1,2}-)?(?P<n>[A-Z]?\d{2,3})$")
_NO_PAPER = re.compile(
    r"[预简喜捷海战通汇电情年月季财警举申上播]报$|^[^报网]{0,1}[报网]$|(?:互联|电|渔|管|官|路|铁路)网$"
)
_EDITION = re.compile(r"(?:数字报(?:刊)?(?:平台)?|电子(?:版|报)|多媒体(?:数字)?(?:版|报)?|数字版|网络版|手机报)$")
_NAME_PAPER = re.compile(r"^[\u4e00-\u9fff·]{1,12}(?:报|网|周刊|新闻|电视台|广播|客户端|通讯社|新华社|杂志)$")
_PLANNED = re.compile(r"(?:将|拟|计划|预计|截至|截止|不晚于|至|到|前|—)[于在定]?$")


@dataclass(frozen=True, slots=True)
class Clues:
    """What one place says of a page; ``origin`` names the place in plain words."""

    origin: str
    newspaper: str = ""
    published: date | None = None
    number: str = ""
    home: str | None = None  # "" says that there is none
    firm: bool = True  # False: read out of a file name that only happens to hold a date


def read_file_name(path: Path) -> Clues:
    """锡湖日报-2024-03-02-A01.txt -> 锡湖日报, 2 March 2024, A01."""
    stem = path.stem
    origin = "the file name"
    match = _NAME_DATE.search(stem) or _CHINESE_DATE.search(stem)
    if match is None or _SERVED.match(stem):
        papers = [part for part in re.split(r"[-_\s]+", stem) if _NAME_PAPER.match(part)]
        return Clues(origin, papers[0] if papers else "")
    told = match.groupdict()
    day = make_day(int(match["y"]), int(match["m"]), int(match["d"]))
    if day is None and told.get("sep") != "":
        raise InputError(f"{path}: the date {match[0]} in the file name is not a day of the calendar")
    before = [part for part in re.split(r"[-_\s]+", stem[: match.start()]) if _NAME_PAPER.match(part)]
    after = [part for part in re.split(r"[-_\s]+", stem[match.end() :]) if part]
    number = _NAME_NUMBER.match(after[0]) if after else None
    firm = bool(before or told.get("sep") != "")
    page = told.get("n") or (number["n"].upper() if number else "")
    return Clues(origin, before[0] if before else "", day, page if day else "", firm=firm)


def read_folder(path: Path) -> Clues:
    """The issue date out of the folders and the names that e-paper systems give their files.

    >>> read_folder(Path("html/2025-04/23/content_81.htm")).published
    datetime.date(2025, 4, 23)
    """
    served = _SERVED.match(path.stem)
    day = _FOLDER_DATE.search(path.as_posix()) or _FLAT_DATE.search(path.stem)
    published = make_day(int(day["y"]), int(day["m"]), int(day["d"])) if day else None
    if served and served["day"]:
        published = make_day(int(served["day"][:4]), int(served["day"][4:6]), int(served["day"][6:]))
    number = served or (_NAME_NUMBER.match(path.stem) if published else None)
    return Clues("the file's folder", "", published, number["n"].upper() if number else "", firm=False)


def name_paper(text: str) -> str:
    """荆州日报数字报 -> 荆州日报; "" for what is not the name of a newspaper or a news site."""
    name = _EDITION.sub("", text.strip().strip("《》")).strip()
    return name if _NAME_PAPER.match(name) and not _NO_PAPER.search(name) else ""


def read_sidecar(path: Path) -> Clues:
    """``PAGE.yaml`` beside ``PAGE.txt``, or the row of ``index.yaml`` whose id is PAGE."""
    for suffix in SIDECARS:
        sidecar = path.with_suffix(suffix)
        if sidecar != path and sidecar.is_file():
            row = _load_yaml(sidecar)
            if not isinstance(row, Mapping):
                raise InputError(f"{sidecar}: a sidecar holds newspaper, published, home and page, one to a line")
            return _read_row(row, sidecar)
    index = path.with_name(_INDEX)
    if index.is_file():
        rows = _load_yaml(index)
        if isinstance(rows, list):
            for row in rows:
                if isinstance(row, Mapping) and str(row.get("id")) == path.stem:
                    return _read_row(row, index)
    return Clues("")


def _load_yaml(path: Path) -> object:
    try:
        if path.stat().st_size > _LARGEST_SIDECAR:
            raise InputError(f"{path}: too large for a sidecar")
        return yaml.safe_load(path.read_text("utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or 'cannot be read'}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 text") from error
    except ValueError as error:  # PyYAML builds the date itself and fails on 2025-02-30
        raise InputError(f"{path}: a date that is not a day of the calendar ({error})") from error
    except RecursionError as error:
        raise InputError(f"{path}: nested too deeply for a sidecar") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark is not None else ""
        raise InputError(f"{path}{where}: not valid YAML") from error


def _read_row(row: Mapping[object, object], path: Path) -> Clues:
    published = row.get("published")
    if isinstance(published, datetime):
        published = published.date()
    if published is not None and not isinstance(published, date):
        dates = list(find_full_dates(str(published)))
        if len(dates) != 1 or dates[0].day is None:
            raise InputError(f"{path}: published: {str(published)[:40]!r} is not a date such as 2025-04-23")
        published = dates[0].day
    texts = {}
    for key in ("newspaper", "home", "page"):
        value = row.get(key)
        if value is not None and not isinstance(value, (str, int)):
            raise InputError(f"{path}: {key}: a single word is expected")
        texts[key] = None if value is None else str(value).strip()
    home = "" if "home" in row and texts["home"] is None else texts["home"]
    return Clues("", texts["newspaper"] or "", published, texts["page"] or "", home)


def read_masthead(text: str) -> Clues:
    """The line with paper, date and page at the head or the foot of a page (报头, 版头).

    >>> read_masthead("澄川日报 2025年4月23日 星期三\\n市委召开会议").newspaper
    '澄川日报'
    """
    furniture = load_furniture()
    newspaper = number = ""
    published: date | None = None
    for line in chain(_edge_lines(text, head=True), _edge_lines(text, head=False)):
        pieces = furniture.find_pieces(line.strip())
        if pieces is None:
            continue
        newspaper = newspaper or pieces.get("paper", "")
        number = number or re.sub(r"[第版面\s]", "", pieces.get("page", ""))
        if published is None and "date" in pieces and len(pieces) > 1:  # a date by itself may head a chronicle
            published = next((found.day for found in find_full_dates(pieces["date"])), None)
    return Clues("the masthead", newspaper, published, number)


def _edge_lines(text: str, *, head: bool) -> list[str]:
    """The first or last lines that are not blank, without splitting a text of megabytes."""
    part = text[:4000] if head else text[4000:][-4000:]
    lines = [line for line in part.split("\n") if line.strip()]
    return lines[:_EDGE] if head else lines[-_EDGE:]


def read_text_date(text: str) -> date | None:
    """The latest full date in the text, those left out that are announced (将于2026年5月1日) if there are others."""
    told: list[date] = []
    announced: list[date] = []
    for found in find_full_dates(text):
        if found.day is not None:
            planned = _PLANNED.search(text, max(0, found.start - 6), found.start)
            (announced if planned else told).append(found.day)
    return max(told or announced, default=None)


def find_home(newspaper: str, is_place: Callable[[str], bool]) -> str:
    """锡湖日报 -> 锡湖市, if the gazetteer has such a place; ``""`` for 人民日报."""
    for length in range(min(6, len(newspaper) - 1), 1, -1):
        stem = newspaper[:length]
        for ending in ("", *_load_endings()):
            if len(stem + ending) > 2 and is_place(stem + ending):
                return stem + ending
    return ""


@cache
def _load_endings() -> tuple[str, ...]:
    return tuple(ending for (ending,) in read_table("pages/homes.tsv", 1))


def check_day(day: date, what: str, source: str) -> date:
    """InputError for a year from which no newspaper can come."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InputError(f"{source}: {what} {day} lies outside the years {FIRST_YEAR}-{LAST_YEAR}")
    return day
