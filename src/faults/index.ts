export { catalogue, counterNames } from './catalogue/index.ts';
export { EventNames } from './event-names.ts';
export { ruleLabels } from './labels.ts';
export { Nemesis, type StruckAct } from './nemesis.ts';
export { chances, plannedFaults } from './planned.ts';
export { ScheduledActs } from './scheduled-acts.ts';
export { listens } from './triggers.ts';
export type { NemesisWorld } from './world.ts';
