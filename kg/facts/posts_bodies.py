"""The body of a title that names none: of its chain, of the same board, or of the kind that the title is held in.

In: title phrases, what the article has said before. Out: the phrases with bodies, where the text leaves no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.facts.posts_phrases import Phrase
from kg.facts.reference import group_names, resolve_reference
from kg.lexicon.words import Lexicon
from kg.model import Article, Mention, Span
from kg.text import sentence_at

_LEVEL_TITLE = re.compile(r"(?:常务|代理?)?副?(省|市|区|县|州|镇|乡|盟|旗)(?:长|领导)|(省|市|区|县)长助理")
_AREA_OF_BODY = re.compile(
    r"(?:中共)?(?P<area>[一-龥]{2,12}?(?P<level>省|市|区|县|州|镇|乡|盟|旗))"
    r"(?:委|党委|人民政府|政府|人大|政协|纪委|监委)"
)
_COUNCIL = re.compile(r"村委会|居委会|村民委员会|居民委员会")
_CELL_NAME = re.compile(r"党?(?:总支部?|支部)$")
_NATIONAL = re.compile(r"国家(?:副?主席)|国务委员")
_HEADS_OWN_BODY = re.compile(r"(?:常务)?副?(?P<head>.)长(?:助理)?")
_RANK = re.compile(r"(?:巡视员|调研员|科员)$")
_DEPUTY = re.compile(r"(?:常务)?副")
_CLAUSE_MARKS = frozenset(("", "，", "。", "；", "\n", "“", "！", "？"))
_BEFORE_TITLE = frozenset("以由与同向对请")  # 以董事长甲的名义
_LIST_MARKS = frozenset("、和及与")
_LOOSE = frozenset("主席 总理 教授 研究员 委员 教师 院士 负责人 理事 工程师 经理 律师 医师 医生 护士 民警".split())
# the last characters of the body that a title is held in
_HELD_IN = {
    "校长": re.compile(r"(?:校|大学|学院|中学|小学)$"),
    "馆长": re.compile(r"馆$"),
    "园长": re.compile(r"园$"),
    "厂长": re.compile(r"(?:厂|公司|集团)$"),
    "站长": re.compile(r"站$"),
    "所长": re.compile(r"所$"),
    "台长": re.compile(r"台$"),
    "社长": re.compile(r"社$"),
    "行长": re.compile(r"行$"),
    "会长": re.compile(r"(?:协会|学会|商会|联合会|促进会|研究会)$"),
    "秘书长": re.compile(r"(?:协会|学会|商会|联合会|促进会|研究会|基金会)$"),
    "局长": re.compile(r"局$"),
    "董事长": re.compile(r"(?:公司|集团|股份|银行|厂)$"),
    "总经理": re.compile(r"(?:公司|集团|股份|银行|厂)$"),
    "总裁": re.compile(r"(?:公司|集团|股份|银行|厂)$"),
}
_OF_PARTY = re.compile(r"(?<=[一-龥]{4})(?:机关)?党[组委]$")
_FOREIGN_PARTY = re.compile(r"((?!中共)[一-龥]{1,10}?(?:共|党))中央")
_ZONE_PARTY = re.compile(r"(?<=[一-龥]{3})党?工委$")
_PARTY_OFFICE = re.compile(
    r"(?:组织|宣传|统战|统一战线工作|社会工作)部|政法委|政研室|政策研究室|网信办|编办|办公[室厅]|机关工委"
)
_OWN_LEVEL = re.compile(r"(?:该|本)?(?P<level>村|社区|镇|乡|街道)$")  # 某镇某村…，村|党支部书记
_SESSION_TITLE = re.compile(r"(?:副?秘书长|发言人|新闻发言人|(?:执行|常务)主席)")
_SESSION = re.compile(  # 某省第十四届人民代表大会第二次会议, 十四届全国人大二次会议, 第五次全国代表大会
    r"(?:[一-龥]{2,6}[省市县区])?第?[一二三四五六七八九十]{1,3}届[一-龥]{0,14}?第?[一二三四五六七八九十]{1,3}次(?:全体)?会议"
    r"|第[一二三四五六七八九十]{1,3}次[一-龥]{0,6}代表大会"
)
_PROJECT = re.compile(r"项目(?:经理|总监|负责人|施工员|总工程师|总工|技术负责人|书记|部?经理)")


@dataclass(frozen=True, slots=True)
class Seat:
    """A title that the article has given to somebody in a body, and where."""

    title: str
    body: Mention
    end: int


def _shorter(body: Mention, length: int) -> Mention:
    """The first ``length`` characters of a body's name."""
    span = Span(body.span.start, body.span.start + length)
    text = body.text[:length]
    return replace(body, span=span, text=text, name=text, extractor="post/owner")


