/** What the geometry below the image surface makes of shapes; the test lays it beside what Python makes of them. */
async ({ masks, polygons, height, width, strokes }) => {
  const files = ["geometry/run-lengths", "geometry/contour", "geometry/bitmap", "geometry/raster", "geometry/mask", "geometry/ring", "geometry/grid", "geometry/view", "shapes/kinds", "shapes/polygon"];
  const loaded = await Promise.all(files.map((each) => import(`/static/surfaces/image/${each}.js`)));
  const { packed, unpacked, polygonOf, Bitmap, maskOf, aboutMask, maskHolds, movedMask, simplified, Grid, ...rest } = Object.assign({}, ...loaded);
  const { fitted, zoomed, panned, toImage, toScreen, movedShape, withPointAt, under, boundsOfShape, withInserted, withoutPoint } = rest;
  const frame = { width: 800, height: 600 };
  const picture = { width: 400, height: 100 };
  const box = { type: "box", x: 10, y: 20, width: 30, height: 40 };
  const around = { type: "box", x: 0, y: 0, width: 90, height: 90 };
  const turned = { type: "oriented_box", corners: [[20, 20], [60, 20], [60, 40], [20, 40]] };
  const triangle = { type: "polygon", parts: [[[[0, 0], [9, 0], [9, 9]]]] };
  const painted = strokes.map(([size, from, to, value]) => {
    const bitmap = new Bitmap(height, width);
    if (!value) bitmap.data.fill(1);
    bitmap.stroke(from, to, size, value);
    return bitmap.toMask().counts;
  });
  const zoom = zoomed(fitted(frame, picture), 3, [200, 300], frame, picture);
  return {
    again: masks.map((each) => packed(unpacked(each.counts))),
    pixels: masks.map((each) => Bitmap.of(each).toMask().counts),
    outlines: masks.map(polygonOf),
    bounds: masks.map((each) => [aboutMask(each).left, aboutMask(each).top, aboutMask(each).right, aboutMask(each).bottom, aboutMask(each).area]),
    moved: masks.map((each) => movedMask(each, 2, -1).counts),
    holds: masks.map((each) => [[0, 0], [1.5, 2.9], [-1, 0], [0, 1e3]].map(([x, y]) => maskHolds(each, x, y))),
    drawn: polygons.map((parts) => maskOf({ parts }, height, width).counts),
    painted,
    resized: [0, 3, 4, 7].map((place) => withPointAt(box, place, [50, 90], picture)),
    flat: withPointAt(box, 4, [10, 20], picture),
    kept: movedShape(box, -500, 500, picture),
    corner: withPointAt(turned, 0, [10, 10], picture).corners,
    quarter: withPointAt(turned, 4, [90, 30], picture).corners,
    outside: withPointAt(turned, 4, [90, 30], { width: 400, height: 45 }) === turned,
    smallest: under([around, box], [15, 25], 1).map((each) => each.width),
    inserted: withInserted(triangle, 1, [9, 4]).parts,
    removed: [withoutPoint(withInserted(triangle, 1, [9, 4]), 0).parts, withoutPoint(triangle, 2)],
    line: simplified([[0, 0], [1, 0.05], [2, 0], [2, 1], [2, 2]], 0.1),
    near: [...new Grid([["a", boundsOfShape(box)], ["b", { left: 300, top: 60, right: 399, bottom: 100 }]], 400, 100).near([38, 58], 3)],
    still: toScreen(zoom, toImage(fitted(frame, picture), [200, 300])),
    lost: panned(zoom, 1e6, -1e6, frame, picture),
  };
}
