import type { PropertyFactory } from '../contract/index.ts';
import { allOrNothing } from './all-or-nothing.ts';
import { answered } from './answered.ts';
import { exactlyOnce } from './exactly-once.ts';
import { fresh } from './fresh.ts';
import { oneLeader } from './one-leader.ts';
import { ordered } from './ordered.ts';
import { persisted } from './persisted.ts';
import { prompt } from './prompt.ts';
import { sound } from './sound.ts';

export { Judges, type JudgesOptions } from './judges.ts';
export type { Obstacle, Outlook } from './outlook.ts';
export { allOrNothing, answered, exactlyOnce, fresh, oneLeader, ordered, persisted, prompt, sound };

/** The promises that every protocol is judged by. */
export const commonProperties: readonly PropertyFactory[] = [
  ordered,
  exactlyOnce,
  allOrNothing,
  persisted,
  fresh,
  answered,
  prompt,
  oneLeader,
  sound,
];
