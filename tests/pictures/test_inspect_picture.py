"""The inspector in a browser: quiet, sealed, usable by pointer and keys, accessible in light and dark."""

import re
from pathlib import Path

import pytest
from watched import Look

from extract.body import judge_page
from extract.flow import extract_parsed, learn_template
from extract.page import parse_page
from extract.site import Site
from extract.template import Template
from pipelines.inspect_page import draw_page
from pipelines.one_page import Answer, Source

SAMPLE = Path(__file__).resolve().parents[2] / "data/sample/site"
EVENT = SAMPLE / "events/poverty-lines-panel.html"
HOSTILE = Path(__file__).with_name("hostile.html")


def draw(folder: Path, content: bytes, template: Template | None = None) -> Path:
    """The inspector's page about this content, as a file."""
    page = parse_page(content, "https://www.quillmere.example/events/x")
    extraction = extract_parsed(page, Site("sample", "Europe/London"), template, {})
    drawn = folder / "inspect.html"
    source = Source(content, page.url, "text/html", "sample")
    drawn.write_text(draw_page(Answer(extraction, template, judge_page(page), {}), source), encoding="utf-8")
    return drawn


MENU = re.compile(rb"<nav\b.*?</nav>", re.S)
"""Three menus of 60 links each; without them a page is checked in half the time."""


