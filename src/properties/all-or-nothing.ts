/**
 * **all-or-nothing**: a message is for every member at its position or for nobody. Nothing is
 * applied or delivered before it is secured; what anyone delivered, every replica applies and every
 * member delivers to whom it is due; what was refused is delivered nowhere. That what was accepted
 * is secured, and stays, is *persisted*.
 */
import type { Message, NodeId, Outcome, PropertyFactory, RoomId, Token } from '../contract/index.ts';
import { at, type InnerCourt, type InnerProperty, nameOf } from './court.ts';
import type { RoomRecord } from './room-record.ts';

const clauses = {
  'applied-unsecured': 'nothing is applied that is not secured',
  'delivered-unsecured': 'nothing is delivered that is not secured',
  undelivered: 'what anyone delivered, every member at that position that is due it delivers',
  unapplied: "what anyone delivered, every voter of the room's shard has applied, or covers by a snapshot",
  'delivered-to-stranger': 'only members at a position deliver it: joined at a lower one, left at this or a higher one',
  'refused-yet-applied': 'what was refused can never be committed: nobody applies it',
  'refused-yet-delivered': 'what was refused is delivered nowhere',
  'outcome-changed': 'accepted stays accepted, refused stays refused',
};

/** How many clients and positions a sentence names. */
const namedAtMost = 3;

interface Debt {
  readonly clause: 'undelivered' | 'unapplied';
  readonly nodes: readonly NodeId[];
  readonly position: number;
  readonly token: Token;
  readonly sentence: string;
}

class AllOrNothing implements InnerProperty {
  readonly skipsRoutine = true;
  readonly #court: InnerCourt<keyof typeof clauses>;
  readonly #appliedIsReported: boolean;

  constructor(court: InnerCourt<keyof typeof clauses>) {
    this.#court = court;
    this.#appliedIsReported = court.observes.has('applied');
  }

  applied(node: NodeId, room: RoomId, position: number): void {
    this.#judge(node, room, position, 'applied');
  }

  delivered(node: NodeId, room: RoomId, position: number, _message: Message): void {
    const { sighting } = this.#court.chronicle;
    if (sighting === undefined) return;
    this.#judge(node, room, position, 'delivered');
    if (sighting.course !== 'stranger') return;
    const { token } = sighting.broadcast;
    const sentence = `${nameOf(this.#court, node)} delivered ${at(room, position)}, but is no member there`;
    this.#court.object('delivered-to-stranger', { sentence, nodes: [node], room, position, token });
  }

