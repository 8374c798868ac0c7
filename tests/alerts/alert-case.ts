import type { Expected, Samples } from './promtool.ts';

/** What a rule must do on some samples. */
export interface AlertCase extends Samples, Expected {
  /** Completes the sentence "the rule …". */
  name: string;
}

/** Cases by the uid of their rule. */
export type AlertCases = Readonly<Record<string, readonly AlertCase[]>>;
