// The page: one view of one issue, kept up to date.

import { showLooks, showPickers, showTab, tabs } from "./choices.js";
import { copy, listen, nothingToCopy, toast } from "./copying.js";
import { $ } from "./dom.js";
import { closeIssues, learnIssues, showIssues } from "./issues.js";
import { followPlace, showErrors, showFindings, showPaste, showPlace, showWeight } from "./panel.js";
import { showInbox, showSource, showText } from "./parts.js";
import { arrange, mails, paint, size } from "./stage.js";
import { address, change, EVERYBODY, follow, read, view } from "./view.js";

const narrow = matchMedia("(max-width: 860px)"); // where findings are a tab, as in page.css

let state = null;
let events = null;
let stamp = null; // of what is shown; null where that is not known
let busy = false;
let again = false;

// --- keeping up to date ---

async function refresh() {
  if (!view.issue) return showNothing();
  again = true;
  if (busy) return null;
  busy = true;
  while (again) {
    again = false;
    try {
      await update();
      if (events?.readyState === EventSource.OPEN) live("live");
    } catch (error) {
      console.error(error); // a mistake of this page, if it is not the server that is gone
      live("gone");
      stamp = null; // its next hello refreshes
    }
  }
  busy = false;
  return null;
}

async function update() {
  const everybody = view.contact === EVERYBODY;
  if (everybody && !state?.contacts.length) await learn(); // whose columns there are
  if (again) return;
  const columns = everybody && state.contacts.length ? state.contacts : [""];
  arrange(columns, { chosen, pressed });
  await paint();
  if (again) return;
  await learn();
  if (again) return; // another view was chosen meanwhile, and has no state yet
  if (everybody && state.contacts.length && String(state.contacts) !== String(columns)) again = true; // one came, or went
}

async function learn() {
  const asked = address("state", { contact: view.contact });
  const answer = await fetch(asked);
  if (!answer.ok) throw new Error(asked);
  const told = await answer.json();
  if (again || asked !== address("state", { contact: view.contact })) return;
  // What cannot be composed keeps showing the last good version.
  const before = told.errors.length && state?.file === told.file ? state : {};
  state = { contacts: [], ...before, ...told };
  tell();
}

function tell() {
  const { file, edit, errors } = state;
  const subject = state.subject ?? file;
  $("#title").textContent = $("#title").title = subject;
  $("#file").textContent = file;
  $("#file").href = edit;
  document.title = `${errors.length ? "✗ " : ""}${subject} · preview`;
  showErrors(state);
  showFindings({ findings: [], ...state }, reveal);
  showWeight(state);
  showPaste(state);
  showPickers(state);
  for (const mail of mails) mail.mark(state.tags ?? [], state.places ?? {});
  followPlace(state, mails);
  const unloaded = view.images === "on" ? mails[0]?.elsewhere() : 0;
  $("#unloaded").textContent = unloaded ? `${unloaded} on the web not loaded` : "";
  $("#download").href = address("download");
  allowCopying(errors.length === 0);
  showParts();
}

function showParts() {
  showTab();
  if (!state?.read) return;
  if (view.tab === "text") showText(state);
  if (view.tab === "inbox") showInbox(state, mails[0]?.doc);
  if (view.tab === "html" || view.tab === "mjml") showSource(view.tab, state).catch(() => live("gone"));
  if (view.tab === "email") size();
}

function showNothing() {
  $("#title").textContent = "There is no issue yet";
  $("#file").textContent = "make one in another terminal: newsletter new 2024-09";
  allowCopying(false);
  arrange([]);
}

function allowCopying(allowed) {
  for (const button of document.querySelectorAll("[data-copy], #download")) button.setAttribute("aria-disabled", !allowed);
}

function live(how) {
  const words = { live: "live", gone: "The preview has stopped; waiting for it to come back" };
  $("#live").dataset.state = how;
  $("#live span").textContent = words[how];
}

