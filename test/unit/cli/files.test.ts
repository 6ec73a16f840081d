import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scenarioFiles } from '../../../src/cli/files.ts';
import { temporaryFolder } from '../../reference/temporary.ts';

describe('scenario files', () => {
  it('of a folder are its *.yaml, sorted; others stand for themselves, in the order given', () => {
    const folder = temporaryFolder({
      's/b.yaml': '',
      's/a.yml': '',
      's/readme.md': '',
      's/deep/c.yaml': '',
      'x.txt': '',
    });
    const given = [join(folder, 'x.txt'), join(folder, 's')];
    expect(scenarioFiles(given)).toEqual({
      files: ['x.txt', 's/a.yml', 's/b.yaml'].map((path) => join(folder, path)),
      regressions: [],
      errors: [],
    });
  });

  it('of a folder have its regressions with them, which stand for themselves, too', () => {
    const folder = temporaryFolder({
      's/a.yaml': '',
      's/regressions/b.json': '',
      's/regressions/a.json': '',
      's/regressions/notes.txt': '',
      's/c.json': '',
    });
    const kept = ['s/regressions/a.json', 's/regressions/b.json'].map((path) => join(folder, path));
    expect(scenarioFiles([join(folder, 's')])).toMatchObject({ files: [join(folder, 's/a.yaml')], regressions: kept });
    expect(scenarioFiles([join(folder, 's/regressions')])).toEqual({ files: [], regressions: kept, errors: [] });
  });

  it.each([
    ['s/leader-crsh.yaml', 's/leader-crash.yaml'],
    ['s/leader-crash', 's/leader-crash.yaml'],
    ['scenario', 'scenarios'],
  ])('that are missing: %s is perhaps %s', (given, meant) => {
    const folder = temporaryFolder({ 's/leader-crash.yaml': '', 's/other.yaml': '', 'scenarios/x.yaml': '' });
    const [error] = scenarioFiles([join(folder, given)]).errors;
    expect(error).toMatchObject({
      message: 'there is no such file or folder',
      remedy: `did you mean ${join(folder, meant)}?`,
    });
  });

  it('that are missing, and like nothing that is there', () => {
    const folder = temporaryFolder({ 's/leader-crash.yaml': '' });
    const [error] = scenarioFiles([join(folder, 'nowhere/at/all.yaml')]).errors;
    expect(error).not.toHaveProperty('remedy');
  });

  it('are looked for in vain in a folder without any', () => {
    const folder = temporaryFolder({ 'a.txt': '' });
    expect(scenarioFiles([folder]).errors[0]?.message).toContain('there is no scenario');
  });

  it('are all looked at before any error counts', () => {
    const folder = temporaryFolder({ 'a.yaml': '' });
    const { files, errors } = scenarioFiles([join(folder, 'x'), join(folder, 'a.yaml'), join(folder, 'y')]);
    expect([files.length, errors.length]).toEqual([1, 2]);
  });
});
