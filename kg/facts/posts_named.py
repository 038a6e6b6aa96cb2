"""Bodies that a title names and that nobody marked, or marked too short.

In: the text, its mentions, where titles begin. Out: more mentions of bodies: 博益咨询|总经理, 某国|文化和体育部|部长,
俄|外长. What may end such a name and what it does not reach over are data (said_bodies.tsv).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.errors import LexiconError
from kg.lexicon.tables import read_table
from kg.lexicon.words import Lexicon
from kg.model import Mention, Span

_RUN = re.compile(r"[一-龥A-Za-z0-9&]+$")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9&]{2,}")
_QUOTED = re.compile(r"“(?P<name>[一-龥A-Za-z]{2,10})”的?$")
_JOINED = re.compile(r"(?P<piece>[一-龥]{2,8})[和与及暨]$")
_BRANCH = re.compile(r"(?:代表处|办事处|分公司|分行|支行|分会|分院|分局)$")
_LEVEL_OFFICE = re.compile(  # 、街道经济和科技促进局|局长
    r"(?<=[、，兼；])(?:自治区|街道|[省市区县镇乡州旗])(?![长委场政内外])[一-龥]{2,12}(?:局|厅|办|办公室|中心|支队|大队|所|院|馆)$"
)
_FORMER_PARTY = re.compile(r"(?<=[一-龥]{3})原(?=(?:党委|党组|纪委)$)")
_RANK = re.compile(r"(?<=[一-龥]{3})(?:助理|董事|执行|高级|资深|首席)$")
_FOREIGN_PARTY = re.compile(r"(?:(?!中)[一-龥]共|(?<![一-龥])(?:(?![日月向对与同和在给以])[一-龥]){2,10}党)$")
_ENDED = frozenset("部局委厅会院所司处办社团省市县区长员")  # a name is over there: 发改委|和|水利厅
_NO_NAME = frozenset(  # words of one character that are no part of a brand
    "市县区省镇乡村州国年月日新老大小多各每部局处科室组站所厂店馆园院校班级号楼层届次名位个人前后上下一二三四五六七八九十两"
    "和与及同的是在也就都而但非不无已再又很最你他她它咱谁"
)
_REACH = 28  # characters before a title
_LONGEST = 24  # characters of such a name
_LONGEST_FIELD = 8
_SURE = 0.75
_PLACES = frozenset(("AdministrativeArea", "Site", "Place"))
_BODIES = frozenset("PublicBody Company Institution Association Media Organization AdministrativeArea".split())
_AND = frozenset("和与及同")
_SHARED = re.compile(r"(?:委员会|部|局|司|署|厅|办公室|中心|规划院|设计院|研究院|研究所)$")  # 宪法和法律|委员会
_TYPE_OF_KIND = {"company": "Company", "institution": "Institution"}
# a state by its first character, where no other state that begins with it is spoken of
_STATES = {
    "俄": "俄罗斯", "美": "美国", "英": "英国", "法": "法国", "德": "德国", "日": "日本", "韩": "韩国", "朝": "朝鲜",
    "越": "越南", "乌": "乌克兰", "澳": "澳大利亚", "以": "以色列",
}  # fmt: skip
_BEFORE_STATE = frozenset(
    ("", "，", "。", "；", "：", "、", "“", "”", "\n", "与", "和", "同", "及", "由", "对", "向", "据")
)


_USES = frozenset(("head", "plain", "field", "generic", "stop"))


@dataclass(frozen=True, slots=True)
class _Words:
    heads: dict[str, str]
    plain: dict[str, str]
    fields: frozenset[str]
    generic: frozenset[str]
    stops: frozenset[str]


@cache
def _load() -> _Words:
    rows = read_table("said_bodies.tsv", 3)
    for word, use, type_ in rows:
        if use not in _USES or (use in ("head", "plain") and type_ not in _BODIES):
            raise LexiconError(f"said_bodies.tsv: {word}: unknown use or type: {use} {type_}")
    return _Words(
        heads={word: type_ for word, use, type_ in rows if use == "head"},
        plain={word: type_ for word, use, type_ in rows if use == "plain"},
        fields=frozenset(word for word, use, _ in rows if use == "field"),
        generic=frozenset(word for word, use, _ in rows if use == "generic"),
        stops=frozenset(word for word, use, _ in rows if use == "stop"),
    )


def _is_headed(name: str) -> bool:
    """Whether a name ends in a word that makes a name of what stands before it."""
    return any(name[-n:] in _load().heads for n in range(1, 5))


class NamedBodies:
    """What one article's titles name: asked where a title begins, see the methods."""

    def __init__(self, article: str, text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> None:
        self.article = article
        self.text = text
        self.lexicon = lexicon
        self.ends = {mention.span.end: mention for mention in mentions}
        self.countries = [
            mention
            for mention in mentions
            if mention.type == "AdministrativeArea" and lexicon.gazetteer.is_country(mention.name)
        ]
        self.covered = {at for mention in mentions for at in range(mention.span.start, mention.span.end)}

    def whole(self, body: Mention) -> Mention:
        """某能源局可再生能源和|新能源司, 越共|中央书记处: the body with the words in front that belong to its name."""
        text, start = self.text, body.span.start
        if former := _FORMER_PARTY.search(body.text):  # 某兵团原|党委
            return replace(body, name=body.text[: former.start()] + body.text[former.end() :], extractor="post/whole")
        if body.type == "Company" and (rank := _RANK.search(body.text)):  # 某集团|助理总裁
            shorter = body.text[: rank.start()]
            return self._mention(start, start + len(shorter), "Company")
        joined = _JOINED.search(text, max(0, start - 10), start)
        if joined is not None and body.type not in ("AdministrativeArea", "Company"):
            at = self._piece_start(joined.start("piece"), start - 1)
            parent = self.ends.get(at)
            alone = not any(place in self.covered for place in range(at, start)) and not any(
                text[place : place + 2] in self.lexicon.titles for place in range(at, start - 2)
            )
            if parent is not None and alone and parent.type in _BODIES and text[start - 2] not in _ENDED:
                return self._longer(body, parent.span.start)
        parent = self.ends.get(start)
        if parent is not None and parent.type in _BODIES - {"AdministrativeArea"} and _BRANCH.search(body.text):
            return self._longer(body, parent.span.start)  # 某协会|北京代表处
        abroad = parent is not None and parent in self.countries and parent.name != "中国"
        if abroad and parent is not None and body.text.startswith("中国"):  # 某国|中国某某协会
            return self._longer(body, parent.span.start)
        if body.text.startswith("中央") and (party := _FOREIGN_PARTY.search(text, max(0, start - 12), start)):
            return self._longer(body, party.start())
        return body

    def any_person(self, start: int, end: int) -> bool:
        """Whether somebody is named between the two."""
        return any(start < at <= end for at in self._person_ends())

    def cell(self, start: int, end: int) -> Mention:
        """A body of the party that is named by its kind alone."""
        return self._mention(start, end, "PublicBody")

    def _piece_start(self, first: int, last: int) -> int:
        """Where a mention ends between the two, else ``last``."""
        return next((at for at in range(last - 2, first - 1, -1) if at in self.ends), last)

    def _longer(self, body: Mention, start: int) -> Mention:
        text = self.text[start : body.span.end]
        return replace(body, span=replace(body.span, start=start), text=text, name=text, extractor="post/whole")

    def state_at(self, end: int) -> Mention | None:
        """俄|总统, 澳|参议长: a state by one character; of several that begin with it the one named last."""
        char = self.text[end - 1 : end]
        if char not in self.lexicon.country_chars or end - 1 in self.covered:
            return None
        if self.text[max(0, end - 2) : end - 1] not in _BEFORE_STATE:
            return None
        alike = [mention for mention in self.countries if mention.name.startswith(char) and len(mention.name) > 1]
        before = [mention for mention in alike if mention.span.end < end] or alike
        name = before[-1].name if before else _STATES.get(char, "")
        return self._mention(end - 1, end, "AdministrativeArea", name) if name else None

    def said_at(self, end: int, kind: str) -> tuple[Mention, int] | None:
        """博益咨询|总经理, 中润油脂网|信息|主编: the name in front of a title, and where the title's words begin."""
        text = self.text
        quoted = _QUOTED.search(text, max(0, end - 14), end)
        if quoted is not None:
            if quoted["name"] in self.lexicon.names or self.lexicon.is_common_word(quoted["name"]):
                return None
            return self._mention(quoted.start("name"), quoted.end("name"), _TYPE_OF_KIND.get(kind, "Company")), end
        office = _LEVEL_OFFICE.search(text, max(0, end - 18), end)
        if office is not None and not self.covered.intersection(range(office.start(), end)):
            return self._mention(office.start(), end, "PublicBody"), end
        run = _RUN.search(text, max(0, end - _REACH), end)
        if run is None:
            return None
        begin = max((at for at in range(run.start(), end) if at in self._person_ends()), default=run.start())
        words = [(a + begin, b + begin) for a, b in self.lexicon.words(text[begin:end])]
        start, fresh = self._start_of(words, begin)
        chained = text[max(0, start - 1) : start] == "、"
        if not fresh or end - start < 2 or end - start > _LONGEST:
            return None
        words = [(max(a, start), b) for a, b in words if b > start]
        found = self._split(words, end, kind)
        unsure = found is not None and chained and (found[0].type == "PublicBody" or not _is_headed(found[0].text))
        return None if unsure else found

    def _person_ends(self) -> frozenset[int]:
        return frozenset(end for end, mention in self.ends.items() if mention.type in ("Person", "Official"))

    def _start_of(self, words: list[tuple[int, int]], begin: int) -> tuple[int, bool]:
        """Where the name may begin, and whether a clause or a word that leads to a name stands before it."""
        lists, text = _load(), self.text
        for place in range(len(words) - 1, -1, -1):
            first, last = words[place]
            word = text[first:last]
            if word not in lists.stops or first in self.covered:
                continue
            if (
                first == begin + 1 and (word in _AND or word == "的") and text[begin] not in _NO_NAME
            ):  # 盟和|磁业, 我的|某某网
                break
            if word not in _AND:
                return last, word != "的"
            if first in self.ends and self.ends[first].type not in _PLACES:
                return last, True
            if not place or not _SHARED.search(text[: words[-1][1]], last):
                return last, False
            piece = words[place - 1][0]  # 宪法|和|法律委员会
            if words[place - 1][1] - piece < 2 or text[piece:first] in self.lexicon.titles:
                return last, False
            owner = self.ends.get(piece)
            if owner is not None and owner.type in _BODIES:
                return owner.span.start, True
        before = text[max(0, begin - 1) : begin]
        if before == "、":  # 某某专家、博益咨询|总经理
            title = self.lexicon.title_at(text[max(0, begin - 7) : begin - 1])
            return begin, bool(title) or text.endswith(("专家", "学者", "代表"), 0, begin - 1)
        if before == "”" and text[begin - 2] not in "。！？，…" and "“" in text[max(0, begin - 12) : begin]:
            return begin, False  # “某某计划”|重大项目办公室
        return begin, before not in ("）", ")", "》")

    def _split(self, words: list[tuple[int, int]], end: int, kind: str) -> tuple[Mention, int] | None:
        """The name, and behind it what the person looks after: 中投某|顾问, 轻工业."""
        lists, text = _load(), self.text
        forms = [text[a:b] for a, b in words]
        first = 2 if forms[:2] == ["我", "的"] else 0
        if any(form in lists.generic for form in forms[first : first + 2]) or any(
            form in self.lexicon.titles for form in forms
        ):
            return None
        own = [i for i, (a, b) in enumerate(words) if self._is_own(a, b)]
        for last in range(len(words) - 1, -1, -1):
            stop = words[last][1]
            if end - stop > _LONGEST_FIELD:
                return None
            name = text[words[0][0] : stop]
            type_ = self._type_of(name, forms[: last + 1], [i for i in own if i <= last])
            if type_:
                return self._mention(words[0][0], stop, type_), stop
            if own and last == own[-1]:  # 博益, 派某: nothing but a word that no dictionary has
                alone = (
                    own == list(range(last + 1)) and 2 <= len(name) <= 6 and name[-1] not in "课班科系"
                ) or _LATIN.fullmatch(name)
                type_ = _TYPE_OF_KIND.get(kind, "") if alone else ""
                return (self._mention(words[0][0], stop, type_), stop) if type_ else None
        return None

    def _type_of(self, name: str, forms: list[str], own: list[int]) -> str:
        lists = _load()
        head = next((name[-n:] for n in range(4, 0, -1) if name[-n:] in lists.heads or name[-n:] in lists.plain), "")
        rest = name[: len(name) - len(head)]
        if len(rest) < 2 or all(form in lists.generic or form in lists.fields for form in forms if form != head):
            return ""
        if len(head) == 1 and len(rest) < 4 and head != "网":
            return ""
        if head in lists.heads:
            placed = self.lexicon.gazetteer.starts_with_place(rest)
            plain = rest[placed:] in self.lexicon.trades and lists.heads[head] == "Company"
            return "" if plain else lists.heads[head]
        proper = bool(own) or bool(self.lexicon.gazetteer.starts_with_place(name))
        if head in lists.plain and proper and len(name) > 3:
            return lists.plain[head]
        trade = forms[-1] if len(forms) > 1 and forms[-1] in self.lexicon.trades - lists.fields else ""
        return "Company" if trade and own and len(name) > 3 else ""

    def _is_own(self, first: int, last: int) -> bool:
        """A word of one character, or one that no dictionary has: part of a name."""
        form = self.text[first:last]
        if len(form) == 1:
            return "一" <= form <= "龥" and form not in _NO_NAME
        return _LATIN.fullmatch(form) is not None or not self.lexicon.is_common_word(form)

    def _mention(self, start: int, end: int, type_: str, name: str = "") -> Mention:
        return Mention(self.article, Span(start, end), self.text[start:end], type_, _SURE, "post/said", name=name)
