// What the page knows: users, their messages, the bot. Views listen; only this module hears the
// server's stream.

import { chat, stream } from "./api.js";

/** How long Telegram shows a chat action that is not renewed. */
const ACTION_MS = 5000;

/** One subscriber's chat. `messages` is ordered by message_id, which grows within a chat. */
class Conversation {
  messages = new Map();
  /** Ids of deleted messages: the answer to sending one may arrive after the bot has deleted it. */
  deleted = new Set();
  /** While the whole chat is being read: that reading, and the events that came meanwhile. */
  loading = null;
  waiting = null;
  unread = 0;
  keyboard = null;
  commands = [];
  action = null;
  /** The id of the newest pinned message. */
  pinned = null;

  constructor(user) {
    this.update(user);
  }

  update({ id, first_name, language_code, blocked }) {
    Object.assign(this, {
      id,
      name: first_name,
      language: language_code,
      blocked: Boolean(blocked),
    });
  }

  get ordered() {
    return [...this.messages.values()].sort((a, b) => a.message_id - b.message_id);
  }

  get last() {
    let last;
    for (const message of this.messages.values()) {
      if (!last || message.message_id > last.message_id) last = message;
    }
    return last;
  }
}

/**
 * Events: `people` (users or their list entries changed), `active`, `reload` (all messages of the
 * active chat), `message` {conversation, message, fresh}, `deleted`, `state` {conversation}, `online`.
 */
class Store extends EventTarget {
  bot = { first_name: "Bot", username: "" };
  people = new Map();
  active = null;
  online = true;
  #timers = new Map();

  tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  on(name, listener) {
    this.addEventListener(name, ({ detail }) => listener(detail));
  }

  connect() {
    stream({
      onopen: () => this.#refresh().catch(() => this.#online(false)),
      onlost: () => this.#online(false),
      onevent: (event) => this.#hear(event),
    });
  }

  /** Reads everything anew; a server without users gets two, so that a newcomer lands in a chat. */
  async #refresh() {
    this.bot = await chat.bot();
    let users = await chat.users();
    if (!users.length) {
      await chat.addUser("Alice", "en");
      await chat.addUser("Дмитро", "uk");
      users = await chat.users();
    }
    this.#keep(users);
    await Promise.all([...this.people.values()].map((conversation) => this.#load(conversation)));
    this.#online(true);
    if (!this.people.has(this.active?.id)) {
      const wanted = Number(location.hash.slice(1));
      this.open(this.people.has(wanted) ? wanted : [...this.people.keys()][0]);
    } else {
      this.tell("reload");
    }
    this.tell("people");
  }

  #keep(users) {
    const ids = new Set(users.map((user) => user.id));
    for (const id of this.people.keys()) if (!ids.has(id)) this.people.delete(id);
    for (const user of users) {
      const known = this.people.get(user.id);
      if (known) known.update(user);
      else this.people.set(user.id, new Conversation(user));
    }
  }

  /** Reads a whole chat; who asks meanwhile shares the reading. */
  #load(conversation) {
    conversation.loading ??= this.#read(conversation).finally(() => (conversation.loading = null));
    return conversation.loading;
  }

  async #read(conversation) {
    conversation.waiting = [];
    try {
      const [messages, state] = await Promise.all([
        chat.messages(conversation.id),
        chat.state(conversation.id),
      ]);
      conversation.messages = new Map(messages.map((message) => [message.message_id, message]));
      this.#apply(conversation, state);
    } finally {
      const missed = conversation.waiting;
      conversation.waiting = null;
      missed.forEach((event) => this.#follow(conversation, event));
    }
  }

  #online(online) {
    this.online = online;
    this.tell("online");
  }

  open(id) {
    this.active = this.people.get(id);
    history.replaceState(null, "", `#${id}`);
    this.tell("active");
  }

  markRead(conversation) {
    if (!conversation?.unread) return;
    conversation.unread = 0;
    this.tell("people");
  }

  async addUser(name, language) {
    const { id } = await chat.addUser(name, language);
    this.#keep(await chat.users());
    await this.#load(this.people.get(id));
    this.tell("people");
    this.open(id);
  }

  async setBlocked(conversation, blocked) {
    await (blocked ? chat.block(conversation.id) : chat.unblock(conversation.id));
    conversation.blocked = blocked;
    this.tell("state", { conversation });
    this.tell("people");
  }

  /** Takes in what sending answered; the stream may have told it already, and what became of it. */
  sent(conversation, message) {
    const { message_id: id } = message ?? {};
    if (id === undefined || conversation.messages.has(id) || conversation.deleted.has(id)) return;
    this.#take(conversation, message);
  }

  #take(conversation, message) {
    const fresh = !conversation.messages.has(message.message_id);
    conversation.messages.set(message.message_id, message);
    if (fresh && message.from?.is_bot) this.#setAction(conversation, null);
    this.tell("message", { conversation, message, fresh });
    this.tell("people");
  }

  async #hear(event) {
    let conversation = this.people.get(event.user_id);
    if (!conversation) {
      // Somebody else (a test, another tab) made this user.
      this.#keep(await chat.users());
      conversation = this.people.get(event.user_id);
      if (!conversation) return;
      await this.#load(conversation);
      this.tell("people");
    }
    if (conversation.waiting) conversation.waiting.push(event);
    else this.#follow(conversation, event);
  }

  #follow(conversation, event) {
    if (event.kind === "message" || event.kind === "edited") {
      this.#take(conversation, event.message);
    } else if (event.kind === "deleted") {
      const id = event.message_id;
      conversation.messages.delete(id);
      conversation.deleted.add(id);
      this.tell("deleted", { conversation, id });
      this.tell("people");
    } else if (event.kind === "state" || event.kind === "blocked") {
      this.#apply(conversation, event);
      if (event.kind === "blocked") this.tell("people");
    }
  }

  #apply(conversation, state) {
    const drawn = (what) => JSON.stringify(conversation[what]);
    const [keyboard, commands] = [drawn("keyboard"), drawn("commands")];
    if ("reply_keyboard" in state) conversation.keyboard = state.reply_keyboard;
    if ("commands" in state) conversation.commands = state.commands ?? [];
    if ("pinned" in state) conversation.pinned = state.pinned;
    if ("blocked" in state) conversation.blocked = Boolean(state.blocked);
    if ("chat_action" in state) this.#setAction(conversation, state.chat_action);
    this.tell("state", {
      conversation,
      keyboardChanged: drawn("keyboard") !== keyboard,
      commandsChanged: drawn("commands") !== commands,
    });
  }

  #setAction(conversation, action) {
    conversation.action = action?.action ?? action ?? null;
    clearTimeout(this.#timers.get(conversation.id));
    if (conversation.action) {
      this.#timers.set(
        conversation.id,
        setTimeout(() => this.#setAction(conversation, null), ACTION_MS),
      );
    }
    this.tell("state", { conversation });
  }
}

export const store = new Store();
