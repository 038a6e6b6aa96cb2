"""Every rule reads its own ``yes`` sentences, slot by slot, and none of its ``no`` sentences."""

from datetime import date

import pytest

from kg.facts.grammar import Rule, default_grammar, mask_text, parse_markup
from kg.facts.relations import load_relation_rules, read_match
from kg.facts.grammar import match_rules
from kg.model import Article, Page, Run, Span, Time
from kg.text import split_sentences


def make_article(text: str) -> Article:
    page = Page("page.txt", text, date(2025, 3, 20))
    return Article("article:example", page, 1, "", text, (Run(0, 0, len(text)),))


def read_example(rule: Rule, example: str) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The (slot, name) pairs that the rule reads and those that the markup asks for."""
    text, mentions, spans, slots = parse_markup(example)
    times = [Time(None, None, "vague", span.of(text), span) for span in spans]
    view = mask_text(text, mentions, times, default_grammar())
    sentences = split_sentences(text)
    got: set[tuple[str, str]] = set()
    for match in match_rules([rule], view, sentences):
        for relation in read_match(match, view, make_article(text), sentences):
            got |= {("subject", relation.subject.text), ("object", relation.object.text)}
    want = {(slot.split("_")[0], m.text) for slot, m in zip(slots, mentions, strict=True) if slot}
    return got, want


RELATION_RULES = load_relation_rules()


@pytest.mark.parametrize(
    ("rule", "example"), [(r, e) for r in RELATION_RULES for e in r.yes], ids=lambda x: getattr(x, "id", None)
)
def test_relation_rule_reads(rule: Rule, example: str) -> None:
    got, want = read_example(rule, example)
    assert want
    assert got == want


@pytest.mark.parametrize(
    ("rule", "example"), [(r, e) for r in RELATION_RULES for e in r.no], ids=lambda x: getattr(x, "id", None)
)
def test_relation_rule_leaves(rule: Rule, example: str) -> None:
    assert read_example(rule, example)[0] == set()
