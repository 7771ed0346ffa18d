/**
 * Which pages of this browser are alive: each holds a lock named after its session for as long as it lives.
 * Web Locks exist on localhost and under TLS only; without them every other page counts as gone, which costs at
 * most a second sending of the same answer, and the server stores an answer once.
 */
const name = (session) => `asknext:session:${session}`;

export function live(session) {
  navigator.locks?.request(name(session), () => new Promise(() => {})).catch(() => {});
}

export async function livingSessions() {
  if (!navigator.locks) return new Set();
  const { held } = await navigator.locks.query();
  return new Set(held.map((lock) => lock.name).filter((lock) => lock.startsWith(name(""))).map((lock) => lock.slice(name("").length)));
}

/** Runs `work` in one page of the browser at a time. */
export function alone(work) {
  return navigator.locks ? navigator.locks.request("asknext:adopt", work) : work();
}
