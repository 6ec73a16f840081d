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

/** Microseconds to three digits, in the largest unit that leaves a whole part: `2.1ms`, `412ms`, `12s`. */
export function duration(us: number): string {
  const grain = us < 1_000 ? 1 : 10 ** (String(Math.round(us)).length - 3);
  const rounded = Math.round(us / grain) * grain;
  const unit = units.find((one) => rounded >= one.us) ?? units[2];
  const value = rounded / unit.us;
  return `${value >= 1_000 ? grouped(Math.round(value)) : String(value)}${unit.name}`;
}

/** A moment of virtual time, to the microsecond, so that moments stand in one column: `1.204310s`. */
export function moment(atUs: number): string {
  const seconds = Math.floor(atUs / 1_000_000);
  return `${grouped(seconds)}.${String(atUs % 1_000_000).padStart(6, '0')}s`;
}
