"""Webhooks: at least once, in order for each item, with patience, and never without a signature."""

import itertools
import json

import pytest
from tests.labelling.conftest import Clock

from asknext.errors import InputError, UnknownName
from asknext.labelling import webhooks
from asknext.labelling.desk import Desk
from asknext.labelling.dispatching import Dispatcher
from asknext.labelling.outside import ForbiddenAddress, Reply, Unreachable
from asknext.labelling.signature import HEADER, signature, signature_holds

URL = "https://receiver.example/hook"


class Receiver:
    """Stands for the way out: keeps what came, and answers as it is told to."""

    def __init__(self):
        self.came, self.answers = [], []

    def send(self, method, url, body=None, headers=None):
        assert (method, url) == ("POST", URL)
        self.came.append((json.loads(body), headers, body))
        found = self.answers.pop(0) if self.answers else 200
        if isinstance(found, Exception):
            raise found
        return Reply(found, {}, b"the receiver's secret page")

    @property
    def items(self):
        return [(each["item"]["item"], each["kind"]) for each, _, _ in self.came]


@pytest.fixture
def work(make_project):
    project, clock, receiver = make_project(20), Clock(), Receiver()
    desk = Desk(project, clock=clock)

    def write(function):
        with project.database.write() as conn:
            return function(conn)

    numbers = itertools.count()

    def do(kind, item, value=None, **more):
        event = {"uid": f"uid{next(numbers)}", "kind": kind, "item": item, "value": value}
        return desk.do("s", "ann", [{**event, **more}]).result()[0]["uid"]

    made = write(lambda conn: webhooks.make(conn, URL, by="m", now=clock()))
    dispatcher = Dispatcher(project, write, receiver, clock=clock, attempts=3, first_wait=10.0)

    def run():
        for hook in dispatcher.active():
            dispatcher.fill(hook)
            dispatcher.send_due(hook)

    yield type("Work", (), {**locals(), "do": staticmethod(do), "run": staticmethod(run), "write": staticmethod(write)})
    desk.close()


def state(work):
    shown = work.write(webhooks.listed)[0]
    return {name: shown[name] for name in ("waiting", "sent", "failed")}


def test_an_event_arrives_signed_and_says_what_happened(work):
    uid = work.do("label", 3, ["c2"], seconds=2.5)
    work.run()
    found, headers, body = work.receiver.came[0]
    assert found["uid"] == uid
    assert (found["kind"], found["annotator"], found["value"], found["seconds"]) == ("label", "ann", ["c2"], 2.5)
    assert found["item"] == {"item": 3, "id": "id3"}
    assert "text number 3" not in body.decode()
    assert found["id"] == headers["Asknext-Delivery"]
    assert signature_holds(headers[HEADER], work.made["secret"], body, now=work.clock())
    assert state(work) == {"waiting": 0, "sent": 1, "failed": 0}


def test_a_signature_is_of_this_body_this_secret_and_this_time():
    header = signature(["right"], 1000, b"body")
    assert signature_holds(header, "right", b"body", now=1200)
    assert not signature_holds(header, "right", b"bodi", now=1200)
    assert not signature_holds(header, "wrong", b"body", now=1200)
    assert not signature_holds(header, "right", b"body", now=1301)
    assert not signature_holds(header.replace("t=1000", "t=1200"), "right", b"body", now=1200)
    assert not signature_holds("nonsense", "right", b"body", now=1200)
    assert not signature_holds("t=1000,t=1000,v1=", "right", b"body", now=1200)


def test_a_failure_is_tried_again_later_and_later_and_then_given_up(work):
    work.receiver.answers = [500, 500, 500]
    work.do("label", 1, ["c1"])
    work.run()
    for wait in (10.0, 20.0):
        before = len(work.receiver.came)
        work.clock.now += wait - 0.1
        work.run()
        assert len(work.receiver.came) == before
        work.clock.now += wait / 4 + 0.2
        work.run()
        assert len(work.receiver.came) == before + 1
    assert state(work) == {"waiting": 0, "sent": 0, "failed": 1}
    assert [headers["Asknext-Attempt"] for _, headers, _ in work.receiver.came] == ["1", "2", "3"]
    assert len({headers["Asknext-Delivery"] for _, headers, _ in work.receiver.came}) == 1


def test_what_was_given_up_can_be_sent_again(work):
    work.receiver.answers = [400] * 3
    work.do("label", 1, ["c1"])
    for _ in range(3):
        work.run()
        work.clock.now += 1000
    assert work.write(lambda conn: webhooks.send_again(conn, 1, now=work.clock())) == 1
    work.run()
    assert state(work) == {"waiting": 0, "sent": 1, "failed": 0}


def test_the_order_is_kept_for_each_item_and_others_go_on(work):
    work.receiver.answers = [500]
    work.do("label", 1, ["c1"])
    work.do("label", 1, ["c2"], stream="list")
    work.do("label", 2, ["c1"])
    work.run()
    assert work.receiver.items == [(1, "label"), (2, "label")]
    work.clock.now += 100
    work.run()
    assert [each["value"] for each, _, _ in work.receiver.came if each["item"]["item"] == 1] == [["c1"], ["c1"], ["c2"]]


