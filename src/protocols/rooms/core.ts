/**
 * What a replica is whatever its role: log, term and vote, and the state machine over what is
 * committed. An entry is applied at the moment at which it is known to be committed, so the commit
 * index is what is applied.
 */
import type { Host, NodeId } from '../../contract/index.ts';
import type { Ballot } from './ballot.ts';
import type { Log } from './log.ts';
import type { Packet } from './packets.ts';
import type { Rules } from './rules.ts';
import type { Knobs } from './settings.ts';
import { type InitialMembers, State } from './state.ts';

export interface ReplicaOptions {
  readonly rules: Rules;
  readonly knobs: Knobs;
  /** From 1. */
  readonly shard: number;
  /** All replicas of the shard, this one among them. */
  readonly voters: readonly NodeId[];
  /** Of the shard's rooms. */
  readonly members: InitialMembers;
}

/** Follower, candidate or leader, for one term. */
export interface Role {
  receive(from: NodeId, packet: Packet): void;
  /** Whether it leads, or has heard of a leader within the shortest election timeout. */
  readonly hearsLeader: boolean;
  /** Another role follows: its timers are off, and what completes late changes nothing. */
  end(): void;
}

export class Core {
  readonly host: Host<Packet>;
  readonly options: ReplicaOptions;
  readonly ballot: Ballot;
  readonly log: Log;
  readonly state: State;
  readonly others: readonly NodeId[];

  constructor(host: Host<Packet>, options: ReplicaOptions, ballot: Ballot, log: Log) {
    this.host = host;
    this.options = options;
    this.ballot = ballot;
    this.log = log;
    this.state = new State(options.rules, options.members);
    this.others = options.voters.filter((voter) => voter !== host.id);
  }

  get commit(): number {
    return this.state.applied;
  }

  commitTo(index: number): void {
    for (const entry of this.log.slice(this.commit, index)) this.state.apply(entry, this.host.observe);
  }

  /** Says something that depends on term and vote once these are durable, if the term is still the same. */
  answer(to: NodeId, packet: Packet): void {
    const { term } = this.ballot;
    this.ballot.whenDurable(() => {
      if (this.ballot.term === term) this.host.send(to, packet);
    });
  }

  /** Between one and two election timeouts, drawn anew each time (Raft, section 5.2). */
  electionDelayUs(): number {
    const { electionUs } = this.options.knobs;
    return electionUs + Math.floor(this.host.random('election') * electionUs);
  }

  /** The first after a boot is short: who only asks whether it would be voted for disturbs nobody that leads. */
  firstDelayUs(): number {
    return Math.floor((this.host.random('first election') * this.options.knobs.electionUs) / 4);
  }
}
