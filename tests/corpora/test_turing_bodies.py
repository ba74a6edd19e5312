"""The site judge on 759 real text dumps: each bar is a promise of the README."""

from pathlib import Path

import pytest
from bodies import Dump, load_dumps, seeds_right, share_from_draws, share_right

from extract.template import Template, gather, learn, learn_template, merge

pytestmark = pytest.mark.corpora


@pytest.fixture(scope="module")
def dumps(corpora: Path) -> list[Dump]:
    return load_dumps(corpora)


@pytest.fixture(scope="module")
def template(dumps: list[Dump]) -> Template:
    return learn_template(dump.page for dump in dumps)


def test_bodies_are_exactly_right_with_the_template_of_all_pages(template: Template, dumps: list[Dump]) -> None:
    assert share_right(template, dumps) >= 0.997


def test_three_seed_documents_alone_are_exactly_right(dumps: list[Dump]) -> None:
    assert seeds_right(dumps) == 3


@pytest.mark.parametrize(("size", "bar"), [(3, 0.88), (10, 0.92), (50, 0.98)])
def test_few_pages_are_enough(dumps: list[Dump], size: int, bar: float) -> None:
    assert share_from_draws(dumps, size) >= bar


def test_pages_that_were_not_learned_from_are_right_too(dumps: list[Dump]) -> None:
    for half in (0, 1):
        learned = learn_template(dump.page for dump in dumps[half::2])
        assert share_right(learned, dumps[1 - half :: 2]) >= 0.985


def test_shards_give_the_same_template(template: Template, dumps: list[Dump]) -> None:
    shards = [gather(dump.page for dump in dumps[number::3]) for number in range(3)]
    assert learn(merge(shards)) == template


def test_the_template_of_a_real_site_survives_its_json(template: Template) -> None:
    assert Template.from_json(template.to_json()) == template


def test_most_chrome_of_a_real_site_is_explained(template: Template, dumps: list[Dump]) -> None:
    explained = [template.explained(dump.page) for dump in dumps if dump.page.blocks]
    assert sum(explained) / len(explained) > 0.95
