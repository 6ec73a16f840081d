import { describe, expect, it } from 'vitest';
import { formatError, parseScenario } from '../../../src/scenario/index.ts';
import { head, names } from './names.ts';

/** What is said of a file, one string an error, remedies behind a line break. */
function said(text: string): readonly string[] {
  const result = parseScenario(text, 'x.yaml', names);
  return 'errors' in result ? result.errors.map(formatError) : [];
}

/** Errors without their remedies, of two good lines and then this text. */
function saidAfterHead(text: string): readonly string[] {
  return said(`${head}${text}`).map((line) => line.split('\n')[0]!);
}

describe('an error', () => {
  it('names the place, what was found, the nearest right word and all that is allowed', () => {
    expect(said(`${head}network: { latency: zone, lozz: 1% }\n`)).toEqual([
      'x.yaml:3:27: unknown key "lozz"; did you mean "loss"?\n  keys here are latency, loss, duplicate, reorder, straggle, straggler, wire, corrupt, bandwidth, regions',
    ]);
  });

  it('comes with all others of its file, in order', () => {
    expect(saidAfterHead('topology: { replicas: 2, clients: -1 }\nfautls: []\nnetwork: { loss: 2 }\n')).toEqual([
      'x.yaml:3:23: expected 1, 3, 5 or 7 replicas, found 2',
      'x.yaml:3:35: expected a whole number of at least 0, found -1',
      'x.yaml:4:1: unknown key "fautls"; did you mean "faults"?',
      'x.yaml:5:18: 2 has no unit',
    ]);
  });

  it('is one of twenty at most, and the rest is counted', () => {
    const lines = Array.from({ length: 25 }, (_, index) => `key-${index}: 1\n`).join('');
    const errors = saidAfterHead(lines);
    expect(errors).toHaveLength(21);
    expect(errors.at(-1)).toBe('x.yaml:22:1: and 5 more');
  });

  it('is found behind carriage returns and a byte order mark too', () => {
    expect(said(`\uFEFFseed: []\r\nsummary: x\r\nprotocol: 5\r\n`).map((line) => line.split('\n')[0])).toEqual([
      'x.yaml:1:7: expected a seed: any text of one line, found a list',
      'x.yaml:3:11: expected text, found 5',
    ]);
  });

  it('is found in the right line of a text that is broken further up', () => {
    expect(saidAfterHead('*name: x\nfaults: }\n')).toEqual([
      'x.yaml:3:1: a key without a value: expected "key: value"',
      'x.yaml:4:9: "}" has no place here',
    ]);
  });
});

