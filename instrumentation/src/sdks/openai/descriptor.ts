import { currentRuntime } from '../../api/runtime.ts';
import type { KeyInfo } from '../../types.ts';
import { fields, text } from '../../util/fields.ts';
import type { StainlessSdk } from '../stainless/descriptor.ts';
import type { StainlessClient } from '../stainless/sdk.ts';
import { askForUsage, wasAskedForUsage } from './inject-usage.ts';
import { apiOf } from './request.ts';
import { StreamBody } from './stream-body.ts';

/** The official `openai` package. `request.ts` lists the APIs that are recorded. */
export const OPENAI: StainlessSdk = {
  module: 'openai',
  majors: [6, 7],
  exportedClient: (exports) => exports.OpenAI ?? exports.default,
  isClient: (client) => 'chat' in client && 'responses' in client,
  apiOf,
  keyOfClient,
  keyInHeaders,
  // Azure's client can also send through gateways with a hostname of the customer.
  providerOf: (client) => (fields(client).apiVersion ? 'azure.ai.openai' : undefined),
  requestIdHeaders: ['x-request-id', 'apim-request-id'],
  streamBody: () => new StreamBody(),
  usageInjection: {
    enabled: () => currentRuntime()?.injectStreamUsage === true,
    ask: askForUsage,
    hides: wasAskedForUsage,
  },
};

/** The SDK's placeholder for a key if the client authenticates by workload identity. */
const NO_KEY = 'workload-identity-auth';

function keyOfClient({ apiKey }: StainlessClient): KeyInfo | undefined {
  const value = text(apiKey);
  return value === undefined || value === NO_KEY ? undefined : { value };
}

function keyInHeaders(headers: unknown): KeyInfo | undefined {
  if (!(headers instanceof Headers)) {
    return undefined;
  }
  const value = headers.get('api-key') ?? withoutScheme(headers.get('authorization'));
  return value ? { value } : undefined;
}

function withoutScheme(authorization: string | null): string | undefined {
  if (authorization?.startsWith('Bearer sk-') === true) return authorization.slice('Bearer '.length);
  return authorization?.replace(/^Bearer\s+/i, '');
}
