/**
 * From what stands on the command line to the batches to run, or to everything that is wrong with
 * it: a wrong scenario among many is told before the first one runs.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { Offence, Protocol } from '../contract/index.ts';
import { ProtocolFileError } from '../explore/protocol-file-error.ts';
import { namesOf, registry } from '../run/index.ts';
import { type ParsedScenario, parseScenario, type ScenarioError } from '../scenario/index.ts';
import { didYouMean } from '../scenario/nearest.ts';
import { scenarioFiles } from './files.ts';
import { mistake, mistakeAt, UsageError } from './mistake.ts';
import { seedsOf } from './seeds.ts';

/** What the user asks for, as commander has it. */
export interface RunRequest {
  readonly seed?: string;
  readonly seeds?: string;
  readonly set?: readonly string[];
  /** A name, or the path of a file. */
  readonly protocol?: string;
  readonly mutant?: string;
}

/** One scenario, ready to run. */
export interface Planned extends ParsedScenario {
  /** As it was given. */
  readonly file: string;
  readonly protocol: Protocol;
  /** See `RunOptions`. */
  readonly afresh: (() => Protocol) | undefined;
  /** What the protocol's module did wrong when it was loaded. */
  readonly offences: readonly Offence[];
  readonly mutant: string | undefined;
  readonly seeds: readonly string[];
}

/** @throws UsageError that has everything that is wrong. */
export async function plan(given: readonly string[], request: RunRequest): Promise<readonly Planned[]> {
  const { files, errors } = scenarioFiles(given);
  if (errors.length > 0) throw new UsageError(errors);
  const chosen = request.protocol === undefined ? undefined : await protocolAt(request.protocol);
  const protocols = new Map(registry);
  if (chosen !== undefined) protocols.set(chosen.protocol.name, chosen.protocol);
  const names = namesOf(protocols.values());

  const planned: Planned[] = [];
  const wrong: ScenarioError[] = [];
  for (const file of files) {
    const options = { protocol: chosen?.protocol.name, set: request.set };
    const parsed = parseScenario(readFileSync(file, 'utf8'), file, names, options);
    if ('errors' in parsed) {
      wrong.push(...parsed.errors);
      continue;
    }
    const { scenario } = parsed;
    const protocol = protocols.get(scenario.protocol);
    if (protocol === undefined)
      throw new Error(`scenario ${file} names no protocol that is known: ${scenario.protocol}`);
    const mutant = request.mutant ?? scenario.mutant;
    if (request.mutant !== undefined) wrong.push(...unknownMutant(request.mutant, protocol));
    const seeds = seedsOf(scenario.seed, request.seed, request.seeds);
    const { afresh, offences = [] } = chosen ?? {};
    planned.push({ ...parsed, file, protocol, afresh, offences, mutant, seeds });
  }
  // One wrong option is wrong for every file: it is told once.
  const told = new Map(wrong.map((error) => [JSON.stringify(error), error]));
  if (told.size > 0) throw new UsageError([...told.values()]);
  return planned;
}

interface Chosen {
  readonly protocol: Protocol;
  readonly afresh?: () => Protocol;
  readonly offences: readonly Offence[];
}

async function protocolAt(nameOrFile: string): Promise<Chosen> {
  const known = registry.get(nameOrFile);
  if (known !== undefined) return { protocol: known, offences: [] };
  if (!/[./\\]/.test(nameOrFile)) {
    const names = [...registry.keys()];
    const file = ['ts', 'mts', 'js', 'mjs']
      .map((extension) => `${nameOrFile}.${extension}`)
      .find((each) => existsSync(each));
    const nearest = file === undefined ? didYouMean(nameOrFile, names) : `; did you mean the file "./${file}"?`;
    throw new UsageError([
      mistake(
        '--protocol',
        `there is no protocol "${nameOrFile}"${nearest}`,
        `protocols are ${names.join(', ')}, or a file: ./my-protocol.ts`,
      ),
    ]);
  }
  try {
    // The compiler behind it is large, and most commands do without.
    const { loadProtocol } = await import('../explore/load-protocol.ts');
    const { protocol, afresh, offences } = await loadProtocol(nameOrFile);
    return protocol === undefined ? { protocol: unusable(nameOrFile), offences } : { protocol, afresh, offences };
  } catch (error) {
    if (!(error instanceof ProtocolFileError)) throw error;
    throw new UsageError([mistakeAt(error.where, error.message.slice(error.where.length + 2), error.remedy)]);
  }
}

/** Stands in for a protocol whose module died of what it called: the run is about that call alone. */
function unusable(file: string): Protocol {
  const name = basename(file, extname(file))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return { name, summary: 'did not survive its own loading', layout: () => [] };
}

function unknownMutant(name: string, { name: protocol, mutants = {} }: Protocol): readonly ScenarioError[] {
  if (Object.hasOwn(mutants, name)) return [];
  const known = Object.keys(mutants).sort();
  if (known.length === 0) return [mistake('--mutant', `${protocol} has no mutants`)];
  return [
    mistake(
      '--mutant',
      `${protocol} has no mutant "${name}"${didYouMean(name, known)}`,
      `mutants are ${known.join(', ')}`,
    ),
  ];
}