describe('what is no scenario at all', () => {
  it.each([
    ['', 'x.yaml:1:1: the file is empty\n  a scenario has at least a summary and a protocol'],
    ['# nothing yet\n', 'x.yaml:1:1: the file is empty\n  a scenario has at least a summary and a protocol'],
    ['\u0000\u0001ELF', 'x.yaml:1:1: expected a text file, found binary data'],
    ['a: 1\n---\nb: 2\n', 'x.yaml:2:1: a second document begins here\n  a file holds one scenario'],
    ['a:\n\tb: 1\n', 'x.yaml:2:1: a tab in the indentation\n  indent with spaces'],
    [
      'a:\n    b: 1\n  c: 2\n',
      'x.yaml:3:1: this line is indented unlike its neighbours\n  keys of one mapping stand in one column',
    ],
    [
      'a: { b: 1\nc: 2\n',
      'x.yaml:2:1: a { or [ above is not closed before this line\n  close it, or indent what it holds',
    ],
    ['a: 1\na: 2\n', 'x.yaml:2:1: the key "a" stands here twice\n  a mapping has each key once'],
    [
      'text: hello: world\n',
      'x.yaml:1:7: a second ": " in what should be one value\n  text that holds ": " or begins with a sign stands in quotes: "hello: world"; entries of {…} need a comma between',
    ],
    ['a:1\nb: 2\n', 'x.yaml:1:1: expected "key: value" on one line\n  a colon that ends a key is followed by a space'],
    ['a: 1\n- b\n', 'x.yaml:2:1: expected "key: value" on one line\n  a colon that ends a key is followed by a space'],
    [
      'a: @b\n',
      'x.yaml:1:4: plain text cannot begin with "@"\n  text that holds ": " or begins with a sign stands in quotes: "hello: world"',
    ],
    [
      'a: !b c\n',
      'x.yaml:1:4: tags such as "!b" are not read\n  text that holds ": " or begins with a sign stands in quotes: "hello: world"',
    ],
    ['a: "b\n', 'x.yaml:2:1: a quote is opened and not closed'],
    [
      'a: {}}\n',
      'x.yaml:1:6: "}" has no place here\n  text that holds ": " or begins with a sign stands in quotes: "hello: world"',
    ],
    ['a: "\\q"\n', 'x.yaml:1:5: not YAML: invalid escape sequence \\q'],
    ['a: *b\n', 'x.yaml:1:4: no anchor "&b" stands before "*b"'],
    ['a: &a [*a]\n', 'x.yaml:1:8: "*a" stands inside what it names'],
  ])('%j', (text, error) => {
    expect(said(text)).toEqual([error]);
  });

  it.each(['just words\n', '- a list\n', '5\n'])('%j: expected a mapping', (text) => {
    expect(said(text)[0]).toMatch(/^x\.yaml:1:1: expected a mapping with name, seed, summary, .*; found /);
  });

  it('a mapping without a summary and a protocol', () => {
    expect(said('seed: 1\n')).toEqual(['x.yaml:1:1: "summary" is missing', 'x.yaml:1:1: "protocol" is missing']);
  });

  it('merge keys', () => {
    expect(saidAfterHead('disk: &d { sector: 64B }\nheal: { <<: *d }\n')).toEqual([
      'x.yaml:4:9: merge keys ("<<") are not read',
    ]);
  });

  it('aliases that unfold without end', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `k${level}: &a${level} [${level === 0 ? '1' : `*a${level - 1}, *a${level - 1}, *a${level - 1}`}]\n`,
    );
    expect(said(levels.join(''))[0]).toMatch(/^x\.yaml:1:1: the file cannot be unfolded: /);
  });
});

