"""Events of whole articles: type, name, day, place, roles, parents, modality; and what is no event. Names are invented.

The articles are of 20 March 2025.
"""

from __future__ import annotations

import pytest

from kg.errors import LexiconError
from kg.facts.events import find_events
from kg.facts.grammar import default_grammar, read_data
from kg.facts.triggers import EVENTS, ROLE_DOMAINS, ROLES, default_event_words, load_event_words
from kg.model import EventMention, Mention, Modality, Part, Span
from kg.ontology import load_ontology
from tests.fact_examples import make_example


def read(marked: str) -> list[EventMention]:
    return find_events(*make_example(marked))


def roles_of(event: EventMention) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for argument in event.arguments:
        found.setdefault(argument.role, set()).add(argument.filler.name)
    if event.place:
        found["place"] = {event.place.filler.name}
    return found


MEETING = (
    "3月18日，[临溪市委|PublicBody]召开全市经济运行调度会议。市委书记[周启航|Person]出席会议并讲话，"
    "市委副书记、市长[何知远|Person]主持会议。\n[周启航|Person]强调，要深入开展“暖企行动”，推动项目早开工。\n"
    "会议还研究了其他事项。\n市领导[林远山|Person]、[郭长河|Person]参加会议。"
)
GROUNDBREAKING = (
    "昨日上午，[锂电扩产项目|Project]在[青石工业园|Site]奠基。[临溪市|AdministrativeArea]副市长[苏晚晴|Person]，"
    "[青石区委|PublicBody]书记[沈渡|Person]、区长[韩松|Person]等出席了昨日的奠基仪式。\n"
    "这是[华岳集团|Company]继去年6月3日奠基[青石二厂|Site]后的第二次动工。\n[苏晚晴|Person]在讲话中指出，前景好。"
)
FAIR = (
    "3月18日，第8届茶博会第一期线下展落下帷幕。本届茶博会于3月15日至4月5日在[临溪|AdministrativeArea]分两期举办。\n"
    "茶博会第一期，企业集中亮相。[华岳茶业|Company]带来[HY红茶|Product]，收获青睐。"
)
LAUNCH = (
    "3月17日，“江河行”大型融媒报道启动仪式在[东岭|AdministrativeArea][临溪|AdministrativeArea]举行。"
    "本次活动由[东岭省记协|Association]指导，[临溪日报社|Media]、[东岭大学|Institution]共同发起。"
)
SUMMIT = (
    "3月19日，2025年东岭视听峰会在[临溪|AdministrativeArea]开幕。\n开幕式上举办了“新征程”展播活动启动仪式、"
    "“视听东岭”征集活动发布仪式和[绿色倡议书|Document]发布仪式。\n"
    "本次峰会由[东岭省广电局|PublicBody]主办，[临溪市政府|PublicBody]、[东岭视听协会|Association]承办。"
)
VISIT = (
    "3月19日下午，[沿江街道党工委|PublicBody]委员[何知远|Person]、[青年商会|Association]秘书长[苏晚晴|Person]"
    "等五人一行来到[青石文创园|Site]考察调研，[市文旅局|PublicBody]副局长[沈渡|Person]陪同调研。\n"
    "调研组一行走访了[楚江数科|Company]，并围绕[青石文创园|Site]运营情况展开座谈。"
)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            MEETING,
            [
                (
                    "Meeting",
                    "全市经济运行调度会议",
                    ("2025-03-18", "2025-03-18"),
                    {
                        "organizer": {"临溪市委"},
                        "host": {"何知远"},
                        "speaker": {"周启航"},
                        "attendee": {"周启航", "林远山", "郭长河"},
                    },
                )
            ],
        ),
        (
            GROUNDBREAKING,
            [
                (
                    "Ceremony",
                    "锂电扩产项目奠基",
                    ("2025-03-19", "2025-03-19"),
                    {
                        "concerns": {"锂电扩产项目"},
                        "attendee": {"苏晚晴", "沈渡", "韩松"},
                        "speaker": {"苏晚晴"},
                        "place": {"青石工业园"},
                    },
                ),
                ("Ceremony", "青石二厂奠基", ("2024-06-03", "2024-06-03"), {"concerns": {"青石二厂"}}),
            ],
        ),
        (
            FAIR,
            [
                ("Exhibition", "第8届茶博会第一期线下展", ("2025-03-18", "2025-03-18"), {}),
                (
                    "Exhibition",
                    "第8届茶博会",
                    ("2025-03-15", "2025-04-05"),
                    {"exhibitor": {"华岳茶业"}, "place": {"临溪"}},
                ),
            ],
        ),
        (
            LAUNCH,
            [
                (
                    "Campaign",
                    "“江河行”大型融媒报道",
                    None,
                    {"guide": {"东岭省记协"}, "organizer": {"临溪日报社", "东岭大学"}},
                ),
                ("Ceremony", "“江河行”大型融媒报道启动仪式", ("2025-03-17", "2025-03-17"), {"place": {"临溪"}}),
            ],
        ),
        (
            SUMMIT,
            [
                (
                    "Meeting",
                    "2025年东岭视听峰会",
                    ("2025-03-19", "2025-03-19"),
                    {"organizer": {"东岭省广电局", "临溪市政府", "东岭视听协会"}, "place": {"临溪"}},
                ),
                ("Ceremony", "“新征程”展播活动启动仪式", ("2025-03-19", "2025-03-19"), {}),
                ("Ceremony", "“视听东岭”征集活动发布仪式", ("2025-03-19", "2025-03-19"), {}),
                ("Ceremony", "绿色倡议书发布仪式", ("2025-03-19", "2025-03-19"), {"concerns": {"绿色倡议书"}}),
            ],
        ),
        (
            VISIT,
            [
                (
                    "Visit",
                    "何知远、苏晚晴考察调研青石文创园",
                    ("2025-03-19", "2025-03-19"),
                    {
                        "visitor": {"何知远", "苏晚晴"},
                        "visited": {"青石文创园", "楚江数科"},
                        "attendee": {"沈渡"},
                        "place": {"青石文创园"},
                    },
                ),
                ("Meeting", "青石文创园座谈", ("2025-03-19", "2025-03-19"), {"concerns": {"青石文创园"}}),
            ],
        ),
        (
            "“十五五”期间，[华岳集团|Company]计划在[临溪|AdministrativeArea]投入36亿元用于[锂电扩产项目|Project]，"
            "其中新建[青石铸造厂|Site]，预计2026年竣工投产。",
            [
                (
                    "Investment",
                    "华岳集团投资36亿元建设锂电扩产项目",
                    ("2026-01-01", "2030-12-31"),
                    {"investor": {"华岳集团"}, "concerns": {"锂电扩产项目"}, "place": {"临溪"}},
                ),
                ("Milestone", "青石铸造厂竣工投产", ("2026-01-01", "2026-12-31"), {"concerns": {"青石铸造厂"}}),
            ],
        ),
        (
            "昨日，[澄江锂业|Company]与[东岭大学|Institution]签署战略合作协议。协议签署后，合作将全面展开。",
            [
                (
                    "Signing",
                    "澄江锂业与东岭大学签署战略合作协议",
                    ("2025-03-19", "2025-03-19"),
                    {"signatory": {"澄江锂业", "东岭大学"}},
                )
            ],
        ),
        (
            "3月18日，[临溪市人大常委会|PublicBody]第28次会议举行，决定任命[苏晚晴|Person]为副市长，"
            "免去[韩松|Person]的教育局局长职务。",
            [
                (
                    "Meeting",
                    "临溪市人大常委会第28次会议",
                    ("2025-03-18", "2025-03-18"),
                    {"organizer": {"临溪市人大常委会"}},
                ),
                (
                    "Appointment",
                    "任命苏晚晴",
                    ("2025-03-18", "2025-03-18"),
                    {"appointee": {"苏晚晴"}, "appointer": {"临溪市人大常委会"}},
                ),
                (
                    "Departure",
                    "免去韩松职务",
                    ("2025-03-18", "2025-03-18"),
                    {"appointee": {"韩松"}, "appointer": {"临溪市人大常委会"}},
                ),
            ],
        ),
        (
            "日前，[临溪市政府|PublicBody]印发《[湿地保护办法|Document]》。",
            [
                (
                    "Announcement",
                    "临溪市政府印发湿地保护办法",
                    ("2025-02-18", "2025-03-20"),
                    {"issuer": {"临溪市政府"}, "concerns": {"湿地保护办法"}},
                )
            ],
        ),
        (  # the firm that 公司 stands for
            "今年年初投产的[澄江锂业|Company]订单不断。去年5月起，公司开始试生产。",
            [
                ("Milestone", "澄江锂业投产", ("2025-01-01", "2025-02-28"), {"concerns": {"澄江锂业"}}),
                ("Milestone", "澄江锂业试生产", ("2024-05-01", "2024-05-31"), {"concerns": {"澄江锂业"}}),
            ],
        ),
    ],
    ids=[
        "meeting", "groundbreaking", "fair", "launch", "summit", "visit", "investment", "signing", "appointment",
        "document", "reference",
    ],
)  # fmt: skip
def test_events(marked: str, expected: list[tuple[str, str, tuple[str, str] | None, dict[str, set[str]]]]) -> None:
    got = [
        (e.type, e.name, (str(e.time.start), str(e.time.end)) if e.time else None, roles_of(e)) for e in read(marked)
    ]
    assert got == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (  # several under one verb
            "4月9日至11日，国际车展、中国家电展将在[临溪会展中心|Site]盛大开启。",
            [("Exhibition", "国际车展", "2025-04-09"), ("Exhibition", "中国家电展", "2025-04-09")],
        ),
        (  # the date stands before the name; what is signed there is of that day
            "在17日的采购交易会上，[澄江锂业|Company]与12家客商签署了供货合同。",
            [("Exhibition", "采购交易会", "2025-03-17"), ("Signing", "澄江锂业与12家客商签署供货合同", "2025-03-17")],
        ),
        (  # a name in quotation marks, its date behind a comma
            "[临溪市政府|PublicBody]主办的“湖港煤炭交易会”，18日在[临溪|AdministrativeArea]举行。",
            [("Exhibition", "湖港煤炭交易会", "2025-03-18")],
        ),
        (  # settled, though without a day
            "[华岳集团|Company]将投资3亿元建设[锂电扩产项目|Project]。",
            [("Investment", "华岳集团投资3亿元建设锂电扩产项目", "")],
        ),
        (
            "[华岳集团|Company]已经成立了[澄江华岳公司|Company]。双方将成立一家合资公司，共同开拓市场。",
            [("Founding", "澄江华岳公司成立", "")],
        ),
        (  # a subject that is no name
            "其中，一期投资3亿元，去年12月竣工，今年1月试生产。",
            [("Milestone", "一期竣工", "2024-12-01"), ("Milestone", "一期试生产", "2025-01-01")],
        ),
        (  # a fact on the record, with its day
            "“一期项目3月18日正式投产，产能很快就会翻番。”[何知远|Person]说。",
            [("Milestone", "一期项目投产", "2025-03-18")],
        ),
        (
            "18日，来自30个国家的36位驻外使节走进[华岳集团|Company]，了解企业。",
            [("Visit", "来自30个国家的36位驻外使节走进华岳集团", "2025-03-18")],
        ),
        (  # what a guest came for is no event of the host
            "18日，[何知远|Person]在[临溪|AdministrativeArea]会见来华出席第三届湖港合作论坛的[苏晚晴|Person]。"
            "[何知远|Person]当天还在[临溪|AdministrativeArea]会见[韩松|Person]。",
            [("Visit", "何知远会见苏晚晴", "2025-03-18"), ("Visit", "何知远会见韩松", "2025-03-18")],
        ),
        (  # the press conference is held, not the session
            "[临溪市人大|PublicBody]三次会议今天举行记者会。",
            [("Meeting", "记者会", "2025-03-20")],
        ),
        (
            "3月18日，[临溪市人大常委会|PublicBody]举行第十九次会议。会议决定任命：[苏晚晴|Person]为副市长，[韩松|Person]为局长。",
            [("Meeting", "临溪市人大常委会第十九次会议", "2025-03-18"), ("Appointment", "任命苏晚晴", "2025-03-18")],
        ),
    ],
)
def test_type_name_and_day(marked: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(e.type, e.name, str(e.time.start) if e.time else "") for e in read(marked)] == expected


