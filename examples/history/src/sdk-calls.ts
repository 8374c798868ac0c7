import type { AttemptInfo, CallEnd, ReportedUsage, RequestFacts } from './instrumentation.ts';
import { chatContent } from './content.ts';
import { MODELS } from './models.ts';
import { attemptWith, isRetryable, outcomeOf, type Outcome } from './outcomes.ts';
import { EXAMPLE_TAGS, type AttemptPlan, type CallPlan, type ServiceName } from './plan.ts';
import type { Random } from './random.ts';

/** A provider as a service without a gateway calls it. The keys are invented. */
interface Seller {
  provider: string;
  server: string;
  path: string;
  apiFormat: string;
  key: string;
  responseId: string;
}

const OPENAI: Seller = {
  provider: 'openai',
  server: 'api.openai.com',
  path: '/v1/chat/completions',
  apiFormat: 'openai.chat',
  key: 'sk-proj-bot-5f4e3d2c1b0a99887766',
  responseId: 'chatcmpl-',
};
const ANTHROPIC: Seller = {
  provider: 'anthropic',
  server: 'api.anthropic.com',
  path: '/v1/messages',
  apiFormat: 'anthropic.messages',
  key: 'sk-ant-api03-batch-77aa10b2c3d4e5f6',
  responseId: 'msg_',
};
const GEMINI: Seller = {
  provider: 'gcp.gemini',
  server: 'generativelanguage.googleapis.com',
  path: '/v1beta/models/gemini-2.5-flash:generateContent',
  apiFormat: 'google.generate_content',
  key: 'AIzaSyD-example-history-0123456789abcde',
  responseId: '',
};
const GROQ: Seller = {
  provider: 'groq',
  server: 'api.groq.com',
  path: '/openai/v1/chat/completions',
  apiFormat: 'openai.chat',
  key: 'gsk_example0123456789abcdef0123456789',
  responseId: 'chatcmpl-',
};
/** A server of the team's own. No price file names it, so its calls show what an unknown price looks like. */
const OWN_SERVER: Seller = {
  provider: 'vllm',
  server: 'llm.internal',
  path: '/v1/chat/completions',
  apiFormat: 'openai.chat',
  key: 'not-needed',
  responseId: 'chatcmpl-',
};

/** What a service calls, with the share of each, and who its callers are. */
interface Habit {
  calls: Readonly<Record<string, { share: number; seller: Seller; operation?: 'embeddings' }>>;
  stream: number;
  source: 'internal' | 'batch';
  feature: readonly string[];
  users: readonly string[];
  group: string;
  agent: string;
}

const HABITS: Readonly<Record<Exclude<ServiceName, 'shop-gateway'>, Habit>> = {
  'support-bot': {
    calls: {
      'gpt-4o-mini': { share: 66, seller: OPENAI },
      'gpt-4o': { share: 20, seller: OPENAI },
      'llama-3.3-70b-versatile': { share: 14, seller: GROQ },
    },
    stream: 0.7,
    source: 'internal',
    feature: ['ticket-summary', 'ticket-reply', 'triage'],
    users: ['agent_3', 'agent_7', 'agent_11', 'agent_14', 'agent_20'],
    group: 'support',
    agent: 'OpenAI/JS 7.57.0',
  },
  'document-search': {
    calls: {
      'text-embedding-3-small': { share: 60, seller: OPENAI, operation: 'embeddings' },
      'gemini-2.5-flash': { share: 38, seller: GEMINI },
      'llama-3.3-70b': { share: 2, seller: OWN_SERVER },
    },
    stream: 0.2,
    source: 'internal',
    feature: ['index', 'question', 'suggest'],
    users: ['u_12', 'u_33', 'u_34', 'u_40', 'u_81'],
    group: 'knowledge',
    agent: 'google-genai-sdk/3.5.0',
  },
  'nightly-batch': {
    calls: {
      'claude-haiku-4-5': { share: 70, seller: ANTHROPIC },
      'claude-sonnet-4-5': { share: 10, seller: ANTHROPIC },
      'gpt-4o-mini': { share: 20, seller: OPENAI },
    },
    stream: 0,
    source: 'batch',
    feature: ['catalogue', 'review-labels'],
    users: ['job_catalogue', 'job_reviews'],
    group: 'data',
    agent: 'Anthropic/JS 1.20.0',
  },
};

/** The SDKs' own default: two retries. */
const MAX_ATTEMPTS = 3;

