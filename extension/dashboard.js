// The dashboard, twice: the page, which draws, and a worker, which computes, so that the page stays
// alive whatever is computed. Both are the same program, crate/dashboard.
//
// Contract with it:
//   dashboard(ask)     draws the page; ask(question) → Promise<string | Uint8Array>
//   prepare()          once in the worker, before any question
//   answer(question)   in the worker: → Promise<string | Uint8Array>
import * as glue from "program-glue";

async function load() {
  const imports = { "./dashboard_bg.js": glue };
  // Compiled while it is read.
  const file = fetch("dashboard_bg.wasm");
  const { instance } = await WebAssembly.instantiateStreaming(file, imports);
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start?.();
}

function work() {
  const ready = load().then(() => glue.prepare());
  self.onmessage = async ({ data: [id, question] }) => {
    try {
      await ready;
      const answer = await glue.answer(question);
      const moved = typeof answer === "string" ? [] : [answer.buffer];
      self.postMessage([id, answer], moved);
    } catch (reason) {
      self.postMessage([id, null, String(reason)]);
    }
  };
}

function asking() {
  const worker = new Worker("dashboard.js", { type: "module" });
  const waiting = new Map();
  let last = 0;
  worker.onmessage = ({ data: [id, answer, reason] }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (reason === undefined) {
      resolve(answer);
    } else {
      console.error("Tallystick's worker:", reason);
      reject(reason);
    }
  };
  worker.onerror = (event) => {
    for (const { reject } of waiting.values()) {
      reject(event.message);
    }
    waiting.clear();
  };
  return (question) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      worker.postMessage([last, question]);
    });
}

function draw() {
  const ask = asking();
  load()
    .then(() => glue.dashboard(ask))
    .catch((reason) => {
      const line = document.createElement("p");
      line.setAttribute("role", "alert");
      line.textContent = `Tallystick could not open this page: ${reason}`;
      document.body.append(line);
    });
}

if (typeof document === "undefined") {
  work();
} else {
  draw();
}
