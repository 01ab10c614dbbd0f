// What there is to say: errors, findings, places, weight.

import { $, changed, make } from "./dom.js";

const MANY = { error: ["error", "errors"], warning: ["warning", "warnings"], info: ["note", "notes"] };

export function counted(counts) {
  const words = Object.entries(MANY).filter(([severity]) => counts[severity]);
  return words.map(([severity, [one, more]]) => [severity, `${counts[severity]} ${counts[severity] === 1 ? one : more}`]);
}

export function showErrors({ errors, good }) {
  document.body.classList.toggle("broken", errors.length > 0);
  document.body.classList.toggle("blank", errors.length > 0 && !good);
  const box = $("#errors");
  box.hidden = !errors.length;
  if (!changed(box, [errors, good])) return;
  const gone = errors.some(({ code }) => code === "no-such-file");
  const cure = gone ? "Put the file back, or choose another issue." : "This goes away by itself once they are fixed and saved.";
  box.replaceChildren(
    make("h2", {}, errors.length === 1 ? "One error to fix" : `${errors.length} errors to fix`),
    make("p", {}, `${cure}${good ? " Below is the last version without errors." : ""}`),
    ...errors.map((error) => problem(error, null)),
  );
}

export function showFindings({ errors, findings, places }, reveal) {
  const box = $("#findings");
  if (!changed(box, [errors.length > 0, findings])) return;
  if (errors.length) {
    box.replaceChildren(heading("Findings"), make("p", {}, "They follow once the errors are fixed."));
    return;
  }
  const counts = {};
  for (const { severity } of findings) counts[severity] = (counts[severity] ?? 0) + 1;
  const shown = new Set(Object.values(places ?? {}).map((place) => place.file));
  box.replaceChildren(
    heading("Findings", ...counted(counts).map(([severity, words]) => make("span", { class: `count ${severity}` }, words))),
    findings.length
      ? make("ul", {}, ...findings.map((finding) => make("li", {}, problem(finding, shown.has(finding.place?.file) && reveal))))
      : make("p", {}, "No findings."),
  );
}

function problem(found, reveal) {
  const { severity, code, message, hint, excerpt, place } = found;
  return make("div", { class: "problem" },
    make("p", {}, make("span", { class: `severity ${severity}` }, `${severity}[${code}]`), ` ${message}`),
    excerpt.length ? make("pre", { tabindex: 0, role: "group", "aria-label": "The place in the file" }, excerpt.join("\n")) : null,
    hint ? make("p", { class: "hint" }, hint) : null,
    place ? make("p", { class: "where" },
      reveal ? make("button", { type: "button", class: "link", onclick: () => reveal(place) }, "Show in the email") : null,
      make("a", { href: place.edit, title: "Open in VS Code" }, `${place.file}:${place.line}:${place.col}`)) : null);
}

let current = null; // the place that is shown

// The place that a block of the email comes from.
export function showPlace(place, link, state) {
  const box = $("#place");
  const opened = box.hidden;
  current = place && { place, link, before: above(place, state).length };
  box.hidden = !place;
  if (!place) return;
  const text = state.sources?.[place.file] ?? "";
  if (!changed(box, [place, link, text])) return;
  const first = Math.max(0, place.line - 3);
  const excerpt = text.split("\n").slice(first, place.line + 3).map((row, at) => {
    const number = first + at + 1;
    return make("span", { class: number === place.line ? "here" : "" }, make("i", {}, `${String(number).padStart(4)}  `), row || " ");
  });
  box.replaceChildren(
    heading("This block", make("button", { type: "button", class: "link", onclick: () => showPlace(null) }, "close")),
    make("p", { class: "crumbs" }, place.loc.map((step) => (typeof step === "number" ? step + 1 : step)).join(" › ")),
    make("pre", { tabindex: 0, role: "group", "aria-label": "The lines in the file" }, ...excerpt),
    make("p", {}, make("a", { href: place.edit }, `Open ${place.file}:${place.line}:${place.col} in VS Code`)),
    link ? make("p", { class: "crumbs" }, `Link: ${link}`) : "",
  );
  if (opened) box.scrollIntoView({ block: "nearest" });
}

// The marks of the same text, or of what stands in the same block, from the top of the file.
function alike(place, state) {
  const same = ({ file, loc }) => file === place.file && place.loc.every((step, at) => step === loc[at]);
  return Object.values(state.places ?? {}).filter(same).sort((a, b) => a.line - b.line);
}

const above = (place, state) => alike(place, state).filter(({ line }) => line < place.line);

// After a save: the same place, wherever it stands now.
export function followPlace(state, mails) {
  if (!current) return;
  const { place, link, before } = current;
  const there = alike(place, state);
  const now = there[Math.min(before, there.length - 1)];
  if (!now) return showPlace(null);
  const moved = { ...now, loc: place.loc };
  for (const mail of mails) mail.reveal(moved, { scroll: false });
  return showPlace(moved, link, state);
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
    make("div", { class: `meter ${rewritten > limit ? "over" : ""}`, role: "img", "aria-label": `${KB(today)} now, about ${KB(rewritten)} after the links are rewritten, of ${KB(limit)}` }, now, later),
    make("dl", {},
      make("dt", {}, "HTML now"), make("dd", {}, KB(today)),
      make("dt", {}, `after the ESP rewrites ${links} links, about`), make("dd", {}, KB(rewritten)),
      make("dt", {}, "Gmail clips at"), make("dd", {}, KB(limit))),
    make("p", {}, verdict),
  );
}

export function showPaste(state) {
  const box = $("#paste");
  box.hidden = state.errors.length > 0 || !state.paste.length; // with errors these are another view's, perhaps another ESP's
  if (box.hidden) return;
  const open = box.querySelector("details")?.open ?? false;
  box.replaceChildren(make("details", { open },
    make("summary", {}, `Pasting into ${state.esp.title}`),
    make("ul", {}, ...state.paste.map((says) => make("li", {}, `${says}.`)))));
}

const heading = (text, ...more) => make("h2", {}, make("span", {}, text), ...more);
