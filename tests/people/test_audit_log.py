import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError


def test_newest_first_chosen_and_page_by_page(room, clock):
    for number in range(5):
        clock.now += 1
        room.people.log.add("Ann" if number % 2 else "Bob", "log_in", address="::1", detail={"number": number})
    room.people.log.add("Ann", "export", project="p", outcome="refused")
    first = room.people.log.page(limit=2)
    assert [each["what"] for each in first] == ["export", "log_in"]
    rest = room.people.log.page(before=first[-1]["id"])
    assert [each["detail"]["number"] for each in rest] == [3, 2, 1, 0]
    assert [each["detail"]["number"] for each in room.people.log.page(who="Bob")] == [4, 2, 0]
    assert [each["project"] for each in room.people.log.page(project="p")] == ["p"]
    assert room.people.log.page(who="' OR 1=1 --") == []


@pytest.mark.parametrize("change", ["DELETE FROM audit", "UPDATE audit SET who = 'nobody'"])
def test_it_is_only_added_to(room, change):
    room.people.log.add("Ann", "log_in")
    with pytest.raises(DBAPIError, match="only added to"), room.database.write() as conn:
        conn.execute(text(change))
    assert [each["who"] for each in room.people.log.page()] == ["Ann"]


def test_what_was_taken_back_is_not_written(room):
    with pytest.raises(ZeroDivisionError), room.database.write() as conn:
        1 / len(room.people.log.add("Ann", "role.set", conn=conn) or ())
    assert room.people.log.page() == []


def test_names_with_line_ends_make_no_second_entry(room):
    room.people.log.add("Ann\n2026-01-01 root log_in ok", "log_in", outcome="refused")
    assert len(room.people.log.page()) == 1
