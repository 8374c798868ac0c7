import { nanoToUsd } from '@tokentrail/records';
import { httpTransport, type HttpTransportOptions, type RecordFilter } from '@tokentrail/usage-store';
import { counted } from '../counted.ts';
import type { ExportedFile } from './export-records.ts';
import type { FileFigures } from './file-figures.ts';
import { ledgerFigures } from './ledger-figures.ts';

/** A file, and what the ledger has for the same range and filter after it was written. */
export interface CheckedFile extends ExportedFile {
  ledger: FileFigures;
  isEqual: boolean;
}

/** Compares a file with the ledger. @throws UserError if the ledger cannot be read. */
export async function checkFile(
  file: ExportedFile,
  filter: RecordFilter,
  account: HttpTransportOptions,
): Promise<CheckedFile> {
  const ledger = await ledgerFigures(httpTransport(account), { range: file.range, filter });
  const { records, charged } = file.figures;
  const isEqual = records === ledger.records && (charged === null || charged === ledger.charged);
  return { ...file, ledger, isEqual };
}

/** A line for people. */
export function checkText({ path, figures, ledger, isEqual }: CheckedFile): string {
  const file = `${path ?? 'written'}: ${figuresText(figures)}`;
  if (isEqual) {
    return figures.charged === null
      ? `${file}; the ledger has as many, the cost was not compared because the file has no column cost_charged_usd`
      : `${file}; the ledger has the same`;
  }
  return (
    `${file}, but the ledger has ${figuresText(ledger)}: records arrived or changed during the export. ` +
    'Export again; a range whose calls have all ended stays as it is'
  );
}

/** An object for scripts. */
export function checkObject({ path, range, figures, ledger, isEqual }: CheckedFile): object {
  return {
    ...(path !== undefined && { path }),
    from: new Date(range.fromMs).toISOString(),
    to: new Date(range.toMs).toISOString(),
    rows: figures.records,
    ...(figures.charged !== null && { charged_usd: nanoToUsd(figures.charged) }),
    ledger_rows: ledger.records,
    ledger_charged_usd: nanoToUsd(ledger.charged ?? 0n),
    equal: isEqual,
  };
}

function figuresText({ records, charged }: FileFigures): string {
  const rows = counted(records, 'row');
  return charged === null ? rows : `${rows}, $${nanoToUsd(charged)} charged`;
}
