import type { SellerDocument } from './document.ts';
import { matchesGlob } from './globs.ts';

/**
 * Provider names of OpenTelemetry and common SDKs → the seller that sends the invoice. Other names are seller names
 * themselves. If the host is known, the provider name alone never decides, because a compatible server may also report
 * `openai`.
 */
const SELLER_BY_PROVIDER_NAME: Readonly<Record<string, string>> = {
  'az.ai.inference': 'azure',
  'az.ai.openai': 'azure',
  'azure.ai.inference': 'azure',
  'azure.ai.openai': 'azure',
  azure_openai: 'azure',
  'aws.bedrock': 'aws',
  bedrock: 'aws',
  'gcp.gemini': 'google',
  'gcp.vertex_ai': 'google',
  'gcp.gen_ai': 'google',
  gemini: 'google',
  vertex_ai: 'google',
  mistral_ai: 'mistral',
  x_ai: 'x-ai',
  xai: 'x-ai',
  moonshot_ai: 'moonshotai',
  'ibm.watsonx.ai': 'ibm',
};

export function sellerOfProvider(provider: string): string {
  return Object.hasOwn(SELLER_BY_PROVIDER_NAME, provider) ? (SELLER_BY_PROVIDER_NAME[provider] ?? provider) : provider;
}

/** Whether `seller` invoices calls to `host` (possibly unknown) under the name `provider`. */
export function isSoldBy(seller: SellerDocument, host: string | undefined, provider: string | undefined): boolean {
  if (host === undefined) {
    return isNamed(seller, provider);
  }
  const pattern = seller.hosts?.find((candidate) => matchesHost(candidate, host));
  if (pattern === undefined) {
    return false;
  }
  // `*` matches every host, loopback included, so the provider name must match too.
  return pattern !== '*' || seller.provider === undefined || isNamed(seller, provider);
}

/** Whether a provider name (the seller's own or OpenTelemetry's) belongs to this seller. */
export function isNamed(seller: SellerDocument, provider: string | undefined): boolean {
  return (
    seller.provider !== undefined &&
    provider !== undefined &&
    (provider === seller.provider || sellerOfProvider(provider) === seller.provider)
  );
}

/** Whether a host pattern of a price file matches `host`; one without a port matches every port. */
export function matchesHost(pattern: string, host: string): boolean {
  const lower = host.toLowerCase();
  return matchesGlob(pattern, lower) || (!hasPort(pattern) && matchesGlob(pattern, withoutPort(lower)));
}

function hasPort(host: string): boolean {
  return /:\d+$/.test(host);
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '');
}