// --- blocks and their places ---

const chosen = (place, link) => showPlace(place, link, state ?? {});

function reveal(place) {
  choose("tab", "email");
  if (!mails.some((mail) => mail.reveal(place))) toast("This shows nowhere in the email.");
  chosen(place, null);
}

// --- choosing ---

const REPAINTS = ["issue", "esp", "contact", "images", "scheme"];

function choose(name, value) {
  if (view[name] !== value) change({ [name]: value });
}

follow((names) => {
  if (names.includes("issue")) {
    state = null;
    showPlace(null);
    $("#stage").scrollTop = 0;
    closeIssues();
    showIssues();
  }
  showLooks();
  showParts();
  if (names.includes("width")) size();
  if (names.some((name) => REPAINTS.includes(name))) refresh();
});

function turn(by) {
  const there = tabs().map((tab) => tab.dataset.tab);
  choose("tab", there[(there.indexOf(view.tab) + by + there.length) % there.length]);
}

function nextContact() {
  const all = ["", ...(state?.contacts ?? []), EVERYBODY];
  choose("contact", all[(all.indexOf(view.contact) + 1) % all.length]);
}

const KEYS = [
  ["h", "Copy the HTML", () => copy("html", state)],
  ["t", "Copy the text part", () => copy("text", state)],
  ["s", "Copy the subject", () => copy("subject", state)],
  ["p", "Copy the preheader", () => copy("preheader", state)],
  ["d", "Download the HTML", () => $("#download").click()],
  ["1", "Desktop", () => choose("width", "desktop")],
  ["2", "Phone", () => choose("width", "375")],
  ["3", "Small phone", () => choose("width", "320")],
  ["c", "Light, dark, inverted", () => choose("scheme", { light: "dark", dark: "inverted", inverted: "light" }[view.scheme])],
  ["i", "Pictures on or off", () => choose("images", view.images === "off" ? "on" : "off")],
  ["r", "Read as the next contact", () => nextContact()],
  [",", "The tab before", () => turn(-1)],
  [".", "The next tab", () => turn(1)],
  ["?", "These keys", () => $("#keys").showModal()],
];
const pressed = listen(KEYS);

document.addEventListener("click", (event) => {
  const { copy: part, tab } = event.target.closest("[data-copy], [role=tab]")?.dataset ?? {};
  if (part) copy(part, state);
  if (tab) choose("tab", tab);
  const issue = event.target.closest("[data-issue]");
  if (issue && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    choose("issue", issue.dataset.issue);
  }
});
document.addEventListener("change", ({ target }) => {
  if (["width", "scheme", "images"].includes(target.name)) choose(target.name, target.value);
  if (["contact", "esp"].includes(target.id)) choose(target.id, target.value);
});
$("#download").addEventListener("click", (event) => {
  if (nothingToCopy(state)) event.preventDefault();
});
narrow.addEventListener("change", ({ matches }) => {
  if (!matches && view.tab === "findings") choose("tab", "email");
});
new ResizeObserver(size).observe($("#stage"));

// --- the server ---

function connect() {
  events = new EventSource("/events");
  events.addEventListener("hello", ({ data }) => {
    live("live");
    list();
    if (data === stamp) return; // nothing has changed while nobody looked
    stamp = data;
    refresh();
  });
  events.addEventListener("change", ({ data }) => {
    stamp = data;
    refresh();
  });
  events.addEventListener("issues", list);
  events.addEventListener("error", () => live("gone"));
}

async function list() {
  try {
    const issues = await learnIssues();
    if (!view.issue && issues.length) choose("issue", issues[0].file);
  } catch {
    live("gone");
  }
}

// A page that nobody sees lets its connection go: browsers allow six to one server.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) events?.close();
  else if (events?.readyState === EventSource.CLOSED) connect();
});

read();
if (view.tab === "findings" && !narrow.matches) change({ tab: "email" });
showLooks();
showTab();
connect();
