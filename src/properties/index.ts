import type { PropertyFactory } from '../contract/index.ts';
import { allOrNothing } from './all-or-nothing.ts';
import { exactlyOnce } from './exactly-once.ts';
import { ordered } from './ordered.ts';
import { persisted } from './persisted.ts';
import { sound } from './sound.ts';

export { Judges, type JudgesOptions } from './judges.ts';
export { allOrNothing, exactlyOnce, ordered, persisted, sound };

/** The promises that every protocol is judged by. */
export const commonProperties: readonly PropertyFactory[] = [ordered, exactlyOnce, allOrNothing, persisted, sound];
