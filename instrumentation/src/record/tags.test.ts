import { flush, startCall, startRecording, startRequest, withUsage } from '../index.ts';
import { receiverForEachTest } from '../../testing/receiver-for-each-test.ts';

const collector = receiverForEachTest();
const warnings: string[] = [];
jest.spyOn(process, 'emitWarning').mockImplementation((message) => void warnings.push(String(message)));

beforeEach(() => {
  warnings.length = 0;
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url, OTEL_SERVICE_NAME: 'shop' });
});

async function recordedTags(): Promise<unknown> {
  await flush();
  const [record] = collector.records();
  const text = record?.attributes['tokentrail.tags'];
  return text === undefined ? undefined : JSON.parse(String(text));
}

function call(tags: unknown): void {
  withUsage({ tags: tags as Record<string, string> }, () =>
    startCall({ operation: 'chat', requestModel: 'm' }).end({ state: 'success' }),
  );
}

const OF = (count: number, length = 2) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`tag_${i}`, 'v'.repeat(length)]));

test('a call has the tags of its context, inner ones added to outer ones', async () => {
  withUsage({ tags: { cost_center: 'search', feature: 'x' } }, () => call({ feature: 'a "quoted" ü' }));
  await expect(recordedTags()).resolves.toEqual({ cost_center: 'search', feature: 'a "quoted" ü' });
  expect(warnings).toEqual([]);
});

test('a request of a gateway has its own tags', async () => {
  const tags = { team: 'a' };
  const request = startRequest({ operation: 'chat', tags });
  tags.team = 'changed later';
  request.end({ state: 'success' });
  await expect(recordedTags()).resolves.toEqual({ team: 'a' });
});

test('tags that are in excess or not texts of one line are left out, with one warning, and the rest is kept', async () => {
  call({ ...OF(9), tag_1: 'two\nlines', tag_2: 7, ['n'.repeat(65)]: 'x', '': 'x', tag_3: '\ud800' });
  call(OF(9));
  await expect(recordedTags()).resolves.toEqual({
    tag_0: 'vv',
    ...OF(9),
    tag_1: undefined,
    tag_2: undefined,
    tag_3: undefined,
  });
  expect(warnings).toEqual([expect.stringMatching(/some tags are not recorded: .* at most 8 texts, .* 64 characters/)]);
});

test('64 characters of any size are kept, and one more is not', async () => {
  const long = '😀'.repeat(64);
  call({ [long]: long, other: `${long}x` });
  await expect(recordedTags()).resolves.toEqual({ [long]: long });
});

test.each([
  ['no object', 'cost_center'],
  ['a list', ['a']],
  ['null', null],
  ['a number', 4],
])('tags that are %s are left out, and the call is recorded', async (_name, tags) => {
  call(tags);
  await expect(recordedTags()).resolves.toBeUndefined();
  expect(collector.records()).toHaveLength(1);
});

test('a tag whose getter throws is left out, and the app is not disturbed', async () => {
  call(
    Object.defineProperty({ ok: 'yes' }, 'bad', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    }),
  );
  await expect(recordedTags()).resolves.toEqual({ ok: 'yes' });
});

test('a key in a tag is redacted, in its name too', async () => {
  call({ note: 'uses sk-proj-abcdefghijklmnopqrst', 'sk-proj-abcdefghijklmnopqrst': 'x' });
  const tags = await recordedTags();
  expect(JSON.stringify(tags)).not.toContain('abcdefghijklmnopqrst');
  expect(tags).toEqual({ note: 'uses ***', '***': 'x' });
});
