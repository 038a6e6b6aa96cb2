"""Every error newskg raises on purpose.

KgError
├── InputError      a page, option or query that cannot be used: names the file and the cause
├── LexiconError    a word list or rule file that does not load: names file and line
└── OntologyError   a term that ontology/newskg.ttl does not define
"""

from __future__ import annotations


class KgError(Exception):
    """Base of all newskg errors; its text is one line fit for the terminal."""


class InputError(KgError):
    """Something the user gave cannot be used."""


class LexiconError(KgError):
    """A word list or a rule file is malformed."""


class OntologyError(KgError):
    """Code or data names a class or property that the ontology does not have."""
