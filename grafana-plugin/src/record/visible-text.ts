export {
  MAX_SHOWN_CHARACTERS as MAX_SHOWN,
  visibleTextParts as partsOf,
  visibleText,
  type TextPart,
} from '@tokentrail/records';
