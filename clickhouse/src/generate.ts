import { readFileSync } from 'node:fs';
import { accountsSql } from './accounts-sql.ts';
import { hideMarginSql } from './hide-margin-sql.ts';
import { WRITTEN_MIGRATIONS, ledgerSql } from './ledger-sql.ts';

/** Texts of the generated files, by name. */
export function generatedFiles(): Record<string, string> {
  const template = (name: string) => readFileSync(new URL(`../templates/${name}.sql`, import.meta.url), 'utf8');
  return {
    'ledger.sql': ledgerSql(template('ledger'), {
      start_and_version: template('start-and-version'),
      any_process: template('any-process'),
      bounded_int: template('bounded-int'),
      cleaned_spans: template('cleaned-spans'),
      processes_table: template('processes-table'),
      processes_view: template('processes-view'),
      valid_repricing: template('valid-repricing'),
      ...Object.fromEntries(
        [...WRITTEN_MIGRATIONS.keys()].map((version) => [`migration_${version}`, template(`migration-${version}`)]),
      ),
    }),
    'accounts.sql': accountsSql(),
    'hide-margin.sql': hideMarginSql(),
  };
}
