"""What people have in their apps: names and phrases, in four languages."""

from tasksynth_apps.phones.words import LANGUAGES

_POOLS = {
    "subject": """
Meeting moved|Besprechung verschoben|Réunion déplacée|Reunión aplazada
Your invoice|Ihre Rechnung|Votre facture|Tu factura
Photos from Sunday|Fotos vom Sonntag|Photos de dimanche|Fotos del domingo
Travel plans|Reisepläne|Projets de voyage|Planes de viaje
New keys|Neue Schlüssel|Nouvelles clés|Llaves nuevas
Parking permit|Parkausweis|Permis de stationner|Permiso de aparcamiento
Dinner on Friday|Essen am Freitag|Dîner de vendredi|Cena del viernes
Contract draft|Vertragsentwurf|Projet de contrat|Borrador del contrato
Lost umbrella|Verlorener Schirm|Parapluie perdu|Paraguas perdido
School trip|Klassenfahrt|Sortie scolaire|Excursión escolar
Delivery on its way|Lieferung unterwegs|Livraison en route|Pedido en camino
Choir practice|Chorprobe|Répétition de chorale|Ensayo del coro
Heating repair|Heizungsreparatur|Réparation du chauffage|Reparación de la calefacción
Book club|Lesekreis|Club de lecture|Club de lectura
Ticket for the match|Karte fürs Spiel|Billet du match|Entrada del partido
Summer party|Sommerfest|Fête d’été|Fiesta de verano
""",
    "product": """
Steel kettle|Wasserkessel|Bouilloire inox|Hervidor de acero
Bread knife|Brotmesser|Couteau à pain|Cuchillo de pan
Garden hose|Gartenschlauch|Tuyau d’arrosage|Manguera
Desk lamp|Schreibtischlampe|Lampe de bureau|Lámpara de mesa
Yoga mat|Yogamatte|Tapis de yoga|Esterilla de yoga
Water bottle|Trinkflasche|Gourde|Botella de agua
Notebook|Notizbuch|Carnet|Cuaderno
Frying pan|Bratpfanne|Poêle|Sartén
Flower pot|Blumentopf|Pot de fleurs|Maceta
Office chair|Bürostuhl|Chaise de bureau|Silla de oficina
Running belt|Laufgürtel|Ceinture de course|Cinturón de correr
Pruning shears|Gartenschere|Sécateur|Tijeras de podar
Espresso cups|Espressotassen|Tasses à café|Tazas de café
Fountain pen|Füller|Stylo plume|Pluma
Tennis balls|Tennisbälle|Balles de tennis|Pelotas de tenis
Wheelbarrow|Schubkarre|Brouette|Carretilla
""",
    "setting": """
Wi-Fi|WLAN|Wi-Fi|Wifi
Bluetooth|Bluetooth|Bluetooth|Bluetooth
Flight mode|Flugmodus|Mode avion|Modo avión
Mobile data|Mobile Daten|Données mobiles|Datos móviles
Hotspot|Hotspot|Point d’accès|Punto de acceso
Do not disturb|Nicht stören|Ne pas déranger|No molestar
Vibration|Vibration|Vibreur|Vibración
Key sounds|Tastentöne|Sons du clavier|Sonido del teclado
Dark mode|Dunkles Design|Mode sombre|Modo oscuro
Night light|Nachtlicht|Éclairage nocturne|Luz nocturna
Auto-rotate|Automatisch drehen|Rotation auto|Giro automático
Large text|Große Schrift|Grand texte|Texto grande
Location|Standort|Position|Ubicación
Camera access|Kamerazugriff|Accès caméra|Acceso a la cámara
Backup|Sicherung|Sauvegarde|Copia de seguridad
Battery saver|Energiesparmodus|Économie d’énergie|Ahorro de batería
""",
    "event": """
Dentist|Zahnarzt|Dentiste|Dentista
Team lunch|Teamessen|Déjeuner d’équipe|Comida de equipo
Piano lesson|Klavierstunde|Cours de piano|Clase de piano
Car service|Autowerkstatt|Révision voiture|Revisión del coche
Parents’ evening|Elternabend|Réunion parents|Reunión de padres
Haircut|Friseur|Coiffeur|Peluquería
Project review|Projektbesprechung|Revue de projet|Revisión del proyecto
Birthday party|Geburtstagsfeier|Anniversaire|Fiesta de cumpleaños
Swimming course|Schwimmkurs|Cours de natation|Curso de natación
Flat viewing|Wohnungsbesichtigung|Visite d’appartement|Visita del piso
Theatre|Theater|Théâtre|Teatro
Job interview|Vorstellungsgespräch|Entretien|Entrevista
""",
    "song": """
Paper Boats|Paper Boats|Paper Boats|Paper Boats
Northern Line|Northern Line|Northern Line|Northern Line
Blue Hour|Blue Hour|Blue Hour|Blue Hour
Salt and Honey|Salt and Honey|Salt and Honey|Salt and Honey
Morgenlicht|Morgenlicht|Morgenlicht|Morgenlicht
La Marée|La Marée|La Marée|La Marée
Corazón de Papel|Corazón de Papel|Corazón de Papel|Corazón de Papel
Glass Garden|Glass Garden|Glass Garden|Glass Garden
Slow Train|Slow Train|Slow Train|Slow Train
Winterreise 2|Winterreise 2|Winterreise 2|Winterreise 2
Neon Rain|Neon Rain|Neon Rain|Neon Rain
Little Fires|Little Fires|Little Fires|Little Fires
Sous la Pluie|Sous la Pluie|Sous la Pluie|Sous la Pluie
Cinnamon|Cinnamon|Cinnamon|Cinnamon
""",
    "file": """
budget.xlsx|haushalt.xlsx|budget.xlsx|presupuesto.xlsx
lease.pdf|mietvertrag.pdf|bail.pdf|alquiler.pdf
passport.jpg|ausweis.jpg|passeport.jpg|pasaporte.jpg
report.docx|bericht.docx|rapport.docx|informe.docx
slides.pptx|folien.pptx|diapos.pptx|diapositivas.pptx
beach.jpg|strand.jpg|plage.jpg|playa.jpg
recipe.txt|rezept.txt|recette.txt|receta.txt
tax_return.pdf|steuer.pdf|impots.pdf|impuestos.pdf
floor_plan.png|grundriss.png|plan.png|plano.png
song_demo.mp3|demo.mp3|maquette.mp3|maqueta.mp3
guest_list.csv|gaesteliste.csv|invites.csv|invitados.csv
manual.pdf|anleitung.pdf|notice.pdf|manual_uso.pdf
""",
    "note": """
Gift ideas|Geschenkideen|Idées cadeaux|Ideas de regalos
Packing list|Packliste|Liste de bagages|Lista de equipaje
Wi-Fi at the cabin|WLAN in der Hütte|Wi-Fi du chalet|Wifi de la cabaña
Films to see|Filme für später|Films à voir|Películas para ver
Bread recipe|Brotrezept|Recette du pain|Receta de pan
Garden plan|Gartenplan|Plan du jardin|Plan del jardín
Questions for the doctor|Fragen an die Ärztin|Questions au médecin|Preguntas al médico
Paint colours|Wandfarben|Couleurs de peinture|Colores de pintura
Reading list|Leseliste|À lire|Lista de lectura
Bike measurements|Fahrradmaße|Mesures du vélo|Medidas de la bici
""",
    "alarm": """
Wake up|Aufstehen|Réveil|Despertar
Take pills|Tabletten|Médicaments|Pastillas
Water the plants|Blumen gießen|Arroser|Regar
Stand-up|Morgenrunde|Point du matin|Reunión diaria
Pick up Leo|Leo abholen|Chercher Leo|Recoger a Leo
Oven|Ofen|Four|Horno
Gym|Sport|Gym|Gimnasio
Call home|Zuhause anrufen|Appeler la maison|Llamar a casa
Nap|Mittagsschlaf|Sieste|Siesta
Lights out|Licht aus|Extinction|Apagar la luz
""",
    "task": """
Renew passport|Pass verlängern|Renouveler le passeport|Renovar el pasaporte
Buy stamps|Briefmarken kaufen|Acheter des timbres|Comprar sellos
Clean the windows|Fenster putzen|Laver les vitres|Limpiar las ventanas
Book the train|Zug buchen|Réserver le train|Reservar el tren
Fix the bike|Fahrrad reparieren|Réparer le vélo|Arreglar la bici
Return the parcel|Paket zurückschicken|Renvoyer le colis|Devolver el paquete
Write the minutes|Protokoll schreiben|Écrire le compte rendu|Redactar el acta
Order contact lenses|Linsen bestellen|Commander des lentilles|Pedir lentillas
Call the landlord|Vermieter anrufen|Appeler le propriétaire|Llamar al casero
Prune the roses|Rosen schneiden|Tailler les rosiers|Podar los rosales
Back up the photos|Fotos sichern|Sauvegarder les photos|Guardar las fotos
Pay the fine|Strafzettel zahlen|Payer l’amende|Pagar la multa
""",
    "spot": """
Café Linden|Café Linden|Café Linden|Café Linden
Harbour Museum|Hafenmuseum|Musée du port|Museo del puerto
Old Mill|Alte Mühle|Vieux moulin|Molino viejo
Rose Garden|Rosengarten|Roseraie|Rosaleda
Market Hall|Markthalle|Halles|Mercado central
Trattoria Sole|Trattoria Sole|Trattoria Sole|Trattoria Sole
Book Corner|Bücherecke|Coin des livres|Rincón del libro
Swan Lake|Schwanensee|Lac des Cygnes|Lago de los Cisnes
Hill View|Bergblick|Belvédère|Mirador
Noodle Bar|Nudelbar|Bar à nouilles|Bar de fideos
Opera House|Opernhaus|Opéra|Ópera
Bakery Kern|Bäckerei Kern|Boulangerie Kern|Panadería Kern
""",
    "recipe": """
Lentil soup|Linsensuppe|Soupe de lentilles|Sopa de lentejas
Apple tart|Apfelkuchen|Tarte aux pommes|Tarta de manzana
Potato salad|Kartoffelsalat|Salade de pommes de terre|Ensalada de patata
Baked fish|Fisch aus dem Ofen|Poisson au four|Pescado al horno
Chocolate mousse|Schokoladenmousse|Mousse au chocolat|Mousse de chocolate
Onion bread|Zwiebelbrot|Pain aux oignons|Pan de cebolla
Rice pudding|Milchreis|Riz au lait|Arroz con leche
Stuffed peppers|Gefüllte Paprika|Poivrons farcis|Pimientos rellenos
Pumpkin curry|Kürbiscurry|Curry de courge|Curry de calabaza
Cold tomato soup|Kalte Tomatensuppe|Soupe froide de tomates|Gazpacho
""",
    "book": """
The Long Harbour|Der lange Hafen|Le long port|El puerto largo
Seven Winters|Sieben Winter|Sept hivers|Siete inviernos
A Field Guide to Clouds|Kleine Wolkenkunde|Guide des nuages|Guía de nubes
The Glass Key|Der gläserne Schlüssel|La clé de verre|La llave de cristal
Night Ferry|Nachtfähre|Ferry de nuit|Ferry nocturno
On Moss|Über Moos|Des mousses|Sobre el musgo
The Cartographer|Die Kartografin|La cartographe|La cartógrafa
Borrowed Time|Geborgte Zeit|Temps emprunté|Tiempo prestado
Salt Roads|Salzstraßen|Routes du sel|Rutas de la sal
The Ninth Witness|Der neunte Zeuge|Le neuvième témoin|El noveno testigo
""",
    "workout": """
Morning round|Morgenrunde|Tour du matin|Ronda matinal
Intervals|Intervalle|Fractionné|Intervalos
Long distance|Lange Strecke|Longue distance|Larga distancia
Recovery|Erholung|Récupération|Recuperación
Hills|Hügel|Côtes|Cuestas
Lunch break|Mittagspause|Pause de midi|Pausa de mediodía
Technique|Technik|Technique|Técnica
Race day|Wettkampf|Jour de course|Día de carrera
""",
    "payee": """
City Utilities|Stadtwerke|Services municipaux|Servicios municipales
Gym Apollo|Studio Apollo|Salle Apollo|Gimnasio Apolo
Rail Direct|Bahn Direkt|Rail Direct|Tren Directo
Green Grocer|Obst am Markt|Primeur du marché|Frutería verde
Cinema Rex|Kino Rex|Cinéma Rex|Cine Rex
Housing Trust|Wohnbau|Foncière|Inmobiliaria
Bright Energy|Helle Energie|Énergie Claire|Energía Clara
Bistro Sun|Bistro Sonne|Bistrot du Soleil|Bistró Sol
Hotel Krone|Hotel Krone|Hôtel Krone|Hotel Krone
Bike Repair|Radwerkstatt|Atelier vélo|Taller de bicis
""",
    "job": """
Baker|Bäcker|Boulanger|Panadero
Nurse|Pflegekraft|Infirmier|Enfermero
Bus driver|Busfahrer|Chauffeur de bus|Conductor de autobús
Web developer|Webentwickler|Développeur web|Desarrollador web
Receptionist|Empfangskraft|Réceptionniste|Recepcionista
Electrician|Elektriker|Électricien|Electricista
Gardener|Gärtner|Jardinier|Jardinero
Accountant|Buchhalter|Comptable|Contable
Translator|Übersetzer|Traducteur|Traductor
Cook|Koch|Cuisinier|Cocinero
Lab assistant|Laborhilfe|Aide de laboratoire|Auxiliar de laboratorio
Carpenter|Tischler|Menuisier|Carpintero
""",
    "fault": """
Printer jams|Drucker klemmt|Imprimante bloquée|Impresora atascada
Login fails|Anmeldung scheitert|Connexion impossible|Fallo de acceso
Invoice is wrong|Rechnung ist falsch|Facture erronée|Factura errónea
Parcel is missing|Paket fehlt|Colis manquant|Paquete perdido
Screen flickers|Bildschirm flackert|Écran qui clignote|La pantalla parpadea
No heating|Heizung bleibt kalt|Pas de chauffage|Sin calefacción
Lost key|Schlüssel verloren|Clé perdue|Llave perdida
Mail bounces|E-Mail kommt zurück|Courriel refusé|Correo rebotado
Broken lamp|Lampe defekt|Lampe cassée|Lámpara rota
Wrong size|Falsche Größe|Mauvaise taille|Talla equivocada
Lift is stuck|Aufzug steht still|Ascenseur en panne|Ascensor parado
Slow network|Netz ist langsam|Réseau lent|Red lenta
""",
    "lesson": """
Spanish for beginners|Spanisch für Anfänger|Espagnol débutant|Español inicial
Pottery|Töpfern|Poterie|Cerámica
Watercolours|Aquarell|Aquarelle|Acuarela
First aid|Erste Hilfe|Premiers secours|Primeros auxilios
Tango|Tango|Tango|Tango
Guitar|Gitarre|Guitare|Guitarra
Sewing|Nähen|Couture|Costura
Photography|Fotografie|Photographie|Fotografía
Chess|Schach|Échecs|Ajedrez
Italian cooking|Italienisch kochen|Cuisine italienne|Cocina italiana
Beekeeping|Imkern|Apiculture|Apicultura
""",
    "flat": """
Two rooms at the park|Zwei Zimmer am Park|Deux pièces au parc|Dos habitaciones junto al parque
Studio downtown|Studio im Zentrum|Studio au centre|Estudio en el centro
Attic with terrace|Dachwohnung mit Terrasse|Combles avec terrasse|Ático con terraza
House with garden|Haus mit Garten|Maison avec jardin|Casa con jardín
Loft by the river|Loft am Fluss|Loft au bord de l’eau|Loft junto al río
Room in a shared flat|WG-Zimmer|Chambre en colocation|Habitación en piso compartido
Flat in the old town|Altstadtwohnung|Appartement en vieille ville|Piso en el casco antiguo
Flat at the station|Wohnung am Bahnhof|Appartement près de la gare|Piso cerca de la estación
Cottage|Häuschen|Petite maison|Casita
Penthouse|Penthouse|Penthouse|Penthouse
""",
    "line": """
See you there.|Bis dann.|À bientôt.|Hasta luego.
Please answer by Friday.|Bitte bis Freitag antworten.|Réponse avant vendredi, merci.|Responde antes del viernes.
I have put everything into the folder.|Ich habe alles in den Ordner gelegt.|J’ai tout mis dans le dossier.|Lo he puesto todo en la carpeta.
It was colder than we thought.|Es war kälter als gedacht.|Il faisait plus froid que prévu.|Hizo más frío de lo previsto.
Call me if that does not suit you.|Ruf an, wenn es nicht passt.|Appelle si ça ne va pas.|Llámame si no te va bien.
The second page has the details.|Näheres steht auf Seite zwei.|Les détails sont en page deux.|Los detalles están en la página dos.
Bring warm clothes.|Bring warme Sachen mit.|Apporte des vêtements chauds.|Trae ropa de abrigo.
Thank you for your help.|Danke für deine Hilfe.|Merci de ton aide.|Gracias por tu ayuda.
""",
}

