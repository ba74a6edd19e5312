"""Events as institutes announce them in German, French, Spanish, Italian and Dutch, and what only looks like one."""

from typing import Any

import pytest

from extract import extract_page
from extract.clock import read_clocks
from extract.date_grammar import read_dates
from extract.fields.addresses import read_place
from extract.fields.attendance import physical_part
from extract.fields.contacts import find_addresses, is_role_address
from extract.fields.dates import find_year
from extract.fields.day_lines import is_time
from extract.fields.organisations import split_organisations
from extract.fields.posting import is_signed
from tests.extract.viewed import html, text

WHEN = "<p>Mittwoch, 14. Oktober 2026, 18 Uhr</p>"


def event_of(body: str, title: str = "Ebbe und Flut", path: str = "veranstaltungen/ebbe") -> Any:
    """The event of a page of an institute's calendar."""
    page = f"<!doctype html><html><body><main><h1>{title}</h1>{body}</main></body></html>"
    found = extract_page(page, f"https://pegel.example/{path}").events
    return found[0] if found else None


def kind_of(body: str, title: str) -> str:
    """The kind of a page whose address says nothing."""
    page = f"<!doctype html><html><body><main><h1>{title}</h1>{body}</main></body></html>"
    return extract_page(page, "https://pegel.example/x/ebbe").page_kind


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        ("Soutenance de thèse de Ada Brunel", "<p>Elle aura lieu lundi 7 juin 2027 à 14h.</p>", "event"),
        ("Marées", "<p>Le colloque réunira les riverains du port.</p>", "event"),
        ("Maree", "<p>Il seminario è rinviato.</p>", "event"),
        ("Getij", "<p>De lezing vindt plaats op de kade.</p>", "event"),
        ("Mareas", "<p>Fecha: 3 de mayo de 2027</p><p>Lugar: Sala del Muelle</p>", "event"),
        ("Soutenances", "<p>Les soutenances du laboratoire depuis 1990.</p>", "other"),
        ("Colloques", "<p>Nous organisons des colloques.</p>", "other"),
        ("Das Haus am Pegel", "<p>Das Haus wird im Sommer gestrichen.</p>", "other"),
    ],
)
def test_the_words_of_an_occasion_make_an_event(title: str, body: str, kind: str) -> None:
    assert kind_of(body, title) == kind


@pytest.mark.parametrize(
    ("line", "clocks"),
    [
        ("giovedì 4 marzo 2027, ore 17", [("17:00", None)]),
        ("dalle ore 15 alle 17", [("15:00", "17:00")]),
        ("alle ore 15.00, presso il molo", [("15:00", None)]),
        ("lundi 7 juin 2027 à 14 heures", [("14:00", None)]),
        ("Ende: Sa., 12:30 Uhr", [(None, "12:30")]),
        ("alle 18 persone iscritte", []),
        ("un voyage de 14 jours et 2 heures", []),
        ("version 15.00 du logiciel", []),
    ],
)
def test_hours_are_read_where_a_word_says_that_they_are(line: str, clocks: list[tuple[str, str]]) -> None:
    assert [(clock.start, clock.end) for clock in read_clocks(line)] == clocks


def test_a_time_behind_its_word_belongs_to_the_day() -> None:
    assert str(read_dates("Op vrijdag 5 februari 2027 om 14.30 uur")[0]) == "2027-02-05 14:30"
    assert str(read_dates("venerdì 12 marzo 2027 alle 18, al molo")[0]) == "2027-03-12 18:00"
    assert str(read_dates("il 12 marzo 2027 alle persone")[0]) == "2027-03-12"


def test_the_years_of_a_talks_subject_are_not_its_own() -> None:
    assert find_year(text("", "Pegel und Deiche, 1850–1950")) is None
    assert find_year(text("", "Marées de 1919 à 1939")) is None
    assert (find_year(text("", "Pegeltagung 2027")) or (0,))[0] == 2027


