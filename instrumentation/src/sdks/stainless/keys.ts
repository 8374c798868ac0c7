import type { KeyInfo } from '../../types.ts';
import { fields, text } from '../../util/fields.ts';
import type { StainlessClient } from './sdk.ts';

/** The key that a client is configured with. */
export function keyOfClient({ apiKey }: StainlessClient): KeyInfo | undefined {
  const value = text(apiKey);
  return value === undefined ? undefined : { value };
}

/** The key in an `Authorization` header. Older SDKs pass headers as a plain object with lower-case names. */
export function bearerKey(headers: unknown): KeyInfo | undefined {
  const header = headers instanceof Headers ? headers.get('authorization') : fields(headers).authorization;
  const value = text(header)?.replace(/^Bearer\s+/i, '');
  return value ? { value } : undefined;
}
