// What the desk can let happen to a subscriber. Each action asks in a dialog, makes one call, and
// returns {words} (and a new {voucher}), or null when the dialog was closed.

import { desk } from "./api.js";
import { ask, choice, field } from "./dialogs.js";
import { button, el, icon } from "./dom.js";
import { duration, money } from "./format.js";
import { Recorder } from "./voice.js";

const CALLER = {
  name: "from",
  type: "tel",
  required: true,
  value: "+380442223344",
  pattern: "\\+?[0-9*#]{2,20}",
};
const amountField = (label, value, attributes = {}) =>
  field(label, {
    name: "amount",
    type: "number",
    step: "0.01",
    inputmode: "decimal",
    required: true,
    value,
    ...attributes,
  });
const secondsField = (value) =>
  field("Seconds", {
    name: "seconds",
    type: "number",
    min: 1,
    max: 3600,
    value,
    required: true,
    inputmode: "numeric",
  });
const nameOf = (account) => account.name || account.id;

async function leaveVoicemail(account) {
  const sound = recording();
  const upload = field("Audio file", { name: "audio", type: "file", accept: "audio/*" });
  const seconds = secondsField(7);
  const pages = field("Pages", {
    name: "fax_pages",
    type: "number",
    min: 1,
    max: 20,
    value: 2,
    required: true,
    inputmode: "numeric",
  });
  const parts = { record: sound.node, upload, tone: seconds, fax: pages };
  const show = (kind) => {
    for (const [name, node] of Object.entries(parts)) node.hidden = name !== kind;
  };
  const first = Recorder.possible ? "record" : "tone";
  show(first);
  const asked = ask({
    title: `Voicemail for ${nameOf(account)}`,
    fields: [
      field("Caller’s number", CALLER),
      choice(
        "Message",
        "kind",
        [
          ["record", "Record"],
          ["upload", "File"],
          ["tone", "Sample"],
          ["fax", "Fax"],
        ],
        first,
        show,
      ),
      ...Object.values(parts),
    ],
    accept: "Leave the message",
    check: (data) => {
      if (data.get("kind") === "record" && !sound.ready())
        return "Record something first, or choose a sample.";
      if (data.get("kind") === "upload" && !data.get("audio")?.size) return "Choose an audio file.";
      return null;
    },
  });
  const answer = await asked;
  const recorded = await sound.end();
  if (!answer) return null;
  const from = answer.get("from");
  const kind = answer.get("kind");
  if (kind === "tone") {
    await desk.voicemail(account.i_account, from, Number(answer.get("seconds")));
  } else if (kind === "fax") {
    await desk.fax(account.i_account, from, Number(answer.get("fax_pages")));
    return { words: `Fax from ${from} sent to ${nameOf(account)}` };
  } else {
    const file = kind === "record" ? recorded : answer.get("audio");
    await desk.voicemailAudio(account.i_account, from, file, file.name);
  }
  return { words: `Voicemail from ${from} left for ${nameOf(account)}` };
}

/** The recording part of the voicemail dialog: one button that starts, stops, and starts over. */
function recording() {
  let recorder = null;
  let file = null;
  const words = el("span", {}, "Start recording");
  const picture = el("span", { class: "record-icon" }, icon("mic"));
  const preview = el("audio", { controls: true, hidden: true });
  const start = async () => {
    preview.hidden = true;
    try {
      recorder = await Recorder.start((level, seconds) => {
        words.textContent = `Stop (${duration(seconds)})`;
        picture.style.setProperty("--level", level);
      });
    } catch {
      words.textContent = "The browser did not allow the microphone";
    }
    toggle.classList.toggle("live", Boolean(recorder));
  };
  const finish = async () => {
    const ended = recorder;
    recorder = null;
    toggle.classList.remove("live");
    file = await ended.stop();
  };
  const stop = async () => {
    await finish();
    preview.src = URL.createObjectURL(file);
    preview.hidden = false;
    words.textContent = "Record again";
  };
  const toggle = button(
    { class: "record", onclick: () => (recorder ? stop() : start()) },
    picture,
    words,
  );
  return {
    node: el("div", { class: "recorder" }, toggle, preview),
    ready: () => Boolean(recorder || file),
    end: async () => {
      if (recorder) await finish();
      if (preview.src) URL.revokeObjectURL(preview.src);
      return file;
    },
  };
}

