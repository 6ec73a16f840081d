/** What the network of a scenario does to packets when nobody strikes: `network:`. */
import type { z } from 'zod';
import { latencyOf, quantileKeys } from './latency.ts';
import { regionsSchema } from './regions.ts';
import { complain, isMapping, keysIn, mapping, measured, oneOf, rangeOf, word } from './shapes.ts';
import type { BandwidthPlan, LinkClass, LinkPlan, NetworkPlan } from './types.ts';
import { duration, rate, share, size } from './units.ts';

/** Every class of links. */
/** Every class of links. */
export const linkClasses: readonly LinkClass[] = ['client-gateway', 'gateway-replica', 'replica-replica'];

/** Named latency shapes of links. */
export const linkLatencies: readonly string[] = ['lan', 'zone', 'wan', 'mobile'];

const linkLatency = latencyOf(linkLatencies);

/** One value for all links, or one by class of links; a class that is not named keeps `plain`. */
function perClass<Value>(whole: z.ZodType<Value>, plain: Value, wholeKeys: readonly string[] = []) {
  const everywhere = whole.transform((value) => new Map(linkClasses.map((link) => [link, value] as const)));
  const byClass = mapping({
    'client-gateway': whole.optional().describe('Links with a client at one end.'),
    'gateway-replica': whole.optional().describe('Links between a gateway and a replica.'),
    'replica-replica': whole.optional().describe('Links between replicas.'),
  }).transform((told) => new Map(linkClasses.map((link) => [link, told[link] ?? plain] as const)));
  return oneOf<ReadonlyMap<LinkClass, Value>>([everywhere, byClass], (value) =>
    isMapping(value) && !keysIn(value).some((key) => wholeKeys.includes(key)) ? byClass : everywhere,
  );
}

function shareOf(description: string) {
  return perClass(measured(share), 0).prefault('0%').describe(`${description}, for all links or by link class.`);
}

const bandwidth: z.ZodType<BandwidthPlan | undefined> = mapping({
  rate: measured(rate)
    .refine((bytesPerS) => bytesPerS > 0, 'expected more than 0B/s')
    .describe('What passes in a second: 800B/s, 100KiB/s, 1MiB/s.'),
  buffer: measured(size).prefault('64KiB').describe('What waits at most; more is dropped at the tail.'),
}).transform((told) => ({ bytesPerS: told.rate, bufferBytes: told.buffer }));

/** `network:`, by class of links. */
export const networkSchema = mapping({
  latency: perClass(linkLatency, 'zone', quantileKeys)
    .prefault('zone')
    .describe('How long packets take: lan, zone, wan, mobile, quantiles { p50, p90, p99, max }, or one by link class.'),
  loss: shareOf('Share of packets lost'),
  duplicate: shareOf('Share of packets that arrive twice'),
  reorder: shareOf('Share of packets held back so that later ones overtake'),
  straggle: shareOf('Share of packets of which another copy lands much later'),
  straggler: rangeOf(duration)
    .refine(({ min }) => min > 0, 'expected more than 0s')
    .prefault('10s..10m')
    .describe('How much later such a copy lands.'),
  wire: word(['plain', 'encoded'] as const)
    .prefault('plain')
    .describe("encoded: every packet passes through the protocol's codec."),
  corrupt: shareOf('Share of packets of which one to three bits are flipped, with wire: encoded'),
  bandwidth: perClass(bandwidth, undefined, ['rate', 'buffer'])
    .optional()
    .describe('What passes over each link, in each direction: { rate, buffer }, or one by link class.'),
  regions: regionsSchema(linkLatency).prefault({}).describe('Parts of the world, by name: { nodes, to }.'),
}).transform((told, context): NetworkPlan => {
  const plan = (link: LinkClass): LinkPlan => ({
    latency: told.latency.get(link)!,
    lossPpm: told.loss.get(link)!,
    duplicatePpm: told.duplicate.get(link)!,
    reorderPpm: told.reorder.get(link)!,
    stragglePpm: told.straggle.get(link)!,
    corruptPpm: told.corrupt.get(link)!,
    bandwidth: told.bandwidth?.get(link),
  });
  if (told.wire === 'plain' && [...told.corrupt.values()].some((ppm) => ppm > 0)) {
    complain(context, { wrong: 'no bits can be flipped where there are none', remedy: 'add wire: encoded' }, [
      'corrupt',
    ]);
  }
  return {
    'client-gateway': plan('client-gateway'),
    'gateway-replica': plan('gateway-replica'),
    'replica-replica': plan('replica-replica'),
    wire: told.wire,
    stragglerUs: told.straggler,
    regions: told.regions,
  };
});
