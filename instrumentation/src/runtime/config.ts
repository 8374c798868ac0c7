import { CAPTURE_LEVELS, type CaptureLevel } from '@tokentrail/records';
import type { CaptureBounds } from '../record/capture-level.ts';
import { CONTENT_BYTES } from '../redaction/content/content-room.ts';
import { readToken } from './otlp-token.ts';
import { allowedResource } from './resource.ts';

/** Where and how records leave this process. */
export interface OtlpTarget {
  tracesUrl: string;
  metricsUrl: string;
  headers: Readonly<Record<string, string>>;
  /** Sent as a bearer token. Apart from the headers: the spool of a destination is the same one with and without it. */
  token?: string;
  /** Of one request, milliseconds. */
  timeoutMs: number;
}

export interface Config extends CaptureBounds {
  target: OtlpTarget;
  /** Attributes of the resource that the environment names. */
  resource: Readonly<Record<string, string>>;
  hmacSecret?: string;
  /** Path of the operator's price file. */
  pricesFile?: string;
  /** Header names whose values are removed, beside those that always are. Lower case. */
  redactHeaders: readonly string[];
  /** Where records wait on disk for a collector that is away; absent where they may not. */
  spool?: SpoolConfig;
  /** Whether records that have not ended are sent too. */
  runningRecords: boolean;
  /** Whether an inbound request's `baggage` may say who calls. */
  trustBaggage: boolean;
  /** The app's sampler, where the environment names one that drops spans. */
  droppingSampler?: string;
  /** Whether streams are asked for their usage where the app did not say. */
  injectStreamUsage: boolean;
  /** Nothing tells who calls. */
  privacy: boolean;
  /** Whether addresses of clients are recorded where a call does not say. */
  recordIp: boolean;
  /** Most bytes of one body. */
  maxBodyBytes: number;
}

export interface SpoolConfig {
  /** Absent: the user's folder for state. */
  folder?: string;
  /** Most bytes on disk, of one process. */
  maxBytes?: number;
}

export interface ConfigReading {
  /** Absent where nothing is to be recorded. */
  config?: Config;
  /** For the operator, one line each. */
  warnings: string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_TIMEOUT_MS = 10_000;
/** The longest wait a timer can hold: above it, it would fire at once, and no request would ever have the time to end. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

const DEFAULT_BODY_BYTES = 1024 * 1024;
/** Least and most of one body. Half of what one record may carry: a second one always has its place (`content-room.ts`). */
const BODY_BYTES = [1024, CONTENT_BYTES / 2] as const;

/** The configuration in `env`. Reads nothing else; README lists every variable and its default. */
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

/** Of the names that OTEL_TRACES_SAMPLER knows, those that drop spans whoever asks for them. */
function droppingSampler({ OTEL_TRACES_SAMPLER, OTEL_TRACES_SAMPLER_ARG }: Environment): string | undefined {
  const [, by] = /^(?:parentbased_)?(always_off|traceidratio)$/.exec(OTEL_TRACES_SAMPLER ?? '') ?? [];
  if (by === undefined) return undefined;
  const keepsAll = by === 'traceidratio' && Number(OTEL_TRACES_SAMPLER_ARG || 1) >= 1;
  return keepsAll ? undefined : [OTEL_TRACES_SAMPLER, OTEL_TRACES_SAMPLER_ARG].filter(Boolean).join(' ');
}

interface TargetUrls {
  tracesUrl: string;
  metricsUrl: string;
  /** Named on purpose for TokenTrail: content may go there. */
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
      'TOKENTRAIL_OTLP_ENDPOINT is not set: nothing is recorded. Set it to the address of your collector, such as http://localhost:4318.',
    );
    return undefined;
  }
  const protocol = env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? env.OTEL_EXPORTER_OTLP_PROTOCOL ?? 'http/protobuf';
  if (!protocol.startsWith('http/')) {
    warnings.push(
      `OTEL_EXPORTER_OTLP_PROTOCOL is ${protocol}, and TokenTrail speaks OTLP over HTTP alone: nothing is recorded. ` +
        'Set TOKENTRAIL_OTLP_ENDPOINT to the HTTP address of your collector (port 4318 by default).',
    );
    return undefined;
  }
  const urls = withPaths(base ?? new URL('/', traces).href, false);
  if (traces) urls.tracesUrl = traces;
  if (env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT) urls.metricsUrl = env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT;
  warnings.push(
    "records go to OTEL_EXPORTER_OTLP_ENDPOINT, which may be anybody's: capture is held at basic. " +
      'Set TOKENTRAIL_OTLP_ENDPOINT to choose where records and content go.',
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
    `${variable} is no http(s) address: nothing is recorded. TokenTrail speaks OTLP over HTTP alone: ` +
      'give it as http://localhost:4318.',
  );
  return undefined;
}

