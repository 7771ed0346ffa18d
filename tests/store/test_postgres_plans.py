"""On PostgreSQL, too, the queries of the queue and of an answer go by an index, however many items there are."""

import json

import pytest
from sqlalchemy import event
from tests.labelling.conftest import fill

from asknext.labelling.desk import Desk
from asknext.project.config import ClassConfig, Config
from asknext.project.database_config import DatabaseConfig
from asknext.project.folder import create_project

BIG = {"item", "event", "label", "vote", "lease"}


def scanned(plan):
    """The tables that a plan reads from end to end, be it in the order of their key."""
    whole = plan["Node Type"] == "Seq Scan" or (
        plan["Node Type"].startswith("Index") and "Index Cond" not in plan and plan["Index Name"].startswith("pk_")
    )
    found = {plan["Relation Name"]} if whole else set()
    return found.union(*(scanned(each) for each in plan.get("Plans", [])))


@pytest.fixture
def project(tmp_path, postgres_url):
    config = Config(classes=(ClassConfig("a"), ClassConfig("b")), database=DatabaseConfig(url=postgres_url))
    with create_project(tmp_path / "p", config) as made:
        fill(made, 300)
        yield made


def work(project):
    """One of each thing that people do all day; a restart in between, as the queue then looks up the most."""
    for number in range(2):
        desk = Desk(project)
        got = desk.lease("s", "me", 2, []).result(10)["items"]
        desk.renew("s", [each["item"] for each in got]).result(10)
        kinds = [("label", ["c1"]), ("skip", None)]
        for each, (kind, value) in zip(got, kinds, strict=True):
            given = {"uid": f"{kind}{number}", "kind": kind, "item": each["item"], "value": value}
            assert desk.do("s", "me", [given]).result(10)[0]["status"] == "stored"
        undo = {"uid": f"undo{number}", "kind": "undo", "target": f"label{number}"}
        assert desk.do("s", "me", [undo]).result(10)[0]["status"] == "stored"
        desk.close()


def test_no_table_that_grows_is_read_from_end_to_end(project):
    said = {}
    event.listen(project.database.engine, "before_cursor_execute", lambda *a: said.setdefault(a[2], a[3]))
    work(project)
    read = {}
    with project.database.write() as conn:
        # an index that can be used is used then, though the tables are small
        conn.exec_driver_sql("SET LOCAL enable_seqscan = off")
        for sql, values in list(said.items()):
            if sql.startswith(("SELECT", "UPDATE", "DELETE")) and "pg_catalog" not in sql:
                plan = conn.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {sql}", values).scalar_one()
                plan = json.loads(plan) if isinstance(plan, str) else plan
                read[sql] = scanned(plan[0]["Plan"]) & BIG
    assert len(read) > 15
    assert {sql: tables for sql, tables in read.items() if tables} == {}
