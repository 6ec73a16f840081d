/**
 * What the durable bytes of one sequencer say: its snapshot, and the batches that carry on from it.
 * Kept up with each sync: a change to a segment reads that segment again from the first batch it
 * touches, and what follows in the log is shown or hidden with it. It tolerates any bytes; what is
 * no whole batch is not there.
 */
import { digest, FileImage, tokenOf } from '../../bytes/index.ts';
import type { DiskReader, Durable, NodeId, RoomId, Slot, Token } from '../../contract/index.ts';
import { segmentNumber, snapshotFile } from './files.ts';
import { type Batch, follows, type LogEnd, readBatch } from './log-format.ts';
import { decodeSnapshot } from './snapshot-format.ts';

interface ReadBatch {
  readonly batch: Batch;
  readonly messages: readonly Durable[];
  readonly end: LogEnd;
  /** Where its frame ends in the segment. */
  readonly endByte: number;
}

interface SegmentView {
  readonly number: number;
  readonly image: FileImage;
  /** Whole batches from the beginning, each carrying on the one before. */
  batches: ReadBatch[];
  /** How many of them are part of the log, and counted among the messages. */
  shown: number;
}

/** A disk reader for the sequencer `node`; slots are indices of records in the log named `log`. */
export class SequencerDiskReader implements DiskReader {
  readonly #log: string;
  readonly #node: NodeId;
  /** In order of their numbers. */
  readonly #segments: SegmentView[] = [];
  /** By room and token, in order of the log: a broken sequencer may hold a message twice. */
  readonly #messages = new Map<RoomId, Map<Token, Durable[]>>();
  readonly #snapshotImage = new FileImage();
  #snapshot: LogEnd | undefined;
  #head = 0;

  constructor(log: string, node: NodeId) {
    this.#log = log;
    this.#node = node;
  }

  changed(file: string, from: number, to: number, bytes: Uint8Array): void {
    if (file === snapshotFile) {
      this.#snapshotImage.change(from, to, bytes);
      this.#snapshot = decodeSnapshot(this.#snapshotImage.bytes)?.end;
      this.#show();
      return;
    }
    const number = segmentNumber(file);
    if (number === undefined) return;
    const segment = this.#segment(number);
    segment.image.change(from, to, bytes);
    let kept = 0;
    while (kept < segment.batches.length && segment.batches[kept]!.endByte <= from) kept++;
    this.#hide(segment, kept);
    segment.batches.length = kept;
    this.#readOn(segment);
    this.#show();
  }

  removed(file: string): void {
    if (file === snapshotFile) {
      this.#snapshotImage.clear();
      this.#snapshot = undefined;
    }
    const number = segmentNumber(file);
    const at = this.#segments.findIndex((segment) => segment.number === number);
    if (at !== -1) {
      this.#hide(this.#segments[at]!, 0);
      this.#segments.splice(at, 1);
    }
    this.#show();
  }

  head(): Slot | undefined {
    return this.#head === 0 ? undefined : this.#slot(this.#head);
  }

  holds(slot: Slot): boolean {
    return slot.log === this.#log && slot.index <= this.#head;
  }

  votersAt(): readonly (readonly NodeId[])[] {
    return [[this.#node]];
  }

  slotOf(room: RoomId, token: Token): Slot | undefined {
    return this.#messages.get(room)?.get(token)?.[0]?.slot;
  }

  *contents(above?: Slot): Iterable<Durable> {
    const after = above?.index ?? 0;
    const isOver = ({ end }: ReadBatch) => end.index <= after;
    // Mostly asked about the end of the log: looked for from there.
    const from = this.#segments.findLastIndex(({ batches, shown }) => shown > 0 && isOver(batches[0]!));
    for (const { batches, shown } of this.#segments.slice(Math.max(from, 0))) {
      for (const { messages } of batches.slice(batches.findLastIndex(isOver) + 1, shown)) {
        for (const message of messages) if (message.slot.index > after) yield message;
      }
    }
  }

  #segment(number: number): SegmentView {
    const known = this.#segments.find((segment) => segment.number === number);
    if (known !== undefined) return known;
    const segment = { number, image: new FileImage(), batches: [], shown: 0 };
    const at = this.#segments.findIndex((other) => other.number > number);
    this.#segments.splice(at === -1 ? this.#segments.length : at, 0, segment);
    return segment;
  }

  /** Walks the log over its segments and shows just what carries on from the snapshot without a gap. */
  #show(): void {
    const snapshot = this.#snapshot;
    let end: LogEnd | undefined;
    let isBroken = snapshot === undefined;
    for (const segment of this.#segments) {
      const first = segment.batches[0];
      if (!isBroken && first !== undefined && snapshot !== undefined) {
        const isOld = end === undefined && first.batch.sequence <= snapshot.sequence;
        isBroken = !isOld && !follows(end ?? snapshot, first.batch);
      }
      if (isBroken) {
        this.#hide(segment, 0);
        continue;
      }
      for (; segment.shown < segment.batches.length; segment.shown++) {
        for (const message of segment.batches[segment.shown]!.messages) this.#add(message);
      }
      end = segment.batches.at(-1)?.end ?? end;
    }
    this.#head = snapshot === undefined ? 0 : Math.max(snapshot.index, end?.index ?? 0);
  }

  /** Takes batches from the `kept`th on out of the log. */
  #hide(segment: SegmentView, kept: number): void {
    while (segment.shown > kept) {
      segment.shown--;
      for (const message of segment.batches[segment.shown]!.messages) this.#drop(message);
    }
  }

  #add(message: Durable): void {
    let room = this.#messages.get(message.room);
    if (room === undefined) {
      room = new Map();
      this.#messages.set(message.room, room);
    }
    const held = room.get(message.token) ?? [];
    const all = [...held, message];
    room.set(message.token, held.length === 0 ? all : all.sort((a, b) => a.slot.index - b.slot.index));
  }

  #drop({ room, token, slot }: Durable): void {
    const held = this.#messages.get(room);
    const left = held?.get(token)?.filter((message) => message.slot.index !== slot.index) ?? [];
    if (left.length === 0) held?.delete(token);
    else held?.set(token, left);
  }

  /** Reads batches from the last known one on. */
  #readOn(segment: SegmentView): void {
    for (;;) {
      const last = segment.batches.at(-1);
      const found = readBatch(segment.image.bytes, last?.endByte ?? 0);
      if (found === undefined || (last !== undefined && !follows(last.end, found.batch))) return;
      const { batch, end, next } = found;
      segment.batches.push({ batch, messages: this.#messagesOf(batch), end, endByte: next });
    }
  }

  #messagesOf(batch: Batch): Durable[] {
    const messages: Durable[] = [];
    for (const [nth, record] of batch.records.entries()) {
      if (record.kind !== 'message') continue;
      const slot = this.#slot(batch.first + nth);
      messages.push({ room: record.room, token: tokenOf(record.bytes), slot, digest: digest(record.bytes) });
    }
    return messages;
  }

  #slot(index: number): Slot {
    return { log: this.#log, epoch: 0, index };
  }
}