def test_who_signs_a_day_posted_the_page() -> None:
    assert is_signed(", par Secrétariat")
    assert not is_signed(", par visioconférence")
    assert not is_signed(", 14h, salle du Quai")
    event = event_of("<p>3 novembre 2026, par Ada</p><p>Jeudi 10 décembre 2026, 14h-16h, salle du Quai</p>")
    assert event.start_date.isoformat() == "2026-12-10"


def test_a_bare_day_gives_way_to_a_later_one_with_its_time_only() -> None:
    posted = "<p>lundi 16 novembre 2026</p>"
    later = event_of(posted + "<p>La séance se tiendra le lundi 7 décembre 2026 à 14h.</p>")
    assert later.start_date.isoformat() == "2026-12-07"
    untimed = event_of(posted + "<p>La séance se tiendra le lundi 7 décembre 2026.</p>")
    assert untimed.start_date.isoformat() == "2026-11-16"
    timed = event_of("<p>lundi 16 novembre 2026 à 10h</p><p>La suite aura lieu le 7 décembre 2026 à 14h.</p>")
    assert timed.start_date.isoformat() == "2026-11-16"


def test_what_takes_place_may_stand_before_its_days() -> None:
    event = event_of("<p>Colloque international – Marville, 3-5 juin 2027</p>", "Marées", "agenda/marees")
    assert (event.start_date.isoformat(), event.end_date.isoformat()) == ("2027-06-03", "2027-06-05")
    other = event_of("<p>Das Haus in Pegelstadt, gebaut 3.-5. Juni 2027</p>")
    assert other is None or other.start_date is None


@pytest.mark.parametrize(
    ("line", "stated"),
    [
        ("16:15 – 17:45 Uhr", True),
        ("jeweils 9–17 Uhr", True),
        ("De 16:30 a 18:30 horas", True),
        ("10:00 Teepause", False),
    ],
)
def test_a_line_is_a_time_with_its_words(line: str, stated: bool) -> None:
    assert is_time(line) is stated


def test_a_facts_bar_without_labels_gives_time_and_place() -> None:
    bar = "<ul><li>Do., 12.11.2026</li><li>16:15 – 17:45 Uhr</li><li>Haus C, Raum 2.07 und online</li></ul>"
    event = event_of(bar)
    assert (event.start_time, event.end_time, event.event_attendance_mode) == ("16:15", "17:45", "mixed")
    assert event.location[0].name == "Haus C, Raum 2.07"
    assert not event_of("<ul><li>Do., 12.11.2026</li><li>16:15 Uhr</li><li>120 € / 60 €</li></ul>").location


@pytest.mark.parametrize(
    ("value", "street", "town"),
    [
        ("Sala Blu, via del Porto 5, Marea", "via del Porto 5", "Marea"),
        ("Libreria del Molo (via del Porto 3, Marea)", "via del Porto 3", "Marea"),
        ("Hafenhaus, An der Mole 7, 14786 Pegelstadt", "An der Mole 7", "Pegelstadt"),
        ("Sala Blu, via del Porto 5, primo piano", "via del Porto 5", None),
        ("Im Raum 5", None, None),
        ("Quay Hall (ground floor)", None, None),
    ],
)
def test_streets_and_towns_of_five_languages(value: str, street: str | None, town: str | None) -> None:
    place = read_place(value)
    assert place is not None
    assert (place.street_address, place.address_locality) == (street, town)


def test_the_place_stands_right_behind_the_time() -> None:
    event = event_of(
        "<p>Si parla di maree, venerdì 12 marzo 2027 alle 18, alla Libreria del Molo (via del Porto 3).</p>"
    )
    assert (event.location[0].name, event.location[0].street_address) == ("Libreria del Molo", "via del Porto 3")
    assert not event_of("<p>Wir treffen uns am 12. März 2027 um 18 Uhr, im Anschluss gibt es Tee.</p>").location


