export * from './access-list.ts';
export { accountsSql, withPasswordHashes } from './accounts-sql.ts';
export { hideMarginSql } from './hide-margin-sql.ts';
export * from './forget.ts';
export {
  CONTENT_DAYS,
  RETENTION_DAYS,
  contentRetentionStatement,
  expiredRowsQuery,
  ledgerRetentionStatements,
  type RetentionDays,
} from './retention.ts';
export { forCluster, ledgerStatements, schemaSql, splitStatements } from './schema.ts';
