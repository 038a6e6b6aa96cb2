"""Title phrases, read from their end: where a title, its modifiers and its body begin.

In: the text, the mentions that may be bodies, the titles of titles.tsv. Out: :class:`Phrase` s. The longest title
wins; the body is the mention that ends where the title or its modifiers begin, or a little before with nothing but
nouns between.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.facts.posts_named import NamedBodies
from kg.lexicon.words import Lexicon
from kg.model import Mention, Span

_BODIES = frozenset(
    {
        "PublicBody",
        "Company",
        "Institution",
        "Association",
        "Media",
        "Organization",
        "AdministrativeArea",
        "Project",
        "Site",
    }
)
_CONGRESS = ("人大", "人民代表大会", "党代会")
_VILLAGES = ("村", "社区", "居委会", "村委会", "嘎查")
_PLACES = frozenset({"AdministrativeArea", "Site", "Project"})
_KINDS_OF_FIRMS = frozenset({"company", "institution", "staff"})  # titles that stand behind 某公司的 too
_HOLDS = re.compile(r"(?:担任|出任|兼任|身为|作为|任)$")
_LONG_HELD = re.compile(r"(?:一职|职务)?(?:多年|至今)?的$")  # 担任某公司总经理|一职多年的|甲
_COUNCIL = re.compile("[委理董监]员?事?会")  # no title stands in 委员会, 董事会
_MODIFIER = re.compile(r"(?:常务|第一|首席|名誉|荣誉|执行|代理|高级|资深|联席|轮值|代|(?<!全)总)$")
_STATE = re.compile(r"(?P<state>原|(?<![目此日年月以之天会午提当眼先空史])前任?|时任|现任|新任|拟任|候任|当选|兼任?)$")
_CHIEF = re.compile(r"首席[一-龥]{2,4}[官师家员]")
_BETWEEN = re.compile(r"[一-龥A-Za-z]{1,8}")
_PART_BETWEEN = re.compile(
    r"[一-龥A-Za-z]{1,10}(?:部|中心|处|室|组|站|队|业务|板块|项目|平台|事务|频道|地区|大区|片区|研究所|研究院|委员会)"
)
_NO_MODIFIER = re.compile(
    r"[的了和与及在是将被由对向为从到等]|担任|出任|就任|记者|表示|介绍|会议|出席|会见|强调|指出|邀请|任命|要求|负责"
)
_ORDINAL = re.compile(r"(?<=[、兼])(?:第?[一二三四五六七八九十0-9]{1,4}届|首届|本届|新一届)$")
_SOCIETY = re.compile(r"》(?:杂志|报|周刊)?(?:社|编辑部)$")  # 《某报》社|社长
_CENTRAL_BODY = re.compile(
    r"(?<=[、兼])(?:中央|全国|国家|国务院)[一-龥]{2,16}(?:领导小组|委员会|指挥部|办公室|委员会办公室|协会|学会|总局|局)$"
)
_IS_OFFICE = re.compile(r"[任为是]$|担任|当选|出任|成为|作为|被")
_SENT_TO = re.compile(r"^驻[一-龥]{1,6}?(?:镇|乡|村|县|街道|社区)(?=[一-龥]{3})")  # 某局驻某镇|工作队队长
_MEETING = re.compile(r"大会|峰会|论坛|年会|活动")  # of another body than the place that it is named for
_NO_FIELD = re.compile(r"[的了是将被由对向为从到等在]|会见|出席|访问|表示|宣布|任命|邀请|总统|总理|首相")
_DEPARTMENT = re.compile(r"(?<=、)[一-龥]{2,6}$")
_PART = re.compile(
    r"(?<=[、兼])[一-龥A-Za-z0-9]{1,10}(?:部|中心|处|室|组|业务|板块|工作室|车间|书记处|委员会|地区|区|科|司|局)$"
)
_DESCRIBED = re.compile(r"(?<=[、兼])(?:(?![兼某])[一-龥A-Za-z0-9“”]){2,12}$")
_CHARGED = re.compile(r"(?:分管|主管|负责|主持|协助|联系)[一-龥]{2,10}的$")  # 某部|分管日常工作的|副部长
_CARED_FOR = re.compile(r"的(?P<field>[一-龥]{2,6})$")  # 某公司的|出口|经理
_MINISTER = re.compile(r".*(?:部长|大臣|部长助理|国务秘书|议长)")
_OF_PARLIAMENT = re.compile(r"议长|议员")
_TEMPORARY = re.compile(r"临时党(?:支部|总支|委)(?=(?:第一)?副?书记|$)")  # an ad-hoc cell of the party
_MINISTRY = re.compile(r"[一-龥]{1,12}")
_ASIDE = re.compile(r"[（(][^（()）\n]{1,40}[)）]$")
_TRADE = re.compile(  # 某协会副主席、青年作家|甲: what the person does besides
    r"、[一-龥]{0,6}(?:作家|画家|书法家|诗人|演员|导演|学者|专家|企业家|艺术家|科学家|设计师|评论家|学家|收藏家|摄影家|音乐家|歌唱家|表演者|名家|大师|传承人)$"
)
_ENVOYS = ("大使", "公使", "总领事", "领事", "参赞", "代办", "首席代表")
_REPORTER = re.compile(r"(?:特派|首席|特约|见习|摄影|驻[一-龥]{1,3})?(?:记者|编辑|评论员|主持人)$")
_CELL = re.compile(r"党?(?:总支部?|支部)(?=(?:第一)?副?书记)")  # 某村|党支部|书记
_LONGEST = 8  # characters of a title
_REACH = 8  # characters of other nouns between body and title
_PART_REACH = 14  # where they end in 部, 中心 ...


@dataclass(frozen=True, slots=True)
class Phrase:
    """One title with its body: [start, end) of the text."""

    start: int
    end: int
    title: str
    body: Mention | None
    state: str = ""  # 原 时任 拟任 ...
    how: str = ""  # the way its body was found, where it names none
    alone: bool = False  # says of which body by itself: 中美经贸中方牵头人


def _told_of(first: Phrase, text: str) -> bool:
    """Whether the words before the first phrase say that somebody holds the office."""
    return (
        first.state in ("时任", "现任", "新任", "兼任")
        or _HOLDS.search(text, max(0, first.start - 2), first.start) is not None
    )


def _extend_body(body: Mention, cell: re.Match[str]) -> Mention:
    """某村|党支部: the party's cell there."""
    return replace(
        body,
        span=Span(body.span.start, cell.end()),
        text=body.text + cell[0],
        name=body.name + cell[0],
        type="PublicBody",
        extractor="post/cell",
    )


