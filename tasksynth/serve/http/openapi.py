"""The OpenAPI 3.1 document of a table of endpoints."""

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from pydantic.json_schema import JsonSchemaMode, models_json_schema

from tasksynth.serve.http.routes import JSON, KEY, NDJSON, ApiRoute
from tasksynth_schemas import Model

_WHY = {
    400: "Not JSON.",
    401: "The token is missing or wrong.",
    404: "There is no such task, ticket, place or name.",
    408: "The body did not arrive in time.",
    409: "It contradicts an earlier request: its key, or the size of its groups.",
    413: "The body is too large.",
    422: "A field is wrong, or the task cannot be made; the line names it.",
    429: "Too much waits to be judged; see Retry-After.",
    503: "The store or the workers cannot be used now, or the server is about to end.",
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same request has its effect once.",
    "schema": {"type": "string", "pattern": KEY},
}


def document(endpoints: Iterable[ApiRoute], *, secured: bool) -> dict[str, Any]:
    """The document; `secured` if a token is wanted."""
    table = list(endpoints)
    models: dict[tuple[type[Model], JsonSchemaMode], None] = {}
    for one in table:
        if one.takes is not None and one.method == "POST":
            models[one.takes, "validation"] = None
        if isinstance(one.gives, type):
            models[one.gives, "serialization"] = None
    names, schemas = models_json_schema(list(models), ref_template="#/components/schemas/{model}")
    components: dict[str, Any] = {"schemas": schemas.get("$defs", {}) | {"Error": _ERROR}}
    paths: dict[str, Any] = {}
    for one in table:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, names, secured=secured)
    if secured:
        components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "tasksynth", "version": version("tasksynth")},
        "paths": paths,
        "components": components,
    }


_ERROR = {
    "type": "object",
    "properties": {"error": {"type": "string", "description": "One line for a person."}},
    "required": ["error"],
}


def _operation(one: ApiRoute, names: Any, *, secured: bool) -> dict[str, Any]:
    name = one.path.strip("/").replace("/", "_").replace("{", "").replace("}", "") or "root"
    found: dict[str, Any] = {
        "operationId": f"{one.method.lower()}_{name}",
        "summary": (one.handler.__doc__ or "").strip().partition("\n")[0],
        "responses": _responses(one, names, secured=secured),
    }
    if parameters := _parameters(one):
        found["parameters"] = parameters
    if one.method == "POST":
        media = NDJSON if one.stream else JSON
        schema = {} if one.takes is None else names[(one.takes, "validation")]
        content = {"schema": {"type": "string"} if one.stream else schema}
        found["requestBody"] = {"required": not one.stream, "content": {media: content}}
    if secured and one.path not in ("/healthz", "/readyz"):
        found["security"] = [{"token": []}]
    return found


def _responses(one: ApiRoute, names: Any, *, secured: bool) -> dict[str, Any]:
    if isinstance(one.gives, str):
        good: dict[str, Any] = {one.gives: {"schema": {"type": "string"}}}
    elif one.stream:
        good = {NDJSON: {"schema": {"type": "string"}}}
    else:
        good = {JSON: {"schema": {} if one.gives is None else names[(one.gives, "serialization")]}}
    bad = set(one.refuses) | ({400, 408, 413, 422} if one.method == "POST" else set())
    bad |= {422} if one.takes is not None else set()
    bad |= {401} if secured else set()
    content = {JSON: {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {
        "200": {"description": "As asked.", "content": good},
        **{
            str(status): {"description": _WHY[status], "content": content} for status in sorted(bad)
        },
    }


def _parameters(one: ApiRoute) -> list[dict[str, Any]]:
    found = [_KEY] if one.keyed else []
    if "{name}" in one.path:
        enum = {"enum": list(one.names)}
        found.append({"name": "name", "in": "path", "required": True, "schema": enum})
    if one.method == "GET" and one.takes is not None:
        found += _query(one.takes)
    return found


def _query(model: type[Model]) -> list[dict[str, Any]]:
    schema = model.model_json_schema()
    wanted = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in wanted, "schema": field}
        for name, field in schema["properties"].items()
    ]
