"""People of every role in a real browser: coming in, inviting, roles, tokens, the log."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from asknext.people.identity import Identity
from asknext.people.role import Role

from .label_page import CUT_OFF, ready
from .teams import PASSWORD, team
from .test_accessibility import narrow, serious

__all__ = ["team"]

SHOTS = os.environ.get("ASKNEXT_SHOTS")


def shot(page, name):
    """A picture to look at, where ASKNEXT_SHOTS names a folder."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def test_from_the_link_for_the_first_person_to_their_first_label(team, window):
    team_window, guest_window = window(), window()
    team.come_in(team_window, "max")
    page = team_window.open(f"{team.url}/p/tweets/members")
    page.get_by_label("For whom").fill("Zoe")
    page.get_by_label("Role", exact=True).select_option("annotator")
    page.get_by_label("Skills, separated by commas").fill("french, law")
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("Shown only now").input_value()
    assert "/invitation#" in link
    shot(page, "link")
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("row", name="Zoe annotator max")).to_be_visible()

    guest = guest_window.open(link)
    expect(guest.get_by_role("heading", name="You are invited")).to_be_visible()
    expect(guest.get_by_text("Project tweets, as annotator.")).to_be_visible()
    assert "#" not in guest.url
    shot(guest, "invitation")
    guest.get_by_label("Name", exact=True).fill("Zoe")
    guest.get_by_label("New password").fill("nine yellow kettles")
    guest.keyboard.press("Enter")
    guest.wait_for_url("**/p/tweets/label")
    expect(guest.get_by_role("link", name="Your account: Zoe")).to_be_visible()
    assert guest.get_by_role("navigation", name="Pages").get_by_role("link").all_inner_texts() == ["Label"]
    item = ready(guest)
    guest.keyboard.press("Escape")  # the tour
    with guest.expect_response("**/events"):
        guest.keyboard.press("1")
    expect(guest.locator(f'article.item[data-item="{item}"]')).to_have_count(0)
    shot(guest, "label")
    page.reload()
    expect(page.get_by_role("row", name="Zoe")).to_be_visible()


def test_logging_in_with_the_keyboard_and_out_again(team, window):
    opened = window(expected=("401",))
    page = opened.open(f"{team.url}/p/tweets/label")
    page.wait_for_url("**/login?next=/p/tweets/label")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("ann")
    page.keyboard.press("Tab")
    page.keyboard.type("not the right one")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Name and password do not belong together.").first).to_be_visible()
    shot(page, "login-wrong")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/tweets/label")
    ready(page)
    page.keyboard.press("Escape")  # the tour
    page.get_by_role("link", name="Your account: ann").click()
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login")
    page.goto(f"{team.url}/account")
    page.wait_for_url("**/login?next=/account")


@pytest.mark.parametrize(
    "next_", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_log_in_leads_to_no_other_site(team, window, next_):
    page = window().open(f"{team.url}/login?next={next_}")
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{team.url}/projects")


def test_an_ended_session_asks_again_and_the_page_goes_on(team, window):
    opened = window(expected=("401",))
    team.come_in(opened, "max")
    page = opened.open(f"{team.url}/p/tweets/members")
    expect(page.get_by_role("row", name="ann annotator")).to_be_visible()
    team.people.sessions.end_all(team.ids["max"])
    page.wait_for_timeout(1100)
    page.get_by_label("Role of ann").select_option("reviewer")
    expect(page.get_by_role("heading", name="Your session has ended")).to_be_visible()
    page.get_by_role("dialog").get_by_label("Name").fill("max")
    page.get_by_role("dialog").get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Changed: ann.").first).to_be_visible()
    assert {each["name"]: each["role"] for each in team.people.members.of("tweets")}["ann"] == "reviewer"


def test_roles_and_skills_are_changed_and_one_s_own_row_is_not(team, window):
    opened = window()
    team.come_in(opened, "max")
    page = opened.open(f"{team.url}/p/tweets/members")
    expect(page.get_by_label("Role of max")).to_be_disabled()
    page.get_by_label("Skills of ann, separated by commas").fill("law, french")
    page.get_by_label("Skills of ann, separated by commas").press("Enter")
    expect(page.get_by_text("Changed: ann.").first).to_be_visible()
    page.get_by_role("button", name="Take out rita").click()
    expect(page.get_by_role("row", name="rita")).to_have_count(0)
    found = {each["name"]: (each["role"], each["skills"]) for each in team.people.members.of("tweets")}
    assert found == {"ann": ("annotator", ["french", "law"]), "max": ("manager", ["law"])}


def test_a_token_is_made_shown_once_and_revoked(team, window):
    opened = window()
    team.come_in(opened, "max")
    page = opened.open(f"{team.url}/account")
    page.get_by_text("Make a token").first.click()
    page.get_by_label("What it is for").fill("nightly export")
    page.get_by_label("export", exact=True).check()
    page.get_by_role("button", name="Make a token").click()
    secret = page.get_by_label("Shown only now").input_value()
    assert team.people.tokens.find(secret).name == "max"
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("row", name="nightly export")).to_be_visible()
    assert secret not in page.content()
    shot(page, "account")
    page.get_by_role("button", name="Revoke nightly export").click()
    expect(page.get_by_role("row", name="nightly export")).to_have_count(0)
    assert team.people.tokens.find(secret) is None


