"""Images, table rows, and data that would like to be code."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from playwright.sync_api import expect

from .label_page import answer, ready, soon

HOSTILE = [
    "<script>window.__xss = 1</script>",
    "<img src=x onerror='window.__xss = 2'>",
    "<svg onload='window.__xss = 3'><script>window.__xss = 4</script></svg>",
    "\"><iframe srcdoc='<script>parent.__xss = 5</script>'></iframe>",
    "javascript:window.__xss=6",
    "{{constructor.constructor('window.__xss = 7')()}}",
    "</p></article><style>*{display:none}</style>",
    "<!--\n--><a href='javascript:window.__xss=8' autofocus onfocus='window.__xss=9'>x</a>",
]


def images(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        Image.new("RGB", (40, 20 + number), (7 * number % 255, 90, 160)).save(folder / f"picture-{number:02}.png")
    return folder


def test_images_are_shown_decoded_and_labelled_by_keyboard(serve, window, tmp_path):
    served = serve(content="image", source=images(tmp_path / "media", 34), classes=("cat", "dog"))
    page = window().open(served.url)
    given = {}
    for key in "12" * 15:
        ready(page)
        assert page.locator(".picture img").evaluate("each => each.decode().then(() => each.naturalWidth)") == 40
        given[answer(page, key)] = [f"c{key}"]
    soon(served.labels, given)


def test_the_next_images_are_fetched_before_their_turn(serve, window, tmp_path):
    served = serve(content="image", source=images(tmp_path / "media", 8), classes=("cat", "dog"))
    page = window().open("about:blank")
    fetched = []
    page.on("request", lambda request: fetched.append(request.url) if request.url.endswith("/media") else None)
    page.goto(served.url)
    ready(page)
    soon(lambda: len(set(fetched)), 3)


def test_an_image_zooms_by_key_and_moves_by_arrows(serve, window, tmp_path):
    page = window().open(serve(content="image", source=images(tmp_path / "media", 3), classes=("cat", "dog")).url)
    ready(page)
    frame = page.locator(".picture")
    page.keyboard.press("z")
    expect(frame).to_have_class("picture zoomed")
    before = frame.evaluate("each => each.scrollLeft")
    page.keyboard.press("ArrowRight")
    soon(lambda: frame.evaluate("each => each.scrollLeft") > before, True)
    page.keyboard.press("z")
    page.keyboard.press("z")
    expect(frame).not_to_have_class("picture zoomed")


def test_a_row_is_a_list_of_names_and_values(serve, window):
    rows = [{"age": number, "city": f"Town {number}", "note": None} for number in range(12)]
    served = serve(rows, content="row", classes=("yes", "no"))
    page = window().open(served.url)
    item = ready(page)
    assert page.locator(".columns dt").all_inner_texts() == ["age", "city", "note"]
    assert page.locator(".columns dd").all_inner_texts() == [str(item), f"Town {item}", "–"]
    given = {answer(page, key): [f"c{key}"] for key in "1212"}
    soon(served.labels, given)


def test_hostile_texts_stay_texts(serve, window):
    served = serve(HOSTILE, classes=("<b onclick='window.__xss=10'>bold</b>", "fine"))
    page = window().open(served.url)
    for _ in HOSTILE:
        item = ready(page)
        assert page.locator("article.item .text").inner_text() == HOSTILE[item].strip()
        page.keyboard.press("c")
        page.get_by_label("Comment on this item").fill(HOSTILE[item])
        page.keyboard.press("Control+Enter")
        expect(page.locator("article.item .comments p")).to_have_text(HOSTILE[item])
        answer(page, "1")
    page.goto(f"{served.url}/items")
    expect(page.locator(".found-line")).to_have_count(len(HOSTILE))
    page.locator(".found-line").first.click()
    expect(page.locator(".detail-content")).to_contain_text("<script>")
    page.goto(f"{served.url}/dashboard")
    expect(page.locator(".bar-name").first).to_contain_text("<b onclick")
    assert page.evaluate("window.__xss") is None


def test_hostile_columns_and_names_stay_texts(serve, window):
    rows = [{HOSTILE[0]: HOSTILE[1], "b": HOSTILE[2]}, {HOSTILE[0]: "x", "b": 3}]
    page = window().open(serve(rows, content="row").url)
    ready(page)
    assert page.locator(".columns dt").first.inner_text() == HOSTILE[0]
    assert page.evaluate("window.__xss") is None
