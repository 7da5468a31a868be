// The pages' own life: rows that react to clicks and keys, a framework that draws and redraws,
// another extension that meddles. Tests trigger single steps by events on the document (`do=live`);
// what the page noticed stands as data attributes on <html>.
"use strict";
(() => {
  const ROWS = {
    prolific: 'li[data-testid^="study-"]',
    cloudresearch: ".project-card",
    mturk: "li.table-row",
    microworkers: ".jobslist",
  };
  const noticed = document.documentElement.dataset;
  const platform = document.body.dataset.market;
  const wanted = (document.body.dataset.do || "").split(" ");
  const selector = ROWS[platform];
  if (!selector) return;

  const count = (name) => (noticed[name] = String(Number(noticed[name] || 0) + 1));
  const rows = () => [...document.querySelectorAll(selector)];

  // React listens at the root and asks afterwards which row was meant; Vue listens on the row.
  const clicked = (event) => {
    const row = event.target.closest && event.target.closest(selector);
    if (!row) return;
    count("clicks");
    if (platform === "mturk") expand(row);
    if (platform === "prolific" && row.dataset.testid) {
      location.assign("/studies/" + row.dataset.testid.slice("study-".length));
    }
  };
  const expand = (row) => {
    const open = row.querySelector(":scope > .expanded-row");
    if (open) return open.remove();
    const more = document.createElement("div");
    more.className = "expanded-row p-b-md";
    more.textContent = "Details of the task";
    row.append(more);
  };
  document.body.addEventListener("click", clicked);
  document.addEventListener("keydown", (event) => {
    if (event.target.closest && event.target.closest(selector)) count("keys");
  });

  // What the framework believes its rows to be: nothing that others have put into them.
  const own = document.getElementById("market-own");
  const believed = own ? [...own.content.querySelectorAll(selector)] : [];

  // The framework's first turn: the mount is there, its rows come a moment later.
  const draw = () => {
    const body = document.importNode(own.content, true);
    const drawn = [...body.querySelectorAll(selector)].map((row) => [row, row.parentNode]);
    drawn.forEach(([row]) => row.remove());
    own.before(body);
    setTimeout(() => {
      drawn.forEach(([row, parent]) => parent.append(row));
      count("drawn");
    }, 150);
  };

  const redraw = () => {
    rows().forEach((row, at) => row.replaceWith(believed[at].cloneNode(true)));
    count("redraws");
  };
  const replace = () => {
    const first = rows()[0];
    if (first) first.replaceWith(believed[0].cloneNode(true));
    count("replaced");
  };
  // A re-render that empties each row and fills it again, in the same element.
  const refill = () => {
    rows().forEach((row, at) => row.replaceChildren(...believed[at].cloneNode(true).childNodes));
    count("refilled");
  };
  const add = () => {
    const last = rows().at(-1);
    if (last) last.after(believed[0].cloneNode(true));
    count("added");
  };
  const reverse = () => {
    rows().reverse().forEach((row) => row.parentNode.append(row));
    count("reversed");
  };
  // As MTurk Suite and its like leave a row.
  const meddle = () => {
    document.querySelectorAll(".expand-button").forEach((it) => (it.style.display = "none"));
    document.querySelectorAll(".project-name-column").forEach((it) => {
      const button = document.createElement("button");
      button.textContent = "PC";
      it.prepend(button);
    });
    document.querySelectorAll(".work-btn").forEach((it) => {
      const group = document.createElement("span");
      group.className = "btn-group";
      group.textContent = "Work";
      it.replaceWith(group);
    });
    count("meddled");
  };

  // When the last row got its badge, in milliseconds since navigation start.
  const measure = () => {
    const badges = document.getElementsByTagName("tallystick-badge");
    const all = rows().length;
    const look = (_, watch) => {
      if (badges.length < all) return;
      noticed.badged = String(performance.now());
      watch.disconnect();
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  };

  const steps = { replace, refill, redraw, add, reverse, meddle };
  Object.entries(steps).forEach(([name, step]) => document.addEventListener("market:" + name, step));
  if (wanted.includes("late")) draw();
  if (wanted.includes("measure")) measure();
  if (wanted.includes("other")) meddle();
  if (wanted.includes("redraw")) setInterval(redraw, 1000);
})();
