import type { ScriptObject } from '@tokentrail/usage-store';

/** One record as `--json` prints it. */
export interface RequestDocument {
  record: ScriptObject;
  /** Absent: the account may not read attempts. */
  attempts?: ScriptObject[];
  /** By name of the attribute; null: the traces store no longer has it, or not yet. Absent: not asked for. */
  content?: ScriptObject | null;
}
