// The conversation: the log of the active chat, its head, and what a tap in it does.

import { chat } from "./api.js";
import { alertBox, ask, field, menu } from "./dialogs.js";
import { avatar, button, byId, el, icon, say, toast } from "./dom.js";
import { summary } from "./entities.js";
import { day } from "./format.js";
import { messageRow } from "./message.js";
import { store } from "./store.js";

const log = byId("log");
const toBottom = byId("to-bottom");
const rows = new Map();
let below = 0;
let newest = 0;

const DOING = {
  typing: "typing",
  record_voice: "recording a voice message",
  upload_voice: "sending a voice message",
  record_audio: "recording",
  upload_photo: "sending a photo",
  upload_document: "sending a file",
  find_location: "looking for a place",
  choose_sticker: "choosing a sticker",
};

/** Sends from the active chat. False when it failed (which was said), so that a draft can stay. */
export async function send(content) {
  return deliver((id) => chat.send(id, content));
}

export async function sendFile(kind, file, caption) {
  return deliver((id) => chat.sendFile(id, kind, file, file.name, caption));
}

async function deliver(call) {
  const conversation = store.active;
  try {
    store.sent(conversation, await call(conversation.id));
    scrollDown();
    return true;
  } catch (error) {
    say(`Not sent. ${error.message}`);
    return false;
  }
}

export async function start(payload) {
  return send({ text: payload ? `/start ${payload}` : "/start" });
}

async function tap(message_id, data) {
  const conversation = store.active;
  try {
    const answer = await chat.tap(conversation.id, message_id, data);
    if (!answer?.text || store.active !== conversation) return;
    if (answer.show_alert) await alertBox(answer.text);
    else toast(byId("callback-toasts"), [answer.text]);
  } catch (error) {
    say(error.message);
  }
}

const actions = () => ({
  send: (text) => send({ text }),
  start,
  tap,
  username: store.bot.username,
});

const atBottom = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80;

function scrollDown() {
  log.scrollTop = log.scrollHeight;
  showBelow(0);
}

function showBelow(count) {
  below = count;
  toBottom.hidden = count === 0 && atBottom();
  toBottom.replaceChildren(icon("down"), count ? `${count} new` : "");
  toBottom.setAttribute(
    "aria-label",
    count ? `${count} new messages. Go to the latest` : "Go to the latest message",
  );
}

/** Draws the whole chat; busy meanwhile, so that a screen reader does not read all of it out. */
function drawAll() {
  log.setAttribute("aria-busy", "true");
  rows.clear();
  newest = 0;
  log.replaceChildren();
  for (const message of store.active.ordered) place(message);
  arrange();
  scrollDown();
  requestAnimationFrame(() => log.removeAttribute("aria-busy"));
}

function place(message) {
  const earlier = rows.get(message.message_id);
  const focused = earlier ? focusPath(earlier) : null;
  const row = messageRow(message, actions(), earlier);
  if (earlier) {
    earlier.replaceWith(row);
  } else {
    row.classList.add("fresh");
    const later =
      newest > message.message_id
        ? [...log.querySelectorAll(".message")].find((node) => node.dataset.id > message.message_id)
        : null;
    log.insertBefore(row, later ?? null);
    newest = Math.max(newest, message.message_id);
  }
  rows.set(message.message_id, row);
  if (focused) focusBack(row, focused);
}

/** Which button of a row has the focus, so that the keyboard stays where it was after an edit. */
function focusPath(row) {
  const buttons = [...row.querySelectorAll(".key")];
  const at = buttons.indexOf(document.activeElement);
  return at < 0 ? null : { at, text: document.activeElement.textContent };
}

function focusBack(row, { at, text }) {
  const buttons = [...row.querySelectorAll(".key")];
  const same = buttons.find((node) => node.textContent === text) ?? buttons[at] ?? buttons[0];
  (same ?? log).focus({ preventScroll: true });
}

/**
 * Day lines, groups of one speaker, and the empty state. What already stands right is left alone: a
 * screen reader reads out whatever is added to the log.
 */
function arrange() {
  const lines = new Set();
  let earlier = null;
  for (const message of store.active.ordered) {
    const row = rows.get(message.message_id);
    const date = day(message.date);
    const sameDay = earlier !== null && day(earlier.date) === date;
    if (!sameDay) lines.add(dayLine(row, date));
    row.classList.toggle("follows", sameDay && earlier.from?.id === message.from?.id);
    earlier = message;
  }
  for (const line of log.querySelectorAll(".day")) if (!lines.has(line)) line.remove();
  if (rows.size) log.querySelector(".empty")?.remove();
  else if (!log.querySelector(".empty")) log.append(empty());
}

