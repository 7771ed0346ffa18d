"""Numbers for monitoring: in the format readers expect, and without anything that people sent."""

import io
import json
import logging
import math
import re

import pytest

from asknext.server.exposition import OPEN_METRICS, Exposition
from asknext.server.json_log import JsonLines, log_as_json
from asknext.store.tally import Tally

SAMPLE = re.compile(r'([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\\\|\\"|\\n)*",?)*)\})? (\S+)')
SUFFIXES = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_sum", "_count")}
CANARY = "canary-7f3a"


def parsed(text):
    """The families of an OpenMetrics text: {name: (type, [(sample, labels, value)])}; asserts that it is one."""
    assert text.endswith("# EOF\n")
    families, name = {}, None
    for line in text.splitlines()[:-1]:
        if line.startswith("# HELP "):
            name = line.split()[2]
            assert name not in families, f"{name} stands in two places"
        elif line.startswith("# TYPE "):
            assert line.split()[2] == name
            families[name] = (line.split()[3], [])
        else:
            found = SAMPLE.fullmatch(line)
            assert found, line
            kind, samples = families[name]
            assert found[1] in [name + suffix for suffix in SUFFIXES[kind]], line
            assert math.isfinite(float(found[3]))
            samples.append((found[1], found[2] or "", float(found[3])))
    return families


def is_histogram(samples):
    """Whether the buckets of each series grow, the last is +Inf, and equals the count."""
    series = {}
    for name, labels, value in samples:
        own = ",".join(each for each in labels.split(",") if not each.startswith("le="))
        series.setdefault(own, {}).setdefault(name.rpartition("_")[2], []).append((labels, value))
    for parts in series.values():
        buckets = [value for _, value in parts["bucket"]]
        assert buckets == sorted(buckets)
        assert 'le="+Inf"' in parts["bucket"][-1][0]
        assert parts["count"] == [(parts["count"][0][0], buckets[-1])]
    return bool(series)


def label(client, item, annotator="ann"):
    event = {"uid": f"u{item}", "kind": "label", "item": item, "value": ["c1"]}
    return client.post("/api/v1/events", json={"session": "s", "annotator": annotator, "events": [event]})


def test_every_number_can_be_read_as_open_metrics(make_project, client_of):
    client = client_of(make_project(30))
    client.post("/api/v1/leases", json={"session": "s", "annotator": "ann", "want": 3})
    for item in range(5):
        label(client, item)
    answer = client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert answer.headers["content-type"] == OPEN_METRICS
    families = parsed(answer.text)
    for kind, samples in families.values():
        assert kind != "histogram" or is_histogram(samples)
    wanted = {"asknext_requests", "asknext_items", "asknext_leases", "asknext_writer_group_size", "asknext_rounds"}
    wanted |= {"asknext_webhook_deliveries", "asknext_jobs", "asknext_trainer_state", "process_resident_memory_bytes"}
    assert wanted <= families.keys()
    states = {labels: value for _, labels, value in families["asknext_items"][1]}
    assert states['project="project0",state="labelled"'] == 5
    assert families["asknext_writer_group_size"][1][-1][2] >= 1


def test_the_plain_format_is_that_of_prometheus(make_project, client_of):
    answer = client_of(make_project(3)).get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "# TYPE asknext_requests_total counter" in answer.text
    assert "# EOF" not in answer.text


def test_no_label_is_what_somebody_sent(make_project, client_of):
    client = client_of(make_project(30))
    for path in (f"/{CANARY}", f"/api/v1/items/{CANARY}", f"/api/v1/items?search={CANARY}"):
        client.get(path)
    client.request(CANARY.upper().replace("-", ""), "/api/v1/items")
    label(client, 1, annotator=CANARY)
    assert CANARY not in client.get("/metrics").text.lower()
    assert CANARY.replace("-", "") not in client.get("/metrics").text.lower()


def test_a_label_cannot_break_out():
    exposition = Exposition(open_metrics=True)
    exposition.gauge("asknext_x", "An x.", {(("project", 'a"b\\c\nd'),): 1.0})
    assert parsed(exposition.text())["asknext_x"][1] == [("asknext_x", r'project="a\"b\\c\nd"', 1.0)]


def test_a_tally_counts_at_the_first_bound_that_is_not_exceeded():
    tally = Tally((1, 2, 4))
    for value in (0.5, 1, 1.5, 4, 9):
        tally.add(value)
    assert (tally.counts, tally.sum, tally.total) == ([2, 1, 1, 1], 16.0, 5)


@pytest.fixture
def log():
    """What the server says as JSON."""
    stream = io.StringIO()
    kept = {
        name: (logging.getLogger(name).handlers, logging.getLogger(name).propagate) for name in ("asknext", "uvicorn")
    }
    level = logging.getLogger("asknext").level
    log_as_json(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for name, (handlers, propagate) in kept.items():
        logging.getLogger(name).handlers, logging.getLogger(name).propagate = handlers, propagate
    logging.getLogger("asknext").setLevel(level)


def test_each_request_is_a_line_that_says_who_asked_for_what(make_project, client_of, log):
    client = client_of(make_project(30))
    answer = client.get("/api/v1/items", params={"search": CANARY})
    line = next(each for each in log() if each.get("route") == "/api/v1/items")
    assert (line["method"], line["status"], line["verb"], line["person"]) == ("GET", 200, "see_items", "me")
    assert line["request"] == answer.headers["x-request-id"]
    assert line["ms"] >= 0


def test_neither_secrets_nor_contents_are_logged(make_project, client_of, log, monkeypatch):
    project = make_project(0)
    client = client_of(project, token=CANARY)
    client.post("/api/v1/login", json={"token": CANARY})
    client.post("/api/v1/login", json={"token": "wrong" + CANARY})
    client.headers["Authorization"] = f"Bearer {CANARY}"
    row = json.dumps({"text": f"content {CANARY}", "id": CANARY})
    client.post("/api/v1/items", content=row, headers={"Content-Type": "application/x-ndjson"})
    client.get(f"/api/v1/items?search={CANARY}")
    client.get(f"/{CANARY}%0aforged")
    client.post("/api/v1/events", json={"session": "s", "annotator": "a", "events": [{"kind": CANARY}]})
    monkeypatch.setattr("asknext.server.routes.items.content_of", lambda *_: (_ for _ in ()).throw(ValueError(CANARY)))
    assert client.get("/api/v1/items").status_code == 500
    lines = log()
    assert any(each.get("error") == "ValueError" and each["at"] for each in lines)
    assert CANARY not in json.dumps(lines)


def test_a_line_break_in_a_value_is_none_in_the_log():
    record = logging.LogRecord("asknext", logging.INFO, "f", 1, 'a\n{"level": "forged"}', (), None)
    record.facts = {"person": "x\ny"}
    shown = JsonLines().format(record)
    assert "\n" not in shown
    assert json.loads(shown)["person"] == "x\ny"


def test_alive_and_ready_are_two_things(make_project, client_of):
    client = client_of(make_project(3))
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}
    client.app.state.served.open_places()[0].desk.close()
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
