"""Gold items: mixed in unseen, never learnt from, scored; and the test before real work."""

import pytest
from tests.labelling.bench import Team

from asknext.errors import DataError
from asknext.labelling.gold import make_gold
from asknext.labelling.present import leased_items
from asknext.labelling.qualification import grant, last_answers
from asknext.labelling.snapshot import take_snapshot
from asknext.project.team_config import Gold, Overlap, Qualification
from asknext.store.queue_marker import mark_queue

both_databases = pytest.mark.usefixtures("sqlite_or_postgres")
P, N = "c1", "c2"


@pytest.fixture
def team_of(make_project, clock):
    def make(n=40, *, gold=(), rate=0.3, **settings):
        team = Team(make_project(n, control=0.1, gold=Gold(rate=rate), **settings), clock)
        for which in gold:
            assert team.do("boss", "gold", which, [P]).status == "stored"
        return team

    return make


def test_gold_items_are_mixed_in_at_their_rate_once_each_and_look_like_others(team_of):
    team = team_of(150, gold=range(50))
    got, left = [], []
    for _ in range(60):
        with team.project.database.write() as conn:
            leased = team.queue.lease(conn, "ann", "ann", 1)
            shown = leased_items(conn, team.project.config, team.queue, leased.items)[0]
            left.append(team.queue.left(conn, "ann"))
        assert shown["stream"] in ("strategy", "control")
        assert "gold" not in str(shown)
        assert shown["label"] is None
        got.append(shown["item"])
        team.say("ann", shown["item"])
    assert len(set(got)) == 60
    assert 8 <= sum(which < 50 for which in got) <= 28
    assert left == list(range(left[0], left[0] - 60, -1))  # it goes down by one with every answer


def test_everybody_answers_the_same_gold_items(team_of):
    team = team_of(60, gold=range(5), rate=0.9)
    seen = {}
    for who in ("ann", "bob"):
        for _ in range(12):
            which = team.next(who)
            if which is None:
                break
            team.say(who, which)
            seen.setdefault(who, []).append(which)
    for who in ("ann", "bob"):
        assert set(range(5)) <= set(seen[who])


@both_databases
def test_no_model_learns_from_gold_items_and_none_is_asked_about_them(team_of):
    team = team_of()
    team.say("ann", 3), team.say("ann", 4)
    team.do("rev", "gold", 3, [P])
    snapshot = take_snapshot(team.project)
    known = {*snapshot.rows.tolist(), *snapshot.control_rows.tolist()}
    assert 4 in known
    assert 3 not in known
    assert 3 not in snapshot.open
    assert (team.value(3), team.votes(3)) == (None, {"ann": P})
    team.do("rev", "gold", 3)
    assert team.value(3) == P  # gold no more: the answer is the label again


def test_an_item_taken_back_is_no_gold_item(team_of):
    team = team_of()
    team.do("rev", "gold", 3, [P], uid="g")
    assert team.row(3).gold == f'["{P}"]'
    team.do("rev", "undo", target="g")
    assert (team.row(3).gold, team.state(3)) == (None, "open")


def test_gold_by_id(team_of):
    team = team_of()
    assert make_gold(team.project, {"id3": ["a"], "id4": ["b"]}, by="boss") == 2
    assert team.row(4).gold == f'["{N}"]'
    with pytest.raises(DataError, match="no class 'nonsense'"):
        make_gold(team.project, {"id5": ["a"], "id6": ["nonsense"]}, by="boss")
    with pytest.raises(DataError, match="'nobody'"):
        make_gold(team.project, {"nobody": ["a"]}, by="boss")
    assert team.row(5).gold is None


def take(team, who, wrong=0):
    """Answer the test's items, the first ``wrong`` of them wrongly."""
    for number in range(team.project.config.qualification.items):
        which = team.next(who)
        done = team.say(who, which, N if number < wrong else P)
    return done.test


@pytest.fixture
def tested(team_of):
    return team_of(gold=range(20), rate=0.0, qualification=Qualification(items=4, accuracy=0.75, wait=600.0))


