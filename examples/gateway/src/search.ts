import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestHandle } from '@tokentrail/instrumentation';
import { serverOf } from './passed-on-calls.ts';
import type { GatewayConfig } from './config.ts';
import { refuse } from './refusals.ts';
import { callUpstream } from './upstream-call.ts';

/** POST /v1/search: an API with a price per call instead of per token. */
export async function search(
  record: RequestHandle,
  request: FastifyRequest,
  reply: FastifyReply,
  { search: { baseUrl, key }, timeoutMs }: GatewayConfig,
): Promise<void> {
  const clientGone = new AbortController();
  reply.raw.once('close', () => clientGone.abort());
  const attempt = record.attempt({
    provider: 'tavily',
    endpoint: 'search',
    ...serverOf(baseUrl),
    key: { value: key, name: 'search' },
    model: 'search-basic',
  });
  const result = await callUpstream({
    record,
    attempt,
    upstream: { baseUrl, key },
    path: '/search',
    body: request.body,
    signal: clientGone.signal,
    timeoutMs,
  });
  if (!result.ok) {
    refuse(record, reply, result);
    return;
  }
  const found = (await result.response.json()) as object;
  attempt.end({ state: 'success', responseModel: 'search-basic', usage: { units: { request: 1 } } });
  record.content('providerResponseBody', found);
  record.content('clientResponseBody', found);
  await reply.send(found);
  record.content('clientResponseHeaders', reply.getHeaders());
  record.end({ state: 'success', statusCode: 200 });
}
