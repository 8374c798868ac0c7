/** A running record counts as lost if its newest version is older than this, ms. */
const LOST_AFTER_MS = 90_000;

/** `ver` is rank × 2^56 + unix milliseconds of the version. */
const VERSION_UNIX_MS = 'toInt64(bitAnd(ver, 72057594037927935))';

/** SQL condition for rows of ended records, also in tables that have no `state`: the lowest rank of such a version is 2. */
export const HAS_ENDED = 'ver >= 144115188075855872';

/** SQL condition for calls. */
export const IS_CALL = "record_type = 'usage'";

/** SQL condition for running records, including lost ones. */
export const IS_RUNNING = "state IN ('pending', 'streaming')";

/** SQL condition for calls that have ended. */
export const IS_ENDED_CALL = `${IS_CALL} AND NOT (${IS_RUNNING})`;

/** SQL condition for running records without a recent version. */
export const IS_LOST = `(${IS_RUNNING} AND toUnixTimestamp64Milli(now64(3)) - ${VERSION_UNIX_MS} >= ${LOST_AFTER_MS})`;

/** SQL for the outcome of a record: `outcomeOf` of `packages/records` has the definition. */
export const OUTCOME = `multiIf(${IS_LOST}, 'lost', ${IS_RUNNING}, 'running', state = 'cancelled', 'cancelled', state = 'failed' OR ifNull(status_code, 0) >= 400, 'failed', 'success')`;

/** SQL condition for records that failed. */
export const IS_FAILED =
  "(state = 'failed' OR (ifNull(status_code, 0) >= 400 AND state NOT IN ('pending', 'streaming', 'cancelled')))";
