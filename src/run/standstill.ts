/** Why a room stands still, in a sentence: who stands in the way and since when, and what does not come to whom. */
import type { NodeId, RoomId } from '../contract/index.ts';
import type { Obstacle, Outlook } from '../properties/index.ts';
import { formatDuration } from '../scenario/index.ts';
import type { NameOf } from './tell.ts';

/** Names in one list at most. */
const namedAtMost = 6;

/** `r2 and r3 are down since 1.2s; c7 lacks general#41`. */
export function tellStandstill(room: RoomId, outlook: Outlook, nameOf: NameOf): string {
  const obstacles = outlook.obstaclesTo(room).map((obstacle) => tellObstacle(obstacle, nameOf));
  const { client, position } = outlook.wantingIn(room);
  const place = `${room}#${position}`;
  const wanting = client === undefined ? `nobody gets ${place}` : `${nameOf(client)} lacks ${place}`;
  if (obstacles.length > 0) return [...obstacles, wanting].join('; ');
  const voters = outlook.votersOf(room);
  const reach = voters.length === 1 ? 'runs' : 'run, and packets pass between them';
  return `${names(voters, nameOf)} ${reach}; ${wanting}`;
}

function tellObstacle(obstacle: Obstacle, nameOf: NameOf): string {
  // Whole milliseconds are told: nobody looks closer.
  const since = `since ${formatDuration(obstacle.sinceUs - (obstacle.sinceUs % 1_000))}`;
  if (obstacle.kind === 'leaderless') return `shard ${obstacle.shard} has no leader ${since}`;
  const { kind, nodes } = obstacle;
  const how = { down: 'down', late: 'held up', 'cut-off': 'cut off' }[kind];
  return `${names(nodes, nameOf)} ${nodes.length === 1 ? 'is' : 'are'} ${how} ${since}`;
}

function names(nodes: readonly NodeId[], nameOf: NameOf): string {
  const all = nodes.slice(0, namedAtMost).map(nameOf);
  if (nodes.length > namedAtMost) all.push(`${nodes.length - namedAtMost} more`);
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
