/**
 * The law of disk readers, held up to each when a run is over: one that was told of every sync says
 * the same as one that is told the whole at once, and holds what it says that it holds. What the
 * whole is, the simulated disk says, which knows what its truthful syncs covered. What neither law
 * shows, a reader that is wrong in one consistent way, is *persisted*'s to see, by the bytes.
 */
import type { DiskReader, Durable, NodeId, Offence, Protocol, RoomId, Slot, Token } from '../contract/index.ts';
import type { Simulator } from '../sim/index.ts';
import type { Layout } from './setup.ts';
import { UserCodeError, userCode } from './user-code.ts';
import { WatchedReader } from './watched-reader.ts';

export interface ReaderLawOptions {
  readonly protocol: Protocol;
  readonly layout: Layout;
  readonly simulator: Simulator;
  /** By node id, as the run fed them. */
  readonly readers: readonly (DiskReader | undefined)[];
  /** Every message that was asked for. */
  readonly messages: readonly { readonly room: RoomId; readonly token: Token }[];
  /** Milliseconds of real time that each reader may take. */
  readonly boundMs: number;
  offended(node: NodeId, offence: Offence): void;
}

/** Notes an offence for each reader that breaks the law, of one the first difference; and says whether all keep it. */
export function keepTheirLaw(options: ReaderLawOptions): boolean {
  let kept = true;
  const { protocol, layout, simulator, readers, messages, boundMs } = options;
  for (const [index, spec] of layout.nodes.entries()) {
    const id = index + 1;
    const fed = readers[id];
    // Of a wiped disk a reader goes on saying what was there.
    if (fed === undefined || simulator.node(id).disk.isWiped) continue;
    const note = (offence: Offence) => {
      kept = false;
      options.offended(id, { ...offence, sentence: `${spec.name} ${offence.sentence}` });
    };
    try {
      const { value, offences } = userCode(() => {
        const made = protocol.diskReader?.(spec);
        if (made === undefined) return 'is there once, and not when asked for again';
        const whole = new WatchedReader(made, note);
        for (const [file, bytes] of simulator.node(id).disk.durable()) whole.changed(file, 0, bytes.length, bytes);
        return difference(fed, whole, messages);
      }, boundMs);
      for (const offence of offences) note(offence);
      if (value !== undefined) note({ clause: 'misread', sentence: `has a disk reader that ${value}` });
    } catch (error) {
      if (!(error instanceof UserCodeError)) throw error;
      note({ clause: 'misread', sentence: `has a disk reader that cannot be asked at the end: ${error.message}` });
    }
  }
  return kept;
}

/** The first answer by which the two differ, or that contradicts another. Texts are for people, and made only for them. */
function difference(fed: DiskReader, whole: DiskReader, messages: ReaderLawOptions['messages']): string | undefined {
  const [head, wholeHead] = [fed.head(), whole.head()];
  if (!isSameSlot(head, wholeHead)) return differs('its head', slotText(head), slotText(wholeHead));

  const held = new Map<RoomId, Set<Token>>();
  const wholeContents = whole.contents()[Symbol.iterator]();
  let nth = 0;
  for (const durable of fed.contents()) {
    const next: Durable | undefined = wholeContents.next().value;
    nth++;
    if (!isSame(durable, next)) return differs(`message ${nth}`, durableText(durable), durableText(next));
    const { room, token, slot } = durable;
    const tokens = held.get(room);
    if (tokens === undefined) held.set(room, new Set([token]));
    else tokens.add(token);
    if (!fed.holds(slot) || !whole.holds(slot)) return `does not hold ${slotText(slot)}, where it has ${token}`;
    const [voters, wholeVoters] = [fed.votersAt(slot), whole.votersAt(slot)];
    if (!areSameSets(voters, wholeVoters)) {
      return differs(`who votes at ${slotText(slot)}`, votersText(voters), votersText(wholeVoters));
    }
  }
  const extra: Durable | undefined = wholeContents.next().value;
  if (extra !== undefined) return differs(`message ${nth + 1}`, durableText(undefined), durableText(extra));

  for (const { room, token } of messages) {
    const [slot, wholeSlot] = [fed.slotOf(room, token), whole.slotOf(room, token)];
    if (!isSameSlot(slot, wholeSlot)) return differs(`the slot of ${token}`, slotText(slot), slotText(wholeSlot));
    const isHeld = held.get(room)?.has(token) ?? false;
    if (isHeld !== (slot !== undefined)) {
      return isHeld
        ? `has ${token}, and no slot of it`
        : `has a slot of ${token}, ${slotText(slot)}, and not the message`;
    }
  }
  return undefined;
}

function differs(what: string, ofFed: string, ofWhole: string): string {
  return `says, told sync by sync, that ${what} is ${ofFed}; told the whole, ${ofWhole}`;
}

function isSame(a: Durable, b: Durable | undefined): boolean {
  return a.room === b?.room && a.token === b.token && a.digest === b.digest && isSameSlot(a.slot, b.slot);
}

function isSameSlot(a: Slot | undefined, b: Slot | undefined): boolean {
  return a?.index === b?.index && a?.epoch === b?.epoch && a?.log === b?.log;
}

function areSameSets(a: readonly (readonly NodeId[])[], b: readonly (readonly NodeId[])[]): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((set, at) => isSameSet(set, b[at] as readonly NodeId[]));
}

function isSameSet(a: readonly NodeId[], b: readonly NodeId[]): boolean {
  return a.length === b.length && a.every((voter, at) => voter === b[at]);
}

function slotText(slot: Slot | undefined): string {
  return slot === undefined ? 'none' : `${slot.log} ${slot.epoch}/${slot.index}`;
}

function durableText(durable: Durable | undefined): string {
  if (durable === undefined) return 'none';
  const { room, token, slot, digest } = durable;
  return `${token} in ${room} at ${slotText(slot)} with digest ${digest}`;
}

function votersText(sets: readonly (readonly NodeId[])[]): string {
  return sets.map((set) => set.join('+')).join(' and ');
}
