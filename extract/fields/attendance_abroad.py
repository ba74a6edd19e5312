"""How one attends, in German, French, Spanish, Italian and Dutch: patterns that `attendance` adds to its own."""

MIXED = (
    r"\b(?:vor ort|(?:in )?präsenz) (?:und|oder|sowie|&) (?:auch )?(?:online|digital|virtuell|per zoom"
    r"|per livestream)\b"
    r"|\b(?:online|digital) (?:und|oder|sowie) (?:vor ort|in präsenz)\b|\bhybridveranstaltung\b"
    r"|\bhybride[rsn]? (?:veranstaltung|vortrag|tagung|format)\b|\b(?:findet|wird|als) hybrid\b"
    r"|\b(?:en présentiel|sur place) (?:et|ou) (?:en visio(?:conférence)?|en ligne|à distance)\b"
    r"|\b(?:mode|format) hybride\b|\bpresencial (?:y|o|e) (?:en línea|online|virtual|telemátic[ao])\b"
    r"|\b(?:formato|modalidad) híbrid[oa]\b|\bmodalità (?:mista|ibrida)\b"
    r"|\bin presenza (?:e|o|ed) (?:online|in streaming|da remoto|a distanza)\b"
    r"|\b(?:ter plaatse|op locatie|fysiek) (?:en|of) online\b"
)
MIXED_WORDS = (
    "híbrid", "mista", "ibrida", "presen", "präsenz", "vor ort", "online und", "online oder", "digital ", "sur place",
    "présentiel", "ter plaatse", "op locatie", "fysiek",
)  # fmt: skip
ALSO_ONLINE = (
    r"\bauch (?:online|digital|per zoom|via zoom)\b|\bwer (?:online|über|per|via) (?:\w+ )?teilnehmen\b"
    r"|\b(?:suivre|assister|participer)(?: [\w’']+){0,4} (?:à distance|en ligne|en visio(?:conférence)?)\b"
    r"|\bet en visio(?:conférence)?\b"
    r"|\bseguir(?:se|lo|la)?(?: \w+){0,4} (?:en línea|online|por streaming|a distancia)\b"
    r"|\b(?:seguire|partecipare|collegarsi)(?: \w+){0,4} (?:online|da remoto|a distanza|in streaming)\b"
    r"|\book (?:online|via (?:een )?(?:zoom|teams|livestream))\b|\bonline (?:te volgen|bij te wonen)\b"
)
ALSO_ONLINE_WORDS = (
    "auch ", "teilnehmen", "à distance", "en ligne", "visio", "en línea", "streaming", "a distancia", "remoto",
    "distanza", "ook ", "online ",
)  # fmt: skip
STREAMED = (
    r"\bwird (?:\w+ ){0,3}(?:gestreamt|im livestream|per livestream|übertragen)\b|\bper livestream\b"
    r"|\b(?:sera|est) (?:re)?transmise? en (?:direct|ligne)\b|\bse (?:re)?transmitirá\b"
    r"|\b(?:sarà|verrà) trasmess[oa] (?:\w+ ){0,2}in (?:streaming|diretta)\b"
    r"|\bvia (?:een|de) livestream\b"
)
STREAMED_WORDS = ("stream", "übertragen", "transmis", "transmit", "trasmess")
ONLINE_ONLY = (
    r"\bausschließlich (?:online|digital)\b|\bexclusivement en ligne\b|\bentièrement en ligne\b"
    r"|\bexclusivamente (?:en línea|online)\b|\besclusivamente online\b|\buitsluitend online\b"
)
ONLINE_ONLY_WORDS = ("ausschließlich", "exclusiv", "entièrement", "esclusiv", "uitsluitend")
ONLINE = (
    r"\b(?:findet|fand) (?:[\w.]+ ){0,6}?(?:online|digital|per zoom|via zoom) statt\b"
    r"|\b(?:aura|a eu) lieu en (?:ligne|visio(?:conférence)?)\b|\bse (?:tiendra|déroulera) en (?:ligne|visio)"
    r"|\b(?:se celebrará|celebró|se celebró|tendrá lugar|tuvo lugar) (?:en línea|online)\b"
    r"|\bsi (?:terrà|svolgerà) (?:online|da remoto)\b|\bvindt online plaats\b"
)
ONLINE_WORDS = ("digital", "en ligne", "en visio", "en línea", "da remoto")
OFFLINE = (
    r"\bon[- ]site only\b|\b(?:nur|ausschließlich) (?:vor ort|in präsenz)\b|\buniquement en présentiel\b"
    r"|\bsolo (?:presencial|in presenza)\b|\bne sera (?:ni |pas )?(?:re)?transmise?\b|\balleen ter plaatse\b"
)
OFFLINE_WORDS = (
    "on site", "on-site", "vor ort", "präsenz", "présentiel", "presencial", "presenza", "transmis", "plaatse",
)  # fmt: skip
PRESENCE = r"\bvor ort\b|\bin präsenz\b|\ben présentiel\b|\bpresencial|\bin presenza\b|\bter plaatse\b"
PRESENCE_WORDS = ("vor ort", "präsenz", "présentiel", "presencial", "presenza", "ter plaatse")
"""That some come in person."""
