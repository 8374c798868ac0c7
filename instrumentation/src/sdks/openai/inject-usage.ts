import { guarded } from '../../util/guarded.ts';
import { fields, type Fields } from '../../util/fields.ts';
import { endpointOf } from './endpoint.ts';
import { isChat, pathOf } from './request.ts';
import type { OpenAIClient, RequestOptions } from './sdk.ts';

/**
 * A copy of `options` that asks for the usage at the end of the stream; undefined where it may not: the request streams no
 * chat, the app said itself whether it wants the usage, or the provider is known to refuse such a request. What the app
 * passed is never written to.
 */
export function askingForUsage(client: OpenAIClient, options: RequestOptions): RequestOptions | undefined {
  return guarded('asking for usage', () => {
    const { body, method, path, stream } = options;
    if (stream !== true || !isPlain(body) || body.stream !== true || !isChat(method, pathOf(path))) {
      return undefined;
    }
    const said = body.stream_options ?? {};
    if (!isPlain(said) || (said.include_usage ?? undefined) !== undefined || refuses(client, body)) return undefined;
    return { ...options, body: { ...body, stream_options: { ...said, include_usage: true } } };
  });
}

/** Only what is copied without loss: not what says by itself how it is sent. */
function isPlain(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && typeof fields(value).toJSON !== 'function';
}

/** The first version of Azure's API that takes the option. */
const AZURE_SINCE = '2024-09-01';

function refuses(client: OpenAIClient, body: Fields): boolean {
  const { provider } = endpointOf(client, '/chat/completions');
  if (provider === 'mistral_ai') return true;
  const [dated] = /^\d{4}-\d{2}-\d{2}/.exec(String(client.apiVersion)) ?? [];
  // Azure's answers "on your data" take no stream options at all.
  return (dated !== undefined && dated < AZURE_SINCE) || body.data_sources !== undefined;
}

/**
 * Whether a chunk came only because it was asked for on the app's behalf: the last one, of the usage alone. From the others
 * it takes the empty place of the usage, which nobody sends who was not asked.
 */
export function cameForUsage(chunk: unknown): boolean {
  const { choices, usage } = fields(chunk);
  if (usage === null) delete (chunk as { usage?: unknown }).usage;
  return Array.isArray(choices) && choices.length === 0 && typeof usage === 'object' && usage !== null;
}
