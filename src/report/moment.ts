/** The decisive moment of a violation, in sentences: where its message was, and what could still be lost. */
import type { DecisiveMoment } from '../run/index.ts';
import { counted, moment } from './figures.ts';

type Replica = DecisiveMoment['replicas'][number];

/** Most names told one by one. */
const mostNames = 5;

/** One to three lines. */
export function tellMoment({ atUs, token, strikes, struck, replicas }: DecisiveMoment): string[] {
  const when = strikes.length === 0 ? 'as it shows' : `as ${listed(strikes)}`;
  const onDisk = replicas.filter((replica) => replica.onDisk);
  const onlyInMemory = replicas.filter((replica) => !replica.onDisk && replica.inMemory);
  const nowhere = replicas.filter((replica) => !replica.onDisk && !replica.inMemory);
  const had = [
    ...(onlyInMemory.length > 0 ? [`${tellHave(onlyInMemory)} it in memory only`] : []),
    ...(nowhere.length > 0 && replicas.length > 1 ? [`${tellHave(nowhere)} it not at all`] : []),
  ];
  const atStake = replicas
    .filter((replica) => (struck.length === 0 ? onlyInMemory.includes(replica) : struck.includes(replica.node)))
    .flatMap((replica) => tellUnsynced(replica));
  return [
    `at ${moment(atUs)}, ${when}: ${tellDisks(token, onDisk, replicas)}`,
    ...(had.length > 0 ? [had.join('; ')] : []),
    ...(atStake.length > 0 ? [`not synced: ${atStake.join('; ')}`] : []),
  ];
}

function tellDisks(token: string, holders: readonly Replica[], replicas: readonly Replica[]): string {
  if (replicas.every(({ isRead }) => isRead)) {
    if (holders.length === 0) return `${token} is on no disk`;
    const of = holders.length < replicas.length ? ` ${holders.length === 1 ? 'alone' : 'only'}` : '';
    return `${token} is on the ${holders.length === 1 ? 'disk' : 'disks'} of ${names(holders)}${of}`;
  }
  if (holders.length === 0) return `the text of ${token} is in no synced file`;
  return `the text of ${token} is in synced files of ${names(holders)}`;
}

function tellHave(replicas: readonly Replica[]): string {
  return `${names(replicas)} ${replicas.length === 1 ? 'has' : 'have'}`;
}

function tellUnsynced({ node, unsynced, underWay }: Replica): string[] {
  const sectors = unsynced.reduce((sum, file) => sum + file.sectors, 0);
  const files = unsynced.map(({ file }) => file);
  const some = files.length > 3 ? `${files.slice(0, 3).join(', ')} and ${files.length - 3} more` : files.join(', ');
  const parts = [
    ...(files.length > 0 ? [`${counted(sectors, 'sector')} (${some})`] : []),
    ...(underWay > 0 ? [`${counted(underWay, 'act')} under way`] : []),
  ];
  return parts.length === 0 ? [] : [`on ${node} ${parts.join(', ')}`];
}

function names(replicas: readonly Replica[]): string {
  return listed(replicas.map(({ node }) => node));
}

function listed(words: readonly string[]): string {
  const rest = words.length - mostNames;
  const told = rest > 0 ? [...words.slice(0, mostNames), `${rest} more`] : words;
  return told.length < 2 ? told.join('') : `${told.slice(0, -1).join(', ')} and ${told.at(-1)}`;
}
