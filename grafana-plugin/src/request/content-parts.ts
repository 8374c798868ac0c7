import type { AttributeKey } from '@tokentrail/records';
import type { RecordContent } from '@tokentrail/usage-store';

export interface ContentPart {
  key: AttributeKey;
  label: string;
  /** JSON laid out over lines where it is JSON, else as it was recorded. */
  text: string;
}

/** In the order of reading: what was said, then what went over the wire, then what the app added. */
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

/** What was recorded, in the order of reading. */
export function contentParts(content: RecordContent): ContentPart[] {
  return LABELS.flatMap(([key, label]) => {
    const text = content[key];
    return text === undefined || text === '' ? [] : [{ key, label, text: laidOut(text) }];
  });
}

function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
