/** Replaces what is said of a story's parts by something simpler: the plain value, a round time, an empty message. */
import type { Override, Schedule } from '../../chance/index.ts';
import { makeMessage } from '../../contract/index.ts';
import type { Best } from './best.ts';

/** See the head of this file. */
export function simplify(best: Best): void {
  emptyMessages(best);
  for (const { at } of best.failing.schedule.overrides) {
    if (!best.isOver && isDetail(at)) best.take({ schedule: withoutOverride(best.failing.schedule, at) });
  }
  roundTimes(best);
}

/** All but whom an act strikes, which is to stay who it is: how it goes, how long it lasts, when a copy lands. */
function isDetail(at: string): boolean {
  return !(at.startsWith('fault ') && / target( |$)/.test(at));
}

function withoutOverride({ overrides, ...rest }: Schedule, gone: string): Schedule {
  return { ...rest, overrides: overrides.filter(({ at }: Override) => at !== gone) };
}

function emptyMessages(best: Best): void {
  const { schedule } = best.failing;
  const operations = schedule.operations?.map((timed) => {
    if (timed.operation.kind !== 'broadcast') return timed;
    const { room, message } = timed.operation;
    return { ...timed, operation: { kind: 'broadcast', room, message: makeMessage(message.token, '') } as const };
  });
  if (operations !== undefined) best.take({ schedule: { ...schedule, operations } });
}

/** Operations to whole milliseconds, all of them or one by one. */
function roundTimes(best: Best): void {
  const rounded = (atUs: number) => Math.round(atUs / 1_000) * 1_000;
  const { schedule } = best.failing;
  const operations = schedule.operations?.map((timed) => ({ ...timed, atUs: rounded(timed.atUs) })) ?? [];
  if (best.take({ schedule: { ...schedule, operations } })) return;
  for (let nth = 0; nth < operations.length; nth++) {
    const now = best.failing.schedule;
    const others = now.operations?.map((timed, place) =>
      place === nth ? { ...timed, atUs: rounded(timed.atUs) } : timed,
    );
    if (others !== undefined) best.take({ schedule: { ...now, operations: others } });
  }
}
