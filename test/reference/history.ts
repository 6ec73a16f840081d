/**
 * Handcrafted histories: a run as its judges hear it, one sentence a line.
 *
 * ```
 * c1 broadcasts a b                 asked for, and begun; `asks a`, `begins a` are the halves
 * c1 learns a accepted
 * s1 s2 apply a b at 1              at positions 1 and 2; `restores 5`
 * c2 c3 deliver a b! at 1           `!`: the token of b, with other bytes
 * c2 resumes 5 · truncates 1..4     · crashes · boots · wants join j · wants leave l
 * s1 seats c4 by j behind 2         memberAt; `unseats` is leftAt
 * c1 reads 7 from 1                 asked for, and started; `wants read 7 from 1`, `starts 7` are the halves
 * c1 returns 7 from 1 items a b head 2 oldest 1
 * s1 s2 write a epoch 1             synced to these disks at once
 * s1 votes s1+s2 s2+s3 epoch 1      a change of voters: one set, or two while joint
 * s1 cuts 3 · snapshots 3           from that index on · up to it
 * c1 offends threw
 * s1 leads 1 epoch 3
 * c1 connects to g1 · disconnects   says that it is connected, or is no more
 * c1 wants disconnect · connect     as its user asks
 * s1 pauses · unpauses            · hinders · unhinders   something keeps it from serving in time, or does no more
 * s3 wipes · retires                its disk is gone, and it with it · it is given up as it is
 * severs c1+c2 from s1 · mends      cut one way; the cut that was made last, or `mends all`
 * waits 6000                        milliseconds; else each line takes one
 * healed · settled · overdue · ended
 * spoils a                          somebody writes into the bytes of a that were reported last
 * ```
 *
 * Any line may end in `in ROOM`; otherwise it is about `general`, with c1, c2 and c3 in it. Room
 * `side` has c1 and c2, `crowd` everyone. There are clients c1 to c6, replicas s1 to s3 and gateways
 * g1 and g2. All rooms live on shard 1, which has those replicas that the history names, and has all
 * three where they have disks; the others are of shard 2.
 */
import {
  type JudgedNode,
  type LinkCut,
  type Message,
  makeMessage,
  type NodeId,
  type ObservationName,
  type Offence,
  type Outcome,
  type PropertyFactory,
  type RoomId,
  type Token,
} from '../../src/contract/index.ts';
import { Judges } from '../../src/properties/judges.ts';
import { PaperDisk } from './paper-disk.ts';

export interface HistoryOptions {
  readonly properties: readonly PropertyFactory[];
  readonly retention?: number;
  /** Default: everything. */
  readonly observes?: readonly ObservationName[];
  /** Whether replicas have disk readers; default: where the history writes to disks. */
  readonly disks?: boolean;
  /** Clients whose stores a reader can see. */
  readonly stores?: readonly string[];
  /** Faults are beyond what the protocol claims to survive. */
  readonly beyondBudget?: boolean;
  /** Leads for good. */
  readonly leader?: string;
  /** Every report brings bytes of its own, as over a wire, instead of sharing them. */
  readonly copied?: boolean;
}

const everything: readonly ObservationName[] = [
  ...(['broadcast', 'outcome', 'delivered', 'resumed', 'truncated', 'connected', 'disconnected'] as const),
  ...(['readStarted', 'readReturned', 'applied', 'restored', 'memberAt', 'leftAt', 'led', 'sometimes'] as const),
];

const clients = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'];
const replicas = ['s1', 's2', 's3'];
const gateways = ['g1', 'g2'];
const names = [...clients, ...replicas, ...gateways];

/** The judges of a history, after its last line. */
export function judge(history: string, options: HistoryOptions): Judges {
  const disks = options.disks ?? /\b(write|writes|votes) /.test(history);
  const voters = replicas.filter((name) => disks || history.includes(name));
  const teller = new Teller({ ...options, disks }, voters);
  for (const line of history.split('\n')) {
    const words = line.trim().split(/\s+/);
    if (words[0] !== '') teller.tell(words);
  }
  return teller.judges;
}

/** One sentence, without its subject and verb. */
interface Sentence {
  readonly node: NodeId;
  readonly name: string;
  readonly room: RoomId;
  readonly objects: readonly string[];
  /** The first object, and that as a number. */
  readonly first: string;
  readonly number: number;
  /** The object behind a word, or its number. */
  after(word: string): string;
  numberAfter(word: string): number;
  before(word: string): readonly string[];
}

class Teller {
  readonly judges: Judges;
  readonly #disks = new Map<string, PaperDisk>();
  readonly #messages = new Map<string, Message>();
  readonly #reported = new Map<string, Message>();
  readonly #incarnations = new Map<string, number>();
  readonly #copied: boolean;
  #line = 0;
  #waitedMs = 0;
  #cuts: LinkCut[] = [];

