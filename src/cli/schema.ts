import { reportJsonSchema } from '../report/index.ts';
import { scenarioSchema } from '../scenario/index.ts';
import { ExitCode } from './exit-codes.ts';
import { chosenOf } from './mistake.ts';
import { shareSchemas } from './share-schemas.ts';
import type { Terminal } from './terminal.ts';

export const schemas = ['scenario', 'report'] as const;

/** `tutti schema`: for editors, and for whoever reads `--json`. */
export function schemaVerb(of: string, terminal: Terminal): ExitCode {
  const schema =
    chosenOf('tutti schema', of, schemas) === 'report' ? reportJsonSchema() : shareSchemas(scenarioSchema());
  terminal.print(JSON.stringify(schema, undefined, 2));
  return ExitCode.asExpected;
}
