/** Scope of the spans that the instrumentation sends: records, and the attempts below them. */
export const OWN_SCOPE = '@tokentrail/instrumentation';
