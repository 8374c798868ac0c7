/** `node --import @tokentrail/instrumentation/register app.mjs`, or `--require`: records every call of a patched SDK. */
import { registerTokenTrail } from './runtime/register-tokentrail.ts';

registerTokenTrail();
