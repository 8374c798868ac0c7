import type { AttributeKey, Outcome } from '@tokentrail/records';
import type { AttemptRecord } from '../../record/attempt-record.ts';
import type { CallRecord } from '../../record/call-record.ts';
import { memoize } from '../../util/memoize.ts';
import { textOf } from '../../util/text.ts';
import { attributeValue } from '../mapping/attribute-value.ts';
import { outcomeOfRecord } from '../mapping/caller-attributes.ts';
import { errorTypeOfRecord } from '../mapping/error-attributes.ts';

type Label = string | undefined;

/**
 * The attribute values of one record's metrics. Every viewer of Prometheus can read them, so they are redacted as in the
 * record: a key passed as a model name is `***`.
 */
export class CallLabels {
  readonly state: Outcome;
  readonly provider: Label;
  readonly model: Label;
  readonly group: Label;
  readonly keyName: Label;
  readonly #record: CallRecord;
  readonly #shownName: (name: string) => string;

  constructor(record: CallRecord) {
    this.#record = record;
    this.#shownName = record.shownName;
    const { facts, responding } = record;
    this.state = outcomeOfRecord(record);
    this.provider = this.#name(responding?.info.provider ?? facts.provider);
    this.model = this.#name(facts.requestModel);
    this.group = this.#name(facts.group);
    this.keyName = this.#name(typeof facts.key === 'string' ? facts.key : facts.key?.name);
  }

  get operation(): Label {
    const operation = textOf(this.#record.facts.operation);
    return operation === undefined ? undefined : knownOperation(this.#shownName(operation));
  }

  get responseModel(): Label {
    const { ending, responding } = this.#record;
    return this.#name(ending?.responseModel ?? responding?.ending?.responseModel);
  }

  /** The provider's. A gateway's own address, which its callers may choose, is no label. */
  get serverAddress(): Label {
    const { facts, callerSeesProvider, responding } = this.#record;
    const address = callerSeesProvider ? facts.serverAddress : undefined;
    return this.#name(address ?? responding?.info.serverAddress);
  }

  get serverPort(): number | undefined {
    const { facts, callerSeesProvider } = this.#record;
    return callerSeesProvider && Number.isSafeInteger(facts.serverPort) ? facts.serverPort : undefined;
  }

  get errorType(): Label {
    return errorTypeOfRecord(this.#record);
  }

  /** Model and provider of one attempt. */
  ofAttempt({ info }: AttemptRecord): { model: Label; provider: Label } {
    const { facts } = this.#record;
    return {
      model: info.model === undefined || info.model === facts.requestModel ? this.model : this.#name(info.model),
      provider: this.#name(info.provider ?? facts.provider),
    };
  }

  #name(value: unknown): Label {
    const text = textOf(value);
    return text === undefined ? undefined : knownName(this.#shownName(text));
  }
}

const valueOf = (key: AttributeKey) => (text: string) => attributeValue(key, text) as Label;
const knownName = memoize(valueOf('requestModel'));
const knownOperation = memoize(valueOf('operation'));