@both_databases
def test_real_work_begins_once_the_test_is_passed(tested):
    found = tested.lease("ann", 10)
    assert [each.item < 20 for each in found.items] == [True] * 4  # no more than the test has
    assert (found.test.passed, found.test.answered, found.test.items) == (False, 0, 4)
    tested.release("ann")
    result = take(tested, "ann", wrong=1)
    assert (result.passed, result.score) == (True, 0.75)
    assert tested.lease("ann").test is None
    assert tested.next("ann", session="other") >= 20


def test_everybody_is_tested_on_the_same_items(tested):
    first = tested.items("ann", 4)
    assert tested.items("bob", 4) == first


@both_databases
def test_a_test_that_failed_is_taken_once_more_after_a_while_on_other_items(tested):
    first = tested.items("ann", 4)
    tested.release("ann")
    result = take(tested, "ann", wrong=3)
    assert (result.passed, result.attempts, result.score) == (False, 1, 0.25)
    found = tested.lease("ann")
    assert found.items == ()
    assert "next attempt" in found.waiting
    tested.clock.now += 601
    again = tested.items("ann", 4)
    assert not set(first) & set(again)
    tested.release("ann")
    assert take(tested, "ann", wrong=4).failed
    assert "no further attempt" in tested.lease("ann").waiting


def test_the_result_is_shown_with_what_is_right(tested):
    with tested.project.database.read() as conn:
        assert last_answers(conn, tested.project.config, "ann") == []
    take(tested, "ann", wrong=1)
    with tested.project.database.read() as conn:
        found = last_answers(conn, tested.project.config, "ann")
    assert [each["right"] for each in found] == [False, True, True, True]
    assert (found[0]["value"], found[0]["gold"]) == ([N], [P])
    assert found[0]["content"]["kind"] == "text"


def test_a_manager_lets_somebody_in_or_has_them_begin_again(tested):
    take(tested, "ann", wrong=4)
    tested.clock.now += 601
    take(tested, "ann", wrong=4)
    for passed in (False, True):
        with tested.project.database.write() as conn:
            grant(conn, "ann", passed=passed, now=tested.clock.now)
            mark_queue(conn)
        found = tested.lease("ann")
        assert (found.test is None) is passed
        assert found.items
        tested.release("ann")


def test_an_answer_taken_back_in_the_test_is_given_again(tested):
    which = tested.next("ann")
    tested.say("ann", which, N, uid="a")
    assert tested.do("ann", "undo", target="a").lease is not None
    assert tested.say("ann", which, P).test.answered == 1


def test_there_are_too_few_gold_items_for_the_test(team_of):
    team = team_of(gold=range(2), qualification=Qualification(items=4))
    for _ in range(2):
        team.say("ann", team.next("ann"))
    assert "no test items left" in team.lease("ann").waiting


def test_gold_items_need_no_second_answer(team_of):
    team = team_of(30, gold=range(5), rate=0.5, overlap=Overlap(labels=2))
    for _ in range(30):
        which = team.next("ann")
        if which is not None:
            team.say("ann", which)
    assert {team.state(which) for which in range(5)} == {"labelled"}
    assert all(team.value(which) is None for which in range(5))


def test_a_failed_test_is_not_passed_by_answering_its_items_again(tested):
    first = tested.items("ann", 4)
    tested.release("ann")
    take(tested, "ann", wrong=4)
    tested.clock.now += 601
    for which in first:
        done = tested.say("ann", which, P)  # what was shown to be right
    assert (done.test.passed, done.test.answered, done.test.attempts) == (False, 0, 1)
    assert not take(tested, "ann", wrong=4).passed
    with tested.project.database.read() as conn:
        assert not {each["item"] for each in last_answers(conn, tested.project.config, "ann")} & set(first)


def test_nothing_gives_a_gold_item_away_once_the_test_is_passed(tested):
    assert take(tested, "ann").passed
    mixed_in = next(which for which in range(20) if "ann" not in tested.votes(which))
    assert tested.say("ann", mixed_in, P).test is None


def test_nobody_passes_the_test_by_posting_real_work(tested):
    annotator = {"label", "skip", "undo"}
    done = tested.do("ann", "label", 30, [P], allowed=annotator)
    assert (done.status, "test" in done.message) == ("refused", True)
    assert tested.do("ann", "label", tested.next("ann"), [P], allowed=annotator).test.answered == 1
    assert tested.do("rev", "label", 30, [P], allowed={*annotator, "items"}).status == "stored"
