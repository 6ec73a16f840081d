import type { NodeId, RoomId, Token } from '../contract/index.ts';

/** A client's wish to join or leave a room. */
export interface MembershipRequest {
  readonly kind: 'join' | 'leave';
  readonly room: RoomId;
  readonly client: NodeId;
  /** In order of asking, over the whole run, from 1. */
  readonly asked: number;
  /** Where it took effect, as it was first reported in its place; undefined before. */
  position: number | undefined;
}

/** All joins and leaves that the application asked for. */
export class Requests {
  readonly #byToken = new Map<Token, MembershipRequest>();

  ask(kind: 'join' | 'leave', client: NodeId, room: RoomId, token: Token): MembershipRequest {
    const request = { kind, room, client, asked: this.#byToken.size + 1, position: undefined };
    this.#byToken.set(token, request);
    return request;
  }

  /** The request that a report of its effect means; undefined when nobody asked for that. */
  find(kind: 'join' | 'leave', client: NodeId, room: RoomId, token: Token): MembershipRequest | undefined {
    const request = this.#byToken.get(token);
    const asked = request?.kind === kind && request.client === client && request.room === room;
    return asked ? request : undefined;
  }
}
