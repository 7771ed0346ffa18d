"""What a recording looks like, asked over HTTP."""

from __future__ import annotations

import wave

import numpy as np
import pytest
from sqlalchemy import update

from asknext.store.schema import item

RATE = 8000


@pytest.fixture
def recordings(make_project, client_of, tmp_path):
    """Gives (ask(path below /items/0/, name of the file behind item 0), media folder)."""
    media = tmp_path / "media"
    media.mkdir()
    project = make_project(1, content="audio", task="regions", media=str(media))
    client = client_of(project)

    def ask(path, name):
        with project.database.write() as conn:
            conn.execute(update(item).values(content=name))
        return client.get(f"/api/v1/items/0/{path}")

    return ask, media


def written(path, seconds=3.0, channels=1):
    numbers = np.random.default_rng(2).integers(-9000, 9000, (int(seconds * RATE), channels)).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(numbers.tobytes())
    return numbers


@pytest.mark.parametrize("columns", [4, 1000])
def test_the_outline_from_near_and_from_far_is_that_of_the_numbers(recordings, columns):
    ask, media = recordings
    numbers = written(media / "a.wav", channels=2)
    assert ask("sound", "a.wav").json() == {"seconds": 3.0, "rate": RATE, "channels": 2}
    answer = ask(f"sound/peaks?start=0&end=2&columns={columns}", "a.wav")
    found = np.frombuffer(answer.content, "<i2").reshape(columns, 2, 2)
    parts = np.split(numbers[: 2 * RATE] / 32768 * 32767, columns)
    np.testing.assert_array_equal(found, np.round([np.stack([each.min(0), each.max(0)], 1) for each in parts]))


def test_the_levels_are_bytes_band_by_band(recordings):
    ask, media = recordings
    written(media / "a.wav")
    answer = ask("sound/spectrogram?start=0&end=3&columns=20&bands=16", "a.wav")
    assert (answer.status_code, len(answer.content)) == (200, 20 * 16)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert np.frombuffer(answer.content, np.uint8).min() > 100
    assert ask("sound/spectrogram?start=5&end=6&columns=20&bands=16", "a.wav").content == bytes(20 * 16)


def test_a_compressed_recording_is_decoded_once_and_read_as_any_other(recordings):
    av = pytest.importorskip("av")
    ask, media = recordings
    numbers = written(media / "a.wav")
    with av.open(str(media / "b.flac"), "w") as target:
        stream = target.add_stream("flac", rate=RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(numbers.T.copy(), format="s16", layout="mono")
        frame.sample_rate = RATE
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            target.mux(packet)
    path = "sound/peaks?start=0.5&end=0.7&columns=300"
    assert ask(path, "b.flac").content == ask(path, "a.wav").content
    kept = list((media.parent).rglob("arrays/sound/*.wav"))
    assert len(kept) == 1
    changed = kept[0].stat().st_mtime_ns
    assert ask("sound", "b.flac").json()["seconds"] == 3.0
    assert kept[0].stat().st_mtime_ns == changed


def test_what_cannot_be_asked_is_refused(recordings):
    ask, media = recordings
    written(media / "a.wav", 0.1)
    for path, status, words in (
        ("sound/peaks?start=2&end=2&columns=10", 400, "no length"),
        ("sound/peaks?start=0&end=nan&columns=10", 422, "end"),
        ("sound/peaks?start=0&end=1&columns=100000", 422, "columns"),
        ("sound/spectrogram?start=-1&end=1&columns=10", 422, "start"),
    ):
        answer = ask(path, "a.wav")
        assert answer.status_code == status
        assert words in answer.json()["error"]["message"]


def test_a_hostile_file_is_a_sentence(recordings):
    pytest.importorskip("av")
    ask, media = recordings
    playlist = b"#EXTM3U\nfile:///etc/passwd\n"
    for data in (b"", b"<html><script>alert(1)</script>", playlist, b"RIFF\0\0\0\0WAVEfmt "):
        (media / "a.wav").write_bytes(data)
        answer = ask("sound", "a.wav")
        assert answer.status_code == 415
        assert answer.json()["error"]["message"].startswith("The recording cannot be read: ")


def test_nothing_outside_of_the_media_folder_is_read(recordings):
    ask, media = recordings
    written(media.parent / "secret.wav")
    for name in ("../secret.wav", str(media.parent / "secret.wav"), "lacking.wav"):
        assert ask("sound", name).status_code == 404
