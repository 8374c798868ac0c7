import type { UsageRecord } from '@tokentrail/records';
import { actionWords, eventTitle } from './event-words.ts';
import { EXAMPLE_RECORD } from './example-record.ts';

const event = (change: Partial<UsageRecord>) => ({ ...EXAMPLE_RECORD, eventName: 'card_charged', ...change });

test.each<[Partial<UsageRecord>, string]>([
  [{ recordType: 'topup', amountNanoUsd: '25000000000' }, 'Top-up of $25.0000'],
  [{ recordType: 'topup' }, 'Top-up'],
  [{ recordType: 'topup', amountNanoUsd: '25000000000', state: 'failed' }, 'Top-up failed'],
  [{ recordType: 'refund', amountNanoUsd: '-5000000000' }, 'Refund of -$5.0000'],
  [{ recordType: 'login' }, 'Login'],
  [{ recordType: 'login', state: 'failed' }, 'Login failed'],
  [{ recordType: 'manage', eventName: 'key.created' }, 'Key created'],
  [{ recordType: 'system', eventName: 'two_factor-enabled', state: 'failed' }, 'Two factor enabled (failed)'],
  [{ recordType: 'system', eventName: null }, 'Event without a name'],
])('the title of %j is "%s"', (change, title) => {
  expect(eventTitle(event(change))).toBe(title);
});

test('a name without letters has no words', () => {
  expect(actionWords(event({ eventName: '._-' }))).toBeNull();
});
