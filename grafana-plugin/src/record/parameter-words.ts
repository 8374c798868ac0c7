import { t } from '@grafana/i18n';
import { PARAMETER_ATTRIBUTES, REQUEST_PARAMETERS, type RequestParameter, type TextMap } from '@tokentrail/records';

/** The request parameters that were sent, each with its label, in the order of the allow-list. */
export function parametersOf(parameters: TextMap): { label: string; value: string }[] {
  return REQUEST_PARAMETERS.flatMap((key) => {
    const value = parameters[PARAMETER_ATTRIBUTES[key].name];
    return value === undefined || value === '' ? [] : [{ label: parameterWord(key), value }];
  });
}

function parameterWord(key: RequestParameter): string {
  switch (key) {
    case 'maxTokens':
      return t('record.parameter.max-tokens', 'Max tokens');
    case 'temperature':
      return t('record.parameter.temperature', 'Temperature');
    case 'topP':
      return t('record.parameter.top-p', 'Top P');
    case 'choiceCount':
      return t('record.parameter.choice-count', 'Choices');
    case 'seed':
      return t('record.parameter.seed', 'Seed');
    case 'frequencyPenalty':
      return t('record.parameter.frequency-penalty', 'Frequency penalty');
    case 'presencePenalty':
      return t('record.parameter.presence-penalty', 'Presence penalty');
    case 'reasoningLevel':
      return t('record.parameter.reasoning-level', 'Reasoning level');
    case 'dimensionCount':
      return t('record.parameter.dimension-count', 'Dimensions');
  }
}
