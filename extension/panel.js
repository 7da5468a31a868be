// The panel's pages: popup.html runs `popup()` of crate/panel, options.html runs `options()`;
// a further page NAME.html needs an export NAME and nothing here.
//
// A page says <script type="module" src="panel.js"></script> and no other script.
import * as glue from "program-glue";

async function load() {
  const file = await fetch("panel_bg.wasm");
  const imports = { "./panel_bg.js": glue };
  const { instance } = await WebAssembly.instantiate(await file.arrayBuffer(), imports);
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start?.();
}

const page = location.pathname.slice(1).replace(/\.html$/, "");

load()
  .then(() => glue[page]())
  .catch((reason) => {
    const line = document.createElement("p");
    line.setAttribute("role", "alert");
    line.textContent = `Tallystick could not open this page: ${reason}`;
    document.body.append(line);
  });
