/** A host whose packets, timers and observationNames are lists, and whose chance is a half. */
import { type Host, type NodeId, type Observer, observationNames } from '../../../../src/contract/index.ts';
import type { SequencerPacket } from '../../../../src/protocols/sequencer/packets.ts';
import { FakeDisk } from './fake-disk.ts';

export class FakeHost implements Host<SequencerPacket> {
  readonly id: NodeId;
  readonly disk: FakeDisk;
  /** What was sent and not looked at yet. */
  sent: { readonly to: NodeId; readonly packet: SequencerPacket }[] = [];
  /** `delivered general 3 c1-7`; messages by their tokens. */
  readonly reports: string[] = [];
  readonly timers = new Map<string, { readonly delayUs: number; readonly fire: () => void }>();
  nowUs = 0;
  readonly observe: Observer;

  constructor(id: NodeId, files?: ReadonlyMap<string, Uint8Array>) {
    this.id = id;
    this.disk = new FakeDisk(files);
    const report =
      (name: string) =>
      (...values: unknown[]) => {
        this.reports.push([name, ...values.map(told)].join(' '));
      };
    this.observe = Object.fromEntries(observationNames.map((name) => [name, report(name)])) as unknown as Observer;
  }

  wallClockUs(): number {
    return this.nowUs;
  }

  monotonicUs(): number {
    return this.nowUs;
  }

  random(): number {
    return 0.5;
  }

  send(to: NodeId, packet: SequencerPacket): void {
    this.sent.push({ to, packet });
  }

  setTimer(name: string, delayUs: number, fire: () => void): void {
    this.timers.set(name, { delayUs, fire });
  }

  clearTimer(name: string): void {
    this.timers.delete(name);
  }

  /** Fires an armed timer, on time. */
  fire(name: string): void {
    const timer = this.timers.get(name);
    if (timer === undefined) throw new Error(`no timer ${name} among ${[...this.timers.keys()]}`);
    this.timers.delete(name);
    this.nowUs += timer.delayUs;
    timer.fire();
  }

  /** The packets sent since the last look. */
  take(): readonly SequencerPacket[] {
    const packets = this.sent.map(({ packet }) => packet);
    this.sent = [];
    return packets;
  }
}

function told(value: unknown): unknown {
  if (Array.isArray(value)) return `[${value.map(told)}]`;
  if (typeof value === 'object' && value !== null && 'token' in value) return value.token;
  return value;
}
