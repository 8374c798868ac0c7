import { apiOf } from '../openai/request.ts';
import { StreamBody } from '../openai/stream-body.ts';
import type { StainlessSdk } from '../stainless/descriptor.ts';
import { readByClassAndBody } from '../stainless/error-body.ts';
import { stainlessPatch } from '../stainless/index.ts';
import { bearerKey, keyOfClient } from '../stainless/keys.ts';

/** The official `groq-sdk` package. Its APIs are those of OpenAI below `/openai/v1`. */
export const GROQ: StainlessSdk = {
  module: 'groq-sdk',
  majors: [1],
  exportedClient: (exports) => exports.Groq ?? exports.default,
  isClient: (client) => 'GroqError' in client.constructor,
  apiOf,
  keyOfClient,
  keyInHeaders: bearerKey,
  requestIdHeaders: ['x-request-id'],
  streamBody: () => new StreamBody(),
  readErrors: readByClassAndBody,
};

export const groq = stainlessPatch(GROQ);
