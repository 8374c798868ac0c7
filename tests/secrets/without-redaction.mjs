/**
 * Loaded before the instrumentation: replaces its redaction by functions that return their input. Exits if it finds
 * none.
 */
import { registerHooks } from 'node:module';

let found = false;
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.includes('/instrumentation/dist/')) return loaded;
    const source = String(loaded.source);
    const without = source.replace(/function redactText\((\w+)[^)]*\) ?\{/, '$&\n  return $1;');
    found ||= without !== source;
    return { ...loaded, source: without };
  },
});
process.on('exit', () => {
  if (!found) process.exitCode = 3;
});
