/**
 * What the definitions of the promises make of a whole history: L(r), incarnations, intervals of
 * membership, retention, and what was secured when. Everything is looked up anew in all facts;
 * nothing is clever.
 */
import type { Message, NodeId, ObservationName, RoomId, Token } from '../../src/contract/index.ts';
import type { Fact, FactKind, FactOf, History, HistoryCourt, Voters } from './facts.ts';

/** A fact and its place in the history. */
export type At<Kind extends FactKind> = FactOf<Kind> & { readonly at: number };

export interface Fixed {
  readonly position: number;
  readonly message: Message;
  /** When this position was fixed. */
  readonly at: number;
}

/** Member at the positions above `after`, up to `until`. */
export interface Interval {
  readonly after: number;
  until: number;
  /** When the client asked for it; -1 for members that the topology names. */
  readonly wantedAt: number;
}

interface LogEntry {
  readonly epoch: number;
  readonly content: { readonly room: RoomId; readonly token: Token } | { readonly sets: Voters };
}

/** See the head of this file. */
export class Reading {
  readonly court: HistoryCourt;
  readonly clients: readonly NodeId[];
  readonly replicas: readonly NodeId[];
  readonly #facts: readonly (Fact & { readonly at: number })[];
  readonly #sequences = new Map<RoomId, readonly Fixed[]>();
  #secured: ReadonlyMap<string, number> | undefined;
  #lastVoters: readonly NodeId[] = [];

  constructor({ court, facts }: History) {
    this.court = court;
    this.#facts = facts.map((fact, at) => ({ ...fact, at }));
    this.clients = court.nodes.filter(({ role }) => role === 'client').map(({ id }) => id);
    this.replicas = court.nodes.filter(({ role }) => role === 'replica').map(({ id }) => id);
  }

  of<Kind extends FactKind>(kind: Kind): readonly At<Kind>[] {
    return this.#facts.filter((fact): fact is At<Kind> => fact.kind === kind);
  }

  name(node: NodeId): string {
    return this.court.nodes[node - 1]?.name ?? `node ${node}`;
  }

  observes(name: ObservationName): boolean {
    return this.court.observes.includes(name);
  }

