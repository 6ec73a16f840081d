/**
 * A replica of one shard: it recovers, follows, and takes the role that packets and timeouts call
 * for. Terms are minded here, and votes given, whatever the role. When an act of its disk fails it
 * does nothing more until it is restarted: what the disk holds then, only recovery can tell. Left
 * for later: reconfiguration and leadership transfer, snapshots, and repair from others.
 */
import type { Host, NodeId, Process } from '../../contract/index.ts';
import { Candidate } from './candidate.ts';
import { Core, type ReplicaOptions, type Role } from './core.ts';
import { Follower } from './follower.ts';
import { Leader } from './leader.ts';
import type { Packet, PacketOf, RaftPacket } from './packets.ts';
import { recover } from './recovery.ts';

export function bootReplica(host: Host<Packet>, options: ReplicaOptions): Process<Packet> {
  let replica: Replica | undefined;
  const failed = (): void => {
    replica?.stop();
    replica = undefined;
  };
  recover({ disk: host.disk, rules: options.rules, failed }, (ballot, log, wasTorn) => {
    if (wasTorn) host.observe.sometimes('torn-tail-cut');
    replica = new Replica(new Core(host, options, ballot, log));
  });
  return { receive: (from, packet) => replica?.receive(from, packet) };
}

class Replica {
  readonly #core: Core;
  #role: Role;

  constructor(core: Core) {
    this.#core = core;
    this.#role = this.#follower(core.firstDelayUs());
  }

  receive(from: NodeId, packet: Packet): void {
    switch (packet.kind) {
      case 'poll':
      case 'voted':
      case 'append':
      case 'appended':
        this.#raft(from, packet);
        break;
      default:
        this.#role.receive(from, packet);
    }
  }

  stop(): void {
    this.#role.end();
  }

  #raft(from: NodeId, packet: RaftPacket): void {
    const { ballot } = this.#core;
    if (packet.term > ballot.term && !isHypothetical(packet)) this.#begin(packet.term);
    if (packet.kind === 'poll') this.#poll(from, packet);
    else if (packet.kind === 'append' && packet.term < ballot.term) {
      // Its leader is to learn that its term is over.
      const { round, after: at } = packet;
      this.#core.answer(from, { kind: 'appended', term: ballot.term, round, refused: true, at, index: 0 });
    } else {
      if (packet.kind === 'append' && this.#role instanceof Candidate) this.#take(() => this.#follower());
      this.#role.receive(from, packet);
    }
  }

  #poll(from: NodeId, { term, isPre, last, lastTerm }: PacketOf<'poll'>): void {
    const { ballot, host, log, options } = this.#core;
    const { rules } = options;
    const isFresh = rules.isFresh({ index: last, term: lastTerm }, log.lastPlace);
    if (!isFresh) host.observe.sometimes('stale-candidate-refused');
    if (isPre) {
      const granted = isFresh && rules.mayPreVote(ballot.current, term, this.#role.hearsLeader);
      this.#core.answer(from, { kind: 'voted', term: granted ? term : ballot.term, isPre, granted });
      return;
    }
    const granted = isFresh && rules.mayVote(ballot.current, term, from);
    if (granted && ballot.current.vote !== from) {
      ballot.set({ term, vote: from });
      if (this.#role instanceof Follower) this.#role.waitForLeader();
    }
    this.#core.answer(from, { kind: 'voted', term: ballot.term, isPre, granted });
  }

  /** A higher term was heard of. */
  #begin(term: number): void {
    this.#core.ballot.set({ term, vote: 0 });
    this.#take(() => this.#follower());
  }

  #take(role: () => Role): void {
    this.#role.end();
    this.#role = role();
  }

  #follower(firstUs = this.#core.electionDelayUs()): Follower {
    return new Follower(this.#core, firstUs, () => this.#take(() => this.#candidate()));
  }

  #candidate(): Candidate {
    return new Candidate(this.#core, () => this.#take(() => this.#leader()));
  }

  #leader(): Leader {
    return new Leader(this.#core, () => this.#take(() => this.#follower()));
  }
}

/** Of a pre-vote, whose term nobody is in yet. */
function isHypothetical(packet: RaftPacket): boolean {
  return (packet.kind === 'poll' && packet.isPre) || (packet.kind === 'voted' && packet.isPre && packet.granted);
}
