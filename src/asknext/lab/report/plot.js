"use strict";
// The figure of curves: drawn anew from the numbers whenever something is chosen. The page is whole without it.
const lab = { data: JSON.parse(document.getElementById("data").textContent) };

lab.make = (kind, attributes, ...children) => {
  const svg = ["svg", "g", "line", "path", "polyline", "polygon", "text", "rect", "title"].includes(kind);
  const made = svg ? document.createElementNS("http://www.w3.org/2000/svg", kind) : document.createElement(kind);
  for (const [name, value] of Object.entries(attributes || {})) if (value !== null && value !== "") made.setAttribute(name, value);
  made.append(...children);
  return made;
};

lab.ticks = (low, high, about) => {
  const raw = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= raw * 0.999);
  const found = [];
  for (let at = Math.ceil(low / step - 1e-9); at <= Math.floor(high / step + 1e-9); at += 1) found.push(Number((at * step).toPrecision(12)));
  return found;
};

lab.logTicks = (low, high) => {
  const found = [];
  for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10)
    for (const each of [1, 2, 5]) if (each * power >= low && each * power <= high) found.push(each * power);
  return found;
};

lab.number = (value) => value.toLocaleString("en", { maximumFractionDigits: 6 });

// What can be compared: the strategies of one problem, or the batch schedules of one strategy.
lab.candidates = (state) => {
  const { problems, strategies, looks } = lab.data, here = problems[state.problem];
  const of = (each, index, look) => ({ index, look, curve: each });
  if (state.compare === null)
    return here.curves.filter((each) => each.metric === state.metric).map((each) => of(each, each.strategy, strategies[each.strategy]));
  const alike = problems.filter((each) => ["data_set", "target", "model", "oracle"].every((field) => each[field] === here[field]));
  return alike.flatMap((problem, index) => problem.curves
    .filter((each) => each.metric === state.metric && each.strategy === state.compare)
    .map((each) => of(each, index, { ...looks[index % looks.length], name: problem.schedule })));
};

// The curves that are to be seen, as [{index, look, seeds, x, mean, low, high}].
lab.shown = (state) => {
  const { axes, metrics } = lab.data, scale = 10 ** metrics[state.metric].digits;
  return lab.candidates(state).filter(({ index }) => !(state.compare === null ? state.off : state.offSchedules).has(index)).map(({ index, look, curve }) => ({
    index, look, seeds: curve.seeds, x: axes[curve.axis],
    ...Object.fromEntries(["mean", "low", "high"].map((name) => [name, curve[name].map((v) => (v === null ? null : v / scale))])),
  }));
};

// Where the view begins and ends: the zoomed box, or all that is there.
lab.view = (curves, zoom) => {
  const xs = curves.flatMap((curve) => curve.x);
  const ys = curves.flatMap((curve) => [...curve.mean, ...curve.low, ...curve.high]).filter((value) => value !== null);
  const box = zoom || { x: [Math.min(...xs), Math.max(...xs)], y: [Math.min(...ys), Math.max(...ys)] };
  const [x, y] = [box.x, box.y].map(([a, b]) => (b > a ? [a, b] : [a - 0.5, b + 0.5]));
  const room = zoom ? 0 : (y[1] - y[0]) * 0.03;
  return { x, y: [y[0] - room, y[1] + room] };
};

lab.frame = (width, curves, view, log) => {
  const narrow = width < 620, count = curves.length;
  const longest = Math.max(8, ...curves.map((curve) => Math.min(22, curve.look.name.length)));
  const left = 58, right = width - (narrow ? 12 : 42 + 8.1 * longest), top = 12;
  const bottom = Math.max(narrow ? 290 : 380, narrow ? 0 : top + 17 * count);
  const on = log ? Math.log10 : (value) => value;
  const [a, b] = view.x.map(on);
  return {
    width, narrow, left, right, top, bottom, view, log, height: bottom + 48,
    across: (x) => left + ((on(x) - a) / (b - a)) * (right - left),
    up: (y) => bottom - ((y - view.y[0]) / (view.y[1] - view.y[0])) * (bottom - top),
    x: (across) => { const v = a + ((across - left) / (right - left)) * (b - a); return log ? 10 ** v : v; },
    y: (up) => view.y[0] + ((bottom - up) / (bottom - top)) * (view.y[1] - view.y[0]),
  };
};

