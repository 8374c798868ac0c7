import { readFileSync } from 'node:fs';
import { CONTENT_DAYS } from '@tokentrail/clickhouse';
import type { Retention } from '@tokentrail/usage-store';
import { UserError } from '../fail.ts';
import { print, type Io } from '../io.ts';
import { dataManagerStores, ledgerAccess, recordLedger, throwLedgerError } from '../ledger-access.ts';
import { requiredLine, userName } from '../who.ts';
import { changeRetention, countExpired, type NewRetention } from './change-retention.ts';
import { parseRetentionFile, type FileClass } from './retention-file.ts';

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
  const wanted = readDays(file);
  if (cluster !== undefined && !/^\w+$/.test(cluster)) {
    throw new UserError('--cluster is the name of a ClickHouse cluster: letters, digits and underscores');
  }
  const by = requiredLine('--by', options.by ?? userName(), 'the ledger keeps who set the retention');
  const access = ledgerAccess(io, options.endpoints);
  const stores = dataManagerStores(access);
  const { retention: stated } = await recordLedger(access).settings().catch(throwLedgerError);
  const before = stated?.value ?? null;
  const days = newDays(before, wanted);
  const changed = namesOf(days).filter((name) => days[name] !== daysBefore(before, name));
  const shorter = changed.filter((name) => days[name] < (daysBefore(before, name) ?? Infinity));
  for (const name of changed) {
    const rows = shorter.includes(name) ? `: ${await countExpired(access, name, days[name])}` : '';
    print(io, `${name}: ${daysBefore(before, name) ?? 'unknown'} → ${days[name]} days${rows}`);
  }
  if (shorter.length > 0 && options.yes !== true) {
    throw new UserError(
      'nothing was changed: what expires earlier cannot be restored. To remove it, run the command with --yes',
    );
  }
  if (changed.length === 0) {
    print(io, `nothing to change: the ledger has the days of ${file}`);
    return;
  }
  await changeRetention(stores, {
    days,
    changed,
    by,
    ...(cluster !== undefined && { cluster }),
  });
  print(io, 'done: the stores remove what has expired in the background');
}

function readDays(file: string): Partial<Record<FileClass, number>> {
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
  return read.days;
}

function namesOf(days: NewRetention) {
  return Object.keys(days) as (keyof NewRetention)[];
}

/** Null if the ledger does not state them. The traces store states none itself. */
function daysBefore(before: Retention | null, name: keyof NewRetention): number | null {
  return before?.[name] ?? (name === 'content' ? CONTENT_DAYS : null);
}

/** The days of all classes: those of the file, else those of the ledger. */
function newDays(before: Retention | null, wanted: Partial<Record<FileClass, number>>): NewRetention {
  const daysOf = (name: FileClass): number => {
    const days = wanted[name] ?? daysBefore(before, name);
    if (days === null) {
      throw new UserError(
        `the ledger does not state the days of ${name}, because its rule is not in days: name them in the file`,
      );
    }
    return days;
  };
  return {
    usage: daysOf('usage'),
    request: daysOf('request'),
    event: daysOf('event'),
    other: daysOf('other'),
    attempts: daysOf('usage'),
    processes: daysOf('processes'),
    content: daysOf('content'),
  };
}
