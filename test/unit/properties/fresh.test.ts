import { fresh } from '../../../src/properties/index.ts';
import { accepts, describeProperty, rejects } from '../../reference/property-suite.ts';

/** Two messages that everyone has. */
const two = `
  c1 broadcasts a b
  s1 s2 apply a b at 1
  c1 c2 c3 deliver a b at 1`;

describeProperty(
  fresh,
  [
    rejects(
      'fresh/stale',
      'a read that misses what was delivered',
      `${two}\n c2 reads 1 from 1\n c2 returns 1 from 1 items a head 1 oldest 1`,
    ),
    rejects(
      'fresh/stale',
      'a read that began without a word',
      `${two}\n c2 wants read 1 from 1\n c2 returns 1 from 1 items a head 1 oldest 1`,
    ),
    rejects('fresh/unasked', 'a read that nobody asked for', `${two}\n c2 returns 1 from 1 items a b head 2 oldest 1`),
    rejects(
      'fresh/unasked',
      'a read that another client was asked for',
      `${two}\n c1 reads 1 from 1\n c2 returns 1 from 1 items a b head 2 oldest 1`,
    ),
    rejects(
      'fresh/unasked',
      'a read that begins in another room',
      `${two}\n c1 wants read 1 from 1\n c1 starts 1 in side`,
    ),
    rejects(
      'fresh/stale',
      'a read that finds nothing',
      `${two}\n c2 reads 1 from 1\n c2 returns 1 from 1 items head 0 oldest 1`,
    ),
    rejects(
      'fresh/stale',
      'a read that misses what its own client was told is accepted',
      `c1 broadcasts a
       s1 applies a at 1
       c1 learns a accepted
       c1 reads 1 from 1
       c1 returns 1 from 1 items head 0 oldest 1
       c1 c2 c3 deliver a at 1`,
    ),
    rejects(
      'fresh/stale',
      'a read that misses what another client has read',
      `c1 broadcasts a
       s1 applies a at 1
       c1 reads 1 from 1
       c1 returns 1 from 1 items a head 1 oldest 1
       c2 reads 2 from 1
       c2 returns 2 from 1 items head 0 oldest 1
       c1 c2 c3 deliver a at 1`,
    ),
    rejects(
      'fresh/stale',
      'a read that misses what another read only said there was',
      `c1 broadcasts a b
       s1 applies a b at 1
       c1 reads 1 from 1
       c1 returns 1 from 1 items a head 2 oldest 1
       c2 reads 2 from 1
       c2 returns 2 from 1 items a head 1 oldest 1
       c1 c2 c3 deliver a b at 1`,
    ),
    rejects(
      'fresh/stale',
      'reads of one client that go back',
      `c1 broadcasts a
       s1 applies a at 1
       c1 reads 1 from 1
       c1 reads 2 from 1
       c1 returns 2 from 1 items a head 1 oldest 1
       c1 reads 3 from 1
       c1 returns 1 from 1 items head 0 oldest 1
       c1 returns 3 from 1 items head 0 oldest 1
       c1 c2 c3 deliver a at 1`,
    ),
    rejects(
      'fresh/stale',
      'a read that misses what was accepted, and got its place before the read returned',
      `c1 broadcasts a
       c1 learns a accepted
       c1 reads 1 from 1
       s1 applies a at 1
       c1 returns 1 from 1 items head 0 oldest 1
       c1 c2 c3 deliver a at 1`,
    ),
    rejects(
      'fresh/stale',
      'a read that misses what was accepted, and got its place after the read returned',
      `c1 broadcasts a
       c1 learns a accepted
       c1 reads 1 from 1
       c1 returns 1 from 1 items head 0 oldest 1
       s1 applies a at 1
       c1 c2 c3 deliver a at 1`,
    ),
    rejects(
      'fresh/stale',
      'the same, where replicas are silent',
      `c1 broadcasts a
       c1 learns a accepted
       c1 reads 1 from 1
       c1 returns 1 from 1 items head 0 oldest 1
       c1 c2 c3 deliver a at 1`,
      { observes: ['readStarted', 'readReturned'] },
    ),
    rejects(
      'fresh/stale',
      'a read in the other room that finds nothing',
      'c1 broadcasts a in side\n s1 applies a at 1 in side\n c1 c2 deliver a at 1 in side\n c1 reads 1 from 1 in side\n c1 returns 1 from 1 items head 0 oldest 1 in side',
    ),
    rejects(
      'fresh/differs',
      'a read in the wrong order',
      `${two}\n c2 reads 1 from 1\n c2 returns 1 from 1 items b a head 2 oldest 1`,
    ),
    rejects(
      'fresh/differs',
      'a read with other bytes',
      `${two}\n c2 reads 1 from 1\n c2 returns 1 from 1 items a b! head 2 oldest 1`,
    ),
    rejects(
      'fresh/differs',
      'a page that is off by one',
      `${two}\n c2 reads 1 from 2\n c2 returns 1 from 2 items a head 2 oldest 1`,
    ),
    rejects(
      'fresh/differs',
      'a read of what no replica has applied',
      'c1 broadcasts a\n c1 reads 1 from 1\n c1 returns 1 from 1 items a head 1 oldest 1',
    ),
    rejects(
      'fresh/differs',
      'a read of a message of another room',
      `${two}\n c1 broadcasts x in side\n c2 reads 1 from 2\n c2 returns 1 from 2 items x head 2 oldest 1`,
    ),
  ],
  [
    accepts('a read of everything', `${two}\n c2 reads 1 from 1\n c2 returns 1 from 1 items a b head 2 oldest 1`),
    accepts(
      'a read of a page, with the true head',
      `${two}\n c2 reads 1 from 1\n c2 returns 1 from 1 items a head 2 oldest 1`,
    ),
    accepts(
      'a read that misses what came after it began',
      `c1 broadcasts a
       c2 reads 1 from 1
       s1 applies a at 1
       c1 learns a accepted
       c1 c2 c3 deliver a at 1
       c2 returns 1 from 1 items head 0 oldest 1`,
    ),
    accepts(
      'a read that misses what was applied and nobody knows of',
      `c1 broadcasts a
       s1 applies a at 1
       c2 reads 1 from 1
       c2 returns 1 from 1 items head 0 oldest 1
       c1 c2 c3 deliver a at 1`,
    ),
    accepts(
      'a read beyond the end, and one after it',
      `${two}\n c2 reads 1 from 9\n c2 returns 1 from 9 items head 2 oldest 1\n c3 reads 2 from 1\n c3 returns 2 from 1 items a b head 2 oldest 1`,
    ),
    accepts(
      'two reads at once, answered in the other order',
      `${two}\n c2 reads 1 from 1\n c2 reads 2 from 2\n c2 returns 2 from 2 items b head 2 oldest 1\n c2 returns 1 from 1 items a b head 2 oldest 1`,
    ),
    accepts(
      'a read of what nobody has delivered yet, where replicas are silent',
      'c1 broadcasts a\n c1 reads 1 from 1\n c1 returns 1 from 1 items a head 1 oldest 1\n c1 c2 c3 deliver a at 1',
      { observes: ['readStarted', 'readReturned'] },
    ),
  ],
);
