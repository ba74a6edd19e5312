"""From a group's page without its chrome to its record. All people and groups are made up."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.blocks import Block, split_text
from extract.claims import View
from extract.group_people import split_glued
from extract.groups import find_groups
from extract.judgement import Judged
from extract.labels import find_pairs
from extract.markup import NO_MARKUP
from extract.page import parse_page
from extract.records import Group, PageKind
from extract.text import fold


def view_of(blocks: tuple[Block, ...], title: str, url: str) -> View:
    pairs = find_pairs([Judged(block, "body", "page", 1.0) for block in blocks])
    return View(url, title, blocks, pairs, NO_MARKUP)


def text(lines: str, title: str = "") -> View:
    return view_of(split_text(lines), title, "https://harbour.example/g")


def html(body: str, title: str = "", url: str = "https://harbour.example/g") -> View:
    return view_of(parse_page(f"<!doctype html><html><body>{body}</body></html>", url).blocks, title, url)


def group_of(view: View) -> Group:
    (group,), problems = find_groups(view, "group")
    assert not problems
    return group


SEED = """The purpose of this group is to bring together a diverse set of sailors with the aim of finding new harbours.
In 1952, Ada Brunel published a seminal paper on tides.
By bringing together sailors this interest group aims to explore the use of charts.
In particular we aim to:
How do we read charts of living tides?
Challenges: Charts are powerful. However, they may be wet.
Example output: Strategies for dry charts.
What are the key challenges in combining tides?
Challenges: Tides are often not standardised.
Example output: Case study of tides.
Click here to join us and request sign-up"""


def test_a_dumped_group_page_gives_purpose_questions_and_join_line() -> None:
    group = group_of(text(SEED))
    assert group.name is None
    assert group.group_type == "interest_group"
    assert group.purpose == SEED.split("\n", 1)[0]
    assert [(q.question, q.challenges, q.example_output) for q in group.research_questions] == [
        (
            "How do we read charts of living tides?",
            "Charts are powerful. However, they may be wet.",
            "Strategies for dry charts.",
        ),
        (
            "What are the key challenges in combining tides?",
            "Tides are often not standardised.",
            "Case study of tides.",
        ),
    ]
    assert group.join == "Click here to join us and request sign-up"
    assert group.founding_date is None
    assert (group.organizers, group.members, group.events) == ((), (), ())


@pytest.mark.parametrize("kind", ["event", "event_series", "person", "project", "news", "listing", "other"])
def test_only_a_group_page_gives_a_group(kind: PageKind) -> None:
    assert find_groups(text(SEED), kind) == ((), ())


def test_a_page_that_says_nothing_of_the_group_is_a_problem_not_a_record() -> None:
    groups, problems = find_groups(text("38 KB"), "group")
    assert groups == ()
    assert [problem.step for problem in problems] == ["groups"]


QUESTIONS = {
    "singular label, question dropped": ("Challenge: Tides rise.\nChallenge: Quays sink.", [None, None]),
    "run of plain questions": ("Is the tide social?\nShould quays speak?\nHow do gulls emerge?",
                               ["Is the tide social?", "Should quays speak?", "How do gulls emerge?"]),
    "at the end of paragraphs": (
        "Tides rise. Quays sink. How can we meet?\nGulls fly. Piers stand. How can we share?",
        ["How can we meet?", "How can we share?"],
    ),
    "one rhetorical question": ("Who likes tides? We do.", []),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "questions"), QUESTIONS.values(), ids=QUESTIONS)
def test_research_questions_are_found_in_their_shapes(lines: str, questions: list[str | None]) -> None:
    group = group_of(text(f"This group brings together sailors and gulls of the coast.\n{lines}"))
    assert [question.question for question in group.research_questions] == questions


STATED = "The Tide Research Group is a team of sailors who like to map the tides."
NAMES = {
    "title": ("<h1>Tide Interest Group</h1>", "Tide Interest Group", "Tide Interest Group"),
    "acronym off": ("<h1>Scientific Advisory Committee (SAC)</h1>", "Scientific Advisory Committee (SAC)",
                    "Scientific Advisory Committee"),
    "charter": ("<h1>PROPOSED Solid Quay Working Group Charter</h1>", "PROPOSED Solid Quay Working Group Charter",
                "Solid Quay Working Group"),
    "stated on a page called People": (f"<h1>People</h1><p>{STATED}</p>",
                                       "People", "Tide Research Group"),
    "like a person": ("<h1>Big Gull</h1><p>We meet.</p>", "Big Gull", "Big Gull"),
    "nowhere": ("<h1>People</h1><p>Ada Brunel</p>", "People", None),
}  # fmt: skip


@pytest.mark.parametrize(("body", "title", "name"), NAMES.values(), ids=NAMES)
def test_the_name_is_what_the_page_calls_the_group(body: str, title: str, name: str | None) -> None:
    (group,), _ = find_groups(html(f"{body}<p>This group aims to map all the tides.</p>", title), "group")
    assert group.name == name


def test_the_acronym_in_brackets_is_an_alternate_name() -> None:
    group = group_of(html("<h1>Tide Working Group (TWG)</h1><p>We meet weekly.</p>", "Tide Working Group (TWG)"))
    assert (group.name, group.alternate_name, group.group_type) == ("Tide Working Group", ("TWG",), "working_group")


PEOPLE = """<h1>People</h1>
<h2>Principal Investigator</h2><div><h5>Ada Brunel</h5><p>Tides and gulls.</p></div>
<h2>PhD students</h2><div><h5>Piet Mol</h5><p>Doctoral Researcher</p></div>
<h2>Alumni</h2><h3>Graduate Students</h3><div><h5>Ida Roe</h5><p>Doctoral Researcher</p></div>"""


def test_leads_are_organizers_members_are_members_and_alumni_are_neither() -> None:
    group = group_of(html(PEOPLE, "People"))
    assert [(party.name, party.role) for party in group.organizers] == [("Ada Brunel", "Principal Investigator")]
    assert [(party.name, party.role) for party in group.members] == [("Piet Mol", "Doctoral Researcher")]


def test_the_role_on_a_line_decides_who_leads() -> None:
    group = group_of(
        html(
            "<h1>Scientific Advisory Committee</h1><ul><li>Dr. Ada Brunel (chair), Professor, Quay University</li>"
            "<li>Dr. Piet Mol (member), Tide College</li></ul><h4>Group members</h4><ul><li>Ida Roe (CWI)</li>"
            "<li>Bo Tern (audit coordinator)</li></ul>",
            "Scientific Advisory Committee",
        )
    )
    assert [(party.name, party.role) for party in group.organizers] == [("Ada Brunel", "chair")]
    assert [party.name for party in group.members] == ["Piet Mol", "Ida Roe", "Bo Tern"]
    assert group.members[1].affiliation == "CWI"


def test_cards_under_a_people_title_need_no_heading() -> None:
    cards = "".join(
        f"<div><h2><a href='/p/{i}'>{name}</a></h2><p>{role}</p></div>"
        for i, (name, role) in enumerate([("Ada Brunel", "Convener"), ("Piet Mol", "Associate Professor")])
    )
    group = group_of(html(cards, "Faculty", "https://harbour.example/faculty/"))
    assert [(party.name, party.role) for party in group.organizers] == [("Ada Brunel", "Convener")]
    assert [(party.name, party.url) for party in group.members] == [("Piet Mol", "https://harbour.example/p/1")]


def test_sentences_and_labels_name_who_leads() -> None:
    group = group_of(
        text("The lab is led by Dr Ada Brunel, a Professor at Quay University.\nGroup leader: Piet Mol (CWI)")
    )
    assert [(party.name, party.role) for party in group.organizers] == [
        ("Piet Mol", "Group leader"),
        ("Ada Brunel", "lead"),
    ]


def test_people_of_sub_groups_are_not_people_of_the_group() -> None:
    group = group_of(
        html(
            "<h1>Tide Working Group</h1><p>Group leaders: Ada Brunel (CWI)</p><p>It has 2 sub-groups: T-Low, T-High</p>"
            "<h2>T-Low</h2><ul><li>Group leader: Piet Mol (UCL)</li></ul>",
            "Tide Working Group",
        )
    )
    assert [party.name for party in group.organizers] == ["Ada Brunel"]
    assert group.sub_groups == ("T-Low", "T-High")


def test_run_together_members_are_taken_apart_and_brands_stay_whole() -> None:
    line = "Ada Brunel, Google DeepMindPiet Mol, University of BathIda Roe, arXiv"
    assert [(party.name, party.affiliation) for party, _ in split_glued(line)] == [
        ("Ada Brunel", "Google DeepMind"),
        ("Piet Mol", "University of Bath"),
        ("Ida Roe", "arXiv"),
    ]
    assert [party.name for party in group_of(text(line)).members] == ["Ada Brunel", "Piet Mol", "Ida Roe"]


def test_a_glued_card_is_an_organiser() -> None:
    group = group_of(text("This group aims to map the tides of all coasts.\nAda Brunel[email\u00a0protected]"))
    assert [(party.name, party.role) for party in group.organizers] == [("Ada Brunel", "organizer")]
    assert group.contact is not None and group.contact.email_obfuscated


FACTS = {
    "mission heading": ("<h3>Our Mission</h3><p>To advance the knowledge of tides by rigorous research.</p>", "purpose",
                        "To advance the knowledge of tides by rigorous research."),
    "focus label": ("<ul><li><b>Focus:</b> Surveying existing tide tables</li></ul>", "purpose",
    "Surveying existing tide tables"),
    "founding": ("<p>The group was formed in December 2004.</p>", "founding_date", "2004-12"),
    "charter date": ("<p>This charter starts in December 2004.</p>", "founding_date", None),
    "meetings": ("<p>Forum meetings are held twice a year.</p>", "meeting_frequency",
    "Forum meetings are held twice a year."),
    "membership": ("<p>Everyone with an interest in tides is very welcome to come along.</p>", "membership",
                   "Everyone with an interest in tides is very welcome to come along."),
    "joining": ("<p>To join a working group, please contact us.</p>", "join",
    "To join a working group, please contact us."),
    "joining a call": ("<p>Please sign up for our webinar.</p>", "join", None),
    "parent": ("<p>The Tide Lab at the University of Tidewick studies gulls.</p>", "parent_organization",
    "University of Tidewick"),
    "list": ("<p>Write to our mailing list: <a href='mailto:public-tide@quay.org'>here</a></p>", "mailing_list",
    "public-tide@quay.org"),
    "aims": ("<p>In particular, we aim to:</p><ul><li>map tides</li><li>feed gulls</li></ul>", "aims", ("map tides",
    "feed gulls")),
    "profile": ("<p><a href='https://github.com/tidelab'>Our GitHub</a></p>", "same_as",
    ("https://github.com/tidelab",)),
    "repository": ("<p><a href='https://github.com/tidelab/site/issues'>GitHub</a></p>", "same_as", ()),
}  # fmt: skip


@pytest.mark.parametrize(("body", "field", "value"), FACTS.values(), ids=FACTS)
def test_facts_are_read_where_the_page_states_them(body: str, field: str, value: object) -> None:
    group = group_of(html(f"<h1>Tide Group</h1>{body}", "Tide Group"))
    assert getattr(group, field) == value


def test_the_join_link_goes_with_the_call() -> None:
    group = group_of(html("<h1>Tide Group</h1><p><a href='/signup'>Click here to join us</a></p>", "Tide Group"))
    assert (group.join, group.join_url) == ("Click here to join us", "https://harbour.example/signup")


def test_talks_told_on_the_page_are_its_events() -> None:
    group = group_of(
        text(
            "This group unites sailors of all coasts.\n"
            "On February 4, 2022 from 15:00-16:30 we welcomed Ada Brunel (CWI) to speak about 'Tides as Symbolic Form.'"
        )
    )
    (event,) = group.events
    assert (event.name, event.start_date, event.start_time, event.end_time, event.performers) == (
        "Tides as Symbolic Form", "2022-02-04", "15:00", "16:30", ("Ada Brunel",),
    )  # fmt: skip


@pytest.mark.parametrize(
    "sample", ["[chair name]", "Lorem ipsum dolor sit amet", "Nelson Bighetti", "test@example.org"]
)
def test_sample_text_of_themes_is_no_value(sample: str) -> None:
    body = f"<h1>Tide Lab</h1><h2>Chairs</h2><p>{sample}</p><p>Contact: {sample}</p>"
    group = group_of(html(body, "Tide Lab"))
    assert (group.organizers, group.members, group.contact) == ((), (), None)


_pieces = st.sampled_from([
    "Ada Brunel", "Piet Mol", "Members", "Chair", "\n", "The Tide Group aims to", "map tides", "?", "Challenges:",
    "join us", "CWI",
    ",", "[email protected]", "led by", "meets weekly", "founded in 1999", "(TWG)", "Alumni",
    "at the University of Bath", ".", ":",
    "On 4 May 2022 we welcomed", "'Tides and their gulls'",
])  # fmt: skip


@given(st.lists(_pieces, max_size=40).map(" ".join))
def test_every_value_has_evidence_that_stands_on_the_page(words: str) -> None:
    view = text(words)
    body = fold(" ".join(block.text for block in view.body))
    for group in find_groups(view, "group")[0]:
        stated = {evidence.field.split("[")[0] for evidence in group.evidence}
        for field in Group.model_fields:
            if getattr(group, field) and field not in ("url", "evidence"):
                assert field in stated
        assert all(fold(evidence.text) in body for evidence in group.evidence)


def test_endless_text_is_read_in_time() -> None:
    for piece in ("The Aa Group (AG) is at the Bb of ", "Aa Bb, ", "group bring ", "weekly ", "a? ", "Dr Aa "):
        find_groups(text(piece * (200_000 // len(piece))), "group")


def test_the_corpus_of_groups_is_read_with_evidence(corpora: Path) -> None:
    bodies = {row["file"]: row["body"] for row in map(json.loads, (corpora / "turing/gold/body_dev.jsonl").open())}
    for row in map(json.loads, (corpora / "turing/gold/groups_dev.jsonl").open()):
        body = bodies[row["file"]]
        group = group_of(text(body))
        assert group.name or group.purpose
        assert all(fold(evidence.text) in fold(body) for evidence in group.evidence)
