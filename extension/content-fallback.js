// The content script where the page's policy forbids WASM: the same program as in content.js,
// turned into plain JavaScript by wasm2js. The background injects it when content.js asks.
//
// Contract with crate/page: as in content.js.
import * as glue from "program-glue";
import * as exports from "program-exports";

// Never beside a running program; twice injected is once run.
if (globalThis.tallystick === undefined || globalThis.tallystick === "refused") {
  globalThis.tallystick = "running";
  glue.__wbg_set_wasm(exports);
  glue.start();
}
