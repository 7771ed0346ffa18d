/**
 * Answers on their way, kept in IndexedDB until the server has acknowledged them.
 * A record is {key, owner, session, annotator, event}: `owner` is the page that sends it.
 */
function wait(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

class Disk {
  constructor(database) {
    this.database = database;
  }

  #table(mode) {
    return this.database.transaction("events", mode, { durability: "strict" }).objectStore("events");
  }

  /** Resolves when the record is on the disk. */
  add(record) {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction("events", "readwrite", { durability: "strict" });
      const request = transaction.objectStore("events").add(record);
      transaction.oncomplete = () => resolve({ ...record, key: request.result });
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  put(record) {
    return wait(this.#table("readwrite").put(record));
  }

  all() {
    return wait(this.#table("readonly").getAll());
  }

  remove(keys) {
    const table = this.#table("readwrite");
    return Promise.all(keys.map((key) => wait(table.delete(key))));
  }
}

/** Where the browser forbids storage: the same, for as long as the page lives. */
class Memory {
  forgetful = true;
  #records = new Map();
  #last = 0;

  async add(record) {
    const kept = { ...record, key: ++this.#last };
    this.#records.set(kept.key, kept);
    return kept;
  }

  async put(record) {
    this.#records.set(record.key, record);
  }

  async all() {
    return [...this.#records.values()];
  }

  async remove(keys) {
    keys.forEach((key) => this.#records.delete(key));
  }
}

/** One database a project: answers to one must never reach another that is served at the same address later. */
export async function openKept(project) {
  try {
    const request = indexedDB.open(`asknext:${project}`, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("events", { keyPath: "key", autoIncrement: true });
    return new Disk(await wait(request));
  } catch {
    return new Memory();
  }
}
