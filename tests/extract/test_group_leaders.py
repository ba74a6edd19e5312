"""Who leads a group and who belongs to it, in sentences, lines and tables. All people and groups are made up."""

import pytest

from tests.extract.test_groups import group_of, html

Person = tuple[str, str | None, str | None]
SENTENCES: dict[str, tuple[str, list[Person]]] = {
    "convenors of": (
        "The convenors are Dr Ada Brunel of the University of Tidewick and Piet Mol of the Quay Alliance.",
        [("Ada Brunel", "University of Tidewick", "convenor"), ("Piet Mol", "Quay Alliance", "convenor")],
    ),
    "post before, role after": (
        "The Center is led by Director Dr. Ada Brunel, with Dr. Piet Mol as Associate Director.",
        [("Ada Brunel", None, "Director"), ("Piet Mol", None, "Associate Director")],
    ),
    "french": (
        "Le groupe est présidé par la professeure Ada Brunel (Université du Port). "
        "Le secrétariat est assuré par Ida Roe.",
        [("Ada Brunel", "Université du Port", "lead"), ("Ida Roe", None, "secrétariat")],
    ),
    "verb at the end": (
        "Die Arbeitsgruppe wird seit 2019 von Prof. Ada Brunel und Piet Mol geleitet.",
        [("Ada Brunel", None, "lead"), ("Piet Mol", None, "lead")],
    ),
    "leiter": ("Leiter der Gruppe ist Dr. Piet Mol.", [("Piet Mol", None, "Leiter")]),
    "was": ("Until 2019 the group was convened by Ada Brunel.", []),
    "another's head": ("The tide tables are edited by Ada Brunel.", []),
    "a thing": ("The chair is broken and the Quay Office is closed.", []),
}


@pytest.mark.parametrize(("words", "people"), SENTENCES.values(), ids=SENTENCES)
def test_sentences_say_who_leads(words: str, people: list[Person]) -> None:
    group = group_of(html(f"<h1>Tide Working Group</h1><p>We map tides. {words}</p>", "Tide Working Group"))
    assert [(one.name, one.affiliation, one.role) for one in group.organizers] == people


def test_lines_below_the_board_give_each_an_office() -> None:
    lines = "Co-Präsidium: Ada Brunel (Universität Tidewick), Piet Mol (Hafenamt)</li><li>Kasse: Ida Roe"
    page = f"<h1>Netzwerk Gezeiten</h1><h2>Vorstand</h2><ul><li>{lines}</li></ul><h2>Post</h2><p>Kasse: Bo Tern</p>"
    assert [(one.name, one.affiliation, one.role) for one in group_of(html(page, "Netzwerk Gezeiten")).organizers] == [
        ("Ada Brunel", "Universität Tidewick", "Co-Präsidium"),
        ("Piet Mol", "Hafenamt", "Co-Präsidium"),
        ("Ida Roe", None, "Kasse"),
    ]


def test_a_label_with_a_hyphen_is_an_office_and_those_who_were_have_none() -> None:
    page = (
        "<h1>Tide Group</h1><p>Office bearers</p><dl><dt>Vice-chair</dt><dd>Dr Piet Mol, Quay University</dd></dl>"
        "<p>President: Ada Brunel<br>Secretary: Ida Roe</p><p>Committee members: Bo Tern (CWI); Al Gull (CWI).</p>"
        "<p>Past chairs: Ed Knot (2003-2005).</p><h2>Former committee</h2><p>Chair: Jo Skua</p>"
    )
    group = group_of(html(page, "Tide Group"))
    assert {(one.name, one.role) for one in group.organizers} == {
        ("Piet Mol", "Vice-chair"), ("Ada Brunel", "President"), ("Ida Roe", "Secretary"),
    }  # fmt: skip
    assert [one.name for one in group.members] == ["Bo Tern", "Al Gull"]


def test_a_label_among_members_that_is_no_post_names_nobody() -> None:
    page = "<h1>Tide Lab</h1><h2>People</h2><p>Ada Brunel</p><p>Gone to sea: Piet Mol (PhD 2006), Ida Roe (2004).</p>"
    assert [one.name for one in group_of(html(page, "Tide Lab")).members] == ["Ada Brunel"]


ROWS = (
    "<tr><th>Name</th><th>Organisation</th><th>Role</th></tr><tr><td>Ada Brunel</td><td>Quay Council</td>"
    "<td>Observer</td></tr><tr><td>Piet Mol</td><td>Tide Workshop</td><td>Group leader</td></tr>"
)


