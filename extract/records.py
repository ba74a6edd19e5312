"""The record types. What is said here once (field, type, meaning, schema.org term) is the tables' schema too.

Formats (corpus guidelines, schema.org in snake_case): dates ISO 8601, clock times `HH:MM` local to the event,
durations ISO 8601, URLs absolute. None and () mean: the page does not state it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

PageKind = Literal[
    "event", "event_series", "group", "project", "programme", "person", "news", "blog", "publication",
    "opportunity", "listing", "other",
]  # fmt: skip
EventStatus = Literal["EventScheduled", "EventCancelled", "EventPostponed", "EventRescheduled", "EventMovedOnline"]
AttendanceMode = Literal["offline", "online", "mixed"]
RegistrationStatus = Literal["open", "closed", "full", "required", "not_required", "invitation_only", "external"]


class Problem(NamedTuple):
    """Expected trouble with one page: which step met it, how bad it is, what a person should know."""

    step: str
    severity: Literal["info", "warning", "error"]
    message: str


def column(description: str, term: str = "", unit: str = "", **more: Any) -> Any:
    """A column: its meaning, the schema.org property that it maps to (`offers.url`: that of another thing) and the
    unit or notation of its values. Its default is None."""
    more["json_schema_extra"] = {"term": term, "unit": unit}
    return Field(default=more.pop("default", None), description=description, **more)


def columns(description: str, term: str = "", unit: str = "") -> Any:
    """A column that holds a list; its default is ()."""
    return column(description, term, unit, default=())


class Value(BaseModel):
    """Frozen; an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(Value):
    """Where a value came from."""

    field: str = Field(description="Name of the field it supports; `performers[1]` for one item of a list.")
    text: str = Field(description="The words of the page (or of its markup, calendar, listing card, address).")
    rule: str = Field(description="The rule that read them, as source.rule: markup, calendar, label, card, text, url.")
    path: str = Field(default="", description="Where they stood: the path of the block, or of the markup property.")


class Place(Value):
    name: str | None = column("Name of the venue, with the room if the page gives it.", "name")
    street_address: str | None = column("Street and number.", "streetAddress")
    address_locality: str | None = column("Town or city.", "addressLocality")
    postal_code: str | None = column("Postal code.", "postalCode")
    address_country: str | None = column("Country as written.", "addressCountry")


class Party(Value):
    """A person or an organisation with its part in an event or group."""

    name: str | None = column("Name without titles.", "name")
    affiliation: str | None = column("Organisation the person belongs to.", "affiliation")
    role: str | None = column("Part played: speaker, keynote, panellist, chair, host, lead, member, ...", "roleName")
    title: str | None = column("Title taken off the name: Dr, Professor, ...", "honorificPrefix")
    url: str | None = column("Profile page.", "url")


class Price(Value):
    amount: float | None = column("Amount.", "price", unit="price_currency")
    price_currency: str | None = column("ISO 4217 code.", "priceCurrency", unit="ISO 4217")
    applies_to: str | None = column("Who pays it.", "eligibleCustomerType")
    is_minimum: bool | None = column("True for 'from ...'.")


class Contact(Value):
    name: str | None = column("Name of the contact person or team.", "name")
    email: str | None = column("Mail address of a role (info@, events@), never a person's.", "email")
    email_obfuscated: bool | None = column("True when the page shows only a placeholder for the address.")


class AgendaItem(Value):
    start: str | None = column("Clock time HH:MM.", "startDate", unit="HH:MM, local")
    end: str | None = column("Clock time HH:MM.", "endDate", unit="HH:MM, local")
    title: str | None = column("What happens.", "name")
    date: str | None = column(
        "Day of the session, ISO 8601, where the page has several.", "startDate", unit="ISO 8601 date, local"
    )


class SubEvent(Value):
    name: str | None = column("Name of the talk, session or challenge.", "name")
    start_date: str | None = column("Day, ISO 8601.", "startDate", unit="ISO 8601 date, local")
    start_time: str | None = column("Clock time HH:MM.", "startDate", unit="HH:MM, local")
    end_time: str | None = column("Clock time HH:MM.", "endDate", unit="HH:MM, local")
    performers: tuple[str, ...] = columns("Names of those who perform in it.", "performer")


class ResearchQuestion(Value):
    question: str | None = column("The question.", "name")
    challenges: str | None = column("What follows 'Challenges:'.", "text")
    example_output: str | None = column("What follows 'Example output:'.", "result")


class Record(Value):
    """What events and groups share."""

    record_id: str = column(
        "Stable across crawls, wording and case; one id for all addresses of one thing.", default=""
    )
    url: str = column("Address of the page that the record stands on.", "url", default="")
    site: str = column("Site that was crawled.", default="")
    name: str | None = column("The thing's own name.", "name")
    alternate_name: tuple[str, ...] = columns("Sub-title, acronym, expanded acronym.", "alternateName")
    description: str | None = column("First paragraphs of the body.", "description")
    same_as: tuple[str, ...] = columns("Other addresses of the same thing that the page states.", "sameAs")
    contact: Contact | None = column("Whom to ask.", "contactPoint")
    image: str | None = column("Address of the leading picture.", "image")
    language: str | None = column("Language that the page is written in.", unit="ISO 639-1")
    evidence: tuple[Evidence, ...] = columns("The words that each value rests on.")
    confidence: float | None = column(
        "How sure the extractor is that this page is such a thing, 0 to 1.", unit="0 to 1"
    )


