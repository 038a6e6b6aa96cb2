"""Events that a verb reports: 昨日，某项目在某地奠基; 某公司与某大学签署协议.

In: the masked view with titles folded, sentences, the rules of ``data/events.toml``. Out: drafts with
the roles that the sentence itself gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.facts.clauses import find_subjects
from kg.facts.drafts import Draft
from kg.facts.grammar import default_grammar
from kg.facts.masking import View
from kg.facts.rules import Match, Rule, match_rules
from kg.facts.telling import Telling
from kg.facts.triggers import ROLE_DOMAINS, EventWords, role_of
from kg.model import Argument, Evidence, Mention, Span
from kg.text import sentence_at

_FIELD = re.compile(r"\{([a-z_0-9]+)\}")
_WITH_FIELD = re.compile(r"\[([^\[\]{}]*\{([a-z_0-9]+)\}[^\[\]{}]*)\]")
_PLACES = frozenset({"Place", "AdministrativeArea", "Site"})
# hills and waters are not built: a road that ends at one is
_NATURAL = re.compile(r"[山岭江河湖海岛湾峡峰谷]$")
# 某高新区 signs and invests, a bridge does not
_ACTS = re.compile(r"(?:[区州港盟镇乡]|新城|管委会|(?:产业|工业|科技|物流|创业|软件)园)$")
_ACTING = frozenset({"signatory", "investor", "organizer", "issuer", "appointer"})
_AREAS = re.compile(default_grammar().charset("AdministrativeArea") + "+")
_IN = frozenset("在于从赴")
_TOWARDS = re.compile(r"(?:[向给]|对(?!外|此|于))[^，。；：！？\n]*\Z")
_NEAR = 40  # masked characters before a name in which such a word counts
# 某国|小将, 某县|非遗传承人: whoever it is, it is not the area
_SOMEBODY = re.compile(
    r"[^，。；：！？\n在将已日]{0,12}?(?:小将|选手|名将|运动员|队员|球员|客商|读者|学者|居民|市民|巨头|传承人|男子|女子|企业家|企业|公司|团队|名品城)(?!在)"
)
_SHOWN = 3  # names in a composed event name before 等


def find_rule_drafts(telling: Telling) -> Iterator[Draft]:
    """One draft for each match of each rule."""
    view, sentences, words = telling.view, telling.sentences, telling.words
    for match in match_rules(words.rules, view, sentences):
        draft = read_event(match, view, sentences, telling.article, words, telling.headline_names(match))
        if draft is not None:
            yield draft


def read_event(
    match: Match,
    view: View,
    sentences: list[Span],
    article: str,
    words: EventWords,
    headline: Sequence[Mention] = (),
) -> Draft | None:
    """One match as a draft; where its clause has no subject, the one that the headline gives of the same verb."""
    rule = match.rule
    before = ""
    start, end = match.groups["t"]
    sentence = sentence_at(sentences, view.starts[start])
    fillers = {slot: list(got) for slot, got in match.slots.items()}
    for slot in fillers:
        if role_of(slot) in _ACTING and _is_where(view, *match.groups[slot]):
            fillers[slot] = []  # who signs stands elsewhere
    if "carry" in rule.data:
        low, _ = view.bounds(sentence)
        charset = re.compile(default_grammar().charset(rule.data["carry"]))
        subjects = find_subjects(view, low, match.start, charset)
        if not subjects and len(headline) == 1 and charset.match(default_grammar().chars[headline[0].type]):
            subjects = list(headline)
        last = view.at(subjects[-1].span.end - 1) + 1 if subjects else 0
        if subjects and subjects[-1].type == "AdministrativeArea" and _SOMEBODY.match(view.text, last):
            subjects = []  # 某国选手夺冠
        given = {mention.name for got in fillers.values() for mention in got}
        subjects = [mention for mention in subjects if mention.name not in given]
        before = "" if subjects else _plain_subject(rule, view, low, match.start)
        if not subjects and not before and not rule.data.get("carry_optional"):
            return None
        fillers[rule.data["carry_role"]] = subjects
    if _is_acted_upon(match, view, rule.data.get("actor", "issuer")):
        return None
    trigger = view.text[start:end]
    named = match.groups.get("np", (0, 0))
    draft = Draft(
        type=rule.data["type"],
        name=_compose_name(rule, match, view, fillers, before),
        trigger=view.span(start, end),
        sentence=sentence,
        start=match.start + (view.text[match.start] in "，、；"),
        end=match.end,
        confidence=rule.confidence,
        extractor=f"event/{rule.id}",
        head=trigger,
        needs=rule.data.get("needs", ""),
        firm=rule.data.get("firm", False),
        hands=rule.data.get("hands", False),
        decides=rule.data.get("decides", False),
        plain=rule.data.get("plain", False),
        named=named if named[1] <= start else (0, 0),
        stage=words.stages.get(trigger, "") if rule.data["type"] == "Milestone" else "",
        definite=rule.data.get("needs") == "merge",
    )
    evidence = Evidence(article, sentence, draft.extractor, rule.confidence)
    for slot, got in fillers.items():
        role = role_of(slot)
        for filler in got:
            if role == "place":
                if filler.type in _PLACES:
                    draft.place = Argument("place", filler, evidence)
            elif _is_unfit(role, filler, draft.type):
                return None
            elif role not in ROLE_DOMAINS or ROLE_DOMAINS[role] == draft.type:
                draft.add(Argument(role, filler, evidence))
    return draft


def _is_unfit(role: str, filler: Mention, type_: str) -> bool:
    """A bridge does not sign, a hill is not built."""
    if role in _ACTING and filler.type == "Site":
        return not _ACTS.search(filler.name)
    return type_ == "Milestone" and _NATURAL.search(filler.name) is not None


def _is_where(view: View, start: int, end: int) -> bool:
    """在某省某市签订: the city is where it is done."""
    if not _AREAS.fullmatch(view.text, start, end):
        return False
    before = _AREAS.match(view.text[max(0, start - 4) : start][::-1])
    return view.text[max(0, start - 1 - (before.end() if before else 0)) : start][:1] in _IN and start > 0


def _is_acted_upon(match: Match, view: View, slot: str) -> bool:
    """对某公司、某公司投资: whoever stands behind such a word does not act."""
    if slot not in match.groups:
        return False
    at = match.groups[slot][0]
    return _TOWARDS.search(view.text, max(0, at - _NEAR), at) is not None


def _plain_subject(rule: Rule, view: View, low: int, at: int) -> str:
    """二期…，计划9月完成封顶: a subject that is no name, where the rule says how it looks (``back``)."""
    if "back" not in rule.data:
        return ""
    found = list(_back_pattern(rule.data["back"]).finditer(view.text, low, at))
    return view.words(*found[-1].span("np")) if found else ""


@cache
def _back_pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(default_grammar().expand(pattern))


def _compose_name(rule: Rule, match: Match, view: View, fillers: dict[str, list[Mention]], before: str) -> str:
    """``{investor}投资{money}[建设{concerns}]`` with the names and words found; what is missing is left out."""
    values = {"np": before} if before else {}
    values |= {name: view.words(*span) for name, span in match.groups.items() if span[1] > span[0]}
    for slot, got in fillers.items():
        values[slot] = "、".join(m.name for m in got[:_SHOWN]) + ("等" if len(got) > _SHOWN else "")
    name = _WITH_FIELD.sub(lambda m: m[1] if values.get(m[2]) else "", rule.data["name"])
    return _FIELD.sub(lambda m: values.get(m[1], ""), name)
