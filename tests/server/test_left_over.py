"""What a server left undone in a project of a workspace goes on when it starts, though nobody asks for the project."""

import asyncio

import pytest
from tests import event_loop
from tests.labelling.conftest import fill

from asknext.labelling import bulk, webhooks
from asknext.labelling.desk import Desk
from asknext.people.workspace import add_project_folder, create_workspace, open_workspace
from asknext.project.config import ClassConfig, Config
from asknext.project.folder import create_project
from asknext.project.outside_config import MachineConfig
from asknext.server.exposition import Exposition
from asknext.server.gauges import show_places
from asknext.server.left_over import has_left_over
from asknext.server.served_projects import ServedProjects


@pytest.fixture
def workspace(tmp_path):
    made = create_workspace(tmp_path / "w")
    for name in ("busy", "idle"):
        with create_project(tmp_path / "w" / name, Config(classes=(ClassConfig("a"),), control=0.0)) as project:
            fill(project, 20, control=0.0)
    yield made
    made.close()


def changed(folder, change):
    from asknext.project.folder import open_project

    with open_project(folder) as project:
        change(project)


def begin_job(project):
    with project.database.write() as conn:
        bulk.begin(conn, bulk.Bulk("ignore", filter={}), 20, by="m", now=1.0)


def event_for_webhook(project):
    with project.database.write() as conn:
        webhooks.make(conn, "https://example.org/hook", by="m", now=1.0)
    desk = Desk(project)
    desk.do("s", "ann", [{"uid": "u", "kind": "label", "item": 1, "value": ["c1"]}]).result()
    desk.close()


def name_a_machine(project):
    machines = {"m": MachineConfig("https://example.org/label", background=True)}
    project.change_config(Config(classes=project.config.classes, machines=machines))


@pytest.mark.parametrize("change", [begin_job, event_for_webhook, name_a_machine])
def test_what_is_left_over_is_seen(workspace, change):
    folder = workspace.folder / "busy"
    assert not has_left_over(folder)
    changed(folder, change)
    assert has_left_over(folder)


def test_a_project_that_cannot_be_opened_has_nothing(tmp_path):
    assert not has_left_over(tmp_path)


def test_numbers_tell_projects_apart_whose_folders_share_a_name(workspace):
    folder = workspace.folder.parent / "elsewhere" / "busy"
    with create_project(folder, Config(classes=(ClassConfig("a"),), control=0.0)) as project:
        fill(project, 7, control=0.0)
    add_project_folder(workspace, "other", folder)

    async def serve():
        with open_workspace(workspace.folder) as opened:
            served, exposition = ServedProjects(opened, train=False), Exposition(open_metrics=True)
            places = [await served.place(name) for name in ("busy", "other")]
            show_places(exposition, places)
            await served.stop()
        return exposition.text()

    shown = event_loop.run(serve())
    for project, number in (("busy", 20), ("other", 7)):
        assert f'asknext_items{{project="{project}",state="open"}} {number}' in shown


def test_only_projects_with_something_left_over_are_opened_and_go_on(workspace):
    changed(workspace.folder / "busy", begin_job)

    async def serve():
        served = ServedProjects(workspace, train=False)
        await served.open_left_over()
        (place,) = served.open_places()
        for _ in range(200):
            if not place.bulk.busy:
                break
            await asyncio.sleep(0.05)
        name, busy = place.project.folder.name, place.bulk.busy
        await served.stop()
        return name, busy

    assert event_loop.run(serve()) == ("busy", False)
    assert not has_left_over(workspace.folder / "busy")
