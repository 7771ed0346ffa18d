// A classic script in the head: the theme is set before the first paint, so that a dark page never flashes white.
(function () {
  try {
    const theme = localStorage.getItem("asknext.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be forbidden; the system's theme is used then.
  }
})();