  constructor(options: HistoryOptions, voters: readonly string[]) {
    this.#copied = options.copied ?? false;
    const ids = voters.map(idOf);
    if (options.disks === true) for (const name of voters) this.#disks.set(name, new PaperDisk('shard-1', ids));
    for (const name of options.stores ?? []) this.#disks.set(name, new PaperDisk(`store-${name}`, []));
    const nodes = names.map((name): JudgedNode => {
      const role = clients.includes(name) ? 'client' : replicas.includes(name) ? 'replica' : 'gateway';
      const shard = role === 'replica' ? (voters.includes(name) ? 1 : 2) : undefined;
      return { id: idOf(name), name, role, shard, leads: name === options.leader, disk: this.#disks.get(name) };
    });
    this.judges = new Judges({
      properties: options.properties,
      nodes,
      rooms: [
        { name: 'general', members: [1, 2, 3] },
        { name: 'side', members: [1, 2] },
        { name: 'crowd', members: [1, 2, 3, 4, 5, 6] },
      ],
      retention: options.retention ?? Number.POSITIVE_INFINITY,
      observes: new Set(options.observes ?? everything),
      isBeyondBudget: () => options.beyondBudget ?? false,
      nowUs: () => (this.#line + this.#waitedMs) * 1000,
      event: () => this.#line,
    });
    for (const name of names) this.#boot(name);
  }

  tell(words: readonly string[]): void {
    this.#line++;
    const inRoom = words.at(-2) === 'in';
    const room = inRoom ? (words.at(-1) as string) : 'general';
    const sentence = inRoom ? words.slice(0, -2) : words;
    const subjects = sentence.slice(
      0,
      sentence.findIndex((word) => word !== 'world' && !names.includes(word)),
    );
    const [verb = '', ...objects] = sentence.slice(subjects.length);
    const tell = this.#verbs.get(infinitive(verb));
    if (tell === undefined) throw new Error(`line ${this.#line}: there is no verb "${verb}"`);
    for (const name of subjects.length === 0 ? ['world'] : subjects) {
      const after = (word: string) => objects[objects.indexOf(word) + 1] ?? '';
      tell({
        ...{ node: idOf(name), name, room, objects, first: objects[0] ?? '', number: Number(objects[0]), after },
        numberAfter: (word) => Number(after(word)),
        before: (word) => objects.slice(0, objects.indexOf(word)),
      });
    }
  }

  readonly #verbs = new Map<string, (sentence: Sentence) => void>([
    ['healed', () => this.judges.healed()],
    ['settled', () => this.judges.settled()],
    ['overdue', () => this.judges.overdue()],
    ['ended', () => this.judges.ended()],
    ['spoil', ({ first }) => this.#reported.get(first)?.bytes.fill(0x21)],
    ['crash', ({ node }) => this.judges.crashed(node)],
    ['boot', ({ name }) => this.#boot(name)],
    [
      'broadcast',
      ({ node, room, objects }) => {
        for (const token of objects) {
          this.#ask(node, room, token);
          this.judges.broadcast(node, room, token);
        }
      },
    ],
    ['ask', ({ node, room, first }) => this.#ask(node, room, first)],
    ['begin', ({ node, room, first }) => this.judges.broadcast(node, room, first)],
    ['learn', ({ node, room, first, objects }) => this.judges.outcome(node, room, first, objects[1] as Outcome)],
    ['apply', (sentence) => this.#inTurn('applied', sentence)],
    ['deliver', (sentence) => this.#inTurn('delivered', sentence)],
    ['restore', ({ node, room, number }) => this.judges.restored(node, room, number)],
    ['resume', ({ node, room, number }) => this.judges.resumed(node, room, number)],
    ['truncate', ({ node, room, first }) => this.judges.truncated(node, room, ...range(first))],
    [
      'want',
      ({ node, room, first, objects, numberAfter }) => {
        if (first === 'connect' || first === 'disconnect') this.judges.asked(node, { kind: first });
        else if (first === 'read') this.#askRead(node, room, Number(objects[1]), numberAfter('from'));
        else this.judges.asked(node, { kind: first as 'join' | 'leave', room, request: objects[1] as string });
      },
    ],
    ['connect', ({ node, after }) => this.judges.connected(node, idOf(after('to')))],
    ['disconnect', ({ node }) => this.judges.disconnected(node)],
    ['lead', ({ node, number, numberAfter }) => this.judges.led(node, number, numberAfter('epoch'))],
    ['pause', ({ node }) => this.judges.paused(node)],
    ['unpause', ({ node }) => this.judges.unpaused(node)],
    ['hinder', ({ node }) => this.judges.hindered(node)],
    ['unhinder', ({ node }) => this.judges.unhindered(node)],
    [
      'wipe',
      ({ node }) => {
        this.judges.crashed(node);
        this.judges.retired(node);
      },
    ],
    ['retire', ({ node }) => this.judges.retired(node)],
    ['sever', ({ first, after }) => this.#sever(first.split('+').map(idOf), after('from').split('+').map(idOf))],
    ['mend', ({ first }) => this.#mend(first === 'all' ? this.#cuts.length : 1)],
    [
      'wait',
      ({ number }) => {
        this.#waitedMs += number;
      },
    ],
    [
      'seat',
      ({ node, room, first, after, numberAfter }) =>
        this.judges.memberAt(node, room, idOf(first), after('by'), numberAfter('behind')),
    ],
    [
      'unseat',
      ({ node, room, first, after, numberAfter }) =>
        this.judges.leftAt(node, room, idOf(first), after('by'), numberAfter('behind')),
    ],
    [
      'read',
      ({ node, room, number, numberAfter }) => {
        this.#askRead(node, room, number, numberAfter('from'));
        this.judges.readStarted(node, number, room);
      },
    ],
    ['start', ({ node, room, number }) => this.judges.readStarted(node, number, room)],
    [
      'return',
      ({ node, number, before, numberAfter, objects }) => {
        const items = before('head').slice(objects.indexOf('items') + 1);
        const messages = items.map((token) => this.#message(token));
        this.judges.readReturned(
          node,
          number,
          numberAfter('from'),
          messages,
          numberAfter('head'),
          numberAfter('oldest'),
        );
      },
    ],
    [
      'write',
      ({ name, room, before, numberAfter }) =>
        this.#sync(name, (disk) => {
          for (const token of before('epoch')) disk.write(numberAfter('epoch'), room, this.#message(token));
        }),
    ],
    [
      'vote',
      ({ name, before, numberAfter }) => {
        const sets = before('epoch').map((voters) => voters.split('+').map(idOf));
        this.#sync(name, (disk) => disk.vote(numberAfter('epoch'), sets));
      },
    ],
    ['cut', ({ name, number }) => this.#sync(name, (disk) => disk.cut(number))],
    ['snapshot', ({ name, number }) => this.#sync(name, (disk) => disk.snapshot(number))],
    [
      'offend',
      ({ node, name, first }) => {
        const clause = first as Offence['clause'];
        this.judges.offended(node, { clause, sentence: `${name} ${clause}`, where: 'chat.ts:7:3' });
      },
    ],
  ]);

  #sever(from: readonly NodeId[], to: readonly NodeId[]): void {
    const cut = { from: new Set(from), to: new Set(to) };
    this.#cuts.push(cut);
    this.judges.linksCut(cut);
  }

  #mend(count: number): void {
    for (const cut of this.#cuts.splice(-count)) this.judges.linksMended(cut);
  }

  #ask(node: NodeId, room: RoomId, token: Token): void {
    this.judges.asked(node, { kind: 'broadcast', room, message: this.#message(token) });
  }

  #askRead(node: NodeId, room: RoomId, read: number, from: number): void {
    this.judges.asked(node, { kind: 'read', read, room, from, limit: 100 });
  }

  #inTurn(act: 'applied' | 'delivered', { node, room, before, numberAfter }: Sentence): void {
    for (const [index, token] of before('at').entries()) {
      this.judges[act](node, room, numberAfter('at') + index, this.#message(token));
    }
  }

  #boot(name: string): void {
    const incarnation = (this.#incarnations.get(name) ?? 0) + 1;
    this.#incarnations.set(name, incarnation);
    this.judges.booted(idOf(name), incarnation);
  }

  #message(word: string): Message {
    let message = this.#messages.get(word);
    if (message === undefined) {
      const token = word.replace('!', '');
      message = makeMessage(token, word === token ? 'as it was' : 'as it was not');
      this.#messages.set(word, message);
    }
    const report = this.#copied ? { token: message.token, bytes: message.bytes.slice() } : message;
    this.#reported.set(word, report);
    return report;
  }

  #sync(name: string, change: (disk: PaperDisk) => void): void {
    const disk = this.#disks.get(name);
    if (disk === undefined) throw new Error(`line ${this.#line}: ${name} has no disk`);
    change(disk);
    this.judges.synced(idOf(name));
  }
}

function infinitive(verb: string): string {
  if (verb === 'applies') return 'apply';
  return verb === 'crashes' ? 'crash' : verb.replace(/s$/, '');
}

function range(text: string): [number, number] {
  const [from = 0, to = 0] = text.split('..').map(Number);
  return [from, to];
}

/** 0 for the world. */
function idOf(name: string): NodeId {
  return names.indexOf(name) + 1;
}
