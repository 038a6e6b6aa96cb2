"""Mentions of persons -> the offices they hold: titles before and after the name, appointments, departures.

A title phrase is read from its end: the longest title of titles.tsv, the modifiers before it, then the
body, which is the mention that ends where the phrase begins. 、 and 兼 chain phrases of one person; a title
before a list of persons is everybody's; a phrase without a body takes the body of its chain.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.facts.times import lead_time, nearest_time
from kg.lexicon.words import Lexicon
from kg.model import Article, Evidence, Mention, Modality, Part, Span, TenureMention, Time
from kg.text import sentence_at

# precision on the gold pages when last measured, before the confidence of the names themselves
_CONFIDENCE = {"before": 0.97, "after": 0.93, "bracket": 0.9, "said": 0.93, "carried": 0.85}
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
_PERSONS = frozenset({"Person", "Official"})
_MODIFIER = re.compile(r"(?:常务|第一|首席|名誉|荣誉|执行|代理|高级|资深|联席|轮值|代|总)$")
_STATE = re.compile(r"(?P<state>原|前|时任|现任|新任|拟任|候任|兼|兼任)$")
_BETWEEN = re.compile(r"[一-龥]{1,8}")
_NO_MODIFIER = re.compile(r"[的了和与及在是将被由对向为从到等]|记者|表示|介绍|会议|出席")
_LEVEL_TITLE = re.compile(r"(?:常务)?副?(省|市|区|县|州|镇|乡|盟|旗)(?:长|领导)|(省|市|区|县)长助理")
_AREA_OF_BODY = re.compile(
    r"(?:中共)?(?P<area>[一-龥]{2,12}?(?P<level>省|市|区|县|州|镇|乡|盟|旗))"
    r"(?:委|党委|人民政府|政府|人大|政协|纪委|监委)"
)
_DEPARTMENT = re.compile(r"(?<=、)[一-龥]{2,6}$")
_LIST = re.compile(r"(?:、|以及|及|和|与|，)\s*|\s+")
_AND = re.compile(r"(?:、|以及|及|和|与)\s*|\s+")
_SAID = re.compile(
    r"(?:同志)?(?P<verb>不再担任|不再兼任|被任命为|任命为|当选为|当选|推选为|被选为|出任|就任|接任|升任|转任|调任|拟任|拟提名为|担任|兼任|任"
    r"|辞去|卸任|被免去)(?P<phrase>[^，。；！？\n]{2,40}?)(?:职务|一职)?(?:的(?:请求|决定|申请))?(?=[，。；！？\n]|$)"
)
_APPOINT = re.compile(r"(?P<verb>任命|免去|提名|选举|补选)")
_BEHIND = re.compile(r"(?:同志)?(?:为|的)(?P<phrase>[^，。；！？\n]{2,40}?)(?:职务)?(?=[，。；！？\n]|$)")
_START = frozenset(
    "被任命为 任命为 当选为 当选 推选为 被选为 出任 就任 接任 升任 转任 调任 任命 选举 补选 决定任命".split()
)
_END = frozenset(["不再担任", "不再兼任", "辞去", "卸任", "被免去", "免去"])
_PLANNED = frozenset(["拟任", "拟提名为", "提名"])


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One title with its body: [start, end) of the text."""

    start: int
    end: int
    title: str
    body: Mention | None
    state: str = ""


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
        self.starts = {m.span.start: m for m in self.persons}
        bodies = [m for m in mentions if m.type in _BODIES]
        self.bodies = {m.span.end: m for m in bodies}
        self.body_ends = sorted(self.bodies)

    def read(self) -> list[TenureMention]:
        found: list[TenureMention] = []
        carried: Mention | None = None  # body of the phrase before, for 董事长甲、总裁乙
        carried_to = -1
        carried_title = ""
        index = 0
        while index < len(self.persons):
            group = self._group(index)
            first, last = group[0], group[-1]
            phrases = self._phrases_before(first.span.start)
            if phrases:
                joined = carried_to >= 0 and bool(_LIST.fullmatch(self.text[carried_to : phrases[0].start]))
                if not joined and phrases[0].body is None and carried is not None:
                    joined = self._same_board(carried_title, phrases[0], carried_to)
                phrases = self._complete(phrases, carried if joined else None)
                for person in group:
                    found += [self._tenure(person, phrase, "before") for phrase in phrases]
                named = [phrase.body for phrase in phrases if phrase.body is not None]
                carried, carried_to = (named[0] if named else None), last.span.end
                carried_title = phrases[-1].title
            for person in group:
                after = self._phrase_after(person)
                if after is not None and not (phrases and person is first and after.body is None):
                    found.append(self._tenure(person, after, "after"))
                found += self._bracketed(person)
                found += self._said(person)
            index += len(group)
        return found

    def _group(self, index: int) -> list[Mention]:
        """The person and those listed behind without titles of their own: 甲、乙和丙."""
        group = [self.persons[index]]
        for person in self.persons[index + 1 :]:
            if not _AND.fullmatch(self.text[group[-1].span.end : person.span.start]):
                break
            group.append(person)
        return group

    # ---------------------------------------------------------------- phrases

    def _phrases_before(self, end: int) -> list[_Phrase]:
        """Title phrases that end at ``end``, the first in reading order first."""
        phrases: list[_Phrase] = []
        while True:
            phrase = self._phrase(end)
            if phrase is None:
                return phrases[::-1]
            phrases.append(phrase)
            start = phrase.start
            if phrase.body is None:  # a bare department before the title: 、组织部|部长
                bare = _DEPARTMENT.search(self.text, max(0, start - 8), start)
                start = bare.start() if bare and bare[0] in self.lexicon.heads else start
            if self.text[start - 1 : start] != "、" and phrase.state not in ("兼", "兼任"):
                return phrases[::-1]
            end = start - (self.text[start - 1 : start] == "、")

    def _phrase(self, end: int) -> _Phrase | None:
        """The title phrase that ends at ``end``: prefer the title whose body ends just before it."""
        fallback: _Phrase | None = None
        for length in range(8, 1, -1):
            start = end - length
            if start < 0 or self.text[start:end] not in self.lexicon.titles:
                continue
            while modifier := _MODIFIER.search(self.text, max(0, start - 2), start):
                start = modifier.start()
            state = _STATE.search(self.text, max(0, start - 2), start)
            body = self.bodies.get(state.start() if state else start) or self.bodies.get(start)
            if body is not None and not self._fits(body, self.text[end - length : end]):
                body = None
            word = state["state"] if state else ""
            if body is not None:
                ahead = _STATE.search(self.text, max(0, body.span.start - 2), body.span.start)  # 原某某市副市长
                word = word or (ahead["state"] if ahead else "")
                return _Phrase(ahead.start() if ahead else body.span.start, end, self.text[start:end], body, word)
            near = self._near_body(start)
            if near is not None and self._fits(near, self.text[end - length : end]):
                return _Phrase(near.span.start, end, self.text[near.span.end : end], near)
            if fallback is None:
                at = state.start() if state else start
                fallback = _Phrase(at, end, self.text[start:end], None, word)
        return fallback

    def _fits(self, body: Mention, title: str) -> bool:
        """No firm's or staff's title is held in an area: 印度业务董事长."""
        return body.type != "AdministrativeArea" or self.lexicon.titles[title] not in (
            "company",
            "staff",
            "institution",
        )

    def _near_body(self, start: int) -> Mention | None:
        """某建设集团|项目|施工员: a body up to eight characters before the title, nothing but nouns between."""
        at = bisect_right(self.body_ends, start) - 1
        if at < 0 or start - self.body_ends[at] > 8:
            return None
        between = self.text[self.body_ends[at] : start]
        if not _BETWEEN.fullmatch(between) or _NO_MODIFIER.search(between) or "兼" in between:
            return None
        if any(between[i : i + 2] in self.lexicon.titles for i in range(len(between) - 1)):
            return None
        return self.bodies[self.body_ends[at]]

    def _same_board(self, title: str, phrase: _Phrase, before: int) -> bool:
        """人大常委会主任甲主持会议，副主任乙出席: the deputies of one sentence sit on the board of its head."""
        within = sentence_at(self.sentences, before - 1).end > phrase.start
        return within and (phrase.title == "副" + title or title == "副" + phrase.title)

    def _complete(self, phrases: list[_Phrase], carried: Mention | None) -> list[_Phrase]:
        """Give phrases without a body the body of their chain, or of the list before them."""
        result = []
        source = next((phrase.body for phrase in phrases if phrase.body is not None), carried)
        for phrase in phrases:
            department = self._department(phrase, source)
            if phrase.body is not None:
                source = phrase.body
            elif department is not None:
                phrase = replace(phrase, start=department.span.start, body=department)
            elif source is not None:
                phrase = replace(phrase, body=self._body_for(phrase.title, source))
            result.append(phrase)
        return result

    def _department(self, phrase: _Phrase, source: Mention | None) -> Mention | None:
        """市委常委、组织部部长: a department without its body; the committee named before it completes the name."""
        if phrase.body is not None or source is None or source.type != "PublicBody" or not source.name.endswith("委"):
            return None
        for length in range(6, 1, -1):
            start = phrase.start - length
            word = self.text[max(0, start) : phrase.start]
            if start > 0 and self.text[start - 1] in "、，兼" and word in self.lexicon.heads:
                return Mention(
                    article=self.article.id,
                    span=Span(start, phrase.start),
                    text=word,
                    type="PublicBody",
                    confidence=round(source.confidence * 0.95, 2),
                    extractor="post/department",
                    name=source.name + word,
                )
        return None

    def _body_for(self, title: str, source: Mention) -> Mention | None:
        """区长 after 某某区委: not the party committee but the district; 总裁 after 某公司: the company."""
        level = _LEVEL_TITLE.fullmatch(title)
        if level is None:
            kind = self.lexicon.titles.get(title, "")
            if kind in ("government", "congress", "cppcc", "justice") and source.type == "PublicBody":
                return None
            return source
        wanted = level[1] or level[2]
        if source.type == "AdministrativeArea":
            return source if source.name.endswith(wanted) else None
        area = _AREA_OF_BODY.match(source.name)
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

    def _phrase_after(self, person: Mention) -> _Phrase | None:
        """某联合会甲秘书长: title behind the name, the body before it."""
        end = person.span.end
        for length in range(6, 1, -1):
            title = self.text[end : end + length]
            if len(title) == length and title in self.lexicon.titles:
                return _Phrase(end, end + length, title, self.bodies.get(person.span.start) or self._board_of(title))
        return None

    def _board_of(self, title: str) -> Mention | None:
        """甲委员 in a report of 市政协委员: the one body that the article gives the title to."""
        bodies = {self.bodies[at].name: self.bodies[at] for at in self.body_ends if self.text.startswith(title, at)}
        return next(iter(bodies.values())) if len(bodies) == 1 else None

    # ---------------------------------------------------------------- brackets and sentences

    def _bracketed(self, person: Mention) -> list[TenureMention]:
        """甲（市商务局局长）."""
        match = re.compile(r"[（(]([^（()）\n]{2,40})[)）]").match(self.text, person.span.end)
        if match is None:
            return []
        phrases = self._complete(self._phrases_before(match.end(1)), None)
        return [self._tenure(person, p, "bracket") for p in phrases if p.start >= match.start(1)]

    def _said(self, person: Mention) -> list[TenureMention]:
        """甲任某某局局长; 任命甲为某某局局长; 免去甲的某某局局长职务."""
        text = self.text
        sentence = sentence_at(self.sentences, person.span.start)
        appoint = list(_APPOINT.finditer(text, sentence.start, person.span.start))
        behind = _BEHIND.match(text, person.span.end)
        if appoint and behind:  # 任命：甲为某局局长，乙为某局局长
            verb, phrase_end, phrase_start = appoint[-1]["verb"], behind.end("phrase"), behind.start("phrase")
        elif said := _SAID.match(text, person.span.end):
            verb, phrase_end, phrase_start = said["verb"], said.end("phrase"), said.start("phrase")
        else:
            return []
        phrases = self._complete(self._phrases_before(phrase_end), None)
        change = "start" if verb in _START else "end" if verb in _END else ""
        modality = Modality.PLANNED if verb in _PLANNED else Modality.ASSERTED
        time = None
        if change:  # a list of appointments stands behind the day of the session
            time = nearest_time(self.times, sentence, Span(phrase_start, phrase_end))
            time = time or lead_time(self.times, self.sentences)
        return [
            replace(self._tenure(person, phrase, "said"), change=change, modality=modality, time=time)
            for phrase in phrases
            if phrase.end > phrase_start
        ]

    def _tenure(self, person: Mention, phrase: _Phrase, how: str) -> TenureMention:
        sure = _CONFIDENCE[how] * person.confidence
        if phrase.body is not None:
            sure *= phrase.body.confidence
        sentence = sentence_at(self.sentences, person.span.start)
        planned = phrase.state in ("拟任", "候任")
        return TenureMention(
            person=person,
            title=phrase.title,
            body=phrase.body,
            evidence=Evidence(self.article.id, sentence, f"post/{how}", round(sure, 2)),
            modality=Modality.PLANNED if planned else Modality.ASSERTED,
            change="end" if phrase.state in ("原", "前") else "",
        )
