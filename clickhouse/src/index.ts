export * from './access-list.ts';
export { accountsSql } from './accounts-sql.ts';
export { hideMarginSql } from './hide-margin-sql.ts';
export { RETENTION_DAYS } from './retention.ts';
export { forCluster, ledgerStatements, schemaSql, splitStatements } from './schema.ts';
