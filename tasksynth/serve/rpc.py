"""JSON-RPC 2.0: its codes, its errors, and what is no message of it."""

import math
from collections.abc import Mapping
from typing import Any

PARSE_ERROR, INVALID_REQUEST, NO_METHOD, INVALID_PARAMS = -32700, -32600, -32601, -32602
INTERNAL = -32603
"""Error codes of JSON-RPC 2.0, section 5.1."""
FAULT, BUSY = -32000, -32001
"""And ours: for state and family errors, and for a full queue (try again)."""


def malformed(message: Any) -> str | None:
    """What is wrong with a message by JSON-RPC 2.0, section 4; `jsonrpc` may be left out."""
    if isinstance(message, list):
        return "batches are not taken: send each request by itself, without waiting for replies"
    if not isinstance(message, Mapping) or not isinstance(message.get("method"), str):
        return 'want {"jsonrpc": "2.0", "id": …, "method": …}'
    if message.get("jsonrpc", "2.0") != "2.0":
        return f'want "jsonrpc": "2.0", got {str(message["jsonrpc"])[:60]!r}'
    match message.get("id"):
        case bool():
            return "an id is a string, a number or null, not true or false"
        case None | str() | int():
            return None
        case float() as number if math.isfinite(number):
            return None
        case other:
            return f"an id is a string, a number or null, got {str(other)[:60]}"


def error(number: Any, code: int, message: str) -> dict[str, Any]:
    """A JSON-RPC error reply."""
    return {"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": message}}
