// Numbers and times as people read them.

const whole = new Intl.NumberFormat("en-GB");
const short = new Intl.NumberFormat("en-GB", { notation: "compact", maximumSignificantDigits: 3 });

export const count = (n) => (n < 100_000 ? whole.format(n) : short.format(n));
export const percent = (share) => (share === null ? "–" : `${Math.round(100 * share)}\u00a0%`);
/** The same, of small shares with a decimal. */
export const fine = (share) => (share !== null && share < 0.0995 ? `${(100 * share).toFixed(1)}\u00a0%` : percent(share));
export const points = (gain) => `${gain < 0 ? "−" : "+"}${Math.abs(Math.round(100 * gain))} points`;
export const rate = (n) => (n >= 100 ? count(Math.round(n)) : n >= 10 ? n.toFixed(0) : n.toFixed(1));
export const signed = (z) => `${z < 0 ? "−" : ""}${Math.abs(z).toFixed(2)}`;
export const logits = (z, error) => `${signed(z)} ± ${error.toFixed(2)}`;
export const measured = (x) => (Number.isInteger(x) ? count(x) : Number(x.toPrecision(4)).toString());

const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
export const time = (seconds) => clock.format(new Date(1000 * seconds));

export function span(seconds) {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
