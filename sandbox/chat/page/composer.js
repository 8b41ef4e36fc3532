// Where the subscriber writes: text, commands, attachments, the microphone, and the reply keyboard.

import { send, sendFile } from "./chat.js";
import { menu } from "./dialogs.js";
import { button, byId, el, icon, iconButton, say } from "./dom.js";
import { replyKeyboard } from "./keyboards.js";
import { VoiceButton } from "./recording.js";
import { shareContact, shareLocation } from "./share.js";
import { store } from "./store.js";

const composer = byId("composer");
const draft = el("textarea", {
  id: "draft",
  rows: 1,
  placeholder: "Message",
  "aria-label": "Message",
  dir: "auto",
  "aria-autocomplete": "list",
  "aria-controls": "commands",
  enterkeyhint: "send",
});
const suggestions = el("ul", {
  id: "commands",
  class: "commands",
  role: "listbox",
  "aria-label": "Commands",
  hidden: true,
});
const commandsButton = iconButton("slash", "Commands", toggleCommands);
const keysButton = iconButton("keys", "Show or hide the suggested answers", toggleKeys);
const clipButton = iconButton("clip", "Attach", () => attach());
const sendButton = iconButton("send", "Send", () => submit(), "round accent");
clipButton.setAttribute("aria-haspopup", "menu");
const voice = new VoiceButton((file) => sendFile("voice", file));
const line = el(
  "div",
  { class: "line" },
  commandsButton,
  el("div", { class: "draft-frame" }, draft, keysButton),
  clipButton,
  voice.button,
  sendButton,
);
const keys = el("div", { class: "keys" });
const drafts = new Map();
let keysHidden = false;
let picked = -1;
let drawnKeys = "";

function grow() {
  draft.style.height = "auto";
  draft.style.height = `${Math.min(draft.scrollHeight, 160)}px`;
  const writing = draft.value.trim() !== "";
  sendButton.hidden = !writing;
  voice.button.hidden = writing;
}

export function insert(text) {
  draft.value = text;
  grow();
  draft.focus();
}

async function submit() {
  const text = draft.value.trim();
  if (!text) return;
  draft.value = "";
  grow();
  suggest();
  draft.focus();
  if (!(await send({ text }))) insert(text);
}

// Commands: "/" filters them, the button shows all of them.

function suggest(all = false) {
  const typed = draft.value.match(/^\/(\w*)$/);
  const found =
    !store.active || !(typed || all)
      ? []
      : store.active.commands.filter(
          ({ command }) => all || command.startsWith(typed[1].toLowerCase()),
        );
  picked = -1;
  suggestions.hidden = !found.length;
  commandsButton.setAttribute("aria-expanded", String(found.length > 0));
  draft.removeAttribute("aria-activedescendant");
  suggestions.replaceChildren(
    ...found.map(({ command, description }, at) =>
      el(
        "li",
        {
          id: `command-${at}`,
          role: "option",
          "aria-selected": "false",
          dataset: { command },
          onclick: () => run(command),
        },
        el("b", {}, `/${command}`),
        el("span", { dir: "auto" }, description),
      ),
    ),
  );
}

function toggleCommands() {
  if (!suggestions.hidden) return suggest();
  suggest(true);
  if (suggestions.hidden) say("This bot has not set any commands yet.");
  draft.focus();
}

function pick(step) {
  const options = [...suggestions.children];
  picked = (picked + step + options.length) % options.length;
  options.forEach((option, at) => option.setAttribute("aria-selected", String(at === picked)));
  options[picked].scrollIntoView({ block: "nearest" });
  draft.setAttribute("aria-activedescendant", options[picked].id);
}

function run(command) {
  draft.value = "";
  grow();
  suggest();
  draft.focus();
  send({ text: `/${command}` });
}

function onKey(event) {
  const open = !suggestions.hidden;
  const command = suggestions.children[picked]?.dataset.command;
  if (open && event.key === "ArrowDown") pick(1);
  else if (open && event.key === "ArrowUp") pick(picked < 0 ? 0 : -1);
  else if (open && event.key === "Escape") suggestions.hidden = true;
  else if (open && event.key === "Tab" && !event.shiftKey && suggestions.children.length) {
    insert(`/${command ?? suggestions.firstChild.dataset.command} `);
    suggest();
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    if (open && command) run(command);
    else submit();
  } else return;
  event.preventDefault();
}

