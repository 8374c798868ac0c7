import { t } from '@grafana/i18n';
import { exportCommand, exportFileName, type ExportRequest, type Totals } from '@tokentrail/usage-store';
import React, { useCallback } from 'react';
import { ButtonLink } from '../../components/ButtonLink.tsx';
import { formatCount } from '../../format.ts';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { failureText } from '../../store/store-failure.ts';
import { useQuery } from '../../store/use-query.ts';
import { testIds } from '../../testIds.ts';
import { ExportCommand } from './ExportCommand.tsx';

/**
 * The store collects a file in memory before it sends it, so that a failed export is no file. This many rows of all columns
 * fit: see `docs/decisions/0014-exports-by-link.md`.
 */
export const MAX_DOWNLOAD_ROWS = 50_000;

interface Props {
  request: ExportRequest;
  /** Identifies the selection: a refresh keeps the number of rows until the new one arrives. */
  selectionId: string;
  search: string;
}

/** The number of rows, and the link to the file. For more rows than a download can have, the command that writes the file. */
export function ExportDownload({ request, selectionId, search }: Props) {
  const { stores } = useLedger();
  const { range, filter } = request;
  const count = useCallback(
    async (signal: AbortSignal) => rowsOf(await stores.ledger.totals({ range, filter, signal })),
    [stores, range, filter],
  );
  const rows = useQuery(count, selectionId);
  const link = useQuery(useCallback(() => stores.exportLink(request), [stores, request]));
  const fileName = exportFileName(request);
  if (rows.value === undefined) {
    const text =
      rows.status === 'failed' ? failureText(rows.failure) : t('usage-log.export.counting', 'Counting rows…');
    return <RowsText text={text} />;
  }
  const isTooLong = link.status === 'ready' && link.value === null;
  if (rows.value > MAX_DOWNLOAD_ROWS || isTooLong) {
    const text = [rowsText(rows.value), reasonText(isTooLong)].join(' ');
    return (
      <>
        <RowsText text={text} />
        <ExportCommand command={exportCommand(request, search, fileName)} />
      </>
    );
  }
  return (
    <>
      <RowsText text={link.status === 'failed' ? failureText(link.failure) : rowsText(rows.value)} />
      <ButtonLink
        // Without a target, Grafana would open the address in its own router.
        target="_self"
        icon="download-alt"
        href={link.value ?? undefined}
        download={fileName}
        disabled={link.status !== 'ready' || rows.value === 0}
        data-testid={testIds.usageLog.exportDownload}
      >
        {t('usage-log.export.download', 'Download')}
      </ButtonLink>
    </>
  );
}

function RowsText({ text }: { text: string }) {
  return (
    <div role="status" data-testid={testIds.usageLog.exportRows}>
      {text}
    </div>
  );
}

/** Records of all types, as the list has them. */
function rowsOf({ requests, running, inboundRequests, events }: Totals): number {
  return requests + running + inboundRequests + events;
}

function rowsText(count: number): string {
  return t('usage-log.export.rows', '', {
    count,
    rows: formatCount(count),
    defaultValue_one: '{{rows}} row, newest first.',
    defaultValue_other: '{{rows}} rows, newest first.',
  });
}

function reasonText(isTooLong: boolean): string {
  return isTooLong
    ? t(
        'usage-log.export.too-long',
        'This filter is too long for a download. Run this command where the ledger can be reached:',
      )
    : t(
        'usage-log.export.too-many',
        'A download has at most {{max}} rows. Run this command where the ledger can be reached:',
        { max: formatCount(MAX_DOWNLOAD_ROWS) },
      );
}
