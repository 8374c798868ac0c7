import type { OtlpEndpoint } from '../export/otlp/http-transport.ts';
import { readEndpoint } from './otlp-endpoint.ts';
import { OTEL_METRICS, OTEL_TRACES, OURS, type Prefixes } from './otlp-settings.ts';
import { readToken } from './otlp-token.ts';
import type { Environment } from './pairs.ts';

/** Destination of the records and metrics of this process. */
export interface OtlpTarget {
  /** For records. */
  traces: OtlpEndpoint;
  metrics: OtlpEndpoint;
  /** Bearer token. Not part of the headers, because the token does not change which spool a destination has. */
  token?: string;
}

/**
 * Reads the destination and how to send to it. OpenTelemetry's variables apply to OpenTelemetry's endpoint only, because
 * their headers and certificates may hold the credentials of a vendor; TokenTrail's endpoint has its own variables.
 * @returns undefined if nothing can be recorded; `warnings` then says why.
 */
export function readTarget(env: Environment, warnings: string[]): { target: OtlpTarget; ours: boolean } | undefined {
  const urls = targetUrls(env, warnings);
  if (urls === undefined) return undefined;
  const { tracesUrl, metricsUrl, ours } = urls;
  const target: OtlpTarget = {
    traces: readEndpoint(tracesUrl, ours ? OURS : OTEL_TRACES, env, warnings),
    metrics: readEndpoint(metricsUrl, ours ? OURS : metricsVariables(env), env, warnings),
  };
  const token = readToken(env.TOKENTRAIL_OTLP_TOKEN, ours, warnings);
  if (token !== undefined) target.token = token;
  return { target, ours };
}

/** If only the endpoint of traces is set, metrics go to the same host. Its settings then apply to them too. */
function metricsVariables(env: Environment): Prefixes {
  const hasEndpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT || env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT;
  return hasEndpoint ? OTEL_METRICS : OTEL_TRACES;
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
  const protocol = env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || env.OTEL_EXPORTER_OTLP_PROTOCOL || 'http/protobuf';
  if (!protocol.startsWith('http/')) {
    warnings.push(
      `OTEL_EXPORTER_OTLP_PROTOCOL is ${protocol}, and TokenTrail supports only OTLP over HTTP: nothing is recorded. ` +
        'Set TOKENTRAIL_OTLP_ENDPOINT to the HTTP URL of your collector (port 4318 by default).',
    );
    return undefined;
  }
  const urls = withPaths(base || new URL('/', traces).href, false);
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
