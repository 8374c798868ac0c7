/**
 * Runs work at the end of this turn of the event loop. The one that was there at the start: tests of an app put another
 * in its place.
 */
export const atEndOfTurn = setImmediate;
