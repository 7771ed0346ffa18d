"""The files of the browser side as they are served."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from asknext.server.routes.pages import WebFiles


@pytest.fixture
def files(tmp_path: Path) -> TestClient:
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "a.js").write_text("first", encoding="utf-8")
    (tmp_path / "secret.js").write_text("secret", encoding="utf-8")
    app = FastAPI()
    app.mount("/static", WebFiles(tmp_path / "web"))
    return TestClient(app)


def test_a_file_is_sent_once_while_it_is_the_same(files: TestClient, tmp_path: Path) -> None:
    first = files.get("/static/a.js")
    assert (first.text, first.headers["content-type"]) == ("first", "text/javascript; charset=utf-8")
    again = files.get("/static/a.js", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    path = tmp_path / "web" / "a.js"
    path.write_text("other", encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert files.get("/static/a.js", headers={"If-None-Match": first.headers["etag"]}).text == "other"


@pytest.mark.parametrize("path", ["../secret.js", "%2e%2e/secret.js", "..%2fsecret.js", "b.js", ""])
def test_nothing_else_is_sent(files: TestClient, path: str) -> None:
    assert files.get(f"/static/{path}").status_code in (404, 405)


def test_files_are_only_read(files: TestClient) -> None:
    assert files.post("/static/a.js").status_code == 405
    head = files.head("/static/a.js")
    assert (head.status_code, head.headers["content-length"]) == (200, "5")
