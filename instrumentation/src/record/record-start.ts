import type { RecordType } from '@tokentrail/records';
import type { RequestFacts } from '../types.ts';
import type { RecordOrigin } from '../util/app-context.ts';
import type { SharedIdentity } from './shared-identity.ts';

/** What is known when a record begins. */
export interface RecordStart {
  type: RecordType;
  facts: RequestFacts;
  origin: RecordOrigin;
  callerSeesProvider: boolean;
  /** Set if other processes may report the same record. */
  shared?: SharedIdentity;
}
