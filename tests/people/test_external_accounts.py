import pytest

from asknext.people.id_token import Claims, SignOnFailed


def claims(subject="7", name="Ann", email=None, issuer="https://id.example"):
    return Claims(issuer, subject, name, email)


def come(room, who, *, domains=(), invited=False, logged_in=None):
    return room.people.external.person_of(who, domains=domains, invited=invited, logged_in=logged_in)


def test_nobody_comes_in_who_was_not_asked(room):
    for who in (claims(), claims(email="ann@firm.example"), claims(email="ann@firm.example.evil")):
        with pytest.raises(SignOnFailed):
            come(room, who, domains=("other.example",))
    assert room.people.accounts.all() == []


@pytest.mark.parametrize("email", ["ann@FIRM.example", "a.b@firm.example"])
def test_a_domain_comes_in(room, email):
    person = come(room, claims(email=email), domains=("firm.example",))
    assert come(room, claims(email=None)) == person
    assert room.people.accounts.by_id(person)["roles"] == {}


@pytest.mark.parametrize("email", ["x@evil@firm.example", "firm.example", "ann@sub.firm.example", "ann@firm.example "])
def test_what_is_not_quite_the_domain(room, email):
    with pytest.raises(SignOnFailed):
        come(room, claims(email=email), domains=("firm.example",))


def test_the_account_is_the_subject_s_and_not_the_address_s(room):
    ann = come(room, claims("7", email="ann@firm.example"), domains=("firm.example",))
    other = come(room, claims("8", email="ann@firm.example"), domains=("firm.example",))
    elsewhere = come(room, claims("7", email="ann@firm.example", issuer="https://other.example"), invited=True)
    assert len({ann, other, elsewhere}) == 3


def test_a_name_there_gives_nobody_the_account_of_a_namesake_here(room):
    root = room.add("root", admin=True)
    guest = come(room, claims(name="root"), invited=True)
    assert guest != root
    assert room.people.accounts.by_id(guest)["name"] == "root 2"
    assert not room.people.accounts.by_id(guest)["admin"]
    assert room.people.accounts.by_id(come(room, claims("9", name="\u202e"), invited=True))["name"] == "guest"


def test_one_s_own_account_is_tied_to_it_and_nobody_else_s(room):
    ann, bob = room.add("Ann"), room.add("Bob")
    assert come(room, claims(), logged_in=ann) == ann
    assert come(room, claims()) == ann
    with pytest.raises(SignOnFailed, match="Somebody else"):
        come(room, claims(), logged_in=bob)
    assert [each["who"] for each in room.logged("single_sign_on.link")] == ["Ann"]


def test_who_is_shut_out_stays_out(room):
    room.add("root", admin=True)
    ann = come(room, claims(), invited=True)
    room.people.accounts.set_disabled(ann, True, by="root")
    with pytest.raises(SignOnFailed, match="shut out"):
        come(room, claims())
