import type { ServiceName } from './plan.ts';
import type { Random } from './random.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** When a service works: calls of a working day, the share of it at weekends, and the weight of each hour (UTC). */
interface Rhythm {
  perDay: number;
  weekend: number;
  hours: readonly number[];
}

const OFFICE = [2, 1, 1, 1, 1, 2, 5, 12, 24, 32, 34, 30, 24, 30, 34, 32, 28, 20, 14, 10, 8, 6, 4, 3];
const EVENING = [6, 3, 2, 1, 1, 2, 4, 8, 12, 14, 16, 18, 20, 18, 16, 16, 18, 22, 28, 32, 30, 24, 16, 10];
const NIGHT = [4, 40, 60, 50, 20, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

const RHYTHMS: Readonly<Record<ServiceName, Rhythm>> = {
  'shop-gateway': { perDay: 520, weekend: 0.7, hours: EVENING },
  'support-bot': { perDay: 210, weekend: 0.35, hours: OFFICE },
  'document-search': { perDay: 170, weekend: 0.15, hours: OFFICE },
  'nightly-batch': { perDay: 110, weekend: 1, hours: NIGHT },
};

/** Start times of a service's calls on the day that begins at `day` (unix ms, 00:00 UTC), in order. */
export function startsOfDay(service: ServiceName, day: number, random: Random): number[] {
  const { perDay, weekend, hours } = RHYTHMS[service];
  const isWeekend = [0, 6].includes(new Date(day).getUTCDay());
  const count = Math.round(perDay * (isWeekend ? weekend : 1) * (0.9 + 0.2 * random.next()));
  const weights = Object.fromEntries(hours.map((weight, hour) => [String(hour), weight]));
  return Array.from({ length: count }, () => {
    const hour = Number(random.weighted(weights));
    return day + hour * HOUR_MS + Math.floor(random.next() * HOUR_MS);
  }).sort((a, b) => a - b);
}

/** Days before the end of the history on which a provider had an incident, with its hours (UTC) and the provider. */
const INCIDENTS = [
  { daysAgo: 4, from: 15, to: 17, provider: 'azure.ai.openai' },
  { daysAgo: 12, from: 9, to: 10, provider: 'openai' },
  { daysAgo: 21, from: 18, to: 19, provider: 'anthropic' },
] as const;

/** Whether `provider` has an incident at `time`. `lastDay`: the day on which the history ends, unix ms at 00:00 UTC. */
export function hasIncident(provider: string, time: number, lastDay: number): boolean {
  return INCIDENTS.some(({ daysAgo, from, to, provider: affected }) => {
    const day = lastDay - daysAgo * DAY_MS;
    return provider === affected && time >= day + from * HOUR_MS && time < day + to * HOUR_MS;
  });
}
