/** What keeps a text from being YAML, said for people who write scenarios rather than parsers. */
import type { YAMLParseError, YAMLWarning } from 'yaml';
import { errorAt, type Place, type ScenarioError } from './error.ts';

const quotes = 'text that holds ": " or begins with a sign stands in quotes: "hello: world"';

/** One fault of the YAML parser, reworded. */
export function syntaxError(fault: YAMLParseError | YAMLWarning, text: string, place: Place): ScenarioError {
  const found = /^[^\s,:{}[\]]*/.exec(text.slice(fault.pos[0]))?.[0] ?? '';
  switch (fault.code) {
    case 'TAB_AS_INDENT':
      return errorAt(place, 'a tab in the indentation', 'indent with spaces');
    case 'BAD_INDENT':
      return /^Flow/.test(fault.message)
        ? errorAt(place, 'a { or [ above is not closed before this line', 'close it, or indent what it holds')
        : errorAt(place, 'this line is indented unlike its neighbours', 'keys of one mapping stand in one column');
    case 'DUPLICATE_KEY':
      return errorAt(place, `the key "${found}" stands here twice`, 'a mapping has each key once');
    case 'MULTIPLE_DOCS':
      return errorAt(place, 'a second document begins here', 'a file holds one scenario');
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
      return errorAt(
        place,
        'a second ": " in what should be one value',
        `${quotes}; entries of {…} need a comma between`,
      );
    case 'MULTILINE_IMPLICIT_KEY':
      return errorAt(place, 'expected "key: value" on one line', 'a colon that ends a key is followed by a space');
    case 'BAD_SCALAR_START':
      return errorAt(place, `plain text cannot begin with "${text[fault.pos[0]] ?? ''}"`, quotes);
    case 'TAG_RESOLVE_FAILED':
      return errorAt(place, `tags such as "${found}" are not read`, quotes);
    case 'UNEXPECTED_TOKEN':
      return errorAt(place, `"${found || (text[fault.pos[0]] ?? '')}" has no place here`, quotes);
    case 'MISSING_CHAR':
      if (/quote/.test(fault.message)) return errorAt(place, 'a quote is opened and not closed');
      if (/^Flow/.test(fault.message)) return errorAt(place, 'a { or [ is opened and not closed');
      if (/map values/.test(fault.message)) return errorAt(place, 'a key without a value: expected "key: value"');
      return errorAt(place, `not YAML: ${lowered(fault.message)}`);
    default:
      return errorAt(place, `not YAML: ${lowered(fault.message)}`);
  }
}

function lowered(sentence: string): string {
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1);
}
