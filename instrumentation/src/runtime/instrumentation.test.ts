import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registerInstrumentations, type Instrumentation } from '@opentelemetry/instrumentation';
import { startSdkCall, switchSdkCalls } from '../sdks/start-sdk-call.ts';
import { TokenTrailInstrumentation } from './instrumentation.ts';
import { shutdown, startRecording } from './start.ts';

const ON = { TOKENTRAIL_OTLP_ENDPOINT: 'http://127.0.0.1:1', TOKENTRAIL_SPOOL_DIR: 'none' };
afterEach(async () => {
  switchSdkCalls(true);
  await shutdown();
});

/** Whether a call of an SDK would be recorded now. */
const records = () => !startSdkCall({ operation: 'chat' }).ended;

test('the constructor enables it, disable() stops recording and enable() starts it again', () => {
  startRecording(ON);
  switchSdkCalls(false);
  const instrumentation = new TokenTrailInstrumentation();
  expect(records()).toBe(true);
  instrumentation.disable();
  expect(records()).toBe(false);
  instrumentation.enable();
  expect(records()).toBe(true);
});

test("one that was created disabled is enabled by OpenTelemetry's registration and disabled with it", () => {
  startRecording(ON);
  switchSdkCalls(false);
  const instrumentation: Instrumentation = new TokenTrailInstrumentation({ enabled: false });
  expect(records()).toBe(false);
  const remove = registerInstrumentations({ instrumentations: [instrumentation] });
  expect(records()).toBe(true);
  remove();
  expect(records()).toBe(false);
});

test('disable() of one that is not enabled changes nothing', () => {
  startRecording(ON);
  new TokenTrailInstrumentation({ enabled: false }).disable();
  expect(records()).toBe(true);
});

test('it carries the name and version of the package, and the config that it was given', () => {
  startRecording(ON);
  const { name, version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const instrumentation = new TokenTrailInstrumentation();
  expect([instrumentation.instrumentationName, instrumentation.instrumentationVersion]).toEqual([name, version]);
  expect(instrumentation.getConfig()).toEqual({ enabled: true });
  instrumentation.setConfig({ enabled: false });
  expect(instrumentation.getConfig()).toEqual({ enabled: false });
});

test('it does not start recording that was stopped', async () => {
  startRecording(ON);
  await shutdown();
  new TokenTrailInstrumentation();
  expect(records()).toBe(false);
});

test('if recording could not be started before, it does not repeat the warning', () => {
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  startRecording({});
  expect(warn).toHaveBeenCalledTimes(1);
  new TokenTrailInstrumentation();
  expect(warn).toHaveBeenCalledTimes(1);
});
