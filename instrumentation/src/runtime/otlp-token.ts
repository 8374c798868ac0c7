/** The token of TokenTrail's own collector. It goes nowhere else, and no warning quotes it. */
export function readToken(given: string | undefined, ours: boolean, warnings: string[]): string | undefined {
  const token = given?.trim();
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
    warnings.push('TOKENTRAIL_OTLP_TOKEN is not sent: it may hold visible ASCII characters alone, and no space.');
    return undefined;
  }
  return token;
}

/** `headers` of a request, with the token. It replaces any other credential, however its name is written. */
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
