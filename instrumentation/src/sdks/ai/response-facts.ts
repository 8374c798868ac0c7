import { readProviderMetadata, servedTierIn, type ProviderMetadata, type Units } from '@tokentrail/usage';
import type { ReportedUsage } from '../../types.ts';
import { defined } from '../../util/defined.ts';
import { fields, text } from '../../util/fields.ts';
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
  const { finishReason, body } = reported;
  const metadata = readProviderMetadata(reported.providerMetadata);
  const usage = withMetadata(reported, metadata);
  return defined({
    usage,
    responseId: text(reported.id),
    responseModel: text(reported.model),
    finishReasons: finishReason === undefined ? undefined : [finishReason],
    servedServiceTier: servedTierIn(usage?.raw) ?? servedTierIn(body) ?? metadata.servedServiceTier,
    reportedCostUsd: metadata.reportedCostUsd,
  });
}

/** Adds what only the metadata reports: searches of Google, citations of Perplexity, costs. */
function withMetadata({ usage, units }: ReportedResponse, metadata: ProviderMetadata): ReportedUsage | undefined {
  const beside = units ?? metadata.units;
  const counted = beside === undefined ? usage : { ...usage, units: beside };
  if (metadata.more === undefined || counted?.raw === undefined) return counted;
  return { ...counted, raw: { ...metadata.more, ...fields(counted.raw) } };
}

/**
 * The provider's finish reason, otherwise the SDK's; `other` is the SDK's word for none. A complete response of the Responses
 * API has the status `completed`, for which the SDK has no raw reason.
 */
export function finishReasonIn(reason: unknown, apiFormat: string | undefined): string | undefined {
  const { raw, unified } = fields(reason);
  const ofProvider = text(raw);
  if (ofProvider !== undefined) return ofProvider;
  const ofSdk = text(unified) ?? text(reason);
  if (ofSdk === undefined || ofSdk === 'other' || ofSdk === 'error') return undefined;
  return apiFormat === 'openai.responses' ? 'completed' : ofSdk;
}