def test_who_speaks_and_who_comes_at_a_visit() -> None:
    (event,) = read(
        "18日，[何知远|Person]在[临溪|AdministrativeArea]会见来访的[苏晚晴|Person]。\n[何知远|Person]说，前景好。"
        "[苏晚晴|Person]表示，愿扩大合作。\n[韩松|Person]、[沈渡|Person]参加会见。"
    )
    assert roles_of(event) == {
        "visited": {"何知远"},
        "visitor": {"苏晚晴"},
        "speaker": {"何知远", "苏晚晴"},
        "attendee": {"韩松", "沈渡"},
        "place": {"临溪"},
    }


def test_meeting_concerns_what_it_passes() -> None:
    (event,) = read("3月18日，[临溪市政府|PublicBody]召开常务会议。会议审议通过《[湿地保护办法|Document]》。")
    assert roles_of(event) == {"organizer": {"临溪市政府"}, "concerns": {"湿地保护办法"}}


@pytest.mark.parametrize(
    "marked",
    [
        "会议强调，要深入开展“暖企行动”，要组织召开现场推进会。",  # asked for
        "[临溪市|AdministrativeArea]每年举办招商大会，累计召开座谈会30场。",  # habit
        "[临溪市|AdministrativeArea]将举办招商大会。",  # planned, no day
        "昨日，[临溪市|AdministrativeArea]并未召开招商大会。",  # did not happen
        "[城北水厂项目|Project]建成投产后，将缓解用水难题。",  # once it is done
        "“我们下周召开会议，请大家准备好材料，按时到会。”[何知远|Person]说。",  # said in passing
        "如果[澄江锂业|Company]今年投资3亿元，产能将翻番。",  # if
        "认真落实全省组织部长会议精神，学习中央经济工作会议部署。",  # named, not reported
        "这个报告是对干部素质的最好检验，百姓满意才是最好的仪式。",  # rhetoric
        "[城北水厂项目|Project]总投资25亿元，占地300亩。",  # a figure
        "[澄江锂业|Company]成立10周年之际，[何知远|Person]到会。",
        "党的二十大以来，[何知远|Person]主持召开专题座谈会。",
    ],
)
def test_no_event(marked: str) -> None:
    assert [(e.type, e.name) for e in read(marked)] == []


