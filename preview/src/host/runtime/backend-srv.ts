import { AppEvents, DataQueryErrorType } from '@grafana/data';
import {
  type BackendSrv,
  type BackendSrvRequest,
  type FetchError,
  type FetchResponse,
  getAppEvents,
} from '@grafana/runtime';
import { filter, firstValueFrom, fromEvent, merge, NEVER, Observable, Subject } from 'rxjs';
import { isDataRequest, isLocalRequest, readBody, requestInit, requestUrl } from './request-options';
import { RequestQueue } from './request-queue';

/** How many requests to stores run at once. Others, to Grafana itself, never wait. */
const DATA_REQUESTS_AT_ONCE = 5;
/** A caller who shows an error itself marks it handled within this time. */
const ALERT_DELAY_MS = 50;

/** Grafana's way to its server, for plugins: same encoding, same error shape, same cancellation, same limit. */
export class PreviewBackendSrv implements BackendSrv {
  readonly #queue = new RequestQueue(DATA_REQUESTS_AT_ONCE);
  /** Ids of requests as they begin: one before them with the same id is superseded. */
  readonly #started = new Subject<string>();

  fetch<T>(options: BackendSrvRequest): Observable<FetchResponse<T>> {
    // Each subscriber begins a request of its own.
    return new Observable<FetchResponse<T>>((subscriber) => {
      if (options.requestId !== undefined) {
        this.#started.next(options.requestId);
      }
      subscriber.add(this.#cancellation(options).subscribe(() => subscriber.error(cancelledError(options))));
      this.#send<T>(options).subscribe(subscriber);
    });
  }

  /** The parts of a body as they come. */
  chunked(options: BackendSrvRequest): Observable<FetchResponse<Uint8Array | undefined>> {
    return new Observable((subscriber) => {
      const controller = new AbortController();
      const read = async () => {
        const response = await fetch(requestUrl(options), requestInit(options, controller.signal));
        const reader = response.body?.getReader();
        for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
          subscriber.next(fetchResponse(options, response, part.value));
        }
        subscriber.complete();
      };
      read().catch((error: unknown) => subscriber.error(error));
      return () => controller.abort();
    });
  }

  get<T>(url: string, params?: object, requestId?: string, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, method: 'GET', url, ...defined({ params, requestId }) });
  }

  delete<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, method: 'DELETE', url, data });
  }

  post<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, method: 'POST', url, data });
  }

  patch<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, method: 'PATCH', url, data });
  }

  put<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, method: 'PUT', url, data });
  }

  async request<T>(options: BackendSrvRequest): Promise<T> {
    return (await this.datasourceRequest<T>(options)).data;
  }

  datasourceRequest<T>(options: BackendSrvRequest): Promise<FetchResponse<T>> {
    return firstValueFrom(this.fetch<T>(options));
  }

  #send<T>(options: BackendSrvRequest): Observable<FetchResponse<T>> {
    return new Observable((subscriber) => {
      const controller = new AbortController();
      const send = async () => {
        const response = await fetch(requestUrl(options), requestInit(options, controller.signal));
        return fetchResponse(options, response, (await readBody(response, options.responseType)) as T);
      };
      const sent = isDataRequest(options.url) ? this.#queue.run(send, controller.signal) : send();
      sent.then(
        (response) => {
          if (response.ok) {
            subscriber.next(response);
            subscriber.complete();
          } else {
            subscriber.error(failure(options, response));
          }
        },
        (error: unknown) => {
          if (!controller.signal.aborted) {
            subscriber.error(failure(options, networkError(error)));
          }
        },
      );
      return () => controller.abort();
    });
  }

  #cancellation(options: BackendSrvRequest): Observable<unknown> {
    const superseded = this.#started.pipe(filter((id) => id === options.requestId));
    return merge(superseded, options.abortSignal === undefined ? NEVER : fromEvent(options.abortSignal, 'abort'));
  }
}

function failure(options: BackendSrvRequest, response: FailedResponse): FetchError {
  const error: FetchError = {
    status: response.status,
    statusText: response.statusText,
    data: errorData(response),
    config: options,
    ...(response.traceId === undefined ? {} : { traceId: response.traceId }),
  };
  if (shouldAlert(options)) {
    setTimeout(() => alertUnlessHandled(error), ALERT_DELAY_MS);
  }
  return error;
}

interface FailedResponse {
  status: number;
  statusText: string;
  data: unknown;
  traceId?: string;
}

function fetchResponse<T>(options: BackendSrvRequest, response: Response, data: T): FetchResponse<T> {
  const { status, statusText, ok, headers, url, type, redirected } = response;
  const traceId = headers.get('grafana-trace-id');
  return {
    status,
    statusText,
    ok,
    headers,
    url,
    type,
    redirected,
    data,
    config: options,
    ...(traceId === null ? {} : { traceId }),
  };
}

/** A body that is text stands under three names; none at all gets a message. */
function errorData({ data, statusText }: FailedResponse): unknown {
  if (data === undefined || data === null || data === '') {
    return data === '' ? { message: '', error: statusText, response: '' } : { message: 'Unexpected error' };
  }
  if (typeof data === 'string') {
    return { message: data, error: statusText, response: data };
  }
  const { message, error } = data as { message?: unknown; error?: unknown };
  return message === undefined && typeof error === 'string' ? { ...data, message: error } : data;
}

/** The server could not be reached: there is no status. */
function networkError(error: unknown): FailedResponse {
  const message = error instanceof Error ? error.message : String(error);
  return { status: 0, statusText: '', data: { message } };
}

function cancelledError(options: BackendSrvRequest): FetchError & { type: DataQueryErrorType } {
  return {
    type: DataQueryErrorType.Cancelled,
    cancelled: true,
    data: null,
    status: -1,
    statusText: 'Request was aborted',
    config: options,
  };
}

function shouldAlert(options: BackendSrvRequest): boolean {
  return options.showErrorAlert ?? (isLocalRequest(options.url) && !isDataRequest(options.url));
}

function alertUnlessHandled(error: FetchError<{ message?: string }>): void {
  const message = error.data?.message;
  if (error.isHandled !== true && message !== undefined && message !== '') {
    getAppEvents().publish({ type: AppEvents.alertError.name, payload: [message] });
  }
}

function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
