"""corrections.tsv: merge, split, retype, rename, drop; at every build; told when they no longer apply."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.api import load, sample_page
from kg.articles import cut_articles
from kg.cli import cli
from kg.entities import resolve
from kg.entities.corrections import read_corrections
from kg.errors import InputError
from kg.graph.build import build_graph_values
from kg.lexicon.words import Lexicon
from kg.model import Entity, Graph, Reading
from kg.pages import read_page
from tests.identity.marked import read_marked

PAGES = [
    (
        "[区:荆州市]副市长[人:陈望远=副市长@荆州市]到[企:远航公司]调研"
        "<Visit 2024-03-01 陈望远调研远航 visitor=陈望远 visited=远航公司>",
        {"source": "a", "paper": "荆州日报", "page": "A1", "authors": "李青禾"},
    ),
    ("[者:陈望远]看望[者:王近水]，[企:远洋公司]投产，[媒:本报]讯", {"source": "b", "paper": "荆州日报", "page": "A2"}),
    (
        "[区:宜昌市]副市长[人:陈望远=副市长@宜昌市]与[企:远洋公司]签约<Signing 2024-03-01 陈望远签约 signatory=陈望远>",
        {"source": "c", "home": "宜昌市"},
    ),
]


def read_pages() -> list[Reading]:
    return [read_marked(text, context).reading for text, context in PAGES]


def build(lexicon: Lexicon, tmp_path: Path, lines: Sequence[str], readings: list[Reading] | None = None) -> Graph:
    path = tmp_path / "corrections.tsv"
    path.write_text("# action\tthing\tvalue\tnote\n" + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    readings = readings or read_pages()
    return build_graph_values(readings, resolve(readings, lexicon), corrections=read_corrections(path))


def named(graph: Graph, name: str) -> list[Entity]:
    return [entity for entity in graph.entities if name in (entity.name, *entity.aliases)]


def test_merge_makes_two_one_and_keeps_the_other_id(lexicon: Lexicon, tmp_path: Path) -> None:
    graph = build(lexicon, tmp_path, ["merge\t远航公司\t远洋公司\trenamed in 2023"])
    (firm,) = named(graph, "远洋公司")
    assert firm.id == "organization:远航公司"
    assert (firm.id, "organization:远洋公司") in graph.same
    assert {article for article, entity in graph.mentions if entity == firm.id} == {one.id for one in graph.articles}
    decision = next(each for each in graph.decisions if each.rule == "correction/merge")
    assert (decision.same, decision.note, decision.nodes) == (True, "renamed in 2023", (firm.id,))
    assert graph.stale == ()


def test_merge_of_persons_moves_offices_and_roles(lexicon: Lexicon, tmp_path: Path) -> None:
    plain = build(lexicon, tmp_path, [])
    ids = sorted(entity.id for entity in named(plain, "陈望远"))
    assert len(ids) == 2
    graph = build(lexicon, tmp_path, [f"merge\t{ids[0]}\t{ids[1]}"])
    assert [entity.id for entity in named(graph, "陈望远")] == [ids[0]]
    assert {each.subject for each in graph.statements if each.predicate == "holdsPost"} == {ids[0]}
    assert {each.object for each in graph.statements if each.predicate in ("visitor", "signatory")} == {ids[0]}
    again = build(lexicon, tmp_path, [f"merge\t{ids[0]}\t{ids[1]}", f"rename\t{ids[1]}\t陈望远（副市长）"])
    assert again.stale == ()  # the id that was given up still leads there
    assert named(again, "陈望远（副市长）")[0].id == ids[0]


def test_split_takes_one_article_out(lexicon: Lexicon, tmp_path: Path) -> None:
    readings = read_pages()
    official = resolve(readings, lexicon).of[readings[0].mentions[1]]
    graph = build(lexicon, tmp_path, [f"split\t{official}\t{readings[1].article.id}\ta namesake"])
    assert len(named(graph, "陈望远")) == 3
    holders = {each.subject for each in graph.statements if each.predicate == "holdsPost"}
    parted = next(entity.id for entity in named(graph, "陈望远") if entity.id not in holders)
    assert [article for article, entity in graph.mentions if entity == parted] == [readings[1].article.id]
    assert {each.same for each in graph.decisions if parted in each.nodes} == {False}


def test_split_takes_one_name_out(lexicon: Lexicon, tmp_path: Path) -> None:
    text = "[企:中国机械工业集团有限公司]投产，[企:国机集团]董事长[者:王近水=董事长@国机集团]"
    readings = [read_marked(text, {"home": ""}).reading]
    graph = build(lexicon, tmp_path, ["split\t中国机械工业集团有限公司\t国机集团"], readings)
    (short,) = named(graph, "国机集团")
    assert short.id == "organization:国机集团"
    assert {each.body for each in graph.statements if each.predicate == "holdsPost"} == {short.id}  # type: ignore[attr-defined]
    assert "国机集团" not in named(graph, "中国机械工业集团有限公司")[0].aliases


def test_retype_rename_drop(lexicon: Lexicon, tmp_path: Path) -> None:
    graph = build(
        lexicon,
        tmp_path,
        ["retype\t远航公司\tInstitution", "rename\torganization:远航公司\t远航研究所", "drop\t远洋公司\tno such firm"],
    )
    (firm,) = named(graph, "远航公司")
    assert (firm.id, firm.type, firm.name) == ("organization:远航公司", "Institution", "远航研究所")
    assert named(graph, "远洋公司") == []
    assert graph.stale == ()


def test_dropping_a_person_drops_all_that_is_said_of_it(lexicon: Lexicon, tmp_path: Path) -> None:
    graph = build(lexicon, tmp_path, ["drop\t李青禾"])
    assert graph.authors == ()
    ids = [entity.id for entity in named(build(lexicon, tmp_path, []), "陈望远")]
    graph = build(lexicon, tmp_path, [f"drop\t{identifier}" for identifier in ids])
    assert not [each for each in graph.statements if each.predicate in ("holdsPost", "visitor", "signatory")]


def test_events_statements_and_figures(lexicon: Lexicon, tmp_path: Path) -> None:
    plain = build(lexicon, tmp_path, [])
    visit, signing = sorted(plain.events, key=lambda event: event.type, reverse=True)
    tenure = next(each.id for each in plain.statements if each.predicate == "holdsPost")
    graph = build(
        lexicon,
        tmp_path,
        [f"retype\t{visit.id}\tMeeting", f"rename\t{visit.id}\t远航座谈", f"drop\t{signing.id}", f"drop\t{tenure}"],
    )
    (event,) = graph.events
    assert (event.id, event.type, event.name) == (visit.id, "Meeting", "远航座谈")
    assert tenure not in {each.id for each in graph.statements}
    merged = build(lexicon, tmp_path, [f"retype\t{signing.id}\tVisit", f"merge\t{visit.id}\t{signing.id}"])
    assert [event.id for event in merged.events] == [visit.id]
    assert (visit.id, signing.id) in merged.same


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("rename\t某某公司\t某公司", "nothing is called that any more"),
        ("drop\t陈望远", "2 things are called that; give an id"),
        ("merge\t远航公司\t某某公司", "某某公司: nothing is called that any more"),
        ("merge\t远航公司\t远航公司", "one with it already"),
        ("merge\t远航公司\t王近水", "retype it first"),
        ("split\t远航公司\t远航集团", "not mentioned as 远航集团 any more"),
        ("split\t远航公司\t远航公司", "nothing would be left"),
        ("retype\t远航公司\tCompany", "it is a Company already"),
        ("rename\t远航公司\t远航公司", "it bears that name already"),
        ("drop\tevent:visit-1999-01-01-000000", "no event has that id any more"),
        ("drop\tstmt:000000000000", "nothing has that id any more"),
    ],
)
def test_what_no_longer_applies_is_told_and_changes_nothing(
    lexicon: Lexicon, tmp_path: Path, line: str, why: str
) -> None:
    graph = build(lexicon, tmp_path, ["", line])
    (told,) = graph.stale
    assert told.startswith(f"{tmp_path / 'corrections.tsv'}:3: ")
    assert why in told
    assert graph.entities == build(lexicon, tmp_path, []).entities


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("join\ta\tb", "'join' is none of merge, split, retype, rename, drop"),
        ("merge\ta", "merge needs a value"),
        ("merge\t\tb", "action, thing, value and note expected"),
        ("merge\ta\tb\tc\td", "action, thing, value and note expected"),
        ("retype\ta\tFirm", "no class of things is called 'Firm'"),
    ],
)
def test_a_bad_line_is_an_error_that_names_it(tmp_path: Path, line: str, why: str) -> None:
    path = tmp_path / "corrections.tsv"
    path.write_text(f"# head\n\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=f":3: .*{why}"):
        read_corrections(path)


def test_a_file_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "corrections.tsv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=r"corrections\.tsv: cannot be read"):
        read_corrections(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_corrections(tmp_path / "none.tsv")


SAMPLE_LINES = (
    "merge\t远澜数据科技集团有限公司\t远澜云计算有限公司\tone firm",
    "split\t沈知白\t{article}\ta namesake",
    "retype\t澄川职业技术学院\tOrganization",
    "rename\t中共澄川市委员会\t澄川市委",
    "drop\t皖川建设集团有限公司",
    "drop\t无此公司\tgone",
)


def test_every_kind_on_the_command_line_at_every_build(tmp_path: Path) -> None:
    """corrections.tsv in the folder of the graph is found again; what no longer applies is said."""
    path = tmp_path / "corrections.tsv"
    article = next(one.id for one in cut_articles(read_page(sample_page())) if "沈知白" in one.text)
    path.write_text("".join(f"{line}\n" for line in SAMPLE_LINES).format(article=article), encoding="utf-8")
    runner = CliRunner()
    told = runner.invoke(cli, ["build", "--sample", "-o", str(tmp_path)])
    assert told.exit_code == 0
    assert f"{path}:6: drop 无此公司: nothing is called that any more" in told.output
    assert told.output.count("corrections.tsv") == 1
    turtle = (tmp_path / "graph.ttl").read_bytes()
    found = load(tmp_path)
    names = [entity.name for entity in found.graph.entities]
    assert "皖川建设集团有限公司" not in names
    assert "远澜云计算有限公司" not in names
    assert names.count("沈知白") == 2
    assert {(entity.name, entity.type) for entity in found.graph.entities} >= {
        ("澄川职业技术学院", "Organization"),
        ("澄川市委", "PublicBody"),
    }
    assert "one firm" in runner.invoke(cli, ["explain", str(tmp_path), "远澜云计算有限公司", "--identity"]).output
    again = tmp_path / "again"
    told = runner.invoke(cli, ["build", "--sample", "-o", str(again), "--corrections", str(path)])
    assert told.exit_code == 0
    assert (again / "graph.ttl").read_bytes() == turtle
