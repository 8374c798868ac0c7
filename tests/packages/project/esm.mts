import {
  flush,
  instrument,
  TokenTrailInstrumentation,
  withUsage,
  type UsageContext,
} from '@tokentrail/instrumentation';
import '@tokentrail/instrumentation/register';
import { snapshot, type Snapshot } from '@tokentrail/prices';

/** A type that could not be resolved is `any`. */
type IsAny<T> = 0 extends 1 & T ? true : false;
const anyTypes: [IsAny<UsageContext>, IsAny<typeof instrument>, IsAny<Snapshot>] = [false, false, false];

const caller: UsageContext = { user: 'ann', tags: { feature: 'summary' } };
const count: number = withUsage(caller, () => snapshot.entries.length);
const instrumentation: TokenTrailInstrumentation = new TokenTrailInstrumentation({ enabled: false });
const sent: Promise<void> = flush();

export const all: unknown[] = [anyTypes, count, instrumentation, sent, instrument];
