import { readProviderMetadata, type ProviderMetadata } from '@tokentrail/usage';
import type { ReportedUsage } from '../types.ts';
import type { SpanAttributes } from '../util/otel-span.ts';
import { objectIn } from './json-attribute.ts';

/** What the AI SDK's `ai.response.providerMetadata` says about the usage of a call. */
export interface SpanMetadata extends ProviderMetadata {
  /** The text was cut or is too long: it may have contained anything. */
  unreadable?: true;
}

/** Reads the metadata of a span of the AI SDK; an empty object if it has none. */
export function providerMetadata(attributes: SpanAttributes): SpanMetadata {
  const metadata = objectIn(attributes['ai.response.providerMetadata']);
  return metadata === null ? { unreadable: true } : readProviderMetadata(metadata);
}

/** The raw usage object of speech and transcriptions, which the AI SDK passes on as JSON. */
export function rawUsage(attributes: SpanAttributes): ReportedUsage | undefined {
  const raw = objectIn(attributes['ai.response.usage']) ?? {};
  return Object.keys(raw).length === 0 ? undefined : { raw };
}
