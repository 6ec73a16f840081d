/**
 * What a schedule is made of, as a shrinker takes it apart: acts of the nemesis with all that was
 * decided about them, operations, and what chance did to single packets, disk operations, clocks
 * and draws. How strong a swarm is, is none of these: it goes with what it makes happen.
 */
import type { Schedule } from '../../chance/index.ts';

/** Something that can be taken away. */
export interface Element {
  readonly kind: 'fault' | 'operation' | 'chance';
  /** What is tried together: `loss`, `latency`, `crash-replica`, `broadcast`. */
  readonly class: string;
  /** Where it strikes, for what befalls packets: `c1>s1`. */
  readonly link: string | undefined;
  /** Tells it from all others of the schedule, and stays the same when others go. */
  readonly name: string;
}

/** What of a packet's fate is one element: a copy with when it lands, a loss, how long it takes. */
function packetFamily(aspect: string): { readonly family: string; readonly kind: Element['kind'] } {
  if (aspect === 'duplicate' || aspect.startsWith('copy 2')) return { family: 'duplicate', kind: 'fault' };
  if (aspect === 'latency' || aspect === 'reorder') return { family: 'latency', kind: 'chance' };
  if (aspect === 'grey delay' || aspect === 'order') return { family: aspect.replace(' ', '-'), kind: 'chance' };
  return { family: aspect.replaceAll(' ', '-'), kind: 'fault' };
}

/** The element that a decision belongs to; undefined for one that only says how something else is. */
export function elementOf(anchor: string): Element | undefined {
  const [first = ''] = anchor.split(' ', 1);
  switch (first) {
    case 'fault': {
      const [, act, rule] = /^fault ((\S+) #\d+) /.exec(anchor) ?? [];
      return act === undefined ? undefined : { kind: 'fault', class: rule ?? '', link: undefined, name: act };
    }
    case 'send': {
      const [, packet, link, aspect = ''] = /^(send (\S+) .*(?:#\d+|\*)) ([^#*]+)$/.exec(anchor) ?? [];
      const { family, kind } = packetFamily(aspect);
      return { kind, class: family, link, name: `${packet} ${family}` };
    }
    case 'swarm':
      return undefined;
    case 'clock':
      return { kind: 'fault', class: 'clock', link: undefined, name: anchor };
    case 'random':
    case 'probe':
    case 'read-back':
      return { kind: 'chance', class: first, link: undefined, name: anchor };
    case 'heal':
    case 'timer':
      return { kind: 'chance', class: first, link: undefined, name: anchor };
    default: {
      // A disk's: `sync s2 log #5 latency`, `write s2 log #7 sector 1 kept`.
      const aspect = /#[\d*]+ ([^#]+)$/.exec(anchor)?.[1] ?? '';
      const kind = aspect === 'latency' || aspect === 'order' ? 'chance' : 'fault';
      return { kind, class: `disk ${aspect.replace(/ sector (\d+|\*)/, '')}`, link: undefined, name: anchor };
    }
  }
}

/** All elements of a schedule, each once, in its order: acts, operations, then decisions. */
export function elementsOf({ acts = [], operations = [], overrides }: Schedule): readonly Element[] {
  const elements = new Map<string, Element>();
  const add = (element: Element) => {
    if (!elements.has(element.name)) elements.set(element.name, element);
  };
  for (const { act } of acts) add({ kind: 'fault', class: act.replace(/ #\d+$/, ''), link: undefined, name: act });
  for (const operation of operations) {
    add({ kind: 'operation', class: operation.operation.kind, link: undefined, name: nameOf(operation) });
  }
  for (const { at } of overrides) {
    const element = elementOf(at);
    if (element !== undefined) add(element);
  }
  return [...elements.values()];
}

/** The schedule without those elements, each with everything that was decided about it. */
export function without(schedule: Schedule, gone: ReadonlySet<string>): Schedule {
  const { acts, operations, overrides, ...rest } = schedule;
  return {
    ...rest,
    overrides: overrides.filter(({ at }) => !gone.has(elementOf(at)?.name ?? '')),
    ...(acts && { acts: acts.filter(({ act }) => !gone.has(act)) }),
    ...(operations && { operations: operations.filter((operation) => !gone.has(nameOf(operation))) }),
  };
}

/** An operation by what is asked of whom; the time tells two alike apart. */
export function nameOf({ atUs, node, operation }: NonNullable<Schedule['operations']>[number]): string {
  switch (operation.kind) {
    case 'broadcast':
      return `${node} broadcast ${operation.room} ${operation.message.token}`;
    case 'join':
    case 'leave':
      return `${node} ${operation.kind} ${operation.room} ${operation.request}`;
    case 'read':
      return `${node} read ${operation.read}`;
    default:
      return `${node} ${operation.kind} at ${atUs}`;
  }
}
