import { describe, expect, it } from 'vitest';
import { formatError, parseScenario } from '../../../src/scenario/index.ts';
import { head, names } from './names.ts';

const file = `${head}network: { loss: 1% }
heal:
faults:
  - { every: 1s, crash: q1, restart: 5ms }
  - { every: 2s, pause: q1 }
`;

function set(...settings: readonly string[]) {
  return parseScenario(file, 'x.yaml', names, { set: settings });
}

function said(...settings: readonly string[]): readonly string[] {
  const result = set(...settings);
  return 'errors' in result ? result.errors.map(formatError) : [];
}

describe('--set', () => {
  it('replaces a value, or adds what is not there', () => {
    const result = set(
      'network.loss=5%',
      'topology.clients=3',
      'topology.rooms=[one, two]',
      'heal.within=3s',
      'faults.0.restart=1ms..2ms',
      'faults.1={ at: 1s, crash: q2 }',
      'seed=007',
      'network.duplicate.client-gateway=1%',
      'summary=a=b',
    );
    expect(result).toMatchObject({
      scenario: {
        seed: '007',
        summary: 'a=b',
        topology: { clients: 3, rooms: [{ name: 'one', members: [1, 2, 3] }, { name: 'two' }] },
        heal: { mode: 'all', withinUs: 3_000_000 },
        network: { 'client-gateway': { lossPpm: 50_000, duplicatePpm: 10_000 } },
        faults: [{ lastsUs: { min: 1_000, max: 2_000 } }, { verb: 'crash', timing: { kind: 'at' } }],
      },
    });
  });

  it('goes in order: the last one counts', () => {
    expect(set('network.loss=5%', 'network.loss=6%')).toMatchObject({
      scenario: { network: { 'client-gateway': { lossPpm: 60_000 } } },
    });
  });

  it.each([
    ['network.loss=5', '5 has no unit\n  shares are written 1%, 0.05% or 200ppm'],
    ['topology.clients=x', 'expected a whole number, found "x"'],
    ['topology.rooms=[a, B]', 'expected a room name of the form [a-z][a-z0-9-]*, found "B"'],
    ['faults.0.crash={ leader: { shard: 2 } }', 'there is no shard 2\n  topology.shards is 1'],
    ['settings.pag=3', 'unknown setting "pag"; did you mean "page"?\n  settings are page, window'],
    ['network.loss=', 'expected a value behind "="'],
    ['network.loss=null', 'expected a value behind "="'],
    ['network.loss', 'expected PATH=VALUE\n  such as --set network.loss=5%'],
    ['faults.2.crash=q1', '"faults" has no entry 2\n  it has 2, counted from 0'],
    ['faults.x=q1', '"faults" has no entry x\n  it has 2, counted from 0'],
    ['summary.text=q1', '"summary" is "It works.": there is no "text" in it'],
    ['heal.within=*x', 'aliases have nothing to name here'],
    ['heal.within={', 'a { or [ is opened and not closed'],
  ])('%s is refused as what the command line said', (setting, error) => {
    expect(said(setting)).toEqual([`--set ${setting.split('=')[0]}: ${error}`]);
  });

  it.each([
    ['network.los=5%', 'network.loss'],
    ['loss=5%', 'network.loss'],
    ['netwrk.loss=5%', 'network'],
    ['topology.client=5', 'topology.clients'],
    ['limits.virtul=5s', 'limits.virtual'],
  ])('%s probably means %s', (setting, meant) => {
    expect(said(setting)[0]).toMatch(new RegExp(`^--set \\S+: unknown path "[a-z.]+"; did you mean "${meant}"\\?`));
  });

  it('puts its errors before those of the file', () => {
    const result = parseScenario(file.replace('1%', '1'), 'x.yaml', names, { set: ['seed=[]'] });
    expect('errors' in result && result.errors.map(formatError).map((line) => line.split('\n')[0])).toEqual([
      '--set seed: expected a seed: any text of one line, found a list',
      'x.yaml:3:18: 1 has no unit',
    ]);
  });
});
