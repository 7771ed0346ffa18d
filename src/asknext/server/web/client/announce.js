/** Speaks to screen readers. A text said twice in a row is cleared first, or it would not be read again. */
function say(region, text) {
  const element = document.getElementById(region);
  if (!element) return;
  element.textContent = "";
  setTimeout(() => {
    element.textContent = text;
  }, 30);
}

export const announce = (text) => say("live-polite", text);
export const alarm = (text) => say("live-assertive", text);
