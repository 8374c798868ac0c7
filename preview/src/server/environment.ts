import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Replaces variables in provisioning files as Grafana does: `$NAME`, `${NAME}`, `$__env{NAME}`, `$__file{/path}`; `$$`
 * is a `$`. A variable that is not set becomes an empty text.
 */
export function expandEnvironment(text: string, env: Environment): string {
  return text.replace(
    /\$\$|\$__env\{(\w+)\}|\$__file\{([^}]+)\}|\$\{(\w+)\}|\$(\w+)/g,
    (match, asFunction?: string, file?: string, inBraces?: string, bare?: string) => {
      if (match === '$$') {
        return '$';
      }
      if (file !== undefined) {
        return readFileSync(file, 'utf8').trim();
      }
      return env[asFunction ?? inBraces ?? bare ?? ''] ?? '';
    },
  );
}

/** Replaces variables in all texts of a parsed YAML value. Numbers, booleans and keys stay unchanged. */
export function expandAll(value: unknown, env: Environment): unknown {
  if (typeof value === 'string') {
    return expandEnvironment(value, env);
  }
  if (Array.isArray(value)) {
    return value.map((item) => expandAll(item, env));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expandAll(item, env)]));
  }
  return value;
}
