import type { KeyInfo } from '../../types.ts';
import { fields, text } from '../../util/fields.ts';
import type { StainlessClient } from '../stainless/sdk.ts';
import { platformOf } from './platforms.ts';

/**
 * The key that a client is configured with: an API key of Anthropic or of Bedrock, or Anthropic's token. AWS credentials and
 * access tokens of a Google account are no keys of the API: they belong to an identity, and most are replaced within hours.
 */
export function keyOfClient(client: StainlessClient): KeyInfo | undefined {
  const { authToken, skipAuth } = fields(client);
  const value = skipAuth === true ? undefined : (text(client.apiKey) ?? text(authToken));
  return value === undefined ? undefined : { value };
}

/** The key in the headers of a request. */
export function keyInHeaders(headers: unknown, client: StainlessClient): KeyInfo | undefined {
  if (!(headers instanceof Headers) || platformOf(client) === 'gcp.vertex_ai') return undefined;
  const [, bearer] = /^Bearer\s+(.+)$/i.exec(headers.get('authorization') ?? '') ?? [];
  const value = headers.get('x-api-key') ?? bearer;
  return value ? { value } : undefined;
}
