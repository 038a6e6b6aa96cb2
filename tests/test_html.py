"""The page to explore: offline, safe with hostile text, and usable, tried in a real Chromium where there is one."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

import benchmarks.page
from kg.graph.lookup import Lookup
from kg.model import Graph
from kg.ontology import load_ontology
from kg.outputs.html import write_html
from kg.outputs.page_data import CORE, make_page_data
from tests.graph_by_hand import (
    DEAL,
    DIRECTOR,
    FAIR,
    GOVERNMENT,
    GROUP,
    HALL,
    MAYOR,
    PLAN,
    PLANT,
    PUMPS,
    START,
    make_graph,
)

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
    names = page.more["names"]
    assert sorted(names) == sorted(node.name for node in (*graph.entities, *graph.events))
    assert page.data["names"] == names
    assert len(page.nodes) == len(names)
    assert len(page.more["facts"]) == len(graph.statements)
    drawn = {statement for pair in page.more["pairs"] for statement in pair[2:]}
    told = {place for place, s in enumerate(graph.statements) if s.object != PUMPS and s.object != "post:总工程师"}
    assert drawn == told  # what is denied, or leads to a post of no body, is in the panel only
    assert page.data["types"]["Event"]["count"] == 4
    assert page.data["types"]["Event"]["label"] == ["事件", "Event"]
    assert len(page.more["sentences"]) == len(set(page.more["sentences"]))  # each once
    plans = [edge for edge in page.edges if edge.get("dashes")]
    assert {names[end] for edge in plans for end in (edge["from"], edge["to"])} == {
        "远航集团有限公司",
        "城北污水处理厂项目",
        "城北污水处理厂项目投产",
    }


def test_the_weightiest_come_first() -> None:
    graph = make_graph()
    page = make_page_data(Lookup(graph, ontology))
    keys = [node[0] for node in page.more["nodes"]]
    assert set(keys[:3]) == {GOVERNMENT, GROUP, DEAL}


def test_every_place_the_map_may_need_has_its_ground() -> None:
    backdrop = make_page_data(Lookup(make_graph(), ontology)).more["backdrop"]
    provinces, prefectures = backdrop
    assert len(provinces) == 34
    assert len(prefectures) > 250
    assert all(3 < latitude < 54 and 73 < longitude < 136 for _, latitude, longitude in (*provinces, *prefectures))
    graph = make_graph()
    nowhere = [replace(entity, coordinates=None) for entity in graph.entities]
    page = make_page_data(Lookup(replace(graph, entities=tuple(nowhere)), ontology))
    assert page.more["backdrop"] is None


def test_a_large_graph_is_compressed_and_draws_its_core() -> None:
    graph = benchmarks.page.make_graph(2300)
    text = write_html(graph, ontology).decode()
    block = re.search(r'id="kg-more" data-form="gzip">([^<]*)<', text)
    assert block is not None
    more = json.loads(gzip.decompress(base64.b64decode(block[1])))
    assert len(more["names"]) == 2300
    assert len(make_page_data(Lookup(graph, ontology)).nodes) == CORE
    assert write_html(graph, ontology).decode() == text


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
    assert page.count("</script>") == 5  # vis-network, data twice, drawing, ours
    blocks = [
        re.search(rf'<script type="application/json" id="{name}"[^>]*>(.*?)</script>', page, re.DOTALL)
        for name in ("kg-data", "kg-more")
    ]
    clean = text.replace("\ud800", "\ufffd")
    for block in blocks:
        assert block is not None
        assert not {"<", ">", "&", "\u2028", "\u2029"} & set(block[1])
        data = json.loads(block[1])
        assert clean in data["names"]
    assert clean in [article[0] for article in data["articles"]]


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
        written = write_html(graph, ontology)
        if not file.exists() or file.read_bytes() != written:
            file.write_bytes(written)
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
                None if request.url.startswith((file.as_uri(), "blob:")) else troubles.append(f"request: {request.url}")
            ),
        )
        page.goto(file.as_uri() + anchor)
        page.wait_for_selector("html[data-full=true]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


def point_of(page: Page, identifier: str, other: str = "") -> dict[str, float]:
    """Where a node (or the middle between two) is on the screen."""
    script = """([one, two]) => {
        const box = document.getElementById("mynetwork").getBoundingClientRect();
        const a = newskg.point(one), b = newskg.point(two || one);
        return { x: box.left + (a.x + b.x) / 2, y: box.top + (a.y + b.y) / 2 };
    }"""
    found: dict[str, float] = page.evaluate(script, [identifier, other])
    return found


def click(page: Page, identifier: str, other: str = "") -> str:
    point = point_of(page, identifier, other)
    page.mouse.click(point["x"], point["y"])
    return page.inner_text("aside")


def lit(page: Page) -> set[str]:
    """Keys of the nodes that are lit; empty when nothing is picked and all are."""
    return set(page.evaluate("newskg.lit() || []"))


def shown(page: Page) -> set[str]:
    return set(page.evaluate("newskg.shown()"))


def heading(page: Page) -> str:
    return page.inner_text("aside h2")


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
    assert {MAYOR, GOVERNMENT} <= lit(page)  # itself and a neighbour
    assert PLANT not in lit(page)


def test_figures_plans_and_denials_are_in_the_panel(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    panel = click(page, PLANT)
    assert "200,000,000 元" in panel
    assert "约27 公顷" in panel
    assert "计划" in panel
    assert "否认" in click(page, GROUP)


def test_a_figure_of_open_owner_is_in_the_panel_of_its_article(visit: Callable[..., Page]) -> None:
    graph = make_graph()
    number = next(figure for figure in graph.figures if figure.text == "2亿元")
    page = visit(replace(graph, figures=(*graph.figures, replace(number, id="figure:open", of="", indicator="年产值"))))
    assert "年产值" not in click(page, PLANT)
    page.click("aside .story >> nth=0")
    panel = page.inner_text("aside")
    for words in ("归属未定的数据", "年产值", "200,000,000 元", number.evidence[0].span.of(graph.articles[0].text)):
        assert words in panel


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
    assert lit(page) == set()
    click(page, MAYOR)
    page.click(".back")
    assert page.inner_text("aside h2") == "总览"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("陈望", "陈望远"),
        ("远航集团", "远航集团有限公司"),
        ("污水", "城北污水处理厂项目"),
        ("cwy", "陈望远"),
        ("yhjt", "远航集团有限公司"),
    ],
)
def test_search_finds_names_and_aliases(visit: Callable[..., Page], typed: str, name: str) -> None:
    page = visit(make_graph())
    page.keyboard.press("/")
    page.keyboard.type(typed)
    assert name in page.inner_text(".hits")
    page.keyboard.press("Enter")
    assert page.inner_text("aside h2") == name
    assert not page.is_visible(".hits")


@pytest.mark.parametrize(
    ("name", "typed"), [("陆明远", "lmy"), ("单云他", "syt"), ("单云他", "dy"), ("曾𠮷安", "z"), ("区阿妈", "oam")]
)
def test_pinyin_initials_find_a_name_by_either_reading(visit: Callable[..., Page], name: str, typed: str) -> None:
    page = visit(make_graph(mayor=name, alias=""))
    page.fill(".find input", typed)
    assert name in page.inner_text(".hits")


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
    assert DEAL not in shown(page)
    assert MAYOR in shown(page)
    assert page.get_attribute('.legend button[data-type="Event"]', "aria-pressed") == "false"
    page.click('.legend button[data-type="Event"]')
    assert DEAL in shown(page)


def test_an_article_lights_what_it_mentions(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    page.click(".story >> nth=1")
    assert page.inner_text("aside h2") == "（无标题）"
    assert "锡湖市节水行动方案" in page.inner_text("aside")
    assert PLAN in lit(page)
    assert PLANT not in lit(page)


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
    page.click('button[data-word="theme"]')
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


# ----------------------------------------------------------------------------- filters, focus, path, views, export


def test_the_confidence_slider_and_a_relation_filter_what_is_shown(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    page.click("#filter")
    page.evaluate(
        """() => { const s = document.querySelector(".drawer input[type=range]"); s.value = 90; s.oninput(); }"""
    )
    assert MAYOR in shown(page)
    assert PLANT not in shown(page)
    page.click("text=清除筛选")
    assert PLANT in shown(page)
    page.click(".drawer .chips button:has-text('投资')")
    assert "?r=" in page.url
    assert PLANT in shown(page)  # the plant still has a milestone
    page.click("text=清除筛选")
    page.select_option(".drawer select", index=2)
    assert PLAN in shown(page) or PLANT in shown(page)
    assert not {PLAN, PLANT} <= shown(page)


def test_dates_and_modality_filter(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    page.click("#filter")
    assert page.query_selector_all(".days rect.on")
    page.fill(".drawer input[type=date] >> nth=0", "2025-01-01")
    page.dispatch_event(".drawer input[type=date] >> nth=0", "change")
    assert START in shown(page)
    assert MAYOR not in shown(page)
    page.click("text=清除筛选")
    page.click(".drawer .chips button:has-text('计划')")
    assert START not in shown(page)
    assert DEAL in shown(page)


def test_double_click_focuses_and_steps_lead_out_and_back(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    point = point_of(page, MAYOR)
    page.mouse.dblclick(point["x"], point["y"])
    near = shown(page)
    assert near == {MAYOR, GOVERNMENT, DEAL}
    page.click("text=再扩展一步")
    assert near < shown(page)
    assert {GROUP, HALL, FAIR} <= shown(page)
    page.click("text=退一步")
    assert shown(page) == near
    page.click("text=回到全图")
    assert PLANT in shown(page)


def test_two_nodes_have_a_shortest_path_with_its_sentences(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    click(page, DIRECTOR)
    page.click("text=最短路径…")
    page.fill(".find input", "陈望远")
    page.press(".find input", "Enter")
    assert "最短路径 · 3 步" in page.inner_text("aside")
    assert lit(page) in ({DIRECTOR, GROUP, DEAL, MAYOR}, {DIRECTOR, GROUP, GOVERNMENT, MAYOR})
    assert page.query_selector_all("aside blockquote")


def test_a_link_keeps_filter_view_and_language(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    page.click('.legend button[data-type="Company"]')
    page.click("[data-view=table]")
    page.click("#language")
    link = page.url
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector("html[data-full=true]")
    assert GROUP not in shown(page)
    assert page.is_visible("table")
    assert "Overview" in page.inner_text("aside")


def test_the_timeline_tells_events_by_day(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    page.click("[data-view=timeline]")
    told = page.inner_text(".timeline")
    assert told.index("2024-03") < told.index("2025-12")
    for words in ("第五届锡湖水博会", "签约方 锡湖市人民政府", "日期不详", "印发《锡湖市节水行动方案》"):
        assert words in told
    page.click(".card:has(b:text-is('第五届锡湖水博会'))")
    assert heading(page) == "第五届锡湖水博会"


def test_the_map_shows_what_has_a_place(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    page.click("[data-view=map]")
    assert page.locator(".spot").count() == 1
    page.focus(".spot")
    page.keyboard.press("Enter")
    assert heading(page) == "锡湖国际会展中心"
    assert "签约" in page.inner_text("aside .chips")
    assert "江苏" in page.text_content(".map")


def test_the_table_sorts_and_holds_the_selection(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    page.click("[data-view=table]")
    assert page.locator("tbody tr").count() == 21
    page.click("th button:has-text('类型')")
    assert page.get_attribute("th >> nth=1", "aria-sort") == "ascending"
    page.click("tbody button:has-text('陈望远')")
    assert heading(page) == "陈望远"
    assert page.locator("tbody tr").count() == 3  # it and its neighbours


@pytest.mark.parametrize("word", ["png", "svg", "csv", "ttl"])
def test_the_view_can_be_taken_away(visit: Callable[..., Page], word: str) -> None:
    page = visit(make_graph(firm='=HYPERLINK("x")'))
    page.click("#export")
    with page.expect_download() as waiting:
        page.click(f'.menu [data-t="{word}"]')
    content = Path(waiting.value.path()).read_bytes()
    if word == "png":
        assert content.startswith(b"\x89PNG")
        return
    text = content.decode("utf-8")
    assert "陈望远" in text
    if word == "svg":
        assert ElementTree.fromstring(text).tag.endswith("svg")
    if word == "csv":
        rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
        assert rows[0][:3] == ["subject", "relation", "object"]
        assert any(row[0] == "陈望远" and "陈望远出席签约仪式" in row[6] for row in rows)
        assert not any(cell.startswith("=") for row in rows for cell in row)
    if word == "ttl":
        store = ox.Store()
        store.load(input=content, format=ox.RdfFormat.TURTLE)
        asserted = {quad.predicate.value.split("#")[-1] for quad in store}
        assert {"attendee", "cooperatesWith", "holdsPost"} <= asserted
        assert not {"ownsShareOf", "investsIn"} & asserted  # denied, planned


def test_everything_can_be_done_from_the_keyboard(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    page.focus("#mynetwork")
    page.keyboard.press("ArrowRight")
    assert page.inner_text(".say")
    page.keyboard.press("Enter")
    first = heading(page)
    assert first != "总览"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert heading(page) != first
    page.keyboard.press("f")
    assert page.is_visible(".bar")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert not page.is_visible(".bar")


def test_english_says_the_same(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    page.click("#language")
    assert page.get_attribute("html", "lang") == "en"
    panel = click(page, MAYOR)
    assert "Official" in panel
    assert "from 2022-01-10" in panel
    assert page.inner_text("[data-view=timeline]") == "Timeline"


def test_physics_can_be_switched_on_and_off(visit: Callable[..., Page]) -> None:
    page = visit(make_graph())
    before = point_of(page, GROUP)
    page.click("[data-word=motion]")
    page.wait_for_timeout(400)
    page.click("[data-word=motion]")
    assert point_of(page, GROUP) != before
    assert page.get_attribute("[data-word=motion]", "aria-pressed") == "false"


def test_above_the_core_search_finds_and_draws_the_rest(visit: Callable[..., Page]) -> None:
    page = visit(benchmarks.page.make_graph(2300))
    assert "2,000 / 2,300" in page.inner_text(".shown")
    assert len(shown(page)) == CORE
    name = page.evaluate("JSON.parse(document.getElementById('kg-data').textContent).total && newskg.rest(2299)")
    page.fill(".find input", name)
    page.press(".find input", "Enter")
    assert heading(page) == name
    assert len(shown(page)) > CORE


@pytest.mark.parametrize("state", ["overview", "node", "drawer", "timeline", "map", "table", "dark"])
def test_axe_finds_nothing_serious(visit: Callable[..., Page], state: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = visit(make_graph(), dark=state == "dark")
    if state in ("node", "dark"):
        click(page, MAYOR)
    elif state == "drawer":
        page.click("#filter")
    elif state != "overview":
        page.click(f"[data-view={state}]")
    found = axe.Axe().run(page).response["violations"]
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    assert [(each["id"], each["nodes"][0]["html"]) for each in serious] == []
