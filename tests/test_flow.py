"""A whole page of our own writing through the whole flow: what a reader would take from it must be in the graph."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.model import Tenure

PAGE = Path(__file__).parent / "data" / "pages" / "澜陵日报-2024-05-16-A01.txt"


@pytest.fixture(scope="module")
def graph():
    return kg.build([PAGE]).graph


@pytest.fixture(scope="module")
def labels(graph):
    return {item.id: item.name for item in (*graph.entities, *graph.events, *graph.posts)}


POSTS = [
    ("陆怀川", "澜陵市委书记", "中共澜陵市委员会"),
    ("沈知行", "澜陵市市长", "澜陵市人民政府"),
    ("沈知行", "澜陵市委副书记", "中共澜陵市委员会"),
    ("程雪梅", "澜陵市委组织部部长", "中共澜陵市委员会组织部"),
    ("白敬之", "澜陵市政协主席", "中国人民政治协商会议澜陵市委员会"),
    ("卓文倩", "澜陵市人大常委会副主任", "澜陵市人民代表大会常务委员会"),
    ("苗春晓", "东屏区区长", "东屏区人民政府"),
    ("叶书言", "澜陵市经济和信息化局局长", "澜陵市经济和信息化局"),
    ("唐以恒", "江南蓝域储能科技有限公司总经理", "江南蓝域储能科技有限公司"),
    ("高志宏", "中铁二十六局项目经理", "中铁二十六局"),
]


@pytest.mark.parametrize(("person", "post", "body"), POSTS)
def test_posts_with_their_bodies(graph, labels, person, post, body):
    held = {(labels[s.subject], labels[s.object], labels[s.body]) for s in graph.statements if isinstance(s, Tenure)}
    assert (person, post, body) in held


@pytest.mark.parametrize(
    ("person", "start", "end"),
    [("郑开元", "2024-05-14", None), ("贺清和", "2024-05-14", None), ("杜春生", None, "2024-05-14")],
)
def test_appointments_start_and_end_tenures(graph, labels, person, start, end):
    (tenure,) = [s for s in graph.statements if isinstance(s, Tenure) and labels[s.subject] == person]
    assert (tenure.start and str(tenure.start), tenure.end and str(tenure.end)) == (start, end)


RELATIONS = [
    ("江南蓝域储能科技有限公司", "subOrganizationOf", "华晟能源集团有限公司"),
    ("江南蓝域储能科技有限公司", "undertakes", "澜陵高新区储能产业园项目"),
    ("财政部", "issued", "关于支持农村分布式光伏健康发展的通知"),
]


@pytest.mark.parametrize(("subject", "predicate", "object_"), RELATIONS)
def test_relations(graph, labels, subject, predicate, object_):
    said = {(labels[s.subject], s.predicate, labels[s.object]) for s in graph.statements}
    assert (subject, predicate, object_) in said


def test_the_meeting_has_its_host_and_everybody_of_the_last_paragraph(graph, labels):
    roles = {
        (s.predicate, labels[s.object])
        for s in graph.statements
        if labels[s.subject] == "市委常委会会议" and s.predicate in ("host", "attendee")
    }
    assert {("host", "陆怀川"), *(("attendee", n) for n in ("沈知行", "顾长林", "程雪梅", "韩守义", "白敬之"))} <= roles


FIGURES = [("总投资", "3600000000", "元"), ("现场成交额", "960000000", "元"), ("观展人数", "68000", "人次")]


@pytest.mark.parametrize(("indicator", "value", "unit"), FIGURES)
def test_figures_are_normalised(graph, indicator, value, unit):
    told = [f.indicator for f in graph.figures if (format(f.value.normalize(), "f"), f.unit) == (value, unit)]
    assert any(indicator in name for name in told)


def test_plans_are_plans(graph):
    stages = {event.name: event.modality for event in graph.events if event.type == "Milestone"}
    assert stages["2号厂房封顶"] == "planned"
    assert stages["澜陵高新区储能产业园项目开工"] == "asserted"


def test_short_names_are_one_thing(graph):
    (firm,) = [e for e in graph.entities if e.name == "江南锐锋数控机床股份有限公司"]
    assert "锐锋数控" in firm.aliases


def test_every_claim_quotes_its_sentence(graph):
    bodies = {article.id: article.text for article in graph.articles}
    for claim in (*graph.statements, *graph.events, *graph.figures):
        assert claim.evidence
        for item in claim.evidence:
            assert item.span.end <= len(bodies[item.article])


def test_same_bytes_under_any_hash_seed(tmp_path):
    outputs = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        command = [sys.executable, "-m", "kg.cli", "build", str(PAGE), "-o", str(folder)]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
        outputs.append([(folder / name).read_bytes() for name in ("graph.ttl", "graph.graphml", "graph.html")])
    assert outputs[0] == outputs[1]


def test_check_finds_nothing():
    assert kg.build([PAGE]).check() == []
