import { counted } from '../counted.ts';
import { UserError } from '../fail.ts';
import { print, type Io } from '../io.ts';
import { dataManagerStores, ledgerAccess, readerOfAll, throwLedgerError } from '../ledger-access.ts';
import { requiredLine, userName } from '../who.ts';
import { forgetRecords } from './forget-records.ts';
import { countRunning, type Selection } from './read-records.ts';

export interface ForgetOptions {
  user?: string;
  key?: string;
  request?: string;
  reason?: string;
  by?: string;
  dryRun?: boolean;
  endpoints?: string;
}

/**
 * Runs `tokentrail forget`: removes the content of a person's records and empties what identifies the person. Numbers stay.
 * @throws UserError if nothing is selected, or a store cannot be read or changed. The command can be repeated.
 */
export async function forget(options: ForgetOptions, io: Io): Promise<void> {
  const selection = selectionOf(options);
  const purpose = 'forget records who forgot and why';
  const order = {
    by: requiredLine('--by', options.by ?? userName(), purpose),
    reason: requiredLine('--reason', options.reason, purpose),
    nowMs: io.now(),
  };
  const access = ledgerAccess(io, options.endpoints);
  const reader = readerOfAll(access);
  const stores = options.dryRun ? null : { reader, ...dataManagerStores(access) };
  const count = await forgetRecords(reader, stores, selection, order).catch(throwLedgerError);
  const running = await countRunning(reader, selection).catch(throwLedgerError);
  print(
    io,
    stores === null
      ? `dry run: ${counted(count, 'record')} would be forgotten, nothing was changed`
      : `${counted(count, 'record')} forgotten: content is removed in the background, numbers stay`,
  );
  if (running > 0) {
    const verbs = running === 1 ? 'is still running and was' : 'are still running and were';
    print(io, `${counted(running, 'record')} ${verbs} left: run the command again later`);
  }
}

function selectionOf({ user, key, request }: ForgetOptions): Selection {
  const given = [
    { column: 'user_id', value: user },
    { column: 'key_name', value: key },
    { column: 'request_id', value: request },
  ].flatMap(({ column, value }) => (value === undefined || value === '' ? [] : [{ column, value }]));
  const [selection] = given;
  if (selection === undefined || given.length > 1) {
    throw new UserError('say whose records: give exactly one of --user, --key and --request');
  }
  return selection;
}
