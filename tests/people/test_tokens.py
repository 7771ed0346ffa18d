import pytest
from tests.people.conftest import DAY

from asknext.errors import InputError, UnknownName
from asknext.people.refusal import Forbidden, Unknown
from asknext.people.role import Role
from asknext.people.tokens import BEGINNING
from asknext.people.verb import Verb


@pytest.fixture
def owner(room):
    return room.come_in(room.add("Ann", p="manager", q="annotator"))[1]


def test_a_token_is_shown_once_known_by_its_beginning_and_kept_as_a_hash(room, owner):
    token = room.people.tokens.make(owner, "nightly export", ["export"])
    assert token.startswith(BEGINNING)
    assert len(token) == len(BEGINNING) + 43
    shown = room.people.tokens.of(owner.person)[0]
    assert shown["beginning"] == token[: len(BEGINNING) + 6]
    assert shown["name"] == "nightly export"
    assert token not in repr(room.people.tokens.of(owner.person))
    assert token not in repr(room.people.log.page())


def test_a_token_has_its_scopes_in_its_projects(room, owner):
    token = room.people.tokens.find(room.people.tokens.make(owner, "x", ["label", "export"], projects=["p"]))
    assert token.name == "Ann"
    assert {each for each in Verb if token.in_project("p").may(each)} == {Verb.LABEL, Verb.EXPORT}
    assert token.in_project("q").role is None
    assert not any(token.on_server().may(each) for each in Verb)


def test_a_token_follows_its_owner_s_role(room, owner):
    from asknext.people.identity import Identity

    secret = room.people.tokens.make(owner, "x", ["label", "export"])
    room.people.members.put(owner.person, "p", "annotator", [], by=Identity("root", Role.ADMIN))
    token = room.people.tokens.find(secret)
    assert token.in_project("p").may(Verb.LABEL)
    assert not token.in_project("p").may(Verb.EXPORT)


@pytest.mark.parametrize("scope", ["manage_server", "see_audit"])
def test_nobody_makes_a_token_that_is_more_than_they_are(room, owner, scope):
    with pytest.raises(Forbidden):
        room.people.tokens.make(owner, "x", [scope])
    with pytest.raises(Forbidden):
        room.people.tokens.make(owner, "x", ["export"], projects=["q"])
    with pytest.raises(Forbidden, match="no business"):
        room.people.tokens.make(owner, "x", ["label"], projects=["other"])


@pytest.mark.parametrize("scope", ["own_account", "everything", ""])
def test_what_is_no_scope(room, owner, scope):
    with pytest.raises(UnknownName):
        room.people.tokens.make(owner, "x", [scope])


def test_a_token_ends(room, owner, clock):
    secret = room.people.tokens.make(owner, "x", ["label"])
    clock.now += 90 * DAY - 1
    assert room.people.tokens.find(secret) is not None
    clock.now += 1
    assert room.people.tokens.find(secret) is None
    assert room.people.tokens.of(owner.person)[0]["expired"]


@pytest.mark.parametrize("more", [{"days": 0}, {"days": 367}, {"days": -1}])
def test_no_token_for_ever(room, owner, more):
    with pytest.raises(InputError):
        room.people.tokens.make(owner, "x", ["label"], **more)


@pytest.mark.parametrize(("name", "scopes"), [("", ["label"]), (" ", ["label"]), ("a\nb", ["label"]), ("x", [])])
def test_a_token_has_a_name_and_a_scope(room, owner, name, scopes):
    with pytest.raises(InputError):
        room.people.tokens.make(owner, name, scopes)


def test_one_revokes_one_s_own(room, owner):
    secret = room.people.tokens.make(owner, "x", ["label"])
    which = room.people.tokens.of(owner.person)[0]["id"]
    other = room.come_in(room.add("Bob"))[1]
    with pytest.raises(Unknown):
        room.people.tokens.revoke(which, other)
    assert room.people.tokens.find(secret) is not None
    room.people.tokens.revoke(which, owner)
    assert room.people.tokens.find(secret) is None
    assert room.people.tokens.of(owner.person) == []
    with pytest.raises(Unknown):
        room.people.tokens.revoke(which, owner)


def test_when_it_was_used_last(room, owner, clock):
    secret = room.people.tokens.make(owner, "x", ["label"])
    assert room.people.tokens.of(owner.person)[0]["seen"] is None
    clock.now += 100
    room.people.tokens.find(secret)
    assert room.people.tokens.of(owner.person)[0]["seen"] == clock.now


def test_an_unknown_token(room):
    assert room.people.tokens.find("asknext_nothing") is None
    assert room.people.tokens.find("") is None
