"""The map's ground: China's provinces and prefectures as names and dots, from the gazetteer; no borders, no tiles.

A province's name stands in the mean of its prefectures, which is near enough to read a map by.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from importlib.resources import files

# divisions.tsv has no coordinates for these three, nor prefectures under them
_CENTRES = {"710000": (23.7, 121.0), "810000": (22.32, 114.17), "820000": (22.16, 113.55)}

Spot = tuple[str, float, float]  # name, latitude, longitude


@lru_cache(maxsize=1)
def read_backdrop() -> tuple[list[Spot], list[Spot]]:
    """Provinces and prefectures of today, in order of their codes."""
    prefectures: list[Spot] = []
    names: dict[str, str] = {}
    under: dict[str, list[tuple[float, float]]] = defaultdict(list)
    table = files("kg").joinpath("data", "divisions.tsv").read_text("utf-8")
    for line in table.split("\n"):
        if not line or line[0] == "#":
            continue
        code, name, short, _parent, _since, until, _flags, at = line.split("\t")
        if until or len(code) != 6 or not code.endswith("00"):
            continue
        province = code[:2] + "0000"
        if code == province:
            names[code] = short or name
        if at:
            latitude, longitude = (float(degrees) for degrees in at.split())
            under[province].append((latitude, longitude))
            if code != province:
                prefectures.append((short or name, round(latitude, 2), round(longitude, 2)))
    provinces = []
    for code, name in sorted(names.items()):
        spots = under[code] or [_CENTRES[code]] if code in _CENTRES else under[code]
        if spots:
            middle = [round(sum(axis) / len(spots), 2) for axis in zip(*spots, strict=True)]
            provinces.append((name, middle[0], middle[1]))
    return provinces, prefectures
