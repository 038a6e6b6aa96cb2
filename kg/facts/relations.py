"""Relations between the named things of an article, read by the rules of ``data/relations.toml``.

In: an article, its mentions (references included), sentences and times. Out: ``RelationMention`` s,
each with the sentence that says it; the directions are those of ``ontology/newskg.ttl``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from kg.errors import LexiconError
from kg.facts.clauses import clause_end, clause_start, find_subject, is_condition, is_negated, modality_before
from kg.facts.compounds import (
    find_areas_in_names,
    find_branch_parents,
    find_compound_relations,
    find_told_subsidiaries,
)
from kg.facts.grammar import Grammar, default_grammar, read_data
from kg.facts.masking import View, mask_text
from kg.facts.relations_places import LISTED_CONFIDENCE, find_listed_areas, may_lie_in
from kg.facts.relations_products import BRAND_CONFIDENCE, MADE_CONFIDENCE, find_made_products
from kg.facts.rules import Match, Rule, load_rules, match_rules
from kg.model import Article, Evidence, Mention, Modality, RelationMention, Span, Time
from kg.text import sentence_at

PREDICATES = frozenset(
    "relativeOf nativeOf alumnusOf subOrganizationOf cooperatesWith investsIn ownsShareOf legalRepresentative "
    "founder undertakes locatedIn produces issued memberOf worksFor concerns".split()
)


# what is read without a rule of the file; see also ``kg.facts.compounds.NAME_CONFIDENCE``
FIXED_CONFIDENCE = {
    "place/listed": LISTED_CONFIDENCE,
    "product/made": MADE_CONFIDENCE,
    "product/brand": BRAND_CONFIDENCE,
}
_LEGAL_FORM = re.compile(r"(?:股份|集团|控股|有限|责任|总|公司)*")
# a country may lie there
_WIDE = re.compile(r"(?:[海洋湾岛]|群岛|半岛|平原|盆地|高原|大陆|流域|沿岸|[江河湖])$")


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
    found = [
        *find_compound_relations(article, mentions, sentences),
        *find_told_subsidiaries(article, mentions, sentences),
        *find_branch_parents(article, mentions, sentences),
        *find_areas_in_names(article, mentions, sentences),
    ]
    found.extend(find_made_products(view, article, sentences))
    found.extend(find_listed_areas(view, article, sentences))
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
        find = _find_topic if rule.data.get("topic") else find_subject
        carried = find(view, lowest, match.start, charset)
        if carried is None and _begins(view, lowest, match.start):
            carried = _last_topic(view, sentences, sentence, charset)
        carried = _apposed(view, carried, charset)
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
            if _fits(rule, subject, filler):
                evidence = Evidence(article.id, sentence, f"relation/{rule.id}", rule.confidence)
                yield RelationMention(rule.data["predicate"], subject, filler, evidence, modality)


def _fits(rule: Rule, subject: Mention, filler: Mention) -> bool:
    """Whether both names are such as the rule asks for, and one can lie in the other where it says so."""
    asked = rule.data
    if subject.name == filler.name or subject.span.overlaps(filler.span):
        return False
    if "unless" in asked and re.search(asked["unless"], subject.name):
        return False
    if "only" in asked and not re.search(asked["only"], subject.text):
        return False
    if "only_object" in asked and not re.search(asked["only_object"], filler.text):
        return False
    if min(len(subject.text), len(filler.text)) < asked.get("least", 1):
        return False
    if asked["predicate"] != "locatedIn":
        return True
    named = filler.type == "AdministrativeArea" or (filler.type == "Site" and not _WIDE.search(filler.text))
    return may_lie_in(subject.text, filler.text, named=named)


def _is_longer_name(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    return long.startswith(short) and _LEGAL_FORM.fullmatch(long[len(short) :]) is not None


def _begins(view: View, lowest: int, at: int) -> bool:
    """Whether nothing but times and small words stand before ``at`` in its sentence."""
    return _small_words().fullmatch(view.text, lowest, at) is not None


@cache
def _small_words() -> re.Pattern[str]:
    return re.compile(default_grammar().expand(r"(?:{ADVW}|并|{:Time}|[，\s])*"))


def _last_topic(view: View, sentences: list[Span], sentence: Span, charset: re.Pattern[str]) -> Mention | None:
    """The subject of the sentence before, where that names no other of its kind: 何知远1958年生。毕业于东岭大学。"""
    i = sentences.index(sentence)
    if i == 0:
        return None
    lowest, highest = view.bounds(sentences[i - 1])
    named = view.within(lowest, highest, charset)
    if len({m.name for m in named}) != 1:
        return None
    return find_subject(view, lowest, highest, charset)


def _find_topic(view: View, lowest: int, at: int, charset: re.Pattern[str]) -> Mention | None:
    """华岳集团 in 华岳集团宣布，收购临溪啤酒股权，成立…: the subject of the first clause that has one."""
    start = lowest
    while start < at:
        end = clause_end(view, start, at)
        subject = find_subject(view, start, end, charset)
        if subject is not None:
            return subject
        start = end + 1
    return None


def _apposed(view: View, mention: Mention | None, charset: re.Pattern[str]) -> Mention | None:
    """澄江锂业 in 华岳子公司澄江锂业: the last of names that stand side by side."""
    while mention is not None:
        behind = view.at(mention.span.start) + 1
        after = view.within(behind, min(behind + 1, len(view.text)), charset)
        if not after or after[0].span.start != mention.span.end or after[0].type != mention.type:
            return mention
        mention = after[0]
    return None


def _slot(match: Match, name: str) -> list[Mention]:
    """The fillers of ``name``, or of ``name_2`` ... in another branch of the pattern."""
    return [m for slot, got in match.slots.items() if slot == name or slot.startswith(f"{name}_") for m in got]


def _best(found: Iterable[RelationMention]) -> list[RelationMention]:
    """One for each sentence and statement, the surest."""
    best: dict[tuple[object, ...], RelationMention] = {}
    for relation in found:
        if any(_small_words().fullmatch(end.text) for end in (relation.subject, relation.object)):
            continue  # 并先后, 目前已: no names
        if _is_longer_name(relation.subject.text, relation.object.text):
            continue  # 华岳集团有限公司 is 华岳集团
        key = (relation.evidence.span, relation.predicate, relation.subject.name, relation.object.name)
        if key not in best or best[key].evidence.confidence < relation.evidence.confidence:
            best[key] = relation
    return sorted(
        best.values(), key=lambda r: (r.evidence.span, r.predicate, r.subject.span, r.object.span, r.subject.name)
    )
