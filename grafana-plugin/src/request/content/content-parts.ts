import { t } from '@grafana/i18n';
import type { AttributeKey } from '@tokentrail/records';
import type { RecordContent } from '@tokentrail/usage-store';

export interface ContentPart {
  key: AttributeKey;
  label: string;
  /** Indented if the content is JSON, otherwise as recorded. */
  text: string;
}

/** Content attributes in display order: errors, messages, HTTP headers and bodies, metadata. */
const LABELS: readonly [AttributeKey, () => string][] = [
  ['errorDetails', () => t('request.content.error', 'Error')],
  ['attemptErrorBodies', () => t('request.content.attempt-errors', 'Attempt errors')],
  ['systemInstructions', () => t('request.content.system', 'System')],
  ['inputMessages', () => t('request.content.input', 'Input')],
  ['outputMessages', () => t('request.content.output', 'Output')],
  ['clientRequestHeaders', () => t('request.content.request-headers', 'Request headers')],
  ['clientRequestBody', () => t('request.content.request-body', 'Request body')],
  ['clientResponseHeaders', () => t('request.content.response-headers', 'Response headers')],
  ['clientResponseBody', () => t('request.content.response-body', 'Response body')],
  ['providerRequestHeaders', () => t('request.content.provider-request-headers', 'Provider request headers')],
  ['providerRequestBody', () => t('request.content.provider-request-body', 'Provider request body')],
  ['providerResponseHeaders', () => t('request.content.provider-response-headers', 'Provider response headers')],
  ['providerResponseBody', () => t('request.content.provider-response-body', 'Provider response body')],
  ['metadata', () => t('request.content.metadata', 'Metadata')],
];

/** Recorded content in display order, without empty attributes. */
export function contentParts(content: RecordContent): ContentPart[] {
  return LABELS.flatMap(([key, label]) => {
    const text = content[key];
    return text === undefined || text === '' ? [] : [{ key, label: label(), text: prettyPrinted(text) }];
  });
}

function prettyPrinted(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
