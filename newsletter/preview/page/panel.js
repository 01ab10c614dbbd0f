// What there is to say: errors, findings, places, weight.

import { $, make } from "./dom.js";

const MANY = { error: ["error", "errors"], warning: ["warning", "warnings"], info: ["note", "notes"] };

export function counted(counts) {
  const words = Object.entries(MANY).filter(([severity]) => counts[severity]);
  return words.map(([severity, [one, more]]) => [severity, `${counts[severity]} ${counts[severity] === 1 ? one : more}`]);
}

export function showErrors(state) {
  const errors = state.errors;
  document.body.classList.toggle("broken", errors.length > 0);
  document.body.classList.toggle("blank", errors.length > 0 && !state.good);
  const box = $("#errors");
  box.hidden = !errors.length;
  if (!errors.length) return box.replaceChildren();
  const many = errors.length === 1 ? "One error stands" : `${errors.length} errors stand`;
  return box.replaceChildren(
    make("h2", {}, `${many} in the way`),
    make("p", {}, `${state.good ? "Below is the last version that could be composed. " : ""}This goes away by itself on the next good save.`),
    ...errors.map((error) => problem(error, null)),
  );
}

export function showFindings(state, reveal) {
  const box = $("#findings");
  if (state.errors.length) return box.replaceChildren(heading("Findings"), make("p", {}, "They follow once the errors are mended."));
  const counts = {};
  for (const { severity } of state.findings) counts[severity] = (counts[severity] ?? 0) + 1;
  return box.replaceChildren(
    heading("Findings", ...counted(counts).map(([severity, words]) => make("span", { class: `count ${severity}` }, words))),
    state.findings.length
      ? make("ul", {}, ...state.findings.map((finding) => make("li", {}, problem(finding, reveal))))
      : make("p", {}, "Nothing to say: all is well."),
  );
}

function problem(found, reveal) {
  const { severity, code, message, hint, excerpt, place } = found;
  return make("div", { class: "problem" },
    make("p", {}, make("span", { class: `severity ${severity}` }, `${severity}[${code}]`), ` ${message}`),
    excerpt.length ? make("pre", { tabindex: 0, "aria-label": "The place in the file" }, excerpt.join("\n")) : null,
    hint ? make("p", { class: "hint" }, hint) : null,
    place ? make("p", { class: "where" },
      reveal ? make("button", { type: "button", class: "link", onclick: () => reveal(place) }, "Show in the email") : null,
      make("a", { href: place.edit }, `${place.file}:${place.line}:${place.col}`)) : null);
}

// The place that a block of the email comes from.
export function showPlace(place, link, sources) {
  const box = $("#place");
  box.hidden = !place;
  if (!place) return;
  const rows = (sources[place.file] ?? "").split("\n");
  const first = Math.max(0, place.line - 3);
  const excerpt = rows.slice(first, place.line + 3).map((row, at) => {
    const number = first + at + 1;
    return make("span", { class: number === place.line ? "here" : "" }, make("i", {}, `${String(number).padStart(4)}  `), row || " ");
  });
  box.replaceChildren(
    heading("This block", make("button", { type: "button", class: "link", onclick: () => showPlace(null) }, "close")),
    make("p", { class: "crumbs" }, place.loc.map((step) => (typeof step === "number" ? step + 1 : step)).join(" › ")),
    make("pre", { tabindex: 0, "aria-label": "The lines in the file" }, ...excerpt),
    make("p", {}, make("a", { href: place.edit }, `Open ${place.file}:${place.line}:${place.col} in VS Code`)),
    link ? make("p", { class: "crumbs" }, `Link: ${link}`) : "",
  );
  box.scrollIntoView({ block: "nearest" });
}

const KB = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;

export function showWeight(state) {
  const box = $("#weight");
  box.hidden = !state.weight;
  if (!state.weight) return;
  const { today, rewritten, links, limit } = state.weight;
  const part = (bytes) => `${Math.min(100, (bytes / limit) * 100)}%`;
  const now = make("i"), later = make("i");
  now.style.setProperty("--part", part(today));
  later.style.setProperty("--part", part(rewritten - today));
  later.style.setProperty("--from", part(today));
  const verdict = today > limit
    ? "Gmail will clip it: the end, with the unsubscribe link, is hidden behind a link."
    : rewritten > limit ? "Gmail will clip it once the ESP has rewritten the links." : "Gmail shows all of it.";
  box.replaceChildren(
    heading("Size", make("span", { class: `count ${rewritten > limit ? "error" : "good"}` }, `${Math.round((rewritten / limit) * 100)} %`)),
    make("div", { class: `meter ${rewritten > limit ? "over" : ""}`, role: "img", "aria-label": `${KB(today)} today, about ${KB(rewritten)} after the links are rewritten, of ${KB(limit)}` }, now, later),
    make("dl", {},
      make("dt", {}, "HTML today"), make("dd", {}, KB(today)),
      make("dt", {}, `with ${links} links rewritten, about`), make("dd", {}, KB(rewritten)),
      make("dt", {}, "Gmail clips at"), make("dd", {}, KB(limit))),
    make("p", {}, verdict),
  );
}

export function showPaste(state) {
  const box = $("#paste");
  box.hidden = !state.paste?.length || state.errors.length > 0;
  if (box.hidden) return;
  box.replaceChildren(make("details", {},
    make("summary", {}, `Pasting into ${state.esp.title}`),
    make("ul", {}, ...state.paste.map((fact) => make("li", {}, `${fact.says}.`)))));
}

const heading = (text, ...more) => make("h2", {}, make("span", {}, text), ...more);
