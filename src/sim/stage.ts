import type { AnyPacket, NodeId, Offence, Operation } from '../contract/index.ts';
import { describeThrown } from './blame.ts';
import { BannedCall, guard, recordOffence } from './guard.ts';
import type { ProcessHost } from './host.ts';
import type { SimNode } from './node.ts';
import { SealError } from './seal.ts';

/** Thrown at protocol code that misuses its host; noted before, so that swallowing it does not help. */
export class MisusedHost extends Error {
  override readonly name = 'MisusedHost';
}

/**
 * The stage on which one process at a time handles one event. While it does, the guard watches and
 * its host answers; afterwards every offence is handed over, whether the process swallowed it or not.
 */
export class Stage {
  /** Whose handler runs; undefined between events. */
  current: ProcessHost | undefined;
  readonly #offended: (node: NodeId, offence: Offence) => void;
  #node: SimNode | undefined;
  #handling: AnyPacket | string = '';
  #name = '';

  constructor(offended: (node: NodeId, offence: Offence) => void) {
    this.#offended = offended;
  }

  receive(node: SimNode, from: NodeId, packet: AnyPacket): void {
    this.#node = node;
    this.#handling = packet;
    this.current = node.host;
    guard.watching = true;
    let answer: unknown;
    try {
      answer = node.process?.receive(from, packet);
    } catch (thrown) {
      this.#threw(thrown);
    }
    guard.watching = false;
    this.current = undefined;
    if (answer !== undefined || guard.offences.length > 0) this.#account(node, answer);
  }

  /** Runs any other handler; `what` and `name` say which for people ("timer", "election"). */
  run(node: SimNode, what: string, name: string, handler: () => unknown): void {
    this.#node = node;
    this.#handling = what;
    this.#name = name;
    this.current = node.host;
    guard.watching = true;
    let answer: unknown;
    try {
      answer = handler();
    } catch (thrown) {
      this.#threw(thrown);
    }
    guard.watching = false;
    this.current = undefined;
    if (answer !== undefined || guard.offences.length > 0) this.#account(node, answer);
  }

  perform(node: SimNode, operation: Operation): void {
    this.run(node, 'operation', operation.kind, () => node.process?.perform?.(operation));
  }

  /** Notes an offence of the running process and throws at it. */
  refuse(clause: Offence['clause'], sentence: string): never {
    const refusal = new MisusedHost(sentence);
    this.note(clause, sentence, refusal);
    throw refusal;
  }

  /** Runs more protocol code within the running handler; what it throws is noted, and thrown at the handler. */
  within<Value>(what: string, act: () => Value): Value {
    try {
      return act();
    } catch (thrown) {
      if (thrown instanceof BannedCall) throw thrown;
      const sentence = `throws ${describeThrown(thrown)} ${what}`;
      this.note('threw', sentence, thrown);
      throw new MisusedHost(sentence);
    }
  }

  /** Notes that the codec of the running process reads something wrongly. */
  noteMisread(sentence: string): void {
    guard.offences.push({ clause: 'misread', sentence });
  }

  /** Notes an offence of the running process; nobody's, where code runs on after its run. */
  note(clause: Offence['clause'], sentence: string, error: unknown = new MisusedHost(sentence)): void {
    if (guard.hearing) recordOffence(clause, sentence, error);
  }

  /** The running handler was ended from outside, in mid-air. */
  endless(afterMs: number): void {
    const node = this.#node;
    guard.watching = false;
    this.current = undefined;
    if (node === undefined) return;
    const sentence = `does not return from handling ${this.#what()}; it was ended after ${afterMs} ms`;
    guard.offences.push({ clause: 'endless', sentence });
    this.#handOver(node);
  }

  #threw(thrown: unknown): void {
    guard.watching = false;
    if (thrown instanceof MisusedHost || thrown instanceof BannedCall) return;
    if (thrown instanceof SealError) this.note('impure', thrown.message, thrown);
    else this.note('threw', `throws ${describeThrown(thrown)}`, thrown);
  }

  #account(node: SimNode, answer: unknown): void {
    if (isThenable(answer)) {
      const sentence = `answers ${this.#what()} with a promise; handlers are synchronous`;
      // That it began is no news then, only where.
      const begun = guard.offences.findIndex(({ clause }) => clause === 'asynchronous');
      const [{ where } = {}] = begun < 0 ? [] : guard.offences.splice(begun, 1);
      guard.offences.push({ clause: 'asynchronous', sentence, ...(where !== undefined && { where }) });
      // It is told already; its rejection must not end the whole program later.
      answer.then(undefined, () => undefined);
    }
    this.#handOver(node);
  }

  #handOver(node: SimNode): void {
    for (const offence of guard.offences.splice(0)) {
      this.#offended(node.id, { ...offence, sentence: `${node.name} ${offence.sentence}` });
    }
  }

  #what(): string {
    return typeof this.#handling === 'string'
      ? `${this.#handling} ${this.#name}`.trimEnd()
      : `packet ${this.#handling.kind}`;
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
