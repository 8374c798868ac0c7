import { exampleConfig, type ClientKey, type Upstream } from '../../gateway/src/config.ts';
import { routesFor, type Route } from '../../gateway/src/routing.ts';
import type { AttemptInfo, CallEnd, RequestFacts } from './instrumentation.ts';
import { chatContent } from './content.ts';
import { MODELS } from './models.ts';
import { attemptWith, isRetryable, outcomeOf, type Outcome } from './outcomes.ts';
import { EXAMPLE_TAGS, type AttemptPlan, type CallPlan, type CandidatePlan } from './plan.ts';
import type { Random } from './random.ts';
import { hasIncident } from './rhythm.ts';

const BASE = exampleConfig({
  azure: 'https://shop-eu.openai.azure.com',
  openai: 'https://api.openai.com',
  anthropic: 'https://api.anthropic.com',
  search: 'https://api.tavily.com',
});

type Client = ClientKey & { share: number; agent: string; models: Readonly<Record<string, number>> };

/** Clients of the gateway, with their shares of the calls and of the models. Two are not in the live example. Their keys are invented. */
const CLIENTS: readonly Client[] = [
  {
    ...BASE.clients[0]!,
    share: 42,
    agent: 'OpenAI/JS 7.57.0',
    models: { 'gpt-4o': 45, 'gpt-4o-mini': 55 },
  },
  { ...BASE.clients[1]!, share: 12, agent: 'OpenAI/Python 3.2.1', models: { 'gpt-4o-mini': 100 } },
  {
    ...BASE.clients[2]!,
    share: 20,
    agent: 'OpenAI/Python 3.2.1',
    models: { 'gpt-5-mini': 55, 'claude-sonnet-4-5': 45 },
  },
  {
    key: 'sk-client-mobile-91b2c3d4e5f60718',
    name: 'mobile-app',
    group: 'shop',
    user: 'u_57',
    share: 18,
    agent: 'ShopApp/8.2',
    models: { 'gpt-4o-mini': 100 },
  },
  {
    key: 'sk-client-partner-aa55bb66cc77dd88',
    name: 'partner',
    group: 'partners',
    user: 'u_93',
    share: 8,
    agent: 'curl/8.9.1',
    models: { 'gpt-4o': 70, 'claude-sonnet-4-5': 30 },
  },
];
const CLIENT_SHARES = Object.fromEntries(CLIENTS.map(({ share }, index) => [String(index), share]));

const NEEDS = { none: 82, tools: 9, vision: 6, json: 3 } as const;
const TOPICS = ['order-status', 'returns', 'product-advice', 'checkout'] as const;

export function clientOf(random: Random): Client {
  return CLIENTS[Number(random.weighted(CLIENT_SHARES))]!;
}

/** What every inbound request of the gateway says of its client. */
export function callerFacts(client: Client, random: Random): RequestFacts {
  return {
    user: client.user,
    group: client.group,
    key: { name: client.name, value: client.key },
    source: client.group === 'data' ? 'batch' : 'api_key',
    userAgent: client.agent,
    clientAddress: `203.0.113.${random.integer(2, 250)}`,
    recordIp: true,
    requestId: `gw-${random.hex(10)}`,
    tags: { ...EXAMPLE_TAGS, feature: random.pick(TOPICS) },
  };
}

/** A call of one of the gateway's clients: a chat with failover, or a search. */
export function gatewayCall(start: number, lastDay: number, withContent: boolean, random: Random): CallPlan {
  const client = clientOf(random);
  return random.chance(0.07)
    ? searchCall(start, client, random)
    : chatCall(start, lastDay, client, withContent, random);
}

