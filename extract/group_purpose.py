"""A group's page in, the one claim on what the group is for out."""

import re

from extract.claims import Claim, View
from extract.fields.sections import find_sections, level_of, split_sentences, where
from extract.group_words import GROUP_LABELS
from extract.text import key

_WHO = (
    r"(?:group|lab|laboratory|centre|center|network|association|forum|committee|institute|team|community|council|SIG"
    r"|consortium|unit|alliance|federation|initiative|chapter|club|arbeitskreis|fachgruppe|labor|lehrstuhl|équipe"
    r"|association"
    r"|laboratorio|equipo|asociación|associazione|istituto|centro|vereniging|commissie|onderzoeksgroep"
    r"|society|programme|task force|panel|board|our research|research in the lab|(?:[\w-]{1,30})?(?:gruppe|verein"
    r"|netzwerk"
    r"|kommission|ausschuss|zentrum|kreis)s?|groupe|laboratoire|réseau|commission|comité|grupo"
    r"|gruppo|rete"
    r"|werkgroep|netwerk)"
)
_AIMING = (
    r"(?:aims? (?:to|at)|aiming to|seeks? to|(?:will )?brings? (?:\w+ ){0,6}?together|unites?"
    r"|exists? (?:to|so that|for)|strives? to|has been charged with"
    r"|is de(?:dicated|voted) to|has (?:two|three|four) (?:main )?(?:goals|aims)|focus(?:es)? on|provides? a|connects?"
    r"|is a (?:forum|place)|works? together to|will work to|(?:is|was|has been) (?:charged with|tasked with|asked to"
    r"|mandated to|set up to|formed to|established to|created to)|is responsible for"
    r"|hat (?:sich )?(?:zum|das) ziel|widmet sich|befasst sich mit|beschäftigt sich mit|setzt sich für|verbindet"
    r"|vernetzt"
    r"|a(?:vons)? pour (?:but|objectif|mission|vocation|tâche)|vise à|est chargée? de|s[’']intéresse à"
    r"|se consacre à|réunit"
    r"|tiene (?:como|por) (?:objetivo|misión|finalidad)|se dedica a|se ocupa de|ha (?:lo scopo|l[’']obiettivo"
    r"|il compito)"
    r"|si occupa di|mira a|heeft (?:als|tot) doel|houdt zich bezig met|richt zich op)"
)
_PURPOSES: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (trust, re.compile(pattern, re.I))
    for trust, pattern in (
        (
            0.9,
            r"\b(?:purpose|mission|overarching goal|main goal|overall aim|goal|aim) of (?:this|the|our)\b[^.]{0,80}?"
            r"\b(?:is|are|provides)\b|\bour (?:mission|purpose|vision|goal|aim|role|task|remit|job) is\b"
            r"|^its (?:main |primary |overall |core |central )?(?:mission|purpose|role|task|remit|aim|goal|job"
            r"|mandate) is to\b"
            r"|^we (?:were|are|have been) (?:asked|charged|tasked|mandated|set up|established|here) (?:to|with) [a-z]",
        ),
        (
            0.9,
            r"\b(?:zweck|ziel|aufgabe|anliegen|auftrag) (?:der|des|dieser|dieses|unserer|unseres) [^.;]{3,80}?"
            r" (?:ist|sind|besteht)\b|\b(?:unser|unsere|sein|ihr|ihre) (?:hauptziel|ziel|zweck|aufgabe|auftrag"
            r"|anliegen) ist\b"
            r"|\b(?:but|mission|objectif|rôle|vocation) (?:du|de la|de l[’']|de ce|de cette"
            r"|de notre) ?[^.;]{3,80}? est de\b"
            r"|\bnotre (?:but|mission|objectif|rôle) est\b|\bnuestr[oa] (?:misión|objetivo|propósito) es\b"
            r"|\b(?:objetivo|misión|finalidad) (?:del|de la|de este|de esta) [^.;]{3,80}? es\b"
            r"|\bl[ao] (?:nostra |nostro )?(?:scopo|obiettivo|missione|compito) (?:del|della"
            r"|di questo) ?[^.;]{3,80}? è\b"
            r"|\b(?:onze missie|ons doel|het doel van [^.;]{3,80}?) is\b",
        ),
        (
            0.8,
            rf"\b(?:this|the|our|we|der|die|das|le|la|el|il|het"
            rf"|de)\s(?:[\w&’'-]+\s){{0,9}}?{_WHO}\b(?: \([^()]{{0,80}}\))?"
            rf"[^.;]{{0,60}}?\b{_AIMING}\b",
        ),
        (
            0.7,
            r"\b(?:we have (?:created|established|set up|formed) (?:the|this)|is a forum for|our (?:research|work)"
            r" (?:focuses|focusses|aims|concerns|is about|deals with)"
            r"|we aim to|we work towards?|we exist to|we (?:meet|come together|gather) to [a-z]{3,}"
            r"|help support|pioneering|to advance)\b",
        ),
        (
            0.6,
            r"\b(?:group|lab|network|centre|center|community|committee|SIG|(?-i:[A-Z]{3,8})"
            r"|(?:[\w-]{1,30})?gruppe|labor"
            r"|laboratoire|équipe|laboratorio|grupo|gruppo|groep)(?: (?-i:[A-Z])\w+){0,3}(?: \([^()]{2,30}\))?"
            r" (?:hosts|meets(?= [^.;]{0,60}?(?:\bto [a-z]{3}|, [a-z]{3,20}ing\b))"
            r"|organi[sz]es"
            r"|investigates?"
            r"|studies|untersucht|erforscht|étudie|estudia|studia|onderzoekt|bestudeert|develops|promotes"
            r"|explores|supports|helps?|leads|works|provides)\b"
            r"|\bworking groups investigate\b",
        ),
        (
            0.5,
            r"\bwe (?:study|investigate|develop|explore|work on|are interested in)\b"
            r"|\bwir (?:untersuchen|erforschen|entwickeln|befassen uns mit|beschäftigen uns mit|arbeiten an)\b"
            r"|\bnous (?:étudions|développons|cherchons à|travaillons sur|nous intéressons à)\b"
            r"|\b(?:estudiamos|investigamos|studiamo|ci occupiamo di|wij onderzoeken)\b",
        ),
    )
)
_ASIDE = re.compile(r"(?:while|although|please|click|if|as a|join|register|sign up|contact)\b", re.I)
MAX_PURPOSE = 700  # characters of a sentence that says what a group is for
MIN_PURPOSE = 30  # characters; shorter ones are headings with a full stop
MAX_SENTENCES = 150  # sentences in which a page says what the group is for


