import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCertificates, type TestCertificates } from '../../testing/certificates.ts';
import { readTarget } from './otlp-target.ts';

let folder: string;
let files: TestCertificates;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrail-certificates-'));
  files = writeCertificates(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

const OURS = 'TOKENTRAIL_OTLP_';
const OTEL = 'OTEL_EXPORTER_OTLP_';

function read(env: Record<string, string>) {
  const warnings: string[] = [];
  const reading = readTarget(env, warnings);
  return { ...reading?.target, warnings };
}

describe.each([
  [OURS, OURS],
  [OTEL, OTEL],
  [OTEL, `${OTEL}TRACES_`],
])('%sENDPOINT with the certificates of %s…', (endpoint, prefix) => {
  const readWith = (certificates: Record<string, string>, url = 'https://collector:4318') => {
    const variables = Object.entries(certificates).map(([name, value]) => [prefix + name, value]);
    const { traces, warnings } = read({ [`${endpoint}ENDPOINT`]: url, ...Object.fromEntries(variables) });
    return {
      certificates: traces?.certificates,
      warnings: warnings.filter((warning) => warning.includes('CERTIFICATE') || warning.includes('KEY')),
    };
  };

  test('authority, client certificate and key are read', () => {
    const { authority, client } = files;
    expect(readWith({ CERTIFICATE: authority.cert, CLIENT_CERTIFICATE: client.cert, CLIENT_KEY: client.key })).toEqual({
      certificates: {
        ca: readFileSync(authority.cert),
        cert: readFileSync(client.cert),
        key: readFileSync(client.key),
      },
      warnings: [],
    });
  });

  test('an authority that is not a certificate trusts no server, with one warning', () => {
    const text = join(folder, 'text.crt');
    writeFileSync(text, 'not a certificate');
    for (const [path, reason] of [
      [join(folder, 'missing.crt'), 'ENOENT'],
      [text, 'ERR_OSSL_PEM_NO_START_LINE'],
    ] as const) {
      expect(readWith({ CERTIFICATE: path })).toEqual({
        certificates: { ca: [] },
        warnings: [
          expect.stringContaining(
            `${prefix}CERTIFICATE is ${path}, which is not a readable PEM certificate (${reason})`,
          ),
        ],
      });
    }
  });

  test('a client certificate without its key is not sent, with one warning', () => {
    const { authority, client } = files;
    const withoutClient = 'requests are sent without a client certificate';
    for (const [variables, problem] of [
      [{ CLIENT_CERTIFICATE: client.cert }, `${prefix}CLIENT_CERTIFICATE needs ${prefix}CLIENT_KEY`],
      [{ CLIENT_KEY: client.key }, `${prefix}CLIENT_KEY needs ${prefix}CLIENT_CERTIFICATE`],
      [{ CLIENT_CERTIFICATE: client.cert, CLIENT_KEY: join(folder, 'missing.key') }, 'its key (ENOENT)'],
      [{ CLIENT_CERTIFICATE: client.cert, CLIENT_KEY: authority.key }, 'the key belongs to another certificate'],
    ] as const) {
      const { certificates, warnings } = readWith(variables);
      expect(certificates).toEqual({});
      expect(warnings).toEqual([expect.stringMatching(withoutClient)]);
      expect(warnings[0]).toContain(problem);
    }
  });

  test('without TLS, no file is read', () => {
    expect(readWith({ CERTIFICATE: join(folder, 'missing.crt') }, 'http://collector:4318')).toEqual({
      certificates: {},
      warnings: [],
    });
  });
});

test("the certificates of OpenTelemetry's endpoint are not used for ours, and the other way round", () => {
  const certificates = (prefix: string) => ({
    [`${prefix}CERTIFICATE`]: files.authority.cert,
    [`${prefix}CLIENT_CERTIFICATE`]: files.client.cert,
    [`${prefix}CLIENT_KEY`]: files.client.key,
  });
  const ours = read({ [`${OURS}ENDPOINT`]: 'https://collector', ...certificates(OTEL) });
  const otel = read({ [`${OTEL}ENDPOINT`]: 'https://vendor', ...certificates(OURS) });
  expect([ours.traces?.certificates, ours.metrics?.certificates]).toEqual([{}, {}]);
  expect([otel.traces?.certificates, otel.metrics?.certificates]).toEqual([{}, {}]);
});

test("metrics have their own certificates in OpenTelemetry's variables", () => {
  const { traces, metrics } = read({
    [`${OTEL}ENDPOINT`]: 'https://vendor',
    [`${OTEL}METRICS_CERTIFICATE`]: files.authority.cert,
  });
  expect(traces?.certificates).toEqual({});
  expect(metrics?.certificates).toEqual({ ca: readFileSync(files.authority.cert) });
});
