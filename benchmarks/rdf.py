"""RDF at scale: newskg beside plain rdflib in one run, on graphs of invented news of 10k, 100k, 1M and 5M triples.

    python benchmarks/rdf.py [--sizes 10k 100k 1M 5M] [--runs 3] [--no-rdflib]

Per size, each side in a process of its own so that memory can be read: build the RDF graph and write Turtle; load that
Turtle; answer six plain queries; peak memory above what the input takes. Then ``kg query`` from a cold start, on the
Turtle and on a store directory; and every built-in question. Times are seconds of processor time (of all threads) with
the seconds by the clock in brackets. Read the ratios: machines drift. From 1M triples on there is one run; rdflib takes
some minutes at 1M, and half an hour and 12 GB at 5M.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg import ids
from kg.model import (
    Article,
    Author,
    Entity,
    Event,
    Evidence,
    Figure,
    Graph,
    Modality,
    Page,
    Post,
    Run,
    Span,
    Statement,
    Tenure,
    Time,
)

warnings.simplefilter("ignore")
PER_ARTICLE = 199  # triples, about
# plain SPARQL that both engines take in their stride; the built-in questions are put in an order that suits oxigraph
HEAD = """PREFIX kg: <https://w3id.org/newskg/ontology#> PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX org: <http://www.w3.org/ns/org#>
PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
SIX = (
    'SELECT ?x { ?x skos:prefLabel "陈一山"@zh }',
    "SELECT ?name ?post ?body { ?x a kg:Official ; skos:prefLabel ?name ; kg:holdsPost ?p . "
    "?p skos:prefLabel ?post ; kg:postIn/skos:prefLabel ?body }",
    "SELECT ?top (COUNT(?low) AS ?n) { ?low kg:subOrganizationOf ?top } GROUP BY ?top ORDER BY DESC(?n) ?top LIMIT 10",
    "SELECT ?place ?month (COUNT(?e) AS ?n) { ?e kg:place ?p ; schema:startDate ?d . ?p skos:prefLabel ?place "
    "BIND(SUBSTR(STR(?d), 1, 7) AS ?month) } GROUP BY ?place ?month ORDER BY ?place ?month",
    'SELECT ?x { ?x oa:exact ?s FILTER(REGEX(STR(?s), "第一二.号消息第三句")) }',
    "SELECT ?name ?firm ?day { ?e a kg:Signing ; kg:attendee ?p ; kg:signatory ?f ; schema:startDate ?day . "
    "?p skos:prefLabel ?name . ?f a kg:Company ; skos:prefLabel ?firm OPTIONAL { ?p kg:worksFor ?f } }",
)
EXAMPLES = {
    **dict.fromkeys(("person", "name", "from", "subject"), "陈一山"),
    **dict.fromkeys(("body", "issuer", "to", "party"), "江一市人民政府"),
    "relation": "担任",
    "object": "江一市市长",
    "indicator": "投资",
    "text": "江一",
    "company": "远一集团有限公司",
    "area": "江一市",
    "project": "江一污水处理厂项目",
    "event": "江一市",
    "of": "江一污水处理厂项目",
    "day": "2024-03-01",
    "since": "2024-12-01",
    "after": "2024-03-01",
    "before": "2024-04-01",
}


