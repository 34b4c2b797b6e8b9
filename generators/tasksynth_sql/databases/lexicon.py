"""The domains that databases are made of, in a small notation.

One table a line: `singular/plural > references : columns`. A reference is the table that is
referred to, or `role=table`; a column is `name kind`. Kinds: `person`, `title`, `place` (names),
`a|b|c` (one of these words), `@pool` (one of a pool that several columns share), `lo..hi`
(whole numbers), `lo~hi` (decimal numbers in quarters), `date` (its name gets the word).
A trailing `?` allows NULL. Every
table has an id; the tables of a domain come parents first.
"""
# ruff: noqa: E501 - one table a line


def _words(text: str) -> list[str]:
    return text.split()


DOMAINS = {
    "library": """
        branch/branches : name place; city @city; opening year 1950..2020
        author/authors : name person; country @country ?; birth year 1900..1995 ?
        book/books > author : title title; genre novel|poetry|history|science|travel; pages 80..900; price 5~90 ?
        member/members > branch, sponsor=member ? : name person; city @city ?; joining date
        loan/loans > book, member : loan date; days 1..60 ?; state open|returned|late|lost
        """,
    "store": """
        supplier/suppliers : name place; city @city ?; rating 1..10 ?
        customer/customers > referrer=customer ? : name person; city @city ?; age 18..80 ?
        product/products > supplier ? : name title; category toy|tool|food|book|game; price 1~200 ?; stock 0..90
        purchase/purchases > customer : status open|paid|shipped|void; year 2018..2024
        line/lines > purchase, product : quantity 1..9; discount 0~30 ?
        """,
    "school": """
        department/departments : name place; building @building; budget 100..900 ?
        teacher/teachers > department ?, mentor=teacher ? : name person; salary 30..95 ?; age 25..66
        course/courses > teacher : title title; credits 1..6; stage intro|core|advanced
        student/students : name person; city @city ?; first year 2017..2024
        enrolment/enrolments > student, course : grade 40..100 ?; term spring|autumn|summer
        """,
    "hospital": """
        ward/wards : name place; floor 1..9; beds 5..60
        doctor/doctors > ward ?, supervisor=doctor ? : name person; speciality heart|bones|skin|eyes; salary 60..190 ?
        patient/patients : name person; city @city ?; birth year 1930..2020
        visit/visits > patient, doctor : visit date; cost 20~900 ?; outcome cured|better|same|worse
        prescription/prescriptions > visit : drug @drug; doses 1..30; refills 0..5 ?
        """,
    "airline": """
        airport/airports : name place; city @city; runways 1..6
        plane/planes : model alba|brisa|condor|delfin; seats 40..380; building year 1990..2023 ?
        pilot/pilots > base=airport ?, captain=pilot ? : name person; hours 100..9000; country @country ?
        flight/flights > plane, pilot, origin=airport : departure date; delay 0..240 ?; price 30~800
        ticket/tickets > flight : passenger person; cabin economy|business|first; fare 30~900 ?
        """,
    "music": """
        label/labels : name place; country @country ?; founding year 1950..2015
        artist/artists > label ? : name person; genre jazz|rock|folk|soul; listeners 1..900 ?
        album/albums > artist : title title; year 1970..2024; price 4~40 ?
        track/tracks > album, original=track ? : title title; seconds 60..600; plays 0..5000 ?
        play/plays > track : listener person; playing date; device phone|radio|laptop
        """,
    "football": """
        stadium/stadiums : name place; city @city; capacity 900..80000
        club/clubs > stadium, rival=club ? : name place; founding year 1880..2005; budget 1~90 ?
        coach/coaches > club ? : name person; salary 20..400; country @country ?
        player/players > club : name person; position keeper|defender|midfielder|forward; age 16..40; worth 1~90 ?
        goal/goals > player : minute 1..95; kind head|foot|penalty|own; scoring date ?
        """,
    "restaurant": """
        district/districts : name place; city @city; rent 10..90
        restaurant/restaurants > district, branch of=restaurant ? : name title; stars 0..3; seats 10..200 ?
        chef/chefs > restaurant ? : name person; cuisine thai|french|peruvian|greek; salary 20..90 ?
        dish/dishes > chef : name title; price 4~60; course starter|main|dessert
        review/reviews > dish : critic person; score 1..10 ?; writing date
        """,
    "company": """
        office/offices : name place; city @city; floors 1..40
        team/teams > office : name title; budget 50..900 ?; field sales|legal|research|support
        employee/employees > team ?, manager=employee ? : name person; salary 30..160 ?; hiring date
        project/projects > team : title title; cost 5~500 ?; state planned|active|done|stopped
        assignment/assignments > employee, project : hours 1..60; task write|test|review|plan ?
        """,
    "zoo": """
        park/parks : name place; city @city; area 2..90
        enclosure/enclosures > park : name title; climate tropical|desert|forest|polar; size 20..900
        keeper/keepers > park ?, trainer=keeper ? : name person; wage 10~45 ?; start year 1995..2024
        animal/animals > enclosure, keeper ? : name person; species lion|otter|tapir|owl|panda; weight 1~900 ?; birth year 2000..2024
        feeding/feedings > animal : feeding date; food hay|fish|meat|fruit; amount 1..40 ?
        """,
    "cinema": """
        studio/studios : name place; country @country ?; founding year 1910..2010
        director/directors > teacher=director ? : name person; birth year 1920..1995; awards 0..9 ?
        film/films > studio, director ? : title title; genre drama|comedy|crime|fantasy; length 70..210; budget 1~200 ?
        theatre/theatres : name place; city @city; screens 1..20
        screening/screenings > film, theatre : screening date; visitors 0..400 ?; price 5~20
        """,
    "logistics": """
        depot/depots : name place; city @city; capacity 50..900
        driver/drivers > depot ?, instructor=driver ? : name person; years 0..35; licence light|heavy|hazard
        truck/trucks > depot : model atlas|bison|caribou|drake; load 2~40; buying year 2005..2024 ?
        trip/trips > truck, driver : start date; distance 10..1900; tolls 0~90 ?
        parcel/parcels > trip : receiver person; weight 1~50; city @city ?
        """,
    "bank": """
        agency/agencies : name place; city @city; opening year 1960..2020
        client/clients > agency, guarantor=client ? : name person; city @city ?; income 10..190 ?
        account/accounts > client : kind savings|current|joint; balance 0~9000; opening date
        card/cards > account : network visage|maestra|union; limit amount 100..9000 ?; expiry year 2024..2031
        transfer/transfers > account : amount 1~900; transfer date; channel branch|phone|web ?
        """,
    "farm": """
        region/regions : name place; country @country; rainfall 100..2000
        farm/farms > region, parent=farm ? : name title; hectares 2..900; founding year 1900..2020 ?
        field/fields > farm : name title; soil clay|sand|loam|peat; area 1~90
        crop/crops > field : kind wheat|maize|beans|potato; planting date; yield 1~60 ?
        sale/sales > crop : buyer person; price 10~900; tons 1..40 ?
        """,
}  # fmt: skip

