import type { Compression, OtlpEndpoint } from '../export/otlp/http-transport.ts';
import { readCertificates } from './otlp-certificates.ts';
import { settingOf, type Prefixes, type Setting } from './otlp-settings.ts';
import { pairs, type Environment } from './pairs.ts';

const DEFAULT_TIMEOUT_MS = 10_000;
/** Maximum of Node's timers. A longer timer fires at once, which would abort every request. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Reads how to send to `url`: headers, timeout, compression, certificates. OpenTelemetry's specification of the OTLP
 * exporter names the variables and their defaults.
 */
export function readEndpoint(url: string, prefixes: Prefixes, env: Environment, warnings: string[]): OtlpEndpoint {
  const found: string[] = [];
  const endpoint: OtlpEndpoint = {
    url,
    headers: Object.assign({}, ...prefixes.toReversed().map((prefix) => pairs(env, `${prefix}HEADERS`, found))),
    timeoutMs: milliseconds(settingOf(env, prefixes, 'TIMEOUT'), found),
    compression: compressionOf(settingOf(env, prefixes, 'COMPRESSION'), found),
    certificates: new URL(url).protocol === 'https:' ? readCertificates(env, prefixes, found) : {},
  };
  // A variable may apply to several signals. Each problem is reported once.
  warnings.push(...found.filter((warning) => !warnings.includes(warning)));
  return endpoint;
}

function milliseconds(setting: Setting | undefined, warnings: string[]): number {
  if (setting === undefined) return DEFAULT_TIMEOUT_MS;
  const value = Number(setting.value);
  if (value > 0) return Math.min(value, MAX_TIMEOUT_MS);
  warnings.push(
    `${setting.variable} is ${setting.value}. It must be a number of milliseconds above 0. ${DEFAULT_TIMEOUT_MS} is used.`,
  );
  return DEFAULT_TIMEOUT_MS;
}

function compressionOf(setting: Setting | undefined, warnings: string[]): Compression {
  if (setting === undefined) return 'none';
  const { variable, value } = setting;
  if (value === 'none' || value === 'gzip') return value;
  warnings.push(`${variable} is ${value}. Valid values are none and gzip. Requests are not compressed.`);
  return 'none';
}
