import type { RequestStart } from '@tokentrail/instrumentation';
import type { Api } from './apis.ts';

/** A client that may call the gateway. */
export interface ClientKey {
  /** The plain key, as the client sends it. */
  key: string;
  name: string;
  group: string;
  user: string;
  /** What makes its calls. Default: a program with an API key. */
  source?: RequestStart['source'];
}

export interface Upstream {
  provider: string;
  /** Name of this endpoint; a provider may have several. */
  endpoint: string;
  baseUrl: string;
  key: string;
  keyName: string;
  /** The APIs that it offers, by their wire format. */
  apis: readonly Api['format'][];
  models: readonly string[];
  capabilities: readonly Capability[];
  /** How often a call that may succeed later is sent again before the next upstream gets it. Default: 0. */
  retries?: number;
}

export const CAPABILITIES = ['tools', 'vision', 'json'] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** Configuration of the gateway: its clients and the upstreams of its models. */
export interface GatewayConfig {
  clients: readonly ClientKey[];
  /** In the order of failover. */
  upstreams: readonly Upstream[];
  search: { baseUrl: string; key: string };
  /** Milliseconds until the gateway no longer waits for an upstream. */
  timeoutMs: number;
}

/** Base URLs of the providers. */
export interface ProviderUrls {
  azure: string;
  openai: string;
  anthropic: string;
  search: string;
}

/** Invented, like the keys of the upstreams below. */
const CLIENTS: readonly ClientKey[] = [
  { key: 'sk-client-checkout-4f1d8a7e6c9f3a', name: 'checkout', group: 'shop', user: 'u_81' },
  { key: 'sk-client-batch-77aa10b2c3d4e5f6', name: 'batch-7', group: 'data', user: 'u_12', source: 'batch' },
  { key: 'sk-client-agents-0b9c8d7e6f5a4b3c', name: 'agents', group: 'research', user: 'u_40' },
  { key: 'sk-client-console-6e5d4c3b2a190f8e', name: 'console', group: 'shop', user: 'u_7', source: 'playground' },
];

/** Configuration of the example. The keys are invented; real keys come from a secret store. */
export function exampleConfig(urls: ProviderUrls, timeoutMs = 30_000): GatewayConfig {
  return {
    timeoutMs,
    clients: CLIENTS,
    upstreams: [
      {
        provider: 'azure.ai.openai',
        endpoint: 'azure-eu',
        baseUrl: urls.azure,
        key: 'azure-eu-3c0ffee0b5a91d2e11aa',
        keyName: 'azure-eu-1',
        apis: ['openai.chat'],
        models: ['gpt-4o', 'gpt-4o-mini'],
        capabilities: ['tools', 'json'],
      },
      {
        provider: 'openai',
        endpoint: 'openai-main',
        baseUrl: urls.openai,
        key: 'sk-proj-main-5e6f708192a3b4c577bd',
        keyName: 'main',
        apis: ['openai.chat', 'openai.embeddings'],
        models: [
          'gpt-4o',
          'gpt-4o-mini',
          'gpt-5-mini',
          'text-embedding-3-small',
          'gpt-oss-20b',
          'llama-3.3-70b',
          'mistral-small',
        ],
        capabilities: ['tools', 'vision', 'json'],
      },
      {
        provider: 'openai',
        endpoint: 'openai-spare',
        baseUrl: urls.openai,
        key: 'sk-proj-spare-9d8c7b6a5f4e3d2c02ce',
        keyName: 'spare',
        apis: ['openai.chat'],
        models: ['gpt-4o', 'gpt-4o-mini', 'gpt-5-mini'],
        capabilities: ['tools', 'vision', 'json'],
      },
      {
        provider: 'anthropic',
        endpoint: 'anthropic',
        baseUrl: urls.anthropic,
        key: 'sk-ant-api03-1a2b3c4d5e6f708192a3',
        keyName: 'claude',
        apis: ['openai.chat', 'anthropic.messages'],
        models: ['claude-sonnet-4-5', 'claude-opus-4-5'],
        capabilities: ['tools', 'vision'],
        retries: 1,
      },
    ],
    search: { baseUrl: urls.search, key: 'tvly-0123456789abcdef0123' },
  };
}
