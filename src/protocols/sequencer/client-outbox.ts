/**
 * What a client wants to stand in one sequencer's log: numbered in the order in which it was asked
 * for, kept until it is known to be durable, and sent again until then, over any number of links.
 * So a living client never has to guess, and no outcome is unknown. The numbers belong to a
 * session, which is opened when there is something to send and then lasts as long as the process.
 */
import type { Host, NodeId } from '../../contract/index.ts';
import { backoffUs } from './backoff.ts';
import type { ClientLink } from './client-link.ts';
import type { Request, SequencerPacket } from './packets.ts';
import type { Rules } from './rules.ts';
import type { Knobs } from './settings.ts';

export interface OutboxOptions {
  readonly host: Host<SequencerPacket>;
  readonly sequencer: NodeId;
  readonly link: ClientLink;
  readonly knobs: Knobs;
  readonly rules: Rules;
  /** The oldest of what waited stands in the log, durably. */
  readonly settled: (request: Request) => void;
  /** The client does not wait for this one any more. */
  readonly givenUp: (request: Request) => void;
}

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #timer: string;
  /** Numbered from `#first`, oldest first. */
  #waiting: Request[] = [];
  /** When each of them was asked for, by the wall clock. */
  #askedUs: number[] = [];
  #first = 1;
  /** The highest number that was sent in this session. */
  #sent = 0;
  /** 0 until the sequencer has opened it. */
  #session = 0;
  #reconnected = false;
  #tries = 0;
  #armed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#timer = `request q${options.sequencer}`;
  }

  /** How many requests wait. */
  get length(): number {
    return this.#waiting.length;
  }

  add(request: Request): void {
    this.#waiting.push(request);
    this.#askedUs.push(this.#options.host.wallClockUs());
    if (this.#session === 0 ? this.#waiting.length === 1 : this.#unsentFit()) this.#send();
  }

  /** The link is up: the sequencer's first answer under it tells what arrived by former ones. */
  connected(): void {
    this.#reconnected = true;
    this.#tries = 0;
  }

  answered(session: number, through: number): void {
    const reconnected = this.#reconnected;
    this.#reconnected = false;
    const isOpened = this.#session === 0 && session !== 0;
    if (session !== 0) this.#session = session;
    const progressed = session !== 0 && through >= this.#first;
    if (progressed) this.#settle(through, reconnected);
    if (isOpened || reconnected || (progressed && this.#unsentFit())) this.#send();
  }

  #settle(through: number, reconnected: boolean): void {
    const count = this.#options.rules.settled(this.#first, through, reconnected);
    const settled = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    this.#askedUs = this.#askedUs.slice(count);
    this.#first = through + 1;
    this.#tries = 0;
    for (const request of settled) this.#options.settled(request);
  }

  /** Whether a request that was never sent would go with the next packet. */
  #unsentFit(): boolean {
    return this.#sent + 1 < this.#first + Math.min(this.#waiting.length, this.#options.knobs.flight);
  }

  /** Everything that is not answered goes again, in one packet, so that no order among packets matters. */
  #send(): void {
    const { host, sequencer, link, knobs } = this.#options;
    if (!link.isUp || this.#waiting.length === 0) return;
    if (this.#session === 0) {
      host.send(sequencer, { kind: 'open', link: link.number });
    } else {
      const requests = this.#waiting.slice(0, knobs.flight);
      this.#sent = Math.max(this.#sent, this.#first + requests.length - 1);
      const numbered = { session: this.#session, first: this.#first, requests };
      host.send(sequencer, { kind: 'request', link: link.number, ...numbered });
    }
    if (!this.#armed) this.#arm();
  }

  /** Never soundly: what was sent once may be durable, or become so. */
  #giveUp(): void {
    const { host, rules, givenUp } = this.#options;
    const [oldest] = this.#waiting;
    const [askedUs = 0] = this.#askedUs;
    if (oldest === undefined || !rules.givesUp(host.wallClockUs() - askedUs)) return;
    this.#waiting.shift();
    this.#askedUs.shift();
    this.#first++;
    givenUp(oldest);
  }

  #arm(): void {
    const { host, knobs } = this.#options;
    const awaited = this.#first;
    this.#armed = true;
    host.setTimer(this.#timer, backoffUs(host, knobs.retryUs, this.#tries), () => {
      this.#armed = false;
      this.#giveUp();
      if (this.#waiting.length === 0) return;
      if (this.#first === awaited) {
        this.#tries++;
        this.#send();
      } else {
        this.#arm();
      }
    });
  }
}
