/** Makes planned calls. Those of the openai package get in-process responses in the provider's wire format. */
import { text } from 'node:stream/consumers';
import { flush, startRequest, withUsage } from '@tokentrail/instrumentation';
import OpenAI from 'openai';
import type { PlannedCall } from './plan.ts';

const calls = JSON.parse(await text(process.stdin)) as PlannedCall[];
for (const [position, call] of calls.entries()) {
  if (call.by === 'gateway') gateway(call);
  else await openai(call);
  if (position % 20 === 0) await flush();
}
await flush();

async function openai(call: PlannedCall): Promise<void> {
  const { authorization: _, ...headers } = call.headers;
  const [user = '', session = '', keyName = ''] = call.names;
  const client = new OpenAI({
    apiKey: call.names[3]?.replaceAll(/\s/g, '') ?? '',
    maxRetries: 0,
    fetch: () => Promise.resolve(responseOf(call)),
  });
  const request = {
    model: 'gpt-4o',
    stream: call.by === 'openai-stream',
    messages: [
      { role: 'user' as const, content: call.prompt },
      {
        role: 'assistant' as const,
        tool_calls: [{ id: 'c1', type: 'function' as const, function: { name: 'run', arguments: call.toolArguments } }],
      },
    ],
    ...call.body,
  };
  const plainHeaders = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  const context = { user, session, key: keyName, group: keyName, metadata: call.metadata };
  await withUsage(context, async () => {
    const response = await client.chat.completions.create(request, { headers: plainHeaders });
    if (Symbol.asyncIterator in response) for await (const chunk of response) void chunk;
  }).catch(() => undefined);
}

function responseOf(call: PlannedCall): Response {
  const headers = { 'content-type': 'application/json', 'x-echo': call.headers['x-note']?.toString() ?? '' };
  if (call.status !== 200) {
    const body = typeof call.errorBody === 'string' ? call.errorBody : JSON.stringify(call.errorBody);
    return new Response(body, { status: call.status, headers });
  }
  const head = { id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'gpt-4o-2024-08-06' };
  if (call.by === 'openai') {
    const message = { role: 'assistant', content: call.response, refusal: null };
    const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
    return Response.json({ ...head, choices: [{ index: 0, message, finish_reason: 'stop' }], usage }, { headers });
  }
  // Splits a secret into pieces, as tokens do.
  const pieces = call.response.match(/[^]{1,7}/g) ?? [];
  const chunks = [...pieces.map((content) => ({ content })), {}].map((delta, position, all) => {
    const finish = position === all.length - 1 ? 'stop' : null;
    return `data: ${JSON.stringify({ ...head, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  });
  return new Response(`${chunks.join('')}data: [DONE]\n\n`, {
    headers: { ...headers, 'content-type': 'text/event-stream' },
  });
}

function gateway(call: PlannedCall): void {
  const [model = '', user = '', name = '', id = ''] = call.names;
  const request = startRequest({
    operation: 'chat',
    apiFormat: 'openai.chat',
    requestModel: model,
    path: call.path,
    route: call.path,
    method: 'POST',
    user,
    session: id,
    group: name,
    conversationId: id,
    requestId: id,
    userAgent: name,
    clientAddress: id,
    key: { name, value: `${name}${id}` },
    metadata: call.metadata,
  });
  const body = { messages: [{ role: 'user', content: call.prompt }], tool: call.toolArguments, ...call.body };
  request.content('clientRequestHeaders', call.headers);
  request.content('clientRequestBody', JSON.stringify(body));
  request.content('inputMessages', body.messages);
  request.content('systemInstructions', call.response);
  request.content('providerRequestHeaders', Object.entries(call.headers));
  request.content('providerRequestBody', body);
  request.content(
    'clientResponseHeaders',
    Object.entries(call.headers).flatMap(([key, value]) => [key, String(value)]),
  );
  request.content('providerResponseBody', `data: ${JSON.stringify({ delta: call.response })}\n\n`);
  request.content('outputMessages', [{ parts: [{ content: call.response }] }]);
  const attempt = request.attempt({
    provider: user,
    endpoint: name,
    model,
    serverAddress: id,
    key: { name, value: `${id}${name}` },
  });
  attempt.responded({ statusCode: call.status, requestId: id });
  const error = { code: name, type: id, message: call.errorMessage, body: call.errorBody };
  attempt.end({ state: 'failed', statusCode: call.status, error });
  request.candidate({ provider: user, capabilitiesRequired: [name], capabilitiesHeld: [id] }).skip(name);
  request.attempt({ provider: 'openai' }).end({
    state: 'success',
    responseModel: model,
    responseId: id,
    servedServiceTier: name,
    finishReasons: [id],
    usage: { inputTokens: 1, outputTokens: 1 },
  });
  request.end({ state: call.status === 200 ? 'success' : 'failed', statusCode: call.status, error });
}
