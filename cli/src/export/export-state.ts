import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { TimeRange } from '@tokentrail/usage-store';
import { UserError } from '../fail.ts';
import { partialName } from './destination.ts';
import type { FileFigures } from './file-figures.ts';
import type { Part } from './plan.ts';

/** How far an export has come. */
export interface ExportState {
  /** The options as they were given: another export does not go on here. */
  given: string;
  /** Times before now, such as `24h`, were computed when the export began. */
  range: TimeRange;
  parts: readonly Part[];
  /** Parts that are on the disk. */
  done: number;
  /** Bytes of these parts. What follows them belongs to a part that was not complete. */
  bytes: number;
  figures: FileFigures;
}

/**
 * The state that an earlier run left beside its file; undefined if there is none.
 * @throws UserError if it belongs to an export with other options.
 */
export async function readState(path: string, given: string): Promise<ExportState | undefined> {
  const text = await readFile(stateName(path), 'utf8').catch(() => undefined);
  if (text === undefined) {
    return undefined;
  }
  const { figures, ...state } = JSON.parse(text) as StoredState;
  if (state.given !== given) {
    throw new UserError(
      `${partialName(path)} belongs to an export with other options: repeat that one, ` +
        `remove it and ${stateName(path)}, or choose another --output`,
    );
  }
  const { records, charged } = figures;
  return { ...state, figures: { records, charged: charged === null ? null : BigInt(charged) } };
}

/** Written under another name first, so that a state is never half written. */
export async function writeState(path: string, { figures, ...state }: ExportState): Promise<void> {
  const charged = figures.charged === null ? null : String(figures.charged);
  const stored: StoredState = { ...state, figures: { records: figures.records, charged } };
  await writeFile(`${stateName(path)}.new`, JSON.stringify(stored), { flush: true });
  await rename(`${stateName(path)}.new`, stateName(path));
}

export async function removeState(path: string): Promise<void> {
  await rm(stateName(path), { force: true });
}

type StoredState = Omit<ExportState, 'figures'> & { figures: { records: number; charged: string | null } };

function stateName(path: string): string {
  return `${partialName(path)}.json`;
}
