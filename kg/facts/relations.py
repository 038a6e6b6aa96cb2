"""Relations between the named things of an article, read by the rules of ``data/relations.toml``.

In: an article, its mentions (references included), sentences and times. Out: ``RelationMention`` s,
each with the sentence that says it; the directions are those of ``ontology/newskg.ttl``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from kg.errors import LexiconError
from kg.facts.clauses import clause_start, find_subject, modality_before
from kg.facts.compounds import find_compound_relations
from kg.facts.grammar import Grammar, default_grammar, read_data
from kg.facts.masking import View, mask_text
from kg.facts.rules import Match, Rule, load_rules, match_rules
from kg.model import Article, Evidence, Mention, RelationMention, Span, Time
from kg.text import sentence_at

PREDICATES = frozenset(
    "relativeOf nativeOf alumnusOf subOrganizationOf cooperatesWith investsIn ownsShareOf legalRepresentative "
    "founder undertakes locatedIn produces issued memberOf worksFor concerns".split()
)


def load_relation_rules(text: str, source: str, grammar: Grammar) -> tuple[Rule, ...]:
    """The rules of a TOML file, their predicates and slots checked."""
    rules = load_rules(text, source, grammar)
    for rule in rules:
        if rule.data.get("predicate") not in PREDICATES:
            raise LexiconError(f"{source}, rule {rule.id!r}: no predicate {rule.data.get('predicate')!r}")
        filled = set(rule.slots) | ({rule.data.get("carry_to", "subject")} if "carry" in rule.data else set())
        if not {"subject", "object"} <= filled or len(filled) < len(rule.slots) + ("carry" in rule.data):
            raise LexiconError(f"{source}, rule {rule.id!r}: slots subject and object, one of them by carry or none")
    return tuple(rules)


@cache
def default_relation_rules() -> tuple[Rule, ...]:
    """The rules that ship with the package."""
    return load_relation_rules(read_data("relations.toml"), "relations.toml", default_grammar())


def find_relations(
    article: Article,
    mentions: Sequence[Mention],
    sentences: Sequence[Span],
    times: Sequence[Time],
    *,
    rules: Sequence[Rule] | None = None,
) -> list[RelationMention]:
    """X是Y旗下全资子公司 -> subOrganizationOf(X, Y); sorted by sentence, predicate and names."""
    sentences = list(sentences)
    view = mask_text(article.text, mentions, times, default_grammar())
    found = list(find_compound_relations(article, mentions, sentences))
    for match in match_rules(default_relation_rules() if rules is None else rules, view, sentences):
        found.extend(read_match(match, view, article, sentences))
    return _best(found)


def read_match(match: Match, view: View, article: Article, sentences: list[Span]) -> Iterable[RelationMention]:
    """Subject and object of one match, every pair of a list."""
    rule = match.rule
    sentence = sentence_at(sentences, view.starts[match.start])
    lowest, _ = view.bounds(sentence)
    subjects, objects = _slot(match, "subject"), _slot(match, "object")
    if "carry" in rule.data:
        charset = re.compile(default_grammar().charset(rule.data["carry"]))
        carried = find_subject(view, lowest, match.start, charset)
        if rule.data.get("carry_to") == "object":
            objects = [carried] if carried else []
        else:
            subjects = [carried] if carried else []
    modality = modality_before(view, clause_start(view, match.start, lowest), match.end)
    for subject in subjects:
        for filler in objects:
            if "unless" in rule.data and re.search(rule.data["unless"], subject.name):
                continue
            if min(len(subject.text), len(filler.text)) < rule.data.get("least", 1):
                continue
            if subject.name != filler.name and not subject.span.overlaps(filler.span):
                evidence = Evidence(article.id, sentence, f"relation/{rule.id}", rule.confidence)
                yield RelationMention(rule.data["predicate"], subject, filler, evidence, modality)


def _slot(match: Match, name: str) -> list[Mention]:
    """The fillers of ``name``, or of ``name_2`` ... in another branch of the pattern."""
    return [m for slot, got in match.slots.items() if slot == name or slot.startswith(f"{name}_") for m in got]


def _best(found: Iterable[RelationMention]) -> list[RelationMention]:
    """One for each sentence and statement, the surest."""
    best: dict[tuple[object, ...], RelationMention] = {}
    for relation in found:
        key = (relation.evidence.span, relation.predicate, relation.subject.name, relation.object.name)
        if key not in best or best[key].evidence.confidence < relation.evidence.confidence:
            best[key] = relation
    return sorted(
        best.values(), key=lambda r: (r.evidence.span, r.predicate, r.subject.span, r.object.span, r.subject.name)
    )
