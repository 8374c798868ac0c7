import type { SellerDocument } from './document.ts';
import { matchesGlob } from './globs.ts';

/**
 * OpenTelemetry's (and common SDKs') provider names → the seller that sends the invoice. Names that are not here stand
 * for themselves. A provider name alone never decides where the host is known: a compatible server says `openai` too.
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

/** Whether calls to `host` (known or not) under the name `provider` are invoiced by `seller`. */
export function isSoldBy(seller: SellerDocument, host: string | undefined, provider: string | undefined): boolean {
  if (host === undefined) {
    return isNamed(seller, provider);
  }
  const pattern = seller.hosts?.find((candidate) => matchesHost(candidate, host));
  if (pattern === undefined) {
    return false;
  }
  // `*` takes in loopback and everything else, so it needs the name as a second witness.
  return pattern !== '*' || seller.provider === undefined || isNamed(seller, provider);
}

/** Whether a provider name, one's own or OpenTelemetry's, is this seller's. */
export function isNamed(seller: SellerDocument, provider: string | undefined): boolean {
  return (
    seller.provider !== undefined &&
    provider !== undefined &&
    (provider === seller.provider || sellerOfProvider(provider) === seller.provider)
  );
}

function matchesHost(pattern: string, host: string): boolean {
  const lower = host.toLowerCase();
  return matchesGlob(pattern, lower) || (!hasPort(pattern) && matchesGlob(pattern, withoutPort(lower)));
}

function hasPort(host: string): boolean {
  return /:\d+$/.test(host);
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '');
}