@pytest.fixture(scope="module")
def event(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pages = [MENU.sub(b"", path.read_bytes()) for path in sorted(SAMPLE.glob("events/[m-p]*.html"))]
    return draw(tmp_path_factory.mktemp("event"), MENU.sub(b"", EVENT.read_bytes()), learn_template(pages))


def test_nobody_is_kept_out(look: Look, event: Path) -> None:
    with look(event, color_scheme="light") as watched:
        watched.page.click("details.value >> nth=0")
        assert watched.violations() == []
        watched.page.emulate_media(color_scheme="dark")
        watched.page.click("#tab-layout")
        assert watched.violations() == []
        assert watched.complaints == []
        assert watched.requests == [event.as_uri()]


def test_a_value_lights_its_words_in_both_views(look: Look, event: Path) -> None:
    with look(event) as watched:
        watched.page.click("#r0-start_date-0 summary")
        lit = "".join(watched.page.locator(".blocks .mark.on").all_inner_texts())
        assert lit == "Thursday 10 December 2026, from 7pm to 8.30pm"
        watched.page.click("#tab-layout")
        lit = watched.page.frame_locator("iframe").locator(".on")
        assert "Thursday 10 December 2026" in lit.first.inner_text()
        assert lit.first.is_visible()


def test_words_open_their_value_in_both_views(look: Look, event: Path) -> None:
    with look(event) as watched:
        watched.page.click(".blocks a.mark >> text=Thursday 10 December")
        assert "2026-12-10" in watched.page.locator("details.value[open]").inner_text()
        watched.page.keyboard.press("Escape")
        assert watched.page.locator("details.value[open]").count() == 0
        watched.page.click("#tab-layout")
        watched.page.frame_locator("iframe").locator("h1 .held").click()
        assert watched.page.locator("details.value[open]").get_attribute("id") == "r0-name-0"


def test_a_proof_leads_to_its_block_from_the_other_view(look: Look, event: Path) -> None:
    with look(event) as watched:
        watched.page.click("#r0-start_date-0 summary")
        watched.page.click("#tab-layout")
        watched.page.click("#r0-start_date-0 li a")
        assert watched.page.locator("#view-blocks").is_visible()
        block = watched.page.evaluate("document.activeElement.id")
        assert watched.page.url.endswith(f"#{block}")
        assert "Thursday 10 December" in watched.page.inner_text(f"#{block}")


def test_each_judge_speaks_on_hover_and_on_focus(look: Look, event: Path) -> None:
    with look(event) as watched:
        heading = watched.page.locator(".blocks > li.h1")
        heading.hover()
        dock = watched.page.locator("#dock")
        assert "site judge: body 0.90" in dock.inner_text()
        assert "page judge: " in dock.inner_text()
        heading.focus()
        watched.page.keyboard.press("ArrowDown")
        assert watched.page.evaluate("document.activeElement.dataset.number") != heading.get_attribute("data-number")
        number = watched.page.evaluate("document.activeElement.dataset.number")
        assert f"block {number} " in dock.inner_text()


def test_keys_alone_do_it_all(look: Look, event: Path) -> None:
    with look(event) as watched:
        keys, focused = watched.page.keyboard, "document.activeElement"
        keys.press("Tab")
        assert watched.page.evaluate(f"{focused}.className") == "skip"
        watched.page.focus("#r0-name-0 summary")
        keys.press("Enter")
        assert watched.page.locator("#r0-name-0[open]").count() == 1
        watched.page.focus("#tab-blocks")
        keys.press("ArrowRight")
        assert watched.page.locator("#view-layout").is_visible()
        watched.page.focus("#hide-chrome")
        keys.press("ArrowLeft")
        watched.page.focus("#tab-layout")
        keys.press("ArrowLeft")
        watched.page.focus("#hide-chrome")
        keys.press("Space")
        assert watched.page.locator(".run:visible").count() == 0


def test_a_narrow_screen_needs_no_scrolling_sideways(look: Look, event: Path) -> None:
    with look(event, viewport={"width": 360, "height": 700}) as watched:
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_scripts_everything_is_still_there(look: Look, event: Path) -> None:
    with look(event, java_script_enabled=False) as watched:
        assert watched.page.locator("#view-layout iframe").is_visible()
        watched.page.click(".blocks a.mark >> text=Thursday 10 December")
        assert watched.page.url.endswith("#r0-start_date-0")


def test_the_hostile_page_is_hostile(look: Look) -> None:
    with look(HOSTILE) as watched:
        watched.page.wait_for_timeout(100)
        assert watched.page.evaluate("window.ran")
        assert any("evil.example" in address for address in watched.requests)


def test_nothing_of_a_hostile_page_runs_or_loads(look: Look, tmp_path: Path) -> None:
    drawn = draw(tmp_path, HOSTILE.read_bytes())
    with look(drawn) as watched:
        watched.page.click("details.value >> nth=0")
        watched.page.click("#tab-layout")
        assert watched.page.evaluate("window.ran") is None
        assert watched.requests == [drawn.as_uri()]
        assert watched.complaints == []
        assert watched.page.url == drawn.as_uri()
        assert watched.page.evaluate("document.title").startswith("<script>")


def test_what_slipped_in_all_the_same_would_not_run_or_load(look: Look, event: Path) -> None:
    trap = "<img src='https://evil.example/x.png'><style>p { background: url(https://evil.example/y.png) }</style>"
    put = """(trap) => [document, document.querySelector("iframe").contentDocument].forEach((root) => {
        root.body.insertAdjacentHTML("beforeend", trap);
        const script = root.createElement("script");
        script.textContent = "top.ran = 1";
        root.body.append(script);
    })"""
    with look(event) as watched:
        with watched.page.expect_event("requestfailed"):
            watched.page.evaluate(put, trap)
        watched.page.wait_for_function("[...document.images].every((one) => one.complete)")
        assert watched.page.evaluate("window.ran") is None
        assert watched.requests == [event.as_uri()]
        assert len([said for said in watched.complaints if "Content Security Policy" in said]) >= 4


def test_the_frame_of_a_hostile_page_holds_texts_alone(look: Look, tmp_path: Path) -> None:
    with look(draw(tmp_path, HOSTILE.read_bytes())) as watched:
        inside = watched.page.evaluate(
            """() => [...document.querySelector("iframe").contentDocument.querySelectorAll("body *")].map(
                (one) => [one.localName, ...one.getAttributeNames()])"""
        )
        assert len(inside) > 20
        assert {name for name, *_ in inside}.isdisjoint(
            ("script", "style", "svg", "a", "img", "form", "input", "iframe")
        )
        assert {name for _, *names in inside for name in names} <= {"data-block", "class", "colspan", "lang", "dir"}
