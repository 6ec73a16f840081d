/**
 * A client's connection to one sequencer: three packets to open it, a heartbeat to keep it, and a
 * new attempt, later and later, when it is lost. Packets under any other link than the current one
 * are of no concern to it, so that nothing of a former connection can act any more.
 */
import type { Host, NodeId } from '../../contract/index.ts';
import { backoffUs } from './backoff.ts';
import type { Cursor, SequencerPacket } from './packets.ts';
import type { Rules } from './rules.ts';
import type { Knobs } from './settings.ts';

/** A link is given up after so many heartbeats without a packet from the sequencer. */
const silentBeats = 4;

export interface LinkOptions {
  readonly host: Host<SequencerPacket>;
  readonly sequencer: NodeId;
  /** Names this incarnation of the client; no other one has the same. */
  readonly nonce: number;
  readonly knobs: Knobs;
  readonly rules: Rules;
  readonly cursors: () => readonly Cursor[];
  /** The sequencer has confirmed the link, or the link is lost. */
  readonly changed: (isUp: boolean) => void;
}

export class ClientLink {
  readonly #options: LinkOptions;
  readonly #timer: string;
  #wanted = false;
  #attempt = 0;
  /** Asked so often in this attempt. */
  #tries = 0;
  /** The number under which packets go; 0 while none is offered. */
  #number = 0;
  #isUp = false;
  #heardUs = 0;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#timer = `link q${options.sequencer}`;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Meaningless while the link is not up. */
  get number(): number {
    return this.#number;
  }

  connect(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#begin();
    this.#ask();
  }

  disconnect(): void {
    const { host, sequencer } = this.#options;
    if (this.#number !== 0) host.send(sequencer, { kind: 'detach', link: this.#number });
    this.#wanted = false;
    host.clearTimer(this.#timer);
    this.#lose();
  }

  /** Takes what concerns the link alone; says whether the rest of the client is to look at the packet. */
  receive(packet: SequencerPacket): boolean {
    if (!this.#wanted) return false;
    if (packet.kind === 'offer') {
      this.#offered(packet);
      return false;
    }
    if (packet.kind === 'attach' || this.#number === 0) return false;
    if (!this.#options.rules.clientHears(packet.link, this.#number)) return false;
    if (packet.kind === 'closed') {
      this.#lose();
      this.#begin();
      this.#arm(backoffUs(this.#options.host, this.#options.knobs.retryUs, 0));
      return false;
    }
    this.#heardUs = this.#options.host.monotonicUs();
    if (!this.#isUp) {
      this.#isUp = true;
      this.#arm(this.#options.knobs.heartbeatUs);
      this.#options.changed(true);
    }
    return true;
  }

  #offered(offer: Extract<SequencerPacket, { kind: 'offer' }>): void {
    const { nonce, rules } = this.#options;
    if (this.#number !== 0 || !rules.takesOffer(offer, { nonce, attempt: this.#attempt })) return;
    this.#number = offer.link;
    this.#tries = 0;
    this.#ask();
  }

  /** A new attempt, under which offers of former ones do not count. */
  #begin(): void {
    this.#attempt++;
    this.#tries = 0;
  }

  /** Not up: says what opens the link, and says it again until it is answered. */
  #ask(): void {
    const { host, sequencer, nonce, knobs } = this.#options;
    if (this.#number === 0) host.send(sequencer, { kind: 'attach', nonce, attempt: this.#attempt });
    else this.#beat();
    this.#arm(backoffUs(host, knobs.retryUs, this.#tries));
    this.#tries++;
  }

  #beat(): void {
    const { host, sequencer, cursors } = this.#options;
    host.send(sequencer, { kind: 'beat', link: this.#number, cursors: cursors() });
  }

  #arm(delayUs: number): void {
    this.#options.host.setTimer(this.#timer, delayUs, () => this.#fired());
  }

  #fired(): void {
    const { host, knobs } = this.#options;
    if (!this.#isUp) {
      this.#ask();
    } else if (host.monotonicUs() - this.#heardUs > silentBeats * knobs.heartbeatUs) {
      this.#lose();
      this.#begin();
      this.#ask();
    } else {
      this.#beat();
      this.#arm(knobs.heartbeatUs);
    }
  }

  #lose(): void {
    const wasUp = this.#isUp;
    this.#number = 0;
    this.#isUp = false;
    if (wasUp) this.#options.changed(false);
  }
}
