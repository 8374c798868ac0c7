import { Observable } from 'rxjs';

/** The result of `load` as an observable. Unsubscribing before it is complete aborts the signal. */
export function cancellable<T>(load: (signal: AbortSignal) => Promise<T>): Observable<T> {
  return new Observable((subscriber) => {
    const abort = new AbortController();
    load(abort.signal).then(
      (value) => {
        subscriber.next(value);
        subscriber.complete();
      },
      (error: unknown) => subscriber.error(error),
    );
    return () => abort.abort();
  });
}
