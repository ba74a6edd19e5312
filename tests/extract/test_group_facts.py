"""What a group's page says of the group: its purpose and founding, in several languages. All groups are made up."""

import pytest

from tests.extract.test_groups import group_of, html

PURPOSES = {
    "its role": "The Quay Panel is a panel of the Board. Its role is to advise all harbours on mooring gulls.",
    "charged": "The working group is charged with writing a rule for the lighting of piers.",
    "asked": "We were asked to find out which piers are lit at night.",
    "meeting to": "We meet to read and quarrel about old tide tables.",
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
