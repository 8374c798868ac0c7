import { readStream, type ClickHouseRequest, type HttpTransportOptions } from '@tokentrail/usage-store';
import { throwLedgerError } from '../ledger-access.ts';

/** Reads the parts of an export one after the other. The ledger computes the next part while one is written. */
export class PartSource<P> {
  readonly #account: HttpTransportOptions;
  readonly #requestOf: (part: P) => ClickHouseRequest;
  readonly #abort = new AbortController();
  #next: { part: P; stream: Promise<AsyncIterable<Uint8Array>> } | undefined;

  constructor(account: HttpTransportOptions, requestOf: (part: P) => ClickHouseRequest) {
    this.#account = account;
    this.#requestOf = requestOf;
  }

  /**
   * The bytes of a part.
   * @param following The part that is read next.
   * @throws UserError if the ledger cannot be read; the iteration throws it too.
   */
  async *read(part: P, following: P | undefined): AsyncGenerator<Uint8Array, void, undefined> {
    const stream = this.#next?.part === part ? this.#next.stream : this.#open(part);
    try {
      const bytes = await stream;
      this.#next = following === undefined ? undefined : { part: following, stream: this.#open(following) };
      yield* bytes;
    } catch (error) {
      throwLedgerError(error);
    }
  }

  /** Ends what is still being read. */
  end(): void {
    this.#abort.abort();
  }

  #open(part: P): Promise<AsyncIterable<Uint8Array>> {
    const stream = readStream(this.#account, { ...this.#requestOf(part), signal: this.#abort.signal });
    // Reported when the part is read; it may be left unread.
    stream.catch(() => undefined);
    return stream;
  }
}
