import type { KeyInfo } from '../../types.ts';
import { fields, text } from '../../util/fields.ts';
import type { StainlessSdk } from '../stainless/descriptor.ts';
import type { StainlessClient } from '../stainless/sdk.ts';
import { apiOf } from './request.ts';
import { StreamBody } from './stream-body.ts';

/** The official `@anthropic-ai/sdk` package: messages, including `beta.messages`. */
export const ANTHROPIC: StainlessSdk = {
  module: '@anthropic-ai/sdk',
  majors: [1],
  // All clients extend this class, including those of other platforms.
  exportedClient: (exports) => exports.BaseAnthropic,
  isClient: (client) => '_genAIProviderName' in client,
  apiOf,
  keyOfClient,
  keyInHeaders,
  providerOf,
  requestIdHeaders: ['request-id'],
  streamBody: () => new StreamBody(),
  hasMiddleware: true,
};

function keyOfClient(client: StainlessClient): KeyInfo | undefined {
  const value = text(client.apiKey) ?? text(fields(client).authToken);
  return value === undefined ? undefined : { value };
}

function keyInHeaders(headers: unknown): KeyInfo | undefined {
  if (!(headers instanceof Headers)) {
    return undefined;
  }
  const value = headers.get('x-api-key') ?? headers.get('authorization')?.replace(/^Bearer\s+/i, '');
  return value ? { value } : undefined;
}

/** Clients of other platforms name the platform. */
function providerOf(client: StainlessClient): string | undefined {
  const platform = text(fields(client)._genAIProviderName);
  return platform === 'anthropic' ? undefined : platform;
}
