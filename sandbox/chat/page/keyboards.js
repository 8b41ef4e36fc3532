// Inline keyboards under a message, and the reply keyboard in place of the phone's own.

import { button, copyText, el, icon, say } from "./dom.js";

/**
 * An inline keyboard. `actions.tap(data)` resolves when the bot has answered: until then the button
 * is busy, and like Telegram's own it takes no second tap.
 */
export function inlineKeyboard(markup, actions) {
  const rows = markup.inline_keyboard.map((row) =>
    el("div", { class: "row" }, ...row.map((spec) => inlineButton(spec, actions))),
  );
  return el("div", { class: "inline-keyboard", role: "group", "aria-label": "Buttons" }, ...rows);
}

function inlineButton(spec, actions) {
  const style = `key ${spec.style ?? ""}`;
  const label = el("span", { dir: "auto" }, spec.text);
  if (spec.url) return urlButton(spec, style, label, actions);
  if (spec.copy_text) {
    return button(
      {
        class: style,
        onclick: async () =>
          say((await copyText(spec.copy_text.text)) ? "Copied" : "Could not copy"),
      },
      label,
      icon("copy"),
    );
  }
  if (spec.callback_data === undefined) {
    return button(
      {
        class: style,
        onclick: () => say("This kind of button works only in Telegram itself."),
      },
      label,
    );
  }
  const node = button(
    {
      class: style,
      onclick: async () => {
        if (node.getAttribute("aria-busy") === "true") return;
        node.setAttribute("aria-busy", "true");
        try {
          await actions.tap(spec.callback_data);
        } finally {
          node.removeAttribute("aria-busy");
        }
      },
    },
    label,
  );
  return node;
}

function urlButton(spec, style, label, actions) {
  const attributes = { class: style, href: spec.url, target: "_blank", rel: "noopener noreferrer" };
  const payload = actions.startOf(spec.url);
  if (payload !== null) {
    attributes.onclick = (event) => {
      event.preventDefault();
      actions.start(payload);
    };
  }
  // A button's address comes from the bot: only web addresses may be followed.
  if (!/^(https?|tg):/i.test(spec.url)) delete attributes.href;
  return el("a", attributes, label, icon("link"));
}

/** A reply keyboard. `actions`: send(text), contact(), location(), used() after any press. */
export function replyKeyboard(markup, actions) {
  const press = (spec) => {
    const asks = spec.request_contact || spec.request_location;
    if (spec.request_contact) return actions.contact();
    if (spec.request_location) return actions.location();
    if (!asks && Object.keys(spec).some((key) => key.startsWith("request_"))) {
      return say("This kind of button works only in Telegram itself.");
    }
    return actions.send(spec.text);
  };
  const rows = markup.keyboard.map((row) =>
    el(
      "div",
      { class: "row" },
      ...row.map((key) => {
        const spec = typeof key === "string" ? { text: key } : key;
        return button(
          {
            class: `key ${spec.style ?? ""}`,
            onclick: async () => (await press(spec)) !== false && actions.used(),
          },
          spec.request_contact ? icon("person") : null,
          spec.request_location ? icon("pin") : null,
          el("span", { dir: "auto" }, spec.text),
        );
      }),
    ),
  );
  return el(
    "div",
    { class: "reply-keyboard", role: "group", "aria-label": "Suggested answers" },
    ...rows,
  );
}
