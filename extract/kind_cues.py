"""The text of a page in, what its words say of the kind of page out: cues that stand in a title or in the first
paragraphs."""

import re
from collections.abc import Iterable, Iterator

from extract.fields.date_statements import AGENDA
from extract.records import PageKind

_OCCASION = (
    r"soutenance (?:publique )?d['’e](?: ?thèse| ?habilitation|une thèse)|journées? d['’]études?|colloque"
    r"|table ronde|conférence"
    r"|séminaire|tagung|fachtagung|vortrag|gastvortrag|kolloquium|ringvorlesung|antrittsvorlesung|buchvorstellung"
    r"|podiumsdiskussion|presentazione (?:del )?(?:volume|libro)|convegno|seminario|tavola rotonda|jornadas?|coloquio"
    r"|mesa redonda|presentación del libro|conferencia|lezing|studiedag|promotie|oratie|boekpresentatie"
)
"""How a line begins that says what takes place: "Colloque international – Valcombe"."""
_OCCASION_PARTS = (
    "soutenance|journée|colloque|table ronde|conférence|séminaire|tagung|vortrag|kolloquium|vorlesung|buchvorstellung"
    "|podium|presentazione|convegno|seminario|tavola|jornada|coloquio|mesa redonda|presentación|conferencia|lezing"
    "|studiedag|promotie|oratie|boekpresentatie"
)
_THIS_EVENT = (
    r"(?:(?:diese[rs]?|die|der|das|le|la|cette|ce|el|esta|este|il|lo|questo|questa|de|deze|het|dit) "
    r"|l['’]|un['’])(?:veranstaltung|vortrag|tagung|konferenz|kolloquium|ringvorlesung|podiumsdiskussion|colloque"
    r"|conférence|séminaire|soutenance|journée|atelier|événement|évènement|conferencia|jornada|seminario"
    r"|coloquio|acto"
    r"|convegno|incontro|lezione|presentazione|evento|iniziativa|appuntamento|lezing|studiedag|plechtigheid"
    r"|bijeenkomst"
    r"|evenement)"
)

