import { decimal, integer, t } from "../client/messages.js";

/** Seconds as people say them: 40 s, 12 min, 3.5 h. */
export function spoken(seconds) {
  if (seconds < 90) return t("time.seconds", { count: integer(seconds) });
  if (seconds < 5400) return t("time.minutes", { count: integer(seconds / 60) });
  return t("time.hours", { count: seconds < 36_000 ? decimal(seconds / 3600, 1) : integer(seconds / 3600) });
}