@pytest.mark.parametrize(
    ("marked", "modality", "stage"),
    [
        ("[城北水厂项目|Project]将于12月底迎来封顶节点。", Modality.PLANNED, "封顶"),
        ("[城北水厂项目|Project]昨日开工建设。", Modality.ASSERTED, "开工"),
        ("[城北水厂项目|Project]4月1日开工建设。", Modality.PLANNED, "开工"),
        ("整个项目计划于2026年10月底完工。", Modality.PLANNED, "完工"),
        ("去年，[楚江大桥|Site]建成通车。", Modality.ASSERTED, "竣工"),
        ("[青石电站|Site]上月并网发电。", Modality.ASSERTED, "投产"),
    ],
)
def test_modality_and_stage(marked: str, modality: Modality, stage: str) -> None:
    (event,) = read(marked)
    assert (event.type, event.modality, event.stage) == ("Milestone", modality, stage)


def test_headline_names_what_the_body_leaves_out() -> None:
    article, mentions, sentences, times = make_example(
        "各处都在提速，新楼正在装修，预计6月底封顶。", "科创中心预计6月底封顶"
    )
    center = Mention(article.id, Span(0, 4), "科创中心", "Site", 0.9, "test", part=Part.HEADLINE)
    (event,) = find_events(article, [*mentions, center], sentences, times)
    assert (event.name, event.stage, roles_of(event)) == ("科创中心封顶", "封顶", {"concerns": {"科创中心"}})
    assert find_events(article, mentions, sentences, times) == []


