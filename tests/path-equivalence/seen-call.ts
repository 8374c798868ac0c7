import { ATTRIBUTES, decodeAttempt, type AttributeKey, type CostState } from '@tokentrail/records';
import type { ReceivedSpan } from '../conformance/otlp-receiver.ts';
import { seenRecord } from '../conformance/seen-record.ts';
import { withoutUnset, type Seen } from './case.ts';

/** What the record in `span` reports of its call. */
export function seenCall(span: ReceivedSpan): Seen {
  const record = seenRecord(span);
  if (record === undefined) throw new Error('no record');
  const [attempt] = valueOf<string[]>(span, 'attempts')?.map(decodeAttempt) ?? [];
  return withoutUnset({
    state: record.state ?? '',
    errorCode: record.errorCode,
    model: record.responseModel,
    finish: record.finishReasons,
    tokens: record.usage,
    meters: attempt?.meters,
    units: attempt?.units,
    list: amountOf(span, 'costList', 'costListState'),
    paid: amountOf(span, 'costPaid', 'costPaidState'),
    charged: amountOf(span, 'costCharged', 'costChargedState'),
  });
}

/** The user of the record: the id of the call. */
export function callOf(span: ReceivedSpan): string {
  return valueOf<string>(span, 'userId') ?? '';
}

function amountOf(span: ReceivedSpan, amount: AttributeKey, state: AttributeKey): number | CostState {
  const known = valueOf<CostState>(span, state);
  return known === 'priced' ? (valueOf<number>(span, amount) ?? known) : (known ?? 'unknown_price');
}

function valueOf<T>(span: ReceivedSpan, key: AttributeKey): T | undefined {
  return span.attributes[ATTRIBUTES[key].name] as T | undefined;
}
