/** Which shard holds a room: rendezvous hashing (Thaler & Ravishankar 1998), without any state. */
import { ByteWriter, digest } from '../../bytes/index.ts';
import type { RoomId } from '../../contract/index.ts';

/** The shard of `room`, from 1 to `shards`. One shard more moves only the rooms that it gets. */
export function shardOf(room: RoomId, shards: number): number {
  let best = 1;
  let highest = -1;
  for (let shard = 1; shard <= shards; shard++) {
    const weight = digest(new ByteWriter().u32(shard).text(room).finish());
    if (weight > highest) {
      highest = weight;
      best = shard;
    }
  }
  return best;
}
