import { foldWidth } from '../japanese/width.ts';

/** Which of a card's passwords. Staff write these words alone too: 利用者証明用 1234. */
const USE = '(?:署名用|利用者証明用|券面事項入力補助用|券面用|住民基本台帳用|住基用)';
const NAMED = `(?:暗証番号|暗証|パスワード|password|passcode|(?<![A-Za-z])PIN(?:コード|番号)?|${USE})`;
/** No date (2026/12/01, 20261201), hour, amount or telephone number (0942-31-0001, 0942(31)0001, (0942)31-0001) begins or goes on here. */
const ENDS = String.raw`(?![A-Za-z0-9]|-\d|[/.]\d{1,2}(?!\d)|\(\d{1,4}\)\d|\)\s?(?:\d{1,4}-\d|\d{6})|\s?(?:年|月|日|時|分|桁|文字|回|円|件|人|番窓口))`;
const BEGINS = String.raw`(?:(?<![A-Za-z0-9])|(?<=PIN|password|passcode)(?=\d))`;
const DAY = String.raw`(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])`;
/** As 交付通知書ID are: a letter, a digit, a letter, six digits. */
const NOTICE = String.raw`[A-Z]\d[A-Z]\d{6}`;
/** Four digits, spaced or not; six to nine that are neither a day nor begin a telephone number; six to sixteen letters and digits with both among them. */
const DIGITS = String.raw`\d ?\d ?\d ?\d|(?!${DAY}(?!\d))[1-9]\d{5,8}`;
const MIXED = String.raw`(?!${NOTICE}(?![A-Za-z0-9]))(?=[A-Za-z0-9]{0,15}\d)(?=[A-Za-z0-9]{0,15}[A-Za-z])[A-Za-z0-9]{6,16}`;
const SECRET = `${BEGINS}(?:${DIGITS}|${MIXED})${ENDS}`;
/** What may stand between the name and the secret: which one it is, also in brackets, and the marks people write. No secret is passed over. */
const KIND = String.raw`(?:\s*\((?:(?!${SECRET})[^()]){1,20}\)|[はがを:=\s「『"'、,・]*${USE})?`;
const BETWEEN = String.raw`[はがを:=\s「『"'、,・→/_(\[【〔〈<-]{0,6}`;
const WHOLE = new RegExp(`(${NAMED}${KIND}${BETWEEN})(${SECRET})`, 'giu');

/** Whether a text names a password of a card and says it: 暗証番号は1234. Who holds the card and this has all it does. */
export const holdsSecret = (text: string): boolean => foldWidth(text).search(WHOLE) !== -1;

/** A text that may be kept as it was typed: with such a password masked. */
export const maskSecrets = (text: string): string =>
  holdsSecret(text)
    ? foldWidth(text).replace(WHOLE, (_, before: string, secret: string) => before + '＊'.repeat(secret.length))
    : text;
