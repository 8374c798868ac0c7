import { type ScopedVars, type TimeRange, type TypedVariableModel } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';

/** `$name`, `${name}`, `${name.field:format}`, `[[name]]`. */
const REFERENCE = /\$(\w+)|\$\{(\w+)(?:\.([^:^}]+))?(?::([^}]+))?\}|\[\[(\w+)(?::(\w+))?\]\]/g;

type Format = string | ((value: unknown) => string);

/** Replaces scoped variables and the built-in variables of the time range. There are no dashboard variables. */
export class PreviewTemplateSrv implements TemplateSrv {
  /** Set while a dashboard or Explore is open. */
  #range: TimeRange | undefined;

  getVariables(): TypedVariableModel[] {
    return [];
  }

  containsTemplate(target?: string): boolean {
    return target !== undefined && this.replace(target) !== target;
  }

  updateTimeRange(range: TimeRange): void {
    this.#range = range;
  }

  replace(target = '', scopedVars: ScopedVars = {}, format?: Format): string {
    return target.replace(REFERENCE, (match, ...groups: (string | undefined)[]) => {
      const [plain, braced, field, bracedFormat, bracketed, bracketedFormat] = groups;
      const value = this.#valueOf(plain ?? braced ?? bracketed ?? '', scopedVars);
      const picked = field === undefined ? value : (value as Record<string, unknown> | undefined)?.[field];
      return picked === undefined || picked === null
        ? match
        : formatValue(picked, bracedFormat ?? bracketedFormat ?? format);
    });
  }

  #valueOf(name: string, scopedVars: ScopedVars): unknown {
    const scoped = scopedVars[name];
    if (scoped !== undefined) {
      return scoped.value;
    }
    if (name === '__from') {
      return this.#range?.from.valueOf();
    }
    return name === '__to' ? this.#range?.to.valueOf() : undefined;
  }
}

function formatValue(value: unknown, format: Format | undefined): string {
  if (typeof format === 'function') {
    return format(value);
  }
  switch (format) {
    case 'json':
      return JSON.stringify(value);
    case 'csv':
    case 'raw':
      return [value].flat().join(',');
    case 'pipe':
      return [value].flat().join('|');
    case 'percentencode':
      return encodeURIComponent([value].flat().join(','));
    default:
      return Array.isArray(value) && value.length > 1 ? `{${value.join(',')}}` : String([value].flat()[0]);
  }
}
