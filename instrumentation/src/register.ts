/**
 * Records every call of the patched SDKs. Loaded by `node --import @tokentrail/instrumentation/register app.mjs`, or by
 * `--require`.
 */
import { registerTokenTrail } from './runtime/register-tokentrail.ts';

registerTokenTrail();
