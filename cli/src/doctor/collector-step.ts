import { printable } from '../printable.ts';
import { failed, passed, type Finding } from './finding.ts';
import { readPartialSuccess, type OtlpEndpoint } from './instrumentation.ts';
import { post, type Posted } from './post.ts';
import type { TestRecord } from './test-record.ts';

/** A clock may differ by so much; the pages mark records that arrive from the future by the same bound. */
export const MAX_CLOCK_DIFFERENCE_MS = 60_000;

/**
 * Sends the test record to the collector of the app.
 *
 * @param now Unix ms
 */
export async function sendToCollector(
  endpoint: OtlpEndpoint,
  { body }: TestRecord,
  now: () => number,
): Promise<Finding> {
  const { host } = new URL(endpoint.url);
  try {
    const posted = await post(endpoint, body);
    return findingOfResponse(posted, endpoint, now() - (posted.serverMs ?? now()));
  } catch (error) {
    return findingOfSilence(error, host);
  }
}

function findingOfResponse({ status, body }: Posted, endpoint: OtlpEndpoint, aheadMs: number): Finding {
  const { host } = new URL(endpoint.url);
  const hasToken = Object.keys(endpoint.headers).some((name) => name.toLowerCase() === 'authorization');
  if (status === 401 || status === 403) {
    return failed(
      `the collector at ${host} rejects ${hasToken ? 'the token' : 'requests without a token'} (status ${status})`,
      `Set TOKENTRAIL_OTLP_TOKEN of the app to the token of the collector${hasToken ? ', without quotes or a line break' : ''}.`,
    );
  }
  if (status === 404 || status === 405) {
    return failed(
      `${host} has no OTLP receiver at ${new URL(endpoint.url).pathname} (status ${status})`,
      'Write the base URL of the collector in TOKENTRAIL_OTLP_ENDPOINT, with the path of a proxy in front of it if there is one.',
    );
  }
  if (status === 429 || status >= 500) {
    return failed(
      `the collector at ${host} accepts nothing now (status ${status})`,
      'Its queue is full, or it lacks memory: check that both stores run, then the log of the collector. Apps keep their records on disk and send them again.',
    );
  }
  if (status !== 200) {
    return failed(
      `${host} responded with status ${status}`,
      'Check that the URL leads to the OTLP receiver of the collector and not to another program.',
    );
  }
  const { rejectedSpans, message } = readPartialSuccess(body);
  if (rejectedSpans > 0) {
    return failed(
      `the collector at ${host} rejected the record`,
      `Its message is: ${printable(message).slice(0, 300)}`,
    );
  }
  return Math.abs(aheadMs) > MAX_CLOCK_DIFFERENCE_MS
    ? {
        state: 'warning',
        text: `the collector at ${host} accepts records, but its clock differs`,
        remedy: `This clock is ${Math.round(Math.abs(aheadMs) / 1000)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} that of the collector. Synchronise both, because records have the time of the app.`,
      }
    : passed(`the collector at ${host} accepts records`);
}

/** Sentences for the codes of Node if there was no response. */
function findingOfSilence(error: unknown, host: string): Finding {
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  if (code === 'ECONNREFUSED') {
    return failed(
      `nothing listens at ${host}`,
      'Start the collector, or correct TOKENTRAIL_OTLP_ENDPOINT of the app: its port for OTLP over HTTP is 4318 by default.',
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return failed(
      `the name of ${host} is unknown here`,
      'Correct the host in TOKENTRAIL_OTLP_ENDPOINT, or run the test where the app runs.',
    );
  }
  if (code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') {
    return failed(
      `${host} does not respond`,
      'Check that no firewall drops the connection, and that the collector runs.',
    );
  }
  if (code.startsWith('HPE_') || code === 'ECONNRESET' || code === 'EPIPE') {
    return failed(
      `${host} does not speak HTTP/1.1`,
      'This is the port of OTLP over gRPC (4317), or one that needs https: write the port of OTLP over HTTP, 4318 by default.',
    );
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) {
    return failed(
      `${host} does not speak TLS`,
      'Write http:// in TOKENTRAIL_OTLP_ENDPOINT, or turn TLS on in the collector.',
    );
  }
  if (/CERT|SIGNATURE|ISSUER/.test(code)) {
    return failed(
      `the certificate of ${host} is not trusted (${code})`,
      'Name the authority in TOKENTRAIL_OTLP_CERTIFICATE of the app (docs/otlp-security.md).',
    );
  }
  return failed(`${host} cannot be reached (${code || 'no code'})`, 'Check TOKENTRAIL_OTLP_ENDPOINT of the app.');
}
