import type { Protocol } from '../contract/index.ts';
import { counterNames } from '../faults/index.ts';
import { commonProperties } from '../properties/index.ts';
import type { Names, ProtocolNames } from '../scenario/index.ts';

/** The words that scenarios may use when these protocols can be tried. */
export function namesOf(protocols: Iterable<Protocol>): Names {
  const known = [...protocols];
  const properties = [...commonProperties, ...known.flatMap((protocol) => protocol.properties ?? [])];
  return {
    protocols: new Map(known.map((protocol) => [protocol.name, wordsOf(protocol)])),
    properties: [...new Set(properties.map(({ name }) => name))],
    counters: counterNames,
  };
}

function wordsOf({ sometimes = [], settings = {}, mutants = {} }: Protocol): ProtocolNames {
  return {
    sometimes,
    settings: new Map(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1))),
    mutants: Object.keys(mutants).sort(),
  };
}
