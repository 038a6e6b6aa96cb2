"""RDF at scale: newskg beside plain rdflib in one run, on graphs of invented news of 10k, 100k ... triples.

    python benchmarks/rdf.py [--sizes 10k 100k] [--runs 3] [--no-rdflib]

Per size, each side in a process of its own so that memory can be read: build the RDF graph and write Turtle; load that
Turtle; answer six plain queries; peak memory above what the input takes. Then the cold command line:
``kg query`` on the Turtle and on a store directory, and every built-in question. Read the ratios: machines drift.
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
    **dict.fromkeys(("person", "name", "from"), "陈一山"),
    **dict.fromkeys(("body", "issuer", "to"), "江一市人民政府"),
    "company": "远一集团有限公司",
    "area": "江一市",
    "project": "江一污水处理厂项目",
    "event": "江一市",
    "of": "江一污水处理厂项目",
    "day": "2024-03-01",
    "since": "2024-12-01",
    "after": "2024-03-01",
    "before": "2024-04-01",
    "s": "陈一山",
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


def measure_newskg(articles: int, folder: Path) -> dict[str, float]:
    """Build the RDF and write Turtle; load it; six questions. In seconds, and peak memory above the input in MB."""
    from kg.graph.query import open_store
    from kg.ontology import load_ontology
    from kg.outputs.files import STREAMS, write_files

    graph, ontology = make_graph(articles), load_ontology()
    STREAMS["ttl"](make_graph(1), ontology, io.BytesIO())  # imports
    gc.collect()
    path = folder / "graph.ttl"
    base = read_memory()
    begin = time.perf_counter()
    with path.open("wb") as out:
        STREAMS["ttl"](graph, ontology, out)
    times = {"build + write": time.perf_counter() - begin, "memory writing": read_peak() - base}
    write_files(graph, ontology, folder, ["store"])
    del graph
    gc.collect()
    begin = time.perf_counter()
    store = open_store(path)
    loaded = time.perf_counter()
    from kg.graph.query import run_query

    for query in SIX:
        run_query(store, HEAD + query)
    times |= {"load": loaded - begin, "six questions": time.perf_counter() - loaded, "triples": len(store)}
    times["memory loaded"] = read_memory() - base
    return times


def measure_rdflib(articles: int, folder: Path) -> dict[str, float]:
    """The same with plain rdflib: add every triple, serialize, parse, ask."""
    import rdflib

    from kg.graph.names import PREFIXES, expand
    from kg.ontology import load_ontology, ontology_folder
    from kg.outputs.triples import make_blocks

    graph, ontology = make_graph(articles), load_ontology()
    gc.collect()
    base = read_memory()
    begin = time.perf_counter()
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
    times = {"build + write": time.perf_counter() - begin, "memory writing": read_peak() - base}
    del made, graph
    gc.collect()
    begin = time.perf_counter()
    loaded_graph = rdflib.Graph().parse(folder / "rdflib.ttl", format="turtle").parse(ontology_folder() / "newskg.ttl")
    loaded = time.perf_counter()
    for query in SIX:
        list(loaded_graph.query(HEAD + query))
    times |= {"load": loaded - begin, "six questions": time.perf_counter() - loaded, "triples": len(loaded_graph)}
    times["memory loaded"] = read_memory() - base
    return times


def choose_examples(question: Any) -> dict[str, str]:
    """Values for every option that this graph knows."""
    return {option.name: EXAMPLES.get(option.name, option.example) for option in question.options}


def measure_questions(folder: Path) -> list[tuple[float, str, int]]:
    """Every built-in question, once each on a store loaded from the Turtle, the slowest first."""
    from kg.graph.query import list_questions, open_store, run_query, set_options

    store = open_store(folder / "graph.ttl")
    times = []
    for question in list_questions():
        if question.title == "变化":
            continue  # it compares two graphs
        text = set_options(question, choose_examples(question))
        begin = time.perf_counter()
        rows = len(run_query(store, text))
        times.append((time.perf_counter() - begin, question.title, rows))
    return sorted(times, reverse=True)


def measure_cold(*arguments: str) -> float:
    """Seconds of a whole ``kg`` command in a fresh process."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-m", "kg.cli", *arguments], check=True, capture_output=True)
    return time.perf_counter() - begin


def read_memory() -> float:
    """What the process holds now, in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def read_peak() -> float:
    """The most that it held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run_apart(side: str, articles: int, folder: Path) -> dict[str, float]:
    """One measurement in a process of its own."""
    command = [sys.executable, __file__, "--side", side, "--articles", str(articles), "--folder", str(folder)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="*", default=["10k", "100k"], help="triples: 10k 100k 1M 5M")
    parser.add_argument("--runs", type=int, default=3)
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
        triples = int(float(size[:-1]) * {"k": 1_000, "M": 1_000_000}[size[-1]])
        articles = max(20, triples // PER_ARTICLE)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            sides = ["newskg"] if args.no_rdflib else ["newskg", "rdflib"]
            runs: dict[str, list[dict[str, float]]] = {side: [] for side in sides}
            for _ in range(args.runs):
                for side in sides:  # in turn, so that a slow spell meets both
                    runs[side].append(run_apart(side, articles, folder))
            medians = {
                side: {key: statistics.median(run[key] for run in found) for key in found[0]}
                for side, found in runs.items()
            }
            ours, theirs = medians["newskg"], medians.get("rdflib", {})
            print(f"\n{size}: {ours['triples']:,.0f} triples with the ontology, medians of {args.runs} runs")
            print(f"{'':16}{'newskg':>10}{'rdflib':>10}{'ratio':>8}")
            for key in ("build + write", "load", "six questions", "memory writing", "memory loaded"):
                mine, other = ours[key], theirs.get(key)
                unit = "MB" if key.startswith("memory") else "s"
                more = f"{other:10.2f}{other / max(mine, 1e-9):7.1f}x" if other is not None else ""
                print(f"{key:16}{mine:10.2f}{more}  {unit}")
            if theirs:
                both = [side["load"] + side["six questions"] for side in (ours, theirs)]
                print(f"{'load + six':16}{both[0]:10.2f}{both[1]:10.2f}{both[1] / both[0]:7.1f}x  s")
            question = ("任职", "--person", "陈一山")
            cold = [measure_cold("query", str(folder / source), *question) for source in ("graph.ttl", "graph.store")]
            print(f"cold kg query: {cold[0]:.2f} s on the Turtle, {cold[1]:.2f} s on the store directory")
            slowest = measure_questions(folder)
            told = ", ".join(f"{title} {seconds:.2f} s ({rows} rows)" for seconds, title, rows in slowest[:4])
            print(f"{len(slowest)} questions, the slowest: {told}", flush=True)


if __name__ == "__main__":
    main()
