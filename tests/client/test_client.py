"""The client against a real server, and every route of the interface reachable by it."""

import ast
import http.server
import io
import json
import re
import threading
import wave
from pathlib import Path

import pytest
from PIL import Image
from tests.browser.conftest import running
from tests.labelling.conftest import fill

import asknext.client
from asknext.client import Client, ServerAway, ServerRefused
from asknext.client.connection import Connection, filled
from asknext.errors import InputError, UnknownName
from asknext.project.config import ClassConfig, Columns, Config
from asknext.project.folder import create_project
from asknext.project.importing import import_data
from asknext.project.pool_map import make_map
from asknext.server.app import create_app

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/how_to/use_the_python_client.md"
# what a page in a browser needs and a program does not
EXCEPTIONS = {
    ("GET", "/login"): "says how one logs in",
    ("POST", "/login"): "a program brings its token",
    ("POST", "/logout"): "a program brings its token",
    ("POST", "/guidelines/preview"): "shows Markdown while it is typed",
    ("GET", "/guidelines/media/{name}"): "images of the guidelines, for the page",
    ("GET", "/items/{item}/sound/peaks"): "what the page draws of a recording",
    ("GET", "/items/{item}/sound/spectrogram"): "what the page draws of a recording",
    ("GET", "/explore"): "the map on the page",
    ("GET", "/explore/columns"): "the map on the page",
    ("GET", "/explore/items"): "the map on the page",
    ("GET", "/explore/moments/{item}"): "the map on the page",
    ("GET", "/explore/positions"): "the map on the page",
    ("POST", "/explore/maps"): "the map on the page",
}


@pytest.fixture
def serve(tmp_path):
    stack = []

    def begin(n=30, names=("positive", "negative"), **settings):
        config = Config(
            title="client", classes=tuple(ClassConfig(each) for each in names), **{"control": 0.0, **settings}
        )
        project = create_project(tmp_path / f"p{len(stack)}", config)
        if n:
            fill(project, n, control=0.0)
        server = running(create_app(project, train=False))
        url = server.__enter__()
        client = Client(url)
        stack.append((client, server, project))
        return client

    yield begin
    for client, server, project in stack:
        client.close()
        server.__exit__(None, None, None)
        project.close()


def routes_called():
    """(method, template) of every call in the client's source."""
    found = set()
    for path in Path(asknext.client.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                texts = [
                    each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
                ]
                if node.func.attr in ("_call", "call", "_upload") and len(texts) >= 2:
                    found.add((texts[0], texts[1].removeprefix("/api/v1")))
                if node.func.attr == "_found" and texts:
                    found.add(("GET", texts[0]))
                if node.func.attr == "_download" and texts:
                    found.add(("GET", texts[0]))
    return found


def test_every_route_of_the_interface_is_reachable(tmp_path):
    with create_project(tmp_path / "p", Config()) as project:
        document = create_app(project, train=False).openapi()
    offered = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in document["paths"].items()
        for method in methods
    }
    called = routes_called()
    assert offered - called - EXCEPTIONS.keys() == set()
    assert {each for each in called if each != ("GET", "/projects")} - offered == set()
    assert EXCEPTIONS.keys() <= offered


