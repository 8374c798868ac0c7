import { CAPTURE_LEVELS, type CaptureLevel } from '@tokentrail/records';
import type { CaptureBounds } from '../record/capture-level.ts';
import { CONTENT_BYTES } from '../redaction/content/content-room.ts';
import { readTarget, type OtlpTarget } from './otlp-target.ts';
import { pairs, type Environment } from './pairs.ts';
import { allowedResource } from './resource.ts';

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
  /** Whether the GenAI metrics have the newest names of the conventions instead of the published ones. */
  latestGenAiMetrics: boolean;
  /** Whether running records are sent. */
  runningRecords: boolean;
  /** Whether background responses are reported while they run. */
  runningResponses: boolean;
  /** Whether this process reports what it is configured to do. */
  processRecords: boolean;
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

const DEFAULT_BODY_BYTES = 1024 * 1024;
const MIN_BODY_BYTES = 1024;
/** Half the content of a record, so that there is always room for a second body (`content-room.ts`). */
const MAX_BODY_BYTES = CONTENT_BYTES / 2;

/** Reads the configuration from `env` and the certificate files that it names. docs/options.md lists every variable and its default. */
export function readConfig(env: Environment): ConfigReading {
  const warnings: string[] = [];
  if (isOn(env.TOKENTRAIL_DISABLED) || isOn(env.OTEL_SDK_DISABLED)) {
    return { warnings };
  }
  const destination = readTarget(env, warnings);
  if (destination === undefined) {
    return { warnings };
  }
  const { target, ours } = destination;
  const config: Config = {
    target,
    captureLevel: captureLevel(env.TOKENTRAIL_CAPTURE, ours, warnings),
    highestCapture: ours ? 'full' : 'basic',
    resource: resourceOf(env, warnings),
    redactHeaders: (env.TOKENTRAIL_REDACT_HEADERS ?? '')
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .filter((name) => name !== ''),
    latestGenAiMetrics: (env.OTEL_SEMCONV_STABILITY_OPT_IN ?? '')
      .split(',')
      .some((name) => name.trim() === 'gen_ai_latest_experimental'),
    runningRecords: runningRecords(env.TOKENTRAIL_RUNNING_RECORDS, ours, warnings),
    // A third party may keep this version beside the one that has the end.
    runningResponses: ours,
    // A third party has no use for them, and they name machines.
    processRecords: ours,
    trustBaggage: isOn(env.TOKENTRAIL_TRUST_BAGGAGE),
    injectStreamUsage: isOn(env.TOKENTRAIL_INJECT_STREAM_USAGE),
    privacy: isOn(env.TOKENTRAIL_PRIVACY),
    recordIp: isOn(env.TOKENTRAIL_RECORD_IP),
    maxBodyBytes: maxBodyBytes(env.TOKENTRAIL_MAX_BODY_BYTES, warnings),
  };
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
  const resource = pairs(env, 'OTEL_RESOURCE_ATTRIBUTES', warnings);
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

function isOn(value: string | undefined): boolean {
  return value !== undefined && /^(true|1|yes|on)$/i.test(value.trim());
}
