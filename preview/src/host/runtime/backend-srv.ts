import { AppEvents, DataQueryErrorType } from '@grafana/data';
import {
  type BackendSrv,
  type BackendSrvRequest,
  type FetchError,
  type FetchResponse,
  getAppEvents,
} from '@grafana/runtime';
import { filter, firstValueFrom, Observable, Subject } from 'rxjs';
import {
  completeRequest,
  type CompletedRequest,
  isDataRequest,
  isLocalRequest,
  readBody,
  requestInit,
  requestUrl,
} from './request-options.ts';
import { RequestQueue } from './request-queue.ts';

/** Maximum number of concurrent requests to stores. Requests to Grafana itself are not limited. */
const DATA_REQUESTS_AT_ONCE = 5;
/** Callers that show an error themselves mark it as handled within this time. */
const ALERT_DELAY_MS = 50;

/** Grafana's HTTP client for plugins, with the same encoding, error shape, cancellation and concurrency limit. */
export class PreviewBackendSrv implements BackendSrv {
  readonly #queue = new RequestQueue(DATA_REQUESTS_AT_ONCE);
  /** Ids of starting requests. A start cancels an earlier request with the same id. */
  readonly #started = new Subject<string>();

  fetch<T>(options: BackendSrvRequest): Observable<FetchResponse<T>> {
    const request = completeRequest(options);
    // Every subscriber starts a separate request.
    return new Observable<FetchResponse<T>>((subscriber) => {
      const { requestId } = request;
      if (requestId !== undefined) {
        this.#started.next(requestId);
        const superseded = this.#started.pipe(filter((id) => id === requestId));
        subscriber.add(superseded.subscribe(() => subscriber.error(cancelledError(request))));
      }
      this.#send<T>(request).subscribe(subscriber);
    });
  }

  /** Emits the chunks of a body as they arrive. */
  chunked(options: BackendSrvRequest): Observable<FetchResponse<Uint8Array | undefined>> {
    const request = completeRequest(options);
    return new Observable((subscriber) => {
      const controller = new AbortController();
      const read = async () => {
        const response = await fetch(requestUrl(request), requestInit(request, controller.signal));
        const reader = response.body?.getReader();
        for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
          subscriber.next(fetchResponse(request, response, part.value));
        }
        subscriber.complete();
      };
      read().catch((error: unknown) => subscriber.error(error));
      return () => controller.abort();
    });
  }

  get<T>(url: string, params?: object, requestId?: string, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, method: 'GET', url, params, requestId });
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

  #send<T>(request: CompletedRequest): Observable<FetchResponse<T>> {
    return new Observable((subscriber) => {
      const controller = new AbortController();
      const send = async () => {
        const response = await fetch(requestUrl(request), requestInit(request, controller.signal));
        return fetchResponse(request, response, (await readBody(response, request.responseType)) as T);
      };
      const sent = isDataRequest(request.url) ? this.#queue.run(send, controller.signal) : send();
      sent.then(
        (response) => {
          if (response.ok) {
            subscriber.next(response);
            subscriber.complete();
          } else {
            subscriber.error(failure(request, response));
          }
        },
        (error: unknown) => subscriber.error(withoutResponse(error)),
      );
      return () => controller.abort();
    });
  }
}

function failure(request: CompletedRequest, response: FetchResponse): FetchError {
  const { status, statusText, traceId } = response;
  const error: FetchError = { status, statusText, data: errorData(response), config: request, traceId };
  if (shouldAlert(request)) {
    setTimeout(() => alertUnlessHandled(error), ALERT_DELAY_MS);
  }
  return error;
}

function fetchResponse<T>(request: CompletedRequest, response: Response, data: T): FetchResponse<T> {
  const { status, statusText, ok, headers, url, type, redirected } = response;
  const traceId = headers.get('grafana-trace-id') ?? undefined;
  return { status, statusText, ok, headers, url, type, redirected, data, config: request, traceId };
}

/** Text bodies, including empty ones, are set under three names. The result always has a message. */
function errorData({ data, statusText }: FetchResponse): unknown {
  const parts = typeof data === 'string' ? { message: data, error: statusText, response: data } : data;
  const { message, error } = (parts ?? UNEXPECTED) as { message?: unknown; error?: unknown };
  return !message && typeof error === 'string' ? { ...parts, message: error } : (parts ?? UNEXPECTED);
}

const UNEXPECTED = { message: 'Unexpected error' };

/** Without a usable response (no connection, cancelled, invalid JSON), the caller receives the browser's own error. */
function withoutResponse(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? Object.assign(error, { data: UNEXPECTED }) : error;
}

function cancelledError(config: CompletedRequest): FetchError & { type: DataQueryErrorType } {
  return {
    type: DataQueryErrorType.Cancelled,
    cancelled: true,
    data: null,
    status: -1,
    statusText: 'Request was aborted',
    config,
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
