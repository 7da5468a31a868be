// In the page's own world, on platforms whose definition reads an answer of the platform's own
// interface: hears the answers that the page itself asked for, and hands their text to our content
// script. It asks for nothing, changes nothing, and passes on nothing else.
//
// ANSWERS is filled in by crate/pack from the definitions: addresses, `*` for one part of the path.
//
// Contract with crate/page (ear.rs), both events on the document:
//   "tallystick-answer"   to our script: detail is the address, a line feed, and the body
//   "tallystick-ear"      from our script, which listens from now on: what came before is said again
const LONGEST = 4_000_000;

const heard = new Map();

function fits(pattern, address) {
  const bare = (it) => it.split(/[?#]/)[0].replace(/\/+$/, "").split("/");
  const [wanted, given] = [bare(pattern), bare(address)];
  return wanted.length === given.length && wanted.every((it, at) => it === "*" || it === given[at]);
}

function isWanted(address) {
  return ANSWERS.some((pattern) => fits(pattern, address));
}

function tell(address, body) {
  document.dispatchEvent(new CustomEvent("tallystick-answer", { detail: `${address}\n${body}` }));
}

function hear(address, body) {
  if (typeof body === "string" && body.length <= LONGEST) {
    heard.set(address, body);
    tell(address, body);
  }
}

// Whatever goes wrong in here is ours, and must not be the page's.
function quietly(run) {
  try {
    run()?.catch?.(() => {});
  } catch {
    // The page goes on as if nobody had listened.
  }
}

function hearResponse(response) {
  if (response.ok && isWanted(response.url)) {
    const { url } = response;
    return response.clone().text().then((body) => hear(url, body));
  }
}

function hearRequest(request) {
  if (request.status === 200 && isWanted(request.responseURL)) {
    const { responseType: type, responseURL: url } = request;
    if (type === "" || type === "text") hear(url, request.responseText);
    if (type === "json") hear(url, JSON.stringify(request.response));
  }
}

// A proxy looks like what it stands for, to whoever asks it for its text too.
window.fetch = new Proxy(window.fetch, {
  apply(target, self, given) {
    const answer = Reflect.apply(target, self, given);
    quietly(() => answer.then((it) => quietly(() => hearResponse(it))));
    return answer;
  },
});

const { prototype } = XMLHttpRequest;
prototype.open = new Proxy(prototype.open, {
  apply(target, self, given) {
    quietly(() => self.addEventListener("load", () => quietly(() => hearRequest(self)), { once: true }));
    return Reflect.apply(target, self, given);
  },
});

document.addEventListener("tallystick-ear", () => {
  for (const [address, body] of heard) tell(address, body);
});
