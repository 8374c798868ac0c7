import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HttpTransportOptions } from '@tokentrail/usage-store';
import { UserError } from '../fail.ts';
import type { ArchiveFile, Manifest } from './manifest.ts';
import { insertSql } from './queries.ts';

/**
 * Inserts a file of an archive. It has at most as many rows as one block, so the table takes all of them or none.
 * @throws UserError if the ledger refuses it.
 */
export async function insertFile(
  folder: string,
  { columns }: Manifest,
  { name, table }: ArchiveFile,
  { url, user, password }: HttpTransportOptions,
): Promise<void> {
  const target = new URL(url);
  target.searchParams.set('query', insertSql(table, columns[table]));
  const response = await fetch(target, {
    method: 'POST',
    headers: { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': password },
    body: await readFile(join(folder, name)),
  }).catch((cause: unknown) => {
    throw new UserError(`the ledger does not respond: check TOKENTRAIL_LEDGER_URL, and import again`, { cause });
  });
  const body = await response.text();
  if (response.status !== 200) {
    throw new UserError(`the ledger refused ${name}: ${body.trim().split('\n')[0]}`);
  }
}
