import { oneLeader } from '../../../src/properties/index.ts';
import { accepts, describeProperty, rejects } from '../../reference/property-suite.ts';

const two = 'one-leader/two-leaders';

describeProperty(
  oneLeader,
  [
    rejects(two, 'two leaders in one epoch', 's1 leads 1 epoch 1\n s2 leads 1 epoch 1'),
    rejects(two, 'three leaders in one epoch', 's1 leads 1 epoch 1\n s2 leads 1 epoch 1\n s3 leads 1 epoch 1'),
    rejects(two, 'a second leader, reported late', 's1 leads 1 epoch 1\n s2 leads 1 epoch 2\n s3 leads 1 epoch 1'),
    rejects(two, 'a second leader after the first has crashed', 's1 leads 1 epoch 1\n s1 crashes\n s2 leads 1 epoch 1'),
    rejects(
      two,
      'a second leader after the first led again',
      's1 leads 1 epoch 1\n s1 leads 1 epoch 2\n s2 leads 1 epoch 2',
    ),
    rejects(two, 'two leaders in epoch 0', 's1 leads 1 epoch 0\n s3 leads 1 epoch 0'),
    rejects(two, 'two leaders of shard 2', 's1 leads 2 epoch 4\n s2 leads 2 epoch 4'),
    rejects(two, 'a leader that forgot its vote', 's1 leads 1 epoch 3\n s2 crashes\n s2 boots\n s2 leads 1 epoch 3'),
    rejects(two, 'two leaders after heal', 's1 leads 1 epoch 1\n healed\n s2 leads 1 epoch 1'),
    rejects(
      two,
      'two leaders, each with part of the others behind it',
      'severs s1+s2 from s3\n s1 leads 1 epoch 7\n s3 leads 1 epoch 7',
    ),
  ],
  [
    accepts('one leader', 's1 leads 1 epoch 1'),
    accepts('one leader after the other', 's1 leads 1 epoch 1\n s2 leads 1 epoch 2\n s3 leads 1 epoch 3'),
    accepts('a leader that says so twice', 's1 leads 1 epoch 1\n s1 leads 1 epoch 1'),
    accepts('leaders of two shards in the same epoch', 's1 leads 1 epoch 1\n s2 leads 2 epoch 1'),
    accepts('an old leader that is late to say so', 's2 leads 1 epoch 2\n s1 leads 1 epoch 1'),
  ],
);
