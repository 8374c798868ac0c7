import { outcomeOf, type Outcome } from '@tokentrail/records';
import type { CallRecord } from '../../record/call-record.ts';
import { encodeTags } from '../../record/tags.ts';
import { previewOfKey } from '../../redaction/key-preview.ts';
import { redactName } from '../../redaction/redact-text.ts';
import type { KeyInfo } from '../../types.ts';
import { memoize } from '../../util/memoize.ts';
import { textOf } from '../../util/text.ts';
import type { Put } from './put.ts';

/** The caller's side: user, path and status. */
export function putCaller(put: Put, record: CallRecord): void {
  const { facts } = record;
  put('source', facts.source);
  put('group', facts.group);
  const { user, session, clientAddress, userAgent } = record.caller;
  put('userId', user);
  put('sessionId', session);
  put('clientAddress', clientAddress);
  put('userAgent', userAgent);
  put('requestId', facts.requestId ?? (record.callerSeesProvider ? record.responding?.requestId : undefined));
  put('method', facts.method);
  put('route', facts.route);
  put('path', pathOf(record));
  put('serverAddress', facts.serverAddress ?? record.responding?.info.serverAddress);
  put('serverPort', facts.serverPort);
  put('statusCode', statusOf(record));
  putKey(put, facts.key);
}

/** The app's own tags, each redacted like a name. */
export function putTags(put: Put, { facts: { tags }, shownName }: CallRecord): void {
  if (tags !== undefined)
    put(
      'tags',
      encodeTags(tags, (text) => redactName(shownName(text))),
    );
}

function putKey(put: Put, key: KeyInfo | string | undefined): void {
  if (typeof key === 'string') {
    put('keyName', key);
    return;
  }
  put('keyName', key?.name);
  if (typeof key?.value === 'string') put('keyPreview', previewOfKey(key.value));
}

/** Status that the caller received: the provider's in a plain app, the one that the gateway reports in a gateway. */
export function statusOf(record: CallRecord): number | undefined {
  const status = record.ending?.statusCode;
  return status ?? (record.callerSeesProvider ? record.responding?.statusCode : undefined);
}

/** The outcome of an ended record, as the ledger counts it: an error status is a failure, also if the app handled it. */
export function outcomeOfRecord(record: CallRecord): Outcome {
  return outcomeOf({ state: record.state, statusCode: statusOf(record) ?? null });
}

/** The requested path without its query. */
export function pathOf(record: CallRecord): string | undefined {
  const path = textOf(record.facts.path);
  return path === undefined ? undefined : knownPath(path);
}

const knownPath = memoize((path) => {
  const end = path.search(/[?#]/);
  return redactName(end < 0 ? path : path.slice(0, end));
});
