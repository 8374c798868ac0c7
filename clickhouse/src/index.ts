export * from './access-list.ts';
export { accountsSql, withPasswordHashes } from './accounts-sql.ts';
export { hideMarginSql } from './hide-margin-sql.ts';
export * from './forget.ts';
export {
  CLASSES_OF_GROUPS,
  CONTENT_DAYS,
  RETENTION_DAYS,
  contentRetentionStatement,
  expiredRowsOfGroupQuery,
  expiredRowsQuery,
  ledgerRetentionStatements,
  type GroupDays,
  type RetentionDays,
} from './retention.ts';
export { forCluster, ledgerStatements, schemaSql, splitStatements } from './schema.ts';