_CUES: tuple[tuple[str, PageKind, float, str], ...] = (
    (r"\b(?:this|our|the|a)(?: [\w-]+){0,4} series\b"
     r"(?: of(?: [\w-]+){0,3} (?:talks|lectures|seminars|events)| aims| features)",
     "event_series", 3.5, " series of| series aims| series features"),
    (r"\b(?:this|the) (?:event|talk|workshop|seminar|lecture|webinar|conference) (?:will|is|was|aims|brings)\b",
     "event", 1.0, "this event |this talk |this workshop |this seminar |this lecture |this webinar |this conference "
     "|the event |the talk |the workshop |the seminar |the lecture |the webinar |the conference "),
    (r"\b(?:register (?:now|here|for)|registration (?:is|will|closes)|add to calendar)\b",
     "event", 0.6, "register now|register here|register for|registration is|registration will|registration closes"
     "|add to calendar"),
    (r"^(?:when|date|time|venue|speakers?|location)\s*:", "event", 0.6, ":"),
    (r"^(?:wann|datum|uhrzeit|zeit|beginn|ort|veranstaltungsort|referent(?:in|en|innen)?|vortragender?"
     r"|quand|lieu|horaires?|intervenante?s?|discutante?s?|cuándo|fechas?|horario|lugar|ponentes?|quando|dove|luogo"
     r"|orario|relator[ei]|relatrice|wanneer|waar|tijd|locatie|sprekers?)\s?:", "event", 0.6, ":"),
    (rf"^(?:{_OCCASION})(?=[ :,–«„“\"-])[^\n.]{{3,100}}$", "event", 0.5, _OCCASION_PARTS),
    (rf"\b{_THIS_EVENT} (?:\w+ )?(?:findet|fand|fällt|wird|entfällt|richtet sich|beginnt|widmet|aura lieu"
     rf"|se tiendra|se tiendront"
     r"|réunira|est (?:ouvert|annulé|reporté|organisé)e?|s['’]adresse|propose|tendrá lugar|se celebrará"
     r"|está dirigid[oa]"
     r"|queda|reunirá|si terrà|si svolgerà|è (?:rinviat|annullat|riservat|promoss|organizzat|apert)[oa]|sarà|intende"
     r"|vindt plaats|wordt|is (?:afgelast|verplaatst|geannuleerd|gratis))\b",
     "event", 1.0, "findet|fand |fällt|wird|richtet|beginnt|widmet|aura lieu|se tiend|réunira|est |adresse|propose"
     "|tendrá|celebrará|está|queda|reunirá|si terrà|svolgerà| è |sarà|intende|vindt|wordt| is "),
    (r"\b(?:eintritt (?:ist )?frei|freier eintritt|um anmeldung wird gebeten|anmeldung (?:ist )?erforderlich"
     r"|entrée libre|inscription (?:gratuite|obligatoire)|sans inscription|sur inscription|entrada libre"
     r"|hasta completar (?:el )?aforo|inscripción (?:gratuita|previa)|previa inscripción"
     r"|ingresso (?:è )?(?:libero|gratuito)"
     r"|fino a esaurimento (?:dei )?posti|toegang (?:is )?(?:gratis|vrij)|aanmelden (?:is )?verplicht)\b",
     "event", 0.6, "frei|anmeldung|libre|inscription|aforo|inscripción|ingresso|esaurimento|toegang|aanmelden"),
    (r"\bthe purpose of (?:this|the) (?:\w+ ){0,3}group\b", "group", 2.0, "the purpose of"),
    (r"\b(?:this|our|the) (?:\w+ ){0,2}(?:interest|working|research) group\b",
     "group", 0.5, "interest group|working group|research group"),
    (r"\b(?:the|our|this) (?:\w+ ){0,2}(?:group|network|committee|cent(?:re|er)|lab|task force) (?:meets"
     r"|is (?:led|run"
     r"|chaired|convened|headed|open to)|has \w+ members|was (?:formed|founded|established|set up|created))\b"
     r"|\b(?:die|unsere|das) (?:\w*gruppe|\w*netzwerk|\w*arbeitskreis)(?: \S+)? (?:trifft|besteht|untersucht"
     r"|erforscht|wird von|wurde|befasst|beschäftigt)\b"
     r"|\b(?:le|notre) (?:groupe|réseau|comité)(?: \S+){0,6} (?:se réunit|est présidé|a pour (?:but|objet)|rassemble"
     r"|réunit|a été (?:créé|fondé))\b|\b(?:el|nuestro) grupo(?: \S+){0,4} (?:se reúne|estudia|investiga)\b"
     r"|\bil (?:gruppo|comitato)(?: \S+){0,4} (?:si riunisce|studia)\b"
     r"|\bde (?:\w*groep|commissie)(?: \S+){0,3} (?:komt bijeen|onderzoekt)\b",
     "group", 0.6, "group|gruppe|groupe|grupo|gruppo|groep|netzwerk|network|réseau|committee|comité|comitato"
     "|commissie|arbeitskreis|centre|center|lab|task force"),
    (r"\bjoin (?:us|the (?:\w+ ){0,3}group)\b", "group", 0.4, "join us|join the"),
    (r"\b(?:series of (?:events|talks|lectures|seminars)|(?:event|lecture|seminar) series)\b",
     "event_series", 0.3, "series of |event series|lecture series|seminar series"),
    (r"\bpage (?:not|cannot be) found\b|\baccess denied\b|\b404\b",
     "other", 3.0, "page not|page cannot|access denied|404"),
    (r"\b(?:closing date for applications|how to apply|we are (?:hiring|recruiting)|job description)\b",
     "opportunity", 1.0, "closing date|how to apply|we are hiring|we are recruiting|job description"),
    (r"\b(?:bewerbungs(?:frist|schluss|unterlagen)|ihre bewerbung|stellenausschreibung|poste à pourvoir|dossier de"
     r" candidature|oferta de empleo|bando di concorso|sollicitatie\w*|vacature)\b",
     "opportunity", 1.0, "bewerbung|ausschreibung|poste à|candidature|oferta de|bando di|sollicitatie|vacature"),
    (r"\bcall for (?:papers|abstracts|contributions|proposals)\b", "opportunity", 0.5, "call for"),
    (r"^(?:submitted|posted|published) (?:by|on)\b", "news", 0.2, "submitted |posted |published "),
    (rf"^{AGENDA}[^\n]{{0,30}}\b\d{{1,2}}\b[^\n]{{0,12}}\b(?:19|20)\d\d\b[^\n]{{0,12}}$", "event", 1.0,
     "agenda |tagesordnung |ordre du jour |orden del |ordine del "),
)  # fmt: skip
"""What a text says of its kind, the weight of that, and words of which one must stand for it: cheap to look for."""
_TEXT_CUES = tuple(
    (re.compile(pattern, re.I | re.M), kind, weight, words.split("|")) for pattern, kind, weight, words in _CUES
)
_HEAD_CHARACTERS = 4000  # cues stand early; a long programme must not outvote the heading


def find_cues(title: str, body: Iterable[str]) -> Iterator[tuple[PageKind, float]]:
    """Votes of a title and of the texts below it: what the title says counts twice."""
    title = title[:_HEAD_CHARACTERS]
    head = "\n".join((title, *body))[:_HEAD_CHARACTERS]
    lower = head.lower()
    for pattern, kind, weight, words in _TEXT_CUES:
        if not any(word in lower for word in words):
            continue
        if pattern.search(title):
            yield kind, 2 * weight
        elif pattern.search(head):
            yield kind, weight
