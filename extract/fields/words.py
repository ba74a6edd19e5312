"""The closed lists of the field readers, as data: labels by field, words that no name holds, platforms, countries.

English, German, French, Spanish, Italian and Dutch. Everything is stored as `extract.text.key` spells it.
"""

from collections.abc import Mapping

from extract.fields.words_abroad import INSTITUTIONS_ABROAD, LABELS_ABROAD
from extract.text import key


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    "dr prof professor professors professorin sir dame lord lady baroness mr mrs ms mx miss rev hon a/prof assoc"
    " assoc.prof drs doctor doktor dottor dott dottssa dr-ing ing dipl-ing professeur profesor profesora professore"
    " dra dr.in univ.-prof assoz.-prof ass.-prof priv.-doz dipl.-ing dr.-ing jun.-prof mmag ddr prof.in"
    " prof.ssa dott.ssa dr.ssa mag prof.dr pd priv-doz herr frau mme m.me mgr ir hr univ-prof habil"
)
PARTICLES = _words(
    "van von de del della di da do dos das der den la le el al bin ibn ten ter te zu zum zur af av du des dal degli"
    " 't y e i vom op in't santos- lo los las st st. abu"
)
INSTITUTION_WORDS = _words(
    "university universities universität universitaet université universidad università universitat universiteit "
    "universitet institute institut instituto istituto instituut institutes institution college school infirmary "
    "hospitals hospice archives gallery galleries orchestra quartet cathedral charity charities industries "
    "consultancy consulting railways buses airlines airways insurance faculty department dept laboratory laboratories "
    "lab labs centre center centres centrum zentrum academy akademie council agency ministry museum library "
    "foundation trust society association company ltd limited inc gmbh corp corporation group network consortium "
    "alliance committee board hospital clinic nhs bank office bureau hub unit programme program project partnership "
    "polytechnic politecnico politècnica polytechnique eth epfl mit ucl cnrs inria dstl bbc ibm intel google "
    "microsoft deepmind research technologies technology systems services solutions co-op cooperative electric power "
    "energy ventures partners observatory hochschule fachhochschule ecole école escuela fakultät lehrstuhl team union "
    "federation commission netzwerk forschungsgruppe gruppe kommission ausschuss réseau groupe équipe grupo gruppo "
    "netwerk authority government parliament division branch forum community organisation organization initiative "
    + INSTITUTIONS_ABROAD
)
POST_WORDS = _words(
    "professor professorship reader lecturer fellow director manager scientist researcher engineer chair chairman"
    " chairwoman chairperson head lead leader officer president vice secretary treasurer student candidate postdoc"
    " postdoctoral doctoral assistant associate adviser advisor analyst consultant coordinator founder ceo cto cfo coo"
    " editor member convener convenor developer specialist technician curator librarian postgraduate graduate"
    " undergraduate intern investigator principal senior junior chief executive minister architect economist"
    " statistician mathematician physicist ophthalmologist biostatistician dean provost rector speaker host moderator"
    " panellist panelist organiser organizer author journalist comedian entrepreneur executive md phd msc professorin"
    " wissenschaftler mitarbeiter mitarbeiterin leiter leiterin directeur directrice chercheur maître doctorant"
    " profesor catedrático investigador investigadora ricercatore ricercatrice dottorando hoogleraar doktorand"
    " doktorandin postdoktorand postdoktorandin techniker technikerin ingenieur ingenieurin assistentin doctorante"
    " postdoctorante ingénieur ingénieure technicien technicienne chercheuse técnico técnica tecnico onderzoeker"
    " promovendus docent fellowship scholar expert ambassador representative programmer alumnus alumni trainee"
    " supervisor staff faculty emeritus emerita honorary visiting adjunct"
)
NEVER_IN_NAME = _words(
    # function words and sentence openers
    "the a an this that these those our your their its his her my we you they he she it i in on at to for from of and"
    " or but with without by as is are was were be been will would can could should may might must not no yes if when"
    " where while who what why how which there here then than so also after before during between through over under"
    " about into each every all any some more most many other another such please join register click find read see"
    " view watch visit contact email note date time venue location speaker speakers title abstract bio biography"
    " agenda programme program schedule session sessions part day week month year today tomorrow room building floor"
    " street road avenue square lane park campus hall house tower theatre auditorium suite plaza"
    # calendar
    " monday tuesday wednesday thursday friday saturday sunday january february march april june july august september"
    " october november december spring summer autumn winter feb mar apr jun jul aug sep sept oct nov dec mon tue tues"
    " wed thu thur fri"
    # things of events and groups
    " workshop conference seminar seminars lecture lectures webinar talk talks meeting meetings symposium event events"
    " series course courses training school tutorial panel discussion keynote introduction welcome break lunch coffee"
    " tea registration networking reception closing opening remarks closure drinks dinner poster posters presentation"
    " presentations networks groups interest working special committee news blog home people members member partners"
    " partner sponsors about overview privacy cookie cookies terms download video slides recording online hybrid"
    " virtual zoom teams youtube google microsoft slack github twitter linkedin facebook"
    # words that open titles
    " honours get involved important towards toward interactive temporal discovery connected retrieval alignment"
    " beyond thinking exploring making experiences esteemed using building getting understanding learning designing"
    " managing working making scaling why"
    # places and things
    " airport station county village city town bridge river lake mountain mountains island beach valley farm hotel inn"
    " cafe restaurant bar pub arena stadium downtown university medical retina carbon master wikivoyage instance"
    " scalable schema group groups working task force paper papers article report reports book books photo image"
    " figure table appendix chapter volume issue press release award awards prize grant grants funding budget address"
    " postcode phone fax tel map directions travel accommodation parking wifi access accessibility"
    # subjects
    " science sciences data ai machine learning intelligence artificial computing computer computational software"
    " engineering mathematics statistics physics chemistry biology medicine health ethics policy public law economics"
    " finance security safety privacy environment environmental climate energy urban digital humanities social history"
    " philosophy psychology language natural processing analytics analysis model models modelling modeling methods"
    " theory practice applications systems system design education innovation development management standards trust"
    " open quantum neural deep causal statistical bayesian human robotics vision network networks graph knowledge"
    " information technology tools platform future challenge challenges question questions answers q&a project"
    " projects advanced applied general national international global european british american royal united kingdom"
    " states europe england scotland wales ireland france germany italy spain netherlands london oxford cambridge"
    " edinburgh manchester birmingham leeds bristol glasgow paris berlin vienna zurich zürich new north south east"
    " west york best first second third annual young early career women turing's best key main free full next past"
    " current former previous upcoming save share follow subscribe sign up more less show hide back top menu search"
    # German, French, Spanish, Italian, Dutch openers
    " der die das ein eine und oder mit für von im am zum zur wir sie es ist le les un une et ou avec pour dans sur"
    " nous vous los las una con para por en nosotros il gli e con per nel nella een het met voor op wij ons"
)

