// The browser's APIs and the network as the background's tests need them: what is asked for is
// kept here, and the network is a function of the test.
const stored = new Map();
const events = { count: 0, waiting: [] };
const realNow = Date.now;
const realFetch = globalThis.fetch;
let shift = 0;
let network = () => "down";
const alarms = new Map();
let front = 7;
let badge = "";
const injected = [];

function happened() {
  events.count += 1;
  for (const resolve of events.waiting.splice(0)) {
    resolve();
  }
}

globalThis.chrome = {
  storage: {
    local: {
      get: async (key) => (stored.has(key) ? { [key]: stored.get(key) } : {}),
      set: async (values) => {
        Object.entries(values).forEach(([key, value]) => happened(stored.set(key, value)));
      },
    },
  },
  alarms: {
    create: async (name, { when }) => happened(alarms.set(name, when)),
    clear: async (name) => happened(alarms.delete(name)),
  },
  runtime: {
    getManifest: () => ({ version: "1.2.3" }),
    getURL: (path) => `chrome-extension://fake/${path}`,
    openOptionsPage: async () => {},
  },
  tabs: { create: async () => {}, query: async () => [{ id: front }] },
  windows: { getLastFocused: async () => ({ id: 1 }) },
  idle: { setDetectionInterval: () => {} },
  action: {
    setBadgeText: async ({ text }) => {
      badge = text;
      happened();
    },
  },
  scripting: { executeScript: async (injection) => injected.push(JSON.stringify(injection)) },
};

Date.now = () => realNow() + shift;

globalThis.fetch = async (url, init) => {
  if (!String(url).startsWith("https://fake")) {
    return realFetch(url, init);
  }
  const headers = Object.fromEntries(init.headers);
  const text = network(init.method, String(url), JSON.stringify(headers), init.body ?? "");
  if (text === "down") {
    throw new TypeError("connection refused");
  }
  const { status, etag, retry_after: retryAfter, body } = JSON.parse(text);
  const answer = new Response([204, 304].includes(status) ? null : body, { status });
  for (const [name, value] of [["etag", etag], ["retry-after", retryAfter]]) {
    if (value) {
      answer.headers.set(name, value);
    }
  }
  return answer;
};

export const set_network = (handle) => {
  network = handle;
};
export const forget_stored = () => {
  stored.clear();
  shift = 0;
  alarms.clear();
};
export const put_stored = (key, text) => stored.set(key, text);
export const pass = (ms) => {
  shift += ms;
};
export const precise_now = () => performance.now();
export const alarm_at = () => alarms.get("due") ?? 0;
export const tick_at = () => alarms.get("tick") ?? 0;
export const bring_to_front = (tab) => {
  front = tab;
};
export const badge_text = () => badge;
export const injections = () => injected.join("\n");
export const event_count = () => events.count;
export async function event_after(count) {
  while (events.count === count) {
    await new Promise((resolve) => events.waiting.push(resolve));
  }
}
export async function delete_database(name) {
  await new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = resolve;
    request.onerror = reject;
  });
}

function opened(name, version, upgrade) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => upgrade?.(request.result);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
function put(database, store, key, value) {
  return new Promise((resolve, reject) => {
    const run = database.transaction([store], "readwrite");
    run.objectStore(store).put(value, key);
    run.oncomplete = resolve;
    run.onabort = reject;
  });
}
// A database as another version made it, with one value in it.
export async function older_database(name, version, store, key, value) {
  const stores = ["backends", "secrets", "index", "buckets", "texts", "bucket_etags", "text_etags",
    "reviews", "outbox", "notes", "hiding", "blind"];
  if (version > 1) {
    stores.push("log", "log_ids", "log_about", "log_imports", "records", "pending", "clock", "days",
      "search", "costs", "imports", "staged", "sums", "damaged");
  }
  const make = (database) => stores.forEach((it) => database.createObjectStore(it));
  const database = await opened(name, version, make);
  await put(database, store, key, value);
  database.close();
}
export async function put_text(name, store, key, value) {
  const database = await opened(name);
  await put(database, store, key, value);
  database.close();
}
// Another window that uses the database and does not let go.
let held;
export async function hold_database(name) {
  held = await opened(name);
}
// Resolves when whoever waited for it has been there.
export async function release_database(name) {
  held.close();
  (await opened(name)).close();
}

// A disk without room.
const realPut = IDBObjectStore.prototype.put;
export const fill_disk = (full) => {
  IDBObjectStore.prototype.put = full
    ? () => {
        throw new DOMException("full", "QuotaExceededError");
      }
    : realPut;
};
