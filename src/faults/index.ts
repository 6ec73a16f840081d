export { catalogue, counterNames } from './catalogue.ts';
export { ruleLabels } from './labels.ts';
export { Nemesis } from './nemesis.ts';
export type { NemesisWorld } from './world.ts';
