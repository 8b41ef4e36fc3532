// Under the hood: the bot's calls to the chat, and its calls to the provider, newest first.

import { chat, desk } from "./api.js";
import { el, icon } from "./dom.js";
import { clockSeconds } from "./format.js";
import { store } from "./store.js";

const KEPT = 200;
const mark = ({ service, method, time }) => `${time} ${service}/${method}`;

/** A list of calls that grows at its top; a row that is open stays so. */
function journal(label) {
  const rows = el("div", { class: "journal", "aria-label": label });
  return {
    rows,
    add: ({ name, time, ok, words, details }) => {
      rows.prepend(
        el(
          "details",
          { class: ok ? "call" : "call failed" },
          el(
            "summary",
            {},
            el("time", {}, clockSeconds(time)),
            el("b", {}, name),
            el("span", {}, words),
          ),
          el("pre", { tabindex: "0" }, JSON.stringify(details, null, 2)),
        ),
      );
      while (rows.children.length > KEPT) rows.lastChild.remove();
    },
    clear: () => rows.replaceChildren(),
  };
}

/** `withDesk`: whether there is a provider whose calls can be shown too. */
export function wireSection(withDesk) {
  const telegram = journal("Calls to the Bot API");
  const provider = journal("Calls to the provider");
  const body = el("div", { class: "wire" });
  const show = (shown) =>
    body.replaceChildren(...(withDesk ? [tabs(show, shown)] : []), shown.rows);
  const tabs = (pick, shown) =>
    el(
      "div",
      { class: "segments", role: "group", "aria-label": "Which calls" },
      ...[
        ["Bot API", telegram],
        ["Provider", provider],
      ].map(([words, which]) =>
        el(
          "button",
          {
            type: "button",
            "aria-pressed": String(which === shown),
            onclick: () => pick(which),
          },
          words,
        ),
      ),
    );
  show(telegram);
  const node = el(
    "details",
    { class: "section", open: !withDesk },
    el("summary", {}, icon("slash"), el("span", {}, "Under the hood"), icon("down")),
    body,
  );
  let after = 0;
  let latest = null;
  const readTelegram = async () => {
    for (const call of await chat.calls(after)) {
      after = call.n;
      telegram.add({
        name: call.method,
        time: call.time,
        ok: call.ok,
        words: call.error ?? "",
        details: call.params,
      });
    }
  };
  // The provider's log has no numbers: what follows the call that was shown last is new, and when
  // that one is gone (a provider started afresh), everything is.
  const readProvider = async () => {
    const log = await desk.log();
    const at = log.findLastIndex((call) => mark(call) === latest);
    if (at < 0) provider.clear();
    for (const call of log.slice(Math.max(at + 1, log.length - KEPT))) {
      provider.add({
        name: `${call.service}/${call.method}`,
        time: call.time,
        ok: call.outcome === "ok",
        words: call.outcome === "ok" ? "" : String(call.outcome),
        details: call.params,
      });
    }
    latest = log.length ? mark(log.at(-1)) : null;
  };
  const refresh = async () => {
    if (!node.open) return;
    await readTelegram();
    if (withDesk) await readProvider();
  };
  // A chat server that was started again counts its calls from one.
  store.on("online", () => {
    if (!store.online) return;
    after = 0;
    telegram.clear();
  });
  node.addEventListener("toggle", () => refresh().catch(() => {}));
  return { node, refresh };
}
