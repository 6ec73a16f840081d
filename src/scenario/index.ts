export { formatError, type Place, type ScenarioError } from './error.ts';
export type { Names, ProtocolNames, SettingBounds } from './names.ts';
export { nearest } from './nearest.ts';
export { type ParsedScenario, type ParseOptions, parseScenario, type RefusedScenario } from './parse.ts';
export { scenarioSchema } from './schema.ts';
export type { Path } from './source.ts';
export { targetsOf } from './targets-of.ts';
export type * from './types.ts';
export { formatDuration, formatShare } from './units.ts';
