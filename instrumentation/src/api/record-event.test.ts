import { flush, recordEvent, startRecording } from '../index.ts';
import type { ReceivedSpan } from '../../testing/otlp-receiver.ts';
import { receiverForEachTest } from '../../testing/receiver-for-each-test.ts';

const collector = receiverForEachTest();

function start(): void {
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url, OTEL_SERVICE_NAME: 'gateway' });
}

async function records(): Promise<ReceivedSpan[]> {
  await flush();
  return collector.records();
}

async function onlyRecord(): Promise<ReceivedSpan> {
  const all = await records();
  expect(all).toHaveLength(1);
  return all[0]!;
}

describe('an event', () => {
  test('carries exact amounts, which are not costs', async () => {
    start();
    recordEvent({
      type: 'topup',
      name: 'card_charged',
      user: 'u1',
      amountUsd: '25.000000001',
      balanceAfterUsd: '-0.5',
    });
    recordEvent({ type: 'login', name: 'login_failed', statusCode: 401, error: { code: 'bad_password' } });
    const [topup, login] = await records();
    expect(topup!.attributes).toMatchObject({
      'tokentrail.record.type': 'topup',
      'tokentrail.event.name': 'card_charged',
      'tokentrail.amount.nano_usd': 25_000_000_001,
      'tokentrail.balance.after_nano_usd': -500_000_000,
      'user.id': 'u1',
    });
    expect(Object.keys(topup!.attributes).some((name) => name.includes('cost'))).toBe(false);
    expect(login!.attributes).toMatchObject({
      'tokentrail.record.state': 'failed',
      'error.type': 'bad_password',
      'http.response.status_code': 401,
    });
  });

  test('an amount that is not a decimal is absent', async () => {
    start();
    recordEvent({ type: 'refund', name: 'x', amountUsd: '1e3', balanceAfterUsd: '1.0000000001' });
    const { attributes } = await onlyRecord();
    expect(Object.keys(attributes).filter((name) => name.includes('nano_usd'))).toEqual([]);
  });
});
