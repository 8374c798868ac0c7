import { gatewayCall } from './gateway-calls.ts';
import { eventsOfDay, inboundRequest } from './inbound.ts';
import { SERVICES, type CallPlan, type Plan } from './plan.ts';
import { Random } from './random.ts';
import { DAY_MS, HOUR_MS, startsOfDay } from './rhythm.ts';
import { sdkCall } from './sdk-calls.ts';

/** Changing it gives all records other ids: a ledger that has the old history would get a second one. */
const SEED = 'tokentrail-example-history-1';

export const HISTORY_DAYS = 30;
/** The traces store keeps content for 14 days; older records have none. */
const CONTENT_DAYS = 13;
const RECENT_DAYS = 2;
/** Share of the older calls that are recorded with content. */
const CONTENT_SHARE = 0.15;
const INBOUND_REQUESTS_PER_DAY = 60;
/** Calls whose process was killed: how long before the end of the history they began, and whether a response had begun. */
const LOST_CALLS = [
  { hoursAgo: 3, isStreaming: true },
  { hoursAgo: 3.01, isStreaming: false },
  { hoursAgo: 27, isStreaming: true },
  { hoursAgo: 120, isStreaming: false },
];
/** A call takes at most a few minutes. None of the history ends after it. */
const LONGEST_CALL_MS = 5 * 60_000;

/** The days of the history that ends at `until` (unix ms): each the unix ms of 00:00 UTC, the oldest first. */
export function daysUntil(until: number): number[] {
  const lastDay = dayOf(until);
  return Array.from({ length: HISTORY_DAYS }, (_, index) => lastDay - (HISTORY_DAYS - 1 - index) * DAY_MS);
}

function dayOf(time: number): number {
  return Math.floor(time / DAY_MS) * DAY_MS;
}

/**
 * The records of one day, in order of their start. The same `day` and `until` always have the same records.
 * @param until end of the history, unix ms. No record ends later.
 */
export function plansOfDay(day: number, until: number): Plan[] {
  const random = new Random(`${SEED} ${until} ${day}`);
  const lastDay = dayOf(until);
  const calls = SERVICES.flatMap((service) =>
    startsOfDay(service, day, random).map((start): CallPlan => {
      const withContent = hasContent(start, until, random);
      return service === 'shop-gateway'
        ? gatewayCall(start, lastDay, withContent, random)
        : sdkCall(service, start, { lastDay, withContent }, random);
    }),
  );
  const inbound = Array.from({ length: INBOUND_REQUESTS_PER_DAY }, () =>
    inboundRequest(day + Math.floor(random.next() * DAY_MS), random),
  );
  const plans: Plan[] = [...calls, ...inbound, ...eventsOfDay(day, random), ...lostCalls(day, until, random)];
  return plans.filter(({ start }) => start < until - LONGEST_CALL_MS).sort((a, b) => a.start - b.start);
}

function hasContent(start: number, until: number, random: Random): boolean {
  const age = until - start;
  return age < CONTENT_DAYS * DAY_MS && (age < RECENT_DAYS * DAY_MS || random.chance(CONTENT_SHARE));
}

/** Calls whose process was killed: their records never ended and read as lost. */
function lostCalls(day: number, until: number, random: Random): CallPlan[] {
  return LOST_CALLS.map(({ hoursAgo, isStreaming }) => ({ start: until - hoursAgo * HOUR_MS, isStreaming }))
    .filter(({ start }) => dayOf(start) === day)
    .map(({ start, isStreaming }) => killed(gatewayCall(start, dayOf(until), false, random), isStreaming));
}

/** The call as it was when its process was killed, during its last attempt. */
function killed({ end: _, ...plan }: CallPlan, isStreaming: boolean): CallPlan {
  const sent = plan.candidates.flatMap(({ attempts }) => attempts).at(-1);
  if (sent !== undefined) {
    delete sent.end;
    delete sent.firstChunkMs;
    if (isStreaming) sent.firstChunkMs = sent.atMs + 400;
  }
  return plan;
}
