"""corrections.tsv -> who is who as a reader put it right: merge, split, retype, rename, drop.

One correction a line, four cells parted by tabs: action, thing, value, note. A thing is an id, or a name that only one
thing bears. ``merge`` makes the value one with the thing; ``split`` takes the mentions of one name, or of one article,
out of it; ``retype`` and ``rename`` give it another class or label; ``drop`` takes it out with all that is said of it.
They are applied in order at every build; one that no longer finds its thing is told, not passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.entities.kinds import family
from kg.entities.resolution import Decision, Resolution
from kg.errors import InputError
from kg.ids import digest, make_id, person_id
from kg.model import Entity, Mention, Reading
from kg.ontology import load_ontology
from kg.text import fold_name

ACTIONS = ("merge", "split", "retype", "rename", "drop")
# made by the builder from what entities are: corrected there
LATER = ("event:", "stmt:", "figure:")


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the file."""

    file: str
    line: int
    action: str
    thing: str
    value: str
    note: str = ""

    def tell(self, why: str) -> str:
        """One line for the terminal: where it stands, and why it does not apply."""
        return f"{self.file}:{self.line}: {self.action} {self.thing}: {why}"


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """The file's corrections in order; InputError names the line that cannot be used."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text ({error.__class__.__name__})") from error
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        action, thing, value, note, *more = cells + [""] * (4 - len(cells))
        if more or not thing:
            raise InputError(f"{path}:{number}: action, thing, value and note expected, parted by tabs")
        if action not in ACTIONS:
            raise InputError(f"{path}:{number}: {action!r} is none of {', '.join(ACTIONS)}")
        if action == "drop":
            value, note = "", note or value
        elif not value:
            raise InputError(f"{path}:{number}: {action} needs a value")
        if action == "retype" and value not in load_ontology().below("Entity"):
            raise InputError(f"{path}:{number}: no class of things is called {value!r}")
        found.append(Correction(str(path), number, action, thing, value, note))
    return tuple(found)


def apply_corrections(
    resolution: Resolution, corrections: Sequence[Correction], readings: Iterable[Reading]
) -> tuple[Resolution, list[str]]:
    """Who is who with the corrections made, and a line for each that does not apply any more."""
    mine = [each for each in corrections if not each.thing.startswith(LATER)]
    if not mine:
        return resolution, []
    corrector = _Corrector(resolution, readings)
    stale = []
    for each in mine:
        why = corrector.apply(each)
        if why:
            stale.append(each.tell(why))
    return corrector.result(), stale


class _Corrector:
    """A resolution while it is changed."""

    def __init__(self, resolution: Resolution, readings: Iterable[Reading]) -> None:
        self.before = resolution
        self.readings = {reading.article.id: reading for reading in readings}
        self.entities = {entity.id: entity for entity in resolution.entities}
        self.of = dict(resolution.of)
        self.offices = dict(resolution.offices)
        self.authors = dict(resolution.authors)
        self.newspapers = dict(resolution.newspapers)
        self.implied = list(resolution.implied)
        self.same = dict.fromkeys(resolution.same)
        self.decisions = list(resolution.decisions)
        self.moved: dict[str, str] = {}  # ids that were merged into others
        self.mentions: dict[str, list[Mention]] = {}
        for mention, identifier in self.of.items():
            self.mentions.setdefault(identifier, []).append(mention)

    def apply(self, each: Correction) -> str:
        """Makes one correction; the reason if that cannot be done."""
        identifier, why = self._find(each.thing)
        if not identifier:
            return why
        if each.action == "merge":
            return self._merge(identifier, each)
        if each.action == "split":
            return self._split(identifier, each)
        if each.action == "drop":
            self._drop(identifier)
        entity = self.entities.get(identifier)
        if each.action == "retype" and entity is not None:
            if entity.type == each.value:
                return f"it is a {each.value} already"
            self.entities[identifier] = replace(entity, type=each.value)
        if each.action == "rename" and entity is not None:
            if entity.name == each.value:
                return "it bears that name already"
            aliases = dict.fromkeys((*entity.aliases, entity.name))
            aliases.pop(each.value, None)
            self.entities[identifier] = replace(entity, name=each.value, aliases=tuple(aliases))
        return ""

    def _find(self, thing: str) -> tuple[str, str]:
        """The id of what is called ``thing``, or why there is none."""
        if thing in self.entities:
            return thing, ""
        kept = [new for new, old in self.same if old == thing and new in self.entities]
        if kept:
            return kept[0], ""
        wanted = fold_name(thing)
        named = [one for one in self.entities.values() if wanted == fold_name(one.name)]
        named = named or [one for one in self.entities.values() if wanted in map(fold_name, one.aliases)]
        if len(named) == 1:
            return named[0].id, ""
        if named:
            return "", f"{len(named)} things are called that; give an id ({named[0].id} …)"
        return "", "nothing is called that any more"

    def _decide(self, left: Entity, right: str, same: bool, each: Correction, *nodes: str) -> None:
        note = each.note or f"{Path(each.file).name}:{each.line}"
        found = tuple(sorted({left.id, *nodes}))
        self.decisions.append(Decision(left.name, right, same, 1.0, f"correction/{each.action}", "", note, found))

    def _merge(self, identifier: str, each: Correction) -> str:
        other, why = self._find(each.value)
        if not other:
            return f"{each.value}: {why}"
        if other == identifier:
            return f"{each.value} is one with it already"
        kept, gone = self.entities[identifier], self.entities.pop(other)
        if family(kept.type) != family(gone.type):
            self.entities[other] = gone
            return f"{each.value} is a {gone.type}, not a {kept.type}: retype it first"
        aliases = dict.fromkeys((*kept.aliases, gone.name, *gone.aliases))
        aliases.pop(kept.name, None)
        merged = replace(
            kept,
            aliases=tuple(sorted(aliases)),
            code=kept.code or gone.code,
            coordinates=kept.coordinates or gone.coordinates,
        )
        self.entities[identifier] = merged
        self._replace(dict.fromkeys(self.mentions.pop(other, []), identifier), other, identifier)
        self.moved[other] = identifier
        self.same = dict.fromkeys((identifier if new == other else new, old) for new, old in self.same)
        self.same[identifier, other] = None
        self._decide(merged, gone.name, True, each)
        return ""

    def _split(self, identifier: str, each: Correction) -> str:
        """The mentions by one name, or of one article, become a thing of their own."""
        entity = self.entities[identifier]
        there = self.mentions.get(identifier, [])
        by_article = each.value.startswith("article:")
        wanted = fold_name(each.value)
        parted = [m for m in there if (m.article == each.value if by_article else fold_name(m.name) == wanted)]
        if not parted:
            return f"it is not mentioned {'in' if by_article else 'as'} {each.value} any more"
        if len(parted) == len(there):
            return f"all its mentions are {'in' if by_article else 'as'} {each.value}: nothing would be left"
        name = entity.name if by_article else each.value
        if family(entity.type) == "person":
            new = person_id(name, each.value if by_article else identifier)
        else:
            kind = identifier.split(":", 1)[0]
            new = make_id(kind, name, digest(identifier, each.value, length=6) if by_article else "")
        if new == identifier:
            return f"{each.value} is its own name: split off another"
        left = {fold_name(m.name) for m in there if m not in set(parted)}
        aliases = [x for x in entity.aliases if by_article or fold_name(x) in left or fold_name(x) != wanted]
        kept = replace(entity, aliases=tuple(aliases))
        self.entities[identifier] = kept
        if new not in self.entities:
            names = dict.fromkeys(m.name for m in parted if m.name != name)
            self.entities[new] = Entity(new, entity.type, name, tuple(sorted(names)))
        articles = {each.value} if by_article else set()
        self._replace(dict.fromkeys(parted, new), identifier, new, articles=articles)
        self.mentions[identifier] = [mention for mention in there if mention not in set(parted)]
        self.mentions.setdefault(new, []).extend(parted)
        self._decide(kept, name, False, each, new)
        return ""

    def _replace(self, moved: dict[Mention, str], old: str, new: str, *, articles: set[str] | None = None) -> None:
        """Mentions move to another thing, and with them the offices, bylines and names that rest on them.

        ``articles`` None: everything of ``old`` moves.
        """
        self.of |= moved
        self.mentions.setdefault(new, []).extend(mention for mention in moved if articles is None)
        for key, office in self.offices.items():
            if office.body == old:
                body = self._body_of(key)
                if articles is None or key[0] in articles or (body is not None and body in moved):
                    self.offices[key] = replace(office, body=new)
        for byline, person in self.authors.items():
            if person == old and (articles is None or byline[0] in articles):
                self.authors[byline] = new
        for article, paper in self.newspapers.items():
            if paper == old and (articles is None or article in articles):
                self.newspapers[article] = new
        self.implied = [
            (new if s == old else s, p, new if o == old else o, e)
            if articles is None or e.article in articles
            else (s, p, o, e)
            for s, p, o, e in self.implied
        ]

    def _body_of(self, key: tuple[str, int]) -> Mention | None:
        return self.readings[key[0]].claims.tenures[key[1]].body

    def _drop(self, identifier: str) -> None:
        del self.entities[identifier]
        for mention in self.mentions.pop(identifier, []):
            del self.of[mention]
        self.offices = {key: office for key, office in self.offices.items() if office.body != identifier}
        self.authors = {key: value for key, value in self.authors.items() if value != identifier}
        self.newspapers = {key: value for key, value in self.newspapers.items() if value != identifier}
        self.implied = [row for row in self.implied if identifier not in (row[0], row[2])]
        self.same = dict.fromkeys(pair for pair in self.same if pair[0] != identifier)

    def _parents(self) -> dict[str, str]:
        pairs = [(self.moved.get(a, a), self.moved.get(b, b)) for a, b in self.before.parents.items()]
        return {a: b for a, b in pairs if a != b and a in self.entities and b in self.entities}

    def result(self) -> Resolution:
        return replace(
            self.before,
            entities=tuple(self.entities[key] for key in sorted(self.entities)),
            of=self.of,
            offices=self.offices,
            authors=self.authors,
            newspapers=self.newspapers,
            parents=self._parents(),
            implied=tuple(self.implied),
            decisions=tuple(sorted(self.decisions)),
            same=tuple(sorted(self.same)),
        )
