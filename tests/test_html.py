"""The page to explore: offline, safe with hostile text, and usable, tried in a real Chromium where there is one."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.graph.lookup import Lookup
from kg.model import Graph
from kg.ontology import load_ontology
from kg.outputs.html import write_html
from kg.outputs.page_data import make_page_data
from tests.graph_by_hand import DEAL, GOVERNMENT, GROUP, MAYOR, PLANT, PUMPS, make_graph

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ontology = load_ontology()
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HOSTILE = [
    "<script>document.title='hit'</script>",
    "</script><script>document.title='hit'</script>",
    "<img src=x onerror=\"document.title='hit'\">",
    "a \"href\" of <b>bold</b> & 'quotes'",
    "javascript:document.title='hit'",
    "line\u2028and\u2029paragraph",
    "{{7*7}} ${7*7} {% raw %}",
    "<!-- <script>",
    "RTL \u202eabc\u200f and \ud800 half",
]


# ------------------------------------------------------------------------------------------ without browser


def test_the_page_holds_everything_it_shows() -> None:
    graph = make_graph()
    page = make_page_data(Lookup(graph, ontology))
    names = [node["name"] for node in page.data["nodes"]]
    assert sorted(names) == sorted(node.name for node in (*graph.entities, *graph.events))
    assert len(page.nodes) == len(names)
    assert len(page.data["statements"]) == len(graph.statements)
    drawn = {statement for edge in page.edges for statement in edge["facts"]}
    told = {place for place, s in enumerate(graph.statements) if s.object != PUMPS and s.object != "post:总工程师"}
    assert drawn == told  # what is denied, or leads to a post of no body, is in the panel only
    assert {name: kind["count"] for name, kind in page.data["types"].items()}["Event"] == 4
    assert len(page.data["sentences"]) == len({(s, t) for s, t in page.data["sentences"]})  # each once
    plans = [edge for edge in page.edges if edge["dashes"]]
    assert {names[end] for edge in plans for end in (edge["from"], edge["to"])} == {
        "远航集团有限公司",
        "城北污水处理厂项目",
        "城北污水处理厂项目投产",
    }


def test_it_is_one_file_that_loads_nothing() -> None:
    text = write_html(make_graph(), ontology).decode()
    assert not re.search(r"""(?:src|href)\s*=\s*["']?\s*(?:https?:)?//""", text)
    assert "bootstrap" not in text
    assert "default-src 'none'" in text
    assert len(re.findall("<script", text.split("</script>", 1)[0])) <= 2  # vis-network's own source names the word
    assert len(text) < 1_500_000


def test_the_same_graph_gives_the_same_page() -> None:
    assert write_html(make_graph(), ontology) == write_html(make_graph(), ontology)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_inside_its_json(text: str) -> None:
    page = write_html(make_graph(headline=text, mayor=text, alias=text, firm=text), ontology).decode()
    assert page.count("</script>") == 4  # vis-network, data, drawing, ours
    block = re.search(r'<script type="application/json" id="kg-data">(.*?)</script>', page, re.DOTALL)
    assert block is not None
    assert not {"<", ">", "&", "\u2028", "\u2029"} & set(block[1])
    data = json.loads(block[1])
    clean = text.replace("\ud800", "\ufffd")
    assert clean in [node["name"] for node in data["nodes"]]
    assert clean in [article["headline"] for article in data["articles"]]


def test_an_empty_graph_has_a_page() -> None:
    assert "新闻知识图谱" in write_html(Graph((), (), (), (), (), ()), ontology).decode()