function dayLine(row, date) {
  const before = row.previousElementSibling;
  if (before?.matches(".day") && before.textContent === date) return before;
  const line = el("div", { class: "day" }, el("span", {}, date));
  row.before(line);
  return line;
}

function empty() {
  const { description, short_description: short, first_name: name } = store.bot;
  return el(
    "div",
    { class: "empty" },
    avatar(name, "avatar bot large"),
    el("h3", { dir: "auto" }, "What can this bot do?"),
    el("p", { dir: "auto" }, description || short || "Say hello, and it will tell you."),
    button({ class: "solid big", onclick: () => start("") }, "Start"),
    el(
      "p",
      { class: "hint" },
      "When it asks who you are, take a login and a password from the provider’s desk.",
    ),
  );
}

function drawHead() {
  const { active, bot } = store;
  byId("bot-avatar").replaceWith(
    Object.assign(avatar(bot.first_name, "avatar bot"), { id: "bot-avatar" }),
  );
  byId("bot-name").textContent = bot.first_name;
  const status = byId("chat-status");
  const doing = active.action && (DOING[active.action] ?? "busy");
  status.classList.toggle("doing", Boolean(doing));
  status.textContent = active.blocked
    ? `${active.name} has blocked this bot`
    : doing || `on ${active.name}’s phone`;
  if (doing)
    status.append(
      el("span", { class: "ellipsis", "aria-hidden": "true" }, el("i"), el("i"), el("i")),
    );
}

/** The newest pinned message on top of the log; a click leads to it. */
function drawPinned() {
  const { active } = store;
  const message = active.messages.get(active.pinned);
  const bar = byId("pinned");
  bar.hidden = !message;
  if (message)
    bar.replaceChildren(
      el("span", { class: "pinned-label" }, "Pinned message"),
      el("span", { dir: "auto" }, summary(message)),
    );
}

function openMenu(opener) {
  const { active } = store;
  menu(opener, [
    active.blocked
      ? { label: "Unblock the bot", icon: "check", run: () => store.setBlocked(active, false) }
      : {
          label: "Block the bot",
          icon: "stop",
          danger: true,
          run: () => store.setBlocked(active, true),
        },
    { label: "Open a start link", icon: "link", run: askStart },
  ]);
}

/** A link that the operator made outside the chat: pasted whole, or only its payload. */
async function askStart() {
  const answer = await ask({
    title: "Open a start link",
    note: "Paste a link such as https://t.me/bot?start=…, or only what follows start=.",
    fields: [field("Link", { name: "link", required: true, autofocus: true })],
    accept: "Open",
  });
  const link = answer?.get("link").trim();
  if (link) await start(link.includes("start=") ? link.split("start=").pop() : link);
}

export function showConversation() {
  byId("chat-menu").append(icon("dots"));
  byId("chat-menu").addEventListener("click", ({ currentTarget }) => openMenu(currentTarget));
  toBottom.addEventListener("click", () => {
    scrollDown();
    log.focus({ preventScroll: true });
  });
  log.addEventListener("scroll", () => showBelow(atBottom() ? 0 : below), { passive: true });
  // The composer growing (a keyboard, a second line) must not push the latest message out of sight.
  let height = log.clientHeight;
  new ResizeObserver(() => {
    const hidden = height - log.clientHeight;
    height = log.clientHeight;
    if (hidden > 0 && log.scrollHeight - log.scrollTop - log.clientHeight - hidden < 80)
      scrollDown();
  }).observe(log);
  byId("pinned").addEventListener("click", () =>
    rows.get(store.active.pinned)?.scrollIntoView({ block: "center" }),
  );
  store.on("active", () => (drawHead(), drawPinned(), drawAll()));
  store.on("reload", () => (drawHead(), drawPinned(), drawAll()));
  store.on(
    "state",
    ({ conversation }) => conversation === store.active && (drawHead(), drawPinned()),
  );
  store.on("deleted", ({ conversation, id }) => {
    if (conversation !== store.active) return;
    rows.get(id)?.remove();
    rows.delete(id);
    arrange();
  });
  store.on("message", ({ conversation, message, fresh }) => {
    if (conversation !== store.active) return;
    const follow = atBottom();
    place(message);
    if (message.message_id === conversation.pinned) drawPinned();
    arrange();
    if (follow) scrollDown();
    else if (fresh && message.from?.is_bot) showBelow(below + 1);
  });
}