def test_two_meetings_of_one_day_stay_two() -> None:
    events = read(
        "3月18日上午，[临溪市委|PublicBody]召开全市安全生产工作会议。\n3月18日下午，[临溪市政府|PublicBody]召开全市招商引资推进会。"
    )
    assert [e.name for e in events] == ["全市安全生产工作会议", "全市招商引资推进会"]


def test_told_again_is_one_event_with_several_sentences() -> None:
    (event,) = read(MEETING)
    article, _, sentences, _ = make_example(MEETING)
    told = [e.span for e in event.evidence]
    assert told[0] == sentences[0]
    assert len(told) == len(set(told)) >= 3
    assert event.trigger.of(article.text) == "调度会议"
    assert all(a.evidence.span in sentences for a in event.arguments)


def test_sub_events_point_to_their_parent() -> None:
    fair = read(FAIR)
    assert fair[0].parent == fair[1].trigger
    summit = read(SUMMIT)
    assert {e.parent for e in summit[1:]} == {summit[0].trigger}
    launch = read(LAUNCH)
    assert launch[1].parent == launch[0].trigger
    assert launch[0].trigger.of(make_example(LAUNCH)[0].text) == "报道"
    visit = read(VISIT)
    assert visit[1].parent == visit[0].trigger


def test_role_of_a_name_that_stands_in_a_title_is_not_taken() -> None:
    (event,) = read("昨日，招商大会在[临溪|AdministrativeArea]召开，[澄江锂业|Company]董事长[何知远|Person]出席大会。")
    assert roles_of(event) == {"attendee": {"何知远"}, "place": {"临溪"}}


