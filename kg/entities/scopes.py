"""Names that are of one thing only within a city (人民医院, 中心广场, 污水处理厂), and names that tell it all."""

from __future__ import annotations

import re

from kg.entities.tables import EntityTables
from kg.lexicon.words import Lexicon

_LONG_WORD = 5  # a dictionary's word of this length is a name: 人民大会堂
_TELLING = re.compile(r"^(?:国家|中国|全国|中央|国务院|国际|世界|全球|联合国|亚洲|欧洲|非洲|解放军|武警|新中国|中华)")
_PLAIN = frozenset(
    "一二三四五六七八九十两东南西北中上下左右内外前后新老大小号期路街桥河湖江山村镇县市区省园楼馆站厂城门校院店场线段的与和及年月日"
)


def tells_itself(name: str, lexicon: Lexicon) -> bool:
    """Whether a site's or project's name says by itself which one it is: by a place, a brand, a rare word.

    >>> # 荆州新港设计中心, 人民大会堂, 睿某新能源项目: yes; 会展中心, 污水处理厂, 三号桥: no
    """
    if _TELLING.match(name) or _starts_with_area(name, lexicon):
        return True
    if is_one_word(name, lexicon):
        return True
    words = [name[start:end] for start, end in lexicon.words(name)]
    return any(len(word) == 1 and word not in _PLAIN and "一" <= word <= "龥" for word in words)


def is_one_word(name: str, lexicon: Lexicon) -> bool:
    """Whether the dictionary has the whole long name: 人民大会堂."""
    return len(name) >= _LONG_WORD and len(lexicon.words(name)) == 1


def _starts_with_area(name: str, lexicon: Lexicon) -> bool:
    """荆州|新港; not 东湖, though a district far away is called so for short."""
    length = lexicon.gazetteer.starts_with_place(name)
    found = lexicon.gazetteer.lookup(name[:length]) if 0 < length < len(name) else []
    return any("d" not in area.flags or area.name == name[:length] for area in found)


def is_common_body(name: str, type_: str, lexicon: Lexicon, tables: EntityTables) -> bool:
    """Whether every city has a body of that name: 人民医院, 第一中学; 林业局, and others without an area."""
    if name.startswith(tables.generic_fronts):
        return True
    return type_ == "PublicBody" and not (tells_itself(name, lexicon) or _starts_with_known(name, lexicon))


def _starts_with_known(name: str, lexicon: Lexicon) -> bool:
    """教育部基础教育司: a part of a body that everybody knows."""
    return any(name[:length] in lexicon.names for length in range(min(8, len(name)), 1, -1))
