// Joins the panes: who is shown where, what is unread, the push for a message elsewhere.

import { showConversation } from "./chat.js";
import { insert, showComposer } from "./composer.js";
import { showDesk } from "./desk.js";
import { avatar, byId, el, icon, toast } from "./dom.js";
import { summary } from "./entities.js";
import { showPeople } from "./people.js";
import { store } from "./store.js";

const TITLE = "Chat sandbox";
const PANES = { people: ["person", "Phones"], chat: ["chat", "Chat"], desk: ["desk", "Desk"] };

/** On a narrow window one pane is shown at a time; on a wide one this only remembers. */
function showPane(name) {
  document.body.dataset.pane = name;
  for (const tab of document.querySelectorAll(".tabs button")) {
    if (tab.dataset.pane === name) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  dispatchEvent(new Event("pane"));
  readIfSeen();
}

function drawTabs() {
  for (const tab of document.querySelectorAll(".tabs button")) {
    const [picture, words] = PANES[tab.dataset.pane];
    tab.append(icon(picture), el("span", {}, words), el("span", { class: "badge", hidden: true }));
    tab.addEventListener("click", () => showPane(tab.dataset.pane));
  }
}

const chatIsSeen = () =>
  document.visibilityState === "visible" && byId("chat").offsetParent !== null;

function readIfSeen() {
  if (chatIsSeen()) store.markRead(store.active);
}

function showUnread() {
  const total = [...store.people.values()].reduce((sum, { unread }) => sum + unread, 0);
  document.title = total ? `(${total}) ${TITLE}` : `${store.bot.first_name} · ${TITLE}`;
  const here = store.active?.unread ?? 0;
  for (const [pane, count] of [
    ["chat", here],
    ["people", total - here],
  ]) {
    const badge = document.querySelector(`.tabs [data-pane="${pane}"] .badge`);
    badge.hidden = count === 0;
    badge.textContent = count;
  }
}

function openChat(id) {
  if (store.active?.id !== id) store.open(id);
  showPane("chat");
  // On a touch screen the focus would only raise the keyboard.
  if (matchMedia("(pointer: fine)").matches) byId("draft").focus();
}

/** A message of the bot that nobody is looking at: unread, and a push that opens it. */
function notice({ conversation, message, fresh }) {
  if (!fresh || !message.from?.is_bot) return;
  if (conversation === store.active && chatIsSeen()) return;
  conversation.unread += 1;
  store.tell("people");
  toast(
    byId("pushes"),
    [
      avatar(conversation.name),
      el(
        "span",
        { class: "toast-words" },
        el("strong", { dir: "auto" }, `${store.bot.first_name} → ${conversation.name}`),
        el("span", { dir: "auto" }, summary(message)),
      ),
    ],
    { seconds: 8, onclick: () => openChat(conversation.id) },
  );
}

drawTabs();
showConversation();
showComposer();
showPeople(openChat);
showDesk({
  useInChat: (text) => {
    showPane("chat");
    insert(text);
  },
});
store.on("people", showUnread);
store.on("active", () => (readIfSeen(), showUnread()));
store.on("message", notice);
store.on("online", () => (byId("offline").hidden = store.online));
document.addEventListener("visibilitychange", readIfSeen);
showPane("chat");
store.connect();
