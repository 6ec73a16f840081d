export { catalogue, counterNames } from './catalogue/index.ts';
export { ruleLabels } from './labels.ts';
export { Nemesis } from './nemesis.ts';
export { listens } from './triggers.ts';
export type { NemesisWorld } from './world.ts';
