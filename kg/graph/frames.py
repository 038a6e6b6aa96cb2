"""A graph in, pandas frames out: one row an entity, event, post held or figure, for notebooks and spreadsheets.

Rows come in the graph's order; a column that is empty for a row holds "" (text), NaT (days) or NaN (numbers).
Needs the extra ``notebook``.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.graph.lookup import Lookup
from kg.model import Event, Evidence, Tenure

if TYPE_CHECKING:
    import pandas as pd

_ROLES = ("subEventOf", "place")  # of an event, but no participants


def frame_entities(lookup: Lookup) -> pd.DataFrame:
    """``id name type type_label aliases articles statements figures latitude longitude``; counts, not lists."""
    rows = []
    for entity in lookup.graph.entities:
        latitude, longitude = entity.coordinates or (None, None)
        rows.append(
            {
                "id": entity.id,
                "name": entity.name,
                "type": entity.type,
                "type_label": lookup.ontology.label(entity.type),
                "aliases": "、".join(entity.aliases),
                "articles": len(lookup.articles_of.get(entity.id, ())),
                "statements": len(lookup.statements.get(entity.id, ())),
                "figures": len(lookup.figures.get(entity.id, ())),
                "latitude": latitude,
                "longitude": longitude,
            }
        )
    columns = "id name type type_label aliases articles statements figures latitude longitude"
    return _make_frame(rows, columns, numbers=("latitude", "longitude"))


def frame_events(lookup: Lookup) -> pd.DataFrame:
    """``id name type start end precision place participants stage modality confidence sentence headline ...``."""
    rows = []
    for event in lookup.graph.events:
        said = [each for each in lookup.statements.get(event.id, ()) if each.subject == event.id]
        who = [lookup.name_of(each.object) for each in said if each.predicate not in _ROLES]
        where = [lookup.name_of(each.object) for each in said if each.predicate == "place"]
        time = event.time
        rows.append(
            {
                "id": event.id,
                "name": event.name,
                "type": event.type,
                "type_label": lookup.ontology.label(event.type),
                "start": time.start if time else None,
                "end": time.end if time else None,
                "precision": time.precision if time else "",
                "place": "、".join(where),
                "participants": "、".join(dict.fromkeys(who)),
                "stage": event.stage,
                "modality": event.modality.value,
                "confidence": event.confidence,
                **_quote(lookup, event.evidence),
            }
        )
    columns = "id name type type_label start end precision place participants stage modality confidence"
    return _make_frame(rows, f"{columns} sentence headline published", days=("start", "end", "published"))


def frame_posts(lookup: Lookup) -> pd.DataFrame:
    """One row a tenure: ``person title body start end first_seen last_seen modality confidence sentence headline``."""
    rows = []
    for tenure in lookup.graph.statements:
        if not isinstance(tenure, Tenure):
            continue
        post = lookup.nodes.get(tenure.object)
        rows.append(
            {
                "person": lookup.name_of(tenure.subject),
                "title": getattr(post, "title", lookup.name_of(tenure.object)),
                "body": lookup.name_of(tenure.body) if tenure.body else "",
                "start": tenure.start,
                "end": tenure.end,
                "first_seen": tenure.first_seen,
                "last_seen": tenure.last_seen,
                "modality": tenure.modality.value,
                "confidence": tenure.confidence,
                **_quote(lookup, tenure.evidence),
                "person_id": tenure.subject,
                "post_id": tenure.object,
            }
        )
    columns = "person title body start end first_seen last_seen modality confidence sentence headline published"
    days = ("start", "end", "first_seen", "last_seen", "published")
    return _make_frame(rows, f"{columns} person_id post_id", days=days)


def frame_figures(lookup: Lookup) -> pd.DataFrame:
    """``of indicator value unit qualifier text start end confidence sentence headline``; money in 元, not 亿元."""
    rows = []
    for figure in lookup.graph.figures:
        about = lookup.nodes.get(figure.of)
        rows.append(
            {
                "of": lookup.name_of(figure.of),
                "of_type": "Event" if isinstance(about, Event) else lookup.type_of(figure.of) if about else "",
                "indicator": figure.indicator,
                "value": float(figure.value),
                "unit": figure.unit,
                "qualifier": figure.qualifier,
                "text": figure.text,
                "start": figure.time.start if figure.time else None,
                "end": figure.time.end if figure.time else None,
                "confidence": figure.confidence,
                **_quote(lookup, figure.evidence),
                "of_id": figure.of,
            }
        )
    columns = "of of_type indicator value unit qualifier text start end confidence sentence headline published of_id"
    return _make_frame(rows, columns, days=("start", "end", "published"), numbers=("value",))


def make_frame(rows: list[dict[str, Any]], columns: list[str]) -> pd.DataFrame:
    """Rows as a frame with these columns even where there are no rows."""
    return import_pandas().DataFrame(rows, columns=columns)


def import_pandas() -> Any:
    """pandas; InputError that says how to get it where it is missing."""
    try:
        import pandas as pd
    except ImportError as error:
        raise InputError('pandas is not installed: pip install "newskg[notebook]"') from error
    return pd


def _quote(lookup: Lookup, evidence: tuple[Evidence, ...]) -> dict[str, str | date | None]:
    """The first sentence behind it and where that was printed."""
    if not evidence:
        return {"sentence": "", "headline": "", "published": None}
    quote = lookup.quote(evidence[0])
    return {"sentence": quote.sentence, "headline": quote.headline, "published": quote.published}


def _make_frame(
    rows: list[dict[str, Any]], columns: str, *, days: tuple[str, ...] = (), numbers: tuple[str, ...] = ()
) -> pd.DataFrame:
    pd = import_pandas()
    frame = make_frame(rows, columns.split())
    for name in days:
        frame[name] = pd.to_datetime(frame[name])
    for name in numbers:
        frame[name] = pd.to_numeric(frame[name])
    return frame
