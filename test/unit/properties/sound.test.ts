import { sound } from '../../../src/properties/index.ts';
import { accepts, describeProperty, rejects } from '../../reference/property-suite.ts';

describeProperty(
  sound,
  [
    rejects('sound/threw', 'a handler that throws', 's1 offends threw'),
    rejects('sound/endless', 'a handler without end', 's1 offends endless'),
    rejects('sound/asynchronous', 'a handler that returns a thenable', 'c1 offends asynchronous'),
    rejects('sound/banned', 'a handler that looks at a real clock', 'c1 offends banned'),
    rejects('sound/misused', 'a Host used outside its handlers', 's2 offends misused'),
    rejects('sound/impure', 'a packet that is no plain data', 's2 offends impure'),
    rejects('sound/misread', 'a disk reader that contradicts itself', 's1 offends misread'),
    rejects(
      'sound/impure',
      'a message that is written into after it was delivered',
      'c1 broadcasts a\n s1 applies a at 1\n c1 c2 c3 deliver a at 1\n spoils a\n ended',
    ),
    rejects('sound/misread', 'a codec that takes garbage for a packet', 's2 offends misread'),
    rejects(['sound/threw', 'sound/banned'], 'two offences of two kinds', 's1 offends banned\n s1 offends threw'),
    rejects('sound/banned', 'a module that offends while it is loaded', 'world offends banned'),
  ],
  [
    accepts('nothing happens', ''),
    accepts('nodes boot, crash and boot again', 's1 crashes\n s1 boots\n c1 crashes\n c1 boots'),
    accepts('a broadcast', 'c1 broadcasts a\n s1 applies a at 1\n c1 c2 c3 deliver a at 1'),
  ],
);
