/**
 * Runs work at the end of this turn of the event loop. Captured at load, because tests of an app may replace the
 * global.
 */
export const atEndOfTurn = setImmediate;
