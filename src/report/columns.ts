/**
 * Rows as text in columns. Widths are measured before anything is painted, so that colours cannot
 * push columns apart.
 */
export interface Column {
  /** `right` for numbers. */
  readonly align: 'left' | 'right';
  readonly paint?: (text: string) => string;
}

/** The widths that hold every row. */
export function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, place) => {
      widths[place] = Math.max(widths[place] ?? 0, cell.length);
    });
  }
  return widths;
}

/** One row: two spaces between columns, none at the end; empty columns (of width 0) leave no gap. */
export function line(row: readonly string[], widths: readonly number[], columns: readonly Column[]): string {
  const cells: string[] = [];
  row.forEach((cell, place) => {
    const width = widths[place] ?? 0;
    if (width === 0) return;
    const column = columns[place];
    const padding = ' '.repeat(Math.max(0, width - cell.length));
    const painted = column?.paint === undefined || cell === '' ? cell : column.paint(cell);
    cells.push(column?.align === 'right' ? padding + painted : painted + padding);
  });
  return cells.join('  ').trimEnd();
}
