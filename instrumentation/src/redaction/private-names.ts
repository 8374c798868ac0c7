import { normalised } from './field-names.ts';

/** Headers in which proxies pass on the address of a client. */
const ADDRESS_HEADERS: ReadonlySet<string> = new Set([
  'forwarded',
  'forwarded-for',
  'x-forwarded',
  'x-forwarded-for',
  'x-original-forwarded-for',
  'x-vercel-forwarded-for',
  'x-envoy-external-address',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'client-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'cf-connecting-ipv6',
  'cf-pseudo-ipv4',
  'fastly-client-ip',
  'fly-client-ip',
  'ali-cdn-real-ip',
  'cdn-src-ip',
  'x-appengine-user-ip',
  'x-azure-clientip',
  'x-azure-socketip',
  'x-nf-client-connection-ip',
  'x-remote-addr',
  'remote-addr',
]);

export function isAddressHeader(name: string): boolean {
  return (
    ADDRESS_HEADERS.has(name) ||
    /(?:^|[-_])(?:client|real|remote|connecting|viewer)[-_]?(?:ip|addr|address)(?:$|[-_])|(?:^|[-_])(?:ip|ipv4|ipv6)(?:$|[-_]addr)|forwarded[-_]for/.test(
      name,
    )
  );
}

const CALLER_HEADERS: ReadonlySet<string> = new Set(['user-agent', 'from', 'referer', 'origin', 'cf-ipcountry']);

/** Whether a header identifies the caller or its software: user agents, users, sessions, locations. */
export function isCallerHeader(name: string): boolean {
  return (
    CALLER_HEADERS.has(name) ||
    /^sec-ch-ua|(?:^|[-_])(?:user|username|userid|email|session|device|city|region|country|latitude|longitude|timezone|geo|principal|identity|login|subject|employee|phone)(?:$|[-_])/.test(
      name,
    ) ||
    privateKind(name) !== undefined
  );
}

/** Fields whose value is a name or an id of the caller. A pseudonym replaces it. */
const IDENTITY =
  /^(?:user|userid|username|enduser|enduserid|endusername|safetyidentifier|sessionid|session|promptcachekey|customerid|accountid|deviceid|visitorid|anonymousid)$/;
/** Fields with other personal data. */
const PERSONAL =
  /^(?:(?:user|client|customer)?e?mail(?:address)?|(?:user|client|customer)?phone(?:number)?|(?:client|user|remote|real|source|peer)?(?:ip|ipaddress|ipaddr)|(?:client|remote|peer)addr(?:ess)?|useragent|(?:first|last|full|display|given|family)name)$/;

/** Selects how privacy mode treats the value of a field. Undefined: the field is not private. */
export function privateKind(name: string): 'identity' | 'personal' | undefined {
  const plain = normalised(name.replace(/^x[-_]/i, ''));
  if (IDENTITY.test(plain)) return 'identity';
  return PERSONAL.test(plain) ? 'personal' : undefined;
}
