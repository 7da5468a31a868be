// What frameworks and other extensions do to rows. Tests trigger single steps by events on the
// document; `do=redraw` redraws the list each second.
"use strict";
(() => {
  if (!market) return;
  const { rows, count, believed, wanted } = market;

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

  const steps = { replace, refill, redraw, add, reverse, meddle };
  Object.entries(steps).forEach(([name, step]) => document.addEventListener("market:" + name, step));
  if (wanted.includes("other")) meddle();
  if (wanted.includes("redraw")) setInterval(redraw, 1000);
})();
