import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quoted } from '../report/index.ts';
import { echoRoom, scenario } from './beginnings.ts';
import { ExitCode } from './exit-codes.ts';
import { mistake, UsageError } from './mistake.ts';
import type { Terminal } from './terminal.ts';

const beginnings = [
  { name: 'tutti.yaml', text: scenario },
  { name: 'echo-room.ts', text: echoRoom },
] as const;

/** `tutti init`: a scenario and a protocol that hold, and the line that makes them fail. Overwrites nothing. */
export function initVerb(folder: string, terminal: Terminal): ExitCode {
  const files = beginnings.map(({ name, text }) => ({ path: join(folder, name), text }));
  const there = files.filter(({ path }) => existsSync(path));
  if (there.length > 0) {
    const remedy = 'give another folder: tutti init FOLDER';
    throw new UsageError(
      there.map(({ path }) => mistake(path, 'there is such a file, and init overwrites none', remedy)),
    );
  }
  try {
    mkdirSync(folder, { recursive: true });
    for (const { path, text } of files) writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    throw new UsageError([mistake(folder, `cannot be written to (${(error as NodeJS.ErrnoException).code})`)]);
  }
  const [scenarioPath = '', protocolPath = ''] = files.map(({ path }) => quoted(path));
  const { paint } = terminal;
  terminal.print(
    [
      `${paint.good('✓')} ${scenarioPath}  a scenario: what is asked for, and what goes wrong`,
      `${paint.good('✓')} ${protocolPath}  a protocol: one server, its clients, and a promise to keep`,
      '',
      'Run it, then follow the comment at its top to watch it fail:',
      `  npx tutti run ${scenarioPath} --protocol ./${protocolPath}`,
    ].join('\n'),
  );
  return ExitCode.asExpected;
}
