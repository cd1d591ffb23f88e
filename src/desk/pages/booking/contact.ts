import { writeRemark } from '../../../cards/acts.ts';
import { REMARK_LONGEST, remarkText } from '../../../cards/remark.ts';
import { japaneseSentences } from '../../../lib/form/index.ts';
import type { FormErrors } from '../../../lib/html/index.ts';
import { mailAddress, phoneNumber } from '../../../lib/values/contact.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { lineOfText } from '../../../lib/values/texts.ts';
import { can } from '../../../staff/rights.ts';
import type { SignedAsk } from '../../route.ts';
import type { Fields } from './read.ts';

/** The boxes of the last column: kept where another place is chosen. */
export const CONTACT_BOXES = ['mail', 'phone', 'remark', 'remark_from', 'exceed', 'person'] as const;

const MAIL_WORDS: Record<string, string> = {
  unreadable: 'メールアドレスの書き方を確かめてください。',
  'too-long': 'メールアドレスが長すぎます。',
};

export type Contact = { mail: string | null; phone: string; remark: string; errors: FormErrors };

/** Reads how to reach who calls, and the remark; what is wrong is said by box. */
export function readContact(body: Fields): Contact {
  const errors: FormErrors = {};
  const mail = mailAddress(body['mail']);
  if (!mail.ok && mail.reason !== 'empty') errors['mail'] = MAIL_WORDS[mail.reason] ?? '';
  const phone = phoneNumber(body['phone']);
  if (!phone.ok && phone.reason !== 'empty') errors['phone'] = '電話番号は、市外局番から入力してください。';
  const remark = remarkText(body['remark']);
  if (!remark.ok && remark.reason !== 'empty') errors['remark'] = japaneseSentences.text('備考', REMARK_LONGEST)[remark.reason];
  return { mail: mail.ok ? mail.value : null, phone: phone.ok ? phone.value : '', remark: remark.ok ? remark.value : '', errors };
}

/** A reason that is asked only where it is needed; said in `errors` where it is missing. */
export function readReason(body: Fields, errors: FormErrors, name: string, needed: boolean, words: string): string | null {
  if (!needed) return null;
  const text = lineOfText(200)(body[name]);
  if (text.ok) return text.value;
  errors[name] = text.reason === 'empty' ? words : japaneseSentences.line('理由', 200)[text.reason];
  return null;
}

/** Writes the card's remark where it was changed; true where another clerk's was newer and ours is not kept. */
export async function remarkLost(
  ask: SignedAsk,
  card: { id: number; remark: { body: string } | null },
  remark: string,
): Promise<boolean> {
  if (remark === (card.remark?.body ?? '') || !can(ask.session, 'people.remark')) return false;
  const from = rowId(ask.body['remark_from']);
  const wrote = await writeRemark(ask.db, ask.actor, { cardId: card.id, from: from.ok ? from.value : null, body: remark });
  return !wrote.ok;
}
