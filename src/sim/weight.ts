/**
 * About how many bytes a packet would take on a wire, for protocols whose packets are not encoded:
 * eight for a number, one for a character, a few for each thing that is named or counted.
 */
export function weightOf(value: unknown): number {
  if (typeof value === 'string') return 4 + value.length;
  if (typeof value !== 'object' || value === null) return 8;
  if (value instanceof Uint8Array) return 4 + value.length;
  let bytes = 4;
  if (Array.isArray(value)) for (const item of value) bytes += weightOf(item);
  else for (const name in value) bytes += weightOf((value as Readonly<Record<string, unknown>>)[name]);
  return bytes;
}
