import { readFileSync } from 'node:fs';
import { accountsSql } from './accounts-sql.ts';
import { ledgerSql } from './ledger-sql.ts';

/** Texts of the generated files, by name. */
export function generatedFiles(): Record<string, string> {
  const template = (name: string) => readFileSync(new URL(`../templates/${name}.sql`, import.meta.url), 'utf8');
  return {
    'ledger.sql': ledgerSql(template('ledger'), {
      start_and_version: template('start-and-version'),
      migration_2: template('migration-2'),
      valid_repricing: template('valid-repricing'),
    }),
    'accounts.sql': accountsSql(),
  };
}
