"""Several people at once: nobody has another's item, and what is closed is free again."""

from __future__ import annotations

from .label_page import answer, current, ready, soon


def test_two_browsers_never_have_the_same_item(serve, window):
    served = serve()
    one, other = window().open(served.url), window().open(served.url)
    mine, theirs = [], []
    for _ in range(12):
        mine.append(answer(one, "1"))
        theirs.append(answer(other, "2"))
        assert ready(one) != ready(other)
    assert not set(mine) & set(theirs)
    soon(served.labels, {**{each: ["c1"] for each in mine}, **{each: ["c2"] for each in theirs}})


def test_a_closed_tab_frees_its_items(serve, window):
    served = serve([f"text {number}" for number in range(6)], preload=4)
    first = window().open(served.url)
    ready(first)
    soon(lambda: served.get("/dashboard")["queue"]["leased"], 5)
    first.close()
    second = window().open(served.url)
    given = [answer(second, "1") for _ in range(5)]
    ready(second)
    given.append(current(second))
    assert sorted(given) == list(range(6))


def test_leases_are_kept_alive_while_someone_looks(serve, window):
    served = serve()
    page = window().open(served.url)
    ready(page)
    with page.expect_response("**/leases/renew") as renewed:
        pass
    assert renewed.value.json()["lost"] == []


def test_a_new_ranking_leaves_the_item_on_screen_and_the_preloaded_ones(serve, window):
    served = serve(control=0.0)
    served.rank({f"id-{number:04}": -number for number in range(120)})
    page = window().open(served.url)
    assert ready(page) == 0
    page.wait_for_load_state("networkidle")
    served.rank({f"id-{number:04}": number for number in range(120)})
    assert [answer(page, "1") for _ in range(6)] == [0, 1, 2, 119, 118, 117]
