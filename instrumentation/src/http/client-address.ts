import { isIP } from 'node:net';

/**
 * Whether `X-Forwarded-For` is believed. A number: so many proxies stand in front, each of which adds the address that it
 * was called from. `true`: whatever it says first, which a client can forge unless the outermost proxy overwrites it.
 */
export type TrustProxy = boolean | number;

/** IP address of the client; undefined where none is known. `remote` is that of the socket. */
export function clientAddress(
  remote: string | undefined,
  forwardedFor: string | undefined,
  trust: TrustProxy,
): string | undefined {
  const hops = trust === true ? Infinity : Number(trust);
  const chain = (forwardedFor ?? '').split(',').map((entry) => entry.trim());
  const forwarded = forwardedFor === undefined ? [] : chain.filter((entry) => entry !== '');
  const addresses = [...forwarded, remote];
  return plainAddress(addresses[Math.max(0, addresses.length - 1 - (hops > 0 ? hops : 0))]);
}

/** Without the port that some proxies add; an IPv4 address that came over an IPv6 socket is one of IPv4. */
function plainAddress(text: string | undefined): string | undefined {
  const bare = /^\[([^\]]*)\](?::\d+)?$/.exec(text ?? '')?.[1] ?? text?.replace(/^([\d.]+):\d+$/, '$1');
  const address = bare?.replace(/^::ffff:(?=[\d.]+$)/i, '');
  return address !== undefined && isIP(address) > 0 ? address : undefined;
}