def test_the_documented_examples_run(serve, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("asknext.labelling.outside.Outside.check", lambda *_: None)  # no network in a test
    client = serve(n=0, columns=Columns(text="text", id="id"))
    names = {"URL": f"http://{client._connection._parts.netloc}"}
    for code in re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        exec(compile(code, str(PAGE), "exec"), names)
    assert (tmp_path / "labels.csv").read_text(encoding="utf-8").count("\n") == 2
    assert json.loads((tmp_path / "answers.jsonl").read_text(encoding="utf-8"))["annotator"] == "robot"
    said = capsys.readouterr().out
    assert "label mail-" in said
    assert said.rstrip().endswith("[]")  # no model has chosen anything yet, so the card warns of nothing


def test_items_are_read_page_by_page(serve, monkeypatch):
    monkeypatch.setattr("asknext.client.items.PAGE", 7)
    project = serve(n=30).project()
    assert [each.item for each in project.items] == list(range(30))
    assert [each.id for each in project.items.find("number 29")] == ["id29"]
    assert project.items.one(3)["id"] == "id3"


def test_a_loop_answers_everything_there_is(serve):
    project = serve(n=9).project()
    with project.annotator("ann", ahead=3) as ann:
        for count, item in enumerate(ann):
            assert ann.label(item, "positive" if count % 2 else "c2").well
    assert count == 8
    assert project.insight.progress()["progress"]["labelled"] == 9
    assert project.insight.queue()["leased"] == 0
    assert ann.waiting == "Every item has an answer."


def test_an_answer_can_be_taken_back_and_an_item_discussed(serve):
    project = serve(n=5).project()
    with project.annotator("ann") as ann:
        item = ann.take()
        given = ann.label(item, "positive")
        assert ann.undo(given).previous == ("c1",)
        assert ann.comment(item, "hm").well
        assert ann.ask(item, "which?").well
        assert ann.flag(item).well
        assert ann.renew() == []
        assert [each["kind"] for each in ann.history(3)] == ["flag", "question", "comment"]
    assert [each["item"] for each in project.insight.questions()] == [item.item]
    assert [each.kind for each in project.events()] == ["label", "undo", "comment", "question", "flag"]
    assert [each.kind for each in project.events(after=4)] == ["flag"]


def test_a_class_that_is_none_is_not_sent(serve):
    project = serve(n=3).project()
    with project.annotator() as ann:
        with pytest.raises(UnknownName, match="positive"):
            ann.label(0, "positve")
        with pytest.raises(ServerRefused, match="There is no item 99"):
            ann.label(99, "positive")


def test_an_event_sent_twice_is_stored_once(serve):
    project = serve(n=3).project()
    with project.annotator("ann") as ann:
        event = {"uid": "one", "kind": "label", "item": 0, "value": ["c1"]}
        assert [each.status for each in ann.send([event]) + ann.send([event])] == ["stored", "known"]
        assert [each.status for each in ann.confirm([1, 2], "negative")] == ["stored", "stored"]


def test_jobs_classes_webhooks_and_the_rest(serve):
    project = serve(n=20).project()
    job = project.jobs.wait(project.jobs.begin("ignore", ids=["id1", "nobody"]).id, every=0.05)
    assert (job.done, job.failed, job.problems[0]["id"]) == (1, 1, "nobody")
    assert project.jobs.cancel(job.id).status == "done"
    assert project.jobs.list()[0].id == job.id
    assert project.classes.add("other").name == "other"
    assert {each["name"] for each in project.classes.ontology()["classes"]} >= {"other"}
    assert project.webhooks.list() == ()
    assert project.machines.list() == ()
    assert project.insight.card()["items"] == 20
    assert project.insight.dashboard()["progress"]["ignored"] == 1
    with pytest.raises(ServerRefused) as caught:
        project.jobs.get(99)
    assert (caught.value.status, caught.value.code) == (404, "not_found")


def test_the_secret_of_a_webhook_is_not_in_its_text():
    from asknext.client import Webhook

    assert "whsec" not in repr(Webhook(1, "u", (), True, 0.0, "m", secret="whsec_x"))


def test_a_broken_export_leaves_no_file(serve, tmp_path, monkeypatch):
    project = serve(n=5).project()
    monkeypatch.setattr("asknext.client.connection._blocks", lambda _r: (_ for _ in ()).throw(ServerAway("gone")))
    with pytest.raises(ServerAway):
        project.export(tmp_path / "x.csv")
    assert list(tmp_path.glob("*x.csv*")) == []


class Moody(http.server.BaseHTTPRequestHandler):
    """Fails as often as it is told to, then answers."""

    protocol_version = "HTTP/1.1"
    script, asked = [], []

    def _answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        self.asked.append((self.command, self.path, self.rfile.read(length), self.headers.get("Authorization")))
        status = self.script.pop(0) if self.script else 200
        if status == 0:
            self.close_connection = True
            return
        body = b'{"ok": true}' if status == 200 else b"<html>a proxy</html>"
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if status == 200 else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = _answer

    def log_message(self, *_args):
        pass


@pytest.fixture
def moody():
    Moody.script, Moody.asked = [], []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Moody)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    pauses = []
    connection = Connection(f"http://127.0.0.1:{server.server_port}", "tok", sleep=pauses.append)
    yield connection, pauses
    connection.close()
    server.shutdown()
    server.server_close()


