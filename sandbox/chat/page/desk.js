// The provider's desk: its subscribers with what they need to sign in, and what may happen to them.

import { desk } from "./api.js";
import { ask } from "./dialogs.js";
import { credential } from "./credential.js";
import { button, byId, el, icon, say } from "./dom.js";
import { ACTIONS } from "./desk-actions.js";
import { money } from "./format.js";
import { outageSection } from "./outage.js";
import { outboxSection } from "./outbox.js";
import { store } from "./store.js";
import { wireSection } from "./wire.js";

const POLL_MS = 3000;
/** What the bot has just told, the desk shows soon after. */
const SOON_MS = 250;
/** More subscribers than this are found by a search instead of by scrolling. */
const SEARCH_FROM = 8;
const SHOWN_AT_MOST = 40;

const SECRETS = [
  ["login", "Login"],
  ["password", "Password"],
  ["voucher", "Voucher"],
  ["contact_phone", "Mobile"],
];

/** The flag of the service feature forward_mode, in words. */
const FORWARDING = {
  N: "",
  Y: "Follow-me",
  F: "Advanced forwarding",
  U: "Forwards to a SIP URI",
  C: "Simple forwarding",
};

class Card {
  #open = false;

  constructor(account, desktop) {
    this.desktop = desktop;
    this.account = account;
    this.funds = el("span", { class: "funds" });
    this.unheard = el("span", { class: "badge", hidden: true });
    this.name = el("strong", { dir: "auto" });
    this.number = el("small");
    this.facts = el("p", { class: "facts" });
    this.values = el("dl");
    this.body = el(
      "div",
      { class: "account-body", id: `account-${account.i_account}`, hidden: true },
      this.facts,
      this.values,
      el(
        "div",
        { class: "actions" },
        ...ACTIONS.filter((action) => !action.needsMailbox || account.unheard !== null).map(
          (action) =>
            button(
              {
                class: "action",
                onclick: () => desktop.act(action, this.account),
              },
              icon(action.icon),
              el("span", {}, action.label),
            ),
        ),
      ),
    );
    this.toggle = button(
      {
        class: "account-head",
        "aria-expanded": "false",
        "aria-controls": this.body.id,
        onclick: () => this.open(!this.#open),
      },
      el("span", { class: "account-icon" }, icon("phone"), this.unheard),
      el(
        "span",
        { class: "account-names" },
        this.name,
        el("span", { class: "account-line" }, this.number, this.funds),
      ),
      icon("down"),
    );
    this.node = el("section", { class: "account" }, el("h3", {}, this.toggle), this.body);
    this.update(account);
  }

  open(open) {
    this.#open = open;
    this.toggle.setAttribute("aria-expanded", open);
    this.body.hidden = !open;
  }

  matches(words) {
    const { id, name, login, contact_phone: phone } = this.account;
    return [id, name, login, phone].some((text) =>
      String(text ?? "")
        .toLowerCase()
        .includes(words),
    );
  }

  /** Touches only what changed: a poll must not take the focus or a selection away. */
  update(account, issued) {
    const shown = { ...account, voucher: issued ?? account.voucher };
    const drawn = JSON.stringify(shown);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.account = account;
    this.name.textContent = account.name || account.id;
    this.number.textContent = account.name ? account.id : "";
    this.funds.textContent = money(account.balance, account.currency);
    this.unheard.hidden = !account.unheard;
    this.unheard.replaceChildren(
      String(account.unheard ?? ""),
      el("span", { class: "visually-hidden" }, " unheard voicemails"),
    );
    this.facts.replaceChildren(...facts(account));
    const present = SECRETS.filter(([key]) => shown[key]);
    this.values.replaceChildren(
      ...present.map(([key, label]) => credential(label, shown[key], this.desktop.useInChat)),
    );
  }
}

function facts({ product, registered, forward_mode: mode }) {
  const words = [];
  if (registered !== undefined) {
    words.push(
      el(
        "span",
        { class: registered ? "online" : "away" },
        registered ? "Phone online" : "Phone offline",
      ),
    );
  }
  if (product) words.push(el("span", { dir: "auto" }, product));
  const forwarding = FORWARDING[mode] ?? mode;
  if (forwarding) words.push(el("span", {}, forwarding));
  return words;
}

class Desk {
  #cards = new Map();
  #issued = new Map();

