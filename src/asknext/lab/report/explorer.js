// What is chosen, and what follows from it: which blocks are seen, what the figure shows, what it reads out.
(() => {
  const { data, make } = lab;
  const explorer = document.getElementById("explorer");
  if (!explorer || !data.problems.length) return;
  const FIELDS = ["data_set", "target", "model", "schedule", "oracle"];
  const MANY = 6; // beyond, bands would cover each other
  const state = { problem: 0, metric: 0, compare: null, off: new Set(), offSchedules: new Set(), bands: null, log: false, zoom: null, at: -1 };
  const off = () => (state.compare === null ? state.off : state.offSchedules);
  const host = document.getElementById("plot"), tip = document.getElementById("tip"), said = document.getElementById("said");
  const by = (id) => document.getElementById(id);
  let drawn = null;

  const problem = () => data.problems[state.problem];

  // The problem that has `value` in `field` and agrees with the present one in as much of the rest as there is.
  const nearest = (field, value) => {
    const alike = (each) => FIELDS.reduce((sum, name, at) => sum + (each[name] === problem()[name] ? 2 ** (5 - at) : 0), 0);
    const found = data.problems.map((each, index) => ({ each, index })).filter(({ each }) => each[field] === value);
    return found.sort((a, b) => alike(b.each) - alike(a.each) || a.index - b.index)[0].index;
  };

  const options = (field) => {
    const among = field === "target" ? data.problems.filter((each) => each.data_set === problem().data_set) : data.problems;
    return [...new Set(among.map((each) => each[field]))];
  };

  const fillChoices = () => {
    for (const field of FIELDS) {
      const select = by(`choose-${field}`), values = options(field);
      select.replaceChildren(...values.map((value) => make("option", { value: values.indexOf(value) }, value === null ? "all classes" : value)));
      select.selectedIndex = values.indexOf(problem()[field]);
      select.closest("label").hidden = values.length < 2;
    }
  };

  const showBlocks = () => {
    for (const each of document.querySelectorAll("[data-problem]")) each.hidden = !each.dataset.problem.split(" ").includes(String(state.problem));
    for (const each of document.querySelectorAll("[data-metric]")) each.hidden = each.dataset.metric !== String(state.metric);
    const told = (field) => options(field).length > 1 && problem()[field] !== null && !(field === "schedule" && state.compare !== null);
    const whose = state.compare === null ? [] : [`batches of ${data.strategies[state.compare].name}`];
    by("chosen").textContent = [...FIELDS.filter(told).map((field) => problem()[field]), data.metrics[state.metric].words, ...whose].join(" · ");
  };

  const redraw = () => {
    tip.hidden = true;
    const bands = state.bands ?? lab.shown(state).length <= MANY;
    by("bands").checked = bands;
    drawn = lab.draw({ ...state, bands }, Math.max(300, Math.floor(host.clientWidth)));
    host.replaceChildren(drawn ? drawn.svg : make("p", { class: "soft" }, "No curve is switched on, or none has finished."));
    by("reset").disabled = !state.zoom;
    lab.drawn = drawn;
    lab.state = state;
  };

  const swatch = (look) => {
    const svg = make("svg", { viewBox: "0 0 32 14", width: 32, height: 14, class: "swatch", "aria-hidden": "true" });
    svg.append(make("line", { class: `line series-${look.colour}`, "stroke-dasharray": look.dash, x1: 1, x2: 31, y1: 7, y2: 7 }), lab.marker(look.marker, 16, 7, look));
    return svg;
  };

  const highlight = (index) => {
    for (const each of host.querySelectorAll(".curve")) each.classList.toggle("faded", index !== null && each.dataset.index !== String(index));
  };

  const fillLegend = () => {
    by("legend").replaceChildren(...lab.candidates(state).map(({ index, look }) => {
      const box = make("input", { type: "checkbox" });
      box.checked = !off().has(index);
      box.addEventListener("change", () => { if (box.checked) off().delete(index); else off().add(index); redraw(); });
      const label = make("label", { class: "switch", title: look.name }, box, swatch(look), make("span", {}, look.name));
      label.addEventListener("pointerenter", () => highlight(index));
      label.addEventListener("pointerleave", () => highlight(null));
      return label;
    }));
  };

  const all = () => { fillChoices(); showBlocks(); fillLegend(); redraw(); };

  // ---------------------------------------------------------------- reading out
  const labels = () => [...new Set(drawn.curves.flatMap((curve) => curve.x))].sort((a, b) => a - b);

  // A curve without a point at x is read at its last one before.
  const rowsAt = (x) => drawn.curves
    .map((curve) => ({ look: curve.look, curve, i: curve.x.findLastIndex((each) => each <= x) }))
    .filter(({ curve, i }) => i >= 0 && curve.mean[i] !== null)
    .sort((a, b) => (b.curve.mean[b.i] - a.curve.mean[a.i]) * (data.metrics[state.metric].up ? 1 : -1));

  const readOut = (x, spoken) => {
    const digits = data.metrics[state.metric].digits, rows = rowsAt(x);
    const text = (value) => (value === null ? "?" : value.toFixed(Math.min(digits, 3)).replace("-", "−"));
    const bounds = ({ curve, i }) => (curve.low[i] === null ? "one seed" : `${text(curve.low[i])} to ${text(curve.high[i])}`);
    tip.replaceChildren(make("strong", {}, `${lab.number(x)} labels`), make("table", {}, ...rows.map((row) =>
      make("tr", {}, make("td", {}, swatch(row.look)), make("th", { scope: "row" }, row.look.name), make("td", {}, text(row.curve.mean[row.i])), make("td", { class: "soft" }, row.curve.x[row.i] === x ? "" : `at ${lab.number(row.curve.x[row.i])}`), make("td", { class: "soft" }, bounds(row))))));
    tip.hidden = false;
    const at = drawn.frame.across(x), cursor = drawn.svg.querySelector(".cursor");
    cursor.setAttribute("x1", at);
    cursor.setAttribute("x2", at);
    cursor.setAttribute("visibility", "visible");
    const left = at > (drawn.frame.left + drawn.frame.right) / 2;
    tip.style.left = drawn.frame.narrow ? "0" : left ? "auto" : `${at + 14}px`;
    tip.style.right = !drawn.frame.narrow && left ? `${host.clientWidth - at + 14}px` : "auto";
    if (spoken) said.textContent = `${x} labels: ` + rows.map((row) => `${row.look.name} ${text(row.curve.mean[row.i])} (${bounds(row)})`).join("; ");
  };

  const hush = () => { tip.hidden = true; if (drawn) drawn.svg.querySelector(".cursor").setAttribute("visibility", "hidden"); };

  const place = (event) => {
    const box = drawn.svg.getBoundingClientRect(), scale = drawn.frame.width / box.width;
    return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
  };

  // ---------------------------------------------------------------- pointer and keys
  let from = null;
  const clamp = ({ x, y }) => ({ x: Math.min(drawn.frame.right, Math.max(drawn.frame.left, x)), y: Math.min(drawn.frame.bottom, Math.max(drawn.frame.top, y)) });
  const corners = (a, b) => ({ x: [Math.min(a.x, b.x), Math.max(a.x, b.x)], y: [Math.min(a.y, b.y), Math.max(a.y, b.y)] });

  host.addEventListener("pointerdown", (event) => {
    if (!drawn || event.button || event.pointerType === "touch") return;
    const at = place(event);
    if (at.x > drawn.frame.right + 4) return;
    from = clamp(at);
    host.setPointerCapture(event.pointerId);
    event.preventDefault();
    host.focus({ preventScroll: true });
  });

  host.addEventListener("pointermove", (event) => {
    if (!drawn) return;
    const at = place(event);
    if (from) {
      const box = corners(from, clamp(at)), rect = drawn.svg.querySelector(".box");
      for (const [name, value] of Object.entries({ x: box.x[0], y: box.y[0], width: box.x[1] - box.x[0], height: box.y[1] - box.y[0], visibility: "visible" })) rect.setAttribute(name, value);
      hush();
      return;
    }
    if (at.x > drawn.frame.right + 20) { hush(); return; }
    const xs = labels().filter((x) => x >= drawn.frame.view.x[0] && x <= drawn.frame.view.x[1]);
    if (!xs.length) return;
    const x = xs.reduce((best, each) => (Math.abs(drawn.frame.across(each) - at.x) < Math.abs(drawn.frame.across(best) - at.x) ? each : best));
    state.at = labels().indexOf(x);
    readOut(x, false);
  });

  host.addEventListener("pointerup", (event) => {
    if (!from || !drawn) return;
    const box = corners(from, clamp(place(event)));
    from = null;
    drawn.svg.querySelector(".box").setAttribute("visibility", "hidden");
    if (box.x[1] - box.x[0] < 8 || box.y[1] - box.y[0] < 8) return;
    state.zoom = { x: box.x.map(drawn.frame.x), y: box.y.map(drawn.frame.y).reverse() };
    redraw();
  });
  host.addEventListener("pointerleave", () => { if (!from) hush(); });
  host.addEventListener("dblclick", () => { state.zoom = null; redraw(); });

  const closer = (factor) => {
    const { view, log } = drawn.frame;
    const inner = ([a, b]) => { const m = (a + b) / 2, h = ((b - a) / 2) * factor; return [m - h, m + h]; };
    const x = log ? inner(view.x.map(Math.log10)).map((v) => 10 ** v) : inner(view.x);
    state.zoom = factor > 1 && !state.zoom ? null : { x, y: inner(view.y) };
    redraw();
  };

  host.addEventListener("keydown", (event) => {
    if (!drawn || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key], xs = labels();
    if (step) {
      state.at = Math.max(0, Math.min(xs.length - 1, state.at + step));
      readOut(xs[state.at], true);
    } else if (event.key === "+" || event.key === "=") closer(0.6);
    else if (event.key === "-") closer(1 / 0.6);
    else if (event.key === "0" || event.key === "Escape") { state.zoom = null; redraw(); }
    else return;
    event.preventDefault();
  });
  host.addEventListener("blur", hush);

  // ---------------------------------------------------------------- controls
  for (const field of FIELDS) by(`choose-${field}`).addEventListener("change", (event) => {
    state.problem = nearest(field, options(field)[event.target.selectedIndex]);
    state.zoom = null;
    all();
  });
  by("choose-metric").replaceChildren(...data.metrics.map((each, index) => make("option", { value: index }, each.words)));
  by("choose-metric").addEventListener("change", (event) => { state.metric = event.target.selectedIndex; state.zoom = null; all(); });
  by("choose-metric").closest("label").hidden = data.metrics.length < 2;
  by("reset").addEventListener("click", () => { state.zoom = null; redraw(); });
  by("everything").addEventListener("click", () => { off().clear(); fillLegend(); redraw(); });
  by("nothing").addEventListener("click", () => { for (const { index } of lab.candidates(state).slice(1)) off().add(index); fillLegend(); redraw(); });
  by("compare").replaceChildren(make("option", {}, "strategies"), ...data.strategies.map((each) => make("option", {}, `batches of ${each.name}`)));
  by("compare").addEventListener("change", (event) => { state.compare = event.target.selectedIndex - 1 < 0 ? null : event.target.selectedIndex - 1; state.zoom = null; all(); });
  by("compare").closest("label").hidden = new Set(data.problems.map((each) => each.schedule)).size < 2;
  by("bands").addEventListener("change", (event) => { state.bands = event.target.checked; redraw(); });
  by("log").addEventListener("change", (event) => { state.log = event.target.checked; state.zoom = null; redraw(); });

  document.documentElement.classList.add("live");
  explorer.hidden = by("choices").hidden = false;
  all();
  let width = host.clientWidth;
  new ResizeObserver(() => { if (Math.abs(host.clientWidth - width) > 1) { width = host.clientWidth; redraw(); } }).observe(host);
})();
