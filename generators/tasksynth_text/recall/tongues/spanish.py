"""Logs and questions in Spanish.

“El ancla” is feminine, and “tijeras” are several: their genders are `a` and `p`.
"""

from tasksynth_text.reading import ListWords
from tasksynth_text.recall.tongues.tongue import RecallTongue, lexicon, spelt_behind

_LOOKS = lexicon(
    "amber color_ámbar, ash color_ceniza, beige beis, black negro negra, blue azul, "
    "brass color_latón, bronze color_bronce, brown marrón, copper cobrizo cobriza, "
    "coral color_coral, cream color_crema, green verde, grey gris, indigo añil, "
    "iron color_hierro, ivory color_marfil, jade color_jade, lilac lila, lime color_lima, "
    "maroon granate, oak color_roble, olive color_oliva, orange naranja, pearl color_perla, "
    "pine color_pino, pink rosa, plum color_ciruela, purple púrpura, red rojo roja, "
    "rust color_óxido, silver plateado plateada, steel color_acero, tan color_canela, "
    "teal turquesa, violet violeta, walnut color_nogal, white blanco blanca, "
    "willow color_sauce, yellow amarillo amarilla, zinc color_zinc"
)
_NOUNS = {
    "box": lexicon(
        "basket f cesta, box f caja, case f maleta, chest m cofre, crate m cajón, "
        "drawer f gaveta, trunk m baúl, jar m tarro"
    ),
    "thing": lexicon(
        "anchor a ancla, arrow f flecha, bell f campanilla, book m libro, bottle f botella, "
        "brush m cepillo, button m botón, candle f vela, card f tarjeta, coin f moneda, "
        "comb m peine, compass f brújula, cork m corcho, cup f taza, dice m dado, doll f muñeca, "
        "feather f pluma, flute f flauta, fork m tenedor, gem f gema, glove m guante, "
        "hammer m martillo, harp a arpa, hat m sombrero, helmet m casco, hook m gancho, "
        "horn m cuerno, kettle f tetera, kite f cometa, knife m cuchillo, ladle m cucharón, "
        "lamp f lámpara, lantern m farol, lens f lente, locket m relicario, map m mapa, "
        "marble f canica, mask f máscara, medal f medalla, mirror m espejo, mug f jarra, "
        "nail m clavo, needle f aguja, nut f nuez, pen m bolígrafo, pipe f pipa, plate m plato, "
        "purse m monedero, ribbon f cinta, ring m anillo, rope f cuerda, ruler f regla, "
        "scarf f bufanda, scissors p tijeras, shell f concha, shoe m zapato, spool m carrete, "
        "spoon f cuchara, stamp m sello, sword f espada, thimble m dedal, ticket m billete, "
        "torch f antorcha, vase m jarrón, watch m reloj, whistle m silbato"
    ),
    "shape": lexicon(
        "acorn f bellota, apple f manzana, arrow f flecha, bear m oso, bee f abeja, "
        "bird m pájaro, boat m barco, cat m gato, cloud f nube, clover m trébol, comet m cometa, "
        "crab m cangrejo, crown f corona, daisy f margarita, deer m ciervo, dove f paloma, "
        "dragon m dragón, drop f gota, eagle a águila, eye m ojo, fern m helecho, fish m pez, "
        "flame f llama, fox m zorro, frog f rana, gull f gaviota, hare f liebre, "
        "heart m corazón, horse m caballo, leaf f hoja, lily m lirio, lion m león, moon f luna, "
        "moth f polilla, mouse m ratón, otter f nutria, owl m búho, palm f palmera, pear f pera, "
        "raven m cuervo, rose f rosa, seal f foca, shell f concha, snail m caracol, "
        "snake f serpiente, snow f nieve, star f estrella, stork f cigüeña, sun m sol, "
        "swan m cisne, tiger m tigre, tulip m tulipán, wave f ola, whale f ballena, "
        "wheel f rueda, wolf m lobo, wren m chochín"
    ),
    "place": lexicon(
        "archive m archivo, attic m desván, bakery f panadería, balcony m balcón, barn m pajar, "
        "cellar m sótano, chapel f capilla, cloister m claustro, courtyard m patio, "
        "dairy f lechería, forge f herrería, foundry f fundición, gallery f galería, "
        "garage m garaje, garden m jardín, granary m granero, greenhouse m invernadero, "
        "gym m gimnasio, hall m salón, harbour m puerto, kennel f perrera, kitchen f cocina, "
        "laundry f lavandería, library f biblioteca, lobby m vestíbulo, loft m altillo, "
        "mill m molino, museum m museo, nursery f guardería, office f oficina, orchard m huerto, "
        "oven m horno, pantry f despensa, park m parque, pavilion m pabellón, "
        "pharmacy f farmacia, porch m porche, pottery f alfarería, quarry f cantera, "
        "refuge m refugio, sauna f sauna, school f escuela, shed m cobertizo, shop f tienda, "
        "stable m establo, studio m estudio, study m despacho, tavern f taberna, "
        "temple m templo, terrace f terraza, theatre m teatro, tower f torre, vault f bóveda, "
        "veranda f veranda, vestry f sacristía, ward f enfermería, warehouse m almacén, "
        "winery f bodega, workshop m taller"
    ),
}
_MOVES = lexicon(
    "bow reverencia, clap palmada, crouch cuclillas, dip inclinación, glide deslizamiento, "
    "hop saltito, jump salto, kick patada, kneel genuflexión, leap brinco, roll voltereta, "
    "spin pirueta, stamp pisotón, step paso, sway balanceo, turn giro"
)
_THE = {"m": "el", "f": "la", "a": "el", "p": "las"}
_OF = {"m": "del", "f": "de la", "a": "del", "p": "de las"}


