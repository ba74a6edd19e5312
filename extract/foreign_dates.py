"""A short labelled value in a language that our grammar does not read in, its one full day out (by dateparser)."""

import re

from extract.date_grammar import Dates, Day
from extract.site import Site

OWN_LANGUAGES = frozenset(("en", "de", "fr", "es", "it", "nl"))
MAX_VALUE = 40  # characters: "5 marca 2027, godz. 18:00"


def read_foreign(value: str, site: Site) -> Dates | None:
    """The day of a value that is one, in the site's further languages; None for anything else, relative days too."""
    languages = [language for language in site.languages if language not in OWN_LANGUAGES]
    if (
        not languages
        or len(value) > MAX_VALUE
        or not re.search(r"\d{1,2}\D+(?:19|20)\d\d|(?:19|20)\d\d\D+\d{1,2}", value)
    ):
        return None
    import dateparser  # 0.3 s to import: only for sites that need it

    settings = {
        "STRICT_PARSING": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "DATE_ORDER": "DMY" if site.day_first else "MDY",
        "PARSERS": ["absolute-time"],
    }
    words = re.split(r"[,;(|–]", value)[0].strip()
    try:
        found = dateparser.parse(words, languages=languages, settings=settings)
    except (ValueError, OverflowError):  # it knows no such language
        return None
    if found is None:
        return None
    return Dates((Day(found.year, found.month, found.day),), False, words, 0, len(words))
