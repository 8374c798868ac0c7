import { guarded } from '../../util/guarded.ts';
import { fields, type Fields } from '../../util/fields.ts';
import { endpointOfUrl } from '../endpoint.ts';
import { pathOf } from '../stainless/endpoint.ts';
import type { RequestOptions, StainlessClient } from '../stainless/sdk.ts';
import { isChat } from './request.ts';

/**
 * Returns a copy of `options` that asks for the usage at the end of the stream. Returns undefined if the request streams
 * no chat, if the app itself said whether it wants the usage, or if the provider is known to refuse such a request. Never
 * changes what the app passed.
 */
export function askForUsage(
  client: Pick<StainlessClient, 'baseURL'>,
  options: RequestOptions,
): RequestOptions | undefined {
  return guarded('asking for usage', () => {
    const { body, method, path, stream } = options;
    if (stream !== true || !isPlain(body) || body.stream !== true || !isChat(method, pathOf(path))) {
      return undefined;
    }
    const streamOptions = body.stream_options ?? {};
    if (!isPlain(streamOptions) || (streamOptions.include_usage ?? undefined) !== undefined) return undefined;
    if (refusesStreamOptions(client, body)) return undefined;
    return { ...options, body: { ...body, stream_options: { ...streamOptions, include_usage: true } } };
  });
}

/** Whether a copy of `value` loses nothing. An object with `toJSON` decides itself how it is serialized. */
function isPlain(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && typeof fields(value).toJSON !== 'function';
}

/** The first version of Azure's API that accepts the option. */
const AZURE_SINCE = '2024-09-01';

function refusesStreamOptions(client: Pick<StainlessClient, 'baseURL'>, body: Fields): boolean {
  const { apiVersion } = fields(client);
  if (!apiVersion && endpointOfUrl(client.baseURL).provider === 'mistral_ai') return true;
  const [dated] = /^\d{4}-\d{2}-\d{2}/.exec(String(apiVersion)) ?? [];
  // Azure's "on your data" accepts no stream options at all.
  return (dated !== undefined && dated < AZURE_SINCE) || body.data_sources !== undefined;
}

/**
 * Whether a chunk was sent only because usage was asked for on the app's behalf: the last one, which has usage alone. From
 * the other chunks it removes `usage: null`, which providers send only if usage was asked for.
 */
export function wasAskedForUsage(chunk: unknown): boolean {
  const { choices, usage } = fields(chunk);
  if (usage === null) delete (chunk as { usage?: unknown }).usage;
  return Array.isArray(choices) && choices.length === 0 && typeof usage === 'object' && usage !== null;
}
