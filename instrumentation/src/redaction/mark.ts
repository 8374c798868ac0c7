/** Replacement for a secret. */
export const REDACTED = '[redacted]';

/** Replacement for the rest of a text that contains too many candidates for a secret. */
export const TOO_MUCH = '[redacted: not looked through]';
