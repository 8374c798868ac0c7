import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { OtlpEndpoint } from '../export/otlp/http-transport.ts';
import { settingOf, type Prefixes, type Setting } from './otlp-settings.ts';
import type { Environment } from './pairs.ts';

type Certificates = OtlpEndpoint['certificates'];

/**
 * Reads the PEM files that the variables name. If the authority cannot be read, no server is trusted, because the operator
 * wanted a particular one: nothing is sent, and records wait. If the client's certificate cannot be read, requests are
 * sent without it, and the server decides.
 */
export function readCertificates(env: Environment, prefixes: Prefixes, warnings: string[]): Certificates {
  const authority = settingOf(env, prefixes, 'CERTIFICATE');
  const certificate = settingOf(env, prefixes, 'CLIENT_CERTIFICATE');
  const key = settingOf(env, prefixes, 'CLIENT_KEY');
  return {
    ...(authority === undefined ? {} : { ca: readAuthority(authority, warnings) }),
    ...readClient(certificate, key, warnings),
  };
}

/** An empty list trusts no server. */
function readAuthority({ variable, value }: Setting, warnings: string[]): Buffer | [] {
  try {
    const pem = readFileSync(value);
    new X509Certificate(pem);
    return pem;
  } catch (error) {
    warnings.push(
      `${variable} is ${value}, which is not a readable PEM certificate (${reasonOf(error)}): the server cannot be ` +
        'verified, so nothing is sent and records wait. Correct the variable or the file, and restart.',
    );
    return [];
  }
}

function readClient(
  certificate: Setting | undefined,
  key: Setting | undefined,
  warnings: string[],
): Pick<Certificates, 'cert' | 'key'> {
  if (certificate === undefined && key === undefined) return {};
  if (certificate === undefined || key === undefined) {
    const { variable } = (certificate ?? key)!;
    const missing = variable.replace(/KEY$|CERTIFICATE$/, certificate === undefined ? 'CERTIFICATE' : 'KEY');
    warnings.push(`${variable} needs ${missing}: requests are sent without a client certificate.`);
    return {};
  }
  try {
    const pems = { cert: readFileSync(certificate.value), key: readFileSync(key.value) };
    if (new X509Certificate(pems.cert).checkPrivateKey(createPrivateKey(pems.key))) return pems;
    throw new Error('the key belongs to another certificate');
  } catch (error) {
    warnings.push(
      `${certificate.variable} is ${certificate.value} and ${key.variable} is ${key.value}. They must be a PEM ` +
        `certificate and its key (${reasonOf(error)}): requests are sent without a client certificate.`,
    );
    return {};
  }
}

/** The code of an error of the system or of OpenSSL, whose message might quote the file. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
