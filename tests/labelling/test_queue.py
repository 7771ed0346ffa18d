import numpy as np
import pytest
from sqlalchemy import select, update

from asknext.labelling.queue import CONTROL, STRATEGY, Queue
from asknext.labelling.ranking import publish_ranking
from asknext.labelling.stream import is_turn
from asknext.store.schema import SKIPPED, item

pytestmark = pytest.mark.usefixtures("sqlite_or_postgres")


def rank(project, order, **more):
    order = np.asarray(order)
    return publish_ranking(
        project, strategy="margin", labels=0, order=order, scores=-np.arange(len(order)) * 1.0, n=project.n, **more
    )


def lease(project, queue, session, want=1, hold=()):
    with project.database.write() as conn:
        return queue.lease(conn, session, "me", want, hold)


def rows_of(leased):
    return [each.item for each in leased.items]


def strategy_rows(project):
    with project.database.read() as conn:
        return list(conn.execute(select(item.c.pos).where(item.c.control.is_(False))).scalars())


def set_state(project, row, state):
    with project.database.write() as conn:
        conn.execute(update(item).where(item.c.pos == row).values(state=state))


@pytest.fixture
def project(make_project):
    return make_project(60, control=0.0)


@pytest.fixture
def queue(project, clock):
    return Queue(project, clock=clock)


def test_items_come_in_the_order_of_the_ranking(project, queue):
    order = np.random.default_rng(0).permutation(60)
    rank(project, order)
    assert rows_of(lease(project, queue, "a", 20)) == order[:20].tolist()
    assert rows_of(lease(project, queue, "b", 20)) == order[20:40].tolist()


def test_without_a_ranking_items_come_in_the_random_order_of_the_draw(project, queue):
    with project.database.read() as conn:
        drawn = list(conn.execute(select(item.c.pos).order_by(item.c.draw)).scalars())
    assert rows_of(lease(project, queue, "a", 20)) == drawn[:20]


def test_nobody_gets_what_another_holds_and_a_session_never_more_than_it_wants(project, queue):
    first = rows_of(lease(project, queue, "a", 3))
    assert lease(project, queue, "a", 3, first).items == ()
    other = rows_of(lease(project, queue, "b", 3))
    assert not set(first) & set(other)
    assert len(rows_of(lease(project, queue, "a", 4, first))) == 1


def test_what_a_lost_answer_gave_is_given_again(project, queue):
    first = rows_of(lease(project, queue, "a", 2))
    assert rows_of(lease(project, queue, "a", 2)) == first  # the page does not know that it has them
    assert lease(project, queue, "a", 2, first).items == ()


def test_a_lease_ends_and_is_taken_over(project, queue, clock):
    rank(project, range(60))
    assert rows_of(lease(project, queue, "a")) == [0]
    clock.now += 100
    with project.database.write() as conn:
        assert queue.renew(conn, "a", [0]) == ([0], [])
    clock.now += 100
    assert rows_of(lease(project, queue, "b")) == [1]  # the heartbeat kept it
    clock.now += 81
    assert rows_of(lease(project, queue, "c")) == [0]
    with project.database.write() as conn:
        assert queue.renew(conn, "a", [0]) == ([], [0])


def test_a_lease_that_ended_and_that_nobody_took_comes_to_life_again(project, queue, clock):
    lease(project, queue, "a")
    held = rows_of(lease(project, queue, "a"))
    clock.now += 1000
    with project.database.write() as conn:
        assert queue.renew(conn, "a", held) == (held, [])
    assert rows_of(lease(project, queue, "b")) != held


def test_what_is_given_back_comes_first_again(project, queue):
    rank(project, range(60))
    lease(project, queue, "a", 3)
    lease(project, queue, "b", 3)
    with project.database.write() as conn:
        assert queue.release(conn, "a") == [0, 1, 2]
        assert queue.release(conn, "b", [4]) == [4]
        assert queue.release(conn, "c", [3]) == []  # not its own
    assert rows_of(lease(project, queue, "c", 5)) == [0, 1, 2, 4, 6]


