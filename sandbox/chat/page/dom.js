// Building blocks of the page: elements, icons, copying, toasts. Nothing here knows about chats.

const SVG = "http://www.w3.org/2000/svg";

// Strokes on a 24 by 24 grid, drawn for this page.
const ICONS = {
  plus: "M12 5v14M5 12h14",
  dots: "M12 5.400v.1M12 11.950v.1M12 18.500v.1",
  down: "M6 9l6 6 6-6",
  send: "M12 19V5M6 11l6-6 6 6",
  mic: "M12 4a2.500 2.500 0 0 1 2.500 2.500v5a2.500 2.500 0 0 1-5 0v-5A2.500 2.500 0 0 1 12 4zM6.500 11.500a5.500 5.500 0 0 0 11 0M12 17v3",
  clip: "M17.500 11.500l-5.700 5.700a3.600 3.600 0 0 1-5.100-5.100l6.400-6.400a2.400 2.400 0 0 1 3.400 3.400l-6.300 6.300a1.200 1.200 0 0 1-1.700-1.700l5.600-5.600",
  slash: "M14.500 5l-5 14",
  keys: "M4 7.500h16v9H4zM7.500 10.500v.01M12 10.500v.01M16.500 10.500v.01M8.500 13.500h7",
  cross: "M6.500 6.500l11 11M17.500 6.500l-11 11",
  copy: "M9 9h10v10H9zM5 15V5h10",
  check: "M5 12.500l4.500 4.500L19 7.500",
  into: "M19 6v5a3 3 0 0 1-3 3H6M10 9.500L5.500 14l4.500 4.500",
  photo: "M4.500 6h15v12h-15zM7 15.500l3.500-4 3 3 2-2 2.500 3M15.500 9.500v.01",
  file: "M7 4h7l4 4v12H7zM14 4v4h4",
  music: "M9 17.500V6l9-2v11.500M9 17.500a2 2 0 1 1-4 0 2 2 0 0 1 4 0zM18 15.500a2 2 0 1 1-4 0 2 2 0 0 1 4 0z",
  person: "M12 12a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM5 19.500c.8-3 3.500-4.500 7-4.500s6.200 1.500 7 4.500",
  pin: "M12 20.500s-6-5.600-6-10.300a6 6 0 0 1 12 0c0 4.700-6 10.300-6 10.300zM12 12a1.900 1.900 0 1 0 0-3.800 1.900 1.900 0 0 0 0 3.800z",
  stop: "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM6 6l12 12",
  tape: "M7 15.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM17 15.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM7 15.500h10",
  phone: "M6 4.500h3l1.500 4-2 1.500a11 11 0 0 0 5.500 5.500l1.500-2 4 1.500v3a1.500 1.500 0 0 1-1.700 1.500A15.500 15.500 0 0 1 4.500 6.200 1.500 1.500 0 0 1 6 4.500z",
  missed: "M4 6l6 6 8-8M18 9V4h-5M4 18.500c4.500-3.500 11.500-3.500 16 0",
  coins: "M9 12a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM15.500 9.800A4.500 4.500 0 1 1 11 17M4 20.500h4",
  scale: "M12 4v16M7 20h10M5 7.500h14M5 7.500L2.800 13h4.400zM19 7.500L16.800 13h4.400z",
  ticket: "M4 7.500h16v3a1.800 1.800 0 0 0 0 3.500v3H4v-3a1.800 1.800 0 0 0 0-3.500zM14 8v.01M14 12v.01M14 16v.01",
  bolt: "M13 3.500L6 13.500h5l-1 7 7-10h-5z",
  desk: "M4 10h16M6 10v9M18 10v9M8 10V6h8v4M12 13h3",
  chat: "M5 6.500h14v9.500h-8l-4 3.500V16H5z",
  link: "M8.500 15.500l7-7M10 8.500h5.500V14",
  refresh: "M18.500 12a6.500 6.500 0 1 1-2-4.700M17 4v3.500h-3.500",
};

const FILLED = { play: "M8 5.500v13l11-6.500z", pause: "M7 5.500h3.600v13H7zM13.400 5.500H17v13h-3.600z" };

/** An SVG icon by name, hidden from assistive technology: the button beside it carries the words. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", name in FILLED ? "icon filled" : "icon");
  if (name === "dots") svg.classList.add("bold");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", FILLED[name] ?? ICONS[name]);
  svg.append(path);
  return svg;
}

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
  const node = el("span", { class: className, "aria-hidden": "true" }, [...name][0]?.toUpperCase() ?? "?");
  node.style.setProperty("--hue", hueOf(name));
  return node;
}
