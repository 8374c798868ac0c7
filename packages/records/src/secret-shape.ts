/** The form of one issuer's secrets. */
export interface SecretShape {
  /** Issuer of these keys. */
  readonly issuer: string;
  /** Literal beginnings. Each ends in `-` or `_`; if it does not, `trigger` names a rare letter of it. */
  readonly prefixes: readonly string[];
  /** JavaScript expression for the part after a prefix. Takes at most linear time from any start. */
  readonly rest: string;
  /**
   * Characters that the instrumentation searches texts for to find a prefix: one to three characters of the prefix that
   * are rare in prose, the rarest first. If there are several, each prefix has its own. Default, also for a prefix that
   * contains none of them: its last character.
   */
  readonly trigger?: string | readonly string[];
  /**
   * Complete RE2 expression for the collector. It begins with a literal, so that a plain search finds candidates: an
   * alternation or a leading `\b` costs a hundred times as much on a body of some hundred kilobytes. The collector does
   * not check the characters before a match. So this expression requires more than `rest` if a word might end like a
   * prefix. Default: the prefixes and `redactionRest`.
   */
  readonly collectorPattern?: string;
  /** RE2 expression for the part after a prefix in the collector. Default: `rest`. */
  readonly redactionRest?: string;
  /** Set if the prefix may occur in the middle of a word: the characters before it belong to the secret. */
  readonly inWord?: true;
  /** Invented secret. Both the instrumentation and the collector must find it. */
  readonly example: string;
}

export const SYMBOLS = '[A-Za-z0-9_-]';