POOLS = {
    name: {language: tuple(row[place] for row in rows) for place, language in enumerate(LANGUAGES)}
    for name, rows in (
        (name, [line.split("|") for line in lines.strip().splitlines()])
        for name, lines in _POOLS.items()
    )
}
"""Phrases by pool and language."""
_SUITABLE = {
    "product": """
kitchen|kitchen|garden|office|sport|sport|office|kitchen
garden|office|sport|garden|kitchen|office|sport|garden
""",
    "file": """
documents downloads|documents downloads|pictures downloads|documents|documents downloads|pictures
documents|documents downloads|pictures documents|downloads|documents downloads|downloads documents
""",
    "spot": """
food|culture|culture|nature|shops food|food|shops|nature|nature|food|culture|food shops
""",
    "payee": """
rent|leisure|travel|food|leisure|rent|rent|food|travel|travel
""",
    "recipe": """
starter main|dessert|starter main|main|dessert|starter|dessert|main starter|main|starter
""",
}
SUITABLE: dict[str, dict[str, tuple[str, ...]]] = {
    name: {
        phrase: tuple(suits.split())
        for phrases in POOLS[name].values()
        for phrase, suits in zip(
            phrases, lines.replace("\n", "|").strip("|").split("|"), strict=True
        )
    }
    for name, lines in _SUITABLE.items()
}
"""What a list may have a thing under: no kettle is in the garden."""
COSTS = {"price": (3, 90), "bill": (9, 290), "wage": (14, 48), "fee": (25, 190), "night": (38, 240),
         "seat": (15, 110)}  # fmt: skip
