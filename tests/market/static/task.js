// What a task does: its frame tells the page on each click of submit, refused or not, and the page
// after a submission says so. `do=submitted` is that page.
"use strict";
(() => {
  const task = document.querySelector(".the-task");
  const assignmentId = new URLSearchParams(location.search).get("assignment_id");
  task?.querySelector("button").addEventListener("click", () => {
    postMessage(JSON.stringify({ answer: {}, assignmentId }), location.origin);
  });
  if (!document.body.dataset.do.split(" ").includes("submitted")) return;
  const alert = document.createElement("div");
  alert.dataset.reactClass = "require('reactComponents/alert/Alert')['PureAlert']";
  const told = { type: "success", header: "HIT Submitted", message: "The HIT has been successfully submitted." };
  alert.dataset.reactProps = JSON.stringify(told);
  alert.append(Object.assign(document.createElement("h3"), { textContent: told.header }));
  document.getElementById("MainContent")?.prepend(alert);
})();
