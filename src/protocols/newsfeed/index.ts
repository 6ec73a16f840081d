/**
 * A social feed, as a contrast: gateways gossip posts to each other, and clients show them as they
 * come. No order, no retries, no memory, no history. Good enough for a feed and wrong for a room:
 * it holds the promises while nothing is lost and posts are far apart, and breaks them otherwise.
 */
import { LayoutError, type NodeSpec, type Protocol } from '../../contract/index.ts';
import { client } from './client.ts';
import { gateway } from './gateway.ts';
import { codec, type Packet } from './packets.ts';

export const newsfeed: Protocol<Packet> = {
  name: 'newsfeed',
  summary: 'gossip as in a social feed: no order, may miss',
  uses: ['gateways'],
  codec,

  layout({ gateways, clients, rooms }) {
    if (gateways < 1) throw new LayoutError('a newsfeed needs at least one gateway');
    const gatewayIds = Array.from({ length: gateways }, (_, index) => index + 1);
    const clientIds = Array.from({ length: clients }, (_, index) => gateways + index + 1);
    const gatewayOf = (number: number) => ((number - 1) % gateways) + 1;
    const nodes: NodeSpec<Packet>[] = gatewayIds.map((id) => {
      const followers = rooms.map(({ name, members }) => {
        const own = members.filter((number) => gatewayOf(number) === id);
        return [name, own.map((number) => clientIds[number - 1] as number)] as const;
      });
      return { name: `gw${id}`, role: 'gateway', boot: gateway(gatewayIds, new Map(followers)) };
    });
    const follows = clientIds.map((): string[] => []);
    for (const { name, members } of rooms) {
      for (const number of members) follows[number - 1]?.push(name);
    }
    for (const [index, rooms] of follows.entries()) {
      nodes.push({ name: `c${index + 1}`, role: 'client', boot: client(gatewayOf(index + 1), rooms) });
    }
    return nodes;
  },
};
