import io
import json
import os
import wave

import pytest
from PIL import Image
from sqlalchemy import update

from asknext.store.schema import item

FILES = ("a.png", "b.png")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def pictures(make_project, client_of, tmp_path):
    """Gives (set the content of item 0, client, media folder)."""
    media = tmp_path / "media"
    media.mkdir()
    project = make_project(1, content="image", media=str(media))
    client = client_of(project)

    def get(name, **headers):
        with project.database.write() as conn:
            conn.execute(update(item).values(content=name))
        return client.get("/api/v1/items/0/media", headers=headers)

    return get, media


def test_an_image(pictures):
    get, media = pictures
    Image.new("RGB", (4, 3), "red").save(media / "a.png")
    answer = get("a.png")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert answer.content == (media / "a.png").read_bytes()
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert get("a.png", **{"If-None-Match": answer.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("GIF", "a.gif"), ("WEBP", "a.webp"), ("BMP", "a.bmp")])
def test_the_type_is_what_the_file_is_and_not_what_it_is_called(pictures, kind, name):
    get, media = pictures
    Image.new("RGB", (4, 3), "red").save(media / "x.html", kind)
    assert get("x.html").headers["content-type"] == f"image/{kind.lower()}"


def test_a_type_no_browser_shows_is_converted(pictures):
    get, media = pictures
    Image.new("RGB", (4, 3), "red").save(media / "a.tif")
    answer = get("a.tif")
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("content", [SVG, b"<html><script>alert(1)</script>", b"GIF89a<script>", b"", b"%PDF-1.7"])
def test_what_could_run_is_not_served(pictures, content):
    get, media = pictures
    (media / "a.png").write_bytes(content)
    assert get("a.png").status_code == 415


def test_a_bomb_is_not_served(pictures):
    get, media = pictures
    Image.new("1", (20_000, 20_000)).save(media / "big.png")
    assert get("big.png").status_code in (413, 415)


@pytest.mark.parametrize(
    "name",
    [
        "../secret.png",
        "sub/../../secret.png",
        "{tmp}/secret.png",
        "..\\secret.png",
        "%2e%2e/secret.png",
        "....//secret.png",
        "link.png",
        "linked/secret.png",
        "",
        ".",
        "..",
        "/etc/passwd",
        "/dev/zero",
        "a" * 5000,
        "file:///etc/passwd",
        "http://localhost/x.png",
    ],
)
def test_nothing_outside_of_the_folder(pictures, tmp_path, name):
    get, media = pictures
    Image.new("RGB", (4, 3), "red").save(tmp_path / "secret.png")
    os.symlink(tmp_path / "secret.png", media / "link.png")
    os.symlink(tmp_path, media / "linked")
    answer = get(name.format(tmp=tmp_path))
    assert answer.status_code == 404
    assert str(tmp_path) not in answer.text


def test_an_image_is_sent_upright(pictures):
    get, media = pictures
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 30), "red").save(media / "a.jpg", exif=exif)
    answer = get("a.jpg")
    with Image.open(io.BytesIO(answer.content)) as shown:
        assert (shown.format, shown.size, shown.getexif().get(0x0112)) == ("JPEG", (30, 40), None)


@pytest.fixture
def recording(make_project, client_of, tmp_path):
    """Gives (client, bytes of the recording of item 0, its path)."""
    (tmp_path / "media").mkdir()
    path = tmp_path / "media" / "a.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(range(256)) * 8)
    project = make_project(1, content="audio", media=str(path.parent), task="regions")
    with project.database.write() as conn:
        conn.execute(update(item).values(content="a.wav"))
    return client_of(project), path.read_bytes(), path


@pytest.mark.parametrize(
    ("asked", "start", "end"), [("bytes=0-99", 0, 100), ("bytes=2000-", 2000, 2092), ("bytes=-5", 2087, 2092)]
)
def test_a_range_of_a_recording(recording, asked, start, end):
    client, data, _ = recording
    answer = client.get("/api/v1/items/0/media", headers={"Range": asked})
    assert (answer.status_code, answer.content) == (206, data[start:end])
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(data)}"
    assert answer.headers["content-type"] == "audio/wav"


def test_a_whole_recording_and_ranges_that_are_none(recording):
    client, data, path = recording
    for asked in ({}, {"Range": "bytes=-"}, {"Range": "lines=1-2"}, {"Range": "bytes=1-2,4-5"}, {"If-Range": '"x"'}):
        answer = client.get("/api/v1/items/0/media", headers=asked)
        assert (answer.status_code, answer.content, answer.headers["accept-ranges"]) == (200, data, "bytes")
    for asked in ("bytes=5000-", "bytes=9-3", "bytes=-0"):
        assert client.get("/api/v1/items/0/media", headers={"Range": asked}).status_code == 416
    path.write_bytes(SVG)
    assert client.get("/api/v1/items/0/media").status_code == 415


def test_frames_and_sides_of_a_pair_by_their_place(make_project, client_of, tmp_path):
    Image.new("RGB", (4, 3), "red").save(tmp_path / "a.png")
    Image.new("RGB", (4, 3), "blue").save(tmp_path / "b.png")
    frames = {"video": "v", "count": 9, "frames": [{"file": each, "index": 3, "seconds": None} for each in FILES]}
    pair = {side: {"image": each} for side, each in zip(("left", "right"), FILES, strict=True)}
    for kind, task, content in (("frames", "objects", frames), ("pair", "pairwise", pair)):
        project = make_project(1, content=kind, media=str(tmp_path), task=task)
        with project.database.write() as conn:
            conn.execute(update(item).values(content=json.dumps(content)))
        client = client_of(project)
        for place, name in enumerate(FILES):
            assert client.get(f"/api/v1/items/0/media/{place}").content == (tmp_path / name).read_bytes()
        assert client.get("/api/v1/items/0/media/2").status_code == 404
        assert client.get("/api/v1/items/0/media").status_code == 404
