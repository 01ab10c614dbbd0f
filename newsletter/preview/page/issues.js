// The list of issues, and the drawer that it is in on small screens.

import { $, changed, make } from "./dom.js";
import { counted } from "./panel.js";
import { view } from "./view.js";

export async function learnIssues() {
  const issues = await (await fetch("/issues")).json();
  showIssues(issues);
  return issues;
}

let known = [];

export function showIssues(issues = known) {
  known = issues;
  const list = $("#issues ol");
  if (!changed(list, [issues, view.issue])) return;
  list.replaceChildren(...issues.map(entry));
  $("#issues p").hidden = issues.length > 0;
}

function entry({ file, subject, date, counts }) {
  const [severity, words] = counts ? counted(counts)[0] ?? ["good", "✓ no findings"] : ["", "…"];
  const name = file.replace(/\.ya?ml$/, "");
  const about = subject ? [date, name].filter(Boolean).join(" · ") : date;
  const link = { href: `?issue=${encodeURIComponent(file)}`, "data-issue": file, title: subject || file };
  return make("li", {}, make("a", { ...link, "aria-current": file === view.issue && "page" },
    make("b", {}, subject || name),
    make("small", {}, make("span", { class: "cut", title: about }, about), make("span", { class: `count ${severity}` }, words))));
}

export function openIssues(open) {
  document.body.classList.toggle("issues-open", open);
  $("#open-issues").setAttribute("aria-expanded", open);
  (open ? $("#issues a") : $("#open-issues"))?.focus();
}

const isOpen = () => document.body.classList.contains("issues-open");

export function closeIssues() {
  if (isOpen()) openIssues(false);
}

$("#open-issues").addEventListener("click", () => openIssues(!isOpen()));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeIssues(); });
document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest("#issues, #open-issues")) closeIssues();
});
