/** Whom a rule of the fault plan names: those that it strikes, and those at whom the events happen that it waits for. */
import type { Path } from './source.ts';
import type { EventPattern, FaultAct, FaultRule, Target } from './types.ts';

/** A target, and where in its entry it stands. */
export type PlacedTarget = readonly [target: Target, at: Path];

/** Whom an act strikes, and the clients by whom it finds them. */
export function struckBy(act: FaultAct): readonly PlacedTarget[] {
  return endsOf(act).flatMap(withClient);
}

function endsOf(act: FaultAct): readonly PlacedTarget[] {
  if (!('cut' in act)) return [[act.target, [act.verb]]];
  const { verb, cut } = act;
  switch (cut.kind) {
    case 'isolate':
    case 'bridge':
    case 'ring':
      return [[cut.target, [verb, cut.kind]]];
    case 'between':
      return [
        [cut.a, [verb, 'between', 0]],
        [cut.b, [verb, 'between', 1]],
      ];
    case 'one-way':
      return [
        [cut.from, [verb, 'from']],
        [cut.to, [verb, 'to']],
      ];
    case 'zone':
      return [];
  }
}

/** At whom the events happen that a rule waits for: to begin, to be allowed, to end. */
export function awaitedBy(rule: FaultRule): readonly PlacedTarget[] {
  const { timing } = rule;
  const awaited: PlacedTarget[] = [];
  if (timing.kind === 'after') awaited.push(...targetsIn(timing.event, ['after']));
  if (timing.kind === 'every') {
    for (const [nth, event] of (timing.between ?? []).entries()) awaited.push(...targetsIn(event, ['between', nth]));
  }
  if (rule.verb === 'hold') awaited.push(...targetsIn(rule.opens, ['opens']));
  return awaited;
}

function targetsIn(event: EventPattern, path: Path): readonly PlacedTarget[] {
  const ends: readonly (readonly [Target | undefined, string])[] =
    'packet' in event
      ? [
          [event.from, 'from'],
          [event.to, 'to'],
        ]
      : [[event.of, event.kind === 'synced' ? 'synced' : 'of']];
  return ends.flatMap(([target, key]) => (target === undefined ? [] : withClient([target, [...path, key]])));
}

/** A gateway, and the client whose it is. */
function withClient(placed: PlacedTarget): readonly PlacedTarget[] {
  const [target, at] = placed;
  return target.kind === 'gateway-of' ? [placed, [target.client, [...at, 'gatewayOf']]] : [placed];
}
