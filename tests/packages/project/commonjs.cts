import tokentrail = require('@tokentrail/instrumentation');
import prices = require('@tokentrail/prices');

type IsAny<T> = 0 extends 1 & T ? true : false;
const anyTypes: [IsAny<typeof tokentrail.startCall>, IsAny<prices.Snapshot>] = [false, false];
const count: number = tokentrail.withUsage({ user: 'ann' }, () => prices.snapshot.entries.length);

export = [anyTypes, count];
