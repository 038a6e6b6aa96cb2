"""Events as a reader put them right: the corrections of ``kg.entities.corrections`` that are about events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.entities.corrections import Correction
from kg.graph.reports import EventReport, Told
from kg.ids import digest, event_id
from kg.model import Decision
from kg.ontology import Ontology


def amend_events(
    told: Sequence[Told], corrections: Sequence[Correction], ontology: Ontology
) -> tuple[list[Told], list[str], list[Decision]]:
    """The events with their corrections made, a line for each that does not apply any more, and the decisions."""
    events = {one.id: one for one in told}
    stale: list[str] = []
    decisions: list[Decision] = []
    for each in corrections:
        if not each.thing.startswith("event:"):
            continue
        event = _find(each.thing, events)
        if event is None:
            stale.append(each.tell("no event has that id any more"))
            continue
        why = _amend(event, each, events, ontology)
        if why:
            stale.append(each.tell(why))
        elif each.action in ("merge", "split"):
            same = each.action == "merge"
            nodes = tuple(sorted({event.id, each.value} if same else {event.id}))
            name = event.reports[0].event.name
            decisions.append(Decision(name, each.value, same, 1.0, f"correction/{each.action}", "", each.note, nodes))
    return [events[key] for key in sorted(events)], stale, decisions


def _find(thing: str, events: dict[str, Told]) -> Told | None:
    return events.get(thing) or next((one for one in events.values() if thing in one.same), None)


def _amend(event: Told, each: Correction, events: dict[str, Told], ontology: Ontology) -> str:
    if each.action == "drop":
        del events[event.id]
    elif each.action == "merge":
        other = _find(each.value, events)
        if other is None:
            return f"no event is {each.value} any more"
        if other is event:
            return f"{each.value} is one with it already"
        del events[other.id]
        same = tuple(sorted({*event.same, *other.same, other.id}))
        events[event.id] = Told(event.id, same, (*event.reports, *other.reports))
    elif each.action == "split":
        return _split(event, each.value, events)
    elif each.action == "retype":
        if not ontology.is_a(each.value, "Event"):
            return f"{each.value} is no class of events"
        events[event.id] = _change(event, type_=each.value)
    elif each.action == "rename":
        events[event.id] = _change(event, name=each.value)
    return ""


def _split(event: Told, article: str, events: dict[str, Told]) -> str:
    parted = tuple(report for report in event.reports if report.article.id == article)
    left = tuple(report for report in event.reports if report.article.id != article)
    if not parted or not left:
        return f"it is not told in {article} and elsewhere any more"
    first = parted[0].event
    day = first.time.start.isoformat() if first.time and first.time.start else "undated"
    new = event_id(first.type, day, digest(event.id, article))
    events[event.id] = Told(event.id, event.same, left)
    events[new] = Told(new, (), parted)
    return ""


def _change(event: Told, *, type_: str = "", name: str = "") -> Told:
    return Told(event.id, event.same, tuple(_change_report(report, type_, name) for report in event.reports))


def _change_report(report: EventReport, type_: str, name: str) -> EventReport:
    event = report.event
    return replace(report, event=replace(event, type=type_ or event.type, name=name or event.name))
