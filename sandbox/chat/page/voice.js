// Sound: one player for voice notes and audio files, and the recorder behind the microphone.

import { el, icon, iconButton } from "./dom.js";
import { duration } from "./format.js";

const BARS = 46;
const waves = new Map();
let playing = null;

/** Loudness of the sound in BARS steps of 0…1, or null when this browser cannot decode it. */
function waveform(url) {
  if (!waves.has(url))
    waves.set(
      url,
      measure(url).catch(() => null),
    );
  return waves.get(url);
}

async function measure(url) {
  const sound = await (await fetch(url)).arrayBuffer();
  // An offline context decodes without the user's gesture that a playing one would need.
  const decoded = await new OfflineAudioContext(1, 1, 16000).decodeAudioData(sound);
  const samples = decoded.getChannelData(0);
  const step = Math.max(1, Math.floor(samples.length / BARS));
  const loud = Array.from({ length: BARS }, (_, bar) => {
    let sum = 0;
    for (let i = bar * step; i < (bar + 1) * step && i < samples.length; i += 4)
      sum += samples[i] ** 2;
    return Math.sqrt((sum * 4) / step);
  });
  const peak = Math.max(...loud) || 1;
  return { bars: loud.map((value) => Math.sqrt(value / peak)), seconds: decoded.duration };
}

function bars(levels) {
  return el(
    "span",
    { class: "bars" },
    ...levels.map((level) => {
      const bar = el("i");
      bar.style.height = `${Math.round(12 + level * 88)}%`;
      return bar;
    }),
  );
}

/** A player: play and pause, a waveform to seek in, time. `seconds` is what the message says. */
export function player(url, seconds, label) {
  let length = seconds || 0;
  let audio = null;
  const time = el("span", { class: "voice-time" }, duration(length));
  const toggle = iconButton(
    "play",
    `Play ${label}`,
    () => (audio && !audio.paused ? pause() : play()),
    "voice-toggle",
  );
  const seek = el("input", {
    type: "range",
    min: 0,
    max: 1000,
    value: 0,
    step: 1,
    "aria-label": `Position in ${label}`,
    oninput: () => {
      sound().currentTime = (seek.value / 1000) * length;
      draw();
    },
  });
  const wave = el("span", { class: "wave flat" }, seek);
  const node = el(
    "div",
    { class: "voice", role: "group", "aria-label": label },
    toggle,
    wave,
    time,
  );

  const sound = () => {
    if (audio) return audio;
    audio = new Audio(url);
    audio.addEventListener("timeupdate", draw);
    audio.addEventListener("ended", () => (pause(), (audio.currentTime = 0), draw()));
    audio.addEventListener("error", () => (pause(), (time.textContent = "cannot play")));
    audio.addEventListener("loadedmetadata", () => {
      if (Number.isFinite(audio.duration)) length = audio.duration;
    });
    return audio;
  };
  const draw = () => {
    const at = audio?.currentTime ?? 0;
    const part = length ? Math.min(1, at / length) : 0;
    wave.style.setProperty("--played", part);
    seek.value = Math.round(part * 1000);
    seek.setAttribute("aria-valuetext", `${duration(at)} of ${duration(length)}`);
    time.textContent = duration(at > 0 ? at : length);
  };
  const look = (name) => {
    toggle.replaceChildren(icon(name));
    const words = `${name === "play" ? "Play" : "Pause"} ${label}`;
    toggle.setAttribute("aria-label", words);
    toggle.title = words;
  };
  const pause = () => {
    audio.pause();
    look("play");
  };
  const play = async () => {
    if (playing && playing !== pause) playing();
    playing = pause;
    look("pause");
    await sound()
      .play()
      .catch(() => pause());
  };
  whenSeen(node, async () => {
    const measured = await waveform(url);
    if (!measured) return;
    length ||= measured.seconds;
    wave.classList.remove("flat");
    wave.prepend(bars(measured.bars), bars(measured.bars));
    draw();
  });
  return node;
}

/** Runs once when the element nears the screen: a long chat does not fetch all its sound. */
function whenSeen(node, run) {
  const watcher = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      run();
    },
    { rootMargin: "200px" },
  );
  watcher.observe(node);
}

/** Records the microphone. `onlevel(0…1, seconds)` runs while it listens. */
export class Recorder {
  #parts = [];

  static get possible() {
    return Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);
  }

  /** Asks for the microphone; rejects with the browser's refusal. */
  static async start(onlevel) {
    const recorder = new Recorder();
    recorder.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const kinds = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];
    const mimeType = kinds.find((kind) => MediaRecorder.isTypeSupported(kind));
    recorder.media = new MediaRecorder(recorder.stream, { mimeType });
    recorder.media.addEventListener("dataavailable", ({ data }) => recorder.#parts.push(data));
    recorder.media.start();
    recorder.began = performance.now();
    recorder.#listen(onlevel);
    return recorder;
  }

  get seconds() {
    return (performance.now() - this.began) / 1000;
  }

  #listen(onlevel) {
    this.context = new AudioContext();
    const meter = this.context.createAnalyser();
    meter.fftSize = 512;
    this.context.createMediaStreamSource(this.stream).connect(meter);
    const samples = new Float32Array(meter.fftSize);
    this.timer = setInterval(() => {
      meter.getFloatTimeDomainData(samples);
      const sum = samples.reduce((total, sample) => total + sample * sample, 0);
      onlevel(Math.min(1, Math.sqrt(sum / samples.length) * 4), this.seconds);
    }, 90);
  }

  /** Ends the recording and lets the microphone go. Resolves to the sound as a File. */
  async stop() {
    clearInterval(this.timer);
    const ended = new Promise((resolve) =>
      this.media.addEventListener("stop", resolve, { once: true }),
    );
    this.media.stop();
    await ended;
    this.stream.getTracks().forEach((track) => track.stop());
    this.context.close();
    const type = this.media.mimeType.split(";")[0];
    return new File(this.#parts, `voice.${type.split("/")[1]}`, { type });
  }
}