def make_graph(articles: int, seed: int = 7) -> Graph:
    """Invented news: a city of bodies, firms and people for every two hundred articles, a few events an article."""
    rng = random.Random(seed)
    digits = "零一二三四五六七八九"

    def name(number: int) -> str:
        return "".join(digits[int(d)] for d in str(number))

    cities = max(1, articles // 200)
    entities: dict[str, Entity] = {}
    posts: dict[str, Post] = {}
    people: dict[int, list[str]] = {}
    firms: dict[int, list[str]] = {}
    places: dict[int, list[str]] = {}
    plants: dict[int, list[str]] = {}
    for c in range(1, cities + 1):
        city = Entity(f"place:9{c:05d}", "AdministrativeArea", f"江{name(c)}市", (f"江{name(c)}",), code=f"9{c:05d}")
        body = Entity(
            f"organization:江{name(c)}市人民政府", "PublicBody", f"江{name(c)}市人民政府", (f"江{name(c)}市政府",)
        )
        entities |= {city.id: city, body.id: body}
        places[c] = [city.id]
        for k in range(1, 9):
            area = Entity(f"{city.id}-{k}", "AdministrativeArea", f"江{name(c)}{digits[k]}区", parent=city.id)
            hall = Entity(f"{area.id}-会展中心", "Site", f"江{name(c)}{digits[k]}区会展中心", parent=area.id)
            entities |= {area.id: area, hall.id: hall}
            places[c] += [area.id, hall.id]
        firms[c], people[c], plants[c] = [], [], []
        for k in range(1, 31):
            firm = f"远{name((c - 1) * 30 + k)}集团有限公司"
            made = Entity(f"organization:{firm}", "Company", firm, (firm.removesuffix("有限公司"),))
            plant = Entity(
                f"project:江{name((c - 1) * 30 + k)}污水处理厂项目",
                "Project",
                f"江{name((c - 1) * 30 + k)}污水处理厂项目",
            )
            entities |= {made.id: made, plant.id: plant}
            firms[c].append(made.id)
            plants[c].append(plant.id)
        for title in ("市长", "副市长", "秘书长"):
            post = Post(f"post:{ids.key_of(body.id)}-{title}", title, body.id, f"江{name(c)}市{title}", f"role:{title}")
            posts[post.id] = post
        for k in range(1, 61):
            who = f"陈{name((c - 1) * 60 + k)}山"
            person = Entity(ids.person_id(who, city.name), "Official" if k < 20 else "Person", who)
            entities[person.id] = person
            people[c].append(person.id)
    made_articles, statements, events, figures, mentions = [], {}, [], [], set()
    for number in range(articles):
        c = 1 + number % cities
        day = date(2024, 1, 1) + timedelta(days=number % 366)
        text = "".join(
            f"{day.month}月{day.day}日，第{name(number)}号消息第{k}句，江{name(c)}市人民政府有关负责人介绍了相关情况并出席签约活动。"
            for k in range(8)
        )
        page = Page("synthetic", "", day, "江河日报", f"A{number % 16:02d}")
        article = Article(
            ids.article_id("江河日报", day.isoformat(), page.number, text),
            page,
            1,
            f"第{name(number)}号消息",
            text,
            (Run(0, 0, len(text)),),
            authors=(Author("王小川", "记者"),),
        )
        made_articles.append(article)
        length = len(text) // 8
        body = f"organization:江{name(c)}市人民政府"

        def quote(
            rule: str, article: Article = article, length: int = length, rng: random.Random = rng
        ) -> tuple[Evidence, ...]:
            k = rng.randrange(8)
            return (Evidence(article.id, Span(k * length, (k + 1) * length), rule, round(rng.uniform(0.5, 0.99), 2)),)

        def state(subject: str, predicate: str, object_: str, rng: random.Random = rng, day: date = day) -> None:
            identifier = ids.statement_id(subject, predicate, object_)
            if identifier not in statements:
                said = quote(f"rule_{predicate}/1")
                modality = Modality.ASSERTED if rng.random() < 0.9 else Modality.PLANNED
                common = (identifier, subject, predicate, object_, modality, said[0].confidence, said, day, day)
                statements[identifier] = (
                    Tenure(*common, body=posts[object_].body) if predicate == "holdsPost" else Statement(*common)
                )

        event = Event(
            ids.event_id("Signing", day.isoformat(), number),
            "Signing" if number % 3 else "Milestone",
            f"第{name(number)}号签约",
            Modality.ASSERTED,
            0.9,
            quote("event/1"),
            Time(day, day, "day", f"{day.month}月{day.day}日", Span(0, 4)),
            "" if number % 3 else ("开工", "封顶", "投产")[number // 3 % 3],
        )
        events.append(event)
        mayor = rng.choice(people[c][:19])
        firm, plant = rng.choice(firms[c]), rng.choice(plants[c])
        state(mayor, "holdsPost", rng.choice([p for p in posts if posts[p].body == body]))
        state(rng.choice(people[c][19:]), "worksFor", firm)
        for _ in range(2):
            state(event.id, "attendee", rng.choice(people[c]))
        if number % 3:
            state(event.id, "signatory", body)
            state(event.id, "signatory", firm)
        state(event.id, "concerns", plant)
        state(event.id, "place", rng.choice(places[c]))
        state(firm, "investsIn", plant)
        state(rng.choice(firms[c]), "subOrganizationOf", firm)
        measured = ids.figure_id(plant, "投资", number, "元", article.id, 0)
        amount = Decimal(rng.randrange(1, 10**9))
        figures.append(Figure(measured, plant, "投资", amount, "元", "若干", 0.8, quote("figure/1"), time=event.time))
        mentions |= {(article.id, each) for each in (mayor, body, firm, plant, *rng.sample(people[c], 3))}
    return Graph(
        tuple(sorted(made_articles, key=lambda x: x.id)),
        tuple(entities[i] for i in sorted(entities)),
        tuple(posts[i] for i in sorted(posts)),
        tuple(statements[i] for i in sorted(statements)),
        tuple(sorted(events, key=lambda x: x.id)),
        tuple(sorted(figures, key=lambda x: x.id)),
        tuple(sorted(mentions)),
    )


class Clock:
    """Seconds since it was made or last read: of the processor, and by the clock on the wall."""

    def __init__(self) -> None:
        self.last = (time.process_time(), time.perf_counter())

    def read(self) -> tuple[float, float]:
        now = (time.process_time(), time.perf_counter())
        passed = (now[0] - self.last[0], now[1] - self.last[1])
        self.last = now
        return passed


def measure_newskg(articles: int, folder: Path) -> dict[str, Any]:
    """Build the RDF and write Turtle; load it; six questions. Peak memory above the input in MB."""
    from kg.graph.query import open_store, run_query
    from kg.ontology import load_ontology
    from kg.outputs.files import STREAMS, write_files

    graph, ontology = make_graph(articles), load_ontology()
    STREAMS["ttl"](make_graph(1), ontology, io.BytesIO())  # imports
    gc.collect()
    path = folder / "graph.ttl"
    base = read_memory()
    clock = Clock()
    with path.open("wb") as out:
        STREAMS["ttl"](graph, ontology, out)
    found: dict[str, Any] = {"build + write": clock.read(), "memory writing": read_peak() - base}
    del graph
    gc.collect()
    clock.read()
    store = open_store(path)
    found["load"] = clock.read()
    for query in SIX:
        run_query(store, HEAD + query)
    found |= {"six questions": clock.read(), "triples": len(store), "memory loaded": read_memory() - base}
    graph = make_graph(articles)
    clock.read()
    write_files(graph, ontology, folder, ["store"])
    return found | {"store directory": clock.read()}


def measure_rdflib(articles: int, folder: Path) -> dict[str, Any]:
    """The same with plain rdflib: add every triple, serialize, parse, ask."""
    import rdflib

    from kg.graph.names import PREFIXES, expand
    from kg.ontology import load_ontology, ontology_folder
    from kg.outputs.triples import make_blocks

    graph, ontology = make_graph(articles), load_ontology()
    gc.collect()
    base = read_memory()
    clock = Clock()
    made = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        made.bind(prefix, namespace)
    for subject, facts in make_blocks(graph, ontology):
        node = rdflib.URIRef(subject)
        for predicate, value in facts:
            term: Any
            if isinstance(value, str):
                term = rdflib.URIRef(value)
            elif value.language:
                term = rdflib.Literal(value.value, lang=value.language)
            else:
                term = rdflib.Literal(value.value, datatype=rdflib.URIRef(expand(value.datatype)))
            made.add((node, rdflib.URIRef(expand(predicate)), term))
    made.serialize(folder / "rdflib.ttl", format="turtle")
    found: dict[str, Any] = {"build + write": clock.read(), "memory writing": read_peak() - base}
    del made, graph
    gc.collect()
    clock.read()
    loaded = rdflib.Graph().parse(folder / "rdflib.ttl", format="turtle").parse(ontology_folder() / "newskg.ttl")
    found["load"] = clock.read()
    for query in SIX:
        list(loaded.query(HEAD + query))
    return found | {"six questions": clock.read(), "triples": len(loaded), "memory loaded": read_memory() - base}


def choose_examples(question: Any) -> dict[str, str]:
    """Values for every option that this graph knows."""
    return {option.name: EXAMPLES.get(option.name, option.example) for option in question.options}


def measure_questions(source: Path, *, narrowed: bool = True) -> list[tuple[float, float, str, int]]:
    """Every built-in question, once each, the slowest first; ``narrowed`` by its options, or of everything."""
    from kg.graph.query import list_questions, open_store, run_query, set_options

    store = open_store(source)
    times = []
    for question in list_questions():
        if question.title == "变化":
            continue  # it compares two graphs
        required = {option.name for option in question.options if option.required}
        values = {name: value for name, value in choose_examples(question).items() if narrowed or name in required}
        text = set_options(question, values)
        clock = Clock()
        rows = len(run_query(store, text))
        times.append((*clock.read(), question.title, rows))
    return sorted(times, reverse=True)


def measure_cold(*arguments: str) -> tuple[float, float]:
    """Seconds of a whole ``kg`` command in a fresh process."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-m", "kg.cli", *arguments], check=True, capture_output=True)
    after, passed = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - begin
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, passed


def read_memory() -> float:
    """What the process holds now, in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def read_peak() -> float:
    """The most that it held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run_apart(side: str, articles: int, folder: Path) -> dict[str, Any]:
    """One measurement in a process of its own."""
    command = [sys.executable, __file__, "--side", side, "--articles", str(articles), "--folder", str(folder)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    found["load + six"] = [sum(pair) for pair in zip(found["load"], found["six questions"], strict=True)]
    return found


def take_median(runs: list[Any]) -> Any:
    """Of numbers, or of each number of pairs."""
    if isinstance(runs[0], list):
        return [statistics.median(column) for column in zip(*runs, strict=True)]
    return statistics.median(runs)


def tell(value: Any) -> str:
    return f"{value[0]:8.2f} s ({value[1]:.2f})" if isinstance(value, list) else f"{value:8.1f} MB"


def report(size: str, sides: list[str], count: int) -> None:
    """One size, printed."""
    triples = int(float(size[:-1]) * {"k": 1_000, "M": 1_000_000}[size[-1]])
    articles = max(20, triples // PER_ARTICLE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        runs: dict[str, list[dict[str, Any]]] = {side: [] for side in sides}
        for _ in range(count):
            for side in sides:  # in turn, so that a slow spell meets both
                runs[side].append(run_apart(side, articles, folder))
        medians = {
            side: {key: take_median([run[key] for run in found]) for key in found[0]} for side, found in runs.items()
        }
        ours, theirs = medians["newskg"], medians.get("rdflib", {})
        print(f"\n{size}: {ours['triples']:,.0f} triples with the ontology; median of {count}, processor (clock)")
        print(f"{'':16}{'newskg':>20}{'rdflib':>20}{'ratio':>9}")
        for key in ("build + write", "load", "six questions", "load + six", "memory writing", "memory loaded"):
            mine, other = ours[key], theirs.get(key)
            line = f"{key:16}{tell(mine):>20}"
            if other is not None:
                first = [value[0] if isinstance(value, list) else value for value in (mine, other)]
                line += f"{tell(other):>20}{first[1] / max(first[0], 1e-9):8.1f}x"
            print(line)
        print(f"store directory {tell(ours['store directory']):>20}")
        question = ("任职", "--person", "陈一山")
        for source in ("graph.ttl", "graph.store"):
            cpu, clock = measure_cold("query", str(folder / source), *question)
            print(f"cold kg query on {source}: {cpu:.2f} s ({clock:.2f})")
        for source, narrowed in (("graph.ttl", True), ("graph.store", True), ("graph.ttl", False)):
            slowest = measure_questions(folder / source, narrowed=narrowed)
            told = ", ".join(
                f"{title} {cpu:.2f} s ({clock:.2f}), {rows} rows" for cpu, clock, title, rows in slowest[:4]
            )
            how = "with their options" if narrowed else "of everything"
            print(f"{len(slowest)} questions {how} on {source}, the slowest: {told}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="*", default=["10k", "100k", "1M", "5M"], help="triples: 10k 100k 1M 5M")
    parser.add_argument("--runs", type=int, default=3, help="below 1M; from there on it is one")
    parser.add_argument("--no-rdflib", action="store_true", help="leave rdflib out: it takes minutes at 1M")
    parser.add_argument("--side", help=argparse.SUPPRESS)
    parser.add_argument("--articles", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.side:
        measure = measure_newskg if args.side == "newskg" else measure_rdflib
        print(json.dumps(measure(args.articles, args.folder)))
        return
    for size in args.sizes:
        report(size, ["newskg"] if args.no_rdflib else ["newskg", "rdflib"], 1 if size.endswith("M") else args.runs)


if __name__ == "__main__":
    main()
