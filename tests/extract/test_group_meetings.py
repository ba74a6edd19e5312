"""How often a group meets, in several languages, and a name that a page spells out. All groups are made up."""

import pytest

from tests.extract.test_groups import group_of, html

MEETINGS = {
    "runs": "The reading group runs fortnightly on Fridays.",
    "weeks of each": "The Committee meets in weeks 2 and 6 of each semester.",
    "german": "Die Gruppe trifft sich jeden zweiten Dienstag im Monat am Hafen.",
    "german times": "Das Netzwerk trifft sich zweimal im Jahr, im Herbst auf dem Boot.",
    "french": "Le groupe se réunit trois fois par an au port.",
    "spanish": "El grupo se reúne cada mes en el puerto.",
    "italian": "Il gruppo si riunisce due volte all’anno al porto.",
    "dutch": "De werkgroep komt elke maand bijeen aan de kade.",
}


@pytest.mark.parametrize("words", MEETINGS.values(), ids=MEETINGS)
def test_how_often_a_group_meets_is_read(words: str) -> None:
    group = group_of(html(f"<h1>Tide Group</h1><p>We map tides.</p><p>{words}</p>", "Tide Group"))
    assert group.meeting_frequency and group.meeting_frequency in words


OTHERS = {
    "another body": "A board of sailors and cooks meets twice a year to look at our boats.",
    "the tide": "Das Wasser steigt zweimal am Tag, das Boot jeden Monat.",
    "once": "Die Gruppe trifft sich am Hafen.",
    "boats": "Les bateaux partent trois fois par an.",
}


@pytest.mark.parametrize("words", OTHERS.values(), ids=OTHERS)
def test_what_else_comes_again_is_no_meeting(words: str) -> None:
    page = html(f"<h1>Tide Group</h1><p>We map tides.</p><p>{words}</p>", "Tide Group")
    assert group_of(page).meeting_frequency is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Special Interest Group on Tidal Waters", "Special Interest Group on Tidal Waters"),
        ("Special Interest Group on Gulls", "SIG-TW"),
    ],
)
def test_an_acronym_is_spelled_out_where_the_letters_agree(line: str, name: str) -> None:
    group = group_of(html(f"<h1>SIG-TW</h1><center>{line}</center><p>We map tides.</p>", "SIG-TW"))
    assert group.name == name
    assert group.alternate_name == (() if name == "SIG-TW" else ("SIG-TW",))
