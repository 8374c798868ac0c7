import type { RequestParams } from '../../types.ts';
import { defined } from '../../util/defined.ts';
import { count, fields, number, text, type Fields } from '../../util/fields.ts';
import type { Api } from '../stainless/descriptor.ts';
import { MessageResponseReader } from './response-reader.ts';

export const MESSAGES: Api = {
  operation: 'chat',
  apiFormat: 'anthropic.messages',
  describe: (body, options) => ({
    params: paramsOf(body),
    // An option of the SDK for its own spans.
    ...defined({ conversationId: text(fields(fields(options).openTelemetry).conversationId) }),
  }),
  responseReader: (body) => new MessageResponseReader(body),
};

/** The messages API; undefined for requests that ask no model, such as counting tokens, batches and files. */
export function apiOf(method: unknown, path: string): Api | undefined {
  // An app that sends requests by `client.post()` may use a longer path.
  const asksForMessage = typeof method === 'string' && method.toLowerCase() === 'post' && /(^|\/)messages$/.test(path);
  return asksForMessage ? MESSAGES : undefined;
}

function paramsOf(body: Fields): RequestParams {
  const output = fields(body.output_config);
  return defined({
    maxTokens: count(body.max_tokens),
    temperature: number(body.temperature),
    topP: number(body.top_p),
    reasoningLevel: text(output.effort),
    outputType: fields(output.format).type === 'json_schema' ? 'json' : undefined,
  });
}
