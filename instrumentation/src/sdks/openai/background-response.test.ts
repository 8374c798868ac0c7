import { BegunInBackground, FetchedResponse } from './background-response.ts';

const CREATED = 1_796_000_000;
const HEAD = { id: 'resp_1', object: 'response', created_at: CREATED, model: 'gpt-4o', background: true };
const USAGE = { input_tokens: 9, output_tokens: 1, total_tokens: 10 };
const QUEUED = { ...HEAD, status: 'queued', usage: null };
const COMPLETED = { ...HEAD, status: 'completed', completed_at: CREATED + 5, service_tier: 'flex', usage: USAGE };

beforeEach(() => void jest.useFakeTimers({ now: (CREATED + 60) * 1000 }));
afterEach(() => void jest.useRealTimers());

function factsOf(reader: BegunInBackground | FetchedResponse, ...parts: unknown[]) {
  for (const part of parts) reader.read(part);
  return reader.facts();
}
const begun = (...parts: unknown[]) => factsOf(new BegunInBackground(), ...parts);
const fetched = (...parts: unknown[]) => factsOf(new FetchedResponse(), ...parts);

const END = { state: 'success', usage: { raw: USAGE }, servedServiceTier: 'flex', endTime: (CREATED + 5) * 1000 };

test('a request that queues a response is not billed and has no usage', () => {
  const facts = begun(QUEUED);
  expect(facts).toMatchObject({ responseId: 'resp_1', finishReasons: ['queued'], billed: 'no' });
  expect(facts.usage).toBeUndefined();
  expect(facts.background).toEqual({
    id: 'resp_1',
    createdAt: CREATED * 1000,
    inBackground: true,
    begun: true,
    end: undefined,
  });
});

test('a stream in the background: the usage at its end belongs to the response', () => {
  const facts = begun(
    { type: 'response.created', response: QUEUED },
    { type: 'response.completed', response: COMPLETED },
  );
  expect(facts.usage).toBeUndefined();
  expect(facts).toMatchObject({ billed: 'no', background: { begun: true, end: END } });
});

test('a stream in the background that ends early leaves the response running', () => {
  const facts = begun(
    { type: 'response.created', response: QUEUED },
    { type: 'response.output_text.delta', delta: 'a' },
  );
  expect(facts).toMatchObject({ billed: 'no', background: { id: 'resp_1', end: undefined } });
});

test.each([
  ['that the server produced at once', { ...COMPLETED, background: false }],
  ['without an id', { ...COMPLETED, id: undefined }],
  ['with an id that the ledger may change', { ...COMPLETED, id: 'resp 1' }],
  ['without a time', { ...COMPLETED, created_at: undefined }],
  ['with an impossible time', { ...COMPLETED, created_at: 1 }],
])('the usage of a response %s stays with its request', (_name, body) => {
  const facts = begun(body);
  expect(facts.usage).toEqual({ raw: USAGE });
  expect(facts.billed).toBeUndefined();
  expect(facts.background?.inBackground).not.toBe(true);
});

test('a server that repeats nothing of the request: its response runs in the background', () => {
  const { id, created_at, model } = HEAD;
  expect(begun({ id, created_at, model, status: 'queued' }).background).toMatchObject({ inBackground: true });
  expect(begun({ id, created_at, model, usage: USAGE }).background).toMatchObject({ end: { state: 'success' } });
});

test('a fetch is not billed and has no usage of its own, streamed or not', () => {
  for (const facts of [
    fetched(COMPLETED),
    fetched({ type: 'response.output_text.delta', delta: 'a' }, { type: 'response.completed', response: COMPLETED }),
  ]) {
    expect(facts).toMatchObject({ responseId: 'resp_1', finishReasons: ['completed'], billed: 'no' });
    expect(facts.usage).toBeUndefined();
    expect(facts.background).toMatchObject({ begun: false, inBackground: true, end: END });
  }
});

test('a fetch of a stored response says that it did not run in the background', () => {
  expect(fetched({ ...COMPLETED, background: false }).background).toMatchObject({ inBackground: false });
  expect(fetched({ ...COMPLETED, background: undefined }).background).toMatchObject({ inBackground: undefined });
});

test.each([
  ['queued', undefined],
  ['in_progress', undefined],
  ['a status of the future', undefined],
  ['completed', 'success'],
  ['incomplete', 'success'],
  ['failed', 'failed'],
  ['cancelled', 'cancelled'],
])('a response with the status %s has the state %s', (status, state) => {
  expect(fetched({ ...HEAD, status, usage: null }).background?.end?.state).toBe(state);
});

test('a response that failed has the error, and the fetch succeeds', () => {
  const error = { code: 'server_error', message: 'It failed.' };
  const reader = new FetchedResponse();
  expect(factsOf(reader, { ...HEAD, status: 'failed', error, usage: null }).background?.end).toMatchObject({ error });
  expect(reader.failure).toBeUndefined();
});
