/**
 * The public entry: what the author of a protocol, of a property or of a test of their own imports.
 * Importing it lays the guard's traps, so that modules loaded after it are watched from the start.
 */
import { installGuard } from './sim/guard.ts';

export * from './bytes/index.ts';
export {
  type Departure,
  type Moment,
  type Override,
  type Schedule,
  type ScheduledAct,
  type ScheduledOperation,
  seeded,
} from './chance/index.ts';
export * from './contract/index.ts';
export type { Failure, FailureViolation } from './explore/failure.ts';
export {
  type Exploration,
  type ExploreOptions,
  explore,
  type FailureOptions,
  InputError,
  type LoadedProtocol,
  type LoadedScenario,
  type LoadOptions,
  loadFailure,
  loadProtocol,
  loadScenario,
  type ProtocolSource,
  type Run,
  replay,
  type ScenarioData,
  type ScenarioSource,
  type SimulateOptions,
  shrink,
  simulate,
} from './explore/library/index.ts';
export type { Replay, ReplayOutcome } from './explore/replay.ts';
export type { Story, StoryElement } from './explore/story.ts';
export { runText, type StoryTextOptions, storyText } from './report/index.ts';
export {
  departures,
  explicit,
  namesOf,
  type RunOptions,
  type RunResult,
  registry,
  run,
  SetupError,
  type Verdict,
} from './run/index.ts';
export {
  formatError,
  type ParsedScenario,
  parseScenario,
  type Scenario,
  type ScenarioError,
} from './scenario/index.ts';

installGuard();
