"""Sound where nobody spoke."""

import array
import io
import wave
from itertools import pairwise

import pytest

from sandbox.provider import audio


def samples(wav: bytes) -> "array.array[int]":
    with wave.open(io.BytesIO(wav)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 8000)
        return array.array("h", sound.readframes(sound.getnframes()))


@pytest.mark.parametrize("voices", [1, 2])
def test_talk_is_as_long_as_it_was_asked_for_and_never_too_loud(voices: int) -> None:
    talk = samples(audio.speech(8, tone=3, voices=voices))

    assert len(talk) == 8 * audio.RATE
    assert 4000 < max(map(abs, talk)) < 20_000


def test_talk_has_pauses_and_is_no_single_tone() -> None:
    talk = samples(audio.speech(8, tone=3))
    tenths = [talk[at : at + 800] for at in range(0, len(talk), 800)]
    crossings = {sum((a < 0) != (b < 0) for a, b in pairwise(part)) // 20 for part in tenths}

    assert any(not any(part) for part in tenths)
    assert len(crossings) > 4


def test_the_same_tone_always_says_the_same() -> None:
    assert audio.speech(2, 1) == audio.speech(2, 1)
    assert len({audio.speech(2, tone) for tone in range(5)}) == 5
    assert audio.speech(2, 1, voices=2) != audio.speech(2, 1)


def test_a_wav_is_told_by_what_it_says_of_itself() -> None:
    assert audio.is_wav(audio.speech(1, 1))
    assert not audio.is_wav(audio.converted(audio.speech(1, 1), "au"))
    assert not audio.is_wav(b"")
