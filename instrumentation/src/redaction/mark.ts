/** Replacement for a secret. */
export const REDACTED = '***';

/** Replacement for the rest of a text that contains too many candidates for a secret. */
export const TOO_MUCH = '*** [not searched]';
