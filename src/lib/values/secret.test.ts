import { describe, expect, test } from 'vitest';
import { maskNumbers } from './application-id.ts';
import { holdsSecret } from './secret.ts';
import { freeText, lineOfText } from './texts.ts';

describe('[1] a password of a card that somebody types', () => {
  test.each([
    '暗証番号 1234',
    '暗証番号は１２３４',
    '暗証番号：1234 と言われた',
    '暗証番号（署名用）ABC123',
    '利用者証明用の暗証番号「9876」',
    '署名用パスワード：abc12345',
    '暗証番号は署名用 ABC123、利用者証明用 1234',
    'PINコード=0000',
    'パスワードはA1B2C3D4E5',
    '電話で聞き取り\n暗証番号\n1234',
    '暗証番号は、1234',
    '暗証番号、1234',
    '暗証番号，1234',
    '暗証番号→1234',
    '暗証番号・1234',
    '暗証番号/1234',
    '暗証番号_1234',
    '暗証番号（1234）',
    '暗証番号［1234］',
    '暗証番号【1234】',
    '暗証番号（利用者証明用）、1234',
    '暗証番号（4桁）1234',
    '暗証番号 1234/5678',
    '暗証番号 1234（5678）',
    '暗証番号 12 34',
    '暗証番号 １　２　３　４',
    '暗証番号 123456',
    'パスワード（abc12345）',
    '利用者証明用 1234',
    '署名用は、ABC123',
    'PIN1234',
  ])('%s: it is refused', (typed) => {
    expect(holdsSecret(typed)).toBe(true);
    expect(freeText(200)(typed)).toMatchObject({ ok: false, reason: 'impossible' });
  });

  test.each([
    '暗証番号を忘れた',
    '暗証番号 4桁を再設定',
    '暗証番号の再設定は12月3日',
    'パスワードを2026年に変更',
    '暗証番号の件で0942-31-0001に電話',
    '暗証番号 0942-31-0001に連絡',
    '暗証番号（4桁の数字）と署名用パスワード（英数字6文字以上16文字以下）を考えてきてください',
    'パスワードはMicrosoftの画面で変える',
    '受付番号 1234',
    'SPINNING 1234',
    '暗証番号 09012345678 に連絡',
    '暗証番号、090-1234-5678',
    '暗証番号 0942310001 に連絡',
    '暗証番号 0942(31)0001',
    '暗証番号（0942-31-0001 に電話）',
    '暗証番号 (0942)31-0001',
    '暗証番号 2026/12/01に再設定',
    '暗証番号、2026.12.1に再設定',
    '暗証番号 20261201に再設定',
    '署名用、2031年まで有効',
    '利用者証明用 2031/12/01まで',
    'パスワード S1T100007 の方',
    'パスワード、S1T-100007 の方',
  ])('%s: it says none', (typed) => {
    expect(holdsSecret(typed)).toBe(false);
    expect(freeText(200)(typed)).toMatchObject({ ok: true });
  });

  test('in a line too; what is kept for a while as it was typed has it masked', () => {
    expect(lineOfText(50)('暗証番号 1234')).toMatchObject({ ok: false });
    expect(maskNumbers('夫の暗証番号は 1234 です')).toBe('夫の暗証番号は ＊＊＊＊ です');
    expect(maskNumbers('暗証番号（1234）5678')).toBe('暗証番号(＊＊＊＊)5678');
    expect(maskNumbers('暗証番号 12 34、署名用 ABC123')).toBe('暗証番号 ＊＊＊＊＊、署名用 ＊＊＊＊＊＊');
    expect(maskNumbers('暗証番号を忘れた')).toBe('暗証番号を忘れた');
  });
});
