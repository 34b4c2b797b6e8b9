"""German for what databases of the 14 domains hold: article, noun, genitive; plurals of tables."""
# ruff: noqa: E501 - a word a place

TABLES = """
account: das Konto, Kontos / Konten; agency: die Filiale / Filialen; airport: der Flughafen, Flughafens / Flughäfen
album: das Album, Albums / Alben; animal: das Tier, Tiers / Tiere; artist: der Künstler, Künstlers / Künstler
assignment: die Zuweisung / Zuweisungen; author: der Autor, Autors / Autoren; book: das Buch, Buches / Bücher
branch: die Zweigstelle / Zweigstellen; card: die Karte / Karten; chef: der Koch, Kochs / Köche
client: der Kunde, Kunden / Kunden; club: der Verein, Vereins / Vereine; coach: der Trainer, Trainers / Trainer
course: der Kurs, Kurses / Kurse; crop: die Anpflanzung / Anpflanzungen; customer: der Kunde, Kunden / Kunden
department: die Abteilung / Abteilungen; depot: das Depot, Depots / Depots; director: der Regisseur, Regisseurs / Regisseure
dish: das Gericht, Gerichts / Gerichte; district: der Bezirk, Bezirks / Bezirke; doctor: der Arzt, Arztes / Ärzte
driver: der Fahrer, Fahrers / Fahrer; employee: der Mitarbeiter, Mitarbeiters / Mitarbeiter; enclosure: das Gehege, Geheges / Gehege
enrolment: die Einschreibung / Einschreibungen; farm: der Hof, Hofs / Höfe; feeding: die Fütterung / Fütterungen
field: das Feld, Feldes / Felder; film: der Film, Films / Filme; flight: der Flug, Fluges / Flüge
goal: das Tor, Tors / Tore; keeper: der Pfleger, Pflegers / Pfleger; label: das Label, Labels / Labels
line: der Posten, Postens / Posten; loan: die Ausleihe / Ausleihen; member: das Mitglied, Mitglieds / Mitglieder
office: das Büro, Büros / Büros; parcel: das Paket, Pakets / Pakete; park: der Park, Parks / Parks
patient: der Patient, Patienten / Patienten; pilot: der Pilot, Piloten / Piloten; plane: das Flugzeug, Flugzeugs / Flugzeuge
play: die Wiedergabe / Wiedergaben; player: der Spieler, Spielers / Spieler; prescription: das Rezept, Rezepts / Rezepte
product: das Produkt, Produkts / Produkte; project: das Projekt, Projekts / Projekte; purchase: der Kauf, Kaufs / Käufe
region: die Region / Regionen; restaurant: das Restaurant, Restaurants / Restaurants; review: die Kritik / Kritiken
sale: der Verkauf, Verkaufs / Verkäufe; screening: die Vorführung / Vorführungen; stadium: das Stadion, Stadions / Stadien
student: der Student, Studenten / Studenten; studio: das Studio, Studios / Studios; supplier: der Lieferant, Lieferanten / Lieferanten
teacher: der Lehrer, Lehrers / Lehrer; team: das Team, Teams / Teams; theatre: das Kino, Kinos / Kinos
ticket: das Ticket, Tickets / Tickets; track: der Song, Songs / Songs; transfer: die Überweisung / Überweisungen
trip: die Fahrt / Fahrten; truck: der Lastwagen, Lastwagens / Lastwagen; visit: der Besuch, Besuchs / Besuche
ward: die Station / Stationen
"""
ROLES = """
base: die Heimatbasis; branch of: das Stammhaus, Stammhauses; captain: der Kapitän, Kapitäns; guarantor: der Bürge, Bürgen
instructor: der Ausbilder, Ausbilders; manager: der Vorgesetzte, Vorgesetzten; mentor: der Mentor, Mentors
origin: der Startflughafen, Startflughafens; original: das Original, Originals; parent: der Haupthof, Haupthofs
referrer: der Werber, Werbers; rival: der Rivale, Rivalen; sponsor: der Pate, Paten
supervisor: der Vorgesetzte, Vorgesetzten; trainer: der Ausbilder, Ausbilders
"""
COLUMNS = """
id: die ID; name: der Name, Namens; title: der Titel, Titels
age: das Alter, Alters; amount: die Menge; transfer.amount: der Betrag, Betrags; area: die Fläche
balance: der Kontostand, Kontostands; birth year: das Geburtsjahr, Geburtsjahres; budget: das Budget, Budgets
building: das Gebäude, Gebäudes; building year: das Baujahr, Baujahres; buyer: der Käufer, Käufers
buying year: das Kaufjahr, Kaufjahres; cabin: die Kabinenklasse; capacity: die Kapazität; category: die Kategorie
channel: der Kanal, Kanals; city: die Stadt; climate: das Klima, Klimas; cost: der Kostenbetrag, Kostenbetrags
country: das Land, Landes; course: der Gang, Gangs; critic: der Kritiker, Kritikers; cuisine: die Küche
delay: die Verspätung; departure date: das Abflugdatum, Abflugdatums; device: das Gerät, Geräts
discount: der Rabatt, Rabatts; distance: die Entfernung; drug: das Medikament, Medikaments
expiry year: das Ablaufjahr, Ablaufjahres; fare: der Ticketpreis, Ticketpreises
feeding date: das Fütterungsdatum, Fütterungsdatums; field: der Fachbereich, Fachbereichs
first year: das Eintrittsjahr, Eintrittsjahres; floor: das Stockwerk, Stockwerks; food: das Futter, Futters
founding year: das Gründungsjahr, Gründungsjahres; genre: das Genre, Genres; grade: die Note
hiring date: das Einstellungsdatum, Einstellungsdatums; income: das Einkommen, Einkommens
joining date: das Beitrittsdatum, Beitrittsdatums; kind: die Art; account.kind: die Kontoart; length: die Länge
licence: die Führerscheinklasse; limit amount: das Kartenlimit, Kartenlimits; listener: der Hörer, Hörers; load: die Nutzlast
loan date: das Ausleihdatum, Ausleihdatums; minute: die Spielminute; model: das Modell, Modells
network: das Kartennetz, Kartennetzes; number of awards: die Anzahl der Auszeichnungen; number of beds: die Anzahl der Betten
number of credits: die Anzahl der Leistungspunkte; number of days: die Anzahl der Tage; number of doses: die Anzahl der Dosen
number of floors: die Anzahl der Stockwerke; number of hectares: die Hektarzahl; number of hours: die Anzahl der Stunden
number of listeners: die Anzahl der Hörer; number of pages: die Seitenzahl; number of plays: die Anzahl der Wiedergaben
number of refills: die Anzahl der Nachfüllungen; number of runways: die Anzahl der Landebahnen; number of screens: die Anzahl der Leinwände
number of seats: die Anzahl der Sitzplätze; number of seconds: die Anzahl der Sekunden; number of stars: die Anzahl der Sterne
number of tons: die Anzahl der Tonnen; number of visitors: die Anzahl der Besucher; number of years: die Anzahl der Dienstjahre
opening date: das Eröffnungsdatum, Eröffnungsdatums; opening year: das Eröffnungsjahr, Eröffnungsjahres
outcome: das Ergebnis, Ergebnisses; passenger: der Passagier, Passagiers; planting date: das Pflanzdatum, Pflanzdatums
playing date: das Wiedergabedatum, Wiedergabedatums; position: die Position; price: der Preis, Preises; quantity: die Menge
rainfall: die Niederschlagsmenge; rating: die Bewertung; receiver: der Empfänger, Empfängers; rent: die Miete
salary: das Gehalt, Gehalts; score: die Punktzahl; scoring date: das Tordatum, Tordatums
screening date: das Vorführdatum, Vorführdatums; size: die Größe; soil: die Bodenart; speciality: das Fachgebiet, Fachgebiets
species: die Tierart; stage: die Stufe; start date: das Startdatum, Startdatums; start year: das Anfangsjahr, Anfangsjahres
state: der Status, Status; status: der Status, Status; stock: der Lagerbestand, Lagerbestands; task: die Aufgabe
term: das Semester, Semesters; tolls: die Maut; transfer date: das Überweisungsdatum, Überweisungsdatums
visit date: das Besuchsdatum, Besuchsdatums; wage: der Lohn, Lohns; weight: das Gewicht, Gewichts
worth: der Marktwert, Marktwerts; writing date: das Verfassungsdatum, Verfassungsdatums; year: das Jahr, Jahres; yield: der Ertrag, Ertrags
"""
ADJECTIVES = {
    "previous": "vorherig",
    "estimated": "geschätzt",
    "official": "offiziell",
    "reported": "gemeldet",
}
