import { clickHouseExport, type ExportRequest } from '@tokentrail/usage-store';
import { downloadLink } from '../links.ts';

/**
 * Address of an export through Grafana's data source proxy. Null if it would be too long.
 *
 * @param routeUrl `/api/datasources/proxy/uid/<uid>/<route>`
 */
export function exportLink(routeUrl: string, request: ExportRequest, database?: string): string | null {
  const { sql, query } = clickHouseExport(request, database || undefined);
  return downloadLink(routeUrl, { query: sql, ...query });
}
