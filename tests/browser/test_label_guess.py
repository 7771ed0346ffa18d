"""The model's guess comes after the answer, unless the annotator or the project wants it otherwise."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .label_page import answer, ready


@pytest.fixture
def guessed(serve):
    def start(**config):
        served = serve(control=0.0, **config)
        served.guess(list(range(120)), [0.61] * 120)
        return served

    return start


def test_the_guess_is_told_with_the_answer_and_not_before(guessed, window):
    page = window().open(guessed().url)
    ready(page)
    page.keyboard.press("w")
    expect(page.get_by_text("Shown after your answer")).to_be_visible()
    expect(page.get_by_text("0.61")).to_have_count(0)
    answer(page, "2")
    expect(page.locator(".past").first).to_contain_text("you: positive")
    expect(page.locator(".past").first).to_contain_text("model thought: negative 0.61")


def test_the_switch_shows_it_before_and_is_remembered(guessed, window):
    page = window().open(guessed().url)
    ready(page)
    page.keyboard.press("w")
    page.get_by_role("switch").check()
    why = page.get_by_label("Why this item")
    expect(why).to_contain_text("The two best classes are level.")
    expect(why).to_contain_text("margin")
    expect(why).to_contain_text("0.61")
    page.reload()
    ready(page)
    expect(page.get_by_label("Why this item")).to_contain_text("0.61")


def test_a_project_may_show_it_before(guessed, window):
    page = window().open(guessed(guess="before").url)
    ready(page)
    page.keyboard.press("w")
    expect(page.get_by_label("Why this item")).to_contain_text("0.61")


def test_a_project_may_never_show_it(guessed, window):
    page = window().open(guessed(guess="never").url)
    ready(page)
    page.keyboard.press("w")
    answer(page, "2")
    ready(page)
    expect(page.get_by_role("switch")).to_have_count(0)
    expect(page.get_by_text("0.61")).to_have_count(0)


def test_a_control_item_is_told_only_after_its_answer(serve, window):
    page = window().open(serve(control=0.99).url)
    ready(page)
    page.keyboard.press("w")
    expect(page.get_by_text("andom sample")).to_have_count(0)
    answer(page, "1")
    expect(page.locator(".past").first).to_contain_text("random sample (control)")


@pytest.mark.parametrize("guess", ["before", "after"])
def test_a_control_item_shows_nothing_before_its_answer_whatever_the_setting(serve, window, guess):
    served = serve(control=0.99, guess=guess)
    served.guess(list(range(120)), [0.61] * 120)
    page = window().open(served.url)
    ready(page)
    page.keyboard.press("w")
    if guess == "after":
        page.get_by_role("switch").check()
    why = page.get_by_label("Why this item")
    expect(why).to_contain_text("Shown after your answer")
    for told in ("0.61", "andom", "ontrol", "Ranking"):
        expect(why).not_to_contain_text(told)
    answer(page, "1")
    expect(page.locator(".past").first).to_contain_text("model thought: negative 0.61")


def test_a_skipped_item_has_no_answer_yet(serve, window):
    served = serve(control=0.99, guess="before")
    served.guess(list(range(120)), [0.61] * 120)
    page = window().open(served.url)
    ready(page)
    page.keyboard.press("w")
    answer(page, "s")
    expect(page.locator(".past").first).to_contain_text("skipped")
    expect(page.get_by_text("andom sample")).to_have_count(0)
    expect(page.get_by_text("0.61")).to_have_count(0)
