"""The form of a person's name: where it ends, whether characters may be one.

In: a stretch of text that may be a name, with what stands around it. Out: its end, or whether it is one.
"""

from __future__ import annotations

import re

from kg.lexicon.words import Lexicon

SURE_PERSON = 0.85  # below it a city's name is one, and a word of the dictionary no person
HAN = re.compile(r"[\u4e00-\u9fff㐀-䶿\U00020000-\U0003ffff·•]+(?:[-－–][\u4e00-\u9fff]+)?")
_SMALL_AFTER_THREE = frozenset("刚又也都就正在还则将曾已说称等作把被对")
_SMALL_AFTER_TWO = frozenset("说称等则也还把被作")
_TAIL = re.compile(r"(?<=..)(?:来华|访华|赴华|抵华|来访|到访|独家|访问|抵达|出席|会见|会谈|通话|阁下|一行)$")
_SAYS = r"表示|指出|认为|介绍|告诉|透露|坦言|强调|分析|看来|解释|预计|直言|回忆|证实|感叹|日前|近日|昨日|今日|在接受"
NO_LAST = (  # no name ends in them before a verb of saying
    "也还都则就却又曾再均并先已便只常多此向对在等所后即昨今日更最未不没首特自从受经据以笑戏声坚宣诡辩续忙来听传诉劝如年月前中上下里间于将因被把与及同随边一刚仍亦皆俱续演互"
)
_GIVEN_NAME = re.compile(  # 方青|作说, 马其|送分析认为, 沈文|俭作的报告
    rf"(?:[作为成](?=说|称|却|{_SAYS})|[^\W\da-zA-Z{NO_LAST}作为成](?=说[，：。]|{_SAYS}|作的|作了|作关于))"
)
_GOES = frozenset("来到 赶到 赶赴 赶往 前往 走进 走访 来访 到访 率队 率团 带队 抵达 奔赴 步入".split())
_RUN_ON = frozenset("演说 演讲 互致 互访 刚才 刚刚 均为 均已 方均".split())
_DOES = re.compile(r"邀请|主持|会见|出席|陪同|访问")
_FOURTH = re.compile(rf"[^\W\da-zA-Z{NO_LAST}作为成](?=表示|指出|认为|介绍|告诉|坦言|强调|说[，：。])")
FUNCTION = frozenset("的和与同及等在对向将于从就也说称为是被请率到来致时已曾还又了给让把由或互")


def cut_end(text: str, start: int, end: int) -> int:
    """孙庆波|刚, 刘奇|作: the tagger took a small word into the name."""
    tail = _TAIL.search(text[start:end])
    if tail is not None and end - start > 3:
        return start + tail.start()  # 卡托|来华
    if text[end - 1] == "阁" and text[end : end + 1] == "下" and end - start > 2:
        return end - 1
    if "·" in text[start : end - 2] and text[end - 1] in "和与同":
        return end - 1  # 卢卡斯·金|和
    length = end - start
    if length == 2 and text[end - 1] not in _SMALL_AFTER_TWO and (given := _GIVEN_NAME.match(text, end)):
        return given.end()
    if length == 3 and text[end - 1 : end + 1] in _GOES:
        return end - 1  # 王远|来到
    if length == 3 and "·" not in text[start:end] and _FOURTH.match(text, end):
        return end + 1  # 白乌日|吐介绍
    if length == 3 and text[end - 1] in "作为成" and _GIVEN_NAME.match(text, end - 1):
        return end
    if length == 2 and text[end : end + 1] == "中" and _DOES.match(text, end + 1):
        return end + 1  # 刘国|中邀请
    if length > 2 and text[end - 1] == "遇" and text[end : end + 1] in ("刺", "袭", "害", "难", "险"):
        return end - 1  # 某某|遇刺
    if length > 3 and (text[end - 1] == "案" or (text[end - 1] == "多" and text.startswith(("直言", "次"), end))):
        return end - 1  # 李某某|案
    if length == 3 and text[end - 1] == "于" and text[end : end + 1].isdigit():
        return end - 1  # 程晓|于6月1日
    if length == 3 and text[end - 1] == "现" and text[end : end + 1] in ("居", "任", "年", "为", "住", "在", "就"):
        return end - 1  # 麦青|现居北京
    if length > 3 and text.endswith(("先生", "女士"), start, end):
        return end - 2  # 大卫|先生
    if length > 2 and text[end - 1] in "摄绘":
        return end - 1
    if length > 2 and (text[end - 1 : end + 1] in _RUN_ON or text[end - 1] == "它"):
        return end - 1  # 孙中山|演说, 特本|互致, 魏总|刚才
    if length > 3 and text.endswith(("如是说", "如是"), start, end):
        return end - (3 if text[end - 1] == "说" else 2)
    if length > 3 and text.endswith(("坦言", "表示", "认为", "指出"), start, end):
        return end - 2
    if "·" in text[start:end] or (length != 4 and length != 3):
        return end
    return end - 1 if text[end - 1] in (_SMALL_AFTER_THREE if length == 4 else _SMALL_AFTER_TWO) else end


def opens_with_surname(form: str, lexicon: Lexicon) -> bool:
    return form[:1] in lexicon.surnames or form[:2] in lexicon.surnames


def looks_like_name(form: str, lexicon: Lexicon) -> bool:
    return (
        2 <= len(form) <= 4
        and bool(HAN.fullmatch(form))
        and opens_with_surname(form, lexicon)
        and not lexicon.gazetteer.is_place(form)
        and not lexicon.is_common_word(form)
        and not any(lexicon.gazetteer.is_country(form[at:]) for at in range(1, len(form) - 1))
        and not form.endswith(("记者", "介绍", "表示"))
        and form not in lexicon.names
        and form not in lexicon.stops
    )


def is_plausible(name: str, lexicon: Lexicon) -> bool:
    if name in lexicon.stops or name in lexicon.names or lexicon.gazetteer.is_place(name):
        return False
    if lexicon.is_country_pair(name) and name.endswith("方"):
        return False
    if len(name) < 2 or not HAN.fullmatch(name) or name.endswith("记者"):
        return False
    if len(name) == 2 and name[1] in "方氏":
        return False  # 莫方, 纪氏
    if lexicon.is_country_pair(name) or any(lexicon.gazetteer.is_country(name[at:]) for at in range(1, len(name) - 1)):
        return False  # 韩中, 国中国
    if len(name) == 2 and all(char in lexicon.country_chars for char in name) and name[0] not in lexicon.surnames:
        return False  # 美伊
    if len(name) == 2 and name[1] in "军民友" and name[0] in lexicon.surnames and name[0] not in lexicon.country_chars:
        return True  # 张军, but not 美军, 俄军
    # 荆企, 浙商: a place in one character and a common noun
    return not (len(name) == 2 and name[1] in "企商报网台站军队军民友媒")


def is_titled(text: str, start: int, name: str, lexicon: Lexicon) -> bool:
    """行长罗平: a title before a family name makes a person of what is a county's name too."""
    before = text[max(0, start - 6) : start]
    known = name in lexicon.stops or name in lexicon.names or lexicon.gazetteer.is_country(name)
    return bool(lexicon.title_at(before)) and name[0] in lexicon.surnames and not known