@pytest.mark.parametrize(
    ("marked", "type_", "roles"),
    [
        (
            "中央某委书记[何知远|Person]3月16日至18日在[东岭|AdministrativeArea][临溪|AdministrativeArea]、"
            "[青石|AdministrativeArea]调研时强调，要聚焦主线。",
            "Visit",
            {"visitor": {"何知远"}, "visited": {"临溪", "青石"}, "speaker": {"何知远"}, "place": {"临溪"}},
        ),
        (
            "昨日，[何知远|Person]在[临溪|AdministrativeArea]出席湖港峰会期间会见[苏晚晴|Person]。",
            "Visit",
            {"visited": {"何知远"}, "visitor": {"苏晚晴"}, "place": {"临溪"}},
        ),
        (
            "昨日，由[东岭省文旅厅|PublicBody]、[临溪市政府|PublicBody]主办的第三届湖港音乐节在[临溪|AdministrativeArea]开幕。",
            "Campaign",
            {"organizer": {"东岭省文旅厅", "临溪市政府"}, "place": {"临溪"}},
        ),
        (
            "昨日，[何知远|Person]为[苏晚晴|Person]举行盛大隆重的欢迎仪式。",
            "Ceremony",
            {},
        ),
    ],
)
def test_events_in_reported_speech_and_with_words_between(marked: str, type_: str, roles: dict[str, set[str]]) -> None:
    (event,) = read(marked)
    assert event.type == type_
    assert roles_of(event) == roles


@pytest.mark.parametrize(
    "marked",
    [
        "锚定2035年建成强市的战略目标，[临溪市|AdministrativeArea]加强设计，成立[科技委员会|PublicBody]。",
        "如今，每年在元旦前后，[临溪市|AdministrativeArea]举办企业家恳谈会。",
        "昨日，针对近期发生的火灾，各单位加强检查。",
        "昨日，多国人士期待[何知远|Person]出席湖港峰会。",
        "近日，各地学习[何知远|Person]在全省科技创新大会上的讲话。",
        "近日，[东岭省教育厅|PublicBody]要求各校在本月组织开展“书香校园”主题活动。",
        "[何知远|Person]表示，支持[临溪市|AdministrativeArea]举办青年企业家论坛。",
        "昨日，专家谴责空袭[临溪|AdministrativeArea]的行为。",
        "距离湖港亚运会开幕还有两天，各队抵达。",
    ],
)
def test_what_is_only_spoken_of_is_no_event(marked: str) -> None:
    assert [event.name for event in read(marked) if event.type != "Founding" or event.time] == []


def test_roles_follow_the_ontology() -> None:
    ontology = load_ontology()
    assert set(EVENTS) == {
        name for name, term in ontology.terms.items() if term.kind == "class" and "Event" in term.parents
    }
    for role in ROLES:
        domain = ontology.terms[role].domain
        assert domain == ROLE_DOMAINS.get(role, domain if domain in ("Event", "Entity") else "")