def _word(role: str, name: str, form: str) -> str:
    if role == "move":
        return _MOVES[name][0]
    if role == "look":
        return _LOOKS[name][0]
    look, _, kind = name.rpartition(" ")
    gender, noun = _NOUNS[role][kind]
    if role == "box":
        noun += f" {_LOOKS[look][0 if gender == 'm' else -1]}"
    if form == "is":
        return f"{'están' if gender == 'p' else 'está'} {_THE[gender]} {noun}"
    return f"{(_OF if form == 'of' else _THE)[gender]} {noun}" if form else noun


_DROPPED = "el la los las un una unas de del en color abrigo llave"
_THING = "lo que significa una palabra"

SPANISH = RecallTongue(
    opening={
        "hidden": "Alguien anota lo que pasa en una casa, en el orden en que pasa. Cada cosa se "
        "mete en una caja, una cesta o algo parecido, y se queda allí hasta que se intercambia lo "
        "que hay allí.",
        "ballet": "Alguien anota quién baila qué, movimiento a movimiento, y quién lleva un abrigo "
        "de qué color. Quien aparece más de una vez puede bailar varios bailes y cambiar de "
        "abrigo.",
        "binding": "Una viajera anota, sin ningún orden, qué significan las palabras en los "
        "idiomas de un país y quién habla cuál; algunos hablan varios. Una palabra puede "
        "significar otra cosa en otro idioma.",
        "rounds": "Estas son notas, sin ningún orden, sobre las rondas de un juego. En cada ronda "
        "se reparten de nuevo las llaves, y también se decide de nuevo qué abre cada llave: un "
        "lugar en cada ronda. Algunos reciben varias llaves.",
    },
    frame=(
        "{opening} Al final vienen preguntas.\n\n{log}\n\nEso es todo. Ahora responde:\n\n{asked}"
        "\n\nCada respuesta es {sort}. Termina con una línea que empiece por «Respuesta:» y dé "
        "las respuestas en el orden de las preguntas, separadas por comas."
    ),
    facts={
        "put": "{0} mete {1:the} en {2:the}.",
        "swap": "{0} intercambia lo que hay en {1:the} con lo que hay en {2:the}.",
        "dance": "{0} baila {1}, {2}, {3}, {4}, {5}.",
        "coat": "{0} lleva un abrigo {1}.",
        "means": "En {0}, «{1}» significa {2}.",
        "speaks": "{0} habla {1}.",
        "deals": "Ronda {0}: {1} recibe la llave {2:of}.",
        "opens": "Ronda {0}: la llave {1:of} abre {2:the}.",
    },
    questions={
        "where": "¿Dónde {0:is} al final?",
        "who": "¿Quién baila {0}, {1}, {2}, {3}, {4}?",
        "backwards": "¿Quién baila los movimientos del baile de {0} en orden inverso?",
        "coat": "¿Qué abrigo lleva la persona que baila los movimientos del baile de {0} en orden "
        "inverso?",
        "what": "¿Qué significa «{0}» en {1}?",
        "what said": "¿Qué significa «{0}» cuando lo dice {1}?",
        "what else": "La palabra que en {1} significa {0}: ¿qué significa cuando la dice {2}?",
        "key": "¿Qué llave recibe {1} en la ronda {0}?",
        "place": "¿Qué lugar puede abrir {1} en la ronda {0}?",
        "place then": "¿Qué lugar puede abrir {2} en la ronda en la que {0} recibe la llave "
        "{1:of}?",
    },
    sorts={
        "where": "una caja, una cesta o algo parecido, por ejemplo «caja roja»",
        "who": "un nombre",
        "backwards": "un nombre",
        "coat": "un abrigo, por ejemplo «turquesa»",
        "what": _THING,
        "what said": _THING,
        "what else": _THING,
        "key": "una llave, por ejemplo «luna»",
        "place": "un lugar",
        "place then": "un lugar",
    },
    word=_word,
    spelt=spelt_behind(_LOOKS, _NOUNS["box"]),
    tribe=str.lower,
    answer="Respuesta: ",
    lists=ListWords(
        joins=("y", "e"),
        dropped=frozenset(_DROPPED.split()),
    ),
)
