import { gatewayCost, GeminiSearches, servedTierIn, type Units } from '@tokentrail/usage';
import type { ReportedUsage } from '../../types.ts';
import { defined } from '../../util/defined.ts';
import { fields, listOf, text } from '../../util/fields.ts';
import type { ResponseFacts } from '../response-reader.ts';

/** What a result, or the parts of a stream, say about a response. */
export interface ReportedResponse {
  id?: unknown;
  model?: unknown;
  finishReason?: string | undefined;
  usage?: ReportedUsage | undefined;
  units?: Units | undefined;
  providerMetadata?: unknown;
  body?: unknown;
}

export function responseFactsOf(reported: ReportedResponse): ResponseFacts {
  const { finishReason, providerMetadata, body } = reported;
  // One property per provider.
  const metadata = Object.values(fields(providerMetadata));
  const units = reported.units ?? searchesIn(metadata);
  const usage = units === undefined ? reported.usage : { ...reported.usage, units };
  return defined({
    usage,
    responseId: text(reported.id),
    responseModel: text(reported.model),
    finishReasons: finishReason === undefined ? undefined : [finishReason],
    servedServiceTier: [usage?.raw, body, ...metadata].map(servedTierIn).find((tier) => tier !== undefined),
    reportedCostUsd: gatewayCost(providerMetadata),
  });
}

/** Searches of Google. After a continuation the metadata of each request is in a list. */
function searchesIn(metadata: readonly unknown[]): Units | undefined {
  const searches = new GeminiSearches();
  for (const provider of metadata) {
    const { groundingMetadata, groundingMetadataPerRequest } = fields(provider);
    for (const grounding of [groundingMetadata, ...listOf(groundingMetadataPerRequest)]) searches.read(grounding);
  }
  return searches.units;
}

/**
 * The provider's finish reason, otherwise the SDK's; `other` is the SDK's word for none. A complete response of the Responses
 * API has the status `completed`, for which the SDK has no raw reason.
 */
export function finishReasonIn(reason: unknown, apiFormat: string | undefined): string | undefined {
  const { raw, unified } = fields(reason);
  const reported = text(raw) ?? text(unified) ?? text(reason);
  if (text(raw) !== undefined) return text(raw);
  if (reported === 'other' || reported === 'error') return undefined;
  return apiFormat === 'openai.responses' && reported !== undefined ? 'completed' : reported;
}
