/** Codes and names of a ClickHouse server's errors. Clients distinguish causes by code. */
export const ERROR_NAMES = {
  33: 'CANNOT_READ_ALL_DATA',
  36: 'BAD_ARGUMENTS',
  60: 'UNKNOWN_TABLE',
  62: 'SYNTAX_ERROR',
  73: 'UNKNOWN_FORMAT',
  159: 'TIMEOUT_EXCEEDED',
  164: 'READONLY',
  202: 'TOO_MANY_SIMULTANEOUS_QUERIES',
  236: 'ABORTED',
  354: 'ZLIB_INFLATE_FAILED',
  394: 'QUERY_WAS_CANCELLED',
  456: 'UNKNOWN_QUERY_PARAMETER',
  497: 'ACCESS_DENIED',
  516: 'AUTHENTICATION_FAILED',
  48: 'NOT_IMPLEMENTED',
  223: 'QUERY_IS_TOO_LARGE',
  1002: 'UNKNOWN_EXCEPTION',
} as const;

export class ClickHouseError extends Error {
  readonly code: number;

  constructor(code: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ClickHouseError';
    this.code = code;
  }
}

/** Creates an error of the front itself, worded like the server's. */
export function refusal(code: keyof typeof ERROR_NAMES, reason: string): ClickHouseError {
  return new ClickHouseError(code, `Code: ${code}. DB::Exception: ${reason} (${ERROR_NAMES[code]})`);
}

/** Maximum characters of a message. The engine repeats the whole query in some messages. */
const MAX_MESSAGE = 2_000;

/** Converts any error of the engine to one with a code. */
export function fromEngine(cause: unknown): ClickHouseError {
  const fullMessage = cause instanceof Error ? cause.message : String(cause);
  const message = fullMessage.length > MAX_MESSAGE ? `${fullMessage.slice(0, MAX_MESSAGE)} …` : fullMessage;
  const code = Number(/Code: (\d+)/.exec(message)?.[1] ?? 1002);
  return new ClickHouseError(code, message, { cause });
}

export function asClickHouseError(error: unknown): ClickHouseError {
  return error instanceof ClickHouseError ? error : fromEngine(error);
}

const STATUS_BY_CODE = new Map<number, number>([
  ...[192, 193, 516].map((code) => [code, 403] as const),
  ...[6, 27, 26, 33, 36, 38, 41, 43, 53, 62, 69, 70, 72, 117, 321, 354, 427].map((code) => [code, 400] as const),
  ...[46, 47, 50, 56, 60, 63, 73, 81, 115, 180, 184].map((code) => [code, 404] as const),
  [159, 408],
  [223, 413],
  [236, 503],
  [48, 501],
]);

/** The HTTP status with which a server responds for an error code. */
export function httpStatus(code: number): number {
  return STATUS_BY_CODE.get(code) ?? 500;
}
