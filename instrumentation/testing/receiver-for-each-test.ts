import { shutdown } from '../src/runtime/start.ts';
import { startOtlpReceiver, type OtlpReceiver } from './otlp-receiver.ts';

/** Of the test that runs: each test of the file has a receiver of its own, and recording ends behind it. */
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
    get points() {
      return receiver.points;
    },
    get requests() {
      return receiver.requests;
    },
    records: () => receiver.records(),
  };
}
