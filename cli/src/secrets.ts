import type { Environment } from './io.ts';

/** Variables whose value is a secret. */
const SECRET_NAME = /^TOKENTRAIL_.*(?:PASSWORD|TOKEN|SECRET)$/;
/** Shorter texts are no secrets, and occur in any sentence. */
const MIN_LENGTH = 4;

/** The secrets of the environment: passwords, tokens, and the passwords in addresses. */
export function secretsIn(env: Environment): Set<string> {
  const secrets = Object.entries(env).flatMap(([name, value = '']) => (SECRET_NAME.test(name) ? [value] : []));
  const addresses = Object.values(env).filter((value) => value !== undefined && URL.canParse(value)) as string[];
  const inAddresses = addresses.flatMap((address) => {
    const { password } = new URL(address);
    return [password, decoded(password)];
  });
  return new Set([...secrets, ...inAddresses]);
}

/** A text in which each secret is replaced, because a server may return what it received. */
export function withoutSecrets(text: string, secrets: ReadonlySet<string>): string {
  return [...secrets]
    .filter(({ length }) => length >= MIN_LENGTH)
    .sort((a, b) => b.length - a.length)
    .reduce((left, secret) => left.replaceAll(secret, '***'), text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
