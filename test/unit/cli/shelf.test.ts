import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Shelf } from '../../../src/cli/shelf.ts';
import type { ScenarioError } from '../../../src/scenario/index.ts';
import { temporaryFolder } from '../../reference/temporary.ts';

function shelfIn(folder: string) {
  const told: ScenarioError[] = [];
  return { told, shelf: new Shelf(folder, (problem) => told.push(problem)) };
}

describe('a shelf', () => {
  it('makes its folder when there is something to write, and leaves no parts of files', () => {
    const folder = join(temporaryFolder(), 'a/b');
    const { shelf } = shelfIn(folder);
    expect(existsSync(folder)).toBe(false);
    shelf.write('x.json', '1');
    shelf.write('x.json', '2');
    expect(readdirSync(folder)).toEqual(['x.json']);
    expect(readFileSync(join(folder, 'x.json'), 'utf8')).toBe('2');
  });

  it('removes what it wrote and is not meant any more, and nothing else', () => {
    const folder = temporaryFolder({ 'old.json': '' });
    const { shelf } = shelfIn(folder);
    for (const name of ['a.json', 'b.json']) shelf.write(name, name);
    shelf.keepOnly(new Set(['b.json']));
    expect(readdirSync(folder).sort()).toEqual(['b.json', 'old.json']);
  });

  it('lets a file grow line by line', () => {
    const folder = temporaryFolder({ 'runs.ndjson': 'of before' });
    const { shelf } = shelfIn(folder);
    for (const line of ['1', '2']) shelf.append('runs.ndjson', line);
    expect(readFileSync(join(folder, 'runs.ndjson'), 'utf8')).toBe('1\n2\n');
  });

  it('says once what keeps it from writing, and goes on', () => {
    const file = join(temporaryFolder({ taken: '' }), 'taken');
    const { shelf, told } = shelfIn(file);
    shelf.write('a.json', '');
    shelf.write('b.json', '');
    shelf.append('c.ndjson', '');
    expect(told).toMatchObject([{ file, message: 'cannot write a.json there: it is no folder' }]);
    expect([...shelf.unwritten]).toEqual(['a.json', 'b.json', 'c.ndjson']);
    expect(shelf.problems).toEqual(told);
  });

  it('is refused where nothing can ever be written, and makes nothing to find that out', () => {
    const folder = temporaryFolder({ taken: '' });
    const refusal = (path: string) => () => shelfIn(join(folder, path)).shelf.refuseUnwritable();
    expect(refusal('taken')).toThrow('cannot write anything there: it is no folder, or in none');
    expect(refusal('taken/below')).toThrow('it is no folder, or in none');
    for (const path of ['.', 'new', 'new/below']) expect(refusal(path)).not.toThrow();
    expect(readdirSync(folder)).toEqual(['taken']);
  });
});
