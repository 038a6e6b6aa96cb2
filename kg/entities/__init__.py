"""Mentions and claims of articles in, who is who out: ``resolve(readings, lexicon) -> Resolution``."""

from kg.entities.resolution import Decision, Office, Resolution
from kg.entities.resolver import resolve

__all__ = ["Decision", "Office", "Resolution", "resolve"]
