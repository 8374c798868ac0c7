export {
  MAX_SHOWN_CHARACTERS as MAX_SHOWN,
  visiblePartsOf as partsOf,
  visibleText,
  type TextPart,
} from '@tokentrail/records';
