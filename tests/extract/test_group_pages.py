"""Pages of a group's own site, and lists of groups: which give a record, and what it says. All names are invented."""

import pytest

from extract import extract_page
from extract.flow import Extraction
from extract.group_pages import find_role
from extract.records import Group

LEAD = "<p>The {name} studies how tides remember the boats that crossed them, with instruments that we build.</p>"
PEOPLE = (
    "<h2>Principal investigator</h2><div class=card><h5>Ada Brunel</h5><p>Professor of Tides</p></div>"
    "<h2>PhD students</h2><div class=card><h5>Piet Mol</h5><p>Ebb and flow</p></div>"
    "<div class=card><h5>Ida Roe</h5><p>Harbour noise</p></div>"
    "<h2>Alumni</h2><div class=card><h5>Bo Quill</h5><p>Now at the lighthouse</p></div>"
)


def read(body: str, url: str, head: str = "", site: str = "", footer: str = "", lang: str = "en") -> Extraction:
    """A page with a menu and a footer around its body."""
    meta = f'<meta property="og:site_name" content="{site}">' if site else ""
    menu = "<nav><ul><li><a href=/>Home</a></li><li><a href=/people>People</a></li></ul></nav>"
    html = (
        f"<html lang={lang}><head><title>{head}</title>{meta}</head><body>{menu}<main>{body}</main>"
        f"<footer><p>{footer}</p></footer></body></html>"
    )
    return extract_page(html, url=url)


def group_of(*page: str, **more: str) -> Group:
    (group,) = read(*page, **more).groups
    return group


def test_the_home_page_of_a_lab_speaks_for_the_lab_whatever_its_heading() -> None:
    body = "<h1>Listening to water</h1>" + LEAD.format(name="Brunel Lab at the University of Quillmere")
    group = group_of(body, "https://brunel-lab.example/", "Listening to water – Brunel Lab")
    assert group.name == "Brunel Lab"
    assert group.group_type == "lab"


def test_the_footer_names_the_group_where_nothing_else_does() -> None:
    body = "<h1>Home</h1><p>We study tides. Our research focuses on boats that nobody remembers any more.</p>"
    group = group_of(body, "https://tide.example/", "Home", footer="© 2026 Tide Research Group. All rights reserved.")
    assert group.name == "Tide Research Group"
    assert group.group_type == "research_group"


def test_a_list_of_people_is_of_the_group_that_the_site_is_named_after() -> None:
    page = read(f"<h1>People</h1>{PEOPLE}", "https://tide.example/people/", "People | Tide Lab", "Tide Lab")
    (group,) = page.groups
    assert page.page_kind == "group"
    assert group.name == "Tide Lab"
    assert [one.name for one in group.organizers] == ["Ada Brunel"]
    assert [one.name for one in group.members] == ["Piet Mol", "Ida Roe"]


def test_the_staff_of_an_institute_are_no_group() -> None:
    page = read(f"<h1>People</h1>{PEOPLE}", "https://q.example/people/", "People | Quillmere Institute",
                "Quillmere Institute for Tides")  # fmt: skip
    assert page.groups == ()


@pytest.mark.parametrize(
    ("url", "head", "heading"),
    [
        ("https://tide.example/people/ada-brunel", "Ada Brunel | Tide Lab", "Ada Brunel"),
        ("https://tide.example/news/new-boat", "New boat | Tide Lab", "New boat"),
        ("https://tide.example/projects/ebb", "Ebb | Tide Lab", "Ebb"),
        ("https://tide.example/contact", "Contact | Tide Lab", "Contact"),
        ("https://tide.example/publications", "Publications | Tide Lab", "Publications"),
        ("https://tide.example/code-of-conduct", "Code of conduct | Tide Lab", "Code of conduct"),
        ("https://tide.example/events/tide-day", "Tide Day | Tide Lab", "Tide Day"),
    ],
)
def test_other_pages_of_a_group_s_site_give_no_group(url: str, head: str, heading: str) -> None:
    assert read(f"<h1>{heading}</h1>" + LEAD.format(name="Tide Lab"), url, head, "Tide Lab").groups == ()


