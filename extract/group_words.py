"""The closed lists of the readers of groups, as data: labels by field, and what a group may be called.

English, German, French, Spanish, Italian and Dutch.
"""

from collections.abc import Mapping

from extract.text import key

GROUP_TYPES: Mapping[str, str] = {
    "special interest group": "interest_group", "interest group": "interest_group", "user group": "interest_group",
    "sig": "interest_group", "working group": "working_group", "task force": "working_group",
    "development group": "working_group", "research group": "research_group", "forschungsgruppe": "research_group",
    "arbeitsgruppe": "research_group", "groupe de recherche": "research_group", "groupe de travail": "working_group",
    "grupo de investigación": "research_group", "grupo de trabajo": "working_group",
    "gruppo di ricerca": "research_group",
    "gruppo di lavoro": "working_group", "onderzoeksgroep": "research_group", "werkgroep": "working_group",
    "laboratory": "lab", "laboratoire": "lab", "laboratorio": "lab", "labor": "lab", "lab": "lab",
    "лаборатория": "lab", "board of directors": "committee", "advisory board": "committee", "committee": "committee",
    "steering group": "committee", "ausschuss": "committee", "comité": "committee", "comitato": "committee",
    "commissie": "committee", "board": "committee", "centre": "centre", "center": "centre", "zentrum": "centre",
    "centro": "centre", "centrum": "centre", "institute": "institute", "institut": "institute",
    "instituto": "institute", "istituto": "institute", "instituut": "institute", "network": "network",
    "netzwerk": "network", "réseau": "network", "red": "network", "rete": "network", "netwerk": "network",
    "forum": "network", "consortium": "network", "association": "association", "non-profit organization": "association",
    "non-profit organisation": "association", "society": "association", "verein": "association",
    "asociación": "association", "associazione": "association", "vereniging": "association", "team": "team",
}  # fmt: skip
"""The words that say what a group is, the telling ones first, to the closed list of `Group.group_type`."""

GROUP_LABELS: Mapping[str, str] = {
    key(word): field
    for field, words in {
        "organizers": "organiser|organisers|organizer|organizers|lead|leads|leader|leaders|group lead|group leads|"
        "group leader|group leaders|chair|chairs|co-chair|co-chairs|current chair|convener|conveners|convenor"
        "|convenors|"
        "principal investigator|principal investigators|pi|pis|director|directors|head|head of group|group head|"
        "coordinator|coordinators|co-ordinator|leadership|leadership team|our leadership|leadership structure|"
        "president|vice president|vice-president|treasurer|secretary|secretary general|executive director|"
        "deputy director|"
        "sprecher|sprecherin|vorsitz|vorsitzender|vorstand|schatzmeister|président|présidente|vice-président|trésorier|"
        "secrétaire|presidente|tesorero|secretario|tesoriere|segretario|voorzitter|penningmeester|secretaris|"
        "organising team|organizing team|who runs it|who we are led by|officers|team contact|team contacts|team leader|"
        "leitung|gruppenleitung|leiter|responsable|responsables|direction|directeur|coordinador|coordinadores|"
        "responsabile|responsabili|coordinatore|leiding|coördinator|"
        "office bearers|office holders|current officers|steering group|co-chairs|vice chair|vice-chair|"
        "deputy chair|executive committee|leitungsteam|leitungsgruppe|präsidium|co-präsidium|geschäftsführung|"
        "koordination|présidence|comité directeur|comité exécutif|junta directiva|presidenza|"
        "comitato direttivo|bestuursleden",
        "members": "members|member|participants|"
        "group members|team members|team|the team|our team|people|our people|current members|"
        "interest group members|current editors|steering committee|researchers|staff|research staff|faculty|"
        "postdoctoral researchers|postdocs|phd students|phd researchers|doctoral students|graduate students|"
        "grad students|undergraduate students|masters students|academic staff|core members|board of directors|"
        "advisory board|board|visitors|students|associates|member organisations|member organizations|"
        "member institutions|technical staff|administration|current|"
        "mitglieder|team mitglieder|mitarbeiter|mitarbeiterinnen|doktoranden|membres|équipe|l équipe|doctorants|"
        "miembros|equipo|integrantes|membri|gruppo|squadra|leden|medewerkers|mitarbeitende|"
        "committee members|board members|other members|ordinary members|active members|weitere mitglieder|"
        "lab members",
        "former": "alumni|former members|past members|former|past|past advisory board members|past chairs|past editors|"
        "previous members|former students|lab alumni|alumnae|emeritus members|ehemalige|ehemalige mitglieder|"
        "anciens membres|antiguos miembros|ex membri|oud leden|past organisers|former organisers",
        "aims": "aims|our aims|goals|our goals|objectives|aims and objectives|goals and objectives|ziele|objectifs|"
        "objetivos|obiettivi|doelen|doelstellingen|our objectives|aims and goals|charge|our charge|tasks|our tasks|"
        "terms of reference|what we do|we want to|missions|nos missions|nos objectifs|unsere ziele|aufgaben|compiti",
        "purpose": "purpose|mission|our mission|mission statement|focus|goal|vision and mission",
        "research_questions": "research questions|questions|talking points|research areas and questions",
        "topics": "topics|research topics|research areas|research interests|themes|research themes|forschungsthemen|"
        "thèmes|thèmes de recherche|temas|temas de investigación|temi|onderwerpen|interests|our themes|"
        "key themes|themen|schwerpunkte|forschungsschwerpunkte|forschungsgebiete|axes de recherche|"
        "líneas de investigación|linee di ricerca|onderzoeksthema s",
        "sub_groups": "subgroups|sub groups|sub-groups|working groups|task forces|our research groups|research groups|"
        "regional groups|local groups|regionalgruppen|arbeitsgruppen|untergruppen|groupes régionaux|sous groupes|"
        "working parties",
        "events": "events|past events|upcoming events|previous events|past seminars|seminars|meetings|past talks",
        "outputs": "outputs|publications|our outputs",
        "join": "join|joining|join us|how to join|get involved|how to get involved|membership|become a member|"
        "mitmachen|mitglied werden|nous rejoindre|únete|unisciti|word lid",
    }.items()
    for word in words.split("|")
}
