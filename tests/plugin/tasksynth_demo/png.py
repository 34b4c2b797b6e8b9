"""The smallest PNG files there are."""

import zlib


def bar(n: int) -> bytes:
    """A black PNG of n + 1 by 1 pixels."""
    return grey(bytes(n + 1))


def grey(row: bytes) -> bytes:
    """One row of grey pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + check

    head = len(row).to_bytes(4, "big") + (1).to_bytes(4, "big") + bytes([8, 0, 0, 0, 0])
    body = zlib.compress(b"\0" + row)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