AUDIENCES = (
    "anybody anyone everybody everyone those people public adults children kids families parents teenagers women men"
    " girls boys citizens residents households neighbours visitors guests newcomers members colleagues volunteers"
    " students undergraduates postgraduates postdocs candidates apprentices trainees learners beginners novices"
    " researchers scientists scholars academics fellows staff faculty supervisors investigators engineers developers"
    " programmers designers makers users analysts mathematicians philosophers professionals experts"
    " specialists consultants clinicians doctors nurses carers patients teachers educators librarians writers authors"
    " translators clerks councillors officers officials policymakers managers leaders administrators stewards employees"
    " workers owners entrepreneurs insurers lawyers charities organisations organizations companies businesses"
    " communities enthusiasts participants delegates attendees practitioners"
).split()
"""What people are called for whom an event is, always more than one."""
SURNAMES = _words(
    "park young hall lane best west north east house church power key may march summer winter english french german"
    " street wales england ireland day weeks bridge field lake rivers hill page bishop banks brook grant major judge"
    " reader head speaker dean marshall chase mark green black white brown long short small little wise"
)
"""Surnames that are common words too."""

_LABELS: Mapping[str, str] = {
    "performers:speaker": "speaker speakers|invited speaker|invited speakers|guest speaker|guest speakers|presenter|"
    "presenters|presented by|talk by|talks by|lecturer|lecturers|instructor|instructors|tutor|tutors|trainer|trainers|"
    "teacher|teachers|who|with|speaker|speakers|confirmed speakers|featured speakers|our speakers|the speakers|"
    "our speaker|about the speaker|about the speakers|speaker bio|speaker bios|speaker biography|speaker biographies|"
    "meet the speakers|meet the speaker|speaker information|speaker profile|given by|"
    "candidate|doctoral candidate|phd candidate|discussion leader|session leader|discussion led by|"
    "wer|referent|referentin|referenten|referentinnen|referierende|vortragende|vortragender|sprecher|sprecherin|"
    "sprecherinnen|mit|redner|dozent|dozentin|dozenten|"
    "intervenant|intervenante|intervenants|intervenantes|orateur|orateurs|oratrice|conférencier|conférenciers|"
    "conférencière|avec|présenté par|"
    "ponente|ponentes|conferenciante|conferenciantes|orador|oradores|oradora|"
    "relatore|relatori|relatrice|relatrici|oratore|oratori|docente|docenti|"
    "spreker|sprekers|inleider|door",
    "performers:keynote": "keynote|keynotes|keynote speaker|keynote speakers|keynote lecture|plenary speaker|"
    "plenary speakers|hauptredner|keynote sprecher|ponente principal|conférencier principal",
    "performers:panellist": "a panel discussion with|panel discussion with|a discussion with|a conversation with|"
    "panel discussion|panel|panellist|panellists|panelist|panelists|panel members|the panel|our panel|"
    "podium|diskutanten|discussants|discussant|table ronde|panelisten",
    "performers:chair": "chair|chairs|chaired by|session chair|session chairs|moderator|moderators|moderated by|"
    "moderation|moderatorin|facilitator|facilitators|facilitated by|leitung|vorsitz|modérateur|modératrice|"
    "animé par|moderador|moderadora|modera|moderatore|voorzitter|gespreksleider",
    "performers:host": "host|hosts|hosted by|your host|your hosts|gastgeber|anfitrión|ospite",
    "performers:introducer": "introduced by|introduction by|welcome by|einführung|introduit par",
    "organizers": "organiser|organisers|organizer|organizers|organised by|organized by|organisation|organization|"
    "organising committee|organizing committee|workshop organisers|workshop organizers|event organisers|"
    "event organizers|organising team|organizing team|the organisers|the organizers|co-organisers|co-organizers|"
    "convener|conveners|convenor|convenors|programme committee chairs|general chair|general chairs|co-chairs|"
    "veranstalter|veranstalterin|organisator|organisatoren|organisiert von|organisatorinnen|"
    "organisateur|organisateurs|organisatrice|organisé par|comité d organisation|"
    "organizador|organizadores|organiza|organizado por|organizzatore|organizzatori|organizzato da|"
    "organisator|organisatoren|georganiseerd door",
    "sponsors": "sponsor|sponsors|sponsored by|supported by|funded by|with support from|our sponsors|supporters|"
    "funding|gefördert von|förderer|unterstützt von|soutenu par|avec le soutien de|patrocinadores|patrocinado por|"
    "sponsor e partner|mede mogelijk gemaakt door",
    "location": "meeting point|meeting place|treffpunkt|point de rendez vous|punto de encuentro|punto di ritrovo|"
    "ontmoetingspunt|location|locations|venue|venues|place|where|room|address|event location|event venue|venue address|"
    "place of event|location details|venue details|workshop venue|conference venue|how to get there|"
    "getting there|the venue|city|"
    "ort|wo|veranstaltungsort|raum|adresse|tagungsort|standort|anschrift|"
    "lieu|où|salle|lieu de l événement|endroit|"
    "lugar|dónde|donde|sede|sala|ubicación|dirección|localización|"
    "luogo|dove|indirizzo|aula|"
    "locatie|plaats|waar|adres|zaal",
    "when_where": "when and where|where and when|date and location|date and place|time and location|time and place|"
    "date time and location|wann und wo|zeit und ort|quand et où|date et lieu|cuándo y dónde|quando e dove|"
    "wanneer en waar|datum en plaats",
    "virtual_location": "online|platform|zoom link|zoom|meeting link|join online|webinar link|virtual location|"
    "online platform|livestream|live stream|plattform|lien de connexion|enlace|link",
    "audience": "audience|target audience|who should attend|who is it for|who is this for|who can attend|"
    "intended audience|for whom|participants|open to|suitable for|eligibility|who it is for|who it s for|"
    "who should come|who is this event for|who is it aimed at|aimed at|zielgruppe|für wen|public|public visé|"
    "público|dirigido a|destinatari|pubblico|doelgroep|voor wie",
    "registration_url": "registration|register|register here|tickets|ticket|sign up|booking|book|registration link|"
    "anmeldung|anmelden|inscription|inscriptions|s inscrire|inscripción|registro|iscrizione|iscrizioni|"
    "registratie|aanmelden|inschrijven",
    "registration_deadline": "registration deadline|deadline for registration|application deadline|register by|"
    "registration closes|book by|apply by|reply by|rsvp by|sign up by|applications close|bookings close|booking closes|"
    "deadline to register|booking deadline|anmeldeschluss|anmeldefrist|date limite d inscription|"
    "fecha límite de inscripción|scadenza iscrizioni|inschrijfdeadline|closing date for registration",
    "price": "price|prices|cost|costs|fee|fees|registration fee|registration fees|ticket price|ticket prices|"
    "course fee|conference fee|workshop fee|participation fee|entry fee|admission fee|cursusprijs|deelnamekosten|"
    "admission|entry|entrance|preis|kosten|eintritt|teilnahmegebühr|tarif|tarifs|prix|entrée|precio|entrada|tarifa|prezzo|costo|"
    "ingresso|prijs|toegang|how much",
    "capacity": "capacity|places|seats|number of places|number of seats|maximum capacity|maximum participants|"
    "max participants|number of participants|maximum number of participants|teilnehmerzahl|"
    "max teilnehmer|places disponibles|plazas|posti",
    "contact": "contact|contacts|contact person|contact us|enquiries|inquiries|questions|further information|"
    "more information|kontakt|ansprechpartner|ansprechpartnerin|contatto|contatti|contacto|organiser contact",
    "agenda": "agenda|programme|program|schedule|timetable|draft agenda|draft programme|ablauf|programm|"
    "programma|horaire|orden del día",
    "in_language": "language|languages|event language|language of instruction|sprache|sprachen|veranstaltungssprache|"
    "vortragssprache|langue|langues|idioma|idiomas|lingua|lingue|taal|voertaal",
    "cut": "date|dates|time|when|start|end|ends|starts|duration|event title|title|sub title|subtitle|abstract|bio|bios|"
    "biography|email|type|event type|category|categories|topic|topics|series|keywords|tags|website|"
    "date and time|date time|datum|zeit|uhrzeit|wann|titel|heure|quand|titre|"
    "fecha|hora|cuándo|título|data|ora|orario|quando|titolo|tijd|wanneer|phone|tel|telephone|fax",
}

