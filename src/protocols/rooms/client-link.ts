/**
 * A client's connection to one gateway at a time: it says hello with its cursors until it is
 * answered, then now and then; a gateway that does not answer is given up for the next one, under a
 * new link, on which nothing of a former one counts. Attempts come later and later, and never all
 * at once.
 */
import type { Host, NodeId } from '../../contract/index.ts';
import type { Cursor, Packet } from './packets.ts';
import type { Knobs } from './settings.ts';

/** The gateway is given up after so many hellos without a packet from it. */
const silentHellos = 3;
/** The longest wait is that many times the first. */
const longest = 8;

export interface LinkOptions {
  readonly host: Host<Packet>;
  readonly knobs: Knobs;
  readonly session: number;
  readonly gateways: readonly NodeId[];
  readonly cursors: () => readonly Cursor[];
  /** The gateway has answered. */
  readonly connected: () => void;
}

export class ClientLink {
  readonly #options: LinkOptions;
  #place: number;
  #link = 0;
  #isWanted = false;
  #isUp = false;
  /** Hellos since the gateway was heard. */
  #silence = 0;
  /** Attempts since one was answered. */
  #attempts = 0;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#place = Math.floor(options.host.random('gateway') * options.gateways.length);
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Whether a packet under this link of this session counts. */
  hears(session: number, link: number): boolean {
    return this.#isWanted && session === this.#options.session && link === this.#link;
  }

  connect(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#begin();
  }

  disconnect(): void {
    if (!this.#isWanted) return;
    const { host, session } = this.#options;
    this.#isWanted = false;
    host.clearTimer('hello');
    host.send(this.#gateway, { kind: 'bye', session, link: this.#link });
    this.#lose();
  }

  /** The gateway has spoken, under the current link. */
  heard(): void {
    this.#silence = 0;
    this.#attempts = 0;
    if (this.#isUp) return;
    this.#isUp = true;
    this.#options.host.observe.connected(this.#gateway);
    this.#options.connected();
  }

  send(packet: Packet): void {
    this.#options.host.send(this.#gateway, packet);
  }

  /** Says what the client has: the gateway goes on from there. */
  tell(): void {
    const { session, cursors } = this.#options;
    this.send({ kind: 'hello', session, link: this.#link, cursors: cursors() });
  }

  get #gateway(): NodeId {
    const { gateways } = this.#options;
    return gateways[this.#place % gateways.length]!;
  }

  #begin(): void {
    this.#link++;
    this.#silence = 0;
    this.#hello();
  }

  #hello(): void {
    const { host, knobs } = this.#options;
    this.tell();
    const tries = Math.min(longest, 2 ** Math.min(this.#attempts, 30));
    const fullUs = this.#isUp ? knobs.helloUs : knobs.retryUs * tries;
    host.setTimer('hello', Math.ceil(fullUs / 2 + (host.random('hello') * fullUs) / 2), () => {
      this.#silence++;
      if (this.#silence < silentHellos) this.#hello();
      else this.#next();
    });
  }

  #next(): void {
    this.#lose();
    this.#place++;
    this.#attempts++;
    this.#begin();
  }

  #lose(): void {
    if (this.#isUp) this.#options.host.observe.disconnected();
    this.#isUp = false;
  }
}
