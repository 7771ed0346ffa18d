/** A plugin that shows, below the pointer, what `say` says of a chart and a place in its data; nothing where that is null. */
export function reading(say) {
  let box;
  return {
    hooks: {
      init: (chart) => {
        box = document.createElement("div");
        box.className = "reading";
        box.setAttribute("aria-hidden", "true");
        box.hidden = true;
        chart.over.append(box);
      },
      setCursor: (chart) => {
        const { idx, left } = chart.cursor;
        const said = idx === null || idx === undefined || left < 0 ? null : say(chart, idx);
        box.hidden = said === null;
        if (box.hidden) return;
        box.textContent = said;
      },
    },
  };
}
