import type { RecordFieldKey } from './fields.ts';

/**
 * The texts of a record that a search looks through: the values of these fields, those of one entry with a space between
 * them; each element of a list, and each tag as `name=value`, is a text of its own. `clickhouse/src/search-text.ts` creates
 * the column `search_text` from this list; a change of the list needs a migration that modifies this column.
 */
export const SEARCHED_FIELDS = [
  ['method', 'endpoint'],
  ['statusCode'],
  ['recordType'],
  ['eventName'],
  ['callType'],
  ['source'],
  ['apiFormat'],
  ['operation'],
  ['serviceName'],
  ['deploymentEnvironment'],
  ['provider'],
  ['requestModel'],
  ['targetModel'],
  ['responseModel'],
  ['servedServiceTier'],
  ['finishReasons'],
  ['usageUnread'],
  ['userId'],
  ['clientAddress'],
  ['userAgent'],
  ['keyName'],
  ['keyPreview'],
  ['group'],
  ['tags'],
  ['errorType'],
  ['errorCode'],
  ['errorMessage'],
  ['errorOrigin'],
] as const satisfies readonly (readonly RecordFieldKey[])[];
