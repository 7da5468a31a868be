// The pages' own life: rows that react to clicks and keys, a list that is drawn late. What the page
// noticed stands as data attributes on <html>.
"use strict";
const market = (() => {
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
  if (!selector) return null;

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

  if (wanted.includes("late")) draw();
  return { noticed, wanted, selector, believed, rows, count };
})();
