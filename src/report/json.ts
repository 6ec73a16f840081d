/**
 * Results for programs: one object, whatever happened, and its schema. Fields may be added; none is
 * renamed or changes its meaning without a new major version.
 */
import { z } from 'zod';
import type { Violation } from '../contract/index.ts';
import type { Batch, DecisiveMoment, RunResult, SelfCheck } from '../run/index.ts';
import { exploredShape } from './explored-schema.ts';

const count = z.int().nonnegative();
const counts = z.record(z.string(), count);
const verdict = z.enum(['held', 'violated', 'stuck', 'vacuous']);
const mutant = z.string().nullable();

const objection = z.strictObject({
  property: z.string(),
  clause: z.string(),
  sentence: z.string(),
  event: count.describe('number of the event at which it objected, from 1'),
  atUs: count.describe('virtual time'),
  nodes: z.array(count).describe('ids of the nodes it is about'),
  room: z.string().nullable(),
  position: count.nullable(),
  token: z.string().nullable(),
});

const decisiveMoment = z.strictObject({
  atUs: count,
  event: count,
  token: z.string().describe('of the message'),
  strikes: z.array(z.string()).describe('what struck whom; empty where it is the violating event'),
  struck: z.array(z.string()),
  replicas: z.array(
    z.strictObject({
      node: z.string(),
      onDisk: z.boolean().describe('whether its synced bytes hold the message'),
      isRead: z.boolean().describe('whether a disk reader says so; else the message was looked for by its text'),
      inMemory: z.boolean().describe('whether its process had received or applied it since it booted'),
      unsynced: z.array(z.strictObject({ file: z.string(), sectors: count })),
      underWay: count.describe('changes that its disk was asked for and had not made'),
    }),
  ),
});

const run = z.strictObject({
  scenario: z.string(),
  protocol: z.string(),
  mutant,
  seed: z.string(),
  verdict,
  reason: z.string().nullable().describe('why it is stuck or vacuous'),
  asExpected: z.boolean().describe('whether the verdict is what the scenario expects of this seed alone'),
  violation: objection.nullable().describe('the first objection'),
  objections: z.array(objection).describe('all others, in order of event'),
  path: z
    .array(
      z.strictObject({ atUs: count, event: count, text: z.string(), mark: z.enum(['fault', 'violation']).nullable() }),
    )
    .describe('what led to the violation'),
  moment: decisiveMoment
    .nullable()
    .describe('for a violation about a message: what was on disk when it was decided, and what only in memory'),
  digest: z.string().describe('identifies the run: 16 hex digits'),
  events: count,
  virtualUs: count,
  wallMs: z.number().nonnegative().describe('real time: the only field that differs from one execution to the next'),
  broadcasts: count,
  deliveries: count,
  outcomes: z.strictObject({ accepted: count, refused: count, unknown: count }),
  faults: counts,
  sometimes: counts,
  neverReached: z.array(z.string()),
  beyondBudget: z.array(z.string()).describe('faults beyond what the protocol claims to survive'),
  unjudged: z.array(z.string()),
  swarm: z.array(z.string()),
  notes: z.array(z.string()),
  latencyUs: z.strictObject({ p50: count, p99: count, max: count }).describe('from the broadcast to each delivery'),
});

const happening = z.strictObject({ atUs: count, text: z.string() });

const selfCheck = z.strictObject({
  seed: z.string().describe('executed again'),
  divergence: z
    .strictObject({
      cause: z.enum(['shared', 'unrepeatable']).describe('shared: processes share state, or keep it over a restart'),
      event: count.nullable().describe('the first that differs; null where it did not show again'),
      first: happening.nullable().describe('what happened there; null where the run was over'),
      second: happening.nullable().describe('and in the other execution'),
    })
    .nullable()
    .describe('null where both executions have one digest'),
});

const scenario = z.strictObject({
  scenario: z.string(),
  protocol: z.string(),
  mutant,
  expected: z.string(),
  verdict,
  asExpected: z.boolean(),
  complaints: z.array(z.string()).describe('what is not as expected, one sentence each'),
  selfChecks: z.array(selfCheck).describe('one for each run that was executed again'),
});