LABELS: Mapping[str, str] = {
    key(word): field
    for labels in (LABELS_ABROAD, _LABELS)
    for field, words in labels.items()
    for word in words.split("|")
    if word
}
"""A label's key -> the field that its value fills (with ":role" for people; "cut" only ends the value before it)."""

PLATFORMS: Mapping[str, str] = {
    "zoom": "Zoom", "microsoft teams": "Microsoft Teams", "ms teams": "Microsoft Teams", "teams": "Microsoft Teams",
    "youtube": "YouTube", "google meet": "Google Meet", "webex": "Webex", "gotomeeting": "GoToMeeting",
    "gotowebinar": "GoToWebinar", "bigbluebutton": "BigBlueButton", "jitsi": "Jitsi", "gather town": "Gather",
    "gathertown": "Gather", "gather.town": "Gather", "twitch": "Twitch", "crowdcast": "Crowdcast", "hopin": "Hopin",
    "skype": "Skype", "vimeo": "Vimeo", "discord": "Discord", "airmeet": "Airmeet", "whova": "Whova",
    "blackboard collaborate": "Blackboard Collaborate",
}  # fmt: skip
US_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho"
    "|Illinois|Indiana"
    "|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri"
    "|Montana|Nebraska"
    "|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania"
    "|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia"
    "|Wisconsin|Wyoming"
)
COUNTRIES = frozenset(
    "uk|u.k.|united kingdom|england|scotland|wales|northern ireland|ireland|usa|u.s.a.|us|united states|"
    "united states of america|canada|germany|deutschland|france|italy|italia|spain|españa|portugal|netherlands|"
    "the netherlands|nederland|belgium|belgique|belgië|switzerland|schweiz|suisse|austria|österreich|denmark|danmark|"
    "sweden|sverige|norway|norge|finland|suomi|iceland|poland|polska|czech republic|czechia|slovakia|hungary|romania|"
    "bulgaria|greece|croatia|slovenia|serbia|estonia|latvia|lithuania|ukraine|russia|turkey|türkiye|israel|india|china|"
    "japan|south korea|korea|taiwan|hong kong|singapore|malaysia|thailand|vietnam|indonesia|philippines|australia|"
    "new zealand|south africa|egypt|morocco|nigeria|kenya|ghana|brazil|brasil|argentina|chile|colombia|mexico|méxico|"
    "peru|luxembourg|malta|cyprus|saudi arabia|qatar|united arab emirates|uae|iran|pakistan|bangladesh".split("|")
)