class PhraseReader:
    """The text of one article with its bodies by where they end."""

    def __init__(self, article: str, text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self.bodies = {m.span.end: m for m in mentions if m.type in _BODIES}
        self.body_ends = sorted(self.bodies)
        self.named = NamedBodies(article, text, mentions, lexicon)

    def phrases_before(self, end: int) -> list[Phrase]:
        """Title phrases that end at ``end``, the first in reading order first."""
        phrases: list[Phrase] = []
        while end > 0 and self.text[end - 1] in " \u3000":
            end -= 1
        if end > 0 and self.text[end - 1] == "的":  # 时任某省省委书记的甲
            held = _LONG_HELD.search(self.text, max(0, end - 5), end)
            told = self.phrases_before(held.start() if held else end - 1)
            return told if told and _told_of(told[0], self.text) else []
        trade = _TRADE.search(self.text, max(0, end - 16), end)
        if trade is not None and self._is_chained(trade.start() + 1):
            end = trade.start()
        while True:
            phrase = self._phrase(end)
            if phrase is None:
                return phrases[::-1]
            phrase, start = self._with_part(self._sent(phrase))
            phrases.append(phrase)
            if ordinal := _ORDINAL.search(self.text, max(0, start - 8), start):
                start = ordinal.start()  # 某司司长、第一届|某会组委会副主席
            link = self.text[start - 1 : start]
            if link == "，" and self._goes_on(start - 1, phrase):
                end = start - 1
                continue
            if link not in ("、", "兼") and phrase.state not in ("兼", "兼任"):
                return phrases[::-1]
            end = start - (link in ("、", "兼"))

    def _sent(self, phrase: Phrase) -> Phrase:
        """东岭国驻西川国|大使: of the country that sent him, not of the one where he is."""
        where = phrase.body
        if where is None or not phrase.title.endswith(_ENVOYS) or not self.text.endswith("驻", 0, where.span.start):
            return phrase
        sender = self.bodies.get(where.span.start - 1)
        if sender is None:
            return phrase
        return replace(phrase, start=sender.span.start, body=sender, title=f"驻{where.text}{phrase.title}")

    def _goes_on(self, comma: int, phrase: Phrase) -> bool:
        """某市人大原副主任，市总工会原主席|甲: both offices are of the one person that the sentence names."""
        if phrase.body is None:
            return False
        start = max(self.text.rfind(mark, 0, comma) for mark in "。！？；\n") + 1
        before = self._phrase(comma)
        if before is None or before.title in ("代表", "委员") or self.named.any_person(start, comma):
            return False
        first = before
        while first.body is None and self.text[first.start - 1 : first.start] == "、":
            more = self._phrase(first.start - 1)
            if more is None:
                return False
            first = more
        return first.body is not None and not _IS_OFFICE.search(self.text, start, first.start)

    def twin_of(self, phrase: Phrase) -> Phrase | None:
        """中央台办、国务院台办|主任: one title in two bodies of one kind."""
        body = phrase.body
        if body is None or body.span.start < 1 or self.text[body.span.start - 1] not in "、和":
            return None
        other = self.bodies.get(body.span.start - 1)
        alike = other is not None and other.type == body.type and other.text[-2:] == body.text[-2:]
        return replace(phrase, start=other.span.start, body=other) if other is not None and alike else None

    def board_of(self, title: str) -> Mention | None:
        """甲委员 in a report of 市政协委员: the one body that the article gives the title to."""
        bodies = {self.bodies[at].name: self.bodies[at] for at in self.body_ends if self.text.startswith(title, at)}
        return next(iter(bodies.values())) if len(bodies) == 1 else None

    def _with_part(self, phrase: Phrase) -> tuple[Phrase, int]:
        """副总裁、营销事业部|总经理: words of a later title that belong to it, and where they begin."""
        text, start = self.text, phrase.start
        if phrase.body is not None:
            return phrase, start
        bare = _DEPARTMENT.search(text, max(0, start - 8), start)
        if bare and bare[0] in self.lexicon.heads:  # 市委常委、组织部|部长: completed later
            return phrase, bare.start()
        part = _PART.search(text, max(0, start - 12), start)
        own_body = _CENTRAL_BODY.search(text, max(0, start - 22), start)
        if own_body and self._is_chained(own_body.start()):  # 中央某某工作领导小组|副组长
            return replace(
                phrase, start=own_body.start(), body=self.named.cell(own_body.start(), start)
            ), own_body.start()
        if part and self._is_chained(part.start()):
            return replace(phrase, start=part.start(), title=text[part.start() : phrase.end]), part.start()
        own = _DESCRIBED.search(text, max(0, start - 13), start)
        minister = _MINISTER.fullmatch(phrase.title) is not None
        if own and self._is_chained(own.start()) and (minister or not _NO_MODIFIER.search(own[0])):
            title = text[own.start() : phrase.end]
            return replace(phrase, start=own.start(), title=title, alone=not minister), own.start()
        return phrase, start

    def _is_chained(self, at: int) -> bool:
        """Whether a title ends before the 、 or 兼 that stands before ``at``."""
        stop = at - 1
        if self.text.endswith("人大代表", 0, stop):
            return True
        return any(self.text[max(0, stop - n) : stop] in self.lexicon.titles for n in range(2, 7))

    def _phrase(self, end: int) -> Phrase | None:
        """The title phrase that ends at ``end``: prefer the title whose body ends just before it."""
        if reporter := self._reporter(end):
            return reporter
        beside: Phrase | None = None  # unless a shorter title stands right behind its body: 某镇某村|支书
        fallback: Phrase | None = None
        for length in range(_LONGEST, 1, -1):
            start = end - length
            title = self.text[max(0, start) : end]
            if start < 0 or not self._is_title(title):
                continue
            while modifier := _MODIFIER.search(self.text, max(0, start - 2), start):
                start = modifier.start()
            state = _STATE.search(self.text, max(0, start - 2), start)
            body = (self._body_at(state.start()) if state else None) or self._body_at(start)
            body = self.named.whole(body) if body is not None else None
            if body is not None and not self._fits(body, title):
                if title == "领导":  # 某党领导人民: a verb
                    continue
                body = None
            if title == "代表" and (body is None or not body.name.endswith(_CONGRESS)):
                continue  # 某市人大|代表
            word = state["state"] if state else ""
            if body is not None and body.name != body.text and "原" in body.text:
                word = word or "原"
            if body is not None and body.extractor == "post/said" and state is None:
                start = body.span.end  # 某集团|助理总裁
            cell = _CELL.match(self.text, body.span.end, end) if body is not None else None
            if body is not None and cell is not None and body.name.endswith(_VILLAGES):
                body = _extend_body(body, cell)
                title = self.text[cell.end() : end]
                return Phrase(body.span.start, end, title, body, state["state"] if state else "")
            if body is not None:
                ahead = _STATE.search(self.text, max(0, body.span.start - 2), body.span.start)  # 原某某市副市长
                word = word or (ahead["state"] if ahead else "")
                return Phrase(ahead.start() if ahead else body.span.start, end, self.text[start:end], body, word)
            if self.text[start - 1 : start] == "的" and (owner := self.bodies.get(start - 1)) is not None:
                kind = self.lexicon.titles.get(title, "company")
                if owner.type not in _PLACES and kind in _KINDS_OF_FIRMS and not self._is_some(owner):
                    return Phrase(owner.span.start, end, self.text[start:end], owner, word)
            if beside is None and (beyond := self._beyond(start, end, word)) is not None:
                return beyond
            near = self._near_body(start, title) if beside is None else None
            if near is not None and near.type == "AdministrativeArea" and near.span.end < start:
                said = self._said(Phrase(start, end, title, None, word))  # 某省|奶协|秘书长
                if said is not None and said.body is not None and said.body.span.start <= near.span.start:
                    return said
            if near is not None and self._fits(near, title):
                beside = Phrase(near.span.start, end, _SENT_TO.sub("", self.text[near.span.end : end]), near)
            if fallback is None:
                fallback = Phrase(state.start() if state else start, end, self.text[start:end], None, word)
        if beside is None and fallback is not None:
            return self._said(fallback) or fallback
        return beside or fallback

    def _beyond(self, start: int, end: int, state: str) -> Phrase | None:
        """某部分管日常工作的|副部长, 某公司的出口|经理: what the person is in charge of stands between."""
        charged = _CHARGED.search(self.text, max(0, start - 16), start)
        owner = self._body_at(charged.start() - (self.text[charged.start() - 1] == "”")) if charged else None
        if owner is not None and owner.type not in _PLACES:
            return Phrase(owner.span.start, end, self.text[start:end], owner, state)
        field = _CARED_FOR.search(self.text, max(0, start - 7), start)
        owner = self.bodies.get(field.start()) if field else None
        if field is None or owner is None or owner.type in _PLACES or self._is_some(owner):
            return None
        if _NO_MODIFIER.search(field["field"]):
            return None
        kind = self.lexicon.titles.get(self.text[start:end], "company")
        if kind not in _KINDS_OF_FIRMS or self.lexicon.title_at(field["field"]):
            return None
        return Phrase(owner.span.start, end, self.text[field.start("field") : end], owner, state)

    def _of_cell(self, phrase: Phrase, cell: re.Match[str]) -> Phrase:
        """临时党支部|书记: the cell by its own name, for no other is said."""
        body = self.named.cell(cell.start(), cell.end())
        return replace(phrase, start=cell.start(), body=body, title=self.text[cell.end() : phrase.end])

    def _is_some(self, body: Mention) -> bool:
        """某|钢贸公司, 一家|钢贸公司: nobody in particular."""
        return self.text[max(0, body.span.start - 1) : body.span.start] in ("某", "家", "位", "名")

    def _said(self, phrase: Phrase) -> Phrase | None:
        """博益咨询|总经理, 俄|外长: a body that no mention marks."""
        kind = self.lexicon.titles.get(phrase.title, "")
        if kind in ("state", "government") and (country := self.named.state_at(phrase.start)) is not None:
            return replace(phrase, start=country.span.start, body=country)
        if (
            kind == "area"
            or (kind == "state" and not _OF_PARLIAMENT.search(phrase.title))
            or phrase.title in ("领导", "记者", "代表")
        ):
            return None
        if cell := _TEMPORARY.search(self.text, max(0, phrase.start - 5), phrase.end - 2):
            return self._of_cell(phrase, cell)
        said = self.named.said_at(phrase.start, kind)
        if said is None:
            return None
        body, start = said
        title_start = phrase.end - len(phrase.title)
        lead = self.text[start:title_start]
        lead = lead.removesuffix(phrase.state) if phrase.state else lead
        return replace(phrase, start=body.span.start, body=body, title=lead + phrase.title)

    def _reporter(self, end: int) -> Phrase | None:
        """某报社|记者: no title by itself, for 记者 stands before many words."""
        words = _REPORTER.search(self.text, max(0, end - 8), end)
        body = self._body_at(words.start()) if words else None
        if words is None or body is None or body.type != "Media":
            return None
        return Phrase(body.span.start, end, words[0], body)

    def _is_title(self, words: str) -> bool:
        return words in self.lexicon.titles or words == "代表" or _CHIEF.fullmatch(words) is not None

    def _body_at(self, end: int) -> Mention | None:
        """The body that ends at ``end``, in front of 》 or a bracket too: 《某报》社长, 某公司（某企）董事长."""
        body = self.bodies.get(end)
        if body is not None or not end:
            return body
        if self.text[end - 1] == "》":
            return self.bodies.get(end - 1)
        if society := _SOCIETY.search(self.text, max(0, end - 6), end):
            return self.bodies.get(society.start())
        aside = _ASIDE.search(self.text, max(0, end - 42), end) if self.text[end - 1] in "）)" else None
        return self.bodies.get(aside.start()) if aside else None

    def _fits(self, body: Mention, title: str) -> bool:
        """No firm's or staff's title is held in an area: 印度业务董事长."""
        if title == "领导":
            return body.type == "AdministrativeArea"
        kind = self.lexicon.titles.get(title, "company")
        return body.type != "AdministrativeArea" or kind not in ("company", "staff", "institution")

    def _near_body(self, start: int, title: str) -> Mention | None:
        """某建设集团|项目|施工员, 某公司|人力资源部|经理: a body a little before, nothing but nouns between."""
        at = bisect_right(self.body_ends, start) - 1
        if at < 0 or start - self.body_ends[at] > _PART_REACH:
            return None
        between = self.text[self.body_ends[at] : start]
        body = self.bodies[self.body_ends[at]]
        of_state = body.type == "AdministrativeArea" and self.lexicon.gazetteer.is_country(body.name)
        if of_state and _MINISTER.fullmatch(title) and _MINISTRY.fullmatch(between) and self._is_field(between):
            return body  # 某国|文化和体育|部长
        if not (_BETWEEN if len(between) <= _REACH else _PART_BETWEEN).fullmatch(between):
            return None
        if _NO_MODIFIER.search(between) or "兼" in between or "某" in between:
            return None
        words = _COUNCIL.sub("", between)
        if any(words[i : i + 2] in self.lexicon.titles for i in range(len(words) - 1)):
            return None
        if self._ends_within_word(body, between) or (body.type in _PLACES and _MEETING.search(between)):
            return None
        if body.type == "AdministrativeArea" and body.span.start in self.bodies:  # 某公司|某国|业务董事长
            return self.bodies[body.span.start]
        return body

    def _is_field(self, words: str) -> bool:
        """Whether words between a country and 部长 say which ministry: no verb, no other office."""
        return not _NO_FIELD.search(words) and not any(
            words[i : i + 2] in self.lexicon.titles for i in range(len(words) - 1)
        )

    def _ends_within_word(self, body: Mention, behind: str) -> bool:
        """某照明展|览会|负责人: the mention breaks off in the middle of a word."""
        last = body.text[-1]
        return any(
            len(behind) >= n
            and self.lexicon.is_common_word(last + behind[:n])
            and not self.lexicon.is_common_word(behind[:2])
            for n in (1, 2)
        )
