import { call } from "./api.js";

/** Calls that are about the server as a whole and not about a project. */
export const onServer = (method, path, body) => call(method, path, body, { server: true });

/** The link that takes up an invitation. What stands behind # is sent to no server and stands in no log. */
export const invitationLink = (secret) => `${location.origin}/invitation#${secret}`;

/** Where to go after the log-in: a page of this server, never another one. */
export function nextPage(otherwise) {
  const wanted = new URLSearchParams(location.search).get("next") ?? "";
  const url = new URL(wanted, location.origin);
  return wanted.startsWith("/") && url.origin === location.origin && url.pathname !== "/login" ? url.pathname : otherwise;
}
