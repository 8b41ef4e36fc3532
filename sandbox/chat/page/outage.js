// Breaking and mending the provider.

import { desk } from "./api.js";
import { field, labelled } from "./dialogs.js";
import { button, el, icon, say } from "./dom.js";

const KINDS = [
  ["http_500", "Answers with error 500"],
  ["fault", "Answers with a fault"],
  ["refuse", "Refuses connections"],
  ["silent_before", "Silent, and nothing is done"],
  ["silent_after", "Silent, but it is done"],
  ["delay", "Slow"],
];

/** Proposals for "which calls"; any Service/method may be typed. */
const METHODS = [
  "*", "Session/login", "Account/get_account_info", "Account/update_account", "Account/get_xdr_list",
];

export function outageSection() {
  const kind = el("select", { name: "kind" }, ...KINDS.map(([value, words]) => el("option", { value }, words)));
  const method = field("Which calls", { name: "method", value: "*", list: "outage-methods", required: true });
  const seconds = field("Seconds late", { name: "seconds", type: "number", min: 1, max: 120, value: 5 });
  const code = field("Fault code", { name: "faultcode", value: "Server.Internal" });
  const times = field("How many calls", { name: "times", type: "number", min: 1, placeholder: "until mended" });
  const form = el("form", { class: "outage" },
    labelled("What goes wrong", kind), seconds, code, method, times,
    el("datalist", { id: "outage-methods" }, ...METHODS.map((value) =>
      el("option", { value, label: value === "*" ? "Everything" : null }))),
    el("button", { type: "submit", class: "solid danger" }, icon("bolt"), "Break it"));
  const banner = el("div", { class: "broken", role: "status", hidden: true });
  const node = el("details", { class: "section" },
    el("summary", {}, icon("bolt"), el("span", {}, "Break the provider"), icon("down")), form,
    button({ class: "plain wide", onclick: mend }, icon("check"), "Mend everything"));

  const fit = () => {
    seconds.hidden = kind.value !== "delay";
    code.hidden = kind.value !== "fault";
  };
  kind.addEventListener("change", fit);
  fit();

  async function mend() {
    try {
      await desk.mend();
      banner.hidden = true;
      say("The provider works again.");
    } catch (error) {
      say(error.message);
    }
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const fault = { method: data.get("method"), kind: data.get("kind") };
    if (fault.kind === "delay") fault.seconds = Number(data.get("seconds"));
    if (fault.kind === "fault") fault.faultcode = data.get("faultcode");
    if (data.get("times")) fault.times = Number(data.get("times"));
    try {
      await desk.breakIt(fault);
    } catch (error) {
      say(error.message);
      return;
    }
    const words = KINDS.find(([value]) => value === fault.kind)[1];
    const scope = fault.method === "*" ? "all calls" : fault.method;
    banner.replaceChildren(icon("bolt"),
      el("span", {}, el("b", {}, "The provider is broken. "), `${words}: ${scope}${fault.times ? `, ${fault.times} times` : ""}.`),
      button({ class: "solid", onclick: mend }, "Mend"));
    banner.hidden = false;
    banner.scrollIntoView({ block: "nearest" });
  });
  return { node, banner };
}
