"""Every rule reads its own ``yes`` sentences, slot by slot, and none of its ``no`` sentences."""

from __future__ import annotations

import re
from datetime import date
from time import perf_counter

import pytest

from kg.errors import LexiconError
from kg.facts.clauses import Cue, default_cues, find_subject, load_cues
from kg.facts.compounds import NAME_CONFIDENCE
from kg.facts.eventrules import read_event
from kg.facts.grammar import default_grammar, parse_markup
from kg.facts.masking import View, mask_text
from kg.facts.nouns import NOUN_CONFIDENCE
from kg.facts.people import fold_titles
from kg.facts.posts import POST_CONFIDENCE
from kg.facts.relations import FIXED_CONFIDENCE, default_relation_rules, read_match
from kg.facts.rules import Rule, match_rules, read_judgements, smooth_precision
from kg.facts.triggers import default_event_words, role_of
from kg.model import Article, Page, Run, Span, Time
from kg.text import split_sentences

Pairs = set[tuple[str, str]]
WORDS = default_event_words()


def make_article(text: str) -> Article:
    page = Page("page.txt", text, date(2025, 3, 20))
    return Article("article:example", page, 1, "", text, (Run(0, 0, len(text)),))


def read_markup(example: str) -> tuple[str, View, list[Span], Pairs]:
    text, mentions, spans, slots = parse_markup(example)
    times = [Time(None, None, "vague", span.of(text), span) for span in spans]
    want = {(role_of(slot), m.text) for slot, m in zip(slots, mentions, strict=True) if slot}
    return text, mask_text(text, mentions, times, default_grammar()), split_sentences(text), want


def read_relations(rule: Rule, example: str) -> tuple[Pairs, Pairs]:
    text, view, sentences, want = read_markup(example)
    got: Pairs = set()
    for match in match_rules([rule], view, sentences):
        for relation in read_match(match, view, make_article(text), sentences):
            got |= {("subject", relation.subject.text), ("object", relation.object.text)}
    return got, want


def read_events(rule: Rule, example: str) -> tuple[Pairs, Pairs]:
    _, view, sentences, want = read_markup(example)
    view = fold_titles(view)
    got: Pairs = set()
    for match in match_rules([rule], view, sentences):
        draft = read_event(match, view, sentences, "article:example", WORDS)
        if draft is not None:
            said = {(a.role, a.filler.text) for a in draft.arguments}
            said |= {("place", draft.place.filler.text)} if draft.place else set()
            got |= said or {("", draft.type)}
    return got, want


def read_roles(rule: Rule, example: str) -> tuple[Pairs, Pairs]:
    _, view, sentences, want = read_markup(example)
    view = fold_titles(view)
    got: Pairs = set()
    for match in match_rules([rule], view, sentences):
        got |= {(role_of(slot), m.text) for slot, fillers in match.slots.items() for m in fillers}
        if "within" in rule.data:
            role, types = rule.data["within"]
            listed = view.within(*match.groups["list"], re.compile(default_grammar().charset(types)))
            got |= {(role, m.text) for m in listed}
        if "carry" in rule.data:
            charset = re.compile(default_grammar().charset(rule.data["carry"]))
            subject = find_subject(view, 0, match.start, charset)
            got |= {(rule.data["carry_role"], subject.text)} if subject else set()
    return got, want


READERS = {"relation": read_relations, "event": read_events, "role": read_roles}
RULES = [
    *(("relation", rule) for rule in default_relation_rules()),
    *(("event", rule) for rule in WORDS.rules),
    *(("role", rule) for rule in WORDS.roles),
]


@pytest.mark.parametrize(
    ("kind", "rule", "example"),
    [pytest.param(kind, rule, e, id=f"{rule.id}-{i}") for kind, rule in RULES for i, e in enumerate(rule.yes)],
)
def test_rule_reads(kind: str, rule: Rule, example: str) -> None:
    got, want = READERS[kind](rule, example)
    assert got == (want or got)
    assert got


@pytest.mark.parametrize(
    ("kind", "rule", "example"),
    [pytest.param(kind, rule, e, id=f"{rule.id}-{i}") for kind, rule in RULES for i, e in enumerate(rule.no)],
)
def test_rule_leaves(kind: str, rule: Rule, example: str) -> None:
    assert READERS[kind](rule, example)[0] == set()


@pytest.mark.parametrize(("kind", "rule"), [pytest.param(kind, rule, id=rule.id) for kind, rule in RULES])
def test_rule_is_quick_on_hostile_text(kind: str, rule: Rule) -> None:
    """The rule's own words over and over between names: no pattern may try every way to part them."""
    words = sorted(set(re.findall("[一-龥]+", rule.regex.pattern)))
    names = "".join(charset.pattern[1] for charset, _ in rule.slots.values())
    text = names + "".join(word * 12 for word in words)[:600] + names + "".join(words)[:300] + names
    begun = perf_counter()
    assert list(rule.regex.finditer(text)) is not None
    assert perf_counter() - begun < 1.0


STATED = {f"relation/{rule.id}": rule.confidence for rule in default_relation_rules()}
STATED |= {f"name/{predicate}": value for predicate, value in NAME_CONFIDENCE.items()} | FIXED_CONFIDENCE
STATED |= {f"post/{how}": value for how, value in POST_CONFIDENCE.items()}
STATED |= {f"event/{rule.id}": rule.confidence for rule in WORDS.rules}
STATED |= {f"event_noun/{how}": value for how, value in NOUN_CONFIDENCE.items()}
JUDGED = read_judgements()


def test_judgements_are_of_rules() -> None:
    assert set(JUDGED) <= set(STATED)


@pytest.mark.parametrize("rule", sorted(name for name, judged in JUDGED.items() if judged.judged >= 10))
def test_confidence_is_the_measured_precision(rule: str) -> None:
    assert STATED[rule] == pytest.approx(smooth_precision(JUDGED[rule]), abs=0.02)


CUES = list(default_cues().values())


@pytest.mark.parametrize(("cue", "words"), [pytest.param(c, w, id=f"{c.id}-{w}") for c in CUES for w in c.yes])
def test_cue_is_found(cue: Cue, words: str) -> None:
    assert cue.regex.search(words)


@pytest.mark.parametrize(("cue", "words"), [pytest.param(c, w, id=f"{c.id}-{w}") for c in CUES for w in c.no])
def test_cue_is_not_found(cue: Cue, words: str) -> None:
    assert not cue.regex.search(words)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[cue]]\nid = "maybe"\npattern = "或许"\n', "not one of"),
        ('[[cue]]\nid = "planned"\npattern = "("\n', "pattern"),
        ('[[cue]]\nid = "planned"\npattern = "将"\n', "'alleged' is missing"),
    ],
)
def test_bad_cue_says_where(text: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        load_cues(text, "modality.toml")