function captureLevel(wanted: string | undefined, ours: boolean, warnings: string[]): CaptureLevel {
  if (!wanted || !ours) {
    return 'basic';
  }
  const level = CAPTURE_LEVELS.find((known) => known === wanted.trim().toLowerCase());
  if (level === undefined) {
    warnings.push(`TOKENTRAIL_CAPTURE is ${wanted}; it may be basic, headers or full. No content is recorded.`);
  }
  return level ?? 'basic';
}

/** An endpoint that is not ours may not know that a later span of the same id replaces an earlier one. */
function runningRecords(wanted: string | undefined, ours: boolean, warnings: string[]): boolean {
  if (isOn(wanted) && !ours) {
    warnings.push('TOKENTRAIL_RUNNING_RECORDS needs TOKENTRAIL_OTLP_ENDPOINT: running records are not sent.');
  }
  return isOn(wanted) && ours;
}

function warnOfPrivacy(env: Environment, warnings: string[]): void {
  if (!env.TOKENTRAIL_HMAC_SECRET) {
    warnings.push(
      'TOKENTRAIL_PRIVACY is on and TOKENTRAIL_HMAC_SECRET is not set: users and sessions are left out. ' +
        'With a secret they are recorded under a pseudonym.',
    );
  }
  if (isOn(env.TOKENTRAIL_RECORD_IP)) {
    warnings.push('TOKENTRAIL_PRIVACY is on: TOKENTRAIL_RECORD_IP has no effect, no address is recorded.');
  }
}

function maxBodyBytes(wanted: string | undefined, warnings: string[]): number {
  if (!wanted) return DEFAULT_BODY_BYTES;
  const bytes = /^\d{1,15}$/.test(wanted) ? Number(wanted) : NaN;
  const [least, most] = BODY_BYTES;
  if (bytes >= least && bytes <= most) return bytes;
  const used = bytes > most ? most : bytes < least ? least : DEFAULT_BODY_BYTES;
  warnings.push(
    `TOKENTRAIL_MAX_BODY_BYTES is ${wanted}; it is a number of bytes from ${least} to ${most}. ${used} is used.`,
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
  else warnings.push(`TOKENTRAIL_SPOOL_BYTES is ${bytes}; it is a number of bytes. The default is used.`);
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
      `OTEL_RESOURCE_ATTRIBUTES names ${dropped.join(', ')}: left out, they may tell secrets or who somebody is.`,
    );
  }
  return allowed;
}

/** `name=value,name2=value2`, values percent-encoded, as OpenTelemetry's variables have it. */
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
        `the value of ${name} in OTEL_EXPORTER_OTLP_HEADERS or OTEL_RESOURCE_ATTRIBUTES is left out: bad %-encoding`,
      );
    }
  }
  return result;
}

function milliseconds(text: string | undefined): number {
  const value = Number(text);
  return text !== undefined && value > 0 ? Math.min(value, LONGEST_TIMEOUT_MS) : DEFAULT_TIMEOUT_MS;
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && /^(true|1|yes|on)$/i.test(value.trim());
}
