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
