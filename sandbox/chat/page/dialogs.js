// Questions in a modal <dialog> (the browser keeps the focus inside and Escape closes) and menus.

import { button, el, icon, iconButton } from "./dom.js";

let serial = 0;

/**
 * Asks. `fields` are elements for the form; resolves to its FormData, or null when it was closed.
 * `check(data)` may return words about what is wrong: the dialog then stays open and shows them.
 */
export function ask({
  title,
  note,
  fields = [],
  accept = "Done",
  danger = false,
  check,
  className = "",
}) {
  const id = `dialog-${++serial}`;
  const problem = el("p", { class: "problem", role: "alert" });
  const form = el(
    "form",
    { method: "dialog", novalidate: true },
    el(
      "header",
      {},
      el("h2", { id }, title),
      iconButton("cross", "Close", () => dialog.close()),
    ),
    note ? el("p", { class: "dialog-note" }, note) : null,
    ...fields,
    problem,
    el(
      "footer",
      {},
      button({ class: "plain", onclick: () => dialog.close() }, "Cancel"),
      el("button", { class: danger ? "solid danger" : "solid", type: "submit" }, accept),
    ),
  );
  const dialog = el("dialog", { class: className, "aria-labelledby": id }, form);
  let answer = null;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const wrong = check?.(data) || firstInvalid(form);
    problem.textContent = wrong ?? "";
    if (wrong) return;
    answer = data;
    dialog.close();
  });
  return shown(dialog).then(() => answer);
}

function firstInvalid(form) {
  const field = form.querySelector(":invalid");
  field?.focus();
  return field ? `${field.dataset.label ?? "A field"}: ${field.validationMessage}` : null;
}

/** An alert of the bot (a callback answer with show_alert). */
export function alertBox(text) {
  const id = `dialog-${++serial}`;
  const dialog = el(
    "dialog",
    { class: "alert", role: "alertdialog", "aria-labelledby": id },
    el("p", { id, dir: "auto" }, text),
    el("footer", {}, button({ class: "solid", onclick: () => dialog.close() }, "OK")),
  );
  return shown(dialog);
}

export function lightbox(image) {
  const dialog = el(
    "dialog",
    { class: "lightbox", "aria-label": "Photo" },
    image,
    iconButton("cross", "Close", () => dialog.close()),
  );
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  return shown(dialog);
}

function shown(dialog) {
  const before = document.activeElement;
  document.body.append(dialog);
  dialog.showModal();
  (dialog.querySelector("[autofocus], input, select, footer .solid") ?? dialog).focus();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        dialog.remove();
        before?.focus?.({ preventScroll: true });
        resolve();
      },
      { once: true },
    );
  });
}

/** A labelled field. `attributes` are those of the input. */
export function field(label, attributes = {}, hint) {
  const input = el("input", { autocomplete: "off", dataset: { label }, ...attributes });
  return labelled(label, input, hint);
}

export function labelled(label, control, hint) {
  return el(
    "label",
    { class: "field" },
    el("span", {}, label),
    control,
    hint ? el("small", {}, hint) : null,
  );
}

/** Radio buttons in a row; `choices` are [value, words], `onpick(value)` hears of changes. */
export function choice(label, name, choices, picked, onpick) {
  const radios = choices.map(([value, words]) =>
    el(
      "label",
      {},
      el("input", {
        type: "radio",
        name,
        value,
        checked: value === picked,
        onchange: () => onpick?.(value),
      }),
      el("span", {}, words),
    ),
  );
  return el("fieldset", { class: "choice" }, el("legend", {}, label), ...radios);
}

/** A menu below or above its button: `items` are {label, icon, run, danger}. */
export function menu(opener, items) {
  if (opener.getAttribute("aria-expanded") === "true") return;
  const list = el(
    "div",
    { class: "menu", role: "menu" },
    ...items.map((item) =>
      button(
        {
          role: "menuitem",
          tabindex: "-1",
          class: item.danger ? "danger" : null,
          onclick: () => (close(), item.run()),
        },
        icon(item.icon),
        item.label,
      ),
    ),
  );
  const close = () => {
    list.remove();
    opener.setAttribute("aria-expanded", "false");
    opener.focus({ preventScroll: true });
    document.removeEventListener("pointerdown", outside, true);
  };
  const outside = (event) => {
    if (!list.contains(event.target)) close();
  };
  list.addEventListener("keydown", (event) => {
    const buttons = [...list.children];
    const at = buttons.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close();
    } else if (next !== undefined) {
      event.preventDefault();
      buttons.at(next % buttons.length).focus();
    }
  });
  document.body.append(list);
  opener.setAttribute("aria-expanded", "true");
  place(list, opener);
  document.addEventListener("pointerdown", outside, true);
  list.firstChild?.focus();
}

function place(list, opener) {
  const box = opener.getBoundingClientRect();
  const above = box.top > window.innerHeight / 2;
  const right = box.left > window.innerWidth / 2 ? box.right : box.left + list.offsetWidth;
  list.style.left = `${Math.max(8, Math.min(right, window.innerWidth - 8) - list.offsetWidth)}px`;
  list.style.top = above ? `${box.top - list.offsetHeight - 8}px` : `${box.bottom + 8}px`;
}
