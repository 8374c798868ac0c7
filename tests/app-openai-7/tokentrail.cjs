/** Adds TokenTrail to an app whose OpenTelemetry SDK is set up elsewhere. Loaded by `--require`. */
const { TokenTrailInstrumentation } = require('@tokentrail/instrumentation');

new TokenTrailInstrumentation();
