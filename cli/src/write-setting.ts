import type { ClickHouseTransport } from '@tokentrail/usage-store';
import { UserError } from './fail.ts';

export interface NewSetting {
  name: string;
  /** Written as JSON. */
  value: unknown;
  /** Who sets it, one line. */
  by: string;
}

/**
 * Writes a setting of the ledger, which replaces the older one.
 * @throws UserError if the ledger does not accept it.
 */
export async function writeSetting(writer: ClickHouseTransport, { name, value, by }: NewSetting): Promise<void> {
  const query = { query: 'INSERT INTO tokentrail_ledger.settings (name, value, set_by) FORMAT JSONEachRow' };
  const row = { name, value: JSON.stringify(value), set_by: by };
  const response = await writer({ query, sql: JSON.stringify(row) }).catch((error: unknown) => {
    throw new UserError('the ledger does not respond: check its URL (TOKENTRAIL_LEDGER_URL) or the endpoints file', {
      cause: error,
    });
  });
  if (response.status !== 200) {
    throw new UserError(`the ledger rejected the setting ${name}: ${response.body.trim().split('\n')[0]}`);
  }
}