@pytest.mark.parametrize(
    ("line", "mode"),
    [
        ("Modalidad presencial y en línea.", "mixed"),
        ("La lezione sarà trasmessa in streaming.", "mixed"),
        ("La journée ne sera ni retransmise ni enregistrée.", "offline"),
        ("Il sera possible de suivre la séance à distance.", "mixed"),
        ("Die Anmeldung erfolgt online.", "offline"),
    ],
)
def test_how_one_attends_in_five_languages(line: str, mode: str) -> None:
    event = event_of(f"{WHEN}<p>Ort: Hafensaal, Kaiallee 1, 14786 Pegelstadt</p><p>{line}</p>")
    assert event.event_attendance_mode == mode


def test_the_online_part_of_a_place_is_none() -> None:
    assert physical_part("Hafensaal und online") == "Hafensaal"
    assert physical_part("salle du Quai et en visioconférence") == "salle du Quai"
    assert physical_part("Saal Ebbe und Flut") == "Saal Ebbe und Flut"


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("Der Vortrag fällt krankheitsbedingt leider aus.", "EventCancelled"),
        ("ACTO SUSPENDIDO", "EventCancelled"),
        ("El seminario previsto queda suspendido.", "EventCancelled"),
        ("Der Hafen fällt bei Ebbe trocken, und der Vogel ruht aus.", None),
        ("El barco fue suspendido de una grúa.", None),
    ],
)
def test_what_does_not_take_place(line: str, status: str | None) -> None:
    assert event_of(f"{WHEN}<p>{line}</p>").event_status == status


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Conférence de Ada Brunel (Université du Quai), modérée par Piet Mol", {("Ada Brunel", "speaker")}),
        ("Conferencia a cargo de la Dra. Ada Brunel.", {("Ada Brunel", "speaker")}),
        ("Discutant : Ada Brunel (LHM)", {("Ada Brunel", "discussant")}),
        ("Modera: Ada Brunel", {("Ada Brunel", "chair")}),
        ("Das Bild wurde von einem Freund von Ada Brunel gemalt.", set()),
        ("Die Schriften von Ada Brunel handeln vom Hafen.", set()),
    ],
)
def test_people_of_five_languages(line: str, people: set[tuple[str, str]]) -> None:
    found = {(party.name, party.role) for party in event_of(f"{WHEN}<p>{line}</p>").performers}
    assert found >= people
    assert people or not found


def test_programme_lines_begin_with_a_name_and_its_affiliation() -> None:
    lines = "<p>10h – Ada Brunel (Musée du Port) : La marée<br>11h – Piet Mol (LHM) : Le quai<br>12h – Déjeuner</p>"
    found = {(party.name, party.affiliation) for party in event_of(WHEN + lines).performers}
    assert found == {("Ada Brunel", "Musée du Port"), ("Piet Mol", "LHM")}


def test_the_jury_of_a_thesis_does_not_speak() -> None:
    people = "<ul><li>Dr Ada Brunel, Professor, Harbour University</li><li>Dr Eva Mol, Fellow, Quay Institute</li></ul>"
    assert len(event_of(f"{WHEN}<p>Nous accueillons ce jour au port :</p>{people}").performers) == 2
    assert not event_of(f"{WHEN}<p>Devant un jury composé de :</p>{people}").performers


def test_one_of_two_surnames_may_be_left_out() -> None:
    people = "<p>Ponente: Ada Brunel Mol (Universidad del Muelle)</p>"
    later = (
        "<p>Ada Brunel es historiadora del puerto. Trabajó muchos años en el archivo de la marea y en el muelle.</p>"
    )
    assert [party.name for party in event_of(WHEN + people + later).performers] == ["Ada Brunel Mol"]
    other = "<p>Ponente: Ada Brunel Mol</p><p>Modera: Ada Hafen</p>"
    assert len(event_of(WHEN + other).performers) == 2


@pytest.mark.parametrize(
    ("line", "audience"),
    [
        ("Le séminaire est ouvert à toutes et à tous, sans inscription.", "ouvert à toutes et à tous"),
        ("Il seminario è riservato a dottorandi e ricercatori.", "dottorandi e ricercatori"),
        ("Destinatarios: pescadores y estudiantes. La comida se abona en el muelle.", "pescadores y estudiantes"),
        ("Le port est ouvert à tous depuis 1990.", None),
        ("Il molo è riservato a barche piccole.", None),
    ],
)
def test_for_whom_it_is_in_other_languages(line: str, audience: str | None) -> None:
    assert event_of(f"{WHEN}<p>{line}</p>").audience == audience


