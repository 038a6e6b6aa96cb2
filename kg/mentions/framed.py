"""Tagged text -> names that a frame holds together, whatever the tagger makes of the words inside it.

恒达（江州）机械有限公司, 江州大学未来与发展研究中心, 联合国驻某国临时部队: brackets, a university before its
department, a mission behind 驻.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.lexicon.words import Lexicon
from kg.mentions.tagged import Candidate, TaggedText

_BRANCH = re.compile(
    r"[（(][一-龥]{2,8}[)）](?:[一-龥]{0,12}?(?:股份|控股|集团)?有限(?:责任)?公司|集团(?:公司)?(?!军)|分公司)(?![部总副])"
)
_NAMED = frozenset({"ORG", "nz", "nw", "LOC", "PER", "n"})
_MOST_WORDS = 3
_DEPARTMENT = re.compile(
    r"(?P<field>(?:(?![的在是了有等为从向对将到和并同])[一-龥]|(?<=[一-龥])[与和](?=[一-龥]{2,})){2,14}?)"
    r"(?P<unit>研究中心|研究所|研究院|实验室|学院|教研室|(?<!关)系(?![统列数类由在指])|中心(?!城))"
    r"(?=副?(?:教授|主任|院长|所长|会长|研究员|讲师|博士|硕士)|学[生者]|毕业|就读|任教|[，。、；）(（)”]|和|与|的|本科|学习|工作|做|任|进行|从事|兼|客座|访问|攻读)"
)
_SCHOOL = re.compile("大学|学院")
_MISSION = re.compile(r"[一-龥]{0,6}?(?:部队|特派团|援助团|代表团|使团|代表处|办事处|公署|总部)(?![长员])")
_SOCIETY = ("协会", "学会", "商会", "联合会", "研究会")
_CHAPTER = re.compile(
    r"(?:(?![的在是了有等为从向对将到会])[一-龥]){2,14}?(?:分会|专委会|专业委员会|工作委员会|专门委员会)(?![会长])"
)
_WEB_SITE = re.compile(
    r"中国(?:(?![的在是了有等为从向对将到和与])[一-龥A-Z]){2,6}?(?<!互联)(?<!电信)(?<!骨干)(?<!物联)(?<!广电)(?<!宽带)(?<!铁路)"
    r"(?<!公路)(?<!输)(?<!电)(?<!移动)网(?![络站点友购民上店银页吧球游格红箱状线速通])"
)
_BRANCHES = frozenset("中国 亚太 大中华 香港 台湾 日本 韩国 美国 印度 欧洲".split())
_REGIONS = frozenset("欧洲 亚洲 北美 南美 非洲 华东 华南 华北 东北 西北 西南 台湾 香港 欧美".split())
_NOUN_TAGS = frozenset({"n", "nz", "vn", "nw", "an", "s", "f"})
_NOT_INSIDE = frozenset({"d", "r", "m", "w", "TIME", "PER", "f"})
_STUDIED = re.compile(r"(?:毕业于|毕业自|就读于|就读|考入|考取|求学于|肄业于)$")
_ABROAD = frozenset({"Organization", "PublicBody", "Association", "Company", "Media"})
_FORCES = re.compile(r"部队$|公署$")


def find_framed(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    return [
        *_find_branches(tagged, lexicon),
        *_find_departments(tagged, lexicon),
        *_find_chapters(tagged),
        *_find_web_sites(tagged),
        *_find_local_firms(tagged, lexicon),
    ]


def _find_branches(tagged: TaggedText, lexicon: Lexicon) -> Iterator[Candidate]:
    """恒达（江州）机械有限公司: the firm in front of the bracket, the firm behind it."""
    text, words = tagged.text, tagged.words
    for match in _BRANCH.finditer(text):
        last = first = tagged.ends.get(match.start())
        if first is None or last is None or words[first].tag not in _NAMED:
            continue
        while (
            first > 0
            and last - first < _MOST_WORDS
            and words[first - 1].tag in _NAMED - {"n", "PER"}
            and text[words[first - 1].start : words[first - 1].end] not in lexicon.uses["border"]
        ):
            first -= 1
        start = words[first].start
        if match.start() - start >= 2 and not lexicon.gazetteer.is_place(text[start : match.start()]):
            yield Candidate(start, match.end(), "Company", 0.98, "head/有限公司", fixed=True)


def _find_departments(tagged: TaggedText, lexicon: Lexicon) -> Iterator[Candidate]:
    """江州大学|经济系|教授, 江州大学|未来与发展研究中心|主任: what belongs to the university is part of the name."""
    text, words = tagged.text, tagged.words
    for index, word in enumerate(words):
        if word.tag not in ("ORG", "nz", "n"):
            continue
        school = _SCHOOL.search(text, word.start + 2, word.end)
        if school is None:
            continue
        at = school.start()
        department = _DEPARTMENT.match(text, school.end())
        if department is None or department.end() <= word.end or department.end() not in tagged.borders:
            continue
        inside = [w for w in words[index + 1 : index + 8] if w.start < department.start("unit")]
        if any(w.tag in _NOT_INSIDE for w in inside) or any(
            w.tag in ("v", "vd") and text[w.start : w.end] not in lexicon.uses["inside"] for w in inside
        ):
            continue
        if _STUDIED.search(text, max(0, word.start - 6), word.start):
            continue  # 毕业于某大学|某系: the school is whose pupil somebody is
        if lexicon.title_at(department["field"]) or department["field"][:1] in "校副教学生":
            continue  # 某大学|校长, 某大学|教授
        start = word.start
        if index and words[index - 1].tag == "LOC" and words[index - 1].end == start and at - start < 2:
            start = words[index - 1].start
        yield Candidate(start, department.end(), "Institution", 0.95, f"head/{department['unit']}", fixed=True)


def _find_chapters(tagged: TaggedText) -> Iterator[Candidate]:
    """中国某某协会|轮胎分会: the chapter's name goes on behind the association's."""
    for word in tagged.words:
        if word.tag != "ORG" or not tagged.text.endswith(_SOCIETY, 0, word.end):
            continue
        chapter = _CHAPTER.match(tagged.text, word.end)
        if chapter and chapter.end() in tagged.borders:
            yield Candidate(word.start, chapter.end(), "Association", 0.97, "head/分会", fixed=True)


def _find_web_sites(tagged: TaggedText) -> Iterator[Candidate]:
    """中国某某网: a site of a trade."""
    for match in _WEB_SITE.finditer(tagged.text):
        if match.start() in tagged.borders and match.end() in tagged.borders:
            yield Candidate(*match.span(), "Media", 0.96, "head/信息网", fixed=True)


def _find_local_firms(tagged: TaggedText, lexicon: Lexicon) -> Iterator[Candidate]:
    """雅培|中国, 合肥|三洋: a firm of the list and the country or the city that it is the branch of."""
    text, words = tagged.text, tagged.words
    for first, second in pairwise(range(len(words))):
        left = text[words[first].start : words[first].end]
        right = text[words[second].start : words[second].end]
        follows = words[second + 1].tag if second + 1 < len(words) else ""
        if follows in _NOUN_TAGS:
            continue  # 苹果|中国|市场, 青岛|海尔|空调
        branch = left in lexicon.firms and right in _BRANCHES
        local = right in lexicon.firms and lexicon.gazetteer.is_place(left) and not lexicon.gazetteer.is_country(left)
        if branch or (local and words[first].tag == "LOC" and left not in _REGIONS):
            yield Candidate(words[first].start, words[second].end, "Company", 0.95, "lexicon/firms", fixed=True)


def with_mission(candidate: Candidate, text: str, lexicon: Lexicon) -> Candidate:
    """联合国|驻某国临时部队, 外交部|驻某地公署: the mission's name goes on behind the name of who sent it."""
    if candidate.type not in _ABROAD or candidate.name:
        return candidate
    place = lexicon.gazetteer.starts_with_place(text, candidate.end + 1) if text.startswith("驻", candidate.end) else 0
    mission = _MISSION.match(text, candidate.end + 1 + place) if place else None
    if mission is None:
        return candidate
    type_ = "PublicBody" if candidate.type == "PublicBody" or _FORCES.search(mission[0]) else "Organization"
    return Candidate(candidate.start, mission.end(), type_, 0.95, "head/代表处", fixed=True)
