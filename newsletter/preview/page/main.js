// The page: one view of one issue, kept up to date.

import { copy, listen, toast } from "./copying.js";
import { $, make } from "./dom.js";
import { Mail } from "./mail.js";
import { counted, showErrors, showFindings, showPaste, showPlace, showWeight } from "./panel.js";
import { showInbox, showSource, showText } from "./parts.js";
import { address, change, EVERYBODY, read, view } from "./view.js";

const TABS = ["email", "text", "inbox", "html", "mjml", "findings"];
const DESKTOP = 960; // pixels, where there is room

let state = null;
let mails = [];
let issues = [];
let busy = false;
let again = false;

// --- keeping up to date ---

async function refresh() {
  if (!view.issue) return showNothing();
  again = true;
  if (busy) return null;
  busy = true;
  try {
    while (again) {
      again = false;
      await update();
    }
  } catch (error) {
    live("gone"); // the server is; its next hello refreshes
    console.error(error); // or else it is a mistake of ours
  } finally {
    busy = false;
  }
  return null;
}

async function update() {
  const everybody = view.contact === EVERYBODY;
  if (everybody && !state?.contacts.length) await learn(); // whose columns there are
  arrange(everybody ? state.contacts : [""]);
  const painted = mails.map(({ mail, contact }) =>
    mail.load(address("mail", { contact: contact || view.contact, images: view.images }), view.scheme));
  await Promise.all(painted);
  comeBack();
  if (again) return;
  await learn();
}

async function learn() {
  const asked = address("state", { contact: view.contact });
  const answer = await fetch(asked);
  if (!answer.ok) throw new Error(asked);
  const told = await answer.json();
  if (asked !== address("state", { contact: view.contact })) return;
  // What cannot be composed keeps showing the last good version, to the same contacts.
  const good = told.errors.length && state?.file === told.file ? state : null;
  state = { ...good, ...told, contacts: told.contacts.length ? told.contacts : good?.contacts ?? [] };
  tell();
}

function tell() {
  const { file, errors } = state;
  const subject = state.subject ?? file;
  $("#title").textContent = subject;
  $("#file").textContent = `${file}${state.esp ? ` · ${state.esp.title}` : ""}`;
  document.title = `${errors.length ? "✗ " : ""}${subject} · preview`;
  showErrors(state);
  showFindings({ findings: [], ...state }, reveal);
  showWeight(state);
  showPaste(state);
  showPickers();
  for (const { mail } of mails) mail.mark(state.tags ?? [], state.places ?? {});
  for (const button of document.querySelectorAll("[data-copy]")) button.setAttribute("aria-disabled", errors.length > 0);
  $("#download").href = address("download");
  $("#download").setAttribute("aria-disabled", errors.length > 0);
  showTab();
}

function showNothing() {
  $("#title").textContent = "There is no issue yet";
  $("#file").textContent = "make one in another terminal: newsletter new 2024-09";
  arrange([]);
}

function live(how) {
  const words = { live: "live", gone: "The preview has stopped; waiting for it to come back", starting: "" };
  $("#live").dataset.state = how;
  $("#live span").textContent = words[how];
}

// A page that is loaded anew stands where it stood.
let stood = JSON.parse(sessionStorage.getItem("scroll") ?? "null");

function comeBack() {
  if (stood?.issue === view.issue) $("#stage").scrollTop = stood.top;
  stood = null;
}

addEventListener("pagehide", () => {
  sessionStorage.setItem("scroll", JSON.stringify({ issue: view.issue, top: $("#stage").scrollTop }));
});

// --- the email, once or for everybody ---

function arrange(contacts) {
  if (JSON.stringify(contacts) !== JSON.stringify(mails.map(({ contact }) => contact))) {
    for (const { mail } of mails) mail.remove();
    mails = contacts.map((contact) => {
      const mail = new Mail({ contact, pressed, chosen: (place, link) => showPlace(place, link, state?.sources ?? {}) });
      if (!contact) mail.element.append(grip(mail));
      $("#mails").append(mail.element);
      return { contact, mail };
    });
  }
  size();
}

