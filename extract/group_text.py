"""A group's page in, claims on what it is for and how it works out: purpose, aims, meetings, joining, founding."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.contacts import find_addresses
from extract.fields.sections import Section, level_of, split_sections, split_sentences, where
from extract.fields.words import GROUP_LABELS
from extract.text import key

_WHO = (
    r"(?:group|lab|laboratory|centre|center|network|association|forum|committee|institute|team|community|council|SIG|consortium|society|programme"
    r"|research|gruppe|verein|netzwerk|groupe|laboratoire|réseau|grupo|gruppo|rete|werkgroep|netwerk)"
)
_PURPOSES: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (trust, re.compile(pattern, re.I))
    for trust, pattern in (
        (0.9, r"\b(?:purpose|mission|overarching goal|main goal|overall aim|goal|aim) of (?:this|the|our)\b[^.]{0,80}?\b(?:is|are|provides)\b|\bour (?:mission|purpose|vision|goal|aim) is\b"),
        (0.8, rf"\b{_WHO}\b(?: \([^()]*\))?[^.;]{{0,60}}?\b(?:aims? (?:to|at)|aiming to|seeks? to|(?:will )?brings? (?:\w+ ){{0,6}}?together|unites?|exists? to|strives? to|is dedicated to|is devoted to|has (?:two|three|four) (?:main )?(?:goals|aims)|focus(?:es)? on|provides? a|connects?|is a forum|is a place|works? together to|will work to|hat (?:zum|das) ziel|a pour (?:but|objectif)|tiene (?:como|por) objetivo|ha lo scopo|heeft (?:als|tot) doel)\b"),
        (0.7, r"\b(?:we have (?:created|established|set up|formed) (?:the|this)|is a forum for|our research (?:focuses|focusses|aims)|we aim to|help support|pioneering|to advance)\b"),
        (0.6, r"\b(?:group|lab|network|centre|center|community|committee|SIG|[A-Z]{3,8}) (?:hosts|organi[sz]es|investigates?|studies|develops|promotes|explores|supports|helps?|leads|works|provides)\b|\bworking groups investigate\b"),
        (0.5, r"\bwe (?:study|investigate|develop|explore|work on|are interested in)\b"),
    )
)  # fmt: skip
MAX_PURPOSE = 700  # characters of a sentence that says what a group is for


def find_statements(view: View) -> Iterator[Claim]:
    """Claims on all that sentences and lists of the page say of the group."""
    purpose = _purpose(view)
    if purpose:
        yield purpose
    yield from _aims(view, purpose.value if purpose else "")
    yield from _topics(view)
    yield from _joining(view)
    yield from _meetings(view)
    yield from _membership(view)
    yield from _founding(view)
    yield from _mailing(view)
    yield from _sub_groups(view)
    yield from _profiles(view)


def _sentences(view: View) -> Iterator[tuple[str, Block]]:
    for block in view.body:
        if not level_of(block):
            for sentence in split_sentences(block.text[:6000]):
                yield sentence, block


def _purpose(view: View) -> Claim | None:
    """The sentence that says it most plainly; of equals the first."""
    best: Claim | None = None
    for pair in view.pairs:
        if GROUP_LABELS.get(key(pair.label)) == "purpose" and 15 <= len(pair.value) <= MAX_PURPOSE:
            return Claim("purpose", pair.value, pair.value, "label", "purpose", 0.85, where(pair.block))
    for number, (sentence, block) in enumerate(_sentences(view)):
        if not 30 <= len(sentence) <= MAX_PURPOSE or sentence.endswith((":", "?")) or number > 150:
            continue
        trust = next((trust for trust, pattern in _PURPOSES if pattern.search(sentence)), 0.0)
        if trust and (best is None or trust - number / 100 > best.trust):
            best = Claim("purpose", sentence, sentence, "text", "purpose", trust - number / 100, where(block))
    return best


_AIM = re.compile(
    r"\b(?:we|group|lab|network|association|forum|it|community|centre|center|programme) (?:also )?(?:aims? to|aspires? to|seeks? to|will aim to|will seek to|strives? to)\b|\bfirst(?:ly)?,? we aim\b", re.I
)
_AIM_LIST = re.compile(r"\b(?:aims?|goals?|objectives?|seeks?|aspires?|is to|are to|by|activities|ziele?|objectifs?|objetivos?|obiettivi)\b[^.]{0,60}:$", re.I)


def _aims(view: View, purpose: str) -> Iterator[Claim]:
    """Further aim sentences, and the list after "we aim to:" or under "Aims"."""
    for i, block in enumerate(view.body):
        if _AIM_LIST.search(block.text[-120:]) and block.text.endswith(":"):
            yield from _items(view.body[i + 1 : i + 21])
    for section in split_sections(view.body):
        if GROUP_LABELS.get(section.name) == "aims":
            yield from _items(section.blocks[:20])
    for sentence, block in _sentences(view):
        if _AIM.search(sentence) and sentence != purpose and not sentence.endswith((":", "?")) and len(sentence) <= MAX_PURPOSE:
            yield Claim("aims", sentence, sentence, "text", "aim", 0.5, where(block))


def _items(blocks: tuple[Block, ...]) -> Iterator[Claim]:
    for block in blocks:
        if block.tag != "li":
            return
        yield Claim("aims", block.text, block.text, "label", "aim_list", 0.6, where(block))


def _topics(view: View) -> Iterator[Claim]:
    for section in split_sections(view.body):
        if GROUP_LABELS.get(section.name) != "topics":
            continue
        for block in section.blocks[:20]:
            if block.tag != "li" or len(block.text) > 80:
                break
            yield Claim("topics", block.text, block.text, "label", "topics", 0.6, where(block))


_JOIN: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (trust, re.compile(pattern, re.I))
    for trust, pattern in (
        (0.9, r"\bclick here to (?:join|request|sign|register)\b|^subscribe to (?:the )?group\b|^join (?:the|our|this) (?:\w+ ){0,8}?(?:group|network|community|association|list|committee|SIG)\b"),
        (0.8, r"\b(?:members?|you|anyone) (?:can |may )?join (?:the|our|us|as)\b|\bto join\b[^.]{0,80}\b(?:contact|email|e-mail|please|fill|visit|sign|subscribe|send)\b|\bjoin by\b|\bjoining the (?:group|lab|network)\b|\binterested in joining\b|\bcome and be part\b|\bbecome a member\b[^.]{0,60}\b(?:by|please|fill|contact|form)\b"),
        (0.7, r"\bjoin us\b|\bsign[- ]?up (?:to|for|here)\b|\bif you (?:would like|want|wish) to (?:join|become a member|get involved)\b|\bmembership is open\b|\b(?:group|network|list|membership|community) is open to\b|\bsubscribe to (?:the|our) (?:mailing|\w+) list\b|\bjoin the mailing list\b|\bmitglied werden\b|\brejoignez\b|\búnete\b|\bunisciti\b|\bword lid\b"),
    )
)  # fmt: skip
_NOT_JOIN = re.compile(r"\b(?:webinar|seminar|workshop|talk|lecture|meeting on|event|slack|zoom|call|job|phd|position|session|conference|newsletter|joined|university|dr\.?|professor|as she|as he)\b", re.I)
MAX_JOIN = 300


def _joining(view: View) -> Iterator[Claim]:
    """The sign-up call verbatim, and the target of its link."""
    best: tuple[float, str, Block] | None = None
    for sentence, block in _sentences(view):
        if len(sentence) > MAX_JOIN:
            continue
        trust = next((trust for trust, pattern in _JOIN if pattern.search(sentence)), 0.0)
        if trust and trust < 0.9 and _NOT_JOIN.search(sentence):
            continue
        if trust and (best is None or trust > best[0]):
            best = (trust, sentence, block)
    if best is None:
        return
    trust, sentence, block = best
    yield Claim("join", sentence, sentence, "text", "join", trust, where(block))
    for link in block.links:
        if link.text in sentence and not link.href.lower().startswith("mailto:"):
            yield Claim("join_url", link.href, link.text, "text", "join_link", trust, where(block))
            return


_FREQUENCY = re.compile(
    r"\b(?:meet(?:s|ings?)?|seminars?|calls?|teleconferences?|sessions?|talks?|talk series|gather(?:s|ings)?|workshops?|telecons?)\b[^.;]{0,120}?\b"
    r"(?:weekly|bi-?weekly|fortnightly|monthly|bi-?monthly|quarterly|annually|yearly|daily|twice (?:a|per|yearly|each)(?: (?:year|month|week))?|once (?:a|per|every|or twice)\b[^.;,]{0,30}|every (?:\w+ ){0,2}(?:weeks?|months?|years?|monday|tuesday|wednesday|thursday|friday)|(?:per|each|a) (?:year|month|week))\b"
    r"|\b(?:weekly|bi-?weekly|fortnightly|monthly|bi-?monthly|quarterly|annual) (?:\w+ )?(?:meetings?|seminars?|calls?|talks?|telecons?|webinars?|reading group|sessions?)\b"
    r"|\bevery (?:two|other|second|first|last|three|four) (?:weeks?|months?|\w+day)\b[^.]{0,80}\bmeets?\b",
    re.I,
)  # fmt: skip


def _meetings(view: View) -> Iterator[Claim]:
    for sentence, block in _sentences(view):
        hit = _FREQUENCY.search(sentence[:1200])
        if hit and not re.search(r"\b(?:19|20)\d\d\b.*\b(?:was|were)\b", sentence):
            words = sentence if len(sentence) <= 160 else hit.group()
            yield Claim("meeting_frequency", words, words, "text", "frequency", 0.6, where(block))
            return


_MEMBERSHIP = re.compile(
    r"\b(?:everyone|anyone|all)\b[^.]{0,80}\b(?:is|are) (?:very )?welcome\b|\bmembership is (?:open|free|restricted|by)\b|\bopen to (?:all|anyone|everyone|researchers|any)\b|\bmembers (?:are|must be|include)\b", re.I
)


def _membership(view: View) -> Iterator[Claim]:
    for sentence, block in _sentences(view):
        if _MEMBERSHIP.search(sentence) and len(sentence) <= MAX_JOIN:
            yield Claim("membership", sentence, sentence, "text", "membership", 0.5, where(block))
            return


_FOUNDED = re.compile(
    r"\b(?:group|lab|laboratory|centre|center|network|association|forum|committee|institute|FISH|PSIG|[A-Z]{3,8}|department|it|we|council|society|consortium|interest group|лаборатория)\b[^.;]{0,60}?\b(?:was|were|is|been)? ?(?:first )?(?:founded|established|formed|launched|set up|created|started|gegründet|fondée?|fundad[oa]|fondat[oa]|opgericht|основана)\b(?: \w+){0,3}? (?:in|on|im|en|nel|since|в) (?:(?P<month>january|february|march|april|may|june|july|august|september|october|november|december) )?(?P<year>(?:19|20)\d\d)\b",
    re.I,
)
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")


def _founding(view: View) -> Iterator[Claim]:
    for sentence, block in _sentences(view):
        hit = _FOUNDED.search(sentence[:1200])
        if hit:
            month = f"-{_MONTHS.index(hit['month'].lower()) + 1:02}" if hit["month"] else ""
            yield Claim("founding_date", hit["year"] + month, hit.group(), "text", "founded", 0.6, where(block))
            return


def _mailing(view: View) -> Iterator[Claim]:
    """The list's address or page, where a text speaks of a mailing list."""
    for block in view.body:
        if not re.search(r"\b(?:mailing|discussion|e-?mail|member-only) list\b|\bjiscmail\b|\blistserv\b", block.text[:3000], re.I):
            continue
        for address, text in find_addresses(block):
            yield Claim("mailing_list", address, text, "text", "list_address", 0.7, where(block))
            return
        for link in block.links:
            if re.search(r"mailing list|discussion list|jiscmail|listserv|subscribe|mailman", link.text + " " + link.href, re.I):
                yield Claim("mailing_list", link.href, link.text, "text", "list_link", 0.6, where(block))
                return


