// The list of phones: every simulated subscriber with the latest message and what is unread.

import { ask, choice, field } from "./dialogs.js";
import { avatar, button, byId, el, icon } from "./dom.js";
import { summary } from "./entities.js";
import { clock } from "./format.js";
import { store } from "./store.js";

const LANGUAGES = [
  ["en", "English"],
  ["uk", "Українська"],
  ["pl", "Polski"],
  ["ar", "العربية"],
];

async function addUser() {
  const answer = await ask({
    title: "Add a phone",
    note: "Another subscriber, with a chat of their own.",
    fields: [
      field("Name", { name: "name", required: true, maxlength: 60, autofocus: true, dir: "auto" }),
      choice("Language of the phone", "language", LANGUAGES, "en"),
    ],
    accept: "Add",
  });
  if (!answer) return;
  await store.addUser(answer.get("name").trim(), answer.get("language"));
  byId("draft").focus();
}

function entry(conversation, open) {
  const { id, name, language, last, unread, blocked } = conversation;
  const active = conversation === store.active;
  const words = blocked ? "Has blocked the bot" : last ? summary(last) : "No messages yet";
  const own = last && !last.from?.is_bot && !blocked ? "You: " : "";
  return el(
    "li",
    {},
    button(
      {
        class: "person",
        "aria-current": active ? "true" : null,
        dataset: { id },
        title: name,
        onclick: () => open(id),
      },
      avatar(name),
      el(
        "span",
        { class: "person-top" },
        el("strong", { dir: "auto" }, name),
        el("span", { class: "tag", title: "Language of the phone" }, language ?? ""),
        el("time", {}, last ? clock(last.date) : ""),
      ),
      el(
        "span",
        { class: "person-last" },
        el("span", { dir: "auto" }, own + words),
        unread
          ? el(
              "span",
              { class: "badge" },
              String(unread),
              el("span", { class: "visually-hidden" }, " unread"),
            )
          : null,
      ),
    ),
  );
}

/** `open(id)` shows a chat. */
export function showPeople(open) {
  const list = byId("people-list");
  byId("add-user").append(icon("plus"));
  byId("add-user").addEventListener("click", addUser);
  const draw = () => {
    const focused = list.contains(document.activeElement)
      ? document.activeElement.dataset.id
      : null;
    list.replaceChildren(
      ...[...store.people.values()].map((conversation) => entry(conversation, open)),
    );
    if (focused) list.querySelector(`[data-id="${focused}"]`)?.focus();
  };
  store.on("people", draw);
  store.on("active", draw);
}