def find_purpose(view: View) -> Claim | None:
    """The sentence below "Mission", else the value of "Focus:", else the sentence that says it most plainly."""
    for section in find_sections(view.body, lambda name: GROUP_LABELS.get(name) == "purpose"):
        first = section.blocks[0] if section.blocks else None
        sentence = next(iter(split_sentences(first.text[:3000])), "") if first and not level_of(first) else ""
        if first and _may_be_purpose(sentence):
            return Claim("purpose", sentence, sentence, "label", "purpose_section", 0.88, where(first))
    for pair in view.pairs:
        if (
            GROUP_LABELS.get(key(pair.label)) == "purpose"
            and pair.block in view.body
            and 15 <= len(pair.value) <= MAX_PURPOSE
        ):
            return Claim("purpose", pair.value, pair.value, "label", "purpose", 0.85, where(pair.block))
    return _stated_purpose(view)


_NO_PURPOSE = re.compile(r"\[(?!email)[a-z][\w ]{3,}|\bharassment\b", re.I)
"""A placeholder of a template, a code of conduct."""


def _may_be_purpose(sentence: str) -> bool:
    return (
        not _NO_PURPOSE.search(sentence)
        and MIN_PURPOSE <= len(sentence) <= MAX_PURPOSE
        and not sentence.endswith((":", "?"))
    )


def _stated_purpose(view: View) -> Claim | None:
    """The most telling sentence; of equals the first."""
    own = _own_name(view)
    best: Claim | None = None
    sentences = ((s, block) for block in view.body if not level_of(block) for s in split_sentences(block.text))
    for number, (sentence, block) in zip(range(MAX_SENTENCES), sentences, strict=False):
        if not _may_be_purpose(sentence):
            continue
        trust = next((trust for trust, pattern in _PURPOSES if pattern.search(sentence)), 0.0)
        if own and trust < 0.85 and own.search(sentence):
            trust = 0.85
        trust -= 0.3 if _ASIDE.match(sentence) else 0.0
        if trust > 0.3 and (best is None or trust - number / 100 > best.trust):
            best = Claim("purpose", sentence, sentence, "text", "purpose", trust - number / 100, where(block))
    return best


def _own_name(view: View) -> re.Pattern[str] | None:
    """A pattern for "<the page's own name> aims to ...", from its heading and the acronym in it."""
    parts = [part.strip() for part in re.split(r"\s[|–—:-]\s|[()]|: ", view.title[:200])]
    names = [re.escape(part) for part in parts if 2 <= len(part) <= 60 and key(part) not in GROUP_LABELS]
    if not names:
        return None
    is_a = (
        r"is an? (?:[\w-]+ ){0,4}?(?:group|forum|network|association|organi[sz]ation|lab|centre|center|community|place)"
        r"|is (?:an? [\w -]{0,40}?)?for (?:people|anybody|anyone|those|everyone|researchers|scientists|practitioners)"
    )
    return re.compile(rf"\b(?:{'|'.join(names)})\b[^.;]{{0,60}}?\b(?:{_AIMING}|{is_a})\b", re.I)
