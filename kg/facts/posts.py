"""Mentions of persons -> the offices they hold: titles before and after the name, appointments, departures.

In: an article's mentions, sentences and times. Out: :class:`~kg.model.TenureMention` s. Phrases are read by
``posts_phrases``, bodies that they do not name are found by ``posts_bodies``: 、 and 兼 chain phrases of one person; a
title before a list of persons is everybody's; a phrase without a body takes the body of its chain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.facts.posts_bodies import BodyFinder, Seat
from kg.facts.posts_phrases import Phrase, PhraseReader
from kg.facts.times import lead_time, nearest_time
from kg.lexicon.words import Lexicon
from kg.model import Article, Evidence, Mention, Modality, Part, Span, TenureMention, Time
from kg.text import sentence_at

# precision as measured, see data/rule_readings.tsv; before the confidence of the names themselves
POST_CONFIDENCE = {
    "before": 0.99,
    "after": 0.98,
    "bracket": 0.9,
    "said": 0.98,
    "is": 0.99,
    "board": 0.97,
    "spoken_of": 0.83,
}
_PERSONS = frozenset({"Person", "Official"})
_LIST = re.compile(r"(?:、|以及|及|和|与|，)\s*|\s+")
_AND = re.compile(r"(?:（[^（）\n]{1,8}）)?(?:(?:、|以及|及|和|与)\s*|\s+)")
_OF_MANY = frozenset("委员 常委 理事 教授 副教授 研究员 院士 律师 医生 教师 队员 议员".split())  # titles that many bear
_IS_WORDS = frozenset("为是系")
_STOPS = frozenset(("，", "。", "；", "、", "）", "\n", ""))
_BRACKET = re.compile(r"[（(]([^（()）\n]{2,40})[)）]")
_SHORT_BRACKET = re.compile(r"（[^（）\n]{1,8}）")
_SAID = re.compile(
    r"(?:同志)?(?P<verb>不再担任|不再兼任|被任命为|任命为|当选为|当选|推选为|被选为|出任|连任|就任|接任|升任|转任|调任|拟任|拟提名为|担任|兼任|任"
    r"|辞去|卸任|被免去)(?P<phrase>[^，。；;！？\n]{2,40}?)(?:职务|一职)?(?:的(?:请求|决定|申请))?(?=[，。；;！？\n]|$)"
)
_LATER = re.compile(  # 甲接替乙成为某公司董事长, 甲于2017年出任某局局长
    r"(?P<between>[^，。；;：！？、“”《》\n]{1,18}?)(?P<verb>不再担任|出任|就任|接任|升任|转任|调任|履新|担任|当选为?|成为|辞去|辞任|卸任|获任|改任)"
    r"(?P<phrase>[^，。；;！？\n]{2,40}?)(?:等?职务|一职)?(?=[，。；;！？\n]|$)"
)
_TERM = re.compile(
    r"^(?:(?:新|首|本|上|现|下)(?:一)?届|(?:新|现)一?任|第[一二三四五六七八九十0-9]+届)的?"
)  # 某集团|新一届|董事长
_SUCCEEDS = re.compile("接替|接棒|取代|继")
_NOT_YET = re.compile("拟|将|有望|或|希望|建议|请|要求|推荐|提名|不|未|没|曾|传")
_IS = re.compile(
    r"(?:同志|先生|女士)?(?:，[男女]|，[^，。；\n]{1,4}族|，[^，。；\n]{0,12}(?:出?生|党员|学历|学位|参加工作)[^，。；\n]{0,6}|，[^，。；\n]{1,10}人)*"
    r"(?:(?:，|：)?(?:目前|同时|生前|还|也|并|他|她)?(?P<verb>现任|现为|曾任|历任|时任|曾担任|是|系|为)|，|：)"
    r"(?P<phrase>[^，。；：！？“”\n]{4,40}?)(?:(?=[，。；\n]|$)|(?P<more>，))"
)
_NEXT_TITLE = re.compile(r"(?:，|、)(?P<verb>兼任|兼)?(?P<phrase>[^，。；：！？“”\n]{4,40}?)(?=[，。；\n]|$)")
_FORMER = frozenset({"曾任", "历任", "时任", "曾担任"})
_APPOINT = re.compile(r"(?P<verb>任命|免去|提名|选举|补选|推选|选出|聘任|聘请|增补|增选|决定|指定)")
_DECIDED = frozenset(("决定", "指定"))  # 决定甲为某会秘书长, but not 决定甲的去留
_BEHIND = re.compile(r"(?:同志)?(?:为|的)(?P<phrase>[^，。；;！？\n]{2,40}?)(?:职务)?(?=[，。；;！？\n]|$)")
_RELIEVED = re.compile(r"免去(?:了)?[其他她]的?(?P<phrase>[^，。；;！？\n]{4,40}?)(?:职务|一职)")
_START = frozenset(
    (
        "被任命为 任命为 当选为 当选 推选为 被选为 出任 连任 就任 接任 升任 转任 调任 履新 成为 获任 改任 任命 "
        "选举 补选 推选 选出 聘任 聘请 增补 增选 决定任命 决定 指定"
    ).split()
)
_END = frozenset(["不再担任", "不再兼任", "辞去", "辞任", "卸任", "被免去", "免去"])
_PLANNED = frozenset(["拟任", "拟提名为", "提名"])


def find_tenures(
    article: Article, mentions: Sequence[Mention], sentences: Sequence[Span], times: Sequence[Time], lexicon: Lexicon
) -> list[TenureMention]:
    """广州市副市长甲，某某区委书记乙、区长丙 -> three tenures in three bodies. Mentions of the body text only count."""
    body = sorted((m for m in mentions if m.part is Part.BODY), key=lambda m: m.span)
    return _Reader(article, body, list(sentences), times, lexicon).read()


class _Reader:
    """One article while it is read: the mentions by where they end and start."""

    def __init__(
        self, article: Article, mentions: list[Mention], sentences: list[Span], times: Sequence[Time], lexicon: Lexicon
    ) -> None:
        self.text = article.text
        self.article = article
        self.sentences = sentences
        self.times = times
        self.lexicon = lexicon
        self.persons = [m for m in mentions if m.type in _PERSONS]
        self.starts = {m.span.start for m in self.persons}
        self.phrases = PhraseReader(article.id, article.text, mentions, lexicon)
        self.bodies = BodyFinder(article, mentions, sentences, lexicon)
        self.held: dict[tuple[str, str], Mention] = {}  # what a person's title was in, so far

    def read(self) -> list[TenureMention]:
        found: list[TenureMention] = []
        carried: Mention | None = None  # body of the phrase before, for 董事长甲、总裁乙
        carried_to = -1
        index = 0
        while index < len(self.persons):
            group = self._group(index)
            first, last = group[0], group[-1]
            phrases = self.phrases.phrases_before(self._title_end(first, last))
            if phrases:
                joined = carried_to >= 0 and bool(_LIST.fullmatch(self.text[carried_to : phrases[0].start]))
                phrases = self._with_bodies(phrases, carried if joined else None)
                phrases += [twin for p in phrases if (twin := self.phrases.twin_of(p)) is not None]
                for person in group:
                    found += [self._tenure(person, phrase, "before") for phrase in phrases]
                    self.held |= {(person.name, p.title): p.body for p in phrases if p.body is not None}
                named = [phrase.body for phrase in phrases if phrase.body is not None]
                carried, carried_to = (named[0] if named else None), last.span.end
                self.bodies.seats += [Seat(p.title, p.body, last.span.end) for p in phrases if p.body is not None]
            for person in group:
                after = self._phrase_after(person)
                if after is not None and not (phrases and person is first and after.body is None):
                    found.append(self._tenure(person, after, "after"))
                found += self._bracketed(person)
                said = self._said(person, last)
                self.bodies.seats += [Seat(t.title, t.body, last.span.end) for t in said if t.body is not None]
                found += said or self._is(person)
            index += len(group)
        return found + self._relieved()

    def _relieved(self) -> list[TenureMention]:
        """任命甲为某局局长，免去其某县县长职务: 其 is the person named before in the sentence."""
        found: list[TenureMention] = []
        for match in _RELIEVED.finditer(self.text):
            sentence = sentence_at(self.sentences, match.start())
            before = [m for m in self.persons if sentence.start <= m.span.start < match.start()]
            phrases = self.phrases.phrases_before(match.end("phrase")) if before else []
            if phrases and phrases[0].start >= match.start("phrase") and phrases[0].body is not None:
                phrases = self.bodies.complete(phrases, None)
                found += [replace(self._tenure(before[-1], phrase, "said"), change="end") for phrase in phrases]
        return found

    def _title_end(self, first: Mention, last: Mention) -> int:
        """Where a title before these persons ends: before 为 or 是 in 董事长为甲 and a comma."""
        start, behind = first.span.start, self.text[last.span.end : last.span.end + 1]
        return start - 1 if self.text[max(0, start - 1) : start] in _IS_WORDS and behind in _STOPS else start

    def _group(self, index: int) -> list[Mention]:
        """The person and those listed behind without titles of their own: 甲、乙（女）和丙."""
        group = [self.persons[index]]
        for person in self.persons[index + 1 :]:
            if not _AND.fullmatch(self.text[group[-1].span.end : person.span.start]):
                break
            group.append(person)
        return group

    def _with_bodies(self, phrases: list[Phrase], carried: Mention | None) -> list[Phrase]:
        """The phrases with the bodies that their chain, the list before them or the article gives them."""
        first = phrases[0]
        if carried is None and all(phrase.body is None for phrase in phrases) and not first.alone:
            if body := self.bodies.same_board(first):
                phrases = [replace(first, body=body, how="board"), *phrases[1:]]
            elif body := self.bodies.spoken_of(first):
                title = first.title.removeprefix(body.name[-1:] if first.title[1:] in self.lexicon.titles else "")
                phrases = [replace(first, body=body, title=title, how="spoken_of"), *phrases[1:]]
        return self.bodies.complete(phrases, carried)

    def _phrase_after(self, person: Mention) -> Phrase | None:
        """某联合会甲秘书长: title behind the name, the body before it."""
        end = person.span.end
        for length in range(6, 1, -1):
            title = self.text[end : end + length]
            if len(title) == length and title in self.lexicon.titles and end + length not in self.starts:
                body = self.phrases.bodies.get(person.span.start) or self.held.get((person.name, title))
                if body is None and title in _OF_MANY:
                    body = self.phrases.board_of(title)
                return Phrase(end, end + length, title, body)
        return None

    # ---------------------------------------------------------------- brackets and sentences

    def _bracketed(self, person: Mention) -> list[TenureMention]:
        """甲（市商务局局长）."""
        match = _BRACKET.match(self.text, person.span.end)
        if match is None:
            return []
        phrases = self.bodies.complete(self.phrases.phrases_before(match.end(1)), None)
        return [self._tenure(person, p, "bracket") for p in phrases if p.start >= match.start(1)]

    def _said(self, person: Mention, last: Mention) -> list[TenureMention]:
        """甲任某某局局长; 任命甲、乙为某某局副局长; 免去甲的某某局局长职务. ``last``: of those named together."""
        text = self.text
        sentence = sentence_at(self.sentences, person.span.start)
        appoint = list(_APPOINT.finditer(text, sentence.start, person.span.start))
        aside = _SHORT_BRACKET.match(text, last.span.end)
        behind = _BEHIND.match(text, aside.end() if aside else last.span.end)
        if (
            appoint
            and behind
            and appoint[-1]["verb"] in _DECIDED
            and not behind[0].removeprefix("同志").startswith("为")
        ):
            behind = None
        if appoint and behind:  # 任命：甲为某局局长，乙为某局局长
            verb, phrase_end, phrase_start = appoint[-1]["verb"], behind.end("phrase"), behind.start("phrase")
        elif said := _SAID.match(text, person.span.end):
            verb, phrase_end, phrase_start = said["verb"], said.end("phrase"), said.start("phrase")
            if appoint and verb not in _END:  # 任命甲担任某局局长
                verb = appoint[-1]["verb"]
        elif later := self._later(person):
            verb, phrase_end, phrase_start = later["verb"], later.end("phrase"), later.start("phrase")
        else:
            return []
        phrases = [p for p in self.phrases.phrases_before(phrase_end) if p.end > phrase_start]
        if not phrases:
            return []
        before = [seat.body for seat in self.bodies.seats if seat.end > sentence.start] if appoint else []
        if phrases[0].body is None and phrases[0].start > phrase_start + 1:
            before = []  # 任命甲为某某储备局局长: words that nobody marked say of what
        board = self.bodies.same_board(phrases[0]) if phrases[0].body is None else None
        if board is None and phrases[0].body is None and not before:
            board = self.bodies.spoken_of(phrases[0])
        phrases = self.bodies.complete(phrases, board or (before[-1] if before else None))
        change = "start" if verb in _START else "end" if verb in _END else ""
        modality = Modality.PLANNED if verb in _PLANNED else Modality.ASSERTED
        time = None
        if change:  # a list of appointments stands behind the day of the session
            time = nearest_time(self.times, sentence, Span(phrase_start, phrase_end))
            time = time or lead_time(self.times, self.sentences)
        return [
            replace(self._tenure(person, phrase, "said"), change=change, modality=modality, time=time)
            for phrase in phrases
        ]

    def _later(self, person: Mention) -> re.Match[str] | None:
        """A taking or leaving of office told a few words behind the name, of this person, in a body that is named."""
        match = _LATER.match(self.text, person.span.end)
        if match is None or _NOT_YET.search(match["between"]):
            return None
        others = any(match.start("between") <= at < match.end("between") for at in self.starts)
        if others and not _SUCCEEDS.search(match["between"]):
            return None
        phrases = self.phrases.phrases_before(match.end("phrase"))
        named = bool(phrases) and phrases[0].body is not None and phrases[0].start <= match.start("phrase") + 1
        return match if named else None

    def _is(self, person: Mention) -> list[TenureMention]:
        """甲，男，1971年9月生，现任某公司董事长; 甲是某校校长: only where the title's body stands with it."""
        match = _IS.match(self.text, person.span.end)
        if match is None:
            return []
        found = []
        while match is not None:
            phrases = self.bodies.complete(self.phrases.phrases_before(match.end("phrase")), None)
            if not phrases or phrases[0].start > match.start("phrase") + 1 or phrases[0].body is None:
                break
            if match.end("phrase") in self.starts:
                break
            former = "end" if match["verb"] in _FORMER else ""
            found += [replace(self._tenure(person, p, "is"), change=former) for p in phrases if p.body is not None]
            match = _NEXT_TITLE.match(self.text, match.end("phrase")) if match.re is not _NEXT_TITLE or found else None
        return found

    def _tenure(self, person: Mention, phrase: Phrase, how: str) -> TenureMention:
        how = phrase.how or how
        sure = POST_CONFIDENCE[how] * person.confidence
        if phrase.body is not None:
            sure *= phrase.body.confidence
        sentence = sentence_at(self.sentences, person.span.start)
        planned = phrase.state in ("拟任", "候任", "当选")
        return TenureMention(
            person=person,
            title=_TERM.sub("", phrase.title) or phrase.title,
            body=phrase.body,
            evidence=Evidence(self.article.id, sentence, f"post/{how}", round(sure, 2)),
            modality=Modality.PLANNED if planned else Modality.ASSERTED,
            change="end" if phrase.state in ("原", "前", "前任") else "",
        )
