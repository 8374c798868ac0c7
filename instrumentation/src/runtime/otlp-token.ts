/**
 * The token for TokenTrail's collector, from TOKENTRAIL_OTLP_TOKEN. It is sent to no other endpoint, and no warning
 * contains it.
 */
export function readToken(value: string | undefined, ours: boolean, warnings: string[]): string | undefined {
  const token = value?.trim();
  if (!token) {
    return undefined;
  }
  if (!ours) {
    warnings.push(
      'TOKENTRAIL_OTLP_TOKEN needs TOKENTRAIL_OTLP_ENDPOINT: the token is not sent to OTEL_EXPORTER_OTLP_ENDPOINT.',
    );
    return undefined;
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    warnings.push('TOKENTRAIL_OTLP_TOKEN is not sent: it may contain only visible ASCII characters and no spaces.');
    return undefined;
  }
  return token;
}

/** `headers` with the token as `authorization`. Replaces an existing one, in upper or lower case. */
export function withToken(
  headers: Readonly<Record<string, string>>,
  token: string | undefined,
): Record<string, string> {
  if (token === undefined) {
    return { ...headers };
  }
  const others = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization');
  return { ...Object.fromEntries(others), authorization: `Bearer ${token}` };
}