  constructor(body, useInChat) {
    this.useInChat = useInChat;
    this.list = el("div", { class: "accounts" });
    this.search = el("input", {
      type: "search",
      placeholder: "Find a subscriber",
      "aria-label": "Find a subscriber",
      hidden: true,
      oninput: () => this.filter(),
    });
    this.outbox = outboxSection(useInChat);
    this.outage = outageSection();
    this.wire = wireSection(true);
    body.append(
      this.outage.banner,
      this.search,
      this.list,
      this.outbox.node,
      this.outage.node,
      this.wire.node,
      button(
        { class: "plain wide quiet", onclick: () => this.reset() },
        icon("refresh"),
        "Start the provider afresh",
      ),
    );
  }

  async refresh() {
    const [accounts] = await Promise.all([
      desk.accounts(),
      this.outbox.refresh(),
      this.outage.refresh(),
      this.wire.refresh(),
    ]);
    await this.#forgetUsedVouchers();
    this.#show(accounts);
  }

  #show(accounts) {
    const ids = new Set(accounts.map((account) => account.i_account));
    for (const [id, card] of this.#cards) {
      if (ids.has(id)) continue;
      card.node.remove();
      this.#cards.delete(id);
    }
    for (const account of accounts) {
      const id = account.i_account;
      if (this.#cards.has(id)) {
        this.#cards.get(id).update(account, this.#issued.get(id));
        continue;
      }
      const card = new Card(account, this);
      if (!this.#cards.size) card.open(true);
      this.#cards.set(id, card);
    }
    this.search.hidden = accounts.length < SEARCH_FROM;
    this.filter();
  }

  filter() {
    const words = this.search.value.trim().toLowerCase();
    const found = [...this.#cards.values()]
      .filter((card) => card.matches(words))
      .slice(0, SHOWN_AT_MOST);
    const nodes = found.map((card) => card.node);
    const same =
      nodes.length === this.list.children.length &&
      nodes.every((node, at) => node === this.list.children[at]);
    if (!same) this.list.replaceChildren(...nodes);
  }

  async #forgetUsedVouchers() {
    if (!this.#issued.size) return;
    const used = new Set(
      (await desk.vouchers())
        .filter((voucher) => voucher.redeemed_by !== null && voucher.redeemed_by !== undefined)
        .map((voucher) => voucher.number),
    );
    for (const [id, number] of this.#issued) if (used.has(number)) this.#issued.delete(id);
  }

  /** Runs an action's dialog and call, and says what came of it. */
  async act(action, account) {
    try {
      const done = await action.run(account);
      if (!done) return;
      if (done.voucher) this.#issued.set(account.i_account, done.voucher);
      say(done.words);
      await this.refresh();
    } catch (error) {
      say(`That did not work. ${error.message}`);
    }
  }

  async reset() {
    const sure = await ask({
      title: "Start the provider afresh?",
      note: "Balances, calls, voicemails and settings become as they were at first. Chats stay.",
      accept: "Start afresh",
      danger: true,
    });
    if (!sure) return;
    await desk.reset();
    this.#issued.clear();
    await this.refresh();
    say("The provider is as new.");
  }
}

/**
 * Polls while the page can be seen, its hidden panes too: a code is shown wherever one is. Without a
 * provider only the raw calls are left.
 */
export async function showDesk({ useInChat }) {
  const pane = byId("desk");
  const body = byId("desk-body");
  let shown;
  try {
    await desk.accounts();
    shown = new Desk(body, useInChat);
  } catch (error) {
    if (error.status !== 404) {
      setTimeout(() => showDesk({ useInChat }), POLL_MS);
      return;
    }
    document.body.classList.add("no-desk");
    pane.setAttribute("aria-label", "Under the hood");
    byId("desk-title").textContent = "Under the hood";
    byId("desk-note").textContent = "What the bot and the chat say to each other.";
    shown = wireSection(false);
    body.append(shown.node);
  }
  let busy = false;
  const tick = async () => {
    if (busy || document.visibilityState !== "visible") return;
    busy = true;
    // A provider that is away for a moment is no news: the next tick tries again.
    await shown.refresh().catch(() => {});
    busy = false;
  };
  setInterval(tick, POLL_MS);
  let soon = 0;
  store.on("message", () => {
    clearTimeout(soon);
    soon = setTimeout(tick, SOON_MS);
  });
  document.addEventListener("visibilitychange", tick);
  tick();
}
