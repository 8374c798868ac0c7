import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** PEM files of one certificate and its key. */
export interface CertificateFiles {
  cert: string;
  key: string;
}

export interface TestCertificates {
  /** The authority that signed `server` and `client`. */
  authority: CertificateFiles;
  /** For 127.0.0.1. */
  server: CertificateFiles;
  client: CertificateFiles;
}

/** Makes an authority of its own, valid for a day, and writes its certificates to `folder`. */
export function writeCertificates(folder: string): TestCertificates {
  const authority = issue('authority', [basicConstraints(true)]);
  return {
    authority: writePems(folder, 'authority', authority),
    server: writePems(folder, 'server', issue('server', [basicConstraints(false), LOOPBACK_NAME], authority)),
    client: writePems(folder, 'client', issue('client', [basicConstraints(false)], authority)),
  };
}

interface Issued {
  name: string;
  certificate: Buffer;
  key: KeyObject;
}

/** An X.509 certificate (RFC 5280), signed by `issuer` or by itself. */
function issue(name: string, extensions: readonly Buffer[], issuer?: Issued): Issued {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const content = der(
    SEQUENCE,
    der(0xa0, der(INTEGER, Buffer.of(2))),
    der(INTEGER, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    distinguishedName(issuer?.name ?? name),
    der(SEQUENCE, utcTime(Date.now() - HOUR_MS), utcTime(Date.now() + 24 * HOUR_MS)),
    distinguishedName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(SEQUENCE, ...extensions)),
  );
  const signature = sign('sha256', content, issuer?.key ?? privateKey);
  const certificate = der(SEQUENCE, content, ECDSA_WITH_SHA256, der(BIT_STRING, Buffer.of(0), signature));
  return { name, certificate, key: privateKey };
}

function writePems(folder: string, name: string, { certificate, key }: Issued): CertificateFiles {
  const files = { cert: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  writeFileSync(files.cert, ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'));
  writeFileSync(files.key, key.export({ type: 'pkcs8', format: 'pem' }));
  return files;
}

const HOUR_MS = 3_600_000;

// Tags of DER.
const BOOLEAN = 0x01;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_ID = 0x06;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const SEQUENCE = 0x30;
const SET = 0x31;

const ECDSA_WITH_SHA256 = der(SEQUENCE, der(OBJECT_ID, Buffer.from('2a8648ce3d040302', 'hex')));
/** Subject alternative name: the IP address 127.0.0.1. */
const LOOPBACK_NAME = extension('551d11', der(SEQUENCE, der(0x87, Buffer.of(127, 0, 0, 1))));

function basicConstraints(isAuthority: boolean): Buffer {
  return extension('551d13', isAuthority ? der(SEQUENCE, der(BOOLEAN, Buffer.of(0xff))) : der(SEQUENCE));
}

function extension(id: string, value: Buffer): Buffer {
  return der(SEQUENCE, der(OBJECT_ID, Buffer.from(id, 'hex')), der(OCTET_STRING, value));
}

function distinguishedName(commonName: string): Buffer {
  const id = der(OBJECT_ID, Buffer.from('550403', 'hex'));
  return der(SEQUENCE, der(SET, der(SEQUENCE, id, der(UTF8_STRING, Buffer.from(commonName)))));
}

function utcTime(ms: number): Buffer {
  const text = new Date(ms).toISOString().replace(/^..|[-T:]|\..*/g, '');
  return der(UTC_TIME, Buffer.from(`${text}Z`));
}

function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.of(tag, ...length), content]);
}
