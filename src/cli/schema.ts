import { failureJsonSchema } from '../explore/failure-file.ts';
import { reportJsonSchema } from '../report/index.ts';
import { scenarioSchema } from '../scenario/index.ts';
import { ExitCode } from './exit-codes.ts';
import { chosenOf } from './mistake.ts';
import { shareSchemas } from './share-schemas.ts';
import type { Terminal } from './terminal.ts';

export const schemas = ['scenario', 'report', 'failure'] as const;

const schemaOf: Readonly<Record<(typeof schemas)[number], () => object>> = {
  scenario: () => shareSchemas(scenarioSchema()),
  report: reportJsonSchema,
  failure: failureJsonSchema,
};

/** `tutti schema`: for editors, and for whoever reads `--json` or failure files. */
export function schemaVerb(of: string, terminal: Terminal): ExitCode {
  const schema = schemaOf[chosenOf('tutti schema', of, schemas)]();
  terminal.print(JSON.stringify(schema, undefined, 2));
  return ExitCode.asExpected;
}
