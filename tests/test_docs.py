"""What the documents say is there: links and their headings, commands, settings, columns, dependencies, the version."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import click
import pytest

from crawler.cli import cli
from pipelines.schema import ROWS, schema
from pipelines.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DOCUMENTS = sorted(
    path
    for folder, pattern in ((ROOT, "*.md"), (ROOT / "docs", "**/*.md"), (ROOT / "data", "**/*.md"),
                            (ROOT / "extract", "*.md"))
    for path in folder.glob(pattern)
)  # fmt: skip
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def find_links(path: Path) -> list[str]:
    """Targets within the project, code left out."""
    return [one for one in LINK.findall(CODE.sub("", path.read_text("utf-8"))) if "://" not in one]


def find_anchors(path: Path) -> set[str]:
    """The names under which headings are linked to."""
    titles = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.M | re.S), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_the_documents_are_found_and_link_to_each_other() -> None:
    assert {"README.md", "CONTRIBUTING.md", "decisions.md", "body_model.md"} <= {path.name for path in DOCUMENTS}
    assert sum(len(find_links(path)) for path in DOCUMENTS) > 20


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path: Path) -> None:
    for link in find_links(path):
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), link
        if anchor:
            assert anchor in find_anchors(target), link


def find_table(heading: str, document: str) -> str:
    """The text below a heading, up to the next."""
    text = (ROOT / document).read_text("utf-8")
    return text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def test_every_command_is_listed_and_explains_itself_and_its_options() -> None:
    context, listed = click.Context(cli), find_table("Commands", "docs/commands.md")
    for verb in cli.list_commands(context):
        command = cli.get_command(context, verb)
        assert re.search(rf"^\|.*`colloquy {verb}\b", listed, re.MULTILINE), verb
        assert command
        assert command.help, verb
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, (verb, option.name)


def test_the_readme_names_every_command() -> None:
    listed = find_table("Commands", "README.md")
    assert [verb for verb in cli.list_commands(click.Context(cli)) if f"`{verb}`" not in listed] == []


def test_every_setting_is_listed() -> None:
    listed = find_table("Settings", "docs/commands.md")
    assert [name for name in Settings.model_fields if f"`{name}`" not in listed] == []


@pytest.mark.parametrize("table", ROWS)
def test_every_column_says_what_it_holds(table: str) -> None:
    for field in schema(table):
        assert len((field.metadata or {}).get(b"description", b"")) > 5, field.name


def test_every_dependency_says_what_it_is_for_and_no_other_is_listed() -> None:
    listed = re.findall(r"^\| `([^`]+)` \|", find_table("What each dependency is for", "docs/decisions.md"), re.M)
    names = [re.split(r"[<>=\[]", one)[0] for one in PROJECT["dependencies"]]
    assert sorted(listed) == sorted(names)


def test_the_changelog_begins_with_this_version() -> None:
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest
    assert newest[1] == PROJECT["version"] == metadata.version("colloquy")
