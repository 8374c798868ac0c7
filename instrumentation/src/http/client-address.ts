import { isIP } from 'node:net';

/**
 * Whether `X-Forwarded-For` is trusted. A number is the number of proxies in front of the app; each one appends the
 * address that called it. `true` uses the first entry, which a client can forge unless the outermost proxy overwrites
 * the header.
 */
export type TrustProxy = boolean | number;

/** The client's IP address, or undefined if it is unknown. `remote` is the socket's remote address. */
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

/** Removes the port that some proxies add, and unwraps IPv4-mapped IPv6 addresses. */
function plainAddress(text: string | undefined): string | undefined {
  const bare = /^\[([^\]]*)\](?::\d+)?$/.exec(text ?? '')?.[1] ?? text?.replace(/^([\d.]+):\d+$/, '$1');
  const address = bare?.replace(/^::ffff:(?=[\d.]+$)/i, '');
  return address !== undefined && isIP(address) > 0 ? address : undefined;
}
