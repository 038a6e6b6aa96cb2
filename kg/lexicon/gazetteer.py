"""kg/data/divisions.tsv, townships.tsv.gz, regions.tsv -> which place a name means.

Divisions of China from province to county with their GB/T 2260 codes since 1980, townships (read only when a
name ends like one), countries, regions and great waters. The tables say where they come from; the build script
is scripts/build_divisions.py. A place name is ambiguous until something else is known: the codes of areas that
the article names, the paper's home, the day.
"""

from __future__ import annotations

import copy
import datetime
import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from kg.errors import LexiconError

LEVELS = ("country", "province", "prefecture", "county", "township", "village", "region", "nature")
_NEAR = 2  # in the same prefecture
_RANK = {level: rank for rank, level in enumerate(LEVELS)}
_TYPES = {"region": "Place", "nature": "Site"}
_MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
_STATE = re.compile(r"(?:共和国|王国|联邦|合众国|公国|酋长国)$")
_TOWNSHIP = re.compile(r"(街道|镇|乡|苏木|地区)$")
# the last characters of a name that no list has say its level: 锡湖市, 望江区, 柳河镇
_LEVEL_BY_SUFFIX = (
    ("自治区", "province"), ("自治州", "prefecture"), ("自治县", "county"), ("街道", "township"),
    ("地区", "prefecture"), ("省", "province"), ("市", "prefecture"), ("州", "prefecture"), ("盟", "prefecture"),
    ("社区", "village"), ("区", "county"), ("县", "county"), ("旗", "county"), ("镇", "township"), ("乡", "township"),
    ("村", "village"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Division:
    """One place of the gazetteer under one name: 监利县 until 2019, 监利市 since 2020.

    ``code`` is the GB/T 2260 code (nine digits for townships), the ISO code of a country, else "";
    ``since``/``until`` are years, 0 and 9999 where the lists begin and end.
    """

    code: str
    name: str
    level: str
    short: str = ""
    parent: str = ""
    since: int = 0
    until: int = 9999
    flags: str = ""
    coordinates: tuple[float, float] | None = None
    others: tuple[str, ...] = ()

    @property
    def type(self) -> str:
        """The ontology's class."""
        return _TYPES.get(self.level, "AdministrativeArea")

    @property
    def brief(self) -> str:
        """荆州 for 荆州市; the name itself where it has no shorter form."""
        return self.short or self.name

    def forms(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.name, self.brief, *(other for other in self.others if len(other) > 1))))


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[str, ...]
    number: int


