import { persisted } from '../../../src/properties/index.ts';
import { accepts, describeProperty, rejects } from '../../reference/property-suite.ts';

/** Three messages that everyone has. */
const three = `
  c1 broadcasts a b c
  s1 applies a b c at 1
  c1 c2 c3 deliver a b c at 1
  healed
  settled`;

describeProperty(
  persisted,
  [
    rejects(
      'persisted/stored-differs',
      'a replica whose disk holds a message with other bytes',
      `c1 broadcasts a
       s1 s2 write a epoch 1
       s3 writes a! epoch 1
       s1 applies a at 1
       ended`,
    ),
    rejects(
      'persisted/accepted-unsecured',
      'accepted before any disk holds it',
      `c1 broadcasts a
       c1 learns a accepted`,
      { disks: true },
    ),
    rejects(
      'persisted/accepted-unsecured',
      'accepted when the leader alone holds it',
      `c1 broadcasts a
       s1 writes a epoch 1
       c1 learns a accepted
       s2 s3 write a epoch 1`,
    ),
    rejects(
      'persisted/accepted-unsecured',
      'accepted after a new leader cut it',
      `c1 broadcasts a
       s1 writes a epoch 1
       s1 cuts 1
       s2 writes a epoch 1
       s2 cuts 1
       c1 learns a accepted`,
    ),
    rejects(
      'persisted/accepted-unsecured',
      'accepted as a duplicate of a proposal that was dropped',
      `c1 broadcasts a b
       s1 writes a epoch 1
       s2 s3 write b epoch 2
       c1 learns a accepted`,
    ),
    rejects(
      'persisted/accepted-lost',
      'accepted, and never applied',
      `c1 broadcasts a b
       c1 learns a accepted
       s1 applies b at 1
       c1 c2 c3 deliver b at 1
       overdue`,
    ),
    rejects(
      'persisted/accepted-lost',
      'accepted, and never delivered, where replicas are silent',
      `c1 broadcasts a b
       c1 learns a accepted
       c1 c2 c3 deliver b at 1
       overdue`,
      { observes: [] },
    ),
    rejects(
      ['persisted/overwritten', 'ordered/applied-differs'],
      'another replica applies something else',
      `c1 broadcasts a b
       s1 applies a at 1
       s2 applies b at 1`,
    ),
    rejects(
      ['persisted/overwritten', 'ordered/applied-differs'],
      'a server forgets its newest message over a restart, and fills its place',
      `c1 broadcasts a b c
       s1 applies a b at 1
       c1 learns b accepted
       s1 crashes
       s1 boots
       s1 applies a c at 1`,
    ),
    rejects(
      ['persisted/overwritten', 'ordered/applied-differs'],
      'a replica that restored applies something else behind its snapshot',
      `c1 broadcasts a b c
       s1 applies a b at 1
       s2 restores 1
       s2 applies c at 2`,
    ),
    rejects(
      ['persisted/read-back-differs', 'fresh/differs'],
      'two messages come back the other way round',
      `${three}
       c1 reads 1 from 1
       c1 returns 1 from 1 items b a c head 3 oldest 1`,
    ),
    rejects(
      ['persisted/read-back-differs', 'fresh/differs'],
      'a message comes back with other bytes',
      `${three}
       c1 reads 1 from 1
       c1 returns 1 from 1 items a b c! head 3 oldest 1`,
    ),
    rejects(
      ['persisted/read-back-differs', 'fresh/differs'],
      'messages come back at other positions',
      `${three}
       c1 reads 1 from 2
       c1 returns 1 from 2 items a b head 3 oldest 1`,
    ),
    rejects(
      ['persisted/read-back-differs', 'fresh/differs'],
      'more comes back than was ever applied',
      `${three}
       c1 broadcasts d
       c1 reads 1 from 1
       c1 returns 1 from 1 items a b c d head 4 oldest 1`,
    ),
    rejects(
      ['persisted/read-back-differs', 'fresh/differs'],
      'a page brings more than its own head, and than was ever applied',
      `${three}
       c1 reads 1 from 3
       c1 returns 1 from 3 items c c head 3 oldest 1`,
    ),
    rejects(
      'persisted/read-back-differs',
      'a head beyond what was ever applied',
      `${three}
       c1 reads 1 from 1
       c1 returns 1 from 1 items a b c head 4 oldest 1`,
    ),
    rejects(
      ['persisted/read-back-differs', 'fresh/differs'],
      'two messages come back the other way round, where replicas are silent',
      `c1 broadcasts a b
       c1 c2 c3 deliver a b at 1
       settled
       c1 reads 1 from 1
       c1 returns 1 from 1 items b a head 2 oldest 1`,
      { observes: ['readStarted', 'readReturned'] },
    ),
    rejects(
      'persisted/read-back-short',
      'the page of the last message is empty',
      `${three}
       c1 reads 1 from 3
       c1 returns 1 from 3 items head 3 oldest 1`,
    ),
    rejects(
      ['persisted/read-back-short', 'fresh/stale'],
      'the end is missing',
      `${three}
       c1 reads 1 from 1
       c1 returns 1 from 1 items a b head 2 oldest 1`,
    ),
    rejects(
      ['persisted/read-back-short', 'fresh/stale'],
      'everything is gone',
      `${three}
       c1 reads 1 from 1
       c1 returns 1 from 1 items head 0 oldest 1`,
    ),
    rejects(
      'persisted/read-back-short',
      'the beginning is missing',
      `${three}
       c1 reads 1 from 1
       c1 returns 1 from 2 items b c head 3 oldest 2`,
    ),
    rejects(
      'persisted/read-back-short',
      'less is kept than retention demands',
      `${three}
       c1 reads 1 from 1
       c1 returns 1 from 3 items c head 3 oldest 3`,
      { retention: 2 },
    ),
    rejects(
      'persisted/read-back-short',
      'an empty page is taken for the end',
      `${three}
       c1 reads 1 from 2
       c1 returns 1 from 2 items head 3 oldest 1`,
    ),
    rejects(
      'persisted/read-back-short',
      'a page begins behind what was asked for',
      `${three}
       c1 reads 1 from 1
       c1 returns 1 from 2 items b c head 3 oldest 1`,
    ),
  ],
  [
    accepts(
      'a room comes back whole',
      `${three}
       c1 reads 1 from 1
       c1 returns 1 from 1 items a b c head 3 oldest 1`,
    ),
    accepts(
      'a room comes back in pages',
      `${three}
       c1 reads 1 from 1
       c1 returns 1 from 1 items a head 3 oldest 1
       c1 reads 2 from 2
       c1 returns 2 from 2 items b c head 3 oldest 1`,
    ),
    accepts(
      'a room comes back from the oldest message that retention keeps',
      `${three}
       c1 reads 1 from 1
       c1 returns 1 from 2 items b c head 3 oldest 2`,
      { retention: 2 },
    ),
    accepts(
      'more may be kept than retention demands',
      `${three}
       c1 reads 1 from 1
       c1 returns 1 from 1 items a b c head 3 oldest 1`,
      { retention: 2 },
    ),
    accepts(
      'an empty room comes back empty',
      `${three}
       c1 reads 1 from 1 in side
       c1 returns 1 from 1 items head 0 oldest 1`,
    ),
    accepts(
      'a read that began before everything settled is no read-back',
      `c1 reads 1 from 1
       ${three}
       c1 returns 1 from 1 items head 0 oldest 1`,
    ),
    accepts(
      'accepted once a majority of disks holds it',
      `c1 broadcasts a
       s1 s2 write a epoch 1
       c1 learns a accepted
       s3 writes a epoch 1
       s1 s2 s3 apply a at 1
       c1 c2 c3 deliver a at 1`,
    ),
    accepts(
      'what is refused or unknown need not be secured',
      `c1 broadcasts a b
       c1 learns a refused
       c1 learns b unknown`,
      { disks: true },
    ),
    accepts(
      'accepted in a room without members, where replicas are silent',
      `c1 broadcasts a in attic
       c1 learns a accepted in attic`,
      { observes: [] },
    ),
    accepts(
      'more comes back than anyone delivered, where replicas are silent',
      `c1 broadcasts a b
       c1 c2 c3 deliver a at 1
       settled
       c1 reads 1 from 1
       c1 returns 1 from 1 items a b head 2 oldest 1`,
      { observes: ['readStarted', 'readReturned'] },
    ),
    accepts(
      'everyone restarts and applies the same again',
      `c1 broadcasts a b
       s1 s2 apply a b at 1
       c1 learns b accepted
       s1 s2 crash
       s1 s2 boot
       s1 s2 apply a b at 1
       c1 c2 c3 deliver a b at 1`,
    ),
    accepts(
      'an unknown message is lost',
      `c1 broadcasts a b
       c1 learns a unknown
       s1 applies b at 1
       c1 c2 c3 deliver b at 1`,
    ),
  ],
);
