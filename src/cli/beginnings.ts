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

export const echoRoom = `// A chat room in memory: one server numbers what is said, and tells every member once. In the network
// of tutti.yaml, where nothing is lost and nothing overtakes, that is enough. To watch it fail, change
// one line there: \`latency: mobile\`, or \`loss: 1%\`, or let s1 crash. To mend it is up to you.
import type { Host, Message, Process, Protocol } from 'tutti';

interface Packet {
  readonly kind: 'say' | 'said';
  readonly room: string;
  readonly message: Message;
  readonly position: number; // 0 until the server gives one
}

const server = 1; // ids count from 1, in the order of the layout: s1, c1, c2, …

function bootClient(host: Host<Packet>): Process<Packet> {
  const unanswered = new Set<string>();
  return {
    perform(operation) {
      if (operation.kind !== 'broadcast') return;
      const { room, message } = operation;
      host.observe.broadcast(room, message.token);
      unanswered.add(message.token);
      host.send(server, { kind: 'say', room, message, position: 0 });
    },
    receive(_server, { room, message, position }) {
      host.observe.delivered(room, position, message);
      if (unanswered.delete(message.token)) host.observe.outcome(room, message.token, 'accepted');
    },
  };
}

const echoRoom: Protocol<Packet> = {
  name: 'echo-room',
  summary: 'One server in memory numbers what is said, and tells every member once.',
  uses: [],
  layout({ clients, rooms }) {
    const bootServer = (host: Host<Packet>): Process<Packet> => {
      const heads = new Map<string, number>();
      return {
        receive(_client, { room, message }) {
          const position = (heads.get(room) ?? 0) + 1;
          heads.set(room, position);
          const members = rooms.find(({ name }) => name === room)?.members ?? [];
          for (const client of members) host.send(server + client, { kind: 'said', room, message, position });
        },
      };
    };
    const people = Array.from({ length: clients }, (_, nth) => \`c\${nth + 1}\`);
    return [
      { name: 's1', role: 'replica', boot: bootServer },
      ...people.map((name) => ({ name, role: 'client' as const, boot: bootClient })),
    ];
  },
};

export default echoRoom;
`;
