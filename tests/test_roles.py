"""Who takes part in which event, when and where it is, as other sentences than its own tell it."""

import pytest

from kg.facts.events import find_events
from kg.model import EventMention
from tests.fact_examples import make_example


def read(marked: str) -> list[EventMention]:
    return find_events(*make_example(marked))


def roles_of(event: EventMention) -> dict[str, set[str]]:
    roles: dict[str, set[str]] = {}
    for argument in (*event.arguments, *([event.place] if event.place else [])):
        roles.setdefault(argument.role, set()).add(argument.filler.name)
    return roles


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (  # whoever speaks 在会上 speaks at the meeting that is told
            "3月18日，[东岭省教育厅|PublicBody]召开全省教育工作会议。省委常委[何知远|Person]在会上强调，要抓落实。",
            {"全省教育工作会议": {"organizer": {"东岭省教育厅"}, "speaker": {"何知远"}}},
        ),
        (  # 在全会上: at another one
            "3月18日，[临溪市政协|PublicBody]召开学习会议。大家表示，[沈渡|Person]在全会上发表讲话，意义重大。",
            {"学习会议": {"organizer": {"临溪市政协"}}},
        ),
        (  # the meeting that is told, not the one named in passing
            "3月18日，[临溪市委|PublicBody]召开常委会会议，学习[沈渡|Person]在全省经济工作会议上的讲话。"
            "会议审议通过《[湿地保护办法|Document]》。",
            {"常委会会议": {"organizer": {"临溪市委"}, "concerns": {"湿地保护办法"}}},
        ),
        (  # nobody has been at what is to come
            "成都运动会将于3月22日开幕。\n[何知远|Person]、[苏晚晴|Person]出席活动。",
            {"成都运动会": {}},
        ),
        (  # who speaks on another day, speaks elsewhere
            "[南屿|AdministrativeArea]等国领导人18日在[临溪|AdministrativeArea]举行会议。总统[苏晚晴|Person]19日表态称，支持。",
            {"会议": {"place": {"临溪"}}},
        ),
        (
            "3月18日，[何知远|Person]在[临溪|AdministrativeArea]出席2025年东岭论坛。[何知远|Person]说，8年前，"
            "[苏晚晴|Person]发表演讲。",
            {"2025年东岭论坛": {"place": {"临溪"}, "attendee": {"何知远"}, "speaker": {"何知远"}}},
        ),
        (  # who is named by his deputy, is not there
            "3月18日，[何知远|Person]在[临溪会堂|Site]会见[南屿|AdministrativeArea]总统[沈渡|Person]特别代表、前总理[苏晚晴|Person]。",
            {
                "何知远会见南屿总统沈渡特别代表、前总理苏晚晴": {
                    "place": {"临溪会堂"},
                    "visited": {"何知远"},
                    "visitor": {"苏晚晴"},
                }
            },
        ),
        (  # who holds it is said: the body in its name need not be
            "18日，[联合国|Organization]能源论坛主题边会在[临溪|AdministrativeArea]召开。边会由[东岭能源组织|Association]主办。",
            {"联合国能源论坛主题边会": {"place": {"临溪"}, "organizer": {"东岭能源组织"}}},
        ),
        (  # whom the sentence only calls by another's name
            "昨日，[何知远|Person]出席[临溪研发中心|Institution]落成仪式。",
            {"临溪研发中心落成仪式": {"attendee": {"何知远"}, "concerns": {"临溪研发中心"}}},
        ),
        (  # 会议 is the one that was held, not the one that it prepares
            "临溪市人大18日举行预备会议。第十四届三次会议将于3月22日召开。副市长[何知远|Person]出席会议。",
            {"预备会议": {"attendee": {"何知远"}}},
        ),
        (  # the opening session is the meeting's
            "第十四届三次会议18日在[临溪|AdministrativeArea]开幕。市长[何知远|Person]出席开幕会，[韩松|Person]主持开幕会并讲话。",
            {"第十四届三次会议": {"place": {"临溪"}, "attendee": {"何知远"}, "host": {"韩松"}, "speaker": {"韩松"}}},
        ),
        (  # who calls it stands before the name, also with 召开的
            "记者从[临溪市政府|PublicBody]18日召开的全市防汛工作会议上获悉，汛期将至。",
            {"全市防汛工作会议": {"organizer": {"临溪市政府"}}},
        ),
        (  # 在 and a building is where, 在 and an authority is who
            "在[临溪市统计局|PublicBody]昨日举行的新闻发布会上，[何知远|Person]介绍，产值增长。",
            {"新闻发布会": {"organizer": {"临溪市统计局"}, "speaker": {"何知远"}}},
        ),
        (  # a list that goes on behind 等, and one with a name that nobody knows
            "湖港合作论坛开幕式昨日举行。总理[何知远|Person]、议长巴某、副总理[苏晚晴|Person]等外国领导人以及秘书长[韩松|Person]等出席开幕式。",
            {"湖港合作论坛开幕式": {"attendee": {"何知远", "苏晚晴", "韩松"}}},
        ),
        (  # 上述活动: all that were told
            "18日，[何知远|Person]同[苏晚晴|Person]举行会谈。会谈前，[何知远|Person]为[苏晚晴|Person]举行欢迎仪式。\n"
            "[韩松|Person]参加上述活动。",
            {
                "何知远与苏晚晴会谈": {"attendee": {"何知远", "苏晚晴", "韩松"}},
                "欢迎仪式": {"attendee": {"韩松"}},
            },
        ),
        (  # two that are named together
            "昨日，[华岳集团|Company]与[临溪市政府|PublicBody]签署合作协议，并举行了[锂电扩产项目|Project]奠基仪式，"
            "市长[何知远|Person]出席了签约和奠基仪式。",
            {
                "华岳集团与临溪市政府签署合作协议": {"signatory": {"华岳集团", "临溪市政府"}},
                "锂电扩产项目奠基仪式": {"concerns": {"锂电扩产项目"}, "attendee": {"何知远"}},
            },
        ),
        (  # both host it
            "18日，部长[何知远|Person]在[临溪|AdministrativeArea]与外方部长[苏晚晴|Person]共同主持召开经贸联委会第八次会议。",
            {"经贸联委会第八次会议": {"place": {"临溪"}, "host": {"何知远", "苏晚晴"}}},
        ),
        (  # who is asked by the paper does not speak at the event
            "第三届湖港合作论坛18日在[临溪|AdministrativeArea]举行。[何知远|Person]在接受记者采访时说，前景好。"
            "[何知远|Person]表示，合作很多。",
            {"第三届湖港合作论坛": {"place": {"临溪"}}},
        ),
        (  # whoever came is named by what he came to
            "昨日，项目签约仪式在[临溪|AdministrativeArea]举行。据出席签约仪式的副总裁[何知远|Person]介绍，市场看好。",
            {"项目签约仪式": {"place": {"临溪"}, "attendee": {"何知远"}}},
        ),
        (  # the last of the areas in a row holds it
            "昨晚，[东岭省|AdministrativeArea][临溪市|AdministrativeArea]召开防汛救灾新闻发布会。",
            {"防汛救灾新闻发布会": {"organizer": {"临溪市"}}},
        ),
        (  # whoever invites does not come
            "18日，[何知远|Person]乘机离开，应[南屿|AdministrativeArea]总统[苏晚晴|Person]邀请，出席湖港国家领导人第五次会晤。",
            {"湖港国家领导人第五次会晤": {"attendee": {"何知远"}}},
        ),
        (  # both hold it, and the second is described at length
            "部长[何知远|Person]18日在[临溪|AdministrativeArea]同外交与安全政策高级代表[苏晚晴|Person]举行第十二轮战略对话会。",
            {"第十二轮战略对话会": {"place": {"临溪"}, "attendee": {"何知远", "苏晚晴"}}},
        ),
        (  # a list whose last item is no name that is known
            "昨日，由[临溪日报社|Media]、[东岭省农业厅|PublicBody]、供销总社联合发起的第三届湖港合作论坛在[临溪|AdministrativeArea]开幕。",
            {"第三届湖港合作论坛": {"organizer": {"临溪日报社", "东岭省农业厅"}, "place": {"临溪"}}},
        ),
        (  # the area stands behind another one: where it is signed, not who signs
            "昨日，外方代表团与本地企业在[东岭省|AdministrativeArea][临溪|AdministrativeArea]签署合作协议。",
            {"签署合作协议": {"place": {"临溪"}}},
        ),
    ],
)
def test_roles(marked: str, expected: dict[str, dict[str, set[str]]]) -> None:
    found = {event.name: roles_of(event) for event in read(marked)}
    for name, roles in expected.items():
        own = next((got for label, got in found.items() if label.endswith(name)), {})
        assert {role: own.get(role, set()) for role in roles} == roles, (name, found)
        assert "speaker" in roles or "speaker" not in own


