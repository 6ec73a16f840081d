import type { JudgedNode, NodeId } from '../contract/index.ts';

/**
 * Which clients want to be connected, which say that they are, to whom, and since when: moments of
 * virtual time in microseconds, `Infinity` where it is not so now. A client wants to be connected
 * when it boots, and as its user asks from then on.
 */
export class Sessions {
  readonly #isClient: readonly boolean[];
  readonly #wantedSinceUs: Float64Array;
  readonly #waitingSinceUs: Float64Array;
  readonly #connectedSinceUs: Float64Array;
  readonly #gateways: Int32Array;
  readonly #waiting = new Set<NodeId>();

  constructor(nodes: readonly (JudgedNode | undefined)[]) {
    this.#isClient = nodes.map((node) => node?.role === 'client');
    this.#wantedSinceUs = new Float64Array(nodes.length).fill(Number.POSITIVE_INFINITY);
    this.#waitingSinceUs = new Float64Array(nodes.length).fill(Number.POSITIVE_INFINITY);
    this.#connectedSinceUs = new Float64Array(nodes.length).fill(Number.POSITIVE_INFINITY);
    this.#gateways = new Int32Array(nodes.length);
  }

  /** It wants to be connected, and has no session. */
  want(client: NodeId, nowUs: number): void {
    if (!this.#isClient[client] || this.#wantedSinceUs[client] !== Number.POSITIVE_INFINITY) return;
    this.#wantedSinceUs[client] = nowUs;
    if (!this.isConnected(client)) this.#wait(client, nowUs);
  }

  /** Its user does not want to be connected any more, or its process is gone. */
  renounce(client: NodeId): void {
    this.#wantedSinceUs[client] = Number.POSITIVE_INFINITY;
    this.#waiting.delete(client);
  }

  /** A new session with the same gateway goes on with the former. */
  begin(client: NodeId, gateway: NodeId, nowUs: number): void {
    if (!this.#isClient[client] || (this.isConnected(client) && this.#gateways[client] === gateway)) return;
    this.#connectedSinceUs[client] = nowUs;
    this.#gateways[client] = gateway;
    this.#waiting.delete(client);
  }

  /** The session is over. Whoever wants to be connected begins to wait. */
  end(client: NodeId, nowUs: number): void {
    this.#connectedSinceUs[client] = Number.POSITIVE_INFINITY;
    if (this.#isClient[client] && this.#wantedSinceUs[client] !== Number.POSITIVE_INFINITY) this.#wait(client, nowUs);
  }

  isConnected(client: NodeId): boolean {
    return this.#connectedSinceUs[client] !== Number.POSITIVE_INFINITY;
  }

  /** Since when its user wants it to be connected. */
  wantedSinceUs(client: NodeId): number {
    return this.#wantedSinceUs[client] ?? Number.POSITIVE_INFINITY;
  }

  /** Since when it wants to be connected and is not, if it is `waiting`. */
  waitingSinceUs(client: NodeId): number {
    return this.#waitingSinceUs[client] ?? Number.POSITIVE_INFINITY;
  }

  connectedSinceUs(client: NodeId): number {
    return this.#connectedSinceUs[client] ?? Number.POSITIVE_INFINITY;
  }

  /** Of the session that is, or was last; 0 before the first. */
  gatewayOf(client: NodeId): NodeId {
    return this.#gateways[client] ?? 0;
  }

  /** Clients that want to be connected and are not, in order of their wish. */
  get waiting(): ReadonlySet<NodeId> {
    return this.#waiting;
  }

  #wait(client: NodeId, nowUs: number): void {
    this.#waitingSinceUs[client] = nowUs;
    this.#waiting.add(client);
  }
}
