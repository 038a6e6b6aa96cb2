"""Tagged text -> projects named by what is paid for: 投资10亿元建设|芯片封装项目.

A project of plain nouns is any project; behind a sum of money and a verb of building it is a certain one.
"""

from __future__ import annotations

import re

from kg.lexicon.words import Lexicon
from kg.mentions.tagged import Candidate, TaggedText

_PAID = re.compile(
    r"(?:总?投资|投入|出资|斥资|耗资)(?:额|约|近|超|超过|逾|达|共|总额)*[0-9０-９.一二三四五六七八九十百]+(?:多|余)?[百千万亿]*(?:多|余)?(?:元|美元|欧元|港元|港币)"
    r"(?:人民币)?(?:，|在[^，。；\n]{2,14}?)?(?:拟|将|计划|用于)?(?:建设|兴建|新建|开建|投建|实施|打造|的|扩建)(?:了|的)?"
)
_NAME = re.compile(
    r"[一-龥A-Za-z0-9“”/+—-]{2,24}?(?<![个些批大类])(?:项目|工程|生产线|生产基地)(?=[，。；、）]|在|正式|开工|签约|落户|已|将|日前|今|昨|顺利|全面|于|的)"
)
_VAGUE = re.compile(
    r"(?:一批|多个|系列|各类|各种|重大|重点|该|此|本|其|上述|相关|有关|配套|这|两个|几个|第?[一二三四五六七八九十0-9]+个|新|大|民生|基础设施|公益|招商)+"
    r"(?:建设|产业|工业|基础设施)?(?:项目|工程|生产线|生产基地)"
)
_INNER = re.compile(r"[的了在将等和与]|建设$")


def find_financed(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """The nouns from behind the verb up to 项目, 工程, 生产线, 生产基地."""
    found = []
    for paid in _PAID.finditer(tagged.text):
        name = _NAME.match(tagged.text, paid.end())
        if name is None or name.start() not in tagged.borders or name.end() not in tagged.borders:
            continue
        modifier = name[0][: -2 if name[0].endswith(("项目", "工程")) else -3]
        if len(name[0]) < 5 or _VAGUE.fullmatch(name[0]) or _INNER.search(modifier):
            continue
        found.append(Candidate(*name.span(), "Project", 0.85, "head/项目"))
    return found