const error = z.strictObject({
  file: z.string().describe('or the option that is wrong'),
  line: count.nullable().describe('from 1; null where the mistake is not in a file'),
  column: count.nullable(),
  message: z.string(),
  remedy: z.string().nullable(),
});

/** What `--json` prints. */
export const reportSchema = z.strictObject({
  tool: z.string().describe('name and version'),
  asExpected: z.boolean().describe('true exactly when the exit code is 0'),
  exitCode: z.int(),
  interrupted: z.boolean(),
  errors: z.array(error).describe('what kept runs from starting'),
  scenarios: z.array(scenario).describe('each with all its seeds, against what it expects'),
  runs: z.array(run),
  ...exploredShape,
});

/** The JSON Schema of what `--json` prints. */
export function reportJsonSchema(): object {
  return { title: 'Results of tutti', ...z.toJSONSchema(reportSchema) };
}

export type Report = z.infer<typeof reportSchema>;
export type ReportedError = z.infer<typeof error>;

/** The object for batches that ran and errors that kept others from running. */
export function reportOf(outcome: {
  readonly tool: string;
  readonly exitCode: number;
  readonly interrupted: boolean;
  readonly errors: readonly ReportedError[];
  readonly batches: readonly Batch[];
}): Report {
  const { tool, exitCode, interrupted, errors, batches } = outcome;
  return {
    tool,
    asExpected: exitCode === 0,
    exitCode,
    interrupted,
    errors: [...errors],
    scenarios: batches.map(({ runs: _, complaints, selfChecks, ...rest }) => ({
      ...rest,
      complaints: complaints.map(({ sentence }) => sentence),
      selfChecks: selfChecks.map(selfCheckOf),
    })),
    runs: batches.flatMap(({ runs }) => runs.map(runOf)),
  };
}

/** One run as one line, without its end. */
export function runLine(result: RunResult): string {
  return JSON.stringify(runOf(result));
}

function runOf(result: RunResult): Report['runs'][number] {
  const [violation, ...others] = result.violations.map(objectionOf);
  const { faults, sometimes, latencyUs, outcomes } = result;
  return {
    scenario: result.scenario,
    protocol: result.protocol,
    mutant: result.mutant,
    seed: result.seed,
    verdict: result.verdict,
    reason: result.reason,
    asExpected: result.asExpected,
    violation: violation ?? null,
    objections: others,
    path: result.path.map(({ mark, ...step }) => ({ ...step, mark: mark ?? null })),
    moment: result.moment && momentOf(result.moment),
    digest: result.digest,
    events: result.events,
    virtualUs: result.virtualUs,
    wallMs: Math.round(result.wallMs),
    broadcasts: result.broadcasts,
    deliveries: result.deliveries,
    outcomes: { ...outcomes },
    faults: Object.fromEntries([...faults].sort()),
    sometimes: Object.fromEntries([...sometimes].sort()),
    neverReached: [...result.neverReached],
    beyondBudget: [...result.beyondBudget],
    unjudged: [...result.unjudged],
    swarm: [...result.swarm],
    notes: [...result.notes],
    latencyUs: { ...latencyUs },
  };
}

function momentOf(moment: DecisiveMoment): z.infer<typeof decisiveMoment> {
  const replicas = moment.replicas.map(({ unsynced, ...replica }) => ({ ...replica, unsynced: [...unsynced] }));
  return { ...moment, strikes: [...moment.strikes], struck: [...moment.struck], replicas };
}

function selfCheckOf({ seed, divergence }: SelfCheck): z.infer<typeof selfCheck> {
  if (divergence === undefined) return { seed, divergence: null };
  const { event = null, first = null, second = null } = divergence.parting ?? {};
  return { seed, divergence: { cause: divergence.cause, event, first, second } };
}

function objectionOf(violation: Violation): z.infer<typeof objection> {
  const { property, clause, sentence, event, atUs, nodes, room, position, token } = violation;
  return {
    property,
    clause,
    sentence,
    event,
    atUs,
    nodes: [...nodes],
    room: room ?? null,
    position: position ?? null,
    token: token ?? null,
  };
}
