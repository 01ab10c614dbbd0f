// The email on the stage, once or for everybody: how wide it is, and where it is scrolled to.

import { $, make, recall, store } from "./dom.js";
import { Mail } from "./mail.js";
import { address, allowedWidth, change, EVERYBODY, view, WIDTHS } from "./view.js";

const DESKTOP = 960; // pixels, where there is room
const SMALLEST_DESKTOP = 700; // what has less room is shown smaller
const SMALL = 480; // of a screen that is a phone's itself
const BEZEL = 16; // around a phone

export let mails = [];

// One email for each contact; "" is the one that the address names.
export function arrange(contacts, tell) {
  if (JSON.stringify(contacts) !== JSON.stringify(mails.map(({ contact }) => contact))) {
    for (const mail of mails) mail.remove();
    mails = contacts.map((contact) => new Mail({ contact, ...tell }));
    for (const mail of mails) {
      if (!mail.contact) mail.element.append(grip(mail));
      $("#mails").append(mail.element);
    }
  }
  size();
}

export async function paint() {
  await Promise.all(mails.map((mail) =>
    mail.load(address("mail", { contact: mail.contact || view.contact, images: view.images }), view.scheme)));
  comeBack();
}

// The width that is chosen: a desktop's, or pixels. Emails side by side are phones where nothing else is said.
export const chosenWidth = () => (view.width === "desktop" && view.contact === EVERYBODY ? "375" : view.width);

export function size() {
  const room = $("#stage").clientWidth - parseFloat(getComputedStyle($("#panel-email")).paddingLeft) * 2 - 8;
  const desktop = chosenWidth() === "desktop";
  const width = desktop ? Math.max(SMALLEST_DESKTOP, Math.min(DESKTOP, room)) : Number(chosenWidth());
  const fits = room > 0 && (desktop || room < SMALL) ? Math.min(1, (room - (desktop ? 0 : BEZEL)) / width) : 1;
  for (const mail of mails) mail.size(width, fits);
  $("#measured").textContent = `${Math.round(width)} px`;
  for (const slider of document.querySelectorAll(".grip")) slider.setAttribute("aria-valuenow", Math.round(width));
}

function grip(mail) {
  const drag = (width) => change({ width: allowedWidth(width) });
  const handle = make("div", {
    class: "grip", role: "slider", tabindex: 0, title: "Drag to change the width", "aria-orientation": "horizontal",
    "aria-label": "Width of the email in pixels", "aria-valuemin": WIDTHS.least, "aria-valuemax": WIDTHS.most,
  });
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

// A page that is loaded anew stands where it stood.
let stood = recall("scroll", null);

function comeBack() {
  if (stood?.issue === view.issue) $("#stage").scrollTop = stood.top;
  stood = null;
}

addEventListener("pagehide", () => store("scroll", { issue: view.issue, top: $("#stage").scrollTop }));
