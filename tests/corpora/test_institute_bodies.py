"""The judges on whole sites of HTML: each bar is a promise of the README."""

from collections.abc import Callable
from pathlib import Path

import pytest
from bodies import Bounds, Record, check_bounds, keep_text, load_bounds, load_institutes

from extract.body import judge, judge_page
from extract.judgement import Judged
from extract.page import Page
from extract.template import Template, learn_template

pytestmark = pytest.mark.corpora

Sites = dict[str, dict[str, Page]]


@pytest.fixture(scope="module")
def sites(corpora: Path) -> Sites:
    return load_institutes(corpora)


@pytest.fixture(scope="module")
def records(corpora: Path) -> list[Record]:
    return load_bounds(corpora)


def check(sites: Sites, records: list[Record], judge: Callable[[Page, str], tuple[Judged, ...]]) -> Bounds:
    pages = {record["file"]: (sites[record["site"]][record["file"]], record["site"]) for record in records}
    return check_bounds(records, {file: keep_text(judge(page, site)) for file, (page, site) in pages.items()})


@pytest.fixture(scope="module")
def by_template(sites: Sites, records: list[Record]) -> Bounds:
    templates: dict[str, Template] = {site: learn_template(pages.values()) for site, pages in sites.items()}
    return check(sites, records, lambda page, site: judge(page, templates[site]))


def test_a_template_keeps_where_bodies_begin_and_end(by_template: Bounds) -> None:
    assert by_template.pages >= 24
    assert by_template.first >= 0.95 * by_template.pages
    assert by_template.last >= 0.95 * by_template.pages


def test_a_template_lets_no_boilerplate_through(by_template: Bounds) -> None:
    assert by_template.leaks == 0


def test_the_page_judge_alone_keeps_where_most_bodies_begin_and_end(sites: Sites, records: list[Record]) -> None:
    alone = check(sites, records, lambda page, _: judge_page(page))
    assert alone.first >= 0.85 * alone.pages
    assert alone.last >= 0.85 * alone.pages
