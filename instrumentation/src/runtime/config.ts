import { CAPTURE_LEVELS, type CaptureLevel } from '@tokentrail/records';
import type { CaptureBounds } from '../record/capture-level.ts';
import { CONTENT_BYTES } from '../redaction/content/content-room.ts';
import { readToken } from './otlp-token.ts';
import { allowedResource } from './resource.ts';

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

export interface Config extends CaptureBounds {
  target: OtlpTarget;
  /** Resource attributes set in the environment. */
  resource: Readonly<Record<string, string>>;
  hmacSecret?: string;
  /** Path of the operator's price file. */
  pricesFile?: string;
  /** Lower-case names of headers whose values are redacted, in addition to those that always are. */
  redactHeaders: readonly string[];
  /** Where records are stored on disk while the collector is unavailable; absent if the spool is off. */
  spool?: SpoolConfig;
  /** Whether running records are sent. */
  runningRecords: boolean;
  /** Whether the `baggage` of inbound requests may name the caller. */
  trustBaggage: boolean;
  /** The app's sampler, if the environment sets one that drops spans. */
  droppingSampler?: string;
  /** Whether streaming requests ask the provider for usage if the app did not decide. */
  injectStreamUsage: boolean;
  /** Privacy mode: no record identifies its caller. */
  privacy: boolean;
  /** Whether client addresses are recorded if a call does not decide. */
  recordIp: boolean;
  /** Limit of one body, bytes. */
  maxBodyBytes: number;
}

export interface SpoolConfig {
  /** Default: the user's state folder. */
  folder?: string;
  /** Limit on disk for one process, bytes. */
  maxBytes?: number;
}

