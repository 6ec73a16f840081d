/**
 * Long texts in pieces of whole lines: what is told of a night's runs may be longer than any string
 * can be. Short ones are one piece.
 */
import type { Report } from './json.ts';

/** Characters of a piece, about. */
const pieceLength = 1 << 24;

/** A report as JSON, two spaces deep. Line ends stand between pieces, not in them. */
export function reportPieces(report: Report): Generator<string> {
  return gathered(reportLines(report));
}

function* reportLines({ runs, ...rest }: Report): Generator<string> {
  // A line of its own can only be a member of the outermost object: strings hold no line ends.
  const member = '\n  "runs": []';
  const frame = JSON.stringify({ ...rest, runs: [] }, undefined, 2);
  const at = frame.lastIndexOf(member);
  if (runs.length === 0) yield frame;
  else {
    yield `${frame.slice(0, at)}\n  "runs": [`;
    for (const [place, run] of runs.entries()) {
      const text = JSON.stringify(run, undefined, 2).replace(/^/gm, '    ');
      yield place < runs.length - 1 ? `${text},` : text;
    }
    yield `  ]${frame.slice(at + member.length)}`;
  }
}

/** Lines put together, as many as make a piece. */
export function* gathered(lines: Iterable<string>): Generator<string> {
  let piece: string[] = [];
  let length = 0;
  for (const line of lines) {
    piece.push(line);
    length += line.length;
    if (length < pieceLength) continue;
    yield piece.join('\n');
    piece = [];
    length = 0;
  }
  if (piece.length > 0) yield piece.join('\n');
}
