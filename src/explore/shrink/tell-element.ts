/** Elements of a story in sentences. */

import { examine, tell } from '../../run/index.ts';
import { formatDuration } from '../../scenario/index.ts';
import { subjectOf } from '../subject.ts';
import { type Element, elementOf, nameOf } from './elements.ts';
import type { Candidate } from './trials.ts';

/** What an element does in the run, by its name. */
export type Told = (element: Element) => string;

/** Executes the candidate, and listens to what becomes of its acts. Times of acts and operations are told unless `bare`. */
export function tellElements({ prepared, schedule }: Candidate, bare = false): Told {
  const entries: Parameters<typeof tell>[0][] = [];
  const options = { ...subjectOf(prepared), schedule, keepGoing: false };
  const { execution } = examine(options, { tracer: { record: (entry) => entries.push(entry) } });
  const nodeName = (id: number) => execution.simulator.nodes[id]?.name ?? 'the world';
  const told = new Map<string, string>();
  const at = (atUs: number) => (bare ? '' : ` (${formatDuration(atUs)})`);
  for (const { act, atUs, after, until } of execution.nemesis.struck) {
    const done = entries.filter(({ event, what }) => event > after && event <= until && what !== 'observe');
    const sentences = [...new Set(done.map((entry) => tell(entry, nodeName)))];
    told.set(act, `${sentences.join(', ')}${at(atUs)}`);
  }
  for (const timed of schedule.operations ?? []) {
    const entry = {
      event: 0,
      cause: 0,
      atUs: timed.atUs,
      node: 1,
      other: 0,
      what: 'perform',
      detail: timed.operation,
    } as const;
    told.set(nameOf(timed), `${tell(entry, () => timed.node)}${at(timed.atUs)}`);
  }
  for (const { at, value } of schedule.overrides) {
    const element = elementOf(at);
    if (element !== undefined && !told.has(element.name)) told.set(element.name, tellDecision(at, value));
  }
  return ({ name }) => told.get(name) ?? name;
}

/** A decision in a sentence, from its anchor alone; one that is taken for a family is told of each of it. */
function tellDecision(at: string, value: number | string): string {
  const packet = /^send (\S+)>(\S+) (.+) (?:#(\d+)|\*) ([^#*]+)$/.exec(at);
  if (packet !== null) {
    const [, from, to, what, nth, aspect = ''] = packet;
    const which = nth === undefined || nth === '1' ? '' : ` (the ${ordinal(Number(nth))})`;
    return tellPacket(`${nth === undefined ? 'every ' : ''}${what} from ${from} to ${to}${which}`, aspect, value);
  }
  const disk = /^(\w+) (\S+) (.+) #(\d+|\*) ([^#]+)$/.exec(at);
  if (disk !== null) {
    const [, operation, node, file, nth, aspect = ''] = disk;
    const which =
      nth === '*'
        ? `every ${operation} of ${file} by ${node}`
        : `${node}'s ${operation} of ${file}, its ${ordinal(Number(nth))},`;
    return tellDisk(which, aspect, value);
  }
  const drawn = /^random (\S+)\/(\d+) (.+) #(\d+|\*)$/.exec(at);
  if (drawn !== null) {
    const [, node, , name, nth] = drawn;
    const which = nth === '*' ? `whenever it draws "${name}"` : `as its ${ordinal(Number(nth))} "${name}"`;
    return `${node} draws ${(Number(value) / 4294967296).toFixed(3)} ${which}`;
  }
  const clock = /^clock (\S+) (\w+)$/.exec(at);
  if (clock !== null) {
    const [, node, aspect] = clock;
    return aspect === 'drift' ? `${node}'s clock drifts by ${value}ppm` : `${node}'s wall clock is off by ${value}us`;
  }
  return `${at} = ${value}`;
}

function tellPacket(packet: string, aspect: string, value: number | string): string {
  switch (aspect) {
    case 'loss':
    case 'grey loss':
      return `the network loses ${packet}`;
    case 'latency':
      return `${packet} takes ${formatDuration(Number(value))}`;
    case 'reorder':
      return `${packet} is held back for ${formatDuration(Number(value))}`;
    case 'straggle':
      return `a copy of ${packet} comes ${formatDuration(Number(value))} late`;
    case 'corrupt':
    case 'copy 2 corrupt':
      return `bits of ${packet} flip on the way`;
    case 'grey delay':
      return `a grey link delays ${packet} by ${formatDuration(Number(value))}`;
    default:
      return `the network doubles ${packet}`;
  }
}

function tellDisk(operation: string, aspect: string, value: number | string): string {
  switch (aspect) {
    case 'latency':
      return `${operation} takes ${formatDuration(Number(value))}`;
    case 'failure':
      return `${operation} fails`;
    case 'lie':
      return `${operation} brings nothing to the disk and says that it did`;
    case 'misdirected':
      return `${operation} goes to another place of the file`;
    case 'landed':
      return `${operation} was under way at a crash and never takes effect`;
    default:
      if (aspect.endsWith('torn')) return `${operation} is torn by the power loss: ${aspect.replace(' torn', '')}`;
      return `${operation} is lost with the power: ${aspect.replace(/ ?kept$/, '').replace(' *', 's, all') || 'all of it'}`;
  }
}

function ordinal(nth: number): string {
  const [tens, ones] = [nth % 100, nth % 10];
  if (tens >= 11 && tens <= 13) return `${nth}th`;
  return `${nth}${['th', 'st', 'nd', 'rd'][ones] ?? 'th'}`;
}
