"""The map of a project by HTTP: made in the background, sent as bytes, kept by the browser."""

import numpy as np
import pytest
from tests.server.conftest import until

from asknext.labelling.explore import unpacked
from asknext.project import embeddings
from asknext.project.pool_map import kept_map, make_map

API = "/api/v1/explore"


def test_a_project_without_items_has_no_map(client_of, make_project):
    client = client_of(make_project(0))
    found = client.get(API).json()
    assert (found["n"], found["map"]["state"]) == (0, "none")
    assert client.post(f"{API}/maps", json={"method": "pca"}).json()["state"] == "none"
    assert client.get(f"{API}/positions").status_code == 404
    assert client.get(f"{API}/similar/0").status_code == 404
    assert client.get(f"{API}/items?items=3").json() == {"items": []}
    columns, about = unpacked(client.get(f"{API}/columns").content)
    assert about["n"] == len(columns["state"]) == 0


def test_a_map_is_made_in_a_process_of_its_own(client_of, make_project):
    project = make_project(30)
    client = client_of(project)
    assert client.post(f"{API}/maps", json={"method": "pca"}).json()["state"] == "making"
    found = until(lambda: (each := client.get(API).json()["map"])["state"] == "ready" and each, 120)
    assert (found["items"], found["stale"], found["sentence"]) == (30, False, "PCA of 30 items.")
    answer = client.get(f"{API}/positions")
    positions = unpacked(answer.content)[0]["positions"]
    assert positions.shape == (30, 2)
    tag = {"If-None-Match": answer.headers["etag"]}
    assert client.get(f"{API}/positions", headers=tag).status_code == 304
    plain = client.get(f"{API}/positions", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert np.array_equal(unpacked(plain.content)[0]["positions"], positions)


def test_columns_and_neighbours_follow_what_happens(client_of, make_project):
    project = make_project(20, control=0.0)
    made = make_map(project)
    client = client_of(project)
    first = client.get(f"{API}/columns")
    assert client.get(f"{API}/columns", headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    event = {"uid": "u", "kind": "label", "item": 4, "value": ["c1"], "at": 1.0}
    client.post("/api/v1/events", json={"session": "s", "annotator": "ann", "events": [event]})
    after = client.get(f"{API}/columns", headers={"If-None-Match": first.headers["etag"]})
    columns, about = unpacked(after.content)
    assert np.flatnonzero(columns["label"]).tolist() == [4]
    assert client.get(API).json()["version"] == about["version"]
    similar = client.get(f"{API}/similar/4?count=3").json()["items"]
    vectors = embeddings.embeddings_at_hand(project)[0]
    distances = np.linalg.norm(vectors - vectors[4], axis=1)
    assert [distances[each["item"]] for each in similar] == pytest.approx(np.sort(distances)[1:4], abs=1e-5)
    assert client.get(f"{API}/items?items=4&items=0").json()["items"][0]["label"] == ["c1"]
    assert client.get(f"{API}/moments/4").json() == {"unit": "", "moments": []}
    # the map is read back as it was made, and a damaged one is no map
    kept, fresh = kept_map(project, "pca")
    assert fresh
    assert np.array_equal(kept.positions, made.positions)
    next((project.arrays / "maps").glob("pca-*/about.json")).write_text("{")
    assert kept_map(project, "pca") == (None, False)


def test_a_method_that_is_none_is_refused(client_of, make_project):
    client = client_of(make_project(2))
    assert client.get(f"{API}?method=mds").status_code == 422
    assert client.post(f"{API}/maps", json={}).status_code == 422
    assert client.get(f"{API}/items?{'&'.join(['items=1'] * 101)}").status_code == 422
