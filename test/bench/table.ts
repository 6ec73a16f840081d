/** One line of the bench's table: a figure of this very run, and what it should reach. */
export interface Row {
  readonly figure: string;
  readonly value: number;
  /** What it should reach; undefined where none is set. */
  readonly goal: number | undefined;
  /** Whether more is better, or less. */
  readonly better: 'more' | 'less';
  readonly unit: string;
  /** What the figure is made of, in absolute terms of this machine. */
  readonly detail: string;
}

const rounds = 7;

/** The median speed of `measured` as a multiple of `reference`; both give nanoseconds per event and take turns. */
export function ratioOf(figure: string, goal: number, reference: () => number, measured: () => number): Row {
  reference();
  measured();
  const pairs = Array.from({ length: rounds }, () => ({ reference: reference(), measured: measured() }));
  const value = median(pairs.map((pair) => pair.reference / pair.measured));
  const ns = (of: 'reference' | 'measured') => median(pairs.map((pair) => pair[of])).toFixed(0);
  const detail = `${ns('measured')} ns per event; bare loop ${ns('reference')} ns`;
  return { figure, value, goal, better: 'more', unit: '× bare loop', detail };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

/** Goal, unit, and whether it is met. */
function goalOf({ value, goal, better, unit }: Row): readonly string[] {
  if (goal === undefined) return ['', unit, ''];
  const met = better === 'more' ? value >= goal : value <= goal;
  return [`${better === 'more' ? '≥' : '≤'} ${goal}`, unit, met ? 'met' : 'MISSED'];
}

/** The table as text; a row that misses its goal says so. */
export function printTable(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    return [row.figure, row.value.toFixed(2), ...goalOf(row), row.detail];
  });
  const table = [['figure', 'value', 'goal', 'unit', '', 'in this run'], ...lines];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((cells) => (cells[column] as string).length)));
  return table
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
