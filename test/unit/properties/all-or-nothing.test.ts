import { allOrNothing } from '../../../src/properties/index.ts';
import { accepts, describeProperty, rejects } from '../../reference/property-suite.ts';

describeProperty(
  allOrNothing,
  [
    rejects(
      'all-or-nothing/applied-unsecured',
      'a leader that applies what is on its own disk alone',
      `c1 broadcasts a
       s1 writes a epoch 1
       s1 applies a at 1`,
    ),
    rejects(
      'all-or-nothing/applied-unsecured',
      'a message that its first holder cut before it had a second',
      `c1 broadcasts a
       s1 writes a epoch 1
       s1 cuts 1
       s2 writes a epoch 1
       s2 applies a at 1`,
    ),
    rejects(
      'all-or-nothing/applied-unsecured',
      'two leaders: the same index, another epoch, is not the same slot',
      `c1 broadcasts a b
       s1 writes a epoch 1
       s2 s3 write b epoch 2
       s1 applies a at 1`,
    ),
    rejects(
      'all-or-nothing/applied-unsecured',
      'half of two voters is no majority',
      `c1 broadcasts a
       s1 s2 vote s1+s2 epoch 1
       s1 writes a epoch 1
       s1 applies a at 1`,
    ),
    rejects(
      'all-or-nothing/applied-unsecured',
      'what stands beneath it is secured, it is not',
      `c1 broadcasts a b
       s1 s2 write a epoch 1
       s1 writes b epoch 1
       s1 applies a b at 1`,
    ),
    rejects(
      'all-or-nothing/applied-unsecured',
      'while a change is joint, a majority of one set only',
      `c1 broadcasts a
       s1 s2 vote s1+s2 s3 epoch 1
       s1 s2 write a epoch 1
       s1 applies a at 1`,
    ),
    rejects(
      'all-or-nothing/applied-unsecured',
      'a majority of the old voters, when the new ones are in force',
      `c1 broadcasts a
       s1 s2 vote s3 epoch 1
       s1 s2 write a epoch 1
       s1 applies a at 1`,
    ),
    rejects(
      'all-or-nothing/delivered-unsecured',
      'a server that delivers what a minority of disks holds, where replicas are silent',
      `c1 broadcasts a
       s1 writes a epoch 1
       c1 c2 c3 deliver a at 1`,
      { observes: [] },
    ),
    rejects(
      ['all-or-nothing/delivered-unsecured', 'all-or-nothing/applied-unsecured'],
      'a server that applies and delivers what no disk holds',
      `c1 broadcasts a
       s1 applies a at 1
       c2 delivers a at 1`,
      { disks: true },
    ),
    rejects(
      'all-or-nothing/undelivered',
      'one member lacks what the others delivered',
      `c1 broadcasts a b
       s1 applies a b at 1
       c1 c2 deliver a b at 1
       c3 delivers a at 1
       overdue`,
    ),
    rejects(
      'all-or-nothing/undelivered',
      'who delivered crashed, and everyone else lacks it',
      `c1 broadcasts a
       s1 applies a at 1
       c2 delivers a at 1
       c2 crashes
       overdue`,
    ),
    rejects(
      ['all-or-nothing/undelivered', 'ordered/gap'],
      'a member that skipped a message and goes on',
      `c1 broadcasts a b c
       s1 applies a b c at 1
       c1 c2 deliver a b c at 1
       c3 delivers a at 1
       c3 delivers c at 3
       overdue`,
    ),
    rejects(
      ['all-or-nothing/undelivered', 'ordered/differs'],
      'a member that delivers something else instead',
      `c1 broadcasts a b c
       s1 applies a b c at 1
       c1 c2 deliver a b c at 1
       c3 delivers a c at 1
       overdue`,
    ),
    rejects(
      'all-or-nothing/undelivered',
      'a member that joined lacks what follows its join',
      `c1 broadcasts a b
       c4 wants join j
       s1 applies a at 1
       s1 seats c4 by j behind 1
       s1 applies b at 2
       c1 c2 c3 deliver a b at 1
       overdue`,
    ),
    rejects(
      'all-or-nothing/undelivered',
      'a member that joined again lacks what follows its second join',
      `c1 broadcasts a b
       s1 applies a at 1
       c3 wants leave l
       c3 wants join j
       s1 unseats c3 by l behind 1
       s1 seats c3 by j behind 1
       s1 applies b at 2
       c1 c2 deliver a b at 1
       overdue`,
    ),
    rejects(
      'all-or-nothing/undelivered',
      'a member that is told too early that something is truncated',
      `c1 broadcasts a b c
       s1 applies a b c at 1
       c1 c2 deliver a b c at 1
       c3 delivers a at 1
       c3 truncates 2..3
       overdue`,
      { retention: 2 },
    ),
    rejects(
      'all-or-nothing/undelivered',
      'a durable client has in its store what nobody else gets',
      `c1 broadcasts a
       s1 applies a at 1
       c2 crashes
       c2 boots
       c2 resumes 1
       overdue`,
    ),
    rejects(
      'all-or-nothing/undelivered',
      'a reader that misses a message where replicas are silent',
      `c1 broadcasts a b
       c1 c2 deliver a b at 1
       c3 delivers a at 1
       overdue`,
      { observes: [] },
    ),
    rejects(
      'all-or-nothing/unapplied',
      'a replica that stays behind',
      `c1 broadcasts a b
       s1 s2 apply a b at 1
       s3 applies a at 1
       c1 c2 c3 deliver a b at 1
       overdue`,
    ),
    rejects(
      'all-or-nothing/undelivered',
      'a store with a hole: what is held beyond it was delivered, and what is missing was not',
      `c1 broadcasts a b c
       s1 applies a b c at 1
       c1 c2 deliver a b c at 1
       c3 writes b epoch 0
       c3 boots
       c3 resumes 2
       c3 delivers c at 3
       overdue`,
      { disks: false, stores: ['c3'] },
    ),
    rejects(
      'all-or-nothing/unapplied',
      'a replica of the shard that reports of other rooms only',
      `c1 broadcasts a
       c1 broadcasts b in side
       s1 s2 apply a at 1
       s1 applies b at 1 in side
       c1 c2 c3 deliver a at 1
       c1 c2 deliver b at 1 in side
       overdue`,
    ),
    rejects(
      ['all-or-nothing/unapplied', 'ordered/unplaced'],
      'what no replica has applied',
      `c1 broadcasts a
       c1 c2 c3 deliver a at 1
       overdue`,
    ),
    rejects(
      'all-or-nothing/unapplied',
      'a voter that never applies anything',
      `c1 broadcasts a
       s1 s2 s3 write a epoch 1
       s1 s2 apply a at 1
       c1 c2 c3 deliver a at 1
       overdue`,
    ),
    rejects(
      'all-or-nothing/delivered-to-stranger',
      'a client that is no member',
      `c1 broadcasts a
       s1 applies a at 1
       c4 delivers a at 1`,
    ),
    rejects(
      'all-or-nothing/delivered-to-stranger',
      'a member gets what stands before its join',
      `c1 broadcasts a b
       c4 wants join j
       s1 applies a b at 1
       s1 seats c4 by j behind 2
       c4 delivers b at 2`,
    ),
    rejects(
      'all-or-nothing/delivered-to-stranger',
      'a member gets what stands behind its leave',
      `c1 broadcasts a b
       c3 wants leave l
       s1 applies a at 1
       s1 unseats c3 by l behind 1
       s1 applies b at 2
       c3 delivers a b at 1`,
    ),
    rejects(
      'all-or-nothing/delivered-to-stranger',
      'a member gets what stands between two of its intervals',
      `c1 broadcasts a b c
       c3 wants leave l
       s1 applies a at 1
       s1 unseats c3 by l behind 1
       s1 applies b at 2
       c3 wants join j
       s1 seats c3 by j behind 2
       s1 applies c at 3
       c3 delivers a b c at 1`,
    ),
    rejects(
      'all-or-nothing/delivered-to-stranger',
      'a leave is reported after something behind it was delivered',
      `c1 broadcasts a b
       c3 wants leave l
       s1 applies a b at 1
       c3 delivers a b at 1
       s1 unseats c3 by l behind 1`,
    ),
    rejects(
      'all-or-nothing/refused-yet-applied',
      'a refused message is committed all the same',
      `c1 broadcasts a
       c1 learns a refused
       s1 applies a at 1`,
    ),
    rejects(
      'all-or-nothing/refused-yet-applied',
      'a committed message is refused',
      `c1 broadcasts a
       s1 applies a at 1
       c1 learns a refused`,
    ),
    rejects(
      'all-or-nothing/refused-yet-delivered',
      'a refused message is delivered all the same',
      `c1 broadcasts a
       c1 learns a refused
       c2 delivers a at 1`,
      { observes: [] },
    ),
    rejects(
      'all-or-nothing/refused-yet-delivered',
      'a delivered message is refused',
      `c1 broadcasts a
       c2 delivers a at 1
       c1 learns a refused`,
      { observes: [] },
    ),
    rejects(
      'all-or-nothing/outcome-changed',
      'accepted, then refused',
      `c1 broadcasts a
       c1 learns a accepted
       c1 learns a refused`,
    ),
    rejects(
      'all-or-nothing/outcome-changed',
      'accepted, then unknown, then refused',
      `c1 broadcasts a
       c1 learns a accepted
       c1 learns a unknown
       c1 learns a refused`,
    ),
    rejects(
      'all-or-nothing/outcome-changed',
      'refused, then accepted',
      `c1 broadcasts a
       c1 learns a refused
       c1 learns a accepted`,
    ),
  ],
  [
    accepts(
      'a member and a replica that are gone for good lack what the others have',
      `c1 broadcasts a b
       s1 s2 apply a b at 1
       s3 applies a at 1
       s3 wipes
       c3 delivers a at 1
       c3 wipes
       c1 c2 deliver a b at 1
       overdue`,
    ),
    accepts(
      'a replica that heal does not cover, though it runs, lacks what the others have',
      `c1 broadcasts a b
       s1 s2 s3 apply a at 1
       s3 retires
       s1 s2 apply b at 2
       c1 c2 c3 deliver a b at 1
       healed
       overdue`,
    ),
    accepts(
      'a message on a majority of disks',
      `c1 broadcasts a
       s1 s3 write a epoch 1
       s1 s2 s3 apply a at 1
       c1 c2 c3 deliver a at 1`,
    ),
    accepts(
      'a message secured by a later slot, under the voters in force there',
      `c1 broadcasts a
       s1 writes a epoch 1
       s1 votes s1 epoch 1
       s1 applies a at 1
       c1 c2 c3 deliver a at 1`,
    ),
    accepts(
      'a message secured by a slot between it and everyone’s diverging ends',
      `c1 broadcasts a b x y
       s1 writes a epoch 1
       s1 s2 vote s2+s3 epoch 1
       s2 cuts 1
       s2 s3 write a epoch 1
       s2 s3 vote s2+s3 epoch 1
       s2 s3 write b epoch 1
       s2 writes x epoch 2
       s3 writes y epoch 3
       s2 s3 apply a b at 1`,
    ),
    accepts(
      'both majorities while a change is joint',
      `c1 broadcasts a
       s1 s2 s3 vote s1+s2 s3 epoch 1
       s1 s2 s3 write a epoch 1
       s1 s2 s3 apply a at 1
       c1 c2 c3 deliver a at 1`,
    ),
    accepts(
      'what was secured once stays so, whatever becomes of the disks',
      `c1 broadcasts a
       s1 s2 s3 write a epoch 1
       s1 s2 s3 apply a at 1
       s2 s3 cut 1
       c1 c2 c3 deliver a at 1
       c1 learns a accepted
       s2 s3 write a epoch 1`,
    ),
    accepts(
      'what a quorum held once is secured, though all cut it or put it under a snapshot before anyone acts',
      `c1 broadcasts a b
       s1 s2 write a b epoch 1
       s1 s2 snapshot 1
       s1 s2 cut 2
       s1 s2 s3 apply a b at 1
       c1 c2 c3 deliver a b at 1`,
    ),
    accepts(
      'what a log holds below its end is secured by another that ends there',
      `c1 broadcasts a b
       s2 writes a epoch 1
       s1 writes a b epoch 1
       s1 s2 cut 1
       s1 s2 s3 apply a at 1
       c1 c2 c3 deliver a at 1`,
    ),
    accepts(
      'a slot below both ends of logs that differ above it',
      `c1 broadcasts a b x
       s2 writes a epoch 1
       s2 writes x epoch 2
       s1 writes a b epoch 1
       s1 s2 s3 apply a at 1
       c1 c2 c3 deliver a at 1`,
    ),
    accepts(
      'what was applied may go under a snapshot before it is delivered',
      `c1 broadcasts a b
       s1 s2 s3 write a b epoch 1
       s1 s2 s3 apply a b at 1
       s1 s2 s3 snapshot 2
       c1 c2 c3 deliver a b at 1`,
    ),
    accepts(
      'figure 8: a message on a majority of disks that nobody applied is overwritten',
      `c1 broadcasts a b
       s1 s2 write a epoch 1
       s1 s2 cut 1
       s1 s2 s3 write b epoch 2
       s1 s2 s3 apply b at 1
       c1 c2 c3 deliver b at 1`,
    ),
    accepts(
      'what a shorter log holds, behind the cut of a longer one that a quorum held',
      `c1 broadcasts a b c
       s1 s2 write a b epoch 1
       s1 s2 cut 1
       s1 s2 write c epoch 2
       s1 s2 s3 apply c at 1
       c1 c2 c3 deliver c at 1`,
    ),
    accepts(
      'a replica that votes no more is left behind, with the end of an older leader’s log',
      `c1 broadcasts a b x
       s1 s2 s3 write a epoch 1
       s1 s2 s3 apply a at 1
       s1 writes x x x x epoch 1
       s2 s3 vote s2+s3 epoch 2
       s2 s3 write b epoch 2
       s2 s3 apply b at 2
       c1 c2 c3 deliver a b at 1`,
    ),
    accepts(
      'a replica that votes no more is left behind, with a shorter log',
      `c1 broadcasts a b
       s1 s2 s3 write a epoch 1
       s1 s2 s3 apply a at 1
       s2 s3 vote s2+s3 epoch 1
       s2 s3 write b epoch 1
       s2 s3 apply b at 2
       c1 c2 c3 deliver a b at 1`,
    ),
    accepts(
      'a replica that votes no more is left behind',
      `c1 broadcasts a b
       s1 s2 s3 write a epoch 1
       s1 s2 s3 apply a at 1
       s1 s2 vote s1+s2 epoch 1
       s1 s2 write b epoch 1
       s1 s2 apply b at 2
       c1 c2 c3 deliver a b at 1`,
    ),
    accepts(
      'where replicas are silent, nobody says that they did not apply',
      `c1 broadcasts a
       s1 s2 write a epoch 1
       c1 c2 c3 deliver a at 1`,
      { observes: [] },
    ),
    accepts(
      'a replica covers by a snapshot what others applied',
      `c1 broadcasts a b
       s1 s2 apply a b at 1
       s3 restores 2
       c1 c2 c3 deliver a b at 1`,
    ),
    accepts(
      'nothing is due from the moment on at which a client asks to leave',
      `c1 broadcasts a b
       s1 applies a b at 1
       c3 delivers a at 1
       c3 wants leave l
       c1 c2 deliver a b at 1
       s1 unseats c3 by l behind 2`,
    ),
    accepts(
      'between its wish to leave and its leave a client may still deliver',
      `c1 broadcasts a b
       c3 wants leave l
       s1 applies a b at 1
       s1 unseats c3 by l behind 2
       c1 c2 c3 deliver a b at 1`,
    ),
    accepts(
      'a join overtaken by a wish to leave obliges nobody',
      `c1 broadcasts a b
       c4 wants join j
       c4 wants leave l
       s1 seats c4 by j behind 0
       s1 applies a at 1
       s1 unseats c4 by l behind 1
       c1 c2 c3 deliver a at 1`,
    ),
    accepts(
      'a member is not due what stands before its join',
      `c1 broadcasts a b
       c4 wants join j
       s1 applies a at 1
       s1 seats c4 by j behind 1
       c1 c2 c3 deliver a at 1`,
    ),
    accepts(
      'a client that joined behind what nobody had delivered yet owes nothing for it',
      `c1 broadcasts a b c
       s1 applies a b at 1
       c4 wants join j
       s1 seats c4 by j behind 2
       c1 c2 c3 deliver a b at 1
       s1 applies c at 3
       c1 c2 c3 c4 deliver c at 3`,
    ),
    accepts(
      'what is truncated beyond retention is not due',
      `c1 broadcasts a b c
       s1 applies a b c at 1
       c1 c2 deliver a b c at 1
       c3 truncates 1..2
       c3 delivers c at 3`,
      { retention: 1 },
    ),
    accepts(
      'what a durable client holds counts as delivered',
      `c1 broadcasts a
       s1 applies a at 1
       c1 c3 deliver a at 1
       c2 crashes
       c2 boots
       c2 resumes 1`,
    ),
    accepts(
      'what a client says it holds of a room in which it is no member binds nobody',
      `c1 broadcasts a
       s1 applies a at 1
       c4 crashes
       c4 boots
       c4 resumes 1`,
    ),
    accepts(
      'what was delivered in any life of a volatile client was delivered',
      `c1 broadcasts a b
       s1 applies a b at 1
       c1 c2 c3 deliver a b at 1
       c3 crashes
       c3 boots
       c3 delivers a at 1`,
    ),
    accepts(
      'what was refused is delivered nowhere',
      `c1 broadcasts a b
       c1 learns a refused
       s1 applies b at 1
       c1 c2 c3 deliver b at 1`,
    ),
    accepts(
      'accepted is said twice, and a later unknown takes nothing back',
      `c1 broadcasts a
       s1 applies a at 1
       c1 learns a unknown
       c1 learns a accepted
       c1 learns a accepted
       c1 learns a unknown`,
    ),
    accepts(
      'a client that asked to join where joins are not reported',
      `c1 broadcasts a b
       c4 wants join j
       s1 applies a b at 1
       c1 c2 c3 deliver a b at 1
       c4 delivers b at 2`,
      { observes: ['applied'] },
    ),
  ],
);
