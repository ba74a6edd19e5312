"""Whom to ask: role addresses and placeholders, never a person's address. All names are made up."""

import pytest

from extract.blocks import Block, Link, split_text
from extract.claims import View, pick
from extract.fields import contacts
from extract.fields.contacts import is_role_address
from extract.markup import NO_MARKUP
from extract.records import Contact


def contact_of(lines: str) -> Contact | None:
    claim = pick(contacts.find(View("https://harbour.example/e", "", split_text(lines), (), NO_MARKUP)), "contact")
    return claim.value if claim else None


@pytest.mark.parametrize(
    ("address", "role"),
    [
        ("info@harbour.example.org", True), ("events@harbour.ac.uk", True), ("tide-group@harbour.ac.uk", True),
        ("contact.cni@harbour.ac.uk", True), ("secretary@tide.org", True), ("ada.brunel@harbour.ac.uk", False),
        ("abrunel@harbour.ac.uk", False), ("info@example.org", False), ("test@domain.com", False),
    ],
)  # fmt: skip
def test_only_the_address_of_an_office_counts(address: str, role: bool) -> None:
    assert is_role_address(address) is role


CONTACTS = {
    "written": ("Questions? Contact events@harbour.ac.uk.", Contact(email="events@harbour.ac.uk")),
    "in words": ("Contact: info AT tidecouncil DOT org", Contact(email="info@tidecouncil.org")),
    "personal": ("Contact ada.brunel@harbour.ac.uk", None),
    "a word of the text": ("A baker will bring bread. Write to baker@harbour.ac.uk.", None),
    "one who is named elsewhere": ("It is on frost. Ask Dr Frost: frost@harbour.ac.uk.", None),
    "a given name": ("By the grace of the sea. Write to grace@harbour.ac.uk.", None),
    "an office": ("Send them to posters@harbour.ac.uk.", Contact(email="posters@harbour.ac.uk")),
    "a person of an office": ("Ask ada.tours@harbour.ac.uk.", None),
    "course office": ("Wij horen het graag via cursus@harbour.nl.", Contact(email="cursus@harbour.nl")),
    "team beside its address": (
        "Queries can be sent to the Tide Week team: info@harbour.ac.uk",
        Contact(name="Tide Week team", email="info@harbour.ac.uk"),
    ),
    "mailing list": ("Our mailing list is public-tide@harbour.ac.uk", None),
    "webmaster": ("For website-related enquiries write to info@harbour.ac.uk", None),
    "placeholder": ("For further questions, contact [email protected].", Contact(email_obfuscated=True)),
    "placeholder of a person": (
        "Interested participants should contact the organiser Ada Brunel at [email protected]",
        Contact(name="Ada Brunel", email_obfuscated=True),
    ),
    "card without its break": ("Piet Mol[email\u00a0protected]", Contact(name="Piet Mol", email_obfuscated=True)),
    "team": (
        "Please email [email protected] to discuss.\nQueries can be directed to the Tide Study Team",
        Contact(name="Tide Study Team", email_obfuscated=True),
    ),
    "last line": ("We meet monthly.\n[email protected]", Contact(email_obfuscated=True)),
    "footer": ("For website enquiries email [email protected]", None),
    "nothing": ("We talk about tides.", None),
}


@pytest.mark.parametrize(("lines", "contact"), CONTACTS.values(), ids=CONTACTS)
def test_the_contact_is_what_the_page_offers(lines: str, contact: Contact | None) -> None:
    assert contact_of(lines) == contact


def test_an_institute_is_no_contact_person() -> None:
    text = "The Piet Mol Institute is committed to access, please do not hesitate to email [email protected]."
    assert contact_of(text) == Contact(email_obfuscated=True)


def test_a_percent_encoded_mail_link_is_read() -> None:
    link = Link("Mail us", "mailto:%69%6E%66%6F@tide.org?subject=Hi")
    view = View("", "", (Block("Mail us", links=(link,)),), (), NO_MARKUP)
    claim = pick(contacts.find(view), "contact")
    assert claim is not None
    assert claim.value == Contact(email="info@tide.org")
    assert claim.text == link.href
