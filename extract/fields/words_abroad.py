"""More labels of events in German, French, Spanish, Italian and Dutch, as data: `words.LABELS` reads both.

Gendered forms ("Referent:in", "Intervenant·e·s", "Ponente(s)") stand as `extract.text.key` spells them.
"""

from collections.abc import Mapping

LABELS_ABROAD: Mapping[str, str] = {
    "performers:speaker": "gastredner|gastrednerin|gastvortrag|referent in|referent innen|referenten innen|"
    "vortragende r|es spricht|es sprechen|vortrag von|"
    "intervenant e|intervenant e s|intervenant es|intervenants es|conférencières|conférencier ère|"
    "con|interviene|intervienen|participan|conferenciante s|ponente s|ponencia a cargo de|"
    "intervengono|interviene|relatori e relatrici|con la partecipazione di|"
    "met|gastspreker|gastsprekers|spreker s",
    "performers:keynote": "hauptvortrag|hauptvorträge|festvortrag|keynote vortrag|keynote vorträge|"
    "conférences plénières|conférence plénière|conférencier invité|conférenciers invités|conférence inaugurale|"
    "conferencia inaugural|conferencia plenaria|conferencias plenarias|ponencia inaugural|"
    "relatori invitati|relazione di apertura|keynote spreker|keynote sprekers",
    "performers:panellist": "podiumsgäste|auf dem podium|es diskutieren|panelistas|panelleden",
    "performers:discussant": "discutant|discutante|discutants|discutantes|discutant e|koreferat|korreferat|comenta|"
    "discute|coreferent|co referent",
    "performers:chair": "moderiert von|gesprächsleitung|diskussionsleitung|sitzungsleitung|animation|modération|"
    "modéré par|présidence|présidence de séance|moderan|moderación|presiede|moderatrice|moderano|gespreksleiding|"
    "onder leiding van|dagvoorzitter",
    "performers:host": "gastgeberin|presenta|presentan|coordina|coordinan",
    "performers:introducer": "begrüßung|grußwort|grußworte|introduce|introducono|mot d accueil|welkomstwoord",
    "organizers": "veranstalter in|veranstalterinnen|veranstaltende|organisation und leitung|veranstaltet von|"
    "eine veranstaltung von|wissenschaftliche leitung|organisationsteam|"
    "organisateur s|organisateurs et organisatrices|organisateur rice s|organisatrices|organisée par|"
    "co organisé par|responsables scientifiques|responsable scientifique|comité scientifique et d organisation|"
    "organizan|organizadoras|organizada por|entidad organizadora|entidades organizadoras|comité organizador|"
    "comité de organización|"
    "organizzazione|organizza|organizzano|organizzata da|organizzatrici|a cura di|promosso da|comitato organizzatore|"
    "comitato scientifico e organizzativo|organisatie|organisatiecomité|organiserend comité",
    "location": "ort der veranstaltung|hörsaal|veranstaltungsraum|lieu de la manifestation|lieu de la conférence|"
    "lieu du colloque|lugar de celebración|lugar del acto|espacio|sede dell evento|luogo dell evento|"
    "sede del convegno",
    "audience": "publikum|zielpublikum|zielgruppen|teilnehmerkreis|publics|public concerné|destinatarios|"
    "destinatarias|dirigida a|público objetivo|a quién va dirigido|a chi si rivolge|rivolto a|"
    "destinatari e destinatarie|bestemd voor",
    "registration_url": "aanmelding|inschrijving|inscripciones|iscrizione|prenotazione|prenotazioni|réservation",
    "registration_deadline": "anmeldung bis|anmeldung bis zum|anmeldung erbeten bis|anmeldung möglich bis|"
    "date limite des inscriptions|inscription avant le|inscriptions avant le|inscription jusqu au|"
    "clôture des inscriptions|plazo de inscripción|inscripción hasta el|cierre de inscripción|"
    "fin del plazo de inscripción|iscrizioni entro|iscrizione entro|iscrizioni entro il|iscrizione entro il|"
    "termine iscrizioni|termine per le iscrizioni|scadenza delle iscrizioni|aanmelden voor|aanmelden vóór|"
    "aanmelden tot|uiterste aanmelddatum|sluitingsdatum aanmelding",
    "price": "teilnahmegebühren|gebühr|gebühren|teilnahmebeitrag|tagungsgebühr|eintrittspreis|frais d inscription|"
    "droits d inscription|frais de participation|coût|cuota|cuotas|matrícula|precios|cuota de inscripción|"
    "quota di iscrizione|quota di partecipazione|quote di iscrizione|prezzi|tariffa|tariffe|"
    "tarief|tarieven|prijzen|entreeprijs|entree",
    "capacity": "plätze|maximale teilnehmerzahl|nombre de places|jauge|capacité|aforo|plazas disponibles|"
    "capienza|posti disponibili|numero massimo di partecipanti|aantal plaatsen|maximum aantal deelnemers",
    "contact": "rückfragen|informationen|weitere informationen|auskunft|renseignements|informations|información|"
    "más información|informes|informazioni|per informazioni|informatie|meer informatie|inlichtingen",
    "cut": "beginn|ende|einlass|datum und uhrzeit|termin|reihe|veranstaltungsreihe|veranstaltungsart|"
    "veranstaltungstyp|stichworte|schlagworte|horaires|date et heure|cycle|série|type d événement|mots clés|"
    "langue de travail|fechas|horario|horarios|fecha y hora|modalidad|ciclo|tipo de evento|palabras clave|orari|"
    "data e ora|modalità|tipologia|diretta|datum en tijd|aanvang|inloop|soort|reeks|serie|trefwoorden",
}
"""A field (":role" of people, "cut" where a label only ends the value before it) -> its labels."""

INSTITUTIONS_ABROAD = (
    "arbeitskreis arbeitsgruppe stadtbibliothek bibliothek buchhandlung verlag forschungsstation forschungsstelle"
    " archiv stadtarchiv museo musée archivo archivio biblioteca bibliothèque bibliotheek médiathèque libreria "
    "librería"
    " librairie stichting stiftung fundación fondation fondazione asociación associazione werkgroep vereniging "
    "vakgroep"
    " dipartimento departamento département facultad facoltà faculté faculteit consejo conseil consiglio ministerio"
    " ministère ministero federación fédération federazione academia académie accademia academie laboratoire "
    "laboratorio"
    " uitgeverij observatorio observatoire osservatorio sociedad società société gesellschaft verein verband colegio"
    " collège collegio scheepvaartmuseum ministerium landesamt gymnasium inštitut institutet"
)
"""More words that are part of an institution's name, and of no person's."""
