// A gateway that calls the provider itself and reports the response's usage object as it came.
import { startRequest, type AttemptEnd } from '@tokentrail/instrumentation';
import type { Body, Call, Format } from '../case.ts';
import { runCalls } from './run-calls.ts';

/** What a gateway reads of a response, beside its usage. */
type Facts = Pick<AttemptEnd, 'usage' | 'responseModel' | 'finishReasons' | 'servedServiceTier'>;

interface Api {
  operation: string;
  path: string;
  factsOf(body: Body): Facts;
}

const APIS: Partial<Record<Format, Api>> = {
  'openai.chat': {
    operation: 'chat',
    path: '/v1/chat/completions',
    factsOf: ({ choices, ...body }) => {
      const [first] = Array.isArray(choices) ? (choices as Body[]) : [];
      return { ...factsOf(body, first?.finish_reason), servedServiceTier: text(body.service_tier) };
    },
  },
  'openai.responses': {
    operation: 'chat',
    path: '/v1/responses',
    factsOf: (body) => {
      const { reason = body.status } = (body.incomplete_details ?? {}) as Body;
      return { ...factsOf(body, reason), servedServiceTier: text(body.service_tier) };
    },
  },
  'openai.embeddings': { operation: 'embeddings', path: '/v1/embeddings', factsOf },
  'anthropic.messages': {
    operation: 'chat',
    path: '/v1/messages',
    factsOf: (body) => factsOf(body, body.stop_reason),
  },
  'gemini.generate_content': {
    operation: 'chat',
    path: '/v1beta/models/m:generateContent',
    factsOf: ({ candidates, promptFeedback, modelVersion: model, usageMetadata: usage }) => {
      const { blockReason } = (promptFeedback ?? {}) as Body;
      const [first] = (candidates ?? []) as Body[];
      return factsOf({ model, usage }, first?.finishReason ?? blockReason);
    },
  },
};

function factsOf({ model, usage }: Body, reason?: unknown): Facts {
  return {
    usage: usage === undefined || usage === null ? undefined : { raw: usage },
    responseModel: text(model),
    finishReasons: text(reason) === undefined ? undefined : [String(reason)],
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const PROVIDERS: Readonly<Record<string, string>> = {
  'api.openai.com': 'openai',
  'our-team.openai.azure.com': 'azure.ai.openai',
  'api.anthropic.com': 'anthropic',
  'generativelanguage.googleapis.com': 'gcp.gemini',
  'api.groq.com': 'groq',
  'api.moonshot.ai': 'moonshot_ai',
  'api.mistral.ai': 'mistral_ai',
  'api.perplexity.ai': 'perplexity',
  'api.minimax.io': 'minimax',
  'api.voyageai.com': 'voyageai',
  'openrouter.ai': 'openrouter',
  'api.deepinfra.com': 'deepinfra',
  'api.x.ai': 'x_ai',
};

await runCalls(() =>
  Object.fromEntries(Object.entries(APIS).map(([format, api]) => [format, (call: Call) => pass(call, api)])),
);

async function pass({ url, request, format }: Call, { operation, path, factsOf: read }: Api): Promise<void> {
  const record = startRequest({ operation, apiFormat: format, requestModel: request.model, method: 'POST', path });
  const { hostname: serverAddress } = new URL(url);
  const provider = PROVIDERS[serverAddress] ?? serverAddress;
  const attempt = record.attempt({ provider, serverAddress });
  const response = await fetch(url + path, { method: 'POST', body: JSON.stringify(request) });
  attempt.responded({ statusCode: response.status });
  const body = (await response.json()) as Body;
  const error = errorIn(body);
  const state = error === undefined ? 'success' : 'failed';
  attempt.end({ state, error, ...read(body) });
  record.end({ state, statusCode: 200, error });
}

/** The error that some providers report within status 200. */
function errorIn({ error, base_resp: base }: Body): AttemptEnd['error'] {
  const reported = (error ?? undefined) as Body | undefined;
  if (reported !== undefined) return { code: String(reported.code) };
  const { status_code: code = 0 } = (base ?? {}) as Body;
  return code === 0 ? undefined : { code: String(code) };
}