def test_same_bytes_again() -> None:
    assert [read(m) for m in (MEETING, FAIR, SUMMIT)] == [read(m) for m in (MEETING, FAIR, SUMMIT)]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('type = "Milestone"\nname', 'type = "Mile"\nname'), "no event type 'Mile'"),
        (('type = "Meeting"\nwords', 'type = "Congress"\nwords'), "unknown type 'Congress'"),
        (("{visitor:Person~}{ETC}?(?:，?{:Time})?", "{guest:Person~}{ETC}?(?:，?{:Time})?"), "no role 'guest'"),
        (
            ("{exhibitor:Company|Institution}", "{investor:Company|Institution}"),
            "investor is a role of Investment only",
        ),
        (("由{host:Person+}{ADV}(?P<t>主持)", "由{host:Person+}{ADV}(?:主持)"), "no group t"),
    ],
)
def test_bad_event_file(change: tuple[str, str], message: str) -> None:
    text = read_data("events.toml")
    assert change[0] in text
    with pytest.raises(LexiconError, match=message) as caught:
        load_event_words(text.replace(*change, 1), "events.toml", default_grammar())
    assert "events.toml" in str(caught.value)


def test_further_rules_must_not_take_an_id_twice() -> None:
    rules = read_data("events_plain.toml").replace('id = "plain_case/6"', 'id = "case/2"', 1)
    with pytest.raises(LexiconError, match=r"more\.toml, rule 'case/2': events\.toml has the id too"):
        load_event_words(read_data("events.toml"), "events.toml", default_grammar(), more={"more.toml": rules})


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("突发！[临溪|AdministrativeArea]闹市一房子着火。", [("Accident", "闹市一房子着火", "asserted")]),
        ("昨日，涉案嫌疑人全部落网。", [("LegalCase", "涉案嫌疑人落网", "asserted")]),
        ("昨日，选手力克名将，[何知远|Person]获得男单冠军。", [("Award", "何知远获男单冠军", "asserted")]),
        (
            "昨日，[临溪市工信局|PublicBody]就用户协议不规范等问题约谈[华岳出行|Company]。",
            [("Meeting", "临溪市工信局约谈华岳出行", "asserted")],
        ),
        ("昨日，2025年深入学习贯彻新精神研讨会举行。", [("Meeting", "2025年深入学习贯彻新精神研讨会", "asserted")]),
        (
            "昨日，[华岳集团|Company]在[临溪|AdministrativeArea]召开引水计划设备采购说明会。",
            [("Meeting", "引水计划设备采购说明会", "asserted")],
        ),
        ("聚变堆计划于1988年启动。", [("Milestone", "聚变堆计划启动", "asserted")]),
        (
            "[何知远|Person]将于下月来访，将在[临溪|AdministrativeArea]出席论坛，并于4月1日举行欢迎宴会。",
            [("Meeting", "欢迎宴会", "planned")],
        ),
        ("昨日，即将出征的[东岭代表团|Organization]今天成立。", [("Founding", "东岭代表团成立", "asserted")]),
        ("会后，[何知远|Person]主持召开防汛抗洪现场会。", [("Meeting", "防汛抗洪现场会", "asserted")]),
    ],
)
def test_events_without_named_parties(marked: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(event.type, event.name, event.modality.value) for event in read(marked)] == expected


def test_a_rule_that_asks_for_names_is_surer() -> None:
    (event,) = read("昨日，[澄江锂业|Company]与[东岭大学|Institution]签署战略合作协议。")
    assert event.evidence[0].extractor == "event/signing/1"
    assert roles_of(event) == {"signatory": {"澄江锂业", "东岭大学"}}


