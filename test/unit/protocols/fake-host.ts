import {
  type AnyPacket,
  type Disk,
  type DiskError,
  type Done,
  type Host,
  type NodeId,
  type Observer,
  observationNames,
} from '../../../src/contract/index.ts';

interface FakeTimer {
  readonly delayUs: number;
  readonly fire: () => void;
}

/** A host for one process: writes down, in order, all that the process does; its disk acts when it is told to. */
export class FakeHost<Packet extends AnyPacket> implements Host<Packet> {
  readonly id: NodeId;
  /** `send 2 done`, `disk write`, `observe delivered general 3 c1-1`. */
  readonly log: string[] = [];
  readonly sent: { readonly to: NodeId; readonly packet: Packet }[] = [];
  readonly timers = new Map<string, FakeTimer>();
  readonly files: Map<string, Uint8Array>;
  readonly disk: Disk;
  readonly observe: Observer;
  readonly #pending: (() => void)[] = [];

  constructor(id: NodeId, files: ReadonlyMap<string, Uint8Array> = new Map()) {
    this.id = id;
    this.files = new Map(files);
    this.disk = this.#makeDisk();
    const note = (name: string) => [
      name,
      (...report: readonly unknown[]) => this.log.push(['observe', name, ...report.map(tell)].join(' ')),
    ];
    this.observe = Object.fromEntries(observationNames.map(note)) as unknown as Observer;
  }

  wallClockUs(): number {
    return 0;
  }

  monotonicUs(): number {
    return 0;
  }

  random(): number {
    return 0.5;
  }

  send(to: NodeId, packet: Packet): void {
    this.sent.push({ to, packet });
    this.log.push(`send ${to} ${packet.kind}`);
  }

  setTimer(name: string, delayUs: number, fire: () => void): void {
    this.timers.set(name, { delayUs, fire });
  }

  clearTimer(name: string): void {
    this.timers.delete(name);
  }

  fire(name: string): void {
    const timer = this.timers.get(name);
    if (timer === undefined) throw new Error(`no timer ${name} is armed`);
    this.timers.delete(name);
    timer.fire();
  }

  /** Completes what the disk has been asked for, and what is asked for in turn. */
  runDisk(): void {
    for (let act = this.#pending.shift(); act !== undefined; act = this.#pending.shift()) act();
  }

  /** The log since the last call. */
  news(): readonly string[] {
    return this.log.splice(0);
  }

  #makeDisk(): Disk {
    const later = <Value>(name: string, done: Done<Value>, act: () => Value): void => {
      this.log.push(`disk ${name}`);
      this.#pending.push(() => {
        done(undefined, act());
      });
    };
    const bytesOf = (file: string) => this.files.get(file) ?? new Uint8Array(0);
    const refuse = (): never => {
      throw new Error('this disk knows neither names nor removal');
    };
    return {
      list: (done) => later('list', done, () => [...this.files.keys()]),
      size: (file, done) => later('size', done, () => bytesOf(file).length),
      read: (file, offset, length, done) => {
        later('read', done as (error: DiskError | undefined, value: Uint8Array) => void, () =>
          bytesOf(file).slice(offset, offset + length),
        );
      },
      write: (file, offset, bytes, done) => {
        later('write', done, () => {
          const whole = new Uint8Array(Math.max(bytesOf(file).length, offset + bytes.length));
          whole.set(bytesOf(file));
          whole.set(bytes, offset);
          this.files.set(file, whole);
          return undefined;
        });
      },
      truncate: (file, size, done) => {
        later('truncate', done, () => {
          this.files.set(file, bytesOf(file).slice(0, size));
          return undefined;
        });
      },
      sync: (_file, done) => later('sync', done, () => undefined),
      rename: refuse,
      remove: refuse,
      syncDirectory: refuse,
    };
  }
}

/** Messages by token, lists in brackets. */
function tell(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(tell).join(' ')}]`;
  return typeof value === 'object' && value !== null && 'token' in value ? `${value.token}` : `${value}`;
}
