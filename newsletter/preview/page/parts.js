// The other parts of the message: the text part, the row in the inbox, the sources.

import { $, make, marked } from "./dom.js";
import { address } from "./view.js";

export function showText(state) {
  const { text, subject } = state.read;
  $("#panel-text").replaceChildren(
    make("article", { class: "letter", lang: state.locale, dir: "auto" },
      make("header", {}, make("b", {}, ...marked(subject, state.tags)), `${state.sender}`),
      make("pre", {}, ...marked(text, state.tags))),
  );
}

// What inboxes show behind the subject: the preheader, and the first words of the email where that is short.
function snippet(state, doc) {
  const words = doc?.body ? firstWords(doc) : state.read.preheader;
  return words.replace(/[\s\u034f\u200b-\u200f\ufeff]+/g, " ").trim();
}

function firstWords(doc) {
  let words = "", block = null;
  const texts = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT);
  while (words.length < 400 && texts.nextNode()) {
    const parent = texts.currentNode.parentElement.closest(":not(a, b, bdi, em, strong, span, code, s)");
    if (["style", "script", "title"].includes(parent.localName)) continue;
    words += `${parent === block ? "" : " "}${texts.currentNode.data}`;
    block = parent;
  }
  return words;
}

export function showInbox(state, doc) {
  const after = snippet(state, doc);
  const { subject, preheader } = state.read;
  const from = () => make("span", { class: "from cut" }, state.sender);
  const line = (name, text) => make("span", { class: `${name} cut`, dir: "auto" }, ...marked(text, state.tags));
  const two = make("span", { class: "snippet two", dir: "auto" }, ...marked(after, state.tags));
  $("#panel-inbox").replaceChildren(
    inbox("A phone, as Apple Mail shows it", "small", make("div", { class: "row" }, from(), line("subject", subject), two)),
    inbox("A phone, as Gmail shows it", "small", make("div", { class: "row" }, from(), line("subject", subject), line("snippet", after))),
    inbox("A desktop, as Gmail shows it", "wide", make("div", { class: "row" }, from(),
      make("span", { class: "cut", dir: "auto" }, make("span", { class: "subject" }, ...marked(subject, state.tags)),
        make("span", { class: "snippet" }, " – ", ...marked(after, state.tags))), make("span", { class: "snippet" }, "09:30"))),
    make("p", { class: "crumbs" }, `Subject: ${length(subject)} characters. Preheader: ${preheader ? `${length(preheader)} characters` : "none; inboxes show the first words of the email"}.`),
  );
}

const length = (text) => [...(Intl.Segmenter ? new Intl.Segmenter().segment(text) : text)].length; // Firefox has it since 125

const inbox = (title, kind, row) => make("section", { class: `inbox ${kind}`, tabindex: kind === "wide" && 0, "aria-label": title }, make("h2", {}, title), row);

const shown = {};

// The source of a part, as it is exported; asked for when somebody looks at it.
export async function showSource(part, state) {
  const panel = $(`#panel-${part}`);
  const url = address("source", { rest: `/${part}` });
  const key = `${url} ${state.version}`;
  if (shown[part] === key) return;
  const answer = await fetch(url);
  if (!answer.ok) {
    if (!shown[part]?.startsWith(url)) panel.replaceChildren(make("p", {}, "There is no source while there are errors."));
    return;
  }
  const pre = make("pre");
  pre.innerHTML = await answer.text(); // coloured and escaped by the server; the page's policy lets no script in
  shown[part] = key;
  panel.replaceChildren(pre);
}
