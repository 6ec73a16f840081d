import { exactlyOnce } from '../../../src/properties/index.ts';
import { accepts, describeProperty, rejects } from '../../reference/property-suite.ts';

describeProperty(
  exactlyOnce,
  [
    rejects(
      'exactly-once/twice-in-log',
      'a message that stands twice',
      `c1 broadcasts a b
       s1 applies a b a at 1`,
    ),
    rejects(
      'exactly-once/twice-in-log',
      'a resend that is committed too',
      `c1 broadcasts a
       c1 learns a unknown
       c1 begins a
       s1 applies a at 1
       c1 c2 c3 deliver a at 1
       s1 applies a at 2`,
    ),
    rejects('exactly-once/never-broadcast', 'a message from nowhere', `s1 applies z at 1`),
    rejects(
      'exactly-once/never-broadcast',
      'a message that was asked for, but not broadcast',
      `c1 asks a
       s1 applies a at 1`,
    ),
    rejects(
      'exactly-once/never-broadcast',
      'a message that somebody else says it broadcasts',
      `c1 asks a
       c2 begins a
       s1 applies a at 1`,
    ),
    rejects(
      'exactly-once/never-broadcast',
      'a message of another room',
      `c1 broadcasts a in side
       s1 applies a at 1`,
    ),
    rejects(
      'exactly-once/never-broadcast',
      'a message of another room, in which it stands too',
      `c1 broadcasts a in side
       s1 applies a at 1 in side
       s1 applies a at 1`,
    ),
    rejects(
      'exactly-once/never-broadcast',
      'a message that was broadcast only later',
      `c1 asks a
       s1 applies a at 1
       c1 begins a`,
    ),
    rejects(
      ['exactly-once/never-broadcast', 'ordered/differs'],
      'a client that delivers a message from nowhere',
      `c1 broadcasts a
       s1 applies a at 1
       c2 delivers z at 1`,
    ),
    rejects(
      'exactly-once/bytes-changed',
      'a message that stands with other bytes',
      `c1 broadcasts a
       s1 s2 apply a! at 1
       c1 delivers a! at 1`,
    ),
    rejects(
      'exactly-once/delivered-twice',
      'a client that delivers the same message again',
      `c1 broadcasts a b
       s1 applies a b at 1
       c2 delivers a b at 1
       c2 delivers b at 2`,
    ),
    rejects(
      'exactly-once/delivered-twice',
      'a client whose two links both deliver',
      `c1 broadcasts a b
       s1 applies a b at 1
       c2 delivers a b at 1
       c2 delivers a b at 1`,
    ),
    rejects(
      'exactly-once/delivered-twice',
      'a durable client that forgets its newest record',
      `c1 broadcasts a b
       s1 applies a b at 1
       c2 delivers a b at 1
       c2 crashes
       c2 boots
       c2 resumes 1
       c2 delivers b at 2`,
    ),
    rejects(
      'exactly-once/delivered-twice',
      'a durable client that delivers again what its cursor covers',
      `c1 broadcasts a b
       s1 applies a b at 1
       c2 delivers a at 1
       c2 crashes
       c2 boots
       c2 resumes 2
       c2 delivers b at 2`,
    ),
    rejects(
      'exactly-once/delivered-twice',
      'a durable client that says nothing when it boots again',
      `c1 broadcasts a b
       s1 applies a b at 1
       c2 resumes 0
       c2 delivers a b at 1
       c2 crashes
       c2 boots
       c2 delivers a at 1`,
    ),
    rejects(
      ['exactly-once/delivered-twice', 'ordered/differs'],
      'a client that delivers a message under a second position',
      `c1 broadcasts a b c
       s1 applies a b c at 1
       c2 delivers a b at 1
       c2 delivers a at 3`,
    ),
    rejects(
      ['exactly-once/delivered-twice', 'ordered/differs'],
      'a client that delivers a message before its place and in it',
      `c1 broadcasts a
       c2 broadcasts b
       s1 applies a b at 1
       c2 delivers b b at 1`,
    ),
    rejects(
      ['exactly-once/delivered-twice', 'ordered/differs'],
      'a client that counts a message twice where replicas are silent',
      `c1 broadcasts a b
       c1 delivers a b at 1
       c2 delivers a a at 1`,
      { observes: [] },
    ),
    rejects(
      ['exactly-once/delivered-twice', 'all-or-nothing/delivered-to-stranger'],
      'a stranger that delivers a message twice',
      `c1 broadcasts a
       s1 applies a at 1
       c4 delivers a at 1
       c4 delivers a at 1`,
    ),
    rejects(
      'exactly-once/joined-twice',
      'a join that takes effect at two positions',
      `c1 broadcasts a
       c4 wants join j
       s1 seats c4 by j behind 0
       s1 applies a at 1
       s1 seats c4 by j behind 1`,
    ),
    rejects(
      'exactly-once/resumed-late',
      'a client that reports its cursor in the middle of a life',
      `c1 broadcasts a b
       s1 applies a b at 1
       c2 resumes 0
       c1 c2 c3 deliver a at 1
       c2 resumes 2
       c1 c3 deliver b at 2`,
    ),
    rejects(
      'exactly-once/resumed-late',
      'a client that reports its cursor late in its second life',
      `c1 broadcasts a b
       s1 applies a b at 1
       c2 resumes 0
       c1 c2 c3 deliver a at 1
       c2 crashes
       c2 boots
       c2 resumes 1
       c2 delivers b at 2
       c2 resumes 2`,
    ),
    rejects(
      ['exactly-once/resumed-late', 'all-or-nothing/delivered-to-stranger'],
      'a stranger that reports a cursor after a delivery',
      `c1 broadcasts a
       s1 applies a at 1
       c4 delivers a at 1
       c4 resumes 1`,
    ),
    rejects(
      'exactly-once/joined-out-of-place',
      'a join behind what nobody has applied',
      `c4 wants join j
       s1 seats c4 by j behind 1`,
    ),
    rejects(
      'exactly-once/joined-out-of-place',
      'a join before the leave that it follows',
      `c1 broadcasts a
       s1 applies a at 1
       c1 c2 deliver a at 1
       c3 wants leave l
       c3 wants join j
       s1 unseats c3 by l behind 1
       s1 seats c3 by j behind 0`,
    ),
    rejects(
      'exactly-once/left-out-of-place',
      'a leave behind what nobody has applied',
      `c3 wants leave l
       s1 unseats c3 by l behind 1`,
    ),
    rejects(
      'exactly-once/left-out-of-place',
      'a leave before its join',
      `c1 broadcasts a
       s1 applies a at 1
       c1 c2 c3 deliver a at 1
       c4 wants join j
       s1 seats c4 by j behind 1
       c4 wants leave l
       s1 unseats c4 by l behind 0`,
    ),
    rejects('exactly-once/joined-unasked', 'a join that nobody asked for', `s1 seats c4 by j behind 0`),
    rejects(
      'exactly-once/joined-unasked',
      'a join by the request of somebody else',
      `c3 wants join j
       s1 seats c4 by j behind 0`,
    ),
    rejects(
      'exactly-once/joined-unasked',
      'a join by a request to leave',
      `c4 wants leave l
       s1 seats c4 by l behind 0`,
    ),
    rejects(
      'exactly-once/left-twice',
      'a leave that takes effect differently on two replicas',
      `c1 broadcasts a
       c3 wants leave l
       s1 unseats c3 by l behind 0
       s2 applies a at 1
       s2 unseats c3 by l behind 1`,
    ),
    rejects('exactly-once/left-unasked', 'a leave that nobody asked for', `s1 unseats c3 by l behind 0`),
    rejects(
      'exactly-once/left-unasked',
      'a leave from another room than was asked for',
      `c1 wants leave l in side
       s1 unseats c1 by l behind 0`,
    ),
  ],
  [
    accepts(
      'a volatile client delivers again in each incarnation',
      `c1 broadcasts a
       s1 applies a at 1
       c1 c2 c3 deliver a at 1
       c2 crashes
       c2 boots
       c2 delivers a at 1
       c2 crashes
       c2 boots
       c2 delivers a at 1`,
    ),
    accepts(
      'a durable client crashed between its record and its delivery, which counts',
      `c1 broadcasts a b c
       s1 applies a b c at 1
       c1 c3 deliver a b c at 1
       c2 delivers a at 1
       c2 crashes
       c2 boots
       c2 resumes 2
       c2 delivers c at 3`,
    ),
    accepts(
      'a durable client reports its cursor twice when it boots, room by room',
      `c1 broadcasts a
       s1 applies a at 1
       c1 c2 c3 deliver a at 1
       c2 crashes
       c2 boots
       c2 resumes 1
       c2 resumes 1
       c2 resumes 0 in side`,
    ),
    accepts(
      'a join behind what is not delivered yet, where replicas do not say what they apply',
      `c4 wants join j
       s1 seats c4 by j behind 2`,
      { observes: ['memberAt', 'leftAt'] },
    ),
    accepts(
      'every replica reports a join and a leave, again after each restart',
      `c1 broadcasts a
       c4 wants join j
       s1 s2 seat c4 by j behind 0
       s1 s2 apply a at 1
       c1 c2 c3 c4 deliver a at 1
       c4 wants leave l
       s1 s2 unseat c4 by l behind 1
       s2 crashes
       s2 boots
       s2 seats c4 by j behind 0
       s2 applies a at 1
       s2 unseats c4 by l behind 1`,
    ),
    accepts(
      'an unknown outcome, and the message stands nowhere',
      `c1 broadcasts a
       c1 learns a unknown`,
    ),
    accepts(
      'an unknown outcome, and the message stands once after all',
      `c1 broadcasts a
       c1 learns a unknown
       s1 applies a at 1
       c1 c2 c3 deliver a at 1
       c1 begins a
       c1 learns a accepted`,
    ),
    accepts(
      'two joins by two requests',
      `c4 wants join j1
       c4 wants leave l
       c4 wants join j2
       s1 seats c4 by j1 behind 0
       s1 unseats c4 by l behind 0
       s1 seats c4 by j2 behind 0
       c1 broadcasts a
       s1 applies a at 1
       c1 c2 c3 c4 deliver a at 1`,
    ),
    accepts(
      'the same texts under different tokens',
      `c1 broadcasts a1 a2
       s1 applies a1 a2 at 1
       c1 c2 c3 deliver a1 a2 at 1`,
    ),
  ],
);
