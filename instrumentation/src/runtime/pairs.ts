export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Parses `name=value,name2=value2` with percent-encoded values, the format of OpenTelemetry's variables. A value that
 * cannot be decoded is left out with a warning, which does not contain it.
 */
export function pairs(env: Environment, variable: string, warnings: string[]): Record<string, string> {
  const result: Record<string, string> = {};
  for (const pair of (env[variable] ?? '').split(',')) {
    const at = pair.indexOf('=');
    if (at <= 0) continue;
    const name = pair.slice(0, at).trim();
    try {
      result[name] = decodeURIComponent(pair.slice(at + 1).trim());
    } catch {
      warnings.push(`the value of ${name} in ${variable} is left out: invalid percent-encoding`);
    }
  }
  return result;
}
