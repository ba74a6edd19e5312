"""What the denylist refuses and masks, in every spelling that pages use, and what it leaves alone."""

from pathlib import Path

import pytest

from pipelines.denylist import MASK, Denylist, kind_of, load_denylist, store_denylist
from pipelines.errors import ColloquyError, UsageError

TWO = f"{MASK} {MASK}"


@pytest.mark.parametrize(
    ("target", "text", "clean"),
    [
        ("Wilma Quill", "A talk by Wilma Quill on fog", f"A talk by {TWO} on fog"),
        ("Wilma Quill", "QUILL, Wilma", f"{MASK}, {MASK}"),
        ("Wilma Quill", "<b>Wilma</b> <i>Quill</i>", f"<b>{MASK}</b> <i>{MASK}</i>"),
        ("Wilma Quill", '<img alt="Wilma Quill" src=/wilma-quill.jpg>', f'<img alt="{TWO}" src=/{MASK}-{MASK}.jpg>'),
        ("Wilma Quill", "Wilma&nbsp;Quill", f"{MASK}&nbsp;{MASK}"),
        ("Wilma Quill", "Wilma Quillfeather and Emma Quill", "Wilma Quillfeather and Emma Quill"),
        ("Renée Müller", "Ren&eacute;e M&uuml;ller; renee-muller", f"{TWO}; {MASK}-{MASK}"),
        ("Renée Müller", "REN\u00c9E M\u00dcLLER", TWO),
        ("Renée Müller", r'{"name": "Ren\u00e9e M\u00fcller"}', f'{{"name": "{TWO}"}}'),
        ("lab.example", "https://www.lab.example/a, my-lab.example", f"https://www.{MASK}.{MASK}/a, my-lab.example"),
        ("lab.example", "lab.example.org, the lab example", "lab.example.org, the lab example"),
        ("https://lab.example/a/b", "//lab.example/a/b/ //lab.example/a/b/c",
         f"//{MASK}.{MASK}/{MASK}/{MASK}/ //lab.example/a/b/c"),
        ("https://lab.example/people/w-quill", '<a href="/people/w-quill">', f'<a href="/{MASK}/{MASK}-{MASK}">'),
        ("https://lab.example/events", '<a href="/events">', '<a href="/events">'),
    ],
)  # fmt: skip
def test_text_is_masked(target: str, text: str, clean: str) -> None:
    denylist = Denylist().add(target)
    assert denylist.redact(text) == clean
    assert denylist.redact_bytes(text.encode()) == clean.encode()
    assert denylist.redact(clean) == clean


@pytest.mark.parametrize(
    ("target", "url", "refused"),
    [
        ("https://lab.example/a", "http://www.lab.example/a/", True),
        ("https://lab.example/a", "https://lab.example/a?page=2", False),
        ("https://lab.example/a", "https://lab.example/a/b", False),
        ("https://lab.example/people/x-y", "https://other.example/people/x-y", False),
        ("lab.example", "https://lab.example/a", True),
        ("lab.example", "https://people.lab.example/a", True),
        ("lab.example", "https://other.example/a", False),
        ("Wilma Quill", "https://lab.example/people/wilma-quill", True),
        ("Wilma Quill", "https://lab.example/people/wilma-stone", False),
    ],
)
def test_addresses_are_refused(target: str, url: str, refused: bool) -> None:
    assert Denylist().add(target).refuses(url) is refused


def test_a_home_page_is_not_a_page_like_others() -> None:
    with pytest.raises(UsageError, match="colloquy forget lab"):
        Denylist().add("https://lab.example/")


@pytest.mark.parametrize("target", ["", "Quill", "/people/x", "ftp://lab.example/x", "localhost"])
def test_what_is_neither_address_nor_host_nor_name_is_a_usage_error(target: str) -> None:
    with pytest.raises(UsageError, match="no web address"):
        kind_of(target)


def test_the_list_on_disk_says_nothing_and_is_the_same_when_loaded(tmp_path: Path) -> None:
    denylist = Denylist().add("Wilma Quill").add("lab.example")
    store_denylist(tmp_path, denylist)
    content = (tmp_path / "denylist").read_text().casefold()
    assert "quill" not in content
    assert "lab.example" not in content
    assert load_denylist(tmp_path) == denylist
    assert load_denylist(tmp_path).redact("Wilma Quill") == TWO


def test_a_damaged_list_stops_everything(tmp_path: Path) -> None:
    store_denylist(tmp_path, Denylist().add("Wilma Quill"))
    path = tmp_path / "denylist"
    path.write_text(path.read_text().replace("name", "host"))
    with pytest.raises(ColloquyError, match="denylist"):
        load_denylist(tmp_path)


def test_an_empty_list_changes_nothing(tmp_path: Path) -> None:
    empty = load_denylist(tmp_path)
    assert not empty
    assert empty.redact("Wilma Quill") == "Wilma Quill"
    assert not empty.refuses("https://lab.example/")


def test_adding_the_same_twice_adds_it_once() -> None:
    once = Denylist().add("Wilma Quill")
    assert once.add("wilma quill") == once
