import { foldWidth } from '../japanese/width.ts';

/** 暗証番号, 暗証番号（署名用）, 署名用パスワード, PINコード: with what may stand between it and the secret itself. */
const NAMED = '(?:暗証番号|暗証|パスワード|password|passcode|(?<![A-Za-z])PIN(?:コード|番号)?)';
const KIND = String.raw`(?:\s*\([^()]{1,20}\)|[はがを:=\s「『"']*(?:署名用|利用者証明用|券面事項入力補助用|券面用|住民基本台帳用|住基用))?`;
const BETWEEN = String.raw`[はがを:=\s「『"'-]{0,6}`;
/** Four digits, or six to sixteen letters and digits with a digit among them, as a card takes them; no date, hour, amount or telephone number. */
const SECRET = String.raw`(?:\d{4}|(?=[A-Za-z0-9]{0,15}\d)[A-Za-z0-9]{6,16})(?![A-Za-z0-9]|-\d|\s?(?:年|月|日|時|分|桁|文字|回|円|件|人|番窓口))`;
const WHOLE = new RegExp(`(${NAMED}${KIND}${BETWEEN})(?<![A-Za-z0-9])(${SECRET})`, 'giu');

/** Whether a text names a password of a card and says it: 暗証番号は1234. Who holds the card and this has all it does. */
export const holdsSecret = (text: string): boolean => foldWidth(text).search(WHOLE) !== -1;

/** A text that may be kept as it was typed: with such a password masked. */
export const maskSecrets = (text: string): string =>
  holdsSecret(text)
    ? foldWidth(text).replace(WHOLE, (_, before: string, secret: string) => before + '＊'.repeat(secret.length))
    : text;
