export * from './access-list.ts';
export { accountsSql } from './accounts-sql.ts';
export { hideMarginSql } from './hide-margin-sql.ts';
export { forCluster, ledgerStatements, schemaSql, splitStatements } from './schema.ts';
