import { readToken } from './otlp-token.ts';
import { pairs, type Environment } from './pairs.ts';

/** Destination of the records of this process. */
export interface OtlpTarget {
  tracesUrl: string;
  metricsUrl: string;
  headers: Readonly<Record<string, string>>;
  /** Bearer token. Not part of `headers`, because the token does not change which spool a destination has. */
  token?: string;
  /** Timeout of one request, milliseconds. */
  timeoutMs: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;
/** Maximum of Node's timers. A longer timer fires at once, which would abort every request. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Reads the destination and what is sent to it. Headers of OTEL_EXPORTER_OTLP_HEADERS hold the key of a vendor, so they are
 * sent only to OpenTelemetry's endpoint; TokenTrail's endpoint has its own variables.
 * @returns undefined if nothing can be recorded; `warnings` then says why.
 */
export function readTarget(env: Environment, warnings: string[]): { target: OtlpTarget; ours: boolean } | undefined {
  const urls = targetUrls(env, warnings);
  if (urls === undefined) return undefined;
  const { tracesUrl, metricsUrl, ours } = urls;
  const headers = ours
    ? pairs(env, 'TOKENTRAIL_OTLP_HEADERS', warnings)
    : {
        ...pairs(env, 'OTEL_EXPORTER_OTLP_HEADERS', warnings),
        ...pairs(env, 'OTEL_EXPORTER_OTLP_TRACES_HEADERS', warnings),
      };
  const timeout = ours
    ? env.TOKENTRAIL_OTLP_TIMEOUT
    : (env.OTEL_EXPORTER_OTLP_TRACES_TIMEOUT ?? env.OTEL_EXPORTER_OTLP_TIMEOUT);
  const target: OtlpTarget = { tracesUrl, metricsUrl, headers, timeoutMs: milliseconds(timeout) };
  const token = readToken(env.TOKENTRAIL_OTLP_TOKEN, ours, warnings);
  if (token !== undefined) target.token = token;
  return { target, ours };
}

interface TargetUrls {
  tracesUrl: string;
  metricsUrl: string;
  /** True if configured for TokenTrail: content may be sent there. */
  ours: boolean;
}

function targetUrls(env: Environment, warnings: string[]): TargetUrls | undefined {
  if (env.TOKENTRAIL_OTLP_ENDPOINT) {
    return checked(withPaths(env.TOKENTRAIL_OTLP_ENDPOINT, true), 'TOKENTRAIL_OTLP_ENDPOINT', warnings);
  }
  const base = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  const traces = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  if (!base && !traces) {
    warnings.push(
      'TOKENTRAIL_OTLP_ENDPOINT is not set: nothing is recorded. ' +
        'Set it to the URL of your collector, such as http://localhost:4318.',
    );
    return undefined;
  }
  const protocol = env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? env.OTEL_EXPORTER_OTLP_PROTOCOL ?? 'http/protobuf';
  if (!protocol.startsWith('http/')) {
    warnings.push(
      `OTEL_EXPORTER_OTLP_PROTOCOL is ${protocol}, and TokenTrail supports only OTLP over HTTP: nothing is recorded. ` +
        'Set TOKENTRAIL_OTLP_ENDPOINT to the HTTP URL of your collector (port 4318 by default).',
    );
    return undefined;
  }
  const urls = withPaths(base ?? new URL('/', traces).href, false);
  if (traces) urls.tracesUrl = traces;
  if (env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT) urls.metricsUrl = env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT;
  warnings.push(
    'records are sent to OTEL_EXPORTER_OTLP_ENDPOINT, which may belong to a third party: ' +
      'the capture level stays basic. ' +
      'Set TOKENTRAIL_OTLP_ENDPOINT to choose the destination of records and content.',
  );
  return checked(urls, 'OTEL_EXPORTER_OTLP_ENDPOINT', warnings);
}

function withPaths(base: string, ours: boolean): TargetUrls {
  const trimmed = base.replace(/\/+$/, '');
  return { tracesUrl: `${trimmed}/v1/traces`, metricsUrl: `${trimmed}/v1/metrics`, ours };
}

function checked(urls: TargetUrls, variable: string, warnings: string[]): TargetUrls | undefined {
  const usable = [urls.tracesUrl, urls.metricsUrl].every(
    (url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol),
  );
  if (usable) {
    return urls;
  }
  warnings.push(
    `${variable} is not an http(s) URL: nothing is recorded. TokenTrail supports only OTLP over HTTP. ` +
      'Use a URL such as http://localhost:4318.',
  );
  return undefined;
}

function milliseconds(text: string | undefined): number {
  const value = Number(text);
  return text !== undefined && value > 0 ? Math.min(value, MAX_TIMEOUT_MS) : DEFAULT_TIMEOUT_MS;
}
