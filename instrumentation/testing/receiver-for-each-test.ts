import { shutdown } from '../src/runtime/start.ts';
import { startOtlpReceiver, type OtlpReceiver } from './otlp-receiver.ts';

/** The receiver of the running test: each test of the file gets its own, and recording stops after each test. */
export function receiverForEachTest(): Omit<OtlpReceiver, 'response' | 'close'> {
  let receiver: OtlpReceiver;
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
  });
  afterEach(async () => {
    await shutdown();
    await receiver.close();
  });
  return {
    get url() {
      return receiver.url;
    },
    get spans() {
      return receiver.spans;
    },
    get processes() {
      return receiver.processes;
    },
    get points() {
      return receiver.points;
    },
    get requests() {
      return receiver.requests;
    },
    records: () => receiver.records(),
  };
}
