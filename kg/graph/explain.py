"""A graph and a node in, everything that is said of it out, each with the sentences behind it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kg.graph.lookup import Lookup, Node, Quote
from kg.model import Event, Evidence, Figure, Modality, Statement, Tenure, Time

_QUALIFIERS = {"about": "约", "nearly": "近", "over": "超过", "at_least": "不低于", "at_most": "不超过"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing said: ``text`` in words (陈望远 —担任→ 锡湖市市长), ``when`` in words, and the sentences."""

    id: str
    text: str
    modality: str  # the zh label where it is not simply asserted, else ""
    when: str
    confidence: float
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A node with all its facts; ``str`` of it is what ``kg explain`` prints."""

    node: Node
    type: str  # zh label
    aliases: tuple[str, ...]
    facts: tuple[Fact, ...]
    headlines: tuple[str, ...]  # of the articles that it occurs in

    def __str__(self) -> str:
        lines = [f"{self.node.name}  [{self.type}]  {self.node.id}"]
        if self.aliases:
            lines.append("又称  " + " · ".join(self.aliases))
        notes: dict[str, int] = {}  # a sentence that carries several facts is printed once
        for fact in self.facts:
            numbers = [notes.setdefault(str(quote), len(notes) + 1) for quote in fact.quotes]
            marks = "".join(f"[{number}]" for number in dict.fromkeys(numbers))
            rules = " ".join(dict.fromkeys(quote.extractor for quote in fact.quotes))
            lines.append("  " + "  ".join(x for x in (fact.text, fact.modality, fact.when, marks) if x))
            lines.append(f"      {fact.confidence:.2f}  {rules}  {fact.id}")
        if not self.facts:
            lines.append("没有关于它的断言；见于报道：")
            lines += [f"  {headline}" for headline in self.headlines]
        lines += [""] * bool(notes)
        lines += [f"[{number}] {sentence}" for sentence, number in notes.items()]
        return "\n".join(lines)


def explain(lookup: Lookup, identifier: str) -> Explanation:
    """Everything said of a node: what it is (events), its statements, its figures."""
    node = lookup.nodes[identifier]
    facts = [_tell_event(lookup, node)] if isinstance(node, Event) else []
    said = sorted(lookup.statements.get(identifier, ()), key=lambda s: (not isinstance(s, Tenure), s.predicate, s.id))
    facts += [tell(lookup, statement) for statement in said]
    facts += [_tell_figure(lookup, figure) for figure in lookup.figures.get(identifier, ())]
    headlines = [lookup.articles[each].headline or "（无标题）" for each in lookup.articles_of.get(identifier, ())]
    type_ = lookup.ontology.label(lookup.type_of(identifier))
    return Explanation(node, type_, lookup.aliases_of(identifier), tuple(facts), tuple(headlines))


def tell(lookup: Lookup, statement: Statement) -> Fact:
    """A statement in words."""
    label = lookup.ontology.label(statement.predicate)
    text = f"{lookup.name_of(statement.subject)} —{label}→ {lookup.name_of(statement.object)}"
    when = _seen(statement)
    if isinstance(statement, Tenure):
        when = "，".join(part for part in (tell_tenure(statement), when) if part)
    return Fact(
        statement.id,
        text,
        _modality(lookup, statement.modality),
        when,
        statement.confidence,
        _quotes(lookup, statement.evidence),
    )


def tell_tenure(tenure: Tenure) -> str:
    """``2022-01-10 起``, ``至 2024-03-09``; nothing where no appointment or departure is reported."""
    if tenure.start and tenure.end:
        return f"{tenure.start} 至 {tenure.end}"
    if tenure.start:
        return f"{tenure.start} 起"
    return f"至 {tenure.end}" if tenure.end else ""


def tell_time(time: Time | None) -> str:
    """``2024-03-01（3月1日）``; the words alone where they name no day."""
    if time is None:
        return ""
    days = " 至 ".join(dict.fromkeys(str(day) for day in (time.start, time.end) if day))
    return f"{days}（{time.text}）" if days else time.text


def tell_value(figure: Figure) -> str:
    """``约 270000 平方米`` with thousands parted: ``约 270,000 平方米``."""
    value: Decimal = figure.value
    digits = f"{value:,f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return f"{_QUALIFIERS.get(figure.qualifier, figure.qualifier)}{digits} {figure.unit}".strip()


def _tell_event(lookup: Lookup, event: Event) -> Fact:
    kind = lookup.ontology.label(event.type) + (f"（{event.stage}）" if event.stage else "")
    quotes = _quotes(lookup, event.evidence)
    modality = _modality(lookup, event.modality)
    return Fact(event.id, f"{kind}：{event.name}", modality, tell_time(event.time), event.confidence, quotes)


def _tell_figure(lookup: Lookup, figure: Figure) -> Fact:
    text = f"{lookup.name_of(figure.of)} {figure.indicator}：{tell_value(figure)}（{figure.text}）"
    return Fact(figure.id, text, "", tell_time(figure.time), figure.confidence, _quotes(lookup, figure.evidence))


def _modality(lookup: Lookup, modality: Modality) -> str:
    return "" if modality is Modality.ASSERTED else lookup.ontology.label(modality.value)


def _seen(statement: Statement) -> str:
    return " 至 ".join(dict.fromkeys((str(statement.first_seen), str(statement.last_seen)))) + " 见报"


def _quotes(lookup: Lookup, evidence: tuple[Evidence, ...]) -> tuple[Quote, ...]:
    return tuple(lookup.quote(item) for item in evidence)
