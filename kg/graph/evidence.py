"""Evidence of one claim -> each sentence once, and how sure all of it together makes the claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.model import Evidence, Span


def merge_evidence(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Each sentence once for each rule that read it, with the best confidence; sorted."""
    best: dict[tuple[str, Span, str], Evidence] = {}
    for item in evidence:
        key = (item.article, item.span, item.extractor)
        if key not in best or best[key].confidence < item.confidence:
            best[key] = item
    return tuple(best[key] for key in sorted(best))


def combine_confidence(evidence: Iterable[Evidence], sources: Mapping[str, str]) -> float:
    """Noisy-or over sources: two at 0.8 and 0.9 give 0.98; a second sentence of one text, or a copy, adds nothing."""
    surest: dict[str, float] = {}
    for item in evidence:
        source = sources[item.article]
        surest[source] = max(surest.get(source, 0.0), item.confidence)
    doubt = 1.0
    for source in sorted(surest):
        doubt *= 1.0 - surest[source]
    return round(1.0 - doubt, 4)
