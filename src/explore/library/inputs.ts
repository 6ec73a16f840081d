/**
 * What a caller may say in place of a scenario or of a protocol, and how it becomes something to
 * run. A protocol's file takes a moment to load; everything else is there at once.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Protocol } from '../../contract/index.ts';
import { registry, ScheduleError, SetupError } from '../../run/index.ts';
import type { Scenario, ScenarioError } from '../../scenario/index.ts';
import { shownPath } from '../../sim/blame.ts';
import { setupMistake } from '../setup-mistake.ts';
import {
  ChoiceError,
  type Chosen,
  chooseProtocol,
  noSuchProtocol,
  type Prepared,
  prepare,
  type SubjectText,
} from '../subject.ts';
import { InputError } from './input-error.ts';

/** What stands in a scenario file, as plain data. */
export type ScenarioData = Readonly<Record<string, unknown>>;

/** A scenario: the path of its file from the current folder, its text (of more than one line), data, or one that is loaded. */
export type ScenarioSource = string | URL | ScenarioData | LoadedScenario;

/** A protocol that was loaded from its file, and knows where it came from: a failure of it can be replayed from there. */
export type LoadedProtocol = Chosen;

/** A protocol: the name of one that comes with tutti, one that is loaded, or the very value. */
export type ProtocolSource = string | Protocol | LoadedProtocol;

export interface LoadOptions {
  /** Tries the scenario instead of the protocol that it names. */
  readonly protocol?: ProtocolSource | undefined;
  /** Changes single values before they are judged, as `--set` does: `network.loss=5%`. */
  readonly set?: readonly string[] | undefined;
}

/** A scenario that was read and found right. */
export class LoadedScenario {
  /** Every default filled in: microseconds, parts per million. */
  readonly scenario: Scenario;
  readonly told: SubjectText;
  readonly protocol: ProtocolSource | undefined;

  constructor({ scenario }: Pick<Prepared, 'scenario'>, told: SubjectText, protocol: ProtocolSource | undefined) {
    this.scenario = scenario;
    this.told = told;
    this.protocol = protocol;
  }
}

/**
 * Reads a scenario and judges it.
 *
 * @throws InputError with everything that is wrong with it, by file, line and column.
 */
export function loadScenario(scenario: ScenarioSource, options: LoadOptions = {}): LoadedScenario {
  const { told, protocol } = meant(scenario, options);
  const loaded = preparedOf(scenario, options);
  return new LoadedScenario(loaded, told, protocol);
}

/**
 * Loads the default export of a TypeScript or JavaScript file. The path is seen from the current
 * folder; in a test, `new URL('./my-protocol.ts', import.meta.url)` is seen from the test. What its
 * module keeps in variables begins anew with each run.
 *
 * @throws InputError when there is no protocol in it, with the line at fault.
 */
export async function loadProtocol(file: string | URL): Promise<LoadedProtocol> {
  try {
    return await chooseProtocol(pathOf(file));
  } catch (error) {
    throw error instanceof ChoiceError ? new InputError([error.error]) : error;
  }
}

/** The protocol that is meant. @throws InputError when it is the name of none. */
export function chosenOf(protocol: ProtocolSource): Chosen {
  if (typeof protocol === 'object' && 'asked' in protocol) return protocol;
  if (typeof protocol === 'object') {
    const { name } = protocol;
    const isBuiltIn = registry.get(name) === protocol;
    return { asked: name, protocol, offences: [], ...(!isBuiltIn && { fingerprint: '' }) };
  }
  const known = registry.get(protocol);
  if (known !== undefined) return { asked: protocol, protocol: known, offences: [] };
  if (/[./\\]/.test(protocol)) {
    const remedy = `load it before: await loadProtocol(${JSON.stringify(protocol)})`;
    throw InputError.of('protocol', `${protocol} is a file, and files take a moment to load`, remedy);
  }
  throw new InputError([asOption(noSuchProtocol(protocol))]);
}

/** The scenario, ready to be run. @throws InputError for what is wrong with it, or with the rest. */
export function preparedOf(
  scenario: ScenarioSource,
  options: LoadOptions & { readonly mutant?: string | undefined },
): Prepared {
  const { told, protocol } = meant(scenario, options);
  const chosen = protocol === undefined ? undefined : chosenOf(protocol);
  const prepared = prepare({ ...told, mutant: options.mutant }, chosen);
  if ('errors' in prepared) throw new InputError(prepared.errors.map(asOption));
  return prepared;
}

/** What `act` makes. @throws InputError in place of a SetupError: scenario, protocol and schedule do not fit each other. */
export function fitting<Value>(prepared: Prepared, act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    if (error instanceof ScheduleError) throw InputError.of(`schedule.${error.at.join('.')}`, error.message);
    if (error instanceof SetupError) throw new InputError([setupMistake(error, prepared)]);
    throw error;
  }
}

/** The text of a file. @throws InputError when it cannot be read. */
export function readText(file: string | URL): Pick<SubjectText, 'file' | 'text'> {
  const path = pathOf(file);
  try {
    return { file: path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const why = { ENOENT: 'there is no such file', EISDIR: 'is a folder: give a file in it' }[code];
    throw InputError.of(path, why ?? `cannot be read (${code})`);
  }
}

/** A scenario in text, for who can be sent nothing else. */
export function textOf(scenario: ScenarioSource, options: LoadOptions): SubjectText {
  return meant(scenario, options).told;
}

/** A scenario and what is asked of it, in text; what is asked now comes after what was asked before. */
function meant(scenario: ScenarioSource, { protocol, set = [] }: LoadOptions) {
  if (!(scenario instanceof LoadedScenario)) return { told: { ...toldBy(scenario), set }, protocol };
  const { told } = scenario;
  return { told: { ...told, set: [...(told.set ?? []), ...set] }, protocol: protocol ?? scenario.protocol };
}

function toldBy(scenario: Exclude<ScenarioSource, LoadedScenario>): Pick<SubjectText, 'file' | 'text'> {
  if (scenario instanceof URL) return readText(scenario);
  if (typeof scenario === 'object') return { file: 'scenario', text: JSON.stringify(scenario, undefined, 2) };
  return scenario.includes('\n') ? { file: 'scenario', text: scenario } : readText(scenario);
}

function pathOf(file: string | URL): string {
  return typeof file === 'string' ? file : shownPath(fileURLToPath(file));
}

/** What the command line has options for, a program has properties for. */
function asOption(error: ScenarioError): ScenarioError {
  return error.line === 0 ? { ...error, file: error.file.replace(/^--(?=protocol$|mutant$|set )/, '') } : error;
}