async function makeCall(account) {
  const answer = await ask({
    title: `A call of ${nameOf(account)}`,
    fields: [
      choice(
        "Who calls",
        "direction",
        [
          ["from", "Somebody calls in"],
          ["to", "They call out"],
        ],
        "from",
      ),
      field("The other number", CALLER),
      secondsField(75),
      amountField("Price", "0.25", { min: 0 }),
    ],
    accept: "Make the call",
  });
  if (!answer) return null;
  await desk.call(account.i_account, {
    [answer.get("direction")]: answer.get("from"),
    answered: true,
    seconds: Number(answer.get("seconds")),
    amount: answer.get("amount"),
  });
  return { words: `Call of ${duration(answer.get("seconds"))} made` };
}

async function missCall(account) {
  const answer = await ask({
    title: `${nameOf(account)} misses a call`,
    fields: [field("Caller’s number", CALLER)],
    accept: "Ring and give up",
  });
  if (!answer) return null;
  await desk.call(account.i_account, {
    from: answer.get("from"),
    answered: false,
    seconds: 0,
    amount: "0",
  });
  return { words: `Missed call from ${answer.get("from")}` };
}

async function spend(account) {
  const answer = await ask({
    title: `${nameOf(account)} spends money`,
    note: "Spend nearly all of it, and the bot should warn about a low balance.",
    fields: [amountField("Amount", "1.00", { min: 0.01 })],
    accept: "Spend",
  });
  if (!answer) return null;
  await desk.spend(account.i_account, answer.get("amount"));
  return { words: `${money(answer.get("amount"), account.currency)} spent` };
}

async function setBalance(account) {
  const answer = await ask({
    title: `Balance of ${nameOf(account)}`,
    fields: [amountField("New balance", account.balance ?? "10.00")],
    accept: "Set the balance",
  });
  if (!answer) return null;
  await desk.balance(account.i_account, answer.get("amount"));
  return { words: `The balance is ${money(answer.get("amount"), account.currency)}` };
}

const STATES = {
  Active: { blocked: "N", bill_status: "O" },
  Blocked: { blocked: "Y", bill_status: "O" },
  Suspended: { blocked: "N", bill_status: "S" },
};

async function changeState(account) {
  const now = Object.keys(STATES).find(
    (name) =>
      STATES[name].blocked === account.blocked && STATES[name].bill_status === account.bill_status,
  );
  const answer = await ask({
    title: `The line of ${nameOf(account)}`,
    note: "The provider tells the bot by an event, as it does of every change.",
    fields: [choice("It is", "state", Object.keys(STATES).map((name) => [name, name]), now)],
    accept: "Set it",
    check: (data) => (data.get("state") ? null : "Choose one."),
  });
  if (!answer) return null;
  const state = answer.get("state");
  await desk.settings(account.i_account, STATES[state]);
  return { words: `The line of ${nameOf(account)} is ${state.toLowerCase()}` };
}

async function issueVoucher(account) {
  const answer = await ask({
    title: "Issue a voucher",
    note: "A prepaid number that adds funds once. It appears on the card, ready to copy.",
    fields: [amountField("Worth", "10.00", { min: 0.01 })],
    accept: "Issue",
  });
  if (!answer) return null;
  const voucher = await desk.issueVoucher(answer.get("amount"));
  return { voucher, words: `Voucher ${voucher} issued` };
}

export const ACTIONS = [
  { label: "Leave a voicemail", icon: "tape", run: leaveVoicemail, needsMailbox: true },
  { label: "Miss a call", icon: "missed", run: missCall },
  { label: "Make a call", icon: "phone", run: makeCall },
  { label: "Spend money", icon: "coins", run: spend },
  { label: "Set the balance", icon: "scale", run: setBalance },
  { label: "Block or suspend", icon: "stop", run: changeState },
  { label: "Issue a voucher", icon: "ticket", run: issueVoucher },
];
