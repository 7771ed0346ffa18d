// Figures and tables as files, made in the browser out of what the page holds already.
(() => {
  const { data, make } = lab;

  const save = (name, text, kind) => {
    const link = make("a", { download: name, href: URL.createObjectURL(new Blob([text], { type: kind })) });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  // A spreadsheet would run a text that begins like a formula.
  const field = (value) => {
    let text = String(value ?? "");
    if (/^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const csv = (rows) => rows.map((row) => row.map(field).join(",")).join("\r\n") + "\r\n";
  const plain = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "table";

  for (const table of document.querySelectorAll("table[data-file]")) {
    const button = make("button", { type: "button", class: "small" }, "CSV");
    button.title = "These numbers as a CSV file";
    button.addEventListener("click", () => {
      const rows = [...table.rows].map((row) => [...row.cells].map((cell) => cell.dataset.value ?? cell.textContent.replaceAll("−", "-").trim()));
      save(`${plain(table.dataset.file)}.csv`, csv(rows), "text/csv;charset=utf-8");
    });
    table.caption.append(" ", button);
  }

  const csvButton = document.getElementById("curve-csv"), svgButton = document.getElementById("curve-svg");
  if (!csvButton) return;
  const name = () => plain(`curves ${document.getElementById("chosen").textContent}`);

  csvButton.addEventListener("click", () => {
    const { state } = lab, problem = data.problems[state.problem], metric = data.metrics[state.metric].name;
    const rows = [["data_set", "target", "model", "schedule", "oracle", "metric", "strategy", "seeds", "labels", "mean", "low", "high"]];
    for (const curve of lab.shown(state)) curve.x.forEach((x, i) => rows.push([problem.data_set, problem.target, problem.model, state.compare === null ? problem.schedule : curve.look.name,
      problem.oracle, metric, state.compare === null ? curve.look.name : data.strategies[state.compare].name, curve.seeds, x, curve.mean[i], curve.low[i], curve.high[i]]));
    save(`${name()}.csv`, csv(rows), "text/csv;charset=utf-8");
  });

  svgButton.addEventListener("click", () => {
    if (!lab.drawn) return;
    const svg = lab.drawn.svg.cloneNode(true);
    svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    svg.prepend(make("rect", { width: "100%", height: "100%", fill: "#fff" }));
    for (const each of svg.querySelectorAll("[visibility=hidden]")) each.remove();
    const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
    style.textContent = data.style;
    svg.prepend(style);
    save(`${name()}.svg`, new XMLSerializer().serializeToString(svg), "image/svg+xml");
  });
})();
