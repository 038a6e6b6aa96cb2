"""Events that a verb reports: 昨日，某项目在某地奠基; 某公司与某大学签署协议.

In: the masked view with titles folded, sentences, the rules of ``data/events.toml``. Out: drafts with
the roles that the sentence itself gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
_PLACES = frozenset({"Place", "AdministrativeArea", "Site"})
# hills and waters are not built: a road that ends at one is
_NATURAL = re.compile(r"[山岭江河湖海岛湾峡峰谷]$")
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
    start, end = match.groups["t"]
    sentence = sentence_at(sentences, view.starts[start])
    fillers = {slot: list(got) for slot, got in match.slots.items()}
    if "carry" in rule.data:
        low, _ = view.bounds(sentence)
        charset = re.compile(default_grammar().charset(rule.data["carry"]))
        subjects = find_subjects(view, low, match.start, charset)
        if not subjects and len(headline) == 1 and charset.match(default_grammar().chars[headline[0].type]):
            subjects = list(headline)
        if not subjects:
            return None
        fillers[rule.data["carry_role"]] = subjects
    trigger = view.text[start:end]
    draft = Draft(
        type=rule.data["type"],
        name=_compose_name(rule, match, view, fillers),
        trigger=view.span(start, end),
        sentence=sentence,
        start=match.start + (view.text[match.start] in "，、；"),
        end=match.end,
        confidence=rule.confidence,
        extractor=f"event/{rule.id}",
        head=trigger,
        needs=rule.data.get("needs", ""),
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
            elif draft.type == "Milestone" and _NATURAL.search(filler.name):
                return None
            elif role not in ROLE_DOMAINS or ROLE_DOMAINS[role] == draft.type:
                draft.add(Argument(role, filler, evidence))
    return draft


def _compose_name(rule: Rule, match: Match, view: View, fillers: dict[str, list[Mention]]) -> str:
    """``{investor}投资{money}{concerns}`` with the names and words found; what is missing is left out."""
    values = {name: view.words(*span) for name, span in match.groups.items() if span[1] > span[0]}
    for slot, got in fillers.items():
        values[slot] = "、".join(m.name for m in got[:_SHOWN]) + ("等" if len(got) > _SHOWN else "")
    return _FIELD.sub(lambda m: values.get(m[1], ""), rule.data["name"])
