/**
 * Where the online properties are known to judge otherwise than the text says. Agreement is not
 * asked for there; a deviation that no longer occurs must be removed.
 */
import type { NodeId, RoomId, Violation } from '../../src/contract/index.ts';
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
  explains(disagreement: Disagreement): boolean;
}

export const deviations: readonly Deviation[] = [
  {
    why: 'all-or-nothing, where no disk says who votes, does not miss what a replica that never reported anything about the room has not applied',
    explains({ property, oracle, history }) {
      const silent = history.court.nodes.flatMap(({ id, name }) =>
        history.court.rooms
          .filter(({ name: room }) => !history.facts.some((fact) => reports(fact, id, room)))
          .map(({ name: room }) => `${name} has not applied ${room}#`),
      );
      const isMeant = (breach: string) => silent.some((beginning) => breach.startsWith(beginning));
      return property === 'all-or-nothing' && oracle.length > 0 && oracle.every(isMeant);
    },
  },
  {
    why: 'ordered measures a message that stands in a room in which it was not broadcast by what was seen in the other room',
    explains({ property, online, history }) {
      const isAstray = ({ room, token }: Violation) =>
        history.facts.some((fact) => fact.kind === 'broadcast' && fact.token === token && fact.room !== room);
      return property === 'ordered' && online.length > 0 && online.every(isAstray);
    },
  },
  {
    why: 'ordered, where no replica reports what it applies, takes positions to be fixed in rising order',
    explains({ property, online, history }) {
      const isMeant = ({ clause }: Violation) => clause === 'real-time' || clause === 'sender-order';
      const isJudged = property === 'ordered' && !history.court.observes.includes('applied');
      return isJudged && online.length > 0 && online.every(isMeant);
    },
  },
  {
    why: 'all-or-nothing and prompt miss what is truncated behind a gap',
    explains({ online, history }) {
      const isDue = ({ clause }: Violation) => clause === 'undelivered' || clause === 'uncovered';
      return online.length > 0 && online.every(isDue) && history.facts.some(({ kind }) => kind === 'truncated');
    },
  },
];

function reports(fact: Fact, node: NodeId, room: RoomId): boolean {
  return (fact.kind === 'applied' || fact.kind === 'restored') && fact.node === node && fact.room === room;
}
