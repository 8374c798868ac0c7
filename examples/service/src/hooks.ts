/** OpenTelemetry's hook for ES modules. Without it, its instrumentations do not see the modules that an ESM app imports. */
import { register } from 'node:module';

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
