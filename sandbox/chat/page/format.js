// Times, sizes and durations for people; everything in the browser's own zone.

const LOCALE = "en";
const CLOCK = new Intl.DateTimeFormat(LOCALE, {
  hour: "2-digit",
  minute: "2-digit",
  hour12: false,
});
const SECONDS = new Intl.DateTimeFormat(LOCALE, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hour12: false,
});
const DAY = new Intl.DateTimeFormat(LOCALE, { weekday: "long", day: "numeric", month: "long" });
const FULL = new Intl.DateTimeFormat(LOCALE, { dateStyle: "full", timeStyle: "medium" });

/** A Date out of Unix seconds, or of an ISO text (read as UTC when it names no zone). */
export function moment(value) {
  if (typeof value === "number") return new Date(value * 1000);
  const text = String(value ?? "").replace(" ", "T");
  return new Date(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
}

const known = (date) => !Number.isNaN(date.getTime());

export const clock = (value) => (known(moment(value)) ? CLOCK.format(moment(value)) : "");
export const clockSeconds = (value) => (known(moment(value)) ? SECONDS.format(moment(value)) : "");
export const fullTime = (value) => (known(moment(value)) ? FULL.format(moment(value)) : "");

/** "Today", "Yesterday" or the date, for the line between two days. */
export function day(value) {
  const date = moment(value);
  const now = new Date();
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  if (date >= midnight) return "Today";
  return midnight - date < 86_400_000 ? "Yesterday" : DAY.format(date);
}

/** 75 → "1:15". */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function bytes(count) {
  if (!count) return "";
  if (count < 1000) return `${count} B`;
  if (count < 1_000_000) return `${(count / 1000).toFixed(count < 10_000 ? 1 : 0)} kB`;
  return `${(count / 1_000_000).toFixed(1)} MB`;
}

export function money(amount, currency) {
  const value = Number(amount);
  if (amount === null || amount === undefined || Number.isNaN(value)) return "";
  try {
    return new Intl.NumberFormat(LOCALE, { style: "currency", currency: currency || "USD" }).format(
      value,
    );
  } catch {
    return `${value.toFixed(2)} ${currency}`;
  }
}

/** The seconds of Bot API's `date_time` entity, said in the browser's zone. */
export const dateTime = (seconds) => FULL.format(moment(seconds));
