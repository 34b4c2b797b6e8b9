"""Further domains, in the notation of `lexicon`; `domains=all` draws from both."""
# ruff: noqa: E501 - one table a line

MORE_DOMAINS = {
    "insurance": """
        broker/brokers > mentor=broker ? : name person; city @city; joining date
        policyholder/policyholders > broker ? : name person; birth year 1935..2005; city @city ?
        policy/policies > policyholder : product home|car|life|travel; premium 20~900; start date; sum insured 5..900 ?
        claim/claims > policy : filing date; amount 1~800 ?; status open|approved|denied|withdrawn
        payment/payments > claim : paid date; payout 1~800; method card|cheque|transfer ?
        """,
    "hotel": """
        hotel/hotels > sister hotel=hotel ? : name place; city @city; stars 1..5; opening year 1890..2022 ?
        room/rooms > hotel : floor 1..30; room type single|double|suite|family; nightly rate 40~600
        guest/guests : name person; country @country ?; birth year 1935..2005 ?
        booking/bookings > room, guest : check in date; nights 1..21; channel phone|website|agency; deposit 0~300 ?
        charge/charges > booking : item @hotel_item; amount 2~200; posting date ?
        """,
    "university": """
        faculty/faculties : name title; building @building; founding year 1850..2015
        professor/professors > faculty ?, supervisor=professor ? : name person; salary 50..190 ?; hiring year 1985..2024
        module/modules > professor : title title; credits 2..12; semester winter|summer; capacity 10..400 ?
        applicant/applicants > faculty : name person; country @country ?; score 0..100 ?; application date
        thesis/theses > professor, applicant : title title; pages 30..320; grade 1..6 ?; submission date
        """,
    "museum": """
        gallery/galleries : name place; city @city; floor area 80..9000 ?
        artist/artists > teacher=artist ? : name person; birth year 1600..1990; country @country ?
        artwork/artworks > gallery ?, artist : title title; medium oil|bronze|photo|textile; year made 1620..2024 ?; value 1~900 ?
        exhibition/exhibitions > gallery : title title; opening date; visitors 0..9000 ?
        showing/showings > exhibition, artwork : wall number 1..40; lender person; insured value 1~900 ?
        """,
    "conference": """
        venue/venues : name place; city @city; seats 20..2000
        speaker/speakers > invited by=speaker ? : name person; country @country ?; talks given 0..60
        talk/talks > venue ?, speaker : title title; track research|industry|teaching; minutes 10..60; talk date
        attendee/attendees : name person; ticket type early|regular|student; fee 0~900 ?
        rating/ratings > talk, attendee : points 1..5; rating date; language en|es|zh|de ?
        """,
    "publisher": """
        imprint/imprints > parent=imprint ? : name title; country @country; founding year 1880..2018
        editor/editors > imprint ? : name person; salary 25..120 ?; start year 1990..2024
        manuscript/manuscripts > editor : title title; words 9..240; genre novel|essay|poetry|memoir; received date
        contract/contracts > manuscript : advance 0~90; royalty 5..20 ?; signing date
        print run/print runs > contract : copies 200..30000; printer @printer; print date ?
        """,
    "recruiting": """
        firm/firms > parent=firm ? : name place; country @country; employees 5..9000 ?
        opening/openings > firm : title title; level junior|middle|senior|lead; salary 20..200 ?; posted date
        candidate/candidates > referrer=candidate ? : name person; years of experience 0..40; city @city ?
        application/applications > opening, candidate : applied date; stage new|screen|offer|hired|rejected; expected salary 20..200 ?
        interview/interviews > application : interviewer person; score 0..10 ?; interview date
        """,
    "property": """
        landlord/landlords > partner=landlord ? : name person; city @city ?; since year 1970..2024
        building/buildings > landlord : name place; district @district; floors 1..40; built year 1890..2023 ?
        flat/flats > building : rooms 1..8; size 18~220; monthly rent 300~4000 ?
        tenant/tenants : name person; income 10..190 ?; birth year 1935..2005
        lease/leases > flat, tenant : start date; months 3..60; state active|ended|broken
        """,
    "telecom": """
        region/regions : name place; country @country; masts 1..900
        subscriber/subscribers > region, referrer=subscriber ? : name person; joining date; age 18..90 ?
        plan/plans : name title; monthly fee 5~90; data limit 1..200 ?
        subscription/subscriptions > subscriber, plan : start date; status active|paused|ended; discount 0~40 ?
        call/calls > subscription : call date; minutes 0..240; call type voice|video|data
        """,
    "energy": """
        utility/utilities : name place; country @country; founding year 1890..2018
        plant/plants > utility, twin=plant ? : name place; fuel wind|solar|hydro|gas; capacity 1..900; opening year 1950..2024 ?
        household/households > utility : owner person; city @city; residents 1..9 ?
        meter/meters > household : model alder|beech|cedar; installation date; phase 1..3
        reading/readings > meter : reading date; usage 0~900 ?; reader person
        """,
    "court": """
        court/courts > higher court=court ? : name place; city @city; judges 1..60
        judge/judges > court ? : name person; appointment year 1980..2024; cases heard 0..900 ?
        lawyer/lawyers > mentor=lawyer ? : name person; firm @law_firm; rate 60~700 ?
        trial/trials > judge, lawyer : title title; start date; verdict guilty|acquitted|settled|pending
        hearing/hearings > trial : room 1..30; hearing date; minutes 5..400 ?
        """,
    "charity": """
        charity/charities > parent=charity ? : name title; country @country; founding year 1900..2020
        donor/donors : name person; city @city ?; birth year 1930..2004 ?
        campaign/campaigns > charity : title title; goal 5..900; cause health|water|school|animals; start date
        donation/donations > donor, campaign : amount 1~900; donation date; channel card|cash|bank ?
        volunteer/volunteers > charity : name person; hours 0..400 ?; skill driving|cooking|teaching
        """,
    "laboratory": """
        lab/labs : name place; building @building; benches 2..60
        scientist/scientists > lab ?, advisor=scientist ? : name person; papers 0..300 ?; start year 1985..2024
        experiment/experiments > scientist : title title; field physics|biology|chemistry; start date; cost 1~500 ?
        sample/samples > experiment : material @material; mass 0~90 ?; storage freezer|shelf|safe
        measurement/measurements > sample : instrument @instrument; result value -50~150 ?; measuring date
        """,
    "vet": """
        clinic/clinics : name place; city @city; rooms 1..20
        vet/vets > clinic ?, trainer=vet ? : name person; salary 30..120 ?; licence year 1985..2024
        owner/owners : name person; city @city ?; joining date
        pet/pets > owner : name person; species dog|cat|rabbit|parrot; birth year 2005..2024; weight 0~80 ?
        treatment/treatments > pet, vet : treatment date; price 10~900; kind checkup|surgery|vaccine|dental
        """,
    "gym": """
        studio/studios : name place; city @city; lockers 10..400
        coach/coaches > studio ?, mentor=coach ? : name person; hourly pay 10~90 ?; start year 1995..2024
        gym member/gym members > studio, recruiter=gym member ? : name person; joining date; age 16..80 ?
        course/courses > coach : title title; level easy|medium|hard; places 5..60
        visit/visits > gym member, course : visit date; minutes 15..180; heart rate 60..190 ?
        """,
    "rental": """
        station/stations : name place; city @city; parking spots 5..300
        car/cars > station : model atlas|bison|caribou|drake; seats 2..9; daily price 20~200; build year 2008..2024 ?
        driver/drivers > sponsor=driver ? : name person; licence year 1970..2023; country @country ?
        rental/rentals > car, driver : pickup date; days 1..40; insurance basic|full|none
        damage/damages > rental : part door|glass|tyre|engine; repair cost 10~900 ?; report date
        """,
    "garage": """
        workshop/workshops : name place; city @city; lifts 1..12
        mechanic/mechanics > workshop ?, master=mechanic ? : name person; wage 10~45 ?; start year 1990..2024
        vehicle/vehicles : owner person; brand @brand; mileage 0..300000; first registration date
        repair/repairs > vehicle, mechanic : repair date; hours 1..30; price 20~900 ?
        part/parts > repair : name title; quantity 1..9; unit price 1~300
        """,
    "brewery": """
        brewery/breweries > parent=brewery ? : name place; country @country; founding year 1600..2022 ?
        brewer/brewers > brewery : name person; salary 20..90 ?; birth year 1950..2000
        beer/beers > brewery, brewer ? : name title; style lager|stout|ale|wheat; alcohol 0~12; price 1~9 ?
        batch/batches > beer : brewing date; litres 50..9000; tank 1..20 ?
        order/orders > batch : customer person; crates 1..90; order date
        """,
    "games": """
        studio/studios > owner=studio ? : name title; country @country; staff 2..900
        game/games > studio : title title; genre puzzle|racing|strategy|sport; release date; price 0~80 ?
        player/players > friend=player ? : name person; country @country ?; level 1..99
        session/sessions > game, player : session date; minutes 1..600; device phone|console|laptop
        purchase/purchases > player, game : purchase date; paid 0~80; refunded amount 0~80 ?
        """,
    "podcast": """
        network/networks : name title; country @country ?; founding year 2004..2023
        show/shows > network ?, spin off of=show ? : title title; language en|es|zh|de; start date
        host/hosts > show : name person; birth year 1950..2004 ?; episodes hosted 1..400
        episode/episodes > show : title title; minutes 5..180; release date; downloads 0..90000 ?
        sponsor spot/sponsor spots > episode : brand @brand; price 10~900; position start|middle|end
        """,
    "forum": """
        board/boards > parent=board ? : name title; topic code|garden|music|travel; activity 0..900 ?
        account/accounts > invited by=account ? : name person; joining date; reputation 0..9000
        thread/threads > board, account : title title; opened date; views 0..90000 ?
        reply/replies > thread, account : reply date; votes -20..300; length 1..900
        report/reports > reply : reason spam|insult|off topic; report date; handled by person ?
        """,
    "helpdesk": """
        department/departments : name title; building @building; budget 50..900 ?
        agent/agents > department ?, lead=agent ? : name person; shift early|late|night; hiring year 2000..2024
        customer/customers : name person; city @city ?; contract start date
        ticket/tickets > customer, agent ? : title title; priority low|normal|high|urgent; opened date; hours open 0..400 ?
        message/messages > ticket : author person; sent date; words 1..400
        """,
    "warehouse": """
        warehouse/warehouses > backup=warehouse ? : name place; city @city; area 100..9000
        supplier/suppliers : name place; country @country ?; rating 1..10
        item/items > supplier ? : name title; unit piece|box|pallet; unit cost 0~300; reorder level 0..90 ?
        stock entry/stock entries > warehouse, item : quantity 0..900; shelf 1..90; counting date
        shipment/shipments > stock entry : shipped date; pieces 1..200; carrier @carrier ?
        """,
    "factory": """
        factory/factories : name place; country @country; opening year 1900..2020
        machine/machines > factory, replaces=machine ? : model alder|beech|cedar|dogwood; purchase date; power 1..400 ?
        operator/operators > factory ?, foreman=operator ? : name person; wage 10~45; age 18..66 ?
        job/jobs > machine, operator : start date; pieces made 1..9000; scrap 0..300 ?
        inspection/inspections > job : inspector person; result ok|rework|reject; inspection date
        """,
    "railway": """
        station/stations : name place; city @city; platforms 1..30
        train/trains > home station=station : model alba|brisa|condor; seats 60..900; top speed 60..320 ?
        conductor/conductors > station ?, trainer=conductor ? : name person; salary 25..80 ?; start year 1985..2024
        journey/journeys > train, conductor, start=station : journey date; distance 5..1200; delay 0..180 ?
        seat reservation/seat reservations > journey : passenger person; carriage 1..14; price 3~200
        """,
    "auction": """
        auction house/auction houses : name place; city @city; founding year 1750..2015
        seller/sellers > introduced by=seller ? : name person; country @country ?; rating 1..10
        lot/lots > auction house, seller : title title; category coin|stamp|clock|map; reserve price 5~900 ?; auction date
        bidder/bidders : name person; deposit 0~900; joining date
        bid/bids > lot, bidder : amount 5~900; bid date; mode room|phone|online ?
        """,
}  # fmt: skip

MORE_POOLS = {
    "hotel_item": ["Minibar", "Laundry", "Breakfast", "Parking", "Spa", "Telephone"],
    "printer": ["Falken", "Grafia", "Hartmann", "Impresa", "Kopex", "Lumina"],
    "district": ["Harbour", "Oldtown", "Riverside", "Northgate", "Hillside", "Market"],
    "law_firm": ["Abel", "Brandt", "Castro", "Egede", "Holm", "Jara"],
    "material": ["Copper", "Quartz", "Silica", "Resin", "Basalt", "Cotton"],
    "instrument": ["Scale", "Laser", "Probe", "Camera", "Sensor", "Counter"],
    "brand": ["Arvo", "Belka", "Corda", "Dextra", "Elmo", "Fjell"],
    "carrier": ["Nordpost", "Quickline", "Rapido", "Southway", "Transalp"],
}
