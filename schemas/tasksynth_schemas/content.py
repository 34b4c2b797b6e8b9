"""What a policy is shown: words, or words and media in an order."""

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from tasksynth_schemas.base import Model

Medium = Literal["text", "image", "video", "audio"]
MediaName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$")]
"""A file name without folders: `view.png`."""

MIME = {
    ".png": "image/png",
    ".apng": "image/apng",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
}
"""The type of a medium, by the ending of its name."""


class TextPart(Model):
    """Words of a prompt or of what a turn shows."""

    type: Literal["text"] = "text"
    text: str


class MediaPart(Model):
    """A place in a prompt where one of the task's media stands."""

    type: Literal["image", "video", "audio"] = "image"
    name: MediaName
    """The file name under which the family gives the medium."""


Part = Annotated[TextPart | MediaPart, Field(discriminator="type")]
Content = str | Annotated[tuple[Part, ...], Field(min_length=1)]
"""Words alone, or parts in the order in which they are shown."""


def parts_of(content: Content) -> tuple[TextPart | MediaPart, ...]:
    """The parts of any content; words alone are one part."""
    return (TextPart(text=content),) if isinstance(content, str) else content


def text_of(content: Content) -> str:
    """All of it as words: a medium is its name in brackets, `[image: view.png]`."""
    if isinstance(content, str):
        return content
    return "".join(
        part.text if isinstance(part, TextPart) else f"[{part.type}: {part.name}]"
        for part in content
    )


_MARK = re.compile(r"\[(image|video|audio): ([A-Za-z0-9_][A-Za-z0-9_.-]{0,99})\]")


def illustrated(text: str) -> Content:
    """The parts of words in which media are named in brackets, `[image: view.png]`.

    The inverse of `text_of`: a family writes its prompt as one text.
    """
    parts: list[TextPart | MediaPart] = []
    at = 0
    for mark in _MARK.finditer(text):
        if words := text[at : mark.start()]:
            parts.append(TextPart(text=words))
        parts.append(MediaPart.model_validate({"type": mark[1], "name": mark[2]}))
        at = mark.end()
    if not parts:
        return text
    return (*parts, TextPart(text=rest)) if (rest := text[at:]) else tuple(parts)


def joined(content: Content, text: str) -> Content:
    """Some content with more words behind it."""
    if isinstance(content, str):
        return content + text
    return (*content, TextPart(text=text))


def names_of(content: Content) -> tuple[str, ...]:
    """The media that it names, each once, in order."""
    if isinstance(content, str):
        return ()
    return tuple(dict.fromkeys(part.name for part in content if isinstance(part, MediaPart)))


def media_of(contents: Iterable[Content]) -> tuple[Medium, ...]:
    """The kinds of media that some contents name, text included, sorted."""
    kinds: set[Medium] = {"text"}
    for content in contents:
        if not isinstance(content, str):
            kinds.update(part.type for part in content)
    return tuple(sorted(kinds))


def mime_of(name: str) -> str:
    """The MIME type of a medium, by its name."""
    return MIME.get(name[name.rfind(".") :].lower(), "application/octet-stream")


def data_uri(name: str, data: bytes) -> str:
    """A medium as a `data:` URI (RFC 2397)."""
    return f"data:{mime_of(name)};base64,{b64encode(data).decode()}"


_SOUND = re.compile(r"data:audio/(\w+);base64,")


def chat_content(content: Content, uris: Mapping[str, str]) -> str | list[dict[str, Any]]:
    """The content of a chat message in the OpenAI form; words alone stay a string.

    A sound that is a `data:` URI is an `input_audio`, which OpenAI's servers and vLLM's take alike;
    one that is elsewhere is an `audio_url`, which vLLM takes.

    Args:
        content: what is shown.
        uris: where each medium that it names is to be had, such as a `data:` URI.

    Raises:
        KeyError: if a medium has no URI.
    """
    if isinstance(content, str):
        return content
    return [
        {"type": "text", "text": part.text}
        if isinstance(part, TextPart)
        else _shown(part, uris[part.name])
        for part in content
    ]


def _shown(part: MediaPart, uri: str) -> dict[str, Any]:
    if part.type == "audio" and (sound := _SOUND.match(uri)):
        form = {"mpeg": "mp3"}.get(sound[1], sound[1])
        return {"type": "input_audio", "input_audio": {"data": uri[sound.end() :], "format": form}}
    return {"type": f"{part.type}_url", f"{part.type}_url": {"url": uri}}
