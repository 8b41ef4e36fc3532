// One message → its row in the log.

import { el } from "./dom.js";
import { formatted, startPayload, summary } from "./entities.js";
import { clock, fullTime } from "./format.js";
import { inlineKeyboard } from "./keyboards.js";
import { attachment, attachmentKey } from "./media.js";

/**
 * The row of a message. An edit draws a new row; what is playing goes on because the earlier row's
 * attachment moves over when it is still the same.
 */
export function messageRow(message, actions, earlier) {
  const own = !message.from?.is_bot;
  const body = el("div", { class: "body" });
  const media = reused(message, earlier) ?? attachment(message);
  if (message.reply_to_message) body.append(quote(message.reply_to_message));
  if (media) {
    media.dataset.key = attachmentKey(message);
    body.append(media);
  }
  const text = message.text ?? message.caption;
  if (text !== undefined) {
    const entities = message.entities ?? message.caption_entities;
    body.append(
      el("div", { class: "text", dir: "auto" }, formatted(text, entities, actions), stamp(message)),
    );
  } else {
    if (!media) body.append(el("div", { class: "text service", dir: "auto" }, event(message)));
    body.append(stamp(message));
  }
  const row = el(
    "article",
    {
      class: `message ${own ? "own" : "bot"}`,
      dataset: { id: message.message_id },
      "aria-label": own ? "You" : "Bot",
    },
    body,
  );
  row.classList.toggle("wide-photo", Boolean(message.photo));
  if (message.reply_markup?.inline_keyboard?.length) {
    row.append(
      inlineKeyboard(message.reply_markup, {
        tap: (data) => actions.tap(message.message_id, data),
        start: actions.start,
        startOf: (url) => (URL.canParse(url) ? startPayload(new URL(url), actions.username) : null),
      }),
    );
    row.classList.add("with-keys");
  }
  return row;
}

/** What happened, of a message that nobody wrote. */
function event({ pinned_message: pinned }) {
  return pinned
    ? `Pinned “${summary(pinned)}”`
    : "This kind of message cannot be shown here.";
}

function reused(message, earlier) {
  const media = earlier?.querySelector("[data-key]");
  return media && media.dataset.key === attachmentKey(message) ? media : null;
}

function quote(message) {
  return el("div", { class: "quote", dir: "auto" }, summary(message));
}

function stamp(message) {
  const edited = message.edit_date ? "edited " : "";
  return el(
    "span",
    { class: "stamp" },
    edited,
    el("time", { title: fullTime(message.date) }, clock(message.date)),
  );
}
