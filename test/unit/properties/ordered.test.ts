import { ordered } from '../../../src/properties/index.ts';
import { accepts, describeProperty, rejects } from '../../reference/property-suite.ts';

describeProperty(
  ordered,
  [
    rejects(
      'ordered/applied-gap',
      'a replica that begins at 2',
      `c1 broadcasts a b
       s1 applies a at 1
       s2 applies b at 2`,
    ),
    rejects(
      'ordered/applied-gap',
      'a replica that goes on after a restart as if it had kept its memory',
      `c1 broadcasts a b
       s1 applies a b at 1
       s1 crashes
       s1 boots
       s1 applies b at 2`,
    ),
    rejects(
      'ordered/applied-gap',
      'a replica that applies once more what its snapshot covers',
      `c1 broadcasts a b c
       s1 applies a b c at 1
       s2 restores 2
       s2 applies b at 2`,
    ),
    rejects(
      'ordered/applied-gap',
      'a replica that applies a position twice in one incarnation',
      `c1 broadcasts a
       s1 applies a at 1
       s1 applies a at 1`,
    ),
    rejects(
      'ordered/applied-gap',
      'a replica that counts from 0',
      `c1 broadcasts a
       s1 applies a at 0`,
    ),
    rejects(
      ['ordered/applied-differs', 'persisted/overwritten'],
      'two replicas that disagree',
      `c1 broadcasts a
       c2 broadcasts b
       s1 applies a b at 1
       s2 applies b a at 1`,
    ),
    rejects(
      ['ordered/applied-differs', 'exactly-once/bytes-changed', 'persisted/overwritten'],
      'a replica that applies other bytes under the same token',
      `c1 broadcasts a
       s1 applies a at 1
       s2 applies a! at 1`,
    ),
    rejects(
      'ordered/gap',
      'a client that skips a position',
      `c1 broadcasts a b c
       s1 applies a b c at 1
       c2 delivers a at 1
       c2 delivers c at 3`,
    ),
    rejects(
      'ordered/gap',
      'a client that begins with the newest message',
      `c1 broadcasts a b
       s1 applies a b at 1
       c2 delivers b at 2`,
    ),
    rejects(
      'ordered/gap',
      'a client that delivers late what it had skipped',
      `c1 broadcasts a b
       s1 applies a b at 1
       c2 delivers b at 2
       c2 delivers a at 1`,
    ),
    rejects(
      'ordered/gap',
      'a volatile client that goes on after a restart where it had stopped',
      `c1 broadcasts a b
       s1 applies a b at 1
       c2 delivers a at 1
       c2 crashes
       c2 boots
       c2 delivers b at 2`,
    ),
    rejects(
      'ordered/gap',
      'a durable client that skips, and delivers that after its restart: late, not twice',
      `c1 broadcasts a b c
       s1 applies a b c at 1
       c2 delivers a at 1
       c2 delivers c at 3
       c2 crashes
       c2 boots
       c2 resumes 3
       c2 delivers b at 2`,
    ),
    rejects(
      'ordered/gap',
      'a durable client that skips over its restart',
      `c1 broadcasts a b c
       s1 applies a b c at 1
       c2 delivers a at 1
       c2 crashes
       c2 boots
       c2 resumes 1
       c2 delivers c at 3`,
    ),
    rejects(
      'ordered/gap',
      'a durable client whose cursor runs ahead of its store',
      `c1 broadcasts a b c
       s1 applies a b c at 1
       c2 writes a epoch 0
       c2 delivers a at 1
       c2 crashes
       c2 boots
       c2 resumes 2
       c2 delivers c at 3`,
      { disks: false, stores: ['c2'] },
    ),
    rejects(
      'ordered/gap',
      'a durable client whose store lacks the oldest message that is kept',
      `c1 broadcasts a b c d
       s1 applies a b c d at 1
       c2 crashes
       c2 boots
       c2 resumes 3
       c2 delivers d at 4`,
      { stores: ['c2'], retention: 2 },
    ),
    rejects(
      'ordered/gap',
      'a truncated range of which the end is still to be kept',
      `c1 broadcasts a b c d
       s1 applies a b c d at 1
       c2 truncates 1..3
       c2 delivers d at 4`,
      { retention: 2 },
    ),
    rejects(
      'ordered/gap',
      'a range that was kept when it was said to be truncated, whatever came later',
      `c1 broadcasts a b c d
       s1 applies a b at 1
       c2 truncates 1..1
       s1 applies c d at 3
       c2 delivers b at 2`,
      { retention: 2 },
    ),
    rejects(
      'ordered/gap',
      'a truncated range that leaves a hole before it',
      `c1 broadcasts a b c d
       s1 applies a b c d at 1
       c2 truncates 2..3
       c2 delivers d at 4`,
      { retention: 1 },
    ),
    rejects(
      'ordered/gap',
      'a truncated range behind a hole, which excuses itself and not the hole',
      `c1 broadcasts a b c
       s1 applies a b c at 1
       c1 c3 deliver a b c at 1
       c2 delivers a at 1
       c2 crashes
       c2 boots
       c2 truncates 2..2
       c2 delivers c at 3
       overdue`,
      { retention: 1 },
    ),
    rejects(
      'ordered/gap',
      'a truncated range that a volatile client was told of in an earlier life',
      `c1 broadcasts a b
       s1 applies a b at 1
       c2 truncates 1..1
       c2 crashes
       c2 boots
       c2 delivers b at 2`,
      { retention: 1 },
    ),
    rejects(
      'ordered/gap',
      'a cursor beyond what is gone for good, of which the store holds nothing and the client was told nothing',
      `c1 broadcasts a b c d
       s1 applies a b c d at 1
       c3 boots
       c3 resumes 2
       c3 delivers c d at 3`,
      { disks: false, stores: ['c3'], retention: 2 },
    ),
    rejects(
      'ordered/gap',
      'what the store did not hold comes behind what it held',
      `c1 broadcasts a b
       s1 applies a b at 1
       c3 writes b epoch 0
       c3 boots
       c3 resumes 2
       c3 delivers a at 1`,
      { disks: false, stores: ['c3'] },
    ),
    rejects(
      'ordered/gap',
      'a joined client that does not begin behind its join',
      `c1 broadcasts a b c
       c4 wants join j
       s1 applies a at 1
       s1 seats c4 by j behind 1
       s1 applies b c at 2
       c4 delivers c at 3`,
    ),
    rejects(
      'ordered/gap',
      'a client that joins again and goes on in its old interval too far back',
      `c1 broadcasts a b c d
       s1 applies a at 1
       c3 wants leave l
       c3 wants join j
       s1 applies b at 2
       s1 unseats c3 by l behind 2
       s1 seats c3 by j behind 2
       s1 applies c d at 3
       c3 delivers b at 2`,
    ),
    rejects(
      ['ordered/gap', 'ordered/unplaced'],
      'a client that counts from 0',
      `c1 broadcasts a
       s1 applies a at 1
       c2 delivers a at 0`,
    ),
    rejects(
      'ordered/differs',
      'a client that delivers two messages the other way round',
      `c1 broadcasts a
       c2 broadcasts b
       s1 applies a b at 1
       c2 delivers b a at 1`,
    ),
    rejects(
      ['ordered/differs', 'exactly-once/bytes-changed'],
      'a client that delivers other bytes under the same token',
      `c1 broadcasts a
       s1 applies a at 1
       c1 delivers a at 1
       c2 delivers a! at 1`,
    ),
    rejects(
      ['ordered/differs', 'exactly-once/delivered-twice'],
      'a volatile client that delivers something else in a later life; what it delivered before counts',
      `c1 broadcasts a b
       s1 applies a b at 1
       c1 c2 c3 deliver a b at 1
       c2 crashes
       c2 boots
       c2 delivers a a at 1
       overdue`,
    ),
    rejects(
      'ordered/differs',
      'two clients that disagree where replicas are silent',
      `c1 broadcasts a
       c2 broadcasts b
       c1 delivers a b at 1
       c2 delivers b a at 1`,
      { observes: [] },
    ),
    rejects(
      'ordered/differs',
      'clients that show everything, each in an order of its own, where replicas are silent',
      `c1 broadcasts a
       c2 broadcasts b
       c3 broadcasts c
       c1 delivers a at 1
       c2 delivers b c a at 1
       c1 delivers b c at 2
       c3 delivers b a c at 1
       overdue`,
      { observes: [] },
    ),
    rejects(
      'ordered/unplaced',
      'a client that delivers what no replica has applied yet',
      `c1 broadcasts a
       c1 delivers a at 1
       s1 applies a at 1`,
    ),
    rejects(
      'ordered/sender-order',
      'two messages of one sender the other way round',
      `c1 broadcasts a b
       s1 applies b a at 1`,
    ),
    rejects(
      'ordered/sender-order',
      'two messages of one sender the other way round, where replicas are silent',
      `c1 broadcasts a b
       c2 delivers b a at 1`,
      { observes: [] },
    ),
    rejects(
      'ordered/sender-order',
      'a message that was lost and then placed behind later ones of its sender',
      `c1 broadcasts a b c
       c1 learns a unknown
       s1 applies b c a at 1`,
    ),
    rejects(
      'ordered/real-time',
      'a message that stands before one accepted before it was broadcast',
      `c1 broadcasts a
       c1 learns a accepted
       c2 broadcasts b
       s1 applies b a at 1`,
    ),
    rejects(
      'ordered/real-time',
      'the same, behind messages that were broadcast earlier',
      `c1 broadcasts a
       c2 broadcasts x
       c1 learns a accepted
       c3 broadcasts b
       s1 applies x b a at 1`,
    ),
    rejects(
      ['ordered/real-time', 'ordered/applied-gap'],
      'a message placed below one that was accepted first, and placed later, but before it was broadcast',
      `c1 broadcasts a
       c1 learns a accepted
       s1 applies a at 2
       c2 broadcasts b
       s2 applies b at 1`,
    ),
    rejects(
      'ordered/real-time',
      'the same, with the second of two acceptances',
      `c1 broadcasts a
       c1 learns a accepted
       c2 broadcasts b
       c3 broadcasts d
       c3 learns d accepted
       c2 broadcasts e
       s1 applies a b e d at 1`,
    ),
    rejects(
      ['ordered/real-time', 'ordered/applied-gap', 'ordered/gap'],
      'a message placed below a position delivered before it was broadcast',
      `c1 broadcasts a
       s1 applies a at 2
       c1 delivers a at 2
       c2 broadcasts b
       s2 applies b at 1`,
    ),
    rejects(
      ['ordered/real-time', 'ordered/applied-gap'],
      'a message placed below a position accepted before it was broadcast',
      `c1 broadcasts a
       s1 applies a at 2
       c1 learns a accepted
       c2 broadcasts b
       s2 applies b at 1`,
    ),
    rejects(
      'ordered/applied-gap',
      'what was only applied, and binds no broadcast that begins later, but leaves a gap',
      `c1 broadcasts a
       s1 applies a at 2
       c2 broadcasts b
       s2 applies b at 1`,
    ),
    rejects(
      'ordered/restored-unapplied',
      'a replica that restores what nobody has applied',
      `c1 broadcasts a
       s1 applies a at 1
       c1 c2 c3 deliver a at 1
       s2 restores 2`,
    ),
    rejects(
      ['ordered/restored-unapplied', 'ordered/applied-gap'],
      'a replica that restores over a message to hide that it has lost it',
      `c1 broadcasts a
       s1 restores 1
       s1 applies a at 2`,
    ),
  ],
  [
    accepts(
      'everyone applies and delivers the same',
      `c1 broadcasts a b
       c2 broadcasts c
       s1 s2 s3 apply a c b at 1
       c1 c2 c3 deliver a c b at 1`,
    ),
    accepts(
      'replicas that restart apply again from 1, or behind their snapshot',
      `c1 broadcasts a b c
       s1 s2 s3 apply a b at 1
       s1 s2 crash
       s1 s2 boot
       s1 applies a b c at 1
       s2 restores 2
       s2 applies c at 3
       s3 restores 3`,
    ),
    accepts(
      'a volatile client delivers from the beginning again after a restart',
      `c1 broadcasts a b
       s1 applies a b at 1
       c1 c3 deliver a b at 1
       c2 delivers a at 1
       c2 crashes
       c2 boots
       c2 delivers a b at 1`,
    ),
    accepts(
      'a volatile client that joined delivers from behind its join again',
      `c1 broadcasts a b c
       c4 wants join j
       s1 applies a at 1
       s1 seats c4 by j behind 1
       s1 applies b c at 2
       c1 c2 c3 deliver a b c at 1
       c4 delivers b at 2
       c4 crashes
       c4 boots
       c4 delivers b c at 2`,
    ),
    accepts(
      'a durable client goes on where its cursor stands',
      `c1 broadcasts a b c
       s1 applies a b c at 1
       c1 c3 deliver a b c at 1
       c2 delivers a b at 1
       c2 crashes
       c2 boots
       c2 resumes 2
       c2 delivers c at 3`,
    ),
    accepts(
      'a durable client goes on where its store ends, or behind what it was told is gone for good',
      `c1 broadcasts a b c d
       s1 applies a b c d at 1
       c1 deliver a b c d at 1
       c2 writes a b epoch 0
       c2 delivers a at 1
       c3 truncates 1..2
       c3 writes c epoch 0
       c2 c3 crash
       c2 c3 boot
       c2 resumes 2
       c3 resumes 3
       c2 delivers c d at 3
       c3 delivers d at 4`,
      { disks: false, stores: ['c2', 'c3'], retention: 2 },
    ),
    accepts(
      'a durable client whose store runs ahead of its cursor',
      `c1 broadcasts a b
       s1 applies a b at 1
       c1 c3 deliver a b at 1
       c2 writes a b epoch 0
       c2 delivers a at 1
       c2 crashes
       c2 boots
       c2 resumes 1
       c2 delivers b at 2`,
      { disks: false, stores: ['c2'] },
    ),
    accepts(
      'a client goes on behind what was truncated beyond retention',
      `c1 broadcasts a b c d
       s1 applies a b c d at 1
       c1 c2 deliver a b c d at 1
       c3 delivers a at 1
       c3 truncates 2..2
       c3 delivers c d at 3`,
      { retention: 2 },
    ),
    accepts(
      'a durable client goes on behind what was truncated in an earlier life',
      `c1 broadcasts a b c
       s1 applies a b c at 1
       c1 c3 deliver a b c at 1
       c2 resumes 0
       c2 truncates 1..2
       c2 crashes
       c2 boots
       c2 resumes 2
       c2 delivers c at 3`,
      { retention: 1 },
    ),
    accepts(
      'what is truncated for one client is delivered to nobody by that',
      `c1 broadcasts a b
       s1 applies a b at 1
       c2 resumes 0
       c2 truncates 1..1
       c2 crashes
       c2 boots
       c2 resumes 1`,
      { retention: 1 },
    ),
    accepts(
      'a client that begins within what was truncated',
      `c1 broadcasts a b c
       s1 applies a b c at 1
       c1 c3 deliver a b c at 1
       c2 truncates 1..2
       c2 delivers b c at 2`,
      { retention: 1 },
    ),
    accepts(
      'a client leaves, joins again, and begins anew behind its second join',
      `c1 broadcasts a b c d
       s1 applies a at 1
       c1 c2 c3 deliver a at 1
       c3 wants leave l
       s1 unseats c3 by l behind 1
       s1 applies b at 2
       c3 wants join j
       s1 seats c3 by j behind 2
       s1 applies c d at 3
       c1 c2 deliver b c d at 2
       c3 delivers c d at 3`,
    ),
    accepts(
      'late deliveries of the former interval, in order, while the next has begun',
      `c1 broadcasts a b c
       c3 wants leave l
       c3 wants join j
       s1 applies a b at 1
       s1 unseats c3 by l behind 2
       s1 seats c3 by j behind 2
       s1 applies c at 3
       c1 c2 c3 deliver a b c at 1`,
    ),
    accepts(
      'messages of two incarnations of a sender stand in any order',
      `c1 broadcasts a
       c1 crashes
       c1 boots
       c1 broadcasts b
       s1 applies b a at 1`,
    ),
    accepts(
      'messages that were broadcast side by side stand in any order',
      `c1 broadcasts a
       c2 broadcasts b
       c1 learns a accepted
       s1 applies b a at 1`,
    ),
    accepts(
      'a client turns out to be durable when it first restarts',
      `c1 broadcasts a b c
       s1 applies a b c at 1
       c1 c3 deliver a b c at 1
       c2 truncates 1..1
       c2 delivers b at 2
       c2 crashes
       c2 boots
       c2 resumes 2
       c2 delivers c at 3`,
      { retention: 2 },
    ),
    accepts(
      'rooms are ordered apart',
      `c1 broadcasts a
       c1 broadcasts b in side
       c1 broadcasts c
       s1 applies b at 1 in side
       s1 applies a c at 1
       c1 c2 deliver b at 1 in side
       c1 c2 c3 deliver a c at 1`,
    ),
    accepts(
      'where replicas are silent, the first delivery fixes the order',
      `c1 broadcasts a b
       c2 delivers a b at 1
       c1 c3 deliver a b at 1`,
      { observes: [] },
    ),
  ],
);
