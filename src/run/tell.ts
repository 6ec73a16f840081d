import type { AnyPacket, Message, NodeId, Offence, Operation } from '../contract/index.ts';
import { formatDuration, formatShare } from '../scenario/index.ts';
import type { ClockChange, DiskEvent, TraceEntry } from '../sim/index.ts';

/** What nodes are called; the world at large is node 0. */
export type NameOf = (node: NodeId) => string;

/** One line of a trace as a sentence, without its time. */
export function tell(entry: TraceEntry, nameOf: NameOf): string {
  const node = nameOf(entry.node);
  const other = nameOf(entry.other);
  switch (entry.what) {
    case 'receive':
      return `${node} receives ${tellPacket(entry.detail)} from ${other}`;
    case 'send':
      return `${node} sends ${tellPacket(entry.detail)} to ${other}`;
    case 'duplicate':
      return `the network doubles ${tellPacket(entry.detail)} from ${node} to ${other}`;
    case 'straggler':
      return `the network keeps a copy of ${tellPacket(entry.detail)} from ${node} to ${other} for later`;
    case 'garbled':
      return `${node} receives ${tellPacket(entry.detail)} from ${other} with bits flipped`;
    case 'lost':
      return tellLoss(entry, node, other);
    case 'fire':
      return `${node}: timer ${entry.name} fires`;
    case 'disk':
      return `${node}: the disk is done with a ${entry.name}`;
    case 'perform':
      return `${node} is asked to ${tellOperation(entry.detail as Operation)}`;
    case 'boot':
      return `${node} boots`;
    case 'crash':
      return `${node} crashes`;
    case 'power-loss':
      return `${node} loses power`;
    case 'pause':
      return `${node} is frozen`;
    case 'resume':
      return `${node} goes on`;
    case 'hinder':
    case 'unhinder':
      return tellHindrance(entry, node);
    case 'wipe':
      return `the disk of ${node} is wiped, and ${node} gone for good`;
    case 'retire':
      return `${node} is given up: it stays as it is for good`;
    case 'clock':
      return tellClock(entry.detail as ClockChange, node);
    case 'cut':
      return `packets no longer pass: ${tellCut(entry.detail, nameOf)}`;
    case 'mend':
      return `packets pass again: ${tellCut(entry.detail, nameOf)}`;
    case 'disk-fault':
      return tellDiskFault(entry, node);
    case 'clog':
      return `packets are held: ${tellCut(entry.detail, nameOf)}`;
    case 'grey':
      return `packets are slow, and some are lost: ${tellCut(entry.detail, nameOf)}`;
    case 'heal':
      return 'everything is healed that is not given up';
    case 'offence':
      return (entry.detail as Offence).sentence;
    case 'observe':
      return `${node} reports ${entry.name}${tellReport(entry.detail as readonly unknown[])}`;
  }
}

function tellDiskFault({ name, detail }: TraceEntry, node: string): string {
  switch (name as DiskEvent) {
    case 'stall':
      return `the disk of ${node} stalls`;
    case 'go-on':
      return `the disk of ${node} goes on`;
    case 'full':
      return `the disk of ${node} is full`;
    case 'room':
      return `the disk of ${node} has room again`;
    case 'rot':
      return `bits rot on ${node} in ${detail}`;
    case 'roll-back':
      return `${node} finds an older copy of ${detail}`;
  }
}

function tellHindrance({ what, name, detail }: TraceEntry, node: string): string {
  if (what === 'unhinder') return name === 'slow' ? `${node} is as fast as ever` : `${node} reads on`;
  if (name === 'stop-reading') return `${node} stops reading`;
  const { costUs } = detail as { costUs: number };
  const each = `each ${name === 'slow' ? 'handler' : 'packet'} takes ${formatDuration(costUs)}`;
  return `${node} ${name === 'slow' ? 'is slow' : 'reads slowly'}: ${each}`;
}

function tellClock(change: ClockChange, node: string): string {
  switch (change.what) {
    case 'steps': {
      const way = change.byUs < 0 ? 'back' : 'forward';
      return `${node}'s wall clock is set ${way} by ${formatDuration(Math.abs(change.byUs))}`;
    }
    case 'stands':
      return `${node}'s ${change.clock} clock stands still`;
    case 'goes on':
      return `${node}'s ${change.clock} clock goes on`;
    case 'hurries': {
      if (change.byPpm === 0) return `${node}'s clocks run as before`;
      return `${node}'s clocks run ${formatShare(Math.abs(change.byPpm))} ${change.byPpm < 0 ? 'slow' : 'fast'}`;
    }
  }
}

function tellLoss({ name, detail }: TraceEntry, from: string, to: string): string {
  const packet = `${tellPacket(detail)} from ${from}`;
  if (name === 'drop') return `the network loses ${packet} to ${to}`;
  if (name === 'cut') return `${packet} does not pass the cut to ${to}`;
  if (name === 'grey-drop') return `the grey link loses ${packet} to ${to}`;
  if (name === 'tail-drop') return `${packet} does not fit into the buffer to ${to}`;
  return `${packet} finds ${to} down`;
}

/** A packet's kind, with what in it is short and says something: `append {room: general, position: 3}`. */
function tellPacket(packet: unknown): string {
  const { kind, ...rest } = packet as AnyPacket & Record<string, unknown>;
  const said = Object.entries(rest)
    .map(([name, value]) => `${name} ${tellValue(value)}`)
    .join(', ');
  return said === '' ? kind : `${kind} (${shorten(said, 90)})`;
}

function tellOperation(operation: Operation): string {
  switch (operation.kind) {
    case 'broadcast':
      return `broadcast ${operation.message.token} in ${operation.room}`;
    case 'join':
      return `join ${operation.room} (${operation.request})`;
    case 'leave':
      return `leave ${operation.room} (${operation.request})`;
    case 'read':
      return `read ${operation.room} from position ${operation.from}`;
    case 'command':
      return `do ${operation.name}`;
    default:
      return operation.kind;
  }
}

function tellReport(report: readonly unknown[]): string {
  const said = report.filter((value) => value !== undefined).map(tellValue);
  return said.length === 0 ? '' : ` ${shorten(said.join(' '), 90)}`;
}

function tellCut(detail: unknown, nameOf: NameOf): string {
  const { from, to } = detail as { from: readonly NodeId[]; to: readonly NodeId[] };
  return `${tellGroup(from, nameOf)} to ${tellGroup(to, nameOf)}`;
}

function tellGroup(nodes: readonly NodeId[], nameOf: NameOf): string {
  const names = nodes.slice(0, 6).map(nameOf).join(', ');
  return nodes.length > 6 ? `${names} and ${nodes.length - 6} more` : names;
}

function tellValue(value: unknown): string {
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value)) return `[${value.map(tellValue).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (isMessage(value)) return value.token;
  const said = Object.entries(value).map(([name, inner]) => `${name} ${tellValue(inner)}`);
  return `{${said.join(', ')}}`;
}

function isMessage(value: object): value is Message {
  return 'token' in value && 'bytes' in value && value.bytes instanceof Uint8Array;
}

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
