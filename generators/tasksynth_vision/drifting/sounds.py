"""What is heard of a film: a bell for each bounce off the bottom, as a WAV file and in words."""

import io
import wave

import numpy as np

from tasksynth_vision.drifting.log import Bounce, DriftFilm, Pitch, bounces
from tasksynth_vision.films.log import RATE
from tasksynth_vision.films.telling import seconds

SAMPLES = 8000
"""A second."""
TONES: dict[Pitch, int] = {"low": 220, "middle": 520, "high": 1240}
"""Hertz."""
LASTS = 0.35
"""Seconds that a bell is heard."""


def heard(film: DriftFilm) -> list[tuple[Bounce, Pitch]]:
    """The bounces that make a sound, by when they are."""
    return [(one, pitch) for one in bounces(film) if (pitch := one.pitch(film)) is not None]


def timeline(film: DriftFilm) -> str:
    """The sounds in words."""
    return ", ".join(f"{seconds(one.tick)} s {pitch}" for one, pitch in heard(film))


def wav(film: DriftFilm) -> bytes:
    """The sounds as a file: 16 bits, one channel; whole numbers make the same bytes everywhere."""
    track = np.zeros(film.ticks * SAMPLES // RATE + SAMPLES, dtype=np.int64)
    long = round(LASTS * SAMPLES)
    falls = (long - np.arange(long)) ** 2 // long  # dies away
    for one, pitch in heard(film):
        phase = np.arange(long) * TONES[pitch] * 4 % (4 * SAMPLES)  # a triangle of four quarters
        tone = np.abs(phase - 2 * SAMPLES) - SAMPLES
        begin = one.tick * SAMPLES // RATE
        track[begin : begin + long] += tone * falls * 9000 // (SAMPLES * long)
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLES)
        file.writeframes(np.clip(track, -32768, 32767).astype("<i2").tobytes())
    return out.getvalue()