export interface ConfigReading {
  /** Absent if recording is off. */
  config?: Config;
  /** One line each, for the operator. */
  warnings: string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_TIMEOUT_MS = 10_000;
/** Maximum of Node's timers. A longer timer fires at once, which would abort every request. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

const DEFAULT_BODY_BYTES = 1024 * 1024;
const MIN_BODY_BYTES = 1024;
/** Half the content of a record, so that there is always room for a second body (`content-room.ts`). */
const MAX_BODY_BYTES = CONTENT_BYTES / 2;

/** Reads the configuration from `env` and from nothing else. docs/options.md lists every variable and its default. */
export function readConfig(env: Environment): ConfigReading {
  const warnings: string[] = [];
  if (isOn(env.TOKENTRAIL_DISABLED) || isOn(env.OTEL_SDK_DISABLED)) {
    return { warnings };
  }
  const urls = targetUrls(env, warnings);
  if (urls === undefined) {
    return { warnings };
  }
  const config: Config = {
    target: {
      tracesUrl: urls.tracesUrl,
      metricsUrl: urls.metricsUrl,
      headers: {
        ...pairs(env.OTEL_EXPORTER_OTLP_HEADERS, warnings),
        ...pairs(env.OTEL_EXPORTER_OTLP_TRACES_HEADERS, warnings),
      },
      timeoutMs: milliseconds(env.OTEL_EXPORTER_OTLP_TRACES_TIMEOUT ?? env.OTEL_EXPORTER_OTLP_TIMEOUT),
    },
    captureLevel: captureLevel(env.TOKENTRAIL_CAPTURE, urls.ours, warnings),
    highestCapture: urls.ours ? 'full' : 'basic',
    resource: resourceOf(env, warnings),
    redactHeaders: (env.TOKENTRAIL_REDACT_HEADERS ?? '')
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .filter((name) => name !== ''),
    runningRecords: runningRecords(env.TOKENTRAIL_RUNNING_RECORDS, urls.ours, warnings),
    trustBaggage: isOn(env.TOKENTRAIL_TRUST_BAGGAGE),
    injectStreamUsage: isOn(env.TOKENTRAIL_INJECT_STREAM_USAGE),
    privacy: isOn(env.TOKENTRAIL_PRIVACY),
    recordIp: isOn(env.TOKENTRAIL_RECORD_IP),
    maxBodyBytes: maxBodyBytes(env.TOKENTRAIL_MAX_BODY_BYTES, warnings),
  };
  const token = readToken(env.TOKENTRAIL_OTLP_TOKEN, urls.ours, warnings);
  if (token !== undefined) config.target.token = token;
  if (config.privacy) warnOfPrivacy(env, warnings);
  const spool = spoolOf(env, warnings);
  if (spool !== undefined) config.spool = spool;
  const sampler = droppingSampler(env);
  if (sampler !== undefined) config.droppingSampler = sampler;
  if (env.TOKENTRAIL_HMAC_SECRET) config.hmacSecret = env.TOKENTRAIL_HMAC_SECRET;
  if (env.TOKENTRAIL_PRICES) config.pricesFile = env.TOKENTRAIL_PRICES;
  return { config, warnings };
}

/** The sampler in OTEL_TRACES_SAMPLER with its argument, if it is one that can drop root spans. */
function droppingSampler({ OTEL_TRACES_SAMPLER, OTEL_TRACES_SAMPLER_ARG }: Environment): string | undefined {
  const [, sampler] = /^(?:parentbased_)?(always_off|traceidratio)$/.exec(OTEL_TRACES_SAMPLER ?? '') ?? [];
  if (sampler === undefined) return undefined;
  const keepsAll = sampler === 'traceidratio' && Number(OTEL_TRACES_SAMPLER_ARG || 1) >= 1;
  return keepsAll ? undefined : [OTEL_TRACES_SAMPLER, OTEL_TRACES_SAMPLER_ARG].filter(Boolean).join(' ');
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

function captureLevel(value: string | undefined, ours: boolean, warnings: string[]): CaptureLevel {
  if (!value || !ours) {
    return 'basic';
  }
  const level = CAPTURE_LEVELS.find((known) => known === value.trim().toLowerCase());
  if (level === undefined) {
    warnings.push(`TOKENTRAIL_CAPTURE is ${value}. Valid values are basic, headers and full. No content is recorded.`);
  }
  return level ?? 'basic';
}

/** Off for third-party endpoints: they may not replace a span by a later one with the same id. */
function runningRecords(value: string | undefined, ours: boolean, warnings: string[]): boolean {
  if (isOn(value) && !ours) {
    warnings.push('TOKENTRAIL_RUNNING_RECORDS needs TOKENTRAIL_OTLP_ENDPOINT: running records are not sent.');
  }
  return isOn(value) && ours;
}

function warnOfPrivacy(env: Environment, warnings: string[]): void {
  if (!env.TOKENTRAIL_HMAC_SECRET) {
    warnings.push(
      'TOKENTRAIL_PRIVACY is on and TOKENTRAIL_HMAC_SECRET is not set: users and sessions are left out. ' +
        'With a secret they are recorded as pseudonyms.',
    );
  }
  if (isOn(env.TOKENTRAIL_RECORD_IP)) {
    warnings.push('TOKENTRAIL_PRIVACY is on: TOKENTRAIL_RECORD_IP has no effect, no client address is recorded.');
  }
}

function maxBodyBytes(value: string | undefined, warnings: string[]): number {
  if (!value) return DEFAULT_BODY_BYTES;
  const bytes = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
  if (bytes >= MIN_BODY_BYTES && bytes <= MAX_BODY_BYTES) return bytes;
  const used = Number.isNaN(bytes) ? DEFAULT_BODY_BYTES : bytes > MAX_BODY_BYTES ? MAX_BODY_BYTES : MIN_BODY_BYTES;
  warnings.push(
    `TOKENTRAIL_MAX_BODY_BYTES is ${value}. It must be a number of bytes ` +
      `from ${MIN_BODY_BYTES} to ${MAX_BODY_BYTES}. ${used} is used.`,
  );
  return used;
}

function spoolOf(env: Environment, warnings: string[]): SpoolConfig | undefined {
  const folder = env.TOKENTRAIL_SPOOL_DIR;
  if (folder?.trim().toLowerCase() === 'none') {
    return undefined;
  }
  const spool: SpoolConfig = {};
  if (folder) spool.folder = folder;
  const bytes = env.TOKENTRAIL_SPOOL_BYTES;
  if (!bytes) return spool;
  if (/^[1-9]\d{0,14}$/.test(bytes)) spool.maxBytes = Number(bytes);
  else warnings.push(`TOKENTRAIL_SPOOL_BYTES is ${bytes}. It must be a number of bytes. The default is used.`);
  return spool;
}

function resourceOf(env: Environment, warnings: string[]): Record<string, string> {
  const resource = pairs(env.OTEL_RESOURCE_ATTRIBUTES, warnings);
  if (env.OTEL_SERVICE_NAME) resource['service.name'] = env.OTEL_SERVICE_NAME;
  const { allowed, dropped } = allowedResource(resource, {
    privacy: isOn(env.TOKENTRAIL_PRIVACY),
    recordIp: isOn(env.TOKENTRAIL_RECORD_IP),
  });
  if (dropped.length > 0) {
    warnings.push(
      `OTEL_RESOURCE_ATTRIBUTES names ${dropped.join(', ')}: left out, ` +
        'because they may hold secrets or identify a person.',
    );
  }
  return allowed;
}

/** Parses `name=value,name2=value2` with percent-encoded values, the format of OpenTelemetry's variables. */
function pairs(text: string | undefined, warnings: string[]): Record<string, string> {
  const result: Record<string, string> = {};
  for (const pair of (text ?? '').split(',')) {
    const at = pair.indexOf('=');
    if (at <= 0) continue;
    const name = pair.slice(0, at).trim();
    try {
      result[name] = decodeURIComponent(pair.slice(at + 1).trim());
    } catch {
      warnings.push(
        `the value of ${name} in OTEL_EXPORTER_OTLP_HEADERS or OTEL_RESOURCE_ATTRIBUTES is left out: ` +
          'invalid percent-encoding',
      );
    }
  }
  return result;
}

function milliseconds(text: string | undefined): number {
  const value = Number(text);
  return text !== undefined && value > 0 ? Math.min(value, MAX_TIMEOUT_MS) : DEFAULT_TIMEOUT_MS;
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && /^(true|1|yes|on)$/i.test(value.trim());
}
