from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.media.clips import frames, write_video

from asknext.errors import DataError, MissingExtra
from asknext.media import VideoFile


def test_every_frame_comes_once_with_its_time(tmp_path: Path) -> None:
    pictures = frames(7)
    video = VideoFile(write_video(tmp_path / "a.mp4", pictures, times=[0, 1, 2, 3, 10, 11, 12]))
    found = list(video.frames())
    assert [each.index for each in found] == list(range(7))
    assert [each.seconds for each in found] == pytest.approx([0, 0.1, 0.2, 0.3, 1.0, 1.1, 1.2])
    assert all(np.abs(each.pixels.astype(int) - own).mean() < 12 for each, own in zip(found, pictures, strict=True))
    assert (video.lost, video.seen, video.trouble) == (0, 7, None)


def test_only_wanted_frames_become_pixels(tmp_path: Path) -> None:
    video = VideoFile(write_video(tmp_path / "a.mp4", frames(9)))
    assert [each.index for each in video.frames(lambda index, seconds: seconds >= 0.65)] == [7, 8]
    assert [each.index for each in video.picked({5, 2})] == [2, 5]
    assert video.seen == 6


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b"no video at all" * 50, "is damaged, cut off, or no kind of file"),
        (b"#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/x.ts\n#EXT-X-ENDLIST\n", "is damaged, cut off, or no kind of file"),
        (b"ffconcat version 1.0\nfile other.mp4\n", "is damaged, cut off, or no kind of file"),
    ],
)
def test_what_is_no_video_is_named(tmp_path: Path, data: bytes, reason: str) -> None:
    pytest.importorskip("av")
    (tmp_path / "a.mp4").write_bytes(data)
    with pytest.raises(DataError, match=reason):
        VideoFile(tmp_path / "a.mp4")


def test_a_playlist_opens_nothing_beside_it(tmp_path: Path) -> None:
    write_video(tmp_path / "other.mp4", frames(2))
    (tmp_path / "a.mp4").write_text(f"ffconcat version 1.0\nfile {tmp_path / 'other.mp4'}\n")
    with pytest.raises(DataError, match="no kind of file that is read here"):
        VideoFile(tmp_path / "a.mp4")


def test_damaged_frames_are_counted_and_the_rest_is_read(tmp_path: Path) -> None:
    data = bytearray(write_video(tmp_path / "a.avi", frames(20, width=128, height=96)).read_bytes())
    places = np.random.default_rng(1).integers(len(data) // 3, 2 * len(data) // 3, 60)
    for at in places:
        data[at] ^= 0xFF
    (tmp_path / "a.avi").write_bytes(bytes(data))
    video = VideoFile(tmp_path / "a.avi")
    kept = [each.index for each in video.frames()]
    assert 0 < len(kept) < 20
    assert kept == list(range(len(kept)))
    assert video.lost > 0
    assert video.trouble


def test_an_early_end_is_told(tmp_path: Path) -> None:
    data = write_video(tmp_path / "a.avi", frames(40, width=128, height=96)).read_bytes()
    (tmp_path / "cut.avi").write_bytes(data[: len(data) // 2])
    video = VideoFile(tmp_path / "cut.avi")
    assert 0 < sum(1 for _ in video.frames()) < 40
    assert "cut off" in str(video.trouble)
    assert video.lost == 40 - video.seen


def test_sound_alone_is_no_video(tmp_path: Path) -> None:
    pytest.importorskip("av")
    import wave

    with wave.open(str(tmp_path / "a.wav"), "wb") as sound:
        sound.setparams((1, 2, 8_000, 0, "NONE", ""))
        sound.writeframes(b"\0\0" * 800)
    (tmp_path / "a.mp4").write_bytes((tmp_path / "a.wav").read_bytes())
    with pytest.raises(DataError, match="holds no video stream, only audio"):
        VideoFile(tmp_path / "a.mp4")


def test_without_the_extra_the_message_says_what_to_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "av", None)
    (tmp_path / "a.mp4").write_bytes(b"x")
    with pytest.raises(MissingExtra, match=r"needs av.*pip install 'asknext\[video\]'"):
        VideoFile(tmp_path / "a.mp4")


def test_frames_like_bombs_are_refused_before_they_are_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_video(tmp_path / "a.mp4", frames(2))
    monkeypatch.setattr("asknext.media.video.FRAME_PIXELS", 64 * 48 - 1)
    with pytest.raises(DataError, match="64 x 48 pixels, more than 3,071"):
        VideoFile(tmp_path / "a.mp4")