class Gazetteer:
    """Places by name and code. ``Gazetteer.load()`` reads the tables once; rows become Divisions when asked for."""

    def __init__(self, divisions: str, regions: str, townships: bytes | None = None) -> None:
        self._rows: list[_Row] = []
        self._made: dict[int, Division] = {}
        self._names: dict[str, list[int]] = {}
        self._codes: dict[str, list[int]] = {}
        self._scanned: dict[str, int] = {}  # names that may be looked for in running text -> one row
        self._others: dict[str, list[str]] = {}  # code -> names of the alias rows
        self._townships = townships
        self._township_names: dict[str, list[str]] | None = None
        self._township_codes: dict[str, str] = {}
        for number, line in enumerate(divisions.split("\n"), start=1):
            if line and line[0] != "#":
                cells = tuple(line.split("\t"))
                if len(cells) != 8 or not cells[1]:
                    raise LexiconError(f"divisions.tsv:{number}: 8 cells expected, {len(cells)} found")
                self._add_division(_Row(cells, number))
        for number, line in enumerate(regions.split("\n"), start=1):
            if line and line[0] != "#":
                cells = tuple(line.split("\t"))
                if len(cells) != 4 or cells[1] not in ("country", "region", "nature", "alias"):
                    raise LexiconError(f"regions.tsv:{number}: name, kind, code and other names expected")
                self._add_region(_Row(cells, number))
        self._longest = max(map(len, self._scanned))

    @staticmethod
    @lru_cache(maxsize=1)
    def load() -> Gazetteer:
        """The tables of kg/data; the same object every time, for nothing in it changes."""
        data = files("kg").joinpath("data")
        return Gazetteer(
            data.joinpath("divisions.tsv").read_text("utf-8"),
            data.joinpath("regions.tsv").read_text("utf-8"),
            data.joinpath("townships.tsv.gz").read_bytes(),
        )

    def with_areas(self, areas: Iterable[tuple[str, str, tuple[str, ...]]]) -> Gazetteer:
        """A gazetteer that also has a user's areas, ``(name, six-digit code, other names)``; they win over ours."""
        other = copy.copy(self)
        other._rows, other._made = list(self._rows), dict(self._made)
        other._names, other._scanned = dict(self._names), dict(self._scanned)
        other._codes, other._others = dict(self._codes), dict(self._others)
        for name, code, names in areas:
            index = len(other._rows)
            above = [code[:4] + "00", code[:2] + "0000"]
            parent = next((area for area in above if area != code and area in other._codes), "")
            other._rows.append(_Row((code, name, "", parent, "", "", "", ""), 0))
            other._codes[code] = [index]
            other._others[code] = list(names)
            for form in (name, *names):
                other._names[form] = [index]
                other._scanned[form] = index
        other._longest = max(map(len, other._scanned))
        return other

    # ------------------------------------------------------------------------------------ reading the tables

    def _add_division(self, row: _Row) -> None:
        code, name, short, _, _, until, flags, _ = row.cells
        index = len(self._rows)
        self._rows.append(row)
        self._codes.setdefault(code, []).append(index)
        self._names.setdefault(name, []).append(index)
        if "c" not in flags:
            self._scanned.setdefault(name, index)
        if short:
            self._names.setdefault(short, []).append(index)
            if "w" not in flags and (not until or until >= "2000"):
                self._scanned.setdefault(short, index)
            if "自治" in name:  # 湘西州 and 湘西自治州 for 湘西土家族苗族自治州
                for suffix in (name[-3:], name[-1]):
                    if name.endswith("自治" + suffix[-1]) and short + suffix not in (name, short + "区"):
                        self._names.setdefault(short + suffix, []).append(index)
                        self._scanned.setdefault(short + suffix, index)

    def _add_region(self, row: _Row) -> None:
        name, kind, code, others = row.cells
        index = len(self._rows)
        if kind == "alias":
            if code not in self._codes:
                raise LexiconError(f"regions.tsv:{row.number}: no division has the code {code}")
            index = self._codes[code][-1]
        else:
            self._rows.append(row)
            if code:
                self._codes.setdefault(code, []).append(index)
            self._names.setdefault(name, []).append(index)
            self._scanned.setdefault(name, index)
        for other in others.split():
            bare = other.removeprefix("~")
            self._names.setdefault(bare, []).append(index)
            self._others.setdefault(code or name, []).append(bare)
            if bare == other:
                self._scanned.setdefault(bare, index)

    def _division(self, index: int) -> Division:
        made = self._made.get(index)
        if made is None:
            cells = self._rows[index].cells
            if len(cells) == 4:
                made = Division(cells[2], cells[0], cells[1], others=tuple(self._others.get(cells[2] or cells[0], ())))
            else:
                code, name, short, parent, since, until, flags, point = cells
                level = "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"
                latitude, _, longitude = point.partition(" ")
                made = Division(
                    code,
                    name,
                    level,
                    short,
                    parent,
                    int(since or 0),
                    int(until or 9999),
                    flags,
                    (float(latitude), float(longitude)) if point else None,
                    tuple(self._others.get(code, ())),
                )
            self._made[index] = made
        return made

    def _read_townships(self) -> dict[str, list[str]]:
        if self._township_names is None:
            self._township_names = {}
            county = ""
            text = gzip.decompress(self._townships).decode("utf-8") if self._townships else ""
            for line in text.split("\n"):
                if line and line[0] != "#":
                    county_cell, digits, name = line.split("\t")
                    county = county_cell or county
                    self._township_names.setdefault(name, []).append(county + digits)
                    self._township_codes[county + digits] = name
        return self._township_names

    def _township(self, code: str) -> Division:
        name = self._township_codes[code]
        return Division(code, name, "township", name.removesuffix("街道") if len(name) > 4 else "", code[:6])

    # ------------------------------------------------------------------------------------ questions

    def lookup(self, name: str) -> list[Division]:
        """Every place that bears the name, full (荆州市) or short (荆州, 鄂), highest level first."""
        found = [self._division(index) for index in dict.fromkeys(self._names.get(name, ()))]
        if not found and _TOWNSHIP.search(name) and len(name) > 2:
            self._read_townships()
            assert self._township_names is not None
            found = [self._township(code) for code in self._township_names.get(name, ())]
        return sorted(found, key=lambda place: (_RANK[place.level], place.code, -place.until, place.name))

    def kind(self, name: str) -> str:
        """The class of a name that is a place by itself, whatever stands around it; "" if it is not."""
        index = self._scanned.get(name)
        return "" if index is None else self._division(index).type

    def is_place(self, name: str) -> bool:
        return name in self._scanned

    def is_country(self, name: str) -> bool:
        index = self._scanned.get(name)
        return index is not None and self._rows[index].cells[1] == "country"

    def starts_with_place(self, text: str, at: int = 0) -> int:
        """How many characters the longest place name has that starts at ``at``; 0 if none does.

        Names of one character (鄂) and names that are common words too (公安) do not count.
        """
        for length in range(min(self._longest, len(text) - at), 1, -1):
            if text[at : at + length] in self._scanned:
                return length
        return 0

    def get(self, code: str, date: datetime.date | None = None) -> Division | None:
        """What a code stood for on a day (today without one)."""
        if len(code) == 9:
            self._read_townships()
            return self._township(code) if code in self._township_codes else None
        places = [self._division(index) for index in self._codes.get(code, ())]
        if not places:
            return None
        year = date.year if date else 9998
        return min(places, key=lambda place: (max(place.since - year, year - place.until, 0), -place.until))

    def chain(self, place: Division, date: datetime.date | None = None) -> list[Division]:
        """The place and what it lies in, up to the province."""
        found = [place]
        while found[-1].parent and len(found) < 6:
            above = self.get(found[-1].parent, date)
            if above is None:
                break
            found.append(above)
        return found

    def successor(self, place: Division) -> Division | None:
        """What a division of the past became under another code: 监利县 (until 2019) -> 监利市; else None."""
        found = None
        while place.until != 9999 and place.code[:1].isdigit():
            later = {
                other.code: other
                for other in self.lookup(place.brief)
                if other.parent == place.parent and other.level == place.level and other.since - place.until in (0, 1)
            }
            later.pop(place.code, None)
            if len(later) != 1:
                break
            place = found = later.popitem()[1]
        return found

    def official_name(self, place: Division, date: datetime.date | None = None) -> str:
        """How an authority writes it: 广州市花都区, 佛山市顺德区容桂街道; cities and counties by their own name."""
        if place.level == "township" or (place.level == "county" and place.name.endswith("区")):
            above = self.get(place.parent, date) if place.parent else None
            if above and above.level != "province":
                return self.official_name(above, date) + place.name
            if above and above.code in _MUNICIPALITIES:
                return above.name + place.name
        return place.name

    def local(self, name: str, parent: str = "") -> Division:
        """A place that no list has, an invented city for example: no code, the level by its last characters."""
        for suffix, level in _LEVEL_BY_SUFFIX:
            if name.endswith(suffix) and len(name) > len(suffix):
                stem = name.removesuffix(suffix)
                short = stem if level in ("province", "prefecture", "county") and len(stem) > 1 else ""
                if name.endswith("新区"):
                    short = ""
                return Division("", name, level, short, parent)
        return Division("", name, "county", "", parent)

    def resolve(
        self, name: str, *, context: Iterable[str] = (), home: str = "", date: datetime.date | None = None
    ) -> Division | None:
        """The one place meant, or None: 鼓楼区 without a city beside it is nobody's.

        ``context`` holds codes of areas that the article names; ``home`` the code of the paper's area.
        """
        found = self.lookup(name) or self._state(name)
        known = [code for code in dict.fromkeys([*context, home]) if code]
        if date:
            # the lists are of year ends, and papers change a name late
            now = [place for place in found if place.since - 1 <= date.year <= place.until + 1]
            strict = [place for place in now if place.since <= date.year <= place.until]
            past = [place for place in found if place.until < date.year]
            last = max((place.until for place in past), default=0)
            found = strict or now or [place for place in past if place.until == last]
        else:
            found = [place for place in found if place.until == 9999] or found
        scored: dict[str, tuple[int, int, Division]] = {}
        for place in found:
            near = self._nearness(place, known, home)
            if near < _NEAR and "c" in place.flags:
                continue  # 郊区, 新区: of a city that is named, not of any in its province
            if not near and (("w" in place.flags and name != place.name) or len(name) == 1 < _RANK[place.level]):
                continue
            if place.level == "province" and near < 3:
                near = max(near, 2)  # 吉林 is the province unless the paper is the city's
            row = (-near, _RANK[place.level], place)
            key = place.code or place.name
            if key not in scored or row[:2] < scored[key][:2]:
                scored[key] = row
        if not scored:
            return self._resolve_township(name, known, home) if name.endswith("区") else None
        ranked = sorted(scored.values(), key=lambda row: (row[0], row[1], row[2].code))
        if len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]:
            return None
        return ranked[0][2]

    def _state(self, name: str) -> list[Division]:
        """The country behind its constitutional name: 塔吉克斯坦共和国, 巴基斯坦伊斯兰共和国, 泰王国."""
        match = _STATE.search(name)
        if match is None:
            return []
        forms = [name[:length] for length in range(match.start(), 1, -1)]
        for form in (*forms, name[: match.start()] + "国"):
            places = [place for place in self.lookup(form) if place.level == "country"]
            if places:
                return places
        return []

    def _resolve_township(self, name: str, known: list[str], home: str) -> Division | None:
        """东区 in Zhongshan is a street (东区街道) of that city, which has no districts."""
        self._read_townships()
        assert self._township_names is not None
        near = [
            place
            for place in map(self._township, self._township_names.get(name + "街道", ()))
            if self._nearness(place, known, home) >= 2
        ]
        return near[0] if len(near) == 1 else None

    def _nearness(self, place: Division, known: list[str], home: str) -> int:
        """3 named itself, 2 in the same prefecture or above something named, 1 in the same province, 0."""
        if not place.code or not known or not place.code[0].isdigit():
            return 0
        if place.code in known:
            return 3
        best = 0
        for code in known:
            if not code[0].isdigit() or code[:2] != place.code[:2]:
                continue
            above, below = place.code.rstrip("0"), code.rstrip("0")
            prefix = 2 if code[:2] + "0000" in _MUNICIPALITIES else 4
            if (
                (code[:prefix] == place.code[:prefix] and below and len(code.rstrip("0")) >= prefix - 1)
                or code.startswith(above)
                or place.code.startswith(below if len(below) > 3 else code)
            ):
                best = max(best, 2)
            else:
                best = max(best, 1)
        return best

    def split_chain(self, text: str) -> list[tuple[int, int]]:
        """Spans of the places that ``text`` is made of, each within the one before: 浙江|嘉兴, 佛山|顺德区|容桂街道."""
        places, end = self.read_chain(text)
        return [(start, stop) for _, start, stop in places] if end == len(text) and len(places) > 1 else []

    def read_chain(
        self, text: str, *, context: Iterable[str] = (), home: str = "", date: datetime.date | None = None
    ) -> tuple[list[tuple[Division, int, int]], int]:
        """The places at the head of a name, each within the one before it, and where they end.

        佛山顺德区容桂街道党工委 -> 佛山市 顺德区 容桂街道, 9. The first must be a place by itself or resolve from
        the context; the further ones need only lie in the one before.
        """
        context = list(context)
        places: list[tuple[Division, int, int]] = []
        at = 0
        while at < len(text):
            step = self._next_place(text, at, places[-1][0] if places else None, context, home, date)
            if step is None:
                break
            places.append((step[0], at, at + step[1]))
            at += step[1]
        return places, at

    def _next_place(
        self, text: str, at: int, above: Division | None, context: list[str], home: str, date: datetime.date | None
    ) -> tuple[Division, int] | None:
        for length in range(min(self._longest, len(text) - at), 1, -1):
            form = text[at : at + length]
            if above is None:  # the first one must stand by itself
                if form not in self._names and not _TOWNSHIP.search(form):
                    continue
                place = self.resolve(form, context=context, home=home, date=date)
                if place is None or place.level in ("region", "nature"):
                    continue
                if form == place.name or form in self._scanned or place.level == "township":
                    return place, length
            elif above.code == "CN" or above.code[:1].isdigit():
                for place in self.lookup(form):
                    named = form == place.name or "w" not in place.flags
                    if named and place.code[:1].isdigit() and self._lies_in(place, above, date):
                        return place, length
        return None

    def _lies_in(self, place: Division, above: Division, date: datetime.date | None) -> bool:
        if date and not place.since - 1 <= date.year <= place.until + 1:
            return False
        if not date and place.until != 9999:
            return False
        if above.code == "CN":
            return place.level == "province"
        return place.code != above.code and any(p.code == above.code for p in self.chain(place, date)[1:])
