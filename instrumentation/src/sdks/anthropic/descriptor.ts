import type { StainlessSdk } from '../stainless/descriptor.ts';
import { readErrors } from './errors.ts';
import { keyInHeaders, keyOfClient } from './keys.ts';
import { PLATFORM_REWRITING, platformOf } from './platforms.ts';
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
  providerOf: platformOf,
  requestIdHeaders: ['request-id', 'x-amzn-requestid'],
  streamBody: () => new StreamBody(),
  readErrors,
  hasMiddleware: true,
  rewriting: PLATFORM_REWRITING,
};

/**
 * Anthropic's packages for other platforms. Their clients extend the class of the `@anthropic-ai/sdk` that they load, which
 * they export. They load only a part of that package, so it is found through them.
 */
export const ANTHROPIC_BEDROCK: StainlessSdk = { ...ANTHROPIC, module: '@anthropic-ai/bedrock-sdk' };
export const ANTHROPIC_VERTEX: StainlessSdk = { ...ANTHROPIC, module: '@anthropic-ai/vertex-sdk' };