def test_the_label_of_the_next_fact_is_no_affiliation() -> None:
    rows = "<tr><th>Moderation</th><td>Piet Mol</td></tr><tr><th>Veranstalter</th><td>Institut Pegel</td></tr>"
    performer = event_of(f"{WHEN}<table>{rows}</table>").performers[0]
    assert (performer.name, performer.affiliation) == ("Piet Mol", None)


def test_organisers_joined_by_an_article() -> None:
    assert [name for name, _ in split_organisations("vom Institut für Gezeiten und vom Arbeitskreis Pegel")] == [
        "Institut für Gezeiten", "Arbeitskreis Pegel",
    ]  # fmt: skip
    assert [name for name, _ in split_organisations("Instituto del Agua y el Territorio")] == [
        "Instituto del Agua y el Territorio"
    ]
    event = event_of(f"{WHEN}<p>Veranstaltet vom Institut für Gezeiten.</p>")
    assert [party.name for party in event.organizers] == ["Institut für Gezeiten"]
    assert not event_of(f"{WHEN}<p>Der Pegel wurde vom Institut für Gezeiten gemessen.</p>").organizers


@pytest.mark.parametrize(
    ("line", "series"),
    [
        ("Der Vortrag gehört zur Ringvorlesung »Gemeines Wasser«.", "Gemeines Wasser"),
        ("Séminaire « Quais et gestes », séance 3", "Quais et gestes"),
        ("Ciclo Voci del molo, quarto incontro", "Voci del molo"),
        ("Ihr Buch »Gemeines Wasser« erschien 2023.", None),
    ],
)
def test_series_stand_in_quotation_marks(line: str, series: str | None) -> None:
    assert event_of(f"{WHEN}<p>{line}</p>").super_event == series


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Bitte melden Sie sich bis spätestens 1. Oktober 2026 an.", "2026-10-01"),
        ("Inscription : gratuite mais obligatoire avant le 1er octobre", "2026-10-01"),
        ("Aanmelden: vóór 1 oktober", "2026-10-01"),
        ("Ein Zimmerkontingent ist bis zum 1. Oktober 2026 reserviert.", None),
        ("Die Ausstellung dauert bis zum 1. Dezember 2026.", None),
    ],
)
def test_until_when_one_registers(line: str, day: str | None) -> None:
    assert event_of(f"{WHEN}<p>{line}</p>").registration_deadline == day


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Inscription dans la limite des 45 places.", 45),
        ("Entrada libre hasta completar el aforo (120 localidades).", 120),
        ("Plätze: höchstens 16", 16),
        ("Das Archiv hat 45 Plätze im Lesesaal.", None),
    ],
)
def test_how_many_may_come(line: str, number: int | None) -> None:
    assert event_of(f"{WHEN}<p>{line}</p>").maximum_attendee_capacity == number


def test_an_address_with_a_bracketed_at_is_one() -> None:
    block = html("<p>Fragen an kolloquium(at)pegel.example. Bitte bald.</p>").body[0]
    assert [address for address, _ in find_addresses(block)] == ["kolloquium@pegel.example"]
    assert is_role_address("tagungsbuero@pegel.example")
    assert not is_role_address("brunel@pegel.example")


@pytest.mark.parametrize(
    ("line", "free"),
    [
        ("Inscription gratuite.", True),
        ("Der Eintritt ist frei.", True),
        ("Toegang: 75 DKK, leden gratis", False),
        ("Gratis kopje thee bij de boot.", None),
    ],
)
def test_what_is_free_for_some_is_not_free(line: str, free: bool | None) -> None:
    assert event_of(f"{WHEN}<p>{line}</p>").is_accessible_for_free == free