def test_a_receiver_that_cannot_be_reached_is_left_alone_for_now(work):
    work.receiver.answers = [Unreachable("nobody"), 200]
    for item in range(5):
        work.do("label", item, ["c1"])
    work.run()
    assert len(work.receiver.came) == 1
    work.clock.now += 100
    work.run()
    assert state(work) == {"waiting": 0, "sent": 5, "failed": 0}


def test_what_was_under_way_when_the_server_was_killed_comes_again_with_the_same_id(work, monkeypatch):
    work.do("label", 1, ["c1"])
    hook = work.dispatcher.active()[0]
    work.dispatcher.fill(hook)
    with monkeypatch.context() as patched:  # killed after it was sent, before that could be kept
        patched.setattr(Dispatcher, "_keep", lambda *_: (_ for _ in ()).throw(SystemExit()))
        with pytest.raises(SystemExit):
            work.dispatcher.send_due(hook)
    again = Dispatcher(work.project, work.write, work.receiver, clock=work.clock)
    again.fill(again.active()[0])
    again.send_due(again.active()[0])
    assert len(work.receiver.came) == 2
    assert len({headers["Asknext-Delivery"] for _, headers, _ in work.receiver.came}) == 1
    assert state(work) == {"waiting": 0, "sent": 1, "failed": 0}


def test_only_the_kinds_asked_for_are_sent_and_nothing_from_before(work):
    work.do("label", 1, ["c1"])
    second = work.write(lambda conn: webhooks.make(conn, URL, ["skip"], by="m", now=work.clock()))
    work.write(lambda conn: webhooks.change(conn, 1, active=False))
    work.do("skip", 2)
    work.do("flag", 3)
    work.run()
    assert work.receiver.items == [(2, "skip")]
    assert second["kinds"] == ["skip"]


def test_all_that_happened_can_be_asked_for(work):
    work.do("label", 1, ["c1"])
    work.write(lambda conn: webhooks.make(conn, URL, ["label"], by="m", now=work.clock(), past=True))
    work.run()
    assert [each["id"].split("-")[1] for each, _, _ in work.receiver.came] == ["1", "2"]


def test_labels_of_a_file_are_no_news(work):
    from asknext.store.events import append_event

    common = {"at": 1.0, "annotator": "f", "session": "i", "item": 1, "kind": "label", "value": '["c1"]'}
    work.write(lambda conn: append_event(conn, uid="u", stream="import", **common))
    work.run()
    assert work.receiver.came == []
    assert work.dispatcher.active()[0].cursor == 1


def test_an_undo_names_what_it_undoes(work):
    first = work.do("label", 1, ["c1"])
    work.do("undo", 1, target=first)
    work.run()
    assert work.receiver.came[1][0]["undoes"] == first


def test_after_a_change_of_secret_both_hold_for_a_day(work):
    new = work.write(lambda conn: webhooks.new_secret(conn, 1, now=work.clock()))["secret"]
    work.do("label", 1, ["c1"])
    work.run()
    _, headers, body = work.receiver.came[-1]
    for secret in (new, work.made["secret"]):
        assert signature_holds(headers[HEADER], secret, body, now=work.clock())
    work.clock.now += 86_401
    work.do("label", 2, ["c1"])
    work.run()
    _, headers, body = work.receiver.came[-1]
    assert signature_holds(headers[HEADER], new, body, now=work.clock())
    assert not signature_holds(headers[HEADER], work.made["secret"], body, now=work.clock())


def test_a_secret_is_shown_once_and_the_answer_of_a_receiver_never(work):
    work.do("label", 1, ["c1"])
    work.run()
    shown = json.dumps([work.write(webhooks.listed), work.write(lambda conn: webhooks.deliveries(conn, 1))])
    assert work.made["secret"] not in shown
    assert "secret page" not in shown
    assert "status 200" in shown


def test_what_cannot_be_a_webhook_is_refused(work):
    def make(url, kinds=()):
        return work.write(lambda conn: webhooks.make(conn, url, kinds, by="m", now=0.0))

    with pytest.raises(ForbiddenAddress):
        make("file:///etc/passwd")
    with pytest.raises(UnknownName, match="label"):
        make(URL, ["labels"])
    with pytest.raises(InputError, match="no webhook 77"):
        work.write(lambda conn: webhooks.remove(conn, 77))
    for _ in range(webhooks.MOST - 1):
        make(URL)
    with pytest.raises(InputError, match="at most"):
        make(URL)


def test_a_webhook_that_is_removed_leaves_nothing(work):
    work.receiver.answers = [500]
    work.do("label", 1, ["c1"])
    work.run()
    work.write(lambda conn: webhooks.remove(conn, 1))
    assert work.write(webhooks.listed) == []
    work.run()
    assert len(work.receiver.came) == 1