@pytest.mark.parametrize(
    ("marked", "day"),
    [
        ("3月15日晚，甲队夺冠。此前，[何知远|Person]夺得双打亚军。", ""),
        ("市级机关3月18日召开交流会。会上，[东岭大学|Institution]发布《[锂电报告|Document]》。", "2025-03-18"),
        ("入春以来，[临溪市|AdministrativeArea]开展“清河行动”活动。3月17日，记者在河边看到新景。", ""),
    ],
)
def test_the_day_of_the_last_event(marked: str, day: str) -> None:
    events = sorted(read(marked), key=lambda e: e.trigger)
    assert [str(e.time.start) if e.time else "" for e in events][-1:] in ([day], [] if not day else [day])


def test_a_place_before_the_day() -> None:
    (event,) = read("在[东岭省|AdministrativeArea]，18日上午，[临溪博物馆|Institution]举行“铭记历史”主题活动。")
    assert roles_of(event) == {"organizer": {"临溪博物馆"}, "place": {"东岭省"}}


def test_what_is_done_at_a_meeting_belongs_to_it() -> None:
    meeting, report = read(
        "3月18日，[临溪市委|PublicBody]召开座谈会。会上，[东岭大学|Institution]发布《[锂电报告|Document]》。"
    )
    assert report.parent == meeting.trigger


def test_two_embassies_give_two_receptions() -> None:
    events = read("3月18日，[南屿使馆|PublicBody]举行春节招待会。3月18日，[北屿使馆|PublicBody]举行春节招待会。")
    assert [roles_of(event)["organizer"] for event in events] == [{"南屿使馆"}, {"北屿使馆"}]
