import { apiBase, pageUrl } from "./place.js";
import { Store } from "./store.js";

export { apiBase, pageUrl };

/** The server answered, and said no. */
export class Refusal extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** No answer came: the network or the server is away. */
export class Away extends Error {}

/** `reachable`: whether the last request was answered; `locked`: whether the token is being asked for. */
export const connection = new Store({ reachable: true, locked: false });

let unlocked = null;
let unlock = null;

/** Called by the login form once the server has accepted the token. */
export function loggedIn() {
  connection.set({ locked: false });
  unlock?.();
  unlock = unlocked = null;
}

function waitForLogin() {
  unlocked ??= new Promise((resolve) => {
    unlock = resolve;
  });
  connection.set({ locked: true });
  return unlocked;
}

const PATIENCE = 20_000;
const LONG_PATIENCE = 120_000;

async function reach(method, path, body, options) {
  const init = { method, credentials: "same-origin", cache: options.bytes ? "no-cache" : "no-store", signal: AbortSignal.timeout(options.bytes ? LONG_PATIENCE : PATIENCE) };
  if (body !== undefined) {
    init.headers = { "Content-Type": "application/json" };
    init.body = JSON.stringify(body);
    // A request under way when the tab is closed is finished by the browser; it allows 64 kB of these.
    init.keepalive = Boolean(options.keepalive) && init.body.length < 30_000;
  }
  try {
    return await fetch(`${options.server ? "/api/v1" : apiBase()}${path}`, init);
  } catch (error) {
    connection.set({ reachable: false });
    throw new Away(String(error));
  }
}

async function refusal(response) {
  let error = {};
  try {
    error = (await response.json()).error ?? {};
  } catch {
    // A proxy in between answers with its own page: the status is all there is to tell.
  }
  return new Refusal(response.status, error.code ?? "", error.message ?? `${response.status} ${response.statusText}`);
}

/**
 * One call of the HTTP API of this page's project, or with `server: true` of the server as a whole.
 * An ended session asks for the log-in over the page, then the call is made again. With `bytes: true` the answer is an
 * ArrayBuffer, and one that the browser has kept is used where the server says that it still holds.
 */
export async function call(method, path, body, options = {}) {
  const response = await reach(method, path, body, options);
  if (response.status === 401 && !options.login) {
    await waitForLogin();
    return call(method, path, body, options);
  }
  if (response.status >= 502) {
    connection.set({ reachable: false });
    throw new Away(String(response.status));
  }
  if (!connection.state.reachable) connection.set({ reachable: true });
  if (!response.ok) throw await refusal(response);
  if (response.status === 204) return null;
  return options.bytes ? response.arrayBuffer() : response.json();
}

export const get = (path, options) => call("GET", path, undefined, options);
export const post = (path, body, options) => call("POST", path, body, options);

/** `?a=1&b=2` of the entries that have a value. */
export function query(entries) {
  const filled = Object.entries(entries).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return filled.length ? `?${new URLSearchParams(filled)}` : "";
}
