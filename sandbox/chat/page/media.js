// What a message carries besides text: photos, sound, files, contacts, places.

import { chat } from "./api.js";
import { lightbox } from "./dialogs.js";
import { avatar, button, el, icon } from "./dom.js";
import { bytes } from "./format.js";
import { player } from "./voice.js";

/** The attachment's element, or null; `key` tells whether an edit kept the same attachment. */
export function attachment(message) {
  const kind = Object.keys(SHOW).find((name) => message[name]);
  return kind ? SHOW[kind](message[kind], message) : null;
}

export function attachmentKey(message) {
  const kind = Object.keys(SHOW).find((name) => message[name]);
  return kind ? `${kind}:${JSON.stringify(message[kind])}` : "";
}

const SHOW = {
  photo: (sizes, message) => {
    const largest = sizes.reduce((best, size) => (size.width > best.width ? size : best));
    const source = chat.fileUrl(largest.file_id);
    const alt = message.caption || "Photo";
    const picture = () =>
      el("img", {
        src: source,
        alt,
        width: largest.width,
        height: largest.height,
      });
    return button(
      {
        class: "photo",
        "aria-label": `Open ${alt}`,
        onclick: () => lightbox(picture()),
      },
      picture(),
    );
  },
  voice: (voice) => player(chat.fileUrl(voice.file_id), voice.duration, "voice message"),
  audio: (audio) => {
    const title = audio.title ?? audio.file_name ?? "Audio";
    return el(
      "div",
      { class: "audio" },
      el(
        "div",
        { class: "audio-title", dir: "auto" },
        audio.performer ? `${audio.performer} – ${title}` : title,
      ),
      player(chat.fileUrl(audio.file_id), audio.duration, title),
    );
  },
  video: (video) =>
    el("video", { src: chat.fileUrl(video.file_id), controls: true, preload: "metadata" }),
  document: (file) =>
    el(
      "a",
      {
        class: "file",
        href: chat.fileUrl(file.file_id),
        download: file.file_name ?? "file",
      },
      el("span", { class: "file-icon" }, icon("file")),
      el(
        "span",
        { class: "file-words" },
        el("strong", { dir: "auto" }, file.file_name ?? "File"),
        el("small", {}, [bytes(file.file_size), "Download"].filter(Boolean).join(" · ")),
      ),
    ),
  contact: (contact) => {
    const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
    return el(
      "div",
      { class: "contact" },
      avatar(name || "?"),
      el(
        "span",
        { class: "file-words" },
        el("strong", { dir: "auto" }, name),
        el("small", {}, contact.phone_number),
      ),
    );
  },
  location: ({ latitude, longitude }) =>
    el(
      "div",
      { class: "place" },
      el("span", { class: "file-icon" }, icon("pin")),
      el(
        "span",
        { class: "file-words" },
        el("strong", {}, "Location"),
        el("small", {}, `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`),
      ),
    ),
};
