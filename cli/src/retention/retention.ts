import { readFileSync } from 'node:fs';
import { UserError } from '../fail.ts';
import { print, type Io } from '../io.ts';
import {
  dataManagerStores,
  ledgerAccess,
  recordLedger,
  throwLedgerError,
  type LedgerAccess,
} from '../ledger-access.ts';
import { printable } from '../printable.ts';
import { requiredLine, userName } from '../who.ts';
import { changeRetention, countExpired, countExpiredOfGroup } from './change-retention.ts';
import { newRetention, retentionChange, type NewRetention, type RetentionChange } from './new-retention.ts';
import { parseRetentionFile, type WantedDays } from './retention-file.ts';

export interface RetentionOptions {
  file?: string;
  by?: string;
  cluster?: string;
  endpoints?: string;
  yes?: boolean;
}

/**
 * Runs `tokentrail retention apply`: sets after how many days records and content expire.
 * @throws UserError if rows would expire earlier than before and `--yes` is missing, or something cannot be changed.
 */
export async function applyRetention(options: RetentionOptions, io: Io): Promise<void> {
  const { file = 'retention.yaml', cluster } = options;
  const inFile = readDays(file);
  if (cluster !== undefined && !/^\w+$/.test(cluster)) {
    throw new UserError('--cluster is the name of a ClickHouse cluster: letters, digits and underscores');
  }
  const by = requiredLine('--by', options.by ?? userName(), 'the ledger keeps who set the retention');
  const access = ledgerAccess(io, options.endpoints);
  const stores = dataManagerStores(access);
  const { retention: stated } = await recordLedger(access).settings().catch(throwLedgerError);
  const before = stated?.value ?? null;
  const wanted = newRetention(before, inFile);
  const change = retentionChange(before, wanted);
  await printChange(change, wanted, access, io);
  const all = [...change.classes, ...change.groups];
  if (all.some(({ isShorter }) => isShorter) && options.yes !== true) {
    throw new UserError(
      'nothing was changed: what expires earlier cannot be restored. To remove it, run the command with --yes',
    );
  }
  if (all.length === 0) {
    print(io, `nothing to change: the ledger has the days of ${file}`);
    return;
  }
  await changeRetention(stores, { wanted, change, by, ...(cluster !== undefined && { cluster }) });
  print(io, 'done: the stores remove what has expired in the background');
}

async function printChange(
  { classes, groups }: RetentionChange,
  wanted: NewRetention,
  access: LedgerAccess,
  io: Io,
): Promise<void> {
  for (const { name, before, after, isShorter } of classes) {
    const rows = isShorter ? `: ${await countExpired(access, name, wanted)}` : '';
    print(io, `${name}: ${before ?? 'unknown'} → ${after} days${rows}`);
  }
  for (const { name, before, after, expiresAfter, isShorter } of groups) {
    const rows = isShorter ? `: ${await countExpiredOfGroup(access, name, expiresAfter)}` : '';
    const days = after === null ? 'those of its class' : `${after} days`;
    print(io, `group ${printable(name)}: ${before ?? 'those of its class'} → ${days}${rows}`);
  }
}

function readDays(file: string): WantedDays {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `the retention cannot be read: ${reason}. Name the file with --file (docs/retention.md has an example)`,
    );
  }
  const read = parseRetentionFile(text);
  if ('problems' in read) {
    const lines = read.problems.slice(0, 20).map((problem) => `${file}:${problem}`);
    throw new UserError(`nothing was changed, because ${file} has mistakes\n${lines.join('\n')}`);
  }
  return read;
}
