import { errorSentence } from '@tokentrail/records';
import type { CallRecord } from '../../record/call-record.ts';
import { errorTypeOf, identifier } from '../../redaction/error-identity.ts';
import type { CallError } from '../../types.ts';
import { statusOf } from './caller-attributes.ts';
import type { Put } from './put.ts';

export function putError(put: Put, record: CallRecord): void {
  if (record.state === 'success') {
    return;
  }
  const error = errorOf(record);
  const statusCode = statusOf(record);
  const { shownName } = record;
  const code = identifier(error?.code, shownName);
  const hasError = record.state === 'failed' || error !== undefined;
  put('errorType', hasError ? errorTypeOf(error, statusCode, shownName) : undefined);
  put('errorCode', code);
  const sentence: { code?: string; statusCode?: number } = {};
  const known = code ?? (record.state === 'cancelled' ? 'cancelled' : undefined);
  if (known !== undefined) sentence.code = known;
  if (statusCode !== undefined) sentence.statusCode = statusCode;
  put('errorMessage', errorSentence(sentence));
}

function errorOf(record: CallRecord): CallError | undefined {
  return record.ending?.error ?? (record.callerSeesProvider ? record.responding?.ending?.error : undefined);
}
