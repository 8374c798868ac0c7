import { CONTENT_DAYS, type GroupDays, type RetentionDays } from '@tokentrail/clickhouse';
import type { Retention } from '@tokentrail/usage-store';
import { UserError } from '../fail.ts';
import type { FileClass, WantedDays } from './retention-file.ts';

/** Days of each class of the ledger, and of the content in the traces store. */
export type ClassDays = RetentionDays & { readonly content: number };

export interface NewRetention {
  days: ClassDays;
  groups: GroupDays;
}

/** What changes. Days before: null if the ledger does not state them. */
export interface RetentionChange {
  classes: readonly { name: keyof ClassDays; before: number | null; after: number; isShorter: boolean }[];
  /** Days of groups; null: those of their class. */
  groups: readonly {
    name: string;
    before: number | null;
    after: number | null;
    expiresAfter: number;
    isShorter: boolean;
  }[];
}

/**
 * The days of all classes and groups: those of the file, else those of the ledger.
 * @throws UserError if neither states the days of a class.
 */
export function newRetention(before: Retention | null, { days, groups }: WantedDays): NewRetention {
  const daysOf = (name: FileClass): number => {
    const known = days[name] ?? daysBefore(before, name);
    if (known === null) {
      throw new UserError(
        `the ledger does not state the days of ${name}, because its rule is not in days: name them in the file`,
      );
    }
    return known;
  };
  return {
    days: {
      usage: daysOf('usage'),
      request: daysOf('request'),
      event: daysOf('event'),
      other: daysOf('other'),
      attempts: daysOf('usage'),
      processes: daysOf('processes'),
      content: daysOf('content'),
    },
    groups: groups ?? before?.groups ?? {},
  };
}

export function retentionChange(before: Retention | null, { days, groups }: NewRetention): RetentionChange {
  const classes = (Object.keys(days) as (keyof ClassDays)[]).map((name) => {
    const earlier = daysBefore(before, name);
    return { name, before: earlier, after: days[name], isShorter: days[name] < (earlier ?? Infinity) };
  });
  const namesOfGroups = new Set([...Object.keys(before?.groups ?? {}), ...Object.keys(groups)]);
  const ofGroups = [...namesOfGroups].map((name) => {
    const [earlier, later] = [ownDays(before?.groups ?? {}, name), ownDays(groups, name)];
    const longest = Math.max(...[before?.usage, before?.request].map((one) => one ?? Infinity));
    const expiresAfter = later ?? Math.min(days.usage, days.request);
    return { name, before: earlier, after: later, expiresAfter, isShorter: expiresAfter < (earlier ?? longest) };
  });
  return {
    classes: classes.filter((one) => one.before !== one.after),
    groups: ofGroups.filter((one) => one.before !== one.after),
  };
}

function ownDays(groups: GroupDays, name: string): number | null {
  return Object.hasOwn(groups, name) ? (groups[name] ?? null) : null;
}

/** Null if the ledger does not state them. The traces store states none itself. */
function daysBefore(before: Retention | null, name: keyof ClassDays): number | null {
  return before?.[name] ?? (name === 'content' ? CONTENT_DAYS : null);
}
