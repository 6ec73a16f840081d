/** Two runs where they part, for people: what both do, then the one, then the other. */
import type { Difference, Told } from '../explore/difference.ts';
import { line, widthsOf } from './columns.ts';
import { grouped, moment } from './figures.ts';
import type { Paint } from './paint.ts';

/** One of the two, as it was given, and what it is of. */
interface Compared {
  readonly given: string;
  readonly about: string;
  /** Whether it does not go to its end. */
  readonly breaksOff: boolean;
}

/** Without a final line end. */
export function differenceText(of: {
  readonly a: Compared;
  readonly b: Compared;
  readonly difference: Difference | undefined;
  readonly paint: Paint;
}): string {
  const { a, b, difference, paint } = of;
  const rows = [a, b].map(({ given, about }) => [given, about]);
  const widths = widthsOf(rows);
  const names = rows.map((row, place) => `${paint.strong(place === 0 ? 'A' : 'B')}  ${line(row, widths, [])}`);
  if (difference === undefined) return [`${paint.good('✓  alike')}`, '', ...names].join('\n');
  return [`${paint.bad(`✗  ${tellParting(difference)}`)}`, '', ...names, ...around(difference, { a, b, paint })].join(
    '\n',
  );
}

function tellParting({ event, isUntold }: Difference): string {
  if (event === null) return 'alike in every line, and the digests differ: in what a trace does not show';
  return `part at event ${grouped(event)}${isUntold ? ', in content that is not told' : ''}`;
}

function around(
  { event, before, first, second }: Difference,
  { a, b, paint }: { readonly a: Compared; readonly b: Compared; readonly paint: Paint },
): string[] {
  if (event === null) return [];
  const cells = ({ atUs, event }: Told) => [moment(atUs), grouped(event)];
  const widths = widthsOf([...before, ...first, ...second].map(cells));
  const told = (mark: string) => (one: Told) => {
    const when = line(cells(one), widths, [{ align: 'right' }, { align: 'right' }]);
    return `${mark}  ${paint.faint(when)}  ${one.text}`;
  };
  const side = (mark: string, { breaksOff }: Compared, all: readonly Told[]) =>
    all.length === 0 ? [`${mark}  ${breaksOff ? 'breaks off' : 'is over'}`] : all.map(told(mark));
  return ['', ...before.map(told(' ')), ...side(paint.good('A'), a, first), ...side(paint.bad('B'), b, second)];
}
