/** What stands in place of a secret. */
export const REDACTED = '[redacted]';

/** What stands in place of the rest of a text in which too much might begin a secret. */
export const TOO_MUCH = '[redacted: not looked through]';
