"""Who speaks, organises and pays: names in labels, cards, programme lines and prose. All people are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.blocks import split_tree
from extract.claims import View
from extract.fields import people
from extract.fields.names import find_names, read_name
from extract.fields.parties import read_party, split_people
from extract.markup import NO_MARKUP
from extract.text import fold
from tests.extract.viewed import html, text


def found(view: View, field: str = "performers") -> list[tuple[str, str | None]]:
    return [(claim.value.name, claim.value.role) for claim in people.find(view) if claim.field == field]


NAMES = {
    "plain": ("Ada Brunel", "", "Ada Brunel"),
    "title": ("Dr Ada Brunel", "Dr", "Ada Brunel"),
    "titles": ("Prof. Dr. Ludwig Brand", "Prof. Dr.", "Ludwig Brand"),
    "knight": ("Sir Piet Mol", "Sir", "Piet Mol"),
    "particles": ("Piet van der Meer", "", "Piet van der Meer"),
    "arabic article": ("Nadia al-Harbi", "", "Nadia al-Harbi"),
    "initial": ("Grace B. Tern", "", "Grace B. Tern"),
    "initials first": ("J. R. Harbour-Quay", "", "J. R. Harbour-Quay"),
    "apostrophe": ("Niamh O’Tide", "", "Niamh O’Tide"),
    "inner capital": ("Ewan McQuay", "", "Ewan McQuay"),
    "honours": ("Ada Brunel OBE", "", "Ada Brunel"),
    "accents": ("Zoë Łódka", "", "Zoë Łódka"),
    "cyrillic": ("Анна Портова", "", "Анна Портова"),
}


@pytest.mark.parametrize(("written", "title", "name"), NAMES.values(), ids=NAMES)
def test_a_name_is_read_without_its_titles(written: str, title: str, name: str) -> None:
    named = read_name(written)
    assert named is not None
    assert (named.title, named.name) == (title, name)


@pytest.mark.parametrize(
    "words",
    [
        "Data Science Institute", "University of Tidewick", "Monday 3 May", "Register Now", "Ada",
        "the Ada Brunel Institute",
        "Google DeepMind", "arXiv Preprint", "Machine Learning", "Senior Lecturer", "Interactive Workload", "UCL CWI",
        "Analyzing Stack Exchange", "Tide Alignment", "", "A Scalable",
    ],
)  # fmt: skip
def test_what_is_no_person_is_no_name(words: str) -> None:
    assert read_name(words) is None


def test_an_institute_named_after_a_person_is_no_person() -> None:
    assert [named.name for named in find_names("Ada Brunel joined the Piet Mol Institute in Tidewick.")] == [
        "Ada Brunel"
    ]


AFFILIATIONS = {
    "bracket": ("Ada Brunel (Intel, UK)", "Intel, UK"),
    "post and place": ("Ada Brunel, Research Fellow, University of Bath", "University of Bath"),
    "post at": ("Ada Brunel, Professor of Tides at the University of Bath", "University of Bath"),
    "place and post": ("Ada Brunel, CWI and Harbour Fellow", "CWI"),
    "dash": ("Ada Brunel - Tidewater Labs", "Tidewater Labs"),
    "brand": ("Ada Brunel (arXiv)", "arXiv"),
    "from": ("Ada Brunel from Safe Harbour AI.", "Safe Harbour AI"),
    "post only": ("Ada Brunel, Director", None),
    "another person": ("Ada Brunel, Dr Piet Mol", None),
    "nothing": ("Ada Brunel", None),
}


@pytest.mark.parametrize(("written", "affiliation"), AFFILIATIONS.values(), ids=AFFILIATIONS)
def test_the_affiliation_is_the_organisation_and_not_the_post(written: str, affiliation: str | None) -> None:
    read = read_party(written)
    assert read is not None
    assert read[0].affiliation == affiliation


def test_a_list_is_taken_apart() -> None:
    listed = split_people("Ada Brunel (Intel, UK), Piet Mol and Ida Roe (CWI)")
    assert [(party.name, party.affiliation) for party, _ in listed] == [
        ("Ada Brunel", "Intel, UK"),
        ("Piet Mol", None),
        ("Ida Roe", "CWI"),
    ]


LABELLED = {
    "english": ("Speaker: Ada Brunel (CWI)", [("Ada Brunel", "speaker")]),
    "plural": ("Speaker(s): Ada Brunel and Piet Mol", [("Ada Brunel", "speaker"), ("Piet Mol", "speaker")]),
    "german": ("Referentin: Dr. Ada Brunel", [("Ada Brunel", "speaker")]),
    "french": ("Intervenante : Ada Brunel", [("Ada Brunel", "speaker")]),
    "spanish": ("Ponente: Ada Brunel", [("Ada Brunel", "speaker")]),
    "italian": ("Relatori: Ada Brunel, Piet Mol", [("Ada Brunel", "speaker"), ("Piet Mol", "speaker")]),
    "dutch": ("Spreker: Ada Brunel", [("Ada Brunel", "speaker")]),
    "dash": ("Chair - Dr. Ada Brunel", [("Ada Brunel", "chair")]),
    "run together": (
        "Speakers: Ada Brunel Date: Monday 15 May Time: 11:00 Venue: Quay Hall",
        [("Ada Brunel", "speaker")],
    ),
    "a title after the label": ("Talk: Thinking Beyond Harbours: Build a Pier", []),
    "no person": ("Speaker: to be announced", []),
}


@pytest.mark.parametrize(("line", "people_found"), LABELLED.values(), ids=LABELLED)
def test_labels_in_six_languages_name_people(line: str, people_found: list[tuple[str, str]]) -> None:
    assert found(text(line)) == people_found


PROSE = {
    "chaired by": ("This event will be chaired by Ada Brunel from Safe Harbour.", [("Ada Brunel", "chair")]),
    "post before the name": (
        "We will be hearing from our Harbour-Tide Senior Research Associate Ada Brunel.",
        [("Ada Brunel", "speaker")],
    ),
    "keynote": ("Our keynote will be given by Ada Brunel, Director, Tidewater Labs.", [("Ada Brunel", "keynote")]),
    "two keynotes": (
        "The keynote talks by Dr Ada Brunel, UCL and Quay Fellow, and Dr Piet Mol, Tide Agency, will be streamed.",
        [("Ada Brunel", "keynote"), ("Piet Mol", "keynote")],
    ),
    "will": ("Following this, Dr Ada Brunel will speak about tides.", [("Ada Brunel", "speaker")]),
    "join and lead": (
        "Dr Ada Brunel, Dr Piet Mol, and members of the Tide group will join us to lead a discussion.",
        [("Ada Brunel", "speaker"), ("Piet Mol", "speaker")],
    ),
    "host": ("Quay Fellow and project lead, Ada Brunel, will host a chat.", [("Ada Brunel", "host")]),
    "with speakers": ("In this month’s meeting with speakers Ada Brunel and Piet Mol we look at maps.",
                      [("Ada Brunel", "speaker"), ("Piet Mol", "speaker")]),
    "describes": ("Ada Brunel describes how the pier was built.", [("Ada Brunel", "speaker")]),
    "presents": ("Ada Brunel demonstrates how to build a pier.", [("Ada Brunel", "speaker")]),
    "your host": ("Your host is Ada Brunel of the Tide Office, who began in her kitchen.", [("Ada Brunel", "host")]),
    "is the host": ("Dr Ada Brunel is the host. Piet Mol, Quay Board, opens the first day with photographs of mud.",
                    [("Ada Brunel", "host"), ("Piet Mol", "speaker")]),
    "takes the chair": ("Professor Ada Brunel takes the chair.", [("Ada Brunel", "chair")]),
    "on the panel": ("On the panel are Ada Brunel (Tide Board), Piet Mol (county treasurer) and Ida Roe (Quay Office).",
                     [("Ada Brunel", "panellist"), ("Piet Mol", "panellist"), ("Ida Roe", "panellist")]),
    "further on, with a title": ("Tides rise. Dr Ada Brunel compares four of them.", [("Ada Brunel", "speaker")]),
    "further on, with a post": ("Tides rise. Ada Brunel (Tide Board) teaches us why.", [("Ada Brunel", "speaker")]),
    "further on, by name alone": ("Tides rise. Ada Brunel argues that they fall too.", []),
    "leads a group": ("Professor Ada Brunel leads the tide group at Quillmere.", []),
    "hosts something else": ("Ada Brunel hosts a radio show.", []),
    "chairs something else": ("Ada Brunel is the chair of the university council.", []),
    "in a novel": ("Ada Brunel describes the coast in her journals.", []),
    "of long ago": ("Ada Brunel (1775–1817) describes village life.", []),
    "reads what one sends": ("Ada Brunel will read your application.", []),
    "hosts this": ("Dr Ada Brunel hosts the evening.", [("Ada Brunel", "host")]),
    "in this lecture": ("Tides rise. In this lecture Ada Brunel reads old notebooks.", [("Ada Brunel", "speaker")]),
    "spoke": ("In the spring lecture, Ada Brunel, writer and diver, spoke about mud.", [("Ada Brunel", "speaker")]),
    "an actor": ("We light a lamp when the actor Ada Brunel will read from the log.", [("Ada Brunel", "speaker")]),
    "cited author": ("The method goes back to a paper by Piet Mol, published in 1952.", []),
    "namesake": ("In 1952, Ada Brunel published a seminal paper on tides.", []),
    "photo": ("Photo of the harbour presented by Ada Brunel under CC BY.", []),
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "people_found"), PROSE.values(), ids=PROSE)
def test_sentences_name_who_performs_and_not_who_is_cited(sentence: str, people_found: list[tuple[str, str]]) -> None:
    assert found(text(sentence)) == people_found


def test_programme_lines_name_speakers_and_breaks_name_none() -> None:
    programme = text(
        "14:30: Arrival and refreshments\n"
        "14:50: Tide Standards - Ada Brunel (Tide Office)\n"
        "15:40: Break\n"
        "15:50-16:10: Quay Trials, a Case Study, Dr. Piet Mol, Tidewater Labs"
    )
    assert found(programme) == [("Ada Brunel", "speaker"), ("Piet Mol", "speaker")]


def test_cards_below_a_heading_are_people_with_their_organisation() -> None:
    view = html(
        "<h2>Speakers</h2><div><h3>Dr Ada Brunel</h3><p>University of Bath</p></div>"
        "<div><h3>Piet Mol</h3><p>Lecturer, Tidewick College</p></div><h2>Travel</h2><h3>Quay Hall</h3>"
    )
    assert [(c.value.name, c.value.affiliation) for c in people.find(view)] == [
        ("Ada Brunel", "University of Bath"),
        ("Piet Mol", "Tidewick College"),
    ]


def test_an_item_of_a_list_is_one_person_with_what_follows_the_comma() -> None:
    items = "<li>Ada Brunel on what the tide leaves</li><li>Piet Mol, Weirside Ferries, on crabs</li>"
    assert [name for name, _ in found(html(f"<h2>Speakers</h2><ul>{items}</ul>"))] == ["Ada Brunel", "Piet Mol"]
    pair = "<li>Ada Brunel and Ida Roe</li><li>Piet Mol, Weirside Ferries</li>"
    names = [name for name, _ in found(html(f"<h2>Speakers</h2><ul>{pair}</ul>"))]
    assert names == ["Ada Brunel", "Ida Roe", "Piet Mol"]


def test_the_line_below_a_person_is_no_other_person() -> None:
    cards = "<div><h3>Ada Brunel</h3><p>Port Emlyn Infirmary</p></div><div><h3>Piet Mol</h3><p>Tide Hospitals</p></div>"
    people_found = [(c.value.name, c.value.affiliation) for c in people.find(html(f"<h2>Speakers</h2>{cards}"))]
    assert people_found == [("Ada Brunel", "Port Emlyn Infirmary"), ("Piet Mol", "Tide Hospitals")]


def test_what_follows_the_value_of_a_label_is_not_its_list() -> None:
    fact = '<div><div class="field__label">Organisers</div><div class="field__item">Tide interest group</div></div>'
    view = html(f"{fact}<p>Dr Ada Brunel is a diver, and she will show us what she found below the pier.</p>")
    assert [name for name, _ in found(view, "organizers")] == ["Tide interest group"]


def test_the_byline_below_the_title_is_the_speaker() -> None:
    view = html(
        "<h1>Rust for Science</h1><h3>Ada Brunel, Piet Mol, and Ida Roe</h3><p>We look at rust.</p>", "Rust for Science"
    )
    assert [name for name, _ in found(view)] == ["Ada Brunel", "Piet Mol", "Ida Roe"]


def test_names_under_participants_and_organisers_are_no_speakers() -> None:
    view = html(
        "<h1>Tea</h1><h2>Participants</h2><h3>Ada Brunel</h3><h2>Organising committee</h2><h3>Piet Mol</h3>", "Tea"
    )
    assert found(view) == []
    assert found(view, "organizers") == [("Piet Mol", None)]


def test_one_person_named_twice_is_one_claim_with_the_affiliation() -> None:
    view = text("Dr Ada Brunel will speak about tides.\n14:00 Tides, Ada Brunel (CWI)\n15:00 End")
    assert [(c.value.name, c.value.title, c.value.affiliation) for c in people.find(view)] == [
        ("Ada Brunel", "Dr", "CWI")
    ]


ORGANISERS = {
    "label": ("Hosted by: Quay Hub, Tidewater Labs and OpenSea Alliance", ["Quay Hub", "Tidewater Labs",
    "OpenSea Alliance"]),
    "sentence": ("This event is organised in collaboration with the Harbour Institution of Tidewick.",
                 ["Harbour Institution of Tidewick"]),
    "pleased": ("The Harbour Institute is pleased to host the launch of the Hub.", ["Harbour Institute"]),
    "co-chairs": ("The co-Chairs are Professor Ada Brunel, University of Bath, and Dr Piet Mol, Tide College.",
                  ["Ada Brunel", "Piet Mol"]),
    "with and inside": ("The event is hosted by the Women in Tide Science and AI project, part of the Institute.",
                        ["Women in Tide Science and AI project"]),
    "and inside, small letters": ("Organisers: Water and Weather interest group", ["Water and Weather interest group"]),
    "it is hosted": ("It is hosted by the Clinical Tides interest group.", ["Clinical Tides interest group"]),
    "run by": ("The series is run by the Quay Institute.", ["Quay Institute"]),
    "small letters": ("Organised by: Missing Data interest group", ["Missing Data interest group"]),
    "someone else's": ("The museum was founded by the Harbour Trust.", []),
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "names"), ORGANISERS.values(), ids=ORGANISERS)
def test_who_organises_is_told_from_who_is_merely_named(sentence: str, names: list[str]) -> None:
    assert [name for name, _ in found(text(sentence), "organizers")] == names


def test_support_is_sponsorship() -> None:
    view = text("The workshop is kindly supported by the Tide Foundation and Quay Trust.")
    assert [name for name, _ in found(view, "sponsors")] == ["Tide Foundation", "Quay Trust"]


_pieces = st.sampled_from([
    "Ada Brunel", "Dr Piet Mol", "(CWI)", "will speak", "Speaker:", "chaired by", ",", "and", "\n", "Speakers", "- ",
    "14:30",
    "University of Bath", "hosted by", "is a lecturer at", "the", "Harbour Institute", "Professor", ".", "\u200b",
    "“tides”",
])  # fmt: skip


@given(st.lists(_pieces, max_size=40).map(" ".join))
def test_every_claim_rests_on_words_of_the_page(words: str) -> None:
    view = text(words)
    body = fold(" ".join(block.text for block in view.body))
    for claim in people.find(view):
        assert fold(claim.text) in body
        assert fold(claim.value.name) in body


def test_endless_text_is_read_in_time() -> None:
    for piece in ("Dr Aa ", "Aa, ", "led by Aa Bb, ", "“Aa ", "Speaker: ", "( ", "the "):
        list(people.find(text(piece * (200_000 // len(piece)))))


def test_blocks_come_from_the_tree_as_from_the_page() -> None:
    from extract.tree import parse_tree

    root, _ = parse_tree(b"<p>Speaker: Ada Brunel</p>")
    view = View("", "", split_tree(root), (), NO_MARKUP)
    assert found(view) == [("Ada Brunel", "speaker")]
