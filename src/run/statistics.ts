import type {
  Message,
  NodeId,
  Operation,
  Outcome,
  Property,
  PropertyFactory,
  RoomId,
  Token,
} from '../contract/index.ts';
import { isProbe } from '../workload/index.ts';
import { Histogram } from './histogram.ts';

/**
 * What a run exercised, for its report: it listens like a property and objects to nothing. Probes
 * and what their deliveries take are left out.
 */
export class Statistics implements Property {
  broadcasts = 0;
  deliveries = 0;
  readonly outcomes = { accepted: 0, refused: 0, unknown: 0 };
  readonly latencies = new Histogram();
  readonly sometimesSeen = new Map<string, number>();
  readonly #askedUs = new Map<Token, number>();
  readonly #nowUs: () => number;
  /** The latest delivery's message: most deliveries are of the same one as the one before. */
  #latest: Message | undefined;
  #latestAskedUs: number | undefined;

  constructor(nowUs: () => number) {
    this.#nowUs = nowUs;
  }

  asked(_node: NodeId, operation: Operation): void {
    if (operation.kind !== 'broadcast' || isProbe(operation.message.token)) return;
    this.broadcasts++;
    this.#askedUs.set(operation.message.token, this.#nowUs());
  }

  outcome(_node: NodeId, _room: RoomId, token: Token, outcome: Outcome): void {
    if (!isProbe(token)) this.outcomes[outcome]++;
  }

  delivered(_node: NodeId, _room: RoomId, _position: number, message: Message): void {
    if (message !== this.#latest) {
      this.#latest = message;
      this.#latestAskedUs = this.#askedUs.get(message.token);
    }
    if (this.#latestAskedUs === undefined) return;
    this.deliveries++;
    this.latencies.add(this.#nowUs() - this.#latestAskedUs);
  }

  sometimes(_node: NodeId, name: string): void {
    this.sometimesSeen.set(name, (this.sometimesSeen.get(name) ?? 0) + 1);
  }
}

/** Lets a listener hear what properties hear. */
export function listening(name: string, listener: Property): PropertyFactory {
  return { name, summary: 'listens and never objects', clauses: {}, create: () => listener };
}
