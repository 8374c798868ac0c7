import { fieldsOf, textOf } from './read.ts';

/**
 * The service tier that a usage object names: `service_tier` (Anthropic), `serviceTier` (Gemini API), or Vertex AI's
 * `trafficType`.
 */
export function servedTierIn(usage: unknown): string | undefined {
  const fields = fieldsOf(usage);
  const traffic = textOf(fields, 'trafficType');
  const named = textOf(fields, 'service_tier') ?? textOf(fields, 'serviceTier');
  return named ?? (traffic === 'TRAFFIC_TYPE_UNSPECIFIED' ? undefined : traffic);
}
