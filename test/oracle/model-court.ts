/** The courts of random histories: small, and different in whatever a judge may take for granted. */
import type { ObservationName } from '../../src/contract/index.ts';
import type { HistoryCourt, HistoryNode } from './facts.ts';
import type { Tape } from './tape.ts';

const least: readonly ObservationName[] = ['broadcast', 'outcome', 'delivered'];
const standing: readonly ObservationName[] = [
  ...least,
  ...(['resumed', 'truncated', 'readStarted', 'readReturned', 'applied', 'restored'] as const),
];
const everything: readonly ObservationName[] = [
  ...standing,
  ...(['connected', 'disconnected', 'memberAt', 'leftAt', 'led', 'sometimes'] as const),
];

export interface ModelCourt {
  readonly court: HistoryCourt;
  /** By client number, from 1; index 0 is empty. */
  readonly durable: readonly boolean[];
}

const unapplied = everything.filter((name) => name !== 'applied' && name !== 'restored');

/** Everything is observed in most courts; joins and leaves, or what replicas apply, or all but the least are not in some. */
export function modelCourt(tape: Tape): ModelCourt {
  const observes = [least, standing, unapplied][tape.below(24)] ?? everything;
  const clientCount = 2 + [0, 0, 1, 1, 2, 3][tape.below(6)]!;
  const replicaCount = 1 + tape.below(3);
  const clients = names('c', clientCount, 'client');
  const replicas = names('s', replicaCount, 'replica');
  const gateways = names('g', 1, 'gateway');
  const inOrder = tape.once(2) ? [...replicas, ...gateways, ...clients] : [...clients, ...gateways, ...replicas];
  const nodes = inOrder.map((node, index): HistoryNode => ({ ...node, id: index + 1 }));
  const numbers = clients.map((_, index) => index + 1);
  const rooms = ['general', 'side'].slice(0, tape.once(3) ? 2 : 1).map((name) => ({
    name,
    // The least that is observed says nothing of who delivers where nobody is a member.
    members: numbers.filter((number) => number === 1 || !tape.once(3)),
  }));
  const hasDisks = tape.once(2);
  const servers = nodes.filter(({ role }) => role === 'replica').map(({ id }) => id);
  const chosen = servers.filter(() => !tape.once(4));
  return {
    court: {
      nodes,
      rooms,
      retention: observes.includes('applied')
        ? [Number.POSITIVE_INFINITY, 1, 2, 3][tape.below(4)]!
        : Number.POSITIVE_INFINITY,
      observes,
      voters: hasDisks ? (chosen.length > 0 ? chosen : servers) : undefined,
      stores: observes !== least && tape.once(3),
    },
    durable: [false, ...numbers.map(() => observes !== least && tape.once(2))],
  };
}

function names(letter: string, count: number, role: HistoryNode['role']): readonly Omit<HistoryNode, 'id'>[] {
  return Array.from({ length: count }, (_, index) => ({ name: `${letter}${index + 1}`, role }));
}
