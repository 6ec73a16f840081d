import { readFileSync } from 'node:fs';
import type { Protocol } from '../contract/index.ts';
import { catalogue } from '../faults/index.ts';
import { commonProperties } from '../properties/index.ts';
import { line, type Paint, widthsOf } from '../report/index.ts';
import { namesOf, registry } from '../run/index.ts';
import { parseScenario } from '../scenario/index.ts';
import { ExitCode } from './exit-codes.ts';
import { scenarioFiles, usualScenarios } from './files.ts';
import { chosenOf, UsageError } from './mistake.ts';
import type { Terminal } from './terminal.ts';
import { tool } from './version.ts';

export const listables = ['scenarios', 'protocols', 'properties', 'faults'] as const;

/** A label and a text. */
type Fact = readonly [string, string];

/** One thing of a list: a name, a few facts to stand in columns, a sentence, and what `-v` adds. */
interface Item {
  readonly name: string;
  readonly columns: readonly Fact[];
  readonly summary: string;
  readonly details: readonly Fact[];
}

export interface ListOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** `tutti list`: what there is. */
export function listVerb(what: string, folders: readonly string[], options: ListOptions, terminal: Terminal): ExitCode {
  const chosen = chosenOf('tutti list', what, listables);
  const items = itemsOf[chosen](folders);
  if (options.json === true) {
    const list = items.map(({ name, columns, summary, details }) => ({
      name,
      ...Object.fromEntries(columns),
      summary,
      details: details.map(([label, text]) => ({ label, text })),
    }));
    terminal.print(JSON.stringify({ tool, [chosen]: list }, undefined, 2));
  } else {
    terminal.print(listText(items, options.verbose === true, terminal.paint));
  }
  return ExitCode.asExpected;
}

const itemsOf: Readonly<Record<(typeof listables)[number], (folders: readonly string[]) => readonly Item[]>> = {
  scenarios: scenarioItems,
  protocols: () => [...registry.values()].map(protocolItem),
  properties: () => {
    const own = [...registry.values()].flatMap(({ properties = [] }) => properties);
    return [...commonProperties, ...own].map(({ name, summary, clauses }) => {
      return { name, columns: [], summary, details: Object.entries(clauses) };
    });
  },
  faults: () =>
    catalogue.map(({ name, of, summary, knob, default: plain, anchor, budget, scenario }) => {
      const decided = anchor === undefined ? [] : [['decided by', anchor] as const];
      const taken = budget === undefined ? [] : [['budget', budgetWords[budget]] as const];
      const columns: readonly Fact[] = [
        ['of', of],
        ['shown by', scenario],
      ];
      return { name, columns, summary, details: [['set by', knob], ['default', plain], ...decided, ...taken] };
    }),
};

const budgetWords = {
  'bad-copy': 'a bad copy, which a swarm draws where the protocol survives one',
  'lost-node': 'a lost node, if it is a replica',
  beyond: 'beyond that of every protocol; no swarm draws it',
} as const;

function scenarioItems(folders: readonly string[]): readonly Item[] {
  const { files, errors } = scenarioFiles(folders.length > 0 ? folders : [usualScenarios()]);
  if (errors.length > 0) throw new UsageError(errors);
  const names = namesOf(registry.values());
  return files.map((file) => {
    const parsed = parseScenario(readFileSync(file, 'utf8'), file, names);
    if ('errors' in parsed) throw new UsageError(parsed.errors);
    const { name, protocol, mutant, expect, summary, sometimes, seed } = parsed.scenario;
    const verdict = expect.kind === 'violated' ? `violated: ${expect.properties.join(', ')}` : expect.kind;
    return {
      name,
      columns: [
        ['protocol', mutant === undefined ? protocol : `${protocol}+${mutant}`],
        ['expect', verdict],
      ],
      summary,
      details: [
        ['file', file],
        ['seed', seed],
        ...(sometimes.length === 0 ? [] : [['sometimes', sometimes.join(', ')] as const]),
      ],
    };
  });
}

function protocolItem({ name, summary, observes = [], sometimes = [], settings = {}, mutants = {} }: Protocol): Item {
  const about = (label: string, words: readonly string[]) => {
    return words.length === 0 ? [] : [[label, words.join(', ')] as const];
  };
  return {
    name,
    columns: [],
    summary,
    details: [
      ...about('observes', ['broadcast', 'outcome', 'delivered', ...observes]),
      ...about('sometimes', sometimes),
      ...Object.entries(settings).map(([key, { summary: text, default: standard, min, max }]) => {
        return [`setting ${key}`, `${text} ${standard} unless set, from ${min} to ${max}`] as const;
      }),
      ...Object.entries(mutants).map(([key, { summary: text, breaks }]) => {
        return [`mutant ${key}`, `${text} Breaks ${breaks.join(', ')}.`] as const;
      }),
    ],
  };
}

function listText(items: readonly Item[], verbose: boolean, paint: Paint): string {
  const rows = items.map(({ name, columns, summary }) => [name, ...columns.map(([, text]) => text), summary]);
  const widths = widthsOf(rows);
  const left = { align: 'left' } as const;
  const columns = [{ ...left, paint: paint.strong }, ...(items[0]?.columns ?? []).map(() => left), left];
  const labels = widthsOf(items.flatMap(({ details }) => details.map(([label]) => [label])));
  return items
    .flatMap(({ details }, place) => {
      const head = line(rows[place] ?? [], widths, columns);
      if (!verbose) return [head];
      const told = details.map(([label, text]) => `  ${paint.faint(label.padEnd(labels[0] ?? 0))}  ${text}`);
      return [...(place === 0 ? [] : ['']), head, ...told];
    })
    .join('\n');
}
