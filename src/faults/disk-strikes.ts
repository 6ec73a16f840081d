/**
 * Acts on disks: stalls, full disks, rot, files rolled back. Where rot is to spare the budget it
 * strikes only where the protocol says that it survives a bad copy, and never what was synced last.
 */
import { below } from '../chance/index.ts';
import type { NodeId } from '../contract/index.ts';
import type { DiskAct } from '../scenario/types.ts';
import { drawWithin, type Ground, isLone } from './ground.ts';
import type { BadCopies, StruckNode } from './world.ts';

type Verb<Name extends DiskAct['verb']> = Extract<DiskAct, { verb: Name }>;

/** See the head of this file. */
export class DiskStrikes {
  readonly #ground: Ground;
  readonly #badCopies: BadCopies;

  constructor(ground: Ground, badCopies: BadCopies) {
    this.#ground = ground;
    this.#badCopies = badCopies;
  }

  /**
   * `ANCHOR target`, and of each node under `ANCHOR`, or `ANCHOR s1` for each of a group: `lasts`;
   * for rot `file` and `place` (by number, from 0) and `bits`; for a file rolled back `file` and `age`.
   */
  strike(act: DiskAct, anchor: string): boolean {
    const { targets } = this.#ground;
    const struck = targets.resolve(act.target, `${anchor} target`, (node) => this.#canBeStruck(act, node));
    const placeOf = (id: NodeId) => (isLone(act.target) ? anchor : `${anchor} ${this.#ground.node(id).name}`);
    if (act.verb === 'rot') return struck.filter((id) => this.#rot(id, act, placeOf(id))).length > 0;
    if (act.verb === 'roll-back') return struck.filter((id) => this.#rollBack(id, act, placeOf(id))).length > 0;
    for (const id of struck) this.#hamper(id, act, placeOf(id));
    return struck.length > 0;
  }

  #canBeStruck(act: DiskAct, { id, retired }: StruckNode): boolean {
    const { disks } = this.#ground.world;
    if (retired) return false;
    switch (act.verb) {
      case 'disk-stall':
        return !disks.isStalled(id);
      case 'disk-full':
        return !disks.isFull(id);
      case 'rot':
        return (act.spares !== 'budget' || this.#badCopies.allows(id)) && this.#rottable(id, act).length > 0;
      case 'roll-back':
        return disks.files(id).length > 0;
    }
  }

  #hamper(id: NodeId, { verb, lastsUs }: Verb<'disk-stall' | 'disk-full'>, anchor: string): void {
    const { disks, counters } = this.#ground.world;
    counters.count(verb);
    if (verb === 'disk-stall') disks.stall(id);
    else disks.fill(id);
    this.#ground.later(this.#ground.lastsUs(anchor, lastsUs), () => {
      if (verb === 'disk-stall') disks.goOn(id);
      else disks.room(id);
    });
  }

  #rot(id: NodeId, act: Verb<'rot'>, anchor: string): boolean {
    const { disks, decisions } = this.#ground.world;
    const file = this.#drawFile(this.#rottable(id, act), anchor);
    if (file === undefined) return false;
    const resting = { file, sparesLastBatch: act.spares !== 'nothing' };
    const bytes = disks.restingBytes(id, resting);
    const place = decisions.decide(`${anchor} place`, 0, (word) => below(word, bytes));
    const bits = decisions.decide(`${anchor} bits`, 1, (word) => 1 + below(word, 255));
    disks.rot(id, resting, place % bytes, bits);
    return true;
  }

  #rottable(id: NodeId, { spares }: Verb<'rot'>): readonly string[] {
    const { disks } = this.#ground.world;
    const sparesLastBatch = spares !== 'nothing';
    return disks.files(id).filter((file) => disks.restingBytes(id, { file, sparesLastBatch }) > 0);
  }

  /** A copy is taken now, and comes back, when it has the age, while the node is without power. */
  #rollBack(id: NodeId, { ageUs, lastsUs }: Verb<'roll-back'>, anchor: string): boolean {
    const { world } = this.#ground;
    const file = this.#drawFile(world.disks.files(id), anchor);
    const copy = file === undefined ? undefined : world.disks.copyOf(id, file);
    if (file === undefined || copy === undefined) return false;
    this.#ground.later(drawWithin(world, `${anchor} age`, ageUs), () => {
      if (this.#ground.node(id).retired) return;
      world.machines.powerLoss([id]);
      world.disks.rollBack(id, file, copy);
      const { incarnation } = this.#ground.node(id);
      this.#ground.later(this.#ground.lastsUs(anchor, lastsUs), () => {
        const node = this.#ground.node(id);
        if (node.state === 'down' && node.incarnation === incarnation) world.machines.restart(id);
      });
    });
    return true;
  }

  #drawFile(files: readonly string[], anchor: string): string | undefined {
    const { decisions } = this.#ground.world;
    if (files.length === 0) return undefined;
    const nth = decisions.decide(`${anchor} file`, 0, (word) => below(word, files.length));
    return files[nth % files.length];
  }
}
