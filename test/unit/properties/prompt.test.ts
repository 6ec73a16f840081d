import { prompt } from '../../../src/properties/index.ts';
import { accepts, describeProperty, rejects } from '../../reference/property-suite.ts';

const late = 'prompt/late';

/** Everyone is connected; c6 to another gateway than the others. */
const connected = `
  c1 c2 c3 c4 c5 connect to g1
  c6 connects to g2`;

/** A message that all but c3 have at once. */
const almost = `${connected}
  c1 broadcasts a
  s1 s2 s3 apply a at 1
  c1 c2 deliver a at 1`;

/** The same, where two replicas of three vote. */
const twoVoters = `${connected}
  s1 s2 votes s1+s2 epoch 1
  c1 broadcasts a
  s1 s2 write a epoch 1
  s1 applies a at 1
  c1 c2 deliver a at 1`;

describeProperty(
  prompt,
  [
    rejects(late, 'a delivery after six seconds', `${almost}\n waits 6000\n c3 delivers a at 1`),
    rejects(
      late,
      'a first delivery after six seconds',
      `${connected}\n c1 broadcasts a\n s1 applies a at 1\n waits 6000\n c1 c2 c3 deliver a at 1`,
    ),
    rejects(
      late,
      'a delivery six seconds after it was accepted, and one second after it was applied',
      `${connected}\n c1 broadcasts a\n c1 learns a accepted\n waits 5000\n s1 applies a at 1\n waits 1000\n c1 c2 c3 deliver a at 1`,
    ),
    rejects(
      late,
      'a delivery six seconds after the connection',
      `c3 wants disconnect\n c3 disconnects\n ${almost}\n c3 wants connect\n c3 connects to g1\n waits 6000\n c3 delivers a at 1`,
    ),
    rejects(
      late,
      'a delivery six seconds after a cut was mended',
      `${almost}\n severs g1 from c3\n waits 9000\n mends\n waits 6000\n c3 delivers a at 1`,
    ),
    rejects(
      late,
      'a delivery that is late while one replica of three is down',
      `${almost}\n s3 crashes\n waits 6000\n c3 delivers a at 1`,
    ),
    rejects(
      late,
      'a delivery that is late while another gateway is down',
      `${almost}\n g2 crashes\n waits 6000\n c3 delivers a at 1\n g2 boots`,
    ),
    rejects(
      late,
      'a delivery that is late while another client is cut off',
      `${almost}\n severs g1 from c2\n waits 6000\n c3 delivers a at 1`,
    ),
    rejects(
      late,
      'a delivery that is late while one replica is cut off from all',
      `${almost}\n severs s2 from s1+s3+g1\n waits 6000\n c3 delivers a at 1`,
    ),
    rejects(
      late,
      'a delivery that is late while a fixed leader and one other are there',
      `${almost}\n s3 crashes\n waits 6000\n c3 delivers a at 1`,
      { leader: 's1' },
    ),
    rejects(
      late,
      'a delivery to who joined before',
      `c4 wants join j\n s1 seats c4 by j behind 0\n ${almost}\n c3 delivers a at 1\n waits 6000\n c4 delivers a at 1`,
    ),
    rejects(
      late,
      'a delivery that is late to a client that talks to replicas itself',
      `c3 connects to s1\n ${almost.replace('c3 ', '')}\n waits 6000\n c3 delivers a at 1`,
    ),
    rejects(
      'prompt/uncovered',
      'a session that ends after six seconds without a delivery',
      `${almost}\n waits 6000\n c3 disconnects\n c3 connects to g1\n c3 delivers a at 1`,
    ),
    rejects(
      'prompt/uncovered',
      'a client that crashes after six seconds without a delivery',
      `${almost}\n waits 6000\n c3 crashes\n c3 boots\n c3 connects to g1\n c3 delivers a at 1`,
    ),
    rejects(
      'prompt/uncovered',
      'the second of two messages is missing at the end of a session',
      `${almost}\n c3 delivers a at 1\n c1 broadcasts b\n s1 applies b at 2\n c1 c2 deliver b at 2\n waits 6000\n c3 disconnects\n c3 connects to g1\n c3 delivers b at 2`,
    ),
    rejects(
      ['prompt/uncovered', 'all-or-nothing/undelivered'],
      'no delivery in all the time after heal',
      `${almost}\n healed\n overdue`,
    ),
    rejects(
      'prompt/uncovered',
      'nobody delivers what was applied',
      `${connected}\n c1 broadcasts a\n s1 applies a at 1\n healed\n overdue`,
    ),
    rejects('prompt/connected-late', 'six seconds from boot to connection', 'waits 6000\n c1 connects to g1'),
    rejects(
      'prompt/connected-late',
      'six seconds from the wish to the connection',
      'c1 connects to g1\n c1 wants disconnect\n c1 disconnects\n c1 wants connect\n waits 6000\n c1 connects to g1',
    ),
    rejects(
      'prompt/connected-late',
      'six seconds to reconnect',
      'c1 connects to g1\n c1 disconnects\n waits 6000\n c1 connects to g1',
    ),
    rejects('prompt/connected-late', 'a client that gives up after six seconds', 'waits 6000\n c1 wants disconnect'),
    rejects(
      'prompt/connected-late',
      'a client that crashes after six seconds',
      'waits 6000\n c1 crashes\n c1 boots\n c1 connects to g1',
    ),
    rejects(
      'prompt/unconnected',
      'a client that is not connected after heal',
      `${connected}\n c2 disconnects\n healed\n overdue`,
    ),
    rejects('prompt/unconnected', 'a client that never connects', `${connected.replace('c5 ', '')}\n healed\n overdue`),
    rejects(
      late,
      'a delivery that is late while its client says again and again that it is connected',
      `${almost}\n waits 4000\n c3 connects to g1\n waits 4000\n c3 delivers a at 1`,
    ),
    rejects(
      late,
      'a delivery that is late while a replica is down that does not vote',
      `${twoVoters}\n s3 crashes\n waits 6000\n c3 delivers a at 1\n s3 boots`,
    ),
    rejects(
      ['prompt/unconnected', 'all-or-nothing/undelivered'],
      'a client that is not connected after heal, and lacks something',
      `${almost}\n c3 disconnects\n healed\n overdue`,
    ),
    rejects(
      'prompt/unconnected',
      'a client that crashed and never connects again',
      `${connected}\n c2 crashes\n c2 boots\n healed\n overdue`,
    ),
    rejects(
      'prompt/uncovered',
      'nobody delivers to the only member what was applied behind its join',
      `${connected}
       c1 wants leave l1
       c2 wants leave l2
       c3 wants leave l3
       c4 wants join j
       c1 broadcasts a b
       s1 applies a at 1
       s1 seats c4 by j behind 1
       s1 applies b at 2
       healed
       overdue`,
    ),
  ],
  [
    accepts('deliveries at once', `${almost}\n c3 delivers a at 1`),
    accepts('a delivery after four seconds', `${almost}\n waits 4000\n c3 delivers a at 1`),
    accepts(
      'a delivery soon after the connection',
      `${almost}\n c3 wants disconnect\n c3 disconnects\n waits 60000\n c3 wants connect\n waits 4000\n c3 connects to g1\n waits 4000\n c3 delivers a at 1`,
    ),
    accepts(
      'a delivery soon after a cut was mended',
      `${almost}\n severs c3 from g1\n waits 60000\n mends\n waits 4000\n c3 delivers a at 1`,
    ),
    accepts(
      'a delivery soon after the second of two overlapping cuts was mended',
      `${almost}\n severs c3 from g1\n severs g1 from c3\n waits 9000\n mends\n waits 3000\n mends\n waits 4000\n c3 delivers a at 1`,
    ),
    accepts(
      'a delivery soon after the gateway came back',
      `${almost}\n g1 crashes\n waits 60000\n g1 boots\n waits 4000\n c3 delivers a at 1`,
    ),
    accepts(
      'a delivery that was late because the client did not drain its link',
      `${almost}\n c3 hinders\n waits 60000\n c3 unhinders\n waits 4000\n c3 delivers a at 1`,
    ),
    accepts(
      'a delivery soon after the client was let go',
      `${almost}\n c3 pauses\n waits 60000\n c3 unpauses\n waits 4000\n c3 delivers a at 1`,
    ),
    accepts(
      'a delivery soon after the second of three replicas came back',
      `${almost}\n s2 s3 crash\n waits 60000\n s3 boots\n waits 4000\n c3 delivers a at 1\n s2 boots\n s2 s3 apply a at 1`,
    ),
    accepts(
      'a delivery that is late while no two replicas reach each other',
      `${almost}\n severs s1 from s2+s3\n severs s2 from s3\n waits 60000\n c3 delivers a at 1\n mends all`,
    ),
    accepts(
      'a delivery that is late while the gateway reaches no two replicas',
      `${almost}\n severs g1 from s1+s2\n waits 60000\n c3 delivers a at 1\n mends all`,
    ),
    accepts(
      'a delivery that is late while the fixed leader is down',
      `${almost}\n s1 crashes\n waits 60000\n c3 delivers a at 1\n s1 boots\n s1 applies a at 1`,
      { leader: 's1' },
    ),
    accepts(
      'a delivery that is late to a client that is cut off from the replicas it talks to',
      `c3 connects to s3\n ${almost.replace('c3 ', '')}\n severs c3 from s1+s2\n waits 60000\n mends\n waits 4000\n c3 delivers a at 1`,
    ),
    accepts(
      'a delivery that is not due any more',
      `${almost}\n c3 wants leave l\n waits 60000\n c3 delivers a at 1\n s1 unseats c3 by l behind 1`,
    ),
    accepts(
      'a client that forgets, and gets everything again',
      `${almost}\n c3 delivers a at 1\n waits 60000\n c3 crashes\n c3 boots\n c3 connects to g1\n waits 4000\n c3 delivers a at 1`,
    ),
    accepts(
      'a connection that was late because servers were down',
      `g1 crashes\n waits 60000\n g1 boots\n waits 4000\n ${connected}`,
    ),
    accepts(
      'a connection that was late because the client was cut off',
      `${connected}\n c2 disconnects\n severs c2 from g1+g2+s1\n waits 60000\n mends\n waits 4000\n c2 connects to g1`,
    ),
    accepts(
      'a session that goes on, as its client says again',
      `${almost}\n waits 4000\n c3 connects to g1\n c3 delivers a at 1`,
    ),
    accepts(
      'who is not connected, where nobody says',
      'c1 broadcasts a\n s1 applies a at 1\n c1 c2 c3 deliver a at 1',
      { observes: ['applied'] },
    ),
    accepts(
      'a delivery soon after the other way of a cut was mended',
      `${almost}\n severs g1 from c3\n waits 60000\n mends\n waits 4000\n c3 delivers a at 1`,
    ),
    accepts(
      'a delivery that is late while one of two voters is down',
      `${twoVoters}\n s2 crashes\n waits 60000\n c3 delivers a at 1\n s2 boots\n s2 applies a at 1`,
    ),
    accepts(
      'a delivery that is late while one replica of three is down, and nobody says which hold the room',
      `s3 crashes\n ${connected}\n c1 broadcasts a\n c1 c2 deliver a at 1\n waits 60000\n c3 delivers a at 1\n s3 boots`,
      { observes: ['connected', 'disconnected'] },
    ),
    accepts(
      'a delivery soon after its user wants it, by a client that does not say that its session ended',
      `${almost}\n c3 wants disconnect\n waits 60000\n c3 wants connect\n waits 4000\n c3 delivers a at 1`,
    ),
    accepts('a client that is not to be connected', `${connected}\n c2 disconnects\n c2 wants disconnect`),
  ],
);
