/**
 * Which nodes run in time, whose packets pass, and since when: the world's facts, from which *connected*
 * is judged whatever a protocol says. "Since" is a moment of virtual time in microseconds;
 * `Infinity` where it is not so now. Packets that are lost one by one are no matter here: bounds of
 * time allow for retries.
 */
import type { JudgedNode, LinkCut, NodeId } from '../contract/index.ts';

interface CutRecord {
  readonly cut: LinkCut;
  readonly sinceUs: number;
  /** `Infinity` while it is in force. */
  mendedUs: number;
}

/** See the head of this file. */
export class Reach {
  readonly #isClient: readonly boolean[];
  readonly #servers: readonly NodeId[];
  readonly #runsSinceUs: Float64Array;
  readonly #failsSinceUs: Float64Array;
  /** Nodes whose process is there and not paused, and how many things keep each from serving in time all the same. */
  readonly #runs: Uint8Array;
  readonly #hindrances: Uint16Array;
  readonly #memoryUs: number;
  /** Servers that do not run or are late, and cuts in force between servers. */
  #failures: number;
  #serversSinceUs = Number.POSITIVE_INFINITY;
  #cuts: CutRecord[] = [];

  /** What ended more than `memoryUs` ago is forgotten: it was so since ever. */
  constructor(nodes: readonly (JudgedNode | undefined)[], memoryUs: number) {
    this.#isClient = nodes.map((node) => node?.role === 'client');
    this.#servers = nodes.flatMap((node) => (node === undefined || node.role === 'client' ? [] : [node.id]));
    this.#runsSinceUs = new Float64Array(nodes.length).fill(Number.POSITIVE_INFINITY);
    this.#failsSinceUs = new Float64Array(nodes.length);
    this.#runs = new Uint8Array(nodes.length);
    this.#hindrances = new Uint16Array(nodes.length);
    this.#memoryUs = memoryUs;
    this.#failures = this.#servers.length;
  }

  /** The node boots, or is no longer paused. */
  begin(node: NodeId, nowUs: number): void {
    this.#runs[node] = 1;
    this.#changed(node, nowUs);
  }

  /** The node crashes, or is paused. */
  end(node: NodeId, nowUs: number): void {
    this.#runs[node] = 0;
    this.#changed(node, nowUs);
  }

  /** One thing more keeps the node from serving in time: for as long, it counts as if it did not run. */
  hinder(node: NodeId, nowUs: number): void {
    this.#hindrances[node]!++;
    this.#changed(node, nowUs);
  }

  /** One of the things that did is over. */
  unhinder(node: NodeId, nowUs: number): void {
    if (this.#hindrances[node]! > 0) this.#hindrances[node]!--;
    this.#changed(node, nowUs);
  }

  cut(cut: LinkCut, nowUs: number): void {
    // What goes on of a wider cut has been so for as long.
    const wider = this.#inForce.filter((each) => isWithin(cut.from, each.cut.from) && isWithin(cut.to, each.cut.to));
    const sinceUs = Math.min(nowUs, ...wider.map((each) => each.sinceUs));
    this.#cuts.push({ cut, sinceUs, mendedUs: Number.POSITIVE_INFINITY });
    if (this.#isAmongServers(cut)) this.#failed();
  }

  mend(cut: LinkCut, nowUs: number): void {
    const record = this.#cuts.find((each) => each.cut === cut);
    if (record === undefined) return;
    record.mendedUs = nowUs;
    this.#cuts = this.#cuts.filter(({ mendedUs }) => mendedUs + this.#memoryUs >= nowUs);
    if (this.#isAmongServers(cut)) this.#mended(nowUs);
  }

  /** Since when the node runs, is not paused, and nothing hinders it. */
  runsSinceUs(node: NodeId): number {
    return this.#runsSinceUs[node] ?? Number.POSITIVE_INFINITY;
  }

  /** Since when it does not; 0 where it never did. */
  failsSinceUs(node: NodeId): number {
    return this.#failsSinceUs[node] ?? 0;
  }

  /** Since when packets do not pass between two nodes one way or the other, while they do not. */
  severedSinceUs(a: NodeId, b: NodeId): number | undefined {
    const severing = this.#inForce.filter(({ cut }) => severs(cut, a, b) || severs(cut, b, a));
    return severing.length === 0 ? undefined : Math.min(...severing.map(({ sinceUs }) => sinceUs));
  }

  /** Since when packets pass between two nodes both ways. */
  linkSinceUs(a: NodeId, b: NodeId): number {
    let sinceUs = 0;
    for (const { cut, mendedUs } of this.#cuts) {
      if (mendedUs > sinceUs && (severs(cut, a, b) || severs(cut, b, a))) sinceUs = mendedUs;
    }
    return sinceUs;
  }

  /** Since when nothing fails that this client depends on: all servers and itself run, and no link of theirs is cut. */
  calmSinceUs(client: NodeId): number {
    let sinceUs = Math.max(this.#serversSinceUs, this.runsSinceUs(client));
    for (const { cut, mendedUs } of this.#cuts) {
      if (mendedUs > sinceUs && (cut.from.has(client) || cut.to.has(client))) sinceUs = mendedUs;
    }
    return sinceUs;
  }

  get #inForce(): readonly CutRecord[] {
    return this.#cuts.filter(({ mendedUs }) => mendedUs === Number.POSITIVE_INFINITY);
  }

  #changed(node: NodeId, nowUs: number): void {
    const runs = this.#runs[node] === 1 && this.#hindrances[node] === 0;
    if (runs === (this.#runsSinceUs[node] !== Number.POSITIVE_INFINITY)) return;
    this.#runsSinceUs[node] = runs ? nowUs : Number.POSITIVE_INFINITY;
    if (!runs) this.#failsSinceUs[node] = nowUs;
    if (this.#isClient[node]) return;
    if (runs) this.#mended(nowUs);
    else this.#failed();
  }

  #failed(): void {
    this.#failures++;
    this.#serversSinceUs = Number.POSITIVE_INFINITY;
  }

  #mended(nowUs: number): void {
    this.#failures--;
    if (this.#failures === 0) this.#serversSinceUs = nowUs;
  }

  #isAmongServers({ from, to }: LinkCut): boolean {
    return this.#servers.some((server) => from.has(server)) && this.#servers.some((server) => to.has(server));
  }
}

function isWithin(part: ReadonlySet<NodeId>, whole: ReadonlySet<NodeId>): boolean {
  return [...part].every((node) => whole.has(node));
}

function severs({ from, to }: LinkCut, a: NodeId, b: NodeId): boolean {
  return from.has(a) && to.has(b);
}