# ------------------------------------------------------------------------------------------------ in Chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens the page of a graph; afterwards: no console message, no error, no request but the file itself."""
    troubles: list[str] = []
    contexts = []

    def open_page(graph: Graph, *, dark: bool = False, size: tuple[int, int] = (1280, 800), anchor: str = "") -> Page:
        file = tmp_path / "graph.html"
        file.write_bytes(write_html(graph, ontology))
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: troubles.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("dialog", lambda dialog: troubles.append(f"dialog: {dialog.message}"))
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith(file.as_uri()) else troubles.append(f"request: {request.url}")
            ),
        )
        page.goto(file.as_uri() + anchor)
        page.wait_for_selector("html[data-ready=true]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


def point_of(page: Page, identifier: str, other: str = "") -> dict[str, float]:
    """Where a node (or the middle between two) is on the screen."""
    script = """([one, two]) => {
        const data = JSON.parse(document.getElementById("kg-data").textContent);
        const find = (key) => data.nodes.findIndex((node) => node.key === key);
        const place = (key) => network.canvasToDOM(network.getPosition(find(key)));
        const box = document.getElementById("mynetwork").getBoundingClientRect();
        const a = place(one), b = place(two || one);
        return { x: box.left + (a.x + b.x) / 2, y: box.top + (a.y + b.y) / 2 };
    }"""
    found: dict[str, float] = page.evaluate(script, [identifier, other])
    return found


def click(page: Page, identifier: str, other: str = "") -> str:
    point = point_of(page, identifier, other)
    page.mouse.click(point["x"], point["y"])
    return page.inner_text("aside")


def look_of(page: Page, identifier: str) -> dict[str, Any]:
    script = """(key) => {
        const data = JSON.parse(document.getElementById("kg-data").textContent);
        return nodes.get(data.nodes.findIndex((node) => node.key === key));
    }"""
    found: dict[str, Any] = page.evaluate(script, identifier)
    return found


def test_it_opens_with_an_overview(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    assert page.title() == "锡湖日报 2024-03-02 至 2024-03-09 · A01、A02 版"
    assert "锡湖日报" in page.inner_text("header")
    assert "17\n实体" in page.inner_text(".counts")
    overview = page.inner_text("aside")
    assert "锡湖与远航集团签约共建污水处理厂" in overview
    assert "（无标题）" in overview
    legend = page.inner_text(".legend")
    assert all(word in legend for word in ("官员", "企业", "行政区划", "事件", "已述", "计划"))


def test_a_click_on_a_node_shows_what_is_said_and_by_which_sentence(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    panel = click(page, MAYOR)
    assert "陈望远" in page.inner_text("aside h2")
    for words in ("官员", "又称 陈市长", "市长", "2022-01-10 起", "出席", "锡湖市市长陈望远出席签约仪式并讲话。"):
        assert words in panel
    assert "锡湖与远航集团签约共建污水处理厂" in panel
    assert "锡湖日报 2024-03-02 A02" in panel
    assert page.inner_text("aside mark") == "陈望远"
    assert look_of(page, MAYOR)["opacity"] == 1
    assert look_of(page, GOVERNMENT)["opacity"] == 1  # a neighbour
    assert look_of(page, PLANT)["opacity"] < 0.2  # none


def test_figures_plans_and_denials_are_in_the_panel(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    panel = click(page, PLANT)
    assert "200,000,000 元" in panel
    assert "约27 公顷" in panel
    assert "计划" in panel
    assert "否认" in click(page, GROUP)


def test_a_click_on_an_edge_shows_its_statement(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    panel = click(page, GOVERNMENT, GROUP)
    assert "关系" in panel
    assert "合作" in panel
    assert panel.count("签署战略合作协议。") == 1
    assert "锡湖日报 2024-03-09 A01" in panel


def test_a_click_beside_everything_and_escape_lead_back(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    click(page, MAYOR)
    page.keyboard.press("Escape")
    assert page.inner_text("aside h2") == "总览"
    assert look_of(page, PLANT)["opacity"] == 1
    click(page, MAYOR)
    page.click(".back")
    assert page.inner_text("aside h2") == "总览"


@pytest.mark.parametrize(
    ("typed", "name"), [("陈望", "陈望远"), ("远航集团", "远航集团有限公司"), ("污水", "城北污水处理厂项目")]
)
def test_search_finds_names_and_aliases(visit: Callable[..., Page], typed: str, name: str) -> None:
    page = visit(make_graph())
    page.keyboard.press("/")
    page.keyboard.type(typed)
    assert name in page.inner_text(".hits")
    page.keyboard.press("Enter")
    assert page.inner_text("aside h2") == name
    assert not page.is_visible(".hits")


def test_arrow_keys_choose_and_nothing_found_is_said(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    page.fill(".find input", "锡湖")
    page.press(".find input", "ArrowDown")
    second = page.inner_text(".hits li:nth-child(2) span")
    assert page.get_attribute(".hits li:nth-child(2)", "aria-selected") == "true"
    page.press(".find input", "Enter")
    assert page.inner_text("aside h2") == second
    page.fill(".find input", "没有")
    assert page.inner_text(".hits") == "没有这个名称"


def test_the_legend_hides_and_shows_a_type(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    page.click('.legend button[data-type="Event"]')
    assert look_of(page, DEAL)["hidden"] is True
    assert look_of(page, MAYOR)["hidden"] is False
    assert page.get_attribute('.legend button[data-type="Event"]', "aria-pressed") == "false"
    page.click('.legend button[data-type="Event"]')
    assert look_of(page, DEAL)["hidden"] is False


def test_an_article_lights_what_it_mentions(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    page.click(".story >> nth=1")
    assert page.inner_text("aside h2") == "（无标题）"
    assert "锡湖市节水行动方案" in page.inner_text("aside")
    assert look_of(page, PLANT)["opacity"] < 0.2


def test_a_link_leads_to_a_node_and_the_back_button_returns(visit: Callable[..., Page]) -> None:
    page = visit(make_graph(), anchor="#" + GROUP)
    assert page.inner_text("aside h2") == "远航集团有限公司"
    page.click("aside a:has-text('李青禾')")
    assert page.inner_text("aside h2") == "李青禾"
    page.go_back()
    page.wait_for_function("document.querySelector('aside h2').textContent === '远航集团有限公司'")


def test_a_broken_link_leads_to_the_overview(visit: Callable[..., Page]) -> None:
    assert visit(make_graph(), anchor="#%E9%99").inner_text("aside h2") == "总览"


def test_the_policy_stops_a_script_that_is_not_ours(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    meta = page.get_attribute("meta[http-equiv]", "content") or ""
    assert "unsafe" not in meta
    assert meta.count("sha256-") == 4  # vis-network, drawing, ours; the style


def test_dark_and_light_follow_the_system(visit: Callable[..., Page]) -> None:
    grounds = []
    for dark in (False, True):
        page = visit(make_graph(), dark=dark)
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert sum(map(int, re.findall(r"\d+", grounds[0]))) > 600
    assert sum(map(int, re.findall(r"\d+", grounds[1]))) < 120
    page.click('button[aria-label="明暗"]')
    assert page.evaluate("document.documentElement.dataset.theme") == "light"


def test_it_fits_a_phone(visit: Callable[..., Page]) -> None:
    page = visit(make_graph(), size=(390, 844))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.is_visible("aside")
    assert page.evaluate("document.getElementById('mynetwork').clientHeight") > 250


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(visit: Callable[..., Page], text: str) -> None:
    page = visit(make_graph(headline=text, mayor=text, alias=text, firm=text))
    panel = click(page, MAYOR)
    assert page.text_content("aside h2") == text.replace("\ud800", "\ufffd")
    assert "hit" not in page.title()
    assert page.query_selector("aside img, aside script, aside b:not(.story b)") is None
    page.mouse.move(**point_of(page, MAYOR))  # names under the pointer
    page.fill(".find input", text[:4])
    page.click(".story >> nth=0")
    assert page.query_selector("main img, header img, header script") is None
    assert "hit" not in page.title()
    assert panel


def test_empty_and_tiny_graphs_open(visit: Callable[..., Page]) -> None:
    assert "总览" in visit(Graph((), (), (), (), (), ())).inner_text("aside")
    graph = make_graph()
    alone = Graph((), graph.entities[:1], (), (), (), ())
    assert "总览" in visit(alone).inner_text("aside")
