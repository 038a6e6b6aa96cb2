"""The command line as a user meets it: what is printed, what is written, and the exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import kg
from kg.cli import cli
from kg.model import Page
from tests.graph_by_hand import make_graph

PAGE = """锡湖与远航集团签约

本报讯（记者 王小川）3月1日，锡湖市人民政府与远航集团有限公司在锡湖国际会展中心签署战略合作协议。
锡湖市市长陈望远出席签约仪式并讲话。根据协议，远航集团将投资2亿元建设城北污水处理厂项目。

滨湖新区新开两所小学

本报讯（记者 何其山）3月1日，滨湖新区第三小学、第四小学揭牌。两所学校共设72个班。
"""
NAME = "锡湖日报-2024-03-02-A02.txt"
ROOT = Path(__file__).parent.parent


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / NAME
    file.write_text(PAGE, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graph")
    kg.KnowledgeGraph(make_graph()).write(folder)
    return folder


# ------------------------------------------------------------------------------------------------ help


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_and_option_is_documented(name: str) -> None:
    command = cli.commands[name]
    assert command.help
    assert not command.get_short_help_str(80).endswith("...")
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help or parameter.name == "form", parameter.name
    result = run(name, "--help")
    assert result.exit_code == 0
    assert all(len(line) <= 110 for line in result.output.splitlines())


def test_the_verbs() -> None:
    assert sorted(cli.commands) == ["build", "check", "explain", "query", "read", "serve"]
    assert run("--version").output == f"kg, version {kg.__version__}\n"


def test_help_needs_none_of_the_heavy_parts() -> None:
    heavy = {"numpy", "networkx", "rdflib", "pyvis", "onnxruntime", "jieba", "pyoxigraph"}
    code = (
        "import sys; from click.testing import CliRunner; from kg.cli import cli\n"
        f"CliRunner().invoke(cli, ['--help']); print(sorted({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# ----------------------------------------------------------------------------------------- build and read


def test_build_writes_three_files_and_says_what_it_did(page: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    result = run("build", page, "-o", folder, "--home", "锡湖市")
    assert result.exit_code == 0, result.output
    written = sorted(file.name for file in folder.iterdir())
    assert written == ["graph.graphml", "graph.html", "graph.ttl", "identity.tsv"]
    rows = {line.split()[0]: line for line in result.stdout.splitlines()}
    assert rows["articles"].split()[1] == "2"
    assert "企业" in rows["entities"]
    assert set(rows) >= {"articles", "entities", "posts", "statements", "events", "figures", "written", "seconds"}
    assert "newspaper 锡湖日报" in rows["assumed"]  # taken from the file's name, and said
    assert "2024-03-02" in rows["assumed"]
    assert result.stderr == ""  # no progress bar where there is no terminal
    assert run("check", folder).output == "ok\n"
    assert run("explain", folder, "陈望远").exit_code == 0


def test_several_pages_make_one_graph(page: Path, tmp_path: Path) -> None:
    second = page.with_name("锡湖日报-2024-03-09-A01.txt")
    second.write_text(PAGE.replace("3月1日", "3月8日").replace("锡湖与远航集团签约", "再签约"), encoding="utf-8")
    folder = tmp_path / "out"
    assert run("build", page.parent, "-o", folder, "--formats", "ttl").exit_code == 0
    graph = kg.load(folder).graph
    assert {article.published.isoformat() for article in graph.articles} == {"2024-03-02", "2024-03-09"}
    assert sum("远航集团" in entity.name for entity in graph.entities) <= 2
    built = kg.build(page.parent)
    assert built.turtle == (folder / "graph.ttl").read_bytes()  # the same from Python


def test_a_bad_page_among_good_ones_is_told_and_the_rest_is_built(page: Path, tmp_path: Path) -> None:
    bad = page.with_name("bad-2024-03-02-A01.txt")
    bad.write_bytes(b"\x00\x01\x02\xff" * 99)
    result = run("build", page.parent, "-o", tmp_path / "out", "--formats", "ttl")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(f"kg: {bad}: ")
    assert (tmp_path / "out" / "graph.ttl").is_file()


def test_formats_are_chosen(page: Path, tmp_path: Path) -> None:
    run("build", page, "-o", tmp_path / "out", "--formats", "nt,jsonld,gexf,csv")
    names = sorted(file.name for file in (tmp_path / "out").iterdir())
    assert names == ["graph.gexf", "graph.jsonld", "graph.nt", "identity.tsv", "tables"]


@pytest.mark.parametrize(
    ("arguments", "cause"),
    [
        (["{dir}/none.txt"], "none.txt: no such file"),
        (["{dir}/empty.txt"], "empty.txt: the file is empty"),
        (["{dir}/binary-2024-03-02.txt"], "binary-2024-03-02.txt: "),
        (["{dir}/hollow"], "hollow: no pages in this directory"),
        (["{page}", "--date", "2025-13-45"], "--date 2025-13-45: not a day of the calendar"),
        (["{page}", "--date", "gestern"], "--date gestern: not a day"),
        (["{page}", "--date", "2999-01-01"], "2999"),
        (["{page}", "--formats", "xlsx"], "no format 'xlsx'"),
        (["{page}", "-o", "{page}"], "cannot be written"),
        (["{page}", "-o", "{page}/deeper"], "cannot be written"),
        ([], "no PAGE was given"),
        (["{dir}/\udcff\x1b[31m.txt"], "no such file"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(page: Path, arguments: list[str], cause: str) -> None:
    (page.parent / "empty.txt").write_bytes(b"")
    (page.parent / "binary-2024-03-02.txt").write_bytes(bytes(range(256)) * 9)
    (page.parent / "hollow").mkdir()
    before = page.read_bytes()
    filled = [argument.format(dir=page.parent, page=page) for argument in arguments]
    result = run("build", *filled, *([] if "-o" in filled else ["-o", page.parent / "out"]))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("kg: ")
    assert result.stderr.count("\n") == 1
    assert cause in result.stderr
    assert "\x1b" not in result.stderr
    assert not (page.parent / "out").exists()  # nothing half-written
    assert page.read_bytes() == before


def test_read_prints_one_object_an_article(page: Path) -> None:
    result = run("read", page)
    articles = [json.loads(line) for line in result.stdout.splitlines()]
    assert [article["headline"] for article in articles] == ["锡湖与远航集团签约", "滨湖新区新开两所小学"]
    assert articles[0]["authors"] == [{"name": "王小川", "role": "记者"}]
    keys = ["headline", "subheads", "authors", "dateline", "body", "captions", "headline_certain"]
    assert all(list(article) == keys for article in articles)


def test_read_why_tells_what_was_not_read_and_why(page: Path) -> None:
    result = run("read", page, "--why")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert rows
    assert all(list(row) == ["article", "sentence", "found", "blocked"] for row in rows)
    assert all(row["blocked"] and row["sentence"] in page.read_text(encoding="utf-8") for row in rows)


def test_build_takes_page_values() -> None:
    from datetime import date

    graph = kg.build(Page("text", PAGE, date(2024, 3, 2), "锡湖日报", "A02", "锡湖市"))
    assert graph.find("陈望远")
    with pytest.raises(kg.InputError, match="no pages"):
        kg.build([])


# ------------------------------------------------------------------------------- explain, query and check


def test_explain_shows_statements_and_sentences(out: Path) -> None:
    result = run("explain", out, "远航集团")
    assert result.exit_code == 0
    assert "远航集团有限公司 —投资于→ 城北污水处理厂项目  计划" in result.output
    assert "「根据协议，远航集团将投资2亿元建设城北污水处理厂项目" in result.output
    several = run("explain", out / "graph.ttl", "远航")
    assert "远航一号水泵  [产品]  product:远航一号水泵" in several.output
    unknown = run("explain", out, "无此人")
    assert (unknown.exit_code, unknown.stderr) == (2, f"kg: {out}: nothing in it is called 无此人\n")


def test_query_prints_an_aligned_table(out: Path) -> None:
    result = run("query", out, "posts-of-person", "--set", "name=陈望远")
    assert result.output.splitlines() == [
        "person  post        body            from        to  firstSeen   lastSeen",
        "──────  ──────────  ──────────────  ──────────  ──  ──────────  ──────────",
        "陈望远  锡湖市市长  锡湖市人民政府  2022-01-10      2024-03-02  2024-03-02",
        "1 row",
    ]


def test_query_reads_files_and_writes_csv_and_json(out: Path, tmp_path: Path) -> None:
    file = tmp_path / "my.rq"
    file.write_text(
        "SELECT ?name ?code { ?x kg:adminCode ?code ; skos:prefLabel ?name } ORDER BY ?code", encoding="utf-8"
    )
    assert run("query", out, file, "--format", "csv").output == "name,code\n滨湖新区,320298\n锡湖市,320299\n"
    rows = json.loads(run("query", out, file, "--format", "json").output)
    assert rows == [{"name": "滨湖新区", "code": "320298"}, {"name": "锡湖市", "code": "320299"}]
    listed = run("query", out).output
    assert "任职  q1-posts-of-person  --person 沈知白" in listed
    assert "凭什么这么说" in listed


@pytest.mark.parametrize(
    ("arguments", "cause"),
    [
        (["query", "{out}", "-q", "SELECT"], "query: line 1, column 7"),
        (["query", "{out}", "q99"], "q99: neither a file nor a built-in question"),
        (["query", "{out}", "q1", "-q", "ASK"], "not both"),
        (["query", "{out}", "q1", "--set", "nobody=x"], "no parameter 'nobody'"),
        (["query", "{out}", "q1", "--set", "name"], "NAME=VALUE"),
        (["query", "{out}", "{out}/binary.rq"], "binary.rq: not UTF-8 text"),
        (["query", "{out}/none.ttl", "q1"], "none.ttl: No such file"),
        (["query", "{out}/empty", "q1"], "empty: no graph.ttl in this directory"),
        (["query", "{out}/broken.ttl", "q1"], "broken.ttl: not Turtle"),
        (["explain", "{out}/broken.ttl", "x"], "broken.ttl: not Turtle"),
        (["explain", "{out}/none.ttl", "x"], "none.ttl: No such file"),
        (["explain", "{out}", "\udcff\x07"], "nothing in it is called \\udcff"),
        (["check", "{out}/broken.ttl"], "broken.ttl: not Turtle"),
        (["serve", "{out}/none.ttl"], "none.ttl: No such file"),
        (["read", "{out}/none.txt"], "none.txt: no such file"),
    ],
)
def test_what_cannot_be_asked_is_one_line(out: Path, arguments: list[str], cause: str) -> None:
    (out / "broken.ttl").write_text("person:x a kg:Person .", encoding="utf-8")
    (out / "binary.rq").write_bytes(b"\xff\xfe\x00")
    (out / "empty").mkdir(exist_ok=True)
    result = run(*(argument.format(out=out) for argument in arguments))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("kg: ")
    assert cause in result.stderr
    assert result.stderr.count("\n") == 1


def test_query_takes_the_parameters_as_options(out: Path) -> None:
    wanted = run("query", out, "posts-of-person", "--set", "name=陈望远").output
    for options in (("--person", "陈望远"), ("--person=陈市长",)):
        assert run("query", out, "任职", *options).output == wanted
    for options, cause in (
        (("--nobody", "x"), "no parameter 'nobody' in it (it has: --person)"),
        (("--person",), "--person: its value is missing"),
        (("陈望远",), "陈望远: no option and no parameter"),
    ):
        result = run("query", out, "任职", *options)
        assert (result.exit_code, result.stdout) == (2, "")
        assert cause in result.stderr
    assert "needs --company" in run("query", out, "企业家族").stderr
    assert "nearest: 在任, 任职, 任免" in run("query", out, "任识").stderr


def test_query_explains_its_rows(out: Path) -> None:
    told = run("query", out, "任职", "--person", "陈望远", "--explain-row").output.splitlines()
    assert told[0].startswith("person=陈望远  post=锡湖市市长")
    assert told[1].startswith(
        "    「锡湖市市长陈望远出席签约仪式并讲话。」 —— 锡湖与远航集团签约共建污水处理厂，锡湖日报 2024-03-02 A02"
    )
    rows = json.loads(run("query", out, "任职", "--person", "陈望远", "--explain-row", "--format", "json").output)
    assert rows[0]["evidence"][0]["extractor"] == "title_person/1"


def test_query_compares_two_graphs(out: Path, tmp_path: Path) -> None:
    graph = make_graph()
    older = replace(graph, statements=tuple(s for s in graph.statements if s.predicate != "issued"))
    kg.KnowledgeGraph(older).write(tmp_path, ["ttl.gz"])
    for source in (out, out / "graph.ttl"):
        table = run("query", source, "变化", "--against", tmp_path, "--format", "tsv").output.splitlines()
        assert table[1:] == ["+\t锡湖市人民政府\t印发\t锡湖市节水行动方案\t已述\t"]


MILLIONS = "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_query_of_millions_of_rows_is_cut_or_streamed(out: Path) -> None:
    table = run("query", out, "-q", MILLIONS)
    assert table.output.endswith("1000 rows, and more: --limit 0 shows all, --format csv streams them\n")
    assert len(run("query", out, "-q", MILLIONS, "--format", "csv", "--limit", "2000").output.splitlines()) == 2001
    command = [sys.executable, "-m", "kg.cli", "query", str(out), "-q", MILLIONS, "--format", "csv"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(50_000)]
        held = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1]) * 4096 if Path("/proc").is_dir() else 0
        process.kill()
    assert len(lines) == 50_000
    assert held < 300e6


def test_query_that_never_ends_is_ended(out: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    command = [sys.executable, "-m", "kg.cli", "query", str(out), "-q", endless, "--timeout", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 2
    assert done.stderr == "kg: the query took more than 1 seconds and was ended (--timeout)\n"


def test_serve_says_when_the_port_is_taken(out: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run("serve", out, "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 2
    assert "in use (--port 0 takes a free one)" in result.stderr


def test_check_lists_what_it_finds(out: Path, tmp_path: Path) -> None:
    broken = tmp_path / "graph.ttl"
    text = (out / "graph.ttl").read_text(encoding="utf-8")
    broken.write_text(text.replace('oa:start "71"', 'oa:start "70"', 1), encoding="utf-8")
    result = run("check", broken)
    assert result.exit_code == 1
    assert result.output.startswith("quote-matches-span: ev:")
    assert result.output.endswith("1 findings\n")


def test_a_hostile_name_cannot_drive_the_terminal(tmp_path: Path) -> None:
    kg.KnowledgeGraph(make_graph(mayor="陈\x1b[2J\u202e望\r远", alias="坏人")).write(tmp_path, ["ttl"])
    for result in (run("explain", tmp_path, "坏人"), run("query", tmp_path, "q1")):
        assert result.exit_code == 0
        assert not {"\x1b", "\u202e", "\r"} & set(result.output)
        assert "\\x1b[2J\\u202e" in result.output


def test_a_terminal_that_lacks_the_characters_does_not_end_the_run(out: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli", "explain", str(out), "\U00020bb7水河"],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout.decode("gbk").startswith("\\U00020bb7水河  [场所]")


def test_serve_says_where_and_answers(out: Path) -> None:
    import urllib.request

    command = [sys.executable, "-u", "-m", "kg.cli", "serve", str(out), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as server:
        try:
            assert server.stdout is not None
            url = server.stdout.readline().split()[0]
            with urllib.request.urlopen(url, timeout=10) as response:
                assert b"kg-data" in response.read()
            with urllib.request.urlopen(f"{url}sparql?query=ASK%7B%7D", timeout=10) as response:
                assert json.load(response)["boolean"] is True
        finally:
            server.terminate()
