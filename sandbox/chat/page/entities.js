// Text with Bot API entities → DOM. Offsets count UTF-16 units, as JavaScript strings do.
// Everything becomes text nodes and elements; nothing of a message is ever parsed as HTML.

import { el } from "./dom.js";
import { dateTime } from "./format.js";

const PLAIN = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
};

/** Drawn as blocks: the line break that follows them in the text is already there. */
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/**
 * The text as a fragment. `actions.send(text)` is called for a tapped command,
 * `actions.start(payload)` for a deep link to this very bot; `actions.username` is the bot's.
 */
export function formatted(text, entities = [], actions = {}) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nested(text, 0, text.length, sorted, actions);
}

function nested(text, start, end, entities, actions) {
  const fragment = document.createDocumentFragment();
  let at = start;
  const waiting = [...entities];
  while (waiting.length) {
    const entity = waiting.shift();
    const stop = Math.min(entity.offset + entity.length, end);
    const inner = [];
    const later = [];
    for (const other of waiting) {
      if (other.offset >= stop) {
        later.push(other);
        continue;
      }
      const beyond = other.offset + other.length - stop;
      inner.push(beyond > 0 ? { ...other, length: other.length - beyond } : other);
      if (beyond > 0) later.unshift({ ...other, offset: stop, length: beyond });
    }
    waiting.splice(0, waiting.length, ...later);
    fragment.append(text.slice(at, Math.max(at, entity.offset)));
    const content = nested(text, entity.offset, stop, inner, actions);
    fragment.append(wrapped(entity, text.slice(entity.offset, stop), content, actions));
    at = BLOCKS.has(entity.type) && text[stop] === "\n" ? stop + 1 : stop;
  }
  fragment.append(text.slice(at, end));
  return fragment;
}

function wrapped(entity, words, content, actions) {
  if (entity.type in PLAIN) return el(PLAIN[entity.type], {}, content);
  switch (entity.type) {
    case "pre":
      return el(
        "pre",
        { tabindex: "0", "data-language": entity.language },
        el("code", {}, content),
      );
    case "spoiler":
      return spoiler(content);
    case "blockquote":
      return el("blockquote", { dir: "auto" }, content);
    case "expandable_blockquote":
      return expandable(content);
    case "bot_command":
      return el(
        "button",
        {
          type: "button",
          class: "inline-link",
          onclick: () => actions.send?.(words),
        },
        content,
      );
    case "url":
      return link(
        /^[a-z][a-z0-9+.-]*:/i.test(words) ? words : `https://${words}`,
        content,
        actions,
      );
    case "text_link":
      return link(entity.url, content, actions);
    case "email":
      return link(`mailto:${words}`, content, actions);
    case "phone_number":
      return link(`tel:${words.replace(/[^+\d]/g, "")}`, content, actions);
    case "date_time":
      return el("time", { title: dateTime(entity.unix_time) }, content);
    default:
      // mention, hashtag, cashtag, custom_emoji …: the words are what there is to show.
      return el("span", { class: `entity-${entity.type}` }, content);
  }
}

function link(address, content, actions) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return el("span", {}, content);
  }
  const start = startPayload(url, actions.username);
  if (start !== null) {
    return el(
      "a",
      {
        href: url.href,
        onclick: (event) => {
          event.preventDefault();
          actions.start?.(start);
        },
      },
      content,
    );
  }
  if (!["http:", "https:", "mailto:", "tel:"].includes(url.protocol))
    return el("span", {}, content);
  return el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, content);
}

/** The payload of https://t.me/<this bot>?start=… (or tg://resolve?domain=…), else null. */
export function startPayload(url, username) {
  const name = url.protocol === "tg:" ? url.searchParams.get("domain") : url.pathname.slice(1);
  const telegram = url.protocol === "tg:" || ["t.me", "telegram.me"].includes(url.hostname);
  if (!telegram || !username || name?.toLowerCase() !== username.toLowerCase()) return null;
  return url.searchParams.get("start") ?? "";
}

function spoiler(content) {
  const words = el("span", { class: "spoiler-words" }, content);
  const node = el(
    "span",
    {
      class: "spoiler",
      role: "button",
      tabindex: "0",
      "aria-label": "Hidden text. Show it",
    },
    words,
  );
  words.setAttribute("aria-hidden", "true");
  const show = () => {
    node.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
    words.removeAttribute("aria-hidden");
  };
  node.addEventListener("click", show, { once: true });
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      show();
    }
  });
  return node;
}

function expandable(content) {
  const quote = el("blockquote", { class: "expandable", dir: "auto" }, el("div", {}, content));
  const toggle = el(
    "button",
    {
      type: "button",
      class: "inline-link",
      "aria-expanded": "false",
      onclick: () => {
        const open = quote.classList.toggle("open");
        toggle.setAttribute("aria-expanded", open);
        toggle.textContent = open ? "Show less" : "Show more";
      },
    },
    "Show more",
  );
  quote.append(toggle);
  return quote;
}

/** The first line of a message for a list or a toast. */
export function summary(message) {
  const text = message.text ?? message.caption;
  if (text) return text.split("\n").find((line) => line.trim()) ?? "";
  if (message.voice) return "Voice message";
  if (message.photo) return "Photo";
  if (message.audio) return message.audio.title ?? message.audio.file_name ?? "Audio";
  if (message.document) return message.document.file_name ?? "File";
  if (message.contact) return "Contact";
  if (message.location) return "Location";
  return "Message";
}