describe('within a section', () => {
  it.each([
    ['name: Big Name', '3:7: expected a name of the form [a-z0-9-]+, found "Big Name"'],
    ['topology: 3', '3:11: expected a mapping with shards, replicas, gateways, clients, rooms, retention; found 3'],
    ['topology: { replicas: 4 }', '3:23: expected 1, 3, 5 or 7 replicas, found 4'],
    ['topology: { replicas: 9 }', '3:23: expected 1, 3, 5 or 7 replicas, found 9'],
    ['topology: { shards: 1.5 }', '3:21: expected a whole number, found 1.5'],
    ['topology: { shards: "1" }', '3:21: expected a whole number, found "1"'],
    ['topology: { gateways: -2 }', '3:23: expected a whole number of at least 0, found -2'],
    ['topology: { clients: 100001 }', '3:22: expected a whole number of at most 100000, found 100001'],
    ['topology: { rooms: many }', '3:20: expected a number of rooms, a list of names or a mapping, found "many"'],
    ['topology: { rooms: 0 }', '3:20: expected a whole number of at least 1, found 0'],
    ['topology: { rooms: [] }', '3:20: expected at least one room, found none'],
    ['topology: { rooms: [a, B] }', '3:24: expected a room name of the form [a-z][a-z0-9-]*, found "B"'],
    ['topology: { rooms: [a, b, a] }', '3:27: the room "a" stands here twice'],
    ['topology: { rooms: { 1st: } }', '3:22: expected a room name of the form [a-z][a-z0-9-]*, found "1st"'],
    ['topology: { rooms: { a: { members: some } } }', '3:36: expected all or none, found "some"; did you mean "none"?'],
    ['topology: { rooms: { a: { members: [d4] } } }', '3:37: expected a client, found "d4"'],
    ['topology: { clients: 4, rooms: { a: { members: 5 } } }', '3:48: there is no client c5'],
    ['topology: { clients: 4, rooms: { a: { members: [c1, c9] } } }', '3:48: there is no client c9'],
    ['topology: { rooms: { a: { members: [c1, c1] } } }', '3:36: a member of "a" is named twice'],
    [
      'topology: { clients: 100000, rooms: 10000 }',
      '3:37: 1000000000 members of rooms in all, and 10000000 are the most there can be',
    ],
    ['topology: { retention: none }', '3:24: expected all or a whole number of at least 1, found "none"'],
    ['network: { latency: zoo }', '3:21: expected lan, zone, wan or mobile, found "zoo"; did you mean "zone"?'],
    ['network: { latency: { p50: 1ms, p90: 2ms, p99: 3ms } }', '3:21: "max" is missing'],
    ['network: { latency: { p50: 2ms, p90: 1ms, p99: 3ms, max: 4ms } }', '3:38: p90 is less than p50'],
    ['network: { latency: { min: 3ms, p50: 2ms, p90: 2ms, p99: 3ms, max: 4ms } }', '3:38: p50 is less than min'],
    [
      'network: { latency: { client-gateway: zon } }',
      '3:39: expected lan, zone, wan or mobile, found "zon"; did you mean "zone"?',
    ],
    ['network: { loss: { client-gatway: 1% } }', '3:20: unknown key "client-gatway"; did you mean "client-gateway"?'],
    ['network: { loss: { client-gateway: 1 } }', '3:36: 1 has no unit'],
    ['network: { loss }', '3:12: expected a share, found nothing'],
    ['network: { corrupt: 1% }', '3:21: no bits can be flipped where there are none'],
    ['network: { wire: encodd }', '3:18: expected plain or encoded, found "encodd"; did you mean "encoded"?'],
    ['network: { straggler: 0s }', '3:23: expected more than 0s'],
    ['network: { bandwidth: { rate: 100KiB } }', '3:31: unknown unit "KiB" in "100KiB"'],
    ['network: { bandwidth: { rate: 0 } }', '3:31: expected more than 0B/s'],
    ['network: { bandwidth: { client-gateway: { buffer: 1KiB } } }', '3:41: "rate" is missing'],
    [
      'network: { regions: { eu: { nodes: [r1], to: { su: wan } }, us: { nodes: [r2] } } }',
      '3:48: there is no region "su"; did you mean "us"?',
    ],
    [
      'network: { regions: { eu: { nodes: [r1], to: { eu: lan } } } }',
      '3:48: within eu the latency is that of network.latency',
    ],
    [
      'network: { regions: { a: { nodes: [], to: { b: lan } }, b: { nodes: [], to: { a: lan } } } }',
      '3:79: the latency between a and b is given twice',
    ],
    ['network: { regions: { any: { nodes: [] } } }', '3:23: a region cannot be called "any"'],
    ['network: { regions: { eu: { nodes: [clint] } } }', '3:37: unknown nodes "clint"; did you mean "clients"?'],
    [
      'network: { regions: { eu: { nodes: [c5..c2] } } }',
      '3:37: expected a range of nodes, from the lower number to the higher, found "c5..c2"',
    ],
    ['disk: { latency: sdd }', '3:18: expected ssd or hdd, found "sdd"; did you mean "ssd"?'],
    ['disk: { sector: 0 }', '3:17: a sector holds at least 1B'],
    ['clocks: { skew: 20 parsecs }', '3:17: unknown unit "parsecs" in "20 parsecs"'],
    [
      'workload: { every: 900ms..400ms }',
      '3:20: the range "900ms..400ms" is upside down; did you mean "400ms..900ms"?',
    ],
    ['workload: { broadcasts: -1 }', '3:25: expected a whole number of at least 0, found -1'],
    ['workload: { senders: evn }', '3:22: expected even or skewed, found "evn"; did you mean "even"?'],
    ['workload: { senders: [] }', '3:22: expected at least one sender, found none'],
    ['workload: { senders: [c1, c99] }', '3:27: there is no client c99'],
    ['workload: { read-limit: 0..4 }', '3:25: a read asks for at least 1 message'],
    ['workload: { size: 3 }', '3:19: 3 has no unit'],
    ['topology: { clients: 0 }', '3:22: broadcasts: 100, and no client to ask for any'],
    ['limits: { handler: 1.5us }', '3:20: "1.5us" is finer than 1us'],
    ['limits: { handler: 1us }', '3:20: expected whole milliseconds, at least 1ms'],
    ['limits: { events: 0 }', '3:19: expected a whole number of at least 1, found 0'],
    ['heal: { within: 0 }', '3:17: expected more than 0s'],
    ['heal: { mode: cor }', '3:15: expected all or core, found "cor"; did you mean "core"?'],
    ['settings: { pag: 3 }', '3:13: unknown setting "pag"; did you mean "page"?'],
    ['settings: { page: 101 }', '3:19: expected page from 1 to 100, found 101'],
    ['settings: { page: 2ms }', '3:19: expected a whole number, found "2ms"'],
    ['mutant: forgts', '3:9: unknown mutant "forgts"; did you mean "forgets"?'],
    ['sometimes: [resumed, gap-fill]', '3:22: unknown "sometimes" name "gap-fill"; did you mean "gap-filled"?'],
    ['sometimes: resumed', '3:12: expected a list of names, found "resumed"'],
    ['atLeast: { drp: 3 }', '3:12: unknown counter "drp"; did you mean "drop"?'],
    ['atLeast: { drop: 0 }', '3:18: expected a whole number of at least 1, found 0'],
    ['atLeast: { drop: { count: 1 } }', '3:18: "of" is missing'],
    ['atLeast: { drop: { of: 0% } }', '3:24: expected a share above 0%'],
    ['expect: hold', '3:9: expected held or stuck, found "hold"; did you mean "held"?'],
    ['expect: violated', '3:9: expected which properties, found "violated"'],
    ['expect: { violated: [] }', '3:21: expected at least one property, found none'],
    ['expect: { violated: [persistd] }', '3:22: unknown property "persistd"; did you mean "persisted"?'],
  ])('%s', (text, error) => {
    expect(saidAfterHead(`${text}\n`)).toEqual([`x.yaml:${error}`]);
  });

  it('an unknown protocol', () => {
    expect(said('summary: x\nprotocol: sequencr\n')).toEqual([
      'x.yaml:2:11: unknown protocol "sequencr"; did you mean "sequencer"?\n  protocols are sequencer, newsfeed, or one of your own: --protocol ./my-protocol.ts',
    ]);
  });
});

