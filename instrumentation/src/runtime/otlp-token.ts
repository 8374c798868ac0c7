import type { OtlpEndpoint } from '../export/otlp/http-transport.ts';

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

/** `endpoint` with the token as the header `authorization`. Replaces an existing one, in upper or lower case. */
export function withToken(endpoint: OtlpEndpoint, token: string | undefined): OtlpEndpoint {
  if (token === undefined) {
    return endpoint;
  }
  const others = Object.entries(endpoint.headers).filter(([name]) => name.toLowerCase() !== 'authorization');
  return { ...endpoint, headers: { ...Object.fromEntries(others), authorization: `Bearer ${token}` } };
}
