export { type Exploration, type ExploreOptions, explore } from './explore.ts';
export { type FailureOptions, keepFailure, loadFailure, replay, shrink } from './failures.ts';
export { InputError } from './input-error.ts';
export {
  chosenOf,
  type LoadedProtocol,
  LoadedScenario,
  type LoadOptions,
  loadProtocol,
  loadScenario,
  type ProtocolSource,
  type ScenarioData,
  type ScenarioSource,
} from './inputs.ts';
export { type Run, type SimulateOptions, simulate } from './simulate.ts';
