"""Which records of two institutes are one event, and which only look so."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.linking import CROWD, Notice, find_candidates, is_same, link, read_notice

DAY = date(2027, 5, 3)
NOON = datetime(2027, 5, 3, 12, tzinfo=UTC)
HALL = {"name": "Malthouse Hall", "address_locality": "Quillmere"}
PLACE = {"name": "The Malthouse Hall", "address_locality": None}


def notice(site: str, identity: str = "1", **fields: Any) -> Notice:
    row = dict.fromkeys(("start_time", "starts_at", "same_as", "registration_url", "location",
                         "event_attendance_mode", "performers"))  # fmt: skip
    stated = {"site": site, "record_id": f"{site}-{identity}", "url": f"https://{site}.example/{identity}",
              "name": "Kelp at sea", "start_date": DAY}  # fmt: skip
    found = read_notice(row | stated | fields)
    assert found is not None
    return found


def people(*names: str) -> list[dict[str, str]]:
    return [{"name": name} for name in names]


SAME: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "one names the other's page": (
        {"same_as": ["http://www.hof.example/1/"]},
        {"name": "Tang auf See"},
    ),
    "one sends to the other's page to register": (
        {"registration_url": "https://hof.example/1?utm_source=lab"},
        {"name": "Tang auf See"},
    ),
    "one place to register, names alike": (
        {"registration_url": "https://tickets.example/e/77", "name": "Kelp at sea: a colloquium"},
        {"registration_url": "https://tickets.example/e/77", "name": "Colloquium Kelp at Sea 2027"},
    ),
    "one place to register, one instant, two languages": (
        {"registration_url": "https://tickets.example/e/77", "starts_at": NOON, "start_time": "13:00"},
        {"registration_url": "https://tickets.example/e/77", "starts_at": NOON, "start_time": "14:00", "name": "Tang"},
    ),
    "one name, one person": (
        {"performers": people("Orla Penhallick", "Otto Reed")},
        {"performers": people("ORLA PENHALLICK"), "name": "The “Kelp” at Sea"},
    ),
    "one name, one venue": ({"location": [HALL]}, {"location": [PLACE]}),
    "a longer name, one venue": (
        {"location": [HALL], "name": "A history of salt in five maps"},
        {"location": [PLACE], "name": "Public lecture: a history of salt in five maps"},
    ),
    "one name, online at one instant": (
        {"event_attendance_mode": "online", "starts_at": NOON},
        {"event_attendance_mode": "online", "starts_at": NOON},
    ),
}  # fmt: skip
OTHER: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "one name alone": ({}, {}),
    "one name in one town": (
        {"location": [{"name": None, "address_locality": "Quillmere"}]},
        {"location": [{"name": "Old Library", "address_locality": "Quillmere"}]},
    ),
    "one venue's name in two towns": (
        {"location": [HALL]},
        {"location": [{"name": "Malthouse Hall", "address_locality": "Otterby"}]},
    ),
    "other people": (
        {"location": [HALL], "performers": people("Orla Penhallick")},
        {"location": [HALL], "performers": people("Otto Reed")},
    ),
    "another day": ({"location": [HALL]}, {"location": [HALL], "start_date": DAY + timedelta(days=1)}),
    "another hour": (
        {"location": [HALL], "start_time": "10:00"},
        {"location": [HALL], "start_time": "14:00"},
    ),
    "another instant at one clock time": (
        {"registration_url": "https://tickets.example/e/77", "starts_at": NOON, "start_time": "13:00"},
        {"registration_url": "https://tickets.example/e/77", "starts_at": NOON + timedelta(hours=1),
         "start_time": "13:00"},
    ),
    "one ticket office": (
        {"registration_url": "https://tickets.example/"},
        {"registration_url": "https://tickets.example/"},
    ),
    "two talks of a festival with one ticket": (
        {"registration_url": "https://tickets.example/e/77", "name": "Opening: the sea and its papers"},
        {"registration_url": "https://tickets.example/e/77", "name": "Panel on bridges"},
    ),
    "two numbers of a series": (
        {"location": [HALL], "name": "Tide reading group session 3"},
        {"location": [HALL], "name": "Tide reading group session 4"},
    ),
    "a word that both share": ({"location": [HALL], "name": "Seminar"}, {"location": [HALL], "name": "Kelp seminar"}),
    "one name online at hours unknown": ({"event_attendance_mode": "online"}, {"event_attendance_mode": "online"}),
}  # fmt: skip


@pytest.mark.parametrize("case", SAME)
def test_one_event_of_two_institutes_is_linked(case: str) -> None:
    one, other = notice("lab", **SAME[case][0]), notice("hof", **SAME[case][1])
    assert link([one, other]) == {("lab", "lab-1"): ("hof-1",), ("hof", "hof-1"): ("lab-1",)}


@pytest.mark.parametrize("case", OTHER)
def test_two_events_that_look_alike_are_not(case: str) -> None:
    assert link([notice("lab", **OTHER[case][0]), notice("hof", **OTHER[case][1])]) == {}


def test_three_institutes_are_linked_all_with_all() -> None:
    links = link([notice(site, location=[HALL]) for site in ("lab", "hof", "inst")])
    assert links["hof", "hof-1"] == ("inst-1", "lab-1")
    assert len(links) == 3


def test_what_could_be_either_of_two_is_linked_to_none() -> None:
    twice = [notice("lab", str(number), start_time=f"1{number}:00", location=[HALL]) for number in (0, 4)]
    assert link([*twice, notice("hof", location=[HALL])]) == {}
    assert len(link([*twice, notice("hof", start_time="14:00", location=[HALL])])) == 2


def test_records_of_one_site_and_records_without_day_or_name_are_never_linked() -> None:
    assert link([notice("lab", "1", location=[HALL]), notice("lab", "2", location=[HALL])]) == {}
    assert read_notice({"start_date": None, "name": "Kelp"}) is None
    assert read_notice({"start_date": DAY, "name": ""}) is None


_NOTICES = st.lists(
    st.builds(
        notice, st.sampled_from(["lab", "hof", "inst"]), st.sampled_from("123"),
        name=st.sampled_from(["Kelp at sea", "The kelp at sea", "Maps of fog"]),
        location=st.sampled_from([[], [HALL], [PLACE]]), start_time=st.sampled_from([None, "10:00", "14:00"]),
        same_as=st.sampled_from([[], ["https://lab.example/1"]]),
    ),
    max_size=7, unique_by=lambda one: one.key,
)  # fmt: skip


@given(_NOTICES, st.randoms(use_true_random=False))
def test_links_are_mutual_of_other_sites_and_the_same_in_any_order(notices: list[Notice], random: Any) -> None:
    links = link(notices)
    sites = {one.record_id: one.site for one in notices}
    for (site, identity), others in links.items():
        assert others
        for other in others:
            assert sites[other] != site
            assert identity in links[sites[other], other]
    random.shuffle(notices)
    assert link(notices) == links
    assert all(is_same(one, other) == is_same(other, one) for one in notices for other in notices)


def test_a_busy_day_costs_little_more_than_its_events() -> None:
    many = [notice(f"site{number % 20}", str(number), name=f"Talk number {number}", location=[HALL])
            for number in range(2000)]  # fmt: skip
    assert len(list(find_candidates(many))) < len(many)


def test_a_day_on_which_all_are_called_alike_links_nothing_and_costs_nothing() -> None:
    crowd = [notice(f"site{number}", str(number), name="Open seminar", location=[HALL]) for number in range(CROWD + 1)]
    assert list(find_candidates(crowd)) == []
    assert len(list(find_candidates(crowd[1:]))) == CROWD * (CROWD - 1) // 2
