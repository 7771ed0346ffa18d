from tests.people.conftest import DAY, HOUR

from asknext.store.database import StorageFailure


def test_a_session_ends_after_hours_of_nothing_and_in_any_case_after_days(room, clock):
    ann = room.add("Ann", p="annotator")
    idle, busy = room.people.sessions.open(ann), room.people.sessions.open(ann)
    for _ in range(14):
        clock.now += 11.9 * HOUR
        assert room.people.sessions.find(busy) is not None
    assert room.people.sessions.find(idle) is None
    assert len(room.people.sessions.of(ann)) == 1
    clock.now = 1_700_000_000.0 + 7 * DAY
    assert room.people.sessions.find(busy) is None


def test_each_log_in_is_a_new_secret_of_256_bits_that_is_not_kept(room):
    ann = room.add("Ann")
    secrets = {room.people.sessions.open(ann) for _ in range(20)}
    assert len(secrets) == 20
    assert all(len(each) == 43 for each in secrets)
    with room.database.read() as conn:
        from sqlalchemy import text

        kept = [row[0] for row in conn.execute(text("SELECT token_hash FROM person_session"))]
    assert all(len(each) == 64 for each in kept)
    assert not secrets & set(kept)


def test_one_ends_one_s_own_and_nobody_else_s(room):
    ann, bob = room.add("Ann"), room.add("Bob")
    secret, principal = room.come_in(ann)
    assert not room.people.sessions.end(principal.session, bob)
    assert room.people.sessions.find(secret) is not None
    assert room.people.sessions.end(principal.session, ann)
    assert room.people.sessions.find(secret) is None


def test_all_others_end(room):
    ann, bob = room.add("Ann"), room.add("Bob")
    others, bobs = [room.people.sessions.open(ann) for _ in range(3)], room.people.sessions.open(bob)
    secret, principal = room.come_in(ann)
    assert len(room.people.sessions.of(ann)) == 4
    room.people.sessions.end_all(ann, but=principal.session)
    assert [each["id"] for each in room.people.sessions.of(ann)] == [principal.session]
    assert room.people.sessions.find(secret) is not None
    assert room.people.sessions.find(bobs) is not None
    assert all(room.people.sessions.find(each) is None for each in others)


def test_a_role_that_is_given_counts_in_sessions_that_are_open(room):
    ann = room.add("Ann", p="annotator")
    secret, before = room.come_in(ann)
    room.add("root", admin=True)
    room.people.accounts.set_admin(ann, True, by="root")
    assert not before.admin
    assert room.people.sessions.find(secret).admin


def test_a_full_disk_shuts_nobody_out_who_only_reads(room, clock, monkeypatch):
    ann = room.add("Ann", p="manager")
    secret, principal = room.come_in(ann)
    token = room.people.tokens.make(principal, "script", ["label"])
    clock.now += HOUR
    tried = []

    def full():
        tried.append(1)
        raise StorageFailure("The disk is full.")

    monkeypatch.setattr(room.database, "write", full)
    assert room.people.sessions.find(secret).name == "Ann"
    assert room.people.tokens.find(token).name == "Ann"
    assert tried == [1, 1]


def test_ended_sessions_are_forgotten(room, clock):
    ann = room.add("Ann")
    room.people.sessions.open(ann)
    clock.now += 8 * DAY
    room.people.sessions.open(ann)
    with room.database.read() as conn:
        from sqlalchemy import text

        assert conn.execute(text("SELECT COUNT(*) FROM person_session")).scalar() == 1