def test_a_template_of_a_group_s_page_is_no_group() -> None:
    body = "<h1>[name] Working Group Charter</h1><p>The mission of the [name] Working Group is to do good.</p>"
    assert read(body, "https://w.example/charters/template.html", "[name] Working Group Charter").groups == ()


def test_sample_text_of_a_theme_is_no_value() -> None:
    body = "<h1>Wowchemy Research Group</h1><p>The Wowchemy Research Group has been a center of excellence.</p>"
    group = group_of(body, "https://tide.example/", "Tide Research Group", "Tide Research Group")
    assert group.name == "Tide Research Group"
    assert group.purpose is None


@pytest.mark.parametrize(
    ("lang", "url", "head", "body", "name", "kind"),
    [
        ("de", "https://t.example/", "Arbeitsgruppe Gezeiten",
         "<h1>Arbeitsgruppe Gezeiten</h1><p>Die Arbeitsgruppe Gezeiten hat das Ziel, Boote zu zählen.</p>",
         "Arbeitsgruppe Gezeiten", "research_group"),
        ("fr", "https://t.example/", "Laboratoire des marées",
         "<h1>Laboratoire des marées</h1><p>Le laboratoire des marées a pour but de compter les bateaux.</p>",
         "Laboratoire des marées", "lab"),
        ("es", "https://t.example/", "Grupo de investigación Mareas",
         "<h1>Grupo de investigación Mareas</h1><p>El grupo tiene como objetivo contar barcos en el puerto.</p>",
         "Grupo de investigación Mareas", "research_group"),
        ("it", "https://t.example/", "Laboratorio Maree",
         "<h1>Laboratorio Maree</h1><p>Il laboratorio ha lo scopo di contare le barche che passano nel porto.</p>",
         "Laboratorio Maree", "lab"),
        ("nl", "https://t.example/", "Werkgroep Getijden",
         "<h1>Werkgroep Getijden</h1><p>De werkgroep heeft tot doel alle boten in de haven te tellen.</p>",
         "Werkgroep Getijden", "working_group"),
    ],
)  # fmt: skip
def test_groups_of_other_languages(lang: str, url: str, head: str, body: str, name: str, kind: str) -> None:
    group = group_of(body, url, head, lang=lang)
    assert (group.name, group.group_type) == (name, kind)
    assert group.purpose


LIST = "<h1>{title}</h1><div class=list>{items}</div>"
CARD = "<article><h3><a href='/groups/{slug}'>{name}</a></h3><p>{about}</p></article>"
CARDS = "".join(
    CARD.format(slug=name.lower(), name=name, about=f"{name} is counted here, on working days.")
    for name in ("Fog", "Rain", "Tide", "Wind")
)


@pytest.mark.parametrize("title", ["Research groups", "Working Groups", "Forschungsgruppen", "Nos équipes", "Labs"])
def test_cards_of_a_list_of_groups_become_records(title: str) -> None:
    page = read(LIST.format(title=title, items=CARDS), "https://q.example/research/groups/", f"{title} | Quillmere")
    assert page.page_kind == "listing"
    assert [group.name for group in page.groups] == ["Fog", "Rain", "Tide", "Wind"]
    assert page.groups[0].url == "https://q.example/groups/fog"
    assert page.groups[0].description == "Fog is counted here, on working days."
    assert len({group.record_id for group in page.groups}) == 4


def test_table_rows_and_linked_items_are_entries_too() -> None:
    rows = "".join(f"<tr><td><a href='/g/{n}'>Group {n}</a></td><td>Counts boats of sort {n}.</td></tr>" for n in "ABC")
    table = f"<h1>Interest groups</h1><table><tr><th>Name</th><th>About</th></tr>{rows}</table>"
    (first, *_) = read(table, "https://q.example/interest-groups", "Interest groups").groups
    assert (first.name, first.description, first.group_type) == ("Group A", "Counts boats of sort A.", "interest_group")
    items = "".join(
        f"<li><a href='https://{n}.example/'>{n} - Laboratory for boats of {n}</a></li>" for n in ("AB", "CD")
    )
    listed = read(f"<h1>Communities</h1><ul>{items}</ul>", "https://q.example/communities", "Communities").groups
    assert [(group.name, group.description) for group in listed] == [
        ("AB", "Laboratory for boats of AB"), ("CD", "Laboratory for boats of CD"),
    ]  # fmt: skip


