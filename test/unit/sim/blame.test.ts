import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeThrown, isCalledByUser, placeOf, shownPath, translatePositions } from '../../../src/sim/blame.ts';

/** An error with a stack of these frames. */
function withFrames(...frames: readonly string[]): Error {
  const error = new Error('it broke');
  error.stack = ['Error: it broke', ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
}

const ours = `${resolve('src/sim/host.ts')}:10:5`;
const builtIn = `${resolve('src/protocols/rooms/client.ts')}:20:7`;

describe('placeOf', () => {
  it('finds the place of an error of this very file', () => {
    expect(placeOf(new Error('x'))).toMatch(/^test\/unit\/sim\/blame\.test\.ts:\d+:\d+$/);
  });

  it.each([
    ['a function', ['Process.receive (/u/chat.ts:3:7)'], '/u/chat.ts:3:7'],
    ['no function', ['/u/chat.ts:3:7'], '/u/chat.ts:3:7'],
    ['a constructor', ['new Chat (/u/chat.ts:3:7)'], '/u/chat.ts:3:7'],
    ['another name', ['Chat.a [as b] (/u/chat.ts:3:7)'], '/u/chat.ts:3:7'],
    ['an asynchronous one', ['async Chat.a (/u/chat.ts:3:7)'], '/u/chat.ts:3:7'],
    ['an anonymous asynchronous one', ['async /u/chat.ts:3:7'], '/u/chat.ts:3:7'],
    ['a URL', ['file:///u/my%20chat.ts:3:7'], '/u/my chat.ts:3:7'],
    ['a path with parentheses', ['Chat.a (/u/chat (2).ts:3:7)'], '/u/chat (2).ts:3:7'],
    ['evaluated code', ['eval (eval at make (/u/chat.ts:3:7), <anonymous>:1:1)'], '/u/chat.ts:3:7'],
    ['built-ins on top', ['Array.map (<anonymous>)', 'a (/u/chat.ts:3:7)'], '/u/chat.ts:3:7'],
    ['Node on top', ['read (node:fs:1:2)', 'node:internal/x:3:4', 'a (/u/chat.ts:3:7)'], '/u/chat.ts:3:7'],
    ['this package on top', [`Host.send (${ours})`, 'a (/u/chat.ts:3:7)'], '/u/chat.ts:3:7'],
    ['a loader on top', ['x (/u/node_modules/jiti/dist/jiti.cjs:1:2)', 'a (/u/chat.ts:3:7)'], '/u/chat.ts:3:7'],
    ['scripts without a file', ['evalmachine.<anonymous>:1:1', 'a (/u/chat.ts:3:7)'], '/u/chat.ts:3:7'],
    [
      'a built-in protocol',
      [`a (${builtIn})`, `b (${ours})`, 'c (/u/test.ts:1:1)'],
      'src/protocols/rooms/client.ts:20:7',
    ],
    ['a package called by the user', ['x (/u/node_modules/dep/a.js:1:2)', 'a (/u/chat.ts:3:7)'], '/u/chat.ts:3:7'],
    [
      'a package called by us',
      ['x (/u/node_modules/dep/a.js:1:2)', `b (${ours})`, 'a (/u/t.ts:1:1)'],
      '/u/node_modules/dep/a.js:1:2',
    ],
  ])('reads %s', (_, frames, place) => {
    expect(placeOf(withFrames(...frames))).toBe(place);
  });

  it('knows no place where there is none', () => {
    expect(placeOf(withFrames(`a (${ours})`, 'node:internal/x:1:1', 'Array.map (<anonymous>)'))).toBeUndefined();
    expect(placeOf('text')).toBeUndefined();
    expect(placeOf(undefined)).toBeUndefined();
    expect(placeOf({ stack: 7 })).toBeUndefined();
    const sealed = {
      get stack() {
        throw new Error('no');
      },
    };
    expect(placeOf(sealed)).toBeUndefined();
  });

  it('is not fooled by a message that looks like a stack', () => {
    const message = 'it broke\n    at a (/elsewhere.ts:1:1)';
    const error = Object.assign(new Error(message), { stack: `Error: ${message}\n    at b (/u/chat.ts:3:7)` });
    expect(placeOf(error)).toBe('/u/chat.ts:3:7');
  });

  it('reads the place of code that the engine could not read', () => {
    const stack =
      '/u/chat.ts:2\nconst y = await x;\n          ^^^^^\n\nSyntaxError: no\n    at new Script (node:vm:1:1)';
    expect(placeOf(Object.assign(new SyntaxError('no'), { stack }))).toBe('/u/chat.ts:2:11');
  });

  it('translates positions of files that were compiled', () => {
    translatePositions('/u/compiled.ts', (line, column) => (line === 1 ? undefined : { line, column: column + 100 }));
    expect(placeOf(withFrames('a (/u/compiled.ts:3:7)'))).toBe('/u/compiled.ts:3:107');
    expect(placeOf(withFrames('a (/u/compiled.ts:1:7)'))).toBe('/u/compiled.ts:1:7');
  });
});

describe('isCalledByUser', () => {
  it('looks at the caller itself', () => {
    expect(isCalledByUser(withFrames('Array.map (<anonymous>)', 'a (/u/chat.ts:3:7)'))).toBe(true);
    expect(isCalledByUser(withFrames('node:internal/console:3:7', 'a (/u/chat.ts:3:7)'))).toBe(false);
    expect(isCalledByUser(withFrames(`a (${ours})`, 'a (/u/chat.ts:3:7)'))).toBe(false);
    expect(isCalledByUser(withFrames(`a (${builtIn})`, `a (${ours})`))).toBe(true);
    expect(isCalledByUser(withFrames('x (/u/node_modules/vitest/dist/x.js:1:1)', 'a (/u/chat.ts:3:7)'))).toBe(false);
  });

  it('looks past Node when asked to', () => {
    const frames = withFrames('node:internal/crypto:3:7', 'a (/u/chat.ts:3:7)');
    expect(isCalledByUser(frames, true)).toBe(true);
  });

  it('suspects the user where the stack says nothing', () => {
    expect(isCalledByUser(withFrames())).toBe(true);
  });
});

describe('shownPath', () => {
  it('is relative inside the current folder, and absolute elsewhere', () => {
    expect(shownPath(resolve('src/index.ts'))).toBe('src/index.ts');
    expect(shownPath('/elsewhere/chat.ts')).toBe('/elsewhere/chat.ts');
    expect(shownPath(resolve('..x.ts'))).toBe('..x.ts');
  });
});

describe('describeThrown', () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;

  it.each([
    [new TypeError('x is no function'), 'TypeError: x is no function'],
    [new Error('two\nlines'), 'Error: two'],
    [new Error(''), 'Error'],
    ['text', '"text"'],
    [7, '7'],
    [undefined, 'undefined'],
    [null, 'null'],
    [Symbol('s'), 'Symbol(s)'],
    [() => 1, 'a function'],
    [{ code: 7 }, '{"code":7}'],
    [cycle, 'something that cannot be shown'],
    ['x'.repeat(500), `"${'x'.repeat(198)}…`],
  ])('says %# in one short line', (thrown, line) => {
    expect(describeThrown(thrown)).toBe(line);
  });

  it('survives what cannot even be looked at', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(describeThrown(proxy)).toBe('something that cannot be shown');
    expect(placeOf(proxy)).toBeUndefined();
  });
});
