import os

import pytest
from PIL import Image
from sqlalchemy import update

from asknext.store.schema import item

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
