import { errorOfRejection, errorOfResponse } from './failed-response.ts';
import { StoreError, type StoreErrorKind } from './store-error.ts';

/** Responses of Grafana's data source proxy, and of stores whose body names no error. */
const RESPONSES: [what: string, status: number, body: string, kind: StoreErrorKind][] = [
  ['Grafana closes the route', 403, '{"message":"plugin proxy route access denied"}', 'forbidden'],
  ['Grafana does not know the session', 401, '{"message":"Unauthorized","messageId":"auth.unauthorized"}', 'forbidden'],
  ["a store's 401 through Grafana", 400, '{"message":"Authentication to data source failed"}', 'credentials'],
  ["a store's 401 itself", 401, '', 'credentials'],
  ['no store behind the proxy', 502, '', 'unreachable'],
  ['a gateway gave up', 504, 'upstream request timeout', 'unreachable'],
  ['anything else', 500, 'Internal Server Error', 'failed'],
];

test.each(RESPONSES)('%s: status %i with %j becomes %s', (_, status, body, kind) => {
  const error = errorOfResponse({ status, body });
  expect(error).toBeInstanceOf(StoreError);
  expect(error.kind).toBe(kind);
  expect(error.message).not.toBe('');
});

test("an unforeseen error carries the store's message, cut short", () => {
  const error = errorOfResponse({ status: 500, body: 'x'.repeat(10_000) });
  expect(error.message).toContain('500: xxx');
  expect(error.message.length).toBeLessThan(600);
});

test('an error has the response for a diagnosis, cut short', () => {
  const response = { status: 502, body: 'x'.repeat(10_000) };
  expect(errorOfResponse(response).response).toEqual({ status: 502, body: 'x'.repeat(2000) });
  expect(errorOfRejection(new TypeError('fetch failed'), undefined).response).toBeUndefined();
});

test('cancelling a query rejects as cancelled, a failed connection as unreachable', () => {
  const aborted = new AbortController();
  aborted.abort();
  expect(errorOfRejection(new TypeError('fetch failed'), aborted.signal).kind).toBe('cancelled');
  expect(errorOfRejection(new DOMException('gone', 'AbortError'), undefined).kind).toBe('cancelled');
  expect(errorOfRejection({ cancelled: true, status: -1 }, undefined).kind).toBe('cancelled');
  expect(errorOfRejection(new TypeError('fetch failed'), new AbortController().signal).kind).toBe('unreachable');
});

test('a StoreError of the transport is kept', () => {
  const known = new StoreError('not_configured', 'No address.');
  expect(errorOfRejection(known, undefined)).toBe(known);
});
