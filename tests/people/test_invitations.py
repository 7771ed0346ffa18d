import threading

import pytest
from tests.people.conftest import DAY, PASSWORD

from asknext.errors import InputError
from asknext.people.identity import Identity
from asknext.people.refusal import Forbidden, Unknown, WrongLogin
from asknext.people.role import Role

MAX = Identity("Max", Role.MANAGER, person=99)


def invited(room, role="annotator", **more):
    return room.people.invitations.to_project("p", role, by=MAX, **more)


def test_a_link_makes_an_account_with_a_role_once(room):
    secret = invited(room, "reviewer", skills=["law"], note="Ann from law")
    assert room.people.invitations.look(secret) == {
        "kind": "invitation", "project": "p", "role": "reviewer", "admin": False, "name": None,
    }  # fmt: skip
    assert [each["note"] for each in room.people.invitations.open("p")] == ["Ann from law"]
    ann = room.people.invitations.accept(secret, "Ann", PASSWORD)
    assert room.come_in(ann)[1].roles == {"p": Role.REVIEWER}
    assert room.come_in(ann)[1].skills == {"p": {"law"}}
    assert room.people.invitations.open("p") == []
    for use in (
        lambda: room.people.invitations.look(secret),
        lambda: room.people.invitations.accept(secret, "Bob", PASSWORD),
        lambda: room.people.invitations.accept_as(secret, ann),
    ):
        with pytest.raises(Unknown, match="used already"):
            use()


def test_a_link_ends(room, clock):
    secret = invited(room, days=7)
    clock.now += 7 * DAY - 1
    room.people.invitations.look(secret)
    clock.now += 1
    with pytest.raises(Unknown, match="too old"):
        room.people.invitations.accept(secret, "Ann", PASSWORD)


def test_a_withdrawn_link_is_nothing(room):
    secret = invited(room)
    which = room.people.invitations.open("p")[0]["id"]
    with pytest.raises(Unknown):
        room.people.invitations.withdraw(which, "q", by="Max")
    room.people.invitations.withdraw(which, "p", by="Max")
    with pytest.raises(Unknown):
        room.people.invitations.look(secret)
    with pytest.raises(Unknown):
        room.people.invitations.withdraw(which, "p", by="Max")


def test_what_cannot_be_taken_does_not_use_the_link_up(room):
    room.add("Ann")
    secret = invited(room)
    for name, password in (("Ann", PASSWORD), ("Bob", "short"), ("", PASSWORD)):
        with pytest.raises(InputError):
            room.people.invitations.accept(secret, name, password)
    room.people.invitations.accept(secret, "Bob", PASSWORD)


def test_of_many_who_use_a_link_at_once_one_gets_in(sqlite_room):
    secret, got, refused = invited(sqlite_room), [], []

    def take(number):
        try:
            got.append(sqlite_room.people.invitations.accept(secret, f"guest {number}", PASSWORD))
        except Unknown:
            refused.append(number)

    threads = [threading.Thread(target=take, args=(each,)) for each in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    assert (len(got), len(refused)) == (1, 7)
    assert len(sqlite_room.people.accounts.all()) == 1


def test_nobody_invites_to_more_than_they_are(room):
    for role, by in (("manager", Identity("r", Role.REVIEWER)), ("annotator", Identity("n", None))):
        with pytest.raises(Forbidden):
            room.people.invitations.to_project("p", role, by=by)


def test_with_an_account_one_takes_a_role_and_never_loses_one(room):
    ann = room.add("Ann", p="reviewer")
    room.people.invitations.accept_as(invited(room, "annotator"), ann)
    assert room.come_in(ann)[1].roles == {"p": Role.REVIEWER}
    room.people.invitations.accept_as(invited(room, "manager"), ann)
    assert room.come_in(ann)[1].roles == {"p": Role.MANAGER}


def test_a_new_password_ends_everything_else(room):
    ann = room.add("Ann", p="manager")
    session, principal = room.come_in(ann)
    token = room.people.tokens.make(principal, "script", ["label"])
    secret = room.people.invitations.to_new_password(ann, by="root")
    assert room.people.invitations.look(secret)["name"] == "Ann"
    with pytest.raises(Forbidden):
        room.people.invitations.accept_as(secret, ann)
    with pytest.raises(InputError):
        room.people.invitations.accept(secret, "", "Ann Ann Ann Ann")
    assert room.people.invitations.accept(secret, "Somebody Else", "eight blue kettles") == ann
    assert room.people.sessions.find(session) is None
    assert room.people.tokens.find(token) is None
    with pytest.raises(WrongLogin):
        room.people.sign_in.by_password("Ann", PASSWORD, "::1")
    assert room.people.sign_in.by_password("Ann", "eight blue kettles", "::1") == ann
    with pytest.raises(Unknown):
        room.people.invitations.accept(secret, "", "nine blue kettles")
    assert room.people.accounts.by_id(ann)["name"] == "Ann"


def test_a_link_of_somebody_who_could_not_make_it_any_more_is_nothing(room):
    room.add("root", admin=True)
    max_, other, accounts = room.add("Max", p="manager"), room.add("other", admin=True), room.people.accounts
    root, invitations = Identity("root", Role.ADMIN), room.people.invitations
    to_project, reset = invited(room, "reviewer"), invitations.to_new_password(max_, by="other")
    to_server = invitations.to_server(by="other", admin=True)

    def usable():
        return [_usable(room, each) for each in (to_project, to_server, reset)]

    assert usable() == [True, True, True]
    accounts.set_disabled(other, True, by="root")
    assert usable() == [True, False, False]
    accounts.set_disabled(other, False, by="root")
    accounts.set_admin(other, False, by="root")
    assert usable() == [True, False, False]
    room.people.members.change(max_, "p", "reviewer", [], by=root)
    assert usable() == [False, False, False]
    assert invitations.open("p") == invitations.open(None) == []
    room.people.members.change(max_, "p", "manager", [], by=root)
    assert usable() == [True, False, False]
    room.people.members.drop(max_, "p", by=root)
    with pytest.raises(Unknown):
        invitations.accept_as(to_project, max_)
    assert room.come_in(max_)[1].roles == {}


def _usable(room, secret):
    try:
        return bool(room.people.invitations.look(secret))
    except Unknown:
        return False


def test_no_secret_is_kept(room):
    secret = invited(room)
    assert secret not in repr(room.people.log.page())
    assert secret not in repr(room.people.invitations.open("p"))
    with pytest.raises(Unknown):
        room.people.invitations.look("x" * 43)


@pytest.mark.parametrize("days", [0, -1, 31, float("nan")])
def test_no_link_for_ever(room, days):
    with pytest.raises(InputError):
        invited(room, days=days)
