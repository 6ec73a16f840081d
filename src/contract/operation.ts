import type { RoomId, Token } from './ids.ts';
import type { Message } from './message.ts';

/**
 * What the application, or an operator, asks of one node.
 *
 * A client connects by itself when it boots; `disconnect` and `connect` are its user's choice.
 * `read` asks for at most `limit` messages from position `from` on, and is answered by the
 * observations `readStarted` and `readReturned` under the same `read` number.
 */
export type Operation =
  | { readonly kind: 'broadcast'; readonly room: RoomId; readonly message: Message }
  | { readonly kind: 'join'; readonly room: RoomId; readonly request: Token }
  | { readonly kind: 'leave'; readonly room: RoomId; readonly request: Token }
  | { readonly kind: 'connect' }
  | { readonly kind: 'disconnect' }
  | {
      readonly kind: 'read';
      readonly read: number;
      readonly room: RoomId;
      readonly from: number;
      readonly limit: number;
    }
  | {
      readonly kind: 'command';
      readonly name: string;
      readonly arguments: Readonly<Record<string, string | number | boolean>>;
    };

export type OperationKind = Operation['kind'];