"""What things cost at least and at most, in whole euros: goods, payments, an hour's work, a course,
a night, a concert."""
_GOODS = """
18-60|6-40|12-60|15-90|10-50|5-30|2-15|15-80|3-30|60-290|8-30|10-45|10-50|8-90|3-20|40-160
"""
GOODS: dict[str, tuple[int, int]] = {
    phrase: (int(cost.split("-")[0]), int(cost.split("-")[1]))
    for phrases in POOLS["product"].values()
    for phrase, cost in zip(phrases, _GOODS.strip().split("|"), strict=True)
}
"""What goods cost: no chair is as cheap as a notebook."""
PLACES = {
    name: {phrase: at for phrases in POOLS[name].values() for at, phrase in enumerate(phrases)}
    for name in ("product", "recipe")
}
"""Where a phrase stands in its pool, in whatever language."""

FIRST = [
    "Anna",
    "Ben",
    "Carla",
    "David",
    "Elif",
    "Farid",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Kemal",
    "Lucía",
    "Maya",
    "Nadia",
    "Oscar",
    "Paula",
    "Quentin",
    "Rosa",
    "Samir",
    "Tomás",
    "Uma",
    "Viktor",
    "Wanda",
    "Yara",
    "Zoë",
    "Émile",
    "Noor",
    "Björn",
    "Chiara",
    "Dmitri",
]
"""First names."""
LAST = [
    "Novak",
    "Okafor",
    "Schmidt",
    "García",
    "Rossi",
    "Tanaka",
    "Lindqvist",
    "Haddad",
    "Moreau",
    "Kowalski",
    "Petrov",
    "Silva",
    "Nguyen",
    "Berg",
    "Costa",
    "Weber",
    "Fischer",
    "Laurent",
    "Ortega",
    "Yılmaz",
    "Brandt",
    "Dubois",
    "Romano",
    "Müller",
    "Santos",
    "Keller",
    "Ivanova",
    "Marin",
]
"""Family names."""
BANDS = [
    "Tidal Arcade",
    "The Low Lamps",
    "Mira Solé",
    "Hanseatic",
    "Ruby Okoro",
    "Los Faros",
    "Vent d’Ouest",
    "Echo Valley",
]
"""Who makes music."""
WRITERS = ["L. Marsh", "Ada Quist", "J. P. Corvo", "M. Oyelaran", "Iris Falk", "T. Beaumont"]
"""Who writes books."""
BRANDS = {
    "mail": "Postly|Quickmail|Letterbox|Inkwell",
    "shop": "Basketry|Hearth & Co|Marketo|Nestwell",
    "settings": "Settings|Control|Device care|System",
    "calendar": "Daybook|Almanac|Agenda+|Weekly",
    "music": "Tunebox|Loopster|Wavely|Cantata",
    "files": "Shelf|Filestack|Drawer|Cabinet",
    "contacts": "Rolodex|People|Addressly|Circle",
    "notes": "Jotter|Notepad|Scribble|Margins",
    "clock": "Alarms|Wakey|Clockwork|Chime",
    "tasks": "Todo|Checklist|Ticked|Doable",
    "places": "Waymark|Cityguide|Pinpoint|Nearby",
    "bank": "Pennywise|Alba Bank|Ledger|Moneta",
    "recipes": "Cookbook|Simmer|Larder|Saffron",
    "books": "Bookcase|Folio|Librarium|Pages",
    "fitness": "Stride|Pulse|Moveo|Laps",
    "orders": "Parcels|Deliveries",
    "jobs": "Hirely|Workfinder|Jobboard|Careers",
    "tickets": "Helpdesk|Fixit|Deskline|Servicehub",
    "loans": "Town Library|Bibliotheca|Readers|Stacks",
    "courses": "Evening School|Learnly|Academia|Workshop",
    "flats": "Roomly|Staywell|Nestaway|Quarters",
    "members": "Clubhouse|Membership|Association|Rowing Club",
    "stock": "Stockroom|Backoffice|Warehouse|Inventory",
    "posts": "Blogdesk|Gazette|Newsroom|Columns",
    "threads": "Forum|Commons|Townsquare|Talkboard",
    "bookings": "Innkeeper|Hotel Desk|Frontdesk|Lodge",
    "invoices": "Billing|Paperwork|Payables|Invoicer",
    "concerts": "Boxoffice|Stagecall|Ticketry|Encore",
}
"""What apps are called."""
