"""What interfaces say, in four languages."""

from unicodedata import combining, normalize

LANGUAGES = ("en", "de", "fr", "es")

_WORDS = """
back|Back|Zurück|Retour|Atrás
search|Search|Suchen|Rechercher|Buscar
menu|More options|Weitere Optionen|Plus d’options|Más opciones
clear|Clear|Leeren|Effacer|Borrar
save|Save|Speichern|Enregistrer|Guardar
cancel|Cancel|Abbrechen|Annuler|Cancelar
delete|Delete|Löschen|Supprimer|Eliminar
edit|Edit|Bearbeiten|Modifier|Editar
new|New|Neu|Nouveau|Nuevo
all|All|Alle|Tout|Todo
close|Close|Schließen|Fermer|Cerrar
later|Not now|Später|Plus tard|Ahora no
sort_up|Sort A to Z|Von A bis Z|Trier de A à Z|Ordenar de A a Z
sort_down|Sort Z to A|Von Z bis A|Trier de Z à A|Ordenar de Z a A
wipe|Delete all|Alle löschen|Tout supprimer|Eliminar todo
sure|Delete this for good?|Endgültig löschen?|Supprimer définitivement ?|¿Eliminar para siempre?
nothing|Nothing here|Nichts vorhanden|Rien à afficher|No hay nada
less|Fewer|Weniger|Moins|Menos
more|More|Mehr|Plus|Más
update|A new version is available|Eine neue Version ist da|Une nouvelle version est là|Hay una nueva versión
rate_us|Do you like this app?|Gefällt dir diese App?|Aimez-vous cette appli ?|¿Te gusta esta aplicación?
install|Install|Installieren|Installer|Instalar
rate_now|Rate|Bewerten|Noter|Valorar
messages|Messages|Nachrichten|Messages|Mensajes
products|Products|Produkte|Produits|Productos
preferences|Settings|Einstellungen|Réglages|Ajustes
events|Events|Termine|Événements|Eventos
songs|Songs|Titel|Titres|Canciones
files|Files|Dateien|Fichiers|Archivos
contacts|Contacts|Kontakte|Contacts|Contactos
notes|Notes|Notizen|Notes|Notas
alarms|Alarms|Wecker|Alarmes|Alarmas
tasks|Tasks|Aufgaben|Tâches|Tareas
places|Places|Orte|Lieux|Lugares
payments|Payments|Zahlungen|Paiements|Pagos
workouts|Workouts|Trainings|Séances|Sesiones
recipes|Recipes|Rezepte|Recettes|Recetas
books|Books|Bücher|Livres|Libros
subject|Subject|Betreff|Objet|Asunto
sender|From|Von|De|De
text|Text|Text|Texte|Texto
day|Date|Datum|Date|Fecha
folder|Folder|Ordner|Dossier|Carpeta
starred|Starred|Markiert|Favori|Destacado
name|Name|Name|Nom|Nombre
price|Price|Preis|Prix|Precio
category|Category|Kategorie|Catégorie|Categoría
rating|Rating|Bewertung|Note|Valoración
saved|Saved|Gemerkt|Enregistré|Guardado
amount|In cart|Im Warenkorb|Au panier|En el carrito
on|On|An|Activé|Activado
mode|When|Wann|Quand|Cuándo
title|Title|Titel|Titre|Título
time|Time|Uhrzeit|Heure|Hora
place|Place|Ort|Lieu|Lugar
calendar|Calendar|Kalender|Agenda|Calendario
alert|Reminder|Erinnerung|Rappel|Recordatorio
artist|Artist|Interpret|Artiste|Artista
length|Length|Dauer|Durée|Duración
playlist|Playlist|Playlist|Playlist|Lista
liked|Liked|Gefällt mir|Aimé|Me gusta
size|Size|Größe|Taille|Tamaño
phone|Phone|Telefon|Téléphone|Teléfono
email|E-mail|E-Mail|E-mail|Correo
group|Group|Gruppe|Groupe|Grupo
favourite|Favourite|Favorit|Favori|Favorito
label|Label|Kategorie|Étiquette|Etiqueta
pinned|Pinned|Angeheftet|Épinglé|Fijado
repeat|Repeat|Wiederholen|Répéter|Repetir
priority|Priority|Priorität|Priorité|Prioridad
due|Due|Fällig|Échéance|Vence
done|Done|Erledigt|Terminé|Hecho
distance|Distance|Entfernung|Distance|Distancia
payee|Payee|Empfänger|Bénéficiaire|Beneficiario
flagged|Flagged|Gekennzeichnet|Signalé|Señalado
goal|Goal|Ziel|Objectif|Objetivo
servings|Servings|Portionen|Portions|Raciones
course|Course|Gang|Plat|Plato
author|Author|Autor|Auteur|Autor
shelf|Shelf|Regal|Étagère|Estante
inbox|Inbox|Posteingang|Réception|Recibidos
archive|Archive|Archiv|Archives|Archivo
spam|Spam|Spam|Indésirables|Spam
kitchen|Kitchen|Küche|Cuisine|Cocina
garden|Garden|Garten|Jardin|Jardín
office|Office|Büro|Bureau|Oficina
sport|Sport|Sport|Sport|Deporte
network|Network|Netzwerk|Réseau|Red
sound|Sound|Ton|Son|Sonido
screen|Display|Anzeige|Écran|Pantalla
privacy|Privacy|Datenschutz|Confidentialité|Privacidad
always|Always|Immer|Toujours|Siempre
charging|While charging|Beim Laden|En charge|Al cargar
night|At night|Nachts|La nuit|De noche
wifi_only|On Wi-Fi only|Nur im WLAN|En Wi-Fi seulement|Solo con wifi
work|Work|Arbeit|Travail|Trabajo
family|Family|Familie|Famille|Familia
private|Private|Privat|Privé|Personal
friends|Friends|Freunde|Amis|Amigos
none|None|Keine|Aucune|Ninguna
evening|Evening|Abend|Soirée|Noche
road|Road trip|Unterwegs|En route|De viaje
training|Training|Sport|Sport|Deporte
documents|Documents|Dokumente|Documents|Documentos
downloads|Downloads|Downloads|Téléchargements|Descargas
pictures|Pictures|Bilder|Images|Imágenes
ideas|Ideas|Ideen|Idées|Ideas
shopping|Shopping|Einkauf|Courses|Compras
once|Once|Einmal|Une fois|Una vez
daily|Every day|Täglich|Chaque jour|Cada día
weekdays|On weekdays|Werktags|En semaine|Entre semana
weekend|At weekends|Am Wochenende|Le week-end|Fin de semana
low|Low|Niedrig|Basse|Baja
normal|Normal|Normal|Normale|Normal
high|High|Hoch|Haute|Alta
food|Food|Essen|Restaurants|Comida
shops|Shops|Läden|Magasins|Tiendas
culture|Culture|Kultur|Culture|Cultura
nature|Nature|Natur|Nature|Naturaleza
rent|Housing|Wohnen|Logement|Vivienda
travel|Travel|Reise|Voyage|Viajes
leisure|Leisure|Freizeit|Loisirs|Ocio
run|Running|Laufen|Course|Carrera
swim|Swimming|Schwimmen|Natation|Natación
bike|Cycling|Radfahren|Vélo|Ciclismo
hike|Hiking|Wandern|Randonnée|Senderismo
starter|Starter|Vorspeise|Entrée|Entrante
main|Main course|Hauptgericht|Plat principal|Principal
dessert|Dessert|Nachtisch|Dessert|Postre
novel|Novels|Romane|Romans|Novelas
crime|Crime|Krimis|Policiers|Policíaca
science|Science|Wissen|Sciences|Ciencia
wish|Wish list|Wunschliste|Envies|Deseos
reading|Reading|Lese ich|En cours|Leyendo
finished|Finished|Gelesen|Terminés|Leídos
employer|Employer|Arbeitgeber|Employeur|Empresa
pay|Pay|Lohn|Salaire|Salario
state|State|Stand|État|Estado
open|Open|Offen|Ouvert|Abierto
applied|Applied|Beworben|Candidature envoyée|Solicitado
interview|Interview|Gespräch|Entretien|Entrevista
declined|Declined|Abgesagt|Refusé|Rechazado
waiting|Waiting|Wartet|En attente|En espera
solved|Solved|Gelöst|Résolu|Resuelto
branch|Branch|Zweigstelle|Annexe|Sucursal
north|North|Nord|Nord|Norte
south|South|Süd|Sud|Sur
centre|Centre|Mitte|Centre|Centro
renewed|Renewed|Verlängert|Prolongé|Renovado
level|Level|Stufe|Niveau|Nivel
beginner|Beginners|Anfänger|Débutants|Principiantes
middle|Intermediate|Mittelstufe|Intermédiaire|Intermedio
advanced|Advanced|Fortgeschrittene|Avancé|Avanzado
enrolled|Enrolled|Angemeldet|Inscrit|Inscrito
seats|Seats|Plätze|Places|Plazas
nights|Nights|Nächte|Nuits|Noches
region|Region|Gegend|Région|Zona
joined|Joined|Beigetreten|Adhésion|Alta
trial|Trial|Probe|Essai|Prueba
full|Full|Voll|Plein|Pleno
honorary|Honorary|Ehrenmitglied|Honoraire|De honor
paid|Paid|Bezahlt|Payé|Pagado
stock|In stock|Bestand|En stock|Existencias
listed|On sale|Im Verkauf|En vente|En venta
published|Published|Veröffentlicht|Publié|Publicado
board|Board|Forum|Rubrique|Foro
help|Help|Hilfe|Aide|Ayuda
market|Market|Markt|Marché|Mercado
chat|Chat|Plauderei|Discussion|Charla
locked|Locked|Gesperrt|Verrouillé|Bloqueado
room|Room|Zimmer|Chambre|Habitación
single|Single|Einzelzimmer|Simple|Individual
double|Double|Doppelzimmer|Double|Doble
suite|Suite|Suite|Suite|Suite
breakfast|Breakfast|Frühstück|Petit-déjeuner|Desayuno
method|Payment|Zahlung|Paiement|Pago
transfer|Transfer|Überweisung|Virement|Transferencia
card|Card|Karte|Carte|Tarjeta
cash|Cash|Bar|Espèces|Efectivo
style|Style|Stil|Style|Estilo
rock|Rock|Rock|Rock|Rock
jazz|Jazz|Jazz|Jazz|Jazz
classical|Classical|Klassik|Classique|Clásica
product|Product|Produkt|Produit|Producto
pieces|Quantity|Menge|Quantité|Cantidad
recipient|Recipient|Empfänger|Destinataire|Destinatario
delivery|Delivery|Lieferung|Livraison|Entrega
post|By post|Per Post|Par la poste|Por correo
courier|By courier|Per Kurier|Par coursier|Por mensajero
pickup|Pick up|Abholung|Retrait|Recogida
gift|Gift wrap|Geschenkpapier|Papier cadeau|Papel de regalo
orders|Orders|Bestellungen|Commandes|Pedidos
jobs|Jobs|Stellen|Emplois|Empleos
tickets|Tickets|Anfragen|Demandes|Solicitudes
loans|Loans|Ausleihen|Prêts|Préstamos
courses|Courses|Kurse|Cours|Cursos
flats|Places to stay|Unterkünfte|Logements|Alojamientos
members|Members|Mitglieder|Membres|Socios
articles|Articles|Artikel|Articles|Artículos
posts|Posts|Beiträge|Articles|Artículos
threads|Threads|Themen|Sujets|Temas
bookings|Bookings|Buchungen|Réservations|Reservas
invoices|Invoices|Rechnungen|Factures|Facturas
concerts|Concerts|Konzerte|Concerts|Conciertos
start|Start page|Startseite|Page d’accueil|Página de inicio
next|Next|Weiter|Suivant|Siguiente
previous|Previous|Zurück|Précédent|Anterior
go|Search|Suchen|Rechercher|Buscar
apply|Apply|Übernehmen|Appliquer|Aplicar
show|Show|Anzeigen|Afficher|Mostrar
cart|Cart|Warenkorb|Panier|Carrito
check_out|Check out|Zur Kasse|Commander|Tramitar pedido
place_order|Place order|Bestellen|Passer la commande|Realizar pedido
review|Review|Prüfen|Vérification|Revisión
step|Step|Schritt|Étape|Paso
sign_in|Sign in|Anmelden|Se connecter|Iniciar sesión
user|User name|Benutzername|Identifiant|Usuario
password|Password|Passwort|Mot de passe|Contraseña
wrong_login|User name or password is wrong|Benutzername oder Passwort ist falsch|Identifiant ou mot de passe incorrect|Usuario o contraseña incorrectos
cookies|We use cookies|Wir verwenden Cookies|Nous utilisons des cookies|Usamos cookies
accept|Accept all|Alle akzeptieren|Tout accepter|Aceptar todo
only_needed|Only what is needed|Nur notwendige|Uniquement les nécessaires|Solo las necesarias
required|Please fill in|Bitte ausfüllen|À remplir|Rellene
no_address|This is no e-mail address|Das ist keine E-Mail-Adresse|Adresse e-mail invalide|No es una dirección de correo
no_number|Want a whole number from 0 to 99|Bitte eine Zahl von 0 bis 99|Un nombre de 0 à 99|Un número de 0 a 99
not_found|This page does not exist|Diese Seite gibt es nicht|Cette page n’existe pas|Esta página no existe
saved_now|Your changes were saved|Gespeichert|Modifications enregistrées|Cambios guardados
empty_cart|Your cart is empty|Der Warenkorb ist leer|Votre panier est vide|Su carrito está vacío
"""