describe('an operation', () => {
  it.each([
    ['{ at: 1s, client: c1, brodcast: general }', '4:27: unknown verb "brodcast"; did you mean "broadcast"?'],
    ['{ at: 1s, client: c1 }', '4:5: an operation without a verb'],
    ['{ at: 1s, client: c1, join: general, leave: general }', '4:42: two verbs in one entry, "join" and "leave"'],
    [
      'broadcast',
      '4:5: expected an operation with one of broadcast, join, leave, connect, disconnect, read or command, found "broadcast"',
    ],
    ['{ client: c1, join: general }', '4:5: "at" is missing'],
    ['{ at: 1s, join: general }', '4:5: "client" is missing'],
    ['{ at: 1s, client: c99, join: general }', '4:23: there is no client c99'],
    ['{ at: 1s, connect: c99 }', '4:24: there is no client c99'],
    ['{ at: 1s, client: q1, connect: c1 }', '4:15: unknown key "client"'],
    ['{ at: 1s, client: c1, join: genral }', '4:33: there is no room "genral"; did you mean "general"?'],
    ['{ at: 1s, client: c1, broadcast: general, text: 5 }', '4:53: expected text, found 5'],
    ['{ at: 1s, client: c1, broadcast: general, from: 1 }', '4:47: unknown key "from"'],
    ['{ at: 1s, client: c1, read: general, from: 0 }', '4:48: expected a whole number of at least 1, found 0'],
    ['{ at: 31m, client: c1, join: general }', '4:11: 31m is past the end: limits.virtual is 30m'],
    ['{ at: 1s, node: q1, command: move, arguments: [1] }', '4:51: expected a mapping of arguments, found a list'],
    [
      '{ at: 1s, node: q1, command: move, arguments: { to: [1] } }',
      '4:57: expected text, a number, true or false, found a list',
    ],
    ['{ at: 1s, node: 7, command: move }', "4:21: expected a node's name, found 7"],
  ])('%s', (text, error) => {
    expect(saidAfterHead(`operations:\n  - ${text}\n`)).toEqual([`x.yaml:${error}`]);
  });

  it('that is wrong hides nothing of the next', () => {
    const entries = '  - { at: 1s, client: c1, jion: general }\n  - { at: 1s, client: c99, join: general }\n';
    expect(saidAfterHead(`operations:\n${entries}`)).toEqual([
      'x.yaml:4:27: unknown verb "jion"; did you mean "join"?',
      'x.yaml:5:23: there is no client c99',
    ]);
  });
});