// Attachments.

function attach() {
  const choose = (kind, accept) => () => {
    const input = el("input", { type: "file", accept });
    input.addEventListener(
      "change",
      () => input.files[0] && sendFile(kind, input.files[0], takeCaption()),
    );
    input.click();
  };
  menu(clipButton, [
    { label: "Photo", icon: "photo", run: choose("photo", "image/*") },
    { label: "File", icon: "file", run: choose("document", "") },
    { label: "Audio", icon: "music", run: choose("audio", "audio/*") },
    { label: "Voice message from a file", icon: "mic", run: choose("voice", "audio/*") },
    { label: "My contact", icon: "person", run: shareContact },
    { label: "Location", icon: "pin", run: shareLocation },
  ]);
}

/** What was typed before a file was chosen becomes its caption. */
function takeCaption() {
  const caption = draft.value.trim();
  draft.value = "";
  grow();
  return caption;
}

// The reply keyboard.

function drawKeys() {
  const { id, keyboard, blocked } = store.active;
  const shown = Boolean(keyboard?.keyboard) && !blocked;
  // Most states change something else: the keyboard keeps its focus then.
  const drawn = JSON.stringify([id, keyboard, shown, keysHidden]);
  if (drawn === drawnKeys) return;
  drawnKeys = drawn;
  keysButton.hidden = !shown;
  keysButton.setAttribute("aria-expanded", String(shown && !keysHidden));
  draft.placeholder = (shown && keyboard.input_field_placeholder) || "Message";
  keys.replaceChildren();
  if (!shown || keysHidden) return;
  keys.append(
    replyKeyboard(keyboard, {
      send: (text) => send({ text }),
      contact: shareContact,
      location: shareLocation,
      used: () => {
        if (!keyboard.one_time_keyboard) return;
        keysHidden = true;
        drawKeys();
        draft.focus();
      },
    }),
  );
}

function toggleKeys() {
  keysHidden = !keysHidden;
  drawKeys();
}

function drawBlocked() {
  const { active } = store;
  const bar = composer.querySelector(".blocked-bar");
  line.hidden = active.blocked || voice.recording;
  if (!active.blocked) return bar?.remove();
  if (bar) return undefined;
  return composer.append(
    el(
      "div",
      { class: "blocked-bar" },
      button(
        {
          class: "plain wide",
          onclick: async () => {
            await store.setBlocked(store.active, false);
            draft.focus();
          },
        },
        "Unblock the bot",
      ),
    ),
  );
}

export function showComposer() {
  composer.append(suggestions, line, keys);
  draft.addEventListener("input", () => (grow(), suggest()));
  draft.addEventListener("keydown", onKey);
  draft.addEventListener("blur", () =>
    setTimeout(() => !composer.contains(document.activeElement) && suggest(), 150),
  );
  draft.addEventListener("paste", (event) => {
    const file = [...event.clipboardData.files][0];
    if (!file) return;
    event.preventDefault();
    sendFile(file.type.startsWith("image/") ? "photo" : "document", file, takeCaption());
  });
  voice.replaces(line);
  let shownFor = null;
  store.on("active", () => {
    // What was typed before the first chat had been read belongs to that chat.
    if (shownFor !== null) {
      drafts.set(shownFor, draft.value);
      draft.value = drafts.get(store.active.id) ?? "";
    }
    shownFor = store.active.id;
    keysHidden = false;
    voice.finish(false);
    grow();
    suggest();
    drawBlocked();
    drawKeys();
  });
  store.on("state", ({ conversation, keyboardChanged, commandsChanged }) => {
    if (conversation !== store.active) return;
    if (keyboardChanged) keysHidden = false;
    if (commandsChanged) suggest();
    drawBlocked();
    drawKeys();
  });
  // While its pane is hidden, a field has no height that its text could be fitted to.
  addEventListener("pane", grow);
  grow();
}
