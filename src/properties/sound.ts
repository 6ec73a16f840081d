/**
 * **sound**: protocol code keeps the rules of the seam. The simulator notices; this property says
 * so. A clause for each kind of offence.
 */
import type { NodeId, Offence, Property, PropertyFactory } from '../contract/index.ts';
import { at, type InnerCourt } from './court.ts';

const clauses: Record<Offence['clause'], string> = {
  threw: 'protocol code does not throw',
  endless: 'protocol code does not run without end',
  asynchronous: 'protocol code does not answer with a thenable, and begins no promise',
  banned: 'protocol code does not call what would make a run depend on more than its seed',
  misused: 'protocol code uses its Host only within its own handlers, and as the seam says',
  impure: 'packets are plain data, and nobody writes into one that was sent, or into a message that was reported',
  misread:
    'a disk reader says the same told sync by sync and told the whole, and holds what it says that it holds; what a codec wrote it reads as it was, and what is garbled it refuses',
};

/** See the head of this file. */
export const sound: PropertyFactory = {
  name: 'sound',
  summary: 'protocol code keeps the rules of the seam',
  clauses,
  create(court: InnerCourt<Offence['clause']>): Property {
    return {
      offended(node: NodeId, { clause, sentence, where }: Offence): void {
        const place = where === undefined || sentence.includes(where) ? '' : ` (${where})`;
        // Node 0 is the world: the protocol's module, or its layout.
        court.object(clause, { sentence: `${sentence}${place}`, nodes: node === 0 ? [] : [node] });
      },
      ended(): void {
        for (const { name: room, log } of court.chronicle.rooms) {
          for (const [position, placed] of log.entries()) {
            if (placed === undefined || placed.isIntact) continue;
            const { token } = placed.broadcast;
            const sentence = `somebody changed the bytes of ${token}, ${at(room, position)}, after it was reported`;
            court.object('impure', { sentence, nodes: [], room, position, token });
          }
        }
      },
    };
  },
};
