"""Passages and prompts in Spanish.

Companies are feminine in it, as “la empresa”; “y” is “e” before a name that begins with an i.
"""

from tasksynth_text.languages import SPANISH_SOUNDS
from tasksynth_text.relations.phrases import RelationPhrases
from tasksynth_text.relations.tongue import RelationTongue

_PHRASES = {
    "owns": RelationPhrases(
        state=(
            "{h} posee {t}.",
            "{t} pertenece a {h}.",
            "{h} es {h:el dueño|la dueña} de {t}.",
            "{t} es propiedad de {h}.",
            "{h} tiene todas las acciones de {t}.",
        ),
        begin=(
            "{h} compró {t}.",
            "{t} fue vendida a {h}.",
            "{h} heredó {t} de una tía.",
            "{t} pasó a manos de {h}.",
            "{h} consiguió {t} en una subasta en la que la escritura se entregó en el acto.",
        ),
        end=(
            "{h} vendió {t} a un comprador cuyo nombre nunca se ha sabido.",
            "{t} ya no pertenece a {h}.",
            "{h} cedió todas las acciones de {t}.",
        ),
        deny=(
            "{h} no posee {t}.",
            "{t} nunca ha pertenecido a {h}.",
            "{h} nunca ha tenido acciones de {t}.",
        ),
        suppose=(
            "{h} habría comprado {t} si un banco le hubiera prestado el dinero.",
            "{t} fue ofrecida a {h}, pero el precio era demasiado alto y todo quedó en nada.",
            "Algunos dicen que {h} posee {t}.",
            "{h} tiene la intención de comprar {t} algún día.",
        ),
        of_head=("que posee {t}", "a quien pertenece {t}"),
        of_tail=(
            "que es propiedad de {h}",
            "que pertenece a {h}",
            "{h:cuyo dueño|cuya dueña} es {h}",
        ),
        correct=("es {h}, y no {was}, quien posee {t}",),
    ),
    "runs": RelationPhrases(
        state=(
            "{h} dirige {t}.",
            "{t} está dirigida por {h}.",
            "{h} es {h:el director|la directora} de {t}.",
            "{t} tiene a {h} al frente.",
            "{h} está al frente de {t}.",
        ),
        begin=(
            "{h} pasó a ser {h:el director|la directora} de {t}.",
            "{t} nombró {h:director|directora} a {h}.",
            "{h} tomó las riendas de {t}.",
            "{t} está dirigida por {h} desde la primavera.",
        ),
        end=(
            "{h} dejó la dirección de {t}.",
            "{t} ya no está dirigida por {h}.",
            "{h} perdió en una votación la dirección de {t}.",
        ),
        deny=(
            "{h} no es {h:el director|la directora} de {t}.",
            "{t} nunca ha estado dirigida por {h}.",
            "{h} nunca ha estado al frente de {t}.",
        ),
        suppose=(
            "{h} rechazó una oferta para dirigir {t}.",
            "{t} pidió a {h} que fuera su {h:director|directora} y recibió un no.",
            "{t} podría haber estado dirigida por {h} si la votación hubiera salido de otro modo.",
            "{h} espera dirigir {t} algún día.",
        ),
        of_head=(
            "que dirige {t}",
            "que es {h:el director|la directora} de {t}",
            "que está al frente de {t}",
        ),
        of_tail=(
            "que tiene a {h} al frente",
            "que está dirigida por {h}",
            "{h:cuyo director|cuya directora} es {h}",
        ),
        correct=("es {h}, y no {was}, quien dirige {t}",),
    ),
    "works for": RelationPhrases(
        state=(
            "{h} trabaja para {t}.",
            "{t} emplea a {h}.",
            "{h} tiene un empleo en {t}.",
            "{h} está en la nómina de {t}.",
            "{t} paga el sueldo de {h}.",
        ),
        begin=(
            "{h} fue {h:contratado|contratada} por {t}.",
            "{t} contrató a {h}.",
            "{h} empezó a trabajar para {t}.",
            "{t} contrató a {h} de oficinista.",
        ),
        end=(
            "{h} presentó su renuncia en {t} y se fue.",
            "{t} despidió a {h}.",
            "{h} perdió su empleo en {t}.",
        ),
        deny=(
            "{h} nunca ha trabajado para {t}.",
            "{t} no emplea a {h}.",
            "{t} nunca ha tenido a {h} en su nómina.",
        ),
        suppose=(
            "{h} solicitó sin éxito un empleo en {t}.",
            "{t} ofreció a {h} un empleo, pero la oferta fue rechazada.",
            "{h} trabajaría para {t} si el sueldo fuera mejor.",
            "Se rumorea que {t} contrató a {h}.",
        ),
        of_head=("que trabaja para {t}", "a quien emplea {t}"),
        of_tail=("que emplea a {h}", "cuya plantilla incluye a {h}"),
    ),
    "lives in": RelationPhrases(
        state=(
            "{h} vive en {t}.",
            "{t} es donde vive {h}.",
            "{h} tiene su casa en {t}.",
            "{t} es el lugar de residencia de {h}.",
        ),
        begin=(
            "{h} se mudó a {t}.",
            "{h} hizo de {t} su hogar.",
            "{t} se convirtió en el hogar de {h}.",
        ),
        end=(
            "{h} dejó {t} para siempre, y nadie sabe dónde vive ahora.",
            "{t} ya no es el hogar de {h}.",
        ),
        deny=(
            "{h} nunca ha vivido en {t}.",
            "{t} no es donde vive {h}.",
            "{t} nunca fue el hogar de {h}.",
        ),
        suppose=(
            "{h} pensó en mudarse a {t}, pero no lo hizo.",
            "{h} sueña con una casa en {t}.",
            "{t} sería el hogar de {h} si estuviera junto al mar.",
            "La gente dice que {h} vive en {t}.",
        ),
        of_head=("que vive en {t}", "cuyo hogar está en {t}"),
        of_tail=("donde vive {h}", "que es el hogar de {h}"),
        correct=("es en {t}, y no en {was}, donde vive {h}",),
    ),
    "married to": RelationPhrases(
        state=(
            "{h} está {h:casado|casada} con {t}.",
            "{h} es {h:el esposo|la esposa} de {t}.",
            "{t} es desde hace años {t:el esposo|la esposa} de {h}.",
        ),
        begin=(
            "{h} se casó con {t}.",
            "{t} y {h} contrajeron matrimonio.",
            "{h} y {t} se casaron.",
        ),
        end=(
            "{h} y {t} se divorciaron.",
            "{h} ya no está {h:casado|casada} con {t}.",
        ),
        deny=(
            "{h} nunca ha estado {h:casado|casada} con {t}.",
            "{h} no es {h:el esposo|la esposa} de {t}.",
        ),
        suppose=(
            "{h} pidió matrimonio a {t}; la respuesta fue un no.",
            "{h} iba a casarse con {t}, pero la boda se canceló.",
            "Se murmura que {t} es {t:el esposo|la esposa} de {h}.",
        ),
        of_head=(
            "que está {h:casado|casada} con {t}",
            "{t:cuyo esposo|cuya esposa} es {t}",
        ),
        of_tail=(
            "que está {t:casado|casada} con {h}",
            "{h:cuyo esposo|cuya esposa} es {h}",
        ),
    ),
    "child of": RelationPhrases(
        state=(
            "{h} es {h:hijo|hija} de {t}.",
            "{t} es {t:el padre|la madre} de {h}.",
            "{t} tiene {h:un hijo|una hija}, {h}.",
            "{h} es {h:uno de los hijos|una de las hijas} de {t}.",
        ),
        begin=(),
        end=(),
        deny=(
            "{h} no es {h:hijo|hija} de {t}.",
            "{t} no es {t:el padre|la madre} de {h}.",
        ),
        suppose=(
            "Muchos toman a {h} por {h:un hijo|una hija} de {t}.",
            "{t} deseaba antes que {h} fuera {h:hijo suyo|hija suya}.",
            "{h} fingió una vez ser {h:hijo|hija} de {t}.",
        ),
        of_head=("{t:cuyo padre|cuya madre} es {t}", "{h:hijo|hija} de {t}"),
        of_tail=("{h:cuyo hijo|cuya hija} es {h}", "{t:el padre|la madre} de {h}"),
    ),
    "taught": RelationPhrases(
        state=(
            "{h} dio clases a {t}.",
            "{t} fue {t:alumno|alumna} de {h}.",
            "{t} aprendió su oficio con {h}.",
            "{h} tuvo a {t} {t:como alumno|como alumna}.",
            "{t} tomó clases con {h}.",
        ),
        begin=(),
        end=(),
        deny=(
            "{h} nunca dio clases a {t}.",
            "{t} nunca fue {t:alumno|alumna} de {h}.",
            "{t} no aprendió nada de {h}, que nunca le dio una clase.",
        ),
        suppose=(
            "{h} iba a dar clases a {t}, pero las clases nunca empezaron.",
            "{t} habría querido tener a {h} {h:como profesor|como profesora}.",
            "Algunos afirman que {t} fue {t:alumno|alumna} de {h}.",
        ),
        of_head=("que dio clases a {t}", "{t:cuyo alumno|cuya alumna} fue {t}"),
        of_tail=("a quien {h} dio clases", "que fue {t:alumno|alumna} de {h}"),
    ),
    "founded": RelationPhrases(
        state=(
            "{h} fundó {t}.",
            "{t} fue fundada por {h}.",
            "{h} puso en marcha {t} con dinero prestado.",
            "{t} se remonta a {h}, que la fundó.",
            "{t} debe sus comienzos a {h:su fundador|su fundadora}, {h}.",
        ),
        begin=(),
        end=(),
        deny=(
            "{h} no fundó {t}.",
            "{t} no fue fundada por {h}.",
        ),
        suppose=(
            "{h} cuenta a todos, falsamente, que fundó {t}.",
            "{t} fue fundada, según algunos, por {h}.",
            "{h} había querido fundar {t}, pero lo hizo otra persona.",
        ),
        of_head=("que fundó {t}", "{h:el fundador|la fundadora} de {t}"),
        of_tail=(
            "que {h} fundó",
            "que fue fundada por {h}",
            "{h:cuyo fundador|cuya fundadora} es {h}",
        ),
        correct=("fue {h}, y no {was}, quien fundó {t}",),
    ),
    "based in": RelationPhrases(
        state=(
            "{h} tiene su sede en {t}.",
            "{t} es la sede de {h}.",
            "{h} tiene su central en {t}.",
            "{t} es donde {h} tiene su sede.",
        ),
        begin=(
            "{h} trasladó su central a {t}.",
            "{t} se convirtió en la sede de {h}.",
            "{h} se instaló en {t} con su central y todo.",
        ),
        end=(
            "{h} dejó su sede en {t} y desde entonces no tiene ninguna.",
            "{t} ya no es la sede de {h}.",
        ),
        deny=(
            "{h} nunca ha tenido su sede en {t}.",
            "{t} no es la sede de {h}.",
        ),
        suppose=(
            "{h} habló de trasladar su central a {t}, pero se quedó donde estaba.",
            "{t} sería con gusto la sede de {h}.",
            "{h} tiene previsto establecer su sede en {t} algún día.",
            "Algunos creen que {t} es la sede de {h}.",
        ),
        of_head=("que tiene su sede en {t}", "cuya central está en {t}"),
        of_tail=("donde {h} tiene su sede", "la sede de {h}"),
        correct=("es en {t}, y no en {was}, donde {h} tiene su sede",),
    ),
    "supplies": RelationPhrases(
        state=(
            "{h} abastece a {t}.",
            "{t} compra sus mercancías a {h}.",
            "{t} es cliente de {h}.",
            "{h} vende sus mercancías a {t}.",
            "{t} es abastecida por {h}.",
        ),
        begin=(
            "{h} empezó a abastecer a {t}.",
            "{t} se hizo cliente de {h}.",
            "{h} ganó a {t} como cliente.",
        ),
        end=(
            "{h} dejó de abastecer a {t}.",
            "{t} ya no compra nada a {h}.",
            "{h} perdió a {t} como cliente.",
        ),
        deny=(
            "{h} nunca ha abastecido a {t}.",
            "{t} no es cliente de {h}.",
        ),
        suppose=(
            "{h} querría abastecer a {t}.",
            "{t} pidió a {h} una oferta, que quedó en nada.",
            "Se dice que {h} abastece a {t}.",
            "{t} podría hacerse cliente de {h} el año que viene.",
        ),
        of_head=("que abastece a {t}", "entre cuyos clientes está {t}"),
        of_tail=("que es abastecida por {h}", "cliente de {h}"),
    ),
}

