import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';

/** A variable of a dashboard with its current value. */
export interface TestVariable {
  type: 'query' | 'custom' | 'textbox' | 'constant';
  /** `$__all` is "All". */
  value: string | readonly string[];
  /** All values: what "All" stands for. */
  options?: readonly string[];
  /** Stands for "All" instead of the options. */
  allValue?: string;
}

/** `$name`, `[[name]]`, `${name}`, each of the last two with a format. */
const REFERENCE = /\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\$\{(\w+)(?:\.[^:^}]+)?(?::([^}]+))?\}/g;

type Formatter = (value: unknown, variable: { name: string; type: string }) => string;

/** Provides the variables of a dashboard, by name. They are replaced as Grafana's dashboards do it. */
export function installVariables(variables: Readonly<Record<string, TestVariable>>): void {
  const service: Pick<TemplateSrv, 'replace'> = {
    replace: (target = '', _scopedVars, format) =>
      target.replace(REFERENCE, (match, ...groups: (string | undefined)[]) => {
        const name = groups[0] ?? groups[1] ?? groups[3] ?? '';
        const variable = variables[name];
        return variable === undefined ? match : valueOf(name, variable, groups[2] ?? groups[4] ?? format);
      }),
  };
  setTemplateSrv(service as TemplateSrv);
}

function valueOf(name: string, { type, value, options = [], allValue }: TestVariable, format: unknown): string {
  const isAll = [value].flat()[0] === '$__all';
  if (format === 'queryparam') {
    const inUrl = isAll && allValue !== undefined ? ['All'] : [value].flat();
    return new URLSearchParams(inUrl.map((one) => [`var-${name}`, one])).toString();
  }
  if (isAll && allValue !== undefined) {
    return allValue;
  }
  const current = isAll ? options : value;
  if (typeof format === 'function') {
    return (format as Formatter)(current, { name, type });
  }
  const values = [current].flat();
  return format === 'csv' || values.length === 1 ? values.join(',') : `{${values.join(',')}}`;
}
