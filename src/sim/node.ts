import type { AnyPacket, NodeId, NodeSpec, Process } from '../contract/index.ts';
import type { NodeClock } from './clock.ts';
import type { SimDisk } from './disk.ts';
import type { ProcessHost } from './host.ts';
import type { Line } from './line.ts';

/** A simulated machine. It survives crashes; its process does not. */
export class SimNode {
  readonly id: NodeId;
  readonly spec: NodeSpec<AnyPacket>;
  readonly clock: NodeClock;
  readonly disk: SimDisk;
  state: 'up' | 'paused' | 'down' = 'down';
  /** Its disk failed its process, which may have stopped serving. */
  isAiling = false;
  /** How often it has booted. */
  incarnation = 0;
  /** Defined while up or paused. */
  process: Process<AnyPacket> | undefined;
  host: ProcessHost | undefined;
  /** It is gone for good, as it is: it never boots again, and heal passes it by. */
  retired = false;
  /** Whether something may have to wait its turn: there is a line. */
  isHeld = false;
  /** Where packets wait while its application does not drain them. */
  inbox: Line | undefined;
  /** Where everything waits while its process is paused or slow. */
  work: Line | undefined;

  constructor(id: NodeId, spec: NodeSpec<AnyPacket>, clock: NodeClock, disk: SimDisk) {
    this.id = id;
    this.spec = spec;
    this.clock = clock;
    this.disk = disk;
  }

  get name(): string {
    return this.spec.name;
  }
}
