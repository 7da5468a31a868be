// The background: a module service worker in Chromium, an event page in Firefox.
//
// Both browsers start it for an event and drop the event unless its listener is there before the
// first turn ends; the program is compiled only after that. So the listeners stand here, and what
// arrives early waits for `ready`.
//
// Contract with crate/background, all exported, all callable in any order after `start`:
//   start()                       once in the life of a worker
//   on_message(text, sender)      → Promise<string>, the answer as JSON text; `sender` as Chrome gives it
//   on_alarm(name)                → Promise<void>
//   on_installed(reason)          → Promise<void>; "install", "update", …
//   on_startup()                  → Promise<void>; the browser was started
//   on_signal(name, one, other)   → Promise<void>; a sign for the clock, see crate/background/src/signal.rs
import * as glue from "program-glue";

async function load() {
  const file = fetch(chrome.runtime.getURL("background_bg.wasm"));
  const imports = { "./background_bg.js": glue };
  // Compiled while it is read: a page may be waiting for a worker that was just woken.
  const { instance } = await WebAssembly.instantiateStreaming(file, imports);
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start?.();
  glue.start();
  return glue;
}

const ready = load();
ready.catch((reason) => console.error("Tallystick's background did not start:", reason));

// The same shape as crate/wire's Failure.
function failure(reason) {
  return JSON.stringify({ Err: { message: `Tallystick's background failed: ${reason}` } });
}

chrome.runtime.onMessage.addListener((text, sender, answer) => {
  // Our own messages are text, and only our own pages and content scripts may ask.
  if (typeof text !== "string" || sender.id !== chrome.runtime.id) {
    return false;
  }
  ready
    .then((program) => program.on_message(text, sender))
    .catch(failure)
    .then(answer);
  // "The answer comes later."
  return true;
});

function log(reason) {
  console.error("Tallystick:", reason);
}

chrome.alarms.onAlarm.addListener(({ name }) => {
  ready.then((program) => program.on_alarm(name)).catch(log);
});

chrome.runtime.onInstalled.addListener(({ reason }) => {
  ready.then((program) => program.on_installed(reason)).catch(log);
});

chrome.runtime.onStartup.addListener(() => {
  ready.then((program) => program.on_startup()).catch(log);
});

// What the browser says of tabs, windows and the keyboard: numbers, no addresses.
function signal(event, read) {
  event?.addListener((...said) => {
    ready.then((program) => program.on_signal(...read(...said))).catch(log);
  });
}

signal(chrome.tabs.onActivated, ({ tabId, windowId }) => ["activated", tabId, windowId]);
signal(chrome.tabs.onCreated, ({ id, openerTabId }) => ["created", id ?? -1, openerTabId ?? -1]);
signal(chrome.tabs.onRemoved, (tabId) => ["removed", tabId, -1]);
signal(chrome.windows?.onFocusChanged, (windowId) => ["window", windowId, -1]);
signal(chrome.idle.onStateChanged, (state) => [state, -1, -1]);