class Event(Record):
    event_type: str | None = column(
        "talk, lecture, seminar, webinar, workshop, conference, symposium, panel, launch, networking, festival,"
        " performance, training or data_study_group.", "additionalType",
    )  # fmt: skip
    super_event: str | None = column("Named series or festival that the event belongs to.", "superEvent")
    about: str | None = column("Topic, only where the page says 'on the topic of'.", "about")
    start_date: date | None = column("First day, local to the event.", "startDate", unit="day, local")
    end_date: date | None = column("Last day, only for more than one day.", "endDate", unit="day, local")
    start_time: str | None = column(
        "Start of the first item that is not registration, HH:MM local.", "startDate", unit="HH:MM, local"
    )
    end_time: str | None = column("End of the last item, HH:MM local.", "endDate", unit="HH:MM, local")
    door_time: str | None = column("Doors, registration or arrival, HH:MM local.", "doorTime", unit="HH:MM, local")
    time_zone: str | None = column(
        "IANA zone, or the abbreviation as written where it names none.",
        "eventSchedule.scheduleTimezone",
        unit="IANA name",
    )
    dates_text: str | None = column("The words that state the date, raw.")
    start_date_partial: str | None = column(
        "ISO 8601 reduced precision (2023-05, --10-12), without a full date.", unit="ISO 8601, reduced precision"
    )
    end_date_partial: str | None = column(
        "ISO 8601 reduced precision, without a full end date.", unit="ISO 8601, reduced precision"
    )
    previous_start_date: date | None = column(
        "First day before the event was moved.", "previousStartDate", unit="day, local"
    )
    duration: str | None = column("ISO 8601 duration, only if stated in words.", "duration", unit="ISO 8601 duration")
    event_status: EventStatus | None = column("What became of the plan; null if nothing is said.", "eventStatus")
    event_attendance_mode: AttendanceMode | None = column("offline, online or mixed.", "eventAttendanceMode")
    location: tuple[Place, ...] = columns("Where it takes place.", "location")
    virtual_location: str | None = column("Online platform: Zoom, YouTube, Microsoft Teams, ...", "location")
    performers: tuple[Party, ...] = columns("Speakers, panellists, chairs, hosts.", "performer")
    organizers: tuple[Party, ...] = columns("Persons and organisations that organise or host.", "organizer")
    sponsors: tuple[Party, ...] = columns("Support and funding.", "sponsor")
    in_language: tuple[str, ...] = columns(
        "Languages it is held in, where the page says so.", "inLanguage", "ISO 639-1"
    )
    audience: str | None = column("Whom it is for, in the page's words.", "audience")
    registration_status: RegistrationStatus | None = column(
        "Whether one can register, by text before button.", "offers.availability"
    )
    registration_deadline: str | None = column(
        "ISO 8601 date or local date-time.", "offers.validThrough", unit="ISO 8601, local"
    )
    registration_url: str | None = column("Where to register.", "offers.url")
    is_accessible_for_free: bool | None = column("True if the page says free, False if it asks a price.",
                                                "isAccessibleForFree")  # fmt: skip
    price: tuple[Price, ...] = columns("Prices.", "offers.price")
    maximum_attendee_capacity: int | None = column("Stated number of places.", "maximumAttendeeCapacity", unit="people")
    recording: Literal["available", "promised"] | None = column("Whether there is a recording.", "recordedIn")
    hashtags: tuple[str, ...] = columns("Hashtags of the event.", "keywords")
    code_of_conduct: str | None = column("Code of conduct: its address, or the words.", "publishingPrinciples")
    agenda: tuple[AgendaItem, ...] = columns("Programme lines with a clock time.", "subEvent")
    sub_events: tuple[SubEvent, ...] = columns("Talks, parallel challenges, sessions.", "subEvent")


class Group(Record):
    group_type: str | None = column(
        "interest_group, working_group, research_group, lab, team, committee, centre, institute, network or"
        " association.", "additionalType",
    )  # fmt: skip
    purpose: str | None = column("The one sentence that says what the group is for.", "description")
    aims: tuple[str, ...] = columns("Further aims.", "knowsAbout")
    research_questions: tuple[ResearchQuestion, ...] = columns("Questions the group works on.", "subjectOf")
    topics: tuple[str, ...] = columns("Named research topics.", "knowsAbout")
    organizers: tuple[Party, ...] = columns("Leads, chairs, principal investigators.", "member")
    members: tuple[Party, ...] = columns("Current members.", "member")
    sub_groups: tuple[str, ...] = columns("Groups that are part of this one.", "subOrganization")
    parent_organization: str | None = column("Only if the page says it.", "parentOrganization")
    founding_date: str | None = column(
        "The group's own founding, ISO 8601, reduced precision allowed.",
        "foundingDate",
        unit="ISO 8601, reduced precision",
    )
    meeting_frequency: str | None = column("How often it meets, in the page's words.")
    membership: str | None = column("Who may belong, in the page's words.")
    join: str | None = column("The sign-up call, in the page's words.", "potentialAction")
    join_url: str | None = column("Where to sign up.", "potentialAction")
    mailing_list: str | None = column("Mailing list: its address, or the words.")
    events: tuple[SubEvent, ...] = columns("Events described inside the page.", "event")
    outputs: tuple[str, ...] = columns("Outputs the page names.", "subjectOf")


RECORDS: Mapping[str, type[Record]] = {"events": Event, "groups": Group}
"""Every kind of record by the name of its table."""
