"""The map of the pool: looked at, lassoed, acted on and taken back; by keys alone as well."""

from __future__ import annotations

from playwright.sync_api import expect

from asknext.project.pool_map import make_map

from .label_page import soon
from .test_accessibility import narrow, serious

KINDS = ("cats", "dogs", "ships")
ROWS = [
    {"text": f"{KINDS[at % 3]} {KINDS[at % 3]} number {at}", "clip": f"v{at // 10}", "seconds": at % 10}
    for at in range(90)
]
GEOMETRY = """async () => {
  const { Grid, within } = await import("/static/explore/grid.js");
  let seed = 7;
  const draw = () => ((seed = (seed * 48271) % 2147483647) / 2147483647) * 65535;
  const positions = Uint16Array.from({ length: 6000 }, draw);
  const grid = new Grid(positions);
  const all = [...Array(3000).keys()];
  for (let round = 0; round < 40; round++) {
    const polygon = Array.from({ length: 3 + (round % 9) }, () => [draw() * 1.2 - 6000, draw() * 1.2 - 6000]);
    const expected = all.filter((at) => at % 7 && within(polygon, positions[2 * at], positions[2 * at + 1]));
    const found = grid.inside(polygon, (at) => at % 7).sort((a, b) => a - b);
    if (String(found) !== String(expected)) return `lasso ${round}`;
    const [x, y] = [draw(), draw()];
    const far = (at) => (positions[2 * at] - x) ** 2 + (positions[2 * at + 1] - y) ** 2;
    const nearest = all.reduce((best, at) => (far(at) < far(best) ? at : best));
    if (far(grid.nearest(x, y, Infinity, () => true)) !== far(nearest)) return `nearest ${round}`;
  }
  return "right";
}"""


def test_items_are_chosen_on_the_map_ignored_and_taken_back(serve, window):
    served = serve(ROWS, classes=KINDS)
    make_map(served.project)
    page = window(expected=("GPU stall",)).open(f"{served.url}/explore")
    points = page.locator('canvas.map-points[data-drawn="90"]')
    points.wait_for(state="attached")
    assert page.evaluate(GEOMETRY) == "right"
    page.keyboard.press("r")
    box = page.locator(".map-over").bounding_box()
    page.mouse.move(box["x"] + 3, box["y"] + 3)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 60, box["y"] + box["height"] - 3, steps=3)
    page.mouse.up()
    expect(page.get_by_role("status").filter(has_text="90 chosen")).to_be_visible()
    page.get_by_role("button", name="Ignore").click()
    expect(page.get_by_role("heading", name="Ignore 90 items?")).to_be_visible()
    assert len(served.get("/items?state=ignored&limit=500")["items"]) == 0
    page.get_by_role("button", name="Ignore (90)").click()
    undo = page.get_by_role("button", name="Take back (90 items)")
    expect(undo).to_be_visible()
    assert len(served.get("/items?state=ignored&limit=500")["items"]) == 90
    undo.click()
    soon(lambda: len(served.get("/items?state=ignored&limit=500")["items"]), 0)
    assert serious(page) == []
    assert narrow(page)


def test_by_keys_one_steps_chooses_and_finds_what_is_like(serve, window):
    served = serve(ROWS, classes=KINDS)
    make_map(served.project)
    page = window(color_scheme="dark", expected=("GPU stall",)).open(f"{served.url}/explore")
    page.locator("canvas.map-points[data-drawn]").wait_for(state="attached")
    page.locator(".map-over").focus()
    page.keyboard.press("ArrowRight")
    item = page.locator(".explore-item h2")
    expect(item).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_text("1 chosen")).to_be_visible()
    page.keyboard.press("s")
    expect(page.locator(".explore-rows li")).to_have_count(20)
    page.locator(".explore-rows li button").first.click()
    page.get_by_label("Colour").select_option("state")
    page.get_by_role("checkbox", name="open").uncheck()
    page.keyboard.press("i")
    expect(page.get_by_role("heading", name="0 items in view")).to_be_visible()
    assert serious(page) == []
