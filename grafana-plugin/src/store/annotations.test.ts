import { setBackendSrv, type BackendSrv, type BackendSrvRequest } from '@grafana/runtime';
import { of, throwError, type Observable } from 'rxjs';
import { readAnnotations } from './annotations.ts';

/** Responds to requests of Grafana's API, and returns them. */
function respondWith(response: Observable<unknown>): BackendSrvRequest[] {
  const requests: BackendSrvRequest[] = [];
  const client: Pick<BackendSrv, 'fetch'> = {
    fetch: (request) => {
      requests.push(request);
      return response as Observable<never>;
    },
  };
  setBackendSrv(client as BackendSrv);
  return requests;
}

const read = () => readAnnotations({ fromMs: 1000.5, toMs: 9000 }, new AbortController().signal);

test('annotations of the range are read from Grafana, without an alert if that fails', async () => {
  const data = [
    { id: 7, time: 2000, timeEnd: 2000, text: 'deployed' },
    { id: 8, time: 3000, timeEnd: 5000, text: '<b>incident</b>' },
    { id: 9, time: 4000 },
  ];
  const [request] = [respondWith(of({ status: 200, data })), await read()];
  expect(request[0]).toMatchObject({
    url: '/api/annotations',
    params: { from: 1000, to: 9000, type: 'annotation' },
    showErrorAlert: false,
  });
  expect(await read()).toEqual([
    { id: 7, fromMs: 2000, toMs: 2000, text: 'deployed' },
    { id: 8, fromMs: 3000, toMs: 5000, text: '<b>incident</b>' },
    { id: 9, fromMs: 4000, toMs: 4000, text: '' },
  ]);
});

test.each([
  ['a user who may not read them', throwError(() => ({ status: 403, data: {} }))],
  ['an unexpected response', of({ status: 200, data: { message: 'moved' } })],
  ['entries without a time', of({ status: 200, data: [null, 'x', { time: 'now' }] })],
])('there are no annotations for %s', async (_, response) => {
  respondWith(response);
  expect(await read()).toEqual([]);
});
