"""From claims to the graph: one statement a fact, confidence over texts, tenures, events told twice, domains."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kg.entities import resolve
from kg.graph.build import build_graph_values
from kg.graph.evidence import combine_confidence, merge_evidence
from kg.lexicon.words import Lexicon
from kg.model import (
    Argument,
    Article,
    Author,
    Claims,
    EventMention,
    Evidence,
    FigureMention,
    Graph,
    Mention,
    Modality,
    Page,
    Reading,
    RelationMention,
    Run,
    Span,
    Statement,
    Tenure,
    TenureMention,
    Time,
)

TEXT = "锡湖市副市长陈望远到锡湖远航集团有限公司调研，城北码头项目昨日开工，总投资3亿元，远航游船亮相。"
OTHER = "总投资3亿元的城北码头项目由锡湖远航集团有限公司承建，远航游船将试航，锡湖市副市长陈望远前天去看过。"
TYPES = {
    "锡湖市": "AdministrativeArea",
    "陈望远": "Official",
    "锡湖远航集团有限公司": "Company",
    "城北码头项目": "Project",
    "远航游船": "Product",
}


class Reader:
    """One article with its mentions, to hang claims on."""

    def __init__(
        self,
        text: str = TEXT,
        *,
        day: date = date(2024, 3, 2),
        paper: str = "锡湖日报",
        number: str = "A1",
        order: int = 1,
    ) -> None:
        page = Page("p.txt", text, day, paper, number, "锡湖市")
        self.article = Article(
            f"article:{paper}-{day}-{number}-{order}", page, order, "标题", text, (Run(0, 0, len(text)),)
        )
        self.mentions = {name: self.mention(name) for name in TYPES if name in text}
        self.tenures: list[TenureMention] = []
        self.relations: list[RelationMention] = []
        self.events: list[EventMention] = []
        self.figures: list[FigureMention] = []

    def mention(self, name: str, type_: str = "") -> Mention:
        start = self.article.text.index(name)
        return Mention(self.article.id, Span(start, start + len(name)), name, type_ or TYPES[name], 0.9, "test")

    def evidence(self, confidence: float = 0.8, rule: str = "test/1") -> Evidence:
        return Evidence(self.article.id, Span(0, len(self.article.text)), rule, confidence)

    def time(self, start: date | None, end: date | None = None, precision: str = "day") -> Time:
        return Time(start, end or start, precision, "昨日", Span(0, 2))

    def office(self, title: str = "副市长", **options: object) -> Reader:
        body = self.mentions["锡湖市"]
        self.tenures.append(
            TenureMention(self.mentions["陈望远"], title, body, self.evidence(), **options)  # type: ignore[arg-type]
        )
        return self

    def relate(self, subject: str, predicate: str, target: str, confidence: float = 0.8, **options: object) -> Reader:
        self.relations.append(
            RelationMention(
                predicate,
                self.mentions[subject],
                self.mentions[target],
                self.evidence(confidence),
                **options,  # type: ignore[arg-type]
            )
        )
        return self

    def event(
        self,
        type_: str,
        name: str,
        roles: tuple[tuple[str, str], ...] = (),
        *,
        day: date | None = date(2024, 3, 1),
        at: int = 0,
        place: str = "",
        parent: Span | None = None,
        modality: Modality = Modality.ASSERTED,
        stage: str = "",
    ) -> Reader:
        arguments = tuple(Argument(role, self.mentions[filler], self.evidence()) for role, filler in roles)
        self.events.append(
            EventMention(
                self.article.id,
                type_,
                Span(at, at + 2),
                name,
                (self.evidence(),),
                arguments,
                Argument("place", self.mentions[place], self.evidence()) if place else None,
                self.time(day) if day else None,
                modality,
                stage,
                parent,
            )
        )
        return self

    def reading(self) -> Reading:
        claims = Claims(tuple(self.tenures), tuple(self.relations), tuple(self.events), tuple(self.figures))
        return Reading(self.article, tuple(self.mentions.values()), claims)


def build(lexicon: Lexicon, *readers: Reader) -> Graph:
    readings = [reader.reading() for reader in readers]
    return build_graph_values(readings, resolve(readings, lexicon))


def only(graph: Graph, predicate: str) -> Statement:
    found = [statement for statement in graph.statements if statement.predicate == predicate]
    assert len(found) == 1, found
    return found[0]


def test_one_fact_of_two_texts_is_one_statement_that_is_surer(lexicon: Lexicon) -> None:
    first = Reader().relate("锡湖远航集团有限公司", "undertakes", "城北码头项目", 0.8)
    second = Reader(OTHER, day=date(2024, 3, 5)).relate("锡湖远航集团有限公司", "undertakes", "城北码头项目", 0.9)
    statement = only(build(lexicon, first, second), "undertakes")
    assert statement.confidence == pytest.approx(0.98)
    assert len(statement.evidence) == 2
    assert (statement.first_seen, statement.last_seen) == (date(2024, 3, 2), date(2024, 3, 5))


def test_agency_copy_in_two_papers_counts_once(lexicon: Lexicon) -> None:
    first = Reader().relate("锡湖远航集团有限公司", "undertakes", "城北码头项目", 0.8)
    second = Reader(paper="望江晚报").relate("锡湖远航集团有限公司", "undertakes", "城北码头项目", 0.7)
    statement = only(build(lexicon, first, second), "undertakes")
    assert statement.confidence == pytest.approx(0.8)
    assert len(statement.evidence) == 2


def test_merge_evidence_keeps_the_surest_of_one_rule_and_sentence() -> None:
    low, high = (Evidence("a", Span(0, 5), "r/1", confidence) for confidence in (0.5, 0.7))
    assert merge_evidence([low, high, Evidence("a", Span(0, 5), "r/2", 0.6)]) == (
        high,
        Evidence("a", Span(0, 5), "r/2", 0.6),
    )
    assert combine_confidence([low, high], {"a": "text"}) == 0.7


def test_planned_and_asserted_are_two_statements(lexicon: Lexicon) -> None:
    reader = Reader().relate("锡湖远航集团有限公司", "undertakes", "城北码头项目")
    reader.relate("锡湖远航集团有限公司", "undertakes", "城北码头项目", modality=Modality.PLANNED)
    graph = build(lexicon, reader)
    assert sorted(statement.modality for statement in graph.statements) == ["asserted", "planned"]
    assert len({statement.id for statement in graph.statements}) == 2


@pytest.mark.parametrize(
    ("subject", "predicate", "target"),
    [
        ("陈望远", "undertakes", "城北码头项目"),
        ("锡湖远航集团有限公司", "worksFor", "锡湖市"),
        ("锡湖远航集团有限公司", "locatedIn", "远航游船"),
        ("城北码头项目", "undertakes", "城北码头项目"),
    ],
)
def test_claims_outside_domain_and_range_are_dropped(
    lexicon: Lexicon, subject: str, predicate: str, target: str
) -> None:
    assert build(lexicon, Reader().relate(subject, predicate, target)).statements == ()


def test_a_symmetric_relation_is_written_once(lexicon: Lexicon) -> None:
    text = "锡湖远航集团有限公司与望江石化有限公司合作"
    TYPES["望江石化有限公司"] = "Company"
    first = Reader(text).relate("锡湖远航集团有限公司", "cooperatesWith", "望江石化有限公司")
    second = Reader(text + "。", order=2).relate("望江石化有限公司", "cooperatesWith", "锡湖远航集团有限公司")
    statement = only(build(lexicon, first, second), "cooperatesWith")
    assert statement.subject < statement.object
    del TYPES["望江石化有限公司"]


def test_an_office_makes_a_post_in_its_body_and_a_tenure(lexicon: Lexicon) -> None:
    graph = build(lexicon, Reader().office())
    (post,) = graph.posts
    assert (post.id, post.name, post.body, post.role) == (
        "post:锡湖市人民政府-副市长",
        "锡湖市副市长",
        "organization:锡湖市人民政府",
        "role:副市长",
    )
    (tenure,) = graph.statements
    assert isinstance(tenure, Tenure)
    assert (tenure.object, tenure.body, tenure.start, tenure.end) == (post.id, post.body, None, None)
    assert {entity.type for entity in graph.entities if entity.name == "陈望远"} == {"Official"}


def test_mentions_of_one_office_join_and_a_new_appointment_after_a_departure_does_not(lexicon: Lexicon) -> None:
    readers = [
        Reader(day=date(2020, 1, 10)).office(
            change="start", time=Time(date(2020, 1, 9), date(2020, 1, 9), "day", "昨日", Span(0, 2))
        ),
        Reader(TEXT + "一", day=date(2021, 5, 1)).office(),
        Reader(TEXT + "二", day=date(2022, 6, 2)).office(
            change="end", time=Time(date(2022, 6, 1), date(2022, 6, 1), "day", "昨日", Span(0, 2))
        ),
        Reader(TEXT + "三", day=date(2024, 2, 2)).office(
            change="start", time=Time(date(2024, 2, 1), date(2024, 2, 1), "day", "昨日", Span(0, 2))
        ),
    ]
    graph = build(lexicon, *readers)
    stays = sorted(
        ((s.start, s.end, len(s.evidence)) for s in graph.statements if isinstance(s, Tenure)),
        key=lambda row: row[0] or date.min,
    )
    assert stays == [(date(2020, 1, 9), date(2022, 6, 1), 3), (date(2024, 2, 1), None, 1)]


def test_an_office_of_nothing_is_left_out(lexicon: Lexicon) -> None:
    reader = Reader()
    reader.tenures.append(TenureMention(reader.mentions["陈望远"], "主任", None, reader.evidence()))
    graph = build(lexicon, reader)
    assert graph.posts == ()
    assert graph.statements == ()


def test_an_event_has_its_roles_place_and_parent_as_statements(lexicon: Lexicon) -> None:
    reader = Reader().event("Campaign", "码头建设年", at=0, day=None)
    reader.event(
        "Ceremony",
        "城北码头项目开工仪式",
        (("concerns", "城北码头项目"), ("attendee", "陈望远")),
        at=4,
        place="锡湖市",
        parent=Span(0, 2),
    )
    graph = build(lexicon, reader)
    assert {(s.predicate, s.object.split(":")[0]) for s in graph.statements} == {
        ("concerns", "project"),
        ("attendee", "person"),
        ("place", "place"),
        ("subEventOf", "event"),
    }
    assert {event.time.start if event.time else None for event in graph.events} == {None, date(2024, 3, 1)}


@pytest.mark.parametrize(
    ("type_", "role", "kept"),
    [
        ("Visit", "visitor", True),
        ("Meeting", "visitor", False),
        ("Investment", "investor", True),
        ("Signing", "investor", False),
        ("Signing", "signatory", True),
        ("Award", "recipient", True),
        ("Meeting", "recipient", False),
        ("LegalCase", "suspect", True),
        ("Accident", "suspect", False),
    ],
)
def test_roles_belong_to_their_events(lexicon: Lexicon, type_: str, role: str, kept: bool) -> None:
    graph = build(lexicon, Reader().event(type_, "某事", ((role, "锡湖远航集团有限公司"),)))
    assert bool(graph.statements) is kept


def test_one_meeting_told_by_two_articles_is_one_event(lexicon: Lexicon) -> None:
    roles = (("host", "陈望远"), ("concerns", "城北码头项目"))
    first = Reader().event("Meeting", "城北码头建设推进会", roles)
    second = Reader(OTHER, paper="望江晚报").event("Meeting", "码头建设推进会", roles)
    graph = build(lexicon, first, second)
    assert len(graph.events) == 1
    assert len(graph.events[0].evidence) == 2
    assert graph.events[0].confidence == pytest.approx(0.96)
    assert all(len(statement.evidence) == 2 for statement in graph.statements)


def test_two_meetings_of_one_day_stay_two(lexicon: Lexicon) -> None:
    first = Reader().event("Meeting", "常委会会议", (("host", "陈望远"),))
    second = Reader(OTHER, order=2).event("Meeting", "防汛专题会", (("host", "陈望远"),))
    assert len(build(lexicon, first, second).events) == 2


def test_one_text_on_two_pages_tells_one_event_though_it_has_no_day(lexicon: Lexicon) -> None:
    first = Reader(number="A1").event("Signing", "签约", day=None).event("Signing", "签约", day=None, at=9)
    second = Reader(number="A4").event("Signing", "签约", day=None).event("Signing", "签约", day=None, at=9)
    graph = build(lexicon, first, second)
    assert len(graph.events) == 2
    assert all(len(event.evidence) == 2 for event in graph.events)


def test_meetings_of_one_name_in_two_cities_stay_two(lexicon: Lexicon) -> None:
    first = Reader("锡湖市开会。").event("Meeting", "安全生产工作会议")
    second = Reader("锡湖市也开会了。", paper="望江日报", order=2).event("Meeting", "安全生产工作会议")
    second.article = replace(second.article, page=replace(second.article.page, home="望江市"))
    assert len({event.id for event in build(lexicon, first, second).events}) == 2


def test_copies_with_a_sentence_less_are_one_source(lexicon: Lexicon) -> None:
    more = TEXT + "据悉，明年还要建十座这样的码头。市民都说好，都盼着它早日建成投产。"
    first = Reader(more).relate("锡湖远航集团有限公司", "undertakes", "城北码头项目", 0.8)
    second = Reader(paper="望江晚报").relate("锡湖远航集团有限公司", "undertakes", "城北码头项目", 0.7)
    assert only(build(lexicon, first, second), "undertakes").confidence == pytest.approx(0.8)


def test_a_bare_reference_joins_the_one_event_it_can_mean(lexicon: Lexicon) -> None:
    full = Reader().event("Meeting", "“作风建设年”专项工作小组会议", (("attendee", "陈望远"),))
    bare = Reader(TEXT + "评", order=2).event("Meeting", "专项会议")
    other = Reader(TEXT + "又", order=3).event("Meeting", "安全专项会议", (("attendee", "陈望远"),))
    assert len(build(lexicon, full, bare).events) == 1
    assert len(build(lexicon, full, bare, other).events) == 3


def test_figures_belong_to_entities_or_events_or_are_left_open(lexicon: Lexicon) -> None:
    reader = Reader().event("Milestone", "城北码头项目开工", (("concerns", "城北码头项目"),), stage="开工")
    start = TEXT.index("3亿元")
    common = (reader.article.id, Span(start, start + 3), "3亿元", Decimal(300000000), "元", "总投资", reader.evidence())
    reader.figures += [
        FigureMention(*common, of=reader.mentions["城北码头项目"]),
        FigureMention(*common, of_event=Span(0, 2)),
        FigureMention(*common),
    ]
    graph = build(lexicon, reader)
    assert sorted(figure.of.split(":")[0] for figure in graph.figures) == ["", "event", "project"]
    assert graph.events[0].stage == "开工"


def test_authors_and_paper_are_linked(lexicon: Lexicon) -> None:
    reader = Reader()
    reader.article = Article(
        reader.article.id,
        reader.article.page,
        1,
        "标题",
        TEXT,
        reader.article.trace,
        authors=(Author("李青禾", "记者"), Author("李青禾", "摄影")),
    )
    graph = build(lexicon, reader)
    assert [name for _, name in graph.newspapers] == ["organization:锡湖日报"]
    assert len(graph.authors) == 1
    assert {entity.id for entity in graph.entities} >= {graph.authors[0][1], "organization:锡湖日报"}


def test_order_of_articles_does_not_matter_and_everything_is_sorted(lexicon: Lexicon) -> None:
    readers = [
        Reader(TEXT + "号" * index, day=date(2024, 3, index + 1), order=index)
        .office()
        .relate("锡湖远航集团有限公司", "undertakes", "城北码头项目")
        .event("Visit", "调研", (("visitor", "陈望远"), ("visited", "锡湖远航集团有限公司")))
        for index in range(1, 6)
    ]
    expected = build(lexicon, *readers)
    for seed in range(4):
        shuffled = list(readers)
        random.Random(seed).shuffle(shuffled)
        assert build(lexicon, *shuffled) == expected
    for rows in (expected.entities, expected.posts, expected.statements, expected.events, expected.figures):
        ids = [row.id for row in rows]
        assert ids == sorted(ids)


def test_area_parents_are_given_where_both_are_there(lexicon: Lexicon) -> None:
    TYPES.update({"银川": "AdministrativeArea", "西夏区": "AdministrativeArea"})
    graph = build(lexicon, Reader("银川的西夏区有雪。"))
    assert {entity.id: entity.parent for entity in graph.entities} == {
        "place:640100": "",
        "place:640105": "place:640100",
    }
    del TYPES["银川"], TYPES["西夏区"]
