export { type Batch, type Complaint, judgeBatch } from './batch.ts';
export { topologyOf } from './models.ts';
export { namesOf } from './names.ts';
export { registry } from './registry.ts';
export type { Lack, PathStep, RunResult, Verdict } from './result.ts';
export { departures, type RunOptions, run } from './run.ts';
export { type SelfCheck, selfCheck } from './self-check.ts';
export { layOut, SetupError } from './setup.ts';
export { type NameOf, tell } from './tell.ts';
