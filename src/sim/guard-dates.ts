/**
 * Which uses of `Date` say the same on every machine at every moment: those that are given an
 * instant, as a number or as text that names its zone. Without an instant it is the time of day,
 * and the parts of a date without a zone are read in the machine's.
 */

/** Whether `Date` with these arguments is a pure function of them. */
export function isPureDate(args: readonly unknown[], isNew: boolean): boolean {
  if (!isNew || args.length !== 1) return false;
  const instant = args[0];
  if (typeof instant === 'string') return isPureDateText(instant);
  return typeof instant !== 'object' || Object.prototype.toString.call(instant) === '[object Date]';
}

/** Whether text names an instant: ISO dates alone mean UTC, everything else needs a zone. */
export function isPureDateText(text: unknown): boolean {
  return (
    typeof text === 'string' &&
    (/^[+-]?\d{4,6}(?:-\d\d){0,2}$/.test(text) || /(?:Z|GMT|UTC|[+-]\d\d:?\d\d)$/.test(text))
  );
}

/** Whether a file is made with the instant of its last change, which is that of its making otherwise. */
export function isDatedFile([, , options]: readonly unknown[]): boolean {
  return typeof (options as { lastModified?: unknown } | undefined)?.lastModified === 'number';
}
