// What the provider sent to its subscribers: one-time codes and e-mails, newest first.

import { desk } from "./api.js";
import { credential } from "./credential.js";
import { byId, el, icon, toast } from "./dom.js";
import { clock } from "./format.js";

const SHOWN_AT_MOST = 20;

export function outboxSection(useInChat) {
  const list = el("div", { class: "outbox", "aria-live": "polite" });
  const count = el("span", { class: "badge", hidden: true });
  const node = el(
    "details",
    { class: "section" },
    el("summary", {}, icon("ticket"), el("span", {}, "Codes and e-mails"), count, icon("down")),
    list,
  );
  let drawn = null;
  let seen = 0;

  const draw = (messages) => {
    const newest = messages.slice(-SHOWN_AT_MOST).reverse();
    list.replaceChildren(
      ...newest.map((message) =>
        el(
          "div",
          { class: "sent" },
          el(
            "p",
            {},
            `${message.channel ?? "message"} to `,
            el("b", {}, message.to ?? ""),
            el("time", {}, clock(message.time)),
          ),
          message.code
            ? el("dl", {}, credential("Code", message.code, useInChat))
            : el("p", { class: "sent-text", dir: "auto" }, message.text ?? message.body ?? ""),
        ),
      ),
    );
    if (!newest.length)
      list.append(
        el(
          "p",
          { class: "nothing" },
          "Nothing sent yet. One-time codes for signing in appear here.",
        ),
      );
  };
  // A code that was just sent is what its reader waits for: the list opens by itself, and where it
  // is out of sight, a toast carries the code to the chat.
  const arrived = ({ code, to }) => {
    node.open = true;
    if (!code) return;
    const words = el(
      "span",
      { class: "toast-words" },
      el("strong", {}, `Write ${code} into the chat`),
      el("span", { dir: "auto" }, `Sent to ${to}`),
    );
    toast(byId("pushes"), [icon("ticket"), words], { seconds: 15, onclick: () => useInChat(code) });
  };
  node.addEventListener("toggle", () => {
    if (node.open) count.hidden = true;
  });
  return {
    node,
    refresh: async () => {
      const messages = await desk.outbox();
      const now = JSON.stringify(messages);
      if (now === drawn) return;
      if (drawn !== null) messages.slice(seen).forEach(arrived);
      drawn = now;
      seen = messages.length;
      draw(messages);
    },
  };
}
