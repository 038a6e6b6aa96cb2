"""Tagged text -> names that a set form makes sure of, whatever the tagger says of the words inside.

引清济安工程 (water from one river to another), 实施“百溪工程” (a programme by the verb before its quotation),
“隼”式防空导弹系统 (arms by kind), 中国常驻联合国…代表团, 清州新机场; two makes side by side that are one joint firm.
"""

from __future__ import annotations

import re

from kg.lexicon.words import Lexicon
from kg.mentions.tagged import FOREIGN, Candidate, TaggedText

_DIVERSION = re.compile(
    r"(?<![吸牵指])引[一-龥]{1,2}[济入补][一-龥]{1,2}(?:[一二三四]期|应急|主体|调水|供水|骨干)?工程"
)
_PROGRAMME = re.compile(r"“(?P<name>[一-龥]{2,8}(?:工程|计划))”(?![的式])")
_CARRIES_OUT = re.compile(r"(?:实施|推进|推动|启动|深化|发起|部署|参与|学习|运用|落实|入选|建设)(?:的|了|好)?$")
_FIGURES_OF_SPEECH = re.compile(
    r"(?:面子|形象|政绩|民心|民生|豆腐渣|一把手|半拉子|样板|系统|惠民|暖心|五年|[一二三四五六七八九十几两]+[大项个])(?:工程|计划)"
)
_ARMS = re.compile(
    r"“(?![敌我红蓝]”)[一-龥A-Za-z·]{1,8}”(?:[式型级]|-?[0-9]{1,3}[A-Z]?型?)?(?:主战|步兵|防空|反坦克|反舰|巡航|弹道|远程|多管|自行"
    r"|武装|攻击|侦察|隐形){0,2}"
    r"(?:导弹(?:防御)?系统|防空系统|火箭炮系统|导弹|坦克|战车|装甲车|步战车|榴弹炮|火箭炮|战斗机|战机|轰炸机|直升机|无人机|潜艇|护卫舰|驱逐舰)"
)
_MISSION = re.compile(r"常驻[一-龥]{2,24}?代表团")
_BETWEEN_STATES = re.compile(
    r"(?<![一-龥]中)(?P<pair>[一-龥]{2})(?:铁路|高铁|公路|油气管道|原油管道|天然气管道)(?![局网])"
)
_NEW_SITE = re.compile(r"新(?:机场|客站|火车站|航站楼)")
# 外长|维某, 埃米尔|纳某夫: sounds of a foreign name between an office and what its holder does
_FOREIGNER = re.compile(
    r"(?:主席|总统|总理|首相|外长|大臣|埃米尔|国王|秘书长|总书记|防长|议长|专员)"
    rf"(?P<name>[{''.join(sorted(FOREIGN))}]{{2,5}})(?=日前|当天|当日|表示|指出|强调|宣布|率领|不幸|逝世|致|发表|抵达|会谈|举行|[0-9]{{1,2}}日)"
)
_LONGEST_COUNTRY = 8


def find_set_forms(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    text = tagged.text
    found = [
        Candidate(*match.span(), "Project", 0.96, "pattern/project", fixed=True) for match in _DIVERSION.finditer(text)
    ]
    listed = -1
    for match in _PROGRAMME.finditer(text):
        start, end = match.span()
        said = _CARRIES_OUT.search(text, max(0, start - 4), start)
        if not said and not (start - 1 == listed and text[listed] in "、和及"):
            continue
        listed = end  # “甲工程”、“乙工程”
        if not _FIGURES_OF_SPEECH.search(match["name"]) and not lexicon.is_common_word(match["name"]):
            found.append(Candidate(*match.span("name"), "Project", 0.95, "pattern/project", fixed=True))
    found += [Candidate(*match.span(), "Product", 0.97, "model/quoted", fixed=True) for match in _ARMS.finditer(text)]
    for match in _MISSION.finditer(text):
        start = _country_before(text, match.start(), lexicon)
        if start < match.start():
            found.append(Candidate(start, match.end(), "PublicBody", 0.97, "body/mission", fixed=True))
    for match in _BETWEEN_STATES.finditer(text):
        if match["pair"][0] == "中" and lexicon.is_country_pair(match["pair"]):
            found.append(Candidate(*match.span(), "Site", 0.95, "head/铁路", fixed=True))  # 发挥好|中老铁路
    for match in _FOREIGNER.finditer(text):
        name = match["name"]
        if not (lexicon.is_common_word(name) or lexicon.gazetteer.is_place(name) or name in lexicon.stops):
            found.append(Candidate(*match.span("name"), "Person", 0.9, "title/person", fixed=True))
    for match in _NEW_SITE.finditer(text):
        index = tagged.ends.get(match.start())
        place = None if index is None else tagged.words[index]
        if place is not None and lexicon.gazetteer.is_place(text[place.start : place.end]):
            found.append(Candidate(place.start, match.end(), "Site", 0.95, "head/机场", fixed=True))
    return found + _find_joint_makes(tagged, lexicon)


def _country_before(text: str, end: int, lexicon: Lexicon) -> int:
    for length in range(min(_LONGEST_COUNTRY, end), 1, -1):
        if lexicon.gazetteer.is_country(text[end - length : end]):
            return end - length
    return end


def _find_joint_makes(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """A firm of two parents and a third make with nothing between them is the joint firm of the three."""
    text = tagged.text
    firms = {
        start: end
        for end, start in tagged.jieba_ends.items()
        if lexicon.make_kinds.get(text[start:end]) == "car" and text[start:end] in lexicon.firms
    }
    found = []
    for start, middle in firms.items():
        end = firms.get(middle, 0)
        if end and end not in firms and start not in firms.values() and middle - start > 2:
            found.append(Candidate(start, end, "Company", 0.98, "lexicon/firms", fixed=True))
    return found
