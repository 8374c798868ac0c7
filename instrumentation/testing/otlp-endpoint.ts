import type { OtlpEndpoint } from '../src/export/otlp/http-transport.ts';

/** An endpoint for a test: uncompressed, without headers and certificates. */
export function endpointOf(url: string, more: Partial<OtlpEndpoint> = {}): OtlpEndpoint {
  return { url, headers: {}, timeoutMs: 2000, compression: 'none', certificates: {}, ...more };
}