WORDS = {
    key: dict(zip(LANGUAGES, said, strict=True))
    for key, *said in (line.split("|") for line in _WORDS.strip().splitlines())
}
"""By key and language."""

MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "de": [
        "Jan.",
        "Feb.",
        "März",
        "Apr.",
        "Mai",
        "Juni",
        "Juli",
        "Aug.",
        "Sep.",
        "Okt.",
        "Nov.",
        "Dez.",
    ],
    "fr": [
        "janv.",
        "févr.",
        "mars",
        "avr.",
        "mai",
        "juin",
        "juil.",
        "août",
        "sept.",
        "oct.",
        "nov.",
        "déc.",
    ],
    "es": ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"],
}
"""As dates have them."""
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "ł": "l", "ı": "i"})


def word(key: str, language: str) -> str:
    """A word of the interface.

    Raises:
        KeyError: if there is no such word.
    """
    return WORDS[key][language]


def plainly(name: str) -> str:
    """A name in the letters that addresses are made of: mueller for Müller, lucia for Lucía."""
    return "".join(one for one in unaccented(name.lower().translate(_SPELT)) if one.isascii())


def unaccented(said: str) -> str:
    """Words without accents, and without the Turkish dotless i: Muller for Müller."""
    apart = normalize("NFKD", said.replace("ı", "i"))
    return "".join(one for one in apart if not combining(one))