  leftAt(_node: NodeId, name: RoomId, client: NodeId, _request: Token, position: number): void {
    if (!this.#court.chronicle.room(name).members.overran(client)) return;
    const sentence = `${nameOf(this.#court, client)} delivered beyond ${at(name, position)}, behind which it left`;
    this.#court.object('delivered-to-stranger', { sentence, nodes: [client], room: name, position });
  }

  outcome(node: NodeId, name: RoomId, token: Token, outcome: Outcome): void {
    const { chronicle } = this.#court;
    const before = chronicle.broadcasts.outcomeBefore;
    if (outcome !== 'refused' && (before === undefined || before === 'unknown')) return;
    const finding = { nodes: [node], room: name, token };
    const who = nameOf(this.#court, node);
    if (outcome !== 'unknown' && before !== undefined && before !== 'unknown' && before !== outcome) {
      const sentence = `${who} was told that ${token} is ${outcome}, after it was ${before}`;
      this.#court.object('outcome-changed', { sentence, ...finding });
    }
    if (outcome !== 'refused') return;
    const { applied, delivered } = chronicle.broadcasts.of(token);
    if (applied) {
      const sentence = `${who} was told that ${token} is refused, which a replica has applied`;
      this.#court.object('refused-yet-applied', { sentence, ...finding });
    }
    if (delivered) {
      const sentence = `${who} was told that ${token} is refused, which has been delivered`;
      this.#court.object('refused-yet-delivered', { sentence, ...finding });
    }
  }

  open(): string | undefined {
    for (const room of this.#court.chronicle.rooms) {
      const debt = this.#debtsOf(room, 1)[0];
      if (debt !== undefined) return debt.sentence;
    }
    return undefined;
  }

  overdue(): void {
    for (const room of this.#court.chronicle.rooms) {
      for (const { clause, ...finding } of this.#debtsOf(room, namedAtMost)) {
        this.#court.object(clause, { ...finding, room: room.name });
      }
    }
  }

  /** The first act of its kind on a message decides whether it was secured by then; later ones repeat it. */
  #judge(node: NodeId, name: RoomId, position: number, act: 'applied' | 'delivered'): void {
    const { sighting, secured } = this.#court.chronicle;
    if (sighting === undefined) return;
    const { broadcast, first } = sighting;
    const unsecured = first && !secured.holds(broadcast);
    if (!unsecured && broadcast.outcome !== 'refused') return;
    const finding = { nodes: [node], room: name, position, token: broadcast.token };
    const does = `${nameOf(this.#court, node)} ${act} ${at(name, position)}`;
    if (unsecured) {
      const sentence = `${does}, ${broadcast.token}, which no quorum's disks hold`;
      this.#court.object(`${act}-unsecured`, { sentence, ...finding });
    }
    if (broadcast.outcome === 'refused') {
      const sentence = `${does}, ${broadcast.token}, which was refused`;
      this.#court.object(`refused-yet-${act}`, { sentence, ...finding });
    }
  }

  #debtsOf(room: RoomRecord, limit: number): Debt[] {
    const debts: Debt[] = [];
    const { first, count } = room.members.lacking(limit, (position) => room.log[position]?.broadcast.token);
    if (first[0] !== undefined) {
      const lacks = first.map(
        ({ client, position }) => `${nameOf(this.#court, client)} lacks ${at(room.name, position)}`,
      );
      if (count > first.length && limit > 1) lacks.push(`and ${count - first.length} more lack something`);
      const nodes = first.map(({ client }) => client);
      const { position } = first[0];
      const token = room.log[position]?.broadcast.token ?? '';
      debts.push({ clause: 'undelivered', nodes, position, token, sentence: lacks.join(', ') });
    }
    const position = room.members.highest;
    const highest = room.log[position]?.broadcast.token ?? '';
    for (const node of this.#appliedIsReported && position > 0 ? this.#votersOf(room) : []) {
      if ((room.replicas.get(node)?.reached ?? 0) >= position) continue;
      const sentence = `${nameOf(this.#court, node)} has not applied ${at(room.name, position)}, which was delivered`;
      debts.push({ clause: 'unapplied', nodes: [node], position, token: highest, sentence });
    }
    return debts;
  }

  /** Not who is gone for good. */
  #votersOf(room: RoomRecord): readonly NodeId[] {
    const { chronicle } = this.#court;
    return chronicle.voters.of(room).filter((node) => !chronicle.isRetired(node));
  }
}

/** See the head of this file. */
export const allOrNothing: PropertyFactory = {
  name: 'all-or-nothing',
  summary: 'a message is applied and delivered everywhere it is due, or nowhere',
  clauses,
  dues: ['undelivered', 'unapplied'],
  create(court: InnerCourt<keyof typeof clauses>) {
    return new AllOrNothing(court);
  },
  unjudged({ observes, nodes }) {
    const unjudged: string[] = [];
    if (!nodes.some((node) => node?.role === 'replica' && node.disk !== undefined)) {
      unjudged.push('whether what is applied or delivered is secured: the protocol has no disk reader');
    }
    if (!observes.has('applied')) {
      unjudged.push('whether every replica applies what is delivered: the protocol does not report `applied`');
    }
    if (!observes.has('memberAt')) {
      unjudged.push('what clients get that join later: the protocol does not report `memberAt`');
    }
    return unjudged;
  },
};
