import { callerFacts, clientOf } from './gateway-calls.ts';
import { EXAMPLE_TAGS, type CallPlan, type EventPlan } from './plan.ts';
import type { Random } from './random.ts';
import { DAY_MS, HOUR_MS } from './rhythm.ts';

const REQUESTS = { models: 52, auth: 34, 'unknown-key': 6, 'unknown-route': 4, 'bad-body': 4 } as const;

/** An inbound request of the gateway that is no call: some are refused. */
export function inboundRequest(start: number, random: Random): CallPlan {
  const kind = random.weighted(REQUESTS);
  const client = clientOf(random);
  const known =
    kind === 'unknown-key' ? { tags: EXAMPLE_TAGS, requestId: `gw-${random.hex(10)}` } : callerFacts(client, random);
  const afterMs = random.integer(1, 12);
  const plan = (method: string, path: string, end: CallPlan['end']): CallPlan => ({
    type: 'request',
    service: 'shop-gateway',
    start,
    facts: { ...known, method, path, ...(kind === 'unknown-route' ? {} : { route: path }), capture: 'basic' },
    candidates: [],
    end: end!,
    content: new Map(),
  });
  const refused = (statusCode: number, code: string) =>
    ({ state: 'failed', statusCode, error: { code }, afterMs }) as const;
  switch (kind) {
    case 'unknown-key':
      return plan('GET', '/auth', refused(401, 'invalid_api_key'));
    case 'unknown-route':
      return plan('POST', '/v1/completions', refused(404, 'unknown_route'));
    case 'bad-body':
      return plan('POST', '/v1/chat/completions', refused(400, 'bad_request'));
    default:
      return plan('GET', kind === 'models' ? '/v1/models' : '/auth', { state: 'success', statusCode: 200, afterMs });
  }
}

/** Events of a day: logins, top-ups, and now and then a refund, a change by an administrator, or a new version. */
export function eventsOfDay(day: number, random: Random): EventPlan[] {
  const isWeekend = [0, 6].includes(new Date(day).getUTCDay());
  const at = (from: number, to: number) => day + Math.floor((from + (to - from) * random.next()) * HOUR_MS);
  const event = (type: EventPlan['type'], name: string, more: Partial<EventPlan> & { start: number }): EventPlan => ({
    type,
    service: 'shop-gateway',
    name,
    ...more,
    facts: { tags: EXAMPLE_TAGS, ...more.facts },
  });
  const events: EventPlan[] = Array.from({ length: isWeekend ? 3 : 9 }, () => login(event, at(6, 19), random));
  events.push(topUp(event, at(8, 18), random));
  if (random.chance(0.25)) {
    const { user, group } = clientOf(random);
    const amount = { amountUsd: '5.00', balanceAfterUsd: `${random.integer(20, 90)}.40` };
    events.push(event('refund', 'refund_of_failed_calls', { start: at(10, 16), facts: { user, group }, ...amount }));
  }
  if (!isWeekend && random.chance(0.5)) {
    const name = random.pick(['key_created', 'key_disabled', 'group_ratio_changed', 'budget_raised']);
    events.push(event('manage', name, { start: at(8, 17), facts: { user: 'admin_1', group: 'operators' } }));
  }
  if (Math.floor(day / DAY_MS) % 7 === 2) {
    events.push(event('system', 'gateway_updated', { start: at(6, 7), facts: {} }));
  }
  return events;
}

type MakeEvent = (type: EventPlan['type'], name: string, more: Partial<EventPlan> & { start: number }) => EventPlan;

function login(event: MakeEvent, start: number, random: Random): EventPlan {
  const user = random.pick(['admin_1', 'u_12', 'u_40', 'u_57', 'u_81', 'u_93']);
  const facts = {
    user,
    clientAddress: `203.0.113.${random.integer(2, 250)}`,
    recordIp: true,
    method: 'POST',
    path: '/login',
  };
  return random.chance(0.08)
    ? event('login', 'login_failed', { start, facts, failure: { statusCode: 401, code: 'wrong_password' } })
    : event('login', 'login', { start, facts });
}

function topUp(event: MakeEvent, start: number, random: Random): EventPlan {
  const { user, group } = clientOf(random);
  const amount = random.pick([10, 25, 50, 100]);
  return event('topup', random.pick(['topup_by_card', 'topup_by_invoice']), {
    start,
    facts: { user, group },
    amountUsd: `${amount}.00`,
    balanceAfterUsd: `${amount + random.integer(1, 40)}.00`,
  });
}