class BodyFinder:
    """What one article has said of bodies and boards so far; ``seats`` grows while it is read."""

    def __init__(
        self, article: Article, mentions: Sequence[Mention], sentences: Sequence[Span], lexicon: Lexicon
    ) -> None:
        self.article = article
        self.text = article.text
        self.mentions = mentions
        self.sentences = list(sentences)
        self.lexicon = lexicon
        self.seats: list[Seat] = []

    def complete(self, phrases: list[Phrase], carried: Mention | None) -> list[Phrase]:
        """Give phrases without a body that of the phrase before them, or of the list before them."""
        result = []
        source = carried
        for phrase in phrases:
            of = _FOREIGN_PARTY.match(source.name) if source is not None else None
            if of is not None and phrase.body is not None and phrase.body.name.startswith("中央"):
                # 越共中央政治局委员、中央|书记
                phrase = replace(phrase, body=replace(phrase.body, name=of[1] + phrase.body.name))
            department = self._department(phrase, source)
            if phrase.body is not None:
                source = phrase.body
            elif department is not None:
                phrase = replace(phrase, start=department.span.start, body=department)
            elif source is not None and not phrase.alone:
                phrase = replace(phrase, body=self._body_for(phrase.title, source))
            result.append(phrase)
        return result

    def same_board(self, phrase: Phrase) -> Mention | None:
        """人大常委会主任甲主持会议，副主任乙出席: who bears the same title, or is deputy, sits on the same board.

        In later sentences only where the clause begins with the title and the article knows of one such board.
        """
        kind = self.lexicon.titles.get(phrase.title, "")
        before = self.text[phrase.start - 1 : phrase.start]
        if kind == "state" or before not in _CLAUSE_MARKS | _LIST_MARKS:
            return None
        rank = _DEPUTY.sub("", phrase.title)
        same = [
            seat
            for seat in self.seats
            if _DEPUTY.sub("", seat.title) == rank and (rank not in _LOOSE or seat.title != phrase.title)
        ]
        within = [seat.body for seat in same if sentence_at(self.sentences, seat.end - 1).end > phrase.start]
        if within:
            return within[-1]
        if before not in _CLAUSE_MARKS or kind in ("party", "staff") or rank in _LOOSE:
            return None
        return same[-1].body if len({seat.body.name for seat in same}) == 1 else None

    def spoken_of(self, phrase: Phrase) -> Mention | None:
        """校长甲说, 项目经理乙介绍: the only school, the only project that is spoken of."""
        if local := self._local(phrase):
            return local
        if _SESSION_TITLE.fullmatch(phrase.title) and self.text.endswith("大会", 0, phrase.start):
            return self._session(phrase.start - 2, phrase.start)
        if self.text[phrase.start - 1 : phrase.start] not in _CLAUSE_MARKS | _BEFORE_TITLE:
            return None
        if _PROJECT.fullmatch(phrase.title):
            before = [m for m in self.mentions if m.span.end <= phrase.start and m.type == "Project"]
            return resolve_reference(self.sentences, phrase.start, before)
        held_in = _HELD_IN.get(_DEPUTY.sub("", phrase.title))
        if held_in is None:
            return None
        fitting = [m for m in self.mentions if m.type != "AdministrativeArea" and held_in.search(m.name)]
        if len(group_names(fitting)) != 1:
            return None
        return next((m for m in reversed(fitting) if m.span.end <= phrase.start), None)

    def _local(self, phrase: Phrase) -> Mention | None:
        """村|党支部书记, 村委会主任: of the village named before, if only one is."""
        start = phrase.start
        level = _OWN_LEVEL.search(self.text, max(0, start - 3), start)
        own = _OWN_LEVEL.match(phrase.title[:1]) or _OWN_LEVEL.match(phrase.title[:2])
        if level is not None:
            start = level.start()
        elif own is None:
            return None
        word = level["level"] if level is not None else own["level"] if own is not None else ""
        if self.text[start - 1 : start] not in _CLAUSE_MARKS | _LIST_MARKS | _BEFORE_TITLE:
            return None
        before = [m for m in self.mentions if m.span.end <= start and m.name.endswith(word) and len(m.name) > len(word)]
        named = {m.name for m in before}
        within = [m for m in before if m.span.start >= sentence_at(self.sentences, start).start]
        if len(named) == 1 or len({m.name for m in within}) == 1:
            return (within or before)[-1]
        return None

    def _session(self, start: int, end: int) -> Mention | None:
        """大会|秘书长: the one session of a congress that the article names."""
        named = {match[0] for match in _SESSION.finditer(self.article.headline + "\n" + self.text)}
        if len(named) != 1:
            return None
        return Mention(
            article=self.article.id,
            span=Span(start, end),
            text=self.text[start:end],
            type="Organization",
            confidence=0.8,
            extractor="post/session",
            name=named.pop(),
        )

    def _department(self, phrase: Phrase, source: Mention | None) -> Mention | None:
        """市委常委、组织部部长: a department without its body; the committee or area before it completes the name."""
        if phrase.body is not None or source is None or source.type not in ("PublicBody", "AdministrativeArea"):
            return None
        committee = source.type == "PublicBody" and source.name.endswith("委")
        for length in range(6, 1, -1):
            start = phrase.start - length
            word = self.text[max(0, start) : phrase.start]
            if start > 0 and self.text[start - 1] in "、，兼" and word in self.lexicon.heads:
                parent = source.name
                if not (committee and _PARTY_OFFICE.fullmatch(word)):
                    parent = self._area_name(source)
                if not parent or not any(head.type == "PublicBody" for head in self.lexicon.heads[word]):
                    return None
                return Mention(
                    article=self.article.id,
                    span=Span(start, phrase.start),
                    text=word,
                    type="PublicBody",
                    confidence=round(source.confidence * 0.95, 2),
                    extractor="post/department",
                    name=parent + word,
                )
        return None

    def _area_name(self, source: Mention) -> str:
        """The area of a committee or government (某县委 -> 某县, 市委 -> 市); "" if the name tells none."""
        if source.type == "AdministrativeArea":
            return source.name if source.name[-1] in "省市区县州盟旗镇乡" else ""
        if zone := _ZONE_PARTY.search(source.name):  # 某新区党工委书记、管委会主任
            return source.name[: zone.start()]
        area = _AREA_OF_BODY.match(source.name)
        if area is not None:
            return area["area"]
        return source.name[0] if re.fullmatch("[省市区县州](?:委|政府)", source.name) else ""

    def _body_for(self, title: str, source: Mention) -> Mention | None:
        """区长 after 某某区委: not the party committee but the district; 总裁 after 某公司: the company."""
        if _NATIONAL.match(title):
            return None
        if source.extractor == "post/cell" and (council := _COUNCIL.match(title)):
            village = _CELL_NAME.sub("", source.name)  # 某村党总支书记兼村委会主任
            return replace(source, text=village + council[0], name=village + council[0])
        level = _LEVEL_TITLE.fullmatch(title)
        minister = self.lexicon.titles.get(title, "state") == "state" and title.endswith(("部长", "大臣"))
        if minister and source.type != "AdministrativeArea" and not source.name.endswith(("委", "委员会")):
            return None  # 某方代表团团长、前贸易部长
        if level is None:
            kind = self.lexicon.titles.get(title) or self.lexicon.titles.get(self.lexicon.title_at(title), "")
            cell = _OF_PARTY.search(source.name)
            if cell is not None and not source.text.startswith(source.name[: cell.start()]):
                cell = None
            if cell is not None and kind in ("company", "institution", "office", "military"):
                source = _shorter(source, cell.start())  # 某公司党委|书记、董事长: of the firm
            own = _HEADS_OWN_BODY.fullmatch(title)
            if (own and source.name.endswith(own["head"])) or _RANK.search(title):  # 财政部党组成员、部长助理
                return source
            if kind in ("government", "congress", "cppcc", "justice") and source.type == "PublicBody":
                return None
            return source
        wanted = level[1] or level[2]
        if source.name.endswith("新区区委"):  # 某某新区区委副书记、区长: 某某新区
            return _shorter(source, len(source.text) - 2) if source.name == source.text else None
        if source.type == "AdministrativeArea":
            return source if source.name.endswith(wanted) else None
        area = _AREA_OF_BODY.match(source.name)
        if area is None and len(source.name) <= 3:  # 县委常委、副县长: of the county whose head was named before
            named = (seat.body for seat in reversed(self.seats) if seat.body.type == "AdministrativeArea")
            return next((body for body in named if body.name.endswith(wanted)), None)
        if area is None or area["level"] != wanted or source.name != source.text:
            return None
        start = source.span.start + area.start("area")
        return Mention(
            article=self.article.id,
            span=Span(start, start + len(area["area"])),
            text=area["area"],
            type="AdministrativeArea",
            confidence=source.confidence,
            extractor="post/area_of_body",
        )
