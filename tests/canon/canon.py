"""Plain sentences with their facts (``cases.txt``): which facts are found, as a table.

python -m tests.canon.canon [CASES.txt] [--missing]
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from kg.lexicon.words import Lexicon
from kg.mentions.tagger import Tagger
from kg.model import Graph, Statement, Tenure
from kg.pages import read_page_text
from kg.pipeline import build_graph
from kg.text import fold_name

CASES = Path(__file__).with_name("cases.txt")
PUBLISHED = date(2024, 6, 21)
HOME = "澄川市"
KINDS = {"N": "names", "P": "posts", "R": "relations", "E": "events", "F": "figures"}
_NOT_ROLES = ("date", "place", "modality", "stage")


@dataclass(frozen=True, slots=True)
class Fact:
    """One expected fact; ``cells`` are its parts, each with the wordings that count."""

    kind: str
    cells: tuple[str, ...]
    optional: bool = False

    def __str__(self) -> str:
        return f"{self.kind} {'|'.join(self.cells)}"


@dataclass(frozen=True, slots=True)
class Case:
    text: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What was found of one expected fact: the parts right and the parts asked for."""

    case: Case
    fact: Fact
    found: tuple[str, ...]
    missing: tuple[str, ...]


def read_cases(path: Path = CASES) -> list[Case]:
    cases: list[tuple[str, list[Fact]]] = []
    for line in path.read_text("utf-8").split("\n"):
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith(" "):
            cases.append((line, []))
            continue
        words = line.split()
        optional = words[0] == "?"
        kind, cells = words[optional], " ".join(words[optional + 1 :])
        if kind not in KINDS:
            raise ValueError(f"{path}: no such fact: {line}")
        cases[-1][1].append(Fact(kind, tuple(cells.split("|")), optional))
    return [Case(text, tuple(facts)) for text, facts in cases]


def check_case(case: Case, graph: Graph) -> Iterator[Row]:
    """The expected facts of a sentence, each with the parts that its graph has and lacks."""
    view = _View(graph)
    for fact in case.facts:
        found, missing = view.look_up(fact)
        yield Row(case, fact, tuple(found), tuple(missing))


class _View:
    """A graph by names, as a reader would ask it."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.names = {
            entity.id: {fold_name(name) for name in (entity.name, *entity.aliases)} for entity in graph.entities
        }
        self.types = {entity.id: entity.type for entity in graph.entities}
        self.posts = {post.id: post for post in graph.posts}

    def called(self, identifier: str, names: str) -> bool:
        """Whether a node has one of the names, which are parted by commas."""
        return names == "*" or any(fold_name(name) in self.names.get(identifier, ()) for name in names.split(","))

    def look_up(self, fact: Fact) -> tuple[list[str], list[str]]:
        match fact.kind:
            case "N":
                types, names = fact.cells[0].split(","), fact.cells[1]
                ok = any(self.called(node, names) and _fits(self.types[node], types) for node in self.names)
            case "P":
                ok = any(self._is_post(each, *fact.cells) for each in self.graph.statements if isinstance(each, Tenure))
            case "R":
                ok = any(
                    each.predicate == fact.cells[1]
                    and any(
                        self.called(subject, fact.cells[0]) and self.called(object_, fact.cells[2])
                        for subject, object_ in _directions(each)
                    )
                    for each in self.graph.statements
                ) or (fact.cells[1] == "locatedIn" and self._is_parent(fact.cells[0], fact.cells[2]))
            case "F":
                of, indicator, value, unit = fact.cells
                events = {event.id for event in self.graph.events}
                ok = any(
                    each.value == Decimal(value)
                    and each.unit == unit
                    and any(word in each.indicator or word in each.text for word in indicator.split(","))
                    and (of == "*" or self.called(each.of, of) or each.of in events)
                    for each in self.graph.figures
                )
            case _:
                return self._look_up_event(fact)
        return ([str(fact)], []) if ok else ([], [str(fact)])

    def _is_parent(self, name: str, parent: str) -> bool:
        return any(
            self.called(entity.id, name) and self.called(entity.parent, parent) for entity in self.graph.entities
        )

    def _is_post(self, tenure: Tenure, person: str, title: str, body: str) -> bool:
        post = self.posts[tenure.object]
        if not self.called(tenure.subject, person) or post.title not in title.split(","):
            return False
        return (not post.body and "-" in body.split(",")) or self.called(post.body, body)

    def _look_up_event(self, fact: Fact) -> tuple[list[str], list[str]]:
        """The event of a fitting type that has the most of what is asked for."""
        types, asked = fact.cells[0].split(","), fact.cells[1:]
        best: tuple[list[str], list[str]] = ([], [fact.cells[0], *asked])
        for event in self.graph.events:
            if event.type not in types:
                continue
            roles = [(each.predicate, each.object) for each in self.graph.statements if each.subject == event.id]
            found, missing = [fact.cells[0]], []
            for part in asked:
                name, _, value = part.partition("=")
                if name == "date":
                    first, _, last = value.partition("..")
                    time = event.time
                    ok = time is not None and (str(time.start), str(time.end)) == (first, last or first)
                elif name == "modality":
                    ok = event.modality.value == value
                elif name == "stage":
                    ok = value in event.stage
                else:
                    wanted = name.split(",")
                    ok = any(role in wanted and self.called(filler, value) for role, filler in roles)
                (found if ok else missing).append(part)
            best = max(best, (found, missing), key=lambda pair: len(pair[0]))
        return best


def _directions(statement: Statement) -> list[tuple[str, str]]:
    """Subject and object; a symmetric relation is stored one way round only."""
    pair = (statement.subject, statement.object)
    return [pair, pair[::-1]] if statement.predicate in ("cooperatesWith", "relativeOf") else [pair]


def _fits(type_: str, types: Sequence[str]) -> bool:
    return type_ in types or (type_ == "Official" and "Person" in types)


def run_cases(cases: Sequence[Case], lexicon: Lexicon, tagger: Tagger) -> list[Row]:
    rows: list[Row] = []
    for case in cases:
        page = read_page_text(case.text, newspaper="澄川日报", published=PUBLISHED, home=HOME)
        rows += check_case(case, build_graph([page], lexicon=lexicon, tagger=tagger))
    return rows


def count_recall(rows: Sequence[Row]) -> dict[str, tuple[int, int]]:
    """Kind of fact -> (parts found, parts asked for); roles, dates and places are rows of their own."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for row in rows:
        if row.fact.optional:
            continue
        for part in (*row.found, *row.missing):
            kind = "arguments" if row.fact.kind == "E" and "=" in part else KINDS[row.fact.kind]
            asked[kind] += 1
            right[kind] += part in row.found
    return {kind: (right[kind], asked[kind]) for kind in sorted(asked)}


def main() -> None:
    from kg.pipeline import load_tools

    lexicon, tagger = load_tools()
    given = [Path(word) for word in sys.argv[1:] if not word.startswith("-")]
    rows = run_cases(read_cases(*given), lexicon, tagger)
    for kind, (right, asked) in count_recall(rows).items():
        print(f"{kind:10}{right:5} of {asked:4}  {right / asked:.3f}")
    if "--missing" in sys.argv:
        last = ""
        for row in rows:
            if row.missing and not row.fact.optional:
                if row.case.text != last:
                    print(row.case.text)
                    last = row.case.text
                print(f"    {row.fact.kind} {' | '.join(row.missing)}   (found: {' | '.join(row.found) or '-'})")


if __name__ == "__main__":
    main()
