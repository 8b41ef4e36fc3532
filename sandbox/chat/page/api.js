// The two servers as this page sees them: the chat's control API, and the provider's desk.

export class Refused extends Error {
  constructor(status, words) {
    super(words || `The server answered ${status}.`);
    this.status = status;
  }
}

async function call(method, path, body) {
  const form = body instanceof FormData;
  const response = await fetch(path, {
    method,
    body: form ? body : body === undefined ? undefined : JSON.stringify(body),
    headers: form || body === undefined ? {} : { "Content-Type": "application/json" },
  });
  const text = await response.text();
  let answer = null;
  try {
    answer = text ? JSON.parse(text) : null;
  } catch {
    // Not JSON: an error page of a proxy, or plain words. The status decides.
  }
  if (!response.ok) {
    throw new Refused(response.status, answer?.description ?? answer?.error ?? text.slice(0, 200));
  }
  return answer;
}

const user = (id) => `/control/users/${id}`;
const account = (i) => `/desk/accounts/${i}`;

/** Multipart form of the given fields; a Blob may come as [blob, name]. */
function form(fields) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || value === "") continue;
    if (Array.isArray(value)) data.append(name, ...value);
    else data.append(name, value);
  }
  return data;
}

export const chat = {
  bot: () => call("GET", "/control/bot"),
  users: async () => (await call("GET", "/control/users")).users,
  addUser: (first_name, language_code) =>
    call("POST", "/control/users", { first_name, language_code }),
  messages: async (id) => (await call("GET", `${user(id)}/messages`)).messages,
  state: (id) => call("GET", `${user(id)}/state`),
  send: (id, content) => call("POST", `${user(id)}/send`, content),
  sendFile: (id, kind, blob, name, caption) =>
    call("POST", `${user(id)}/send`, form({ caption, [kind]: [blob, name] })),
  tap: async (id, message_id, data) =>
    (await call("POST", `${user(id)}/tap`, { message_id, data })).callback_answer,
  block: (id) => call("POST", `${user(id)}/block`),
  unblock: (id) => call("POST", `${user(id)}/unblock`),
  fileUrl: (file_id) => `/control/files/${encodeURIComponent(file_id)}`,
  calls: async (after) => (await call("GET", `/control/calls?after=${after}`)).calls,
};

export const desk = {
  /** The first subscribers; a switch filled for measuring has thousands. */
  accounts: async () => (await call("GET", "/desk/accounts?limit=200")).accounts,
  voicemail: (i, from, seconds) => call("POST", `${account(i)}/voicemail`, { from, seconds }),
  voicemailAudio: (i, from, blob, name) =>
    call("POST", `${account(i)}/voicemail`, form({ from, audio: [blob, name] })),
  fax: (i, from, pages) => call("POST", `${account(i)}/voicemail`, { from, fax_pages: pages }),
  call: (i, details) => call("POST", `${account(i)}/call`, details),
  balance: (i, balance) => call("POST", `${account(i)}/balance`, { balance }),
  settings: (i, changes) => call("POST", `${account(i)}/settings`, changes),
  spend: (i, amount) => call("POST", `${account(i)}/spend`, { amount }),
  issueVoucher: async (amount) => (await call("POST", "/desk/vouchers", { amount })).number,
  vouchers: async () => (await call("GET", "/desk/vouchers")).vouchers,
  outbox: async () => (await call("GET", "/desk/outbox")).messages,
  log: async () => (await call("GET", "/desk/log")).calls,
  faults: async () => (await call("GET", "/desk/faults")).faults,
  breakIt: (fault) => call("POST", "/desk/faults", fault),
  mend: () => call("DELETE", "/desk/faults"),
  reset: () => call("POST", "/desk/reset"),
};

/**
 * The stream of everything that happens in the chats. `onopen` runs at each (re)connection: what
 * was missed meanwhile is not sent again, so the caller reads everything anew there.
 */
export function stream({ onopen, onlost, onevent }) {
  const source = new EventSource("/control/stream");
  source.onopen = onopen;
  source.onmessage = ({ data }) => onevent(JSON.parse(data));
  source.onerror = () => {
    onlost();
    // The browser retries by itself, except when it was answered with an error.
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(() => stream({ onopen, onlost, onevent }), 2000);
    }
  };
}