function size() {
  const room = $("#stage").clientWidth - parseFloat(getComputedStyle($("#panel-email")).paddingLeft) * 2 - 8;
  const everybody = view.contact === EVERYBODY;
  const width = view.width !== "desktop" ? Number(view.width) : everybody ? 375 : Math.max(320, Math.min(DESKTOP, room));
  for (const { mail } of mails) {
    mail.sheet.style.width = `${width}px`;
    mail.element.classList.toggle("phone", width < 480);
    mail.fit();
  }
  $("#measured").textContent = `${Math.round(width)} px`;
  for (const slider of document.querySelectorAll(".grip")) slider.setAttribute("aria-valuenow", Math.round(width));
}

function grip(mail) {
  const drag = (width) => {
    change({ width: String(Math.round(Math.min(1600, Math.max(240, width)))) });
    size();
    showLooks();
  };
  const handle = make("div", { class: "grip", role: "slider", tabindex: 0, "aria-label": "Width of the email in pixels", "aria-valuemin": 240, "aria-valuemax": 1600, "aria-orientation": "horizontal", title: "Drag to change the width" });
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    document.body.classList.add("dragging");
    const from = { x: event.clientX, width: mail.sheet.offsetWidth };
    const move = ({ clientX }) => drag(from.width + 2 * (clientX - from.x)); // it stands in the middle: both edges move
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", () => {
      handle.removeEventListener("pointermove", move);
      document.body.classList.remove("dragging");
    }, { once: true });
  });
  handle.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -10, ArrowRight: 10, PageDown: -100, PageUp: 100 }[event.key];
    if (!step) return;
    event.preventDefault();
    drag(mail.sheet.offsetWidth + step);
  });
  return handle;
}

function reveal(place) {
  choose("tab", "email");
  if (!mails.some(({ mail }) => mail.reveal(place))) toast("This shows nowhere in the email.");
  showPlace(place, null, state.sources ?? {});
}

// --- choosing ---

const REPAINTS = ["issue", "esp", "contact", "images", "scheme"];

function choose(name, value) {
  if (view[name] === value) return;
  change({ [name]: value });
  if (name === "issue") {
    state = null;
    showPlace(null);
    $("#stage").scrollTop = 0;
    showIssues();
    if (document.body.classList.contains("issues-open")) openIssues(false);
  }
  if (name === "width") size();
  if (name === "tab") showTab();
  showLooks();
  if (REPAINTS.includes(name)) refresh();
}

function showLooks() {
  for (const name of ["width", "scheme", "images"]) {
    for (const input of document.querySelectorAll(`input[name=${name}]`)) input.checked = input.value === view[name];
  }
}

function showTab() {
  document.body.dataset.tab = view.tab;
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const selected = tab.dataset.tab === view.tab;
    tab.setAttribute("aria-selected", selected);
    tab.tabIndex = selected ? 0 : -1;
    if (selected) $("#stage").setAttribute("aria-labelledby", tab.id);
  }
  for (const name of TABS) {
    const panel = $(`#panel-${name}`);
    if (panel) panel.hidden = name !== view.tab && !(name === "email" && view.tab === "findings");
  }
  if (!state?.read) return;
  if (view.tab === "text") showText(state);
  if (view.tab === "inbox") showInbox(state, mails[0]?.mail.doc);
  if (view.tab === "html" || view.tab === "mjml") showSource(view.tab, state).catch(() => live("gone"));
  if (view.tab === "email") size();
}

function showPickers() {
  const option = (value, words, chosen) => make("option", { value, selected: value === chosen }, words);
  const gone = view.contact && view.contact !== EVERYBODY && !state.contacts.includes(view.contact);
  $("#contact").replaceChildren(
    option("", "merge tags", view.contact),
    ...state.contacts.map((name) => option(name, name, view.contact)),
    ...(gone ? [option(view.contact, `${view.contact} (unknown)`, view.contact)] : []),
    ...(state.contacts.length ? [option(EVERYBODY, "everybody, side by side", view.contact)] : []));
  const unknown = view.esp && !state.esps[view.esp];
  $("#esp").replaceChildren(
    option("", state.esp && !view.esp ? `${state.esp.title} (the brand's)` : "the brand's ESP", view.esp),
    ...Object.entries(state.esps).map(([name, title]) => option(name, title, view.esp)),
    ...(unknown ? [option(view.esp, `${view.esp} (unknown)`, view.esp)] : []));
}

