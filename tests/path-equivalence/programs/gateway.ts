// A gateway that calls the provider itself and passes the response to `responseOf`.
import { responseOf, startRequest } from '@tokentrail/instrumentation';
import type { Call, Format } from '../case.ts';
import { runCalls } from './run-calls.ts';

interface Api {
  operation: string;
  path: string;
}

const APIS: Partial<Record<Format, Api>> = {
  'openai.chat': { operation: 'chat', path: '/v1/chat/completions' },
  'openai.responses': { operation: 'chat', path: '/v1/responses' },
  'openai.embeddings': { operation: 'embeddings', path: '/v1/embeddings' },
  'anthropic.messages': { operation: 'chat', path: '/v1/messages' },
  'gemini.generate_content': { operation: 'chat', path: '/v1beta/models/m:generateContent' },
};

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

async function pass({ url, request, format }: Call, { operation, path }: Api): Promise<void> {
  const record = startRequest({ operation, apiFormat: format, requestModel: request.model, method: 'POST', path });
  const { hostname: serverAddress } = new URL(url);
  const provider = PROVIDERS[serverAddress] ?? serverAddress;
  const attempt = record.attempt({ provider, serverAddress });
  const response = await fetch(url + path, { method: 'POST', body: JSON.stringify(request) });
  attempt.responded({ statusCode: response.status });
  const provided = responseOf(format, { request, headers: response.headers });
  provided.read(await response.json());
  const end = provided.end();
  attempt.end(end);
  record.end({ state: end.state, statusCode: 200, error: end.error });
}