describe('a fault', () => {
  it.each([
    ['{ every: 1s, crsh: leader }', '4:18: unknown verb "crsh"; did you mean "crash"?'],
    ['{ every: 1s, crash: q1, pause: q1 }', '4:29: two verbs in one entry, "crash" and "pause"'],
    ['{ every: 1s }', '4:5: a fault without a verb'],
    ['{ crash: leader }', '4:5: a fault without a time'],
    ['{ at: 1s, every: 1s, crash: leader }', '4:15: "every" beside "at"'],
    ['{ at: 1s, until: 2s, crash: leader }', '4:15: "until" beside "at"'],
    ['{ every: 1s, from: 2s, until: 2s, crash: leader }', '4:35: "until" is not later than "from"'],
    ['{ every: 0s, crash: leader }', '4:14: expected a gap of at least 1us'],
    ['{ at: 1s, crash: leader, atLeast: 2 }', '4:39: what happens at one time happens once, not 2 times'],
    ['{ after: { observed: led }, from: 1s, crash: it }', '4:33: "from" beside "after"'],
    ['{ every: 1s, nth: 2, crash: leader }', '4:18: "nth" beside "every"'],
    [
      '{ every: 1s, crash: it }',
      '4:25: "it" is where the event happened that a fault waits for, and this one waits for none',
    ],
    [
      '{ after: { observed: leads }, crash: it }',
      '4:26: expected broadcast, outcome, delivered, resumed, truncated, connected, disconnected, readStarted, readReturned, applied, restored, memberAt, leftAt or led, found "leads"; did you mean "led"?',
    ],
    ['{ after: led, crash: it }', '4:14: expected something that happens, found "led"'],
    ['{ after: { seen: led }, crash: it }', '4:14: an event of no kind'],
    [
      '{ every: 1s, between: [{ observed: led }], crash: leader }',
      '4:27: expected a list of two events, found one of 1',
    ],
    [
      '{ after: { sent: append }, times: 2, crash: it, atLeast: 3 }',
      '4:62: with times: 2 it happens at most as often, not 3 times',
    ],
    ['{ after: { observed: led, of: c99 }, crash: it }', '4:35: there is no client c99'],
    ['{ after: { sent: append, to: { leader: { shard: 2 } } }, crash: it }', '4:53: there is no shard 2'],
    ['{ after: { synced: it }, crash: leader }', '4:24: "it" is where this very event happened: it fits anybody'],
    ['{ at: 1s, hold: { from: q1, to: clients }, opens: { synced: c99 } }', '4:65: there is no client c99'],
    [
      '{ every: 1s, between: [{ observed: led, of: c99 }, { observed: led }], crash: q1 }',
      '4:49: there is no client c99',
    ],
    ['{ at: 31m, crash: leader }', '4:11: 31m is past the end: limits.virtual is 30m'],
    ['{ every: 1s, crash: leadr }', '4:25: unknown target "leadr"; did you mean "leader"?'],
    ['{ every: 1s, crash: [] }', '4:25: expected at least one node, found none'],
    ['{ every: 1s, crash: 5 }', '4:25: expected a target, found 5'],
    ['{ every: 1s, crash: { gatewayOf: q1 } }', '4:38: expected a client, found "q1"'],
    ['{ every: 1s, crash: { gatewayOf: c99 } }', '4:38: there is no client c99'],
    [
      '{ every: 1s, crash: { gatewayOf: it } }',
      '4:38: "it" is where the event happened that a fault waits for, and this one waits for none',
    ],
    [
      '{ after: { synced: { gatewayOf: it } }, crash: q1 }',
      '4:37: "it" is where this very event happened: it fits anybody',
    ],
    ['{ every: 1s, crash: c99 }', '4:25: there is no client c99'],
    ['{ every: 1s, crash: [q1, c99] }', '4:30: there is no client c99'],
    ['{ every: 1s, crash: { leader: { shard: 2 } } }', '4:44: there is no shard 2'],
    ['{ every: 1s, crash: { lead: { shard: 1 } } }', '4:27: unknown key "lead"; did you mean "leader"?'],
    ['{ every: 1s, crash: leader, resume: 1s }', '4:33: unknown key "resume"'],
    [
      '{ every: 1s, crash: leader, restart: 9ms..1ms }',
      '4:42: the range "9ms..1ms" is upside down; did you mean "1ms..9ms"?',
    ],
    ['{ every: 1s, partition: q1 }', '4:29: expected where the network is cut, found "q1"'],
    ['{ every: 1s, partition: { ring: leader } }', '4:37: expected several nodes, of which each hears a majority'],
    [
      '{ every: 1s, clog: { isolate: q1 }, release: 10us..1s }',
      '4:50: expected at least 1ms, for which a link keeps its state',
    ],
    ['{ every: 1s, flap: { isolate: q1 }, down: 0s }', '4:47: expected at least 1ms, for which a link keeps its state'],
    ['{ every: 1s, partition: { zone: eu } }', '4:37: there is no region "eu"'],
    ['{ every: 1s, partition: { zone: any } }', '4:37: there are no regions to cut off'],
    ['{ every: 1s, gray: replica }', '4:18: unknown verb "gray"; did you mean "grey"?'],
    ['{ every: 1s, half-open: c99 }', '4:29: there is no client c99'],
    ['{ every: 1s, partition: { betwen: [q1, q2] } }', '4:31: unknown key "betwen"; did you mean "between"?'],
    ['{ every: 1s, partition: { between: [q1] } }', '4:40: expected a list of two targets, found a list'],
    ['{ every: 1s, partition: { from: q1 } }', '4:29: "to" is missing'],
    ['{ every: 1s, partition: { isolate: c99 } }', '4:40: there is no client c99'],
    ['{ every: 1s, partition: { between: [q1, c99] } }', '4:45: there is no client c99'],
    ['{ every: 1s, partition: { from: q1, to: c99 } }', '4:45: there is no client c99'],
  ])('%s', (text, error) => {
    expect(saidAfterHead(`faults:\n  - ${text}\n`)).toEqual([`x.yaml:${error}`]);
  });
});
