/** OpenTelemetry's hook for ES modules, which apps need so that its instrumentations see what they import. */
import { register } from 'node:module';

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
