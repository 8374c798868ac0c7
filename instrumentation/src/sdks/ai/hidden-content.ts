import type { AttemptEnd, CallHandle } from '../../types.ts';
import { defined } from '../../util/defined.ts';
import { fields, text, type Fields } from '../../util/fields.ts';

/** The content of a call that the app hides from telemetry: `recordInputs: false`, `recordOutputs: false`. */
export interface HiddenContent {
  inputs: boolean;
  outputs: boolean;
}

export function hiddenContentOf({ recordInputs, recordOutputs }: Fields): HiddenContent {
  return { inputs: recordInputs === false, outputs: recordOutputs === false };
}

/** Removes the provider's error text from `end` if the app hides inputs or outputs, because the text may quote them. */
export function withoutHiddenText(end: AttemptEnd, { inputs, outputs }: HiddenContent): AttemptEnd {
  if ((!inputs && !outputs) || end.error === undefined) return end;
  return { ...end, error: defined({ type: end.error.type, code: end.error.code }) };
}

/** Records the service tier and the content of a model's result, except the content that the app hides. */
export function recordContent(record: CallHandle, { request, response }: Fields, hidden: HiddenContent): void {
  const { body } = fields(request);
  const tier = text(fields(body).service_tier);
  if (tier !== undefined) record.describe({ requestedServiceTier: tier });
  if (!hidden.inputs) record.content('providerRequestBody', body);
  if (hidden.outputs) return;
  record.content('providerResponseBody', fields(response).body);
  record.content('providerResponseHeaders', fields(response).headers);
}
