"""The puzzles' stories in Spanish."""

from tasksynth_sat.reading.words import PEOPLE
from tasksynth_sat.wording.phrases import SPANISH
from tasksynth_sat.wording.stories import Story

_TOWNS = (
    "Albacete Alicante Almería Antequera Aranjuez Arévalo Astorga Avilés Badajoz Baeza Barbastro "
    "Benavente Bilbao Burgos Cáceres Cádiz Calahorra Calatayud Cartagena Castellón Ceuta Chinchón "
    "Coria Cuenca Daroca Dénia Écija Elche Estella Ferrol Fraga Gandía Gijón Girona Granada "
    "Guadalajara Guadix Haro Hellín Huelva Huesca Jaca Jaén Jerez Jumilla Laredo Lebrija León "
    "Lerma Lleida Llanes Logroño Lorca Lugo Madrid Málaga Marbella Melilla Mérida Mieres Montilla "
    "Motril Murcia Nájera Palencia Pamplona Plasencia Ponferrada Reus Ronda Sagunto Salamanca "
    "Segovia Sevilla Soria Teruel Toledo Tortosa Valencia Zamora"
)
TOWNS = tuple(_TOWNS.split())

STORIES = {
    "coloring": (
        Story(
            phrases=SPANISH,
            pool=TOWNS,
            values=("rojo", "azul", "verde", "amarillo", "morado", "naranja"),
            opening=(
                (
                    "Un mapa muestra {n} ciudades con sus tierras: {items}. La imprenta tiene {k} "
                    "tintas: {values}."
                ),
                "Hay que colorear un mapa de {n} comarcas ({items}) con {k} tintas: {values}.",
            ),
            rules={
                "pair": ("{a} y {b} comparten frontera.", "{a} limita con {b}."),
                "row": ("{a} limita con {others}.", "{a} comparte frontera con {others}."),
            },
            question=(
                (
                    "Asigna una tinta a cada lugar de modo que los que limitan entre sí tengan "
                    "tintas distintas."
                ),
                "Dos vecinos nunca pueden llevar la misma tinta. ¿Qué tinta lleva cada lugar?",
            ),
            form=("nombre=tinta para cada lugar, con comas entre medias",),
            nouns="lugar lugares tinta tintas color colores ciudad comarca lleva",
        ),
        Story(
            phrases=SPANISH,
            pool=PEOPLE,
            values=("roble", "pino", "arce", "cedro", "abedul", "nogal"),
            opening=(
                (
                    "Vienen a cenar {n} invitados: {items}. Hay {k} mesas grandes, que se llaman "
                    "{values}."
                ),
                (
                    "En una boda con {k} mesas ({values}) hay que sentar a los invitados, que son "
                    "{items}."
                ),
            ),
            rules={
                "pair": ("{a} y {b} se han peleado.", "{a} y {b} no se hablan."),
                "row": ("{a} se ha peleado con {others}.",),
            },
            question=(
                (
                    "Quienes se han peleado o no se hablan no pueden compartir mesa; por lo demás, "
                    "en cada mesa cabe cualquier número de personas. ¿Quién se sienta dónde?"
                ),
                (
                    "En una mesa caben tantos como se quiera, pero nunca dos que se hayan peleado "
                    "o no se hablen. ¿Dónde se sienta cada cual?"
                ),
            ),
            form=("nombre=mesa para cada invitado, con comas entre medias",),
            nouns="invitado invitados mesa mesas sienta",
        ),
    ),
    "clique": (
        Story(
            phrases=SPANISH,
            pool=PEOPLE,
            opening=(
                "En una recepción hay {n} personas: {items}.",
                "En una empresa trabajan {n} personas: {items}.",
            ),
            rules={
                "pair": ("{a} y {b} se conocen.", "{a} conoce a {b}, y viceversa."),
                "row": ("{a} se conoce con {others}.",),
            },
            question=(
                "No se conoce nadie más. Encuentra {size} personas que se conozcan todas entre sí.",
                (
                    "Las demás parejas no se conocen. Nombra {size} personas tales que dos "
                    "cualesquiera de ellas se conozcan."
                ),
            ),
            form=("los {size} nombres, con comas entre medias",),
            nouns="personas nombres grupo",
        ),
    ),
    "independent": (
        Story(
            phrases=SPANISH,
            pool=TOWNS,
            opening=(
                "Una cadena puede abrir tiendas en {n} ciudades: {items}.",
                "{n} ciudades quieren una estación meteorológica: {items}.",
            ),
            rules={
                "pair": (
                    "{a} y {b} están demasiado cerca.",
                    "{a} queda demasiado cerca de {b}.",
                ),
                "row": ("{a} está demasiado cerca de {others}.",),
            },
            question=(
                "Elige {size} ciudades de las que no haya dos demasiado cerca una de otra.",
                (
                    "Nombra {size} de las ciudades; dos que estén demasiado cerca no pueden "
                    "elegirse a la vez."
                ),
            ),
            form=("las {size} ciudades, con comas entre medias",),
            nouns="ciudades ciudad grupo",
        ),
    ),
    "parity": (
        Story(
            phrases=SPANISH,
            pool=PEOPLE,
            values=("no|0|falso|contra", "sí|1|si|verdadero|favor"),
            opening=(
                "Una junta de {n} personas votó sí o no: {items}.",
                "{items} votaron, cada cual sí o no.",
            ),
            rules={
                "odd": (
                    "De {them}, un número impar votó sí.",
                    "Entre los votos de {them}, el número de síes es impar.",
                ),
                "even": (
                    "De {them}, un número par (quizá cero) votó sí.",
                    "Entre los votos de {them}, el número de síes es par, quizá cero.",
                ),
            },
            question=(
                "¿Cómo pudieron votar?",
                "Encuentra unos votos que concuerden con todo esto.",
            ),
            form=("nombre=sí o nombre=no para cada persona, con comas entre medias",),
            nouns="voto votos votó vota",
        ),
    ),
    "pigeonhole": (
        Story(
            phrases=SPANISH,
            pool=PEOPLE,
            opening=(
                (
                    "En un pasillo hay {k} habitaciones individuales seguidas, numeradas del 1 al "
                    "{k}. Los huéspedes son {items}."
                ),
                (
                    "{n} huéspedes ({items}) llegan a una posada cuyas {k} habitaciones, de la 1 a "
                    "la {k}, están una al lado de otra."
                ),
            ),
            rules={
                "allowed": (
                    "{a} aceptaría la habitación {holes}.",
                    "A {a} le conviene la habitación {holes}.",
                ),
                "apart": (
                    "{a} y {b} no pueden tener habitaciones contiguas.",
                    "{a} y {b} no quieren dormir en habitaciones contiguas.",
                ),
            },
            question=(
                "Da a cada huésped una habitación propia que le convenga.",
                (
                    "En ninguna habitación caben dos huéspedes, y todos han de tener una que les "
                    "convenga. ¿Quién recibe cuál?"
                ),
            ),
            form=("nombre=número para cada huésped, con comas entre medias",),
            nouns="habitación habitaciones huésped huéspedes número",
        ),
        Story(
            phrases=SPANISH,
            pool=TOWNS,
            opening=(
                (
                    "En una feria hay una fila de {k} puestos, numerados del 1 al {k}. Quieren "
                    "puesto las delegaciones de {items}."
                ),
                (
                    "Las delegaciones de {items} quieren un puesto cada una en una fila de {k}, "
                    "del 1 al {k}."
                ),
            ),
            rules={
                "allowed": (
                    "{a} acepta el puesto {holes}.",
                    "A la delegación de {a} le gusta el puesto {holes}.",
                ),
                "apart": (
                    "{a} y {b} se niegan a estar en puestos contiguos.",
                    "Los puestos de {a} y {b} no pueden ser contiguos.",
                ),
            },
            question=(
                "Da a cada delegación un puesto distinto, de los que acepta o le gustan.",
                (
                    "Ninguna delegación ocupa un puesto fuera de su lista, ni uno que ya tenga "
                    "otra. Reparte los puestos."
                ),
            ),
            form=("nombre=número para cada delegación, con comas entre medias",),
            nouns="puesto puestos delegación delegaciones número",
        ),
    ),
    "scheduling": (
        Story(
            phrases=SPANISH,
            pool=PEOPLE,
            opening=(
                (
                    "Una clínica tiene {k} turnos, numerados del 1 al {k} por orden, y en cada uno "
                    "atiende como mucho a {capacity} pacientes. Los pacientes son {items}."
                ),
                (
                    "Hay que atender a {n} pacientes ({items}) en los turnos del 1 al {k}, como "
                    "mucho a {capacity} en cada turno."
                ),
            ),
            rules={
                "before": (
                    "{a} debe venir en un turno anterior al de {b}.",
                    "{b} tiene que venir en un turno posterior al de {a}.",
                ),
                "apart": (
                    "{a} y {b} no pueden venir en el mismo turno.",
                    "{a} y {b} necesitan turnos distintos.",
                ),
                "closed": (
                    "{a} no puede venir en el turno {slot}.",
                    "El turno {slot} no le va bien a {a}.",
                ),
            },
            question=(
                "¿Qué turno recibe cada paciente?",
                "Encuentra un turno para cada paciente.",
            ),
            form=("nombre=turno para cada paciente, con comas entre medias",),
            nouns="turno turnos paciente pacientes",
        ),
        Story(
            phrases=SPANISH,
            pool=TOWNS,
            opening=(
                (
                    "Un equipo visita {items} en {k} semanas, numeradas de la 1 a la {k}, y hace "
                    "como mucho {capacity} visitas por semana."
                ),
                (
                    "Quedan {n} visitas por hacer: {items}. Hay semanas de la 1 a la {k}, y en "
                    "cada una caben como mucho {capacity} visitas."
                ),
            ),
            rules={
                "before": (
                    "{a} se visita en una semana anterior a la de {b}.",
                    "Para visitar {b} hacen falta los resultados de {a}, de una semana anterior.",
                ),
                "apart": (
                    "{a} y {b} no pueden visitarse en la misma semana.",
                    "{a} y {b} no caben en una misma semana.",
                ),
                "closed": (
                    "{a} no se puede visitar en la semana {slot}.",
                    "En la semana {slot} nadie puede ir a {a}.",
                ),
            },
            question=(
                "Planifica las visitas.",
                "Di en qué semana se visita cada lugar.",
            ),
            form=("nombre=semana para cada lugar, con comas entre medias",),
            nouns="semana semanas lugar lugares visita visitas",
        ),
    ),
}
