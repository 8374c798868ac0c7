import { ownCopy } from './own-copy.ts';

class Counts {
  readonly #input = 5;
  promptTokensDetails = [{ modality: 'AUDIO', tokenCount: 2 }];

  get promptTokenCount(): number {
    return this.#input;
  }

  total(): number {
    return 7;
  }
}

test('copies lists, nested objects, and fields and getters of class instances', () => {
  const value = { usage: new Counts(), nothing: null, big: 1n };
  const copy = ownCopy(value) as { usage: { promptTokensDetails: object[] } };
  expect(copy).toEqual({
    usage: { promptTokenCount: 5, promptTokensDetails: [{ modality: 'AUDIO', tokenCount: 2 }] },
    nothing: null,
    big: 1n,
  });
  value.usage.promptTokensDetails.pop();
  expect(copy.usage.promptTokensDetails).toHaveLength(1);
});

test('unreadable fields are left out and the others kept', () => {
  const value = {
    prompt_tokens: 5,
    details: {
      cached: 3,
      get debug(): never {
        throw new Error('not now');
      },
    },
  };
  expect(ownCopy(value)).toEqual({ prompt_tokens: 5, details: { cached: 3 } });
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(ownCopy(proxy)).toEqual({});
  expect(ownCopy(null)).toBeUndefined();
});

test('takes little time for values that are no usage: cyclic objects, bytes, long lists', () => {
  const all: { others?: object[] }[] = Array.from({ length: 20 }, () => ({}));
  for (const object of all) object.others = all;
  const value = { all, bytes: Buffer.alloc(10_000_000), list: Array.from({ length: 1_000_000 }, () => 1) };
  const before = process.cpuUsage();
  ownCopy(value);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(1000);
});
