import { ATTRIBUTES, type Attempt, type AttributeKey, recordKeyOf } from '@tokentrail/records';
import { attemptObject, wholeRecordObject, type RecordContent, type ScriptObject } from '@tokentrail/usage-store';
import { UserError } from '../fail.ts';
import { print, type Io } from '../io.ts';
import { contentReader, ledgerAccess, recordLedger, throwLedgerError, type LedgerAccess } from '../ledger-access.ts';
import { findRecord } from './find-record.ts';
import type { RequestDocument } from './request-document.ts';
import { requestText } from './request-text.ts';

export interface RequestOptions {
  content?: boolean;
  json?: boolean;
  endpoints?: string;
}

/**
 * Runs `tokentrail request`: prints one record with its attempts, cost lines and, if asked for, its content.
 * @throws UserError if there is no such record, or a store cannot be read.
 */
export async function showRequest(id: string, options: RequestOptions, io: Io): Promise<void> {
  const access = ledgerAccess(io, options.endpoints);
  const document = await readDocument(id, access, options.content === true, io).catch(throwLedgerError);
  print(io, options.json === true ? JSON.stringify(document, null, 2) : requestText(document));
}

async function readDocument(id: string, access: LedgerAccess, withContent: boolean, io: Io): Promise<RequestDocument> {
  const traces = withContent ? contentReader(access) : null;
  const ledger = recordLedger(access);
  const found = await findRecord(ledger, id, io.now(), access.attempts !== undefined);
  const whole = await ledger.whole(found);
  if (whole === null) {
    throw new UserError(`the record ${id} was removed from the ledger a moment ago`);
  }
  const document: RequestDocument = { record: wholeRecordObject(whole.record, whole.detail) };
  if (access.attempts === undefined) {
    io.stderr.write('attempts are left out: set TOKENTRAIL_ATTEMPTS_READER_PASSWORD to read them\n');
  } else {
    document.attempts = (await ledger.attempts(whole.record)).map((attempt: Attempt) => attemptObject(attempt));
  }
  if (traces !== null) {
    document.content = contentObject(await traces.content(recordKeyOf(whole.record)));
  }
  return document;
}

function contentObject(content: RecordContent | null): ScriptObject | null {
  return (
    content &&
    Object.fromEntries(
      Object.entries(content).map(([key, text]) => [ATTRIBUTES[key as AttributeKey].name, text] as const),
    )
  );
}