_NOISE = {
    ("person", "person"): (
        "{h} se encontró con {t} en una feria.",
        "{h} escribió a {t} una larga carta.",
        "{h} y {t} viajaron una vez en tren en asientos contiguos.",
        "{h} prestó a {t} un paraguas.",
    ),
    ("person", "company"): (
        "{h} se quejó a {t} de una factura.",
        "{h} pintó un cuadro del edificio de {t}.",
        "{t} envió a {h} un calendario.",
        "{h} esperó una hora ante el edificio de {t}.",
    ),
    ("person", "town"): (
        "{h} pasó un fin de semana en {t}.",
        "{h} perdió un tren en {t}.",
        "{t} concedió a {h} una medalla.",
        "{h} sufrió la picadura de una avispa en {t}.",
    ),
    ("company", "town"): (
        "{h} costeó un banco de parque en {t}.",
        "{t} agradeció a {h} un banco de parque.",
        "{h} puso un cartel en {t}.",
    ),
    ("company", "company"): (
        "{h} y {t} pagaron un concierto.",
        "{h} escribió a {t} por el ruido.",
        "{t} ganó a {h} al fútbol.",
    ),
}

SPANISH = RelationTongue(
    phrases=_PHRASES,
    noise=_NOISE,
    labels={
        "owns": "posee",
        "runs": "dirige",
        "works for": "trabaja para",
        "lives in": "vive en",
        "married to": "casado con",
        "child of": "hijo de",
        "taught": "dio clases a",
        "founded": "fundó",
        "based in": "tiene sede en",
        "supplies": "abastece a",
    },
    meanings={
        "owns": "una persona es dueña de una empresa",
        "runs": "una persona está al frente de una empresa",
        "works for": "una persona está empleada en una empresa",
        "lives in": "una persona tiene su hogar en una ciudad",
        "married to": "dos personas están casadas, en cualquier orden",
        "child of": "la primera es hijo o hija de la segunda",
        "taught": "la primera fue profesor o profesora de la segunda",
        "founded": "una persona creó una empresa",
        "based in": "una empresa tiene su sede en una ciudad",
        "supplies": "la primera vende sus mercancías a la segunda",
    },
    pronouns={"she": "Ella", "he": "Él", "company": "La empresa", "town": "La ciudad"},
    wrong="La frase {n} es errónea: {right}.",
    sorts=("Personas", "Empresas", "Ciudades"),
    asked="¿Cuáles de estas relaciones se dan al final del texto, y entre quiénes?",
    rules=(
        "Una relación se da si una frase dice que es así o que llegó a ser así, y ninguna frase "
        "posterior le pone fin. Nadie trabaja a la vez para dos empresas, dirige dos, tiene dos "
        "hogares o está casado dos veces; ninguna empresa tiene dos dueños, dos directores o dos "
        "sedes: lo que llega a ser así pone fin a lo que era así antes. Lo que se niega, se "
        "espera, se planea, se ofrece, se rechaza o solo dicen algunos no se da, y de otra "
        "relación no se sigue nada. Cuando una frase dice que otra anterior es errónea, tiene "
        "razón. «Ella», «él», «la empresa» y «la ciudad» se refieren a la persona, la empresa o "
        "la ciudad de la frase anterior."
    ),
    form=(
        "Da una línea por cada relación que se da, con el nombre completo de la primera, la "
        "relación, el nombre completo de la segunda y el número de la frase que lo dice, separados "
        "por |, todas entre <answer> y </answer>:\n\n<answer>\nalguien | posee | una empresa | 7\n"
        "</answer>"
    ),
    work=("se da", "ya no se da", "nada empieza ni termina"),
    said={
        "es dueño de": "owns",
        "es dueña de": "owns",
        "trabaja en": "works for",
        "está casado con": "married to",
        "está casada con": "married to",
        "casada con": "married to",
        "es hijo de": "child of",
        "es hija de": "child of",
        "hija de": "child of",
        "enseñó a": "taught",
        "tiene su sede en": "based in",
        "sede en": "based in",
        "abastece": "supplies",
    },
    turned={"fundada por": "founded", "fue fundada por": "founded"},
    talk=(
        "es está el la los las un una en de por al que quien frase frases línea número nº núm nr "
        "véase según fuente dice porque persona empresa ciudad relación primera segunda"
    ),
    sounds=SPANISH_SOUNDS,
)
