"""How sentences announce people and organisers in German, French, Spanish, Italian and Dutch: what `people_prose` adds
to its own cues. Each ends where the name begins."""

_COURTESY = (
    r"(?:\s(?:der|die|dem|den|la|le|el|il|lo|de|del|della|dra?|dr\.a|prof|prof\.ssa|dott|dott\.ssa|professor"
    r"|professoressa|professore|profesora?|m|mme|hr|fr|frau|herrn?|drs)\.?){0,3}"
)
"""Articles and titles in small letters that stand before a name: "a cargo de la Dra."."""
CUES: tuple[tuple[str, str], ...] = (
    (
        "chair",
        r"(?:es moderiert|moderiert (?:wird (?:sie|er|es) )?von|durch den abend führt|unter der moderation von"
        r"|gesprächsleitung hat"
        r"|animée? par|sous la présidence de|présidée? par|modera|moderará|moderado por|moderada por|presiede"
        r"|moderat[oa] da"
        r"|onder leiding van|gespreksleider is|gemodereerd door)" + _COURTESY,
    ),
    (
        "introducer",
        r"(?:eingeführt von|introduite? par|presentará el acto|presenta el acto|inaugura|introdott[oa] da"
        r"|ingeleid door"
        r"|met een inleiding van)" + _COURTESY,
    ),
    (
        "panellist",
        r"(?:es diskutieren|auf dem podium (?:sitzen|sind)|participarán|participan|participaron"
        r"|avec la participation de"
        r"|con la participación de|con la partecipazione di|in gesprek met|im gespräch mit|dialogando con"
        r"|dialoga con)" + _COURTESY,
    ),
    (
        "speaker",
        r"(?:a cargo de|impartid[ao] por|pronunciad[ao] por|es spricht|es sprechen|es referiert|mit beiträgen von"
        r"|interventions? de|interventi di|intervento di|lezione (?:aperta )?(?:di|del|della)|conferenza (?:di"
        r"|del|della)"
        r"|seminario (?:di|del|della)|conférence de|conferencia de|charla de|lezing (?:van|door)|met bijdragen van)"
        + _COURTESY,
    ),
)
CUE_WORDS = (
    "moderier", "moderation von", "führt", "gesprächsleitung", "animé", "présiden", "présidé", "modera", "presied",
    "onder leiding van", "gespreksleider", "gemodereerd", "eingeführt", "introduit", "presenta", "inaugura",
    "introdott", "inleid", "diskutieren", "podium", "participa", "partecipa", "gesprek met", "gespräch mit", "dialog",
    "a cargo de", "impartid", "pronunciad", "es spricht", "es sprechen",
    "referiert", "beiträgen", "intervent", "lezione",
    "conferenza", "seminario d", "conférence de", "conferencia de", "charla de", "lezing ", "bijdragen van",
)  # fmt: skip
ORGANISED = (
    r"\bveranstaltet (?:wird (?:sie|er|es|die \w+|der \w+) )?(?:vom|von)(?: der| dem| den)?"
    r"|\b(?:eine )?(?:gemeinsame )?veranstaltung (?:des|der|von|vom)(?: der)?"
    r"|\borganisiert (?:vom|von)(?: der| dem)?|\borganisée?s? (?:conjointement )?par(?: la| le)?"
    r"|\borganizad[oa]s? (?:conjuntamente )?por(?: la| el)?|\borganizzat[oa] (?:da|dal|dalla)"
    r"|\bpromoss[oa] (?:da|dal|dalla)|\bgeorganiseerd door(?: het| de)?"
)
ORGANISED_WORDS = ("veranstalt", "organisi", "organisé", "organizad", "organizzat", "promoss", "georganiseerd")
ORGANISED_APOSTROPHE = r"\b(?:organisée?s? par l|organizzat[oa] dall|promoss[oa] dall)['’]"
"""Before an article that is one word with the name: "promosso dall'Istituto"."""