  /** When the first fact of this kind came; Infinity when it never did. */
  first(kind: FactKind): number {
    return this.of(kind)[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** How often the node had booted by then. */
  incarnation(node: NodeId, at: number): number {
    return this.of('booted').filter((boot) => boot.node === node && boot.at < at).length;
  }

  /**
   * "Let L(r) be room r's sequence of messages, fixed position by position by the first replica
   * that reports applied. Where no replica reports applied, the first delivery at a position fixes
   * L(r)." In order of positions.
   */
  sequence(room: RoomId): readonly Fixed[] {
    let sequence = this.#sequences.get(room);
    if (sequence === undefined) {
      const reports = this.of(this.observes('applied') ? 'applied' : 'delivered').filter((fact) => fact.room === room);
      sequence = reports
        .filter((report, index) => !reports.slice(0, index).some(({ position }) => position === report.position))
        .sort((a, b) => a.position - b.position);
      this.#sequences.set(room, sequence);
    }
    return sequence;
  }

  fixed(room: RoomId, position: number): Fixed | undefined {
    return this.sequence(room).find((fixed) => fixed.position === position);
  }

  /** Where the token stands first. */
  positionOf(room: RoomId, token: Token): number | undefined {
    return this.sequence(room).find(({ message }) => message.token === token)?.position;
  }

  /** The highest position fixed by then. */
  length(room: RoomId, at = Number.POSITIVE_INFINITY): number {
    return Math.max(
      0,
      ...this.sequence(room)
        .filter((fixed) => fixed.at < at)
        .map(({ position }) => position),
    );
  }

  /** "Members that the topology names": clients are counted among clients. */
  founders(room: RoomId): readonly NodeId[] {
    const members = this.court.rooms.find(({ name }) => name === room)?.members ?? [];
    return this.clients.filter((_, index) => members.includes(index + 1));
  }

  /** "Member at p: joined at a position < p, left at one ≥ p." In order; joins and leaves are reported in the log's order. */
  intervals(room: RoomId, client: NodeId): readonly Interval[] {
    const reports = [...this.of('memberAt'), ...this.of('leftAt')]
      .filter((report) => report.room === room && report.client === client)
      .sort((a, b) => a.position - b.position || a.at - b.at);
    const intervals: Interval[] = [];
    if (this.founders(room).includes(client))
      intervals.push({ after: 0, until: Number.POSITIVE_INFINITY, wantedAt: -1 });
    const used = new Set<string>();
    for (const { kind, position, request, at } of reports) {
      const effect = `${kind} ${request} ${position}`;
      if (used.has(effect)) continue;
      used.add(effect);
      const last = intervals.at(-1);
      const isMember = last?.until === Number.POSITIVE_INFINITY;
      if (kind === 'leftAt' && isMember) last.until = position;
      if (kind === 'memberAt' && !isMember) {
        const wantedAt = this.asked('join').find((ask) => ask.operation.request === request)?.at ?? at;
        intervals.push({ after: position, until: Number.POSITIVE_INFINITY, wantedAt });
      }
    }
    return intervals;
  }

  intervalAt(room: RoomId, client: NodeId, position: number): Interval | undefined {
    return this.intervals(room, client).find(({ after, until }) => after < position && position <= until);
  }

  /** "Due until the client asks to leave." Of two intervals, the one wanted last before that is meant. */
  isDue(room: RoomId, client: NodeId, interval: Interval): boolean {
    const next = this.intervals(room, client).find(({ wantedAt }) => wantedAt > interval.wantedAt);
    const end = next?.wantedAt ?? Number.POSITIVE_INFINITY;
    return !this.asked('leave').some(
      ({ node, operation, at }) => node === client && operation.room === room && at > interval.wantedAt && at < end,
    );
  }

  /** "A truncated range all of which was beyond the scenario's retention at that moment." */
  isTruncated(room: RoomId, client: NodeId, position: number, by: number): boolean {
    return this.of('truncated').some(
      ({ node, room: of, from, to, at }) =>
        node === client &&
        of === room &&
        at < by &&
        from <= position &&
        position <= to &&
        to <= this.length(room, at) - this.court.retention,
    );
  }

  /** Durable clients report their cursors when they boot. */
  isDurable(client: NodeId): boolean {
    return this.of('resumed').some(({ node }) => node === client);
  }

  /**
   * "At boot it reports its cursor; what its synced store holds up to there counts as delivered."
   * Where the store cannot be read, the client is taken at its word.
   */
  resumedTo(room: RoomId, client: NodeId, { position, message }: Fixed, by = Number.POSITIVE_INFINITY): boolean {
    return this.of('resumed').some(
      (resumed) =>
        resumed.node === client &&
        resumed.room === room &&
        resumed.at < by &&
        position <= resumed.cursor &&
        (!this.court.stores || this.#holds(client, room, message.token, resumed.at)),
    );
  }

  /** What was asked for under this verb. */
  asked<Verb extends 'broadcast' | 'join' | 'leave' | 'read'>(verb: Verb) {
    type Ask = At<'asked'> & { readonly operation: { readonly kind: Verb } };
    return this.of('asked').filter((fact): fact is Ask => fact.operation.kind === verb);
  }

  #holds(client: NodeId, room: RoomId, token: Token, by: number): boolean {
    return this.of('writes').some(
      (write) => write.node === client && write.room === room && write.message.token === token && write.at < by,
    );
  }

  get hasDisks(): boolean {
    return this.court.voters !== undefined;
  }

  /**
   * "A message is secured once its slot, or any later slot above it in the same log, is held by
   * the synced bytes of a quorum of the configuration in force at that later slot, both majorities
   * while joint. The flag is sticky."
   */
  isSecured(room: RoomId, token: Token, by: number): boolean {
    this.#secured ??= this.#secure();
    return (this.#secured.get(`${room} ${token}`) ?? Number.POSITIVE_INFINITY) < by;
  }

  /** The voters of the configuration that was secured last, or of all replicas where no disk can be read. */
  get voters(): readonly NodeId[] {
    this.#secured ??= this.#secure();
    return this.hasDisks ? this.#lastVoters : this.replicas;
  }

  /** After each change of a disk, up to which slot does a quorum now agree? */
  #secure(): ReadonlyMap<string, number> {
    const secured = new Map<string, number>();
    const logs = new Map<NodeId, LogEntry[]>(this.replicas.map((replica) => [replica, []]));
    this.#lastVoters = this.court.voters ?? [];
    for (const fact of this.#facts) {
      if (fact.kind !== 'writes' && fact.kind !== 'votes' && fact.kind !== 'cuts') continue;
      const log = logs.get(fact.node);
      if (log === undefined) continue;
      if (fact.kind === 'cuts') log.length = fact.index - 1;
      if (fact.kind === 'votes') log.push({ epoch: fact.epoch, content: { sets: fact.sets } });
      if (fact.kind === 'writes') {
        log.push({ epoch: fact.epoch, content: { room: fact.room, token: fact.message.token } });
      }
      for (const [slot, { epoch }] of log.entries()) {
        const holders = this.replicas.filter((replica) => logs.get(replica)?.[slot]?.epoch === epoch);
        const sets = this.#votersAt(log, slot);
        if (!sets.every((set) => set.filter((voter) => holders.includes(voter)).length * 2 > set.length)) continue;
        this.#lastVoters = sets.flat();
        for (const { content } of log.slice(0, slot + 1)) {
          if (!('token' in content)) continue;
          const key = `${content.room} ${content.token}`;
          if (!secured.has(key)) secured.set(key, fact.at);
        }
      }
    }
    return secured;
  }

  #votersAt(log: readonly LogEntry[], slot: number): Voters {
    const changes = log.slice(0, slot + 1).flatMap(({ content }) => ('sets' in content ? [content.sets] : []));
    return changes.at(-1) ?? [this.court.voters ?? []];
  }
}

/** "In token and digest": the bytes begin with the token. */
export function same(a: Message, b: Message): boolean {
  return a.bytes.length === b.bytes.length && a.bytes.every((byte, index) => byte === b.bytes[index]);
}
