import { flush, startRecording, startRequest, type ContentKey } from '../../index.ts';
import { receiverForEachTest } from '../../../testing/receiver-for-each-test.ts';
import { CONTENT_BYTES, ContentRoom } from './content-room.ts';

const MIB = 1024 * 1024;
const BODIES: ContentKey[] = [
  'clientRequestBody',
  'providerRequestBody',
  'providerResponseBody',
  'clientResponseBody',
  'inputMessages',
  'outputMessages',
  'systemInstructions',
  'errorDetails',
];

const collector = receiverForEachTest();

test.each([undefined, '1835008'])(
  'a record with only long bodies fits into one request of 4 MiB and contains a part of each (%s)',
  async (maxBodyBytes) => {
    startRecording({
      TOKENTRAIL_OTLP_ENDPOINT: collector.url,
      TOKENTRAIL_CAPTURE: 'full',
      TOKENTRAIL_SPOOL_DIR: 'none',
      ...(maxBodyBytes === undefined ? {} : { TOKENTRAIL_MAX_BODY_BYTES: maxBodyBytes }),
    });
    const request = startRequest({ operation: 'chat' });
    for (const key of BODIES) request.content(key, [{ role: 'user', content: 'ä'.repeat(3 * MIB) }]);
    for (let i = 0; i < 5; i++) {
      request
        .attempt({ provider: 'p' })
        .end({ state: 'failed', statusCode: 500, error: { body: 'x'.repeat(2 * MIB) } });
    }
    request.end({ state: 'failed' });
    await flush();
    const traces = collector.requests.filter(({ path }) => path === '/v1/traces');
    expect(Math.max(...traces.map(({ bytes }) => bytes))).toBeLessThanOrEqual(4 * MIB);
    const [record] = collector.records();
    expect(record?.attributes['tokentrail.attempts.error_bodies']).toHaveLength(5);
    const texts = Object.entries(record!.attributes).filter(([name]) =>
      /body|messages|instructions|details/.test(name),
    );
    expect(texts.filter(([name]) => !name.includes('error_bodies'))).toHaveLength(BODIES.length);
    for (const [, text] of texts)
      for (const one of [text].flat()) expect(JSON.stringify(one)).toMatch(/\[cut: \d+ bytes\]/);
  },
);

test('replacing content reuses the room of the old content', () => {
  const room = new ContentRoom(MIB);
  const before = room.next;
  for (let i = 0; i < 100; i++) {
    room.take('x'.repeat(before));
    room.giveBack('x'.repeat(before));
  }
  expect(room.next).toBe(before);
  let all = 0;
  for (let i = 0; i < 100; i++) {
    const text = 'x'.repeat(room.next);
    room.take(text);
    all += text.length;
  }
  expect(all).toBeLessThanOrEqual(CONTENT_BYTES);
});
