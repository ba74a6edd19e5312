"""A group's page in, claims on how one belongs to it out: joining, membership, meetings, mailing list, profiles."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from extract.blocks import Block, Link
from extract.claims import Claim, View
from extract.fields.sections import find_sections, level_of, said, split_sentences, where
from extract.group_mailing import find_mailing
from extract.group_meetings import find_meetings
from extract.group_pages import Role
from extract.group_words import GROUP_LABELS


def find_joining(view: View, role: Role) -> Iterator[Claim]:
    """Claims on `join`, `join_url`, `membership`, `meeting_frequency`, `mailing_list`, `same_as`."""
    yield from _joining(view)
    yield from _membership(view)
    yield from find_meetings(view)
    yield from find_mailing(view)
    yield from _profiles(view.body)
    if role not in ("own", ""):
        yield from _profiles(view.frame)


_JOIN: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (trust, re.compile(pattern, re.I))
    for trust, pattern in (
        (
            0.9,
            r"\bclick here to (?:join|request|sign|register)\b|^subscribe to (?:the )?group\b"
            r"|^join (?:the|our|this) (?:\w+ ){0,8}?(?:group|network|community|association|list|committee|SIG)\b",
        ),
        (
            0.85,
            r"\bto join (?:a|the|our|this) (?:\w+ )?(?:working |interest |research )?group\b"
            r"|^join the (?:[\w&'’-]+ ){1,9}?(?:group|network|list)\b",
        ),
        (
            0.8,
            r"^to join,|\bto be added to (?:the|our) (?:group|list)\b"
            r"|\b(?:members?|you|anyone) (?:can |may )?join (?:the|our|us|as)\b|\bjoin by\b|\bjoining the (?:group"
            r"|lab|network)\b"
            r"|\bto join\b[^.]{0,80}\b(?:contact|email|e-mail|please|fill|visit|sign|subscribe|send)\b"
            r"|\binterested in joining\b"
            r"|^to become a member,? |\b(?:jetzt|hier) [^.]{0,60}\bbeitreten\b"
            r"|^(?:um )?mitglied (?:zu )?werden[^.]{3,80}"
            r"\b(?:formular|e-mail|mail|schreib\w*|online)\b|^pour (?:devenir membre|adhérer|nous rejoindre"
            r"|rejoindre), "
            r"|^para (?:unirse|hacerse miembro|ser miembro), |^per (?:aderire|iscriversi|diventare socio), "
            r"|^om lid te worden,? |\bcome and be part\b|\bbecome a member\b[^.]{0,60}\b(?:by|please|fill|contact"
            r"|form)\b",
        ),
        (
            0.7,
            r"\b(?:fill (?:in|out)|complete) (?:the|our|a|this) (?:online )?(?:membership|joining|sign-?up) form\b"
            r"|\bjoin us\b|\bsign[- ]?up (?:to|for|here)\b|\bif you (?:would like|want|wish) to (?:join"
            r"|become a member|get involved)\b"
            r"|\bmembership is open\b|\b(?:group|network|list|membership|community) is open to\b"
            r"|\bjoin the mailing list\b"
            r"|\bsubscribe to (?:the|our) (?:mailing|\w+) list\b|\bmitglied werden\b|\brejoignez\b|\búnete\b"
            r"|\bunisciti\b"
            r"|\bword lid\b",
        ),
    )
)
_JOIN_WORDS = (
    "join", "sign", "subscribe", "to be added to", "member", "come and be part", "click here", "open to",
    "get involved", "mitglied", "rejoignez",
    "únete", "unisciti", "word lid", "beitreten", "adhérer", "rejoindre", "unirse", "miembro", "aderire",
    "lid te worden",
)  # fmt: skip
_NOT_JOIN = re.compile(
    r"\b(?:webinar|seminar|workshop|talk|lecture|meeting on|event|slack|zoom|call|job|phd|position|session"
    r"|conference|newsletter"
    r"|joined|university|dr\.?|professor|as she|as he)\b",
    re.I,
)
MAX_JOIN = 300  # characters


def _joining(view: View) -> Iterator[Claim]:
    """The sign-up call verbatim, and the target of its link: the plainest call, of equals the first."""
    best: tuple[float, str, Block] | None = None
    for sentence, block in said(view, *_JOIN_WORDS):
        if len(sentence) > MAX_JOIN:
            continue
        trust = next((trust for trust, pattern in _JOIN if pattern.search(sentence)), 0.0)
        trust -= HEADED if level_of(block) and not block.links else 0.0
        if trust < 0.8 and _NOT_JOIN.search(sentence):
            continue
        if trust > 0 and (best is None or trust > best[0]):
            best = (trust, sentence, block)
    invited = next(_invited(view), None)
    if invited and (best is None or best[0] < invited[0]):
        best = invited
    best = best or next(_offered(view), None)
    if best is None:
        return
    trust, sentence, block = best
    yield Claim("join", sentence, sentence, "text", "join", trust, where(block))
    link = next((link for link in block.links if link.text in sentence and link.href.startswith("http")), None)
    if link:
        yield Claim("join_url", link.href, link.text, "text", "join_link", trust, where(block))


HEADED = 0.4  # less for a heading, which says that one may join: what stands below it says how
_HOW = re.compile(
    r"\b(?:fill (?:in|out)|complete|submit|send|sign up|apply|subscribe|register|write to|e-?mail|contact|get in touch"
    r"|drop (?:us )?a line|become an? (?:member|partner|volunteer|friend)|ausfüllen|anmelden|melden|schreiben|schreibt"
    r"|senden|beitreten|bewerben|remplir|remplissez|écrire|écrivez|envoyer|envoyez|inscrire|adhérer|contacter|contactez"
    r"|rellene|escriba|envíe|inscribirse|compilare|scrivere|inviare|iscriversi|invullen|mailen|aanmelden|stuur)\b",
    re.I,
)
"""What one is told to do so as to belong."""
_FORM = re.compile(r"\b(?:form|questionnaire|formular|formulaire|formulario|modulo|formulier|sheet)\b", re.I)
_NOT_THIS = re.compile(
    r"\b(?:not|no longer|closed|nicht|pas|leave|unsubscribe|events?|meetings?|talks?|seminars?|workshops?|job|vacanc\w+"
    r"|questions?|information|infos?|fragen|newsletter|password|papers)\b",
    re.I,
)
"""Below "Join us" too: whom to ask, what is closed, something else that one may sign up for."""


def _invited(view: View) -> Iterator[tuple[float, str, Block]]:
    """The sentence below "Joining" that says what to do, where it has a link, an address or a form."""
    for section in find_sections(view.body, lambda name: GROUP_LABELS.get(name) == "join" or _is_to_join(name)):
        for block in section.blocks[:MAX_INVITING]:
            for sentence in split_sentences(block.text[:2000]) if not level_of(block) else ():
                if len(sentence) <= MAX_JOIN and _HOW.search(sentence) and _leads(sentence, block):
                    yield (0.75, sentence, block)


MAX_INVITING = 6  # blocks below a heading that say how to join
_TO_JOIN = re.compile(
    r"(?:join(?:ing)?|how to join) (?:the|our|this) (?:lab|group|team|network|list|committee|society|sig"
    r"|community|mailing list)"
)


def _is_to_join(name: str) -> bool:
    return bool(_TO_JOIN.fullmatch(name))


def _leads(sentence: str, block: Block) -> bool:
    """Whether a sentence gives a way to join: a link, an address, a form; and says nothing of another matter."""
    linked = any(link.text in sentence and len(link.text) > 1 for link in block.links)
    way = linked or "@" in sentence or _FORM.search(sentence)
    return bool(way) and not (_NOT_THIS.search(sentence) and not _FORM.search(sentence))


def _offered(view: View) -> Iterator[tuple[float, str, Block]]:
    """A button beside the body that does nothing but join this group."""
    for block in view.frame:
        if block.links and _BUTTON.fullmatch(block.text):
            yield 0.6, block.text, block


_BUTTON = re.compile(
    r"(?:subscribe to|join)(?: the| this)?(?: [\w-]+)? ?group|gruppe beitreten|der gruppe beitreten|rejoindre le groupe"
    r"|unirse al grupo|unisciti al gruppo|lid worden van de groep",
    re.I,
)
_MEMBERSHIP = re.compile(
    r"\b(?:everyone|anyone|all)\b[^.]{0,80}\b(?:is|are) (?:very )?welcome\b|\bmembership is (?:open|free|restricted"
    r"|by)\b"
    r"|\bopen to (?:all|anyone|everyone|researchers|any)\b|\bmembers (?:are|must be|include)\b",
    re.I,
)


def _membership(view: View) -> Iterator[Claim]:
    for sentence, block in said(view, "welcome", "member", "open to"):
        if len(sentence) <= MAX_JOIN and _MEMBERSHIP.search(sentence):
            yield Claim("membership", sentence, sentence, "text", "membership", 0.5, where(block))
            return


_PROFILE_HOSTS = frozenset((
    "twitter.com", "x.com", "github.com", "gitlab.com", "linkedin.com", "facebook.com", "youtube.com",
    "instagram.com", "bsky.app",
    "fosstodon.org", "mastodon.social",
))  # fmt: skip
_PROFILE_WORD = re.compile(
    r"\b(?:twitter|github|gitlab|linkedin|facebook|youtube|mastodon|fosstodon|bluesky|instagram|follow us)\b", re.I
)
_PERSONAL = re.compile(r"\bpersonal\b|\bmy\b", re.I)


def _profiles(blocks: Sequence[Block]) -> Iterator[Claim]:
    """Links to a profile of the group: an account, not a repository or a post, called so by its text. On the group's
    own site those of the frame count too."""
    for block in blocks:
        for link in block.links if len(block.text) < MAX_JOIN else ():
            if _PROFILE_WORD.search(link.text) and not _PERSONAL.search(link.text) and _is_account(link):
                yield Claim("same_as", link.href, link.text, "text", "profile", 0.5, where(block))


def _is_account(link: Link) -> bool:
    try:
        parts = urlsplit(link.href)
    except ValueError:
        return False
    host = (parts.hostname or "").removeprefix("www.")
    steps = [step for step in parts.path.split("/") if step]
    deep = 2 if host in ("linkedin.com", "bsky.app") else 1
    return parts.scheme in ("http", "https") and host in _PROFILE_HOSTS and 1 <= len(steps) <= deep
