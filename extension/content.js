// The content script. One file is shipped: this loader, the glue that wasm-bindgen makes for the
// crate `page`, and the program itself as a string, so no page can fetch anything of ours.
//
// A page's own policy may forbid WASM here (Chromium; Firefox never asks the page). Then the
// background injects content-fallback.js, the same program in plain JavaScript.
//
// Contract with crate/page: it exports `start()`, called once in each document.
import * as glue from "program-glue";
import program from "program-text";

// The smallest module there is: compiling it tells at once whether WASM is allowed, before the
// big one is decoded for nothing. (`WebAssembly.validate` says yes even where it is refused.)
const PROBE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

// Each character of the string is one byte of the module plus one (see crate/pack, text).
function bytes(text) {
  const all = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    all[at] = text.charCodeAt(at) - 1;
  }
  return all;
}

function run() {
  new WebAssembly.Module(PROBE);
  const module = new WebAssembly.Module(bytes(program));
  const { exports } = new WebAssembly.Instance(module, { "./page_bg.js": glue });
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start?.();
}

function askForFallback() {
  const asked = chrome.runtime.sendMessage(JSON.stringify({ ask: "inject_fallback" }));
  // Nobody answers while the extension is being updated; the next page load asks again.
  asked.catch((reason) => console.warn("Tallystick could not start here:", reason));
}

// The mark is seen by our own scripts only. Values: "running", "refused" (fallback wanted).
if (globalThis.tallystick === undefined) {
  globalThis.tallystick = "running";
  let allowed = true;
  try {
    run();
  } catch (reason) {
    if (!(reason instanceof WebAssembly.CompileError)) {
      throw reason;
    }
    allowed = false;
  }
  if (allowed) {
    glue.start();
  } else {
    globalThis.tallystick = "refused";
    askForFallback();
  }
}
