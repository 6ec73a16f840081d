/** Numbers as people read them. No locale: the same text everywhere. */

/** `1234567` as `1,234,567`. Integers only. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `3` and `packet` as `3 packets`; a noun whose plural is another word comes with it. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

const units = [
  { name: 's', us: 1_000_000 },
  { name: 'ms', us: 1_000 },
  { name: 'us', us: 1 },
] as const;

/** Microseconds in the largest unit that leaves a whole part, to three digits: `2.1ms`, `412ms`, `12s`. */
export function duration(us: number): string {
  const unit = units.find((one) => us >= one.us) ?? units[2];
  const value = us / unit.us;
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value >= 1000 ? grouped(Math.round(value)) : Number(value.toFixed(digits))}${unit.name}`;
}

/** A moment of virtual time, to the microsecond, so that moments stand in one column: `1.204310s`. */
export function moment(atUs: number): string {
  const seconds = Math.floor(atUs / 1_000_000);
  return `${grouped(seconds)}.${String(atUs % 1_000_000).padStart(6, '0')}s`;
}
