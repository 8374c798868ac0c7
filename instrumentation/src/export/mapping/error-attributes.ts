import { errorSentence, type DescribedError, type ErrorOrigin } from '@tokentrail/records';
import type { CallRecord } from '../../record/call-record.ts';
import { errorOrigin } from '../../record/error-origin.ts';
import { errorTypeOf, identifier } from '../../redaction/error-identity.ts';
import type { CallError } from '../../types.ts';
import { statusOf } from './caller-attributes.ts';
import type { Put } from './put.ts';

export function putError(put: Put, record: CallRecord): void {
  if (record.state === 'success') {
    return;
  }
  const statusCode = statusOf(record);
  const code = identifier(errorOf(record)?.code, record.shownName);
  put('errorType', errorTypeOfRecord(record));
  put('errorCode', code);
  const origin = originOf(record);
  put('errorOrigin', origin);
  const error: DescribedError = { origin };
  const known = code ?? (record.state === 'cancelled' ? 'cancelled' : undefined);
  if (known !== undefined) error.code = known;
  if (statusCode !== undefined) error.statusCode = statusCode;
  put('errorMessage', errorSentence(error));
}

/** `error.type` of a record that ended; undefined without an error. */
export function errorTypeOfRecord(record: CallRecord): string | undefined {
  const error = errorOf(record);
  const hasError = record.state === 'failed' || (record.state !== 'success' && error !== undefined);
  return hasError ? errorTypeOf(error, statusOf(record), record.shownName) : undefined;
}

function originOf({ state, eventName, callerSeesProvider, responding }: CallRecord): ErrorOrigin | undefined {
  if (eventName !== undefined || (state !== 'failed' && state !== 'cancelled')) return undefined;
  const { code, type } = responding?.ending?.error ?? {};
  const attempt = responding && { state: responding.state, statusCode: responding.statusCode, code, type };
  return errorOrigin({ state, callerSeesProvider, attempt });
}

function errorOf(record: CallRecord): CallError | undefined {
  return record.ending?.error ?? (record.callerSeesProvider ? record.responding?.ending?.error : undefined);
}