function chatCall(start: number, lastDay: number, client: Client, withContent: boolean, random: Random): CallPlan {
  const requestModel = random.weighted(client.models);
  const need = random.weighted(NEEDS);
  const stream = random.chance(0.6);
  const required = need === 'none' ? [] : [need];
  const isOpen = ({ provider }: Upstream) => hasIncident(provider, start, lastDay) && random.chance(0.5);
  const routes = routesFor('openai.chat', requestModel, required, BASE.upstreams, isOpen);
  const call = {
    model: MODELS[requestModel]!,
    stream,
    responseId: requestModel.startsWith('claude') ? 'msg_' : 'chatcmpl-',
  };
  const { candidates, last } = attemptInOrder(routes, required, (upstream, atMs) => {
    const outcome = outcomeOf(upstream.provider, start, lastDay, random);
    return { outcome, attempt: attemptWith(outcome, atMs, call, random) };
  });
  const end = endOf(last);
  const facts: RequestFacts = {
    ...callerFacts(client, random),
    operation: 'chat',
    apiFormat: 'openai.chat',
    requestModel,
    method: 'POST',
    path: '/v1/chat/completions',
    route: '/v1/chat/completions',
    session: `s_${random.hex(6)}`,
    ...(stream ? { stream } : {}),
    ...(random.chance(0.5) ? { params: { maxTokens: 1024, temperature: 0.2 } } : {}),
    capture: withContent ? 'full' : 'basic',
    ...(withContent
      ? { metadata: { tenant: client.group, release: '2026.11', experiment: random.pick(['a', 'b']) } }
      : {}),
  };
  const plan: CallPlan = { type: 'usage', service: 'shop-gateway', start, facts, candidates, end, content: new Map() };
  return withContent ? { ...plan, content: chatContent(plan, { key: client.key, agent: client.agent }, random) } : plan;
}

interface LastAttempt {
  outcome: Outcome;
  attempt: AttemptPlan;
}

/** Attempts the routes in order until one responds or fails for a reason that every provider would give. */
function attemptInOrder(
  routes: readonly Route[],
  required: readonly string[],
  attemptAt: (upstream: Upstream, atMs: number) => LastAttempt,
): { candidates: CandidatePlan[]; last: LastAttempt | undefined } {
  let last: LastAttempt | undefined;
  const candidates = routes.map(({ upstream, skip }): CandidatePlan => {
    const info = candidateInfo(upstream, required);
    if (skip !== undefined) return { info, skip, attempts: [] };
    if (last !== undefined && !isRetryable(last.outcome)) return { info, attempts: [] };
    last = attemptAt(upstream, (last?.attempt.end?.afterMs ?? 0) + 2);
    return { info, attempts: [last.attempt] };
  });
  return { candidates, last };
}

function candidateInfo(upstream: Upstream, required: readonly string[]): AttemptInfo {
  return {
    provider: upstream.provider,
    endpoint: upstream.endpoint,
    serverAddress: new URL(upstream.baseUrl).hostname,
    key: { value: upstream.key, name: upstream.keyName },
    capabilitiesRequired: required,
    capabilitiesHeld: upstream.capabilities,
  };
}

/** The end of a gateway's call after its last attempt; refused if no provider could take it. */
function endOf(last: LastAttempt | undefined): CallEnd & { afterMs: number } {
  const attemptEnd = last?.attempt.end;
  if (attemptEnd === undefined) {
    return { state: 'failed', statusCode: 503, error: { code: 'no_provider_available' }, afterMs: 3 };
  }
  const { state, afterMs, error } = attemptEnd;
  if (state === 'success') return { state, statusCode: 200, afterMs: afterMs + 1 };
  if (state === 'cancelled') return { state, statusCode: 499, error: { code: 'cancelled' }, afterMs };
  const status = last?.attempt.head?.statusCode ?? (error?.code === 'timeout' ? 504 : 502);
  return { state, statusCode: status, error: { code: error?.code }, afterMs: afterMs + 1 };
}

function searchCall(start: number, client: Client, random: Random): CallPlan {
  const afterMs = Math.round(random.around(380));
  return {
    type: 'usage',
    service: 'shop-gateway',
    start,
    facts: {
      ...callerFacts(client, random),
      operation: 'search',
      requestModel: 'search-basic',
      method: 'POST',
      path: '/v1/search',
      route: '/v1/search',
      capture: 'basic',
    },
    candidates: [
      {
        info: {
          provider: 'tavily',
          endpoint: 'search',
          serverAddress: 'api.tavily.com',
          key: { value: BASE.search.key, name: 'search' },
          model: 'search-basic',
        },
        attempts: [
          {
            atMs: 1,
            head: { statusCode: 200, requestId: `req_${random.hex(12)}` },
            end: { state: 'success', responseModel: 'search-basic', usage: { units: { request: 1 } }, afterMs },
          },
        ],
      },
    ],
    end: { state: 'success', statusCode: 200, afterMs: afterMs + 1 },
    content: new Map(),
  };
}
