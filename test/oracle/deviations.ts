/**
 * Where the online properties are known to judge otherwise than the text says, each with a smallest
 * history. Agreement is not asked for there; a deviation that is none any more must be removed.
 */
import {
  makeMessage,
  type NodeId,
  type ObservationName,
  type RoomId,
  type Violation,
} from '../../src/contract/index.ts';
import type { Fact, History } from './facts.ts';

export interface Disagreement {
  readonly history: History;
  readonly property: string;
  /** What the oracle says against the property, and what the property says itself; one of both is empty. */
  readonly oracle: readonly string[];
  readonly online: readonly Violation[];
}

export interface Deviation {
  readonly why: string;
  readonly sample: History;
  explains(disagreement: Disagreement): boolean;
}

const room = 'general';
const a = makeMessage('a', 'hello');
const [c1, c2, s1] = [1, 2, 4];

const observed: readonly ObservationName[] = [
  ...(['broadcast', 'outcome', 'delivered', 'truncated', 'applied', 'memberAt', 'leftAt'] as const),
];

export const deviations: readonly Deviation[] = [
  {
    why: 'all-or-nothing, where no disk says who votes, misses nothing at a replica that reported nothing about the room',
    sample: handmade(
      ...begun(c1, a),
      { kind: 'applied', node: s1, room, position: 1, message: a },
      { kind: 'delivered', node: c1, room, position: 1, message: a },
      { kind: 'delivered', node: c2, room, position: 1, message: a },
      { kind: 'outcome', node: c1, room, token: 'a', outcome: 'accepted' },
      { kind: 'overdue' },
    ),
    explains({ property, oracle, history }) {
      const silent = history.court.nodes.flatMap(({ id, name }) =>
        history.court.rooms
          .filter(({ name: of }) => !history.facts.some((fact) => reports(fact, id, of)))
          .map(({ name: of }) => `${name} has not applied ${of}#`),
      );
      const isMeant = (breach: string) => silent.some((beginning) => breach.startsWith(beginning));
      return property === 'all-or-nothing' && oracle.length > 0 && oracle.every(isMeant);
    },
  },
];

/** Rooms `general`, of c1 and c2, and `side`, of c1; two replicas. */
function handmade(...facts: readonly Fact[]): History {
  const names = ['c1', 'c2', 'c3', 's1', 's2'];
  return {
    court: {
      nodes: names.map((name, index) => ({ id: index + 1, name, role: index < 3 ? 'client' : 'replica' })),
      rooms: [
        { name: room, members: [1, 2] },
        { name: 'side', members: [1] },
      ],
      retention: 1,
      observes: observed,
      voters: undefined,
      stores: false,
    },
    facts: [...names.map((_, index): Fact => ({ kind: 'booted', node: index + 1, incarnation: 1 })), ...facts],
  };
}

function begun(node: NodeId, message: typeof a, of: RoomId = room): readonly Fact[] {
  return [
    { kind: 'asked', node, operation: { kind: 'broadcast', room: of, message } },
    { kind: 'broadcast', node, room: of, token: message.token },
  ];
}

function reports(fact: Fact, node: NodeId, of: RoomId): boolean {
  return (fact.kind === 'applied' || fact.kind === 'restored') && fact.node === node && fact.room === of;
}
