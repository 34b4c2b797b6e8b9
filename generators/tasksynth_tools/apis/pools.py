"""Names of people and places."""

FIRST_NAMES = (
    "Ada", "Amir", "Bea", "Carlos", "Chen", "Dana", "Elif", "Emil", "Fatima", "Felix", "Grace",
    "Hugo", "Ines", "Ivan", "Jonas", "Kofi", "Lena", "Liam", "Mara", "Mei", "Nadia", "Noah", "Olga",
    "Omar", "Paula", "Priya", "Ravi", "Rosa", "Samir", "Sofia", "Tara", "Tomas", "Uma", "Viktor",
    "Wanda", "Yuki", "Zoe",
)  # fmt: skip
LAST_NAMES = (
    "Adeyemi", "Bauer", "Costa", "Dubois", "Eriksen", "Ferrari", "Garcia", "Haddad", "Ito",
    "Jansen", "Khan", "Larsen", "Moreau", "Novak", "Okafor", "Petrov", "Quinn", "Rossi", "Silva",
    "Tanaka", "Usman", "Vargas", "Weber", "Yilmaz", "Zhang",
)  # fmt: skip
CITIES = (
    "Athens", "Bergen", "Bilbao", "Bristol", "Cologne", "Cork", "Ghent", "Graz", "Krakow", "Leeds",
    "Lyon", "Malmo", "Naples", "Nantes", "Porto", "Riga", "Seville", "Tampere", "Turin", "Zagreb",
)  # fmt: skip
STREETS = (
    "Abbey Road", "Canal Street", "Chapel Lane", "Church Street", "Elm Avenue", "Garden Road",
    "Harbour Street", "High Street", "Hill Road", "King Street", "Lake View", "Market Square",
    "Mill Lane", "North Street", "Oak Avenue", "Park Road", "River Walk", "School Lane",
    "Station Road", "Victoria Street",
)  # fmt: skip
