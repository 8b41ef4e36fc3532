// A value to sign in with, and its two uses.

import { copyText, el, icon, iconButton, say } from "./dom.js";

/** A value that can be copied, or put into the chat's message field. */
export function credential(label, value, useInChat) {
  const words = el("code", {}, value);
  const copy = iconButton(
    "copy",
    `Copy ${label}`,
    async () => {
      const done = await copyText(words.textContent);
      copy.replaceChildren(icon(done ? "check" : "cross"));
      setTimeout(() => copy.replaceChildren(icon("copy")), 1500);
      say(done ? `${label} copied` : "Could not copy");
    },
    "round small",
  );
  return el(
    "div",
    { class: "credential" },
    el("dt", {}, label),
    el(
      "dd",
      {},
      words,
      copy,
      iconButton(
        "into",
        `Write ${label} into the chat`,
        () => useInChat(words.textContent),
        "round small",
      ),
    ),
  );
}