def test_an_admin_shuts_somebody_out_and_sees_who_did_it(team, window):
    opened = window()
    team.come_in(opened, "root")
    page = opened.open(f"{team.url}/people")
    page.get_by_role("row", name="ann").get_by_role("button", name="Shut out").click()
    expect(page.get_by_text("ann is shut out").first).to_be_visible()
    shot(page, "people")
    page.get_by_role("link", name="Audit log").click()
    expect(page.get_by_role("row", name="person.disable")).to_contain_text("root")
    shot(page, "audit")
    page.get_by_label("What", exact=True).fill("role.set")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name="person.disable")).to_have_count(0)
    expect(page.get_by_role("row", name="role.set").first).to_be_visible()


PAGES = {
    "login": None, "projects": "ann", "p/tweets/members": "max", "people": "root", "account": "max", "audit": "root",
}  # fmt: skip


def test_nothing_serious_on_any_page_of_people(team, window):
    for path, name in PAGES.items():
        opened = window()
        if name is not None:
            team.come_in(opened, name)
        page = opened.open(f"{team.url}/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_load_state("networkidle")
        if path == "account":
            page.get_by_text("Make a token").first.click()
        assert serious(page) == [], path
        assert narrow(page), path
        shot(page, path.replace("/", "-"))


HOSTILE = "<img src=x onerror=alert(1)>\"'>{{7*7}}"


def test_what_people_call_themselves_runs_nothing(team, window):
    secret = team.people.invitations.to_server(by=HOSTILE, note=HOSTILE)
    person = team.people.invitations.accept(secret, HOSTILE, PASSWORD)
    team.people.invitations.to_server(by=HOSTILE, note=HOSTILE)
    team.people.members.put(person, "tweets", "annotator", [HOSTILE], by=Identity("test", Role.ADMIN))
    opened = window()
    team.come_in(opened, "root")
    for path in ("people", "audit", "p/tweets/members"):
        page = opened.open(f"{team.url}/{path}")
        page.on("dialog", lambda dialog: opened.complaints.append(dialog.message))
        expect(page.get_by_text(HOSTILE).first).to_be_visible()
        assert page.locator("img[src=x]").count() == 0


def test_what_one_person_left_unsent_is_not_sent_by_the_next_one_at_that_computer(team, window):
    opened = window(expected=("Failed to load resource", "ERR_"))
    team.come_in(opened, "ann")
    page = opened.open(f"{team.url}/p/tweets/label")
    item = ready(page)
    page.keyboard.press("Escape")  # the tour
    page.evaluate(CUT_OFF)
    page.keyboard.press("1")
    expect(page.locator(f'article.item[data-item="{item}"]')).to_have_count(0)
    expect(page.get_by_text("1 answer waiting to be sent")).to_be_visible()
    page.close()
    team.come_in(opened, "rita")
    other = opened.open(f"{team.url}/p/tweets/label")
    ready(other)
    with other.expect_response("**/events"):
        other.keyboard.press("2")
    assert makers(team) == ["rita"]
    other.close()
    team.come_in(opened, "ann")
    back = opened.open(f"{team.url}/p/tweets/label")
    with back.expect_response("**/events"):
        ready(back)
    assert sorted(makers(team)) == ["ann", "rita"]


def makers(team):
    """Who made the events of the project."""
    with closing(sqlite3.connect(team.folder / "tweets" / "project.db")) as database:
        return [row[0] for row in database.execute("SELECT annotator FROM event WHERE kind = 'label'")]
