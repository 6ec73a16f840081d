import type { Path } from './source.ts';
import type { FaultAct, Target } from './types.ts';

/** Whom an act names, and where in its entry. */
export function targetsOf(act: FaultAct): readonly (readonly [Target, Path])[] {
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
