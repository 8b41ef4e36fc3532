// Breaking and mending the provider.

import { desk } from "./api.js";
import { field, labelled } from "./dialogs.js";
import { button, el, icon, say } from "./dom.js";

const KINDS = new Map([
  ["http_500", "Answers with error 500"],
  ["fault", "Answers with a fault"],
  ["refuse", "Refuses connections"],
  ["silent_before", "Silent, and nothing is done"],
  ["silent_after", "Silent, but it is done"],
  ["delay", "Slow"],
]);

/** Proposals for "which calls"; any Service/method may be typed. */
const METHODS = [
  "*",
  "Session/login",
  "Account/get_account_info",
  "Account/topup_account",
  "Account/update_account_followme",
  "Account/get_mailbox_message_list",
];

export function outageSection() {
  const kind = el(
    "select",
    { name: "kind" },
    ...[...KINDS].map(([value, words]) => el("option", { value }, words)),
  );
  const seconds = field("Seconds late", {
    name: "seconds",
    type: "number",
    min: 1,
    max: 120,
    value: 5,
  });
  const code = field("Fault code", { name: "faultcode", value: "Server.Desk.ordered_fault" });
  const form = el(
    "form",
    { class: "outage" },
    labelled("What goes wrong", kind),
    seconds,
    code,
    field("Which calls (* means all)", {
      name: "method",
      value: "*",
      list: "outage-methods",
      required: true,
    }),
    field("How many of them", {
      name: "times",
      type: "number",
      min: 1,
      placeholder: "All, until mended",
      inputmode: "numeric",
    }),
    el("datalist", { id: "outage-methods" }, ...METHODS.map((value) => el("option", { value }))),
    el("button", { type: "submit", class: "solid danger" }, icon("bolt"), "Break it"),
  );
  const banner = el("div", { class: "broken", role: "status", hidden: true });
  const node = el(
    "details",
    { class: "section" },
    el("summary", {}, icon("bolt"), el("span", {}, "Break the provider"), icon("down")),
    form,
  );
  let drawn = "[]";

  const fit = () => {
    seconds.hidden = kind.value !== "delay";
    code.hidden = kind.value !== "fault";
  };
  const refresh = async () => {
    const faults = await desk.faults();
    if (JSON.stringify(faults) === drawn) return;
    drawn = JSON.stringify(faults);
    banner.hidden = !faults.length;
    banner.replaceChildren(
      icon("bolt"),
      el("span", {}, el("b", {}, "The provider is broken. "), faults.map(described).join(" ")),
      button({ class: "solid", onclick: () => orSay(mend) }, "Mend"),
    );
  };
  const mend = async () => {
    await desk.mend();
    await refresh();
    say("The provider works again.");
  };
  kind.addEventListener("change", fit);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    orSay(async () => {
      await desk.breakIt(ordered(new FormData(form)));
      await refresh();
      banner.scrollIntoView({ block: "nearest" });
    });
  });
  fit();
  return { node, banner, refresh };
}

function ordered(data) {
  const fault = { method: data.get("method"), kind: data.get("kind") };
  if (fault.kind === "delay") fault.seconds = Number(data.get("seconds"));
  if (fault.kind === "fault") fault.faultcode = data.get("faultcode");
  if (data.get("times")) fault.times = Number(data.get("times"));
  return fault;
}

function described({ kind, method, times }) {
  const scope = method === "*" ? "every call" : method;
  return `${KINDS.get(kind) ?? kind}: ${scope}${times ? `, ${times} more` : ""}.`;
}

async function orSay(work) {
  try {
    await work();
  } catch (error) {
    say(error.message);
  }
}
