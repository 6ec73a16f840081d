export { type AnchorNames, familyOf } from './anchor.ts';
export { Decisions, type Departure, plainWord } from './decisions.ts';
export { below, hashText, scramble, strikes } from './mix.ts';
export { Aspect, type PacketDecisions } from './packets.ts';
export {
  type Moment,
  type Override,
  type Schedule,
  type ScheduledAct,
  type ScheduledOperation,
  seeded,
  type TimedOperation,
  turned,
} from './schedule.ts';
