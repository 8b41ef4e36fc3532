// Sharing the subscriber's own contact or a place, each with a confirmation as in Telegram.

import { desk } from "./api.js";
import { send } from "./chat.js";
import { ask, field } from "./dialogs.js";
import { el } from "./dom.js";
import { store } from "./store.js";

/** The number that each simulated subscriber shared last: a phone keeps its number. */
const numbers = new Map();
/** While the desk is asked for its numbers: a second press must not open a second dialog. */
let asking = false;

/** Numbers at the desk: the one shared before first, then the namesake's, taken ones last. */
async function choices({ id, name }) {
  const accounts = await desk.accounts().catch(() => []);
  const taken = new Set([...numbers].filter(([other]) => other !== id).map(([, number]) => number));
  const rank = ({ contact_phone: number, name: owner }) => {
    if (numbers.get(id) === number) return 0;
    if (taken.has(number)) return 3;
    return owner?.startsWith(name) ? 1 : 2;
  };
  return accounts
    .filter((account) => account.contact_phone)
    .map((account) => ({
      number: account.contact_phone,
      words: account.name || account.id,
      rank: rank(account),
    }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, 6);
}

/** Asks which number this phone has, then sends it. False when it was not shared. */
export async function shareContact() {
  if (asking) return false;
  asking = true;
  const known = await choices(store.active);
  asking = false;
  const { id, name } = store.active;
  const first = known[0]?.number ?? numbers.get(id) ?? "";
  const other = field("Number of this phone", {
    name: "number",
    type: "tel",
    value: first,
    required: true,
    placeholder: "+12065550100",
    pattern: "[+]?[0-9 \\-]{5,20}",
  });
  const input = other.querySelector("input");
  const list = el(
    "fieldset",
    { class: "options" },
    el("legend", {}, "Subscribers of the provider"),
    ...known.map(({ number, words }) =>
      el(
        "label",
        {},
        el("input", {
          type: "radio",
          name: "known",
          value: number,
          checked: number === first,
          onchange: () => (input.value = number),
        }),
        el("span", {}, el("b", { dir: "auto" }, words), el("small", {}, number)),
      ),
    ),
  );
  input.addEventListener("input", () => {
    for (const radio of list.querySelectorAll("input")) radio.checked = radio.value === input.value;
  });
  const answer = await ask({
    title: "Share your phone number?",
    note: `The bot will see ${name}’s name and number.`,
    fields: known.length ? [list, other] : [other],
    accept: "Share",
  });
  if (!answer) return false;
  const number = answer.get("number").replace(/[ ()-]/g, "");
  numbers.set(id, number);
  return send({ contact: { phone_number: number, first_name: name, user_id: id } });
}

export async function shareLocation() {
  const answer = await ask({
    title: "Share a location?",
    fields: [
      field("Latitude", {
        name: "latitude",
        type: "number",
        step: "any",
        min: -90,
        max: 90,
        value: "50.4501",
        required: true,
      }),
      field("Longitude", {
        name: "longitude",
        type: "number",
        step: "any",
        min: -180,
        max: 180,
        value: "30.5234",
        required: true,
      }),
    ],
    accept: "Share",
  });
  if (!answer) return false;
  return send({
    location: {
      latitude: Number(answer.get("latitude")),
      longitude: Number(answer.get("longitude")),
    },
  });
}