def _sub_groups(view: View) -> Iterator[Claim]:
    """The headings or items under "Sub-groups", "Our research groups"."""
    for section in split_sections(view.body):
        if GROUP_LABELS.get(section.name) == "sub_groups" and section.heading is not None:
            yield from _named_parts(section)


def _named_parts(section: Section) -> Iterator[Claim]:
    heads = [block for block in section.blocks if block.heading]
    parts = heads or [block for block in section.blocks if block.tag == "li"]
    for block in parts[:30]:
        if len(block.text) <= 80:
            yield Claim("sub_groups", block.text, block.text, "label", "sub_groups", 0.6, where(block))


_PROFILE_HOSTS = (
    "twitter.com", "x.com", "github.com", "gitlab.com", "linkedin.com", "facebook.com", "youtube.com", "instagram.com",
    "bsky.app", "researchgate.net", "orcid.org", "scholar.google.com", "fosstodon.org", "mastodon.social",
)  # fmt: skip
_PROFILE_WORD = re.compile(r"\b(?:twitter|github|linkedin|facebook|youtube|mastodon|bluesky|instagram|follow us|our github)\b", re.I)


def _profiles(view: View) -> Iterator[Claim]:
    """Links of the body to a profile of the group: one step below the host, called so by its text."""
    for block in view.body:
        for link in block.links:
            parts = urlsplit(link.href) if link.href.startswith("http") else None
            host = (parts.hostname or "").removeprefix("www.") if parts else ""
            if parts and host in _PROFILE_HOSTS and _PROFILE_WORD.search(link.text) and len(block.text) < 300:
                yield Claim("same_as", link.href, link.text, "text", "profile", 0.5, where(block))