def test_members_below_a_group_s_heading_are_no_groups() -> None:
    items = "".join(
        f"<li><a href='https://{n}.example'>The {n} Museum of Quillmere and Weirside</a></li>"
        for n in ("Fog", "Rain", "Tide")
    )
    body = (
        "<h1>Working Groups</h1><h3>Tide Working Group</h3><p>The Tide Working Group helps museums to count boats.</p>"
        f"<p>Members</p><ul>{items}</ul>"
    )
    group = group_of(body, "https://q.example/working-groups", "Working Groups")
    assert group.name == "Tide Working Group"
    assert len(group.members) == 3
    assert "Fog Museum" in str(group.members[0].name)


def test_a_list_of_other_things_lists_no_groups() -> None:
    page = read(LIST.format(title="Publications", items=CARDS), "https://q.example/publications", "Publications")
    assert page.groups == ()


@pytest.mark.parametrize("size", [8_000])
def test_endless_lists_do_not_hang(size: int) -> None:
    items = "".join(f"<li><a href='/g/{n}'>Group number {n}</a></li>" for n in range(size))
    page = read(f"<h1>Research groups</h1><ul>{items}</ul>", "https://q.example/groups", "Research groups")
    assert 0 < len(page.groups) <= 300


def test_what_a_page_is_to_a_group_is_told_by_address_and_heading() -> None:
    from extract.claims import View
    from extract.markup import Markup

    empty = Markup((), {}, ())
    roles = {
        url: find_role(View(f"https://t.example{url}", "", (), (), empty), "other")
        for url in ("/", "/docs/index.html", "/about.html", "/team/", "/join-us", "/news", "/people/ada")
    }
    assert roles == {
        "/": "home", "/docs/index.html": "home", "/about.html": "about", "/team/": "people", "/join-us": "join",
        "/news": "", "/people/ada": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "body", "leads", "members"),
    [
        (
            "Team",
            "<h2>Principal Investigator</h2><h3>Dr. Ada Brunel</h3><p>Associate Professor, University of Quillmere</p>"
            "<h2>Current Members</h2><h3>Piet Mol</h3><p>PhD Student</p><h3>Ida Roe</h3><p>Postdoc</p>"
            "<h2>Former Members</h2><ul><li>Bo Quill (now at Weirside)</li></ul>",
            ["Ada Brunel: Principal Investigator"],
            ["Piet Mol", "Ida Roe"],
        ),
        (
            "Executive Board",
            "<ul><li>President: Ada Brunel, University of Quillmere</li>"
            "<li>Vice-president: Piet Mol (Open Harbour)</li><li>Member: Bo Quill, CWI</li></ul>"
            "<p>The board decides what is counted in the harbour, and when.</p>",
            ["Ada Brunel: President", "Piet Mol: Vice-president"],
            ["Bo Quill"],
        ),
        (
            "Mitarbeiter",
            "<h2>Leitung</h2><ul><li>Prof. Dr. Ada Brunel</li></ul><h2>Wissenschaftliche Mitarbeiter</h2>"
            "<ul><li>Dr. Piet Mol</li>"
            "<li>Ida Roe, M.Sc.</li></ul><h2>Doktoranden</h2><ul><li>Lo Marr</li></ul><h2>Ehemalige</h2><ul>"
            "<li>Dr. Bo Quill</li></ul>",
            ["Ada Brunel: Leitung"],
            ["Piet Mol", "Ida Roe", "Lo Marr"],
        ),
        (
            "L’équipe",
            "<h2>Responsable</h2><p>Ada Brunel, professeure</p><h2>Doctorants</h2><ul><li>Piet Mol</li><li>Ida Roe</li>"
            "</ul><h2>Anciens membres</h2><ul><li>Bo Quill</li></ul>",
            ["Ada Brunel: Responsable"],
            ["Piet Mol", "Ida Roe"],
        ),
        (
            "Members",
            "<table><tr><th>Name</th><th>Affiliation</th><th>Role</th></tr>"
            "<tr><td>Ada Brunel</td><td>University of Quillmere</td><td>Chair</td></tr>"
            "<tr><td>Piet Mol</td><td>CWI</td><td>Member</td></tr></table>",
            ["Ada Brunel: Chair"],
            ["Piet Mol"],
        ),
        (
            "Members",
            "<p>The group is led by Ada Brunel and Piet Mol.</p><h2>Members</h2>"
            "<p>Ida Roe (CWI), Bo Quill (Open Harbour), Lo Marr</p>",
            ["Ada Brunel: lead", "Piet Mol: lead"],
            ["Ida Roe", "Bo Quill", "Lo Marr"],
        ),
    ],
)
def test_who_leads_and_who_belongs_to_it(heading: str, body: str, leads: list[str], members: list[str]) -> None:
    page = f"<h1>{heading}</h1>{body}"
    group = group_of(page, "https://tide.example/team/", f"{heading} | Tide Lab", "Tide Lab")
    assert [f"{one.name}: {one.role}" for one in group.organizers] == leads
    assert [one.name for one in group.members] == members


