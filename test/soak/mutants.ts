/**
 * `npm run mutants`: how many seeds it takes until each mutant is caught, from seed 1 on, in the
 * scenario in which it is pinned, by a property that it is said to break. The sound protocol runs on
 * the same seeds, and must not be objected to; and how many elements the story of that first catch
 * has, once it is shrunk. `-- --starts 5` begins at five places and gives the
 * median. Exits 1 when one is not caught within 500 seeds, or the sound protocol is.
 */
import { shrink } from '../../src/explore/shrink/index.ts';
import { run, seeded } from '../../src/index.ts';
import { failing } from '../reference/failures.ts';
import { mutants, objecting, pins } from '../reference/mutants.ts';
import { shipped } from '../reference/shipped.ts';

const mostSeeds = 500;
/** Between two starts: none meets the seeds of another. */
const stride = 10_000;

/** How small the failure of a seed becomes, in words. */
function storyOf({ name, protocol }: Subject, seed: number): string {
  const pin = pins[`${protocol.name} ${name}`];
  if (pin === undefined) return '';
  const { prepared, failure } = failing(pin.in, String(seed), { mutant: name, ...(pin.set && { set: pin.set }) });
  const story = shrink(prepared, failure)?.story;
  return story === undefined ? '' : `a story of ${story.elements.length} of ${story.before} elements`;
}

interface Hunt {
  /** Undefined where it was not caught. */
  readonly seeds: number | undefined;
  readonly by: string;
  /** A seed on which the sound protocol was objected to. */
  readonly unsound: number | undefined;
}

type Subject = (typeof mutants)[number];

function hunt({ protocol, name, mutant }: Subject, start: number): Hunt {
  const pin = pins[`${protocol.name} ${name}`];
  if (pin === undefined) throw new Error(`${protocol.name} ${name} has no pin`);
  const scenario = shipped(pin.in, pin.set);
  for (let nth = 1; nth <= mostSeeds; nth++) {
    const options = { scenario, protocol, schedule: seeded(String(start + nth)) };
    if (objecting(run(options)).length > 0) return { seeds: undefined, by: '', unsound: start + nth };
    const by = objecting(run({ ...options, mutant: name })).find((property) => mutant.breaks.includes(property));
    if (by !== undefined) return { seeds: nth, by, unsound: undefined };
  }
  return { seeds: undefined, by: '', unsound: undefined };
}

const at = process.argv.indexOf('--starts');
const starts = at < 0 ? 1 : Number(process.argv[at + 1]);
if (!Number.isInteger(starts) || starts < 1) throw new Error('--starts takes a whole number of at least 1');

for (const subject of mutants) {
  const { protocol, name } = subject;
  const hunts = Array.from({ length: starts }, (_, nth) => hunt(subject, nth * stride));
  const counts = hunts.map(({ seeds }) => seeds ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const median = counts[Math.floor(counts.length / 2)] as number;
  const unsound = hunts.find((one) => one.unsound !== undefined)?.unsound;
  const told = [...new Set(hunts.map(({ by }) => by).filter((by) => by !== ''))].join(', ');
  const isCaught = counts.every((count) => count <= mostSeeds);
  if (!isCaught) process.exitCode = 1;
  const verdict = isCaught ? `${median} ${median === 1 ? 'seed' : 'seeds'}` : `NOT CAUGHT in ${mostSeeds} seeds`;
  const outcome = unsound === undefined ? verdict : `THE SOUND ONE IS OBJECTED TO on seed ${unsound}`;
  const first = hunts[0]?.seeds;
  const story = first === undefined ? '' : storyOf(subject, first);
  console.log(
    `${protocol.name.padEnd(11)} ${name.padEnd(32)} ${told.padEnd(24)} ${outcome.padEnd(10)} ${story}`.trimEnd(),
  );
}