def test_words_are_read_once() -> None:
    assert default_event_words() is default_event_words()


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # no day is given, but it is told as done
        ("[澄江锂业|Company]与[东岭大学|Institution]签订协议。", {"Signing": {"澄江锂业", "东岭大学"}}),
        ("[华岳集团|Company]拟收购[澄江锂业|Company]。", {"Investment": {"华岳集团", "澄江锂业"}}),
        ("[周启航|Person]会见了[何知远|Person]一行。", {"Visit": {"周启航", "何知远"}}),
        ("[华岳集团|Company]荣获省长质量奖。", {"Award": {"华岳集团"}}),
        ("市检察院依法对[何某|Person]提起公诉。", {"LegalCase": {"何某"}}),
        ("[青石高新区|Site]与[华岳集团|Company]签约。", {"Signing": {"青石高新区", "华岳集团"}}),
        # a bridge does not sign; nor is every year's signing one event
        ("[楚江大桥|Site]与[华岳集团|Company]签约。", {}),
        ("近年来，[澄江锂业|Company]先后获得省长质量奖。", {}),
        ("[澄江锂业|Company]签订的协议包括三项。", {}),
    ],
)
def test_what_is_told_without_a_day(marked: str, expected: dict[str, set[str]]) -> None:
    got = {e.type: set().union(*roles_of(e).values()) for e in read(marked)}
    assert got == expected
    assert all(e.time is None for e in read(marked))


def test_two_names_joined_by_ji_are_one_event() -> None:
    (event,) = read("3月18日，第二届江左工匠大会暨工匠论坛在[临溪|AdministrativeArea]开幕。")
    assert (event.type, event.name) == ("Meeting", "第二届江左工匠大会暨工匠论坛")


def test_a_decision_is_of_the_day_it_is_taken() -> None:
    (event,) = read("3月18日，[临溪市发改委|PublicBody]决定，自4月1日起上调天然气价格。")
    assert event.type == "Announcement"
    assert event.modality is Modality.ASSERTED
    assert event.time is not None
    assert str(event.time.start) == "2025-03-18"


def test_what_is_done_later_in_the_same_day() -> None:
    events = read(
        "3月18日，[何知远|Person]到[青石镇|AdministrativeArea]调研。他说，要抓紧。他又说，要抓实。他还说，要抓好。"
        "同日，[何知远|Person]会见[苏晚晴|Person]。"
    )
    assert [(e.type, str(e.time.start) if e.time else "") for e in events] == [
        ("Visit", "2025-03-18"),
        ("Visit", "2025-03-18"),
    ]


@pytest.mark.parametrize(
    ("marked", "type_"),
    [
        (
            "3月18日，全国茶产业发展论坛在[临溪|AdministrativeArea]举行。业内人士认为，前景广阔。茶农很高兴。游客也多。\n"
            "论坛期间，与会代表共同启动了合作网站，并发布联合声明。",
            "Announcement",
        ),
        (
            "3月18日，[何知远|Person]在[临溪|AdministrativeArea]会见[南屿|AdministrativeArea]总统[苏晚晴|Person]。"
            "[何知远|Person]说，两国友好。友谊源远流长。合作前景广阔。\n会见后，双方签署了合作备忘录。",
            "Signing",
        ),
        (
            "3月18日，[何知远|Person]在[临溪|AdministrativeArea]会见[南屿|AdministrativeArea]总统[苏晚晴|Person]。"
            "[何知远|Person]说，两国友好。友谊源远流长。合作前景广阔。\n访问期间，[苏晚晴|Person]还同在当地的企业家进行座谈。",
            "Meeting",
        ),
    ],
)
def test_what_is_done_at_an_occasion_is_of_its_day(marked: str, type_: str) -> None:
    (event,) = [e for e in read(marked)[1:] if e.type == type_]
    assert event.time is not None
    assert str(event.time.start) == "2025-03-18"


def test_what_is_done_at_an_occasion_that_nobody_told_of_has_no_day() -> None:
    assert read("茶农很高兴。游客也多。前景广阔。茶香四溢。\n论坛期间，与会代表发布联合声明。") == []


def test_whoever_reports_at_a_meeting_speaks_there() -> None:
    (event,) = read(
        "3月18日，[临溪市政协|PublicBody]召开政府采购座谈会。会上，[何知远|Person]通报了情况，"
        "[苏晚晴|Person]作了“阳光采购”的主题发言。"
    )
    assert roles_of(event)["speaker"] == {"何知远", "苏晚晴"}
