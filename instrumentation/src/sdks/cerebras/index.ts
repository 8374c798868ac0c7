import { apiOf } from '../openai/request.ts';
import { StreamBody } from '../openai/stream-body.ts';
import type { StainlessSdk } from '../stainless/descriptor.ts';
import { readByClassAndBody } from '../stainless/error-body.ts';
import { stainlessPatch } from '../stainless/index.ts';
import { bearerKey, keyOfClient } from '../stainless/keys.ts';

/** The official `@cerebras/cerebras_cloud_sdk` package: chat completions and completions, in OpenAI's format. */
export const CEREBRAS: StainlessSdk = {
  module: '@cerebras/cerebras_cloud_sdk',
  majors: [1],
  // The ESM entry defines the class itself.
  esmBindings: ['Cerebras'],
  exportedClient: (exports) => exports.Cerebras ?? exports.default,
  isClient: (client) => 'CerebrasError' in client.constructor,
  apiOf,
  keyOfClient,
  keyInHeaders: bearerKey,
  requestIdHeaders: ['x-request-id'],
  streamBody: () => new StreamBody(),
  readErrors: readByClassAndBody,
};

export const cerebras = stainlessPatch(CEREBRAS);
