export { type CatalogueEntry, catalogue, counterNames } from './catalogue.ts';
export { ruleLabels } from './labels.ts';
export { Nemesis, type NemesisOptions } from './nemesis.ts';
export type { NemesisWorld, StruckNode } from './world.ts';