/** A call of a service that uses a provider's SDK directly; the SDK retries. */
export function sdkCall(
  service: Exclude<ServiceName, 'shop-gateway'>,
  start: number,
  { lastDay, withContent }: { lastDay: number; withContent: boolean },
  random: Random,
): CallPlan {
  const habit = HABITS[service];
  const shares = Object.fromEntries(Object.entries(habit.calls).map(([model, { share }]) => [model, share]));
  const requestModel = random.weighted(shares);
  const { seller, operation = 'chat' } = habit.calls[requestModel]!;
  const stream = operation === 'chat' && random.chance(habit.stream);
  const attempts = attemptsWith((atMs) => {
    const outcome = outcomeOf(seller.provider, start, lastDay, random);
    const attempt =
      operation === 'embeddings'
        ? embeddingsAttempt(outcome, atMs, random)
        : attemptWith(outcome, atMs, { model: MODELS[requestModel]!, stream, responseId: seller.responseId }, random);
    return { outcome, attempt };
  }, random);
  const hasContent = withContent && operation === 'chat';
  const plan: CallPlan = {
    type: 'usage',
    service,
    start,
    facts: {
      ...factsOf(habit, seller, random),
      operation,
      requestModel,
      ...(operation === 'embeddings' ? { path: '/v1/embeddings', apiFormat: 'openai.embeddings' } : {}),
      ...(stream ? { stream } : {}),
      capture: hasContent ? 'full' : 'basic',
      ...(hasContent
        ? { metadata: { ticket: random.integer(10_000, 99_999), locale: random.pick(['de', 'en', 'fr']) } }
        : {}),
    },
    candidates: [{ info: infoOf(seller), attempts }],
    end: endOf(attempts.at(-1)!),
    content: new Map(),
  };
  return hasContent ? { ...plan, content: chatContent(plan, { key: seller.key, agent: habit.agent }, random) } : plan;
}

function factsOf(habit: Habit, seller: Seller, random: Random): RequestFacts {
  return {
    provider: seller.provider,
    apiFormat: seller.apiFormat,
    method: 'POST',
    path: seller.path,
    serverAddress: seller.server,
    key: { value: seller.key },
    user: random.pick(habit.users),
    group: habit.group,
    session: `s_${random.hex(5)}`,
    source: habit.source,
    userAgent: habit.agent,
    tags: { ...EXAMPLE_TAGS, feature: random.pick(habit.feature) },
    ...(random.chance(0.4) ? { params: { temperature: 0, maxTokens: 800 } } : {}),
  };
}

function infoOf({ provider, server, path, key }: Seller): AttemptInfo {
  return { provider, endpoint: path, serverAddress: server, key: { value: key } };
}

/** Attempts until one succeeds, fails for good, or the SDK gives up. The SDK waits longer before each retry. */
function attemptsWith(
  attemptAt: (atMs: number) => { outcome: Outcome; attempt: AttemptPlan },
  random: Random,
): AttemptPlan[] {
  const attempts: AttemptPlan[] = [];
  let atMs = 1;
  for (let pauseMs = 500; attempts.length < MAX_ATTEMPTS; pauseMs *= 2) {
    const { outcome, attempt } = attemptAt(atMs);
    attempts.push(attempt);
    if (!isRetryable(outcome)) break;
    atMs = attempt.end!.afterMs + Math.round(pauseMs * (0.75 + random.next() / 4));
  }
  return attempts;
}

function embeddingsAttempt(outcome: Outcome, atMs: number, random: Random): AttemptPlan {
  if (isRetryable(outcome) || outcome === 'too-long') {
    return attemptWith(outcome, atMs, { model: MODELS['gpt-4o-mini']!, stream: false, responseId: '' }, random);
  }
  const usage: ReportedUsage = { inputTokens: Math.max(4, Math.round(random.around(380, 0.9))) };
  return {
    atMs,
    head: { statusCode: 200, requestId: `req_${random.hex(12)}` },
    end: {
      state: 'success',
      usage,
      responseModel: 'text-embedding-3-small',
      afterMs: atMs + Math.round(random.around(120)),
    },
  };
}

/** The caller sees the end of the last attempt: the provider's own status. */
function endOf({ head, end }: AttemptPlan): CallEnd & { afterMs: number } {
  const { state, error, afterMs } = end!;
  return {
    state,
    ...(head === undefined ? {} : { statusCode: head.statusCode }),
    ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
    afterMs: afterMs + 1,
  };
}
