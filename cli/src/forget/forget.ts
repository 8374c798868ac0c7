import { join } from 'node:path';
import { UserError } from '../fail.ts';
import { dataManagerStores, ledgerAccess, readerOfAll, throwLedgerError } from '../ledger-access.ts';
import { parseOptions } from '../parse-options.ts';
import { requiredLine, userName } from '../who.ts';
import { forgetRecords } from './forget-records.ts';
import { countRunning, type Selection } from './read-records.ts';

/**
 * Runs `tokentrail forget`: removes the content of a person's records and empties what identifies the person. Numbers stay.
 * @throws UserError if nothing is selected, or a store cannot be read or changed. The command can be repeated.
 */
export async function forget(args: readonly string[], root: string): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseOptions({
    args: [...args],
    options: {
      ...{ user: text, key: text, request: text, reason: text, by: text, endpoints: text },
      'dry-run': { type: 'boolean' },
    },
  });
  const selection = selectionOf(values);
  const purpose = 'forget records who forgot and why';
  const order = {
    by: requiredLine('--by', values.by ?? userName(), purpose),
    reason: requiredLine('--reason', values.reason, purpose),
    nowMs: Date.now(),
  };
  const access = ledgerAccess(process.env, values.endpoints ?? join(root, '.tokentrail', 'endpoints.json'));
  const reader = readerOfAll(access);
  const stores = values['dry-run'] === true ? null : { reader, ...dataManagerStores(access) };
  const count = await forgetRecords(reader, stores, selection, order).catch(throwLedgerError);
  const running = await countRunning(reader, selection).catch(throwLedgerError);
  console.log(
    stores === null
      ? `dry run: ${recordsOf(count)} would be forgotten, nothing was changed`
      : `${recordsOf(count)} forgotten: content is removed in the background, numbers stay`,
  );
  if (running > 0) {
    const verbs = running === 1 ? 'is still running and was' : 'are still running and were';
    console.log(`${recordsOf(running)} ${verbs} left: run the command again later`);
  }
}

function recordsOf(count: number): string {
  return `${count} ${count === 1 ? 'record' : 'records'}`;
}

interface Options {
  user?: string | undefined;
  key?: string | undefined;
  request?: string | undefined;
}

function selectionOf({ user, key, request }: Options): Selection {
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
