"""Spanish for what databases of the 14 domains hold: article and noun; plurals of tables."""
# ruff: noqa: E501 - a word a place

TABLES = """
account: la cuenta / cuentas; agency: la agencia / agencias; airport: el aeropuerto / aeropuertos; album: el álbum / álbumes
animal: el animal / animales; artist: el artista / artistas; assignment: la asignación / asignaciones; author: el autor / autores
book: el libro / libros; branch: la sucursal / sucursales; card: la tarjeta / tarjetas; chef: el cocinero / cocineros
client: el cliente / clientes; club: el club / clubes; coach: el entrenador / entrenadores; course: el curso / cursos
crop: el cultivo / cultivos; customer: el cliente / clientes; department: el departamento / departamentos; depot: el depósito / depósitos
director: el director / directores; dish: el plato / platos; district: el distrito / distritos; doctor: el médico / médicos
driver: el conductor / conductores; employee: el empleado / empleados; enclosure: el recinto / recintos; enrolment: la matrícula / matrículas
farm: la granja / granjas; feeding: la comida / comidas; field: el campo / campos; film: la película / películas
flight: el vuelo / vuelos; goal: el gol / goles; keeper: el cuidador / cuidadores; label: la discográfica / discográficas
line: la línea / líneas; loan: el préstamo / préstamos; member: el socio / socios; office: la oficina / oficinas
parcel: el paquete / paquetes; park: el parque / parques; patient: el paciente / pacientes; pilot: el piloto / pilotos
plane: el avión / aviones; play: la reproducción / reproducciones; player: el jugador / jugadores; prescription: la receta / recetas
product: el producto / productos; project: el proyecto / proyectos; purchase: la compra / compras; region: la región / regiones
restaurant: el restaurante / restaurantes; review: la reseña / reseñas; sale: la venta / ventas; screening: la proyección / proyecciones
stadium: el estadio / estadios; student: el estudiante / estudiantes; studio: el estudio / estudios; supplier: el proveedor / proveedores
teacher: el profesor / profesores; team: el equipo / equipos; theatre: el cine / cines; ticket: el billete / billetes
track: la canción / canciones; transfer: la transferencia / transferencias; trip: el viaje / viajes; truck: el camión / camiones
visit: la visita / visitas; ward: el pabellón / pabellones
"""
ROLES = """
base: el aeropuerto base; branch of: la casa matriz; captain: el capitán; guarantor: el avalista; instructor: el instructor
manager: el jefe; mentor: el mentor; origin: el aeropuerto de origen; original: la versión original; parent: la granja matriz
referrer: el recomendador; rival: el rival; sponsor: el padrino; supervisor: el supervisor; trainer: el formador
"""
COLUMNS = """
id: el ID; name: el nombre; title: el título
age: la edad; amount: la cantidad; transfer.amount: el importe; area: la superficie; balance: el saldo; birth year: el año de nacimiento
budget: el presupuesto; building: el edificio; building year: el año de construcción; buyer: el comprador; buying year: el año de compra
cabin: la cabina; capacity: la capacidad; category: la categoría; channel: el canal; city: la ciudad; climate: el clima; cost: el costo
country: el país; course: el tipo de plato; critic: el crítico; cuisine: la cocina; delay: el retraso; departure date: la fecha de salida
device: el dispositivo; discount: el descuento; distance: la distancia; drug: el medicamento; expiry year: el año de vencimiento
fare: la tarifa; feeding date: la fecha; field: el ámbito; first year: el año de ingreso; floor: el piso; food: el alimento
founding year: el año de fundación; genre: el género; grade: la nota; hiring date: la fecha de contratación; income: el ingreso
joining date: la fecha de alta; kind: el tipo; length: la duración; licence: el permiso de conducir; limit amount: el límite de la tarjeta
listener: el oyente; load: la carga; loan date: la fecha; minute: el minuto; model: el modelo; network: la red de pago
number of awards: el número de premios; number of beds: el número de camas; number of credits: el número de créditos
number of days: el número de días; number of doses: el número de dosis; number of floors: el número de pisos
number of hectares: el número de hectáreas; number of hours: el número de horas; number of listeners: el número de oyentes
number of pages: el número de páginas; number of plays: el número de reproducciones; number of refills: el número de renovaciones
number of runways: el número de pistas; number of screens: el número de pantallas; number of seats: el número de asientos
number of seconds: el número de segundos; number of stars: el número de estrellas; number of tons: el número de toneladas
number of visitors: el número de espectadores; number of years: el número de años; opening date: la fecha de apertura
opening year: el año de apertura; outcome: el resultado; passenger: el pasajero; planting date: la fecha de siembra
playing date: la fecha; position: la posición; price: el precio; quantity: la cantidad; rainfall: la pluviosidad
rating: la valoración; receiver: el destinatario; rent: el alquiler; salary: el salario; score: la puntuación; scoring date: la fecha
screening date: la fecha; size: el tamaño; soil: el tipo de suelo; speciality: la especialidad; species: la especie
stage: el nivel; start date: la fecha de inicio; start year: el año de inicio; state: el estado; status: el estado; stock: el inventario
task: la tarea; term: el período; tolls: el peaje; transfer date: la fecha; visit date: la fecha; wage: el sueldo
weight: el peso; worth: el valor de mercado; writing date: la fecha de redacción; year: el año; yield: el rendimiento
"""
ADJECTIVES = {
    "previous": ("anterior", "anterior"),
    "estimated": ("estimado", "estimada"),
    "official": ("oficial", "oficial"),
    "reported": ("declarado", "declarada"),
}
"""Masculine and feminine."""
