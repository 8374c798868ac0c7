/** What the secrets of one issuer look like. */
export interface SecretShape {
  /** Whose keys these are. */
  readonly issuer: string;
  /** How they begin, literally. Each ends in `-` or `_`, or names in `trigger` a letter that is seldom met. */
  readonly prefixes: readonly string[];
  /** JavaScript: what follows. At most linear in what it passes over, wherever it begins. */
  readonly rest: string;
  /**
   * What the instrumentation searches texts for to find a prefix: one to three characters of it that prose seldom holds, the
   * rarest first. If there are several, each prefix has its own. Default, also for a prefix without any of them: its last
   * character.
   */
  readonly trigger?: string | readonly string[];
  /**
   * RE2, the whole of it, for the collector. It begins with a literal, so that candidates are found by plain search: an
   * alternation or a leading `\b` costs a hundred times as much on a body of some hundred kilobytes. What stands before is
   * not seen there, so it asks for more than `rest` where a word might end like a prefix. Default: the prefixes and `fenceRest`.
   */
  readonly collectorPattern?: string;
  /** RE2: what follows a prefix there. Default: `rest`. */
  readonly redactionRest?: string;
  /** Whether it may begin in the middle of a word: what stands before is part of it. */
  readonly inWord?: true;
  /** Made up; each must be found by both. */
  readonly example: string;
}

export const SYMBOLS = '[A-Za-z0-9_-]';
