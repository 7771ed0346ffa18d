// Runs in the page: what the modules of the surfaces for sound and sequences make of worked cases.
async ({ sequences, seconds }) => {
  const names = ["sequence/interpolation", "sequence/tracks", "sequence/gaps", "audio/lanes", "audio/edits", "audio/view", "audio/tiles", "audio/paint"];
  const modules = await Promise.all(names.map((name) => import(`/static/surfaces/${name}.js`)));
  const [interpolation, tracks, gaps, lanes, edits, view, tiles, paint] = modules;
  const times = new Map(seconds);

  const made = sequences.map((each) => interpolation.filled(each, times, "t1"));
  const shifted = (one) => (one.type === "box" && one.frame === 0 ? { ...one, x: one.x + 11.3 } : one);
  const moved = made.map((each) => interpolation.refreshed(each.map(shifted), times));

  const boxes = [{ type: "box", x: 1, y: 1, width: 5, height: 5, id: "a", class: "c1", group: "t1", frame: 0 }];
  const copied = tracks.copied(boxes, boxes, 3, () => "b");
  const drawn = { type: "box", x: 2, y: 2, width: 5, height: 5, id: "n", class: "c1" };
  const short = (all) => all.map((one) => [one.id, one.group, one.frame]);
  const put = (next, held) => short(tracks.settled(tracks.withFrame(boxes, 6, next, held), boxes, times));
  const renamed = copied.map((one) => (one.id === "b" ? { ...one, class: "c2" } : one));
  const computed = interpolation.filled([...boxes, { ...boxes[0], id: "z", frame: 24 }], times, "t1");
  const inThird = computed.filter((one) => one.frame === 3);
  const touched = tracks.withFrame(computed, 3, inThird.map((one) => ({ ...one, y: 9 })));

  const region = { id: "r", start: 1, end: 2, class: "c1" };
  const nudges = [["start", -0.01], ["end", 9], ["whole", -5], ["start", 5], ["whole", 9]];
  const stretches = { a: [0, 5], b: [1, 2], c: [2, 3], d: [1.5, 6], e: [5, 7] };
  const regions = Object.entries(stretches).map(([id, [start, end]]) => ({ id, start, end }));
  const levels = new Uint8Array([...Array(90).fill(10), ...Array(10).fill(200)]);
  return {
    made,
    moved,
    copied: short(copied),
    again: tracks.copied(copied, boxes, 3, () => "c").length,
    goesOn: put([drawn], "t1"),
    begins: put([{ ...drawn, class: "c2" }], "t1"),
    alone: put([drawn], null),
    twice: put([drawn, { ...drawn, id: "m" }], null),
    renamed: tracks.settled(renamed, copied, times).map((one) => one.class),
    quiet: tracks.settled(copied, copied, times) === copied,
    touched: touched.filter((one) => one.frame === 3).map((one) => one.attributes ?? null),
    ended: tracks.ended(copied, "t1", 0).length,
    gaps: gaps.gapsOf([{ index: 0, seconds: 0 }, { index: 1, seconds: 0.1 }, { index: 40, seconds: 1.4 }, { index: 60 }]),
    places: gaps.placesOf([{ index: 0 }, { index: 10 }, { index: 99 }], 100),
    lanes: [...lanes.lanesOf(regions)].sort(),
    nudges: nudges.map(([part, by]) => edits.nudged(region, part, by, 2.50004)).map(({ start, end }) => [start, end]),
    between: [edits.between(2, 1.00004, 9), edits.between(1, 1.001, 9), edits.between(-1, 99, 2.50009)],
    at: edits.regionAt([region, { id: "s", start: 1.2, end: 1.4 }], 1.3).id,
    views: [
      view.zoomed({ from: 0, to: 10 }, 0.5, 2, 10),
      view.zoomed({ from: 1, to: 6 }, 8, 2, 10),
      view.scrolled({ from: 0, to: 4 }, 99, 10),
      view.showing({ from: 0, to: 4 }, 5, 6, 10),
      view.following({ from: 0, to: 4 }, 4.5, 10),
    ].map(({ from, to }) => [from, to]),
    clocks: [view.clock(59.9996), view.clock(3723.5, 0), view.clock(0.25)],
    ticks: view.ticks({ from: 0.31, to: 1.02 }, 8).map((one) => one.text),
    tiles: tiles.tilesOf({ from: 900, to: 930 }, 3600, 1200).map((one) => [one.level, one.place, one.start, one.end]),
    heights: [paint.heightOf(8000, 16000), paint.heightOf(1000, 16000)],
    contrast: paint.contrast(levels.buffer),
  };
};
