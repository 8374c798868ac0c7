import type { AttributeKey } from '@tokentrail/records';
import type { RecordContent } from '@tokentrail/usage-store';

export interface ContentPart {
  key: AttributeKey;
  label: string;
  /** Indented if the content is JSON, otherwise as recorded. */
  text: string;
}

/** Content attributes in display order: errors, messages, HTTP headers and bodies, metadata. */
const LABELS: readonly [AttributeKey, string][] = [
  ['errorDetails', 'Error'],
  ['attemptErrorBodies', 'Attempt errors'],
  ['systemInstructions', 'System'],
  ['inputMessages', 'Input'],
  ['outputMessages', 'Output'],
  ['clientRequestHeaders', 'Request headers'],
  ['clientRequestBody', 'Request body'],
  ['clientResponseHeaders', 'Response headers'],
  ['clientResponseBody', 'Response body'],
  ['providerRequestHeaders', 'Provider request headers'],
  ['providerRequestBody', 'Provider request body'],
  ['providerResponseHeaders', 'Provider response headers'],
  ['providerResponseBody', 'Provider response body'],
  ['metadata', 'Metadata'],
];

/** Recorded content in display order, without empty attributes. */
export function contentParts(content: RecordContent): ContentPart[] {
  return LABELS.flatMap(([key, label]) => {
    const text = content[key];
    return text === undefined || text === '' ? [] : [{ key, label, text: prettyPrinted(text) }];
  });
}

function prettyPrinted(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
