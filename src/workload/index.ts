export { planWorkload, type WorkloadOptions } from './plan.ts';
export { type After, type AfterOptions, isProbe, nextPage, probes, readBacks } from './probes.ts';
