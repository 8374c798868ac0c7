/**
 * The counting conventions of sellers. The profile belongs to the seller, not to the SDK; the wire format is detected
 * from the object, because a seller may use several.
 */
export const USAGE_PROFILES = [
  'openai',
  'anthropic',
  'gemini',
  'xai',
  'openrouter',
  'cohere',
  'perplexity',
  'deepinfra',
  'vercel',
] as const;
export type UsageProfile = (typeof USAGE_PROFILES)[number];

const PROFILE_BY_SELLER: Readonly<Record<string, UsageProfile>> = {
  anthropic: 'anthropic',
  google: 'gemini',
  'x-ai': 'xai',
  openrouter: 'openrouter',
  perplexity: 'perplexity',
  cohere: 'cohere',
  deepinfra: 'deepinfra',
  vercel: 'vercel',
};

/** The profile of a seller for which the book has none. */
export function profileOf(seller: string | undefined): UsageProfile {
  return (seller !== undefined && Object.hasOwn(PROFILE_BY_SELLER, seller) && PROFILE_BY_SELLER[seller]) || 'openai';
}
