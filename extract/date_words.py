"""The words that dates are written with, in English, German, French, Spanish, Italian and Dutch. Data only."""

_MONTHS = (
    "january jan januar jänner jaenner janvier janv enero ene gennaio gen januari",
    "february feb febuary februar feber février fevrier févr fevr fév febrero febbraio februari",
    "march mar märz maerz mrz mär mars marzo maart mrt",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag mei",
    "june jun juni juin junio giugno giu",
    "july jul juli juillet juil julio luglio lug",
    "august aug août aout agosto ago augustus",
    "september sept sep septembre septiembre setiembre settembre sett set",
    "october oct oktober okt octobre octubre ottobre ott",
    "november nov novembre noviembre",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre",
)
MONTHS = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}

PLAIN_WORDS = frozenset("may march mar set sett ago gen mag".split())
"""Months that are words of their own ("version 1 may differ", "2 years ago"): small letters need a year beside them."""

_WEEKDAYS = (
    "monday mon montag lundi lun lunes lunedì lunedi maandag",
    "tuesday tue tues dienstag mardi martes martedì martedi dinsdag",
    "wednesday wed weds mittwoch mercredi mer mié mie miércoles miercoles mercoledì mercoledi woensdag",
    "thursday thu thur thurs donnerstag jeudi jeu jue jueves gio giovedì giovedi donderdag",
    "friday fri freitag vendredi ven vie viernes venerdì venerdi vrijdag",
    "saturday sat samstag sonnabend samedi sam sáb sab sábado sabado sabato zaterdag",
    "sunday sun sonntag dimanche dim dom domingo domenica zondag",
)
WEEKDAYS = {word: number for number, words in enumerate(_WEEKDAYS) for word in words.split()}
"""0 is Monday, as in `date.weekday`."""

SHORT_WEEKDAYS = frozenset("mo di mi do fr sa so ma wo vr za zo".split())
"""German and Dutch: too short to check a date by, but they may stand in front of one."""

RANGE_WORDS = frozenset("to until till til through thru bis au à al tot".split())
LIST_WORDS = frozenset("and und et y e en ed or oder".split())
INNER_WORDS = frozenset("of de du di del the dello dell".split())
"""What may stand between day, month and year: "3rd of May", "3 de mayo de 2027"."""
LEAD_WORDS = frozenset(
    "on the le les el los il den dem der am vom von from du da dal del van vanaf between zwischen zum zu at um ab"
    " ore ora"
    " kl op om alle a las lunchtime".split()
)
"""What may stand between weekday or range sign and day: "Friday the 3rd", "vom 3. bis zum 5. Mai"."""

MOVED_FROM = (
    r"(?:moved|changed|shifted|delayed|re-?scheduled|postponed|brought forward|put back|(?:vor)?verlegt|verschoben|"
    r"reportée?s?|déplacée?s?|avancée?s?|aplazad[oa]|trasladad[oa]|rinviat[oa]|spostat[oa]|verplaatst|verschoven) "
    r"(?:from|vom|von|du|del|desde el|dal|van)(?: the)?"
)
"""Before a day on which something was to be, and is no longer: a pattern."""

NOON = frozenset("noon midday mittag mittags midi mezzogiorno mediodía mediodia".split())
MIDNIGHT = frozenset("midnight mitternacht minuit mezzanotte medianoche".split())

ZONES = frozenset(
    "UTC GMT BST IST CET CEST WET WEST EET EEST MEZ MESZ MSK EST EDT ET CST CDT CT MST MDT MT PST PDT PT AKST AKDT"
    " HST AST ADT NST NDT JST KST SGT HKT AEST AEDT ACST AWST NZST NZDT SAST CLT BRT ART PKT WAT CAT EAT AoE".split()
)
ZONE_PLACES = (
    "UK", "London", "Berlin", "Paris", "Madrid", "Rome", "Amsterdam", "Brussels", "Zurich", "Vienna", "Dublin",
    "Lisbon", "Stockholm", "Helsinki", "Oslo", "Copenhagen", "Eastern", "Central", "Mountain", "Pacific",
    "New York", "Tokyo", "Beijing", "Singapore", "Central European", "Central European Summer", "British Summer",
    "Greenwich Mean", "Eastern Standard", "Eastern Daylight", "Pacific Standard", "Pacific Daylight", "India Standard",
)  # fmt: skip
"""Before "time": "10am UK time"."""

DATE_LABELS = frozenset(
    "date dates when day days datum daten wann termin termine zeitraum tag quand jour fecha fechas cuándo cuando "
    "quando"
    " data giorno giorni wanneer start starts begin begins starting beginn début debut inicio inizio von from".split()
)
TIME_LABELS = frozenset(
    "time times hour hours uhrzeit zeit zeiten heure heures horaire horaires hora horas horario ora ore orario"
    " orari tijd"
    " tijden tijdstip".split()
)
END_LABELS = frozenset(
    "end ends ending ende until bis fin fine einde finish finishes schluss clôture clausura conclusione "
    "afsluiting".split()
)
DOOR_LABELS = frozenset("doors door einlass inloop open opens accueil".split())
LABEL_FILLERS = frozenset(
    "and und et y e en of the de la le del der des event events veranstaltung evenement événement evento evenement"
    " workshop conference seminar talk meeting lecture s place location venue where ort wo lieu où lugar luogo plaats"
    " locatie local key our this new neues nouvelle nueva nuova nieuwe"
    " dei lavori des travaux tagung vortrag vortrags convegno colloque conférence jornada acto lezing".split()
)
"""Words that a label of a date may hold beside the telling one: "Date and time of the event", "When & where"."""
DAILY = (
    r"(?:daily|jeweils|(?:each|every|on both|on all|both|per) days?|täglich|jeden tag|chaque jour|cada día"
    r"|ogni giorno"
    r"|dagelijks)"
)
"""A pattern for what stands beside a clock time that holds for several days."""