lab.axes = (frame, words) => {
  const { make } = lab, { left, right, top, bottom, view } = frame, parts = [];
  for (const value of lab.ticks(...view.y, 6)) {
    const at = frame.up(value);
    parts.push(make("line", { class: "grid", x1: left, x2: right, y1: at, y2: at }));
    parts.push(make("text", { class: "axis", x: left - 8, y: at + 4, "text-anchor": "end" }, lab.number(value)));
  }
  for (const value of frame.log ? lab.logTicks(...view.x) : lab.ticks(...view.x, frame.narrow ? 4 : 7)) {
    const at = frame.across(value);
    parts.push(make("line", { class: "tick", x1: at, x2: at, y1: bottom, y2: bottom + 5 }));
    parts.push(make("text", { class: "axis", x: at, y: bottom + 19, "text-anchor": "middle" }, lab.number(value)));
  }
  parts.push(make("line", { class: "tick", x1: left, x2: right, y1: bottom, y2: bottom }));
  parts.push(make("text", { class: "axis", x: (left + right) / 2, y: bottom + 40, "text-anchor": "middle" }, "labels"));
  parts.push(make("text", { class: "axis", transform: `translate(14 ${(top + bottom) / 2}) rotate(-90)`, "text-anchor": "middle" }, words));
  return parts;
};

lab.marker = (kind, x, y, look) => lab.make("polygon", {
  class: `marker series-${look.colour}`,
  points: lab.data.markers[kind].map(([dx, dy]) => `${(x + dx).toFixed(1)},${(y + dy).toFixed(1)}`).join(" "),
});

lab.curve = (frame, curve, bands, at) => {
  const { make } = lab, { look } = curve;
  const place = (values) => curve.x.map((x, i) => (values[i] === null ? null : [frame.across(x), frame.up(values[i])])).filter(Boolean);
  const text = (points) => points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  const group = make("g", { class: "curve", "data-index": curve.index });
  if (bands) group.append(make("polygon", { class: `band series-${look.colour}`, points: text([...place(curve.high), ...place(curve.low).reverse()]) }));
  const points = place(curve.mean);
  group.append(make("polyline", { class: `line series-${look.colour}`, "stroke-dasharray": look.dash, points: text(points) }));
  const every = Math.max(1, Math.ceil(points.length / 10));
  points.forEach(([x, y], i) => { if (i % every === at % every) group.append(lab.marker(look.marker, x, y, look)); });
  return group;
};

// Names at the right end of the curves, pushed apart where two would overlap.
lab.names = (frame, curves) => {
  const last = (curve) => {
    const seen = curve.x.map((x, i) => [x, curve.mean[i]]).filter(([x, y]) => y !== null && x <= frame.view.x[1] * 1.0001);
    return Math.min(frame.bottom, Math.max(frame.top, frame.up((seen.at(-1) || [0, frame.view.y[0]])[1])));
  };
  const order = curves.map((curve) => ({ curve, y: last(curve) + 4 })).sort((a, b) => a.y - b.y);
  order.forEach((each, i) => { if (i) each.y = Math.max(each.y, order[i - 1].y + 17); });
  let ceiling = frame.bottom + 5;
  [...order].reverse().forEach((each) => { each.y = Math.min(each.y, ceiling); ceiling = each.y - 17; });
  return order.map(({ curve, y }) => {
    const { look } = curve, x = frame.right + 8;
    const short = look.name.length > 22 ? `${look.name.slice(0, 21)}…` : look.name;
    return lab.make("g", { class: "curve", "data-index": curve.index },
      lab.make("line", { class: `line series-${look.colour}`, "stroke-dasharray": look.dash, x1: x, x2: x + 24, y1: y - 4, y2: y - 4 }),
      lab.marker(look.marker, x + 12, y - 4, look),
      lab.make("text", { class: "name", x: x + 30, y }, lab.make("title", {}, look.name), short));
  });
};

lab.draw = (state, width) => {
  const curves = lab.shown(state), words = lab.data.metrics[state.metric].words;
  if (!curves.length) return null;
  const frame = lab.frame(width, curves, lab.view(curves, state.zoom), state.log);
  const svg = lab.make("svg", { viewBox: `0 0 ${width} ${frame.height}`, width, height: frame.height, "aria-hidden": "true", class: "plot" });
  const inside = lab.make("svg", { x: frame.left - 5, y: frame.top - 5, width: frame.right - frame.left + 10, height: frame.bottom - frame.top + 10,
    viewBox: `${frame.left - 5} ${frame.top - 5} ${frame.right - frame.left + 10} ${frame.bottom - frame.top + 10}` });
  inside.append(...curves.map((curve, at) => lab.curve(frame, curve, state.bands, at)));
  svg.append(...lab.axes(frame, words), inside, ...(frame.narrow ? [] : lab.names(frame, curves)),
    lab.make("line", { class: "cursor", visibility: "hidden", y1: frame.top, y2: frame.bottom }),
    lab.make("rect", { class: "box", visibility: "hidden" }));
  return { svg, frame, curves };
};
