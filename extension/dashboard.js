// The dashboard, twice: the page, which draws, and a worker, which computes, so that the page stays
// alive whatever is computed. Both are the same program, crate/dashboard.
//
// Contract with it:
//   dashboard(ask)     draws the page; ask(question, file?) → Promise<string | Uint8Array>
//   prepare()          once in the worker, before any question
//   answer(question, file?)   in the worker: → Promise<string | Uint8Array>
import * as glue from "program-glue";

async function start(program) {
  const instance = await WebAssembly.instantiate(program, { "./dashboard_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start?.();
}

function work() {
  let ready;
  // Beside the first message, which is no question, comes the program; beside a question a file may.
  self.onmessage = async ({ data: [id, question, beside] }) => {
    if (question === null) {
      ready = start(beside).then(() => glue.prepare());
      return;
    }
    try {
      await ready;
      const answer = await glue.answer(question, beside);
      const moved = typeof answer === "string" ? [] : [answer.buffer];
      self.postMessage([id, answer], moved);
    } catch (reason) {
      self.postMessage([id, null, String(reason)]);
    }
  };
}

function asking(compiling) {
  const worker = new Worker("dashboard.js", { type: "module" });
  // What fails to compile is told by the page, which then asks nothing.
  compiling.then((program) => worker.postMessage([0, null, program])).catch(() => {});
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
  return (question, file) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      worker.postMessage([last, question, file]);
    });
}

function draw() {
  // Once for both, while it is read.
  const compiling = WebAssembly.compileStreaming(fetch("dashboard_bg.wasm"));
  const ask = asking(compiling);
  compiling
    .then(start)
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
