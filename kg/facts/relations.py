"""Relations between the named things of an article, read by the rules of ``data/relations.toml``.

In: an article, its mentions (references included), sentences and times. Out: ``RelationMention`` s,
each with the sentence that says it; the directions are those of ``ontology/newskg.ttl``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from kg.errors import LexiconError
from kg.facts.clauses import clause_start, find_subject, is_condition, is_negated, modality_before
from kg.facts.compounds import find_branch_parents, find_compound_relations, find_told_subsidiaries
from kg.facts.grammar import TIME, Grammar, default_grammar, read_data
from kg.facts.masking import View, mask_text
from kg.facts.relations_places import may_lie_in
from kg.facts.relations_products import find_made_products
from kg.facts.rules import Match, Rule, load_rules, match_rules
from kg.model import Article, Evidence, Mention, Modality, RelationMention, Span, Time
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
    view = without_asides(mask_text(article.text, mentions, times, default_grammar()))
    found = [
        *find_compound_relations(article, mentions, sentences),
        *find_told_subsidiaries(article, mentions, sentences),
        *find_branch_parents(article, mentions, sentences),
    ]
    found.extend(find_made_products(view, article, sentences))
    for match in match_rules(default_relation_rules() if rules is None else rules, view, sentences):
        found.extend(read_match(match, view, article, sentences))
    return _best(found)


def without_asides(view: View) -> View:
    """The view without brackets that only give a second name: 某高速公路（某速）由某公司承建, 某公司(ABC Corp)."""
    return view.without((m.start(), m.end()) for m in _aside().finditer(view.text))


@cache
def _aside() -> re.Pattern[str]:
    chars = [char for name, char in default_grammar().chars.items() if name != TIME]
    same = "|".join(f"(?<={char}){{open}}{char}{{close}}" for char in chars)
    any_name = f"(?<=[{''.join(chars)}])"
    latin = f"{any_name}{{open}}[A-Za-z][A-Za-z0-9 .,&·'’\\-]{{{{1,40}}}}{{close}}"
    return re.compile(f"{same}|{latin}".format(open="[（(]", close="[)）]"))


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
    begin = clause_start(view, match.start, lowest)
    modality = Modality.ASSERTED
    if not rule.data.get("apposed"):
        if is_condition(view, begin, match.start) or is_negated(view, begin, match.start):
            return
        modality = modality_before(view, begin, match.end)
    for subject in subjects:
        for filler in objects:
            if "unless" in rule.data and re.search(rule.data["unless"], subject.name):
                continue
            if "only" in rule.data and not re.search(rule.data["only"], subject.text):
                continue
            if min(len(subject.text), len(filler.text)) < rule.data.get("least", 1):
                continue
            if rule.data["predicate"] == "locatedIn" and not may_lie_in(subject.text, filler.text):
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