def test_a_new_ranking_leaves_what_is_on_the_screen_alone(project, queue):
    rank(project, range(60))
    held = rows_of(lease(project, queue, "a", 2))
    rank(project, range(59, -1, -1))
    assert lease(project, queue, "a", 2, held).items == ()
    assert rows_of(lease(project, queue, "a", 3, held)) == [59]
    assert rows_of(lease(project, queue, "b", 60 - 3)) == list(range(58, 1, -1))


def test_items_the_ranking_does_not_know_come_after_it(project, queue):
    rank(project, range(10))
    assert rows_of(lease(project, queue, "a", 10)) == list(range(10))
    assert set(rows_of(lease(project, queue, "b", 20))) <= set(range(10, 60))


def test_a_ranking_whose_folder_is_gone_is_no_ranking(project, queue):
    import shutil

    rank(project, range(60))
    shutil.rmtree(next(project.arrays.glob("ranking-*")))
    assert len(rows_of(lease(project, queue, "a", 5))) == 5


def test_a_restart_finds_its_way_past_what_was_answered(project, queue, clock):
    rank(project, range(60))
    for row in range(40):
        set_state(project, row, 1)
    again = Queue(project, clock=clock)
    assert rows_of(lease(project, again, "a", 3)) == [40, 41, 42]


def test_skipped_items_come_back_when_nothing_else_is_left(project, queue):
    for row in range(60):
        set_state(project, row, SKIPPED if row in (7, 8, 9) else 1)
    queue.forget()
    found = rows_of(lease(project, queue, "a", 2))
    assert len(found) == 2
    assert set(found) < {7, 8, 9}
    assert len(rows_of(lease(project, queue, "b", 2))) == 1
    assert "in somebody else's hands" not in (lease(project, queue, "c").waiting or "")


def test_it_says_why_there_is_nothing(make_project, clock):
    empty = make_project(0)
    assert "no items yet" in lease(empty, Queue(empty, clock=clock), "a").waiting
    one = make_project(1, control=0.0)
    queue = Queue(one, clock=clock)
    assert lease(one, queue, "a").waiting is None
    assert "somebody else's hands" in lease(one, queue, "b").waiting
    set_state(one, 0, 1)
    other = Queue(one, clock=clock)
    clock.now += 1000
    assert "has an answer" in lease(one, other, "b").waiting


@pytest.mark.parametrize("share", [0.0, 0.1, 0.25, 1 / 3, 0.5])
@pytest.mark.parametrize("seed", [0, 1, 17])
def test_any_run_of_turns_has_its_share_of_control(share, seed):
    turns = [is_turn(turn, share, seed) for turn in range(400)]
    for size in (10, 37, 100):
        counts = [sum(turns[start : start + size]) for start in range(400 - size)]
        assert min(counts) >= int(share * size)
        assert max(counts) <= int(share * size) + 1


def test_control_items_come_from_the_reserve_only_and_survive_a_restart(make_project, clock):
    project = make_project(400, control=0.25)
    rank(project, strategy_rows(project))
    streams = []
    for number in range(20):
        queue = Queue(project, clock=clock)  # a new server each time
        streams += lease(project, queue, f"s{number}", 10).items
    assert sum(each.stream == CONTROL for each in streams) == 50
    reserve = set(range(400)) - set(strategy_rows(project))
    assert {each.item for each in streams if each.stream == CONTROL} <= reserve
    assert not {each.item for each in streams if each.stream == STRATEGY} & reserve


@pytest.mark.parametrize("reserve", [0.0, 1.0])
def test_where_one_stream_is_dry_the_other_goes_on(make_project, clock, reserve):
    project = make_project(30, control=0.5)
    with project.database.write() as conn:
        conn.execute(update(item).values(control=bool(reserve)))
    queue = Queue(project, clock=clock)
    assert len({row for k in range(3) for row in rows_of(lease(project, queue, f"s{k}", 10))}) == 30


def test_copies_are_never_asked(project, queue):
    with project.database.write() as conn:
        conn.execute(update(item).where(item.c.pos >= 10).values(copy_of=0))
    found = [row for k in range(3) for row in rows_of(lease(project, queue, f"s{k}", 10))]
    assert sorted(found) == list(range(10))
