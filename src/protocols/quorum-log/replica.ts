/** A replica's boot: its log comes first, and nothing is heard before it is read back and durable. */
import type { Host, NodeId, Operation, Process } from '../../contract/index.ts';
import { type Log, openLog } from './log.ts';
import type { Packet } from './packets.ts';
import type { Rules } from './rules.ts';

export function bootReplica(
  host: Host<Packet>,
  options: { readonly rules: Rules; readonly voters: readonly NodeId[] },
  start: (log: Log) => Process<Packet>,
): Process<Packet> {
  let replica: Process<Packet> | undefined;
  let wishes: Operation[] = [];
  openLog({ disk: host.disk, ...options }, (log, wasTorn) => {
    if (wasTorn) host.observe.sometimes('torn-tail-cut');
    replica = start(log);
    for (const wish of wishes) replica.perform?.(wish);
    wishes = [];
  });
  return {
    receive: (from, packet) => replica?.receive(from, packet),
    perform: (operation) => {
      if (replica === undefined) wishes.push(operation);
      else replica.perform?.(operation);
    },
  };
}
