"""A small graph made by hand, with invented names, that exercises everything an output must carry.

Two articles (one without a headline), tenures with and without dates and body, an event with place,
roles, parent and stage, planned and denied statements, figures with qualifier, a place with
coordinates, an entity that nothing is said of.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

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

SIGNING = (
    "3月1日，在锡湖国际会展中心举行的第五届锡湖水博会上，锡湖市人民政府与远航集团有限公司签署战略合作协议。"
    "锡湖市市长陈望远出席签约仪式并讲话。\n"
    "根据协议，远航集团将投资2亿元建设城北污水处理厂项目，项目占地约27公顷，预计2025年底投产。"
    "远航集团董事长李青禾否认该公司正在收购南岭泵业股份。"
)
NOTICE = (
    "市政府日前印发《锡湖市节水行动方案》，明确到2025年再生水利用率达到30.5%。"
    "市政府原副市长周以宁曾任方案起草组组长。总工程师何其山介绍，“远航一号”水泵已在𠮷水河上试用。"
)

MAYOR, DIRECTOR, VICE, ENGINEER, REPORTER = (
    ids.person_id(name, anchor)
    for name, anchor in (
        ("陈望远", "锡湖市"),
        ("李青禾", "远航集团有限公司"),
        ("周以宁", "锡湖市"),
        ("何其山", "锡湖日报"),
        ("王小川", "锡湖日报"),
    )
)
GOVERNMENT = "organization:锡湖市人民政府"
GROUP = "organization:远航集团有限公司"
PUMPS = "organization:南岭泵业股份有限公司"
PAPER = "organization:锡湖日报"
SOCIETY = "organization:锡湖市水利学会"
CITY, DISTRICT, HALL, RIVER = "place:320299", "place:320298", "place:滨湖新区-锡湖国际会展中心", "place:锡湖市-𠮷水河"
PLANT = "project:城北污水处理厂项目"
PLAN = "document:锡湖市节水行动方案"
PUMP = "product:远航一号水泵"
FAIR = ids.event_id("Exhibition", "2024-03-01", "第五届锡湖水博会")
DEAL = ids.event_id("Signing", "2024-03-01", "签署战略合作协议")
START = ids.event_id("Milestone", "2025-12-01", "投产")
ISSUE = ids.event_id("Announcement", "2024-02-21", "印发")


def make_graph(
    *,
    headline: str = "锡湖与远航集团签约共建污水处理厂",
    mayor: str = "陈望远",
    alias: str = "陈市长",
    firm: str = "远航集团有限公司",
) -> Graph:
    """The graph; names and the headline may be swapped for hostile ones."""
    page = Page("锡湖日报-2024-03-02-A02.txt", "", date(2024, 3, 2), "锡湖日报", "A02", "锡湖市")
    later = Page("锡湖日报-2024-03-09-A01.txt", "", date(2024, 3, 9), "锡湖日报", "A01", "锡湖市")
    first = Article(
        id=ids.article_id("锡湖日报", "2024-03-02", "A02", SIGNING),
        page=page,
        order=1,
        headline=headline,
        text=SIGNING,
        trace=(Run(0, 0, len(SIGNING)),),
        subheads=("总投资2亿元", "占地约27公顷"),
        authors=(Author("王小川", "记者"), Author("李青禾", "通讯员")),
        dateline="本报讯",
        captions=("图为签约仪式现场。",),
    )
    second = Article(
        id=ids.article_id("锡湖日报", "2024-03-09", "A01", NOTICE),
        page=later,
        order=2,
        headline="",
        text=NOTICE,
        trace=(Run(0, 0, len(NOTICE)),),
        headline_certain=False,
    )
    articles = {first.id: first, second.id: second}

    def quote(article: Article, words: str, extractor: str, confidence: float) -> Evidence:
        start = article.text.index(words)
        begin = max(article.text.rfind(mark, 0, start) for mark in "。\n") + 1
        return Evidence(article.id, Span(begin, article.text.index("。", start) + 1), extractor, confidence)

    def state(
        subject: str,
        predicate: str,
        object_: str,
        *evidence: Evidence,
        modality: Modality = Modality.ASSERTED,
    ) -> Statement:
        days = sorted(articles[e.article].published for e in evidence)
        identifier = ids.statement_id(subject, predicate, object_)
        best = max(e.confidence for e in evidence)
        return Statement(identifier, subject, predicate, object_, modality, best, evidence, days[0], days[-1])

    def hold(
        person: str, post: Post, *evidence: Evidence, start: date | None = None, end: date | None = None
    ) -> Tenure:
        made = state(person, "holdsPost", post.id, *evidence)
        identifier = ids.statement_id(person, "holdsPost", post.id, str(start or ""))
        return Tenure(
            identifier,
            person,
            "holdsPost",
            post.id,
            made.modality,
            made.confidence,
            made.evidence,
            made.first_seen,
            made.last_seen,
            body=post.body,
            start=start,
            end=end,
        )

    mayor_post = Post("post:锡湖市人民政府-市长", "市长", GOVERNMENT, "锡湖市市长", "role:市长")
    vice_post = Post("post:锡湖市人民政府-副市长", "副市长", GOVERNMENT, "锡湖市副市长", "role:副市长")
    chair_post = Post("post:远航集团有限公司-董事长", "董事长", GROUP, "远航集团董事长", "role:董事长")
    chief_post = Post("post:总工程师", "总工程师", "", "总工程师", "role:总工程师")

    signed = quote(first, "签署战略合作协议", "event_signing/1", 0.9)
    attended = quote(first, "出席签约仪式", "role_attendee/1", 0.85)
    invested = quote(first, "将投资2亿元", "rel_invest/2", 0.8)
    denied = quote(first, "否认", "rel_share/1", 0.6)
    issued = quote(second, "印发", "rel_issue/1", 0.92)
    engineer = quote(second, "总工程师", "title_person/1", 0.9)
    statements = (
        hold(MAYOR, mayor_post, quote(first, "市长陈望远", "title_person/1", 0.95), start=date(2022, 1, 10)),
        hold(VICE, vice_post, quote(second, "原副市长", "title_person/3", 0.9), end=date(2024, 3, 9)),
        hold(DIRECTOR, chair_post, quote(first, "董事长李青禾", "title_person/1", 0.95)),
        hold(ENGINEER, chief_post, engineer),
        state(
            GOVERNMENT,
            "cooperatesWith",
            GROUP,
            quote(first, "签署战略合作协议", "rel_cooperate/1", 0.85),
            quote(second, "印发", "rel_cooperate/9", 0.3),
        ),
        state(GROUP, "investsIn", PLANT, invested, modality=Modality.PLANNED),
        state(GROUP, "ownsShareOf", PUMPS, denied, modality=Modality.DENIED),
        state(GOVERNMENT, "issued", PLAN, issued),
        state(GROUP, "produces", PUMP, quote(second, "远航一号", "rel_produce/1", 0.7)),
        state(DISTRICT, "locatedIn", CITY, quote(first, "锡湖国际会展中心", "gazetteer", 0.99)),
        state(HALL, "locatedIn", DISTRICT, quote(first, "锡湖国际会展中心", "rel_located/1", 0.8)),
        state(DEAL, "signatory", GOVERNMENT, signed),
        state(DEAL, "signatory", GROUP, signed),
        state(DEAL, "attendee", MAYOR, attended),
        state(DEAL, "speaker", MAYOR, attended),
        state(DEAL, "place", HALL, signed),
        state(DEAL, "subEventOf", FAIR, signed),
        state(FAIR, "place", HALL, signed),
        state(START, "concerns", PLANT, invested, modality=Modality.PLANNED),
        state(ISSUE, "issuer", GOVERNMENT, issued),
        state(ISSUE, "concerns", PLAN, issued),
    )
    march_first = Time(date(2024, 3, 1), date(2024, 3, 1), "day", "3月1日", Span(0, 4))
    events = (
        Event(DEAL, "Signing", f"锡湖市与{firm}签约", Modality.ASSERTED, 0.9, (signed, attended), march_first),
        Event(FAIR, "Exhibition", "第五届锡湖水博会", Modality.ASSERTED, 0.85, (signed,), march_first),
        Event(
            START,
            "Milestone",
            "城北污水处理厂项目投产",
            Modality.PLANNED,
            0.8,
            (invested,),
            Time(date(2025, 12, 1), date(2025, 12, 31), "month", "2025年底", Span(99, 105)),
            stage="投产",
        ),
        Event(
            ISSUE,
            "Announcement",
            "印发《锡湖市节水行动方案》",
            Modality.ASSERTED,
            0.92,
            (issued,),
            Time(None, None, "vague", "日前", Span(3, 5)),
        ),
    )

    def measure(
        of: str, indicator: str, value: str, unit: str, text: str, evidence: Evidence, **more: object
    ) -> Figure:
        number = Decimal(value)
        identifier = ids.figure_id(of, indicator, number, unit, evidence.article, evidence.span.start)
        return Figure(identifier, of, indicator, number, unit, text, 0.8, (evidence,), **more)  # type: ignore[arg-type]

    figures = (
        measure(PLANT, "投资", "2E+8", "元", "2亿元", quote(first, "2亿元", "figure/1", 0.8)),
        measure(PLANT, "占地", "27", "公顷", "约27公顷", quote(first, "27公顷", "figure/1", 0.8), qualifier="about"),
        measure(
            PLAN,
            "再生水利用率",
            "30.5",
            "%",
            "30.5%",
            quote(second, "30.5%", "figure/2", 0.8),
            time=Time(date(2025, 1, 1), date(2025, 12, 31), "year", "到2025年", Span(20, 26)),
        ),
    )
    entities = (
        Entity(MAYOR, "Official", mayor, tuple(x for x in (alias,) if x)),
        Entity(DIRECTOR, "Person", "李青禾"),
        Entity(VICE, "Official", "周以宁"),
        Entity(ENGINEER, "Person", "何其山"),
        Entity(REPORTER, "Person", "王小川"),
        Entity(GOVERNMENT, "PublicBody", "锡湖市人民政府", ("市政府", "锡湖市政府")),
        Entity(GROUP, "Company", firm, ("远航集团",)),
        Entity(PUMPS, "Company", "南岭泵业股份有限公司", ("南岭泵业",)),
        Entity(PAPER, "Media", "锡湖日报"),
        Entity(SOCIETY, "Association", "锡湖市水利学会"),
        Entity(CITY, "AdministrativeArea", "锡湖市", ("锡湖",), code="320299"),
        Entity(DISTRICT, "AdministrativeArea", "滨湖新区", code="320298"),
        Entity(HALL, "Site", "锡湖国际会展中心", coordinates=(31.5, 120.25)),
        Entity(RIVER, "Site", "𠮷水河", parent=CITY),  # known to lie there; no text says so
        Entity(PLANT, "Project", "城北污水处理厂项目"),
        Entity(PLAN, "Document", "锡湖市节水行动方案", ("《锡湖市节水行动方案》",)),
        Entity(PUMP, "Product", "远航一号水泵", ("远航一号",)),
    )
    mentions = [(first.id, each) for each in (MAYOR, DIRECTOR, GOVERNMENT, GROUP, PUMPS, CITY, HALL, PLANT)]
    mentions += [(second.id, each) for each in (GOVERNMENT, VICE, ENGINEER, PLAN, PUMP, RIVER, SOCIETY)]
    return Graph(
        articles=tuple(sorted(articles.values(), key=lambda a: a.id)),
        entities=tuple(sorted(entities, key=lambda e: e.id)),
        posts=tuple(sorted((mayor_post, vice_post, chair_post, chief_post), key=lambda p: p.id)),
        statements=tuple(sorted(statements, key=lambda s: s.id)),
        events=tuple(sorted(events, key=lambda e: e.id)),
        figures=tuple(sorted(figures, key=lambda f: f.id)),
        mentions=tuple(sorted(mentions)),
        authors=tuple(sorted([(first.id, REPORTER), (first.id, DIRECTOR)])),
        newspapers=tuple(sorted([(first.id, PAPER), (second.id, PAPER)])),
    )
