import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { quoted, repeatCommand } from '../../../src/report/command.ts';

const plain = {
  file: 'scenarios/a.yaml',
  seed: '7',
  protocol: undefined,
  mutant: undefined,
  sets: [],
  keepGoing: false,
};

describe('the command that repeats a run', () => {
  it('names file and seed', () => {
    expect(repeatCommand(plain)).toBe('npx tutti run scenarios/a.yaml --seed 7');
  });

  it('runs the seed as the first of two to have it checked', () => {
    expect(repeatCommand({ ...plain, checked: true })).toBe('npx tutti run scenarios/a.yaml --seed 7 --seeds 2');
  });

  it('names all that was asked for', () => {
    const repeat = { ...plain, protocol: './my room.ts', mutant: 'm', sets: ['a=1%', "b={ c: 'd' }"], keepGoing: true };
    expect(repeatCommand(repeat)).toBe(
      `npx tutti run scenarios/a.yaml --seed 7 --protocol './my room.ts' --mutant m --set a=1% --set 'b={ c: '\\''d'\\'' }' --keep-going`,
    );
  });

  it.each(['', 'a b', "it's", '$HOME', '`ls`', 'a\nb', '*', '~', '!', 'é'])('quotes %j for a shell', (word) => {
    expect(execFileSync('sh', ['-c', `printf %s ${quoted(word)}`], { encoding: 'utf8' })).toBe(word);
  });
});
