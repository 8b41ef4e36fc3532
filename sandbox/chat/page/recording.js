// The microphone button: hold it and let go, or click it and then Send.

import { el, iconButton, say } from "./dom.js";
import { duration } from "./format.js";
import { Recorder } from "./voice.js";

/** Letting go of the button after this long sends; a shorter press keeps recording. */
const HOLD_MS = 450;
const METER_BARS = 60;

/** `send(file)` gets what was recorded; meanwhile a bar stands in for the line of `replaces`. */
export class VoiceButton {
  #recorder = null;
  #starting = false;
  #bar = null;
  #line = null;

  constructor(send) {
    this.send = send;
    this.button = iconButton("mic", "Record a voice message", null);
    let pressed = 0;
    this.button.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      pressed = performance.now();
      this.#start();
    });
    document.addEventListener("pointerup", () => {
      const held = pressed && performance.now() - pressed > HOLD_MS;
      pressed = 0;
      if (held) this.finish(true);
    });
    // A click by the keyboard or by a screen reader comes without a pointer.
    this.button.addEventListener("click", (event) => event.detail === 0 && this.#start());
  }

  get recording() {
    return this.#recorder !== null;
  }

  replaces(line) {
    this.#line = line;
  }

  async #start() {
    if (this.#starting || this.recording) return;
    if (!Recorder.possible) {
      say("This browser cannot record. Attach an audio file instead.");
      return;
    }
    const meter = el("span", { class: "meter", "aria-hidden": "true" });
    const time = el("span", { class: "record-time", role: "timer" }, "0:00");
    this.#starting = true;
    try {
      this.#recorder = await Recorder.start((level, seconds) => {
        time.textContent = duration(Math.floor(seconds));
        const bar = el("i");
        bar.style.height = `${10 + level * 90}%`;
        meter.append(bar);
        if (meter.children.length > METER_BARS) meter.firstChild.remove();
      });
    } catch {
      say("The browser did not allow the microphone.");
      return;
    } finally {
      this.#starting = false;
    }
    this.#show(time, meter);
  }

  #show(time, meter) {
    const sendButton = iconButton(
      "send",
      "Send the recording",
      () => this.finish(true),
      "round accent",
    );
    this.#bar = el(
      "div",
      { class: "line recording", role: "group", "aria-label": "Recording" },
      iconButton("cross", "Discard the recording", () => this.finish(false)),
      el("span", { class: "red-dot", "aria-hidden": "true" }),
      time,
      meter,
      sendButton,
    );
    this.#bar.addEventListener("keydown", (event) => event.key === "Escape" && this.finish(false));
    this.#line.before(this.#bar);
    this.#line.hidden = true;
    sendButton.focus();
  }

  /** Ends the recording, if there is one, and sends it when it is to be kept. */
  async finish(keep) {
    if (!this.recording) return;
    const ended = this.#recorder;
    this.#recorder = null;
    this.#bar.remove();
    this.#line.hidden = false;
    this.button.focus();
    const file = await ended.stop();
    if (keep) await this.send(file);
  }
}