function showIssues() {
  const entries = issues.map(({ file, subject, date, locale, counts }) => {
    const said = counts ? counted(counts) : [["", "…"]];
    const [severity, words] = said[0] ?? ["good", "✓ all well"];
    return make("li", {}, make("a", { href: `?issue=${encodeURIComponent(file)}`, "data-issue": file, "aria-current": file === view.issue && "page" },
      make("b", {}, subject || file),
      make("small", {}, `${[date, locale].filter(Boolean).join(" · ") || file}`, make("span", { class: `count ${severity}` }, words))));
  });
  $("#issues ol").replaceChildren(...entries);
  const box = $("#issues p");
  if (box) box.remove();
  if (!issues.length) $("#issues").append(make("p", {}, "There is none in this folder. Make one in another terminal: newsletter new 2024-09"));
}

// On a narrow screen the list lies over the page while it is open.
function openIssues(open) {
  document.body.classList.toggle("issues-open", open);
  $("#open-issues").setAttribute("aria-expanded", open);
  (open ? $("#issues a") : $("#open-issues"))?.focus();
}

async function learnIssues() {
  issues = await (await fetch("/issues")).json();
  if (!view.issue && issues.length) choose("issue", issues[0].file);
  showIssues();
}

// --- starting ---

const KEYS = {
  h: ["Copy the HTML", () => copy("html", state)],
  t: ["Copy the text part", () => copy("text", state)],
  s: ["Copy the subject", () => copy("subject", state)],
  p: ["Copy the preheader", () => copy("preheader", state)],
  d: ["Download the HTML", () => download()],
  1: ["Desktop", () => choose("width", "desktop")],
  2: ["Phone", () => choose("width", "375")],
  3: ["Small phone", () => choose("width", "320")],
  c: ["Light, dark, inverted", () => choose("scheme", { light: "dark", dark: "inverted", inverted: "light" }[view.scheme])],
  i: ["Pictures on or off", () => choose("images", view.images === "off" ? "on" : "off")],
  r: ["The next contact", () => nextContact()],
  ",": ["The part before", () => turn(-1)],
  ".": ["The next part", () => turn(1)],
  "?": ["These keys", () => $("#keys").showModal()],
};

const turn = (by) => choose("tab", TABS[(TABS.indexOf(view.tab) + by + 5) % 5]);

function nextContact() {
  const all = ["", ...(state?.contacts ?? []), EVERYBODY];
  choose("contact", all[(all.indexOf(view.contact) + 1) % all.length]);
}

function download() {
  if (!state || state.errors.length) return toast("There is nothing to download: mend the errors first.");
  return $("#download").click();
}

const pressed = listen(KEYS);

document.addEventListener("click", (event) => {
  const { copy: part, tab } = event.target.closest("[data-copy], [data-tab]:not(body)")?.dataset ?? {};
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
  if (!state || state.errors.length) {
    event.preventDefault();
    toast("There is nothing to download: mend the errors first.");
  }
});
$("[role=tablist]").addEventListener("keydown", (event) => {
  const tabs = [...document.querySelectorAll("[role=tab]")].filter((tab) => tab.offsetParent);
  const at = tabs.indexOf(document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const tab = tabs[(to + tabs.length) % tabs.length];
  tab.focus();
  choose("tab", tab.dataset.tab);
});
$("#open-issues").addEventListener("click", () => openIssues(!document.body.classList.contains("issues-open")));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("issues-open")) openIssues(false);
});
addEventListener("popstate", () => {
  read();
  state = null;
  showIssues();
  showLooks();
  refresh();
});
new ResizeObserver(size).observe($("#stage"));

let events = null;

function connect() {
  events = new EventSource("/events");
  events.addEventListener("hello", () => {
    live("live");
    learnIssues().catch(() => live("gone"));
    refresh();
  });
  events.addEventListener("change", refresh);
  events.addEventListener("issues", () => learnIssues().catch(() => live("gone")));
  events.addEventListener("error", () => live("gone"));
}

// A page that nobody sees lets its connection go: browsers allow six to one server.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) events?.close();
  else if (events?.readyState === EventSource.CLOSED) connect();
});

read();
showLooks();
showTab();
connect();
