"""What a group's page says of the group: its purpose and founding, in several languages. All groups are made up."""

import pytest

from tests.extract.test_groups import group_of, html

PURPOSES = {
    "its role": "The Quay Panel is a panel of the Board. Its role is to advise all harbours on mooring gulls.",
    "charged": "The working group is charged with writing a rule for the lighting of piers.",
    "asked": "We were asked to find out which piers are lit at night.",
    "meeting to": "We meet to read and quarrel about old tide tables.",
    "meets, doing": "The tide group meets regularly at the quay, inviting sailors and mending nets.",
    "our work": "Our work is about keeping boats and gulls apart on narrow quays.",
    "zweck": "Zweck des Vereins ist es, die Hafenkunde an der Küste zu fördern.",
    "befasst": "Die Arbeitsgruppe befasst sich mit dem Wasserstand kleiner Häfen.",
    "untersucht": "Die Forschungsgruppe untersucht, wie Möwen den Wasserstand lesen.",
    "pour mission": "Le groupe a pour mission de relever les marées de tous les ports.",
    "mission de": "La mission de notre laboratoire est de relever les marées de tous les ports.",
    "si occupa": "Il gruppo si occupa di maree e di piccoli porti della costa.",
}


@pytest.mark.parametrize("words", PURPOSES.values(), ids=PURPOSES)
def test_the_purpose_is_said_in_many_ways(words: str) -> None:
    group = group_of(html(f"<h1>Tide Group</h1><p>Boats are old. {words}</p>", "Tide Group"))
    assert group.purpose and group.purpose in words and words.endswith(group.purpose)


NO_PURPOSES = {
    "when it meets": "The Committee meets in weeks 3 and 7 of each term.",
    "her role": "Ada Brunel joined in May. Her role is to advise all harbours on gulls.",
    "a person was asked": "Ada Brunel was asked to find out which piers are lit at night.",
    "a boat's mission": "The mission of the boat in 1952 was never explained to anybody.",
    "zweck of a form": "Der Zweck heiligt die Mittel, sagte der alte Hafenmeister oft.",
}


@pytest.mark.parametrize("words", NO_PURPOSES.values(), ids=NO_PURPOSES)
def test_other_sentences_are_no_purpose(words: str) -> None:
    assert group_of(html(f"<h1>Tide Group</h1><p>{words}</p>", "Tide Group")).purpose is None


FOUNDINGS = {
    "season": ("The group was formed in spring 2012.", "2012"),
    "since its founding": ("The lab has measured tides since its founding in 2008.", "2008"),
    "no subject": ("Founded in November 2010, the group maps tides.", "2010-11"),
    "besteht seit": ("Die Gruppe besteht seit 2012.", "2012"),
    "verb at the end": ("Das Netzwerk wurde im März 2017 am Hafen gegründet.", "2017-03"),
    "gegründet first": ("Im Mai 2011 gegründet, misst die Gruppe die Gezeiten.", "2011-05"),
    "french": ("Le groupe a été fondé en juin 2009.", "2009-06"),
    "somebody set it up": ("In April 2021 the Board set up a working group on tides.", "2021-04"),
    "another's": ("Founded in 1880, Quay University is the oldest of the coast.", None),
    "something else set up": ("In April 2021 the Board set up a museum of tides.", None),
    "measured since": ("Die Stationen messen seit 2004 den Wasserstand.", None),
    "elected": ("The group was led by Ada Brunel in 2010.", None),
}


@pytest.mark.parametrize(("words", "day"), FOUNDINGS.values(), ids=FOUNDINGS)
def test_the_founding_is_that_of_the_group(words: str, day: str | None) -> None:
    page = html(f"<h1>Tide Working Group</h1><p>{words}</p>", "Tide Working Group")
    assert group_of(page).founding_date == day


OWNERS = {
    "hosted": ("It is one of several groups hosted by the Quay Policy Programme of the Harbour Institute.",
               "Quay Policy Programme"),
    "reports": ("It reports to the Harbour Research Council and met in May.", "Harbour Research Council"),
    "part since": ("The group has been part of the Department of Land and Water since 2008.",
                   "Department of Land and Water"),
    "nearer": ("Welcome to the Tide Working Group at Quay University. We are a small group within the School of Tides.",
               "School of Tides"),
    "no full stop": ("Welcome to the Tide Working Group at Quay University.", "Quay University"),
    "german": ("Die Gruppe besteht seit 2012 und gehört zur Abteilung Gezeiten.", "Abteilung Gezeiten"),
    "german owner of owner": ("Die Gruppe gehört zum Institut für Meereskunde der Universität Hafen.",
                              "Institut für Meereskunde"),
    "french": ("Le groupe réunit des marins et dépend de la Commission des petits ports.",
               "Commission des petits ports"),
    "a person's": ("Ada Brunel is part of the Quay Council and reports to the Harbour Board.", None),
    "a boat's": ("Das Boot gehört zur Abteilung Gezeiten.", None),
    "an event of": ("We report the tides to nobody; the party is at the Quay Council.", None),
}  # fmt: skip


@pytest.mark.parametrize(("words", "owner"), OWNERS.values(), ids=OWNERS)
def test_the_owner_is_the_nearest_that_the_page_states(words: str, owner: str | None) -> None:
    page = html(f"<h1>Tide Working Group</h1><p>Boats are old. {words}</p>", "Tide Working Group")
    assert group_of(page).parent_organization == owner


LISTS = {
    "charge": ("<h3>Charge</h3><ul><li>Map tides</li><li>Feed gulls</li></ul>", "aims", ("Map tides", "Feed gulls")),
    "numbered": ("<h3>Objectives</h3><p>1. Map tides. 2. Feed gulls.</p>", "aims", ("Map tides.", "Feed gulls.")),
    "missions": ("<h3>Missions</h3><ol><li>Mesurer la mer</li></ol>", "aims", ("Mesurer la mer",)),
    "years are no numbers": ("<h3>Objectives</h3><p>In 1952 there were 2. And then 3. boats.</p>", "aims", ()),
    "other list": ("<h3>Biscuits</h3><ul><li>Oat</li><li>Rye</li></ul>", "aims", ()),
    "comma list": ("<h3>Forschungsthemen</h3><p>Ebbe, Flut, Strömung</p>", "topics", ("Ebbe", "Flut", "Strömung")),
    "terms": ("<h3>Research themes</h3><dl><dt>Ebb</dt><dd>Water goes.</dd><dt>Flood</dt><dd>It comes.</dd></dl>",
              "topics", ("Ebb", "Flood")),
    "a sentence": ("<h3>Research themes</h3><p>We like ebb, flood, and the boats.</p>", "topics", ()),
    "units": ("<h2>Units of the Center</h2><ul><li>Gull Unit</li></ul>", "sub_groups", ("Gull Unit",)),
    "regional": ("<h2>Regionalgruppen</h2><ul><li>Ebbe Ost</li></ul>", "sub_groups", ("Ebbe Ost",)),
    "units of measure": ("<h2>Units of measurement</h2><ul><li>Knots</li></ul>", "sub_groups", ()),
}  # fmt: skip


@pytest.mark.parametrize(("body", "field", "values"), LISTS.values(), ids=LISTS)
def test_lists_are_what_their_heading_says(body: str, field: str, values: tuple[str, ...]) -> None:
    page = html(f"<h1>Tide Group</h1><p>The group aims to map the tides of the coast.</p>{body}", "Tide Group")
    assert getattr(group_of(page), field) == values
