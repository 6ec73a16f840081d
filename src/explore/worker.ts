/** A worker thread of an exploration: opens a workshop, says that it is ready, and does what it is told. */
import { parentPort, workerData } from 'node:worker_threads';
import { forgiveOffenders } from './rejections.ts';
import { openWorkshop, type Source, type Task } from './workshop.ts';

/** What a worker is given. */
export interface WorkerData {
  readonly sources: readonly Source[];
  /** Of one 32-bit word, which is not 0 once shrinking shall end. */
  readonly stop: Int32Array<SharedArrayBuffer>;
}

const { sources, stop } = workerData as WorkerData;
const port = parentPort;
if (port === null) throw new Error('worker.ts is for worker threads');
forgiveOffenders();
const workshop = await openWorkshop(sources, () => Atomics.load(stop, 0) !== 0);
port.on('message', (task: Task) => port.postMessage(workshop.do(task, (inch) => port.postMessage(inch))));
port.postMessage('ready');
