import { memoize } from '../util/memoize.ts';

/**
 * Meaning of the name of a field, variable, parameter or header for its value. `credential`: every value is a
 * credential. `possible`: the value is a credential if it looks random (`token` may also be a word of a model's
 * vocabulary).
 */
export type NameKind = 'credential' | 'possible' | undefined;

/** Ends of credential names, in lower case and without separators between words: `OPENAI_API_KEY`, `x-goog-api-key`. */
const CREDENTIAL =
  /(?:(?:api|app|subscription|access|secret|private|account|signing|encryption|master|auth|shared|storage|function)key|(?:access|refresh|auth|session|security|bearer|api|csrf|xsrf)token|secret|passwords?|passwd|passphrase|passcode|pwd|(?:db|user|root|admin|smtp|ssh|ftp|login|mysql|redis|proxy)pass|authorization|setcookie)$/;
const POSSIBLE = /(?:token|^pass|signature|apikeys|secrets|credentials?)$|^(?:auth|cookie)$/;
/** Names of vocabulary tokens, of page tokens, and of the signature of a model's thoughts. */
const NO_CREDENTIAL =
  /(?:page|next|previous|continuation|sync|resume|[ebpsu]os|pad|unk|sep|cls|mask|stop|start|end|special)token$|^(?:thought)?signature$/;
/** Names of query parameters, which may be shorter. */
const PARAMETER =
  /(?:(?:^|[^A-Za-z])(?:[Kk]ey|KEY|[Tt]oken|TOKEN|[Ss]ig|SIG|[Ss]ignature|[Cc]redential|[Aa]uth|[Pp]ass|PASS|code_verifier|[Aa]ssertion)|[a-z](?:Key|Token|Sig|Signature|Credential|Auth|Assertion))$/;

/** The last two letters of all names above. */
export const NAME_ENDINGS: readonly string[] = [
  ...['ey', 'ys', 'en', 'et', 'ts', 'rd', 'ds', 'wd', 'se', 'on', 'ie', 'ss', 'de', 're', 'al', 'ls', 'th'],
  ...['ig', 'er'],
];

/** Kind of a name in any spelling. */
export const fieldKind = memoize((name) => kindOf(normalised(name)), { max: 2000 });

/** Kind of a name in the query of a URL or in a connection string. */
export function parameterKind(name: string): NameKind {
  return PARAMETER.test(name) ? 'credential' : fieldKind(name);
}

/** The name in lower case, without separators between words. Keeps only the end of a very long name. */
export function normalised(name: string): string {
  return name
    .slice(-64)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

function kindOf(name: string): NameKind {
  if (NO_CREDENTIAL.test(name)) return undefined;
  if (CREDENTIAL.test(name)) return 'credential';
  return POSSIBLE.test(name) ? 'possible' : undefined;
}

/** Whether `value` is a run of symbols, not a word: it contains a digit or is longer than words are. */
export function looksRandom(value: string): boolean {
  return value.length >= 8 && !/\s/.test(value) && (/\d/.test(value) || value.length >= 20);
}
