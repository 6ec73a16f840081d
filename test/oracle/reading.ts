/**
 * What the definitions of the promises make of a whole history: L(r), incarnations, intervals of
 * membership, retention, and what was secured when. Everything is looked up anew in all facts;
 * nothing is clever.
 */
import type { Message, NodeId, ObservationName, RoomId, Token } from '../../src/contract/index.ts';
import type { Fact, FactKind, FactOf, History, HistoryCourt } from './facts.ts';
import { Secured } from './secured.ts';

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

/** See the head of this file. */
export class Reading {
  readonly court: HistoryCourt;
  readonly clients: readonly NodeId[];
  readonly replicas: readonly NodeId[];
  readonly #facts: readonly (Fact & { readonly at: number })[];
  readonly #sequences = new Map<RoomId, readonly Fixed[]>();
  #secured: Secured | undefined;

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

  /**
   * The deliveries of what stood in its place by then. Positions are those of L(r): who delivers
   * something else, or where nothing stands yet, has not delivered "position p", and what it did is
   * another clause's matter; nobody else is to be blamed for it.
   */
  deliveredInPlace(room: RoomId): readonly At<'delivered'>[] {
    return this.of('delivered').filter((each) => {
      const fixed = each.room === room ? this.fixed(room, each.position) : undefined;
      return fixed !== undefined && fixed.at <= each.at && same(fixed.message, each.message);
    });
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

  /**
   * "Member at p: joined at a position < p, left at one ≥ p", as far as it was reported by then. In
   * order; joins and leaves are reported in the log's order. What nobody asked for, has taken effect
   * already or is out of its place is void: exactly-once objects to it, and it changes nothing else.
   */
  intervals(room: RoomId, client: NodeId, by = Number.POSITIVE_INFINITY): readonly Interval[] {
    const intervals: Interval[] = [];
    if (this.founders(room).includes(client)) {
      intervals.push({ after: 0, until: Number.POSITIVE_INFINITY, wantedAt: -1 });
    }
    for (const { kind, position, asked } of this.changes(room, client, by)) {
      const last = intervals.at(-1);
      // A join of one who is a member begins a new interval all the same.
      if (last?.until === Number.POSITIVE_INFINITY) last.until = position;
      if (kind === 'memberAt') intervals.push({ after: position, until: Number.POSITIVE_INFINITY, wantedAt: asked });
    }
    return intervals;
  }

  /** Reports of joins and leaves that took effect by then, in order, each with when it was asked for. */
  changes(room: RoomId, client: NodeId, by: number) {
    const reports = [...this.of('memberAt'), ...this.of('leftAt')]
      .filter((report) => report.room === room && report.client === client && report.at < by)
      .sort((a, b) => a.at - b.at);
    const changes: ((typeof reports)[number] & { readonly asked: number })[] = [];
    for (const report of reports) {
      const { kind, request, position, at } = report;
      const asked = this.requested(kind, room, client, request);
      if (asked === undefined || asked >= at || changes.some((each) => each.request === request)) continue;
      if (position < (changes.at(-1)?.position ?? 0) || !this.isReached(room, position, at)) continue;
      changes.push({ ...report, asked });
    }
    return changes;
  }

  /** "`position` of the last message before the entry": one that some replica has applied by then, where they say so. */
  isReached(room: RoomId, position: number, at: number): boolean {
    return !this.observes('applied') || position <= this.length(room, at);
  }

  /** "At boot it reports its cursor": before it delivers anything in that life. What comes later is void. */
  get cursors(): readonly At<'resumed'>[] {
    return this.of('resumed').filter(
      ({ node, room, at }) =>
        !this.of('delivered').some(
          (each) =>
            each.node === node &&
            each.room === room &&
            each.at < at &&
            this.incarnation(node, each.at) === this.incarnation(node, at),
        ),
    );
  }

  /** What replicas restored; nobody restores what nobody has applied. */
  get restores(): readonly At<'restored'>[] {
    return this.of('restored').filter(({ room, position, at }) => this.isReached(room, position, at));
  }

  intervalAt(room: RoomId, client: NodeId, position: number, by?: number): Interval | undefined {
    return this.intervals(room, client, by).findLast(({ after, until }) => after < position && position <= until);
  }

  /** "Allowed until the leave's position." Nobody delivers by a join not reported by then; a leave binds whenever it is. */
  isMember(room: RoomId, client: NodeId, position: number, by: number): boolean {
    const known = this.intervalAt(room, client, position, by);
    return this.intervals(room, client).some(
      ({ wantedAt, until }) => wantedAt === known?.wantedAt && position <= until,
    );
  }

  /** "Due until the client asks to leave." Of two intervals, the one wanted last before that is meant. */
  isDue(room: RoomId, client: NodeId, interval: Interval): boolean {
    const next = this.intervals(room, client).find(({ wantedAt }) => wantedAt > interval.wantedAt);
    const end = next?.wantedAt ?? Number.POSITIVE_INFINITY;
    return !this.asked('leave').some(
      ({ node, operation, at }) => node === client && operation.room === room && at > interval.wantedAt && at < end,
    );
  }

  /**
   * Whether the client is due this position and never delivered it. What is delivered elsewhere than
   * it stands is delivered, and ordered objects.
   */
  lacks(room: RoomId, client: NodeId, position: number): boolean {
    const interval = this.intervalAt(room, client, position);
    if (interval === undefined || !this.isDue(room, client, interval)) return false;
    if (this.isTruncated(room, client, position, Number.POSITIVE_INFINITY)) return false;
    const fixed = this.fixed(room, position);
    const cursors = this.cursors.filter((each) => each.node === client && each.room === room);
    const isResumed =
      fixed === undefined ? cursors.some(({ cursor }) => position <= cursor) : this.resumedTo(room, client, fixed);
    if (isResumed) return false;
    const token = fixed?.message.token;
    return !this.of('delivered').some((each) => {
      if (each.node !== client || each.room !== room) return false;
      if (each.position === position) return token === undefined || each.message.token === token;
      return each.message.token === token && this.fixed(room, each.position)?.message.token !== token;
    });
  }

  isDeliveredAnywhere(room: RoomId, token: Token): boolean {
    return this.of('delivered').some((delivery) => delivery.room === room && delivery.message.token === token);
  }

  /** Whether anyone is a member, and due, to the end. */
  hasMembers(room: RoomId): boolean {
    return this.clients.some((client) => {
      const last = this.intervals(room, client).at(-1);
      return last?.until === Number.POSITIVE_INFINITY && this.isDue(room, client, last);
    });
  }

  /** "A truncated range all of which was beyond the scenario's retention at that moment." */
  isTruncated(room: RoomId, client: NodeId, position: number, by: number, since = 0): boolean {
    return this.of('truncated').some(
      ({ node, room: of, from, to, at }) =>
        node === client &&
        of === room &&
        since <= at &&
        at < by &&
        from <= position &&
        position <= to &&
        to <= this.length(room, at) - this.court.retention,
    );
  }

  /** Durable clients report their cursors when they boot. */
  isDurable(client: NodeId): boolean {
    return this.cursors.some(({ node }) => node === client);
  }

  /**
   * "At boot it reports its cursor; what its synced store holds up to there counts as delivered."
   * Where the store cannot be read, the client is taken at its word. But no store holds what no
   * replica had applied yet, and what the client passed over before it went is still missing.
   */
  resumedTo(room: RoomId, client: NodeId, { position, message, at }: Fixed, by = Number.POSITIVE_INFINITY): boolean {
    return this.cursors.some(
      (resumed) =>
        resumed.node === client &&
        resumed.room === room &&
        resumed.at < by &&
        (at < resumed.at || !this.observes('applied')) &&
        position <= resumed.cursor &&
        (!this.court.stores || this.#holds(client, room, message.token, resumed.at)) &&
        !this.#hasPassed(client, room, { position, message, at: resumed.at }),
    );
  }

  /** When the client asked for this join or leave; undefined when it never did. */
  requested(kind: 'memberAt' | 'leftAt', room: RoomId, client: NodeId, request: Token): number | undefined {
    const asks = kind === 'memberAt' ? this.asked('join') : this.asked('leave');
    return asks.find(
      ({ node, operation }) => node === client && operation.room === room && operation.request === request,
    )?.at;
  }

  /** What was asked for under this verb. */
  asked<Verb extends 'broadcast' | 'join' | 'leave' | 'read'>(verb: Verb) {
    type Ask = At<'asked'> & { readonly operation: { readonly kind: Verb } };
    return this.of('asked').filter((fact): fact is Ask => fact.operation.kind === verb);
  }

  /** The request to this client that a read, begun or returned by then, answers. */
  askedRead(client: NodeId, read: number, by: number) {
    return this.asked('read').find(({ node, operation, at }) => node === client && operation.read === read && at < by);
  }

  #holds(client: NodeId, room: RoomId, token: Token, by: number): boolean {
    return this.of('writes').some(
      (write) => write.node === client && write.room === room && write.message.token === token && write.at < by,
    );
  }

  /** Whether it reported other deliveries, at this position or beyond it. */
  #hasPassed(client: NodeId, room: RoomId, { position, message, at }: Fixed): boolean {
    const { token } = message;
    return this.of('delivered').some(
      (delivery) =>
        delivery.node === client &&
        delivery.room === room &&
        delivery.at < at &&
        delivery.position >= position &&
        delivery.message.token !== token,
    );
  }

  get hasDisks(): boolean {
    return this.court.voters !== undefined;
  }

  /** Whether it was secured by then. */
  isSecured(token: Token, by: number): boolean {
    this.#secured ??= new Secured(this.court, this.replicas, this.#facts);
    return (this.#secured.since.get(token) ?? Number.POSITIVE_INFINITY) < by;
  }

  /** The voters of the configuration that was secured last, or of all replicas where no disk can be read. */
  get voters(): readonly NodeId[] {
    this.#secured ??= new Secured(this.court, this.replicas, this.#facts);
    return this.hasDisks ? this.#secured.voters : this.replicas;
  }
}

/** "In token and digest": the bytes begin with the token. */
export function same(a: Message, b: Message): boolean {
  return a.bytes.length === b.bytes.length && a.bytes.every((byte, index) => byte === b.bytes[index]);
}
