/** What `tutti init` writes. */

export const scenario = `# One chat room, six people, two hundred messages. Run it with:
#   npx tutti run tutti.yaml --protocol ./echo-room.ts
summary: Six people talk in one room, all at once.
protocol: echo-room
topology: { clients: 6, rooms: 1 }
network:
  latency: mobile     # packets overtake each other
  loss: 0%            # make it 1%, and see what echo-room is worth
workload: { broadcasts: 200, every: 5ms }

# Faults come in entries like these; tutti list faults says which there are.
faults: []
#  - every: 200ms..400ms
#    crash: c2
#    restart: 50ms

expect: held
`;

export const echoRoom = `// A chat room in memory. Clients say one thing at a time, and again until the server has answered;
// the server numbers what it hears and tells every member, once. That is enough while packets are
// merely late. To watch it fail, write \`loss: 1%\` in tutti.yaml: what a member misses, nobody
// repeats. Mending that is up to you.
import type { Host, Message, Process, Protocol } from 'tutti';

interface Packet {
  readonly kind: 'say' | 'said';
  readonly room: string;
  readonly message: Message;
  readonly position: number; // 0 until the server gives one
}

const server = 1; // ids count from 1, in the order of the layout: the server, then c1, c2, …

function bootServer(host: Host<Packet>, membersOf: ReadonlyMap<string, readonly number[]>): Process<Packet> {
  const saidIn = new Map([...membersOf.keys()].map((room) => [room, new Map<string, Packet>()]));
  return {
    receive(from, { room, message }) {
      const said = saidIn.get(room);
      const known = said?.get(message.token);
      if (said === undefined) return;
      if (known !== undefined) return host.send(from, known);
      const packet: Packet = { kind: 'said', room, message, position: said.size + 1 };
      said.set(message.token, packet);
      for (const member of membersOf.get(room) ?? []) host.send(member, packet);
    },
  };
}

function bootClient(host: Host<Packet>): Process<Packet> {
  const unsaid: Packet[] = []; // the first is on its way
  const early = new Map<string, Packet>();
  const heads = new Map<string, number>();
  const say = () => {
    const [first] = unsaid;
    if (first === undefined) return host.clearTimer('again');
    host.send(server, first);
    host.setTimer('again', 500_000, say);
  };
  return {
    perform(operation) {
      if (operation.kind !== 'broadcast') return;
      const { room, message } = operation;
      host.observe.broadcast(room, message.token);
      unsaid.push({ kind: 'say', room, message, position: 0 });
      if (unsaid.length === 1) say();
    },
    receive(_server, packet) {
      const { room, message, position } = packet;
      if (message.token === unsaid[0]?.message.token) {
        host.observe.outcome(room, message.token, 'accepted');
        unsaid.shift();
        say();
      }
      early.set(\`\${room} \${position}\`, packet);
      for (;;) {
        const head = (heads.get(room) ?? 0) + 1;
        const next = early.get(\`\${room} \${head}\`);
        if (next === undefined) return;
        host.observe.delivered(room, head, next.message);
        heads.set(room, head);
      }
    },
  };
}

const protocol: Protocol<Packet> = {
  name: 'echo-room',
  summary: 'One server in memory numbers what is said and tells every member, once.',
  uses: [],
  layout({ clients, rooms }) {
    const membersOf = new Map(rooms.map(({ name, members }) => [name, members.map((client) => server + client)]));
    return [
      { name: 's1', role: 'replica', boot: (host) => bootServer(host, membersOf) },
      ...Array.from({ length: clients }, (_, nth) => {
        return { name: \`c\${nth + 1}\`, role: 'client' as const, boot: bootClient };
      }),
    ];
  },
};

export default protocol;
`;
