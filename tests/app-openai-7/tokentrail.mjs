/** Adds TokenTrail to an app whose OpenTelemetry SDK is set up elsewhere. Loaded by `--import`. */
import { TokenTrailInstrumentation } from '@tokentrail/instrumentation';

new TokenTrailInstrumentation();
