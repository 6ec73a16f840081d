import { answered } from '../../../src/properties/index.ts';
import { accepts, describeProperty, rejects } from '../../reference/property-suite.ts';

const late = 'answered/late';

/** A message that everyone has, but for what became of it. */
const delivered = `
  c1 broadcasts a
  s1 s2 s3 apply a at 1
  c1 c2 c3 deliver a at 1`;

describeProperty(
  answered,
  [
    rejects(late, 'an outcome that comes after six seconds', `${delivered}\n waits 6000\n c1 learns a accepted`),
    rejects(late, 'a refusal that comes after six seconds', 'c1 broadcasts a\n waits 6000\n c1 learns a refused'),
    rejects(
      late,
      'an outcome long after a crash that was over soon',
      `s1 crashes\n ${delivered}\n s1 boots\n waits 6000\n c1 learns a accepted`,
    ),
    rejects(
      late,
      'an outcome that is late while another client is down',
      `c2 crashes\n ${delivered}\n waits 6000\n c1 learns a accepted`,
    ),
    rejects(
      late,
      'an outcome that is late while others are cut off',
      `severs c2 from s1\n ${delivered}\n waits 6000\n c1 learns a accepted`,
    ),
    rejects(
      late,
      'no outcome for six seconds, then a crash, then an outcome',
      `${delivered}\n waits 6000\n s2 crashes\n s2 boots\n c1 learns a accepted`,
    ),
    rejects(
      late,
      'no outcome for six seconds, then a pause',
      `${delivered}\n waits 6000\n s2 pauses\n s2 unpauses\n c1 learns a accepted`,
    ),
    rejects(
      late,
      'no outcome for six seconds, then something hinders a server',
      `${delivered}\n waits 6000\n s2 hinders\n s2 unhinders\n c1 learns a accepted`,
    ),
    rejects(
      late,
      'an outcome that is late long after nothing hinders anyone any more',
      `s2 hinders\n s2 hinders\n s2 unhinders\n s2 unhinders\n ${delivered}\n waits 6000\n c1 learns a accepted`,
    ),
    rejects(
      late,
      'no outcome for six seconds, then a cut',
      `${delivered}\n waits 6000\n severs c1 from s1\n mends\n c1 learns a accepted`,
    ),
    rejects(
      late,
      'no outcome for six seconds, then its user disconnects',
      `${delivered}\n waits 6000\n c1 wants disconnect\n c1 wants connect\n c1 learns a accepted`,
    ),
    rejects('answered/unknown', 'nobody knows, though nothing failed', `${delivered}\n c1 learns a unknown`),
    rejects(
      'answered/unknown',
      'nobody knows, though all failures were before',
      `s1 crashes\n s1 boots\n ${delivered}\n c1 learns a unknown`,
    ),
    rejects('answered/unknown', 'nobody knows, after heal', 'healed\n c1 broadcasts a\n c1 learns a unknown'),
    rejects('answered/unresolved', 'no outcome after heal', `${delivered}\n healed\n overdue`),
    rejects('answered/unresolved', 'no outcome of what was never begun', 'c1 asks a\n healed\n overdue'),
    rejects(
      'answered/unresolved',
      'the outcome goes to somebody else',
      `${delivered}\n c2 learns a accepted\n healed\n overdue`,
    ),
    rejects(
      'answered/unresolved',
      'no outcome of what was asked for while disconnected',
      `c1 wants disconnect\n ${delivered}\n c1 wants connect\n healed\n overdue`,
    ),
    rejects(
      'answered/probe-unaccepted',
      'a probe without an outcome',
      'healed\n c1 broadcasts probe-general-c1\n overdue',
    ),
    rejects(
      'answered/probe-unaccepted',
      'a probe that is refused',
      'healed\n c1 broadcasts probe-general-c1\n c1 learns probe-general-c1 refused\n overdue',
    ),
    rejects(
      'answered/probe-undelivered',
      'a probe that is accepted and nobody delivers',
      'healed\n c1 broadcasts probe-general-c1\n s1 applies probe-general-c1 at 1\n c1 learns probe-general-c1 accepted\n overdue',
    ),
    rejects(
      'answered/probe-undelivered',
      'a probe that nobody delivers, though someone joined in time',
      'c4 wants join j in attic\n s1 seats c4 by j behind 0 in attic\n healed\n c4 broadcasts probe-attic-c4 in attic\n s1 applies probe-attic-c4 at 1 in attic\n c4 learns probe-attic-c4 accepted in attic\n overdue',
    ),
    rejects('answered/join-unreported', 'a join that takes no effect', 'c4 wants join j\n healed\n overdue'),
    rejects(
      'answered/join-unreported',
      'a join that takes effect in another room',
      'c4 wants join j in side\n c4 wants join k\n s1 seats c4 by k behind 0\n healed\n overdue',
    ),
    rejects('answered/leave-unreported', 'a leave that takes no effect', 'c2 wants leave l\n healed\n overdue'),
    rejects(
      'answered/leave-unreported',
      'a join that is reported, and a leave that is not',
      'c4 wants join j\n c4 wants leave l\n s1 seats c4 by j behind 0\n healed\n overdue',
    ),
    rejects('answered/read-unreturned', 'a read that returns nothing', 'c1 reads 1 from 1\n healed\n overdue'),
    rejects(
      ['answered/read-unreturned', 'fresh/unasked'],
      'a read that returns to somebody else',
      'c1 reads 1 from 1\n c2 returns 1 from 1 items head 0 oldest 1\n healed\n overdue',
    ),
    rejects(
      ['answered/join-unreported', 'exactly-once/joined-unasked'],
      'a join that is reported for another room',
      'c4 wants join j\n s1 seats c4 by j behind 0 in side\n healed\n overdue',
    ),
    rejects(
      ['answered/leave-unreported', 'exactly-once/joined-unasked'],
      'a leave that is reported as a join',
      'c2 wants leave l\n s1 seats c2 by l behind 0\n healed\n overdue',
    ),
  ],
  [
    accepts('an outcome at once', `${delivered}\n c1 learns a accepted`),
    accepts('a refusal', 'c1 broadcasts a\n c1 learns a refused'),
    accepts('an outcome after four seconds', `${delivered}\n waits 4000\n c1 learns a accepted`),
    accepts(
      'an outcome that was late because a server was down',
      `${delivered}\n s1 crashes\n waits 60000\n s1 boots\n waits 4000\n c1 learns a accepted`,
    ),
    accepts(
      'an outcome that was late because something made a server late, and something else still does',
      `${delivered}\n s3 hinders\n s3 hinders\n s3 unhinders\n waits 60000\n s3 unhinders\n c1 learns a accepted`,
    ),
    accepts(
      'an outcome that was late because the client was late, and then paused as well',
      `${delivered}\n c1 hinders\n c1 pauses\n c1 unpauses\n waits 60000\n c1 unhinders\n c1 learns a accepted`,
    ),
    accepts(
      'an outcome that was late because a server was frozen',
      `${delivered}\n s3 pauses\n waits 60000\n s3 unpauses\n waits 4000\n c1 learns a accepted`,
    ),
    accepts(
      'an outcome that is late while the disk of a server stalls',
      `${delivered}\n s3 hinders\n waits 60000\n s3 unhinders\n waits 4000\n c1 learns a accepted`,
    ),
    accepts(
      'an outcome that is late while a disk stalls whose node was paused and went on',
      `${delivered}\n s3 hinders\n s3 hinders\n s3 pauses\n s3 unpauses\n s3 unhinders\n waits 60000\n s3 unhinders\n c1 learns a accepted`,
    ),
    accepts(
      'an outcome that was late because the client was cut off',
      `${delivered}\n severs s1 from c1\n waits 60000\n mends\n waits 4000\n c1 learns a accepted`,
    ),
    accepts(
      'an outcome that was late because servers were cut off',
      `${delivered}\n severs s1 from s2+s3\n waits 60000\n mends\n waits 4000\n c1 learns a accepted`,
    ),
    accepts(
      'an outcome that was late because its user was disconnected',
      `${delivered}\n c1 wants disconnect\n waits 60000\n c1 wants connect\n waits 4000\n c1 learns a accepted`,
    ),
    accepts('nobody knows, after a crash', `${delivered}\n s1 crashes\n s1 boots\n c1 learns a unknown`),
    accepts('nobody knows, during a cut', `severs c1 from s2\n ${delivered}\n c1 learns a unknown\n mends`),
    accepts(
      'nobody knows at first, after a crash, and then it is accepted',
      `${delivered}\n s1 crashes\n c1 learns a unknown\n s1 boots\n c1 learns a accepted`,
    ),
    accepts(
      'a client that crashes is told nothing',
      `${delivered}\n c1 reads 1 from 1\n c1 crashes\n c1 boots\n c1 delivers a at 1`,
    ),
    accepts(
      'a join and a leave',
      'c4 wants join j\n s1 seats c4 by j behind 0\n c4 wants leave l\n s1 unseats c4 by l behind 0',
    ),
    accepts('a join where none is reported', 'c4 wants join j', { observes: ['applied'] }),
    accepts('a read where none is reported', 'c1 reads 1 from 1', { observes: ['applied'] }),
    accepts(
      'a probe that is accepted and delivered',
      'healed\n c1 broadcasts probe-general-c1\n s1 applies probe-general-c1 at 1\n c1 c2 c3 deliver probe-general-c1 at 1\n c1 learns probe-general-c1 accepted',
    ),
    accepts(
      'a probe that is due to nobody, and that nobody delivers',
      'healed\n c4 broadcasts probe-attic-c4 in attic\n s1 applies probe-attic-c4 at 1 in attic\n c4 learns probe-attic-c4 accepted in attic',
    ),
    accepts(
      'a probe that nobody delivers, because its only member joined behind it',
      'healed\n c4 broadcasts probe-attic-c4 in attic\n s1 applies probe-attic-c4 at 1 in attic\n c4 learns probe-attic-c4 accepted in attic\n c4 wants join j in attic\n s1 seats c4 by j behind 1 in attic',
    ),
    accepts(
      'a probe that nobody delivers, because it is beyond retention by then',
      'healed\n c4 broadcasts probe-attic-c4 in attic\n c5 broadcasts probe-attic-c5 in attic\n c4 wants join j in attic\n s1 seats c4 by j behind 0 in attic\n s1 applies probe-attic-c4 probe-attic-c5 at 1 in attic\n c4 learns probe-attic-c4 accepted in attic\n c5 learns probe-attic-c5 accepted in attic\n c4 truncates 1..1 in attic\n c4 delivers probe-attic-c5 at 2 in attic',
      { retention: 1 },
    ),
    accepts('a read-back that has not returned yet', 'settled\n c1 reads 1 from 1'),
    accepts(
      'an outcome that was late because one of two servers was still down',
      `${delivered}\n s2 s3 crash\n s2 boots\n waits 60000\n c1 learns a accepted\n s3 boots`,
    ),
  ],
);
