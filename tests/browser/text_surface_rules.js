/** What the rules below the text surface say of texts; the test lays it beside what Python says. */
async (texts) => {
  const files = ["text/offsets", "text/blocks", "text/words", "text/marks", "number/limits"];
  const loaded = await Promise.all(files.map((each) => import(`/static/surfaces/${each}.js`)));
  const { offsetsOf, blocksOf, Words, alike, marksAt, marksOf, piecesOf, resized, allowed, stepped } = Object.assign({}, ...loaded);
  const units = texts.map((text) => [...text].map((_, at) => offsetsOf(text).toUnits(at)));
  const points = texts.map((text, at) => units[at].map((unit) => offsetsOf(text).toPoints(unit)));

  const long = `${"word ".repeat(1500)}. ${"x".repeat(5000)}`;
  const cut = blocksOf(long).map(({ start, end }) => long.slice(start, end));

  const text = texts.at(-1);
  const blocks = blocksOf(text);
  const words = new Words(text, blocks);
  const offsets = offsetsOf(text);
  const part = (range) => range && text.slice(range.start, range.end);
  const at = (each) => text.indexOf(each);
  const span = (id, start, end) => ({ id, type: "span", start, end, class: "c1" });
  const marks = marksOf([span("in", 2, 6), span("out", 2, 10), span("over", 7, 13)], [], new Set(), offsets);
  const [out, inner] = marks;
  const ids = (found) => found.map(({ id }) => id).join("+");
  const stops = [];
  for (let unit = 0; stops.length < 6; ) stops.push((unit = words.step(unit, true, true)));
  const accent = at("te\u0301");
  return {
    units, points, cut,
    snapped: [[at("nna"), at("ee") + 1, true], [accent + 1, accent + 2, false], [at(" of"), at("of"), true], [1, 2, false]].map((each) => part(words.snapped(...each))),
    rows: marks.map(({ id, row }) => [id, row]),
    pieces: piecesOf(blocks[0], marks).map((piece) => [part(piece), ids(piece.marks), ids(piece.ending)]),
    at: ids(marksAt(marks, at("nna"))),
    twins: alike(text, out, [out], words).map(part),
    stops: stops.map((unit) => text.slice(0, unit).split(/\s/).at(-1)),
    resized: [[inner, "end", true], [out, "start", true], [inner, "end", false]].map((each) => part(resized(...each, words, true))),
    allowed: [["1,5"], ["41", { least: 0, most: 40 }], ["0.3", { least: 0, step: 0.1 }], ["0.25", { least: 0, step: 0.1 }], ["1e999"], [""]].map((each) => allowed(...each)),
    stepped: [[0.2, 1, { step: 0.1, least: 0 }], [40, 1, { least: 0, most: 40 }], [null, 1, { least: -20 }]].map((each) => stepped(...each)),
  };
}