def test_what_may_be_sent_twice_is_tried_again_with_growing_pauses(moody):
    connection, pauses = moody
    Moody.script = [503, 0, 429]
    assert connection.call("GET", "/x", query={"a": True, "b": None}) == {"ok": True}
    assert [each[:2] for each in Moody.asked] == [("GET", "/x?a=true")] * 4
    assert pauses == sorted(pauses)
    assert len(pauses) == 3
    assert {each[3] for each in Moody.asked} == {"Bearer tok"}


def test_what_may_not_be_sent_twice_is_sent_once(moody):
    connection, _ = moody
    Moody.script = [0]
    with pytest.raises(ServerAway):
        connection.call("POST", "/jobs", {})
    assert len(Moody.asked) == 1
    Moody.script = [503]
    assert connection.call("POST", "/events", {}, again=True) == {"ok": True}


def test_a_page_of_something_in_between_is_an_error_of_its_status(moody):
    connection, _ = moody
    Moody.script = [413]
    with pytest.raises(ServerRefused, match="status 413") as caught:
        connection.call("POST", "/x", {})
    assert "proxy" not in str(caught.value)
    assert connection.call("GET", "/x") == {"ok": True}


def test_a_url_that_is_none():
    with pytest.raises(InputError, match=re.escape("http://127.0.0.1:8000")):
        Client("localhost:8000")
    assert filled("/items/{item}", item="a/b?c") == "/items/a%2Fb%3Fc"


def test_recordings_frames_and_what_is_similar(tmp_path):
    (tmp_path / "wavs").mkdir()
    with wave.open(str(tmp_path / "wavs" / "a.wav"), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(16_000))
    for at in range(2):
        Image.new("RGB", (8, 6), (200 * at, 0, 0)).save(tmp_path / f"{at}.png")
    frames = [{"file": f"{at}.png", "index": at} for at in range(2)]
    (tmp_path / "clips.jsonl").write_text(json.dumps({"id": "c", "frames": frames}), encoding="utf-8")
    classes = (ClassConfig("a"),)
    with (
        create_project(tmp_path / "s", Config(content="audio", task="regions", classes=classes)) as sounds,
        create_project(tmp_path / "f", Config(content="frames", task="objects", classes=classes)) as clips,
    ):
        import_data(sounds, [tmp_path / "wavs"])
        import_data(clips, [tmp_path / "clips.jsonl"])
        make_map(clips)
        with running(create_app(sounds, train=False)) as url, Client(url) as client:
            items = client.project().items
            assert items.sound(0) == {"seconds": 1.0, "rate": 8000, "channels": 1}
            assert items.media(0) == (tmp_path / "wavs" / "a.wav").read_bytes()
            with pytest.raises(ServerRefused, match="no embeddings yet"):
                items.similar(0)
        with running(create_app(clips, train=False)) as url, Client(url) as client:
            second = Image.open(io.BytesIO(client.project().items.media(0, place=1)))
            assert (second.size, second.getpixel((0, 0))[0]) == ((8, 6), 200)
            assert client.project().items.similar(0, 3) == []
