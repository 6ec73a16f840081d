export type { AnchorNames } from './anchor.ts';
export { Decisions, type Departure, plainWord } from './decisions.ts';
export { below, hashText, scramble, strikes } from './mix.ts';
export { Aspect, type PacketDecisions } from './packets.ts';
export { type Override, type Schedule, seeded, type TimedOperation } from './schedule.ts';
