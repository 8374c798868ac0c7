import type { CallStart, RequestParams } from '../../types.ts';
import { count, fields, known, number, text, type Fields } from '../../util/fields.ts';
import type { RequestOptions } from './sdk.ts';

/** Whether a request asks for a message; not so counting tokens, batches, files and all else. */
export function asksForMessage(method: unknown, path: string): boolean {
  // An app that posts by itself may put more in front.
  return typeof method === 'string' && method.toLowerCase() === 'post' && /(^|\/)messages$/.test(path);
}

/** What the request says of itself: the allow-listed parameters and no content. */
export function describeRequest({ body: given, stream, openTelemetry }: RequestOptions): Partial<CallStart> {
  const body = fields(given);
  return known({
    requestModel: text(body.model),
    requestedServiceTier: text(body.service_tier),
    stream: stream === true ? true : undefined,
    // The SDK's own option, for its spans.
    conversationId: text(fields(openTelemetry).conversationId),
    params: paramsOf(body),
  });
}

function paramsOf(body: Fields): RequestParams {
  const output = fields(body.output_config);
  return known({
    maxTokens: count(body.max_tokens),
    temperature: number(body.temperature),
    topP: number(body.top_p),
    reasoningLevel: text(output.effort),
    outputType: fields(output.format).type === 'json_schema' ? 'json' : undefined,
  });
}