# Tables that no question is about; any number of them may join a domain.
DISTRACTORS = """
    audit entry/audit entries : actor person; action create|update|delete; logging date
    setting/settings : key theme|locale|quota|mode; amount 0..99 ?
    holiday/holidays : name title; country @country; holiday date
    currency/currencies : code eur|pen|jpy|nok; rate 0~9; checking date ?
    weather report/weather reports : city @city; temperature -20..40 ?; measuring date
    newsletter/newsletters : title title; sending date; readers 0..900 ?
    archive box/archive boxes : shelf 1..90; content paper|tape|disk ?; city @city ?
    contact/contacts : name person; city @city ?; country @country ?
    """  # fmt: skip

POOLS = {
    "city": _words("Oslo Lima Kyoto Porto Quito Turin Bergen Leeds Cusco Ghent Malmo Sucre"),
    "country": _words("Norway Peru Japan Portugal Ecuador Italy Bolivia Belgium Sweden Kenya"),
    "building": _words("North South East West Annex"),
    "drug": _words("Axorin Belamol Cordex Dolanil Eptina Fenorix"),
}  # fmt: skip

PERSONS = _words(
    "Ada Bo Cleo Dov Eli Fay Gus Hal Ida Jon Kim Lea Max Nia Oto Pia Quin Rex Sue Tom Uma Vic "
    "Wes Xan Yan Zoe Ann Ben Cy Di Ed Flo Gil Hope Ivo Jo Kai Liv Mo Ned"
)
SURNAMES = _words(
    "Abel Brandt Castro Duarte Egede Falk Garcia Holm Ibsen Jara Kato Lund Mori Nunez"
)
ADJECTIVES = _words("Silent Golden Broken Northern Hidden Little Second Crimson Winter Open")
NOUNS = _words("River Garden Mirror Harbour Lantern Orchard Bridge Compass Valley Signal")
PLACES = _words("Aster Birch Cedar Dune Elm Fjord Grove Haven Iris Juniper Keel Laurel")
