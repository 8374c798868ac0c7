import type { AttributeKey } from '@tokentrail/records';

/** Adds an attribute to the record's span. A value that is undefined or has a wrong type is left out. */
export type Put = (key: AttributeKey, value: unknown) => void;
