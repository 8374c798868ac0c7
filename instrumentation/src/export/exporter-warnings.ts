/** The kinds of problems that an exporter reports. */
export type Problem =
  'full' | 'disk' | 'lost' | 'damaged' | 'refused' | 'rejected' | 'remark' | 'shortened' | 'sender' | 'away';

/** Warnings of an exporter for the operator. Reports each kind of problem once, and again after it was resolved. */
export class ExporterWarnings {
  readonly #warn: (message: string) => void;
  readonly #reported = new Set<Problem>();

  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  report(problem: Problem, message: string): void {
    if (this.#reported.has(problem)) return;
    this.#reported.add(problem);
    this.#warn(message);
  }

  resolved(problem: Problem): void {
    this.#reported.delete(problem);
  }

  /** `location`: where the records wait. */
  collectorAway(reason: string, location: 'in memory' | 'on disk'): void {
    this.report(
      rejectsSender(reason) ? 'sender' : 'away',
      `the collector does not accept records (${reason}); they wait ${location}.${whatToCheck(reason)}`,
    );
  }

  collectorBack(): void {
    const wasReported = [this.#reported.delete('away'), this.#reported.delete('sender')].includes(true);
    if (wasReported) this.#warn('the collector accepts records again.');
  }
}

/** 401 and 403: nothing is accepted until the operator provides another token. */
export function rejectsSender(reason: string): boolean {
  return /^status 40[13]$/.test(reason);
}

/** Advice for the operator; none for a status that is temporary. */
function whatToCheck(reason: string): string {
  if (/^status (429|5\d\d)/.test(reason)) return '';
  if (rejectsSender(reason)) {
    return ' Check TOKENTRAIL_OTLP_TOKEN, or the credential in TOKENTRAIL_OTLP_HEADERS or OTEL_EXPORTER_OTLP_HEADERS.';
  }
  return CERTIFICATE_ERROR.test(reason)
    ? " Check the certificates: TOKENTRAIL_OTLP_CERTIFICATE or OTEL_EXPORTER_OTLP_CERTIFICATE names the authority of the collector's, …_CLIENT_CERTIFICATE and …_CLIENT_KEY the client's."
    : ' Check the endpoint: it is the address of an OTLP/HTTP receiver (port 4318 by default), without /v1/traces.';
}

/** Codes of Node and OpenSSL for a certificate that one side does not accept, such as SELF_SIGNED_CERT_IN_CHAIN. */
const CERTIFICATE_ERROR = /CERT|_ISSUER|_VERIFY_|_ALERT_/;