@pytest.mark.parametrize("heading", ["Members", "Membership", "Mitglieder", "Composition 2019"])
def test_a_table_of_people_is_read_by_its_columns(heading: str) -> None:
    group = group_of(html(f"<h1>Tide Group</h1><h2>{heading}</h2><table>{ROWS}</table>", "Tide Group"))
    assert [(one.name, one.affiliation, one.role) for one in group.members] == [
        ("Ada Brunel", "Quay Council", "Observer")
    ]
    assert [(one.name, one.affiliation, one.role) for one in group.organizers] == [
        ("Piet Mol", "Tide Workshop", "Group leader")
    ]


@pytest.mark.parametrize("heading", ["Former members", "Anciens membres", "Past talks", "Rock composition"])
def test_a_table_of_others_is_not(heading: str) -> None:
    group = group_of(html(f"<h1>Tide Group</h1><h2>{heading}</h2><table>{ROWS}</table>", "Tide Group"))
    assert (group.members, group.organizers) == ((), ())


def test_a_row_without_a_head_has_what_follows_the_name() -> None:
    rows = "<tr><td>Ada Brunel</td><td>Techniker Messnetz</td></tr><tr><td>Piet Mol</td><td>0918</td></tr>"
    group = group_of(html(f"<h1>Tide Group</h1><h2>Mitarbeitende</h2><table>{rows}</table>", "Tide Group"))
    assert [(one.name, one.role) for one in group.members] == [("Ada Brunel", "Techniker Messnetz"), ("Piet Mol", None)]


def test_lines_of_a_fixed_width_text_are_people_where_each_has_a_post() -> None:
    page = "<h1>Tide Panel</h1><h2>Composition</h2><pre>Dr Ada Brunel    Chair\nPiet Mol    {}</pre>"
    group = group_of(html(page.format("Student representative"), "Tide Panel"))
    assert [(one.name, one.role) for one in group.organizers] == [("Ada Brunel", "Chair")]
    assert [(one.name, one.role) for one in group.members] == [("Piet Mol", "Student representative")]
    other = group_of(html(page.format("sank in the bay"), "Tide Panel"))
    assert (other.organizers, other.members) == ((), ())


def test_a_card_in_a_steering_group_has_a_duty_and_an_organisation() -> None:
    cards = (
        "<div><h3>Ada Brunel</h3><p>Co-chair</p><p>Quay Institute</p></div>"
        "<div><h3>Piet Mol</h3><p>Communications</p><p>University of Bath</p></div>"
        "<div><h3>Ida Roe</h3><p>Inrupt</p></div><div><h3>Bo Tern</h3><p>Fellow, bo.tern@quay.example</p></div>"
    )
    group = group_of(html(f"<h1>Tide Network</h1><h2>Steering group</h2>{cards}", "Tide Network"))
    assert [(one.name, one.affiliation, one.role) for one in group.organizers] == [
        ("Ada Brunel", "Quay Institute", "Co-chair"),
        ("Piet Mol", "University of Bath", "Communications"),
        ("Ida Roe", "Inrupt", "Steering group"),
        ("Bo Tern", None, "Steering group"),
    ]


def test_a_row_may_begin_with_the_office() -> None:
    rows = (
        "<tr><td>Honorary Secretary</td><td>Piet Mol, University of Bath</td></tr>"
        "<tr><td>Ordinary members</td><td>Ida Roe (CWI), Bo Tern (UCL)</td></tr>"
    )
    boats = "<h2>Boats</h2><table><tr><td>Skipper</td><td>Al Gull, Quay University</td></tr></table>"
    group = group_of(html(f"<h1>Tide Panel</h1><h2>Officers</h2><table>{rows}</table>{boats}", "Tide Panel"))
    assert [(one.name, one.affiliation, one.role) for one in group.organizers] == [
        ("Piet Mol", "University of Bath", "Honorary Secretary")
    ]
    assert [(one.name, one.affiliation) for one in group.members] == [("Ida Roe", "CWI"), ("Bo Tern", "UCL")]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Professor Ada Brunel and Dr Piet Mol lead the lab.", ["Ada Brunel", "Piet Mol"]),
        ("Ada Brunel leitet die Arbeitsgruppe.", ["Ada Brunel"]),
        ("Ada Brunel leads the Gull Modelling Group at Quay University.", []),
        ("Ada Brunel runs the boat.", []),
    ],
)
def test_who_leads_the_group_is_told_from_who_leads_another(words: str, names: list[str]) -> None:
    group = group_of(html(f"<h1>Tide Lab</h1><p>The lab aims to map tides of the coast. {words}</p>", "Tide Lab"))
    assert [one.name for one in group.organizers] == names
