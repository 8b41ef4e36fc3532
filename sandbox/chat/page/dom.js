// Building blocks of the page: elements, copying, toasts. Nothing here knows about chats.

import { icon } from "./icons.js";

export { icon };

/** An element. `class`, `on…` (listeners) and `dataset` are special; other keys are attributes. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "dataset") Object.assign(node.dataset, value);
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A button with an icon, a label, or both; an icon alone is named by its `aria-label`. */
export function button(attributes, ...children) {
  return el("button", { type: "button", ...attributes }, ...children);
}

export function iconButton(name, label, onclick, className = "round") {
  return button({ class: className, "aria-label": label, title: label, onclick }, icon(name));
}

export const byId = (id) => document.getElementById(id);

/** A short message that leaves by itself; `onclick` makes it a button. */
export function toast(container, content, { seconds = 4, onclick } = {}) {
  const node = onclick
    ? button({ class: "toast", onclick: () => (node.remove(), onclick()) }, ...content)
    : el("div", { class: "toast", dir: "auto" }, ...content);
  container.append(node);
  setTimeout(() => node.remove(), seconds * 1000);
  while (container.children.length > 4) container.firstChild.remove();
  return node;
}

/** Words for something that the page itself did or could not do. */
export function say(text) {
  toast(byId("pushes"), [text]);
}

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without the permission (or over plain http from another host) only the old way is left.
    const field = el("textarea", { class: "visually-hidden" });
    field.value = text;
    (document.querySelector("dialog[open]") ?? document.body).append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

/** A stable, calm hue for a name's avatar. */
export function hueOf(name) {
  let sum = 7;
  for (const char of name) sum = (sum * 31 + char.codePointAt(0)) % 360;
  return sum;
}

export function avatar(name, className = "avatar") {
  const node = el(
    "span",
    { class: className, "aria-hidden": "true" },
    [...name][0]?.toUpperCase() ?? "?",
  );
  node.style.setProperty("--hue", hueOf(name));
  return node;
}
