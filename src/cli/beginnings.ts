/** What `tutti init` writes. */

export const scenario = `# One room, six people, two hundred messages. Run it with
#   npx tutti run tutti.yaml --protocol ./echo-room.ts
summary: Six people talk in one room, over a network without surprises.
protocol: echo-room
topology: { clients: 6, rooms: [general] }
network:
  latency: { p50: 1ms, p90: 1ms, p99: 1ms, max: 1ms, min: 1ms }
  # A network that surprises: packets overtake each other. Take the line above away, and this one in.
  # latency: mobile
  loss: 0%
workload: { broadcasts: 200, every: 5ms..15ms }

# What goes wrong, and when; \`tutti list faults -v\` says what may stand here.
# faults:
#   - { every: 400ms..900ms, crash: s1, restart: 50ms }

expect: held
`;

export const echoRoom = `// One server numbers what is said and tells everyone once. To watch it fail, change a line of tutti.yaml.
import type { Host, Message, Process, Protocol } from 'tutti';

type Packet = { kind: 'say' | 'said'; room: string; message: Message; position: number };

function client(host: Host<Packet>): Process<Packet> {
  const mine = new Set<string>();
  return {
    perform(operation) {
      if (operation.kind !== 'broadcast') return;
      mine.add(operation.message.token);
      host.observe.broadcast(operation.room, operation.message.token);
      host.send(1, { ...operation, kind: 'say', position: 0 });
    },
    receive(_server, { room, message, position }) {
      host.observe.delivered(room, position, message);
      if (mine.delete(message.token)) host.observe.outcome(room, message.token, 'accepted');
    },
  };
}
const server = (clients: number) => (host: Host<Packet>): Process<Packet> => {
  const heads = new Map<string, number>();
  return {
    receive(_client, { room, message }) {
      const position = (heads.get(room) ?? 0) + 1;
      heads.set(room, position);
      for (let nth = 1; nth <= clients; nth++) host.send(1 + nth, { kind: 'said', room, message, position });
    },
  };
};
const echoRoom: Protocol<Packet> = {
  name: 'echo-room',
  summary: 'One server in memory numbers what is said and tells everyone once.',
  layout: ({ clients }) => [
    { name: 's1', role: 'replica', boot: server(clients) }, // node 1; clients are 2, 3, 4, …
    ...Array.from({ length: clients }, (_, nth) => ({ name: \`c\${nth + 1}\`, role: 'client' as const, boot: client })),
  ],
};
export default echoRoom;
`;