def test_an_about_page_says_what_there_is_to_say() -> None:
    body = (
        "<h1>About us</h1><p>The Tide Network (TN) is a network of researchers who count boats. It was founded in 2011"
        " by three harbours.</p><p>Our mission is to make every boat count.</p><p>The network is coordinated by Ada"
        " Brunel (University of Quillmere).</p><h2>Research topics</h2><ul><li>Boats</li><li>Buoys</li></ul><h2>How to"
        " join</h2><p>To join the network, please fill in the <a href='https://forms.example/x'>membership form</a>."
        "</p><p>We meet monthly. Contact: info@net.example</p><h2>Outputs</h2><ul><li>A count of boats, 2019</li></ul>"
    )
    group = group_of(body, "https://net.example/about", "About – Tide Network", "Tide Network")
    assert group.alternate_name == ("TN",)
    assert group.purpose == "Our mission is to make every boat count."
    assert group.description and group.description.startswith("The Tide Network (TN) is a network")
    assert (group.founding_date, group.join_url) == ("2011", "https://forms.example/x")
    assert (group.topics, group.outputs) == (("Boats", "Buoys"), ("A count of boats, 2019",))
    assert group.contact and group.contact.email == "info@net.example"
    assert {one.field for one in group.evidence} >= {"description", "outputs[0]", "topics[1]", "contact"}


def test_the_join_button_beside_the_body_is_the_call() -> None:
    page = (
        "<html><head><title>Fog | Quillmere</title></head><body><main><h1>Fog</h1><p>The Fog interest group aims to"
        " count what cannot be seen from the harbour wall, by ear and by patience.</p></main><aside><div><a"
        " href='/subscribe?group=7'>Subscribe to group</a></div></aside></body></html>"
    )
    (group,) = extract_page(page, url="https://q.example/interest-groups/fog").groups
    assert (group.join, group.join_url) == ("Subscribe to group", "https://q.example/subscribe?group=7")


def test_an_address_called_after_the_group_is_its_contact_and_a_person_s_is_not() -> None:
    text = "<h1>Tide Group</h1><p>The Tide Group aims to count what cannot be seen by anybody.</p><p>Write to {}.</p>"
    url = "https://q.example/interest-groups/tide"
    own, other = (group_of(text.format(mail), url, "Tide Group") for mail in ("tide@q.example", "ada.brunel@q.example"))
    assert own.contact and own.contact.email == "tide@q.example"
    assert other.contact is None
