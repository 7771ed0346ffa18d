"use strict";
// The chart is whole without this: it only reads out the values under the pointer or the arrow keys.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const chart = document.getElementById("chart");
  if (!data || !chart) return;
  const cursor = document.getElementById("cursor");
  const readout = document.getElementById("readout");
  const { x, left, right, top, bottom, low, high } = data.frame;
  let at = -1;

  const across = (value) => left + ((value - low) / (high - low)) * (right - left);
  const show = (index) => {
    at = Math.max(0, Math.min(x.length - 1, index));
    const place = across(x[at]);
    for (const [name, value] of [["x1", place], ["x2", place], ["y1", top], ["y2", bottom]]) cursor.setAttribute(name, value);
    cursor.removeAttribute("visibility");
    readout.textContent = `${x[at]} labels: ` + data.curves
      .map((curve) => `${curve.name} ${curve.mean[at].toFixed(3)} (${curve.low[at].toFixed(3)} to ${curve.high[at].toFixed(3)})`)
      .join(" · ");
  };

  chart.addEventListener("pointermove", (event) => {
    const box = chart.getBoundingClientRect();
    const value = low + (((event.clientX - box.left) / box.width) * data.frame.width - left) / (right - left) * (high - low);
    show(x.reduce((best, each, index) => (Math.abs(each - value) < Math.abs(x[best] - value) ? index : best), 0));
  });
  chart.parentElement.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    show(at + step);
  });
})();
